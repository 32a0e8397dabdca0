//! The log: what was changed, and what undoes it.

use super::command::Command;
use super::settings::Settings;
use crate::guidance::codes::Code;

/// A change that was made.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The command, to make it again.
    pub command: Command,
    /// What undoes it.
    pub before: Before,
    /// In words: "English target of Okafor, Amara: 3 → 4".
    pub words: String,
}

/// What was there before a change.
#[derive(Clone, Debug)]
pub(super) enum Before {
    /// The code of a pupil's target, and whether the result had no moderated column yet.
    Target {
        /// The code.
        code: Code,
        /// The change made the column.
        first: bool,
    },
    /// The stored number of a pupil's target, and whether the result had no moderated column yet.
    Number {
        /// The stored number.
        stored: u64,
        /// The change made the column.
        first: bool,
    },
    /// The settings as they were.
    Settings(Box<Settings>),
    /// What a spelling meant.
    Meaning(Option<Code>),
}

/// Changes made, and changes taken back.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    /// Made, oldest first.
    pub done: Vec<Change>,
    /// Taken back, the last one last.
    pub undone: Vec<Change>,
}

impl Log {
    /// A new change; what was taken back before it is gone.
    pub fn add(&mut self, change: Change) {
        self.done.push(change);
        self.undone.clear();
    }

    /// The newest changes first.
    pub fn newest(&self) -> impl Iterator<Item = &Change> {
        self.done.iter().rev()
    }
}

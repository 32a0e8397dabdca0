//! The log: what was changed, and what undoes it.

use super::command::Command;
use super::settings::Settings;
use crate::guidance::codes::Code;
use crate::intake::ReadAs;

/// A change that was made.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The command, to make it again.
    pub command: Command,
    /// What undoes it.
    pub before: Before,
    /// The row of the pupil it is about, by which it finds its pupil again; 0: about none.
    pub row: u32,
    /// The rows of the pupils it is about, where there are several.
    pub rows: Vec<u32>,
    /// In words: "English target of Okafor, Amara: 3 → 4".
    pub words: String,
}

impl Change {
    /// The result whose targets it changes; empty: none.
    pub fn result(&self) -> &str {
        match &self.command {
            Command::SetTarget { result, .. } | Command::SetTargets { result, .. } => result,
            Command::Apply(apply) => &apply.result,
            _ => "",
        }
    }
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
    /// The stored numbers of pupils' targets, by position in the file, and whether the result had no moderated column yet.
    Numbers {
        /// Position and stored number.
        stored: Vec<(u32, u64)>,
        /// The change made the column.
        first: bool,
    },
    /// The codes of many pupils' targets, by position in the file, and whether the result had no moderated column yet.
    Targets {
        /// Position and code.
        codes: Vec<(u32, Code)>,
        /// The change made the column.
        first: bool,
    },
    /// The reason that was given for a target; empty: none.
    Reason(String),
    /// The settings as they were.
    Settings(Box<Settings>),
    /// What each spelling meant.
    Meanings(Vec<Option<Code>>),
    /// How the file was read.
    ReadAs(Box<ReadAs>),
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

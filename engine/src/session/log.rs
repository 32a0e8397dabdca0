//! The log: what was changed, and what undoes it.

use std::rc::Rc;

use super::command::Command;
use super::current_file::CurrentFile;
use super::settings::Settings;
use crate::guidance::FieldId;
use crate::guidance::codes::CellCode;
use crate::intake::ReadAs;

/// A change that was made.
#[derive(Clone, Debug)]
pub(crate) struct LoggedChange {
    /// The command, to make it again.
    pub command: Command,
    /// What undoes it.
    pub inverse: InverseChange,
    /// The row of the pupil it is about, by which it finds its pupil again; 0: about none.
    pub row: u32,
    /// The rows of the pupils it is about, where there are several.
    pub rows: Vec<u32>,
    /// In words: "English target of Okafor, Amara: 3 → 4".
    pub words: String,
}

/// What takes a change back, complete in itself.
#[derive(Clone, Debug)]
pub(crate) enum InverseChange {
    /// Put these codes back as targets.
    Targets {
        /// The canonical heading of the result.
        result: String,
        /// Position in the file and code, in the order in which they were replaced.
        codes: Vec<(u32, CellCode)>,
        /// The change made the result's moderated column: the file's own targets count again.
        first: bool,
    },
    /// Put these stored numbers back as targets.
    Numbers {
        /// The canonical heading of the result.
        result: String,
        /// Position in the file and stored number, in the order in which they were replaced.
        stored: Vec<(u32, u64)>,
        /// The change made the result's moderated column: the file's own targets count again.
        first: bool,
    },
    /// Give this reason for a target again; empty: none.
    Reason {
        /// The position in the file.
        pupil: u32,
        /// The canonical heading of the result.
        result: String,
        /// The reason.
        reason: String,
    },
    /// Take these settings again.
    Settings(Box<Settings>),
    /// Give these spellings their meanings again.
    Meanings(Vec<EarlierMeaning>),
    /// Read the file like this again.
    ReadAs(Box<ReadAs>),
    /// Take the results of this file for current performance again, or of none.
    CurrentNumber(Option<u32>),
    /// Have this file of last results as it was again.
    CurrentFile(u32, Rc<CurrentFile>),
    /// Nothing: what the change speaks of is not in the file as it is read now.
    Nothing,
    /// Nothing: the change was made once, and was refused when it was to be made again. It keeps its place while work is
    /// replayed, so that an Undo which was of it takes nothing else back.
    Refused,
}

/// What a spelling in a column meant.
#[derive(Clone, Debug)]
pub(crate) struct EarlierMeaning {
    /// The column.
    pub field: FieldId,
    /// The spelling in the file.
    pub spelling: String,
    /// The code; `None`: it was not understood.
    pub code: Option<CellCode>,
}

/// Changes made, and changes taken back.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChangeLog {
    /// Made, oldest first.
    pub done: Vec<LoggedChange>,
    /// Taken back, the last one last.
    pub undone: Vec<LoggedChange>,
}

impl ChangeLog {
    /// A new change; what was taken back before it is gone.
    pub fn add(&mut self, change: LoggedChange) {
        self.done.push(change);
        self.undone.clear();
    }

    /// Keeps the place of a change that was to be made again and was refused.
    pub fn add_refused(&mut self, command: &Command) {
        let (command, words) = (command.clone(), String::new());
        self.add(LoggedChange { command, inverse: InverseChange::Refused, row: 0, rows: Vec::new(), words });
    }

    /// Moves a refused change as Undo or Redo would; false: the next one is another.
    pub fn step_over_refused(&mut self, command: &Command) -> bool {
        let (from, to) = match command {
            Command::Undo => (&mut self.done, &mut self.undone),
            Command::Redo => (&mut self.undone, &mut self.done),
            _ => return false,
        };
        let refused = from.pop_if(|change| matches!(change.inverse, InverseChange::Refused));
        let found = refused.is_some();
        to.extend(refused);
        found
    }

    /// The work was replayed: what was refused is gone.
    pub fn forget_refused(&mut self) {
        let made = |change: &LoggedChange| !matches!(change.inverse, InverseChange::Refused);
        self.done.retain(made);
        self.undone.retain(made);
    }

    /// The newest changes first.
    pub fn newest(&self) -> impl Iterator<Item = &LoggedChange> {
        self.done.iter().rev()
    }
}

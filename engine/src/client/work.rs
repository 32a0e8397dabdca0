//! What is open and what was done to it, and whether any of it would be lost with the page.

use super::ReadSource;
use crate::session::command::Command;

/// Which of the keys that the page holds encrypts the work. The keys themselves are the browser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyNumber(pub usize);

/// What is open, and every change made to it since.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenWork<F> {
    /// What was opened.
    pub source: ReadSource<F>,
    /// Also if no heading is known.
    pub anyway: bool,
    /// The files of last results, by number; `None`: one that could not be read again.
    pub current: Vec<Option<F>>,
    /// Every accepted change, in order; Undo and Redo are changes too.
    pub changes: Vec<Command>,
    /// What it came encrypted with, or was saved with last: nothing of it is written in clear unasked.
    pub key: Option<KeyNumber>,
}

/// What a work file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkContents<F> {
    /// The files that were open.
    pub files: Vec<F>,
    /// Also if no heading is known.
    pub anyway: bool,
    /// The files of last results, by number.
    pub current: Vec<Option<F>>,
    /// Every change.
    pub changes: Vec<Command>,
    /// What of it is not as it was saved, in words.
    pub damaged: Vec<String>,
    /// What it was encrypted with.
    pub key: Option<KeyNumber>,
}

/// Where work comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkOrigin {
    /// A work file, so that nothing is lost with the page.
    File,
    /// What the tab kept over a reload; no file may hold it yet.
    Tab,
}

/// Counts changes, over all files that are opened, and knows up to which of them a file holds the work.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RevisionCounter {
    /// Grows with each change and each file opened.
    pub current: u32,
    saved: u32,
    /// The first of the file that is open.
    opened: u32,
}

impl RevisionCounter {
    /// Another file is open.
    pub fn open_another(&mut self) {
        self.advance();
        self.opened = self.current;
    }

    /// Whether this revision is of the file that is open.
    pub fn is_of_open_file(self, revision: u32) -> bool {
        revision >= self.opened
    }

    /// Something was changed.
    pub fn advance(&mut self) {
        self.current += 1;
    }

    /// A file holds the work as of this revision. Another file may have been opened meanwhile, which counts as saved.
    pub fn saved_as_of(&mut self, revision: u32) {
        self.saved = self.saved.max(revision);
    }

    /// No file holds these changes, which are not new.
    pub fn not_saved(&mut self, changes: usize) {
        self.current += u32::try_from(changes.max(1)).unwrap_or(1);
    }

    /// How many changes would be lost with the page.
    pub fn unsaved_changes(self) -> u32 {
        self.current.saturating_sub(self.saved)
    }

    /// Nothing would be lost with the page.
    pub fn all_saved(&mut self) {
        self.saved = self.current;
    }

    /// Whether anything would be lost with the page.
    pub fn unsaved(self) -> bool {
        self.current != self.saved
    }
}

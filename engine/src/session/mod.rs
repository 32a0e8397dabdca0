//! The session: the one seam between the engine and whoever shows it. Commands in, views out.
//!
//! A [`Session`] holds one open file. Every accepted [`Command`] goes into its log with what undoes it; views are
//! worked out afresh from the cohort and the moderated targets whenever they are asked for, except for what several of
//! them need and no command has touched since.

pub(crate) mod apply;
mod bulk_targets;
mod change;
pub mod command;
mod current_changes;
pub mod current_file;
pub(crate) mod detect_stage;
pub(crate) mod document;
mod entered;
pub(crate) mod entries;
pub(crate) mod filter;
pub(crate) mod lists;
pub(crate) mod log;
mod reread;
pub(crate) mod school_key;
pub(crate) mod settings;
pub(crate) mod tried;
pub(crate) mod words;
pub mod work;

use std::sync::Arc;

pub use command::{Command, ReadSetting, ValueMeaning};

use crate::guidance::packed_edition::PackedEdition;
use crate::guidance::{Edition, Guidance};
use crate::intake::ReadFile;
use document::Document;
pub use reread::{FileRole, Rereading};

/// A user's work on one file.
#[derive(Debug)]
pub struct Session {
    pub(crate) guidance: Arc<Guidance>,
    /// The edition that a file is opened by.
    pub(crate) edition: Arc<Edition>,
    pub(crate) document: Option<Document>,
}

impl Session {
    /// With nothing open, by the default edition.
    ///
    /// # Errors
    /// When no edition is the default.
    pub fn new(guidance: Arc<Guidance>) -> Result<Self, String> {
        let edition = guidance.default_edition().cloned().ok_or("no edition is the default")?;
        Ok(Self { guidance, edition, document: None })
    }

    /// The guidance it works by.
    pub fn guidance(&self) -> &Arc<Guidance> {
        &self.guidance
    }

    /// The edition that the open file is held against, with its switches; `None`: nothing is open.
    pub fn open_edition(&self) -> Option<&Edition> {
        Some(&self.document.as_ref()?.edition)
    }

    /// Opens a file that was read, in place of what was open; `name` is the file's own name.
    pub fn open(&mut self, opened: ReadFile, name: &str) {
        self.document = Some(Document::new(opened, name, &self.guidance, &self.edition));
    }

    /// Keeps the results of another file that was read under a number; [`Command::SetCurrentFile`] takes them for
    /// current performance (RULES 2.6).
    ///
    /// # Errors
    /// When no file is open whose current performance this could be.
    pub fn keep_current(&mut self, file: u32, opened: ReadFile, name: &str) -> Result<(), String> {
        let document = self.document.as_mut().ok_or("Open the file with the targets first.")?;
        document.keep_current(file, opened, name);
        Ok(())
    }

    /// Takes the results of another file that was read for current performance, in place of one taken before.
    ///
    /// # Errors
    /// As [`Session::keep_current`].
    pub fn open_current(&mut self, opened: ReadFile, name: &str) -> Result<(), String> {
        let kept = self.document.iter().flat_map(|document| document.current_files.keys());
        let file = kept.last().map_or(0, |last| last + 1);
        self.keep_current(file, opened, name)?;
        self.command(&Command::SetCurrentFile { file: Some(file) })
    }

    pub(crate) fn finish_replay(&mut self) {
        self.document.iter_mut().for_each(Document::finish_replay);
    }

    /// The file that has to be read again before a command can be carried out, and how; `None`: none has to be. An edition
    /// of one's own that the command brings is known from then on.
    pub fn rereading(&mut self, command: Option<&Command>) -> Option<Rereading> {
        let command = command?;
        // Carrying out the command says what is wrong with it.
        let _ = self.learn_edition(command);
        self.document.as_ref()?.rereading(command)
    }

    /// Takes in the edition of one's own that a command brings, if it brings one.
    ///
    /// # Errors
    /// In words, when the edition cannot be read.
    pub(crate) fn learn_edition(&mut self, command: &Command) -> Result<(), String> {
        let Command::UseEdition { packed } = command else { return Ok(()) };
        let PackedEdition { edition, extends } = PackedEdition::from_text(packed, &self.guidance)?;
        self.guidance = Arc::new(self.guidance.with_own_edition(edition, extends));
        if let Some(document) = &mut self.document {
            document.guidance = self.guidance.for_family(&document.edition.family);
        }
        Ok(())
    }

    pub(crate) fn command(&mut self, command: &Command) -> Result<(), String> {
        self.learn_edition(command)?;
        if self.document.is_none() && matches!(command, Command::UseEdition { .. }) {
            // It is kept for the file that is opened next.
            return Ok(());
        }
        let document = self.document.as_mut().ok_or("Open a file first.")?;
        document.command(command)
    }
}

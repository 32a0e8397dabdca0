//! Files that are opened together: all are read by one family of editions.

use std::sync::Arc;

use super::cohort_reader::ReadFile;
use super::combine::combine_files;
use super::diagnostic::CannotRead;
use super::read_as::ReadAs;
use crate::guidance::Guidance;

/// The files read so far of those that are opened together.
#[derive(Debug)]
pub struct FilesTogether {
    read_as: ReadAs,
    rows: u32,
    files: Vec<(String, ReadFile)>,
}

impl FilesTogether {
    /// None yet; `read_as` are the user's settings.
    pub fn new(read_as: ReadAs) -> Self {
        Self { read_as, rows: 0, files: Vec::new() }
    }

    /// The settings with which the next file is to be read.
    pub fn settings(&self) -> ReadAs {
        if self.files.is_empty() {
            return self.read_as.clone();
        }
        ReadAs { family: self.family(), ..self.read_as.for_later_file(self.rows) }
    }

    /// Adds the next file.
    pub fn push(&mut self, name: String, file: ReadFile) {
        self.rows += file.account.last_row;
        self.files.push((name, file));
    }

    /// To read all files again, where the first tells nothing of its edition and a later one does; `None`: they were read
    /// by one family.
    #[must_use]
    pub fn again(&self) -> Option<Self> {
        let (_, first) = self.files.first()?;
        let family = self.family().filter(|_| first.account.family.is_none())?;
        Some(Self::new(ReadAs { family: Some(family), ..self.read_as.clone() }))
    }

    /// Combines them.
    ///
    /// # Errors
    /// When there is no file, or the combined table cannot be read.
    pub fn combine(self, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
        combine_files(self.files, guidance)
    }

    fn family(&self) -> Option<String> {
        let told = || self.files.iter().find_map(|(_, file)| file.account.family.clone());
        self.read_as.family.clone().or_else(told)
    }
}

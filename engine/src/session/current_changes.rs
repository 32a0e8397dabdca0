//! Changes to the files of last results: which one is current performance, and how it is understood.

use std::rc::Rc;

use super::change::AppliedChange;
use super::command::{Command, ValueMeaning};
use super::current_file::CurrentFile;
use super::document::Document;
use super::log::{InverseChange, LoggedChange};
use super::reread::reading_words;
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::intake::ReadFile;

impl Document {
    /// The file whose results are current performance.
    pub fn current_file(&self) -> Option<&CurrentFile> {
        self.current_files.get(&self.current_number?).map(AsRef::as_ref)
    }

    /// Keeps a file of last results under a number, in place of one that had it. It is current performance once
    /// [`Command::SetCurrentFile`] says so.
    pub fn keep_current(&mut self, file: u32, opened: ReadFile, name: &str) {
        let kept = CurrentFile::new(opened, name, &self.guidance);
        self.current_files.insert(file, Rc::new(kept));
        if self.current_number == Some(file) {
            self.work_out_again();
        }
    }

    /// Takes another of the files kept for current performance, or none.
    pub(super) fn set_current_file(&mut self, file: Option<u32>) -> Result<AppliedChange, String> {
        let named = |file: u32| self.current_files.get(&file).map(|kept| kept.name.clone());
        let words = match file {
            Some(file) => format!("last results from {}", named(file).ok_or(NO_FILE)?),
            None => format!("last results removed: {}", self.current_number.and_then(named).unwrap_or_default()),
        };
        if file == self.current_number {
            return Ok(None);
        }
        let before = std::mem::replace(&mut self.current_number, file);
        self.work_out_again();
        Ok(Some((InverseChange::CurrentNumber(before), words)))
    }

    /// Makes a change to how a file of last results is understood, for which it need not be read again.
    pub(super) fn change_current(&mut self, file: u32, change: &Command) -> Result<AppliedChange, String> {
        let kept = self.current_files.get(&file).ok_or(NO_FILE)?.clone();
        let mut changed = (*kept).clone();
        let words = match change {
            Command::MapValue { field, spelling, meaning } => {
                let meaning =
                    ValueMeaning { field: field.clone(), spelling: spelling.clone(), meaning: meaning.clone() };
                map_values(&mut changed.cohort, &[meaning], &self.guidance)?
            }
            Command::MapValues { meanings } => map_values(&mut changed.cohort, meanings, &self.guidance)?,
            change if change.rereads() => {
                // Whoever keeps the file reads it again first; here is only why that was not done.
                change.change_reading(&kept.account, &self.guidance)?;
                return Err(super::change::TO_BE_READ_AGAIN.into());
            }
            _ => return Err("This cannot be chosen for last year\u{2019}s results.".into()),
        };
        self.current_files.insert(file, Rc::new(changed));
        self.work_out_again();
        Ok(Some((InverseChange::CurrentFile(file, kept), format!("last results: {words}"))))
    }

    /// Takes a file of last results as it was read again for a command, and says again what its spellings mean.
    pub fn reread_current(&mut self, file: u32, opened: ReadFile, command: &Command) {
        let Some(before) = self.current_files.get(&file).cloned() else { return };
        let mut read = CurrentFile::new(opened, &before.name, &self.guidance);
        for change in &self.log.done {
            let Command::OfCurrentFile { file: of, change } = &change.command else { continue };
            if let (true, Command::MapValues { meanings }) = (*of == file, change.as_ref()) {
                // Refused only where the column or the spelling is not there any more.
                let _ = map_values(&mut read.cohort, meanings, &self.guidance);
            }
        }
        self.current_files.insert(file, Rc::new(read));
        self.work_out_again();
        let inverse = InverseChange::CurrentFile(file, before);
        if matches!(command, Command::Redo) {
            if let Some(change) = self.log.undone.pop() {
                self.log.done.push(LoggedChange { inverse, ..change });
            }
            return;
        }
        let words = match command {
            Command::OfCurrentFile { change, .. } => reading_words(change, &self.guidance),
            command => reading_words(command, &self.guidance),
        };
        let words = format!("last results: {words}");
        self.log.add(LoggedChange { command: command.clone(), inverse, row: 0, rows: Vec::new(), words });
    }
}

const NO_FILE: &str = "There is no such file of last results.";

/// Says what spellings mean, all or none of them; gives words.
fn map_values(cohort: &mut Cohort, meanings: &[ValueMeaning], guidance: &Guidance) -> Result<String, String> {
    let mut said = Vec::new();
    for ValueMeaning { field, spelling, meaning } in meanings {
        let no_such = || format!("There is no \u{201c}{spelling}\u{201d} in this column.");
        let id = guidance.fields.by_heading(field).ok_or_else(no_such)?;
        let column = cohort.coded_column(id).ok_or_else(no_such)?;
        let list = guidance.codes.list(column.code_list).ok_or_else(no_such)?;
        let meaning = meaning.as_deref();
        let unknown = || format!("\u{201c}{}\u{201d} is not one of the choices.", meaning.unwrap_or_default());
        let code = meaning.map(|meaning| list.parse(meaning.as_bytes()).ok_or_else(unknown)).transpose()?;
        cohort.map_value(id, spelling, code).map_err(|_| no_such())?;
        let title = guidance.fields.get(id).map_or(field.as_str(), |field| field.title.as_str());
        said.push(super::change::meaning_words(spelling, title, meaning));
    }
    Ok(super::change::meanings_words(meanings, said))
}

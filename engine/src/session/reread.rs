//! Reading the file again: what the user says about how it is read, and the changes carried over to what comes out.
//!
//! The session keeps no bytes. Whoever does asks [`Document::rereading`] first, reads the file, and hands in the result.

use std::collections::HashMap;
use std::rc::Rc;

use super::command::{Command, ReadSetting};
use super::document::Document;
use super::log::{ChangeLog, InverseChange, LoggedChange};
use crate::guidance::{Edition, Guidance};
use crate::intake::{Encoding, ReadAs, ReadFile};

impl Document {
    /// How the file has to be read again before a command can be carried out; `None`: it need not be, or the command is
    /// to be refused.
    pub fn rereading(&self, command: &Command) -> Option<ReadAs> {
        match command {
            Command::Undo => match &self.log.done.last()?.inverse {
                InverseChange::ReadAs(before) => Some((**before).clone()),
                _ => None,
            },
            Command::Redo => self.rereading_for(&self.log.undone.last()?.command),
            command => self.rereading_for(command),
        }
    }

    fn rereading_for(&self, command: &Command) -> Option<ReadAs> {
        matches!(command, Command::ReadAs { .. } | Command::ReadColumn { .. }).then(|| self.read_as(command).ok())?
    }

    /// What a command says about how the file is read, together with what was said before.
    ///
    /// # Errors
    /// In words for the user, when it says nothing that can be done.
    pub fn read_as(&self, command: &Command) -> Result<ReadAs, String> {
        let mut read_as = self.account.read_as.clone();
        match command {
            Command::ReadAs { about, is } => say(&mut read_as, *about, is, &self.guidance)?,
            Command::ReadColumn { heading, nth, field } => {
                let headings = &self.account.headings;
                let there = headings
                    .texts
                    .iter()
                    .enumerate()
                    .any(|(column, text)| text == heading && headings.nth(column) == *nth);
                let known = field.is_empty() || self.guidance.fields.by_heading(field).is_some();
                if !there || !known {
                    return Err("There is no such column.".into());
                }
                read_as.assign(heading, *nth, field);
            }
            _ => (),
        }
        Ok(read_as)
    }

    /// Takes the file as it was read again for a command: the changes made before are replayed, those of a pupil's
    /// target to the pupil in the same row. What does not apply for now stays in the log and comes back with what it needs.
    pub fn reread(&mut self, opened: ReadFile, command: &Command, edition: &Rc<Edition>) {
        let guidance = self.guidance.clone();
        let new = Document::new(opened, &self.name, &guidance, edition);
        let old = std::mem::replace(self, new);
        self.current_file = old.current_file;
        self.work_out_again();
        let pupils = (0..).zip(0..self.file.len());
        let rows = pupils.map(|(number, pupil)| (self.file.row(pupil), number)).collect::<HashMap<_, u32>>();
        let ChangeLog { mut done, mut undone } = old.log;
        done.iter_mut().chain(&mut undone).for_each(|change| carry(change, &rows));
        match command {
            Command::Undo => undone.extend(done.pop()),
            Command::Redo => done.extend(undone.pop()),
            command => {
                let inverse = InverseChange::ReadAs(Box::new(old.account.read_as));
                done.push(LoggedChange {
                    command: command.clone(),
                    inverse,
                    row: 0,
                    rows: Vec::new(),
                    words: words(command, &guidance),
                });
                undone.clear();
            }
        }
        for change in done {
            self.make_again(change);
        }
        self.log.undone = undone;
    }

    fn make_again(&mut self, mut change: LoggedChange) {
        if !matches!(change.inverse, InverseChange::ReadAs(_)) {
            // Refused only where what it speaks of is not there.
            match self.make(&change.command) {
                Ok(Some((inverse, words))) => (change.inverse, change.words) = (inverse, words),
                _ => change.inverse = InverseChange::Nothing,
            }
        }
        self.log.done.push(change);
    }
}

/// Re-addresses a change to the pupil's new index, or `u32::MAX` while the row does not exist.
fn carry(change: &mut LoggedChange, rows: &HashMap<u32, u32>) {
    let here = |row: &u32| rows.get(row).copied().unwrap_or(u32::MAX);
    match &mut change.command {
        Command::SetTarget { pupil, .. } | Command::SetException { pupil, .. } | Command::SetReason { pupil, .. } => {
            *pupil = here(&change.row);
        }
        Command::SetTargets { targets, .. } => {
            targets.iter_mut().zip(&change.rows).for_each(|((pupil, _), row)| *pupil = here(row));
        }
        Command::Tag { pupils, .. } => pupils.iter_mut().zip(&change.rows).for_each(|(pupil, row)| *pupil = here(row)),
        _ => (),
    }
}

fn say(read_as: &mut ReadAs, about: ReadSetting, is: &str, guidance: &Guidance) -> Result<(), String> {
    let no_choice = || format!("\u{201c}{is}\u{201d} is not one of the choices.");
    match about {
        ReadSetting::Columns => return read_as.take_columns(is, &guidance.fields),
        ReadSetting::Encoding => {
            let encoding = Encoding::ALL.into_iter().find(|encoding| encoding.id() == is);
            read_as.encoding = parse_choice(is, encoding).ok_or_else(no_choice)?;
        }
        ReadSetting::Separator => {
            let separator = is.chars().next().filter(|letter| is.len() == 1 && letter.is_ascii());
            read_as.separator = parse_choice(is, separator).ok_or_else(no_choice)?;
        }
        // Another sheet may have its headings elsewhere.
        ReadSetting::Sheet => {
            (read_as.sheet, read_as.heading_row) = (Some(is.to_owned()).filter(|is| !is.is_empty()), None)
        }
        ReadSetting::HeadingRow => read_as.heading_row = parse_choice(is, is.parse().ok()).ok_or_else(no_choice)?,
    }
    Ok(())
}

/// `Some(None)`: to be found out; `None`: not understood.
fn parse_choice<T>(is: &str, choice: Option<T>) -> Option<Option<T>> {
    if is.is_empty() { Some(None) } else { choice.map(Some) }
}

fn words(command: &Command, guidance: &Guidance) -> String {
    match command {
        Command::ReadColumn { heading, field, .. } => {
            let field = guidance.fields.by_heading(field).and_then(|field| guidance.fields.get(field));
            let as_what = field.map_or("not read".into(), |field| format!("read as {}", field.title));
            format!("column \u{201c}{heading}\u{201d} {as_what}")
        }
        Command::ReadAs { about: ReadSetting::Encoding, .. } => "the file read with another encoding".into(),
        Command::ReadAs { about: ReadSetting::Separator, .. } => "the file cut at another separator".into(),
        Command::ReadAs { about: ReadSetting::Sheet, .. } => "another sheet of the workbook read".into(),
        Command::ReadAs { about: ReadSetting::HeadingRow, .. } => "another row taken for the headings".into(),
        _ => "columns read as they were set before".into(),
    }
}

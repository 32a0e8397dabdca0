//! Reading the file again: what the user says about how it is read, and the changes carried over to what comes out.
//!
//! The session keeps no bytes. Whoever does asks [`Document::rereading`] first, reads the file, and hands in the result.

use std::collections::HashMap;
use std::sync::Arc;

use super::command::{Command, ReadSetting};
use super::document::Document;
use super::log::{ChangeLog, InverseChange, LoggedChange};
use super::words::answer_words;
use crate::guidance::packed_edition::PackedEdition;
use crate::guidance::{Edition, Guidance};
use crate::intake::{Account, Encoding, ReadAs, ReadFile};

/// A file to be read again, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rereading {
    /// Which.
    pub file: FileRole,
    /// How.
    pub read_as: ReadAs,
}

/// Which of the files that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// The pupils' own.
    Pupils,
    /// The file of last results with this number.
    Current(u32),
}

impl Document {
    /// The file that has to be read again before a command can be carried out; `None`: none has to be, or the command
    /// is to be refused.
    pub fn rereading(&self, command: &Command) -> Option<Rereading> {
        match command {
            Command::Undo => match &self.log.done.last()?.inverse {
                InverseChange::ReadAs(before) => {
                    Some(Rereading { file: FileRole::Pupils, read_as: (**before).clone() })
                }
                _ => None,
            },
            Command::Redo => match self.log.undone.last()? {
                LoggedChange { inverse: InverseChange::Refused, .. } => None,
                change => self.rereading_for(&change.command),
            },
            command => self.rereading_for(command),
        }
    }

    fn rereading_for(&self, command: &Command) -> Option<Rereading> {
        let (file, account, change) = match command {
            Command::OfCurrentFile { file, change } => {
                (FileRole::Current(*file), &self.current_files.get(file)?.account, change.as_ref())
            }
            command => (FileRole::Pupils, &self.account, command),
        };
        let rereads = change.rereads() || self.changes_family(change);
        let read_as = rereads.then(|| change.change_reading(account, &self.guidance).ok())??;
        Some(Rereading { file, read_as })
    }

    /// It works by an edition that reads other columns.
    pub(super) fn changes_family(&self, command: &Command) -> bool {
        let edition = command.edition(&self.guidance).and_then(|id| self.guidance.edition(&id));
        edition.is_some_and(|edition| edition.family != self.edition.family)
    }

    /// Takes the file as it was read again for a command: the changes made before are replayed, those of a pupil's
    /// target to the pupil in the same row. What does not apply for now stays in the log and comes back with what it needs.
    pub fn reread(&mut self, opened: ReadFile, command: &Command, edition: &Arc<Edition>) {
        let guidance = self.guidance.clone();
        let new = Document::new(opened, &self.name, &guidance, edition);
        let old = std::mem::replace(self, new);
        (self.current_files, self.current_number) = (old.current_files, old.current_number);
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
                    words: reading_words(command, &guidance),
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
        // Files of last results are as the changes left them.
        let stands = matches!(
            change.inverse,
            InverseChange::ReadAs(_)
                | InverseChange::CurrentNumber(_)
                | InverseChange::CurrentFile(..)
                | InverseChange::Refused
        );
        if !stands {
            // Refused only where what it speaks of is not there.
            match self.make(&change.command) {
                Ok(Some((inverse, words))) => (change.inverse, change.words) = (inverse, words),
                _ => change.inverse = InverseChange::Nothing,
            }
        }
        self.log.done.push(change);
    }
}

impl Command {
    /// The id of the edition that it chooses; `None`: it chooses none, or one that cannot be read.
    fn edition(&self, guidance: &Guidance) -> Option<String> {
        match self {
            Self::SetEdition { edition } => Some(edition.clone()),
            Self::UseEdition { packed } => Some(PackedEdition::from_text(packed, guidance).ok()?.edition.id),
            _ => None,
        }
    }

    /// How a file with this account is to be read after the command.
    ///
    /// # Errors
    /// In words for the user, when it says nothing that can be done.
    pub(super) fn change_reading(&self, account: &Account, guidance: &Guidance) -> Result<ReadAs, String> {
        let mut read_as = account.read_as.clone();
        match self {
            Self::ReadAs { about, is } => say(&mut read_as, *about, is, guidance)?,
            Self::ReadColumn { heading, nth, field } => {
                let headings = &account.headings;
                let there = headings
                    .texts
                    .iter()
                    .enumerate()
                    .any(|(column, text)| text == heading && headings.nth(column) == *nth);
                let known = field.is_empty() || guidance.fields.by_heading(field).is_some();
                if !there || !known {
                    return Err("There is no such column.".into());
                }
                read_as.assign(heading, *nth, field);
            }
            Self::Answer { answer } => read_as.answer(answer.clone()),
            Self::SetEdition { .. } | Self::UseEdition { .. } => read_as.edition = self.edition(guidance),
            Self::WithdrawAnswer { answer } => {
                if !read_as.answers.contains(answer) {
                    return Err("There is no such answer.".into());
                }
                read_as.answers.retain(|given| given != answer);
            }
            _ => (),
        }
        Ok(read_as)
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

/// What a command says about how a file is read.
pub(super) fn reading_words(command: &Command, guidance: &Guidance) -> String {
    match command {
        Command::ReadColumn { heading, field, .. } => {
            let field = guidance.fields.by_heading(field).and_then(|field| guidance.fields.get(field));
            let as_what = field.map_or("not read".into(), |field| format!("read as {}", field.title));
            format!("column \u{201c}{heading}\u{201d} {as_what}")
        }
        Command::ReadAs { about: ReadSetting::Encoding, .. } => "the file read with another encoding".into(),
        Command::ReadAs { about: ReadSetting::Separator, .. } => "another separator used".into(),
        Command::ReadAs { about: ReadSetting::Sheet, .. } => "another sheet of the workbook read".into(),
        Command::ReadAs { about: ReadSetting::HeadingRow, .. } => "another row used as the headings".into(),
        Command::Answer { answer } => answer_words(answer),
        Command::SetEdition { .. } | Command::UseEdition { .. } => {
            let edition = command.edition(guidance).and_then(|id| guidance.edition(&id));
            edition.map_or_else(String::new, |edition| format!("Edition: {}", edition.name))
        }
        Command::WithdrawAnswer { answer } => format!("undone: {}", answer_words(answer)),
        _ => "several columns set at once".into(),
    }
}

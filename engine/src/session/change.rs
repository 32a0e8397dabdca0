//! Carrying out changes, and taking them back.

use super::command::{Command, ValueMeaning};
use super::document::Document;
use super::log::{EarlierMeaning, InverseChange, LoggedChange};
use crate::cohort::{CodedColumn, NumberColumn};
use crate::guidance::codes::{BLANK, CellCode};
use crate::guidance::fields::{FieldKind, NumberKind};
use crate::guidance::{FieldId, Guidance};
use crate::measures::Basis;
use crate::text::cell;
use crate::text::phrases::count;

/// A change as it was made: what undoes it, and words.
pub(crate) type AppliedChange = Option<(InverseChange, String)>;

/// Why a change was not made for which the file was not read again.
pub(super) const TO_BE_READ_AGAIN: &str = "The file has to be read again for that.";

impl Document {
    /// Makes a change and remembers how to undo it. One that changes nothing is not remembered.
    pub fn change(&mut self, command: &Command) -> Result<(), String> {
        let Some((inverse, words)) = self.make(command)? else { return Ok(()) };
        let (row, rows) = (self.row_of(command), self.rows_of(command));
        self.log.add(LoggedChange { command: command.clone(), inverse, row, rows, words });
        Ok(())
    }

    /// The row of the pupil that a command is about; 0: about none.
    fn row_of(&self, command: &Command) -> u32 {
        match command {
            Command::SetTarget { pupil, .. }
            | Command::SetException { pupil, .. }
            | Command::SetReason { pupil, .. } => self.file.row(*pupil as usize),
            _ => 0,
        }
    }

    /// The rows of the pupils that a command is about, where it names several.
    fn rows_of(&self, command: &Command) -> Vec<u32> {
        match command {
            Command::SetTargets { targets, .. } => {
                targets.iter().map(|(pupil, _)| self.file.row(*pupil as usize)).collect()
            }
            Command::Tag { pupils, .. } => pupils.iter().map(|pupil| self.file.row(*pupil as usize)).collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn make(&mut self, command: &Command) -> Result<AppliedChange, String> {
        match command {
            Command::SetTarget { pupil, result, value } => self.set_target(*pupil, result, value),
            Command::Apply(apply) => self.apply(apply),
            Command::SetTargets { result, targets } => self.set_targets(result, targets),
            Command::SetReason { pupil, result, reason } => self.set_reason(*pupil, result, reason),
            Command::MapValue { field, spelling, meaning } => {
                let meaning =
                    ValueMeaning { field: field.clone(), spelling: spelling.clone(), meaning: meaning.clone() };
                self.map_values(&[meaning]).map(Some)
            }
            Command::MapValues { meanings } => self.map_values(meanings).map(Some),
            command if command.rereads() => {
                // Whoever keeps the file reads it again first; here is only why that was not done.
                command.change_reading(&self.account, &self.guidance)?;
                Err(TO_BE_READ_AGAIN.into())
            }
            Command::SetCurrentFile { file } => self.set_current_file(*file),
            Command::OfCurrentFile { file, change } => self.change_current(*file, change),
            Command::Undo | Command::Redo => Ok(None),
            setting => self.set(setting),
        }
    }

    fn set(&mut self, command: &Command) -> Result<AppliedChange, String> {
        let guidance = self.guidance.clone();
        let name = |pupil: u32| ((pupil as usize) < self.file.len()).then(|| self.file.pupil_name(pupil as usize));
        let Some((settings, words)) = self.settings.after(command, &guidance, &self.edition, name)? else {
            return Ok(None);
        };
        if settings == self.settings {
            return Ok(None);
        }
        let inverse = InverseChange::Settings(Box::new(self.settings.clone()));
        self.settle(settings);
        Ok(Some((inverse, words)))
    }

    fn set_target(&mut self, pupil: u32, result: &str, value: &str) -> Result<AppliedChange, String> {
        let guidance = self.guidance.clone();
        let mut outcomes = self.edition.measures.iter().flat_map(|measure| &measure.outcome);
        let field = guidance.fields.by_heading(result).filter(|_| outcomes.any(|outcome| outcome == result));
        let kind = field.and_then(|field| guidance.fields.get(field)).map(|field| field.kind);
        let there = (pupil as usize) < self.file.len();
        match kind.filter(|_| there) {
            Some(FieldKind::Coded(list)) => self.set_code(pupil, result, code(value, list, &guidance)?),
            Some(FieldKind::Number(_)) => self.set_number(pupil, result, value),
            _ => Err("There is no such target in this file.".into()),
        }
    }

    fn set_code(&mut self, pupil: u32, result: &str, code: CellCode) -> Result<AppliedChange, String> {
        let from = self.target_of(pupil, result);
        let first = !self.moderated.has(result);
        let before = self.put_code(pupil, result, code).ok_or("This target cannot be set.")?;
        if before == code {
            self.forget_if(first, result);
            return Ok(None);
        }
        let words = self.target_words(pupil, result, &from);
        let codes = vec![(pupil, before)];
        Ok(Some((InverseChange::Targets { result: result.to_owned(), codes, first }, words)))
    }

    fn set_number(&mut self, pupil: u32, result: &str, value: &str) -> Result<AppliedChange, String> {
        let number = number(value)?;
        let from = self.target_of(pupil, result);
        let first = !self.moderated.has(result);
        let stored = self.put_numbers(result, &[(pupil, number)]);
        if stored.is_empty() {
            self.forget_if(first, result);
            return Ok(None);
        }
        let words = self.target_words(pupil, result, &from);
        Ok(Some((InverseChange::Numbers { result: result.to_owned(), stored, first }, words)))
    }

    /// Puts numbers into the moderated targets of a result (none: blank), and gives what was stored where it changed.
    pub(crate) fn put_numbers(&mut self, result: &str, numbers: &[(u32, Option<u64>)]) -> Vec<(u32, u64)> {
        let Some(column) = self.moderated_numbers(result) else { return Vec::new() };
        let put = |(pupil, number): &(u32, Option<u64>)| {
            let before = column.set(*pupil as usize, *number)?;
            (column.stored(*pupil as usize) != Some(before)).then_some((*pupil, before))
        };
        let before = numbers.iter().filter_map(put).collect::<Vec<_>>();
        before.iter().for_each(|(pupil, _)| self.copy_to_picked(*pupil, result));
        before
    }

    /// Puts stored numbers back, the last one first.
    fn put_stored_back(&mut self, result: &str, stored: &[(u32, u64)]) {
        for (pupil, stored) in stored.iter().rev() {
            self.moderated_numbers(result).and_then(|column| column.put(*pupil as usize, *stored));
            self.copy_to_picked(*pupil, result);
        }
    }

    /// Puts a code into the moderated column of a result, which begins as the file's own.
    pub(crate) fn put_code(&mut self, pupil: u32, result: &str, code: CellCode) -> Option<CellCode> {
        let guidance = self.guidance.clone();
        if !self.moderated.coded.contains_key(result) {
            let field = guidance.fields.on_basis(result, Basis::Target.name())?;
            let column = self.file.coded_column(field).cloned();
            let column = column.or_else(|| blank_column(result, self.file.len(), &guidance))?;
            self.moderated.coded.insert(result.to_owned(), column);
        }
        let before = self.moderated.coded.get_mut(result)?.set(pupil as usize, code);
        self.copy_to_picked(pupil, result);
        before
    }

    fn moderated_numbers(&mut self, result: &str) -> Option<&mut NumberColumn> {
        let guidance = self.guidance.clone();
        if !self.moderated.numbers.contains_key(result) {
            let field = guidance.fields.on_basis(result, Basis::Target.name())?;
            let FieldKind::Number(kind) = guidance.fields.get(field)?.kind else { return None };
            let blank = || NumberColumn::blank(kind, self.file.len());
            let column = self.file.number_column(field).cloned().unwrap_or_else(blank);
            self.moderated.numbers.insert(result.to_owned(), column);
        }
        self.moderated.numbers.get_mut(result)
    }

    /// The same in the year group that counts; and the list shown is one of edited targets now.
    fn copy_to_picked(&mut self, pupil: u32, result: &str) {
        if let Some(listed) = &mut self.listed {
            listed.edited = true;
        }
        let place = self.position(pupil).map(|place| place as usize);
        let Some(picked) = &mut self.picked else { return };
        if !picked.moderated.has(result) {
            let pupils = picked.pupils.iter().map(|pupil| *pupil as usize).collect::<Vec<_>>();
            picked.moderated = self.moderated.only(&pupils);
        } else if let Some(place) = place {
            picked.moderated.copy(&self.moderated, result, (pupil as usize, place));
        }
    }

    /// The file's own targets for a result count again, where a change was the first one to them.
    fn forget_if(&mut self, first: bool, result: &str) {
        if first {
            self.forget(result);
        }
    }

    /// The file's own targets for a result count again.
    pub(crate) fn forget(&mut self, result: &str) {
        self.moderated.forget(result);
        if let Some(picked) = &mut self.picked {
            picked.moderated.forget(result);
        }
    }

    /// A pupil's target as shown, by position in the file; empty: none.
    pub fn target_of(&self, pupil: u32, result: &str) -> String {
        let field = self.guidance.fields.on_basis(result, Basis::Target.name());
        let coded = self.moderated.coded.get(result).or_else(|| self.file.coded_column(field?));
        let numbers = || self.moderated.numbers.get(result).or_else(|| self.file.number_column(field?));
        match coded {
            Some(column) => column.text(pupil as usize, &self.guidance.codes),
            None => numbers().map(|numbers| numbers.text(pupil as usize)).unwrap_or_default(),
        }
    }

    fn target_words(&self, pupil: u32, result: &str, from: &str) -> String {
        let subject = self.guidance.fields.by_heading(result).and_then(|field| self.guidance.fields.get(field));
        let subject = subject.map_or(result, |field| field.short.as_str());
        let to = self.target_of(pupil, result);
        let said = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        let name = self.file.pupil_name(pupil as usize);
        format!("{subject} target of {name}: {} \u{2192} {}", said(from), said(&to))
    }

    /// Says what spellings mean; if one of them is refused, so are all.
    fn map_values(&mut self, meanings: &[ValueMeaning]) -> Result<(InverseChange, String), String> {
        let mut before = Vec::new();
        let mut said = Vec::new();
        for meaning in meanings {
            match self.map_value(meaning) {
                Ok((was, words)) => {
                    before.push(was);
                    said.push(words);
                }
                Err(refused) => {
                    self.put_meanings_back(&before);
                    return Err(refused);
                }
            }
        }
        self.work_out_again();
        Ok((InverseChange::Meanings(before), meanings_words(meanings, said)))
    }

    fn put_meanings_back(&mut self, meanings: &[EarlierMeaning]) {
        for EarlierMeaning { field, spelling, code } in meanings.iter().rev() {
            self.put_meaning(*field, spelling, *code);
        }
        self.work_out_again();
    }

    /// Says what a spelling means: what it meant before, and words.
    fn map_value(&mut self, meaning: &ValueMeaning) -> Result<(EarlierMeaning, String), String> {
        let guidance = self.guidance.clone();
        let ValueMeaning { field, spelling, meaning } = meaning;
        let meaning = meaning.as_deref();
        let no_such = || format!("There is no \u{201c}{spelling}\u{201d} in this column.");
        let id = guidance.fields.by_heading(field).ok_or_else(no_such)?;
        let list =
            self.file.coded_column(id).and_then(|column| guidance.codes.list(column.code_list)).ok_or_else(no_such)?;
        let unknown = || format!("\u{201c}{}\u{201d} is not one of the choices.", meaning.unwrap_or_default());
        let code = meaning.map(|meaning| list.parse(meaning.as_bytes()).ok_or_else(unknown)).transpose()?;
        let code = match self.put_meaning(id, spelling, code) {
            Some(before) => before,
            // Work saved when the spelling was not yet understood says so of it.
            None if list.parse(&cell::clean(spelling.as_bytes())).is_some() => None,
            None => return Err(no_such()),
        };
        let before = EarlierMeaning { field: id, spelling: spelling.clone(), code };
        let title = guidance.fields.get(id).map_or(field.as_str(), |field| field.title.as_str());
        Ok((before, meaning_words(spelling, title, meaning)))
    }

    /// Says what a spelling means, in the file's column and in the moderated one made from it.
    fn put_meaning(&mut self, id: FieldId, spelling: &str, code: Option<CellCode>) -> Option<Option<CellCode>> {
        let guidance = self.guidance.clone();
        let before = self.file.map_value(id, spelling, code).ok()?;
        let of_target = guidance.fields.get(id).and_then(|field| field.derived_from.as_ref());
        if let Some((result, _)) = of_target.filter(|(_, basis)| basis == Basis::Target.name()) {
            self.moderated.coded.get_mut(result).and_then(|column| column.map_value(spelling, code));
        }
        Some(before)
    }

    /// Takes back the last change.
    pub fn undo(&mut self) -> Result<(), String> {
        let change = self.log.done.pop().ok_or("There is nothing to undo.")?;
        match &change.inverse {
            InverseChange::Targets { result, codes, first } => {
                let codes = codes.iter().rev().copied().collect::<Vec<_>>();
                self.put_codes(result, &codes);
                self.forget_if(*first, result);
            }
            InverseChange::Numbers { result, stored, first } => {
                self.put_stored_back(result, stored);
                self.forget_if(*first, result);
            }
            InverseChange::Reason { pupil, result, reason } => drop(self.put_reason(*pupil, result, reason)),
            InverseChange::Settings(settings) => self.settle((**settings).clone()),
            InverseChange::Meanings(meanings) => self.put_meanings_back(meanings),
            InverseChange::CurrentNumber(file) => {
                self.current_number = *file;
                self.work_out_again();
            }
            InverseChange::CurrentFile(file, kept) => {
                self.current_files.insert(*file, kept.clone());
                self.work_out_again();
            }
            // Whoever keeps the file reads it again first, which takes the change back as well.
            InverseChange::ReadAs(_) | InverseChange::Nothing | InverseChange::Refused => (),
        }
        self.log.undone.push(change);
        Ok(())
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self) -> Result<(), String> {
        let change = self.log.undone.pop().ok_or("There is nothing to redo.")?;
        if let Some((inverse, words)) = self.make(&change.command)? {
            self.log.done.push(LoggedChange { inverse, words, ..change });
        }
        Ok(())
    }
}

/// "“L4” in Key Stage 2 English means 4".
pub(super) fn meaning_words(spelling: &str, title: &str, meaning: Option<&str>) -> String {
    let said = meaning.map_or("not understood", |meaning| if meaning.is_empty() { "no result" } else { meaning });
    format!("\u{201c}{spelling}\u{201d} in {title} means {said}")
}

/// Words for several meanings given at once, of which each has its own.
pub(super) fn meanings_words(meanings: &[ValueMeaning], said: Vec<String>) -> String {
    let first = meanings.first().map(|meaning| &meaning.spelling);
    let several = meanings.iter().any(|meaning| Some(&meaning.spelling) != first);
    match said.into_iter().next() {
        Some(words) if !several => words,
        _ => format!("{} given a meaning", count(meanings.len() as u64, "spelling")),
    }
}

pub(crate) fn blank_column(result: &str, pupils: usize, guidance: &Guidance) -> Option<CodedColumn> {
    match guidance.fields.get(guidance.fields.by_heading(result)?)?.kind {
        FieldKind::Coded(list) => Some(CodedColumn::blank(list, pupils)),
        _ => None,
    }
}

/// A target as typed; blank where nothing was.
pub(crate) fn code(value: &str, list: usize, guidance: &Guidance) -> Result<CellCode, String> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(BLANK);
    }
    let list = guidance.codes.list(list).ok_or("This target cannot be set.")?;
    list.parse(value.as_bytes()).ok_or_else(|| format!("\u{201c}{value}\u{201d} is not understood. {}", list.hint))
}

/// A target in points as typed; `None` where nothing was.
pub(crate) fn number(value: &str) -> Result<Option<u64>, String> {
    let value = value.trim();
    let number = NumberColumn::new(NumberKind::Number).parse(value.as_bytes());
    if number.is_none() && !value.is_empty() {
        return Err(format!("\u{201c}{value}\u{201d} is not a number of points, such as 346 or 346.5."));
    }
    Ok(number)
}

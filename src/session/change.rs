//! Carrying out changes, and taking them back.

use super::command::Command;
use super::log::{Before, Change};
use super::open::Open;
use crate::cohort::{Cell, Coded};
use crate::guidance::codes::{BLANK, Code};
use crate::guidance::{Edition, FieldId, Guidance};
use crate::measures::Basis;

impl Open {
    /// Makes a change and remembers how to undo it. One that changes nothing is not remembered.
    pub fn change(&mut self, command: &Command, guidance: &Guidance, edition: &Edition) -> Result<(), String> {
        let Some((before, words)) = self.make(command, guidance, edition)? else { return Ok(()) };
        self.log.add(Change { command: command.clone(), before, words });
        Ok(())
    }

    fn make(
        &mut self,
        command: &Command,
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<Option<(Before, String)>, String> {
        match command {
            Command::SetTarget { pupil, result, value } => {
                self.set_target(*pupil as usize, result, value, guidance, edition)
            }
            Command::MapValue { field, spelling, meaning } => {
                self.map_value(field, spelling, meaning.as_deref(), guidance, edition).map(Some)
            }
            Command::Undo | Command::Redo => Ok(None),
        }
    }

    fn set_target(
        &mut self,
        pupil: usize,
        result: &str,
        value: &str,
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<Option<(Before, String)>, String> {
        let outcomes = edition.measures.iter().flat_map(|measure| &measure.outcome);
        if pupil >= self.cohort.len() || !outcomes.into_iter().any(|outcome| outcome == result) {
            return Err("There is no such target in this file.".into());
        }
        let code = level(value, guidance)?;
        let shown =
            self.bases(guidance).column(result, &Basis::moderated()).map_or(BLANK, |column| code_of(column, pupil));
        if shown == code {
            return Ok(None);
        }
        let words = self.target_words(pupil, result, shown, code, guidance);
        let first = !self.moderated.contains_key(result);
        let before = self.put_target(pupil, result, code, guidance).ok_or("This target cannot be set.")?;
        Ok(Some((Before::Target { code: before, first }, words)))
    }

    /// Puts a code into the moderated column of a result, which begins as the file's own.
    fn put_target(&mut self, pupil: usize, result: &str, code: Code, guidance: &Guidance) -> Option<Code> {
        if !self.moderated.contains_key(result) {
            let of_file = self.bases(guidance).column(result, &Basis::target()).cloned();
            let column = of_file.or_else(|| blank_column(result, self.cohort.len(), guidance))?;
            self.moderated.insert(result.to_owned(), column);
        }
        if let Some(listed) = &mut self.listed {
            listed.edited = true;
        }
        self.moderated.get_mut(result)?.set(pupil, code)
    }

    fn target_words(&self, pupil: usize, result: &str, from: Code, to: Code, guidance: &Guidance) -> String {
        let subject = guidance.fields.by_heading(result).and_then(|field| guidance.fields.get(field));
        let subject = subject.map_or(result, |field| field.short.as_str());
        let name = self.pupil_name(pupil);
        let column = self.bases(guidance).column(result, &Basis::moderated());
        let shown = |code: Code| match column.and_then(|column| column.spelling(code)) {
            Some(spelling) => spelling.to_owned(),
            None => guidance
                .codes
                .levels()
                .and_then(|book| book.entry(code))
                .map_or("none".into(), |entry| entry.code.clone()),
        };
        format!("{subject} target of {name}: {} \u{2192} {}", shown(from), shown(to))
    }

    /// The pupil's name, or the row where the file has none.
    pub fn pupil_name(&self, pupil: usize) -> String {
        let name = self.cohort.people().name(pupil);
        if name.is_empty() { format!("row {}", self.cohort.row(pupil)) } else { name }
    }

    fn map_value(
        &mut self,
        field: &str,
        spelling: &str,
        meaning: Option<&str>,
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<(Before, String), String> {
        let no_such = || format!("There is no \u{201c}{spelling}\u{201d} in this column.");
        let id = guidance.fields.by_heading(field).ok_or_else(no_such)?;
        let book = self.cohort.coded(id).and_then(|column| guidance.codes.book(column.book)).ok_or_else(no_such)?;
        let unknown = || format!("\u{201c}{}\u{201d} is not one of the choices.", meaning.unwrap_or_default());
        let code = meaning.map(|meaning| book.parse(meaning.as_bytes()).ok_or_else(unknown)).transpose()?;
        let before = self.put_meaning(id, spelling, code, guidance, edition).ok_or_else(no_such)?;
        let said = meaning.map_or("not understood".into(), |meaning| {
            if meaning.is_empty() { "no result".into() } else { meaning.to_owned() }
        });
        let title = guidance.fields.get(id).map_or(field, |field| field.title.as_str());
        Ok((Before::Meaning(before), format!("\u{201c}{spelling}\u{201d} in {title} means {said}")))
    }

    /// Says what a spelling means, in the file's column and in the moderated one made from it.
    fn put_meaning(
        &mut self,
        id: FieldId,
        spelling: &str,
        code: Option<Code>,
        guidance: &Guidance,
        edition: &Edition,
    ) -> Option<Option<Code>> {
        let before = self.cohort.map_value(id, spelling, code).ok()?;
        let of_target = guidance.fields.get(id).and_then(|field| field.of.as_ref());
        if let Some((result, _)) = of_target.filter(|(_, basis)| basis == Basis::target().name()) {
            self.moderated.get_mut(result).and_then(|column| column.map_value(spelling, code));
        }
        self.work_out_again(guidance, edition);
        Some(before)
    }

    /// Takes back the last change.
    pub fn undo(&mut self, guidance: &Guidance, edition: &Edition) -> Result<(), String> {
        let change = self.log.done.pop().ok_or("There is nothing to undo.")?;
        match (&change.command, &change.before) {
            (Command::SetTarget { pupil, result, .. }, Before::Target { code, first }) => {
                self.put_target(*pupil as usize, result, *code, guidance);
                if *first {
                    self.moderated.remove(result);
                }
            }
            (Command::MapValue { field, spelling, .. }, Before::Meaning(before)) => {
                if let Some(id) = guidance.fields.by_heading(field) {
                    self.put_meaning(id, spelling, *before, guidance, edition);
                }
            }
            _ => (),
        }
        self.log.undone.push(change);
        Ok(())
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self, guidance: &Guidance, edition: &Edition) -> Result<(), String> {
        let change = self.log.undone.pop().ok_or("There is nothing to redo.")?;
        if let Some((before, words)) = self.make(&change.command, guidance, edition)? {
            self.log.done.push(Change { command: change.command, before, words });
        }
        Ok(())
    }
}

fn code_of(column: &Coded, pupil: usize) -> Code {
    match (column.cell(pupil), column.codes().get(pupil)) {
        (Cell::Known(code), _) => code,
        (Cell::Unknown, Some(code)) => *code,
        _ => BLANK,
    }
}

fn blank_column(result: &str, pupils: usize, guidance: &Guidance) -> Option<Coded> {
    let field = guidance.fields.get(guidance.fields.by_heading(result)?)?;
    match field.kind {
        crate::guidance::fields::Kind::Coded(book) => Some(Coded::blank(book, pupils)),
        _ => None,
    }
}

/// A level as typed.
fn level(value: &str, guidance: &Guidance) -> Result<Code, String> {
    let code = guidance.codes.levels().and_then(|book| book.parse(value.trim().as_bytes()));
    code.ok_or_else(|| {
        format!(
            "\u{201c}{}\u{201d} is not a level. Type a level such as 4, a sub-level such as 4b, W, a P scale such as \
             P6, EP, or a code such as B or N; or nothing for no target.",
            value.trim()
        )
    })
}

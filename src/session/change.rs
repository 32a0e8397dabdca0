//! Carrying out changes, and taking them back.

use super::command::{Command, Meaning};
use super::log::{Before, Change};
use super::open::Open;
use crate::cohort::{Cell, Coded};
use crate::guidance::codes::{BLANK, Code};
use crate::guidance::{Edition, FieldId, Guidance};
use crate::measures::Basis;
use crate::words::count;

impl Open {
    /// Makes a change and remembers how to undo it. One that changes nothing is not remembered.
    pub fn change(&mut self, command: &Command, guidance: &Guidance, edition: &Edition) -> Result<(), String> {
        let Some((before, words)) = self.make(command, guidance, edition)? else { return Ok(()) };
        let row = self.row_of(command);
        self.log.add(Change { command: command.clone(), before, row, words });
        Ok(())
    }

    /// The row of the pupil that a command is about; 0: about none.
    fn row_of(&self, command: &Command) -> u32 {
        match command {
            Command::SetTarget { pupil, .. } => self.cohort.row(*pupil as usize),
            _ => 0,
        }
    }

    pub(super) fn make(
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
                let meaning = Meaning { field: field.clone(), spelling: spelling.clone(), meaning: meaning.clone() };
                self.map_values(&[meaning], guidance, edition).map(Some)
            }
            Command::MapValues { meanings } => self.map_values(meanings, guidance, edition).map(Some),
            Command::ReadAs { .. } | Command::ReadColumn { .. } => {
                // Whoever keeps the file reads it again first; here is only why that was not done.
                self.read_as(command, guidance)?;
                Err("The file has to be read again for that.".into())
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

    /// Says what spellings mean; if one of them is refused, so are all.
    fn map_values(
        &mut self,
        meanings: &[Meaning],
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<(Before, String), String> {
        let mut said = Vec::new();
        for meaning in meanings {
            match self.map_value(meaning, guidance) {
                Ok(done) => said.push(done),
                Err(refused) => {
                    let before = said.iter().map(|(before, _)| *before).collect::<Vec<_>>();
                    self.put_meanings_back(meanings, &before, guidance, edition);
                    return Err(refused);
                }
            }
        }
        self.work_out_again(guidance, edition);
        let first = meanings.first().map(|meaning| &meaning.spelling);
        let several = meanings.iter().any(|meaning| Some(&meaning.spelling) != first);
        let words = match said.first() {
            Some((_, words)) if !several => words.clone(),
            _ => format!("{} given a meaning", count(meanings.len() as u64, "spelling")),
        };
        Ok((Before::Meanings(said.into_iter().map(|(before, _)| before).collect()), words))
    }

    fn put_meanings_back(
        &mut self,
        meanings: &[Meaning],
        before: &[Option<Code>],
        guidance: &Guidance,
        edition: &Edition,
    ) {
        for (meaning, before) in meanings.iter().zip(before) {
            if let Some(id) = guidance.fields.by_heading(&meaning.field) {
                self.put_meaning(id, &meaning.spelling, *before, guidance);
            }
        }
        self.work_out_again(guidance, edition);
    }

    fn map_value(&mut self, meaning: &Meaning, guidance: &Guidance) -> Result<(Option<Code>, String), String> {
        let Meaning { field, spelling, meaning } = meaning;
        let meaning = meaning.as_deref();
        let no_such = || format!("There is no \u{201c}{spelling}\u{201d} in this column.");
        let id = guidance.fields.by_heading(field).ok_or_else(no_such)?;
        let book = self.cohort.coded(id).and_then(|column| guidance.codes.book(column.book)).ok_or_else(no_such)?;
        let unknown = || format!("\u{201c}{}\u{201d} is not one of the choices.", meaning.unwrap_or_default());
        let code = meaning.map(|meaning| book.parse(meaning.as_bytes()).ok_or_else(unknown)).transpose()?;
        let before = self.put_meaning(id, spelling, code, guidance).ok_or_else(no_such)?;
        let said = meaning.map_or("not understood".into(), |meaning| {
            if meaning.is_empty() { "no result".into() } else { meaning.to_owned() }
        });
        let title = guidance.fields.get(id).map_or(field.as_str(), |field| field.title.as_str());
        Ok((before, format!("\u{201c}{spelling}\u{201d} in {title} means {said}")))
    }

    /// Says what a spelling means, in the file's column and in the moderated one made from it.
    fn put_meaning(
        &mut self,
        id: FieldId,
        spelling: &str,
        code: Option<Code>,
        guidance: &Guidance,
    ) -> Option<Option<Code>> {
        let before = self.cohort.map_value(id, spelling, code).ok()?;
        let of_target = guidance.fields.get(id).and_then(|field| field.of.as_ref());
        if let Some((result, _)) = of_target.filter(|(_, basis)| basis == Basis::target().name()) {
            self.moderated.get_mut(result).and_then(|column| column.map_value(spelling, code));
        }
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
            (Command::MapValue { field, spelling, .. }, Before::Meanings(before)) => {
                let meaning = Meaning { field: field.clone(), spelling: spelling.clone(), meaning: None };
                self.put_meanings_back(&[meaning], before, guidance, edition);
            }
            (Command::MapValues { meanings }, Before::Meanings(before)) => {
                self.put_meanings_back(meanings, before, guidance, edition);
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
            self.log.done.push(Change { command: change.command, before, row: change.row, words });
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

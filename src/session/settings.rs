//! What the user has chosen for the work as a whole: edition, key stage, year group, switches, and what was typed in.

use std::collections::BTreeMap;

use super::command::Command;
use crate::cohort::Numbers;
use crate::cohort::numbers::number_text;
use crate::guidance::fields::NumberKind;
use crate::guidance::{Edition, Guidance, Measure};

/// The settings of a piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// The edition's id.
    pub edition: String,
    /// The name of the key stage shown.
    pub stage: String,
    /// The year group that counts; `None`: every pupil of the file.
    pub year: Option<String>,
    /// Switches by id.
    pub switches: BTreeMap<String, bool>,
    /// Current performance as typed, by measure: percent or points, in units of [`crate::cohort::numbers::ONE`].
    pub current: BTreeMap<String, u64>,
    /// The conversion rule by which targets are generated, by id; empty: none.
    pub conversion: String,
    /// Agreed exceptions with their evidence, by the pupil's position in the file (RULES 5.3).
    pub exceptions: BTreeMap<u32, String>,
    /// Notes on findings, by measure and code.
    pub notes: BTreeMap<(String, String), String>,
    /// Goals of trajectories as typed, by measure: the year, and percent in the same units.
    pub goals: BTreeMap<String, (u16, u64)>,
    /// What was typed or chosen on sheets, by its form and name.
    pub entries: BTreeMap<String, String>,
}

impl Settings {
    /// The settings after a command, and what was changed in words; `None`: the command sets nothing.
    ///
    /// # Errors
    /// Says why the setting is not one.
    pub fn after(
        &self,
        command: &Command,
        guidance: &Guidance,
        edition: &Edition,
        name: impl Fn(u32) -> Option<String>,
    ) -> Result<Option<(Self, String)>, String> {
        let mut settings = self.clone();
        let words = match command {
            Command::SetEdition { edition } => settings.set_edition(edition, guidance)?,
            Command::SetStage { stage } => settings.set_stage(stage, edition)?,
            Command::SetYear { year } => settings.set_year(year),
            Command::SetSwitch { switch, on } => settings.set_switch(switch, *on, edition)?,
            Command::SetCurrent { measure, value } => settings.set_current(known(measure, edition)?, value)?,
            Command::SetGoal { measure, year, value } => settings.set_goal(known(measure, edition)?, *year, value)?,
            Command::SetException { pupil, evidence } => {
                settings.set_exception(*pupil, evidence, &name(*pupil).ok_or("There is no such pupil.")?)
            }
            Command::SetNote { measure, code, note } => settings.set_note(measure, code, note, edition)?,
            Command::Enter { what, label, value } => super::entries::enter(&mut settings.entries, what, label, value)?,
            Command::SetConversion { conversion } => settings.set_conversion(conversion, edition)?,
            Command::SetTarget { .. }
            | Command::Apply(_)
            | Command::MapValue { .. }
            | Command::MapValues { .. }
            | Command::ReadAs { .. }
            | Command::ReadColumn { .. }
            | Command::Undo
            | Command::Redo => return Ok(None),
        };
        Ok(Some((settings, words)))
    }

    fn set_edition(&mut self, id: &str, guidance: &Guidance) -> Result<String, String> {
        let edition = guidance.edition(id).ok_or_else(|| format!("There is no edition {id}."))?;
        id.clone_into(&mut self.edition);
        if edition.stage(&self.stage).is_none() {
            self.stage = edition.stages.first().map(|stage| stage.name.clone()).unwrap_or_default();
        }
        Ok(format!("Edition: {}", edition.name))
    }

    fn set_stage(&mut self, name: &str, edition: &Edition) -> Result<String, String> {
        let stage = edition.stage(name).ok_or_else(|| format!("There is no {name} in this edition."))?;
        self.stage.clone_from(&stage.name);
        Ok(format!("Key stage shown: {name}"))
    }

    fn set_year(&mut self, year: &str) -> String {
        let year = year.trim();
        self.year = (!year.is_empty()).then(|| year.to_owned());
        if year.is_empty() { "Every year group counts".into() } else { format!("Year group: {year}") }
    }

    fn set_switch(&mut self, id: &str, on: bool, edition: &Edition) -> Result<String, String> {
        let switch = edition.switches.iter().find(|switch| switch.id == id);
        let title = &switch.ok_or("There is no such switch in this edition.")?.title;
        if on {
            self.switches.insert(id.to_owned(), true)
        } else {
            self.switches.remove(id)
        };
        Ok(format!("{title}: {}", if on { "on" } else { "off" }))
    }

    fn set_conversion(&mut self, id: &str, edition: &Edition) -> Result<String, String> {
        let rule = edition.conversions.iter().find(|rule| rule.id == id);
        id.clone_into(&mut self.conversion);
        match rule {
            None if id.is_empty() => Ok("No generated targets".into()),
            None => Err("There is no such table.".into()),
            Some(rule) => Ok(format!("Generated targets: {}", rule.title.to_lowercase())),
        }
    }

    fn set_current(&mut self, measure: &Measure, value: &str) -> Result<String, String> {
        match amount(value, measure)? {
            Some(amount) => drop(self.current.insert(measure.id.clone(), amount)),
            None => drop(self.current.remove(&measure.id)),
        }
        Ok(format!("Current performance, {}: {}", measure.short, said(value)))
    }

    fn set_goal(&mut self, measure: &Measure, year: u16, value: &str) -> Result<String, String> {
        match amount(value, measure)? {
            Some(amount) => drop(self.goals.insert(measure.id.clone(), (year, amount))),
            None => drop(self.goals.remove(&measure.id)),
        }
        Ok(format!("Goal for {year}, {}: {}", measure.short, said(value)))
    }

    fn set_exception(&mut self, pupil: u32, evidence: &str, name: &str) -> String {
        let evidence = evidence.trim();
        if evidence.is_empty() {
            self.exceptions.remove(&pupil);
            return format!("No agreed exception for {name}");
        }
        self.exceptions.insert(pupil, evidence.to_owned());
        format!("Agreed exception for {name}: {evidence}")
    }

    fn set_note(&mut self, measure: &str, code: &str, note: &str, edition: &Edition) -> Result<String, String> {
        let title = &edition.finding(code).ok_or("There is no such finding.")?.title;
        let key = (measure.to_owned(), code.to_owned());
        let note = note.trim();
        if note.is_empty() {
            self.notes.remove(&key);
        } else {
            self.notes.insert(key, note.to_owned());
        }
        Ok(format!("Note on \u{201c}{title}\u{201d}: {}", said(note)))
    }
}

fn known<'a>(measure: &str, edition: &'a Edition) -> Result<&'a Measure, String> {
    edition.measure(measure).ok_or_else(|| "There is no such measure in this edition.".into())
}

fn said(value: &str) -> &str {
    let value = value.trim();
    if value.is_empty() { "none" } else { value }
}

/// A figure as typed: a percentage up to 100, or of a mean a number of points. Empty: none.
fn amount(value: &str, measure: &Measure) -> Result<Option<u64>, String> {
    let text = value.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    let number = Numbers::new(NumberKind::Number).parse(text.as_bytes());
    let most = if measure.kind.is_share() { 100 } else { u64::MAX / crate::cohort::numbers::ONE };
    let number = number.filter(|number| *number <= most.saturating_mul(crate::cohort::numbers::ONE));
    let wanted =
        if measure.kind.is_share() { "a percentage from 0 to 100, such as 68.5" } else { "points, such as 346.5" };
    number.map(Some).ok_or_else(|| format!("\u{201c}{}\u{201d} is not understood. Type {wanted}.", value.trim()))
}

/// A figure as it was typed, for its input.
pub(super) fn typed(amount: Option<u64>) -> String {
    amount.map(number_text).unwrap_or_default()
}

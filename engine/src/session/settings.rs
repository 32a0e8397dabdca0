//! What the user has chosen for the work as a whole: edition, key stage, year group, switches, and what was typed in.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::command::{Command, EntryId};
use super::school_key::{FindingKey, SchoolKey};
use crate::ambition::averages::{self, AveragesFile};
use crate::ambition::conversion::ConversionTables;
use crate::ambition::conversion::import::read;
use crate::cohort::NumberColumn;
use crate::cohort::number_column::number_text;
use crate::guidance::fields::NumberKind;
use crate::guidance::packed_edition::PackedEdition;
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::averages::GroupAverages;
use crate::measures::bases::ReportedCodes;
use crate::report::disclosure::Disclosure;
use crate::text::phrases::count;

/// Chooses the imported conversion tables.
pub(crate) const IMPORTED: &str = "imported";

/// Chooses all year groups of the file of last results.
pub(crate) const ALL_YEARS: &str = "all";

/// Conversion tables read from files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportedTables {
    /// The files' names.
    pub name: String,
    /// The tables.
    pub conversion: ConversionTables,
}

/// National averages read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImportedAverages {
    /// The file's name.
    pub name: String,
    /// The averages.
    pub averages: GroupAverages,
    /// Numbers of the rows that are left out of them.
    pub left_out: Vec<u32>,
}

impl ImportedAverages {
    /// "20 prior results; row 5 is left out: its cells are not below their headings".
    pub fn extent(&self) -> String {
        let known = count(self.averages.prior_results() as u64, "prior result");
        match self.left_out.as_slice() {
            [] => known,
            [row] => format!("{known}; row {row} is left out: its cells are not below their headings"),
            [first, ..] => format!(
                "{known}; {} from row {first} on are left out: their cells are not below their headings",
                count(self.left_out.len() as u64, "row")
            ),
        }
    }
}

/// A programme for some pupils, and what it is expected to add to a target (RULES 7.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PupilProgramme {
    /// The canonical heading of the result.
    pub result: String,
    /// Levels or grades.
    pub steps: u8,
    /// The pupils, by position in the file.
    pub pupils: BTreeSet<u32>,
}

/// A goal of a trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TrajectoryGoal {
    /// The year to be there.
    pub year: u16,
    /// Percent or points, in units of [`crate::cohort::number_column::ONE`].
    pub amount: u64,
}

/// The settings of a piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The edition's id.
    pub edition: String,
    /// The name of the key stage shown.
    pub stage: String,
    /// The year group that counts; `None`: every pupil of the file.
    pub year: Option<String>,
    /// The school shown; `None`: all of them.
    pub school: Option<String>,
    /// Names given to schools, by the school as in the file; `None`: to what the file holds as a whole.
    pub school_names: BTreeMap<Option<String>, String>,
    /// Whose children in care count; empty: those of any authority.
    pub authority: String,
    /// The local authority's own targets as typed, by measure, in the units of `current`.
    pub la_targets: BTreeMap<String, u64>,
    /// What extended ethnicity codes are reported as, where the user says so: in capitals.
    pub reported: ReportedCodes,
    /// Tables hide counts below this number; 0: none.
    pub sharing: u64,
    /// Switches by id.
    pub switches: BTreeMap<String, bool>,
    /// Current performance as typed, by measure: percent or points, in units of [`crate::cohort::number_column::ONE`].
    pub current: BTreeMap<SchoolKey<String>, u64>,
    /// The conversion rule by which targets are generated, by id; empty: none.
    pub conversion: String,
    /// The conversion tables read from a file.
    pub imported: Option<Rc<ImportedTables>>,
    /// The national averages read from a file.
    pub averages: Option<Rc<ImportedAverages>>,
    /// Programmes by name (RULES 7.5).
    pub programmes: BTreeMap<String, PupilProgramme>,
    /// Agreed exceptions with their evidence, by the pupil's position in the file (RULES 5.3).
    pub exceptions: BTreeMap<u32, String>,
    /// Notes on findings, by measure and code.
    pub notes: BTreeMap<SchoolKey<FindingKey>, String>,
    /// Goals of trajectories as typed, by measure.
    pub goals: BTreeMap<SchoolKey<String>, TrajectoryGoal>,
    /// What was typed or chosen on sheets.
    pub entries: BTreeMap<SchoolKey<EntryId>, String>,
}

impl Settings {
    /// The settings after a command, and what was changed in words; `None`: the command sets nothing.
    ///
    /// # Errors
    /// Says why the setting is not one.
    pub fn after(
        &self,
        command: &Command,
        guidance: &Arc<Guidance>,
        edition: &Edition,
        name: impl Fn(u32) -> Option<String>,
    ) -> Result<Option<(Self, String)>, String> {
        let mut settings = self.clone();
        let words = match command {
            Command::SetEdition { edition } => settings.set_edition(edition, guidance)?,
            Command::UseEdition { packed } => {
                let PackedEdition { edition, .. } = PackedEdition::from_text(packed, guidance)?;
                settings.set_edition(&edition.id, guidance)?
            }
            Command::SetStage { stage } => settings.set_stage(stage, edition)?,
            Command::SetYear { year } => settings.set_year(year),
            Command::SetSwitch { switch, on } => settings.set_switch(switch, *on, edition)?,
            Command::SetCurrent { measure, value } => settings.set_current(known_measure(measure, edition)?, value)?,
            Command::SetGoal { measure, year, value } => {
                settings.set_goal(known_measure(measure, edition)?, *year, value)?
            }
            Command::SetException { pupil, evidence } => {
                settings.set_exception(*pupil, evidence, &name(*pupil).ok_or("There is no such pupil.")?)
            }
            Command::SetNote { measure, code, note } => settings.set_note(measure, code, note, edition)?,
            Command::Enter { what, label, value } => {
                super::entries::enter(&mut settings.entries, self.entry_key(what), label, value)?
            }
            Command::SetConversion { conversion } => settings.set_conversion(conversion, edition)?,
            Command::ImportConversion { name, result, text } => {
                settings.import((name, result, text), guidance, edition)?
            }
            Command::ImportAverages { name, text } => settings.import_averages(name, text, guidance, edition)?,
            Command::SetProgramme { name, result, steps } => settings.set_programme(name, result, *steps, guidance)?,
            Command::Tag { programme, pupils, on } => settings.tag(programme, pupils, *on)?,
            Command::SetSchool { school } => settings.set_school(school),
            Command::SetSchoolName { name } => settings.set_school_name(name),
            Command::SetAuthority { authority } => settings.set_authority(authority),
            Command::SetLaTarget { measure, value } => {
                settings.set_la_target(known_measure(measure, edition)?, value)?
            }
            Command::SetEthnicCode { code, reported_as } => {
                settings.set_ethnic_code(code, reported_as, guidance, edition)?
            }
            Command::SetSharing { fewer_than } => settings.set_sharing(fewer_than, edition)?,
            Command::SetTarget { .. }
            | Command::SetTargets { .. }
            | Command::SetReason { .. }
            | Command::Apply(_)
            | Command::MapValue { .. }
            | Command::MapValues { .. }
            | Command::ReadAs { .. }
            | Command::ReadColumn { .. }
            | Command::Answer { .. }
            | Command::WithdrawAnswer { .. }
            | Command::SetCurrentFile { .. }
            | Command::OfCurrentFile { .. }
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

    fn set_school(&mut self, school: &str) -> String {
        self.school = (!school.is_empty()).then(|| school.to_owned());
        if school.is_empty() { "All schools shown".into() } else { format!("School shown: {school}") }
    }

    fn set_school_name(&mut self, name: &str) -> String {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.school_names.remove(&self.school);
            return "The school\u{2019}s name as in the file".into();
        }
        let words = format!("School\u{2019}s name: {name}");
        self.school_names.insert(self.school.clone(), name);
        words
    }

    fn set_authority(&mut self, authority: &str) -> String {
        authority.clone_into(&mut self.authority);
        let whose = if authority.is_empty() { "any authority" } else { authority };
        format!("Children in care of {whose} count")
    }

    fn set_la_target(&mut self, measure: &Measure, value: &str) -> Result<String, String> {
        match amount(value, measure)? {
            Some(amount) => drop(self.la_targets.insert(measure.id.clone(), amount)),
            None => drop(self.la_targets.remove(&measure.id)),
        }
        Ok(format!("The authority\u{2019}s target, {}: {}", measure.short, or_none(value)))
    }

    fn set_ethnic_code(
        &mut self,
        code: &str,
        reported_as: &str,
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<String, String> {
        let rule = edition.local.ethnic.as_ref().ok_or("This edition has no such table.")?;
        let list = guidance.codes.find_list(&rule.list).and_then(|list| guidance.codes.list(list));
        let mut main = list.into_iter().flat_map(|list| list.entries()).filter(|(_, entry)| !entry.extended);
        let code = code.trim().to_uppercase();
        if reported_as.is_empty() {
            self.reported.remove(&code);
            return Ok(format!("{code} is reported as usual"));
        }
        let (_, main) =
            main.find(|(_, entry)| entry.reported_as == reported_as).ok_or("There is no such main group.")?;
        self.reported.insert(code.clone(), main.reported_as.clone());
        Ok(format!("{code} is reported as {}", main.words))
    }

    /// What views show of counts, by this edition.
    pub fn disclosure(&self, edition: &Edition) -> Disclosure {
        Disclosure::new(self.sharing, edition.local.rounded_to)
    }

    fn set_sharing(&mut self, fewer_than: &str, edition: &Edition) -> Result<String, String> {
        let number = fewer_than.parse::<u64>().unwrap_or_default();
        let offered = number == 0 || edition.local.sharing.contains(&number);
        offered.then_some(()).ok_or("This number is not offered.")?;
        self.sharing = number;
        Ok(if number == 0 {
            "Everything is shown".into()
        } else {
            format!("Fit to share, without counts below {number}")
        })
    }

    /// The key of what is typed or noted on a measure: of the school shown, or of the whole file.
    pub fn key<T>(&self, of: T) -> SchoolKey<T> {
        SchoolKey { of, school: self.school.clone() }
    }

    /// Current performance as typed for what is shown, by measure.
    pub fn typed_current(&self) -> impl Iterator<Item = (&str, u64)> {
        let shown = self.current.iter().filter(|(key, _)| key.school == self.school);
        shown.map(|(key, value)| (key.of.as_str(), *value))
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
            None if id == IMPORTED && self.imported.is_some() => Ok("Generated targets: the imported table".into()),
            None => Err("There is no such table.".into()),
            Some(rule) => Ok(format!("Generated targets: {}", rule.title.to_lowercase())),
        }
    }

    /// Tables of another result are kept beside those imported before.
    fn import(
        &mut self,
        (name, result, text): (&str, &str, &str),
        guidance: &Guidance,
        edition: &Edition,
    ) -> Result<String, String> {
        if text.is_empty() {
            self.imported = None;
            self.conversion.clear();
            return Ok("No imported conversion table".into());
        }
        let tables = read(text, result, &self.stage, guidance, edition)?;
        let mut imported = self.imported.as_deref().cloned().unwrap_or_default();
        let titles = tables.iter().filter_map(|(result, _)| guidance.fields.get_heading(result));
        let titles = titles.map(|field| field.title.clone()).collect::<Vec<_>>();
        tables.into_iter().for_each(|(result, table)| imported.conversion.insert(&result, table));
        name.clone_into(&mut imported.name);
        self.imported = Some(Rc::new(imported));
        IMPORTED.clone_into(&mut self.conversion);
        Ok(format!("Conversion table for {} from {name}", crate::text::phrases::list(&titles)))
    }

    /// They take the place of those imported before.
    fn import_averages(
        &mut self,
        name: &str,
        text: &str,
        guidance: &Arc<Guidance>,
        edition: &Edition,
    ) -> Result<String, String> {
        if text.is_empty() {
            self.averages = None;
            return Ok("No averages of similar pupils".into());
        }
        let AveragesFile { averages, left_out } = averages::read(text, guidance, edition)?;
        let imported = ImportedAverages { name: name.to_owned(), averages, left_out };
        let words = imported.extent();
        self.averages = Some(Rc::new(imported));
        Ok(format!("Averages of similar pupils from {name}, for {words}"))
    }

    fn set_programme(&mut self, name: &str, result: &str, steps: u8, guidance: &Guidance) -> Result<String, String> {
        let name = name.trim();
        if name.is_empty() {
            return Err("Give the programme a name.".into());
        }
        if steps == 0 {
            self.programmes.remove(name);
            return Ok(format!("No programme {name}"));
        }
        let field = guidance.fields.get_heading(result).ok_or("Choose the subject that the programme is about.")?;
        let programme = self.programmes.entry(name.to_owned()).or_default();
        (programme.result, programme.steps) = (result.to_owned(), steps);
        Ok(format!("Programme {name}: {} in {}", count(steps.into(), "step"), field.short))
    }

    fn tag(&mut self, programme: &str, pupils: &[u32], on: bool) -> Result<String, String> {
        let of = self.programmes.get_mut(programme).ok_or("There is no such programme.")?;
        let pupils = pupils.iter().filter(|pupil| **pupil != u32::MAX);
        let (all, words) = (pupils.clone().count() as u64, if on { "in" } else { "no longer in" });
        if on {
            of.pupils.extend(pupils);
        } else {
            of.pupils.retain(|pupil| !pupils.clone().any(|gone| gone == pupil));
        }
        Ok(format!("{} {words} {programme}", count(all, "pupil")))
    }

    fn set_current(&mut self, measure: &Measure, value: &str) -> Result<String, String> {
        match amount(value, measure)? {
            Some(amount) => drop(self.current.insert(self.key(measure.id.clone()), amount)),
            None => drop(self.current.remove(&self.key(measure.id.clone()))),
        }
        Ok(format!("Current performance, {}: {}", measure.short, or_none(value)))
    }

    fn set_goal(&mut self, measure: &Measure, year: u16, value: &str) -> Result<String, String> {
        match amount(value, measure)? {
            Some(amount) => drop(self.goals.insert(self.key(measure.id.clone()), TrajectoryGoal { year, amount })),
            None => drop(self.goals.remove(&self.key(measure.id.clone()))),
        }
        Ok(format!("Goal for {year}, {}: {}", measure.short, or_none(value)))
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
        let key = self.key(FindingKey { measure: measure.to_owned(), code: code.to_owned() });
        let note = note.trim();
        if note.is_empty() {
            self.notes.remove(&key);
        } else {
            self.notes.insert(key, note.to_owned());
        }
        Ok(format!("Note on \u{201c}{title}\u{201d}: {}", or_none(note)))
    }
}

fn known_measure<'a>(measure: &str, edition: &'a Edition) -> Result<&'a Measure, String> {
    edition.measure(measure).ok_or_else(|| "There is no such measure in this edition.".into())
}

fn or_none(value: &str) -> &str {
    let value = value.trim();
    if value.is_empty() { "none" } else { value }
}

/// A figure as typed: a percentage up to 100, or of a mean a number of points. Empty: none.
fn amount(value: &str, measure: &Measure) -> Result<Option<u64>, String> {
    let text = value.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    let number = NumberColumn::new(NumberKind::Number).parse(text.as_bytes());
    let most = if measure.kind.is_share() { 100 } else { u64::MAX / crate::cohort::number_column::ONE };
    let number = number.filter(|number| *number <= most.saturating_mul(crate::cohort::number_column::ONE));
    let wanted =
        if measure.kind.is_share() { "a percentage from 0 to 100, such as 68.5" } else { "points, such as 346.5" };
    number.map(Some).ok_or_else(|| format!("\u{201c}{}\u{201d} is not understood. Type {wanted}.", value.trim()))
}

/// A figure as it was typed, for its input.
pub(crate) fn typed(amount: Option<u64>) -> String {
    amount.map(number_text).unwrap_or_default()
}

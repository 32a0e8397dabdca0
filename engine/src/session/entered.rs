//! What was typed or chosen on sheets, as it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::command::EntryId;
use super::school_key::SchoolKey;
use super::settings::Settings;
use crate::ambition::KnownAbsence;
use crate::cohort::NumberColumn;
use crate::cohort::number_column::ONE;
use crate::guidance::fields::NumberKind;
use crate::measures::Exact;
use crate::text::date::Date;

impl EntryId {
    /// It is typed or chosen for the whole file, whichever school is shown: national medians, a file with a test's marks,
    /// whose questions are read, and the authority's own actions of the timetable, which are done once, not once for each
    /// school. Everything else is a school's or the authority's own.
    fn is_of_the_file(&self) -> bool {
        match self {
            Self::Medians | Self::TestMarks | Self::TestLevels | Self::QuestionsOf | Self::ResultsYear => true,
            Self::Done(action) => action.starts_with("la-"),
            _ => false,
        }
    }
}

impl Settings {
    /// The key under which an entry is kept: what is typed for one school is not every school's.
    pub fn entry_key(&self, entry: &EntryId) -> SchoolKey<EntryId> {
        let (entry, school) = match entry {
            EntryId::OfSchool { of, school } => (&**of, Some(school)),
            entry => (entry, self.school.as_ref()),
        };
        SchoolKey { of: entry.clone(), school: school.filter(|_| !entry.is_of_the_file()).cloned() }
    }

    fn kept(&self, entry: &EntryId) -> Option<&String> {
        self.entries.get(&self.entry_key(entry))
    }

    /// An entry as kept; empty: no entry.
    pub fn entry(&self, entry: &EntryId) -> &str {
        self.kept(entry).map_or("", String::as_str)
    }

    /// An entry that is a percentage.
    pub fn percent(&self, entry: &EntryId) -> Option<Exact> {
        let number = NumberColumn::new(NumberKind::Number).parse(self.kept(entry)?.as_bytes())?;
        Some(Exact { numerator: number.into(), denominator: ONE.into() })
    }

    /// An entry that is a whole number.
    pub fn whole(&self, entry: &EntryId) -> Option<u64> {
        self.kept(entry)?.parse().ok()
    }

    /// An entry that is a day.
    pub fn day(&self, entry: &EntryId) -> Option<Date> {
        self.kept(entry)?.parse().ok()
    }

    /// The medians of free school meals bands as typed: a band, a comma, a percentage; a band a line.
    pub fn medians(&self) -> impl Iterator<Item = (&str, Exact)> {
        let lines = self.entry(&EntryId::Medians).lines().filter_map(|line| line.rsplit_once([',', ';', '\t']));
        let parser = NumberColumn::new(NumberKind::Number);
        lines.filter_map(move |(band, median)| {
            let median = parser.parse(median.trim().trim_end_matches('%').trim_end().as_bytes())?;
            Some((band.trim(), Exact { numerator: median.into(), denominator: ONE.into() }))
        })
    }

    /// The median of the band chosen.
    pub fn median(&self) -> Option<Exact> {
        self.median_of(&EntryId::Band)
    }

    fn median_of(&self, band: &EntryId) -> Option<Exact> {
        let chosen = self.entry(band);
        self.medians().find(|(band, _)| *band == chosen && !band.is_empty()).map(|(_, median)| median)
    }

    /// What is typed on the absence of each school, by school.
    pub fn absence_of_schools(&self, measure: &str) -> BTreeMap<String, KnownAbsence> {
        let schools = self.entries.keys().filter_map(|key| key.school.as_deref()).collect::<BTreeSet<_>>();
        let typed = |school: &str| {
            let of = |of: EntryId| EntryId::OfSchool { of: Box::new(of), school: school.to_owned() };
            KnownAbsence {
                now: self.percent(&of(EntryId::Current(measure.to_owned()))),
                target: self.percent(&of(EntryId::Target(measure.to_owned()))),
                median: self.median_of(&of(EntryId::Band)),
                improvement: self.percent(&of(EntryId::Improvement)),
            }
        };
        schools.into_iter().map(|school| (school.to_owned(), typed(school))).collect()
    }

    /// An action of the timetable is done.
    pub fn is_done(&self, action: &str) -> bool {
        self.kept(&EntryId::Done(action.to_owned())).is_some()
    }
}

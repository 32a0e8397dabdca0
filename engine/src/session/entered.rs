//! What was typed or chosen on sheets, as it is asked for.

use super::entries::day;
use super::settings::Settings;
use crate::cohort::Numbers;
use crate::cohort::numbers::ONE;
use crate::guidance::fields::NumberKind;
use crate::measures::Exact;

/// What is typed or chosen for the whole file, whichever school is shown: national medians, a file with a test's marks,
/// and whose questions are read. Everything else is a school's or the authority's own.
const OF_THE_FILE: [&str; 4] = ["words/medians", "file/items", "choice/items", "choice/questions"];

impl Settings {
    /// The key under which an entry is kept: what is typed for one school is not every school's.
    pub fn entry_key(&self, what: &str) -> String {
        // The authority's own actions of the timetable are done once, not once for each school.
        let shared = OF_THE_FILE.contains(&what) || what.starts_with("done/la-");
        if shared { what.to_owned() } else { self.key(what) }
    }

    fn kept(&self, what: &str) -> Option<&String> {
        self.entries.get(&self.entry_key(what))
    }

    /// An entry as kept; empty: there is none.
    pub fn entry(&self, what: &str) -> &str {
        self.kept(what).map_or("", String::as_str)
    }

    /// An entry that is a percentage.
    pub fn percent(&self, what: &str) -> Option<Exact> {
        let number = Numbers::new(NumberKind::Number).parse(self.kept(what)?.as_bytes())?;
        Some(Exact { numerator: number.into(), denominator: ONE.into() })
    }

    /// An entry that is a whole number.
    pub fn whole(&self, what: &str) -> Option<u64> {
        self.kept(what)?.parse().ok()
    }

    /// An entry that is a day, as one number.
    pub fn day(&self, what: &str) -> Option<u64> {
        day(self.kept(what)?)
    }

    /// The medians of free school meals bands as typed: a band, a comma, a percentage; a band a line.
    pub fn medians(&self) -> impl Iterator<Item = (&str, Exact)> {
        let lines = self.entry("words/medians").lines().filter_map(|line| line.rsplit_once([',', ';', '\t']));
        let parser = Numbers::new(NumberKind::Number);
        lines.filter_map(move |(band, median)| {
            let median = parser.parse(median.trim().trim_end_matches('%').trim_end().as_bytes())?;
            Some((band.trim(), Exact { numerator: median.into(), denominator: ONE.into() }))
        })
    }

    /// The median of the band chosen.
    pub fn median(&self) -> Option<Exact> {
        let chosen = self.entry("choice/band");
        self.medians().find(|(band, _)| *band == chosen && !band.is_empty()).map(|(_, median)| median)
    }

    /// An action of the timetable is done.
    pub fn is_done(&self, action: &str) -> bool {
        self.kept(&format!("done/{action}")).is_some()
    }
}

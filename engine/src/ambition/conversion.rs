//! Conversion tables (RULES 6.3): from prior attainment to the most likely outcome.
//!
//! A table says, for a result and each prior level, how the pupils of other cohorts came out. It is built from results,
//! of all schools of a file or of those with the highest value added, or read from a file of its own.

pub mod import;
pub mod outlook;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::cohort::prior::{NO_LEVEL, prior_levels};
use crate::cohort::school_slices::school_slices;
use crate::cohort::{CodedColumn, Cohort};
use crate::guidance::codes::{BLANK, Outcome};
use crate::guidance::fields::FieldKind;
use crate::guidance::{Edition, Guidance, Measure, PriorRule};
use crate::measures::{Bases, Basis, Exact};

/// Tables by the result that they lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversionTables {
    tables: BTreeMap<String, ConversionTable>,
}

/// One result's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionTable {
    /// How prior attainment is read.
    pub prior: PriorRule,
    rows: BTreeMap<u8, OutcomeCounts>,
}

/// How pupils with one prior level came out: pupils (or hundredths of percent) by their outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCounts(BTreeMap<Outcome, u64>);

impl OutcomeCounts {
    /// Adds `pupils` pupils with an outcome.
    pub fn add(&mut self, outcome: Outcome, pupils: u64) {
        *self.0.entry(outcome).or_default() += pupils;
    }

    /// The outcome with the highest share; of equal ones the higher. `None`: no pupils.
    pub fn most_likely(&self) -> Option<Outcome> {
        let outcomes = self.0.iter().filter(|(_, pupils)| **pupils > 0);
        outcomes.max_by_key(|(outcome, pupils)| (**pupils, **outcome)).map(|(outcome, _)| *outcome)
    }

    /// The share of outcomes at or above a rank. `None`: no pupils.
    pub fn share(&self, rank: u8) -> Option<Exact> {
        let all = self.0.values().map(|pupils| u128::from(*pupils)).sum::<u128>();
        let reached = self.0.range(Outcome::Rank(rank)..).map(|(_, pupils)| u128::from(*pupils)).sum();
        (all > 0).then_some(Exact { numerator: reached, denominator: all })
    }

    /// The chance of each outcome; they add up to one.
    pub fn chances(&self) -> Vec<(Outcome, Exact)> {
        let all = self.0.values().map(|pupils| u128::from(*pupils)).sum::<u128>();
        let chance =
            |(outcome, pupils): (&Outcome, &u64)| (*outcome, Exact { numerator: (*pupils).into(), denominator: all });
        self.0.iter().filter(|_| all > 0).map(chance).collect()
    }
}

impl ConversionTable {
    /// Empty, by this prior attainment.
    pub fn new(prior: PriorRule) -> Self {
        Self { prior, rows: BTreeMap::new() }
    }

    /// The row of a prior level.
    pub fn row(&self, prior: u8) -> Option<&OutcomeCounts> {
        self.rows.get(&prior)
    }

    /// Adds `pupils` pupils.
    pub fn add(&mut self, prior: u8, outcome: Outcome, pupils: u64) {
        self.rows.entry(prior).or_default().add(outcome, pupils);
    }

    /// The prior levels it has rows for.
    pub fn priors(&self) -> impl Iterator<Item = (u8, &OutcomeCounts)> {
        self.rows.iter().map(|(prior, row)| (*prior, row))
    }
}

/// Which schools of a results file a table is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceSchools {
    /// All.
    All,
    /// The top one in this many, by value added: 4 for the top quarter.
    TopIn(u64),
}

impl ConversionTables {
    /// From results, for every progress measure of the edition that the file has both ends of.
    pub fn from_results(edition: &Edition, bases: &Bases, schools: SourceSchools) -> Self {
        let mut conversion = Self::default();
        for (measure, prior) in progress_measures(edition) {
            let Some(result) = measure.outcome.first() else { continue };
            let (levels, column) = (levels(bases, prior), bases.column(result, &Basis::Actual));
            let Some((levels, column)) = levels.zip(column) else { continue };
            let pupils = PupilOutcomes::new(&levels, result, column, bases);
            let table = pupils.table(prior, &pupils.is_in_schools(schools, bases));
            conversion.tables.insert(result.clone(), table);
        }
        conversion
    }

    /// Puts a table in place.
    pub fn insert(&mut self, result: &str, table: ConversionTable) {
        self.tables.insert(result.to_owned(), table);
    }

    /// The table of a result.
    pub fn table(&self, result: &str) -> Option<&ConversionTable> {
        self.tables.get(result)
    }

    /// All of them, with their results.
    pub fn tables(&self) -> impl Iterator<Item = (&String, &ConversionTable)> {
        self.tables.iter()
    }

    /// True without tables.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The most likely outcome of every pupil, by result; blank where the table has no row for the pupil.
    pub fn likely_outcomes(&self, cohort: &Cohort, guidance: &Guidance) -> BTreeMap<String, CodedColumn> {
        let column = |(result, table): (&String, &ConversionTable)| {
            let FieldKind::Coded(list) = guidance.fields.get_heading(result)?.kind else { return None };
            let codes = guidance.codes.list(list)?;
            let levels = prior_levels(cohort, guidance, &table.prior)?;
            let likely = |prior: &u8| {
                table.row(*prior).and_then(OutcomeCounts::most_likely).and_then(|likely| codes.code_of_outcome(likely))
            };
            let codes = levels.iter().map(|prior| likely(prior).unwrap_or(BLANK)).collect();
            Some((result.clone(), CodedColumn { code_list: list, codes, unknown: Vec::new() }))
        };
        self.tables.iter().filter_map(column).collect()
    }

    /// Of the pupils with a row in the table: the sum of their chances to be at or above a rank, in pupils; and how many
    /// they are.
    pub fn expected_pupils(&self, result: &str, rank: u8, bases: &Bases) -> Option<(Exact, u64)> {
        let table = self.table(result)?;
        let levels = prior_levels(bases.cohort(), bases.guidance(), &table.prior)?;
        let mut pupils = BTreeMap::<u8, u64>::new();
        levels.into_iter().for_each(|prior| *pupils.entry(prior).or_default() += 1);
        let rows = pupils.iter().filter_map(|(prior, pupils)| Some((table.row(*prior)?.share(rank)?, *pupils)));
        Some(outlook::sum_shares(rows))
    }
}

/// The progress measures of an edition, with the prior attainment their tables go by.
pub fn progress_measures(edition: &Edition) -> impl Iterator<Item = (&Measure, &PriorRule)> {
    edition.measures.iter().filter(|measure| measure.kind.is_progress()).filter_map(|measure| {
        let prior = measure.conversion.as_ref().or(measure.prior.as_ref())?;
        Some((measure, prior))
    })
}

fn levels(bases: &Bases, prior: &PriorRule) -> Option<Vec<u8>> {
    prior_levels(bases.cohort(), bases.guidance(), prior)
}

/// A pupil with a prior level and an outcome.
struct PupilOutcome {
    /// By position in the cohort.
    pupil: u32,
    prior: u8,
    outcome: Outcome,
    /// `None`: averages leave the outcome out.
    points: Option<u8>,
}

/// All pupils with a prior level and an outcome.
struct PupilOutcomes(Vec<PupilOutcome>);

impl PupilOutcomes {
    fn new(levels: &[u8], result: &str, column: &CodedColumn, bases: &Bases) -> Self {
        let codes = bases.codes();
        let pupil = |(pupil, prior): (u32, &u8)| {
            let (list, code) = (codes.list(column.code_list)?, column.cell(pupil as usize).code()?);
            let (outcome, points) = (list.outcome(code)?, codes.average_points(result, list, code));
            (*prior != NO_LEVEL).then_some(PupilOutcome { pupil, prior: *prior, outcome, points })
        };
        Self((0..).zip(levels).filter_map(pupil).collect())
    }

    fn table(&self, prior: &PriorRule, wanted: &dyn Fn(u32) -> bool) -> ConversionTable {
        let mut table = ConversionTable::new(prior.clone());
        for pupil in self.0.iter().filter(|pupil| wanted(pupil.pupil)) {
            table.add(pupil.prior, pupil.outcome, 1);
        }
        table
    }

    /// The pupils of the schools wanted.
    fn is_in_schools(&self, schools: SourceSchools, bases: &Bases) -> Box<dyn Fn(u32) -> bool> {
        let SourceSchools::TopIn(so_many) = schools else { return Box::new(|_| true) };
        let mut ranked = self.value_added(bases);
        ranked.sort_by_key(|(value, _)| Reverse(*value));
        let top = ranked.len().div_ceil(usize::try_from(so_many).unwrap_or(1).max(1));
        let pupils = ranked.into_iter().take(top).flat_map(|(_, pupils)| pupils);
        let pupils = pupils.collect::<std::collections::BTreeSet<_>>();
        Box::new(move |pupil| pupils.contains(&pupil))
    }

    /// For each school: how far its pupils' points are above those of all pupils with the same prior level, on average,
    /// in millionths of a point; and its pupils.
    fn value_added(&self, bases: &Bases) -> Vec<(i64, Vec<u32>)> {
        let mut of_prior = BTreeMap::<u8, (i64, i64)>::new();
        let with_points = || self.0.iter().filter_map(|pupil| Some((pupil, pupil.points?)));
        for (pupil, points) in with_points() {
            let (sum, pupils) = of_prior.entry(pupil.prior).or_default();
            *sum += i64::from(points);
            *pupils += 1;
        }
        let above = |prior: u8, points: u8| {
            let (sum, pupils) = of_prior.get(&prior).copied().unwrap_or((0, 1));
            MILLION * i64::from(points) - MILLION * sum / pupils
        };
        let by_pupil = with_points().map(|(pupil, points)| (pupil.pupil, above(pupil.prior, points)));
        let by_pupil = by_pupil.collect::<BTreeMap<_, _>>();
        let schools = school_slices(bases.cohort(), bases.guidance()).into_iter().filter_map(|part| part.pupils);
        let value = |pupils: &Vec<u32>| {
            let values = pupils.iter().filter_map(|pupil| by_pupil.get(pupil)).collect::<Vec<_>>();
            let count = i64::try_from(values.len()).ok().filter(|count| *count > 0)?;
            Some(values.into_iter().sum::<i64>() / count)
        };
        schools.filter_map(|pupils| Some((value(&pupils)?, pupils))).collect()
    }
}

/// Points are compared in millionths.
const MILLION: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::CohortReader;
    use crate::measures::bases::{ModeratedTargets, PriorCache};
    use std::sync::Arc;

    fn with_bases<T>(text: &str, use_it: impl Fn(&Edition, &Bases) -> T) -> T {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let cohort = CohortReader::read_all(guidance.clone(), text.as_bytes()).unwrap().cohort;
        let edition = guidance.edition("2009").unwrap();
        let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
        use_it(edition, &Bases::new(&cohort, &guidance, &moderated, &priors))
    }

    fn rank(rank: u8) -> Option<Outcome> {
        Some(Outcome::Rank(rank))
    }

    fn percent(exact: Option<Exact>) -> String {
        exact.map(|exact| Exact { numerator: 100 * exact.numerator, ..exact }.decimals(1)).unwrap_or_default()
    }

    /// Level 2c: 4 4 3 5; level 2b: 4 and 5, a tie; level 1: 3.
    const LAST_YEAR: &str = "KS1_Maths,KS2_Maths\n2c,4\n2c,4b\n2c,3\n2c,5\n2b,4\n2,5\n1,3\nW,B\n,4\n3,A\n";

    #[test]
    fn the_most_likely_level_and_the_chances() {
        let conversion =
            with_bases(LAST_YEAR, |edition, bases| ConversionTables::from_results(edition, bases, SourceSchools::All));
        let table = conversion.table("KS2_Maths").unwrap();
        let rows = table.priors().map(|(prior, row)| (prior, row.most_likely())).collect::<Vec<_>>();
        // B is an outcome below the lowest level (RULES 6.3), A and a blank prior count nowhere; of equal shares the higher.
        assert_eq!(rows, [(0, Some(Outcome::NotMade)), (12, rank(3)), (21, rank(4)), (22, rank(5))]);
        let row = table.row(21).unwrap();
        assert_eq!(
            (percent(row.share(4)), percent(row.share(5)), percent(row.share(9))),
            ("75.0".into(), "25.0".into(), "0.0".into())
        );
        let sum =
            row.chances().into_iter().fold(Exact { numerator: 0, denominator: 1 }, |sum, (_, chance)| sum.plus(chance));
        assert_eq!(sum.numerator, sum.denominator);
        assert!(conversion.table("KS2_English").is_none());
    }

    #[test]
    fn generated_targets_and_the_expected_share() {
        let conversion =
            with_bases(LAST_YEAR, |edition, bases| ConversionTables::from_results(edition, bases, SourceSchools::All));
        with_bases("KS1_Maths\n2c\n2a\n2b\n1\n", |_, bases| {
            let column = conversion.likely_outcomes(bases.cohort(), bases.guidance()).remove("KS2_Maths").unwrap();
            let list = bases.codes().list(column.code_list).unwrap();
            let shown = column.codes().iter().map(|code| list.entry(*code).map_or("", |entry| entry.code.as_str()));
            let shown = shown.collect::<Vec<_>>();
            assert_eq!(shown, ["4", "", "5", "3"]);
            // 2c three quarters, 2b wholly, 1 not; 2a has no row.
            let (pupils, of) = conversion.expected_pupils("KS2_Maths", 4, bases).unwrap();
            assert_eq!((pupils.decimals(2), of), ("1.75".into(), 3));
        });
    }

    #[test]
    fn pupils_below_the_test_are_in_the_table() {
        // Of pupils with level 1, two reach 3, one 4, and two are B and N.
        let table = with_bases("KS1_Maths,KS2_Maths\n1,3\n1,3\n1,4\n1,B\n1,N\n", |edition, bases| {
            ConversionTables::from_results(edition, bases, SourceSchools::All).table("KS2_Maths").cloned()
        });
        let row = table.as_ref().and_then(|table| table.row(12)).unwrap();
        assert_eq!(percent(row.share(4)), "20.0");
        // Of as many the higher is the likely one.
        assert_eq!(row.most_likely(), rank(3));
        assert_eq!(row.chances().first().map(|(outcome, _)| *outcome), Some(Outcome::NotMade));
    }

    #[test]
    fn pupils_below_the_test_count_in_value_added() {
        let school = |code: &str, outcomes: &[(&str, usize)]| {
            let rows = |(outcome, pupils): &(&str, usize)| format!("{code},2b,{outcome}\n").repeat(*pupils);
            outcomes.iter().map(rows).collect::<String>()
        };
        let rows = [
            school("S1", &[("5", 1), ("B", 9)]),
            school("S2", &[("4", 10)]),
            school("S3", &[("3", 1), ("4", 9)]),
            school("S4", &[("3", 5), ("4", 5)]),
        ];
        let text = format!("School,KS1_Maths,KS2_Maths\n{}", rows.concat());
        let likely = with_bases(&text, |edition, bases| {
            let tables = ConversionTables::from_results(edition, bases, SourceSchools::TopIn(4));
            tables
                .table("KS2_Maths")
                .and_then(|table| table.row(22))
                .map(|row| (row.most_likely(), percent(row.share(5))))
        });
        // The top quarter is S2, not S1 with its one level 5.
        assert_eq!(likely, Some((rank(4), "0.0".into())));
    }

    #[test]
    fn the_top_quarter_of_schools_by_value_added() {
        let school =
            |code: &str, outcomes: [&str; 2]| outcomes.map(|outcome| format!("{code},2b,{outcome}\n")).concat();
        let schools = [("S1", ["3", "4"]), ("S2", ["5", "5"]), ("S3", ["4", "4"]), ("S4", ["3", "3"])];
        let rows = schools.map(|(code, outcomes)| school(code, outcomes)).concat();
        let text = format!("School,KS1_Maths,KS2_Maths\n{rows}");
        let likely = |schools| {
            let conversion =
                with_bases(&text, |edition, bases| ConversionTables::from_results(edition, bases, schools));
            conversion.table("KS2_Maths").and_then(|table| table.row(22)).and_then(OutcomeCounts::most_likely)
        };
        assert_eq!(
            (likely(SourceSchools::All), likely(SourceSchools::TopIn(4)), likely(SourceSchools::TopIn(2))),
            (rank(4), rank(5), rank(5))
        );
    }
}

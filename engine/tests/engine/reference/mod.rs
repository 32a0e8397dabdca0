//! The reference: every figure of RULES 10.2, recomputed in the slowest and plainest way.
//!
//! For each school, each group, each measure and each basis it loops over all pupils and reads their raw cells
//! again. Nothing is shared, kept or made fast. It was written from the rules alone, without a look at the engine,
//! and is what the tests hold the engine against. Default switches only.
//!
//! * `table`: CSV text to pupils (RULES 2.3, 10.1)
//! * `results`: what one cell is worth (RULES 1)
//! * `scales`: which codes of a column are meant (RULES 1.1)
//! * `dates`: the order of day and month in a column (RULES 10.1)
//! * `groups`: sex, ethnicity, flags, dates, in care (RULES 4, 10.1)
//! * `measures`: the measures of RULES 3 and their columns on a basis (RULES 2.5)
//! * `counting`: who is in a figure and who has reached it (RULES 2.1, 2.2)
//! * `early_years`, `attendance`: the measures of RULES 3.3 and 3.4
//! * `expected`: the basis `expected` (RULES 5)
//! * `findings`: what is raised (RULES 7)
//! * `exact`: fractions (RULES 2.4)
//! * `today`: the same for edition 2027, with rules of its own

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test's helper: what cannot happen stops the test"
)]

mod attendance;
mod checks;
mod counting;
mod dates;
mod early_years;
mod exact;
mod expected;
mod findings;
mod groups;
mod measures;
mod results;
mod scales;
mod table;
pub mod today;

pub use findings::{FindingRow, codes as finding_codes, findings};
pub use measures::EDITIONS;

use exact::ReferenceFraction;
use measures::{ReferenceBasis, ReferenceMeasure};
use table::{ReferenceCohort, ReferencePupil};

/// One row of the exchange format of figures (RULES 10.2), each column as text.
pub type ReferenceRow = [String; 11];

/// One figure before it is written down: RULES 2.4 keeps the counts as whole numbers.
struct ReferenceFigure {
    /// None where `achieved` stays blank (RULES 10.2: value measures and the basis `expected`).
    achieved: Option<i128>,
    eligible: i128,
    missing: i128,
    left_out: i128,
    /// None where the value stays blank (RULES 10.2: nobody eligible; RULES 3.3: a median of 0).
    value: Option<ReferenceFraction>,
}

impl ReferenceFigure {
    /// RULES 2.4: a percentage is 100 × achieved ÷ eligible.
    fn share(achieved: i128, eligible: i128, missing: i128, left_out: i128) -> ReferenceFigure {
        let value = ReferenceFraction::ratio(100 * achieved, eligible);
        ReferenceFigure { achieved: Some(achieved), eligible, missing, left_out, value }
    }

    /// RULES 10.2: value measures fill `eligible` and leave `achieved` blank.
    fn value(value: Option<ReferenceFraction>, eligible: i128, left_out: i128) -> ReferenceFigure {
        ReferenceFigure { achieved: None, eligible, missing: 0, left_out, value }
    }
}

/// The ids of the measures that are computed here.
pub fn measure_ids(edition: &str) -> Vec<&'static str> {
    measures::of_edition(edition).iter().map(|measure| measure.id).collect()
}

/// All figures of a well-formed CSV text (headings in the first row), edition "2008" or "2009",
/// with every group when `groups`, only pupils of `year` where one is named.
pub fn figures(text: &str, edition: &str, groups: bool, year: Option<&str>) -> Vec<ReferenceRow> {
    let cohort = table::read(text);
    let mut rows = Vec::new();
    for school in schools(&cohort) {
        for (group_by, group) in groups_of(&cohort, groups) {
            let members: Vec<&ReferencePupil> = (cohort.pupils.iter())
                .filter(|pupil| school.is_empty() || school_of(pupil) == school)
                .filter(|pupil| groups::group_of(pupil, &group_by) == group)
                .collect();
            for measure in measures::of_edition(edition) {
                let pupils: Vec<&ReferencePupil> = (members.iter().copied())
                    .filter(|pupil| measure.is_about_all_years() || is_in_year(pupil, year))
                    .collect();
                if pupils.is_empty() {
                    continue; // RULES 4.1: a group of 0 is not shown; RULES 10.2: no pupils, no rows
                }
                for (basis, figure) in bases_of(&cohort, edition, &measure, &pupils) {
                    let key = [edition, &school, &group_by, &group, measure.id, &basis];
                    rows.push(row(key, &figure));
                }
            }
        }
    }
    rows.sort(); // RULES 10.2: by the first six columns, as text by code point (they are unique)
    rows
}

/// RULES 2.5: the measure on each basis for which the file has all its columns.
fn bases_of(
    cohort: &ReferenceCohort,
    edition: &str,
    measure: &ReferenceMeasure,
    pupils: &[&ReferencePupil],
) -> Vec<(String, ReferenceFigure)> {
    let mut all = Vec::new();
    for basis in ReferenceBasis::all() {
        if measure.columns(&basis).is_some_and(|columns| cohort.has_all(&columns)) {
            all.push((basis.name.to_string(), measure.figure(&basis, edition, pupils)));
        }
    }
    // RULES 10.2: given when the file has the prior columns and the measure on `actual` or `target`.
    let on_actual_or_target = all.iter().any(|(basis, _)| basis == "actual" || basis == "target");
    if let Some(columns) = expected::prior_columns(edition, measure.id)
        && on_actual_or_target
        && cohort.has_all(&columns)
    {
        all.push(("expected".to_string(), expected::figure(edition, measure.id, pupils)));
    }
    all
}

/// RULES 10.2: the blank school is all pupils; a file with a `School` column has a set of rows for each school too.
fn schools(cohort: &ReferenceCohort) -> Vec<String> {
    let mut schools = vec![String::new()];
    if cohort.has("School") {
        for pupil in &cohort.pupils {
            add_new(&mut schools, school_of(pupil));
        }
    }
    schools
}

/// RULES 10.2: a blank school is `unknown`.
fn school_of(pupil: &ReferencePupil) -> String {
    match pupil.cell("School") {
        "" => "unknown".to_string(),
        code => code.to_string(),
    }
}

/// RULES 4.1, 10.2: all pupils, and each value that occurs of each grouping.
fn groups_of(cohort: &ReferenceCohort, with_groups: bool) -> Vec<(String, String)> {
    let mut all = vec![("all".to_string(), "all".to_string())];
    if with_groups {
        for group_by in groups::GROUPINGS {
            for pupil in &cohort.pupils {
                add_new(&mut all, (group_by.to_string(), groups::group_of(pupil, group_by)));
            }
        }
    }
    all
}

/// RULES 2.1: the pupils of the year group that the user picks; every pupil where none is picked.
fn is_in_year(pupil: &ReferencePupil, year: Option<&str>) -> bool {
    match year {
        Some(year) => year_group(pupil.cell("NCYear")) == year_group(year),
        None => true,
    }
}

/// RULES 2.1: "Year 6", "Y6", "06" and "6" are one year group.
fn year_group(text: &str) -> String {
    let text = text.to_lowercase();
    let number = ["year", "yr", "y"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(&text);
    number.trim().trim_start_matches('0').to_string()
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// RULES 10.2: edition,school,group_by,group,measure,basis,achieved,eligible,missing,left_out,value.
fn row(key: [&str; 6], figure: &ReferenceFigure) -> ReferenceRow {
    let [edition, school, group_by, group, measure, basis] = key.map(str::to_string);
    let achieved = figure.achieved.map_or(String::new(), |count| count.to_string());
    let value = figure.value.map_or(String::new(), |value| value.four_decimals());
    let counts = [figure.eligible, figure.missing, figure.left_out].map(|count| count.to_string());
    let [eligible, missing, left_out] = counts;
    [edition, school, group_by, group, measure, basis, achieved, eligible, missing, left_out, value]
}

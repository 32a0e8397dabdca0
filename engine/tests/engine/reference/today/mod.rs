//! The reference for edition 2027: RULES_2027, and RULES where that says nothing. It was written before the edition was.
//!
//! * `columns`: the headings, and how their cells are read
//! * `results`: what one cell says
//! * `measures`: the measures of RULES_2027 B
//! * `similar`: similar pupils nationally (RULES_2027 C)
//! * `findings`: what is raised (RULES_2027 D)

mod checks;
mod columns;
mod findings;
mod measures;
mod results;
mod similar;

pub use findings::{codes as finding_codes, findings};

use super::groups::{self, GROUPINGS, yes_or_no};
use super::table::{ReferenceCohort, ReferencePupil};
use super::{ReferenceFigure, ReferenceRow, add_new, is_in_year, row, school_of, schools};
use measures::{BASES, TodayMeasure};
use results::twice_the_mean_score;

pub const EDITION: &str = "2027";

/// RULES_2027 E: the values of `group_by` that are new, with the column of each.
const FLAGGED: [(&str, &str); 5] = [
    ("disadvantaged", "Disadvantaged"),
    ("fsm6", "FSM6"),
    ("previously-in-care", "PreviouslyInCare"),
    ("mobile", "Mobile"),
    ("young-carer", "YoungCarer"),
];

pub fn measure_ids() -> Vec<&'static str> {
    measures::all().iter().map(|measure| measure.id).collect()
}

/// All figures of a well-formed CSV text, as [`super::figures`] has them.
pub fn figures(text: &str, groups: bool, year: Option<&str>) -> Vec<ReferenceRow> {
    let cohort = columns::read(text);
    let mut rows = Vec::new();
    for school in schools(&cohort) {
        for measure in measures::all() {
            let pupils: Vec<&ReferencePupil> = (cohort.pupils.iter())
                .filter(|pupil| school.is_empty() || school_of(pupil) == school)
                .filter(|pupil| measure.is_about_all_years() || is_in_year(pupil, year))
                .collect();
            for (group_by, group) in groups_of(&pupils, &measure, groups) {
                let members: Vec<&ReferencePupil> =
                    (pupils.iter().copied()).filter(|pupil| group_of(pupil, &group_by, measure.id) == group).collect();
                let whose = similar::whose(&group_by, &group);
                for (basis, figure) in bases_of(&cohort, &measure, whose, &members) {
                    let key = [EDITION, &school, &group_by, &group, measure.id, &basis];
                    rows.push(row(key, &figure));
                }
            }
        }
    }
    rows.sort();
    rows
}

/// All pupils, and each value that occurs of each grouping.
fn groups_of(pupils: &[&ReferencePupil], measure: &TodayMeasure, with_groups: bool) -> Vec<(String, String)> {
    let flagged = FLAGGED.iter().map(|(group_by, _)| *group_by);
    let groupings: Vec<&str> = ["all"].into_iter().chain(GROUPINGS).chain(flagged).chain(["prior"]).collect();
    let mut all = Vec::new();
    for group_by in groupings.iter().take(if with_groups { groupings.len() } else { 1 }) {
        for pupil in pupils {
            add_new(&mut all, (group_by.to_string(), group_of(pupil, group_by, measure.id)));
        }
    }
    all
}

/// RULES_2027 E: the pupil's group, which by prior attainment is another one at each key stage.
fn group_of(pupil: &ReferencePupil, group_by: &str, measure: &str) -> String {
    if group_by == "prior" {
        return prior_group(pupil, measure).to_string();
    }
    match FLAGGED.iter().find(|(name, _)| *name == group_by) {
        Some((_, column)) => yes_or_no(pupil.cell(column)).unwrap_or("unknown".to_string()),
        None => groups::group_of(pupil, group_by),
    }
}

fn prior_group(pupil: &ReferencePupil, measure: &str) -> &'static str {
    let key_stage = measure.strip_prefix("care.").unwrap_or(measure);
    if key_stage.starts_with("ks4.") {
        return match twice_the_mean_score(pupil) {
            None => "unknown",
            Some(..200) => "below 100",
            Some(200..=220) => "100 to 110",
            Some(_) => "above 110",
        };
    }
    match pupil.cell("KS1_Band") {
        "1" if key_stage.starts_with("ks2.") => "1 low",
        "2" if key_stage.starts_with("ks2.") => "2 middle",
        "3" if key_stage.starts_with("ks2.") => "3 high",
        _ => "unknown",
    }
}

/// The measure on each basis for which the file has all its columns, and the similar pupils.
fn bases_of(
    cohort: &ReferenceCohort,
    measure: &TodayMeasure,
    whose: similar::Whose,
    pupils: &[&ReferencePupil],
) -> Vec<(String, ReferenceFigure)> {
    let bases = BASES.into_iter().filter(|basis| measure.is_in(*basis, cohort));
    let mut all: Vec<(String, ReferenceFigure)> =
        bases.map(|basis| (basis.0.to_string(), measure.figure(basis, pupils))).collect();
    let on_actual_or_target = all.iter().any(|(basis, _)| basis == "actual" || basis == "target");
    if on_actual_or_target && similar::is_in(measure.id, cohort) {
        all.push(("similar".to_string(), similar::figure(measure.id, whose, pupils)));
    }
    all
}

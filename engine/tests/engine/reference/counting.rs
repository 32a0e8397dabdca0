//! RULES 2.1 and 2.2: who is in a figure of attainment or progress, and who has reached it.

use super::ReferenceFigure;
use super::exact::{ReferenceFraction, number};
use super::groups::{InCare, in_care};
use super::measures::{ReferenceBasis, ReferenceMark, ReferencePopulation, ReferencePrior};
use super::results::{grade_for_ks3_level, grade_points, is_below_test_or_no_level, whole_level};
use super::table::ReferencePupil;

/// RULES 2.1: the share of every pupil in the cohort; no level or no result is not reached. `missing`: those who would
/// reach the mark if their empty cells did.
pub fn threshold(
    whom: &ReferencePopulation,
    marks: &[ReferenceMark],
    basis: &ReferenceBasis,
    edition: &str,
    pupils: &[&ReferencePupil],
) -> ReferenceFigure {
    let (mut achieved, mut eligible, mut missing, mut left_out) = (0, 0, 0, 0);
    for pupil in pupils {
        match is_about(whom, pupil, edition) {
            InCare::No => continue,
            InCare::UnreadableDate => left_out += 1,
            InCare::Yes => {
                eligible += 1;
                let cells = marks.iter().map(|mark| (mark, pupil.cell(&basis.column(mark.outcome()))));
                let cells: Vec<(&ReferenceMark, &str)> = cells.collect();
                if cells.iter().all(|(mark, cell)| mark.is_reached_by(cell)) {
                    achieved += 1;
                } else if cells.iter().all(|(mark, cell)| cell.is_empty() || mark.is_reached_by(cell)) {
                    missing += 1;
                }
            }
        }
    }
    ReferenceFigure::share(achieved, eligible, missing, left_out)
}

/// Whether the measure is about this pupil (RULES 2.3, 4.3); only children in care can have an unreadable date.
fn is_about(whom: &ReferencePopulation, pupil: &ReferencePupil, edition: &str) -> InCare {
    match whom {
        ReferencePopulation::Everyone => InCare::Yes,
        ReferencePopulation::ChildrenInCare => in_care(pupil, edition),
        ReferencePopulation::BelowLevel4(ks2) => {
            let result = pupil.cell(ks2);
            let below = whole_level(result).is_some_and(|level| level < 4) || is_below_test_or_no_level(result);
            if below { InCare::Yes } else { InCare::No }
        }
    }
}

/// What an outcome says of a pupil's progress (RULES 2.2).
enum ReferenceOutcome {
    Made,
    NotMade,
    Blank,
    LeftOut,
}

/// RULES 2.2: the share of the pupils whose prior result has a whole level.
pub fn progress(
    prior: &ReferencePrior,
    outcome: &str,
    basis: &ReferenceBasis,
    pupils: &[&ReferencePupil],
) -> ReferenceFigure {
    let (mut achieved, mut eligible, mut missing, mut left_out) = (0, 0, 0, 0);
    for pupil in pupils {
        let Some(level) = prior.level(pupil) else {
            left_out += 1;
            continue;
        };
        match outcome_of(prior, level, pupil.cell(&basis.column(outcome))) {
            ReferenceOutcome::LeftOut => left_out += 1,
            ReferenceOutcome::Blank if basis.name == "actual" => left_out += 1, // no result
            ReferenceOutcome::Blank => {
                eligible += 1; // stays in, has not made the progress
                missing += 1;
            }
            ReferenceOutcome::NotMade => eligible += 1,
            ReferenceOutcome::Made => {
                eligible += 1;
                achieved += 1;
            }
        }
    }
    ReferenceFigure::share(achieved, eligible, missing, left_out)
}

fn outcome_of(prior: &ReferencePrior, level: i128, cell: &str) -> ReferenceOutcome {
    let made = match prior {
        _ if cell.is_empty() => return ReferenceOutcome::Blank,
        // RULES 2.2: U and X count as not made (default switch): they are grades of 0 points.
        ReferencePrior::LevelBeforeGrade(_) => {
            grade_points(cell).map(|points| Some(points) >= grade_points(grade_for_ks3_level(level)))
        }
        // RULES 2.2: B and N count as not having made the progress.
        _ if is_below_test_or_no_level(cell) => Some(false),
        _ => whole_level(cell).map(|reached| reached >= level + 2),
    };
    match made {
        Some(true) => ReferenceOutcome::Made,
        Some(false) => ReferenceOutcome::NotMade,
        None => ReferenceOutcome::LeftOut, // A, D, T, M, L, X, Z and unknown spellings
    }
}

/// `ks4.points` (S1 ¶10): average total points per pupil; a blank is left out.
pub fn average_points(basis: &ReferenceBasis, pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let (mut total, mut eligible, mut left_out) = (ReferenceFraction::whole(0), 0, 0);
    for pupil in pupils {
        match number(pupil.cell(&basis.column("KS4_Points"))) {
            None => left_out += 1,
            Some(points) => {
                total = total.plus(points);
                eligible += 1;
            }
        }
    }
    ReferenceFigure::value(total.over(eligible), eligible, left_out)
}

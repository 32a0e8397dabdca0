//! RULES 2.1 and 2.2: who is in a figure of attainment or progress, and who has reached it.

use super::Figure;
use super::exact::{Fraction, number};
use super::groups::{InCare, in_care};
use super::measures::{Basis, Mark, Prior, Whom};
use super::results::{grade_for_ks3_level, grade_points, is_below_test_or_no_level, whole_level};
use super::table::Pupil;

/// RULES 2.1: the share of every pupil in the cohort; no level or no result is not reached. `missing`: those who would
/// reach the mark if their empty cells did.
pub fn threshold(whom: &Whom, marks: &[Mark], basis: &Basis, edition: &str, pupils: &[&Pupil]) -> Figure {
    let (mut achieved, mut eligible, mut missing, mut left_out) = (0, 0, 0, 0);
    for pupil in pupils {
        match is_about(whom, pupil, edition) {
            InCare::No => continue,
            InCare::UnreadableDate => left_out += 1,
            InCare::Yes => {
                eligible += 1;
                let cells = marks.iter().map(|mark| (mark, pupil.cell(&basis.column(mark.outcome()))));
                let cells: Vec<(&Mark, &str)> = cells.collect();
                if cells.iter().all(|(mark, cell)| mark.is_reached_by(cell)) {
                    achieved += 1;
                } else if cells.iter().all(|(mark, cell)| cell.is_empty() || mark.is_reached_by(cell)) {
                    missing += 1;
                }
            }
        }
    }
    Figure::share(achieved, eligible, missing, left_out)
}

/// Whether the measure is about this pupil (RULES 2.3, 4.3); only children in care can have an unreadable date.
fn is_about(whom: &Whom, pupil: &Pupil, edition: &str) -> InCare {
    match whom {
        Whom::Everyone => InCare::Yes,
        Whom::ChildrenInCare => in_care(pupil, edition),
        Whom::BelowLevel4(ks2) => {
            let result = pupil.cell(ks2);
            let below = whole_level(result).is_some_and(|level| level < 4) || is_below_test_or_no_level(result);
            if below { InCare::Yes } else { InCare::No }
        }
    }
}

/// What an outcome says of a pupil's progress (RULES 2.2).
enum Outcome {
    Made,
    NotMade,
    Blank,
    LeftOut,
}

/// RULES 2.2: the share of the pupils whose prior result has a whole level.
pub fn progress(prior: &Prior, outcome: &str, basis: &Basis, pupils: &[&Pupil]) -> Figure {
    let (mut achieved, mut eligible, mut missing, mut left_out) = (0, 0, 0, 0);
    for pupil in pupils {
        let Some(level) = prior.level(pupil) else {
            left_out += 1;
            continue;
        };
        match outcome_of(prior, level, pupil.cell(&basis.column(outcome))) {
            Outcome::LeftOut => left_out += 1,
            Outcome::Blank if basis.name == "actual" => left_out += 1, // no result
            Outcome::Blank => {
                eligible += 1; // stays in, has not made the progress
                missing += 1;
            }
            Outcome::NotMade => eligible += 1,
            Outcome::Made => {
                eligible += 1;
                achieved += 1;
            }
        }
    }
    Figure::share(achieved, eligible, missing, left_out)
}

fn outcome_of(prior: &Prior, level: i128, cell: &str) -> Outcome {
    let made = match prior {
        _ if cell.is_empty() => return Outcome::Blank,
        // RULES 2.2: U and X count as not made (default switch): they are grades of 0 points.
        Prior::LevelBeforeGrade(_) => {
            grade_points(cell).map(|points| Some(points) >= grade_points(grade_for_ks3_level(level)))
        }
        // RULES 2.2: B and N count as not having made the progress.
        _ if is_below_test_or_no_level(cell) => Some(false),
        _ => whole_level(cell).map(|reached| reached >= level + 2),
    };
    match made {
        Some(true) => Outcome::Made,
        Some(false) => Outcome::NotMade,
        None => Outcome::LeftOut, // A, D, T, M, L, X, Z and unknown spellings
    }
}

/// `ks4.points` (S1 ¶10): average total points per pupil; a blank is left out.
pub fn average_points(basis: &Basis, pupils: &[&Pupil]) -> Figure {
    let (mut total, mut eligible, mut left_out) = (Fraction::whole(0), 0, 0);
    for pupil in pupils {
        match number(pupil.cell(&basis.column("KS4_Points"))) {
            None => left_out += 1,
            Some(points) => {
                total = total.plus(points);
                eligible += 1;
            }
        }
    }
    Figure::value(total.over(eligible), eligible, left_out)
}

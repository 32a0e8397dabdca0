//! RULES 5, 5.2: expectations that hold for part of a cohort, checked with a pupil list.

use super::Part;
use crate::reference::exact::ReferenceFraction;
use crate::reference::results::{grade_for_ks3_level, grade_points, whole_level};
use crate::reference::table::{ReferenceCohort, ReferencePupil};

/// Pupils from these levels (every column, both ends included) should reach something in every outcome.
struct Check {
    id: &'static str,
    from: &'static [&'static str],
    levels: (i128, i128),
    outcomes: &'static [&'static str],
    mark: Mark,
    all: bool,
}

enum Mark {
    Level(i128),
    /// The grade worth two levels.
    TwoLevels,
}

const ENGLISH: &[&str] = &["KS2_English"];
const MATHS: &[&str] = &["KS2_Maths"];
const BOTH: &[&str] = &["KS3_English", "KS3_Maths"];

/// S0 ¶30, ¶35; S1 ¶9.
fn of_edition(edition: &str) -> Vec<Check> {
    let ks3 =
        |id, from, levels, outcomes, level, all| Check { id, from, levels, outcomes, mark: Mark::Level(level), all };
    let ks4 = |id, least, all| {
        let outcomes = &["KS4_English", "KS4_Maths"];
        Check { id, from: BOTH, levels: (least, 9), outcomes, mark: Mark::TwoLevels, all }
    };
    let mut checks = vec![
        ks3("ks3.english6.from5", ENGLISH, (5, 9), &["KS3_English"], 6, true),
        ks3("ks3.maths6.from5", MATHS, (5, 9), &["KS3_Maths"], 6, true),
    ];
    if edition == "2009" {
        checks.extend([
            ks3("ks3.english7.from5", ENGLISH, (5, 9), &["KS3_English"], 7, false),
            ks3("ks3.english6.from4", ENGLISH, (4, 4), &["KS3_English"], 6, false),
            ks3("ks3.maths7.from5", MATHS, (5, 9), &["KS3_Maths"], 7, false),
            ks3("ks3.maths6.from4", MATHS, (4, 4), &["KS3_Maths"], 6, false),
            ks4("ks4.progress.both.from6", 6, true),
            ks4("ks4.progress.both.from5", 5, false),
        ]);
    }
    checks
}

/// The checks that are missed, and how many pupils are short.
pub fn missed(part: &Part) -> Vec<(&'static str, usize)> {
    let mut missed = Vec::new();
    for check in of_edition(part.edition) {
        let Some((reached, all)) = check.count("Target_", part.cohort, &part.pupils).filter(|(_, all)| *all > 0) else {
            continue;
        };
        let share = |reached, all| ReferenceFraction::ratio(100 * reached, all);
        let before = part.current.as_ref().and_then(|last| check.count("", last.cohort, &last.pupils));
        let before = before.and_then(|(reached, all)| share(reached, all));
        let is_reached = if check.all {
            reached == all
        } else {
            // RULES 5.2: more than half, and more than the current performance where that is known.
            let grown = before.is_none_or(|before| share(reached, all).is_some_and(|now| before.is_less_than(now)));
            2 * reached > all && grown
        };
        if !is_reached {
            missed.push((check.id, (all - reached) as usize));
        }
    }
    missed
}

impl Check {
    /// How many reach it, and how many it is about; None where the file lacks a column.
    fn count(&self, prefix: &str, cohort: &ReferenceCohort, pupils: &[&ReferencePupil]) -> Option<(i128, i128)> {
        let outcomes: Vec<String> = self.outcomes.iter().map(|outcome| format!("{prefix}{outcome}")).collect();
        if !cohort.has_all(&outcomes) || !self.from.iter().all(|column| cohort.has(column)) {
            return None;
        }
        let (mut reached, mut all) = (0, 0);
        for pupil in pupils {
            let priors: Option<Vec<i128>> = self.from.iter().map(|column| whole_level(pupil.cell(column))).collect();
            let Some(priors) = priors.filter(|priors| priors.iter().all(|level| self.is_from(*level))) else {
                continue;
            };
            all += 1;
            let reaches =
                outcomes.iter().zip(priors).all(|(outcome, prior)| self.is_reached(pupil.cell(outcome), prior));
            reached += i128::from(reaches);
        }
        Some((reached, all))
    }

    fn is_from(&self, level: i128) -> bool {
        (self.levels.0..=self.levels.1).contains(&level)
    }

    fn is_reached(&self, outcome: &str, prior: i128) -> bool {
        match self.mark {
            Mark::Level(mark) => whole_level(outcome).is_some_and(|level| level >= mark),
            Mark::TwoLevels => grade_points(outcome) >= grade_points(grade_for_ks3_level(prior)),
        }
    }
}

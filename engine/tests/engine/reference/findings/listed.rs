//! Findings that list pupils for what their own target or result is; raised when somebody is listed.

use super::subject::{Moved, PupilClass, Subject, moved, result, target};
use crate::reference::groups::{sen_stage, yes_or_no};
use crate::reference::measures::ReferencePrior;
use crate::reference::results::{grade_points, points, whole_level};
use crate::reference::school_of;
use crate::reference::table::ReferencePupil;

pub const CODES: &[&str] = &[
    "target-missed",
    "target-exceeded",
    "ahead-of-target",
    "ks2-level4-not-good5em",
    "under-two-levels",
    "under-one-level",
    "regression",
    "care-lower",
    "sen-no-evidence",
    "target-missing",
];

pub fn raise(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    let mut listed = |code: &str, pupils: usize| {
        if pupils > 0 {
            raise(code, pupils);
        }
    };
    listed("target-missed", against_target(subject, PupilClass::Reached, PupilClass::Short));
    listed("target-exceeded", against_target(subject, PupilClass::Short, PupilClass::Reached));
    listed("ahead-of-target", ahead_of_target(subject));
    listed("ks2-level4-not-good5em", level_4_not_good5em(subject));
    listed("under-two-levels", under_two_levels(subject));
    listed("under-one-level", under_one_level(subject));
    listed("regression", regression(subject));
    listed("care-lower", care_lower(subject));
    listed("sen-no-evidence", sen_no_evidence(subject));
    listed("target-missing", target_missing(subject));
}

/// Pupils whose target says one thing and whose result, which is in, the other.
fn against_target(subject: &Subject, was: PupilClass, is: PupilClass) -> usize {
    if subject.is_guidance || !subject.is_share() || !subject.has(&target()) || !subject.has(&result()) {
        return 0;
    }
    subject.count(|pupil| subject.class(&target(), pupil) == was && subject.class(&result(), pupil) == is)
}

/// A pupil's target in the subject of a measure of progress.
fn target_of<'p>(outcome: &str, pupil: &'p ReferencePupil) -> &'p str {
    pupil.cell(&target().column(outcome))
}

fn has_target(subject: &Subject, outcome: &str) -> bool {
    subject.part.cohort.has(&target().column(outcome))
}

fn has_prior(subject: &Subject, prior: &ReferencePrior) -> bool {
    prior.columns().iter().all(|column| subject.part.cohort.has(column))
}

/// RULES 7, 7.2: the latest interim result is at the target's level or grade, or 2 points above the line to it.
fn ahead_of_target(subject: &Subject) -> usize {
    let Some((prior, outcome)) = subject.progress() else { return 0 };
    if !has_target(subject, outcome) {
        return 0;
    }
    let subject_name = outcome.rsplit('_').next().expect("a heading has a subject");
    let (starts, years, ends): (i128, &[i128], i128) = match &outcome[..3] {
        "KS2" => (2, &[5, 4, 3], 6),
        "KS3" => (6, &[8, 7], 9),
        _ => (9, &[10], 11),
    };
    let is_grade = matches!(prior, ReferencePrior::LevelBeforeGrade(_));
    let line_is_known = has_prior(subject, prior) && !is_grade;
    subject.count(|pupil| {
        let worth = |cell: &str| if is_grade { grade_points(cell) } else { whole_level(cell) };
        let interim = |year: &i128| pupil.cell(&format!("Y{year}_{subject_name}")).to_string();
        let latest = years.iter().find(|year| worth(&interim(year)).is_some());
        let (Some(year), Some(wanted)) = (latest, worth(target_of(outcome, pupil))) else { return false };
        let now = interim(year);
        if worth(&now) >= Some(wanted) {
            return true;
        }
        let start = if line_is_known { prior_points(prior, pupil) } else { None };
        let (Some((sum, results)), Some(now), Some(end)) = (start, points(&now), points(target_of(outcome, pupil)))
        else {
            return false;
        };
        // The line at the end of the year is start + (end − start) × gone ÷ all; start is sum ÷ results.
        let (gone, all) = (year - starts, ends - starts);
        (now - 2) * results * all >= sum * all + (end * results - sum) * gone
    })
}

/// The sum of the prior results' points and their number; RULES 1.4: reading and writing are both needed.
fn prior_points(prior: &ReferencePrior, pupil: &ReferencePupil) -> Option<(i128, i128)> {
    let mut sum = 0;
    for column in prior.columns() {
        sum += points(pupil.cell(column))?;
    }
    Some((sum, prior.columns().len() as i128))
}

/// S0 ¶34.
fn level_4_not_good5em(subject: &Subject) -> usize {
    let columns = ["KS2_English", "KS2_Maths"];
    if !subject.is_2009() || subject.measure.id != "ks4.good5em" || !subject.has(&target()) {
        return 0;
    }
    if !columns.iter().all(|column| subject.part.cohort.has(column)) {
        return 0;
    }
    subject.count(|pupil| {
        columns.iter().all(|column| whole_level(pupil.cell(column)).is_some_and(|level| level >= 4))
            && subject.class(&target(), pupil) != PupilClass::Reached
    })
}

/// Pupils whose target is under so many levels; a grade worth less than two levels is under two.
fn under_levels(subject: &Subject, levels: i128, is_meant: impl Fn(&ReferencePupil) -> bool) -> usize {
    let Some((prior, outcome)) = subject.progress() else { return 0 };
    if !subject.has(&target()) {
        return 0;
    }
    subject.count(|pupil| {
        let under = match prior {
            ReferencePrior::LevelBeforeGrade(_) => levels == 2 && subject.class(&target(), pupil) == PupilClass::Short,
            _ => moved(prior, target_of(outcome, pupil), pupil).is_some_and(|moved| moved.is_under(levels)),
        };
        under && is_meant(pupil)
    })
}

/// S0 ¶27, ¶68; in edition 2008 S1 ¶5 says it of Key Stage 2.
fn under_two_levels(subject: &Subject) -> usize {
    if subject.is_2009() || subject.is_at("ks2.") { under_levels(subject, 2, |_| true) } else { 0 }
}

fn under_one_level(subject: &Subject) -> usize {
    under_levels(subject, 1, |_| true)
}

/// S0 ¶29: target or result below the prior level.
fn regression(subject: &Subject) -> usize {
    let Some((prior, outcome)) = subject.level_progress() else { return 0 };
    if !has_prior(subject, prior) {
        return 0;
    }
    subject.count(|pupil| {
        [target(), result()]
            .iter()
            .any(|basis| matches!(moved(prior, pupil.cell(&basis.column(outcome)), pupil), Some(Moved::Levels(..0))))
    })
}

/// RULES 7: edition 2008 asks one level over Key Stage 3.
fn levels_asked(subject: &Subject) -> i128 {
    if subject.is_2009() || subject.is_at("ks2.") { 2 } else { 1 }
}

fn is_in_care(pupil: &ReferencePupil) -> bool {
    yes_or_no(pupil.cell("InCare")).as_deref() == Some("Y")
}

/// S0 ¶68: fewer levels than the median of the other pupils of the school with the same prior level, or under two; at
/// Key Stage 4 a grade worth less than two.
fn care_lower(subject: &Subject) -> usize {
    let Some((prior, outcome)) = subject.progress() else { return 0 };
    if !subject.has(&target()) || !subject.part.cohort.has("InCare") {
        return 0;
    }
    if matches!(prior, ReferencePrior::LevelBeforeGrade(_)) {
        return subject.count(|pupil| is_in_care(pupil) && subject.class(&target(), pupil) == PupilClass::Short);
    }
    subject.count(|child| {
        let Some(moves) = moved(prior, target_of(outcome, child), child).filter(|_| is_in_care(child)) else {
            return false;
        };
        let others =
            subject.part.pupils.iter().filter(|other| !is_in_care(other) && school_of(other) == school_of(child));
        let others = others.filter(|other| prior.level(other) == prior.level(child));
        let levels = |other: &&ReferencePupil| match moved(prior, target_of(outcome, other), other) {
            Some(Moved::Levels(levels)) => Some(levels),
            _ => None,
        };
        let mut others: Vec<i128> = others.filter_map(levels).collect();
        others.sort();
        let twice_the_median = (!others.is_empty()).then(|| others[(others.len() - 1) / 2] + others[others.len() / 2]);
        moves.is_under(levels_asked(subject))
            || matches!((moves, twice_the_median), (Moved::Levels(moves), Some(twice)) if 2 * moves < twice)
    })
}

/// S0 ¶79: SEN, prior level 1 and above. Nobody has an agreed exception here.
fn sen_no_evidence(subject: &Subject) -> usize {
    let Some((prior, _)) = subject.progress() else { return 0 };
    if !subject.part.cohort.has("SEN") {
        return 0;
    }
    under_levels(subject, levels_asked(subject), |pupil| {
        sen_stage(pupil.cell("SEN")).is_some_and(|stage| stage != "N")
            && prior.level(pupil).is_some_and(|level| level >= 1)
    })
}

/// Pupils with an empty target in a result that a measure of all pupils needs.
fn target_missing(subject: &Subject) -> usize {
    let Some(outcomes) = subject.outcomes_of_everybody().filter(|_| !subject.is_guidance) else { return 0 };
    if !outcomes.iter().all(|outcome| has_target(subject, outcome)) {
        return 0;
    }
    subject.count(|pupil| outcomes.iter().any(|outcome| target_of(outcome, pupil).is_empty()))
}

//! Findings that compare figures: with the expectation, current performance, lines and estimates.

use super::subject::{PupilClass, Subject, basis, result, target};
use crate::reference::exact::ReferenceFraction;
use crate::reference::expected;
use crate::reference::groups::yes_or_no;
use crate::reference::measures::ReferenceBasis;

pub const CODES: &[&str] = &[
    "below-expectation",
    "below-current",
    "no-improvement",
    "small-improvement",
    "below-floor-target",
    "falls-below-floor",
    "below-model-d",
    "model-d-below-current",
    "pilot-below",
];

pub fn raise(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    if let Some(short) = below_expectation(subject) {
        raise("below-expectation", short);
    }
    points_against_target(subject, raise);
    below_estimate(subject, raise);
    estimate_below_current(subject, raise);
    if let (Some(value), Some(current)) = (subject.value(&target()), subject.current()) {
        against_current(subject, value, current, raise);
        floors(subject, value, current, raise);
        pilot(subject, value, current, raise);
    }
}

/// RULES 5, 5.1: like with like, in whole pupils. Listed are those with a rate above 0 who do not reach the mark.
fn below_expectation(subject: &Subject) -> Option<usize> {
    let (edition, id) = (subject.part.edition, subject.measure.id);
    let columns = expected::prior_columns(edition, id).filter(|columns| subject.part.cohort.has_all(columns))?;
    if subject.is_guidance || columns.is_empty() || !subject.has(&target()) {
        return None;
    }
    let (mut rates, mut reached, mut short) = (0, 0, 0);
    for pupil in &subject.part.pupils {
        let Some(rate) = expected::rate(edition, id, pupil) else { continue };
        rates += rate;
        if subject.class(&target(), pupil) == PupilClass::Reached {
            reached += 1;
        } else if rate > 0 {
            short += 1;
        }
    }
    (reached < rates / 100).then_some(short)
}

/// S0 ¶98: a value measure misses or exceeds its target without a list.
fn points_against_target(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    if let (false, Some(target), Some(result)) =
        (subject.is_share(), subject.value(&target()), subject.value(&result()))
    {
        if result.is_less_than(target) {
            raise("target-missed", 0);
        }
        if target.is_less_than(result) {
            raise("target-exceeded", 0);
        }
    }
}

fn against_current(
    subject: &Subject,
    target: ReferenceFraction,
    current: ReferenceFraction,
    raise: &mut impl FnMut(&str, usize),
) {
    if !subject.is_statutory() {
        return;
    }
    let is_most = subject.is_share() && target == ReferenceFraction::whole(100);
    if target.is_less_than(current) {
        raise("below-current", subject.short_by_target());
    } else if target == current && !is_most {
        raise("no-improvement", subject.short_by_target());
    } else if subject.is_share() && current.is_less_than(target) && !is_most {
        let one_pupil = one_pupil(subject);
        if !current.plus(one_pupil).is_less_than(target) {
            raise("small-improvement", subject.short_by_target());
        }
    }
}

/// RULES 2.4: what one pupil is worth.
pub fn one_pupil(subject: &Subject) -> ReferenceFraction {
    let eligible = subject.figure(&target()).expect("there is a target").eligible;
    ReferenceFraction::ratio(100, eligible).expect("somebody is in the figure")
}

/// RULES 6.4, S0 ¶46–48.
fn floors(
    subject: &Subject,
    target: ReferenceFraction,
    current: ReferenceFraction,
    raise: &mut impl FnMut(&str, usize),
) {
    let line = match subject.measure.id {
        "ks2.both4" => 65,
        "ks3.both5" => 50,
        "ks4.good5em" if subject.is_2009() => 30,
        _ => return,
    };
    let line = ReferenceFraction::whole(line);
    if subject.part.is_whole_authority() {
        return;
    }
    if current.is_less_than(line) && !line.is_less_than(target) {
        raise("below-floor-target", subject.short_by_target());
    }
    if !current.is_less_than(line) && target.is_less_than(line) {
        raise("falls-below-floor", subject.short_by_target());
    }
}

/// RULES 6.5, S0 ¶38: 2006 and 4 points; 100 % is the most there is.
fn pilot(
    subject: &Subject,
    target: ReferenceFraction,
    current: ReferenceFraction,
    raise: &mut impl FnMut(&str, usize),
) {
    if subject.is_2009() || subject.progress().is_none() || subject.part.is_whole_authority() {
        return;
    }
    let recorded: Vec<String> = subject.part.pupils.iter().filter_map(|pupil| yes_or_no(pupil.cell("Pilot"))).collect();
    let is_pilot = !recorded.is_empty() && recorded.iter().all(|flag| flag == "Y");
    let wanted = current.plus(ReferenceFraction::whole(4));
    let wanted = if wanted.is_at_least(100) { ReferenceFraction::whole(100) } else { wanted };
    if is_pilot && target.is_less_than(wanted) {
        raise("pilot-below", subject.short_by_target());
    }
}

/// RULES 6.2: the FFT columns of most challenge present.
fn estimate(subject: &Subject) -> Option<ReferenceBasis> {
    let models = ["estimate:FFT D", "estimate:FFT C", "estimate:FFT B", "estimate:FFT A"];
    models.into_iter().map(basis).find(|model| subject.has(model))
}

fn below_estimate(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    let Some(model) = estimate(subject).filter(|_| subject.has(&target())) else { return };
    if subject.is_guidance || !subject.is_share() {
        return;
    }
    let achieved = |basis: &ReferenceBasis| subject.figure(basis).expect("the file has it").achieved;
    let short = subject.short_by_target();
    if achieved(&target()) < achieved(&model) && short > 0 {
        raise("below-model-d", short);
    }
}

/// S1 ¶20.
fn estimate_below_current(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    let Some(model) = estimate(subject).filter(|_| !subject.is_guidance && subject.has(&target())) else { return };
    if let (Some(estimate), Some(current)) = (subject.value(&model), subject.current())
        && estimate.is_less_than(current)
    {
        raise("model-d-below-current", subject.short_by_target());
    }
}

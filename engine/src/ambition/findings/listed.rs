//! Findings that list pupils, each for what the pupil's own target or result is.

use std::ops::RangeInclusive;
use std::rc::Rc;

use ambition_columns::classes::code_table::lower;

use super::judged::Judgement;
use super::{Evidence, Outcomes, care, interim};
use crate::ambition::checks::within;
use crate::cohort::{Cell, Number};
use crate::guidance::finding::Need;
use crate::guidance::measure::{Measure, MeasureKind, Standing};
use crate::guidance::{Edition, FindingRule};
use crate::measures::{Bases, Basis, Class, Classified, Tally, Those, classify};

/// The pupils of a rule that lists; `None`: this rule does not, or not on this measure.
pub(super) fn find<'a>(
    rule: &'a FindingRule,
    measure: &Measure,
    outcomes: &Outcomes<'a>,
    edition: &Edition,
    bases: &Bases<'a>,
    evidence: Evidence,
) -> Option<(Those<'a>, Judgement<'a>)> {
    let figure = measure.standing != Standing::Check;
    let listed = match rule.code.as_str() {
        "under-two-levels" | "under-one-level" => under_levels(rule, measure, outcomes)?,
        "regression" => regression(measure, outcomes, bases)?,
        "care-lower" => one(care::lower(rule, measure, outcomes.target.as_ref()?, bases)?),
        "sen-no-evidence" => without_evidence(rule, measure, outcomes, bases, evidence)?,
        "target-missing" if figure && measure.about.is_none() => target_missing(measure, bases)?,
        "target-missed" if figure => against_target(measure, outcomes, bases, Class::Reached)?,
        "target-exceeded" if figure => against_target(measure, outcomes, bases, Class::Short)?,
        "ahead-of-target" => one(interim::ahead(rule, measure, edition, bases)?),
        "lowered-after-optional-test" => one(interim::lowered(measure, bases)?),
        "ks2-level4-not-good5em" => return not_reached(rule, measure, outcomes.target.as_ref()?, edition, bases),
        _ => return None,
    };
    Some((listed, Judgement::Listed))
}

/// Pupils whose target moves fewer levels than the rule's; where the outcome is a grade, fewer than it is worth.
fn under_levels<'a>(rule: &FindingRule, measure: &Measure, outcomes: &Outcomes<'a>) -> Option<Those<'a>> {
    let levels = measure.kind.levels().filter(|levels| rule.levels <= *levels)?;
    let target = outcomes.target.as_ref()?;
    if let MeasureKind::Grades { .. } = measure.kind {
        // There is no grade for one level.
        return (levels == rule.levels).then(|| Those::new(target.clone(), only(Class::Short)));
    }
    let distances = target.distances.clone()?;
    let under = distances.under(rule.levels);
    Some(Those::new(distances, under))
}

/// Pupils whose target or result is below the level they had.
fn regression<'a>(measure: &Measure, outcomes: &Outcomes<'a>, bases: &Bases<'a>) -> Option<Those<'a>> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let falling = |outcomes: &Rc<Tally<'a>>| {
        let distances = outcomes.distances.clone()?;
        let falling = distances.falling();
        Some(Those::new(distances, falling))
    };
    let target = outcomes.target.as_ref().and_then(falling);
    let result = outcomes.result(measure, bases).and_then(falling);
    match (target, result) {
        (Some(target), Some(result)) => {
            let mut either = vec![0; bases.cohort().len()];
            target.mark(&mut either);
            result.mark(&mut either);
            Some(Those::new(Rc::new(Classified(either)), 1..=2))
        }
        (one, other) => one.or(other),
    }
}

/// Pupils with a recorded need, a prior level and a target under two levels, without an agreed exception (S0 ¶79).
fn without_evidence<'a>(
    rule: &FindingRule,
    measure: &Measure,
    outcomes: &Outcomes<'a>,
    bases: &Bases<'a>,
    evidence: Evidence,
) -> Option<Those<'a>> {
    let under = under_levels(rule, measure, outcomes)?;
    let mut need = with_need(rule.need.as_ref()?, bases)?;
    for pupil in evidence.excepted {
        need.0.get_mut(*pupil as usize).into_iter().for_each(|need| *need = 0);
    }
    Some(within(under, &rule.from, Some(measure), bases)?.and(Rc::new(need), 1..=1))
}

fn with_need(need: &Need, bases: &Bases) -> Option<Classified> {
    let column = bases.cohort().coded_by_heading(&bases.guidance().fields, &need.field)?;
    let book = bases.codes().book(column.book)?;
    let has = |cell| u8::from(matches!(cell, Cell::Known(code) if !book.is_code(code, &need.not)));
    Some(Classified(column.classes(has)))
}

/// Pupils with an empty target in a result of the measure. Where the file has no target columns there is nothing to
/// say of single pupils.
fn target_missing(measure: &Measure, bases: &Bases) -> Option<Those<'static>> {
    let mut filled = vec![1; bases.cohort().len()];
    for result in &measure.outcome {
        if let Some(column) = bases.column(result, &Basis::moderated()) {
            lower(&mut filled, column.codes(), &column.table(|cell| u8::from(cell != Cell::Blank)));
        } else {
            let numbers = bases.numbers(result, &Basis::moderated())?;
            filled
                .iter_mut()
                .zip(numbers.cells())
                .for_each(|(filled, cell)| *filled &= u8::from(cell != Number::Blank));
        }
    }
    Some(Those::new(Rc::new(Classified(filled)), 0..=0))
}

/// Pupils whose target was in this class and whose result, which is in, is on the other side of the mark (S1 ¶4).
fn against_target<'a>(measure: &Measure, outcomes: &Outcomes<'a>, bases: &Bases<'a>, was: Class) -> Option<Those<'a>> {
    measure.kind.is_share().then_some(())?;
    let (target, result) = (outcomes.target.as_ref()?, outcomes.result(measure, bases)?);
    let now = if was == Class::Reached { Class::Short } else { Class::Reached };
    Some(Those::new(target.clone(), only(was)).and(result.clone(), only(now)))
}

/// Pupils within the rule's prior levels whose target does not reach the measure; those are marked whose progress
/// before was not enough (S0 ¶34).
fn not_reached<'a>(
    rule: &'a FindingRule,
    measure: &Measure,
    target: &Rc<Tally<'a>>,
    edition: &Edition,
    bases: &Bases<'a>,
) -> Option<(Those<'a>, Judgement<'a>)> {
    // 1: within, who does not reach it; 2: who does.
    let mut listed = vec![0; bases.cohort().len()];
    let everyone = Those::new(target.clone(), 0..=u8::MAX);
    let within = within(everyone, &rule.from, Some(measure), bases)?;
    within.mark(&mut listed);
    within.and(target.clone(), only(Class::Reached)).mark(&mut listed);
    let listed = one(Classified(listed));
    let mut marked = vec![0; bases.cohort().len()];
    for measure in rule.marked_by.iter().filter_map(|id| edition.measure(id)) {
        let Some(made) = classify(measure, &Basis::results(), bases) else { continue };
        listed.clone().and(Rc::new(made), only(Class::Short)).mark(&mut marked);
    }
    let marked = Those::new(Rc::new(Classified(marked)), 1..=u8::MAX);
    Some((listed, Judgement::Marked(marked, rule.marked.as_deref()?)))
}

/// Those of class 1.
fn one(listed: Classified) -> Those<'static> {
    Those::new(Rc::new(listed), 1..=1)
}

fn only(class: Class) -> RangeInclusive<u8> {
    class.number()..=class.number()
}

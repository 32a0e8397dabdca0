//! Findings that list pupils, each for what the pupil's own target or result is.

use super::judged::Judgement;
use super::{Evidence, Outcomes, care, interim};
use crate::ambition::checks::within;
use crate::cohort::prior::NO_LEVEL;
use crate::cohort::{Cell, Number};
use crate::guidance::finding::Need;
use crate::guidance::measure::{Measure, MeasureKind, Standing};
use crate::guidance::{Edition, FindingRule};
use crate::measures::progress::{Outcome, Rule};
use crate::measures::{Bases, Basis, Class, Classified, Tally, classify};

/// The pupils of a rule that lists; `None`: this rule does not, or not on this measure.
pub(super) fn find<'a>(
    rule: &'a FindingRule,
    measure: &Measure,
    outcomes: &Outcomes,
    edition: &Edition,
    bases: &Bases,
    evidence: Evidence,
) -> Option<(Classified, Judgement<'a>)> {
    let figure = measure.standing != Standing::Check;
    let listed = match rule.code.as_str() {
        "under-two-levels" | "under-one-level" => under_levels(rule, measure, bases)?,
        "regression" => regression(measure, bases)?,
        "care-lower" => care::lower(rule, measure, bases)?,
        "sen-no-evidence" => without_evidence(rule, measure, bases, evidence)?,
        "target-missing" if figure && measure.about.is_none() => target_missing(measure, bases)?,
        "target-missed" if figure => against_target(measure, outcomes, bases, Class::Reached)?,
        "target-exceeded" if figure => against_target(measure, outcomes, bases, Class::Short)?,
        "ahead-of-target" => interim::ahead(rule, measure, edition, bases)?,
        "lowered-after-optional-test" => interim::lowered(measure, bases)?,
        "ks2-level4-not-good5em" => return not_reached(rule, measure, outcomes.target.as_ref()?, edition, bases),
        _ => return None,
    };
    Some((listed, Judgement::Listed))
}

/// Pupils whose target moves fewer levels than the rule's; where the outcome is a grade, fewer than it is worth.
fn under_levels(rule: &FindingRule, measure: &Measure, bases: &Bases) -> Option<Classified> {
    measure.kind.levels().filter(|levels| rule.levels <= *levels)?;
    if let MeasureKind::Grades { .. } = measure.kind {
        // There is no grade for one level.
        measure.kind.levels().filter(|levels| *levels == rule.levels)?;
        let target = classify(measure, &Basis::moderated(), bases)?;
        return Some(Classified(target.0.iter().map(|class| u8::from(*class == Class::Short.number())).collect()));
    }
    by_prior(measure, &Basis::moderated(), bases, |prior, outcome| match outcome {
        Outcome::Rank(level) => level < prior.saturating_add(rule.levels),
        Outcome::NotMade => true,
        Outcome::None | Outcome::Blank => false,
    })
}

/// Pupils whose target or result is below the level they had.
fn regression(measure: &Measure, bases: &Bases) -> Option<Classified> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let below = |prior: u8, outcome: Outcome| matches!(outcome, Outcome::Rank(level) if level < prior);
    let target = by_prior(measure, &Basis::moderated(), bases, below);
    let result = by_prior(measure, &Basis::results(), bases, below);
    match (target, result) {
        (Some(mut target), Some(result)) => {
            target.0.iter_mut().zip(result.0).for_each(|(either, other)| *either |= other);
            Some(target)
        }
        (one, other) => one.or(other),
    }
}

/// For a progress measure: which pupils' prior level and outcome are as asked.
fn by_prior(
    measure: &Measure,
    basis: &Basis,
    bases: &Bases,
    asked: impl Fn(u8, Outcome) -> bool,
) -> Option<Classified> {
    let prior = bases.prior(measure.prior.as_ref()?)?;
    let column = bases.column(measure.outcome.first()?, basis)?;
    let rule = Rule::new(measure, column.book, basis.is_results(), bases.codes())?;
    let outcome = column.table(|cell| rule.outcome(cell));
    let class = |(prior, code): (&u8, &u8)| {
        let outcome = outcome.get(usize::from(*code)).copied().unwrap_or(Outcome::Blank);
        u8::from(*prior != NO_LEVEL && asked(*prior, outcome))
    };
    Some(Classified(prior.iter().zip(column.codes()).map(class).collect()))
}

/// Pupils with a recorded need, a prior level and a target under two levels, without an agreed exception (S0 ¶79).
fn without_evidence(rule: &FindingRule, measure: &Measure, bases: &Bases, evidence: Evidence) -> Option<Classified> {
    let mut listed = under_levels(rule, measure, bases)?;
    let within = within(&rule.from, Some(measure), bases)?;
    let need = with_need(rule.need.as_ref()?, bases)?;
    for (pupil, class) in (0_u32..).zip(&mut listed.0) {
        let place = pupil as usize;
        let about = within.class(place).is_some_and(|class| class > 0) && need.class(place) == Some(1);
        *class &= u8::from(about && !evidence.excepted.contains(&pupil));
    }
    Some(listed)
}

fn with_need(need: &Need, bases: &Bases) -> Option<Classified> {
    let column = bases.cohort().coded_by_heading(&bases.guidance().fields, &need.field)?;
    let book = bases.codes().book(column.book)?;
    let has = |cell| u8::from(matches!(cell, Cell::Known(code) if !book.is_code(code, &need.not)));
    Some(Classified(column.each(has)))
}

/// Pupils with an empty target in a result of the measure. Where the file has no target columns there is nothing to
/// say of single pupils.
fn target_missing(measure: &Measure, bases: &Bases) -> Option<Classified> {
    let mut missing = vec![0; bases.cohort().len()];
    for result in &measure.outcome {
        let either = missing.iter_mut();
        if let Some(column) = bases.column(result, &Basis::moderated()) {
            let blank = column.table(|cell| u8::from(cell == Cell::Blank));
            let blank = column.codes().iter().map(|code| blank.get(usize::from(*code)).copied().unwrap_or_default());
            either.zip(blank).for_each(|(either, blank)| *either |= blank);
        } else {
            let numbers = bases.numbers(result, &Basis::moderated())?;
            either.zip(numbers.cells()).for_each(|(either, cell)| *either |= u8::from(cell == Number::Blank));
        }
    }
    Some(Classified(missing))
}

/// Pupils whose target was in this class and whose result, which is in, is on the other side of the mark (S1 ¶4).
fn against_target(measure: &Measure, outcomes: &Outcomes, bases: &Bases, was: Class) -> Option<Classified> {
    measure.kind.is_share().then_some(())?;
    let (target, result) = (outcomes.target.as_ref()?, outcomes.result(measure, bases)?);
    let now = if was == Class::Reached { Class::Short } else { Class::Reached };
    let listed = |(target, result): (&u8, &u8)| u8::from(*target == was.number() && *result == now.number());
    Some(Classified(target.classified.0.iter().zip(&result.0).map(listed).collect()))
}

/// Pupils within the rule's prior levels whose target does not reach the measure; those are marked whose progress
/// before was not enough (S0 ¶34).
fn not_reached<'a>(
    rule: &'a FindingRule,
    measure: &Measure,
    target: &Tally,
    edition: &Edition,
    bases: &Bases,
) -> Option<(Classified, Judgement<'a>)> {
    let within = within(&rule.from, Some(measure), bases)?;
    let listed = |(class, within): (&u8, &u8)| u8::from(*within > 0 && *class != Class::Reached.number());
    let listed = target.classified.0.iter().zip(&within.0).map(listed).collect::<Vec<_>>();
    let mut marked = vec![0; listed.len()];
    for measure in rule.marked_by.iter().filter_map(|id| edition.measure(id)) {
        let Some(made) = classify(measure, &Basis::results(), bases) else { continue };
        let short = made.0.iter().map(|class| u8::from(*class == Class::Short.number()));
        marked.iter_mut().zip(short).zip(&listed).for_each(|((marked, short), listed)| *marked |= short & listed);
    }
    Some((Classified(listed), Judgement::Marked(Classified(marked), rule.marked.as_deref()?)))
}

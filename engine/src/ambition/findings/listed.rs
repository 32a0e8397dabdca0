//! Findings that list pupils, each for what the pupil's own target or result is.

use std::ops::RangeInclusive;
use std::rc::Rc;

use ambition_columns::classes::code_table::lower;

use super::judged::FindingTest;
use super::{FindingCase, RuleSubject};
use crate::ambition::checks::within;
use crate::cohort::{CodedCell, NumberCell};
use crate::guidance::finding::RecordedNeed;
use crate::guidance::measure::{Measure, MeasureKind, MeasureStanding};
use crate::guidance::prior::PriorRange;
use crate::measures::{Bases, Basis, Class, Evaluated, PupilClasses, PupilSet, classify};

/// Pupils whose target moves fewer levels than this many; where the outcome is a grade, fewer than it is worth.
pub(super) fn under_levels<'a>(least: u8, subject: RuleSubject<'_, 'a>) -> Option<PupilSet<'a>> {
    let RuleSubject { measure, outcomes, .. } = subject;
    let levels = measure.kind.levels().filter(|levels| least <= *levels)?;
    let target = outcomes.target.as_ref()?;
    if let MeasureKind::Grades { .. } = measure.kind {
        // There is no grade for one level.
        return (levels == least).then(|| PupilSet::new(target.clone(), range_of(Class::Short)));
    }
    let distances = target.distances.clone()?;
    let under = distances.under(least);
    Some(PupilSet::new(distances, under))
}

/// Pupils whose target or result is below the level they had.
pub(super) fn below_prior<'a>(subject: RuleSubject<'_, 'a>) -> Option<PupilSet<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let falling = |outcomes: &Rc<Evaluated<'a>>| {
        let distances = outcomes.distances.clone()?;
        let falling = distances.falling();
        Some(PupilSet::new(distances, falling))
    };
    let target = outcomes.target.as_ref().and_then(falling);
    let result = outcomes.result(measure, bases).and_then(falling);
    match (target, result) {
        (Some(target), Some(result)) => {
            let mut either = vec![0; bases.cohort().len()];
            target.mark(&mut either);
            result.mark(&mut either);
            Some(PupilSet::new(Rc::new(PupilClasses(either)), 1..=2))
        }
        (one, other) => one.or(other),
    }
}

/// Pupils with a recorded need, a prior level in these ranges and a target under this many levels, without an agreed
/// exception (S0 ¶79).
pub(super) fn without_evidence<'a>(
    levels: u8,
    need: &RecordedNeed,
    from: &[PriorRange],
    subject: RuleSubject<'_, 'a>,
) -> Option<PupilSet<'a>> {
    let RuleSubject { measure, bases, evidence, .. } = subject;
    let under = under_levels(levels, subject)?;
    let mut need = with_need(need, bases)?;
    for pupil in evidence.excepted {
        need.0.get_mut(*pupil as usize).into_iter().for_each(|need| *need = 0);
    }
    Some(within(under, from, Some(measure), bases)?.and(Rc::new(need), 1..=1))
}

fn with_need(need: &RecordedNeed, bases: &Bases) -> Option<PupilClasses> {
    let column = bases.cohort().coded_by_heading(&bases.guidance().fields, &need.field)?;
    let list = bases.codes().list(column.code_list)?;
    let has = |cell| u8::from(matches!(cell, CodedCell::Known(code) if !list.is_code(code, &need.not)));
    Some(PupilClasses(column.classes(has)))
}

/// Pupils with an empty target in a result of a measure of all pupils. Where the file has no target columns, nothing can be
/// say of single pupils.
pub(super) fn target_missing(measure: &Measure, bases: &Bases) -> Option<PupilSet<'static>> {
    (measure.standing != MeasureStanding::Check && measure.about.is_none()).then_some(())?;
    let mut filled = vec![1; bases.cohort().len()];
    for result in &measure.outcome {
        if let Some(column) = bases.column(result, &Basis::Moderated) {
            lower(&mut filled, column.codes(), &column.table(|cell| u8::from(cell != CodedCell::Blank)));
        } else {
            let numbers = bases.numbers(result, &Basis::Moderated)?;
            filled
                .iter_mut()
                .zip(numbers.cells())
                .for_each(|(filled, cell)| *filled &= u8::from(cell != NumberCell::Blank));
        }
    }
    Some(PupilSet::new(Rc::new(PupilClasses(filled)), 0..=0))
}

/// Pupils whose target was in one class and whose result is in the other.
pub(super) fn moved<'a>(
    (was, target): (Class, &Rc<Evaluated<'a>>),
    (is, result): (Class, &Rc<Evaluated<'a>>),
) -> PupilSet<'a> {
    PupilSet::new(target.clone(), range_of(was)).and(result.clone(), range_of(is))
}

/// Pupils with these prior levels whose target does not reach the measure. Marked, with `words` said of them, are those
/// whose earlier progress was not enough by these measures (S0 ¶34).
pub(super) fn not_reached<'a>(
    from: &[PriorRange],
    marked_by: &[String],
    words: &'a str,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, edition, bases, .. } = subject;
    let target = outcomes.target.as_ref()?;
    // 1: within, who does not reach it; 2: who does.
    let mut listed = vec![0; bases.cohort().len()];
    let everyone = PupilSet::new(target.clone(), 0..=u8::MAX);
    let within = within(everyone, from, Some(measure), bases)?;
    within.mark(&mut listed);
    within.and(target.clone(), range_of(Class::Reached)).mark(&mut listed);
    let listed = class_one(PupilClasses(listed));
    let mut marked = vec![0; bases.cohort().len()];
    for measure in marked_by.iter().filter_map(|id| edition.measure(id)) {
        let Some(made) = classify(measure, &Basis::Actual, bases) else { continue };
        listed.clone().and(Rc::new(made), range_of(Class::Short)).mark(&mut marked);
    }
    let marked = PupilSet::new(Rc::new(PupilClasses(marked)), 1..=u8::MAX);
    Some(FindingCase { concerned: listed, judgement: FindingTest::Marked(marked, words) })
}

/// Pupils in the figure whose target reaches all marks of the measure but one.
pub(super) fn one_short<'a>(subject: RuleSubject<'_, 'a>) -> Option<PupilSet<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    let target = outcomes.target.as_ref()?;
    let results = match &measure.kind {
        MeasureKind::GoodLevel(good) => &good.scales,
        _ => &measure.outcome,
    };
    (results.len() > 1).then_some(())?;
    let mut short = vec![0_u8; bases.cohort().len()];
    for (number, result) in results.iter().enumerate() {
        let column = bases.column(result, &Basis::Moderated)?;
        let list = bases.codes().list(column.code_list)?;
        let mark = match &measure.kind {
            MeasureKind::Threshold(marks) => list.rank_of(marks.get(number)?)?,
            MeasureKind::GoodLevel(good) => good.each,
            _ => return None,
        };
        let reaches = |code| list.rank(code).is_some_and(|rank| rank >= mark);
        let is_short = column.classes(|cell| u8::from(!cell.code().is_some_and(reaches)));
        short.iter_mut().zip(is_short).for_each(|(short, one)| *short = short.saturating_add(one));
    }
    let in_figure = Class::Short.number()..=Class::Missing.number();
    Some(PupilSet::new(target.clone(), in_figure).and(Rc::new(PupilClasses(short)), 1..=1))
}

/// Those of class 1.
pub(super) fn class_one(listed: PupilClasses) -> PupilSet<'static> {
    PupilSet::new(Rc::new(listed), 1..=1)
}

fn range_of(class: Class) -> RangeInclusive<u8> {
    class.number()..=class.number()
}

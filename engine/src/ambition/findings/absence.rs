//! A school's absence target against the median of its free school meals band (RULES 3.6, S0 ¶87).

use std::rc::Rc;

use super::judged::FindingTest;
use super::{FindingCase, RuleSubject};
use crate::ambition::trajectory::steps;
use crate::guidance::finding::CurrentComparison;
use crate::guidance::{Edition, FindingRule, Measure, MeasureKind};
use crate::measures::attendance::SessionColumns;
use crate::measures::{Bases, Basis, Exact, PupilClasses, PupilSet};

/// What is known of a measure of absence.
struct AbsenceFigures {
    median: Exact,
    target: Exact,
    now: Exact,
}

impl AbsenceFigures {
    /// `None`: the measure is not one of absence, or median, target or current absence are not known.
    fn new(subject: &RuleSubject) -> Option<Self> {
        let (measure, current) = (subject.measure, subject.evidence.current);
        (measure.kind == MeasureKind::Absence).then_some(())?;
        let (median, target) = (current.median()?, current.typed_target(&measure.id)?);
        Some(Self { median, target, now: current.value(&measure.id, "")? })
    }

    /// The pupils whose own absence is above the median, and why the finding is raised.
    fn raise_above_median<'a>(&self, words: Option<String>, subject: &RuleSubject<'_, 'a>) -> FindingCase<'a> {
        let concerned = above(self.median, subject.measure, subject.bases);
        FindingCase { concerned, judgement: FindingTest::Whole(words) }
    }
}

/// The target asks for more absence than there is now; its equal is for the median to judge (S0 ¶87). The pupils are those
/// whose own absence is above the target.
pub(super) fn against_current<'a>(
    comparison: CurrentComparison,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, bases, evidence, .. } = subject;
    let CurrentComparison::Below = comparison else { return None };
    let (target, now) = (evidence.current.typed_target(&measure.id)?, evidence.current.value(&measure.id, "")?);
    let words = target
        .compare(now)
        .is_gt()
        .then(|| format!("The target is an absence of {}, above the current {}.", target.percent(), now.percent()));
    Some(FindingCase { concerned: above(target, measure, bases), judgement: FindingTest::Whole(words) })
}

/// The pupils whose own absence is above this percentage.
fn above<'a>(percent: Exact, measure: &Measure, bases: &Bases<'a>) -> PupilSet<'a> {
    let sessions = SessionColumns::new(measure, &Basis::Actual, bases);
    let above = |sessions: SessionColumns| PupilSet::new(Rc::new(sessions.above(percent)), 1..=1);
    sessions.map_or_else(PupilSet::nobody, above)
}

/// Absence is above the median, and the target above equal steps that arrive there by this year.
pub(super) fn above_median<'a>(rule: &FindingRule, by: u16, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let absence = AbsenceFigures::new(&subject)?;
    Some(absence.raise_above_median(above_steps(by, rule, subject.edition, &absence), &subject))
}

fn above_steps(by: u16, rule: &FindingRule, edition: &Edition, absence: &AbsenceFigures) -> Option<String> {
    let AbsenceFigures { median, target, now } = *absence;
    if now.compare(median).is_le() || target.compare(median).is_le() {
        return None;
    }
    let series = steps((edition.current_year, now), (by, median), 0);
    let step = series.iter().find(|step| step.year == edition.target_year)?;
    target.compare(step.percent).is_gt().then(|| {
        let [target, step, median] = [target, step.percent, median].map(Exact::percent);
        format!(
            "{} Target {target}; equal steps come to {step} in {}, and to the median of {median} by {by}.",
            rule.raised, edition.target_year
        )
    })
}

/// Pupils who are within this many sessions of counting as persistently absent, or count already.
pub(super) fn near_persistent<'a>(within: u16, subject: RuleSubject<'_, 'a>) -> Option<PupilSet<'a>> {
    let RuleSubject { measure, bases, .. } = subject;
    let sessions = SessionColumns::new(measure, &Basis::Actual, bases)?;
    let is_near = |pupil: usize| {
        let (absent, _) = sessions.sessions_of(pupil)?;
        Some(absent + u64::from(within) >= sessions.persistent_from(&measure.kind, pupil)?)
    };
    let near = (0..sessions.pupils()).map(|pupil| u8::from(is_near(pupil).unwrap_or_default()));
    Some(PupilSet::new(Rc::new(PupilClasses(near.collect())), 1..=1))
}

/// The target of absence is not lower than the current one by the least improvement that is asked of the school.
pub(super) fn below_improvement<'a>(rule: &FindingRule, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let (measure, bases, current) = (subject.measure, subject.bases, subject.evidence.current);
    (measure.kind == MeasureKind::Absence).then_some(())?;
    let (improvement, target) = (current.improvement()?, current.typed_target(&measure.id)?);
    let now = current.value(&measure.id, "")?;
    let words = target.plus(improvement).compare(now).is_gt().then(|| {
        let [target, now] = [target, now].map(Exact::percent);
        format!("{} Target {target}, last year {now}; {} points were asked.", rule.raised, improvement.decimals(1))
    });
    Some(FindingCase { concerned: above(target, measure, bases), judgement: FindingTest::Whole(words) })
}

/// Absence is at or below the median, and the target above it.
pub(super) fn not_sustained<'a>(rule: &FindingRule, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let absence = AbsenceFigures::new(&subject)?;
    let AbsenceFigures { median, target, now } = absence;
    let words = (now.compare(median).is_le() && target.compare(now).is_gt())
        .then(|| format!("{} Target {}, current {}.", rule.raised, target.percent(), now.percent()));
    Some(absence.raise_above_median(words, &subject))
}

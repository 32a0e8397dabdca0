//! Targets of absence: against the median of a school's free school meals band (RULES 3.6, S0 ¶87), the improvement that
//! is asked of it (RULES_2027 D), and its current absence.

use std::rc::Rc;

use super::judged::FindingTest;
use super::{FindingCase, RuleSubject};
use crate::ambition::KnownAbsence;
use crate::ambition::trajectory::steps;
use crate::cohort::school_slices::school_slices;
use crate::guidance::finding::CurrentComparison;
use crate::guidance::{FindingRule, MeasureKind};
use crate::measures::attendance::SessionColumns;
use crate::measures::{Basis, Exact, PupilClasses, PupilSet};
use crate::text::phrases::thousands;

/// When a target of absence is too high.
#[derive(Clone, Copy, Debug)]
pub(super) enum AbsenceTest<'a> {
    /// When it is above current absence; what equals it is for the median to judge (S0 ¶87).
    AboveCurrent,
    /// When absence is above the median, and the target above equal steps that arrive there by a year: the years of
    /// current performance, of the target and of arrival.
    AboveMedian(&'a str, [u16; 3]),
    /// When absence is at or below the median, and the target above it.
    NotSustained(&'a str),
    /// When it is not lower than current absence by the least improvement that is asked.
    BelowImprovement(&'a str),
}

impl<'a> AbsenceTest<'a> {
    /// Why it is raised; `None`: it is not, or not all that it goes by is known.
    pub(super) fn words(self, absence: KnownAbsence) -> Option<String> {
        let (now, target) = (absence.now?, absence.target?);
        let [shown, shown_now] = [target, now].map(Exact::percent);
        match self {
            Self::AboveCurrent => target
                .compare(now)
                .is_gt()
                .then(|| format!("The target is an absence of {shown}, above the current {shown_now}.")),
            Self::AboveMedian(raised, [from, to, by]) => {
                let is_below = |median: &Exact| now.compare(*median).is_gt() && target.compare(*median).is_gt();
                let median = absence.median.filter(is_below)?;
                let series = steps((from, now), (by, median), 0);
                let step =
                    series.iter().find(|step| step.year == to).filter(|step| target.compare(step.percent).is_gt())?;
                let [step, median] = [step.percent, median].map(Exact::percent);
                Some(format!(
                    "{raised} Target {shown}; equal steps come to {step} in {to}, and to the median of {median} by {by}."
                ))
            }
            Self::NotSustained(raised) => {
                let median = absence.median?;
                (now.compare(median).is_le() && target.compare(now).is_gt())
                    .then(|| format!("{raised} Target {shown}, current {shown_now}."))
            }
            Self::BelowImprovement(raised) => {
                let improvement = absence.improvement?;
                target.plus(improvement).compare(now).is_gt().then(|| {
                    let asked = improvement.decimals(1);
                    format!("{raised} Target {shown}, last year {shown_now}; {asked} points were asked.")
                })
            }
        }
    }

    /// The absence above which a pupil's own is listed: the median, or else the target.
    fn line(self, absence: KnownAbsence) -> Option<Exact> {
        match self {
            Self::AboveCurrent | Self::BelowImprovement(_) => absence.target,
            Self::AboveMedian(..) | Self::NotSustained(_) => absence.median,
        }
    }

    /// The test of a measure of absence, and the pupils whose own absence is above the line of the whole file, and of
    /// their own school.
    fn on(self, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
        let RuleSubject { measure, bases, evidence, .. } = subject;
        (measure.kind == MeasureKind::Absence).then_some(())?;
        let current = evidence.current;
        let sessions = SessionColumns::new(measure, &Basis::Actual, bases);
        let whole = self.line(current.absence_of(&measure.id, ""));
        let above = |(sessions, line): (&SessionColumns, Exact)| PupilSet::new(Rc::new(sessions.above(line)), 1..=1);
        let concerned = sessions.as_ref().zip(whole).map_or_else(PupilSet::nobody, above);
        let mut in_schools = PupilSet::nobody();
        if let Some(sessions) = sessions.filter(|_| current.has_absence_of_schools()) {
            let mut above = vec![0; sessions.pupils()];
            for part in school_slices(bases.cohort(), bases.guidance()) {
                let line = self.line(current.absence_of(&measure.id, &part.school));
                for pupil in part.pupils.iter().flatten().map(|pupil| *pupil as usize) {
                    let is_above = line.is_some_and(|line| sessions.is_above(pupil, line));
                    above.get_mut(pupil).into_iter().for_each(|above| *above = u8::from(is_above));
                }
            }
            in_schools = PupilSet::new(Rc::new(PupilClasses(above)), 1..=1);
        }
        Some(FindingCase { concerned, judgement: FindingTest::Absence(self, in_schools) })
    }
}

/// The target asks for more absence than there is now.
pub(super) fn against_current<'a>(
    comparison: CurrentComparison,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let CurrentComparison::Below = comparison else { return None };
    AbsenceTest::AboveCurrent.on(subject)
}

/// Absence is above the median, and the target above equal steps that arrive there by this year.
pub(super) fn above_median<'a>(
    rule: &'a FindingRule,
    by: u16,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let years = [subject.edition.current_year, subject.edition.target_year, by];
    AbsenceTest::AboveMedian(&rule.raised, years).on(subject)
}

/// Pupils who are within this many sessions of counting as persistently absent, or count already.
pub(super) fn near_persistent<'a>(within: u16, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, bases, .. } = subject;
    let sessions = SessionColumns::new(measure, &Basis::Actual, bases)?;
    let is_near = |pupil: usize| {
        let (absent, _) = sessions.sessions_of(pupil)?;
        Some(absent + u64::from(within) >= sessions.persistent_from(&measure.kind, pupil)?)
    };
    let near = (0..sessions.pupils()).map(|pupil| u8::from(is_near(pupil).unwrap_or_default()));
    let concerned = PupilSet::new(Rc::new(PupilClasses(near.collect())), 1..=1);
    let near = NearPersistence { kind: &measure.kind, within, sessions };
    Some(FindingCase { concerned, judgement: FindingTest::NearPersistent(near) })
}

/// What is near persistent absence, in the sessions of a file.
#[derive(Clone, Debug)]
pub(super) struct NearPersistence<'a> {
    kind: &'a MeasureKind,
    within: u16,
    sessions: SessionColumns<'a>,
}

impl NearPersistence<'_> {
    /// What the file's sessions make of it: in part of a year few are enough. Empty: nobody has sessions.
    pub fn words(&self, pupils: Option<&[u32]>) -> String {
        let possible = |pupil: usize| self.sessions.sessions_of(pupil).map(|(_, possible)| (possible, pupil));
        let most = match pupils {
            Some(pupils) => pupils.iter().filter_map(|pupil| possible(*pupil as usize)).max(),
            None => (0..self.sessions.pupils()).filter_map(possible).max(),
        };
        let of_most =
            most.and_then(|(possible, pupil)| Some((possible, self.sessions.persistent_from(self.kind, pupil)?)));
        let Some((possible, from)) = of_most else { return String::new() };
        let enough = from.saturating_sub(self.within.into());
        format!(
            " It goes by the sessions in this file, at most {} for a pupil: {from} missed are persistent absence, and \
             {enough} are enough to be listed. If the file covers part of a year, many of these pupils may end it \
             without persistent absence.",
            thousands(possible)
        )
    }
}

/// The target of absence is not lower than the current one by the least improvement that is asked of the school.
pub(super) fn below_improvement<'a>(rule: &'a FindingRule, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    AbsenceTest::BelowImprovement(&rule.raised).on(subject)
}

/// Absence is at or below the median, and the target above it.
pub(super) fn not_sustained<'a>(rule: &'a FindingRule, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    AbsenceTest::NotSustained(&rule.raised).on(subject)
}

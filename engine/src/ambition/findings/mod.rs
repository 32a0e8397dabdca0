//! Findings: what a School Improvement Partner raises (RULES 7), each with its measure and its pupils.
//!
//! They are raised on the moderated targets. What a rule looks for is its kind, in the data; [`look_for`] is the one place
//! that knows them all. [`listed`] finds pupils one by one, [`judged`] compares figures, [`authority`] looks at a file of
//! several schools as a whole, [`checks`] at part of a cohort. A finding's pupils are worked out again when they are asked for, from the same rule that
//! counted them.

mod absence;
mod authority;
pub mod care;
mod checks;
pub mod interim;
mod judged;
mod listed;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::rc::Rc;

use super::Current;
use crate::cohort::school_slices::SchoolSlice;
use crate::guidance::finding::FindingKind;
use crate::guidance::measure::{Measure, MeasureStanding};
use crate::guidance::{Edition, FindingRule};
use crate::measures::evaluated::GroupFigure;
use crate::measures::{Bases, Basis, Class, Evaluated, PupilSet, evaluate};
use crate::text::phrases::count;
use authority::OnGroups;
use judged::{Judgement, Said, Side};

/// Something to discuss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub code: String,
    /// The measure's id, or the check's.
    pub measure: String,
    /// How many pupils are concerned.
    pub pupils: u64,
    /// What was found, as a sentence.
    pub found: String,
    /// What the guidance asks next.
    pub follows: String,
    /// Its paragraph.
    pub source: String,
}

impl Finding {
    /// What was found, and what the guidance asks next.
    pub fn message(&self) -> String {
        format!("{} {}", self.found, self.follows)
    }
}

/// What findings go by besides the cohort.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Current performance.
    pub current: &'a Current,
    /// Pupils with an agreed exception (RULES 5.3).
    pub excepted: &'a BTreeSet<u32>,
}

/// What findings are made of, worked out once for the whole cohort and judged for any part of it.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    raised: Vec<Raised<'a>>,
}

/// A rule and what it is raised on, with the pupils it would be about.
#[derive(Clone, Debug)]
struct Raised<'a> {
    rule: &'a FindingRule,
    /// The measure's id, or the check's.
    on: &'a str,
    source: &'a str,
    /// The pupils that it would be about.
    concerned: PupilSet<'a>,
    judgement: Judgement<'a>,
}

/// The classes of pupils in the figure who do not reach the mark.
const IN_FIGURE_SHORT: RangeInclusive<u8> = Class::Short.number()..=Class::Missing.number();

impl<'a> Findings<'a> {
    /// Looks for everything that the edition's rules raise.
    pub fn new(edition: &'a Edition, bases: &'a Bases<'a>, evidence: Evidence<'a>) -> Self {
        Self { raised: all(edition, None, bases, evidence).collect() }
    }

    /// What is found in a part of the cohort.
    pub fn of(&self, part: &SchoolSlice, current: &Current) -> Vec<Finding> {
        self.raised.iter().filter_map(|raised| raised.finding(part, current)).collect()
    }
}

/// What is found at one key stage in the cohort as a whole. Each thing is judged and forgotten before the next is looked
/// for: of a large cohort, all of them at once would take more room than the pupils.
pub fn at_stage(edition: &Edition, stage: &str, bases: &Bases, evidence: Evidence) -> Vec<Finding> {
    let all = all(edition, Some(stage), bases, evidence);
    all.filter_map(|raised| raised.finding(&SchoolSlice::default(), evidence.current)).collect()
}

/// Everything that may be raised, at one key stage or at all of them.
fn all<'a>(
    edition: &'a Edition,
    stage: Option<&'a str>,
    bases: &'a Bases<'a>,
    evidence: Evidence<'a>,
) -> impl Iterator<Item = Raised<'a>> {
    let wanted = move |of: &str| stage.is_none_or(|stage| stage == of);
    let measures = edition.measures.iter().filter(move |measure| measure.is_judged() && wanted(&measure.stage));
    let authority = Rc::default();
    let of_measure = move |measure: &'a Measure| {
        let outcomes = Outcomes::new(measure, bases, &authority);
        edition
            .findings
            .iter()
            .filter_map(move |rule| raise(rule, Subject { measure, outcomes: &outcomes, edition, bases, evidence }))
    };
    let checks = edition.checks.iter().filter(move |check| wanted(&check.stage));
    measures.flat_map(of_measure).chain(checks.filter_map(move |check| checks::raise(check, edition, bases)))
}

impl Raised<'_> {
    fn finding(&self, part: &SchoolSlice, current: &Current) -> Option<Finding> {
        let said = self.judgement.of(part, current, self.on);
        if let Said::Nothing = said {
            return None;
        }
        let concerned = self.concerned.count(part.pupils.as_deref());
        let found = match said {
            Said::Words(words) => words,
            Said::OfThoseListed(also) if concerned > 0 => {
                format!("{} This concerns {}.{also}", self.rule.raised, count(concerned, "pupil"))
            }
            Said::Nothing | Said::OfThoseListed(_) => return None,
        };
        Some(Finding {
            code: self.rule.code.clone(),
            measure: self.on.to_owned(),
            pupils: concerned,
            found,
            follows: self.rule.follows.clone(),
            source: self.source.to_owned(),
        })
    }
}

/// A measure's targets, results and estimates, each worked out once for all rules.
struct Outcomes<'a> {
    target: Option<Rc<Evaluated<'a>>>,
    result: OnceCell<Option<Rc<Evaluated<'a>>>>,
    estimate: OnceCell<Option<judged::Estimate<'a>>>,
    /// What rules on groups and schools go by: the same for every measure.
    authority: Rc<authority::Authority<'a>>,
    /// Their targets.
    of_groups: OnceCell<Vec<GroupFigure>>,
}

impl<'a> Outcomes<'a> {
    fn new(measure: &Measure, bases: &Bases<'a>, authority: &Rc<authority::Authority<'a>>) -> Self {
        Self {
            target: evaluate(measure, &Basis::Moderated, bases).map(Rc::new),
            result: OnceCell::new(),
            estimate: OnceCell::new(),
            authority: authority.clone(),
            of_groups: OnceCell::new(),
        }
    }

    /// The results; `None`: the file has none.
    fn result(&self, measure: &Measure, bases: &Bases<'a>) -> Option<&Rc<Evaluated<'a>>> {
        self.result.get_or_init(|| evaluate(measure, &Basis::Actual, bases).map(Rc::new)).as_ref()
    }

    /// The estimates of most challenge, and what they are called; `None`: the file has none.
    fn estimate(&self, measure: &Measure, bases: &Bases<'a>) -> Option<judged::Estimate<'a>> {
        self.estimate.get_or_init(|| judged::estimate(measure, bases)).clone()
    }
}

/// A measure, and everything that rules are held against on it.
#[derive(Clone, Copy)]
struct Subject<'s, 'a> {
    measure: &'a Measure,
    outcomes: &'s Outcomes<'a>,
    edition: &'a Edition,
    bases: &'s Bases<'a>,
    evidence: Evidence<'s>,
}

/// The pupils that a finding would be about, and when it is raised.
type Found<'a> = (PupilSet<'a>, Judgement<'a>);

/// A rule on a measure; `None`: it has nothing to do with this measure, or the file lacks what it needs.
fn raise<'a>(rule: &'a FindingRule, subject: Subject<'_, 'a>) -> Option<Raised<'a>> {
    let measure = subject.measure;
    if !rule.concerns(measure) || (measure.standing == MeasureStanding::Check && !measure.kind.is_progress()) {
        return None;
    }
    let (concerned, judgement) = look_for(rule, subject)?;
    Some(Raised { rule, on: &measure.id, source: rule.source_for(measure), concerned, judgement })
}

/// What a rule looks for, by its kind.
fn look_for<'a>(rule: &'a FindingRule, subject: Subject<'_, 'a>) -> Option<Found<'a>> {
    let Subject { measure, outcomes, edition, bases, .. } = subject;
    let list = |those: PupilSet<'a>| (those, Judgement::Listed);
    let compared = |judgement: Judgement<'a>| Some((short_by_target(outcomes)?, judgement));
    match &rule.kind {
        FindingKind::BelowExpectation => judged::expectation(subject),
        FindingKind::AgainstCurrent(comparison) => judged::current(*comparison, subject).and_then(compared),
        FindingKind::StaysBelowLine { line, .. } => {
            judged::line(Side::StaysBelow, line, rule.years(&measure.stage), subject).and_then(compared)
        }
        FindingKind::FallsBelowLine { line } => judged::line(Side::FallsBelow, line, &[], subject).and_then(compared),
        FindingKind::BelowEstimate => judged::below_estimate(subject).and_then(compared),
        FindingKind::EstimateBelowCurrent => judged::estimate_below_current(subject).and_then(compared),
        FindingKind::BelowPilot { points, flag } => judged::pilot(*points, flag, subject).and_then(compared),
        FindingKind::GroupsNotAboveCurrent(groups) => authority::on_groups(OnGroups::NotAboveCurrent, groups, subject),
        FindingKind::GroupGapsNotNarrowing(groups) => authority::on_groups(OnGroups::GapsNotNarrowing, groups, subject),
        FindingKind::GroupsAlike(groups) => authority::on_groups(OnGroups::Alike, groups, subject),
        FindingKind::BehindOther(others) => {
            authority::behind_other(others.get(&measure.id)?, subject).and_then(compared)
        }
        FindingKind::AbsenceAboveMedian { by } => absence::above_median(rule, *by, subject),
        FindingKind::AbsenceNotSustained => absence::not_sustained(rule, subject),
        FindingKind::UnderLevels(levels) => listed::under_levels(*levels, subject).map(list),
        FindingKind::BelowPrior => listed::below_prior(subject).map(list),
        FindingKind::LessProgressInCare { levels, flag } => {
            care::lower(flag, *levels, measure, outcomes.target.as_ref()?, bases).map(listed::one).map(list)
        }
        FindingKind::NeedWithoutEvidence { levels, from, need } => {
            listed::without_evidence(*levels, need, from, subject).map(list)
        }
        FindingKind::TargetMissing => listed::target_missing(measure, bases).map(list),
        FindingKind::TargetMissed => listed::against_target(Class::Reached, subject).map(list),
        FindingKind::TargetExceeded => listed::against_target(Class::Short, subject).map(list),
        FindingKind::AheadOfTarget { points } => {
            interim::ahead(*points, measure, edition, bases).map(listed::one).map(list)
        }
        FindingKind::LoweredAfterTest => interim::lowered(measure, bases).map(listed::one).map(list),
        FindingKind::NotReachedFromPrior { from, marked_by, marked } => {
            listed::not_reached(from, marked_by, marked, subject)
        }
    }
}

/// The pupils short of the mark by target.
fn short_by_target<'a>(outcomes: &Outcomes<'a>) -> Option<PupilSet<'a>> {
    Some(PupilSet::new(outcomes.target.clone()?, IN_FIGURE_SHORT))
}

/// The pupils that a finding on a measure or a check is about; `None`: there is no such finding here.
pub fn pupils(code: &str, on: &str, edition: &Edition, bases: &Bases, evidence: Evidence) -> Option<Vec<u32>> {
    let rule = edition.finding(code)?;
    let concerned = match (edition.measure(on), edition.check_by_id(on)) {
        (Some(measure), _) if measure.is_judged() => {
            let outcomes = &Outcomes::new(measure, bases, &Rc::default());
            raise(rule, Subject { measure, outcomes, edition, bases, evidence })?.concerned
        }
        (None, Some(check)) => checks::raise(check, edition, bases)?.concerned,
        _ => return None,
    };
    Some(concerned.pupils())
}

//! Findings: what a School Improvement Partner raises (RULES 7), each with its measure and its pupils.
//!
//! They are raised on the moderated targets. What a rule looks for is its kind, in the data; [`look_for`] is the one place
//! that knows them all. [`listed`] finds pupils one by one, [`judged`] compares figures, [`authority`] looks at a file of
//! several schools as a whole, [`checks`] at part of a cohort. A finding's pupils are computed again on demand, from the same rule that
//! counted them.

mod absence;
mod authority;
pub mod care;
mod checks;
mod groups;
pub mod interim;
mod judged;
mod listed;

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::rc::Rc;

use super::CurrentPerformance;
use crate::cohort::school_slices::SchoolSlice;
use crate::guidance::finding::FindingKind;
use crate::guidance::measure::{Measure, MeasureKind, MeasureStanding};
use crate::guidance::{Edition, FindingRule};
use crate::measures::evaluated::GroupFigure;
use crate::measures::{Bases, Basis, Class, Evaluated, PupilSet, evaluate};
use authority::GroupComparison;
use judged::{FindingTest, FindingWording, LineSide};

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
pub struct FindingEvidence<'a> {
    /// Current performance.
    pub current: &'a CurrentPerformance,
    /// Pupils with an agreed exception (RULES 5.3).
    pub excepted: &'a BTreeSet<u32>,
}

/// What findings are made of, computed once for the whole cohort and judged for any part of it.
#[derive(Clone, Debug)]
pub struct PossibleFindings<'a> {
    raised: Vec<RaisedRule<'a>>,
}

/// A rule and what it is raised on, with the pupils it would be about.
#[derive(Clone, Debug)]
struct RaisedRule<'a> {
    rule: &'a FindingRule,
    /// The measure's id, or the check's.
    on: &'a str,
    source: &'a str,
    /// The pupils that it would be about.
    concerned: PupilSet<'a>,
    judgement: FindingTest<'a>,
    /// It is raised on schools, and the file as a whole is not one.
    of_schools_alone: bool,
}

/// The classes of pupils in the figure who do not reach the mark.
const IN_FIGURE_SHORT: RangeInclusive<u8> = Class::Short.number()..=Class::Missing.number();

impl<'a> PossibleFindings<'a> {
    /// Looks for everything that the edition's rules raise.
    pub fn new(edition: &'a Edition, bases: &'a Bases<'a>, evidence: FindingEvidence<'a>) -> Self {
        Self { raised: possible_findings(edition, None, bases, evidence).collect() }
    }

    /// Looks for what they raise at one key stage.
    pub fn at_stage(edition: &'a Edition, stage: &'a str, bases: &'a Bases<'a>, evidence: FindingEvidence<'a>) -> Self {
        Self { raised: possible_findings(edition, Some(stage), bases, evidence).collect() }
    }

    /// What is found in a part of the cohort.
    pub fn findings_in(&self, part: &SchoolSlice, current: &CurrentPerformance) -> Vec<Finding> {
        self.raised.iter().filter_map(|raised| raised.finding(part, current)).collect()
    }
}

/// The findings at one key stage in the cohort as a whole. Each is judged and dropped before the next is computed: for a
/// large cohort, all of them at once would take more memory than the pupils.
pub fn findings_at_stage(edition: &Edition, stage: &str, bases: &Bases, evidence: FindingEvidence) -> Vec<Finding> {
    let all = possible_findings(edition, Some(stage), bases, evidence);
    all.filter_map(|raised| raised.finding(&SchoolSlice::default(), evidence.current)).collect()
}

/// Everything that may be raised, at one key stage or at all of them.
fn possible_findings<'a>(
    edition: &'a Edition,
    stage: Option<&'a str>,
    bases: &'a Bases<'a>,
    evidence: FindingEvidence<'a>,
) -> impl Iterator<Item = RaisedRule<'a>> {
    let wanted = move |of: &str| stage.is_none_or(|stage| stage == of);
    let measures = edition.measures.iter().filter(move |measure| measure.is_judged() && wanted(&measure.stage));
    let authority = Rc::default();
    let of_measure = move |measure: &'a Measure| {
        let outcomes = MeasureOutcomes::new(measure, bases, &authority);
        edition
            .findings
            .iter()
            .filter_map(move |rule| raise(rule, RuleSubject { measure, outcomes: &outcomes, edition, bases, evidence }))
    };
    let checks = edition.checks.iter().filter(move |check| wanted(&check.stage));
    measures.flat_map(of_measure).chain(checks.filter_map(move |check| checks::raise(check, edition, bases)))
}

impl RaisedRule<'_> {
    fn finding(&self, part: &SchoolSlice, current: &CurrentPerformance) -> Option<Finding> {
        if self.of_schools_alone && part.school.is_empty() {
            return None;
        }
        let said = self.judgement.wording(part, current, self.on);
        if let FindingWording::Nothing = said {
            return None;
        }
        let concerned = self.judgement.concerned_in(part).unwrap_or(&self.concerned).count(part.pupils.as_deref());
        let found = match said {
            FindingWording::Words(words) => words,
            FindingWording::OfThoseListed(also) if concerned > 0 => {
                format!("{}{also}", self.rule.raised)
            }
            FindingWording::Nothing | FindingWording::OfThoseListed(_) => return None,
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

/// A measure's targets, results and estimates, each computed once for all rules.
struct MeasureOutcomes<'a> {
    target: Option<Rc<Evaluated<'a>>>,
    result: OnceCell<Option<Rc<Evaluated<'a>>>>,
    estimate: OnceCell<Option<judged::NamedEstimate<'a>>>,
    /// What rules on groups and schools go by: the same for every measure.
    authority: Rc<authority::AuthorityCache<'a>>,
    /// Their targets.
    of_groups: OnceCell<Vec<GroupFigure>>,
}

impl<'a> MeasureOutcomes<'a> {
    fn new(measure: &Measure, bases: &Bases<'a>, authority: &Rc<authority::AuthorityCache<'a>>) -> Self {
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
    fn estimate(&self, measure: &Measure, bases: &Bases<'a>) -> Option<judged::NamedEstimate<'a>> {
        self.estimate.get_or_init(|| judged::estimate(measure, bases)).clone()
    }
}

/// A measure, and everything that rules are held against on it.
#[derive(Clone, Copy)]
struct RuleSubject<'s, 'a> {
    measure: &'a Measure,
    outcomes: &'s MeasureOutcomes<'a>,
    edition: &'a Edition,
    bases: &'s Bases<'a>,
    evidence: FindingEvidence<'s>,
}

/// What a finding would be about.
struct FindingCase<'a> {
    /// The pupils.
    concerned: PupilSet<'a>,
    /// When it is raised.
    judgement: FindingTest<'a>,
}

/// A rule on a measure; `None`: it does not concern this measure, or the file lacks what it needs.
fn raise<'a>(rule: &'a FindingRule, subject: RuleSubject<'_, 'a>) -> Option<RaisedRule<'a>> {
    let measure = subject.measure;
    if !rule.concerns(measure) || (measure.standing == MeasureStanding::Check && !measure.kind.is_progress()) {
        return None;
    }
    let FindingCase { concerned, judgement } = look_for(rule, subject)?;
    let of_schools_alone = rule.kind.is_of_schools() && subject.outcomes.authority.has_several(subject.bases).is_some();
    Some(RaisedRule { rule, on: &measure.id, source: rule.source_for(measure), concerned, judgement, of_schools_alone })
}

/// What a rule looks for, by its kind.
fn look_for<'a>(rule: &'a FindingRule, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, edition, bases, .. } = subject;
    let list = |concerned: PupilSet<'a>| FindingCase { concerned, judgement: FindingTest::Listed };
    let compared = |judgement: FindingTest<'a>| Some(FindingCase { concerned: short_by_target(outcomes)?, judgement });
    match &rule.kind {
        FindingKind::BelowExpectation => judged::expectation(subject),
        FindingKind::AgainstCurrent(comparison) if measure.kind == MeasureKind::Absence => {
            absence::against_current(*comparison, subject)
        }
        FindingKind::AgainstCurrent(comparison) => judged::current(*comparison, subject).and_then(compared),
        FindingKind::StaysBelowLine { line, .. } => {
            judged::line(LineSide::StaysBelow, line, rule.years(&measure.stage), subject).and_then(compared)
        }
        FindingKind::FallsBelowLine { line } => {
            judged::line(LineSide::FallsBelow, line, &[], subject).and_then(compared)
        }
        FindingKind::BelowSimilar => judged::similar(subject),
        FindingKind::GroupBelowNational(group) => groups::below_national(group, subject),
        FindingKind::GapNotNarrowing(gap) => groups::gap_not_narrowing(gap, subject),
        FindingKind::TwoGroupsAlike(gap) => groups::two_alike(gap, subject),
        FindingKind::OneShort => listed::one_short(subject).map(list),
        FindingKind::NearPersistent { sessions } => absence::near_persistent(*sessions, subject),
        FindingKind::BelowImprovement => absence::below_improvement(rule, subject),
        FindingKind::BelowEstimate => judged::below_estimate(subject).and_then(compared),
        FindingKind::EstimateBelowCurrent => judged::estimate_below_current(subject).and_then(compared),
        FindingKind::BelowPilot { points, flag } => judged::pilot(*points, flag, subject).and_then(compared),
        FindingKind::GroupsNotAboveCurrent(groups) => {
            authority::on_groups(GroupComparison::NotAboveCurrent, groups, subject)
        }
        FindingKind::GroupGapsNotNarrowing(groups) => {
            authority::on_groups(GroupComparison::GapsNotNarrowing, groups, subject)
        }
        FindingKind::GroupsAlike(groups) => authority::on_groups(GroupComparison::Alike, groups, subject),
        FindingKind::BehindOther(others) => {
            authority::behind_other(others.get(&measure.id)?, subject).and_then(compared)
        }
        FindingKind::AbsenceAboveMedian { by } => absence::above_median(rule, *by, subject),
        FindingKind::AbsenceNotSustained => absence::not_sustained(rule, subject),
        FindingKind::UnderLevels(levels) => listed::under_levels(*levels, subject).map(list),
        FindingKind::BelowPrior => listed::below_prior(subject).map(list),
        FindingKind::LessProgressInCare { levels, flag } => {
            care::less_progress(flag, levels.at(&measure.stage), measure, outcomes.target.as_ref()?, bases).map(list)
        }
        FindingKind::NeedWithoutEvidence { levels, from, need } => {
            listed::without_evidence(levels.at(&measure.stage), need, from, subject).map(list)
        }
        FindingKind::TargetMissing => listed::target_missing(measure, bases).map(list),
        FindingKind::TargetMissed => judged::results(Ordering::Less, subject),
        FindingKind::TargetExceeded => judged::results(Ordering::Greater, subject),
        FindingKind::AheadOfTarget { points } => {
            interim::ahead_of_target(*points, measure, edition, bases).map(listed::class_one).map(list)
        }
        FindingKind::LoweredAfterTest => interim::lowered_after_test(measure, bases).map(listed::class_one).map(list),
        FindingKind::NotReachedFromPrior { from, marked_by, marked } => {
            listed::not_reached(from, marked_by, marked, subject)
        }
    }
}

/// The pupils short of the mark by target.
fn short_by_target<'a>(outcomes: &MeasureOutcomes<'a>) -> Option<PupilSet<'a>> {
    Some(PupilSet::new(outcomes.target.clone()?, IN_FIGURE_SHORT))
}

/// The pupils that a finding on a measure or a check is about; `None`: no such finding.
pub fn finding_pupils(
    code: &str,
    on: &str,
    edition: &Edition,
    bases: &Bases,
    evidence: FindingEvidence,
) -> Option<Vec<u32>> {
    let rule = edition.finding(code)?;
    let concerned = match (edition.measure(on), edition.check_by_id(on)) {
        (Some(measure), _) if measure.is_judged() => {
            let outcomes = &MeasureOutcomes::new(measure, bases, &Rc::default());
            raise(rule, RuleSubject { measure, outcomes, edition, bases, evidence })?.concerned
        }
        (None, Some(check)) => checks::raise(check, edition, bases)?.concerned,
        _ => return None,
    };
    Some(concerned.pupils())
}

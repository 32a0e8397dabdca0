//! What is raised on the local authority as a whole: its ethnic groups (S0 ¶71–75), and a school whose maths lags
//! (S1).

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::rc::Rc;

use ambition_columns::classes::code_table::look_up_sums;

use super::judged::FindingTest;
use super::{FindingCase, FindingEvidence, IN_FIGURE_SHORT, RuleSubject};
use crate::guidance::Measure;
use crate::guidance::finding::LargeGroups;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::{GroupedPupils, UNRECORDED, grouped};
use crate::measures::{Bases, Basis, Evaluated, Exact, Figure, PupilClasses, PupilSet, evaluate};
use crate::text::phrases::list;

/// What a file says of a local authority, computed on first use.
#[derive(Default)]
pub(super) struct AuthorityCache<'a> {
    several: OnceCell<bool>,
    grouped: OnceCell<Option<GroupedPupils<'a>>>,
}

impl AuthorityCache<'_> {
    /// The file holds more than one school.
    pub(super) fn has_several(&self, bases: &Bases) -> Option<()> {
        self.several.get_or_init(|| bases.cohort().has_several_schools(bases.guidance())).then_some(())
    }
}

/// A group large enough for a target.
struct LargeGroup {
    number: u16,
    title: String,
    target: Figure,
    value: Exact,
    current: Option<Exact>,
}

/// How groups are compared.
#[derive(Clone, Copy)]
pub(super) enum GroupComparison {
    NotAboveCurrent,
    GapsNotNarrowing,
    Alike,
}

/// A statutory target by group; `None`: the file is of one school, or nothing is raised.
pub(super) fn on_groups<'a>(
    what: GroupComparison,
    rule: &LargeGroups,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, edition, bases, evidence } = subject;
    let target = outcomes.target.as_ref()?;
    (measure.is_main() && measure.kind.is_share()).then_some(())?;
    outcomes.authority.has_several(bases)?;
    let of_authority = &outcomes.authority.grouped;
    let grouped = of_authority.get_or_init(|| grouped(&rule.grouping, edition, &measure.stage, bases)).as_ref()?;
    let figures = outcomes.of_groups.get_or_init(|| target.by_group(&grouped.groups, None));
    let groups = large_groups(rule, measure, grouped, figures, evidence);
    let all = (target.figure(None).value?, evidence.current.value(&measure.id, ""));
    let raised = match what {
        GroupComparison::NotAboveCurrent => groups_not_above(&groups),
        GroupComparison::GapsNotNarrowing => gaps_not_narrowing(&groups, all),
        GroupComparison::Alike => groups_alike(&groups),
    }?;
    let concerned = short_of(&raised.groups, grouped, target);
    Some(FindingCase { concerned, judgement: FindingTest::OfAll(raised.words) })
}

/// A measure beside another one, by id; `None`: the file is of one school.
pub(super) fn behind_other<'a>(other: &str, subject: RuleSubject<'_, 'a>) -> Option<FindingTest<'a>> {
    let RuleSubject { outcomes, edition, bases, .. } = subject;
    let target = outcomes.target.clone()?;
    outcomes.authority.has_several(bases)?;
    let other = evaluate(edition.measure(other)?, &Basis::Moderated, bases)?;
    let [here, there] = [target.figure(None).value?, other.figure(None).value?];
    Some(FindingTest::Behind(target, Rc::new(other), (here, there)))
}

/// What is raised, and on which groups.
struct RaisedOnGroups {
    words: String,
    groups: Vec<u16>,
}

fn large_groups(
    rule: &LargeGroups,
    measure: &Measure,
    grouped: &GroupedPupils,
    figures: &[GroupFigure],
    evidence: FindingEvidence,
) -> Vec<LargeGroup> {
    let large = (0_u16..).zip(figures).filter(|(_, (size, _))| *size > rule.more_than);
    let is_meant = |name: &str| name != UNRECORDED && !rule.except.iter().any(|except| except == name);
    let group = |(number, (_, target)): (u16, &GroupFigure)| {
        let name = grouped.groups.names.get(usize::from(number)).filter(|name| is_meant(name))?;
        let title = grouped.titles.get(usize::from(number))?.clone();
        let current = evidence.current.group(&measure.id, "", name);
        Some(LargeGroup { number, title, target: *target, value: target.value?, current })
    };
    large.filter_map(group).collect()
}

fn groups_not_above(groups: &[LargeGroup]) -> Option<RaisedOnGroups> {
    let low = groups.iter().filter_map(|group| {
        let current = group.current?;
        let low = group.value.compare(current) != Ordering::Greater;
        low.then(|| {
            (group, format!("{} {}, current performance {}", group.title, group.value.percent(), current.percent()))
        })
    });
    raise_groups(low, |words| format!("Targets not above current performance: {words}."))
}

fn gaps_not_narrowing(groups: &[LargeGroup], (all, all_now): (Exact, Option<Exact>)) -> Option<RaisedOnGroups> {
    let all_now = all_now?;
    let behind = groups.iter().filter_map(|group| {
        let current = group.current?;
        let ((gap, below), (gap_now, below_now)) = (group.value.distance(all), current.distance(all_now));
        // A group that was not below had no gap to narrow.
        let narrower = below_now && gap.compare(gap_now) == Ordering::Less;
        let now = format!("{} {}", gap_now.decimals(1), if below_now { "below" } else { "above" });
        let words = || {
            format!(
                "{} {} points below all pupils by target, {now} in current performance",
                group.title,
                gap.decimals(1)
            )
        };
        (below && gap.numerator > 0 && !narrower).then(|| (group, words()))
    });
    raise_groups(behind, |words| format!("Gaps that do not narrow: {words}."))
}

/// All within one pupil of the smallest group.
fn groups_alike(groups: &[LargeGroup]) -> Option<RaisedOnGroups> {
    let order = |one: &&LargeGroup, other: &&LargeGroup| one.value.compare(other.value);
    let (low, high) = (groups.iter().min_by(order)?, groups.iter().max_by(order)?);
    let smallest = groups.iter().map(|group| group.target).min_by_key(|target| target.eligible)?;
    let (distance, _) = high.value.distance(low.value);
    let one = smallest.one_pupil()?;
    if groups.len() < 2 || distance.compare(one) == Ordering::Greater {
        return None;
    }
    let words = format!(
        "The targets of {} groups lie between {} and {}: no further apart than one pupil of the smallest group, {} points.",
        groups.len(),
        low.value.percent(),
        high.value.percent(),
        one.decimals(1)
    );
    Some(RaisedOnGroups { words, groups: groups.iter().map(|group| group.number).collect() })
}

fn raise_groups<'g>(
    raised: impl Iterator<Item = (&'g LargeGroup, String)>,
    words: impl Fn(String) -> String,
) -> Option<RaisedOnGroups> {
    let (groups, said): (Vec<_>, Vec<_>) = raised.map(|(group, words)| (group.number, words)).unzip();
    (!groups.is_empty()).then(|| RaisedOnGroups { words: words(list(&said)), groups })
}

/// The pupils of these groups who are in the figure and short of the mark by target.
fn short_of<'a>(groups: &[u16], grouped: &GroupedPupils, target: &Rc<Evaluated<'a>>) -> PupilSet<'a> {
    let among = (0..).zip(&grouped.groups.names).map(|(group, _)| u8::from(groups.contains(&group)));
    let of_groups = look_up_sums(&grouped.groups.by_pupil, &among.collect::<Vec<_>>(), 0);
    PupilSet::new(target.clone(), IN_FIGURE_SHORT).and(Rc::new(PupilClasses(of_groups)), 1..=1)
}

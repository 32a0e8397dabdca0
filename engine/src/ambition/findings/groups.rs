//! Findings on groups of every school (RULES_2027 D): against the same group nationally, and the gap between two groups.

use std::rc::Rc;

use super::judged::{FigureForm, FindingTest};
use super::{FindingCase, IN_FIGURE_SHORT, RuleSubject};
use crate::ambition::CurrentPerformance;
use crate::cohort::school_slices::SchoolSlice;
use crate::guidance::benchmark::NationalFigure;
use crate::guidance::fields::GroupName;
use crate::guidance::finding::GroupGap;
use crate::measures::groupings::{GroupedPupils, grouped};
use crate::measures::{Evaluated, Exact, Figure, PupilClasses, PupilSet};

/// The thousandths in one.
const THOUSAND: u128 = 1000;

/// When a finding on groups is raised on a part of the cohort.
#[derive(Clone, Debug)]
pub(super) struct GroupTest<'a> {
    target: Rc<Evaluated<'a>>,
    grouped: GroupedPupils<'a>,
    form: FigureForm,
    comparison: Comparison<'a>,
}

#[derive(Clone, Debug)]
enum Comparison<'a> {
    /// The group's target below what it reached nationally.
    National(&'a str, &'a NationalFigure),
    /// The gap no smaller than in current performance.
    Gap(&'a GroupGap),
    /// Within one pupil of the smaller group.
    Alike(&'a GroupGap),
}

/// The target of a group is below what the same group reached nationally.
pub(super) fn below_national<'a>(group: &'a GroupName, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let is_of = |figure: &&NationalFigure| figure.group.as_ref() == Some(group);
    let national = subject.measure.national.iter().find(is_of)?;
    case(&group.grouping, &[&group.group], Comparison::National(&group.group, national), subject)
}

/// The gap between two groups by target is no smaller than in current performance.
pub(super) fn gap_not_narrowing<'a>(gap: &'a GroupGap, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    subject.measure.is_main().then_some(())?;
    case(&gap.grouping, &[&gap.lower], Comparison::Gap(gap), subject)
}

/// The targets of two groups lie within one pupil of the smaller of them.
pub(super) fn two_alike<'a>(gap: &'a GroupGap, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    (subject.measure.is_main() && subject.measure.kind.is_share()).then_some(())?;
    case(&gap.grouping, &[&gap.lower, &gap.upper], Comparison::Alike(gap), subject)
}

/// The pupils are those of the groups who are in the figure and short of the mark by target.
fn case<'a>(
    grouping: &str,
    of: &[&str],
    comparison: Comparison<'a>,
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, edition, bases, .. } = subject;
    let target = outcomes.target.clone()?;
    let grouped = grouped(grouping, edition, &measure.stage, bases)?;
    let numbers = of.iter().map(|group| grouped.number(group)).collect::<Option<Vec<_>>>()?;
    let of_group = grouped.groups.by_pupil.iter().map(|other| u8::from(numbers.contains(other))).collect();
    let concerned = PupilSet::new(target.clone(), IN_FIGURE_SHORT).and(Rc::new(PupilClasses(of_group)), 1..=1);
    let form = FigureForm::from_measure(measure);
    Some(FindingCase { concerned, judgement: FindingTest::Groups(GroupTest { target, grouped, form, comparison }) })
}

impl GroupTest<'_> {
    /// What it says of a part of the cohort.
    pub(super) fn words(&self, part: &SchoolSlice, performance: &CurrentPerformance, on: &str) -> Option<String> {
        match &self.comparison {
            Comparison::National(group, national) => self.below(group, national, part),
            Comparison::Gap(gap) => self.gap(gap, part, performance, on),
            Comparison::Alike(gap) => self.alike(gap, part),
        }
    }

    /// The target figure of a group of the part.
    fn value(&self, group: &str, part: &SchoolSlice) -> Option<Exact> {
        self.figure(group, part)?.value
    }

    fn figure(&self, group: &str, part: &SchoolSlice) -> Option<Figure> {
        let figures = self.target.by_group(&self.grouped.groups, part.pupils.as_deref());
        figures.get(usize::from(self.grouped.number(group)?)).map(|(_, figure)| *figure)
    }

    fn alike(&self, gap: &GroupGap, part: &SchoolSlice) -> Option<String> {
        let (lower, upper) = (self.figure(&gap.lower, part)?, self.figure(&gap.upper, part)?);
        let smaller = if lower.eligible < upper.eligible { lower } else { upper };
        let ((lower, upper), one) = ((lower.value?, upper.value?), smaller.one_pupil()?);
        let (distance, _) = lower.distance(upper);
        distance.compare(one).is_le().then(|| {
            let [lower, upper] = [lower, upper].map(|value| self.form.show(value));
            format!("By target {lower} and {upper}: no further apart than one pupil, {} points.", one.decimals(1))
        })
    }

    fn below(&self, group: &str, national: &NationalFigure, part: &SchoolSlice) -> Option<String> {
        let target = self.value(group, part)?;
        let there = Exact { numerator: national.value.thousandths.into(), denominator: THOUSAND };
        target.compare(there).is_lt().then(|| {
            let (target, there) = (self.form.show(target), self.form.show(there));
            format!("By target {target}; {} in England in {} had {there}.", national.who, national.year)
        })
    }

    fn gap(&self, gap: &GroupGap, part: &SchoolSlice, current: &CurrentPerformance, on: &str) -> Option<String> {
        // Four means of numbers with decimals would be too much for exact fractions that are not in lowest terms.
        let (lower, upper) =
            (self.value(&gap.lower, part)?.lowest_terms(), self.value(&gap.upper, part)?.lowest_terms());
        let now = |group: &str| current.group(on, &part.school, group).map(Exact::lowest_terms);
        let (distance, is_behind) = lower.distance(upper);
        let (distance_was, was_behind) = now(&gap.lower)?.distance(now(&gap.upper)?);
        let narrower = was_behind && distance.lowest_terms().compare(distance_was.lowest_terms()).is_lt();
        (is_behind && !narrower).then(|| {
            let was = format!("{} {}", distance_was.decimals(1), if was_behind { "behind" } else { "ahead" });
            format!("By target {} points behind the others; in current performance {was}.", distance.decimals(1))
        })
    }
}

//! Findings that compare figures: the target with the expectation, current performance, lines and estimates.

use std::cmp::Ordering;
use std::rc::Rc;

use super::absence::{AbsenceTest, NearPersistence};
use super::groups::GroupTest;
use super::{FindingCase, IN_FIGURE_SHORT, RuleSubject, listed};
use crate::ambition::checks::CheckClasses;
use crate::ambition::expected::reached_with_prior;
use crate::ambition::{CurrentPerformance, ExpectedPupils, SimilarValues};
use crate::cohort::school_slices::SchoolSlice;
use crate::guidance::benchmark::BenchmarkLine;
use crate::guidance::check::{CohortCheck, ExpectedShare};
use crate::guidance::finding::CurrentComparison;
use crate::guidance::measure::{Measure, MeasureStanding};
use crate::measures::care::flagged;
use crate::measures::{Bases, Basis, Class, Evaluated, Exact, Figure, PupilClasses, PupilSet, evaluate};
use crate::text::phrases::{count, list_or, thousands};

/// When a finding is raised on a part of the cohort.
#[derive(Clone, Debug)]
pub(super) enum FindingTest<'a> {
    /// When it lists at least one pupil.
    Listed,
    /// When a target of absence is too high; who is above what is asked of their own school.
    Absence(AbsenceTest<'a>, PupilSet<'a>),
    /// The same, of pupils who are near persistent absence.
    NearPersistent(NearPersistence<'a>),
    /// When it lists at least one pupil; some of them are marked, for what the words say.
    Marked(PupilSet<'a>, &'a str),
    /// When the target is short of the expected pupils.
    Expectation(PupilExpectation<'a>),
    /// When the target compares with current performance as the rule says.
    Current(CurrentComparison, Rc<Evaluated<'a>>, FigureForm),
    /// When target and current performance are on these sides of a line; the years to reach it by.
    Floor(LineSide, &'a BenchmarkLine, Rc<Evaluated<'a>>, &'a [u16]),
    /// When fewer pupils reach the mark by target than by an estimate of this name, and somebody is short of it by target.
    Model(Rc<Evaluated<'a>>, Rc<Evaluated<'a>>, String),
    /// When results are on this side of the target, of which these pupils are listed or, of a mean, nobody.
    Results(Ordering, ResultFigures<'a>),
    /// When an estimate of this name is below current performance.
    ModelBelowCurrent(Rc<Evaluated<'a>>, String, FigureForm),
    /// When a pilot school's target is not this many points above current performance; the flag of every pupil.
    Pilot(u16, Rc<Evaluated<'a>>, PupilClasses),
    /// On the file as a whole, in these words.
    OfAll(String),
    /// When the target is below similar pupils nationally.
    Similar(SimilarValues<'a>, Rc<Evaluated<'a>>, FigureForm),
    /// When the groups of a part compare as the rule says.
    Groups(GroupTest<'a>),
    /// When a school's figure lags another by more than in the file as a whole: both, and both of the whole.
    Behind(Rc<Evaluated<'a>>, Rc<Evaluated<'a>>, (Exact, Exact)),
    /// When part of a cohort does not reach what is expected of it.
    Check(&'a CohortCheck, Rc<CheckClasses>),
}

/// What a finding says.
pub(super) enum FindingWording {
    /// Nothing is raised.
    Nothing,
    /// The rule's own wording plus this suffix, if any pupil is listed.
    OfThoseListed(String),
    /// This text.
    Words(String),
}

impl From<Option<String>> for FindingWording {
    fn from(words: Option<String>) -> Self {
        words.map_or(Self::Nothing, Self::Words)
    }
}

/// On which side of a line current performance and target are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineSide {
    /// Both not above it.
    StaysBelow,
    /// Current performance not below it, the target below.
    FallsBelow,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureForm {
    Percent,
    Points,
}

impl FigureForm {
    pub(super) fn from_measure(measure: &Measure) -> Self {
        if measure.kind.is_share() { Self::Percent } else { Self::Points }
    }

    pub(super) fn show(self, value: Exact) -> String {
        match self {
            Self::Percent => value.percent(),
            Self::Points => format!("{} points", value.decimals(1)),
        }
    }
}

/// What the guidance expects of pupils, and their targets.
#[derive(Clone, Debug)]
pub(super) struct PupilExpectation<'a> {
    expected: Rc<ExpectedPupils>,
    target: Rc<Evaluated<'a>>,
    /// Those with a usable prior result who reach the mark by target (RULES 5.1).
    reached: PupilSet<'a>,
    /// Those the guidance counts on who do not.
    short: PupilSet<'a>,
}

/// A measure's targets, and the results that are in.
#[derive(Clone, Debug)]
pub(super) struct ResultFigures<'a> {
    target: Rc<Evaluated<'a>>,
    result: Rc<Evaluated<'a>>,
    form: FigureForm,
}

/// The pupils short of the mark by target, and whether the target is below the expected pupils.
pub(super) fn expectation<'a>(subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    (measure.standing != MeasureStanding::Check).then_some(())?;
    let target = outcomes.target.clone()?;
    let expected = Rc::new(ExpectedPupils::from_measure(measure, bases)?);
    let reached = reached_with_prior(&expected, &target);
    let short = short_of_expectation(&expected, &target);
    let concerned = short.clone();
    Some(FindingCase {
        concerned,
        judgement: FindingTest::Expectation(PupilExpectation { expected, target, reached, short }),
    })
}

/// Pupils whose result is not on the side of the mark that their target is on, and the figures of both; of a mean, the
/// figures alone (S1 ¶4, S0 ¶98). `side`: where the results are.
pub(super) fn results<'a>(side: Ordering, subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    (measure.standing != MeasureStanding::Check).then_some(())?;
    let (target, result) = (outcomes.target.clone()?, outcomes.result(measure, bases)?.clone());
    let (was, is) =
        if side == Ordering::Less { (Class::Reached, Class::Short) } else { (Class::Short, Class::Reached) };
    let concerned = match FigureForm::from_measure(measure) {
        FigureForm::Percent => listed::moved((was, &target), (is, &result)),
        FigureForm::Points => PupilSet::nobody(),
    };
    let figures = ResultFigures { target, result, form: FigureForm::from_measure(measure) };
    Some(FindingCase { concerned, judgement: FindingTest::Results(side, figures) })
}

/// How a target of a main figure compares with current performance.
pub(super) fn current<'a>(comparison: CurrentComparison, subject: RuleSubject<'_, 'a>) -> Option<FindingTest<'a>> {
    let RuleSubject { measure, outcomes, .. } = subject;
    measure.is_main().then_some(())?;
    Some(FindingTest::Current(comparison, outcomes.target.clone()?, FigureForm::from_measure(measure)))
}

/// How target and current performance compare with a line, which should be reached by one of these years.
pub(super) fn line<'a>(
    side: LineSide,
    kind: &str,
    years: &'a [u16],
    subject: RuleSubject<'_, 'a>,
) -> Option<FindingTest<'a>> {
    let line = subject.measure.lines.iter().find(|line| line.kind == kind)?;
    Some(FindingTest::Floor(side, line, subject.outcomes.target.clone()?, years))
}

/// Whether the target is below what similar pupils reached nationally.
pub(super) fn similar<'a>(subject: RuleSubject<'_, 'a>) -> Option<FindingCase<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    let (similar, target) = (SimilarValues::new(measure, bases)?, outcomes.target.clone()?);
    let concerned = if measure.kind.is_share() {
        listed::class_one(PupilClasses(similar.short(&target)))
    } else {
        PupilSet::nobody()
    };
    Some(FindingCase { concerned, judgement: FindingTest::Similar(similar, target, FigureForm::from_measure(measure)) })
}

/// Whether the target counts fewer pupils than the estimates.
pub(super) fn below_estimate<'a>(subject: RuleSubject<'_, 'a>) -> Option<FindingTest<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    (measure.kind.is_share() && measure.standing != MeasureStanding::Check).then_some(())?;
    let target = outcomes.target.clone()?;
    let NamedEstimate { estimate, name } = outcomes.estimate(measure, bases)?;
    Some(FindingTest::Model(target, estimate, name))
}

/// Whether the estimates are below current performance.
pub(super) fn estimate_below_current<'a>(subject: RuleSubject<'_, 'a>) -> Option<FindingTest<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    (measure.standing != MeasureStanding::Check && outcomes.target.is_some()).then_some(())?;
    let NamedEstimate { estimate, name } = outcomes.estimate(measure, bases)?;
    Some(FindingTest::ModelBelowCurrent(estimate, name, FigureForm::from_measure(measure)))
}

/// Whether the target of a pilot school, whose pupils have this flag, is this many points above current performance.
pub(super) fn pilot<'a>(points: u16, flag: &str, subject: RuleSubject<'_, 'a>) -> Option<FindingTest<'a>> {
    let RuleSubject { measure, outcomes, bases, .. } = subject;
    measure.kind.is_progress().then_some(())?;
    Some(FindingTest::Pilot(points, outcomes.target.clone()?, flagged(flag, bases)?))
}

/// Estimates, and what they are called.
#[derive(Clone)]
pub(super) struct NamedEstimate<'a> {
    estimate: Rc<Evaluated<'a>>,
    name: String,
}

/// The estimates of most challenge that the file has for a measure: the last of the models in the order of the data.
pub(super) fn estimate<'a>(measure: &Measure, bases: &Bases<'a>) -> Option<NamedEstimate<'a>> {
    let models = bases.guidance().fields.prefixes.iter().rev().filter(|prefix| prefix.is_estimate());
    models.into_iter().find_map(|model| {
        let estimate = Rc::new(evaluate(measure, &Basis::from_name(&model.basis), bases)?);
        Some(NamedEstimate { estimate, name: model.title.clone() })
    })
}

/// Pupils the guidance counts on whose target does not reach the mark. A target that is no level leaves a pupil out of a
/// figure of progress, not out of what is expected.
fn short_of_expectation<'a>(expected: &Rc<ExpectedPupils>, target: &Rc<Evaluated<'a>>) -> PupilSet<'a> {
    // Rates ascend with their classes.
    let least = (0..).zip(expected.counted_on()).find(|(_, counted_on)| *counted_on).map(|(class, _)| class);
    let short = match &target.distances {
        Some(distances) => PupilSet::new(distances.clone(), distances.not_made()),
        None => PupilSet::new(target.clone(), IN_FIGURE_SHORT),
    };
    least.map_or_else(PupilSet::nobody, |least| short.and(expected.clone(), least..=u8::MAX))
}

impl FindingTest<'_> {
    /// What it says of a part of the cohort, on a measure or check.
    pub(super) fn wording(&self, part: &SchoolSlice, performance: &CurrentPerformance, on: &str) -> FindingWording {
        let pupils = part.pupils.as_deref();
        let marked = match self {
            Self::Listed => String::new(),
            Self::NearPersistent(near) => near.words(pupils),
            Self::Marked(marked, words) => {
                if words.is_empty() {
                    return FindingWording::OfThoseListed(String::new());
                }
                let marked = marked.count(pupils);
                format!(" {} of them {words}.", if marked == 0 { "None".into() } else { marked.to_string() })
            }
            Self::Results(_, figures) if figures.form == FigureForm::Percent => {
                figures.words(pupils, None).map_or_else(String::new, |words| format!(" {words}"))
            }
            _ => return self.comparison_words(part, performance, on).into(),
        };
        FindingWording::OfThoseListed(marked)
    }

    /// The pupils of a school, where they are others than those of the whole file: schools are asked for their own.
    pub(super) fn concerned_in(&self, part: &SchoolSlice) -> Option<&PupilSet<'_>> {
        match self {
            Self::Absence(_, in_schools) if !part.school.is_empty() => Some(in_schools),
            _ => None,
        }
    }

    /// A comparison in words, where it is raised.
    fn comparison_words(&self, part: &SchoolSlice, performance: &CurrentPerformance, on: &str) -> Option<String> {
        let pupils = part.pupils.as_deref();
        let current = || performance.value(on, &part.school);
        match self {
            Self::Listed | Self::NearPersistent(_) | Self::Marked(..) => None,
            Self::Absence(test, _) => test.words(performance.absence_of(on, &part.school)),
            Self::Expectation(expectation) => expectation.words_below(pupils),
            Self::Results(side, figures) => figures.words(pupils, Some(*side)),
            Self::Current(comparison, target, form) => {
                against_current(*comparison, target.figure(pupils), current()?, *form)
            }
            Self::Floor(side, line, target, years) => {
                against_line(*side, line, target.figure(pupils).value?, current()?, years)
            }
            Self::Model(target, estimate, name) => below_model(target.figure(pupils), estimate.figure(pupils), name),
            Self::ModelBelowCurrent(estimate, name, form) => {
                model_below_current(estimate.figure(pupils).value?, current()?, name, *form)
            }
            Self::Pilot(more, target, flags) => {
                let [_, yes, no, ..] = flags.count_of(pupils);
                let pilot = yes > 0 && no == 0;
                pilot.then(|| below_pilot(*more, target.figure(pupils).value?, current()?)).flatten()
            }
            Self::Similar(similar, target, form) => below_similar(similar, target, pupils, *form),
            Self::Groups(test) => test.words(part, performance, on),
            Self::OfAll(words) => Some(words.clone()).filter(|_| part.school.is_empty()),
            Self::Behind(own, other, of_all) => {
                let school = Some(()).filter(|()| !part.school.is_empty());
                school.and_then(|()| behind(own.figure(pupils), other.figure(pupils), *of_all))
            }
            Self::Check(check, checked) => {
                below_check(check, checked.count(pupils), performance.check(&check.id, &part.school))
            }
        }
    }
}

/// The target of the pupils with a usable prior result is below what similar pupils reached (RULES_2027 C.4).
fn below_similar(
    similar: &SimilarValues,
    target: &Evaluated,
    pupils: Option<&[u32]>,
    form: FigureForm,
) -> Option<String> {
    let beside = similar.compare(target, pupils)?;
    let year = &similar.rule().year;
    beside.is_below().then(|| match (beside.reached, beside.similar) {
        (Some(reached), Some(national)) => format!(
            "Of the pupils with a usable prior result {} reach it by target; of similar pupils in England in {year} it \
             would be {}.",
            thousands(reached),
            national.decimals(1)
        ),
        _ => format!(
            "The target of the pupils with a usable prior result is {}; similar pupils in England in {year} had {}.",
            form.show(beside.target),
            form.show(beside.national)
        ),
    })
}

/// A school's figure is lower than another, and by more than in the authority as a whole and one of its pupils.
fn behind(own: Figure, other: Figure, (all, all_other): (Exact, Exact)) -> Option<String> {
    let (value, beside, one) = (own.value?, other.value?, own.one_pupil()?);
    (value.compare(beside) == Ordering::Less).then_some(())?;
    // own + the other's of all + one pupil < other + own of all: nothing is negative so.
    let (left, right) = (value.plus(all_other).plus(one), beside.plus(all));
    (left.compare(right) == Ordering::Less).then(|| {
        let (behind, _) = beside.distance(value);
        let (usual, less) = all_other.distance(all);
        let usual = if less { format!("\u{2212}{}", usual.decimals(1)) } else { usual.decimals(1) };
        format!(
            "By target {} in maths and {} in English, {} points lower; {usual} in the authority as a whole.",
            value.percent(),
            beside.percent(),
            behind.decimals(1)
        )
    })
}

/// A whole percentage.
fn whole(percent: u16) -> Exact {
    Exact { numerator: percent.into(), denominator: 1 }
}

impl PupilExpectation<'_> {
    /// The target is below the expected pupils, rounded down (RULES 5.1).
    fn words_below(&self, pupils: Option<&[u32]>) -> Option<String> {
        let reached = self.reached.count(pupils);
        let expected = self.expected.pupils(&self.expected.classified.count_of(pupils)).floor();
        (reached < expected).then_some(())?;
        let short = self.short.count(pupils);
        let have = if short == 1 { "1 pupil has a target".to_owned() } else { format!("{short} pupils have targets") };
        let beside = match self.target.figure(pupils).achieved?.saturating_sub(reached) {
            0 => String::new(),
            1 => " 1 pupil without a usable prior result also reaches it by target.".to_owned(),
            beside => format!(" {beside} pupils without a usable prior result also reach it by target."),
        };
        Some(format!("Reached by target: {reached}; the guidance expects {expected}. {have} below it.{beside}"))
    }
}

impl ResultFigures<'_> {
    /// Both figures, where they are known and results are on this side of the target; `None`: on either.
    fn words(&self, pupils: Option<&[u32]>, side: Option<Ordering>) -> Option<String> {
        let (target, result) = (self.target.figure(pupils).value?, self.result.figure(pupils).value?);
        let sentence =
            || format!("The target was {}, the result is {}.", self.form.show(target), self.form.show(result));
        side.is_none_or(|side| result.compare(target) == side).then(sentence)
    }
}

fn against_current(comparison: CurrentComparison, target: Figure, current: Exact, form: FigureForm) -> Option<String> {
    let value = target.value?;
    let (shown, now) = (form.show(value), form.show(current));
    let is_most = form == FigureForm::Percent && value.compare(whole(100)) == Ordering::Equal;
    match (comparison, value.compare(current)) {
        // Nothing more is possible.
        (CurrentComparison::Equal | CurrentComparison::AboveByOnePupil, _) if is_most => None,
        (CurrentComparison::Below, Ordering::Less) => {
            Some(format!("The target is {shown}, current performance {now}."))
        }
        (CurrentComparison::Equal, Ordering::Equal) => {
            Some(format!("The target is {shown}, the same as current performance."))
        }
        (CurrentComparison::AboveByOnePupil, Ordering::Greater) => {
            let one = target.one_pupil()?;
            let within = value.compare(current.plus(one)) != Ordering::Greater;
            let sentence = || {
                format!("The target is {shown}, current performance {now}; one pupil is {} points.", one.decimals(1))
            };
            within.then(sentence)
        }
        _ => None,
    }
}

fn against_line(side: LineSide, line: &BenchmarkLine, target: Exact, current: Exact, years: &[u16]) -> Option<String> {
    let at = whole(line.percent);
    let (target_below, below) = (target.compare(at), current.compare(at) == Ordering::Less);
    let raised = match side {
        LineSide::StaysBelow => below && target_below != Ordering::Greater,
        LineSide::FallsBelow => !below && target_below == Ordering::Less,
    };
    let years = years.iter().map(u16::to_string).collect::<Vec<_>>();
    let by = if years.is_empty() { String::new() } else { format!(", to be reached by {}", list_or(&years)) };
    let sentence = || {
        let (current, target) = (current.percent(), target.percent());
        format!("Current performance is {current} and the target {target}; the floor is {}%{by}.", line.percent)
    };
    raised.then(sentence)
}

fn below_model(target: Figure, estimate: Figure, name: &str) -> Option<String> {
    // The sum of chances in whole pupils, rounded down as the expected pupils are (RULES 5.1).
    let expected = |value: Exact| Exact {
        numerator: value.numerator * u128::from(estimate.eligible),
        denominator: 100 * value.denominator,
    };
    let (reached, estimate) =
        (target.achieved?, estimate.achieved.or_else(|| Some(expected(estimate.value?).floor()))?);
    let sentence = || format!("Reached by target: {}; by the {name}: {}.", thousands(reached), thousands(estimate));
    // A target that is no level leaves a pupil out of the figure (RULES 2.2): where all who are in it reach the mark,
    // nobody's target can be discussed here. What is expected of those left out, `below-expectation` says.
    (reached < estimate && reached < target.eligible).then(sentence)
}

fn model_below_current(estimate: Exact, current: Exact, name: &str, form: FigureForm) -> Option<String> {
    let sentence = || format!("The {name} is {}, current performance {}.", form.show(estimate), form.show(current));
    (estimate.compare(current) == Ordering::Less).then(sentence)
}

fn below_pilot(more: u16, target: Exact, current: Exact) -> Option<String> {
    let (wanted, all) = (current.plus(whole(more)), whole(100));
    let wanted = if wanted.compare(all) == Ordering::Greater { all } else { wanted };
    let sentence =
        || format!("The target is {}; {more} points more than before would be {}.", target.percent(), wanted.percent());
    (target.compare(wanted) == Ordering::Less).then(sentence)
}

/// All of them, or more than half and more than before (RULES 5.2).
fn below_check(check: &CohortCheck, (reached, all): (u64, u64), before: Option<Exact>) -> Option<String> {
    let share = crate::measures::figure::percentage(reached, all)?;
    let before = before.filter(|_| check.of == ExpectedShare::Majority);
    let grown = before.is_none_or(|before| share.compare(before) == Ordering::Greater);
    let enough = match check.of {
        ExpectedShare::All => reached == all,
        ExpectedShare::Majority => 2 * reached > all && grown,
    };
    let now = before.map_or(String::new(), |before| format!("; in current performance {}", before.percent()));
    let sentence =
        || format!("{} By target {reached} of {}, {}{now}.", check.words, count(all, "pupil"), share.percent());
    (!enough).then(sentence)
}

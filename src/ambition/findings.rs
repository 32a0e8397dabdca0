//! Findings: what a School Improvement Partner raises (RULES 7), each with its measure and its pupils.
//!
//! They are raised on the moderated targets. A finding's pupils are worked out again when they are asked for, from
//! the same rule that counted them.

use super::Expectation;
use crate::cohort::Cell;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::edition::{FindingRule, Measure, MeasureKind};
use crate::guidance::{Edition, codes::BLANK};
use crate::measures::progress::Outcome;
use crate::measures::{Bases, Basis, Class, Classified, Figure, classify};

/// Something to discuss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub code: String,
    /// The measure's id.
    pub measure: String,
    /// How many pupils are concerned.
    pub pupils: u64,
    /// What was found, as a sentence.
    pub message: String,
}

/// What findings are made of, worked out once for the whole cohort and counted for any part of it.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    raised: Vec<Raised<'a>>,
}

/// A rule and a measure, with the pupils it would be about.
#[derive(Clone, Debug)]
struct Raised<'a> {
    rule: &'a FindingRule,
    measure: &'a Measure,
    concerned: Classified,
    /// For the comparison with the expectation: expected pupils, and the classes of the target.
    against: Option<(Expectation, Classified)>,
}

/// Everything found in the whole cohort, in the order of measures and rules.
pub fn find(edition: &Edition, bases: &Bases) -> Vec<Finding> {
    let of_measure =
        |measure| edition.findings.iter().filter_map(move |rule| Raised::new(rule, measure, bases)?.finding(None));
    edition.measures.iter().flat_map(of_measure).collect()
}

impl<'a> Findings<'a> {
    /// Looks for everything that the edition's rules raise.
    pub fn new(edition: &'a Edition, bases: &Bases) -> Self {
        let of_measure = |measure: &'a Measure| {
            edition.findings.iter().filter_map(|rule| Raised::new(rule, measure, bases)).collect::<Vec<_>>()
        };
        Self { raised: edition.measures.iter().flat_map(of_measure).collect() }
    }

    /// What is found among these pupils (`None`: all).
    pub fn of(&self, pupils: Option<&[u32]>) -> Vec<Finding> {
        self.raised.iter().filter_map(|raised| raised.finding(pupils)).collect()
    }
}

impl<'a> Raised<'a> {
    fn new(rule: &'a FindingRule, measure: &'a Measure, bases: &Bases) -> Option<Self> {
        if rule.code != BELOW_EXPECTATION {
            let concerned = concerned(rule, measure, bases)?;
            return Some(Self { rule, measure, concerned, against: None });
        }
        let expectation = Expectation::of(measure, bases)?;
        let target = classify(measure, &Basis::moderated(), bases)?;
        let concerned = short_of_expectation(&expectation, &target);
        Some(Self { rule, measure, concerned, against: Some((expectation, target)) })
    }

    fn finding(&self, pupils: Option<&[u32]>) -> Option<Finding> {
        let [_, concerned, ..] = count(&self.concerned, pupils);
        let shortfall = match &self.against {
            Some((expectation, target)) => Some(shortfall(expectation, target, pupils)?),
            None if concerned == 0 => return None,
            None => None,
        };
        let message = message(self.rule, u64::from(concerned), shortfall);
        let (code, measure) = (self.rule.code.clone(), self.measure.id.clone());
        Some(Finding { code, measure, pupils: u64::from(concerned), message })
    }
}

/// The rule that compares with the expectation; the others look at each pupil alone.
const BELOW_EXPECTATION: &str = "below-expectation";

/// Target, expected pupils in whole pupils, and how many are wanting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shortfall {
    target: u64,
    expected: u64,
}

/// Where the target is below the expected pupils, rounded down (RULES 5.1).
fn shortfall(expectation: &Expectation, target: &Classified, pupils: Option<&[u32]>) -> Option<Shortfall> {
    let target = Figure::share(&count(target, pupils)).achieved?;
    let expected = expectation.pupils(&count(&expectation.classified, pupils)).floor();
    (target < expected).then_some(Shortfall { target, expected })
}

/// How many of these pupils are in each class.
pub fn count(classified: &Classified, pupils: Option<&[u32]>) -> crate::measures::Histogram {
    let Some(pupils) = pupils else { return classified.count() };
    Classified(pupils.iter().filter_map(|pupil| classified.class(*pupil as usize)).collect()).count()
}

fn message(rule: &FindingRule, count: u64, shortfall: Option<Shortfall>) -> String {
    let pupils = if count == 1 { "1 pupil".to_owned() } else { format!("{count} pupils") };
    match shortfall {
        Some(Shortfall { target, expected }) => format!(
            "The target counts {target} where the guidance expects {expected}; {pupils} it counts on are short of the \
             mark. {}",
            rule.follows
        ),
        None => format!("{} This concerns {pupils}. {}", rule.raised, rule.follows),
    }
}

/// The pupils that a finding would be about: class 1, the others 0. `None`: the rule has nothing to do with this
/// measure, or the file lacks what it needs.
pub fn concerned(rule: &FindingRule, measure: &Measure, bases: &Bases) -> Option<Classified> {
    match rule.code.as_str() {
        BELOW_EXPECTATION => {
            let target = classify(measure, &Basis::moderated(), bases)?;
            Some(short_of_expectation(&Expectation::of(measure, bases)?, &target))
        }
        "under-two-levels" | "under-one-level" => under_levels(rule, measure, bases),
        "regression" => regression(measure, bases),
        "target-missing" => target_missing(measure, bases),
        _ => None,
    }
}

/// Pupils the guidance counts on whose target is short of the mark.
fn short_of_expectation(expectation: &Expectation, target: &Classified) -> Classified {
    let counted_on = expectation.counted_on();
    let short = |(expected, class): (&u8, &u8)| {
        let in_figure = *class == Class::Short.number() || *class == Class::Missing.number();
        u8::from(in_figure && counted_on.get(usize::from(*expected)).copied().unwrap_or_default())
    };
    Classified(expectation.classified.0.iter().zip(&target.0).map(short).collect())
}

/// Pupils whose target moves fewer levels than the rule's.
fn under_levels(rule: &FindingRule, measure: &Measure, bases: &Bases) -> Option<Classified> {
    let short = |prior: u8, outcome: Outcome| match outcome {
        Outcome::Level(level) => level < prior.saturating_add(rule.levels),
        Outcome::NotMade => true,
        Outcome::None | Outcome::Blank => false,
    };
    by_prior(measure, &Basis::moderated(), bases, short)
}

/// Pupils whose target or result is below the level they had.
fn regression(measure: &Measure, bases: &Bases) -> Option<Classified> {
    let below = |prior: u8, outcome: Outcome| matches!(outcome, Outcome::Level(level) if level < prior);
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
    let MeasureKind::Progress { .. } = measure.kind else { return None };
    let prior = bases.prior(&measure.prior)?;
    let column = bases.column(measure.outcome.first()?, basis)?;
    let outcome = column.table(|cell| Outcome::of(cell, bases.codes()));
    let class = |(prior, code): (&u8, &u8)| {
        let outcome = outcome.get(usize::from(*code)).copied().unwrap_or(Outcome::Blank);
        u8::from(*prior != NO_LEVEL && asked(*prior, outcome))
    };
    Some(Classified(prior.iter().zip(column.codes()).map(class).collect()))
}

/// Pupils with an empty target in a subject of the measure. Where the file has no target columns there is nothing to
/// say of single pupils.
fn target_missing(measure: &Measure, bases: &Bases) -> Option<Classified> {
    let columns = measure.outcome.iter().map(|result| bases.column(result, &Basis::moderated()));
    let columns = columns.collect::<Option<Vec<_>>>()?;
    let mut missing = vec![0; bases.cohort().len()];
    for column in columns {
        let blank = column.table(|cell| u8::from(cell == Cell::Blank));
        for (either, code) in missing.iter_mut().zip(column.codes()) {
            *either |= blank.get(usize::from(*code)).copied().unwrap_or(u8::from(*code == BLANK));
        }
    }
    Some(Classified(missing))
}

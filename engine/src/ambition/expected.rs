//! Expected pupils: the rates of the guidance applied to the cohort's own prior attainment (RULES 5).

use std::cell::OnceCell;
use std::rc::Rc;

use ambition_columns::classes::code_table::{CodeTable, look_up, lower};
use serde::{Deserialize, Serialize};

use crate::cohort::prior::NO_LEVEL;
use crate::guidance::measure::{ExpectedRates, Measure};
use crate::measures::count::{CLASSES, table};
use crate::measures::pupil_set::ByteColumn;
use crate::measures::{Bases, Basis, Class, ClassCounts, Evaluated, Exact, Figure, PupilClasses, PupilSet};

/// Class of a pupil without a usable prior in every subject needed.
pub const NO_PRIOR: u8 = 0;
/// Percentages are counted in hundredths of a pupil.
const WHOLE: u128 = 100;
const HUNDRED: u64 = 100;

/// A rate at which the guidance expects pupils to reach a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[serde(into = "String", try_from = "String")]
pub enum ExpectationRate {
    /// This percentage of them.
    Percent(u16),
    /// Any of the rates: pupils with a usable prior result in every subject needed.
    Any,
    /// None: pupils without one.
    NoPrior,
}

/// How it is written where there is no percentage.
const ANY: &str = "any";
const WITHOUT: &str = "none";

impl From<ExpectationRate> for String {
    fn from(rate: ExpectationRate) -> Self {
        match rate {
            ExpectationRate::Percent(percent) => percent.to_string(),
            ExpectationRate::Any => ANY.into(),
            ExpectationRate::NoPrior => WITHOUT.into(),
        }
    }
}

impl TryFrom<String> for ExpectationRate {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            ANY => Ok(Self::Any),
            WITHOUT => Ok(Self::NoPrior),
            percent => percent.parse().map(Self::Percent),
        }
    }
}

/// What is expected of every pupil.
#[derive(Clone, Debug)]
pub struct ExpectedPupils {
    /// One class a rate; class 0 has no usable prior.
    pub classified: PupilClasses,
    /// Number of pupils in each class, cached because it is asked for often.
    counts: OnceCell<ClassCounts>,
    rates: Vec<u16>,
    of_those_with_prior: bool,
}

impl ExpectedPupils {
    /// For a measure; `None` where the edition names no rate, or the file lacks a prior column or the measure itself on
    /// results and on targets (RULES 10.2).
    pub fn from_measure(measure: &Measure, bases: &Bases) -> Option<Self> {
        let has = |basis: &Basis| measure.outcome.iter().all(|result| bases.has(result, basis));
        if !has(&Basis::Actual) && !has(&Basis::Target) && !has(&Basis::Moderated) {
            return None;
        }
        Self::from_prior(measure, bases)
    }

    /// For a measure, whether or not the file has its results or targets.
    pub fn from_prior(measure: &Measure, bases: &Bases) -> Option<Self> {
        let (first, others) = measure.expected.split_first()?;
        let rates = all_rates(measure);
        let mut classes = look_up(bases.prior(&first.prior)?, &rate_classes(first, &rates));
        for subject in others {
            // Rates ascend with their classes, and "no usable prior" is below them all: the lower of two subjects.
            lower(&mut classes, bases.prior(&subject.prior)?, &self::rate_classes(subject, &rates));
        }
        let of_those_with_prior = measure.kind.is_progress();
        Some(Self { classified: PupilClasses(classes), counts: OnceCell::new(), rates, of_those_with_prior })
    }

    /// Number of pupils in each class.
    pub fn counts(&self) -> &ClassCounts {
        self.counts.get_or_init(|| self.classified.count())
    }

    /// The figure of a group.
    pub fn figure(&self, histogram: &ClassCounts) -> Figure {
        let all = histogram.iter().map(|count| u64::from(*count)).sum::<u64>();
        let without = histogram.first().copied().map_or(0, u64::from);
        let (eligible, missing, left_out) =
            if self.of_those_with_prior { (all - without, 0, without) } else { (all, without, 0) };
        let numerator = self.hundredths(histogram);
        let value = (eligible > 0).then_some(Exact { numerator, denominator: u128::from(eligible) });
        Figure { achieved: None, eligible, missing, left_out, value }
    }

    /// Expected pupils of a group, exactly.
    pub fn pupils(&self, histogram: &ClassCounts) -> Exact {
        Exact { numerator: self.hundredths(histogram), denominator: WHOLE }
    }

    fn hundredths(&self, histogram: &ClassCounts) -> u128 {
        let counts = histogram.iter().skip(1).zip(&self.rates);
        counts.map(|(count, rate)| u128::from(*count) * u128::from(*rate)).sum()
    }

    /// The rate at which a pupil is expected to reach the mark, in percent; `None`: no usable prior result.
    pub fn rate(&self, pupil: usize) -> Option<u16> {
        let class = self.classified.class(pupil)?;
        usize::from(class).checked_sub(1).and_then(|index| self.rates.get(index)).copied()
    }

    /// The classes of the pupils at a rate, both ends included; of a rate that there is not, no class.
    pub fn classes_at(&self, rate: ExpectationRate) -> (u8, u8) {
        match rate {
            ExpectationRate::NoPrior => (NO_PRIOR, NO_PRIOR),
            ExpectationRate::Any => (NO_PRIOR + 1, u8::MAX),
            ExpectationRate::Percent(percent) => {
                let place = self.rates.iter().position(|rate| *rate == percent);
                let class = place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(u8::MAX);
                (class, class)
            }
        }
    }

    /// The rates, ascending, at which there are pupils.
    pub fn rates_with_pupils(&self) -> Vec<u16> {
        let counts = self.rates.iter().zip(self.counts().iter().skip(1));
        counts.filter(|(_, pupils)| **pupils > 0).map(|(rate, _)| *rate).collect()
    }

    /// The expected pupils at each rate in whole pupils that add up to the whole: each is rounded down, and what is left goes
    /// to those with the largest remainders, the higher rate first (convention).
    pub fn whole_pupils(&self, whole: u64) -> Vec<(u16, u64)> {
        let exact = self.rates.iter().zip(self.counts().iter().skip(1));
        let exact = exact.map(|(rate, pupils)| (*rate, u64::from(*pupils) * u64::from(*rate)));
        let mut shares =
            exact.map(|(rate, hundredths)| (rate, hundredths / HUNDRED, hundredths % HUNDRED)).collect::<Vec<_>>();
        let rounded_down = shares.iter().map(|(_, share, _)| share).sum::<u64>();
        shares.sort_by_key(|(rate, _, rest)| std::cmp::Reverse((*rest, *rate)));
        let left = usize::try_from(whole.saturating_sub(rounded_down)).unwrap_or_default();
        shares.iter_mut().take(left).for_each(|(_, share, _)| *share += 1);
        shares.into_iter().map(|(rate, share, _)| (rate, share)).collect()
    }

    /// Nobody lacks a usable prior result.
    fn is_of_all(&self) -> bool {
        self.counts().first() == Some(&0)
    }

    /// For each class, whether the guidance counts on its pupils, wholly or in part.
    pub fn counted_on(&self) -> [bool; CLASSES] {
        let rate = |class: usize| class.checked_sub(1).and_then(|index| self.rates.get(index)).copied();
        std::array::from_fn(|class| rate(class).is_some_and(|rate| rate > 0))
    }
}

/// The pupils with a usable prior result in every subject needed who reach the mark: those who are held against the
/// expected pupils (RULES 5.1).
pub fn reached_with_prior<'a>(expected: &Rc<ExpectedPupils>, target: &Rc<Evaluated<'a>>) -> PupilSet<'a> {
    let reached = Class::Reached.number();
    PupilSet::new(target.clone(), reached..=reached).and(expected.clone(), NO_PRIOR + 1..=u8::MAX)
}

/// How many they are, where the measure counts pupils.
pub fn count_reached_with_prior(expected: &Rc<ExpectedPupils>, target: &Rc<Evaluated>) -> Option<u64> {
    if expected.is_of_all() {
        return target.figure(None).achieved;
    }
    Some(reached_with_prior(expected, target).count(None))
}

/// All rates of a measure, ascending; 0 is one of them.
fn all_rates(measure: &Measure) -> Vec<u16> {
    let rates = measure.expected.iter().flat_map(|subject| subject.rates.iter().map(|rate| rate.percent));
    let mut rates = rates.chain([0]).collect::<Vec<_>>();
    rates.sort_unstable();
    rates.dedup();
    rates
}

/// The class of each prior level in one subject.
fn rate_classes(subject: &ExpectedRates, rates: &[u16]) -> CodeTable {
    let class = |level: u8| {
        let place = rates.iter().position(|rate| *rate == subject.rate(level));
        place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(NO_PRIOR)
    };
    table(|level| if level == NO_LEVEL { NO_PRIOR } else { class(level) })
}

impl ByteColumn for ExpectedPupils {
    fn numbers(&self) -> &[u8] {
        self.classified.numbers()
    }
}

//! What pupils with the same prior attainment reached nationally (RULES_2027 C). It is what happened, not what is expected.

use crate::cohort::PupilGroups;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::benchmark::{Decimal, SimilarBand, SimilarPupils};
use crate::guidance::measure::Measure;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::UNRECORDED;
use crate::measures::{Bases, Basis, Class, Evaluated, Exact, Figure};

/// The thousandths in one.
const THOUSAND: u128 = 1000;
/// A percentage of one pupil is a hundredth of a pupil.
const PER_CENT: u128 = 100;

/// The national values of the pupils of a cohort, by their prior attainment.
#[derive(Clone, Debug)]
pub struct SimilarValues<'a> {
    rule: &'a SimilarPupils,
    /// The value of each prior level; `None`: there is none.
    values: BandValues,
    prior: &'a [u8],
}

/// The value of each prior level; `None`: there is none.
type BandValues = Vec<Option<Decimal>>;

/// National values being added up.
#[derive(Clone, Copy, Debug, Default)]
struct ValueSum {
    thousandths: u128,
    pupils: u64,
    left_out: u64,
}

impl ValueSum {
    fn add(&mut self, value: Option<Decimal>) {
        match value {
            Some(value) => {
                self.thousandths += u128::from(value.thousandths);
                self.pupils += 1;
            }
            None => self.left_out += 1,
        }
    }

    fn figure(self) -> Figure {
        let denominator = u128::from(self.pupils) * THOUSAND;
        let value = (self.pupils > 0).then_some(Exact { numerator: self.thousandths, denominator });
        Figure { achieved: None, eligible: self.pupils, missing: 0, left_out: self.left_out, value }
    }
}

/// A target beside similar pupils (RULES_2027 C.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimilarComparison {
    /// Of the pupils with a usable prior result, who reach the mark by target; `None`: a mean.
    pub reached: Option<u64>,
    /// As many as similar pupils would come to; `None`: a mean.
    pub similar: Option<Exact>,
    /// The target figure of these pupils.
    pub target: Exact,
    /// The figure of similar pupils.
    pub national: Exact,
}

impl SimilarComparison {
    /// The difference in whole pupils, rounded toward zero, and whether the target is lower; `None`: a mean.
    pub fn pupils(&self) -> Option<(u64, bool)> {
        let reached = Exact { numerator: self.reached?.into(), denominator: 1 };
        let (distance, is_lower) = reached.distance(self.similar?);
        Some((distance.floor(), is_lower))
    }

    /// The difference in points, and whether the target is lower.
    pub fn points(&self) -> (Exact, bool) {
        self.target.distance(self.national)
    }

    /// The target is lower by a whole pupil or more; a mean, by anything.
    pub fn is_below(&self) -> bool {
        match self.pupils() {
            Some((pupils, is_lower)) => is_lower && pupils > 0,
            None => self.points().1,
        }
    }
}

fn band_values(rule: &SimilarPupils, value: impl Fn(&SimilarBand) -> Option<Decimal>) -> BandValues {
    let of_level = |level: u8| (level != NO_LEVEL).then(|| rule.band(level)).flatten().and_then(&value);
    (0..=u8::MAX).map(of_level).collect()
}

impl<'a> SimilarValues<'a> {
    /// Of a measure; `None`: nothing was published of it, or the file lacks the prior results, or the measure itself on
    /// results and on targets.
    pub fn new(measure: &'a Measure, bases: &Bases<'a>) -> Option<Self> {
        let rule = measure.similar.as_ref()?;
        let has = |basis: &Basis| measure.outcome.iter().all(|result| bases.has(result, basis));
        (has(&Basis::Actual) || has(&Basis::Target) || has(&Basis::Moderated)).then_some(())?;
        let prior = bases.prior(&rule.prior)?;
        Some(Self { rule, values: band_values(rule, |band| Some(band.value)), prior })
    }

    /// What it goes by.
    pub fn rule(&self) -> &'a SimilarPupils {
        self.rule
    }

    /// The national value for a pupil; `None`: no usable prior result.
    pub fn value(&self, pupil: usize) -> Option<Decimal> {
        self.value_in(&self.values, pupil)
    }

    fn value_in(&self, values: &BandValues, pupil: usize) -> Option<Decimal> {
        values.get(usize::from(*self.prior.get(pupil)?)).copied().flatten()
    }

    /// The values of a group: its own where they are known.
    fn values_of(&self, grouping: &str, group: &str) -> BandValues {
        match &self.rule.own {
            Some(own) if own.grouping == grouping && own.group == group => band_values(self.rule, |band| band.own),
            Some(own) if own.grouping == grouping && group != UNRECORDED => band_values(self.rule, |band| band.others),
            _ => self.values.clone(),
        }
    }

    /// The band that a pupil is in; `None`: no usable prior result.
    pub fn band(&self, pupil: usize) -> Option<&'a SimilarBand> {
        self.value(pupil)?;
        self.rule.band(*self.prior.get(pupil)?)
    }

    fn sum(&self, pupils: Option<&[u32]>) -> ValueSum {
        let mut sum = ValueSum::default();
        match pupils {
            None => (0..self.prior.len()).for_each(|pupil| sum.add(self.value(pupil))),
            Some(pupils) => pupils.iter().for_each(|pupil| sum.add(self.value(*pupil as usize))),
        }
        sum
    }

    /// The figure of these pupils (positions); `None`: of all.
    pub fn figure(&self, pupils: Option<&[u32]>) -> Figure {
        self.sum(pupils).figure()
    }

    /// The figure of each group of a grouping, in the order of the groups' names.
    pub fn by_group(&self, grouping: &str, groups: &PupilGroups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        let values = groups.names.iter().map(|group| self.values_of(grouping, group)).collect::<Vec<_>>();
        let mut sums = vec![ValueSum::default(); groups.names.len()];
        let mut add = |pupil: usize| {
            let group = groups.by_pupil.get(pupil).map_or(0, |group| usize::from(*group));
            if let (Some(sum), Some(values)) = (sums.get_mut(group), values.get(group)) {
                sum.add(self.value_in(values, pupil));
            }
        };
        match pupils {
            None => (0..self.prior.len()).for_each(&mut add),
            Some(pupils) => pupils.iter().for_each(|pupil| add(*pupil as usize)),
        }
        sums.into_iter().map(|sum| (sum.pupils + sum.left_out, sum.figure())).collect()
    }

    /// The positions of those of these pupils (`None`: of all) who have a usable prior result.
    fn with_prior(&self, pupils: Option<&[u32]>) -> Vec<u32> {
        let has = |pupil: &u32| self.value(*pupil as usize).is_some();
        match pupils {
            None => (0_u32..).take(self.prior.len()).filter(has).collect(),
            Some(pupils) => pupils.iter().copied().filter(has).collect(),
        }
    }

    /// The positions of the pupils in a band; `None`: in any.
    pub fn pupils_in(&self, band: Option<&str>) -> Vec<u32> {
        let mut pupils = self.with_prior(None);
        if let Some(name) = band {
            pupils.retain(|pupil| self.band(*pupil as usize).is_some_and(|band| band.name == name));
        }
        pupils
    }

    /// The positions of the pupils without a usable prior result.
    pub fn pupils_without(&self) -> Vec<u32> {
        (0_u32..).take(self.prior.len()).filter(|pupil| self.value(*pupil as usize).is_none()).collect()
    }

    /// A target beside similar pupils; `None`: nobody has both.
    pub fn compare(&self, target: &Evaluated, pupils: Option<&[u32]>) -> Option<SimilarComparison> {
        let with_prior = self.with_prior(pupils);
        let figure = target.figure(Some(&with_prior));
        let sum = self.sum(Some(&with_prior));
        let similar = Exact { numerator: sum.thousandths, denominator: THOUSAND * PER_CENT };
        Some(SimilarComparison {
            reached: figure.achieved,
            similar: figure.achieved.map(|_| similar),
            target: figure.value?,
            national: sum.figure().value?,
        })
    }

    /// For every pupil with a usable prior result who is in the figure and short of the mark by target 1, else 0.
    pub fn short(&self, target: &Evaluated) -> Vec<u8> {
        let is_short = |class: u8| class == Class::Short.number() || class == Class::Missing.number();
        let classes = target.classified.0.iter().enumerate();
        classes.map(|(pupil, class)| u8::from(is_short(*class) && self.value(pupil).is_some())).collect()
    }
}

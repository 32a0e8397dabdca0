//! What pupils with the same prior attainment reached nationally (RULES_2027 C). It is what happened, not what is expected.

use crate::cohort::number_column::{NumberCell, ONE};
use crate::cohort::prior::NO_LEVEL;
use crate::cohort::{NumberColumn, PupilGroups};
use crate::guidance::benchmark::{Decimal, SimilarAverage, SimilarBand, SimilarBands, SimilarBy, SimilarPupils};
use crate::guidance::measure::Measure;
use crate::measures::averages::AveragesByPrior;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::UNRECORDED;
use crate::measures::{Bases, Basis, Class, Evaluated, Exact, Figure};

/// The units of [`ONE`] in a thousandth.
const THOUSANDTH: u64 = ONE / 1000;
/// A percentage of one pupil is a hundredth of a pupil.
const PER_CENT: u128 = 100;

/// The national values of the pupils of a cohort, by their prior attainment.
#[derive(Clone, Debug)]
pub struct SimilarValues<'a> {
    rule: &'a SimilarPupils,
    pupils: usize,
    source: ValueSource<'a>,
}

/// Where the value of a pupil comes from.
#[derive(Clone, Debug)]
enum ValueSource<'a> {
    /// The band of the pupil's prior level.
    Bands { rule: &'a SimilarBands, values: BandValues, prior: &'a [u8] },
    /// The pupil's own cell.
    Column(&'a NumberColumn),
    /// What another file says of pupils with the same prior attainment.
    Imported { prior: &'a NumberColumn, averages: &'a AveragesByPrior },
}

/// The value of each prior level, in units of [`ONE`]; `None`: there is none.
type BandValues = Vec<Option<u64>>;

/// National values being added up.
#[derive(Clone, Copy, Debug, Default)]
struct ValueSum {
    /// In units of [`ONE`].
    sum: u128,
    pupils: u64,
    left_out: u64,
}

impl ValueSum {
    fn add(&mut self, value: Option<u64>) {
        match value {
            Some(value) => {
                self.sum += u128::from(value);
                self.pupils += 1;
            }
            None => self.left_out += 1,
        }
    }

    fn figure(self) -> Figure {
        let denominator = u128::from(self.pupils) * u128::from(ONE);
        let value = (self.pupils > 0).then_some(Exact { numerator: self.sum, denominator });
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

fn band_values(rule: &SimilarBands, value: impl Fn(&SimilarBand) -> Option<Decimal>) -> BandValues {
    let of_level = |level: u8| (level != NO_LEVEL).then(|| rule.band(level)).flatten().and_then(&value);
    (0..=u8::MAX).map(|level| of_level(level).map(|value| u64::from(value.thousandths) * THOUSANDTH)).collect()
}

/// The number in a pupil's cell.
fn known(column: &NumberColumn, pupil: usize) -> Option<u64> {
    match column.cell(pupil) {
        NumberCell::Known(value) => Some(value),
        NumberCell::Blank | NumberCell::Unknown => None,
    }
}

impl<'a> ValueSource<'a> {
    /// The averages of the file, else those imported (RULES_2027 C.5).
    fn of_average(rule: &'a SimilarAverage, bases: &Bases<'a>) -> Option<Self> {
        if let Some(column) = bases.numbers(&rule.column, &Basis::Actual) {
            return Some(Self::Column(column));
        }
        let averages = bases.averages()?.of(&rule.column)?;
        Some(Self::Imported { prior: bases.numbers(&rule.prior, &Basis::Actual)?, averages })
    }

    fn value(&self, pupil: usize) -> Option<u64> {
        match self {
            Self::Bands { values, prior, .. } => values.get(usize::from(*prior.get(pupil)?)).copied().flatten(),
            Self::Column(column) => known(column, pupil),
            Self::Imported { prior, averages } => averages.get(&known(prior, pupil)?).copied(),
        }
    }
}

impl<'a> SimilarValues<'a> {
    /// Of a measure; `None`: nothing was published of it, or the file lacks the prior results, or the measure itself on
    /// results and on targets.
    pub fn new(measure: &'a Measure, bases: &Bases<'a>) -> Option<Self> {
        let rule = measure.similar.as_ref()?;
        let has = |basis: &Basis| measure.outcome.iter().all(|result| bases.has(result, basis));
        (has(&Basis::Actual) || has(&Basis::Target) || has(&Basis::Moderated)).then_some(())?;
        let source = match &rule.by {
            SimilarBy::Bands(rule) => {
                let prior = bases.prior(&rule.prior)?;
                ValueSource::Bands { rule, values: band_values(rule, |band| Some(band.value)), prior }
            }
            SimilarBy::Average(rule) => ValueSource::of_average(rule, bases)?,
        };
        Some(Self { rule, pupils: bases.cohort().len(), source })
    }

    /// What it goes by.
    pub fn rule(&self) -> &'a SimilarPupils {
        self.rule
    }

    /// The national value for a pupil, in units of [`ONE`]; `None`: no usable prior result.
    fn value(&self, pupil: usize) -> Option<u64> {
        self.source.value(pupil)
    }

    /// The values of a group: its own where they are known.
    fn source_of(&self, grouping: &str, group: &str) -> ValueSource<'a> {
        let ValueSource::Bands { rule, prior, .. } = &self.source else { return self.source.clone() };
        let values = match &rule.own {
            Some(own) if own.grouping == grouping && own.group == group => band_values(rule, |band| band.own),
            Some(own) if own.grouping == grouping && group != UNRECORDED => band_values(rule, |band| band.others),
            _ => return self.source.clone(),
        };
        ValueSource::Bands { rule, values, prior }
    }

    /// The band that a pupil is in; `None`: no usable prior result, or there are no bands.
    pub fn band(&self, pupil: usize) -> Option<&'a SimilarBand> {
        self.value(pupil)?;
        let ValueSource::Bands { rule, prior, .. } = &self.source else { return None };
        rule.band(*prior.get(pupil)?)
    }

    fn sum(&self, pupils: Option<&[u32]>) -> ValueSum {
        let mut sum = ValueSum::default();
        match pupils {
            None => (0..self.pupils).for_each(|pupil| sum.add(self.value(pupil))),
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
        let sources = groups.names.iter().map(|group| self.source_of(grouping, group)).collect::<Vec<_>>();
        let mut sums = vec![ValueSum::default(); groups.names.len()];
        let mut add = |pupil: usize| {
            let group = groups.by_pupil.get(pupil).map_or(0, |group| usize::from(*group));
            if let (Some(sum), Some(source)) = (sums.get_mut(group), sources.get(group)) {
                sum.add(source.value(pupil));
            }
        };
        match pupils {
            None => (0..self.pupils).for_each(&mut add),
            Some(pupils) => pupils.iter().for_each(|pupil| add(*pupil as usize)),
        }
        sums.into_iter().map(|sum| (sum.pupils + sum.left_out, sum.figure())).collect()
    }

    /// The positions of those of these pupils (`None`: of all) who have a usable prior result.
    fn with_prior(&self, pupils: Option<&[u32]>) -> Vec<u32> {
        let has = |pupil: &u32| self.value(*pupil as usize).is_some();
        match pupils {
            None => (0_u32..).take(self.pupils).filter(has).collect(),
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
        (0_u32..).take(self.pupils).filter(|pupil| self.value(*pupil as usize).is_none()).collect()
    }

    /// A target beside similar pupils; `None`: nobody has both.
    pub fn compare(&self, target: &Evaluated, pupils: Option<&[u32]>) -> Option<SimilarComparison> {
        let with_prior = self.with_prior(pupils);
        let figure = target.figure(Some(&with_prior));
        let sum = self.sum(Some(&with_prior));
        let similar = Exact { numerator: sum.sum, denominator: u128::from(ONE) * PER_CENT };
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

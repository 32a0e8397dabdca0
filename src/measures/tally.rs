//! What makes a figure of any part of the cohort: a count of classes, or a mean of numbers.

use super::{Bases, Basis, Classified, Figure, Histogram, classify, count_by_group};
use crate::cohort::{Groups, Number, Numbers};
use crate::guidance::measure::{Measure, MeasureKind};

/// A measure on a basis, worked out for every pupil.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    /// The class of every pupil.
    pub classified: Classified,
    numbers: Option<&'a Numbers>,
}

/// A measure on a basis; `None` where the file lacks a column it needs.
pub fn tally<'a>(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Tally<'a>> {
    let classified = classify(measure, basis, bases)?;
    let numbers = match measure.kind {
        MeasureKind::Average => Some(bases.numbers(measure.outcome.first()?, basis)?),
        _ => None,
    };
    Some(Tally { classified, numbers })
}

/// A group's figure, and how many pupils the group has, whether or not the measure is about them.
pub type GroupFigure = (u64, Figure);

impl Tally<'_> {
    /// The figure of these pupils; `None`: all.
    pub fn figure(&self, pupils: Option<&[u32]>) -> Figure {
        let Some(numbers) = self.numbers else { return Figure::share(&self.classified.count_of(pupils)) };
        let mut sum = Sum::default();
        match pupils {
            None => numbers.cells().for_each(|cell| sum.add(cell)),
            Some(pupils) => pupils.iter().for_each(|pupil| sum.add(numbers.cell(*pupil as usize))),
        }
        sum.figure()
    }

    /// The figure of each group, in the order of the groups' names.
    pub fn by_group(&self, groups: &Groups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        let histograms = count_by_group(&self.classified, groups, pupils);
        let Some(numbers) = self.numbers else {
            return histograms.iter().map(|histogram| (all(histogram), Figure::share(histogram))).collect();
        };
        let mut sums = vec![Sum::default(); groups.names.len()];
        let mut add = |pupil: usize| {
            let group = groups.of.get(pupil).and_then(|group| sums.get_mut(usize::from(*group)));
            group.into_iter().for_each(|sum| sum.add(numbers.cell(pupil)));
        };
        match pupils {
            None => (0..numbers.len()).for_each(&mut add),
            Some(pupils) => pupils.iter().for_each(|pupil| add(*pupil as usize)),
        }
        histograms.iter().zip(sums).map(|(histogram, sum)| (all(histogram), sum.figure())).collect()
    }
}

/// All pupils of a histogram.
pub fn all(histogram: &Histogram) -> u64 {
    histogram.iter().map(|count| u64::from(*count)).sum()
}

/// Numbers being added up.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    total: u128,
    pupils: u64,
    left_out: u64,
}

impl Sum {
    fn add(&mut self, cell: Number) {
        match cell {
            Number::Known(number) => {
                self.total += u128::from(number);
                self.pupils += 1;
            }
            Number::Blank | Number::Unknown => self.left_out += 1,
        }
    }

    fn figure(self) -> Figure {
        Figure::average(self.total, self.pupils, self.left_out)
    }
}

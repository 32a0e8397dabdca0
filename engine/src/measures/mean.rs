//! Means: of a column of numbers, of scores, of how many of several results are reached (RULES 3.2, RULES_2027 B).

use super::early_years::ScoreTotals;
use super::{Bases, Basis, Class, Figure, PupilClasses};
use crate::cohort::number_column::ONE;
use crate::cohort::{NumberCell, NumberColumn};
use crate::guidance::measure::{Measure, MeasureKind};

/// What a mean is of: one number a pupil, or none.
#[derive(Clone, Debug)]
pub struct MeanColumn<'a> {
    numbers: PupilNumbers<'a>,
    /// A pupil without a number counts as 0.
    none_is_zero: bool,
}

#[derive(Clone, Debug)]
enum PupilNumbers<'a> {
    Column(&'a NumberColumn),
    Whole(ScoreTotals),
}

impl<'a> MeanColumn<'a> {
    /// Of a measure that is a mean; `None`: it is none, or the file lacks a column.
    pub fn new(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let numbers = match &measure.kind {
            MeasureKind::Average => {
                let result = measure.outcome.first()?;
                match bases.numbers(result, basis) {
                    Some(numbers) => PupilNumbers::Column(numbers),
                    None => PupilNumbers::Whole(ScoreTotals::new(measure, basis, bases)?),
                }
            }
            MeasureKind::MeanReached(mark) => PupilNumbers::Whole(ScoreTotals::reached(mark, measure, basis, bases)?),
            _ => return None,
        };
        Some(Self { numbers, none_is_zero: measure.none_is_zero })
    }

    /// A pupil's number.
    fn cell(&self, pupil: usize) -> NumberCell {
        let cell = match &self.numbers {
            PupilNumbers::Column(numbers) => numbers.cell(pupil),
            PupilNumbers::Whole(totals) => {
                totals.total_of(pupil).map_or(NumberCell::Blank, |total| NumberCell::Known(u64::from(total) * ONE))
            }
        };
        if self.none_is_zero && !matches!(cell, NumberCell::Known(_)) { NumberCell::Known(0) } else { cell }
    }

    /// How many pupils there are.
    pub fn pupils(&self) -> usize {
        match &self.numbers {
            PupilNumbers::Column(numbers) => numbers.len(),
            PupilNumbers::Whole(totals) => totals.pupils(),
        }
    }

    /// Pupils with a number are in it.
    pub fn in_figure(&self) -> PupilClasses {
        let class =
            |pupil| if matches!(self.cell(pupil), NumberCell::Known(_)) { Class::Reached } else { Class::LeftOut };
        PupilClasses((0..self.pupils()).map(|pupil| class(pupil).number()).collect())
    }
}

/// The sum of numbers, for a mean.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSum {
    total: u128,
    pupils: u64,
    left_out: u64,
}

impl MeanSum {
    /// Adds a pupil.
    pub fn add(&mut self, column: &MeanColumn, pupil: usize) {
        match column.cell(pupil) {
            NumberCell::Known(number) => {
                self.total += u128::from(number);
                self.pupils += 1;
            }
            NumberCell::Blank | NumberCell::Unknown => self.left_out += 1,
        }
    }

    /// The mean; left out are pupils without a number.
    pub fn figure(self) -> Figure {
        Figure::average(self.total, self.pupils, self.left_out)
    }
}

//! The Foundation Stage Profile: totals over its scales (RULES 3.3, S0 ¶50).

use super::{Bases, Basis, Class, Exact, Figure, PupilClasses};
use crate::cohort::CodedCell;
use crate::guidance::measure::{GoodLevel, Measure};
use crate::guidance::{CellCode, CodeList};

/// The total of a child without a point in every scale; real ones are far below.
const NO_TOTAL: u16 = u16::MAX;

/// The total of every child over all scales of a measure.
#[derive(Clone, Debug)]
pub struct ScoreTotals(Vec<u16>);

impl ScoreTotals {
    /// `None` where the file lacks a scale.
    pub fn new(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Self> {
        Self::of(&measure.outcome, basis, bases, |list, code| list.points(code).map(u16::from))
    }

    /// How many of the outcomes reach a mark, of each child with a result in all of them.
    pub fn reached(mark: &str, measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Self> {
        Self::of(&measure.outcome, basis, bases, |list, code| {
            list.rank(code).map(|rank| u16::from(list.rank_of(mark).is_some_and(|mark| rank >= mark)))
        })
    }

    /// The sum over these results of what each code is worth; a child with one that is worth nothing has no total.
    fn of(
        results: &[String],
        basis: &Basis,
        bases: &Bases,
        worth: impl Fn(&CodeList, CellCode) -> Option<u16>,
    ) -> Option<Self> {
        let mut totals = vec![0_u16; bases.cohort().len()];
        for result in results {
            let column = bases.column(result, basis)?;
            let list = bases.codes().list(column.code_list)?;
            let points = column.table(|cell| match cell {
                CodedCell::Known(code) => worth(list, code).unwrap_or(NO_TOTAL),
                CodedCell::Blank | CodedCell::Unknown => NO_TOTAL,
            });
            for (total, code) in totals.iter_mut().zip(column.codes()) {
                *total = total.saturating_add(points.get(usize::from(*code)).copied().unwrap_or(NO_TOTAL));
            }
        }
        Some(Self(totals))
    }

    /// A child's total in points; `None`: left out.
    pub fn total_of(&self, pupil: usize) -> Option<u16> {
        self.0.get(pupil).copied().filter(|total| *total != NO_TOTAL)
    }

    /// How many children there are.
    pub fn pupils(&self) -> usize {
        self.0.len()
    }

    /// Children with these points or more reach it; 0: all who have a total.
    pub fn at_least(&self, wanted: u16) -> PupilClasses {
        let class = |total: &u16| match *total {
            NO_TOTAL => Class::LeftOut,
            total if total >= wanted => Class::Reached,
            _ => Class::Short,
        };
        PupilClasses(self.0.iter().map(|total| class(total).number()).collect())
    }
}

/// A good level of development: enough points over all scales, and enough in each of some of them.
pub fn good_level(good: &GoodLevel, measure: &Measure, basis: &Basis, bases: &Bases) -> Option<PupilClasses> {
    let points = |list: &CodeList, code| {
        let none = || list.is_code(code, &good.no_point).then_some(0);
        list.points(code).map(u16::from).or_else(none)
    };
    let mut classified = ScoreTotals::of(&measure.outcome, basis, bases, points)?.at_least(good.total);
    for scale in &good.scales {
        let column = bases.column(scale, basis)?;
        let list = bases.codes().list(column.code_list)?;
        let short = column.table(|cell| {
            let points = cell.code().and_then(|code| points(list, code));
            points.is_none_or(|points| points < u16::from(good.each))
        });
        for (class, code) in classified.0.iter_mut().zip(column.codes()) {
            if *class == Class::Reached.number() && short.get(usize::from(*code)).copied().unwrap_or(true) {
                *class = Class::Short.number();
            }
        }
    }
    Some(classified)
}

/// Collects totals, for the gap.
#[derive(Clone, Debug, Default)]
pub struct GapTotals {
    totals: Vec<u16>,
    left_out: u64,
}

impl GapTotals {
    /// Adds a child.
    pub fn add(&mut self, totals: &ScoreTotals, pupil: usize) {
        match totals.total_of(pupil) {
            Some(total) => self.totals.push(total),
            None => self.left_out += 1,
        }
    }

    /// How far the lowest `lowest_percent` percent of totals are below the median; no value if the median is 0.
    pub fn figure(mut self, lowest_percent: u16) -> Figure {
        self.totals.sort_unstable();
        let value = ScoreSpread::from_sorted(&self.totals, lowest_percent).and_then(ScoreSpread::gap);
        Figure { achieved: None, eligible: self.totals.len() as u64, missing: 0, left_out: self.left_out, value }
    }
}

/// The middle and the low end of totals, both in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreSpread {
    /// The median; of an even count the mean of the middle two.
    pub median: Exact,
    /// The mean of the lowest ones; how many these are is rounded up.
    pub lowest: Exact,
}

impl ScoreSpread {
    /// From totals in ascending order; `None`: no totals.
    pub fn from_sorted(totals: &[u16], lowest_percent: u16) -> Option<Self> {
        let count = totals.len();
        let middle = [count.checked_sub(1)? / 2, count / 2].map(|place| totals.get(place).copied());
        let median = Exact { numerator: sum(middle.into_iter().flatten()), denominator: 2 };
        let lowest = (count * usize::from(lowest_percent)).div_ceil(100).clamp(1, count);
        let numerator = sum(totals.iter().take(lowest).copied());
        Some(Self { median, lowest: Exact { numerator, denominator: lowest as u128 } })
    }

    /// How far the lowest are below the median, in percent of it; `None`: it is 0.
    pub fn gap(self) -> Option<Exact> {
        let (points, _) = self.median.distance(self.lowest);
        let numerator = 100 * points.numerator * self.median.denominator;
        let denominator = points.denominator * self.median.numerator;
        (denominator > 0).then_some(Exact { numerator, denominator })
    }
}

fn sum(totals: impl Iterator<Item = u16>) -> u128 {
    totals.map(u128::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_fifth_of_any_count() {
        let exact = |numerator, denominator| Exact { numerator, denominator };
        assert_eq!(ScoreSpread::from_sorted(&[], 20), None);
        assert_eq!(
            ScoreSpread::from_sorted(&[39], 20).unwrap(),
            ScoreSpread { median: exact(78, 2), lowest: exact(39, 1) }
        );
        let six = ScoreSpread::from_sorted(&[39, 52, 65, 78, 91, 91], 20).unwrap();
        assert_eq!(six, ScoreSpread { median: exact(143, 2), lowest: exact(91, 2) });
        assert_eq!(six.gap().unwrap().decimals(4), "36.3636");
        assert_eq!(ScoreSpread::from_sorted(&[0, 0, 78], 20).unwrap().gap(), None);
    }
}

//! A figure: exact counts, and a percentage that is rounded only for show (RULES 2.4).

use std::cmp::Ordering;

use super::ClassCounts;
use crate::cohort::number_column::ONE;

/// An exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    /// The numerator.
    pub numerator: u128,
    /// The denominator; not 0.
    pub denominator: u128,
}

impl Exact {
    /// Rounded to `places` decimals, half away from zero.
    pub fn decimals(self, places: u32) -> String {
        let scale = 10_u128.pow(places);
        let rounded = self.rounded(scale);
        if places == 0 {
            return rounded.to_string();
        }
        format!("{}.{:0width$}", rounded / scale, rounded % scale, width = places as usize)
    }

    /// In parts of which `scale` are one, half away from zero.
    fn rounded(self, scale: u128) -> u128 {
        (2 * self.numerator * scale + self.denominator) / (2 * self.denominator)
    }

    /// In tenths, half away from zero.
    pub fn tenths(self) -> u64 {
        u64::try_from(self.rounded(10)).unwrap_or(u64::MAX)
    }

    /// Rounded to hundredths, for a place on a drawing.
    pub fn to_f32(self) -> f32 {
        self.rounded(100) as f32 / 100.0
    }

    /// As percent with one decimal, such as "70.7%".
    pub fn percent(self) -> String {
        format!("{}%", self.decimals(1))
    }

    /// A fraction of one as percent, such as "70.7%".
    pub fn percent_of_one(self, places: u32) -> String {
        format!("{}%", Self { numerator: 100 * self.numerator, ..self }.decimals(places))
    }

    /// Whole units, rounded down.
    pub fn floor(self) -> u64 {
        u64::try_from(self.numerator / self.denominator).unwrap_or(u64::MAX)
    }

    /// Compares two fractions exactly, however long their terms are.
    pub fn compare(self, other: Self) -> Ordering {
        let products = self.numerator.checked_mul(other.denominator).zip(other.numerator.checked_mul(self.denominator));
        products.map_or_else(|| self.compare_in_steps(other), |(one, two)| one.cmp(&two))
    }

    /// Whole parts first, then what remains of each, turned upside down.
    fn compare_in_steps(self, other: Self) -> Ordering {
        let whole = (self.numerator / self.denominator).cmp(&(other.numerator / other.denominator));
        whole.then_with(|| match (self.numerator % self.denominator, other.numerator % other.denominator) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            (rest, rest_of_other) => {
                let turned = |denominator, numerator| Self { numerator, denominator };
                turned(rest_of_other, other.denominator).compare(turned(rest, self.denominator))
            }
        })
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let numerator = self.numerator * other.denominator + other.numerator * self.denominator;
        Self { numerator, denominator: self.denominator * other.denominator }
    }

    /// The same in lowest terms, so that long sums stay small.
    #[must_use]
    pub fn lowest_terms(self) -> Self {
        let (mut one, mut other) = (self.numerator, self.denominator);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        Self { numerator: self.numerator / one.max(1), denominator: self.denominator / one.max(1) }
    }

    /// The absolute difference, and whether the first is smaller.
    pub fn distance(self, other: Self) -> (Self, bool) {
        let (one, two) = (self.numerator * other.denominator, other.numerator * self.denominator);
        (Self { numerator: one.abs_diff(two), denominator: self.denominator * other.denominator }, one < two)
    }
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Pupils who reach the mark; `None` where the figure is not such a count.
    pub achieved: Option<u64>,
    /// Pupils in the figure.
    pub eligible: u64,
    /// Pupils who would reach the mark if their empty cells did.
    pub missing: u64,
    /// Pupils not in the figure.
    pub left_out: u64,
    /// The percentage; `None`: no pupils are in the figure.
    pub value: Option<Exact>,
}

impl Figure {
    /// A share of the pupils in the figure; those it is not about are in no class of these.
    pub fn share(histogram: &ClassCounts) -> Self {
        let [short, missing, reached, left_out, ..] = histogram.map(u64::from);
        let eligible = short + missing + reached;
        Self { achieved: Some(reached), eligible, missing, left_out, value: percentage(reached, eligible) }
    }

    /// The mean of numbers in units of [`ONE`].
    pub fn average(total: u128, eligible: u64, left_out: u64) -> Self {
        let denominator = u128::from(eligible) * u128::from(ONE);
        let value = (eligible > 0).then_some(Exact { numerator: total, denominator });
        Self { achieved: None, eligible, missing: 0, left_out, value }
    }

    /// The highest it can become while cells are empty, in percent.
    pub fn at_most(&self) -> Option<Exact> {
        percentage(self.achieved? + self.missing, self.eligible)
    }

    /// What one pupil is worth, in percentage points; `None` for a mean of numbers.
    pub fn one_pupil(&self) -> Option<Exact> {
        self.achieved?;
        percentage(1, self.eligible)
    }
}

/// `part` of `whole` in percent; `None` if `whole` is 0.
pub fn percentage(part: u64, whole: u64) -> Option<Exact> {
    (whole > 0).then_some(Exact { numerator: 100 * u128::from(part), denominator: u128::from(whole) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_goes_away_from_zero() {
        let exact = |numerator, denominator| Exact { numerator, denominator };
        assert_eq!(exact(100, 8).decimals(1), "12.5");
        assert_eq!(exact(625, 100).decimals(1), "6.3");
        assert_eq!(exact(200, 3).decimals(4), "66.6667");
        assert_eq!(exact(0, 7).decimals(4), "0.0000");
        assert_eq!(exact(5, 2).decimals(0), "3");
    }

    #[test]
    fn fractions_compare_exactly() {
        let exact = |numerator, denominator| Exact { numerator, denominator };
        assert_eq!(exact(200, 3).compare(exact(400, 6)), Ordering::Equal);
        assert_eq!(exact(2, 3).compare(exact(3, 4)), Ordering::Less);
        assert_eq!(exact(1, 2).plus(exact(1, 3)), exact(5, 6));
        assert_eq!(exact(1, 2).distance(exact(3, 4)), (exact(2, 8), true));
    }

    #[test]
    fn long_terms_compare_exactly() {
        let exact = |numerator, denominator| Exact { numerator, denominator };
        let long = 10_u128.pow(30);
        assert_eq!(exact(2 * long, 3 * long).compare(exact(4 * long, 6 * long)), Ordering::Equal);
        assert_eq!(exact(2 * long + 1, 3 * long).compare(exact(4 * long, 6 * long)), Ordering::Greater);
        assert_eq!(exact(2 * long, 3 * long + 1).compare(exact(4 * long, 6 * long)), Ordering::Less);
        assert_eq!(exact(long, long).compare(exact(long + 1, long)), Ordering::Less);
        assert_eq!(exact(2 * long, long).compare(exact(long, long)), Ordering::Greater);
    }
}

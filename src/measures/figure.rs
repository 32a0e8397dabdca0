//! A figure: exact counts, and a percentage that is rounded only for show (RULES 2.4).

use super::Histogram;

/// An exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    /// Above the line.
    pub numerator: u64,
    /// Below the line; not 0.
    pub denominator: u64,
}

impl Exact {
    /// With so many decimals, half away from zero.
    pub fn decimals(self, places: u32) -> String {
        let scale = 10_u128.pow(places);
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let rounded = (2 * numerator * scale + denominator) / (2 * denominator);
        if places == 0 {
            return rounded.to_string();
        }
        format!("{}.{:0width$}", rounded / scale, rounded % scale, width = places as usize)
    }

    /// Whole units, rounded down.
    pub fn floor(self) -> u64 {
        self.numerator / self.denominator
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
    /// The percentage; `None`: nobody is in the figure.
    pub value: Option<Exact>,
}

impl Figure {
    /// A share of pupils.
    pub fn share(histogram: &Histogram) -> Self {
        let [short, missing, reached, left_out, ..] = histogram.map(u64::from);
        let eligible = short + missing + reached;
        let value = (eligible > 0).then_some(Exact { numerator: 100 * reached, denominator: eligible });
        Self { achieved: Some(reached), eligible, missing, left_out, value }
    }

    /// All pupils the figure is about.
    pub fn pupils(&self) -> u64 {
        self.eligible + self.left_out
    }

    /// The highest it can become while cells are empty, in percent.
    pub fn at_most(&self) -> Option<Exact> {
        let numerator = 100 * (self.achieved? + self.missing);
        (self.eligible > 0).then_some(Exact { numerator, denominator: self.eligible })
    }

    /// What one pupil is worth, in percentage points.
    pub fn one_pupil(&self) -> Option<Exact> {
        (self.eligible > 0).then_some(Exact { numerator: 100, denominator: self.eligible })
    }
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
}

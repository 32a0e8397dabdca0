//! RULES 2.4: figures are exact. Fractions of whole numbers, rounded only for show.

/// A fraction in lowest terms, its denominator above 0.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReferenceFraction {
    above: i128,
    below: i128,
}

impl ReferenceFraction {
    /// `above ÷ below`; None where `below` is 0.
    pub fn ratio(above: i128, below: i128) -> Option<ReferenceFraction> {
        if below == 0 {
            return None;
        }
        let common = common_divisor(above.abs(), below.abs()) * below.signum();
        Some(ReferenceFraction { above: above / common, below: below / common })
    }

    pub fn whole(number: i128) -> ReferenceFraction {
        ReferenceFraction { above: number, below: 1 }
    }

    pub fn plus(self, other: ReferenceFraction) -> ReferenceFraction {
        let above = self.above * other.below + other.above * self.below;
        ReferenceFraction::ratio(above, self.below * other.below).expect("denominators are above 0")
    }

    /// None where the divisor is 0.
    pub fn over(self, divisor: i128) -> Option<ReferenceFraction> {
        ReferenceFraction::ratio(self.above, self.below * divisor)
    }

    pub fn minus(self, other: ReferenceFraction) -> ReferenceFraction {
        self.plus(ReferenceFraction { above: -other.above, below: other.below })
    }

    pub fn is_less_than(self, other: ReferenceFraction) -> bool {
        self.above * other.below < other.above * self.below
    }

    pub fn is_at_least(self, number: i128) -> bool {
        self.above >= number * self.below
    }

    /// RULES 2.4, 10.2: four decimals, half away from zero.
    pub fn four_decimals(self) -> String {
        let units = (2 * self.above.abs() * 10_000 + self.below) / (2 * self.below);
        let sign = if self.above < 0 && units > 0 { "-" } else { "" };
        format!("{sign}{}.{:04}", units / 10_000, units % 10_000)
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { common_divisor(b, a % b) }
}

/// A whole number of 0 or more, written in digits alone.
pub fn whole_number(text: &str) -> Option<i128> {
    let digits_only = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if digits_only && text.len() <= 9 { text.parse().ok() } else { None }
}

/// A number of 0 or more: digits, or digits with a point between them.
pub fn number(text: &str) -> Option<ReferenceFraction> {
    let Some((whole, decimals)) = text.split_once('.') else {
        return whole_number(text).map(ReferenceFraction::whole);
    };
    let tenths = 10_i128.pow(u32::try_from(decimals.len()).ok().filter(|places| *places <= 9)?);
    ReferenceFraction::ratio(whole_number(whole)? * tenths + whole_number(decimals)?, tenths)
}

//! What views to share may show: which counts are small, and what every other count is rounded to.
//!
//! [`sharing`](super::sharing) hides small counts of one table so that they cannot be worked out from that table. Tables
//! share pupils with other tables, though: measures and groups lie within each other, classes in year groups, schools in
//! an authority. So every count that is shown is also rounded, and percentages, gaps, ranks and the order of rows are
//! worked out from the rounded counts. What is taken away from another count then leaves several numbers, not one.

use crate::measures::Figure;
use crate::measures::figure::percentage;

/// What is shown of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    fewer_than: u64,
    rounded_to: u64,
}

impl Disclosure {
    /// No count below the first number is shown, before or after rounding to the second; 0 of the first: everything is
    /// shown as it is, 0 of the second: nothing is rounded.
    pub fn new(fewer_than: u64, rounded_to: u64) -> Self {
        Self { fewer_than, rounded_to: rounded_to.max(1) }
    }

    /// Whether views are made fit to share.
    pub fn is_on(self) -> bool {
        self.fewer_than > 0
    }

    /// The number chosen; 0: everything is shown.
    pub fn fewer_than(self) -> u64 {
        self.fewer_than
    }

    /// Counts below this are hidden: those below the number chosen, and those that would be so when rounded. 0: none are.
    pub fn hidden_below(self) -> u64 {
        let rounded_below = self.fewer_than.div_ceil(self.rounded_to) * self.rounded_to;
        self.fewer_than.max(rounded_below.saturating_sub(self.rounded_to / 2))
    }

    /// What counts are rounded to; 1: they are not rounded.
    pub fn rounded_to(self) -> u64 {
        self.rounded_to
    }

    /// Whether a number of pupils is hidden.
    pub fn hides(self, count: u64) -> bool {
        count > 0 && count < self.hidden_below()
    }

    /// A count as it is shown, where it is not hidden.
    pub fn rounded(self, count: u64) -> u64 {
        if self.is_on() { (count + self.rounded_to / 2) / self.rounded_to * self.rounded_to } else { count }
    }

    /// A figure as it is shown, where it is not hidden: of rounded counts, without those who are missing or left out.
    pub fn figure(self, figure: Figure) -> Figure {
        if !self.is_on() {
            return figure;
        }
        let (achieved, eligible) = (figure.achieved.map(|count| self.rounded(count)), self.rounded(figure.eligible));
        let value = achieved.map_or(figure.value, |achieved| percentage(achieved, eligible));
        Figure { achieved, eligible, missing: 0, left_out: 0, value: value.filter(|_| figure.value.is_some()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_below_the_number_chosen() {
        assert_eq!([0, 5, 6, 10].map(|number| Disclosure::new(number, 5).hidden_below()), [0, 5, 8, 10]);
        for chosen in [5, 6, 10] {
            let disclosure = Disclosure::new(chosen, 5);
            for count in 0..200 {
                let shown = (!disclosure.hides(count)).then(|| disclosure.rounded(count));
                assert!(shown.is_none_or(|shown| (shown >= chosen || count == 0) && shown.abs_diff(count) <= 2));
                assert!(count == 0 || count >= chosen || shown.is_none());
            }
        }
        assert_eq!(Disclosure::new(0, 5).rounded(7), 7);
        assert_eq!(Disclosure::new(6, 0).rounded(7), 7);
    }
}

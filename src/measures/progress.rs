//! Moving so many whole levels from the prior level (RULES 2.2).

use super::{Class, Classified};
use crate::cohort::prior::NO_LEVEL;
use crate::cohort::{Cell, Coded};
use crate::guidance::CodeTables;
use crate::guidance::codes::{NoLevel, Worth};

/// What counts.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Whole levels to move.
    pub levels: u8,
    /// A blank outcome leaves the pupil out (results); else it keeps the pupil in the figure as missing (targets and
    /// estimates).
    pub blank_left_out: bool,
}

/// An outcome, as far as progress is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A whole level.
    Level(u8),
    /// B, N: below the test, no level awarded.
    NotMade,
    /// A, D, T, …, or a spelling not understood.
    None,
    /// An empty cell.
    Blank,
}

impl Outcome {
    /// What a cell says of progress.
    pub fn of(cell: Cell, codes: &CodeTables) -> Self {
        let Cell::Known(code) = cell else {
            return if cell == Cell::Blank { Self::Blank } else { Self::None };
        };
        match codes.worth(code) {
            Some(Worth::Level { whole, .. }) => Self::Level(whole),
            Some(Worth::None(NoLevel::NotMade)) => Self::NotMade,
            Some(Worth::None(NoLevel::NoOutcome)) | None => Self::None,
        }
    }
}

impl Rule {
    /// The class of a pupil with this prior level and outcome.
    pub fn class(self, prior_level: u8, outcome: Outcome) -> Class {
        match outcome {
            _ if prior_level == NO_LEVEL => Class::LeftOut,
            Outcome::Level(level) if level >= prior_level.saturating_add(self.levels) => Class::Reached,
            Outcome::Level(_) | Outcome::NotMade => Class::Short,
            Outcome::Blank if !self.blank_left_out => Class::Missing,
            Outcome::Blank | Outcome::None => Class::LeftOut,
        }
    }
}

/// Prior levels that the table has rows for; the rest have none.
const PRIOR_LEVELS: usize = 16;

/// The class of every pupil, by a table from prior level and outcome.
pub fn classify(prior: &[u8], outcome: &Coded, rule: Rule, codes: &CodeTables) -> Option<Classified> {
    let of_prior = |prior: usize| {
        let prior = u8::try_from(prior).ok().filter(|prior| usize::from(*prior) + 1 < PRIOR_LEVELS).unwrap_or(NO_LEVEL);
        outcome.table(|cell| rule.class(prior, Outcome::of(cell, codes)).number())
    };
    let table: [[u8; 256]; PRIOR_LEVELS] = std::array::from_fn(of_prior);
    let [.., no_level] = &table;
    let class = |(prior, code): (&u8, &u8)| {
        let row = table.get(usize::from(*prior)).unwrap_or(no_level);
        row.get(usize::from(*code)).copied().unwrap_or(Class::LeftOut.number())
    };
    (prior.len() == outcome.codes().len()).then(|| Classified(prior.iter().zip(outcome.codes()).map(class).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_levels_are_whole_levels() {
        let target = Rule { levels: 2, blank_left_out: false };
        assert_eq!(target.class(2, Outcome::Level(4)), Class::Reached);
        assert_eq!(target.class(2, Outcome::Level(3)), Class::Short);
        assert_eq!(target.class(0, Outcome::Level(2)), Class::Reached);
        assert_eq!(target.class(0, Outcome::NotMade), Class::Short);
        assert_eq!(target.class(2, Outcome::None), Class::LeftOut);
        assert_eq!(target.class(NO_LEVEL, Outcome::Level(5)), Class::LeftOut);
    }

    #[test]
    fn a_blank_result_is_left_out_and_a_blank_target_is_missing() {
        let rule = |blank_left_out| Rule { levels: 2, blank_left_out };
        assert_eq!(rule(true).class(2, Outcome::Blank), Class::LeftOut);
        assert_eq!(rule(false).class(2, Outcome::Blank), Class::Missing);
    }
}

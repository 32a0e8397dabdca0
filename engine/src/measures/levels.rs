//! How far pupils move from their prior result.

use super::progress::{ProgressOutcome, ProgressRule};
use super::{Bases, Basis, Class};
use crate::cohort::CodedColumn;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::{Measure, MeasureKind};

/// The levels that pupils move by a measure of progress.
pub struct PupilLevels<'a> {
    measure: &'a Measure,
    prior: &'a [u8],
    outcome: &'a CodedColumn,
    rule: ProgressRule<'a>,
}

impl<'a> PupilLevels<'a> {
    /// On a basis; `None`: the measure is no progress, or the file lacks a column.
    pub fn new(measure: &'a Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let prior = bases.prior(measure.prior.as_ref()?)?;
        let outcome = bases.column(measure.outcome.first()?, basis)?;
        let rule = ProgressRule::new(measure, outcome.code_list, false, bases.codes())?;
        Some(Self { measure, prior, outcome, rule })
    }

    /// Levels from a pupil's prior result to the outcome; for grades 1 where they are worth the progress asked, else 0.
    /// `None`: it has no such number.
    pub fn made_by(&self, pupil: usize) -> Option<i16> {
        let prior = self.prior.get(pupil).copied().filter(|prior| *prior != NO_LEVEL)?;
        match (&self.measure.kind, self.rule.outcome(self.outcome.cell(pupil))) {
            (MeasureKind::Progress(_), ProgressOutcome::Rank(level)) => Some(i16::from(level) - i16::from(prior)),
            (MeasureKind::Grades { .. }, outcome @ (ProgressOutcome::Rank(_) | ProgressOutcome::NotMade)) => {
                Some(i16::from(self.rule.class(prior, outcome) == Class::Reached))
            }
            _ => None,
        }
    }
}

/// Levels from a pupil's prior result to the target; `None`: they cannot be counted.
pub fn levels_to_target(measure: &Measure, pupil: usize, bases: &Bases) -> Option<i16> {
    PupilLevels::new(measure, &Basis::Moderated, bases)?.made_by(pupil)
}

//! Absence, in half-day sessions (RULES 3.4, S0 ¶81, ¶89).

use super::figure::percentage;
use super::{Bases, Basis, Class, Exact, Figure, PupilClasses};
use crate::cohort::number_column::ONE;
use crate::cohort::{NumberCell, NumberColumn};
use crate::guidance::{Measure, MeasureKind};

/// The sessions of every pupil.
#[derive(Clone, Debug)]
pub struct SessionColumns<'a> {
    possible: &'a NumberColumn,
    /// Authorised and unauthorised absence, which add up.
    absent: Vec<&'a NumberColumn>,
}

impl<'a> SessionColumns<'a> {
    /// The columns of a measure: the possible sessions, then those that add up to the absent ones; `None` where the
    /// file lacks one.
    pub fn new(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let (possible, absent) = measure.outcome.split_first()?;
        let absent = absent.iter().map(|result| bases.numbers(result, basis)).collect::<Option<_>>()?;
        Some(Self { possible: bases.numbers(possible, basis)?, absent })
    }

    /// How many pupils there are.
    pub fn pupils(&self) -> usize {
        self.possible.len()
    }

    /// A pupil's absent and possible sessions; `None` without possible ones, or where a number is not understood.
    pub fn sessions_of(&self, pupil: usize) -> Option<(u64, u64)> {
        let possible = sessions(self.possible.cell(pupil)).filter(|possible| *possible > 0)?;
        let absent = self.absent.iter().map(|column| sessions(column.cell(pupil))).sum::<Option<_>>()?;
        Some((absent, possible))
    }

    /// Every pupil with possible sessions is in the figure.
    pub fn in_figure(&self) -> PupilClasses {
        self.classify(|_, _| Class::Reached)
    }

    /// Pupils absent in this percentage of their own possible sessions, or more, reach it.
    pub fn persistent(&self, percent: u16) -> PupilClasses {
        let persistent = |absent: u64, possible: u64| 100 * absent >= u64::from(percent) * possible;
        self.classify(|absent, possible| if persistent(absent, possible) { Class::Reached } else { Class::Short })
    }

    /// Pupils absent in this number of sessions, or more, reach it.
    pub fn absent_in(&self, least: u16) -> PupilClasses {
        self.classify(|absent, _| if absent >= u64::from(least) { Class::Reached } else { Class::Short })
    }

    /// The sessions of a pupil from which on absence is persistent, by the measure's rule; `None`: it has none, or the
    /// pupil is left out.
    pub fn persistent_from(&self, kind: &MeasureKind, pupil: usize) -> Option<u64> {
        let (_, possible) = self.sessions_of(pupil)?;
        match kind {
            MeasureKind::PersistentAbsence(percent) => Some((u64::from(*percent) * possible).div_ceil(100)),
            MeasureKind::PersistentSessions(least) => Some(u64::from(*least)),
            _ => None,
        }
    }

    /// Those of class 1 are absent in a larger share of their own sessions than this percentage.
    pub fn above(&self, percent: Exact) -> PupilClasses {
        PupilClasses((0..self.pupils()).map(|pupil| u8::from(self.is_above(pupil, percent))).collect())
    }

    /// A pupil is absent in a larger share of their own sessions than this percentage.
    pub fn is_above(&self, pupil: usize, percent: Exact) -> bool {
        let own = self.sessions_of(pupil).and_then(|(absent, possible)| percentage(absent, possible));
        own.is_some_and(|own| own.compare(percent).is_gt())
    }

    fn classify(&self, class: impl Fn(u64, u64) -> Class) -> PupilClasses {
        let of_pupil =
            |pupil| self.sessions_of(pupil).map_or(Class::LeftOut, |(absent, possible)| class(absent, possible));
        PupilClasses((0..self.pupils()).map(|pupil| of_pupil(pupil).number()).collect())
    }
}

/// Whole sessions; a blank counts none.
fn sessions(cell: NumberCell) -> Option<u64> {
    match cell {
        NumberCell::Blank => Some(0),
        NumberCell::Known(number) => number.is_multiple_of(ONE).then_some(number / ONE),
        NumberCell::Unknown => None,
    }
}

/// Sessions being added up.
#[derive(Clone, Copy, Debug, Default)]
pub struct AbsenceSum {
    absent: u64,
    possible: u64,
    left_out: u64,
}

impl AbsenceSum {
    /// Adds a pupil.
    pub fn add(&mut self, sessions: &SessionColumns, pupil: usize) {
        match sessions.sessions_of(pupil) {
            Some((absent, possible)) => {
                self.absent += absent;
                self.possible += possible;
            }
            None => self.left_out += 1,
        }
    }

    /// Absent of possible sessions, both in sessions; left out are pupils (RULES 10.2).
    pub fn figure(self) -> Figure {
        Figure {
            achieved: Some(self.absent),
            eligible: self.possible,
            missing: 0,
            left_out: self.left_out,
            value: percentage(self.absent, self.possible),
        }
    }
}

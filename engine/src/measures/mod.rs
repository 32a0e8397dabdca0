//! The measures (RULES 3): for every pupil, which part of a figure; then sums by group.
//!
//! A measure puts each pupil of the cohort into a [`Class`]. A figure is a sum over classes, so groups add up to the
//! whole by construction; a mean, a gap or an absence ([`evaluated`]) sums the numbers of the pupils in it as well.

pub mod attendance;
pub mod averages;
pub mod bases;
pub mod care;
pub mod chances;
pub mod count;
pub mod early_years;
pub mod evaluated;
pub mod figure;
pub mod group_selection;
pub mod groupings;
pub mod levels;
pub mod mean;
pub mod progress;
pub mod pupil_set;
pub mod threshold;

pub use bases::{Bases, Basis};
pub use count::{ClassCounts, PupilClasses, count_by_group};
pub use evaluated::{Evaluated, evaluate};
pub use figure::{Exact, Figure};
pub use group_selection::{GroupChoice, GroupSelection};
pub use pupil_set::PupilSet;

use ambition_columns::classes::code_table::raise;

use crate::guidance::measure::{Measure, MeasureKind, MeasurePopulation};
use attendance::SessionColumns;
use chances::ChanceColumns;
use early_years::ScoreTotals;
use mean::MeanColumn;
use progress::{ProgressDistances, ProgressOutcome};

/// The class of a pupil in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// In the figure, short of the mark.
    Short = 0,
    /// In the figure, and would reach the mark if the empty cells did.
    Missing = 1,
    /// In the figure, and reaches the mark; of a mean: in it.
    Reached = 2,
    /// Not in the figure.
    LeftOut = 3,
    /// The measure is not about this pupil.
    NotAbout = 4,
}

impl Class {
    /// The class as [`PupilClasses`] stores it.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The number of pupils in it, of the numbers in each class.
    pub fn count_in(self, counts: &ClassCounts) -> u64 {
        counts.get(usize::from(self.number())).copied().unwrap_or_default().into()
    }
}

/// The class of every pupil for a measure on a basis; `None` where the file lacks a column it needs (RULES 2.5).
pub fn classify(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<PupilClasses> {
    classified(measure, basis, bases).map(|(classified, _)| classified)
}

/// And of progress, how far each outcome is from the one wanted.
fn classified(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<(PupilClasses, Option<ProgressDistances>)> {
    let mut distances = None;
    let classified = match &measure.kind {
        MeasureKind::Threshold(marks) => {
            let outcomes = measure.outcome.iter().map(|result| bases.column(result, basis));
            match outcomes.collect::<Option<Vec<_>>>() {
                Some(outcomes) => threshold::classify(&outcomes, marks, bases.codes()),
                None => ChanceColumns::new(measure, basis, bases)?.classify(),
            }
        }
        MeasureKind::Progress(_) | MeasureKind::Grades { .. } => {
            let distances = distances.insert(ProgressDistances::new(measure, basis, bases)?);
            distances.classify(basis.is_results())
        }
        MeasureKind::Average | MeasureKind::MeanReached(_) => MeanColumn::new(measure, basis, bases)?.in_figure(),
        MeasureKind::GoodLevel(good) => early_years::good_level(good, measure, basis, bases)?,
        MeasureKind::Gap(_) => ScoreTotals::new(measure, basis, bases)?.at_least(0),
        MeasureKind::Absence => SessionColumns::new(measure, basis, bases)?.in_figure(),
        MeasureKind::PersistentSessions(least) => SessionColumns::new(measure, basis, bases)?.absent_in(*least),
        MeasureKind::PersistentAbsence(percent) => SessionColumns::new(measure, basis, bases)?.persistent(*percent),
    };
    // Pupils whom the measure is not about are in no part of its figure (RULES 2.3).
    let classified = match &measure.about {
        Some(MeasurePopulation::Below { result, below }) => only_below(result, below, classified, bases)?,
        Some(MeasurePopulation::InCare(care)) => care::only_in_care(care, classified, bases)?,
        None => classified,
    };
    Some((classified, distances))
}

/// A figure of the pupils alone who were below a level in a result.
fn only_below(result: &str, level: &str, mut classified: PupilClasses, bases: &Bases) -> Option<PupilClasses> {
    let column = bases.column(result, &Basis::Actual)?;
    let list = bases.codes().list(column.code_list)?;
    let below = list.rank_of(level)?;
    let least = column.table(|cell| match ProgressOutcome::from_cell(cell, list, &[]) {
        ProgressOutcome::Rank(rank) if rank < below => Class::Short,
        ProgressOutcome::NotMade => Class::Short,
        _ => Class::NotAbout,
    });
    // No class is above that of pupils whom the measure is not about.
    raise(&mut classified.0, column.codes(), &least.map(Class::number));
    Some(classified)
}

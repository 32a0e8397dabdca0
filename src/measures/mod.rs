//! The measures (RULES 3): for every pupil, which part of a figure; then sums by group.
//!
//! A measure puts each pupil of the cohort into a [`Class`]. A figure is a sum over classes, so groups add up to the
//! whole by construction; a mean ([`tally`]) sums the numbers of the pupils in it as well.

pub mod bases;
pub mod count;
pub mod figure;
pub mod progress;
pub mod tally;
pub mod threshold;

pub use bases::{Bases, Basis};
pub use count::{Classified, Histogram, count_by_group};
pub use figure::{Exact, Figure};
pub use tally::{Tally, tally};

use crate::cohort::Number;
use crate::guidance::measure::{About, Measure, MeasureKind};
use progress::Outcome;

/// Where a pupil stands in a figure.
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
    /// The class as [`Classified`] stores it.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// The class of every pupil for a measure on a basis; `None` where the file lacks a column it needs (RULES 2.5).
pub fn classify(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Classified> {
    let classified = match &measure.kind {
        MeasureKind::Threshold(marks) => {
            let outcomes = measure.outcome.iter().map(|result| bases.column(result, basis));
            threshold::classify(&outcomes.collect::<Option<Vec<_>>>()?, marks, bases.codes())
        }
        MeasureKind::Progress(_) | MeasureKind::Grades { .. } => {
            let outcome = bases.column(measure.outcome.first()?, basis)?;
            let rule = progress::Rule::new(measure, outcome.book, basis.is_results(), bases.codes())?;
            progress::classify(bases.prior(measure.prior.as_ref()?)?, outcome, &rule)?
        }
        MeasureKind::Average => {
            let numbers = bases.numbers(measure.outcome.first()?, basis)?;
            let class = |cell| if matches!(cell, Number::Known(_)) { Class::Reached } else { Class::LeftOut };
            Classified(numbers.cells().map(|cell| class(cell).number()).collect())
        }
    };
    match &measure.about {
        Some(about) => only_about(about, classified, bases),
        None => Some(classified),
    }
}

/// Pupils whom the measure is not about are in no part of its figure (RULES 2.3).
fn only_about(about: &About, mut classified: Classified, bases: &Bases) -> Option<Classified> {
    let column = bases.column(&about.result, &Basis::results())?;
    let book = bases.codes().book(column.book)?;
    let below = book.rank_of(&about.below)?;
    let concerned = column.table(|cell| match Outcome::of(cell, book, &[]) {
        Outcome::Rank(rank) => rank < below,
        Outcome::NotMade => true,
        Outcome::None | Outcome::Blank => false,
    });
    for (class, code) in classified.0.iter_mut().zip(column.codes()) {
        if !concerned.get(usize::from(*code)).copied().unwrap_or_default() {
            *class = Class::NotAbout.number();
        }
    }
    Some(classified)
}

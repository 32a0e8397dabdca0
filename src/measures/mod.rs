//! The measures (RULES 3): for every pupil, which part of a figure; then sums by group.
//!
//! A [`Classifier`] puts each pupil of the cohort into a class. What a class means is up to the kind of measure:
//! [`threshold`] and [`progress`] use the classes of [`Class`], an expectation (in `ambition`) one class a rate. A
//! figure is a sum over classes, so groups add up to the whole by construction.

pub mod bases;
pub mod count;
pub mod figure;
pub mod progress;
pub mod threshold;

pub use bases::{Bases, Basis};
pub use count::{Classified, Histogram, count_by_group};
pub use figure::{Exact, Figure};

use crate::guidance::edition::{Measure, MeasureKind};

/// Where a pupil stands in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// In the figure, short of the mark.
    Short = 0,
    /// In the figure, and would reach the mark if the empty cells did.
    Missing = 1,
    /// In the figure, and reaches the mark.
    Reached = 2,
    /// Not in the figure.
    LeftOut = 3,
}

impl Class {
    /// The class as [`Classified`] stores it.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// The class of every pupil for a measure on a basis; `None` where the file lacks a column it needs (RULES 2.5).
pub fn classify(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Classified> {
    let outcomes = measure.outcome.iter().map(|result| bases.column(result, basis)).collect::<Option<Vec<_>>>()?;
    match measure.kind {
        MeasureKind::Threshold { level } => Some(threshold::classify(&outcomes, level, bases.codes())),
        MeasureKind::Progress { levels } => {
            let prior = bases.prior(&measure.prior)?;
            let rule = progress::Rule { levels, blank_left_out: basis.is_results() };
            progress::classify(prior, outcomes.first()?, rule, bases.codes())
        }
    }
}

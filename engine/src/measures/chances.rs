//! An expected share by estimates that are chances (RULES 6.3).

use super::{Bases, Basis, Class, Exact, Figure, PupilClasses};
use crate::cohort::number_column::ONE;
use crate::cohort::{NumberCell, NumberColumn};
use crate::guidance::measure::{Measure, MeasureKind};

/// The chances of every pupil to reach the mark in each result of a measure.
#[derive(Clone, Debug)]
pub struct ChanceColumns<'a>(Vec<&'a NumberColumn>);

impl<'a> ChanceColumns<'a> {
    /// Of a measure on an estimate; `None`: it has no chances of these marks.
    pub fn new(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let MeasureKind::Threshold(marks) = &measure.kind else { return None };
        basis.estimate_label()?;
        let fields = &bases.guidance().fields;
        let column = |(result, mark): (&String, &String)| {
            let of = fields.get(fields.on_basis(result, basis.name())?)?.chances_of.as_ref()?;
            (of == mark).then(|| bases.numbers(result, basis)).flatten()
        };
        Some(Self(measure.outcome.iter().zip(marks).map(column).collect::<Option<_>>()?))
    }

    /// The lowest of a pupil's chances, as with the rates of two subjects (RULES 5.1), in units of [`ONE`].
    fn chance(&self, pupil: usize) -> NumberCell {
        let lower = |one, other| match (one, other) {
            (NumberCell::Known(one), NumberCell::Known(other)) => NumberCell::Known(one.min(other)),
            (NumberCell::Unknown, _) | (_, NumberCell::Unknown) => NumberCell::Unknown,
            _ => NumberCell::Blank,
        };
        self.0.iter().map(|column| column.cell(pupil)).reduce(lower).unwrap_or(NumberCell::Blank)
    }

    /// In the figure with a chance, without one, or with something that is not understood.
    pub fn classify(&self) -> PupilClasses {
        let class = |pupil| match self.chance(pupil) {
            NumberCell::Known(_) => Class::Reached,
            NumberCell::Blank => Class::Missing,
            NumberCell::Unknown => Class::Short,
        };
        let pupils = self.0.first().map_or(0, |column| column.len());
        PupilClasses((0..pupils).map(|pupil| class(pupil).number()).collect())
    }
}

/// A sum of chances.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChanceSum {
    total: u128,
    eligible: u64,
    missing: u64,
}

impl ChanceSum {
    /// Adds a pupil of this class.
    pub fn add(&mut self, chances: &ChanceColumns, class: u8, pupil: usize) {
        if class > Class::Reached.number() {
            return;
        }
        self.eligible += 1;
        self.missing += u64::from(class == Class::Missing.number());
        if let NumberCell::Known(chance) = chances.chance(pupil) {
            self.total += u128::from(chance);
        }
    }

    /// The mean of the chances of all pupils in the figure, in percent; nobody is counted as reaching the mark.
    pub fn figure(self) -> Figure {
        let denominator = u128::from(self.eligible) * u128::from(ONE);
        let value = (self.eligible > 0).then_some(Exact { numerator: 100 * self.total, denominator });
        Figure { achieved: None, eligible: self.eligible, missing: self.missing, left_out: 0, value }
    }
}

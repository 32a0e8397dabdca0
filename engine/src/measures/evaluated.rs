//! A measure evaluated on a basis: counts of classes, or numbers that are added up, for any pupils.

use std::cell::OnceCell;
use std::rc::Rc;

use super::attendance::{AbsenceSum, SessionColumns};
use super::chances::{ChanceColumns, ChanceSum};
use super::early_years::{GapTotals, ScoreTotals};
use super::mean::{MeanColumn, MeanSum};
use super::progress::ProgressDistances;
use super::pupil_set::ByteColumn;
use super::{Bases, Basis, ClassCounts, Figure, PupilClasses, classified, count_by_group};
use crate::cohort::PupilGroups;
use crate::guidance::measure::{Measure, MeasureKind};

/// A measure evaluated on a basis for every pupil.
#[derive(Clone, Debug)]
pub struct Evaluated<'a> {
    /// The class of every pupil.
    pub classified: PupilClasses,
    /// Measures of progress: how far each outcome is from the one wanted.
    pub distances: Option<Rc<ProgressDistances>>,
    accumulator: Accumulator<'a>,
    /// The figure of all pupils, cached because it is asked for often.
    whole: OnceCell<Figure>,
}

impl ByteColumn for Evaluated<'_> {
    fn numbers(&self) -> &[u8] {
        self.classified.numbers()
    }
}

/// What is accumulated besides classes.
#[derive(Clone, Debug)]
enum Accumulator<'a> {
    Nothing,
    /// For a mean.
    Numbers(MeanColumn<'a>),
    Sessions(SessionColumns<'a>),
    /// For an expected share.
    Chances(ChanceColumns<'a>),
    /// For the gap to the lowest percentage of children.
    Totals(ScoreTotals, u16),
}

/// Evaluates a measure on a basis; `None` if the file lacks a column it needs.
pub fn evaluate<'a>(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Evaluated<'a>> {
    let (classified, distances) = classified(measure, basis, bases)?;
    let accumulator = match measure.kind {
        MeasureKind::Average | MeasureKind::MeanReached(_) => {
            Accumulator::Numbers(MeanColumn::new(measure, basis, bases)?)
        }
        MeasureKind::Absence => Accumulator::Sessions(SessionColumns::new(measure, basis, bases)?),
        MeasureKind::Gap(lowest_percent) => {
            Accumulator::Totals(ScoreTotals::new(measure, basis, bases)?, lowest_percent)
        }
        MeasureKind::Threshold(_) if !measure.outcome.iter().all(|result| bases.column(result, basis).is_some()) => {
            Accumulator::Chances(ChanceColumns::new(measure, basis, bases)?)
        }
        _ => Accumulator::Nothing,
    };
    Some(Evaluated { classified, distances: distances.map(Rc::new), accumulator, whole: OnceCell::new() })
}

/// Number of pupils in a group, whether or not the measure is about them, and the group's figure.
pub type GroupFigure = (u64, Figure);

impl Evaluated<'_> {
    /// The figure of these pupils (positions); `None`: of all.
    pub fn figure(&self, pupils: Option<&[u32]>) -> Figure {
        if pupils.is_none() {
            *self.whole.get_or_init(|| self.compute_figure(None))
        } else {
            self.compute_figure(pupils)
        }
    }

    fn compute_figure(&self, pupils: Option<&[u32]>) -> Figure {
        match &self.accumulator {
            Accumulator::Nothing => Figure::share(&self.classified.count_of(pupils)),
            Accumulator::Numbers(numbers) => {
                accumulate(pupils, numbers.pupils(), |sum: &mut MeanSum, pupil| sum.add(numbers, pupil)).figure()
            }
            Accumulator::Sessions(sessions) => {
                accumulate(pupils, sessions.pupils(), |sum: &mut AbsenceSum, pupil| sum.add(sessions, pupil)).figure()
            }
            Accumulator::Chances(chances) => {
                accumulate(pupils, self.numbers().len(), self.add_chance(chances)).figure()
            }
            Accumulator::Totals(totals, lowest) => {
                accumulate(pupils, totals.pupils(), |gap: &mut GapTotals, pupil| gap.add(totals, pupil)).figure(*lowest)
            }
        }
    }

    /// Adds a pupil's chance, if the pupil is in the figure.
    fn add_chance<'s>(&'s self, chances: &'s ChanceColumns) -> impl Fn(&mut ChanceSum, usize) + 's {
        let class = |pupil| self.numbers().get(pupil).copied().unwrap_or(u8::MAX);
        move |sum, pupil| sum.add(chances, class(pupil), pupil)
    }

    /// The figure of each group, in the order of the groups' names.
    pub fn by_group(&self, groups: &PupilGroups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        let histograms = count_by_group(&self.classified, groups, pupils);
        let figures = match &self.accumulator {
            Accumulator::Nothing => histograms.iter().map(Figure::share).collect::<Vec<_>>(),
            Accumulator::Numbers(numbers) => {
                let sums = accumulate_by_group(groups, pupils, |sum: &mut MeanSum, pupil| sum.add(numbers, pupil));
                sums.into_iter().map(MeanSum::figure).collect()
            }
            Accumulator::Sessions(sessions) => {
                let sums = accumulate_by_group(groups, pupils, |sum: &mut AbsenceSum, pupil| sum.add(sessions, pupil));
                sums.into_iter().map(AbsenceSum::figure).collect()
            }
            Accumulator::Chances(chances) => {
                let sums = accumulate_by_group(groups, pupils, self.add_chance(chances));
                sums.into_iter().map(ChanceSum::figure).collect()
            }
            Accumulator::Totals(totals, lowest) => {
                let gaps = accumulate_by_group(groups, pupils, |gap: &mut GapTotals, pupil| gap.add(totals, pupil));
                gaps.into_iter().map(|gap| gap.figure(*lowest)).collect()
            }
        };
        histograms.iter().zip(figures).map(|(histogram, figure)| (total(histogram), figure)).collect()
    }
}

/// Accumulates these pupils; `None`: the first `all` pupils.
fn accumulate<S: Default>(pupils: Option<&[u32]>, all: usize, add: impl Fn(&mut S, usize)) -> S {
    let mut sum = S::default();
    match pupils {
        None => (0..all).for_each(|pupil| add(&mut sum, pupil)),
        Some(pupils) => pupils.iter().for_each(|pupil| add(&mut sum, *pupil as usize)),
    }
    sum
}

/// Accumulates these pupils by group; `None`: all pupils.
fn accumulate_by_group<S: Clone + Default>(
    groups: &PupilGroups,
    pupils: Option<&[u32]>,
    add: impl Fn(&mut S, usize),
) -> Vec<S> {
    let mut sums = vec![S::default(); groups.names.len()];
    let mut one = |pupil: usize| {
        let group = groups.by_pupil.get(pupil).and_then(|group| sums.get_mut(usize::from(*group)));
        group.into_iter().for_each(|sum| add(sum, pupil));
    };
    match pupils {
        None => (0..groups.by_pupil.len()).for_each(&mut one),
        Some(pupils) => pupils.iter().for_each(|pupil| one(*pupil as usize)),
    }
    sums
}

/// Number of pupils in all classes together.
pub fn total(histogram: &ClassCounts) -> u64 {
    histogram.iter().map(|count| u64::from(*count)).sum()
}

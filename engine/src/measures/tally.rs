//! What makes a figure of any part of the cohort: a count of classes, or numbers being added up.

use std::cell::OnceCell;
use std::rc::Rc;

use super::attendance::{Absence, Sessions};
use super::early_years::{Gap, Totals};
use super::progress::Distances;
use super::those::Column;
use super::{Bases, Basis, ClassCounts, Classified, Figure, classified, count_by_group};
use crate::cohort::{Groups, Number, Numbers};
use crate::guidance::measure::{Measure, MeasureKind};

/// A measure on a basis, worked out for every pupil.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    /// The class of every pupil.
    pub classified: Classified,
    /// Of progress, how far each outcome is from the one wanted.
    pub distances: Option<Rc<Distances>>,
    adds: Adds<'a>,
    /// The figure of all pupils, for whom it is asked again and again.
    of_all: OnceCell<Figure>,
}

impl Column for Tally<'_> {
    fn numbers(&self) -> &[u8] {
        self.classified.numbers()
    }
}

/// What is added up besides classes.
#[derive(Clone, Debug)]
enum Adds<'a> {
    Nothing,
    /// For a mean.
    Numbers(&'a Numbers),
    Sessions(Sessions<'a>),
    /// For a gap to the lowest so many percent.
    Totals(Totals, u16),
}

/// A measure on a basis; `None` where the file lacks a column it needs.
pub fn tally<'a>(measure: &Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Tally<'a>> {
    let (classified, distances) = classified(measure, basis, bases)?;
    let adds = match measure.kind {
        MeasureKind::Average => Adds::Numbers(bases.numbers(measure.outcome.first()?, basis)?),
        MeasureKind::Absence => Adds::Sessions(Sessions::new(measure, basis, bases)?),
        MeasureKind::Gap(lowest_percent) => Adds::Totals(Totals::new(measure, basis, bases)?, lowest_percent),
        _ => Adds::Nothing,
    };
    Some(Tally { classified, distances: distances.map(Rc::new), adds, of_all: OnceCell::new() })
}

/// A group's figure, and how many pupils the group has, whether or not the measure is about them.
pub type GroupFigure = (u64, Figure);

impl Tally<'_> {
    /// The figure of these pupils; `None`: all.
    pub fn figure(&self, pupils: Option<&[u32]>) -> Figure {
        if pupils.is_none() { *self.of_all.get_or_init(|| self.figure_of(None)) } else { self.figure_of(pupils) }
    }

    fn figure_of(&self, pupils: Option<&[u32]>) -> Figure {
        match &self.adds {
            Adds::Nothing => Figure::share(&self.classified.count_of(pupils)),
            Adds::Numbers(numbers) => {
                added(pupils, numbers.len(), |sum: &mut Sum, pupil| sum.add(numbers.cell(pupil))).figure()
            }
            Adds::Sessions(sessions) => {
                added(pupils, sessions.pupils(), |sum: &mut Absence, pupil| sum.add(sessions, pupil)).figure()
            }
            Adds::Totals(totals, lowest) => {
                added(pupils, totals.pupils(), |gap: &mut Gap, pupil| gap.add(totals, pupil)).figure(*lowest)
            }
        }
    }

    /// The figure of each group, in the order of the groups' names.
    pub fn by_group(&self, groups: &Groups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        let histograms = count_by_group(&self.classified, groups, pupils);
        let figures = match &self.adds {
            Adds::Nothing => histograms.iter().map(Figure::share).collect::<Vec<_>>(),
            Adds::Numbers(numbers) => {
                let sums = added_by_group(groups, pupils, |sum: &mut Sum, pupil| sum.add(numbers.cell(pupil)));
                sums.into_iter().map(Sum::figure).collect()
            }
            Adds::Sessions(sessions) => {
                let sums = added_by_group(groups, pupils, |sum: &mut Absence, pupil| sum.add(sessions, pupil));
                sums.into_iter().map(Absence::figure).collect()
            }
            Adds::Totals(totals, lowest) => {
                let gaps = added_by_group(groups, pupils, |gap: &mut Gap, pupil| gap.add(totals, pupil));
                gaps.into_iter().map(|gap| gap.figure(*lowest)).collect()
            }
        };
        histograms.iter().zip(figures).map(|(histogram, figure)| (all(histogram), figure)).collect()
    }
}

/// These pupils (`None`: all of so many) added up.
fn added<S: Default>(pupils: Option<&[u32]>, all: usize, add: impl Fn(&mut S, usize)) -> S {
    let mut sum = S::default();
    match pupils {
        None => (0..all).for_each(|pupil| add(&mut sum, pupil)),
        Some(pupils) => pupils.iter().for_each(|pupil| add(&mut sum, *pupil as usize)),
    }
    sum
}

/// These pupils (`None`: all) added up by group.
fn added_by_group<S: Clone + Default>(groups: &Groups, pupils: Option<&[u32]>, add: impl Fn(&mut S, usize)) -> Vec<S> {
    let mut sums = vec![S::default(); groups.names.len()];
    let mut one = |pupil: usize| {
        let group = groups.of.get(pupil).and_then(|group| sums.get_mut(usize::from(*group)));
        group.into_iter().for_each(|sum| add(sum, pupil));
    };
    match pupils {
        None => (0..groups.of.len()).for_each(&mut one),
        Some(pupils) => pupils.iter().for_each(|pupil| one(*pupil as usize)),
    }
    sums
}

/// All pupils of a histogram.
pub fn all(histogram: &ClassCounts) -> u64 {
    histogram.iter().map(|count| u64::from(*count)).sum()
}

/// Numbers being added up.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    total: u128,
    pupils: u64,
    left_out: u64,
}

impl Sum {
    fn add(&mut self, cell: Number) {
        match cell {
            Number::Known(number) => {
                self.total += u128::from(number);
                self.pupils += 1;
            }
            Number::Blank | Number::Unknown => self.left_out += 1,
        }
    }

    fn figure(self) -> Figure {
        Figure::average(self.total, self.pupils, self.left_out)
    }
}

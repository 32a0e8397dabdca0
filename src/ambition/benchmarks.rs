//! What a target is shown beside (RULES 6), worked out for this cohort.

use crate::cohort::prior::prior_levels;
use crate::guidance::benchmark::BenchmarkKind;
use crate::guidance::measure::Measure;
use crate::measures::figure::percentage;
use crate::measures::{Bases, Class, Classified, Exact, Figure};

/// A benchmark beside a target.
#[derive(Clone, Debug)]
pub enum Beside {
    /// Of pupils with a certain prior attainment, so many reach the mark by target, where in other schools so many of
    /// 100 do.
    Conversion {
        /// Who reach the mark.
        reached: u64,
        /// All of them.
        of: u64,
        /// In other schools, of 100.
        percent: u16,
    },
    /// The target with one pupil more in so many: whole pupils more, and points more.
    OneMore {
        /// Whole pupils, rounded down.
        pupils: u64,
        /// In percent of the pupils in the figure.
        points: Exact,
    },
}

impl Beside {
    /// A benchmark of a measure, from its target's classes and figure; `None`: the file has nothing to show it on.
    pub fn new(kind: &BenchmarkKind, target: &Classified, figure: &Figure, bases: &Bases) -> Option<Self> {
        match kind {
            BenchmarkKind::Conversion { percent, .. } => {
                let concerned = concerned(kind, bases)?;
                let both = concerned.0.iter().zip(&target.0).filter(|(concerned, _)| **concerned == 1);
                let (of, reached) = both.fold((0, 0), |(of, reached), (_, class)| {
                    (of + 1, reached + u64::from(*class == Class::Reached.number()))
                });
                (of > 0).then_some(Self::Conversion { reached, of, percent: *percent })
            }
            BenchmarkKind::OneMoreIn(class) => {
                let pupils = figure.eligible / u64::from(*class).max(1);
                let points = percentage(1, (*class).into())?;
                figure.value.map(|_| Self::OneMore { pupils, points })
            }
        }
    }
}

/// Class 1: the benchmark is about this pupil, by prior attainment. `None`: it is about nobody in particular, or the
/// file lacks the results.
pub fn concerned(kind: &BenchmarkKind, bases: &Bases) -> Option<Classified> {
    let BenchmarkKind::Conversion { prior, from, to, .. } = kind else { return None };
    let levels = prior_levels(bases.cohort(), bases.guidance(), prior)?;
    Some(Classified(levels.iter().map(|level| u8::from((*from..=*to).contains(level))).collect()))
}

/// The benchmark of this title.
pub fn by_title<'a>(measure: &'a Measure, title: &str) -> Option<&'a BenchmarkKind> {
    measure.benchmarks.iter().find(|benchmark| benchmark.title == title).map(|benchmark| &benchmark.kind)
}

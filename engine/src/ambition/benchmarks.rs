//! What a target is shown beside (RULES 6), worked out for this cohort.

use std::ops::RangeInclusive;
use std::rc::Rc;

use ambition_columns::classes::code_table::look_up;

use crate::guidance::benchmark::{Benchmark, BenchmarkKind};
use crate::guidance::measure::Measure;
use crate::measures::count::table;
use crate::measures::figure::percentage;
use crate::measures::{Bases, Class, Evaluated, Exact, Figure, PupilClasses, PupilSet};

/// A benchmark beside a target.
#[derive(Clone, Debug)]
pub enum BenchmarkValue {
    /// Of pupils with a certain prior attainment, `reached` of `of` reach the mark by target; in other schools `percent` of
    /// 100 do.
    Conversion {
        /// Who reach the mark.
        reached: u64,
        /// All of them.
        of: u64,
        /// In other schools, of 100.
        percent: u16,
    },
    /// The target with one pupil more in each class of this size (RULES 6.6).
    OneMore {
        /// Whole pupils more, rounded down, no more than there are short of the mark; never none.
        pupils: u64,
        /// The figure with them, in percent.
        with_them: Exact,
    },
}

/// The benchmarks of a measure and what they come to beside a figure, and the targets, of this cohort; those that the file
/// has no columns for are left out.
pub fn benchmark_values<'a>(
    measure: &'a Measure,
    figure: &Figure,
    target: Option<&Rc<Evaluated>>,
    bases: &Bases,
) -> Vec<(&'a Benchmark, BenchmarkValue)> {
    let beside = |benchmark: &'a Benchmark| {
        let beside = match &benchmark.kind {
            BenchmarkKind::Conversion { prior, from, to, percent } => {
                count_conversion(target?, bases.prior(prior)?, *from..=*to, *percent)
            }
            BenchmarkKind::OneMoreIn(class) => one_more(*class, figure),
        };
        Some((benchmark, beside?))
    };
    measure.benchmarks.iter().filter_map(beside).collect()
}

fn one_more(class: u16, figure: &Figure) -> Option<BenchmarkValue> {
    let reached = figure.achieved?;
    let pupils = (figure.eligible / u64::from(class).max(1)).min(figure.eligible.saturating_sub(reached));
    let with_them = percentage(reached + pupils, figure.eligible)?;
    (pupils > 0).then_some(BenchmarkValue::OneMore { pupils, with_them })
}

/// Of the pupils with these prior levels, those who reach the mark by target.
fn count_conversion(
    target: &Rc<Evaluated>,
    prior_levels: &[u8],
    converted: RangeInclusive<u8>,
    percent: u16,
) -> Option<BenchmarkValue> {
    let concerned = PupilSet::new(Rc::new(prior_levels), converted);
    let of = concerned.count(None);
    let reached = Class::Reached.number();
    let reached = concerned.and(target.clone(), reached..=reached).count(None);
    (of > 0).then_some(BenchmarkValue::Conversion { reached, of, percent })
}

/// Class 1: the benchmark is about this pupil, by prior attainment. `None`: it is not about particular pupils, or the
/// file lacks the results.
pub fn pupils_of_benchmark(kind: &BenchmarkKind, bases: &Bases) -> Option<PupilClasses> {
    let BenchmarkKind::Conversion { prior, from, to, .. } = kind else { return None };
    Some(PupilClasses(look_up(bases.prior(prior)?, &table(|level| u8::from((*from..=*to).contains(&level))))))
}

/// The benchmark of this title.
pub fn benchmark_by_title<'a>(measure: &'a Measure, title: &str) -> Option<&'a BenchmarkKind> {
    measure.benchmarks.iter().find(|benchmark| benchmark.title == title).map(|benchmark| &benchmark.kind)
}

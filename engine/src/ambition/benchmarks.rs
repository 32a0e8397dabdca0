//! What a target is shown beside (RULES 6), worked out for this cohort.

use std::rc::Rc;

use ambition_columns::classes::code_table::look_up;

use crate::cohort::prior::prior_levels;
use crate::guidance::benchmark::{Benchmark, BenchmarkKind};
use crate::guidance::measure::Measure;
use crate::guidance::prior::PriorRule;
use crate::measures::count::table;
use crate::measures::figure::percentage;
use crate::measures::{Bases, Basis, Class, Exact, Figure, PupilClasses, PupilSet, classify};

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

/// The benchmarks of a measure and what they come to in this cohort; those that the file has no columns for are left out.
pub fn benchmark_values<'a>(
    measure: &'a Measure,
    figure: &Figure,
    bases: &Bases,
) -> Vec<(&'a Benchmark, BenchmarkValue)> {
    let mut conversions = BenchmarkCounter { measure, bases, target: None, levels: Vec::new() };
    let beside = |benchmark: &'a Benchmark| {
        let beside = match &benchmark.kind {
            BenchmarkKind::Conversion { prior, from, to, percent } => conversions.count(prior, *from, *to, *percent),
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

/// Counts pupils for benchmarks. The target's classes and prior levels are computed on first use and cached.
struct BenchmarkCounter<'a> {
    measure: &'a Measure,
    bases: &'a Bases<'a>,
    target: Option<Rc<PupilClasses>>,
    levels: Vec<(PriorRule, Rc<PupilClasses>)>,
}

impl BenchmarkCounter<'_> {
    fn count(&mut self, prior: &PriorRule, from: u8, to: u8, percent: u16) -> Option<BenchmarkValue> {
        if self.target.is_none() {
            self.target = Some(Rc::new(classify(self.measure, &Basis::Moderated, self.bases)?));
        }
        if !self.levels.iter().any(|(rule, _)| rule == prior) {
            let levels = prior_levels(self.bases.cohort(), self.bases.guidance(), prior)?;
            self.levels.push((prior.clone(), Rc::new(PupilClasses(levels))));
        }
        let (_, levels) = self.levels.iter().find(|(rule, _)| rule == prior)?;
        let concerned = PupilSet::new(levels.clone(), from..=to);
        let of = concerned.count(None);
        let reached = Class::Reached.number();
        let reached = concerned.and(self.target.clone()?, reached..=reached).count(None);
        (of > 0).then_some(BenchmarkValue::Conversion { reached, of, percent })
    }
}

/// Class 1: the benchmark is about this pupil, by prior attainment. `None`: it is not about particular pupils, or the
/// file lacks the results.
pub fn pupils_of_benchmark(kind: &BenchmarkKind, bases: &Bases) -> Option<PupilClasses> {
    let BenchmarkKind::Conversion { prior, from, to, .. } = kind else { return None };
    let levels = prior_levels(bases.cohort(), bases.guidance(), prior)?;
    Some(PupilClasses(look_up(&levels, &table(|level| u8::from((*from..=*to).contains(&level))))))
}

/// The benchmark of this title.
pub fn benchmark_by_title<'a>(measure: &'a Measure, title: &str) -> Option<&'a BenchmarkKind> {
    measure.benchmarks.iter().find(|benchmark| benchmark.title == title).map(|benchmark| &benchmark.kind)
}

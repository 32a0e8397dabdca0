//! Benchmarks and facts beside a target (RULES 6).

use crate::ambition::benchmarks::{self, BenchmarkValue};
use crate::guidance::Measure;
use crate::guidance::benchmark::{Benchmark, GuidanceFact};
use crate::measures::Figure;
use crate::measures::figure::percentage;
use crate::screens::scene::Scene;
use crate::screens::{ComparisonView, CountOf, FactView, Tone};
use crate::session::command::Filter;
use crate::text::phrases::{count, thousands};

/// What the target is shown beside.
pub(crate) fn beside(scene: &Scene, measure: &Measure, target: Option<Figure>) -> Vec<ComparisonView> {
    let Some(figure) = target else { return Vec::new() };
    let beside = benchmarks::benchmark_values(measure, &figure, &scene.bases).into_iter();
    beside.filter_map(|(benchmark, beside)| comparison_views(scene, measure, benchmark, &beside)).collect()
}

fn comparison_views(
    scene: &Scene,
    measure: &Measure,
    benchmark: &Benchmark,
    beside: &BenchmarkValue,
) -> Option<ComparisonView> {
    let view = ComparisonView {
        title: benchmark.title.clone(),
        words: benchmark.words.clone(),
        paragraph: scene.guidance.cite(&benchmark.source),
        ..ComparisonView::default()
    };
    let of = |reached| Filter::Benchmark { measure: measure.id.clone(), title: benchmark.title.clone(), reached };
    Some(match *beside {
        BenchmarkValue::Conversion { reached, of: all, percent } => {
            let share = percentage(reached, all)?;
            let below = 100 * reached < u64::from(percent) * all;
            ComparisonView {
                here: "By target here".into(),
                count: CountOf {
                    part: thousands(reached),
                    part_pupils: Some(of(true)),
                    whole: count(all, "pupil"),
                    whole_pupils: Some(of(false)),
                },
                value: format!("{}, there {percent}%", share.percent()),
                tone: if below { Tone::Warn } else { Tone::Good },
                ..view
            }
        }
        BenchmarkValue::OneMore { pupils, with_them } => ComparisonView {
            here: "Here".into(),
            count: CountOf::words(count(pupils, "pupil").replacen(' ', " more ", 1)),
            value: with_them.percent(),
            tone: Tone::Plain,
            ..view
        },
    })
}

/// What the guidance says to compare with.
pub(crate) fn facts(scene: &Scene, measure: &Measure) -> Vec<FactView> {
    let fact =
        |fact: &GuidanceFact| FactView { words: fact.words.clone(), paragraph: scene.guidance.cite(&fact.source) };
    measure.facts.iter().map(fact).collect()
}

//! Benchmarks and facts beside a target (RULES 6).

use std::rc::Rc;

use crate::ambition::ExpectedPupils;
use crate::ambition::benchmarks::{self, BenchmarkValue};
use crate::guidance::Measure;
use crate::guidance::benchmark::{Benchmark, GuidanceFact};
use crate::measures::figure::percentage;
use crate::measures::{Basis, Class, Exact, Figure, PupilSet, evaluate};
use crate::screens::scene::Scene;
use crate::screens::{ComparisonView, CountOf, FactView, Tone};
use crate::session::command::Filter;
use crate::text::phrases::{capitalise, count, thousands};

/// What the target is shown beside.
pub(crate) fn beside(scene: &Scene, measure: &Measure, target: Option<Figure>) -> Vec<ComparisonView> {
    let Some(figure) = target else { return Vec::new() };
    let beside = benchmarks::benchmark_values(measure, &figure, &scene.bases).into_iter();
    let beside = beside.filter_map(|(benchmark, beside)| comparison_views(scene, measure, benchmark, &beside));
    expectation_parts(scene, measure).into_iter().chain(beside).collect()
}

/// An expectation of several rates, part by part: expected, by target, short (RULES 5.1).
fn expectation_parts(scene: &Scene, measure: &Measure) -> Vec<ComparisonView> {
    let both =
        ExpectedPupils::from_measure(measure, &scene.bases).zip(evaluate(measure, &Basis::Moderated, &scene.bases));
    let Some((expected, target)) = both.map(|(expected, target)| (Rc::new(expected), Rc::new(target))) else {
        return Vec::new();
    };
    let rates = expected.rates().collect::<Vec<_>>();
    let of_rate = |(class, rate): &(u8, u16)| {
        let reached = Class::Reached.number();
        let all = PupilSet::new(expected.clone(), *class..=*class);
        let by_target = PupilSet::new(target.clone(), reached..=reached).and(expected.clone(), *class..=*class);
        let (all, by_target) = (all.count(None), by_target.count(None));
        let wanted = Exact { numerator: u128::from(all) * u128::from(*rate), denominator: 100 };
        let short = wanted.floor().saturating_sub(by_target);
        (all > 0).then(|| ComparisonView {
            title: format!("Expected of {rate}%"),
            words: format!("{}.", levels_of_rate(measure, *rate)),
            here: "By target here".into(),
            count: CountOf { part: thousands(by_target), whole: count(all, "pupil"), ..CountOf::default() },
            value: format!(
                "expected {}, {} short",
                wanted.decimals(1),
                if short == 0 { "none".into() } else { thousands(short) }
            ),
            tone: if short > 0 { Tone::Warn } else { Tone::Good },
            paragraph: measure.expected.first().map(|of| scene.guidance.cite(&of.source)).unwrap_or_default(),
        })
    };
    rates.iter().filter(|_| rates.len() > 1).filter_map(of_rate).collect()
}

/// "English, prior level 1; maths, prior level 1": the prior levels that a rate is named for, the lower of two rates counting.
fn levels_of_rate(measure: &Measure, rate: u16) -> String {
    let of_subject = measure.expected.iter().filter_map(|expected| {
        let place = expected.rates.iter().position(|of| of.percent == rate)?;
        let level = expected.rates.get(place)?.level;
        let above = if place == 0 { " or above" } else { "" };
        Some(format!("{}, prior level {level}{above}", capitalise(&expected.subject)))
    });
    let levels = of_subject.collect::<Vec<_>>().join("; ");
    if measure.expected.len() > 1 {
        format!("{levels}; the lower of a pupil\u{2019}s two rates counts")
    } else {
        levels
    }
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

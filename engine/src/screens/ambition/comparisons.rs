//! Benchmarks and facts beside a target (RULES 6).

use super::card_pupils::CardPupils;
use super::numbers::{CardFigures, count_of_figure, value};
use crate::ambition::benchmarks::{self, BenchmarkValue};
use crate::guidance::benchmark::{Benchmark, Decimal, GuidanceFact, NationalFigure};
use crate::guidance::fields::GroupName;
use crate::guidance::{Measure, MeasureKind};
use crate::measures::figure::percentage;
use crate::measures::groupings::grouped;
use crate::measures::{Basis, Exact, Figure, GroupSelection, evaluate};
use crate::screens::scene::Scene;
use crate::screens::{ComparisonView, CountOf, FactView, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::text::phrases::{count, thousands};

/// What the target is shown beside.
pub(crate) fn beside(scene: &Scene, pupils: &CardPupils, numbers: &CardFigures) -> Vec<ComparisonView> {
    let measure = pupils.measure;
    let Some(figure) = numbers.target else { return Vec::new() };
    let beside = benchmarks::benchmark_values(measure, &figure, pupils.target(), &scene.bases).into_iter();
    let beside = beside.filter_map(|(benchmark, beside)| comparison_views(scene, measure, benchmark, &beside));
    let national = measure.national.iter().map(|of| national_view(scene, pupils, (&numbers.basis, figure), of));
    beside.chain(national).collect()
}

/// A published figure of England, and the figure here of the same pupils.
fn national_view(
    scene: &Scene,
    pupils: &CardPupils,
    (basis, figure): (&Basis, Figure),
    national: &NationalFigure,
) -> ComparisonView {
    let measure = pupils.measure;
    let note = national.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
    let there = national_value(measure, national.value);
    let view = ComparisonView {
        title: format!("England {}, {}", national.year, national.who),
        words: format!("{there}{note}. What happened, not what should."),
        paragraph: scene.guidance.cite(&national.source),
        tone: Tone::Plain,
        ..ComparisonView::default()
    };
    let (here, groups) = match &national.group {
        None => (Some(figure), None),
        Some(group) => (group_figure(scene, pupils, basis, group), Some(group)),
    };
    let Some(here) = here.filter(|here| here.value.is_some()) else {
        return ComparisonView { here: "Here".into(), value: "not known".into(), ..view };
    };
    let part = |part| match groups {
        Some(group) => Filter::Group {
            groups: GroupSelection::single_group(&group.grouping, &group.group),
            measure: measure.id.clone(),
            basis: basis.name().to_owned(),
            part,
        },
        None => Filter::Figure { measure: measure.id.clone(), basis: basis.name().to_owned(), part },
    };
    let counts_pupils = here.achieved.is_some() && measure.kind != MeasureKind::Absence;
    ComparisonView {
        here: if basis.is_results() { "So far here".into() } else { "By target here".into() },
        count: CountOf {
            part_pupils: counts_pupils.then(|| part(FigurePart::Reached)),
            whole_pupils: (measure.kind != MeasureKind::Absence).then(|| part(FigurePart::Eligible)),
            ..count_of_figure(measure, Some(here))
        },
        value: format!("{}, there {there}", value(measure, here.value)),
        ..view
    }
}

/// The figure of a group; `None`: the file does not say who is in it.
fn group_figure(scene: &Scene, pupils: &CardPupils, basis: &Basis, group: &GroupName) -> Option<Figure> {
    let measure = pupils.measure;
    let grouped = grouped(&group.grouping, scene.edition, &measure.stage, &scene.bases)?;
    let number = usize::from(grouped.number(&group.group)?);
    let figures = match basis {
        Basis::Moderated => pupils.target()?.by_group(&grouped.groups, None),
        basis => evaluate(measure, basis, &scene.bases)?.by_group(&grouped.groups, None),
    };
    figures.get(number).filter(|(pupils, _)| *pupils > 0).map(|(_, figure)| *figure)
}

/// A published number: "62%", or of a mean "46 points".
pub(super) fn national_value(measure: &Measure, published: Decimal) -> String {
    let digits = u128::from(published.thousandths);
    let exact = Exact { numerator: digits, denominator: 1000 };
    let places = (0..=2_u32).find(|places| digits % 10_u128.pow(3 - places) == 0).unwrap_or(3);
    let number = exact.decimals(places);
    if measure.kind.is_share() { format!("{number}%") } else { format!("{number} points") }
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

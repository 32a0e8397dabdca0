//! One measure: its target, what it is held against, and the remarks on it.

use super::comparisons::{beside, facts};
use super::graph::{AxisPositions, graph};
use super::numbers::{CardFigures, TargetStanding, amount, count_of_figure, figure, figure_words, percent, value};
use super::rule::rule;
use crate::ambition::Finding;
use crate::guidance::Measure;
use crate::measures::Basis;
use crate::screens::check::touched;
use crate::screens::scene::Scene;
use crate::screens::{Chip, CountOf, TargetCard, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::session::filter::EXPECTED;
use crate::text::phrases::count;

pub fn card(scene: &Scene, measure: &Measure, findings: &[Finding]) -> (TargetCard, TargetStanding) {
    let numbers = CardFigures::new(scene, measure);
    let standing = numbers.standing();
    let figure = |part| numbers.target.map(|_| figure(measure, Basis::Moderated.name(), part));
    let (percent, unit) = amount(measure, numbers.target.and_then(|target| target.value));
    let card = TargetCard {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        paragraph: scene.guidance.cite(&measure.source),
        percent,
        unit: unit.to_owned(),
        of: CountOf {
            part_pupils: figure(FigurePart::Reached),
            whole_pupils: figure(FigurePart::Eligible),
            ..count_of_figure(measure, numbers.target)
        },
        verdict: if numbers.target.is_none() && touched::asks_for_targets(scene, measure) {
            "No targets yet: a column waits for your answer under Check".into()
        } else {
            verdict(measure, &numbers)
        },
        to_check: touched::of_measure(scene, measure),
        tone: match standing {
            TargetStanding::Short => Tone::Warn,
            TargetStanding::Meets => Tone::Good,
            TargetStanding::Unknown => Tone::Plain,
        },
        sentence: sentence(measure, &numbers),
        current: current(scene, measure, &numbers),
        graph: graph(scene, &AxisPositions::new(scene, measure, &numbers), measure),
        beside: beside(scene, measure, numbers.target),
        facts: facts(scene, measure),
        chips: chips(scene, measure, &numbers, findings),
        rule: rule(measure, scene.guidance, scene.edition),
    };
    (card, standing)
}

/// "Current performance 68.5%, 37 of 54 pupils".
fn current(scene: &Scene, measure: &Measure, numbers: &CardFigures) -> String {
    let Some(current) = numbers.current else { return String::new() };
    match scene.document.current.figure(&measure.id, "") {
        Some(figure) => format!("Current performance {}", figure_words(measure, &figure)),
        None => format!("Current performance {}, as typed", value(measure, Some(current))),
    }
}

pub fn verdict(measure: &Measure, numbers: &CardFigures) -> String {
    let Some(difference) = numbers.against() else {
        return match (numbers.target, numbers.expected) {
            (None, _) => "No targets in the file: set them under Pupils",
            (_, None) if measure.expected.is_empty() => "The guidance names no rate for it",
            (_, None) => "Nothing to hold it against: the file has no prior results",
            _ => numbers.unjudged().unwrap_or("Nobody to judge"),
        }
        .into();
    };
    let by =
        count(difference.unsigned_abs(), "pupil").replacen(' ', if difference < 0 { " fewer " } else { " more " }, 1);
    match difference {
        0 => "as many pupils as expected".into(),
        _ => format!("{by} than expected"),
    }
}

/// "Target 70.7%, 41 of 58; the guidance expects 77.6%, 45 pupils: 4 pupils more."
fn sentence(measure: &Measure, numbers: &CardFigures) -> String {
    let Some((expected, pupils)) = numbers.expected else { return String::new() };
    let expects =
        format!("the guidance expects {} of this cohort, {}", percent(expected.value), count(pupils.floor(), "pupil"));
    let Some(target) = numbers.target else { return format!("{}.", crate::text::phrases::capitalise(&expects)) };
    let start = format!("Target {}, {}; {expects}", percent(target.value), count_of_figure(measure, Some(target)));
    match numbers.against() {
        Some(difference) if difference < 0 => format!("{start}: {} more.", count(difference.unsigned_abs(), "pupil")),
        _ => format!("{start}."),
    }
}

fn chips(scene: &Scene, measure: &Measure, numbers: &CardFigures, findings: &[Finding]) -> Vec<Chip> {
    let mut chips = finding_chips(scene, measure, findings);
    let plain = |words: String| Chip { tone: Tone::Plain, words, count: String::new(), pupils: None, paragraph: None };
    if let Some(target) = numbers.target {
        let (least, most) = (percent(target.value), percent(target.at_most()));
        if target.missing > 0 {
            chips.push(plain(format!("At least {least}, at most {most} while targets are missing")));
        }
        if target.left_out > 0 {
            let filter = figure(measure, Basis::Moderated.name(), FigurePart::LeftOut);
            chips.push(counted("Left out:", target.left_out, filter));
        }
        if let Some(points) = target.one_pupil() {
            chips.push(plain(format!("1 pupil = {} points", points.decimals(1))));
        }
    }
    chips.extend(without_prior(measure, numbers));
    chips
}

fn counted(words: &str, number: u64, pupils: Filter) -> Chip {
    let count = count(number, "pupil");
    Chip { tone: Tone::Plain, words: words.into(), count, pupils: Some(pupils), paragraph: None }
}

/// Everything found in this measure; the comparison with the expectation is the verdict itself.
fn finding_chips(scene: &Scene, measure: &Measure, findings: &[Finding]) -> Vec<Chip> {
    let of_measure = findings.iter().filter(|finding| finding.measure == measure.id);
    let rules = of_measure.filter_map(|finding| Some((finding, scene.edition.finding(&finding.code)?)));
    let chip = |(finding, rule): (&Finding, &crate::guidance::FindingRule)| {
        let below = rule.kind.is_expectation();
        Chip {
            tone: Tone::Warn,
            words: if below { "Expected to reach it, short by target:".into() } else { format!("{}:", rule.title) },
            count: count(finding.pupils, "pupil"),
            pupils: Some(Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() }),
            paragraph: Some(scene.guidance.cite(&finding.source)),
        }
    };
    rules.map(chip).collect()
}

/// Pupils who add nothing to the expectation because no prior result of theirs is usable.
fn without_prior(measure: &Measure, numbers: &CardFigures) -> Option<Chip> {
    let (expected, _) = numbers.expected?;
    let threshold = !measure.kind.is_progress();
    (threshold && expected.missing > 0).then(|| {
        counted(
            "No usable prior result, nothing expected of:",
            expected.missing,
            figure(measure, EXPECTED, FigurePart::Missing),
        )
    })
}

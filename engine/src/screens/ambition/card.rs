//! One measure: its target, what it is held against, and the remarks on it.

use super::comparisons::{beside, facts};
use super::graph::{AxisPositions, graph};
use super::numbers::{CardFigures, TargetStanding, amount, count_of_figure, figure, figure_words, percent, value};
use super::rule::rule;
use crate::ambition::Finding;
use crate::guidance::Measure;
use crate::guidance::check::CohortCheck;
use crate::measures::Basis;
use crate::screens::check::touched;
use crate::screens::scene::Scene;
use crate::screens::{Chip, CountOf, TargetCard, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::session::filter::EXPECTED;
use crate::text::phrases::{capitalise, count};

pub fn card(scene: &Scene, measure: &Measure, findings: &[Finding]) -> (TargetCard, TargetStanding) {
    let numbers = CardFigures::new(scene, measure);
    let standing = numbers.standing();
    let missed = missed_checks(scene, measure, findings).count();
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
            "No targets yet: a column needs your answer under Check".into()
        } else {
            verdict(measure, &numbers, missed)
        },
        to_check: touched::of_measure(scene, measure),
        tone: tone(standing, missed),
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
        None => format!("Current performance {}, as typed in", value(measure, Some(current))),
    }
}

/// How a card looks.
pub fn tone(standing: TargetStanding, missed_checks: usize) -> Tone {
    match standing {
        _ if missed_checks > 0 => Tone::Warn,
        TargetStanding::Short => Tone::Warn,
        TargetStanding::Meets => Tone::Good,
        TargetStanding::Unknown => Tone::Plain,
    }
}

/// The expectations of part of the cohort that are not met by the results that a measure is about (RULES 5.1), each with
/// its finding.
pub fn missed_checks<'a>(
    scene: &'a Scene,
    measure: &'a Measure,
    findings: &'a [Finding],
) -> impl Iterator<Item = (&'a CohortCheck, &'a Finding)> {
    let is_about = |id: &String| {
        let outcomes = scene.edition.measure(id).map(|reached| reached.outcome.as_slice()).unwrap_or_default();
        outcomes.iter().any(|outcome| measure.outcome.contains(outcome))
    };
    let checks = findings.iter().filter_map(|finding| Some((scene.edition.check_by_id(&finding.measure)?, finding)));
    checks.filter(move |(check, _)| check.reach.iter().any(is_about))
}

/// How the target compares with what the guidance expects, with this many checks missed.
pub fn verdict(measure: &Measure, numbers: &CardFigures, missed: usize) -> String {
    let of_some = || match missed {
        1 => "one expectation of some pupils is not met".to_owned(),
        several => format!("{several} expectations of some pupils are not met"),
    };
    let Some(difference) = numbers.against() else {
        return match (numbers.target, numbers.expected) {
            (Some(_), _) if missed > 0 => return capitalise(&of_some()),
            (None, _) => "No targets in the file. Set them under Pupils",
            (_, None) if measure.expected.is_empty() => "The guidance names no rate for it",
            (_, None) => "Nothing to hold it against: the file has no prior results",
            _ => numbers.unjudged().unwrap_or("Nobody to judge"),
        }
        .into();
    };
    let by =
        count(difference.unsigned_abs(), "pupil").replacen(' ', if difference < 0 { " fewer " } else { " more " }, 1);
    match difference {
        0.. if missed > 0 => format!("enough pupils in all, but {}", of_some()),
        0 => "as many pupils as expected".into(),
        _ => format!("{by} than expected"),
    }
}

/// "Target 70.7%, 41 of 58; the guidance expects 77.6%, 45 pupils: 4 pupils more."
fn sentence(measure: &Measure, numbers: &CardFigures) -> String {
    let Some((expected, pupils)) = numbers.expected else { return String::new() };
    let expects =
        format!("the guidance expects {} of this cohort, {}", percent(expected.value), count(pupils.floor(), "pupil"));
    let Some(target) = numbers.target else { return format!("{}.", capitalise(&expects)) };
    let start = format!("Target {}, {}; {expects}", percent(target.value), count_of_figure(measure, Some(target)));
    let beside = match numbers.reached_without_prior() {
        0 => String::new(),
        1 => format!(" Not counted: {} without a usable prior result who reaches it.", count(1, "pupil")),
        pupils => format!(" Not counted: {} without a usable prior result who reach it.", count(pupils, "pupil")),
    };
    match numbers.against() {
        Some(difference) if difference < 0 => {
            format!("{start}: {} more.{beside}", count(difference.unsigned_abs(), "pupil"))
        }
        _ => format!("{start}.{beside}"),
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
    chips.extend(reached_without_prior(measure, numbers));
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
    let missed = missed_checks(scene, measure, findings).map(|(check, finding)| Chip {
        tone: Tone::Warn,
        words: format!("{}, short by target:", check.title),
        count: count(finding.pupils, "pupil"),
        pupils: Some(Filter::Finding { measure: check.id.clone(), code: finding.code.clone() }),
        paragraph: Some(scene.guidance.cite(&finding.source)),
    });
    rules.map(chip).chain(missed).collect()
}

/// Pupils in the target who are not held against the expectation, so that the card adds up (RULES 5.1).
fn reached_without_prior(measure: &Measure, numbers: &CardFigures) -> Option<Chip> {
    numbers.against()?;
    let pupils = numbers.reached_without_prior();
    let filter = figure(measure, EXPECTED, FigurePart::LeftOut);
    (pupils > 0).then(|| counted("Of these, in the target but not held against the expectation:", pupils, filter))
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

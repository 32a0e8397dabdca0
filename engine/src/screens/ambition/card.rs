//! One measure: its target, what it is held against, and the remarks on it.

use super::card_pupils::CardPupils;
use super::comparisons::{beside, facts, national_value};
use super::graph::{AxisPositions, graph};
use super::numbers::{CardFigures, TargetStanding, amount, count_of_figure, figure, figure_words, percent, value};
use super::prior_table::prior_table;
use super::rule::rule;
use super::similar_table::{self, similar_table};
use crate::ambition::Finding;
use crate::ambition::checks::CheckClasses;
use crate::guidance::benchmark::NationalFigure;
use crate::guidance::check::{CohortCheck, ExpectedShare};
use crate::guidance::{Measure, MeasureKind};
use crate::measures::Basis;
use crate::screens::check::touched;
use crate::screens::scene::Scene;
use crate::screens::{Chip, CountOf, FurtherExpectation, LinkedCount, TargetCard, Tone};
use crate::session::command::{ExpectationRate, FigurePart, Filter};
use crate::session::filter::EXPECTED;
use crate::text::phrases::{capitalise, count, thousands};

pub fn card(scene: &Scene, measure: &Measure, findings: &[Finding]) -> (TargetCard, TargetStanding) {
    let pupils = CardPupils::new(scene, measure);
    let numbers = CardFigures::from_pupils(scene, &pupils);
    let standing = numbers.standing();
    let missed = missed_checks(scene, measure, findings).count();
    // Absence is counted in sessions, behind which there are no pupils, and is of all year groups, whichever is chosen.
    let opens = measure.kind != MeasureKind::Absence
        && (scene.document.settings.year.is_none() || !measure.kind.is_of_all_years());
    let figure = |part| numbers.target.filter(|_| opens).map(|_| figure(measure, numbers.basis.name(), part));
    let (percent, unit) = amount(measure, numbers.target.and_then(|target| target.value));
    let card = TargetCard {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        paragraph: scene.guidance.cite(&measure.source),
        percent,
        unit: match (numbers.basis.is_results(), unit) {
            (false, unit) => unit.to_owned(),
            (true, "") => "results".to_owned(),
            (true, unit) => format!("{unit}, results"),
        },
        of: CountOf {
            part_pupils: figure(FigurePart::Reached),
            whole_pupils: figure(FigurePart::Eligible),
            ..match &numbers.lacks_prior {
                Some(_) if numbers.target.is_none() => CountOf::words("no prior results"),
                _ => count_of_figure(measure, numbers.target),
            }
        },
        verdict: if numbers.target.is_none() && touched::asks_for_targets(scene, measure) {
            "Nothing to compare yet: a column needs your answer under Check".into()
        } else {
            verdict(measure, &numbers, missed, scene.edition.has_expectations())
        },
        to_check: touched::in_a_line(scene, measure),
        tone: tone(standing, missed),
        sentence: sentence(&numbers, measure),
        current: current(scene, measure, &numbers),
        graph: graph(scene, &AxisPositions::new(scene, measure, &numbers), measure),
        by_prior: prior_table(scene, &pupils, &numbers).or_else(|| similar_table(scene, &pupils, &numbers)),
        expectations: expectations(scene, measure, findings),
        beside: beside(scene, &pupils, &numbers),
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

/// The expectations of part of the cohort by the results that a measure is about (RULES 5.1).
fn checks_on<'a>(scene: &'a Scene, measure: &'a Measure) -> impl Iterator<Item = &'a CohortCheck> {
    let is_about = |id: &String| {
        let outcomes = scene.edition.measure(id).map(|reached| reached.outcome.as_slice()).unwrap_or_default();
        outcomes.iter().any(|outcome| measure.outcome.contains(outcome))
    };
    let of_stage = scene.edition.checks.iter().filter(|check| check.stage == measure.stage);
    of_stage.filter(move |check| check.reach.iter().any(is_about))
}

/// Those that are not met.
pub fn missed_checks<'a>(
    scene: &'a Scene,
    measure: &'a Measure,
    findings: &'a [Finding],
) -> impl Iterator<Item = &'a CohortCheck> {
    checks_on(scene, measure).filter(|check| findings.iter().any(|finding| finding.measure == check.id))
}

/// All of them, with what the targets come to.
fn expectations(scene: &Scene, measure: &Measure, findings: &[Finding]) -> Vec<FurtherExpectation> {
    let expectation = |check: &CohortCheck| {
        let checked = CheckClasses::new(check, scene.edition, &Basis::Moderated, &scene.bases)?;
        let (reached, all) = checked.count(None);
        let missed = findings.iter().any(|finding| finding.measure == check.id);
        let (verdict, tone) = match (missed, check.of) {
            _ if all == 0 => ("nothing to compare".to_owned(), Tone::Plain),
            (false, _) => ("met".to_owned(), Tone::Good),
            (true, ExpectedShare::All) => (format!("{} short", thousands(all - reached)), Tone::Warn),
            (true, ExpectedShare::Majority) => ("short".to_owned(), Tone::Warn),
        };
        let pupils = |number: u64, part| {
            let (measure, rate) = (check.id.clone(), ExpectationRate::Any);
            (number > 0).then_some(Filter::Expectation { measure, rate, part })
        };
        Some(FurtherExpectation {
            title: check.title.clone(),
            words: check.words.clone(),
            count: CountOf {
                part: thousands(reached),
                part_pupils: pupils(reached, FigurePart::Reached),
                whole: count(all, "pupil"),
                whole_pupils: pupils(all, FigurePart::Eligible),
            },
            below: LinkedCount { words: thousands(all - reached), pupils: pupils(all - reached, FigurePart::Short) },
            verdict,
            tone,
            paragraph: scene.guidance.cite(&check.source),
        })
    };
    checks_on(scene, measure).filter_map(expectation).collect()
}

/// The one vocabulary of verdicts: short, met, above, nothing to compare; with this many further expectations missed.
pub fn verdict(measure: &Measure, numbers: &CardFigures, missed: usize, has_expectations: bool) -> String {
    let further = || match missed {
        1 => "1 further expectation missed".to_owned(),
        several => format!("{several} further expectations missed"),
    };
    if let Some(similar) = &numbers.similar {
        return similar_table::verdict(similar);
    }
    if measure.expected.is_empty() && !measure.national.is_empty() && numbers.target.is_some() {
        return beside_england(measure);
    }
    let Some(difference) = numbers.against() else {
        let lacking = measure.similar.as_ref().map(|similar| similar.lacking.as_str());
        let why = match (numbers.target, numbers.expected, lacking) {
            (Some(_), ..) if missed > 0 => return capitalise(&further()),
            (None, ..) if measure.kind.is_of_all_years() => "the file has no sessions",
            (_, None, Some(lacking)) => lacking,
            (None, ..) => numbers.lacks_prior.as_deref().unwrap_or("set targets under Pupils"),
            (_, None, _) if !has_expectations => "no national figure is known",
            (_, None, _) if measure.expected.is_empty() => "the guidance gives no percentage for this",
            (_, None, _) => numbers.lacks_prior.as_deref().unwrap_or("the file has no prior results"),
            _ => numbers.unjudged().unwrap_or("no pupils"),
        };
        return format!("Nothing to compare: {why}");
    };
    let pupils = count(difference.unsigned_abs(), "pupil");
    let verdict = match difference {
        ..0 => return format!("{pupils} short"),
        0 => "Met".to_owned(),
        _ => format!("{pupils} above"),
    };
    if missed > 0 { format!("{verdict}, but {}", further()) } else { verdict }
}

/// "England 2024/25: 62%": what happened, where no comparison by prior attainment was published.
fn beside_england(measure: &Measure) -> String {
    let all = measure.national.iter().find(|figure| figure.group.is_none());
    let in_year =
        |figure: &NationalFigure| format!("England {}: {}", figure.year, national_value(measure, figure.value));
    all.map_or_else(|| "England: by group only".to_owned(), in_year)
}

/// "Target 70.7%, 41 of 58 pupils. Expected 77.6%: 45 pupils."
fn sentence(numbers: &CardFigures, measure: &Measure) -> String {
    if let Some(similar) = &numbers.similar {
        return similar_table::sentence(measure, similar);
    }
    let Some((expected, pupils)) = numbers.expected else { return String::new() };
    let expects = format!("Expected {}: {}.", percent(expected.value), count(pupils.floor(), "pupil"));
    let Some(target) = numbers.target else { return expects };
    format!("Target {}, {}. {expects}", percent(target.value), count_of_figure(measure, Some(target)))
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
            let filter = figure(measure, numbers.basis.name(), FigurePart::LeftOut);
            chips.push(counted("Left out:", target.left_out, filter));
        }
        let one_pupil = target.one_pupil().filter(|_| measure.kind != MeasureKind::Absence);
        // Of thousands it is nothing that can be seen.
        if let Some(points) = one_pupil.map(|points| points.decimals(1)).filter(|points| points != "0.0") {
            chips.push(plain(format!("1 pupil = {points} points")));
        }
    }
    if numbers.against().is_none() {
        chips.extend(without_prior(measure, numbers));
    }
    chips
}

fn counted(words: &str, number: u64, pupils: Filter) -> Chip {
    let count = count(number, "pupil");
    Chip { tone: Tone::Plain, words: words.into(), count, pupils: Some(pupils), paragraph: None }
}

/// Everything found in this measure; the comparison with the expectation is the table by prior attainment.
fn finding_chips(scene: &Scene, measure: &Measure, findings: &[Finding]) -> Vec<Chip> {
    let of_measure = findings.iter().filter(|finding| finding.measure == measure.id);
    let rules = of_measure.filter_map(|finding| Some((finding, scene.edition.finding(&finding.code)?)));
    let chip = |(finding, rule): (&Finding, &crate::guidance::FindingRule)| Chip {
        tone: if rule.remark { Tone::Plain } else { Tone::Warn },
        words: if finding.pupils > 0 { format!("{}:", rule.title) } else { rule.title.clone() },
        count: if finding.pupils > 0 { count(finding.pupils, "pupil") } else { String::new() },
        pupils: (finding.pupils > 0)
            .then(|| Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() }),
        paragraph: Some(scene.guidance.cite(&finding.source)),
    };
    rules.filter(|(_, rule)| !rule.kind.is_expectation()).map(chip).collect()
}

/// Pupils who add nothing to the expectation because no prior result of theirs is usable.
fn without_prior(measure: &Measure, numbers: &CardFigures) -> Option<Chip> {
    let (expected, _) = numbers.expected?;
    let threshold = !measure.kind.is_progress();
    (threshold && expected.missing > 0).then(|| {
        counted(
            "No usable prior result, so nothing is expected of:",
            expected.missing,
            figure(measure, EXPECTED, FigurePart::Missing),
        )
    })
}

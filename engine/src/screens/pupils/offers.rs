//! What the table of pupils offers for work: ways to narrow the list, and rules for targets.

use std::collections::BTreeSet;

use crate::ambition::Finding;
use crate::ambition::findings::interim::PupilPaths;
use crate::ambition::pace::WaySide;
use crate::guidance::fields::{FieldKind, Grouping};
use crate::guidance::{Measure, MeasureKind};
use crate::measures::Basis;
use crate::screens::scene::Scene;
use crate::session::command::{FigurePart, Filter, FilterChoice, FilterList};
use crate::session::filter::pupils as pupils_of;
use crate::text::phrases::{capitalise, thousands};

/// Values of a grouping that are listed at most.
const VALUES: usize = 64;

/// Kinds of points offered as buttons, at most; and pupils in a file for whom they are counted.
const AT_HAND: usize = 5;
const AT_HAND_OF: usize = 20_000;

fn filter_list(title: &str, choices: Vec<FilterChoice>) -> FilterList {
    FilterList { title: title.to_owned(), choices, at_hand: false }
}

/// Ways to narrow the list.
pub fn filters(scene: &Scene) -> Vec<FilterList> {
    let mut lists = vec![
        FilterList { at_hand: true, ..filter_list("Points to discuss", raised(scene)) },
        filter_list("Figures", figures(scene)),
        filter_list("Findings", findings(scene)),
        filter_list("On track?", ways(scene)),
    ];
    lists.extend(scene.guidance.fields.groupings.iter().filter_map(|grouping| values(scene, grouping)));
    let programme =
        |name: &String| FilterChoice { words: name.clone(), filter: Filter::Programme { name: name.clone() } };
    lists.push(filter_list("Programmes", scene.document.settings.programmes.keys().map(programme).collect()));
    lists.retain(|list| !list.choices.is_empty());
    lists
}

fn figures(scene: &Scene) -> Vec<FilterChoice> {
    let parts = [(FigurePart::Short, "target below it"), (FigurePart::Reached, "target reaches it")];
    let of_measure = |measure: &Measure| {
        let figure = |part| crate::screens::ambition::numbers::figure(measure, Basis::Moderated.name(), part);
        let short = measure.short.clone();
        let choice = |(part, words)| FilterChoice { words: format!("{short}: {words}"), filter: figure(part) };
        let mut offers = parts.map(choice).to_vec();
        if let MeasureKind::Threshold(_) = measure.kind {
            let filter = Filter::Borderline { measure: measure.id.clone() };
            offers.push(FilterChoice { words: format!("{short}: one step short of it"), filter });
        }
        offers
    };
    let shares = scene
        .edition
        .shown(&scene.document.settings.stage)
        .filter(|measure| measure.is_main() && measure.kind.is_share());
    shares.flat_map(of_measure).collect()
}

/// Everybody with a point to discuss, and those of each kind of point.
fn raised(scene: &Scene) -> Vec<FilterChoice> {
    let offer = |code: &str, words: &str| {
        let filter = Filter::Raised { code: code.to_owned() };
        let pupils = pupils_of(scene.document, &filter).len() as u64;
        (pupils > 0).then(|| FilterChoice { words: format!("{words} ({})", thousands(pupils)), filter })
    };
    if scene.document.cohort().len() > AT_HAND_OF {
        return Vec::new();
    }
    let codes = scene.document.findings().iter().filter(|finding| finding.pupils > 0).map(|finding| &finding.code);
    let codes = codes.collect::<BTreeSet<_>>();
    let kinds = scene.edition.findings.iter().filter(|rule| codes.contains(&rule.code));
    let kinds = kinds.filter_map(|rule| offer(&rule.code, &rule.title)).take(AT_HAND);
    offer("", "Needs a look").into_iter().chain(kinds).collect()
}

fn findings(scene: &Scene) -> Vec<FilterChoice> {
    let offer = |finding: &Finding| {
        let short = scene.edition.measure(&finding.measure)?.short.clone();
        let title = scene.edition.finding(&finding.code)?.title.to_lowercase();
        let words = format!("{short}: {title} ({})", thousands(finding.pupils));
        let filter = Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() };
        Some(FilterChoice { words, filter })
    };
    scene.document.findings().iter().filter(|finding| finding.pupils > 0).filter_map(offer).collect()
}

fn ways(scene: &Scene) -> Vec<FilterChoice> {
    let of_measure = |measure: &Measure| {
        let interim = PupilPaths::new(measure, scene.edition, &scene.bases).is_some();
        let short = subject(scene, measure);
        let sides = WaySide::ALL.into_iter().filter(|side| match side {
            WaySide::Behind | WaySide::On | WaySide::Ahead => interim,
            WaySide::Slow => true,
            WaySide::Fast | WaySide::None => matches!(measure.kind, MeasureKind::Progress(_)),
        });
        let offer = |side: WaySide| {
            let filter = Filter::Way { measure: measure.id.clone(), side };
            FilterChoice { words: format!("{}: {}", capitalise(&short), side.words()), filter }
        };
        sides.map(offer).collect::<Vec<_>>()
    };
    let progress = scene.edition.shown(&scene.document.settings.stage).filter(|measure| measure.kind.is_progress());
    progress.flat_map(of_measure).collect()
}

/// "English".
pub fn subject(scene: &Scene, measure: &Measure) -> String {
    let field = measure.outcome.first().and_then(|result| scene.guidance.fields.get_heading(result));
    field.map(|field| field.short.clone()).unwrap_or_default()
}

/// The values of a grouping of one column, as far as the file has them.
fn values(scene: &Scene, grouping: &Grouping) -> Option<FilterList> {
    let field = grouping.fields.first()?;
    let id = scene.guidance.fields.by_heading(field)?;
    let offer = |value: &str, words: &str| {
        let words = if words.is_empty() { value } else { words };
        let filter = Filter::Value { field: field.clone(), value: value.to_owned() };
        FilterChoice { words: format!("{}: {words}", grouping.title), filter }
    };
    if let Some(labels) = scene.document.cohort().label_column(id) {
        let texts = labels.texts().iter().filter(|text| !text.is_empty());
        let offers = texts.map(|text| offer(text, "")).collect::<Vec<_>>();
        return (offers.len() <= VALUES).then(|| filter_list(&grouping.title, offers));
    }
    let column = scene.document.cohort().coded_column(id)?;
    let list = scene.guidance.codes.list(column.code_list)?;
    let mut seen = [false; 256];
    for code in column.codes() {
        if let Some(seen) = seen.get_mut(usize::from(*code)) {
            *seen = true;
        }
    }
    let there = list.entries().filter(|(code, _)| seen.get(usize::from(*code)) == Some(&true));
    let offers = there.map(|(_, entry)| offer(&entry.code, &entry.words)).collect();
    Some(filter_list(&grouping.title, offers))
}

/// Results whose targets a rule can set.
pub fn results(scene: &Scene) -> Vec<(String, String)> {
    let mut results: Vec<(String, String)> = Vec::new();
    for result in scene.edition.shown(&scene.document.settings.stage).flat_map(|measure| &measure.outcome) {
        let field = scene.guidance.fields.get_heading(result);
        let new = !results.iter().any(|(known, _)| known == result);
        if let Some(field) = field.filter(|field| new && matches!(field.kind, FieldKind::Coded(_))) {
            results.push((result.clone(), field.short.clone()));
        }
    }
    results
}

/// Rules that the file has something to go by for.
pub fn rules(scene: &Scene) -> Vec<(String, String)> {
    let results = results(scene);
    let progress = scene.edition.shown(&scene.document.settings.stage).find_map(|measure| measure.kind.levels());
    let has = |basis: &str| {
        let field = |result: &str| scene.guidance.fields.on_basis(result, basis);
        results.iter().any(|(result, _)| field(result).is_some_and(|field| scene.document.cohort().has(field)))
    };
    let mut rules = Vec::new();
    if let Some(levels) = progress {
        rules.push(("progress".to_owned(), format!("{levels} levels of progress")));
    }
    if !scene.document.chosen.is_empty() {
        rules.push(("generated".to_owned(), "the most likely result from the conversion table".to_owned()));
    }
    for prefix in scene.guidance.fields.prefixes.iter().filter(|prefix| prefix.is_estimate() && has(&prefix.basis)) {
        rules.push((prefix.basis.clone(), Basis::from_name(&prefix.basis).label().to_owned()));
    }
    rules.push(("one-more".to_owned(), "one level or grade higher".to_owned()));
    rules.push(("value".to_owned(), "the same target for every pupil".to_owned()));
    rules
}

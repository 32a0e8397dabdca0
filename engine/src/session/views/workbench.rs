//! What the table of pupils offers for work: ways to narrow the list, and rules for targets.

use crate::ambition::Finding;
use crate::ambition::findings::interim::Ways;
use crate::ambition::pace::SIDES;
use crate::guidance::fields::{Grouping, Kind};
use crate::guidance::{Edition, Guidance, Measure, MeasureKind};
use crate::measures::Basis;
use crate::session::command::{Filter, Part};
use crate::session::open::Open;
use crate::text::phrases::capital;

/// Values of a grouping that are listed at most.
const VALUES: usize = 64;

type Offer = (String, Vec<(String, Filter)>);

/// Ways to narrow the list.
pub fn filters(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<Offer> {
    let mut offers = vec![
        ("Figures".to_owned(), figures(open, edition)),
        ("Findings".to_owned(), findings(open, guidance, edition)),
        ("On the way".to_owned(), ways(open, guidance, edition)),
    ];
    offers.extend(guidance.fields.groupings.iter().filter_map(|grouping| values(open, grouping, guidance)));
    let programme = |name: &String| (name.clone(), Filter::Programme { name: name.clone() });
    offers.push(("Programmes".to_owned(), open.settings.programmes.keys().map(programme).collect()));
    offers.retain(|(_, offers)| !offers.is_empty());
    offers
}

fn figures(open: &Open, edition: &Edition) -> Vec<(String, Filter)> {
    let parts = [(Part::Short, "short of it by target"), (Part::Reached, "reach it by target")];
    let of_measure = |measure: &Measure| {
        let figure = |part| super::card::figure(measure, Basis::moderated().name(), part);
        let short = measure.short.clone();
        let mut offers = parts.map(|(part, words)| (format!("{short}: {words}"), figure(part))).to_vec();
        if let MeasureKind::Threshold(_) = measure.kind {
            let filter = Filter::Borderline { measure: measure.id.clone() };
            offers.push((format!("{short}: one step short of it"), filter));
        }
        offers
    };
    let shares =
        edition.shown(&open.settings.stage).filter(|measure| measure.is_statutory() && measure.kind.is_share());
    shares.flat_map(of_measure).collect()
}

fn findings(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<(String, Filter)> {
    let offer = |finding: &Finding| {
        let short = edition.measure(&finding.measure)?.short.clone();
        let title = edition.finding(&finding.code)?.title.to_lowercase();
        let words = format!("{short}: {title} ({})", crate::text::phrases::thousands(finding.pupils));
        Some((words, Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() }))
    };
    open.found(guidance).iter().filter(|finding| finding.pupils > 0).filter_map(offer).collect()
}

fn ways(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<(String, Filter)> {
    let bases = open.bases(guidance);
    let of_measure = |measure: &Measure| {
        let interim = Ways::new(measure, edition, &bases).is_some();
        let short = subject(measure, guidance);
        let sides = SIDES.iter().filter(|(id, _)| match *id {
            "behind" | "on" | "ahead" => interim,
            "slow" => true,
            _ => matches!(measure.kind, MeasureKind::Progress(_)),
        });
        let offer = |(side, words): &(&str, &str)| {
            let filter = Filter::Way { measure: measure.id.clone(), side: (*side).to_owned() };
            (format!("{}: {words}", capital(&short)), filter)
        };
        sides.map(offer).collect::<Vec<_>>()
    };
    let progress = edition.shown(&open.settings.stage).filter(|measure| measure.kind.is_progress());
    progress.flat_map(of_measure).collect()
}

/// "English".
pub fn subject(measure: &Measure, guidance: &Guidance) -> String {
    let field = measure.outcome.first().and_then(|result| guidance.fields.get_heading(result));
    field.map(|field| field.short.clone()).unwrap_or_default()
}

/// The values of a grouping of one column, as far as the file has them.
fn values(open: &Open, grouping: &Grouping, guidance: &Guidance) -> Option<Offer> {
    let field = grouping.fields.first()?;
    let id = guidance.fields.by_heading(field)?;
    let offer = |value: &str, words: &str| {
        let words = if words.is_empty() { value } else { words };
        (format!("{}: {words}", grouping.title), Filter::Value { field: field.clone(), value: value.to_owned() })
    };
    if let Some(labels) = open.cohort().labels(id) {
        let texts = labels.texts().iter().filter(|text| !text.is_empty());
        let offers = texts.map(|text| offer(text, "")).collect::<Vec<_>>();
        return (offers.len() <= VALUES).then(|| (grouping.title.clone(), offers));
    }
    let column = open.cohort().coded(id)?;
    let book = guidance.codes.book(column.book)?;
    let mut seen = [false; 256];
    for code in column.codes() {
        if let Some(seen) = seen.get_mut(usize::from(*code)) {
            *seen = true;
        }
    }
    let there = book.entries().filter(|(code, _)| seen.get(usize::from(*code)) == Some(&true));
    let offers = there.map(|(_, entry)| offer(&entry.code, &entry.words)).collect();
    Some((grouping.title.clone(), offers))
}

/// Results whose targets a rule can set.
pub fn results(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<(String, String)> {
    let mut results: Vec<(String, String)> = Vec::new();
    for result in edition.shown(&open.settings.stage).flat_map(|measure| &measure.outcome) {
        let field = guidance.fields.get_heading(result);
        let new = !results.iter().any(|(known, _)| known == result);
        if let Some(field) = field.filter(|field| new && matches!(field.kind, Kind::Coded(_))) {
            results.push((result.clone(), field.short.clone()));
        }
    }
    results
}

/// Rules that the file has something to go by for.
pub fn rules(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<(String, String)> {
    let results = results(open, guidance, edition);
    let progress = edition.shown(&open.settings.stage).find_map(|measure| measure.kind.levels());
    let has = |basis: &str| {
        let field = |result: &str| guidance.fields.on_basis(result, basis);
        results.iter().any(|(result, _)| field(result).is_some_and(|field| open.cohort().has(field)))
    };
    let mut rules = Vec::new();
    if let Some(levels) = progress {
        rules.push(("progress".to_owned(), format!("{levels} levels of progress")));
    }
    if !open.chosen.is_empty() {
        rules.push(("generated".to_owned(), "the most likely by the conversion table".to_owned()));
    }
    for prefix in guidance.fields.prefixes.iter().filter(|prefix| prefix.is_estimate() && has(&prefix.basis)) {
        rules.push((prefix.basis.clone(), prefix.basis.trim_start_matches("estimate:").to_owned()));
    }
    rules.push(("one-more".to_owned(), "one level or grade more".to_owned()));
    rules.push(("value".to_owned(), "the same for everybody".to_owned()));
    rules
}

//! The targets against what the guidance expects.

use super::card::{Standing, card};
use super::summary::pupils_number;
use crate::guidance::{Edition, Guidance};
use crate::session::command::Filter;
use crate::session::open::Open;
use crate::session::view::{Ambition, Chip, Tone};
use crate::words::{count, list};

/// Changes named in the margin.
const HISTORY: usize = 6;

pub(in crate::session) fn ambition(open: &Open, guidance: &Guidance, edition: &Edition) -> Ambition {
    let bases = open.bases(guidance);
    let findings = crate::ambition::find(edition, &bases);
    let cards = edition.measures.iter().map(|measure| (measure, card(open, measure, &findings, guidance, edition)));
    let (statutory, others): (Vec<_>, Vec<_>) = cards.partition(|(measure, _)| measure.statutory);
    let standings = statutory.iter().map(|(_, (_, standing))| *standing).collect::<Vec<_>>();
    let stage = statutory.first().map_or("", |(measure, _)| measure.stage.as_str());
    Ambition {
        headline: headline(open, stage, &standings),
        remarks: remarks(open, guidance),
        targets: statutory.into_iter().map(|(_, (card, _))| card).collect(),
        others: others.into_iter().map(|(_, (card, _))| card).collect(),
        history: open.log.newest().take(HISTORY).map(|change| change.words.clone()).collect(),
    }
}

/// One sentence on all statutory targets.
fn headline(open: &Open, stage: &str, standings: &[Standing]) -> String {
    let pupils =
        if open.cohort.len() == 1 { "this one pupil".into() } else { format!("these {} pupils", pupils_number(open)) };
    let all = number(standings.len());
    let how_many = |wanted: Standing| standings.iter().filter(|standing| **standing == wanted).count();
    let (short, unknown) = (how_many(Standing::Short), how_many(Standing::Unknown));
    if open.cohort.is_empty() {
        return "The file has headings and no pupils.".into();
    }
    if unknown == standings.len() {
        return format!(
            "Nothing to hold against the guidance yet: set targets for {pupils}, or add their prior results."
        );
    }
    match short {
        0 => format!("None of the {all} {stage} targets asks less than the guidance expects of {pupils}."),
        1 => format!("One of the {all} {stage} targets asks less than the guidance expects of {pupils}."),
        short if short == standings.len() => {
            format!("All {all} {stage} targets ask less than the guidance expects of {pupils}.")
        }
        short => format!(
            "{} of the {all} {stage} targets ask less than the guidance expects of {pupils}.",
            crate::words::capital(&number(short))
        ),
    }
}

/// Small numbers as words.
fn number(number: usize) -> String {
    const WORDS: [&str; 10] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// What the user should know about the cohort as a whole.
fn remarks(open: &Open, guidance: &Guidance) -> Vec<Chip> {
    let plain = |tone: Tone, words: String| Chip { tone, words, count: String::new(), pupils: None, paragraph: None };
    let mut remarks = Vec::new();
    let years = years(open, guidance);
    if years.len() > 1 {
        remarks
            .push(plain(Tone::Warn, format!("The file holds year groups {}; all of them are counted", list(&years))));
    }
    let unknown = open.cohort.coded_columns().flat_map(|(_, column)| column.unknown());
    let unknown = unknown.filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0).count() as u64;
    if unknown > 0 {
        remarks.push(plain(
            Tone::Warn,
            format!("{} not understood, counted as no level: see Check", count(unknown, "spelling")),
        ));
    }
    let changed = crate::session::filter::changed(open, guidance).len() as u64;
    if changed > 0 {
        let (words, count) = ("Targets changed here:".into(), count(changed, "pupil"));
        remarks.push(Chip { tone: Tone::Plain, words, count, pupils: Some(Filter::Changed), paragraph: None });
    }
    remarks
}

/// The year groups in the file.
fn years(open: &Open, guidance: &Guidance) -> Vec<String> {
    let labels = guidance.fields.by_heading("NCYear").and_then(|field| open.cohort.labels(field));
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let mut years = texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    years.sort();
    years
}

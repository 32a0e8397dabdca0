//! What to raise, as an agenda (RULES 7).

use super::card::{Numbers, Standing, value, verdict};
use super::row::context;
use super::summary::{chosen_readings, title};
use crate::ambition::{Finding, findings};
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::{Bases, Basis, Figure};
use crate::session::command::Filter;
use crate::session::open::Open;
use crate::session::view::{AgendaFigure, AgendaItem, AgendaPupil, AgendaTarget, Challenge, Tone};
use crate::text::phrases::{capital, count, thousands};

/// Pupils named under one thing to raise.
const NAMED: usize = 60;

pub(in crate::session) fn challenge(open: &Open, guidance: &Guidance, edition: &Edition) -> Challenge {
    let bases = open.bases(guidance);
    let stage = open.settings.stage.as_str();
    let mut found = open.found(guidance).to_vec();
    // Attendance is of no key stage, and part of every discussion.
    found.extend(edition.areas.iter().flat_map(|area| findings::at_stage(edition, area, &bases, open.evidence())));
    let targets = targets(open, &found, guidance, edition);
    let statutory = edition.shown(stage).filter(|measure| measure.is_statutory());
    Challenge {
        school: title(open, guidance),
        cohort: cohort(open),
        edition: edition_words(open, guidance, edition),
        headline: headline(&found, targets.len()),
        not_judged: not_judged(open, edition),
        figures: statutory.map(|measure| figure(open, measure, guidance)).collect(),
        targets,
        notice: "Contains personal data of pupils: keep it as you would keep their files.".into(),
    }
}

/// "Key Stage 4, targets for 2009", with the other readings chosen, so that the page says by which rules it was made.
fn edition_words(open: &Open, guidance: &Guidance, edition: &Edition) -> String {
    let words = format!("{}, {}", open.settings.stage, lower(&edition.name));
    let readings = chosen_readings(open, guidance, edition).into_iter().map(|reading| reading.title);
    let readings = readings.collect::<Vec<_>>();
    if readings.is_empty() { words } else { format!("{words}; another reading: {}", readings.join("; ")) }
}

/// "Targets for 2009" within a sentence.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn cohort(open: &Open) -> String {
    let pupils = count(open.cohort().len() as u64, "pupil");
    open.settings.year.as_ref().map_or(pupils.clone(), |year| format!("Year {year}, {pupils}"))
}

fn headline(found: &[Finding], targets: usize) -> String {
    match found.len() {
        0 => "Nothing to raise on these targets by the rules of the guidance.".into(),
        things => format!(
            "{} to raise, on {}.",
            capital(&count(things as u64, "thing")),
            count(targets as u64, "target or check").replace("target or checks", "targets and checks")
        ),
    }
}

/// What cannot be said, and what would let it be said.
fn not_judged(open: &Open, edition: &Edition) -> Vec<String> {
    let stage = open.settings.stage.as_str();
    let unknown = edition.shown(stage).filter(|measure| measure.is_statutory());
    let unknown = unknown.filter(|measure| open.current.value(&measure.id, "").is_none());
    let names = unknown.map(|measure| measure.short.clone()).collect::<Vec<_>>();
    if names.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "Current performance is not known for {}: no word on improvement, floor or estimate there. Open last results or \
         type the figures in.",
        crate::text::phrases::list(&names)
    )]
}

fn figure(open: &Open, measure: &Measure, guidance: &Guidance) -> AgendaFigure {
    let numbers = Numbers::new(open, measure, guidance);
    AgendaFigure {
        title: measure.short.clone(),
        current: value(measure, numbers.current),
        target: value(measure, numbers.target.and_then(|target| target.value)),
        of: numbers.target.map(of).unwrap_or_default(),
        expected: value(measure, numbers.expected.and_then(|(figure, _)| figure.value)),
        verdict: verdict(measure, &numbers),
        tone: match numbers.standing() {
            Standing::Short => Tone::Warn,
            Standing::Meets => Tone::Good,
            Standing::Unknown => Tone::Plain,
        },
    }
}

fn of(figure: Figure) -> String {
    let achieved = figure.achieved.map(|achieved| format!("{} of ", thousands(achieved))).unwrap_or_default();
    format!("{achieved}{}", thousands(figure.eligible))
}

/// Measures and checks with something to raise, in the order they were found.
fn targets(open: &Open, found: &[Finding], guidance: &Guidance, edition: &Edition) -> Vec<AgendaTarget> {
    let mut ids: Vec<&str> = Vec::new();
    for finding in found {
        if !ids.contains(&finding.measure.as_str()) {
            ids.push(&finding.measure);
        }
    }
    ids.into_iter().filter_map(|id| target(open, id, found, guidance, edition)).collect()
}

fn target(open: &Open, id: &str, found: &[Finding], guidance: &Guidance, edition: &Edition) -> Option<AgendaTarget> {
    let (title, source, standing) = match (edition.measure(id), edition.check_by_id(id)) {
        (Some(measure), _) if measure.is_statutory() => (&measure.title, &measure.source, "statutory target"),
        (Some(measure), _) => (&measure.title, &measure.source, ""),
        (None, Some(check)) => (&check.title, &check.source, "expected of part of the cohort"),
        (None, None) => return None,
    };
    let of_target = found.iter().filter(|finding| finding.measure == id);
    Some(AgendaTarget {
        title: title.clone(),
        paragraph: guidance.cite(source),
        standing: standing.into(),
        items: of_target.map(|finding| item(open, finding, guidance, edition)).collect(),
    })
}

fn item(open: &Open, finding: &Finding, guidance: &Guidance, edition: &Edition) -> AgendaItem {
    let bases = open.bases(guidance);
    let pupils = findings::pupils(&finding.code, &finding.measure, edition, &bases, open.evidence());
    let pupils = pupils.unwrap_or_default();
    let note = open.settings.notes.get(&(open.settings.key(&finding.measure), finding.code.clone()));
    let results = results(&finding.measure, edition);
    let named = pupils.iter().take(NAMED).map(|pupil| agenda_pupil(open, *pupil, &results, &bases, guidance));
    let more = pupils.len().saturating_sub(NAMED);
    AgendaItem {
        measure: finding.measure.clone(),
        code: finding.code.clone(),
        title: edition.finding(&finding.code).map(|rule| rule.title.clone()).unwrap_or_default(),
        found: finding.found.clone(),
        follows: finding.follows.clone(),
        paragraph: guidance.cite(&finding.source),
        count: count(finding.pupils, "pupil"),
        filter: Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() },
        pupils: named.collect(),
        more: if more == 0 { String::new() } else { format!("and {} more", thousands(more as u64)) },
        note: note.cloned().unwrap_or_default(),
    }
}

/// The results a pupil comes from and aims at, for a measure or a check.
fn results<'a>(id: &str, edition: &'a Edition) -> (Vec<&'a String>, Vec<&'a String>) {
    let check = edition.check_by_id(id);
    let of_check = check.into_iter().flat_map(|check| &check.reach).filter_map(|id| edition.measure(id));
    let measures = edition.measure(id).into_iter().chain(of_check).collect::<Vec<_>>();
    let ranges = check.into_iter().flat_map(|check| &check.from).filter_map(|range| range.prior.as_ref());
    let priors = measures.iter().flat_map(|measure| {
        let expected = measure.expected.iter().map(|expected| &expected.prior);
        measure.prior.iter().chain(expected)
    });
    let mut from = Vec::new();
    for result in ranges.chain(priors).flat_map(|prior| &prior.results) {
        if !from.contains(&result) {
            from.push(result);
        }
    }
    (from, measures.iter().flat_map(|measure| &measure.outcome).collect())
}

fn agenda_pupil(
    open: &Open,
    pupil: u32,
    (from, to): &(Vec<&String>, Vec<&String>),
    bases: &Bases,
    guidance: &Guidance,
) -> AgendaPupil {
    let place = pupil as usize;
    let in_file = open.in_file(pupil);
    let said = |result: &&String, basis: &Basis| match bases.column(result, basis) {
        Some(column) => Some(column.text(place, &guidance.codes)),
        None => bases.numbers(result, basis).map(|numbers| numbers.text(place)),
    };
    let words = |results: &[&String], basis: &Basis| {
        let cells = results.iter().filter_map(|result| said(result, basis));
        let cells = cells.map(|text| if text.is_empty() { "\u{2013}".to_owned() } else { text });
        cells.collect::<Vec<_>>().join(" ")
    };
    let (from, to) = (words(from, &Basis::results()), words(to, &Basis::moderated()));
    AgendaPupil {
        pupil: in_file,
        name: open.file.pupil_name(in_file as usize),
        from_to: if from.is_empty() { to } else { format!("{from} \u{2192} {to}") },
        context: context(open, place, guidance),
        exception: open.settings.exceptions.get(&in_file).cloned().unwrap_or_default(),
    }
}

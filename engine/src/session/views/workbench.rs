//! What the table of pupils offers for work: ways to narrow the list, and rules for targets.

use std::cmp::Ordering;

use super::levels::Levels;
use crate::ambition::Finding;
use crate::ambition::findings::interim::Ways;
use crate::cohort::Cell;
use crate::guidance::codes::Code;
use crate::guidance::fields::{Grouping, Kind};
use crate::guidance::{Edition, Guidance, Measure, MeasureKind};
use crate::measures::{Bases, Basis};
use crate::session::command::{Filter, Part};
use crate::session::open::Open;
use crate::text::phrases::capital;

/// Where pupils stand on the way to their target by their latest interim result, and how fast they move by target.
pub const SIDES: [(&str, &str); 6] = [
    ("behind", "behind the way to the target"),
    ("on", "on the way to the target"),
    ("ahead", "ahead of the way to the target"),
    ("fast", "more levels than asked, by target"),
    ("slow", "fewer levels than asked, by target"),
    ("none", "no progress, by target"),
];
/// Those of them that are a pace, not a place on the way, in a word each.
pub const PACES: [(&str, &str); 3] = [("fast", "fast"), (SLOW, "slow"), ("none", "no progress")];
/// The pace that grades have, too, which are worth the progress asked or are not.
pub const SLOW: &str = "slow";
/// One step short of a mark.
pub const BORDERLINE: &str = "short";
/// Values of a grouping that are listed at most.
const VALUES: usize = 64;

/// The pupils on a side of the way, or of a pace ([`SIDES`]).
pub fn on_side(measure: &Measure, side: &str, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    let wanted = match side {
        "behind" => Ordering::Less,
        "on" => Ordering::Equal,
        "ahead" => Ordering::Greater,
        pace => return at_pace(measure, pace, &Basis::moderated(), bases),
    };
    let ways = Ways::new(measure, edition, bases)?;
    Some(all.filter(|pupil| ways.of(*pupil as usize).is_some_and(|way| way.side == wanted)).collect())
}

/// The pupils of a pace ([`PACES`]) on a basis, or those one step short of a mark ([`BORDERLINE`]).
pub fn at_pace(measure: &Measure, pace: &str, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    if pace == BORDERLINE {
        return borderline(measure, basis, bases);
    }
    let asked = i16::from(measure.kind.levels()?);
    let by_levels = matches!(measure.kind, MeasureKind::Progress(_));
    let is = |made: i16| match pace {
        "fast" => by_levels && made > asked,
        SLOW if by_levels => made < asked,
        SLOW => made == 0,
        _ => by_levels && made <= 0,
    };
    let levels = Levels::new(measure, basis, bases)?;
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    Some(all.filter(|pupil| levels.of(*pupil as usize).is_some_and(is)).collect())
}

/// "Fewer levels than asked" of a pace, "one step short of it" of [`BORDERLINE`].
pub fn pace_words(pace: &str) -> &'static str {
    let side = SIDES.iter().find(|(side, _)| *side == pace);
    side.and_then(|(_, words)| words.split(',').next()).unwrap_or("one step short of it")
}

/// Pupils who miss a mark by one step: nothing they have on a basis is further below it (S1, heads' lists).
pub fn borderline(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    let MeasureKind::Threshold(marks) = &measure.kind else { return None };
    let mut below: Vec<u8> = vec![0; bases.cohort().len()];
    for (result, mark) in measure.outcome.iter().zip(marks) {
        let column = bases.column(result, basis)?;
        let book = bases.codes().book(column.book)?;
        let mark = book.rank_of(mark)?;
        let steps = column.each(|cell| match known(cell).and_then(|code| book.rank(code)) {
            Some(rank) if rank >= mark => 0,
            Some(rank) if book.rank_above(rank) == Some(mark) => 1,
            _ => 2_u8,
        });
        below.iter_mut().zip(steps).for_each(|(most, steps)| *most = (*most).max(steps));
    }
    Some((0..).zip(below).filter(|(_, steps)| *steps == 1).map(|(pupil, _)| pupil).collect())
}

fn known(cell: Cell) -> Option<Code> {
    if let Cell::Known(code) = cell { Some(code) } else { None }
}

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

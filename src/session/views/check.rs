//! How the file was read.

use crate::cohort::UnknownSpelling;
use crate::guidance::fields::Kind;
use crate::guidance::{Edition, FieldId, Guidance};
use crate::intake::diagnostic::{Diagnostic, Severity, column_letters};
use crate::intake::headings::separator_name;
use crate::report::reading;
use crate::session::command::Filter;
use crate::session::open::Open;
use crate::session::view::{Check, ColumnRead, Note, SetAside, Tone, UnknownValue};
use crate::words::{capital, count, thousands};

/// Rows named for one reason.
const PLACES: usize = 12;
/// Headings named that serve no field.
const UNREAD: usize = 40;
/// Pupils looked at for samples.
const SAMPLED: usize = 500;

pub(in crate::session) fn check(open: &Open, guidance: &Guidance, edition: &Edition) -> Check {
    let headings = &open.account.headings;
    let unread = headings.texts.iter().zip(&headings.fields).enumerate();
    let repeated = |column: usize| headings.repeated.iter().any(|(later, _)| *later == column);
    let unread = unread.filter(|(column, (text, field))| field.is_none() && !text.is_empty() && !repeated(*column));
    let unread = unread.map(|(_, (text, _))| text.clone()).collect::<Vec<_>>();
    let cut = unread.len().saturating_sub(UNREAD);
    Check {
        how: how(open),
        account: account(open),
        columns: headings.known().map(|(column, field)| column_read(open, column, field, guidance)).collect(),
        unread: unread.into_iter().take(UNREAD).collect(),
        absent: absent(open, guidance, edition),
        set_aside: set_aside(open),
        unknown: unknown(open, guidance),
        notes: open.account.diagnostics.iter().map(note).collect(),
        cut: if cut == 0 { String::new() } else { format!("and {} more", thousands(cut as u64)) },
    }
}

fn how(open: &Open) -> String {
    let separated = capital(separator_name(open.account.separator));
    let utf8 = if open.account.diagnostics.iter().any(|note| note.code == "not-utf8") {
        "not all of it UTF-8"
    } else {
        "UTF-8"
    };
    format!("{separated} separated, {utf8}, headings in row {}.", open.account.heading_row)
}

fn account(open: &Open) -> String {
    let rows = count(u64::from(open.account.rows), "row");
    let pupils = count(open.file.len() as u64, "pupil");
    format!("{rows} read = {pupils} + {} set aside", thousands(open.account.set_aside.len() as u64))
}

fn column_read(open: &Open, column: usize, id: FieldId, guidance: &Guidance) -> ColumnRead {
    let field = guidance.fields.get(id);
    ColumnRead {
        place: column_letters(column),
        heading: open.account.headings.texts.get(column).cloned().unwrap_or_default(),
        field: field.map(|field| field.title.clone()).unwrap_or_default(),
        canonical: field.map(|field| field.heading.clone()).unwrap_or_default(),
        why: field.map(|field| field.why.clone()).unwrap_or_default(),
        samples: samples(open, id, guidance),
    }
}

/// Up to three different values.
fn samples(open: &Open, id: FieldId, guidance: &Guidance) -> Vec<String> {
    let people = open.file.people();
    let value = |pupil: usize| -> String {
        match guidance.fields.get(id).map(|field| field.kind) {
            Some(Kind::Upn) => people.upn(pupil).into_owned(),
            Some(Kind::Surname) => people.surname(pupil).into_owned(),
            Some(Kind::Forename) => people.forename(pupil).into_owned(),
            Some(Kind::Text) => open.file.school_name().to_owned(),
            Some(Kind::Label) => open.file.labels(id).map_or("", |labels| labels.label(pupil)).to_owned(),
            Some(Kind::Coded(_)) => super::row::shown(open.file.coded(id), pupil, guidance),
            Some(Kind::Number(_)) => open.file.numbers(id).map(|numbers| numbers.text(pupil)).unwrap_or_default(),
            None => String::new(),
        }
    };
    let mut samples = Vec::new();
    for sample in (0..open.file.len().min(SAMPLED)).map(value).filter(|value| !value.is_empty()) {
        if !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == 3 {
            break;
        }
    }
    samples
}

/// Headings that the edition's measures want and the file lacks, with what cannot be shown without them.
fn absent(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<(String, String)> {
    let mut absent: Vec<(String, String)> = Vec::new();
    let mut want = |heading: &str, basis: &str, without: &str| {
        let Some(field) = guidance.fields.on_basis(heading, basis) else { return };
        let name = guidance.fields.get(field).map(|field| field.heading.clone()).unwrap_or_default();
        if !open.file.has(field) && !absent.iter().any(|(known, _)| *known == name) {
            absent.push((name, without.to_owned()));
        }
    };
    for measure in edition.shown(&open.settings.stage) {
        let prior = measure.priors().flat_map(|prior| &prior.results);
        prior.for_each(|heading| want(heading, "actual", "progress, and what the guidance expects of these pupils"));
        measure
            .outcome
            .iter()
            .for_each(|heading| want(heading, "target", "targets; you can set them here pupil by pupil"));
        measure.outcome.iter().for_each(|heading| want(heading, "actual", "results, once they are known"));
    }
    absent
}

fn set_aside(open: &Open) -> Vec<SetAside> {
    let mut groups: Vec<SetAside> = Vec::new();
    for row in &open.account.set_aside {
        let title = reading::title(row.reason);
        let place = format!("row {}: {}", row.row, reading::reason(row.reason));
        match groups.iter_mut().find(|group| group.reason == title) {
            Some(group) => {
                group.rows += 1;
                if group.places.len() < PLACES {
                    group.places.push(place);
                }
            }
            None => groups.push(SetAside {
                reason: title.into(),
                remedy: reading::remedy(row.reason).into(),
                rows: 1,
                places: vec![place],
            }),
        }
    }
    groups
}

fn unknown(open: &Open, guidance: &Guidance) -> Vec<UnknownValue> {
    let columns = open.file.coded_columns();
    let spellings =
        columns.flat_map(|(id, column)| column.unknown().iter().map(move |unknown| (id, column.book, unknown)));
    let mut met = spellings.filter(|(_, _, unknown)| unknown.cells > 0).collect::<Vec<_>>();
    met.sort_by_key(|(id, _, unknown)| (*id, unknown.first_row));
    let numbers = open.file.number_columns();
    let numbers = numbers.flat_map(|(id, column)| column.unknown().iter().map(move |unknown| (id, unknown)));
    let of_numbers = numbers.filter_map(|(id, spelling)| unknown_number(id, spelling, guidance));
    let coded = met.into_iter().filter_map(|(id, book, spelling)| unknown_value(id, book, spelling, guidance));
    coded.chain(of_numbers).collect()
}

/// A spelling that is no number or date: there is nothing to choose, but to know of it.
fn unknown_number(id: FieldId, unknown: &UnknownSpelling, guidance: &Guidance) -> Option<UnknownValue> {
    let field = guidance.fields.get(id)?;
    Some(UnknownValue {
        field: field.heading.clone(),
        title: field.title.clone(),
        spelling: unknown.spelling.clone(),
        count: format!("{}, first in row {}", count(u64::from(unknown.cells), "pupil"), unknown.first_row),
        meaning: None,
        choices: Vec::new(),
        pupils: Filter::Unknown { field: field.heading.clone(), spelling: unknown.spelling.clone() },
    })
}

fn unknown_value(id: FieldId, book: usize, unknown: &UnknownSpelling, guidance: &Guidance) -> Option<UnknownValue> {
    let (field, book) = (guidance.fields.get(id)?, guidance.codes.book(book)?);
    let meaning = unknown.meaning.map(|code| book.entry(code).map_or(String::new(), |entry| entry.code.clone()));
    let choices = book.entries().map(|(_, entry)| (entry.code.clone(), choice(&entry.code, &entry.words)));
    Some(UnknownValue {
        field: field.heading.clone(),
        title: field.title.clone(),
        spelling: unknown.spelling.clone(),
        count: format!("{}, first in row {}", count(u64::from(unknown.cells), "pupil"), unknown.first_row),
        meaning,
        choices: [(String::new(), "no result".to_owned())].into_iter().chain(choices).collect(),
        pupils: Filter::Unknown { field: field.heading.clone(), spelling: unknown.spelling.clone() },
    })
}

/// "level 4b", "B: working below the level of the test".
fn choice(code: &str, words: &str) -> String {
    if words.is_empty() {
        code.to_owned()
    } else if words.ends_with(code) {
        words.to_owned()
    } else {
        format!("{code}: {words}")
    }
}

fn note(note: &Diagnostic) -> Note {
    let column = note.column.map(|column| format!(", column {}", column_letters(column))).unwrap_or_default();
    Note {
        tone: if note.severity == Severity::Warning { Tone::Warn } else { Tone::Plain },
        code: note.code.into(),
        place: if note.row == 0 { String::new() } else { format!("Row {}{column}", note.row) },
        what: note.what.clone(),
        remedy: note.remedy.clone(),
    }
}

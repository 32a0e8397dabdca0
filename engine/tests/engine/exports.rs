//! Exports as schools' systems and spreadsheets write them, a folder each in `tests/exports/`: the file itself, and
//! `expected.txt` with how it is to be read: the mapping, the questions, the remarks and the table. A file `read_as.json`
//! holds what the user says, where something has to be said.
//!
//! `EXPECTED=write cargo test --test engine exports` writes what comes out; look at every line before you commit it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::guidance::fields::FieldKind;
use ambition_engine::guidance::spellings;
use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::intake::headings::separator_name;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile};
use ambition_engine::report::reading;

use super::reference::today;
use super::{FigureRow, guidance};

/// The folders, by name.
pub fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let mut folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// The file of a folder, and what the user says of it.
pub fn input(folder: &Path) -> (Vec<u8>, ReadAs) {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    let said = fs::read_to_string(folder.join("read_as.json"));
    let read_as = said.map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default();
    (fs::read(files.next().unwrap()).unwrap(), read_as)
}

#[test]
fn every_export_is_read_as_expected() {
    let folders = folders();
    assert!(folders.len() >= 30, "only {} exports", folders.len());
    let mut failures = String::new();
    for folder in folders {
        let (bytes, read_as) = input(&folder);
        let found = match CohortReader::read_all_as(guidance().clone(), &bytes, read_as) {
            Ok(opened) => {
                let account = &opened.account;
                assert_eq!(account.rows as usize, opened.cohort.len() + account.rejected.len(), "{}", folder.display());
                told(&opened)
            }
            Err(error) => format!("cannot be read: {} {}\n", error.what, error.remedy),
        };
        let expected = folder.join("expected.txt");
        if std::env::var_os("EXPECTED").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if wanted != found {
            write!(failures, "{}\n{}", folder.display(), difference(&wanted, &found)).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The layouts of today: `same_as.csv` has the same pupils under the canonical headings, and its figures by the reference
/// of edition 2027 are those of the export.
#[test]
fn exports_of_today_have_the_figures_of_their_pupils() {
    let mut failures = String::new();
    for folder in folders().iter().filter(|folder| folder.join("same_as.csv").exists()) {
        let (bytes, read_as) = input(folder);
        let cohort = CohortReader::read_all_as(guidance().clone(), &bytes, read_as).unwrap().cohort;
        let wanted = today::figures(&fs::read_to_string(folder.join("same_as.csv")).unwrap(), true, None);
        let found = super::cohort_figures(&cohort, today::EDITION, true);
        let of_all_schools = |row: &&FigureRow| row[1].is_empty();
        let lines =
            |rows: &[FigureRow]| rows.iter().filter(of_all_schools).map(|row| row.join(",")).collect::<Vec<_>>();
        let (wanted, found) = (lines(&wanted).join("\n"), lines(&found).join("\n"));
        if wanted != found {
            writeln!(failures, "{}\n{}", folder.display(), difference(&wanted, &found)).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn difference(wanted: &str, found: &str) -> String {
    let (wanted, found) = (wanted.lines().collect::<Vec<_>>(), found.lines().collect::<Vec<_>>());
    let only = |sign: char, these: &[&str], those: &[&str]| {
        these.iter().filter(|line| !those.contains(line)).map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    only('-', &wanted, &found) + &only('+', &found, &wanted)
}

/// How a file was read, as a text.
fn told(opened: &ReadFile) -> String {
    let (account, cohort) = (&opened.account, &opened.cohort);
    let mut text = format!(
        "{} separated, {}, headings in row {}\n{} rows = {} pupils + {} set aside\n",
        separator_name(account.separator),
        account.encoding.name(),
        account.heading_row,
        account.rows,
        cohort.len(),
        account.rejected.len()
    );
    columns(opened, &mut text);
    for aside in &account.rejected {
        writeln!(text, "aside  row {}: {}", aside.row, reading::reason(aside.reason)).unwrap();
    }
    for note in &account.diagnostics {
        let column = note.column.map(column_letters).unwrap_or_default();
        writeln!(text, "note   {} {}{}: {}", note.code, column, note.row, note.what).unwrap();
    }
    unknown(opened, &mut text);
    table(opened, &mut text);
    text
}

/// The guidance of the family of editions that a file is of.
fn guidance_of_file(opened: &ReadFile) -> Arc<Guidance> {
    opened.account.family.as_ref().map_or_else(|| guidance().clone(), |family| guidance().for_family(family))
}

fn columns(opened: &ReadFile, text: &mut String) {
    let guidance = guidance_of_file(opened);
    let (headings, fields) = (&opened.account.headings, &guidance.fields);
    let name = |id| fields.get(id).unwrap().heading.as_str();
    let account = &opened.account;
    let asked = questions(headings, &account.first_rows, account.heading_row, &guidance);
    for (column, (heading, field)) in headings.texts.iter().zip(&headings.fields).enumerate() {
        let place = column_letters(column);
        let question = asked.iter().find(|question| question.column == column);
        match (field, question) {
            (Some(field), _) => writeln!(text, "read   {place} {heading:?} = {}", name(*field)).unwrap(),
            (None, Some(question)) => {
                let offered = question.fields.iter().map(|field| name(*field)).collect::<Vec<_>>().join(" or ");
                writeln!(text, "asked  {place} {heading:?} = {offered}?").unwrap();
            }
            (None, None) if heading.is_empty() => (),
            (None, None) => writeln!(text, "unread {place} {heading:?}").unwrap(),
        }
    }
}

fn unknown(opened: &ReadFile, text: &mut String) {
    let guidance = guidance_of_file(opened);
    for (field, column) in opened.cohort.coded_columns() {
        let list = guidance.codes.list(column.code_list).unwrap();
        let mut spellings = column.unknown().iter().collect::<Vec<_>>();
        spellings.sort_by_key(|unknown| (unknown.first_row, &unknown.spelling));
        for unknown in spellings {
            let suggestion = spellings::suggest(&guidance.exports.spellings, list, &unknown.spelling);
            let suggestion = match suggestion.map(|suggestion| list.entry(suggestion.code)) {
                None => "no idea".to_owned(),
                Some(None) => "no result?".to_owned(),
                Some(Some(entry)) => format!("{}?", entry.code),
            };
            let heading = &guidance.fields.get(field).unwrap().heading;
            writeln!(text, "value  {heading} {:?} x {}: {suggestion}", unknown.spelling, unknown.cells).unwrap();
        }
    }
}

/// The pupils, in the columns that are read.
fn table(opened: &ReadFile, text: &mut String) {
    let (cohort, guidance) = (&opened.cohort, guidance_of_file(opened));
    let served = opened.account.headings.recognised().map(|(_, id)| (id, guidance.fields.get(id).unwrap()));
    let served = served.collect::<Vec<_>>();
    let headings = served.iter().map(|(_, field)| field.heading.as_str()).collect::<Vec<_>>();
    writeln!(text, "row | {}", headings.join(" | ")).unwrap();
    for pupil in 0..cohort.len() {
        let cell = |(id, field): &(_, &ambition_engine::guidance::KnownField)| match field.kind {
            FieldKind::Upn => cohort.people().upn(pupil).into_owned(),
            FieldKind::Surname => cohort.people().surname(pupil).into_owned(),
            FieldKind::Forename => cohort.people().forename(pupil).into_owned(),
            FieldKind::Text => cohort.school_name().to_owned(),
            FieldKind::Label => cohort.label_column(*id).unwrap().label(pupil).to_owned(),
            FieldKind::Number(_) => cohort.number_column(*id).unwrap().text(pupil),
            FieldKind::Coded(list) => {
                // An outcome beside a score has become the result.
                let Some(column) = cohort.coded_column(*id) else { return String::new() };
                let code = column.codes()[pupil];
                let known = guidance.codes.list(list).unwrap().entry(code).map(|entry| entry.code.clone());
                known.or_else(|| column.spelling(code).map(|spelling| format!("?{spelling}"))).unwrap_or_default()
            }
        };
        let cells = served.iter().map(cell).collect::<Vec<_>>();
        writeln!(text, "{} | {}", cohort.row(pupil), cells.join(" | ")).unwrap();
    }
}

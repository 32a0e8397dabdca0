//! The reader on CSV that nobody here wrote: csv-spectrum and the tests of PapaParse, with the rows they expect, and the
//! files of csvkit and frictionless, held against the `csv` crate. `cargo xtask test --only corpora` fetches them.
//!
//! Where we read something otherwise on purpose, [`DIFFERENCES`] says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::csv::{CsvRecord, Tokenizer};
use ambition_engine::intake::encoding::Utf8Decoder;
use ambition_engine::intake::table::layout::TableLayout;
use ambition_engine::intake::{CohortReader, Encoding, ReadAs};
use serde_json::Value;

/// Tests and files that we read otherwise, each with the reason.
const DIFFERENCES: [(&str, &str); 11] = [
    ("Quoted field has no closing quote", UNCLOSED),
    ("Quoted field has invalid trailing quote after delimiter with a valid closer", STRAY),
    ("Quoted field has invalid trailing quote after delimiter", STRAY),
    ("Quoted field has invalid trailing quote before delimiter", STRAY),
    ("Quoted field has invalid trailing quote after new line", UNCLOSED),
    ("One column input with empty fields", LAST_LINE),
    ("Blank lines at end", LAST_LINE),
    ("Empty lines", LAST_LINE),
    ("Mixed slash n and slash r should choose first as precident", LINE_ENDS),
    ("Empty input string", "An empty file is refused when it is read as a whole; the rows of nothing are none."),
    ("location_coordinates", "Its table and its expected rows hold different telephone numbers."),
];
const UNCLOSED: &str = "A quote that is never closed costs its own row, and not all rows behind it.";
const STRAY: &str =
    "Behind the closing quote of a cell everything up to the separator is its text: the row ends where it looks so.";
const LAST_LINE: &str = "A line end ends its row: there is no row behind the last one.";
const LINE_ENDS: &str = "Every line end ends a row, whatever the first one was: files are put together from several.";

/// Bytes of a file that is worth its time.
const LARGEST: u64 = 1 << 19;

/// Where they were put, in a folder of the target folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join(name);
    assert!(folder.is_dir(), "the corpora are missing: run `cargo xtask test --only corpora`");
    folder
}

/// The rows as we cut them, and whether anything was found wrong.
fn rows(bytes: &[u8], separator: u8) -> (Vec<Vec<String>>, bool) {
    let (mut rows, mut faults) = (Vec::new(), false);
    Tokenizer::new(separator).push(bytes, true, &mut |row: CsvRecord| {
        faults |= row.fault.is_some() || row.stray_quote.is_some();
        rows.push((0..row.len()).map(|cell| String::from_utf8_lossy(&row.field(cell)).into_owned()).collect());
    });
    (rows, faults)
}

/// We take space off both ends of a cell, which none of the others does.
fn trimmed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| cell.trim_ascii().to_owned()).collect()).collect()
}

/// Why a difference is meant, if it is.
fn meant(name: &str) -> bool {
    DIFFERENCES.iter().any(|(known, _)| *known == name)
}

fn report(failures: &[String], compared: usize, at_least: usize) {
    assert!(failures.is_empty(), "{} of {compared}:\n{}", failures.len(), failures.join("\n"));
    assert!(compared >= at_least, "only {compared} were compared");
}

#[test]
fn csv_spectrum() {
    let folder = folder("npm").join("node_modules/csv-spectrum");
    let mut compared = 0;
    let mut failures = Vec::new();
    for path in files(&folder.join("csvs")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let json = fs::read_to_string(folder.join(format!("json/{name}.json"))).unwrap();
        let wanted = match serde_json::from_str::<Value>(&json).unwrap() {
            Value::Array(rows) => rows,
            row => vec![row],
        };
        let (found, _) = rows(&fs::read(&path).unwrap(), b',');
        let (headings, found) = found.split_first().unwrap();
        let same = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|(row, wanted)| {
                let cell = |(heading, cell): (&String, &String)| {
                    wanted.get(heading).and_then(Value::as_str).is_some_and(|text| text.trim_ascii() == cell)
                };
                headings.iter().zip(row).all(cell)
            });
        compared += 1;
        if !same && !meant(&name) {
            failures.push(format!("{name}: {found:?}\n  wanted {wanted:?}"));
        }
    }
    report(&failures, compared, 12);
}

/// Settings of PapaParse that we have too: a separator of ours, and what changes nothing in the rows.
fn separator_of(test: &Value) -> Option<u8> {
    let config = test["config"].as_object().unwrap();
    let known = |(key, value): (&String, &Value)| match key.as_str() {
        "delimiter" => [",", "\t", ";", "|"].contains(&value.as_str().unwrap()),
        "newline" => ["\n", "\r", "\r\n"].contains(&value.as_str().unwrap()),
        "header" | "skipEmptyLines" | "dynamicTyping" | "worker" | "fastMode" => value == "false",
        _ => false,
    };
    let separator = config.get("delimiter").and_then(Value::as_str).unwrap_or(",");
    config.iter().all(known).then(|| separator.as_bytes()[0])
}

#[test]
fn papaparse() {
    let guidance = Guidance::shipped().unwrap();
    let tests = fs::read_to_string(folder("corpora").join("papaparse.json")).unwrap();
    let tests = serde_json::from_str::<Vec<Value>>(&tests).unwrap();
    let mut compared = 0;
    let mut failures = Vec::new();
    for test in &tests {
        let Some(separator) = separator_of(test) else { continue };
        let name = test["description"].as_str().unwrap();
        let Ok(wanted) = serde_json::from_value::<Vec<Vec<String>>>(test["data"].clone()) else { continue };
        let input = test["input"].as_str().unwrap().trim_start_matches('\u{feff}').as_bytes();
        let layout = TableLayout::find(input, true, &ReadAs::default(), &guidance);
        let guess = test["guess"] == true;
        let (found, faults) = rows(input, if guess { layout.separator } else { separator });
        let faults = faults || guess && layout.one_column;
        compared += 1;
        // Where it finds an error, so do we; we remark on more.
        let same = found == trimmed(&wanted) && (faults || test["errors"] == 0);
        if !same && !meant(name) {
            failures.push(format!(
                "(\"{name}\", \"\"),\n  {:?}\n  found  {found:?} {faults}\n  wanted {wanted:?} {}",
                test["input"], test["errors"]
            ));
        }
    }
    report(&failures, compared, 60);
}

/// Files of others: every one is read or refused, with every row accounted for; and those that are UTF-8 and without a
/// fault are cut as the `csv` crate cuts them.
#[test]
fn csvkit_and_frictionless() {
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let (mut compared, mut failures) = (0, Vec::new());
    for path in ["csvkit", "frictionless"].into_iter().flat_map(|name| files(&folder("corpora").join(name))) {
        let name = path.strip_prefix(folder("corpora")).unwrap().display().to_string();
        let bytes = fs::read(&path).unwrap();
        let anyway = ReadAs { anyway: true, ..ReadAs::default() };
        if let Ok(opened) = CohortReader::read_all_as(guidance.clone(), &bytes, anyway) {
            let account = &opened.account;
            assert_eq!(account.rows as usize, opened.cohort.len() + account.rejected.len(), "{name}");
        }
        let (encoding, mark) = Encoding::detect(&bytes, true);
        let text = match Utf8Decoder::new(encoding) {
            Some(mut decoder) => decoder.decode(&bytes[mark..], true),
            None => bytes[mark..].to_vec(),
        };
        let layout = TableLayout::find(&text, true, &ReadAs::default(), &guidance);
        let (found, faults) = rows(&text, layout.separator);
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(layout.separator);
        let mut reader = reader.from_reader(text.as_slice());
        let wanted = reader.byte_records().map(|record| {
            record.unwrap().iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<_>>()
        });
        let wanted = trimmed(&wanted.collect::<Vec<_>>());
        // The crate leaves blank lines out.
        let found = found.into_iter().filter(|row| *row != [""]).collect::<Vec<_>>();
        let wanted = wanted.into_iter().filter(|row| *row != [""]).collect::<Vec<_>>();
        compared += 1;
        if found != wanted && !faults && !meant(&name) {
            let first = found.iter().zip(&wanted).position(|(found, wanted)| found != wanted).unwrap_or(0);
            failures.push(format!("{name}: row {first}: {:?}, wanted {:?}", found.get(first), wanted.get(first)));
        }
    }
    report(&failures, compared, 150);
}

/// All files below a folder that hold tables as text.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            all.extend(files(&entry));
        } else if entry.extension().is_some_and(|kind| kind == "csv" || kind == "tsv")
            && entry.metadata().unwrap().len() < LARGEST
        {
            all.push(entry);
        }
    }
    all.sort();
    all
}

//! Figures and findings of a pupil file (a text, a workbook or a Common Transfer File) on the command line, for checking
//! and scripting (RULES 10.3):
//!
//! ```text
//! cargo run --release --example evaluate -- cohort.csv --edition 2009 [--groups] [--year 6]
//!     [--current last-year.csv] --figures figures.csv --findings findings.csv
//! ```
//!
//! Prints how the file was read. Exit code 0, also for headings without pupils; 2, with one line, for a file that
//! cannot be read or has no heading row, and for arguments that make no sense.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a command prints and reads files")]

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, fs};

use ambition_engine::ambition::{Current, Evidence};
use ambition_engine::cohort::Cohort;
use ambition_engine::guidance::{Edition, Guidance};
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile, workbook};
use ambition_engine::measures::Bases;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::report;
use ambition_engine::text::csv::Csv;
use ambition_test_support::opener::LibraryOpener;

const USAGE: &str = "usage: evaluate COHORT.csv --edition 2009 [--groups] [--year 6] [--current LAST-YEAR.csv] \
                     [--figures F.csv] [--findings F.csv]";

#[derive(Default)]
struct Arguments {
    file: String,
    edition: String,
    groups: bool,
    year: Option<String>,
    current: Option<String>,
    figures: Option<String>,
    findings: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} wants a value. {USAGE}"));
        match word.as_str() {
            "--edition" => arguments.edition = value()?,
            "--groups" => arguments.groups = true,
            "--year" => arguments.year = Some(value()?),
            "--current" => arguments.current = Some(value()?),
            "--figures" => arguments.figures = Some(value()?),
            "--findings" => arguments.findings = Some(value()?),
            file if arguments.file.is_empty() && !file.starts_with("--") => arguments.file = word,
            _ => return Err(format!("{word} is not understood. {USAGE}")),
        }
    }
    if arguments.file.is_empty() || arguments.edition.is_empty() {
        return Err(USAGE.into());
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let guidance = Arc::new(Guidance::shipped()?);
    let known = guidance.editions.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join(", ");
    let edition = guidance.edition(&arguments.edition);
    let edition = edition.ok_or_else(|| format!("edition {} is not known; there is {known}", arguments.edition))?;
    let opened = read(&arguments.file, &guidance)?;
    tell(&opened, arguments, &guidance);
    let picked = arguments.year.as_ref().map(|year| opened.cohort.of_year(&guidance, year));
    let current = match &arguments.current {
        Some(path) => current(path, arguments, &guidance, edition)?,
        None => Current::default(),
    };
    let (moderated, priors, of_file) = (ModeratedTargets::new(), PriorCache::new(edition), PriorCache::new(edition));
    let file = Bases::new(&opened.cohort, &guidance, &moderated, &of_file);
    let bases = Bases::new(picked.as_ref().unwrap_or(&opened.cohort), &guidance, &moderated, &priors);
    write(arguments.figures.as_deref(), &report::figures::csv(Csv::new, edition, &bases, &file, arguments.groups))?;
    let evidence = Evidence { current: &current, excepted: &BTreeSet::new() };
    write(arguments.findings.as_deref(), &report::findings::csv(Csv::new, edition, &bases, evidence))
}

/// Current performance: the results of another file, of the same year group where it has it.
fn current(path: &str, arguments: &Arguments, guidance: &Arc<Guidance>, edition: &Edition) -> Result<Current, String> {
    let opened = read(path, guidance)?;
    println!("current performance from {path}: {} pupils", opened.cohort.len());
    Ok(Current::of_year(&opened.cohort, arguments.year.as_deref(), guidance, edition))
}

fn read(path: &str, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let bytes = fs::read(path).map_err(|error| format!("{path}: cannot be read: {error}"))?;
    let opened = if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
        // What breaks down over the file is told in one line.
        std::panic::set_hook(Box::new(|_| ()));
        let opened = workbook::read_workbook(guidance.clone(), ReadAs::default(), &mut LibraryOpener::new(bytes));
        drop(std::panic::take_hook());
        opened
    } else {
        CohortReader::read_all(guidance.clone(), &bytes)
    };
    opened.map_err(|error| format!("{path}: {} {}", error.what, error.remedy))
}

fn write(path: Option<&str>, text: &str) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    fs::write(path, text).map_err(|error| format!("{path}: cannot be written: {error}"))
}

/// How the file was read.
fn tell(opened: &ReadFile, arguments: &Arguments, guidance: &Guidance) {
    let (account, cohort) = (&opened.account, &opened.cohort);
    println!("rows {}, pupils {}, set aside {}", account.rows, cohort.len(), account.rejected.len());
    for row in &account.rejected {
        println!("row {}: {}", row.row, report::reading::reason(row.reason));
    }
    for (field, column) in cohort.coded_columns() {
        let heading = guidance.fields.get(field).map_or("", |field| field.heading.as_str());
        for unknown in column.unknown() {
            let (spelling, cells, row) = (&unknown.spelling, unknown.cells, unknown.first_row);
            println!(
                "{heading}: \"{spelling}\" is not understood (cells: {cells}, first in row {row}); taken as no level"
            );
        }
    }
    for (field, column) in cohort.number_columns() {
        let heading = guidance.fields.get(field).map_or("", |field| field.heading.as_str());
        for unknown in column.unknown() {
            let (spelling, cells, row) = (&unknown.spelling, unknown.cells, unknown.first_row);
            println!("{heading}: \"{spelling}\" is not understood (cells: {cells}, first in row {row}); not counted");
        }
    }
    for note in &account.diagnostics {
        let column = note.column.map(|column| format!(" column {}", column_letters(column))).unwrap_or_default();
        println!("{}: row {}{column}: {} {}", note.code, note.row, note.what, note.remedy);
    }
    tell_years(cohort, arguments, guidance);
}

/// Without `--year`, one line names the year groups.
fn tell_years(cohort: &Cohort, arguments: &Arguments, guidance: &Guidance) {
    let labels = guidance.fields.by_heading("NCYear").and_then(|field| cohort.labels(field));
    if let (Some(labels), None) = (labels, &arguments.year) {
        let mut years = labels.texts().iter().filter(|year| !year.is_empty()).cloned().collect::<Vec<_>>();
        years.sort();
        println!("year groups: {} (all are counted; --year picks one)", years.join(", "));
    }
}

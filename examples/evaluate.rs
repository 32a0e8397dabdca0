//! Figures and findings of a pupil file (a text, a workbook or a Common Transfer File), or of several that are opened
//! together, on the command line, for checking and scripting (RULES 10.3):
//!
//! ```text
//! cargo run --release --example evaluate -- cohort.csv [attendance.csv] [--edition 2027] [--groups] [--year 6]
//!     [--current last-year.csv] [--strict] --figures figures.csv --findings findings.csv
//! ```
//!
//! Without `--edition` the content chooses it, and the choice is printed. Prints how the file was read, what was decided
//! about it, and every question that the page would ask. Exit code 0, also for headings without pupils; 2, with one line, for a file that cannot be read or has no heading row, and for
//! arguments that make no sense; 3 with `--strict` while a question is open.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a command prints and writes files")]

use std::process::ExitCode;
use std::sync::Arc;
use std::{env, fs};

use ambition_engine::guidance::Guidance;
use ambition_evaluation::Evaluation;
use ambition_evaluation::account::{self, ToldLines};

const USAGE: &str = "usage: evaluate COHORT.csv [MORE.csv …] [--edition 2027] [--groups] [--year 6] [--current LAST-YEAR.csv] \
                     [--strict] [--figures F.csv] [--findings F.csv]";

/// Exit code with `--strict` while a question is open.
const QUESTIONS_OPEN: u8 = 3;

#[derive(Default)]
struct Arguments {
    files: Vec<String>,
    edition: Option<String>,
    groups: bool,
    year: Option<String>,
    current: Option<String>,
    strict: bool,
    figures: Option<String>,
    findings: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(QUESTIONS_OPEN),
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
            "--edition" => arguments.edition = Some(value()?),
            "--groups" => arguments.groups = true,
            "--year" => arguments.year = Some(value()?),
            "--current" => arguments.current = Some(value()?),
            "--strict" => arguments.strict = true,
            "--figures" => arguments.figures = Some(value()?),
            "--findings" => arguments.findings = Some(value()?),
            file if !file.starts_with("--") => arguments.files.push(word),
            _ => return Err(format!("{word} is not understood. {USAGE}")),
        }
    }
    if arguments.files.is_empty() {
        return Err(USAGE.into());
    }
    Ok(arguments)
}

/// Evaluates the file; returns the number of open questions that count.
fn run(arguments: &Arguments) -> Result<usize, String> {
    let guidance = Arc::new(Guidance::shipped()?);
    let mut evaluation = Evaluation::open(&arguments.files, arguments.edition.as_deref(), &guidance)?;
    println!("edition {}: {}", evaluation.edition().id, evaluation.reason());
    let (year, guidance) = (arguments.year.as_deref(), evaluation.guidance().clone());
    let mut questions = print(&account::of_file(evaluation.file(), &guidance));
    questions += print(&account::of_years(&evaluation.file().cohort, year, &guidance));
    if let Some(year) = year {
        evaluation.pick_year(year);
    }
    if let Some(path) = &arguments.current {
        let (last, doubts) = evaluation.take_current(path)?;
        println!("current performance from {path}:");
        questions += print(&account::of_file(&last, &guidance));
        questions += print(&account::of_doubts(&doubts));
    }
    write(arguments.figures.as_deref(), &evaluation.figures_csv(arguments.groups))?;
    write(arguments.findings.as_deref(), &evaluation.findings_csv())?;
    Ok(if arguments.strict { questions } else { 0 })
}

/// Prints lines; returns the number of questions among them.
fn print(told: &ToldLines) -> usize {
    told.lines.iter().for_each(|line| println!("{line}"));
    told.questions
}

fn write(path: Option<&str>, text: &str) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    fs::write(path, text).map_err(|error| format!("{path}: cannot be written: {error}"))
}

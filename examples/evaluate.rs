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
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a command prints and reads files")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, fs};

use ambition_engine::ambition::{CurrentPerformance, FindingEvidence, doubts_about_current};
use ambition_engine::cohort::Cohort;
use ambition_engine::guidance::{Edition, FieldId, Guidance};
use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile, workbook};
use ambition_engine::measures::Bases;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::report;
use ambition_engine::text::csv::CsvText;
use ambition_test_support::opener::LibraryOpener;

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
    let known = guidance.editions.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(id) = arguments.edition.as_ref().filter(|id| guidance.edition(id).is_none()) {
        return Err(format!("edition {id} is not known; there is {known}"));
    }
    let read_as = ReadAs { edition: arguments.edition.clone(), ..ReadAs::default() };
    let opened = read_together(&arguments.files, read_as, &guidance)?;
    let (edition, why) = choose(arguments, &opened, &guidance)?;
    println!("edition {}: {why}", edition.id);
    let guidance = guidance.for_family(&edition.family);
    let read_as = ReadAs { edition: Some(edition.id.clone()), ..ReadAs::default() };
    let mut questions = tell(&opened, &guidance);
    questions += tell_years(&opened.cohort, arguments, &guidance);
    let picked = arguments.year.as_ref().map(|year| opened.cohort.year_group(&guidance, year));
    let current = match &arguments.current {
        Some(path) => {
            let last = read(path, &read_as, &guidance)?;
            println!("current performance from {path}:");
            questions += tell(&last, &guidance);
            let year = arguments.year.as_deref();
            questions += tell_current(&doubts_about_current(&last.cohort, &opened.cohort, year, &guidance, edition));
            CurrentPerformance::from_year_group(&last.cohort, year, &guidance, edition)
        }
        None => CurrentPerformance::default(),
    };
    let (moderated, priors, of_file) = (ModeratedTargets::new(), PriorCache::new(edition), PriorCache::new(edition));
    let file = Bases::new(&opened.cohort, &guidance, &moderated, &of_file);
    let bases = Bases::new(picked.as_ref().unwrap_or(&opened.cohort), &guidance, &moderated, &priors);
    write(
        arguments.figures.as_deref(),
        &report::figures::figures_csv(CsvText::new, edition, &bases, &file, arguments.groups),
    )?;
    let evidence = FindingEvidence { current: &current, excepted: &BTreeSet::new() };
    write(arguments.findings.as_deref(), &report::findings::findings_csv(CsvText::new, edition, &bases, evidence))?;
    Ok(if arguments.strict { questions } else { 0 })
}

/// The edition to work by, and why.
fn choose<'g>(
    arguments: &Arguments,
    opened: &ReadFile,
    guidance: &'g Guidance,
) -> Result<(&'g Edition, &'static str), String> {
    let chosen = arguments.edition.as_ref().and_then(|id| guidance.edition(id)).map(|edition| (edition, "as asked"));
    let of_family = || match &opened.account.family {
        Some(family) => Some((guidance.edition_of(family)?, "by the columns of the file")),
        None => Some((guidance.newest_edition()?, "the newest; nothing in the file tells")),
    };
    chosen.or_else(of_family).ok_or_else(|| "there is no edition".to_owned())
}

fn read_together(paths: &[String], read_as: ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let mut together = FilesTogether::new(read_as);
    loop {
        for path in paths {
            let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
            together.push(name.into_owned(), read(path, &together.settings(), guidance)?);
        }
        match together.again() {
            Some(again) => together = again,
            None => return together.combine(guidance).map_err(|error| format!("{} {}", error.what, error.remedy)),
        }
    }
}

fn read(path: &str, read_as: &ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let bytes = fs::read(path).map_err(|error| format!("{path}: cannot be read: {error}"))?;
    let opened = if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
        // What breaks down over the file is told in one line.
        std::panic::set_hook(Box::new(|_| ()));
        let opened = workbook::read_workbook(guidance.clone(), read_as.clone(), &mut LibraryOpener::new(bytes));
        drop(std::panic::take_hook());
        opened
    } else {
        let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
        CohortReader::read_named_as(guidance.clone(), &name, &bytes, read_as.clone())
    };
    opened.map_err(|error| format!("{path}: {} {}", error.what, error.remedy))
}

/// What speaks against a file of last results. Returns the number of questions.
fn tell_current(doubts: &[String]) -> usize {
    doubts.iter().for_each(|doubt| println!("question current: {doubt}"));
    doubts.len()
}

fn write(path: Option<&str>, text: &str) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    fs::write(path, text).map_err(|error| format!("{path}: cannot be written: {error}"))
}

/// How the file was read; returns the number of open questions.
fn tell(opened: &ReadFile, guidance: &Guidance) -> usize {
    let (account, cohort) = (&opened.account, &opened.cohort);
    println!("rows {}, pupils {}, set aside {}", account.rows, cohort.len(), account.rejected.len());
    if let Some(workbook) = account.workbook.as_ref().filter(|workbook| workbook.sheets.len() > 1) {
        println!("sheets read: {} (of {})", workbook.names_read().join(", "), workbook.sheets.len());
    }
    for row in &account.rejected {
        println!("row {}: {}", row.row, report::reading::reason(row.reason));
    }
    for decision in &account.decisions {
        println!("{}: {}", decision.code, decision.what);
    }
    for note in &account.diagnostics {
        let column = note.column.map(|column| format!(" column {}", column_letters(column))).unwrap_or_default();
        println!("{}: row {}{column}: {} {}", note.code, note.row, note.what, note.remedy);
    }
    for question in &account.questions {
        let choices = question.choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>();
        println!("question {}: {} ({})", question.code, question.what, choices.join("; "));
    }
    account.questions.len() + tell_columns(opened, guidance) + tell_unknown(opened, guidance)
}

/// Columns that may be of a field although their heading does not say so; returns their number.
fn tell_columns(opened: &ReadFile, guidance: &Guidance) -> usize {
    let account = &opened.account;
    let questions = questions(&account.headings, &account.first_rows, account.heading_row, guidance);
    let heading = |field: FieldId| guidance.fields.get(field).map_or("", |field| field.written.as_str());
    for question in &questions {
        let text = account.headings.texts.get(question.column).map_or("", String::as_str);
        let fields = question.fields.iter().map(|field| heading(*field)).collect::<Vec<_>>();
        let letters = column_letters(question.column);
        println!("question column: is \"{text}\" (column {letters}) one of these: {}?", fields.join(", "));
    }
    questions.len()
}

/// Spellings that are not understood; returns their number.
fn tell_unknown(opened: &ReadFile, guidance: &Guidance) -> usize {
    let cohort = &opened.cohort;
    let is_asked = |spelling: &String| opened.account.asked_together.contains(spelling);
    let heading = |field: FieldId| guidance.fields.get(field).map_or("", |field| field.written.as_str());
    let coded = cohort.coded_columns().map(|(field, column)| {
        (field, column.unknown(), format!("taken as {}", guidance.not_understood_is(column.code_list)))
    });
    let numbers = cohort.number_columns().map(|(field, column)| (field, column.unknown(), "not counted".to_owned()));
    let mut count = 0;
    for (field, unknown, so) in coded.chain(numbers) {
        for unknown in unknown.iter().filter(|unknown| unknown.cells > 0 && !is_asked(&unknown.spelling)) {
            let (spelling, cells, row) = (&unknown.spelling, unknown.cells, unknown.first_row);
            println!("{}: \"{spelling}\" is not understood (cells: {cells}, first in row {row}); {so}", heading(field));
            count += 1;
        }
    }
    count
}

/// Without `--year`, one line names the year groups. With it, whether no pupil is in the year group, and whether pupils have
/// none: these are questions. Returns their number.
fn tell_years(cohort: &Cohort, arguments: &Arguments, guidance: &Guidance) -> usize {
    let labels = guidance.fields.by_heading("NCYear").and_then(|field| cohort.label_column(field));
    let years = labels.map(|labels| labels.texts().iter().filter(|year| !year.is_empty()).cloned().collect::<Vec<_>>());
    let mut years = years.unwrap_or_default();
    years.sort();
    let Some(year) = &arguments.year else {
        if !years.is_empty() {
            println!("year groups: {} (all are counted; --year picks one)", years.join(", "));
        }
        return 0;
    };
    let picked = cohort.in_year(guidance, year);
    if picked.is_empty() {
        let years = if years.is_empty() { "none".to_owned() } else { years.join(", ") };
        println!("question year: no pupil is in year {year}; the file has: {years}");
        return 1;
    }
    let of_pupil = |pupil: usize| labels.map_or("", |labels| labels.label(pupil));
    let classes = picked.iter().map(|pupil| of_pupil(*pupil)).filter(|text| text != year).collect::<BTreeSet<_>>();
    if !classes.is_empty() {
        println!("year {year}: pupils of {} are counted", classes.into_iter().collect::<Vec<_>>().join(", "));
    }
    let blank = (0..cohort.len()).filter(|pupil| of_pupil(*pupil).is_empty()).map(|pupil| cohort.row(pupil));
    let blank = blank.collect::<Vec<_>>();
    if let Some(first) = blank.first() {
        println!(
            "question year: {} pupils have no year group (the first in row {first}) and are not counted",
            blank.len()
        );
    }
    // "5/6" may be either.
    let numbers = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|number| number == year);
    let both = (0..cohort.len())
        .filter(|pupil| numbers(of_pupil(*pupil)) && picked.binary_search(pupil).is_err())
        .collect::<Vec<_>>();
    if let Some(first) = both.first() {
        println!(
            "question year: {} pupils are in \"{}\" and the like and are not counted",
            both.len(),
            of_pupil(*first)
        );
    }
    usize::from(!blank.is_empty()) + usize::from(!both.is_empty())
}

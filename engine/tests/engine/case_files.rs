//! Files as people really have them, a folder each in `tests/cases/`: the files, and `expected.toml` with the right
//! figures, or with what has to be asked, told or refused instead.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::combine::combine_files;
use ambition_engine::intake::{CannotRead, CohortReader, ReadAs, ReadFile, workbook};
use ambition_test_support::opener::LibraryOpener;
use serde::Deserialize;

use super::{cohort_figures, guidance};

/// What is right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedReading {
    /// What the file is about; read by people only.
    #[serde(rename = "about")]
    _about: String,
    /// The files that are opened together.
    files: Vec<String>,
    /// The file of last results.
    current: Option<String>,
    /// The year group that is picked.
    year: Option<String>,
    /// The basis of the figures.
    basis: String,
    /// "ks2.both4 6 of 8"
    #[serde(default)]
    figures: Vec<String>,
    /// Codes of what has to be asked; "unknown" stands for a spelling, "column" for a column.
    #[serde(default)]
    asked: Vec<String>,
    /// Codes of what has to be told.
    #[serde(default)]
    told: Vec<String>,
    /// A part of the message with which the file is refused.
    #[serde(default)]
    refused: String,
}

fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn read_file(path: &Path) -> Result<ReadFile, CannotRead> {
    let bytes = fs::read(path).unwrap();
    if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
        workbook::read_workbook(guidance().clone(), ReadAs::default(), &mut LibraryOpener::new(bytes))
    } else {
        let name = path.file_name().unwrap().to_str().unwrap();
        CohortReader::read_named(guidance().clone(), name, &bytes)
    }
}

fn read_files(folder: &Path, names: &[String]) -> Result<ReadFile, CannotRead> {
    let files = names.iter().map(|name| Ok((name.clone(), read_file(&folder.join(name))?)));
    combine_files(files.collect::<Result<_, _>>()?, guidance())
}

/// The codes of everything that is asked.
fn asked(opened: &ReadFile) -> BTreeSet<&'static str> {
    let (account, cohort) = (&opened.account, &opened.cohort);
    let mut codes = account.questions.iter().map(|question| question.code).collect::<BTreeSet<_>>();
    let coded = cohort.coded_columns().flat_map(|(_, column)| column.unknown());
    let numbers = cohort.number_columns().flat_map(|(_, column)| column.unknown());
    codes.extend(coded.chain(numbers).filter(|unknown| unknown.cells > 0).map(|_| "unknown"));
    let columns = questions(&account.headings, &account.first_rows, account.heading_row, guidance());
    codes.extend(columns.iter().map(|_| "column"));
    codes
}

/// The codes of everything that is told.
fn told(opened: &ReadFile) -> BTreeSet<&'static str> {
    let noticed = opened.account.diagnostics.iter().map(|noticed| noticed.code);
    noticed.chain(opened.account.decisions.iter().map(|decision| decision.code)).collect()
}

/// What is not as expected; empty if all is.
fn faults(folder: &Path, expected: &ExpectedReading) -> Vec<String> {
    let opened = match read_files(folder, &expected.files) {
        Ok(opened) if expected.refused.is_empty() => opened,
        Ok(_) => return vec!["it is read, and should be refused".into()],
        Err(error) => {
            let words = format!("{} {}", error.what, error.remedy);
            let as_expected = !expected.refused.is_empty() && words.contains(&expected.refused);
            return if as_expected { Vec::new() } else { vec![format!("refused: {words}")] };
        }
    };
    let account = &opened.account;
    let mut faults = Vec::new();
    if account.rows as usize != opened.cohort.len() + account.rejected.len() + account.joined as usize {
        faults.push("rows read are not pupils and rows set aside".to_owned());
    }
    let picked = expected.year.as_ref().map(|year| opened.cohort.year_group(guidance(), year));
    let figures = cohort_figures(picked.as_ref().unwrap_or(&opened.cohort), "2009", false);
    let figures = figures.iter().filter(|row| row[1].is_empty() && row[5] == expected.basis);
    let figures = figures.map(|row| format!("{} {} of {}", row[4], row[6], row[7])).collect::<Vec<_>>();
    faults.extend(expected.figures.iter().filter(|line| !figures.contains(line)).map(|line| format!("no {line}")));
    let (asked, told) = (asked(&opened), told(&opened));
    let missing = |codes: &BTreeSet<&str>, what: &str, wanted: &[String]| {
        let missing = wanted.iter().filter(|code| !codes.contains(code.as_str()));
        missing.map(|code| format!("not {what}: {code} (but {codes:?})")).collect::<Vec<_>>()
    };
    faults.extend(missing(&asked, "asked", &expected.asked));
    faults.extend(missing(&told, "told", &expected.told));
    if !expected.figures.is_empty() && expected.asked.is_empty() {
        faults
            .extend(asked.iter().filter(|code| **code != "unknown").map(|code| format!("asked without need: {code}")));
    }
    if let Some(current) = &expected.current {
        let current = read_files(folder, std::slice::from_ref(current)).unwrap();
        if !self::asked(&current).contains("unknown") {
            faults.push("nothing is asked of the file of last results".into());
        }
    }
    faults
}

#[test]
fn every_file_has_its_right_figures_or_the_right_question() {
    let folders = folders();
    assert!(folders.len() >= 106, "only {} folders", folders.len());
    let mut failures = String::new();
    for folder in folders {
        let text = fs::read_to_string(folder.join("expected.toml")).unwrap();
        let expected = toml::from_str::<ExpectedReading>(&text).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        assert!(
            !(expected.figures.is_empty()
                && expected.asked.is_empty()
                && expected.told.is_empty()
                && expected.refused.is_empty()),
            "{folder:?} expects nothing"
        );
        for fault in faults(&folder, &expected) {
            writeln!(failures, "{}: {fault}", folder.file_name().unwrap().display()).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// With `--strict` the command line ends with 3 while the page would ask something, and says what.
#[test]
fn the_command_line_says_every_question() {
    let evaluate = ambition_test_support::command_line::evaluate();
    let run = |case: &str, arguments: &[&str]| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
        let output =
            std::process::Command::new(evaluate).arg(file).args(["--edition", "2009"]).args(arguments).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = run("01-report-footer/input.csv", &["--strict"]);
    assert_eq!((code, told.contains("rows-without-pupil: Rows 11 and 12")), (Some(0), true), "{told}");
    for (case, arguments, question) in [
        ("173-a-row-for-each-term/input.csv", &[][..], "question rows-differ"),
        ("56-headings-ks1-r-w-m/input.csv", &[][..], "question column"),
        ("170-last-years-results-in-other-spellings/last-year.csv", &[][..], "is not understood"),
        ("135-year-that-is-not-there/input.csv", &["--year", "7"][..], "question year: no pupil is in year 7"),
    ] {
        let (code, told) = run(case, arguments);
        assert_eq!((code, told.contains(question)), (Some(0), true), "{case}: {told}");
        assert_eq!(run(case, &[arguments, &["--strict"]].concat()).0, Some(3), "{case}");
    }
}

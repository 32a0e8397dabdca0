//! Rules are data: no year, rate, line or code list stands in the Rust code of the engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::guidance;
use ambition_engine::guidance::benchmark::BenchmarkKind;
use ambition_engine::guidance::fields::FieldKind;

/// Numbers that mean something else in one file: headings named at most.
const SOMETHING_ELSE: [(&str, &str); 1] = [("screens/check/present.rs", "40")];

/// The names of an Excel workbook's parts are addresses with a year in them.
const ADDRESSES: &str = "report/workbook.rs";

/// Folders that compute by the rules.
const FOLDERS: [&str; 7] = ["ambition", "cohort", "guidance", "measures", "report", "screens", "session"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && !entry.ends_with("tests") {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// The code of a file: without its tests, comments and documentation.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = (1..).zip(code.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"));
    lines.map(|(number, line)| (number, without_escapes(line.split(" // ").next().unwrap()))).collect()
}

/// Without letters written as `\u{2013}`.
fn without_escapes(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// Every place in the engine's code where `wrong` finds something.
fn offences(wrong: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    FOLDERS.iter().for_each(|folder| sources(&root.join(folder), &mut files));
    assert!(files.len() > 40, "only {} files were looked at", files.len());
    let of_file = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let lines = code(path).into_iter();
        lines
            .flat_map(|(number, line)| wrong(&line).into_iter().map(move |what| (number, what)))
            .filter(|(_, what)| !SOMETHING_ELSE.contains(&(name.as_str(), what.as_str())))
            .filter(|(_, what)| {
                name != ADDRESSES || !(what == "2006" || what.starts_with("http://schemas.openxmlformats.org/"))
            })
            .map(|(number, what)| format!("{name}:{number}: {what}"))
            .collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

/// Whole numbers written in a line of code, `_` ignored.
fn numbers(line: &str) -> Vec<u64> {
    let words = line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter_map(|word| word.replace('_', "").parse().ok()).collect()
}

/// Texts between quotation marks.
fn texts(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Rates, lines and benchmarks of all editions; numbers that mean other things too are left alone.
fn percentages() -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for measure in guidance().editions.iter().flat_map(|edition| &edition.measures) {
        found.extend(measure.expected.iter().flat_map(|part| &part.rates).map(|rate| u64::from(rate.percent)));
        found.extend(measure.lines.iter().map(|line| u64::from(line.percent)));
        found.extend(measure.benchmarks.iter().filter_map(|benchmark| match benchmark.kind {
            BenchmarkKind::Conversion { percent, .. } => Some(u64::from(percent)),
            BenchmarkKind::OneMoreIn(_) => None,
        }));
    }
    found.retain(|percent| (10..100).contains(percent));
    found
}

#[test]
fn no_year_stands_in_code() {
    let years = |line: &str| {
        let years = numbers(line).into_iter().filter(|number| (1990..2100).contains(number));
        let written = texts(line).into_iter().filter(|text| text.contains("200") || text.contains("201"));
        years.map(|year| year.to_string()).chain(written.map(String::from)).collect()
    };
    assert_eq!(offences(years), Vec::<String>::new());
}

#[test]
fn no_rate_stands_in_code() {
    let rates = percentages();
    assert!(rates.contains(&45) && rates.contains(&88), "{rates:?}");
    let wrong = |line: &str| {
        let found = numbers(line).into_iter().filter(|number| rates.contains(number));
        found.map(|number| number.to_string()).collect()
    };
    assert_eq!(offences(wrong), Vec::<String>::new());
}

#[test]
fn no_code_or_heading_of_the_rules_stands_in_code() {
    let codes = &guidance().codes;
    let lists = ["grade", "ethnicity"].map(|name| codes.list(codes.find_list(name).unwrap()).unwrap());
    let entries = lists.iter().flat_map(|list| list.entries()).map(|(_, entry)| entry.code.as_str());
    // One letter means too many things; those of levels and flags are told in the tests of the code lists.
    let codes = entries.filter(|code| code.len() > 1).collect::<BTreeSet<_>>();
    let columns = guidance().fields.iter().map(|(_, field)| field);
    let results = columns.filter(|field| matches!(field.kind, FieldKind::Coded(_)) || field.heading.contains("KS"));
    let results = results.map(|field| field.heading.as_str()).collect::<BTreeSet<_>>();
    let measures = guidance().editions.iter().flat_map(|edition| &edition.measures);
    let measures = measures.map(|measure| measure.id.as_str()).collect::<BTreeSet<_>>();
    let wrong = |line: &str| {
        let found = texts(line).into_iter();
        let found = found.filter(|text| codes.contains(text) || results.contains(text) || measures.contains(text));
        found.map(String::from).collect()
    };
    assert_eq!(offences(wrong), Vec::<String>::new());
}

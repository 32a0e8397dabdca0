//! Examples worked by hand, one folder each in `tests/worked_examples/`: `input.csv`, `expected.csv` (rows of figures
//! that must come out just so), a README with the computation, and an empty file `groups` where groups are wanted.

use std::fs;
use std::path::Path;

use super::{FigureRow, figures};

#[test]
fn every_worked_example_comes_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked_examples");
    let examples = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut compared = 0;
    let failures = examples.map(|path| (check(&path, &mut compared), path)).filter(|(failure, _)| !failure.is_empty());
    let failures = failures.map(|(failure, path)| format!("{}:\n{failure}", path.display())).collect::<Vec<_>>();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // Rows of measures still to come are passed over; this many are not.
    assert!(compared >= 120, "only {compared} rows were compared");
}

/// The rows that are wanted and do not come out.
fn check(example: &Path, compared: &mut usize) -> String {
    let text = fs::read_to_string(example.join("input.csv")).unwrap();
    let found = figures(&text, "2009", example.join("groups").exists(), None);
    let mut reader = csv::Reader::from_path(example.join("expected.csv")).unwrap();
    let wanted = reader.records().map(|record| record.unwrap().iter().map(String::from).collect::<Vec<_>>());
    let wanted = wanted.filter(|row| computed_now(&row[4])).collect::<Vec<_>>();
    *compared += wanted.len();
    let missing = wanted.iter().filter(|wanted| !found.iter().any(|row| row.as_slice() == wanted.as_slice()));
    missing.map(|wanted| format!("  wanted {}\n{}", wanted.join(","), nearest(wanted, &found))).collect()
}

/// Measures that the edition's data has; an example may be ahead of them.
fn computed_now(measure: &str) -> bool {
    super::guidance().edition("2009").unwrap().measure(measure).is_some()
}

fn nearest(wanted: &[String], found: &[FigureRow]) -> String {
    let same = found.iter().filter(|row| row[..6] == wanted[..6]);
    same.map(|row| format!("  found  {}\n", row.join(","))).collect()
}

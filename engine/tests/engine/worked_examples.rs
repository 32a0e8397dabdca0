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
    // So that no folder goes unread.
    assert!(compared >= 400, "only {compared} rows were compared");
}

/// The rows that are wanted and do not come out.
fn check(example: &Path, compared: &mut usize) -> String {
    let rows = |name: &str| {
        let file = csv::Reader::from_path(example.join(name));
        let records = file.into_iter().flat_map(|file| file.into_records());
        records.map(|record| record.unwrap().iter().map(String::from).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert!(example.join("expected.csv").exists() || example.join("absent.csv").exists());
    let wanted = rows("expected.csv");
    let text = fs::read_to_string(example.join("input.csv")).unwrap();
    let (edition, year) = (word(example, "edition").unwrap_or("2009".into()), word(example, "year"));
    let found = figures(&text, &edition, example.join("groups").exists(), year.as_deref());
    *compared += wanted.len();
    let missing = wanted.iter().filter(|wanted| !found.iter().any(|row| row.as_slice() == wanted.as_slice()));
    let mut failures: String =
        missing.map(|wanted| format!("  wanted {}\n{}", wanted.join(","), nearest(wanted, &found))).collect();
    for absent in rows("absent.csv") {
        let matches = |row: &&FigureRow| {
            [(&absent[0], &row[4]), (&absent[1], &row[5])].iter().all(|(a, b)| a.is_empty() || a == b)
        };
        failures.extend(found.iter().filter(matches).map(|row| format!("  should be absent: {}\n", row.join(","))));
    }
    failures
}

/// What a small file of an example says.
pub fn word(example: &Path, name: &str) -> Option<String> {
    Some(fs::read_to_string(example.join(name)).ok()?.trim().to_owned())
}

fn nearest(wanted: &[String], found: &[FigureRow]) -> String {
    let same = found.iter().filter(|row| row[..6] == wanted[..6]);
    same.map(|row| format!("  found  {}\n", row.join(","))).collect()
}

//! Small files that claim to be large, or never end: each is read or refused in words, and takes little memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;

use ambition_spreadsheets::SpreadsheetFile;

/// The most memory, in kB, that this test may ever have held: of what was 3.2 GB.
const MOST_KB: u64 = 64 << 10;

/// What becomes of each: the words it is refused with, or (empty) its rows as CSV.
const FILES: [(&str, &str); 8] = [
    ("bomb-ratio.xlsx", "would become far larger"),
    ("ods-no-end-of-table.ods", "the end of a sheet is missing"),
    ("ods-spaces-1e9.ods", "more than 1 MB of text"),
    ("row-0.xlsx", ""),
    ("sst-count-lie.xlsx", ""),
    ("xls-cell-at-65535-1000.xls", ""),
    ("xls-cell-at-65535-1500.xls", ""),
    ("xls-cell-at-65535-65535.xls", "a cell lies outside the sheet"),
];

/// The first sheet of a file as CSV, or why not.
fn read(path: &Path) -> Result<String, String> {
    let mut file = SpreadsheetFile::open(fs::read(path).unwrap()).map_err(|error| error.what)?;
    let contents = file.contents().map_err(|error| error.what)?;
    let sheet = &contents.sheets.first().unwrap().name;
    let table = file.table(sheet).map_err(|error| error.what)?;
    Ok(String::from_utf8(table.text).unwrap())
}

/// Linux only: the most memory that this process ever held.
fn peak_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn each_is_read_or_refused_in_words_within_64_mb() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    for (name, refusal) in FILES {
        let read = read(&folder.join(name));
        match &read {
            Err(what) => assert!(!refusal.is_empty() && what.contains(refusal), "{name}: {what}"),
            Ok(text) => {
                let rows = text.lines().filter(|line| !line.is_empty()).count();
                assert!(refusal.is_empty() && rows <= 3, "{name}: {rows} rows");
            }
        }
        if let Some(peak) = peak_kb() {
            assert!(peak <= MOST_KB, "{name}: {peak} kB");
        }
    }
}

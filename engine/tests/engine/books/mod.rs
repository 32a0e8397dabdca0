//! Workbooks and Common Transfer Files: the same figures as from CSV, the sheet that is read, what a cell becomes, and
//! files that are damaged, protected, something else, or a bomb.

mod bombs;
mod cells;
mod ctf;
mod others;
mod reported;
mod sheets;

use ambition_engine::intake::workbook;
use ambition_engine::intake::{CannotRead, ReadAs, ReadFile};

use super::guidance;
use ambition_test_support::opener::LibraryOpener;

/// A book, read as the user says.
fn read_as(bytes: &[u8], read_as: ReadAs) -> Result<ReadFile, CannotRead> {
    assert!(workbook::wants_opener(bytes), "a text");
    workbook::read_workbook(guidance().clone(), read_as, &mut LibraryOpener::new(bytes.to_vec()))
}

/// A book, read as found.
fn read(bytes: &[u8]) -> ReadFile {
    read_as(bytes, ReadAs::default()).unwrap()
}

/// What is said of a book that cannot be read.
fn refused(bytes: &[u8]) -> String {
    let error = read_as(bytes, ReadAs::default()).unwrap_err();
    format!("{} {}", error.what, error.remedy)
}

/// A sheet as CSV.
fn table(bytes: &[u8], sheet: &str) -> String {
    let mut book = ambition_spreadsheets::SpreadsheetFile::open(bytes.to_vec()).unwrap();
    String::from_utf8(book.table(sheet).unwrap().text).unwrap()
}

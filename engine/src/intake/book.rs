//! Files that are no plain text: workbooks and Common Transfer Files.
//!
//! Something else opens them ([`Opener`]: in the page a WebAssembly of its own, on the command line a library); it tells
//! in JSON what is in the file and gives one sheet as CSV, which is read like any text file. Which sheet that is, is
//! decided here: the user's word, else the first in which most headings of ours are known.

use std::sync::Arc;

use serde::Deserialize;

use super::account::SourceWorkbook;
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::layout::headings_known;
use super::read_as::ReadAs;
use super::reading::{Opened, Reading};
use crate::guidance::Guidance;

/// Bytes by which such a file is told from a text.
pub const FIRST_BYTES: usize = 512;
/// Bytes handed to the reading at a time.
const CHUNK: usize = 1 << 20;

/// Opens one file.
pub trait Opener {
    /// What is in the file, as JSON: `is` and `sheets`; or `what` is wrong, and the `remedy`.
    ///
    /// # Errors
    /// When it broke down over the file.
    fn open(&mut self) -> Result<String, Broken>;
    /// Reads a sheet by its name, and tells as JSON the `notes` of what was noticed in it; or `what` is wrong, and the
    /// `remedy`.
    ///
    /// # Errors
    /// When it broke down over the sheet.
    fn table(&mut self, sheet: &str) -> Result<String, Broken>;
    /// How many bytes the sheet has as CSV.
    fn size(&self) -> usize;
    /// Fills the room with the bytes of that CSV from one on.
    ///
    /// # Errors
    /// When it broke down, or has fewer.
    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), Broken>;
}

/// The opener broke down; nothing of what it held can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// What an opener tells: what is in the file, what was noticed in a sheet, or what is wrong.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    is: String,
    sheets: Vec<Sheet>,
    notes: Vec<Note>,
    what: String,
    remedy: String,
}

#[derive(Deserialize)]
struct Sheet {
    name: String,
    hidden: bool,
    start: String,
}

#[derive(Deserialize)]
struct Note {
    code: String,
    row: u32,
    column: Option<usize>,
    what: String,
    remedy: String,
}

/// Codes of what an opener may notice.
const CODES: [&str; 5] = ["error-cell", "ctf-rows", "ctf-several-results", "ctf-result-not-read", "ctf-not-read"];

/// Whether a file that begins so wants an opener: packed files (Excel, OpenDocument), compound ones (Excel until 2003),
/// and XML.
pub fn wants_opener(start: &[u8]) -> bool {
    let packed = [&b"PK\x03\x04"[..], b"PK\x05\x06", b"\xd0\xcf\x11\xe0"];
    let letters = start.iter().copied().filter(|byte| !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff));
    let text = letters.skip_while(u8::is_ascii_whitespace).take(9).map(|byte| byte.to_ascii_lowercase());
    let text = text.collect::<Vec<_>>();
    packed.iter().any(|signature| start.starts_with(signature))
        || [&b"<?xml"[..], b"<ctfile", b"<html", b"<!doctype", b"<table"].iter().any(|begin| text.starts_with(begin))
}

/// Reads a file through its opener.
///
/// # Errors
/// When nothing can be read of it.
pub fn read(guidance: Arc<Guidance>, read_as: ReadAs, opener: &mut dyn Opener) -> Result<Opened, CannotRead> {
    let contents = told(opener.open())?;
    let sheet = chosen(&contents.sheets, &read_as, &guidance);
    let name = contents.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
    let notes = told(opener.table(name))?.notes;
    let sheets = contents.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    let book = SourceWorkbook { is: contents.is, sheets, sheet };
    let size = opener.size();
    let mut reading = Reading::new(guidance, size as u64).read_as(read_as).of_book(book);
    for from in (0..size).step_by(CHUNK) {
        let mut copied = Ok(());
        reading.push_with(CHUNK.min(size - from), |room| copied = opener.copy(from, room))?;
        copied.map_err(|_| broken())?;
    }
    notes.into_iter().for_each(|note| reading.note(diagnostic(note)));
    reading.finish()
}

/// The sheet that the user says, else the one with most headings that are known; of several the first, one that is shown
/// before one that is hidden.
fn chosen(sheets: &[Sheet], read_as: &ReadAs, guidance: &Guidance) -> usize {
    let said = read_as.sheet.as_ref().and_then(|said| sheets.iter().position(|sheet| sheet.name == *said));
    let known = |sheet: &Sheet| (headings_known(sheet.start.as_bytes(), guidance), !sheet.hidden);
    let proposed = || sheets.iter().enumerate().rev().max_by_key(|(_, sheet)| known(sheet)).map(|(index, _)| index);
    said.or_else(proposed).unwrap_or(0)
}

fn told(text: Result<String, Broken>) -> Result<Told, CannotRead> {
    let told = text.ok().and_then(|text| serde_json::from_str::<Told>(&text).ok());
    match told {
        Some(told) if told.what.is_empty() => Ok(told),
        Some(told) => Err(CannotRead { what: told.what, remedy: told.remedy, anyway: false }),
        None => Err(broken()),
    }
}

/// The opener broke down, which costs nothing but this file.
pub fn broken() -> CannotRead {
    CannotRead::new(
        "This file could not be read: something in it is damaged, or it is too large for this browser.",
        "Open it in a spreadsheet, save the sheet with the pupils as \u{201c}CSV UTF-8\u{201d} and choose that file.",
    )
}

fn diagnostic(note: Note) -> Diagnostic {
    Diagnostic {
        code: CODES.into_iter().find(|code| *code == note.code).unwrap_or("in-this-file"),
        severity: if note.code == "error-cell" { Severity::Warning } else { Severity::Remark },
        row: note.row,
        column: note.column,
        what: note.what,
        remedy: note.remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wants_an_opener() {
        for start in [
            &b"PK\x03\x04"[..],
            b"\xd0\xcf\x11\xe0\xa1",
            b"\xef\xbb\xbf<?xml",
            b"\n <CTfile>",
            b"\xff\xfe<\0?\0x\0m\0l\0",
        ] {
            assert!(wants_opener(start), "{start:?}");
        }
        for start in [&b""[..], b"PKA,UPN", b"UPN,Sex", b"<3,UPN", b"%PDF"] {
            assert!(!wants_opener(start), "{start:?}");
        }
    }

    #[test]
    fn the_first_sheet_with_most_headings_is_proposed() {
        let sheet = |name: &str, hidden, start: &str| Sheet { name: name.into(), hidden, start: start.into() };
        let sheets = [
            sheet("Notes", false, "Read me,first\r\n"),
            sheet("Old", true, "UPN,Sex,KS1_Maths\r\n"),
            sheet("Year 6", false, "\r\nUPN,Sex,KS1_Maths\r\n"),
            sheet("Year 5", false, "UPN,Sex,KS1_Maths\r\n"),
        ];
        let guidance = Guidance::shipped().unwrap();
        assert_eq!(chosen(&sheets, &ReadAs::default(), &guidance), 2);
        assert_eq!(chosen(&sheets, &ReadAs { sheet: Some("Year 5".into()), ..ReadAs::default() }, &guidance), 3);
        assert_eq!(chosen(&sheets, &ReadAs { sheet: Some("Gone".into()), ..ReadAs::default() }, &guidance), 2);
    }

    #[test]
    fn trouble_and_breakdown_are_told() {
        let trouble = told(Ok(r#"{"what":"a","remedy":"b"}"#.into())).err();
        assert_eq!(trouble, Some(CannotRead::new("a", "b")));
        assert!(told(Err(Broken)).is_err_and(|error| error.what.contains("damaged")));
    }
}

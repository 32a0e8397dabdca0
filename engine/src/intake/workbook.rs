//! Workbooks and Common Transfer Files.
//!
//! A [`WorkbookOpener`] opens them (in the page a WebAssembly module of its own, on the command line a library): it
//! describes the file in JSON and yields one sheet as CSV, which is read like any text file. The sheet is chosen here:
//! the user's choice, else the first one with the most recognised headings.

use std::sync::Arc;

use serde::Deserialize;

use super::account::SourceWorkbook;
use super::cohort_reader::{CohortReader, ReadFile};
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::read_as::ReadAs;
use super::table::layout::headings_known;
use crate::guidance::Guidance;

/// Number of bytes that [`wants_opener`] looks at.
pub const FIRST_BYTES: usize = 512;
/// Bytes passed to the reader at a time.
const CHUNK: usize = 1 << 20;

/// Opens one file.
pub trait WorkbookOpener {
    /// Describes the file as JSON: `is` and `sheets`; or an error, as `what` is wrong and the `remedy`.
    ///
    /// # Errors
    /// When the opener crashed.
    fn open(&mut self) -> Result<String, OpenerCrash>;
    /// Reads a sheet by name; returns JSON: its `notes`; or an error, as `what` is wrong and the `remedy`.
    ///
    /// # Errors
    /// When the opener crashed.
    fn table(&mut self, sheet: &str) -> Result<String, OpenerCrash>;
    /// Length in bytes of the sheet as CSV.
    fn size(&self) -> usize;
    /// Copies bytes of that CSV from `from` on; as many as the buffer holds.
    ///
    /// # Errors
    /// When the opener crashed, or has fewer bytes.
    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), OpenerCrash>;
}

/// The opener crashed; nothing it returned can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenerCrash;

/// A reply of the opener: contents, notes or an error.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OpenerReply {
    is: String,
    sheets: Vec<OpenerSheet>,
    notes: Vec<OpenerNote>,
    what: String,
    remedy: String,
}

#[derive(Deserialize)]
struct OpenerSheet {
    name: String,
    hidden: bool,
    start: String,
}

#[derive(Deserialize)]
struct OpenerNote {
    code: String,
    row: u32,
    column: Option<usize>,
    what: String,
    remedy: String,
}

/// Diagnostic codes that an opener may report.
const CODES: [&str; 5] = ["error-cell", "ctf-rows", "ctf-several-results", "ctf-result-not-read", "ctf-not-read"];

/// True for a file that needs an opener: ZIP (Excel, OpenDocument), compound files (Excel until 2003), and XML.
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
/// When the file cannot be read.
pub fn read_workbook(
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    opener: &mut dyn WorkbookOpener,
) -> Result<ReadFile, CannotRead> {
    let contents = parse_reply(opener.open())?;
    let sheet = choose_sheet(&contents.sheets, &read_as, &guidance);
    let name = contents.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
    let notes = parse_reply(opener.table(name))?.notes;
    let sheets = contents.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    let book = SourceWorkbook { is: contents.is, sheets, sheet, ..SourceWorkbook::default() };
    let size = opener.size();
    let mut reading = CohortReader::new(guidance, size as u64).with_read_as(read_as).from_workbook(book);
    for from in (0..size).step_by(CHUNK) {
        let mut copied = Ok(());
        reading.push_with(CHUNK.min(size - from), |room| copied = opener.copy(from, room))?;
        copied.map_err(|_| crash_error())?;
    }
    notes.into_iter().for_each(|note| reading.note(diagnostic(note)));
    reading.finish()
}

/// Index of the sheet to read: the user's choice, else the one with the most recognised headings; of several the first,
/// visible ones before hidden ones.
fn choose_sheet(sheets: &[OpenerSheet], read_as: &ReadAs, guidance: &Guidance) -> usize {
    let said = read_as.sheet.as_ref().and_then(|said| sheets.iter().position(|sheet| sheet.name == *said));
    let known = |sheet: &OpenerSheet| (headings_known(sheet.start.as_bytes(), guidance), !sheet.hidden);
    let proposed = || sheets.iter().enumerate().rev().max_by_key(|(_, sheet)| known(sheet)).map(|(index, _)| index);
    said.or_else(proposed).unwrap_or(0)
}

fn parse_reply(text: Result<String, OpenerCrash>) -> Result<OpenerReply, CannotRead> {
    let told = text.ok().and_then(|text| serde_json::from_str::<OpenerReply>(&text).ok());
    match told {
        Some(told) if told.what.is_empty() => Ok(told),
        Some(told) => Err(CannotRead { what: told.what, remedy: told.remedy, anyway: false }),
        None => Err(crash_error()),
    }
}

/// The error for a crashed opener, which costs this file only.
pub fn crash_error() -> CannotRead {
    CannotRead::new(
        "This file could not be read: something in it is damaged, or it is too large for this browser.",
        "Open it in a spreadsheet, save the sheet with the pupils as \u{201c}CSV UTF-8\u{201d} and choose that file.",
    )
}

fn diagnostic(note: OpenerNote) -> Diagnostic {
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
    fn which_files_need_an_opener() {
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
        let sheet = |name: &str, hidden, start: &str| OpenerSheet { name: name.into(), hidden, start: start.into() };
        let sheets = [
            sheet("Notes", false, "Read me,first\r\n"),
            sheet("Old", true, "UPN,Sex,KS1_Maths\r\n"),
            sheet("Year 6", false, "\r\nUPN,Sex,KS1_Maths\r\n"),
            sheet("Year 5", false, "UPN,Sex,KS1_Maths\r\n"),
        ];
        let guidance = Guidance::shipped().unwrap();
        assert_eq!(choose_sheet(&sheets, &ReadAs::default(), &guidance), 2);
        assert_eq!(choose_sheet(&sheets, &ReadAs { sheet: Some("Year 5".into()), ..ReadAs::default() }, &guidance), 3);
        assert_eq!(choose_sheet(&sheets, &ReadAs { sheet: Some("Gone".into()), ..ReadAs::default() }, &guidance), 2);
    }

    #[test]
    fn errors_and_crashes_are_reported() {
        let trouble = parse_reply(Ok(r#"{"what":"a","remedy":"b"}"#.into())).err();
        assert_eq!(trouble, Some(CannotRead::new("a", "b")));
        assert!(parse_reply(Err(OpenerCrash)).is_err_and(|error| error.what.contains("damaged")));
    }
}

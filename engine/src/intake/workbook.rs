//! Workbooks and Common Transfer Files.
//!
//! A [`WorkbookOpener`] opens them (in the page a WebAssembly module of its own, on the command line a library): it
//! describes the file in JSON and yields its sheets as CSV, which are read like any text file. Which of them are read is
//! in [`super::sheets`].

use std::sync::Arc;

use serde::Deserialize;

use super::account::SourceWorkbook;
use super::cohort_reader::{CohortReader, ReadFile};
use super::combine::combine_sheets;
use super::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion};
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::read_as::ReadAs;
use super::sheets::{self, SheetPreview};
use crate::guidance::Guidance;
use crate::text::phrases::{capitalise, list};

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
    /// Reads a sheet by name; returns JSON: its `notes`, and the numbers of its `hidden_rows` and `total_rows`; or an
    /// error, as `what` is wrong and the `remedy`.
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

/// A reply of the opener: contents, a table or an error.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OpenerReply {
    is: String,
    sheets: Vec<OpenerSheet>,
    notes: Vec<OpenerNote>,
    hidden_rows: Vec<u32>,
    total_rows: Vec<u32>,
    what: String,
    remedy: String,
}

#[derive(Deserialize)]
struct OpenerSheet {
    name: String,
    hidden: bool,
    active: bool,
    start: String,
    /// Why it cannot be read; empty: it can.
    trouble: String,
}

#[derive(Deserialize)]
struct OpenerNote {
    code: String,
    row: u32,
    column: Option<usize>,
    what: String,
    remedy: String,
}

/// Diagnostic codes that an opener may report, and how severe they are.
const CODES: [(&str, Severity); 10] = [
    ("error-cell", Severity::Warning),
    ("formula-without-value", Severity::Warning),
    ("hidden-rows", Severity::Warning),
    ("hidden-columns", Severity::Remark),
    ("ctf-rows", Severity::Remark),
    ("ctf-several-results", Severity::Remark),
    ("ctf-result-not-read", Severity::Remark),
    ("ctf-not-read", Severity::Remark),
    ("ctf-by-date", Severity::Remark),
    ("ctf-results-differ", Severity::Warning),
];

/// Beginnings of files that need an opener: ZIP (Excel, OpenDocument), compound files and bare records (Excel until
/// 2003), and web archives.
const SIGNATURES: [&[u8]; 9] = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08",
    b"MIME-Version:",
    b"From: <Saved by",
];
/// Records of SYLK.
const SYLK_RECORDS: [&[u8]; 8] = [b"B;", b"C;", b"F;", b"P;", b"O;", b"E", b"NN;", b"NE;"];

/// True for a file that needs an opener: workbooks of every kind, and XML and HTML.
pub fn wants_opener(start: &[u8]) -> bool {
    SIGNATURES.iter().any(|signature| start.starts_with(signature)) || is_sylk(start) || is_markup(start)
}

/// Headings may begin in the same way, but not the lines below them.
fn is_sylk(start: &[u8]) -> bool {
    let mut lines = start.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty());
    lines.next().is_some_and(|line| line.starts_with(b"ID;P"))
        && lines.next().is_some_and(|line| SYLK_RECORDS.iter().any(|record| line.starts_with(record)))
}

/// An element, a comment or a declaration at the beginning, in one byte a letter or two.
fn is_markup(start: &[u8]) -> bool {
    let letters = start.iter().copied().filter(|byte| !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff));
    let mut letters = letters.skip_while(u8::is_ascii_whitespace);
    letters.next() == Some(b'<')
        && letters.next().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'))
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
    let said = read_as.sheet.as_ref().and_then(|said| contents.sheets.iter().position(|sheet| sheet.name == *said));
    let previews = previews(&contents, &read_as, &guidance);
    let chosen = said.unwrap_or_else(|| sheets::proposed(&previews));
    let mut book = OpenBook { guidance: &guidance, contents: &contents, opener };
    let first = book.read_sheet(chosen, read_as.clone(), None)?;
    if said.is_some() {
        return Ok(first);
    }
    let untold = first.account.family.is_none();
    let file = book.read_with_others(first, chosen, &previews, &read_as)?;
    // A later sheet may tell of which edition all are.
    match file.account.family.clone().filter(|_| untold) {
        Some(family) => {
            let read_as = ReadAs { family: Some(family), ..read_as };
            let first = book.read_sheet(chosen, read_as.clone(), None)?;
            let mut file = book.read_with_others(first, chosen, &previews, &read_as)?;
            file.account.read_as.family = None;
            Ok(file)
        }
        None => Ok(file),
    }
}

/// The sheets as the family of editions sees them that is chosen, or that knows most of their headings.
fn previews(contents: &OpenerReply, read_as: &ReadAs, guidance: &Arc<Guidance>) -> Vec<SheetPreview> {
    let chosen = read_as.edition.as_ref().and_then(|id| guidance.edition(id)).map(|edition| &edition.family);
    let of_family = |family: &str| {
        let guidance = guidance.for_family(family);
        let preview = |sheet: &OpenerSheet| SheetPreview::new(sheet.hidden, sheet.active, &sheet.start, &guidance);
        contents.sheets.iter().map(preview).collect::<Vec<_>>()
    };
    let families = guidance.families().into_iter().filter(|family| chosen.is_none_or(|chosen| chosen == family));
    let known = |previews: &Vec<SheetPreview>| previews.iter().map(|sheet| sheet.fields.len()).sum::<usize>();
    // The first of them where they know as many.
    families.rev().map(of_family).max_by_key(known).unwrap_or_default()
}

/// A workbook being read.
struct OpenBook<'a> {
    guidance: &'a Arc<Guidance>,
    contents: &'a OpenerReply,
    opener: &'a mut dyn WorkbookOpener,
}

impl OpenBook<'_> {
    /// `headings`: those of the sheet that it continues; `None`: it has its own.
    fn read_sheet(
        &mut self,
        sheet: usize,
        read_as: ReadAs,
        headings: Option<Vec<String>>,
    ) -> Result<ReadFile, CannotRead> {
        let found = self.contents.sheets.get(sheet);
        if let Some(found) = found.filter(|found| !found.trouble.is_empty()) {
            return Err(CannotRead::new(&found.trouble, "Choose another sheet, or export the workbook again."));
        }
        let table = parse_reply(self.opener.table(found.map_or("", |sheet| sheet.name.as_str())))?;
        let sheets = self.contents.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
        let book = SourceWorkbook {
            is: self.contents.is.clone(),
            sheets,
            sheet,
            joined: Vec::new(),
            hidden_rows: table.hidden_rows,
            total_rows: table.total_rows,
        };
        let size = self.opener.size();
        let mut reading =
            CohortReader::new(self.guidance.clone(), size as u64).with_read_as(read_as).from_workbook(book);
        reading = reading.named(found.map_or("", |sheet| sheet.name.as_str()));
        if let Some(headings) = headings {
            reading = reading.below_headings(headings);
        }
        for from in (0..size).step_by(CHUNK) {
            let mut copied = Ok(());
            reading.push_with(CHUNK.min(size - from), |room| copied = self.opener.copy(from, room))?;
            copied.map_err(|_| crash_error())?;
        }
        table.notes.into_iter().for_each(|note| reading.note(diagnostic(note)));
        reading.finish()
    }

    /// Reads the sheets that belong to the chosen one, and tells those that may.
    fn read_with_others(
        &mut self,
        first: ReadFile,
        chosen: usize,
        previews: &[SheetPreview],
        read_as: &ReadAs,
    ) -> Result<ReadFile, CannotRead> {
        let headings = first.account.headings.texts.clone();
        let read_as = &first.account.in_same_family(read_as.clone());
        let guidance = first.account.guidance_read_by(self.guidance);
        let pages = sheets::continuing(previews, &first, &guidance);
        let (mut joined, mut files, mut notes) = (Vec::new(), vec![(self.quoted(chosen), first)], Vec::new());
        let together = read_as.answers.iter().find_map(|answer| match answer {
            ReadingAnswer::SheetsTogether(together) => Some(*together),
            _ => None,
        });
        let mut in_doubt = Vec::new();
        let alike = sheets::alike(previews, chosen).into_iter().map(|sheet| (sheet, true));
        let others = sheets::with_keys(previews, chosen, &guidance).into_iter().map(|sheet| (sheet, false));
        let others = alike.chain(others).collect::<Vec<_>>();
        let others_looked_at = others.iter().map(|(sheet, _)| *sheet).collect::<Vec<_>>();
        for (sheet, is_alike) in others {
            let name = self.quoted(sheet);
            let before = files.iter().map(|(_, file)| file.account.last_row).sum();
            match self.read_sheet(sheet, read_as.for_later_sheet(before), None) {
                Ok(file) if files.iter().any(|(_, other)| sheets::share_pupils(other, &file)) => {
                    joined.push(sheet);
                    files.push((name, file));
                }
                Ok(file) if is_alike && together != Some(false) => {
                    let sheet_name = self.contents.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
                    if together.is_none() && !sheets::is_label(&file, sheet_name, &guidance) {
                        in_doubt.push(name.clone());
                    }
                    joined.push(sheet);
                    files.push((name, file));
                }
                Ok(_) => notes.push(note_other_pupils(&name)),
                Err(error) => notes.push(note_not_read(&name, &error.what)),
            }
        }
        let mut continued = Vec::new();
        for sheet in pages.iter().copied().filter(|_| together != Some(false)) {
            let before = files.iter().map(|(_, file)| file.account.last_row).sum();
            let name = self.quoted(sheet);
            match self.read_sheet(sheet, read_as.for_later_sheet(before), Some(headings.clone())) {
                Ok(file) => {
                    joined.push(sheet);
                    continued.push(name.clone());
                    files.push((name, file));
                }
                Err(error) => notes.push(note_not_read(&name, &error.what)),
            }
        }
        let looked_at = others_looked_at.iter().copied().chain(joined.iter().copied()).chain([chosen]);
        let looked_at = looked_at.collect::<Vec<_>>();
        let unread = sheets::others_with_pupils(previews, &looked_at);
        notes.extend(unread.into_iter().map(|sheet| note_unread(&self.quoted(sheet), &self.quoted(chosen))));
        let troubled = self.contents.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.trouble.is_empty());
        notes.extend(troubled.map(|(index, sheet)| note_not_read(&self.quoted(index), &sheet.trouble)));
        let mut file = if joined.is_empty() {
            let first = files.pop().map(|(_, first)| first);
            first.ok_or_else(crash_error)?
        } else {
            join(files, self.guidance)?
        };
        if !continued.is_empty() {
            file.account.decisions.push(continued_sheets(&self.quoted(chosen), &continued));
        }
        if !in_doubt.is_empty() {
            file.account.questions.push(question_about_sheets(&self.quoted(chosen), &in_doubt));
        }
        notes.into_iter().for_each(|note| file.account.note(note));
        file.account.workbook.iter_mut().for_each(|book| book.joined.clone_from(&joined));
        Ok(file)
    }

    fn quoted(&self, sheet: usize) -> String {
        let name = self.contents.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str());
        format!("the sheet \u{201c}{name}\u{201d}")
    }
}

fn continued_sheets(chosen: &str, pages: &[String]) -> ReadingDecision {
    let (has, it) = if pages.len() == 1 { ("has", "it was") } else { ("have", "they were") };
    let instead = ReadingChoice::new(format!("Read only {chosen}"), ReadingAnswer::SheetsTogether(false));
    ReadingDecision {
        code: "continued-sheets",
        what: format!(
            "{} {has} no headings, and pupils in the columns of {chosen}: {it} read as further pages of it.",
            capitalise(&list(pages))
        ),
        rows: Vec::new(),
        instead: Some(instead),
    }
}

/// Asks whether sheets of other pupils belong to the chosen one.
fn question_about_sheets(chosen: &str, others: &[String]) -> ReadingQuestion {
    ReadingQuestion {
        code: "sheets-of-other-pupils",
        what: format!(
            "{} and {chosen} have like headings and other pupils. Are they parts of one list? Until you \
             answer, all are read.",
            capitalise(&list(others))
        ),
        rows: Vec::new(),
        choices: vec![
            ReadingChoice::new("Yes, read them together", ReadingAnswer::SheetsTogether(true)),
            ReadingChoice::new(format!("No, read only {chosen}"), ReadingAnswer::SheetsTogether(false)),
        ],
    }
}

/// Combines sheets, and numbers the rows of each on from those of the one before.
fn join(sheets: Vec<(String, ReadFile)>, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
    let (mut hidden_rows, mut total_rows, mut before) = (Vec::new(), Vec::new(), 0);
    for (_, sheet) in &sheets {
        let account = &sheet.account;
        if let Some(book) = &account.workbook {
            hidden_rows.extend(book.hidden_rows.iter().map(|row| row + before));
            total_rows.extend(book.total_rows.iter().map(|row| row + before));
        }
        before += account.last_row;
    }
    let mut file = combine_sheets(sheets, guidance)?;
    if let Some(book) = &mut file.account.workbook {
        (book.hidden_rows, book.total_rows) = (hidden_rows, total_rows);
    }
    Ok(file)
}

fn note_other_pupils(name: &str) -> Diagnostic {
    Diagnostic {
        code: "sheet-not-read",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: format!("{} has headings of pupils as well, but other pupils; it is not read.", capitalise(name)),
        remedy: "If it is the one you mean, choose it here; if both belong together, give them the same headings."
            .into(),
    }
}

fn note_unread(name: &str, chosen: &str) -> Diagnostic {
    Diagnostic {
        code: "sheet-not-read",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: format!("{} lists pupils as well; {chosen} is read alone.", capitalise(name)),
        remedy: "If it is the one you mean, choose it here; if both belong together, give both a column of UPNs."
            .into(),
    }
}

fn note_not_read(name: &str, what: &str) -> Diagnostic {
    Diagnostic {
        code: "sheet-not-read",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: format!("{} cannot be read: {what}", capitalise(name)),
        remedy: "No action needed if it has no pupils. If there are, mend the sheet in a spreadsheet program and save \
                 it."
        .into(),
    }
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
    let known = CODES.into_iter().find(|(code, _)| *code == note.code);
    let (code, severity) = known.unwrap_or(("in-this-file", Severity::Remark));
    Diagnostic { code, severity, row: note.row, column: note.column, what: note.what, remedy: note.remedy }
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
            b"<!-- SIMS --><html>",
            b"<c:CTfile>",
            b"ID;PWXL;N;E\r\nC;Y1;X1;K\"UPN\"",
            b"\x09\x08\x08\0\0\0\x10\0",
        ] {
            assert!(wants_opener(start), "{start:?}");
        }
        for start in [&b""[..], b"PKA,UPN", b"UPN,Sex", b"<3,UPN", b"%PDF", b"ID;Pupil\r\nC1;Ash"] {
            assert!(!wants_opener(start), "{start:?}");
        }
    }

    #[test]
    fn errors_and_crashes_are_reported() {
        let trouble = parse_reply(Ok(r#"{"what":"a","remedy":"b"}"#.into())).err();
        assert_eq!(trouble, Some(CannotRead::new("a", "b")));
        assert!(parse_reply(Err(OpenerCrash)).is_err_and(|error| error.what.contains("damaged")));
    }
}

//! Reads Excel and OpenDocument workbooks and Common Transfer Files into tables of text.
//!
//! Bytes go in; the names and first rows of the sheets come out, and then one sheet as CSV, which is read like any text
//! file (`ambition_engine::intake`). Nothing here knows the figures, and nothing outside knows these formats. All
//! results are JSON, so that the interface is the same in the page, where this is a WebAssembly module of its own, and
//! on the command line.
//!
//! [`file_kind`] detects the format, [`zip_check`] and [`ods_size`] refuse what would become too large, [`workbook`]
//! reads sheets cell by cell, [`cell_text`] formats a cell, [`csv_writer`] writes the table, and [`ctf`] reads the
//! pupils of a Common Transfer File.

pub mod cell_text;
pub mod csv_writer;
pub mod ctf;
pub mod file_kind;
pub mod limits;
pub mod ods_size;
pub mod read_error;
pub mod workbook;
pub mod zip_check;

#[cfg(target_arch = "wasm32")]
mod exports;

use serde::Serialize;

use file_kind::FileKind;
use read_error::{ReadError, TableNote};
use workbook::Workbook;

/// The contents of a file, as the engine gets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileContents {
    /// The format in words, such as "Excel workbook".
    pub is: &'static str,
    /// Its sheets that have cells.
    pub sheets: Vec<SheetPreview>,
}

/// A sheet with cells, and its first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPreview {
    /// Name of the sheet; empty for a file without sheets.
    pub name: String,
    /// True if the spreadsheet program hides it.
    pub hidden: bool,
    /// The first rows as CSV.
    pub start: String,
}

/// An open file.
pub enum SpreadsheetFile {
    /// A workbook with sheets.
    Workbook(FileKind, Workbook),
    /// A Common Transfer File.
    Ctf(ctf::CtfTable),
}

impl SpreadsheetFile {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is another kind of file, damaged, encrypted or too large.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        if bytes.len() > limits::FILE {
            let (size, most) = (bytes.len() >> 20, limits::FILE >> 20);
            return Err(ReadError::too_large(format!("This file has {size} MB; up to {most} MB are read.")));
        }
        match FileKind::detect(&bytes)? {
            FileKind::Ctf => Ok(Self::Ctf(ctf::read(&bytes)?)),
            kind => Ok(Self::Workbook(kind, Workbook::open(kind, bytes)?)),
        }
    }

    /// Format and sheets of the file.
    ///
    /// # Errors
    /// When a sheet is damaged, or no sheet has cells.
    pub fn contents(&mut self) -> Result<FileContents, ReadError> {
        let (kind, book) = match self {
            Self::Workbook(kind, book) => (kind, book),
            Self::Ctf(_) => {
                let sheet = SheetPreview { name: String::new(), hidden: false, start: String::new() };
                return Ok(FileContents { is: FileKind::Ctf.name(), sheets: vec![sheet] });
            }
        };
        let mut sheets = Vec::new();
        for (name, hidden) in book.sheets() {
            let start = String::from_utf8_lossy(&book.start(&name)?).into_owned();
            sheets.push(SheetPreview { name, hidden, start });
        }
        sheets.retain(|sheet| !sheet.start.is_empty());
        if sheets.is_empty() {
            return Err(ReadError::new("No sheet of this workbook has cells.", "Choose the workbook with the pupils."));
        }
        Ok(FileContents { is: kind.name(), sheets })
    }

    /// A sheet as CSV, and the notes on it.
    ///
    /// # Errors
    /// When it is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<(Vec<u8>, Vec<TableNote>), ReadError> {
        match self {
            Self::Workbook(_, book) => book.table(sheet),
            Self::Ctf(table) => Ok((std::mem::take(&mut table.text), std::mem::take(&mut table.notes))),
        }
    }
}

/// The notes on a sheet, as the engine gets them.
#[derive(Serialize)]
struct TableNotes {
    notes: Vec<TableNote>,
}

/// Reads one file at a time. Every result is JSON: the value, or an error as `what` is wrong and its `remedy`.
#[derive(Default)]
pub struct SpreadsheetReader {
    book: Option<SpreadsheetFile>,
    table: Vec<u8>,
}

impl SpreadsheetReader {
    /// Opens a file; returns [`FileContents`] or [`ReadError`].
    pub fn open(&mut self, bytes: Vec<u8>) -> String {
        to_json(SpreadsheetFile::open(bytes).and_then(|mut book| {
            let contents = book.contents();
            self.book = Some(book);
            contents
        }))
    }

    /// Reads a sheet; returns its `notes` or [`ReadError`]. The file's own bytes are freed.
    pub fn table(&mut self, sheet: &str) -> String {
        let Some(mut book) = self.book.take() else { return String::new() };
        to_json(book.table(sheet).map(|(table, notes)| {
            self.table = table;
            TableNotes { notes }
        }))
    }

    /// The sheet read last, as CSV.
    pub fn csv(&self) -> &[u8] {
        &self.table
    }
}

fn to_json<T: Serialize>(result: Result<T, ReadError>) -> String {
    let text = match &result {
        Ok(value) => serde_json::to_string(value),
        Err(error) => serde_json::to_string(error),
    };
    // Texts and numbers can always be serialised.
    text.unwrap_or_default()
}

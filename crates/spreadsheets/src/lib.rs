//! Reads Excel and OpenDocument workbooks and Common Transfer Files into tables of text.
//!
//! Bytes go in; the names and first rows of the sheets come out, and then one sheet as CSV, which is read like any text
//! file (`ambition_engine::intake`). Nothing here knows the figures, and nothing outside knows these formats. All
//! results are JSON, so that the interface is the same in the page, where this is a WebAssembly module of its own, and
//! on the command line.
//!
//! [`file_kind`] detects the format, and [`zip_check`] refuses what would become too large. Each format has a reader of
//! its own behind [`workbook`]: [`xlsx`], [`xlsb`], [`xls`], [`ods`], [`xml_spreadsheet`], [`html`] and [`sylk`]. They
//! hand cells to a [`sheet_table`], which fills merged ones ([`merged_regions`]) and writes CSV ([`row_writer`]);
//! [`cell_text`], [`number_format`] and [`formula`] say what a cell is. [`encryption`] opens what
//! Excel encrypts without asking. [`ctf`] reads the pupils of a Common Transfer File.

pub mod cell_text;
pub mod ctf;
pub mod encryption;
pub mod file_kind;
pub mod formula;
pub mod html;
pub mod limits;
pub mod merged_regions;
mod mime;
pub mod number_format;
pub mod ods;
pub mod read_error;
pub mod row_writer;
pub mod sheet_table;
pub mod sylk;
pub mod workbook;
pub mod xls;
pub mod xlsb;
pub mod xlsx;
mod xml;
pub mod xml_spreadsheet;
pub mod zip_check;

#[cfg(target_arch = "wasm32")]
mod exports;

use serde::Serialize;

use file_kind::FileKind;
use read_error::ReadError;
use sheet_table::ReadTable;
use workbook::{SheetName, Workbook};

/// The contents of a file, as the engine gets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileContents {
    /// The format in words, such as "Excel workbook".
    pub is: &'static str,
    /// Its sheets that have cells.
    pub sheets: Vec<SheetPreview>,
}

/// A sheet with cells, and its first rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SheetPreview {
    /// Name of the sheet; empty for a file without sheets.
    pub name: String,
    /// True if the spreadsheet program hides it.
    pub hidden: bool,
    /// True if it was open when the workbook was saved.
    pub active: bool,
    /// The first rows as CSV.
    pub start: String,
    /// Why it cannot be read; empty: it can.
    pub trouble: String,
}

/// An open file.
pub enum SpreadsheetFile {
    /// A workbook with sheets.
    Workbook(FileKind, Box<dyn Workbook>),
    /// A Common Transfer File.
    Ctf(ReadTable),
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
        let bytes = if file_kind::is_compound(&bytes) { encryption::package::unlock(bytes)? } else { bytes };
        match FileKind::detect(&bytes)? {
            FileKind::Ctf => Ok(Self::Ctf(ctf::read(&bytes)?)),
            kind => Ok(Self::Workbook(kind, <dyn Workbook>::open(kind, bytes)?)),
        }
    }

    /// Format and sheets of the file.
    ///
    /// # Errors
    /// When no sheet has cells that can be read.
    pub fn contents(&mut self) -> Result<FileContents, ReadError> {
        let (kind, book) = match self {
            Self::Workbook(kind, book) => (kind, book),
            Self::Ctf(_) => {
                let sheet = SheetPreview { active: true, ..SheetPreview::default() };
                return Ok(FileContents { is: FileKind::Ctf.name(), sheets: vec![sheet] });
            }
        };
        let preview = |(sheet, start): (SheetName, Result<Vec<u8>, ReadError>)| {
            let (start, trouble) = match start {
                Ok(start) => (String::from_utf8_lossy(&start).into_owned(), String::new()),
                Err(error) => (String::new(), error.what),
            };
            SheetPreview { name: sheet.name, hidden: sheet.hidden, active: sheet.active, start, trouble }
        };
        let starts = book.starts();
        let first_error = starts.iter().find_map(|start| start.as_ref().err()).cloned();
        let sheets = book.sheets().into_iter().zip(starts).map(preview);
        let sheets = sheets.filter(|sheet| !sheet.start.is_empty() || !sheet.trouble.is_empty()).collect::<Vec<_>>();
        if sheets.iter().all(|sheet| sheet.start.is_empty()) {
            let nothing =
                || ReadError::new("No sheet of this workbook has cells.", "Choose the workbook with the pupils.");
            return Err(first_error.unwrap_or_else(nothing));
        }
        Ok(FileContents { is: kind.name(), sheets })
    }

    /// A sheet as CSV, and what else it says.
    ///
    /// # Errors
    /// When it is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<ReadTable, ReadError> {
        match self {
            Self::Workbook(_, book) => book.table(sheet),
            Self::Ctf(table) => Ok(std::mem::take(table)),
        }
    }
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

    /// Reads a sheet; returns a [`ReadTable`] without its text, or [`ReadError`].
    pub fn table(&mut self, sheet: &str) -> String {
        let Some(book) = &mut self.book else { return String::new() };
        // Frees its memory for the next one.
        self.table = Vec::new();
        to_json(book.table(sheet).map(|mut table| {
            self.table = std::mem::take(&mut table.text);
            table
        }))
    }

    /// The sheet read last, as CSV.
    pub fn csv(&self) -> &[u8] {
        &self.table
    }
}

/// Says that a file is still being read, for whoever waits for a word.
fn beat() {
    #[cfg(target_arch = "wasm32")]
    exports::beat();
}

fn to_json<T: Serialize>(result: Result<T, ReadError>) -> String {
    let text = match &result {
        Ok(value) => serde_json::to_string(value),
        Err(error) => serde_json::to_string(error),
    };
    // Texts and numbers can always be serialised.
    text.unwrap_or_default()
}

//! Files that are no plain text, as tables of text: Excel and OpenDocument workbooks, and Common Transfer Files.
//!
//! Bytes in; the names and first rows of the sheets out, and then one sheet as CSV, which goes the way of every text
//! file (`ambition::intake`). Nothing here knows what a pupil's figures are, and nothing outside knows these formats.
//! Everything that is told is JSON, so that the same words pass in the page, where this is a WebAssembly of its own, and
//! on the command line.
//!
//! [`kind`] tells what a file is, [`packed`] and [`spread`] refuse what would become too large, [`workbook`] reads
//! sheets cell by cell, [`text`] says what a cell shows, [`rows`] writes the table, and [`ctf`] reads pupils from a
//! Common Transfer File.

pub mod ctf;
pub mod kind;
pub mod limits;
pub mod packed;
pub mod rows;
pub mod spread;
pub mod text;
pub mod trouble;
pub mod workbook;

#[cfg(target_arch = "wasm32")]
mod exports;

use serde::Serialize;

use kind::Kind;
use trouble::{Note, Trouble};
use workbook::Workbook;

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// "Excel workbook".
    pub is: &'static str,
    /// Its sheets that have cells.
    pub sheets: Vec<Sheet>,
}

/// A sheet with cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Its name; empty in a file that has no sheets.
    pub name: String,
    /// The spreadsheet does not show it.
    pub hidden: bool,
    /// Its first rows as CSV.
    pub start: String,
}

/// A file being read.
pub enum Book {
    /// With sheets.
    Workbook(Kind, Workbook),
    /// With pupils.
    Ctf(ctf::Table),
}

impl Book {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is another kind of file, damaged, protected or too large.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Trouble> {
        if bytes.len() > limits::FILE {
            let (size, most) = (bytes.len() >> 20, limits::FILE >> 20);
            return Err(Trouble::too_large(format!("This file has {size} MB; up to {most} MB are read.")));
        }
        match Kind::of(&bytes)? {
            Kind::Ctf => Ok(Self::Ctf(ctf::read(&bytes)?)),
            kind => Ok(Self::Workbook(kind, Workbook::open(kind, bytes)?)),
        }
    }

    /// What is in it.
    ///
    /// # Errors
    /// When a sheet is damaged or none has cells.
    pub fn contents(&mut self) -> Result<Contents, Trouble> {
        let (kind, book) = match self {
            Self::Workbook(kind, book) => (kind, book),
            Self::Ctf(_) => {
                let sheet = Sheet { name: String::new(), hidden: false, start: String::new() };
                return Ok(Contents { is: Kind::Ctf.words(), sheets: vec![sheet] });
            }
        };
        let mut sheets = Vec::new();
        for (name, hidden) in book.sheets() {
            let start = String::from_utf8_lossy(&book.start(&name)?).into_owned();
            sheets.push(Sheet { name, hidden, start });
        }
        sheets.retain(|sheet| !sheet.start.is_empty());
        if sheets.is_empty() {
            return Err(Trouble::new("No sheet of this workbook has cells.", "Choose the workbook with the pupils."));
        }
        Ok(Contents { is: kind.words(), sheets })
    }

    /// A sheet as CSV, and what was noticed in it.
    ///
    /// # Errors
    /// When it is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<(Vec<u8>, Vec<Note>), Trouble> {
        match self {
            Self::Workbook(_, book) => book.table(sheet),
            Self::Ctf(table) => Ok((std::mem::take(&mut table.text), std::mem::take(&mut table.notes))),
        }
    }
}

/// What was noticed in a sheet.
#[derive(Serialize)]
struct Noticed {
    notes: Vec<Note>,
}

/// One file at a time, with everything that is told as JSON: what it is about, or `what` is wrong and the `remedy`.
#[derive(Default)]
pub struct Desk {
    book: Option<Book>,
    table: Vec<u8>,
}

impl Desk {
    /// Opens a file and tells what is in it ([`Contents`]).
    pub fn open(&mut self, bytes: Vec<u8>) -> String {
        told(Book::open(bytes).and_then(|mut book| {
            let contents = book.contents();
            self.book = Some(book);
            contents
        }))
    }

    /// Reads a sheet and tells what was noticed in it (`notes`). The file's own bytes are given up.
    pub fn table(&mut self, sheet: &str) -> String {
        let Some(mut book) = self.book.take() else { return String::new() };
        told(book.table(sheet).map(|(table, notes)| {
            self.table = table;
            Noticed { notes }
        }))
    }

    /// The sheet read last, as CSV.
    pub fn csv(&self) -> &[u8] {
        &self.table
    }
}

fn told<T: Serialize>(told: Result<T, Trouble>) -> String {
    let text = match &told {
        Ok(told) => serde_json::to_string(told),
        Err(trouble) => serde_json::to_string(trouble),
    };
    // Texts and numbers can always be written.
    text.unwrap_or_default()
}

//! What came of every row, and what was noticed on the way (RULES 2.3).

use super::diagnostic::Diagnostic;
use super::encoding::Encoding;
use super::headings::Headings;
use super::layout::FirstRow;
use super::read_as::ReadAs;
use std::collections::BTreeMap;

/// Diagnostics of one code that are kept with their places; the rest are counted.
const KEPT_OF_A_CODE: usize = 50;

/// Why a row is no pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The UPN and school of an earlier row.
    Repeated {
        /// That row.
        of: u32,
    },
    /// Something stands beyond the last heading.
    BeyondHeadings {
        /// In this column, counted from 0.
        column: usize,
    },
    /// A quote is opened and never closed.
    UnclosedQuote {
        /// In this column, counted from 0.
        column: usize,
    },
    /// Longer than any row of pupils.
    TooLong,
    /// The headings again.
    HeadingsAgain,
    /// A row of sums, without UPN or name.
    Total,
}

/// A row that is no pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// As a spreadsheet shows it.
    pub row: u32,
    /// Why.
    pub reason: Reason,
}

/// How a file was read.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What the user has said about it.
    pub read_as: ReadAs,
    /// The workbook or other file that it is a table of; `None`: it is a text.
    pub book: Option<SourceWorkbook>,
    /// How its letters are written as bytes.
    pub encoding: Encoding,
    /// The byte between cells.
    pub separator: u8,
    /// The first rows, titles and headings included.
    pub first_rows: Vec<FirstRow>,
    /// The row of the headings.
    pub heading_row: u32,
    /// The headings.
    pub headings: Headings,
    /// The last column that is read, counted from 0.
    pub last_read: usize,
    /// Rows with something in them, below the headings.
    pub rows: u32,
    /// Rows of further files that belong to a pupil of an earlier one.
    pub joined: u32,
    /// The last row, blank or not.
    pub last_row: u32,
    /// Those that are no pupils.
    pub set_aside: Vec<SetAside>,
    /// What else was noticed, in the order noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// Diagnostics beyond those kept, by code.
    pub not_listed: BTreeMap<&'static str, usize>,
}

impl Account {
    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        if !self.only_counted(diagnostic.code) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Enough of this code are kept: one more is counted.
    pub(super) fn only_counted(&mut self, code: &'static str) -> bool {
        let full = self.diagnostics.iter().filter(|other| other.code == code).count() >= KEPT_OF_A_CODE;
        if full {
            *self.not_listed.entry(code).or_default() += 1;
        }
        full
    }

    /// So many more of a code are counted.
    pub(super) fn not_kept(&mut self, code: &'static str, more: u32) {
        if more > 0 {
            *self.not_listed.entry(code).or_default() += more as usize;
        }
    }

    /// How many diagnostics of a code are not kept.
    pub fn not_listed_of(&self, code: &str) -> usize {
        self.not_listed.get(code).copied().unwrap_or(0)
    }
}

/// The workbook that a table came from, and how it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceWorkbook {
    /// "Excel workbook".
    pub is: String,
    /// The names of its sheets that have cells, and whether the spreadsheet hides them.
    pub sheets: Vec<(String, bool)>,
    /// The sheet that was read, by position.
    pub sheet: usize,
}

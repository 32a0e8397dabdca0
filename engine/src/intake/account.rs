//! What became of every row, and what was noticed while reading (RULES 2.3).

use serde::{Deserialize, Serialize};

use super::decisions::{ReadingDecision, ReadingQuestion};
use super::diagnostic::Diagnostic;
use super::encoding::Encoding;
use super::headings::Headings;
use super::read_as::ReadAs;
use super::table::layout::FirstRow;
use crate::guidance::Guidance;
use crate::guidance::codes::SetAside;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Diagnostics of one code that are listed; the rest are only counted.
const KEPT_OF_A_CODE: usize = 50;

/// Why a row is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RejectReason {
    /// The UPN and school are those of an earlier row.
    Repeated {
        /// The earlier row.
        of: u32,
    },
    /// There is a cell beyond the last heading.
    BeyondHeadings {
        /// Its column, counted from 0.
        column: usize,
    },
    /// A comma of a name has moved its cells to the right.
    MovedByComma,
    /// A quote is never closed.
    UnclosedQuote {
        /// Its column, counted from 0.
        column: usize,
    },
    /// Longer than [`super::csv::MAX_RECORD_LEN`].
    TooLong,
    /// The headings are repeated.
    RepeatedHeadings,
    /// A row of totals, without UPN or name.
    Total,
    /// Neither UPN nor name, or only a label in their place (RULES 2.3).
    NamesNobody,
    /// It says nothing else than an earlier row of the pupil, and more: what it adds was put into that row.
    PutTogether {
        /// The earlier row.
        of: u32,
    },
    /// Another row of the pupil counts, as the user said.
    OtherRowCounts {
        /// That row.
        of: u32,
    },
    /// It stands below headings of another table.
    OtherTable,
    /// The pupil is not at the end of the key stage, by the flag of inclusion.
    NotAtEnd,
    /// The pupil is left out of the results on request, by the flag of inclusion.
    OnRequest,
}

impl From<SetAside> for RejectReason {
    fn from(why: SetAside) -> Self {
        match why {
            SetAside::NotAtEnd => Self::NotAtEnd,
            SetAside::OnRequest => Self::OnRequest,
        }
    }
}

/// A row that did not become a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Row number as a spreadsheet shows it.
    pub row: u32,
    /// Why it is rejected.
    pub reason: RejectReason,
}

/// A pupil whom a flag takes out of the results of the school.
#[derive(Clone, Debug)]
pub struct PupilSetAside {
    pub(super) upn: String,
    /// As files are compared ([`crate::text::cell::name_key`]).
    pub(super) name: String,
    pub(super) reason: RejectReason,
}

/// The workbook or other file that a table comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceWorkbook {
    /// The format in words, such as "Excel workbook".
    pub is: String,
    /// The names of the sheets with cells, and whether each is hidden.
    pub sheets: Vec<(String, bool)>,
    /// Index of the sheet that was read.
    pub sheet: usize,
    /// Indices of further sheets that were read together with it.
    pub joined: Vec<usize>,
    /// Numbers of the rows that the sheet hides, as the spreadsheet shows them.
    pub hidden_rows: Vec<u32>,
    /// Numbers of the rows that sum up the rows above with formulas, in ascending order.
    pub total_rows: Vec<u32>,
}

impl SourceWorkbook {
    /// The names of the sheets that were read.
    pub fn names_read(&self) -> Vec<&str> {
        let read = std::iter::once(self.sheet).chain(self.joined.iter().copied());
        read.filter_map(|index| self.sheets.get(index)).map(|(name, _)| name.as_str()).collect()
    }
}

/// How a file was read.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The user's settings.
    pub read_as: ReadAs,
    /// The family of editions that the file is of; `None`: nothing in it tells.
    pub family: Option<String>,
    /// The workbook that the table comes from; `None`: a text file.
    pub workbook: Option<SourceWorkbook>,
    /// The encoding the text was read in.
    pub encoding: Encoding,
    /// The delimiter.
    pub separator: u8,
    /// The first rows, including titles and headings.
    pub first_rows: Vec<FirstRow>,
    /// Number of the heading row.
    pub heading_row: u32,
    /// The headings.
    pub headings: Headings,
    /// Last column that is read, counted from 0.
    pub last_read: usize,
    /// Number of rows below the headings that are not blank.
    pub rows: u32,
    /// Number of rows of further files that were merged into a pupil of an earlier file.
    pub joined: u32,
    /// Number of the last row, blank or not.
    pub last_row: u32,
    /// The rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// The pupils among them whom a flag takes out of the results: they are not counted by what other files say either.
    pub set_aside: Vec<PupilSetAside>,
    /// The numbers that the school gives to its pupils (admission numbers), by row: nothing is read by them, but files
    /// are joined.
    pub local_numbers: HashMap<u32, String>,
    /// What was decided about the table, to be told in a line each.
    pub decisions: Vec<ReadingDecision>,
    /// Spellings that are asked about together, in one of the questions.
    pub asked_together: BTreeSet<String>,
    /// What has to be asked before a figure is shown.
    pub questions: Vec<ReadingQuestion>,
    /// Everything else that was noticed, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Number of diagnostics that are not listed, by code.
    pub not_listed: BTreeMap<&'static str, usize>,
}

impl Account {
    /// Settings for what is read together with this file: it is read by the same family of editions.
    #[must_use]
    pub fn in_same_family(&self, read_as: ReadAs) -> ReadAs {
        ReadAs { family: read_as.family.or_else(|| self.family.clone()), ..read_as }
    }

    /// The guidance that the file was read by: where nothing in it tells, that of the newest edition.
    pub(super) fn guidance_read_by(&self, guidance: &Arc<Guidance>) -> Arc<Guidance> {
        let newest = || guidance.newest_edition().map(|edition| &edition.family);
        let family = self.family.as_ref().or_else(newest);
        family.map_or_else(|| guidance.clone(), |family| guidance.for_family(family))
    }

    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        if !self.only_counted(diagnostic.code) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Counts a diagnostic of this code instead of listing it, if enough are listed; true if so.
    pub(super) fn only_counted(&mut self, code: &'static str) -> bool {
        let full = self.diagnostics.iter().filter(|other| other.code == code).count() >= KEPT_OF_A_CODE;
        if full {
            *self.not_listed.entry(code).or_default() += 1;
        }
        full
    }

    /// Counts `more` diagnostics of this code that are not listed.
    pub(super) fn count_unlisted(&mut self, code: &'static str, more: u32) {
        if more > 0 {
            *self.not_listed.entry(code).or_default() += more as usize;
        }
    }

    /// Number of diagnostics of this code that are not listed.
    pub fn not_listed_of(&self, code: &str) -> usize {
        self.not_listed.get(code).copied().unwrap_or(0)
    }
}

//! Detects rows that are clearly not pupils although they are not blank: totals below the table, and headings repeated
//! on each page of a report.
//!
//! Only certain cases are rejected. The first three bytes of the first cell clear nearly all rows ([`PrefixFilter`]).

use super::account::RejectReason;
use super::csv::{CsvRecord, PrefixFilter};
use super::headings::Headings;
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance};

/// Cells that must equal the heading row's.
const CELLS_OF_HEADINGS: usize = 2;

/// What such rows look like in this file.
#[derive(Debug, Default)]
pub(super) struct NonPupilRows {
    headings: Vec<Vec<u8>>,
    totals: Vec<String>,
    starts: PrefixFilter,
    /// The columns of UPN, surname and forename.
    identity: Vec<usize>,
}

impl NonPupilRows {
    pub fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
        let columns = |wanted: &[Kind]| {
            let served =
                headings.recognised().filter(|(_, field)| kind(*field).is_some_and(|kind| wanted.contains(&kind)));
            served.map(|(column, _)| column).collect::<Vec<_>>()
        };
        // A surname alone might be one of the words.
        let sure = !columns(&[Kind::Upn, Kind::Forename]).is_empty();
        let totals = if sure { guidance.exports.totals.clone() } else { Vec::new() };
        let words = totals.iter().map(String::as_str).chain(headings.texts.first().map(String::as_str));
        let starts = PrefixFilter::new(words.map(str::as_bytes));
        let identity = columns(&[Kind::Upn, Kind::Surname, Kind::Forename]);
        Self {
            headings: headings.texts.iter().map(|text| text.as_bytes().to_vec()).collect(),
            totals,
            starts,
            identity,
        }
    }

    /// Prefixes of first cells that need a closer look.
    pub fn starts(&self) -> &PrefixFilter {
        &self.starts
    }

    /// The reason to reject a row; `None` if it may be a pupil.
    pub fn reason(&self, row: &CsvRecord) -> Option<RejectReason> {
        if self.is_headings(row) {
            return Some(RejectReason::RepeatedHeadings);
        }
        self.is_total(row).then_some(RejectReason::Total)
    }

    /// True if every cell that is not empty equals the heading row's.
    fn is_headings(&self, row: &CsvRecord) -> bool {
        let filled = (0..row.len()).filter(|index| !row.field(*index).is_empty());
        let same = |index: usize| self.headings.get(index).is_some_and(|heading| **heading == *row.field(index));
        let cells = filled.map(same).collect::<Vec<_>>();
        cells.len() >= CELLS_OF_HEADINGS && cells.iter().all(|same| *same)
    }

    /// True if the first cell that is not empty is a word for totals, and nothing else in the row names a pupil.
    fn is_total(&self, row: &CsvRecord) -> bool {
        let Some(first) = (0..row.len()).find(|index| !row.field(*index).is_empty()) else { return false };
        let cell = row.field(first).to_ascii_lowercase();
        let word = cell.split(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
        // The column of names may hold a count of pupils.
        let is_name = |cell: &[u8]| cell.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        let named = self.identity.iter().any(|column| *column != first && is_name(&row.field(*column)));
        !named && self.totals.iter().any(|total| total.as_bytes() == word)
    }
}

//! The numbers that a school gives to its pupils (admission numbers). No figure needs them, but files without UPNs are
//! joined by them.

use std::collections::HashMap;
use std::ops::Range;

use ambition_columns::csv::{CsvRecord, RecordBatch};

use super::headings::Headings;
use crate::guidance::Guidance;
use crate::text::cell;

/// Most pupils of one file whose numbers are kept. Larger files are of more schools than a district has, and the numbers of
/// these are alike.
const PUPILS: usize = 50_000;

/// Collects them while rows are read.
#[derive(Debug, Default)]
pub(super) struct LocalNumbers {
    /// The column that holds them; `None`: there is none, or there are too many rows.
    column: Option<usize>,
    by_row: HashMap<u32, String>,
}

impl LocalNumbers {
    /// Of a table with these headings.
    pub fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let mut columns = headings.texts.iter().zip(&headings.fields);
        let column = columns.position(|(text, field)| field.is_none() && guidance.is_local_number(text));
        Self { column, by_row: HashMap::new() }
    }

    /// Adds the row of a pupil.
    pub fn add(&mut self, row: &CsvRecord) {
        let Some(column) = self.column.filter(|column| *column < row.len()) else { return };
        let number = cell::clean_text(&row.field(column)).to_lowercase();
        if number.is_empty() {
            return;
        }
        if self.by_row.len() >= PUPILS {
            return self.forget();
        }
        self.by_row.insert(row.number, number);
    }

    /// Adds a run of them.
    pub fn add_run(&mut self, batch: &RecordBatch, rows: Range<usize>) {
        if self.column.is_some() {
            rows.for_each(|row| self.add(&batch.record(row)));
        }
    }

    /// Forgets the numbers so far, and keeps no more: some of the rows are read elsewhere, or there are too many.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The numbers by row.
    pub fn into_numbers(self) -> HashMap<u32, String> {
        self.by_row
    }
}

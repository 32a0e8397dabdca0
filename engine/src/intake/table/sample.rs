//! The rows of a text as cells: all of a small file, the start of a large one.

use ambition_columns::csv::{CsvRecord, Tokenizer};

use crate::text::cell::clean_text;

/// A row that is not blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SampleRow {
    /// Row number as a spreadsheet shows it.
    pub number: u32,
    /// Its cells, cleaned.
    pub cells: Vec<String>,
}

impl SampleRow {
    /// A cell; empty beyond the last one.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, column: usize, text: &str) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells.get_mut(column).into_iter().for_each(|cell| text.clone_into(cell));
    }

    /// Number of cells that are not empty.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The rows of a text that are not blank.
#[derive(Clone, Debug, Default)]
pub(super) struct TableSample {
    /// The rows in order.
    pub rows: Vec<SampleRow>,
    /// True if these are all rows of the file.
    pub whole: bool,
}

impl TableSample {
    /// Splits a text at a delimiter. `whole`: it is all of the file, otherwise its last line may be cut short.
    pub fn new(text: &[u8], delimiter: u8, whole: bool) -> Self {
        Self::up_to(u32::MAX, text, delimiter, whole)
    }

    /// The same with no rows after this one.
    pub fn up_to(last: u32, text: &[u8], delimiter: u8, whole: bool) -> Self {
        let mut rows = Vec::new();
        Tokenizer::new(delimiter).push(text, whole, &mut |record: CsvRecord| {
            if record.number > last {
                return;
            }
            let row = SampleRow { number: record.number, cells: cells(&record) };
            if record.fault.is_none() && row.filled() > 0 {
                rows.push(row);
            }
        });
        Self { rows, whole }
    }

    /// The rows below a row.
    pub fn below(&self, number: u32) -> &[SampleRow] {
        let from = self.rows.partition_point(|row| row.number <= number);
        self.rows.get(from..).unwrap_or_default()
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> Option<&SampleRow> {
        let index = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(index)
    }
}

/// The cells of a record, cleaned.
pub(super) fn cells(record: &CsvRecord) -> Vec<String> {
    (0..record.len()).map(|index| clean_text(&record.field(index)).into_owned()).collect()
}

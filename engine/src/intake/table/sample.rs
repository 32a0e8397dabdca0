//! The rows of a text as cells: all of a small file, the start of a large one.

use ambition_columns::cells::{CellRoom, Cells};
use ambition_columns::csv::{CsvRecord, Tokenizer};

use crate::text::cell::append_clean;

/// A row that is not blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SampleRow {
    /// Row number as a spreadsheet shows it.
    pub number: u32,
    /// Its cells, cleaned.
    pub cells: Cells,
}

impl SampleRow {
    /// A row without cells.
    pub fn empty(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// A row of these cells.
    pub fn new<C: AsRef<str>>(number: u32, cells: impl IntoIterator<Item = C>) -> Self {
        Self { number, cells: cells.into_iter().collect() }
    }

    /// The row of a record.
    pub fn from_record(record: &CsvRecord) -> Self {
        Self { number: record.number, cells: Cells::read(record, &mut CellRoom::default(), append_clean) }
    }

    /// The same cells in another row.
    #[must_use]
    pub fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    /// A cell; empty beyond the last one.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column)
    }

    /// True for a cell with anything in it.
    pub fn is_filled(&self, column: usize) -> bool {
        self.cells.is_filled(column)
    }

    /// Number of cells with anything in them.
    pub fn filled(&self) -> usize {
        self.cells.filled()
    }

    /// The cells with anything in them, with their columns.
    pub fn filled_cells(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty())
    }

    /// The cells as texts of their own.
    pub fn texts(&self) -> Vec<String> {
        self.cells.iter().map(str::to_owned).collect()
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, column: usize, text: &str) {
        self.cells.put(column, text);
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

/// Bytes that are split at a time where only the first rows are wanted.
const PIECE: usize = 1 << 13;

impl TableSample {
    /// Splits a text at a delimiter. `whole`: it is all of the file, otherwise its last line may be cut short.
    pub fn new(text: &[u8], delimiter: u8, whole: bool) -> Self {
        let (mut rows, mut room) = (Vec::new(), CellRoom::default());
        Tokenizer::new(delimiter).push(text, whole, &mut |record| rows.extend(sample_row(&record, &mut room)));
        Self { rows, whole }
    }

    /// The same with no rows after this one.
    pub fn up_to(last: u32, text: &[u8], delimiter: u8, whole: bool) -> Self {
        let (mut rows, mut room) = (Vec::new(), CellRoom::default());
        let mut tokenizer = Tokenizer::new(delimiter);
        let mut pieces = text.chunks(PIECE).peekable();
        while let Some(piece) = pieces.next().filter(|_| tokenizer.next_record() <= last) {
            let is_last = whole && pieces.peek().is_none();
            tokenizer.push(piece, is_last, &mut |record: CsvRecord| {
                if record.number <= last {
                    rows.extend(sample_row(&record, &mut room));
                }
            });
        }
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

    /// The row with this number, to be changed.
    pub fn row_mut(&mut self, number: u32) -> Option<&mut SampleRow> {
        let index = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get_mut(index)
    }
}

/// The row of a record; `None`: it is blank or cannot be divided into fields.
fn sample_row(record: &CsvRecord, room: &mut CellRoom) -> Option<SampleRow> {
    let row = SampleRow { number: record.number, cells: Cells::read(record, room, append_clean) };
    (record.fault.is_none() && !row.cells.are_blank()).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: &SampleRow) -> Vec<&str> {
        row.cells.iter().collect()
    }

    #[test]
    fn rows_of_a_text() {
        let text = b"\xef\xbb\xbfUPN, Name\n\n'1,Zo\xeb\n\" \",\n2.0,\"x\ny\"\n3,z";
        let sample = TableSample::new(text, b',', false);
        let rows = sample.rows.iter().map(|row| (row.number, texts(row)));
        assert_eq!(rows.collect::<Vec<_>>(), [(1, vec!["UPN", "Name"]), (3, vec!["1", "Zoë"]), (5, vec!["2", "x\ny"])]);
        assert_eq!(TableSample::new(text, b',', true).rows.len(), 4);
        for last in 0..8 {
            let rows = TableSample::new(text, b',', true).rows.into_iter().filter(|row| row.number <= last);
            assert_eq!(TableSample::up_to(last, text, b',', true).rows, rows.collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_rows_of_a_long_text() {
        let text = (1..5000).map(|row| format!("{row},\"two\nlines\"\n")).collect::<String>();
        let all = TableSample::new(text.as_bytes(), b',', true);
        for last in [0, 1, 600, 4998, 4999, u32::MAX] {
            let rows = all.rows.iter().filter(|row| row.number <= last).cloned().collect::<Vec<_>>();
            assert_eq!(TableSample::up_to(last, text.as_bytes(), b',', true).rows, rows);
        }
    }
}

//! The rows of a text as cells: all of a small file, the start of a large one.
//!
//! The file of a school is looked at whole, so a cell must cost little: the cells of a row are one text.

use ambition_columns::csv::{CsvRecord, Tokenizer};

use crate::text::cell::append_clean;

/// A row that is not blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SampleRow {
    /// Row number as a spreadsheet shows it.
    pub number: u32,
    /// Its cells, cleaned, one after the other.
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
}

impl SampleRow {
    /// A row without cells.
    pub fn empty(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// A row of these cells.
    pub fn new<C: AsRef<str>>(number: u32, cells: impl IntoIterator<Item = C>) -> Self {
        let mut row = Self::empty(number);
        cells.into_iter().for_each(|cell| row.append(cell.as_ref()));
        row
    }

    /// The cells of a record, cleaned.
    pub fn from_record(record: &CsvRecord) -> Self {
        RowReader::default().read(record)
    }

    /// The same cells in another row.
    #[must_use]
    pub fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    /// Number of cells.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// A cell; empty beyond the last one.
    pub fn cell(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        self.text.get(self.start(column)..*end as usize).unwrap_or_default()
    }

    /// True for a cell with anything in it.
    pub fn is_filled(&self, column: usize) -> bool {
        self.ends.get(column).is_some_and(|end| *end as usize > self.start(column))
    }

    /// The cells in order.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let from = std::mem::replace(&mut start, *end as usize);
            self.text.get(from..start).unwrap_or_default()
        })
    }

    /// The cells with anything in them, with their columns.
    pub fn filled_cells(&self) -> impl Iterator<Item = (usize, &str)> + Clone {
        self.cells().enumerate().filter(|(_, cell)| !cell.is_empty())
    }

    /// The cells as texts of their own.
    pub fn texts(&self) -> Vec<String> {
        self.cells().map(str::to_owned).collect()
    }

    /// All cells without anything between them.
    pub fn joined(&self) -> &str {
        &self.text
    }

    /// Number of cells that are not empty.
    pub fn filled(&self) -> usize {
        let mut start = 0;
        self.ends.iter().filter(|end| std::mem::replace(&mut start, **end) != **end).count()
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, column: usize, text: &str) {
        self.widen(column + 1);
        let cell = self.start(column)..self.start(column + 1);
        let (before, after) = (cell.len() as u32, text.len() as u32);
        self.text.replace_range(cell, text);
        self.ends.iter_mut().skip(column).for_each(|end| *end = *end - before + after);
    }

    /// Adds empty cells up to this number of cells.
    pub fn widen(&mut self, width: usize) {
        if self.width() < width {
            self.ends.resize(width, self.text.len() as u32);
        }
    }

    fn append(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len() as u32);
    }

    /// Where a cell begins in the text.
    fn start(&self, column: usize) -> usize {
        column.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }
}

/// Reads rows into room that is used again and again, so that a row is allocated at its size.
#[derive(Debug, Default)]
struct RowReader {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl RowReader {
    fn read(&mut self, record: &CsvRecord) -> SampleRow {
        self.text.clear();
        self.ends.clear();
        for index in 0..record.len() {
            append_clean(&record.field(index), &mut self.text);
            self.ends.push(self.text.len() as u32);
        }
        // Every cell is UTF-8 once it is cleaned.
        let text = std::str::from_utf8(&self.text).unwrap_or_default().to_owned();
        SampleRow { number: record.number, text, ends: self.ends.clone() }
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
        let (mut rows, mut reader) = (Vec::new(), RowReader::default());
        Tokenizer::new(delimiter).push(text, whole, &mut |record| rows.extend(sample_row(&record, &mut reader)));
        Self { rows, whole }
    }

    /// The same with no rows after this one.
    pub fn up_to(last: u32, text: &[u8], delimiter: u8, whole: bool) -> Self {
        let (mut rows, mut reader) = (Vec::new(), RowReader::default());
        let mut tokenizer = Tokenizer::new(delimiter);
        let mut pieces = text.chunks(PIECE).peekable();
        while let Some(piece) = pieces.next().filter(|_| tokenizer.next_record() <= last) {
            let is_last = whole && pieces.peek().is_none();
            tokenizer.push(piece, is_last, &mut |record: CsvRecord| {
                rows.extend(
                    Some(record)
                        .filter(|record| record.number <= last)
                        .and_then(|record| sample_row(&record, &mut reader)),
                );
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
fn sample_row(record: &CsvRecord, reader: &mut RowReader) -> Option<SampleRow> {
    let row = reader.read(record);
    (record.fault.is_none() && row.filled() > 0).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: &SampleRow) -> Vec<&str> {
        row.cells().collect()
    }

    #[test]
    fn cells_of_a_row() {
        let row = SampleRow::new(3, ["UPN", "", "Zoë", ""]);
        assert_eq!(texts(&row), ["UPN", "", "Zoë", ""]);
        assert_eq!((row.cell(2), row.cell(3), row.cell(4)), ("Zoë", "", ""));
        assert_eq!([0, 1, 2, 3, 4].map(|column| row.is_filled(column)), [true, false, true, false, false]);
        assert_eq!((row.width(), row.filled(), row.joined()), (4, 2, "UPNZoë"));
        assert_eq!(row.filled_cells().collect::<Vec<_>>(), [(0, "UPN"), (2, "Zoë")]);
        assert_eq!(row.clone().numbered(5).number, 5);
    }

    #[test]
    fn cells_are_put_into_a_row() {
        let mut row = SampleRow::new(1, ["a", "bc", "d"]);
        row.put(1, "");
        row.put(0, "é");
        row.put(4, "e");
        assert_eq!(texts(&row), ["é", "", "d", "", "e"]);
        row.put(2, "longer");
        row.widen(3);
        assert_eq!(texts(&row), ["é", "", "longer", "", "e"]);
        row.widen(6);
        assert_eq!((row.width(), row.filled()), (6, 3));
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

//! Writes rows of cells as CSV. Empty rows are kept, so that a row keeps the number that the spreadsheet shows.

use std::ops::Range;

use crate::limits;
use crate::read_error::ReadError;

/// A row that is written: its number, counted from 0, and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct WrittenRow {
    row: u32,
    text: Range<usize>,
}

/// A CSV text being written: UTF-8, comma, CRLF.
#[derive(Debug, Default)]
pub struct RowWriter {
    text: Vec<u8>,
    rows: Vec<WrittenRow>,
    /// A row came after one with a higher number.
    disordered: bool,
    cells: u64,
}

impl RowWriter {
    /// Writes a row: its cells with their columns, in order. Rows may come in any order.
    ///
    /// # Errors
    /// When the sheet becomes too large.
    pub fn write_row<'a>(&mut self, row: u32, cells: impl Iterator<Item = (u32, &'a str)>) -> Result<(), ReadError> {
        let last = self.rows.last().map(|last| last.row);
        self.disordered |= last.is_some_and(|last| row <= last);
        if !self.disordered {
            self.begin_lines(row - last.unwrap_or(0))?;
        }
        let start = self.text.len();
        let mut at = 0;
        for (column, cell) in cells {
            self.count(column - at)?;
            self.text.extend(std::iter::repeat_n(b',', (column - at) as usize));
            at = column;
            self.write_cell(cell);
            if self.text.len() - start > limits::ROW {
                return Err(too_long(row));
            }
        }
        if self.text.len() > limits::TABLE {
            return Err(ReadError::too_large(format!(
                "This sheet holds more than {} MB of text.",
                limits::TABLE / 1_000_000
            )));
        }
        self.rows.push(WrittenRow { row, text: start..self.text.len() });
        Ok(())
    }

    /// Length so far in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// True if no row was written.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The numbers of the rows that have cells, counted from 0, in order.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows = self.rows.iter().map(|written| written.row).collect::<Vec<_>>();
        rows.sort_unstable();
        rows
    }

    /// The finished text.
    ///
    /// # Errors
    /// When a row was written twice, or the sheet becomes too large.
    pub fn finish(mut self) -> Result<Vec<u8>, ReadError> {
        if self.disordered {
            return self.sorted();
        }
        if !self.rows.is_empty() {
            self.text.extend_from_slice(b"\r\n");
        }
        Ok(self.text)
    }

    /// The rows in the order of their numbers.
    fn sorted(mut self) -> Result<Vec<u8>, ReadError> {
        self.rows.sort_by_key(|written| written.row);
        let twice = self.rows.windows(2).find(|pair| matches!(pair, [one, other] if one.row == other.row));
        if let Some([one, _]) = twice {
            return Err(ReadError::damaged(format!("row {} is there twice", u64::from(one.row) + 1)));
        }
        let mut sorted = Self::default();
        let mut at = 0;
        for written in &self.rows {
            sorted.begin_lines(written.row - at)?;
            sorted.text.extend_from_slice(self.text.get(written.text.clone()).unwrap_or_default());
            at = written.row;
        }
        sorted.text.extend_from_slice(b"\r\n");
        Ok(sorted.text)
    }

    fn begin_lines(&mut self, lines: u32) -> Result<(), ReadError> {
        self.count(lines)?;
        (0..lines).for_each(|_| self.text.extend_from_slice(b"\r\n"));
        Ok(())
    }

    fn count(&mut self, cells: u32) -> Result<(), ReadError> {
        self.cells += u64::from(cells);
        if self.cells > limits::CELLS { Err(too_many_cells()) } else { Ok(()) }
    }

    fn write_cell(&mut self, cell: &str) {
        if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            self.text.push(b'"');
            self.text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            self.text.push(b'"');
        } else {
            self.text.extend_from_slice(cell.as_bytes());
        }
    }
}

/// The sheet has more than [`limits::CELLS`] cells.
pub fn too_many_cells() -> ReadError {
    ReadError::too_large(format!("This sheet has more than {} million cells.", limits::CELLS / 1_000_000))
}

/// The row, counted from 0, is longer than [`limits::ROW`].
pub fn too_long(row: u32) -> ReadError {
    ReadError::too_large(format!("Row {} holds more than 1 MB of text.", u64::from(row) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_of(rows: &[(u32, &[(u32, &str)])]) -> Result<String, ReadError> {
        let mut writer = RowWriter::default();
        rows.iter().try_for_each(|(row, cells)| writer.write_row(*row, cells.iter().copied()))?;
        Ok(String::from_utf8(writer.finish()?).unwrap())
    }

    #[test]
    fn cells_keep_their_places() {
        let rows: [(u32, &[(u32, &str)]); 2] = [(2, &[(1, "a"), (3, "b")]), (4, &[(0, "c")])];
        assert_eq!(csv_of(&rows).unwrap(), "\r\n\r\n,a,,b\r\n\r\nc\r\n");
        assert_eq!(csv_of(&[]).unwrap(), "");
        assert_eq!(csv_of(&[(0, &[(0, "say \"a, b\"\nc")])]).unwrap(), "\"say \"\"a, b\"\"\nc\"\r\n");
    }

    #[test]
    fn rows_in_any_order() {
        assert_eq!(csv_of(&[(2, &[(0, "c")]), (0, &[(1, "a")]), (3, &[(0, "d")])]).unwrap(), ",a\r\n\r\nc\r\nd\r\n");
        assert!(csv_of(&[(1, &[(0, "a")]), (1, &[(1, "b")])]).unwrap_err().what.contains("row 2 is there twice"));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        assert!(csv_of(&[(limits::CELLS as u32 + 1, &[(0, "a")])]).unwrap_err().what.contains("million cells"));
        let long = "a".repeat(limits::ROW);
        assert!(csv_of(&[(0, &[(0, &long), (1, "b")])]).unwrap_err().what.contains("Row 1 holds more"));
    }
}

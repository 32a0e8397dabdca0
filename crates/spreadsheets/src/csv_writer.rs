//! Writes cells as CSV. Empty rows are kept, so that a row keeps the number that the spreadsheet shows.

use crate::limits;
use crate::read_error::ReadError;

/// A CSV text being written: UTF-8, comma, CRLF.
#[derive(Debug, Default)]
pub struct CsvWriter {
    text: Vec<u8>,
    row: u32,
    column: u32,
    /// The cell at `row` and `column` is written already.
    written: bool,
    cells: u64,
}

impl CsvWriter {
    /// Writes the cell at `row` and `column`, both counted from 0. Cells come row by row, from left to right.
    ///
    /// # Errors
    /// When the cell does not come after the previous one, or there are too many.
    pub fn write_cell(&mut self, row: u32, column: u32, cell: &str) -> Result<(), ReadError> {
        if (row, column) < (self.row, self.column) || (self.written && (row, column) == (self.row, self.column)) {
            return Err(ReadError::damaged(format!("row {} is not in its place", u64::from(row) + 1)));
        }
        self.advance_to(row, column)?;
        self.written = true;
        if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            self.write_quoted(cell);
        } else {
            self.text.extend_from_slice(cell.as_bytes());
        }
        Ok(())
    }

    /// True if nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length so far in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The finished text.
    pub fn finish(mut self) -> Vec<u8> {
        if !self.text.is_empty() {
            self.text.extend_from_slice(b"\r\n");
        }
        self.text
    }

    fn advance_to(&mut self, row: u32, column: u32) -> Result<(), ReadError> {
        let rows = u64::from(row - self.row);
        let columns = u64::from(column - if rows == 0 { self.column } else { 0 });
        self.cells += rows + columns;
        if self.cells > limits::CELLS {
            return Err(too_many_cells());
        }
        (0..rows).for_each(|_| self.text.extend_from_slice(b"\r\n"));
        (0..columns).for_each(|_| self.text.push(b','));
        (self.row, self.column) = (row, column);
        Ok(())
    }

    fn write_quoted(&mut self, cell: &str) {
        self.text.push(b'"');
        self.text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        self.text.push(b'"');
    }
}

/// The sheet has more than [`limits::CELLS`] cells.
pub fn too_many_cells() -> ReadError {
    ReadError::too_large(format!("This sheet has more than {} million cells.", limits::CELLS / 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_of(cells: &[(u32, u32, &str)]) -> Result<String, ReadError> {
        let mut rows = CsvWriter::default();
        cells.iter().try_for_each(|(row, column, cell)| rows.write_cell(*row, *column, cell))?;
        Ok(String::from_utf8(rows.finish()).unwrap())
    }

    #[test]
    fn cells_keep_their_places() {
        assert_eq!(csv_of(&[(2, 1, "a"), (2, 3, "b"), (4, 0, "c")]).unwrap(), "\r\n\r\n,a,,b\r\n\r\nc\r\n");
        assert_eq!(csv_of(&[]).unwrap(), "");
        assert_eq!(csv_of(&[(0, 0, "say \"a, b\"\nc")]).unwrap(), "\"say \"\"a, b\"\"\nc\"\r\n");
    }

    #[test]
    fn cells_out_of_order_and_too_many_are_refused() {
        assert!(csv_of(&[(1, 1, "a"), (1, 1, "b")]).is_err());
        assert!(csv_of(&[(1, 1, "a"), (0, 2, "b")]).is_err());
        assert!(csv_of(&[(limits::CELLS as u32 + 1, 0, "a")]).unwrap_err().what.contains("million cells"));
    }
}

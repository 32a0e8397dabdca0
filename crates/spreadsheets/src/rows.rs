//! Cells in the order of a sheet → CSV. Empty rows stay, so that a row keeps the number that the spreadsheet shows.

use crate::limits;
use crate::trouble::Trouble;

/// A table being written, UTF-8, comma separated.
#[derive(Debug, Default)]
pub struct Rows {
    text: Vec<u8>,
    row: u32,
    column: u32,
    /// The cell at `row` and `column` is written.
    taken: bool,
    cells: u64,
}

impl Rows {
    /// Writes a cell, counted from 0. Cells come row by row, from the left.
    ///
    /// # Errors
    /// When the cell is not behind the one before, and when there are too many.
    pub fn put(&mut self, row: u32, column: u32, cell: &str) -> Result<(), Trouble> {
        if (row, column) < (self.row, self.column) || (self.taken && (row, column) == (self.row, self.column)) {
            return Err(Trouble::damaged(format!("row {} is not in its place", u64::from(row) + 1)));
        }
        self.go_to(row, column)?;
        self.taken = true;
        if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            self.quoted(cell);
        } else {
            self.text.extend_from_slice(cell.as_bytes());
        }
        Ok(())
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The bytes so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text.
    pub fn finish(mut self) -> Vec<u8> {
        if !self.text.is_empty() {
            self.text.extend_from_slice(b"\r\n");
        }
        self.text
    }

    fn go_to(&mut self, row: u32, column: u32) -> Result<(), Trouble> {
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

    fn quoted(&mut self, cell: &str) {
        self.text.push(b'"');
        self.text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        self.text.push(b'"');
    }
}

/// More cells than are read.
pub fn too_many_cells() -> Trouble {
    Trouble::too_large(format!("This sheet has more than {} million cells.", limits::CELLS / 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[(u32, u32, &str)]) -> Result<String, Trouble> {
        let mut rows = Rows::default();
        cells.iter().try_for_each(|(row, column, cell)| rows.put(*row, *column, cell))?;
        Ok(String::from_utf8(rows.finish()).unwrap())
    }

    #[test]
    fn cells_keep_their_places() {
        assert_eq!(written(&[(2, 1, "a"), (2, 3, "b"), (4, 0, "c")]).unwrap(), "\r\n\r\n,a,,b\r\n\r\nc\r\n");
        assert_eq!(written(&[]).unwrap(), "");
        assert_eq!(written(&[(0, 0, "say \"a, b\"\nc")]).unwrap(), "\"say \"\"a, b\"\"\nc\"\r\n");
    }

    #[test]
    fn what_is_out_of_place_or_too_much_is_refused() {
        assert!(written(&[(1, 1, "a"), (1, 1, "b")]).is_err());
        assert!(written(&[(1, 1, "a"), (0, 2, "b")]).is_err());
        assert!(written(&[(limits::CELLS as u32 + 1, 0, "a")]).unwrap_err().what.contains("million cells"));
    }
}

//! A sheet as it is read: its cells become CSV, and what else the sheet says of its rows is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::cell_text::CellText;
use crate::limits;
use crate::merged_regions::{MergedRegions, Region, RegionFiller, RowCell};
use crate::read_error::{ReadError, TableNote};
use crate::row_writer::{RowWriter, too_long};

/// A sheet that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadTable {
    /// CSV.
    #[serde(skip)]
    pub text: Vec<u8>,
    /// What was noticed.
    pub notes: Vec<TableNote>,
    /// Numbers of the rows that the sheet hides, as the spreadsheet shows them; only rows with cells.
    pub hidden_rows: Vec<u32>,
    /// Numbers of the rows that a formula sums up, such as a total or an average of the rows above.
    pub total_rows: Vec<u32>,
}

/// Why reading a sheet ends before the sheet does.
#[derive(Debug)]
pub enum Stop {
    /// Enough was read.
    Enough,
    /// The sheet cannot be read.
    Failed(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

/// Rows after which it is said that the sheet is still being read.
const ROWS_A_BEAT: u32 = 512;

/// Receives the cells of a sheet. Cells come row by row; the rows may come in any order.
#[derive(Debug, Default)]
pub struct SheetTable {
    writer: RowWriter,
    /// Rows and bytes after which to stop; `None`: read to the end.
    limit: Option<(u32, usize)>,
    row: u32,
    cells: Vec<RowCell>,
    /// Bytes of their texts.
    row_bytes: usize,
    filler: RegionFiller,
    regions: Vec<Region>,
    /// Number of cells of the widest row, and the first row that has as many.
    widest: (usize, u32),
    columns: BTreeSet<u32>,
    hidden_rows: Vec<RangeInclusive<u32>>,
    hidden_columns: Vec<RangeInclusive<u32>>,
    total_rows: BTreeSet<u32>,
    errors: Vec<TableNote>,
    /// By column: formulas without a saved value, and the first row with one.
    unsaved: BTreeMap<u32, (u32, u32)>,
}

impl SheetTable {
    /// For the first rows of a sheet.
    pub fn start() -> Self {
        Self { limit: Some((limits::START_ROWS, limits::START_BYTES)), ..Self::default() }
    }

    /// For a sheet whose merged cells are known.
    pub fn with_merged(merged: MergedRegions) -> Self {
        Self { filler: RegionFiller::new(merged), ..Self::default() }
    }

    /// Adds a cell; row and column are counted from 0.
    ///
    /// # Errors
    /// When enough was read, or the sheet is too large.
    pub fn add(&mut self, row: u32, column: u32, cell: CellText) -> Result<(), Stop> {
        if row >= limits::ROWS || column >= limits::COLUMNS {
            return Err(ReadError::damaged("a cell lies outside the sheet").into());
        }
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        match cell {
            CellText::Empty => (),
            CellText::Text(text) => {
                self.row_bytes += text.len();
                if self.row_bytes > limits::ROW {
                    return Err(too_long(row).into());
                }
                self.cells.push((column, text.into_owned()));
            }
            CellText::Error(error) if self.errors.len() < limits::NOTES => {
                self.errors.push(error_note(row, column, &error))
            }
            CellText::Error(_) => (),
        }
        Ok(())
    }

    /// Says that a cell is an error, where it is not known which.
    pub fn add_error_somewhere(&mut self) {
        self.errors.push(TableNote {
            code: "error-cell",
            row: 0,
            column: None,
            what: "The formula in a cell of this sheet fails; the cell is read as empty.".into(),
            remedy: "Mend the formula, or type the value, if it is about a pupil.".into(),
        });
    }

    /// Says that a formula has no saved value.
    pub fn add_unsaved(&mut self, row: u32, column: u32) {
        let (count, first) = self.unsaved.entry(column).or_insert((0, row));
        *count += 1;
        *first = row.min(*first);
    }

    /// Says that a formula sums up the column above or below this row.
    pub fn add_total(&mut self, row: u32) {
        self.total_rows.insert(row);
    }

    /// Says that rows are hidden.
    pub fn hide_rows(&mut self, rows: RangeInclusive<u32>) {
        if self.hidden_rows.len() >= limits::ROWS as usize {
            return;
        }
        match self.hidden_rows.last_mut() {
            Some(last) if last.end().saturating_add(1) == *rows.start() => *last = *last.start()..=*rows.end(),
            _ => self.hidden_rows.push(rows),
        }
    }

    /// Says that columns are hidden.
    pub fn hide_columns(&mut self, columns: RangeInclusive<u32>) {
        if self.hidden_columns.len() < limits::COLUMNS as usize {
            self.hidden_columns.push(columns);
        }
    }

    /// Says that cells are merged.
    ///
    /// # Errors
    /// When there are too many merged cells.
    pub fn merge(&mut self, region: Region) -> Result<(), ReadError> {
        region.add_to(&mut self.regions)
    }

    /// The merged cells found. If there are any, the sheet has to be read again with them.
    ///
    /// # Errors
    /// When the sheet is too large.
    pub fn merged(&mut self) -> Result<MergedRegions, ReadError> {
        self.end()?;
        Ok(MergedRegions::new(self.regions.clone(), self.widest.1))
    }

    /// The finished table.
    ///
    /// # Errors
    /// When the sheet is damaged or too large.
    pub fn finish(mut self) -> Result<ReadTable, ReadError> {
        self.end()?;
        let rows = self.writer.rows();
        let hidden_rows = covered(&rows, &mut self.hidden_rows);
        let columns = self.columns.iter().copied().collect::<Vec<_>>();
        let hidden_columns = covered(&columns, &mut self.hidden_columns);
        let mut notes = self.errors;
        notes.extend(self.unsaved.iter().map(|(column, (count, first))| unsaved_note(*column, *count, *first)));
        notes.extend(hidden_rows_note(&hidden_rows));
        notes.extend(hidden_columns_note(&hidden_columns));
        let number = |row: &u32| row.saturating_add(1);
        Ok(ReadTable {
            text: self.writer.finish()?,
            notes,
            hidden_rows: hidden_rows.iter().map(number).collect(),
            total_rows: self.total_rows.iter().map(number).collect(),
        })
    }

    /// Ends the last row.
    fn end(&mut self) -> Result<(), ReadError> {
        match self.end_row() {
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Enough) | Ok(()) => Ok(()),
        }
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        self.row_bytes = 0;
        if self.cells.is_empty() {
            return Ok(());
        }
        let reached = |(rows, bytes): (u32, usize)| self.row >= rows || self.writer.len() >= bytes;
        if !self.writer.is_empty() && self.limit.is_some_and(reached) {
            self.cells.clear();
            return Err(Stop::Enough);
        }
        if self.row.is_multiple_of(ROWS_A_BEAT) {
            crate::beat();
        }
        if self.cells.len() > self.widest.0 {
            self.widest = (self.cells.len(), self.row);
        }
        self.columns.extend(self.cells.iter().map(|(column, _)| *column));
        if !self.filler.is_idle() {
            self.filler.fill(self.row, &mut self.cells);
        }
        // Of a cell that is written twice the last counts.
        self.cells.reverse();
        self.cells.sort_by_key(|(column, _)| *column);
        self.cells.dedup_by_key(|(column, _)| *column);
        self.writer.write_row(self.row, self.cells.iter().map(|(column, text)| (*column, text.as_str())))?;
        self.cells.clear();
        Ok(())
    }
}

/// The numbers, of these sorted ones, that lie in a range.
fn covered(numbers: &[u32], ranges: &mut [RangeInclusive<u32>]) -> Vec<u32> {
    ranges.sort_by_key(|range| *range.start());
    let mut covered = Vec::new();
    let mut from = 0;
    for range in ranges {
        let rest = numbers.get(from..).unwrap_or_default();
        let start = from + rest.partition_point(|number| number < range.start());
        let end = from + rest.partition_point(|number| number <= range.end());
        covered.extend_from_slice(numbers.get(start..end).unwrap_or_default());
        from = end.max(from);
    }
    covered
}

fn error_note(row: u32, column: u32, error: &str) -> TableNote {
    TableNote {
        code: "error-cell",
        row: row.saturating_add(1),
        column: Some(column),
        what: format!("The formula in this cell fails ({error}); the cell is read as empty."),
        remedy: "Mend the formula, or type the value, if it is about a pupil.".into(),
    }
}

fn unsaved_note(column: u32, count: u32, first: u32) -> TableNote {
    let cells = if count == 1 { "1 cell".into() } else { format!("{count} cells") };
    TableNote {
        code: "formula-without-value",
        row: first.saturating_add(1),
        column: Some(column),
        what: format!(
            "No value is saved with the formulas in {cells} of this column, from here on; they are read as empty."
        ),
        remedy: "Open the workbook in a spreadsheet program, save it there and choose it again: the program works the \
                 values out and saves them."
            .into(),
    }
}

fn hidden_rows_note(rows: &[u32]) -> Option<TableNote> {
    let first = rows.first()?;
    let count = if rows.len() == 1 { "1 row is".into() } else { format!("{} rows are", rows.len()) };
    Some(TableNote {
        code: "hidden-rows",
        row: first.saturating_add(1),
        column: None,
        what: format!(
            "{count} hidden in the sheet, perhaps by a filter: {}. They are read like the others.",
            list(rows)
        ),
        remedy: "No action needed if they are pupils of this file. If not, delete these rows in the workbook.".into(),
    })
}

fn hidden_columns_note(columns: &[u32]) -> Option<TableNote> {
    let first = columns.first()?;
    let count = if columns.len() == 1 { "1 column is".into() } else { format!("{} columns are", columns.len()) };
    Some(TableNote {
        code: "hidden-columns",
        row: 0,
        column: Some(*first),
        what: format!("{count} hidden in the sheet and read like the others, from this one on."),
        remedy: "No action needed if they are right. If not, delete them in the workbook.".into(),
    })
}

/// "3, 6 and 9", of many the first ten.
fn list(rows: &[u32]) -> String {
    const LISTED: usize = 10;
    let numbers = rows.iter().take(LISTED).map(|row| row.saturating_add(1).to_string()).collect::<Vec<_>>();
    match (rows.len() > LISTED, numbers.as_slice()) {
        (true, numbers) => format!("rows {} and so on", numbers.join(", ")),
        (false, [.., last]) if numbers.len() > 1 => {
            format!("rows {} and {last}", numbers.get(..numbers.len() - 1).unwrap_or_default().join(", "))
        }
        (false, numbers) => format!("row {}", numbers.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> CellText<'_> {
        CellText::Text(text.into())
    }

    #[test]
    fn what_a_sheet_says_of_its_rows() {
        let mut table = SheetTable::default();
        table.hide_rows(1..=1);
        table.hide_rows(2..=9);
        table.hide_columns(1..=3);
        for (row, column) in [(0, 0), (1, 0), (2, 1), (12, 0)] {
            table.add(row, column, text("x")).unwrap();
        }
        table.add_total(12);
        table.add_unsaved(2, 4);
        table.add_unsaved(1, 4);
        table.add(2, 2, CellText::Error("#SPILL!".into())).unwrap();
        let read = table.finish().unwrap();
        assert_eq!((read.hidden_rows, read.total_rows), (vec![2, 3], vec![13]));
        let notes = read.notes.iter().map(|note| (note.code, note.row, note.column)).collect::<Vec<_>>();
        let expected = [
            ("error-cell", 3, Some(2)),
            ("formula-without-value", 2, Some(4)),
            ("hidden-rows", 2, None),
            ("hidden-columns", 0, Some(1)),
        ];
        assert_eq!(notes, expected);
        assert!(read.notes[2].what.contains("2 rows are hidden in the sheet, perhaps by a filter: rows 2 and 3."));
    }

    #[test]
    fn cells_of_a_row_in_any_order() {
        let mut table = SheetTable::default();
        for (column, cell) in [(2, "c"), (0, "a"), (2, "d")] {
            table.add(0, column, text(cell)).unwrap();
        }
        assert_eq!(table.finish().unwrap().text, b"a,,d\r\n");
    }

    #[test]
    fn cells_outside_every_sheet_are_refused() {
        assert!(matches!(SheetTable::default().add(limits::ROWS, 0, text("x")), Err(Stop::Failed(_))));
        assert!(matches!(SheetTable::default().add(0, limits::COLUMNS, text("x")), Err(Stop::Failed(_))));
    }
}

//! Counts the cells of an OpenDocument workbook before it is read as a whole: a few bytes may say "this cell 16,384
//! times, in this row, a million times".

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::csv_writer::too_many_cells;
use crate::limits;
use crate::read_error::ReadError;
use crate::zip_check;

/// Number of rows, and of columns in the widest row, so far.
#[derive(Default)]
struct OdsSize {
    rows: u64,
    /// Empty rows after the last one that is not.
    empty_rows: u64,
    columns: u64,
    /// Of the current row: columns up to the last filled cell, and those after it.
    filled: u64,
    empty: u64,
    /// How often the current row and the current cell are repeated.
    row_repeats: u64,
    cell_repeats: u64,
    /// Filled cells, repetitions included, over all rows.
    copied: u64,
}

/// Refuses a workbook that would become too large.
///
/// # Errors
/// When it has more cells than [`limits::CELLS`], or its content cannot be read.
pub fn check(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_check::damaged)?;
    let content = archive.by_name("content.xml").map_err(zip_check::damaged)?;
    count(BufReader::new(content))
}

fn count(content: impl BufRead) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut size) = (Vec::new(), OdsSize::default());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Start(element) => size.begin(&element),
            Event::End(element) if element.name().as_ref() == "table:table-row" => size.end_row()?,
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

impl OdsSize {
    fn begin(&mut self, element: &BytesStart) {
        match element.name().as_ref() {
            "table:table" => *self = Self { copied: self.copied, ..Self::default() },
            "table:table-row" => self.row_repeats = repeats(element, "table:number-rows-repeated"),
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell_repeats = repeats(element, "table:number-columns-repeated");
                self.empty = self.empty.saturating_add(self.cell_repeats);
                if element.attributes_raw().contains("office:") || element.attributes_raw().contains("formula") {
                    self.fill();
                }
            }
            // The text of a cell.
            "text:p" => self.fill(),
            _ => (),
        }
    }

    /// The current cell is not empty.
    fn fill(&mut self) {
        self.filled = self.filled.saturating_add(std::mem::take(&mut self.empty));
        self.copied = self.copied.saturating_add(std::mem::take(&mut self.cell_repeats));
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        if self.filled == 0 {
            self.empty_rows = self.empty_rows.saturating_add(self.row_repeats);
        } else {
            let before = std::mem::take(&mut self.empty_rows);
            self.rows = self.rows.saturating_add(before).saturating_add(self.row_repeats);
        }
        self.columns = self.columns.max(std::mem::take(&mut self.filled));
        self.empty = 0;
        let cells = self.rows.saturating_mul(self.columns).max(self.copied);
        if cells > limits::CELLS { Err(too_many_cells()) } else { Ok(()) }
    }
}

fn repeats(element: &BytesStart, name: &str) -> u64 {
    let attribute = element.try_get_attribute(name).ok().flatten();
    attribute.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}

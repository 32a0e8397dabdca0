//! How many cells an OpenDocument workbook spreads out to. It may say "this cell, 16,384 times, in this row, a million
//! times" in a few letters, and is read as a whole, so this is counted first.

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::limits;
use crate::packed;
use crate::rows::too_many_cells;
use crate::trouble::Trouble;

/// Rows and columns of the widest row, so far.
#[derive(Default)]
struct Spread {
    rows: u64,
    /// Rows after the last one with something in it.
    empty_rows: u64,
    columns: u64,
    /// Of the row being read: columns up to the last filled cell, and those after it.
    filled: u64,
    empty: u64,
    /// How often this row and this cell are repeated.
    row_repeats: u64,
    cell_repeats: u64,
    /// Cells copied for being repeated, in all rows.
    copied: u64,
}

/// Refuses a workbook that becomes too large.
///
/// # Errors
/// When it has more cells than [`limits::CELLS`], or its content cannot be read.
pub fn check(bytes: &[u8]) -> Result<(), Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(packed::damaged)?;
    let content = archive.by_name("content.xml").map_err(packed::damaged)?;
    count(BufReader::new(content))
}

fn count(content: impl BufRead) -> Result<(), Trouble> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut spread) = (Vec::new(), Spread::default());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(Trouble::damaged)? {
            Event::Start(element) => spread.begin(&element),
            Event::End(element) if element.name().as_ref() == "table:table-row" => spread.end_row()?,
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

impl Spread {
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

    /// The cell being read is not empty.
    fn fill(&mut self) {
        self.filled = self.filled.saturating_add(std::mem::take(&mut self.empty));
        self.copied = self.copied.saturating_add(std::mem::take(&mut self.cell_repeats));
    }

    fn end_row(&mut self) -> Result<(), Trouble> {
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
    let said = element.try_get_attribute(name).ok().flatten();
    said.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}

//! The sheets of a workbook: their names, which are hidden, and which was open.

use std::collections::HashSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use crate::limits;
use crate::read_error::ReadError;
use crate::row_writer::too_many_cells;
use crate::workbook::SheetName;
use crate::xml;

/// Finds the sheets, and refuses what a few letters make too large before it is written.
#[derive(Default)]
pub struct SheetList {
    depth: usize,
    style: String,
    hidden_styles: HashSet<String>,
    in_active: bool,
    active: String,
    sheets: Vec<(SheetName, String)>,
    /// How often the current row is repeated.
    row_repeats: u64,
    /// Cells of the current sheet that are not empty, repetitions included.
    cells: u64,
}

impl SheetList {
    /// Reads a part: the settings, then the content.
    ///
    /// # Errors
    /// When it is damaged, or a sheet is too large.
    pub fn read(&mut self, part: impl BufRead) -> Result<(), ReadError> {
        let mut reader = xml::reader(part);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
                Event::Start(element) => self.begin(&element)?,
                Event::End(element) if element.local_name().as_ref() == "table" => {
                    self.depth = self.depth.saturating_sub(1);
                }
                Event::End(_) => self.in_active = false,
                Event::Text(text) if self.in_active => self.active.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) if self.in_active => {
                    self.active.push_str(&xml::resolve_reference(&reference));
                }
                Event::Eof if self.depth > 0 => return Err(ReadError::damaged("the end of a sheet is missing")),
                Event::Eof => return Ok(()),
                _ => (),
            }
        }
    }

    fn begin(&mut self, element: &BytesStart) -> Result<(), ReadError> {
        let count = |name| xml::number::<u64>(element, name).unwrap_or(1);
        let text = |name| xml::attribute(element, name).unwrap_or_default().into_owned();
        match element.local_name().as_ref() {
            "style" => self.style = text("name"),
            "table-properties" if text("display") == "false" => _ = self.hidden_styles.insert(self.style.clone()),
            "config-item" => self.in_active = self.active.is_empty() && text("name") == "ActiveTable",
            "table" => {
                if self.depth == 0 && self.sheets.len() < limits::SHEETS {
                    let name = SheetName { name: text("name"), ..SheetName::default() };
                    self.sheets.push((name, text("style-name")));
                }
                self.depth += 1;
                self.cells = 0;
            }
            "table-row" => self.row_repeats = count("number-rows-repeated"),
            "table-cell" if element.attributes_raw().contains("value-type=") => {
                let cells = count("number-columns-repeated").saturating_mul(self.row_repeats);
                self.cells = self.cells.saturating_add(cells);
                if self.cells > limits::CELLS {
                    return Err(too_many_cells());
                }
            }
            _ => (),
        }
        Ok(())
    }

    /// The sheets.
    pub fn finish(self) -> Vec<SheetName> {
        let named = |(sheet, style): (SheetName, String)| SheetName {
            hidden: self.hidden_styles.contains(&style),
            active: sheet.name == self.active,
            ..sheet
        };
        self.sheets.into_iter().map(named).collect()
    }
}

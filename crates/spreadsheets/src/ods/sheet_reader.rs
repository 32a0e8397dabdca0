//! The cells of sheets.

use quick_xml::events::{BytesStart, Event};

use crate::cell_text::{CellText, iso_text, number_text};
use crate::formula::is_total;
use crate::limits;
use crate::merged_regions::Region;
use crate::read_error::ReadError;
use crate::row_writer::too_many_cells;
use crate::sheet_table::{SheetTable, Stop};
use crate::xml;

/// Bytes that a cell counts for beside its text: it takes a moment even where it has none.
const CELL: u64 = 2;

/// Reads the cells of sheets.
#[derive(Default)]
pub struct SheetReader {
    /// Number of the sheets that have begun.
    pub sheets: usize,
    /// Depth of tables inside each other.
    pub depth: usize,
    inside: Option<OpenTable>,
}

/// A sheet, as far as it is read.
#[derive(Default)]
struct OpenTable {
    row: u64,
    row_repeats: u64,
    /// Bytes that repeated cells and rows have added.
    repeated: u64,
    column: u64,
    /// The column that the next element describes.
    described: u64,
    cells: Vec<(u64, u64, RowContent)>,
    cell: Option<Cell>,
}

/// A cell of the current row, which may be repeated.
#[derive(Clone)]
struct RowContent {
    text: CellText<'static>,
    formula: Option<String>,
    unsaved: bool,
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    repeats: u64,
    span: (u64, u64),
    covered: bool,
    kind: String,
    value: String,
    formula: Option<String>,
    text: String,
    paragraphs: usize,
    /// Depth inside a comment, which is not the cell's text.
    comment: usize,
    in_paragraph: bool,
}

impl SheetReader {
    /// Adds an event; `table`: where the cells of the open sheet go, if it is wanted.
    ///
    /// # Errors
    /// When enough was read, or the sheet is damaged or too large.
    pub fn add(&mut self, event: &Event, table: Option<&mut SheetTable>) -> Result<(), Stop> {
        match event {
            Event::Start(element) if element.local_name().as_ref() == "table" => {
                if self.depth == 0 {
                    self.inside = Some(OpenTable::default());
                    self.sheets += 1;
                }
                self.depth += 1;
            }
            Event::End(element) if element.local_name().as_ref() == "table" => {
                self.depth = self.depth.saturating_sub(1);
            }
            // Tables inside cells are charts' and databases' own.
            event if self.depth == 1 => {
                if let Some((open, table)) = self.inside.as_mut().zip(table) {
                    open.add(event, table)?;
                }
            }
            _ => (),
        }
        Ok(())
    }
}

impl SheetReader {
    /// Passes over the rest of the open sheet.
    pub fn pass_over(&mut self) {
        self.inside = None;
    }
}

impl OpenTable {
    fn add(&mut self, event: &Event, table: &mut SheetTable) -> Result<(), Stop> {
        match event {
            Event::Start(element) => self.begin(element, table)?,
            Event::End(element) => match element.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => self.end_cell(table)?,
                "table-row" => self.end_row(table)?,
                name => self.cell.iter_mut().for_each(|cell| cell.end(name)),
            },
            Event::Text(text) => self.push(&text.xml10_content())?,
            Event::CData(text) => self.push(&text.xml10_content())?,
            Event::GeneralRef(reference) => self.push(&xml::resolve_reference(reference))?,
            _ => (),
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart, table: &mut SheetTable) -> Result<(), Stop> {
        let count = |name| xml::number::<u64>(element, name).unwrap_or(1).max(1);
        let hidden = || xml::attribute(element, "visibility").is_some_and(|how| how != "visible");
        let name = element.local_name();
        match (name.as_ref(), &mut self.cell) {
            ("table-cell" | "covered-table-cell", cell) => *cell = Some(Cell::new(element)),
            (name, Some(cell)) => cell.begin(name, element)?,
            ("table-column", None) => {
                let end = self.described.saturating_add(count("number-columns-repeated"));
                if hidden() {
                    table.hide_columns(clamped(self.described)..=clamped(end - 1));
                }
                self.described = end;
            }
            ("table-row", None) => {
                self.row_repeats = count("number-rows-repeated");
                if hidden() {
                    table.hide_rows(clamped(self.row)..=clamped(self.row.saturating_add(self.row_repeats) - 1));
                }
            }
            _ => (),
        }
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), ReadError> {
        match &mut self.cell {
            Some(cell) if cell.in_paragraph && cell.comment == 0 => cell.push(text),
            _ => Ok(()),
        }
    }

    fn end_cell(&mut self, table: &mut SheetTable) -> Result<(), Stop> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (column, repeats) = (self.column, cell.repeats);
        self.column = column.saturating_add(repeats);
        let (columns, rows) = cell.span;
        if !cell.covered && (columns > 1 || rows > 1) {
            table.merge(Region {
                top: clamped(self.row),
                left: clamped(column),
                bottom: clamped(self.row.saturating_add(rows) - 1),
                right: clamped(column.saturating_add(columns) - 1),
            })?;
        }
        let content = cell.content();
        if content.text != CellText::Empty || content.unsaved {
            self.cells.push((column, repeats, content));
        }
        Ok(())
    }

    /// Writes the row as often as it is repeated.
    fn end_row(&mut self, table: &mut SheetTable) -> Result<(), Stop> {
        let cells = std::mem::take(&mut self.cells);
        let filled = cells.iter().map(|(_, repeats, _)| *repeats).fold(0, u64::saturating_add);
        if filled.saturating_mul(self.row_repeats) > limits::CELLS {
            return Err(too_many_cells().into());
        }
        if !cells.is_empty() {
            self.count_repeated(&cells)?;
            for row in self.row..self.row.saturating_add(self.row_repeats) {
                cells.iter().try_for_each(|cell| write_cell(row, cell, table))?;
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        self.column = 0;
        Ok(())
    }
}

impl OpenTable {
    /// Counts what the cells of the current row add by being repeated, before they are. The last cell or row of a sheet may
    /// be repeated up to its end because of its style; it has no text.
    fn count_repeated(&mut self, cells: &[(u64, u64, RowContent)]) -> Result<(), ReadError> {
        if self.row.saturating_add(self.row_repeats) > u64::from(limits::ROWS) {
            return Err(ReadError::damaged("a cell lies outside the sheet"));
        }
        let written = cells.iter().map(|(_, repeats, content)| (*repeats, content.text.bytes() + CELL));
        let once = written.clone().map(|(_, bytes)| bytes).fold(0, u64::saturating_add);
        let row = written.map(|(repeats, bytes)| bytes.saturating_mul(repeats)).fold(0, u64::saturating_add);
        self.repeated = self.repeated.saturating_add(row.saturating_mul(self.row_repeats).saturating_sub(once));
        if self.repeated > limits::REPEATED {
            return Err(ReadError::too_large(
                "Cells of this sheet are repeated so often that it would become far larger.",
            ));
        }
        Ok(())
    }
}

fn write_cell(row: u64, (from, repeats, content): &(u64, u64, RowContent), table: &mut SheetTable) -> Result<(), Stop> {
    for column in *from..from.saturating_add(*repeats) {
        let (row, column) = (clamped(row), clamped(column));
        if content.unsaved {
            table.add_unsaved(row, column);
        }
        if content.formula.as_ref().is_some_and(|formula| is_total(formula, row, column)) {
            table.add_total(row);
        }
        table.add(row, column, content.text.clone())?;
    }
    Ok(())
}

impl Cell {
    fn new(element: &BytesStart) -> Self {
        let count = |name| xml::number::<u64>(element, name).unwrap_or(1).max(1);
        let text = |name| xml::attribute(element, name).map(std::borrow::Cow::into_owned);
        let values = ["value", "date-value", "time-value", "boolean-value", "string-value"];
        Self {
            repeats: count("number-columns-repeated"),
            span: (count("number-columns-spanned"), count("number-rows-spanned")),
            covered: element.local_name().as_ref() == "covered-table-cell",
            kind: text("value-type").unwrap_or_default(),
            value: values.into_iter().find_map(text).unwrap_or_default(),
            formula: text("formula"),
            ..Self::default()
        }
    }

    fn begin(&mut self, name: &str, element: &BytesStart) -> Result<(), ReadError> {
        match name {
            "annotation" => self.comment += 1,
            _ if self.comment > 0 => (),
            "p" => {
                self.in_paragraph = true;
                self.paragraphs += 1;
                if self.paragraphs > 1 {
                    self.push("\n")?;
                }
            }
            "s" => {
                let spaces = xml::number::<usize>(element, "c").unwrap_or(1);
                if spaces > limits::ROW {
                    return Err(too_long());
                }
                self.push(&" ".repeat(spaces))?;
            }
            "tab" => self.push("\t")?,
            "line-break" => self.push("\n")?,
            _ => (),
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "annotation" => self.comment = self.comment.saturating_sub(1),
            "p" if self.comment == 0 => self.in_paragraph = false,
            _ => (),
        }
    }

    fn push(&mut self, text: &str) -> Result<(), ReadError> {
        self.text.push_str(text);
        if self.text.len() > limits::ROW { Err(too_long()) } else { Ok(()) }
    }

    fn content(self) -> RowContent {
        // A formula without a result has neither a type nor a text.
        let unsaved = self.formula.is_some() && self.kind.is_empty() && self.text.is_empty();
        let shown = if self.text.is_empty() { self.value.clone() } else { self.text };
        let text = match self.kind.as_str() {
            "float" | "percentage" | "currency" => CellText::text(self.value.parse::<f64>().map_or(shown, number_text)),
            "boolean" => CellText::truth(self.value == "true"),
            "date" => CellText::text(iso_text(&self.value)),
            "time" => CellText::text(self.value),
            "error" => CellText::Error(shown),
            _ => CellText::text(shown).or_ods_error(),
        };
        RowContent { text, formula: self.formula, unsaved }
    }
}

fn too_long() -> ReadError {
    ReadError::too_large("A cell of this sheet holds more than 1 MB of text.")
}

/// A number of a row or column; those beyond every sheet are refused where cells are added.
fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

//! "XML Spreadsheet 2003", which report servers write under the name .xls.

use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use crate::cell_text::{CellText, iso_text, number_text};
use crate::formula::is_relative_total;
use crate::limits;
use crate::merged_regions::Region;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};
use crate::xml;

/// An open workbook.
pub struct XmlSpreadsheet {
    text: String,
    sheets: Vec<SheetName>,
    /// Where each sheet begins.
    starts: Vec<usize>,
}

impl XmlSpreadsheet {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = xml::decode(bytes).into_owned();
        let (sheets, starts) = sheets(&text)?;
        Ok(Self { text, sheets, starts })
    }
}

impl Workbook for XmlSpreadsheet {
    fn sheets(&self) -> Vec<SheetName> {
        self.sheets.clone()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let index = self.sheets.iter().position(|known| known.name == sheet);
        let start = index.and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let mut reader = xml::reader(self.text.as_bytes().get(start..).unwrap_or_default());
        // Only the end of the sheet is looked for.
        reader.config_mut().check_end_names = false;
        let mut sheet = SheetReader::new(table);
        let ended = xml::read_events(reader, |event| {
            Ok::<_, Stop>(if sheet.add(event)? { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(xml::sheet_ended(ended)?)
    }
}

/// The sheets, which of them are hidden, which was open, and where they begin.
fn sheets(text: &str) -> Result<(Vec<SheetName>, Vec<usize>), ReadError> {
    let mut reader = xml::reader(text.as_bytes());
    let (mut buffer, mut sheets, mut inside, mut active) = (Vec::new(), Vec::new(), String::new(), 0);
    let (mut depth, mut starts) = (0_usize, Vec::new());
    loop {
        buffer.clear();
        let place = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Start(element) => {
                depth += 1;
                element.local_name().as_ref().clone_into(&mut inside);
                if inside == "Worksheet" && sheets.len() < limits::SHEETS {
                    let name = xml::attribute(&element, "Name").unwrap_or_default().into_owned();
                    sheets.push(SheetName { name, ..SheetName::default() });
                    starts.push(place);
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                inside.clear();
            }
            Event::Text(text) if inside == "ActiveSheet" => active = text.xml10_content().trim().parse().unwrap_or(0),
            Event::Text(text) if inside == "Visible" => {
                let hidden = text.xml10_content().trim() != "SheetVisible";
                sheets.last_mut().into_iter().for_each(|sheet| sheet.hidden = hidden);
            }
            Event::Eof if depth > 0 => return Err(ReadError::damaged("the end of the file is missing")),
            Event::Eof => break,
            _ => (),
        }
    }
    sheets.get_mut(active).into_iter().for_each(|sheet| sheet.active = true);
    Ok((sheets, starts))
}

/// Reads the cells of one sheet.
struct SheetReader<'a> {
    /// Where the next row, cell and column are that do not say so, counted from 0.
    row: u32,
    column: u32,
    described: u32,
    cell: Option<Cell>,
    table: &'a mut SheetTable,
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    column: u32,
    across: u32,
    down: u32,
    formula: Option<String>,
    kind: String,
    text: String,
    in_data: bool,
    in_comment: bool,
}

impl<'a> SheetReader<'a> {
    fn new(table: &'a mut SheetTable) -> Self {
        Self { row: 0, column: 0, described: 0, cell: None, table }
    }

    /// Adds an event; true: the sheet has ended.
    fn add(&mut self, event: &Event) -> Result<bool, Stop> {
        match event {
            Event::End(element) if element.local_name().as_ref() == "Worksheet" => return Ok(true),
            Event::Start(element) => self.begin(element),
            Event::End(element) => self.end(element.local_name().as_ref())?,
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => self.push(&xml::resolve_reference(reference)),
            _ => (),
        }
        Ok(false)
    }

    fn begin(&mut self, element: &BytesStart) {
        let number = |name| xml::number::<u32>(element, name);
        let index = number("Index").filter(|index| *index > 0).map(|index| index - 1);
        let span = number("Span").unwrap_or(0);
        let name = element.local_name();
        match (name.as_ref(), &mut self.cell) {
            ("Row", _) => {
                self.row = index.unwrap_or(self.row);
                self.column = 0;
                if xml::is_true(element, "Hidden") {
                    self.table.hide_rows(self.row..=self.row.saturating_add(span));
                }
            }
            ("Column", None) => {
                let first = index.unwrap_or(self.described);
                self.described = first.saturating_add(span).saturating_add(1);
                if xml::is_true(element, "Hidden") {
                    self.table.hide_columns(first..=first.saturating_add(span));
                }
            }
            ("Cell", cell) => {
                *cell = Some(Cell {
                    column: index.unwrap_or(self.column),
                    across: number("MergeAcross").unwrap_or(0),
                    down: number("MergeDown").unwrap_or(0),
                    formula: xml::attribute(element, "Formula").map(std::borrow::Cow::into_owned),
                    ..Cell::default()
                });
            }
            ("Comment", Some(cell)) => cell.in_comment = true,
            ("Data", Some(cell)) if !cell.in_comment => {
                cell.in_data = true;
                cell.kind = xml::attribute(element, "Type").unwrap_or_default().into_owned();
            }
            _ => (),
        }
    }

    fn push(&mut self, text: &str) {
        let open = self.cell.as_mut().filter(|cell| cell.in_data);
        open.into_iter().for_each(|cell| cell.text.push_str(text));
    }

    fn end(&mut self, name: &str) -> Result<(), Stop> {
        match (name, &mut self.cell) {
            ("Row", _) => {
                self.row = self.row.saturating_add(1);
                self.column = 0;
            }
            ("Comment", Some(cell)) => cell.in_comment = false,
            ("Data", Some(cell)) => cell.in_data = false,
            ("Cell", _) => self.end_cell()?,
            _ => (),
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (row, column) = (self.row, cell.column);
        let (bottom, right) = (row.saturating_add(cell.down), column.saturating_add(cell.across));
        self.column = right.saturating_add(1);
        self.table.merge(Region { top: row, left: column, bottom, right })?;
        if cell.formula.is_some() && cell.kind.is_empty() {
            self.table.add_unsaved(row, column);
        }
        if cell.formula.as_deref().is_some_and(is_relative_total) {
            self.table.add_total(row);
        }
        self.table.add(row, column, cell.content())
    }
}

impl Cell {
    fn content(self) -> CellText<'static> {
        let text = self.text;
        match (self.kind.as_str(), text.trim()) {
            ("Number", number) => CellText::text(number.parse().map_or_else(|_| number.to_owned(), number_text)),
            ("DateTime", date) => CellText::text(iso_text(date)),
            ("Boolean", truth) => CellText::truth(truth == "1"),
            ("Error", error) => CellText::Error(error.to_owned()),
            _ => CellText::text(text),
        }
    }
}

//! The cells of a sheet.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::shared_strings::{RichText, SharedStrings, unescaped};
use super::styles::Styles;
use crate::cell_text::{CellText, iso_text};
use crate::formula::{a1_place, is_total};
use crate::limits;
use crate::merged_regions::Region;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::xml;

/// What cells refer to.
pub struct Context<'a> {
    /// The shared texts.
    pub strings: &'a SharedStrings,
    /// The cell styles.
    pub styles: &'a Styles,
    /// True if dates count from 1904.
    pub since_1904: bool,
}

/// Reads a sheet.
pub fn read(part: impl BufRead, context: &Context, table: &mut SheetTable) -> Result<(), Stop> {
    let mut reader = xml::reader(part);
    let mut sheet = SheetReader { context, table, row: 0, column: 0, cell: None, ended: false };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Eof if !sheet.ended => return Err(ReadError::damaged("the end of a sheet is missing").into()),
            Event::Eof => return Ok(()),
            event => sheet.add(&event)?,
        }
    }
}

struct SheetReader<'a> {
    context: &'a Context<'a>,
    table: &'a mut SheetTable,
    /// Where the next row and cell are that do not say so, counted from 0.
    row: u32,
    column: u32,
    cell: Option<Cell>,
    ended: bool,
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
    value: String,
    text: RichText,
    formula: Option<String>,
    /// The element that the text being read belongs to.
    inside: Inside,
}

/// What the value of a cell is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    SharedText,
    InlineText,
    /// The text of a formula.
    Text,
    Error,
    Truth,
    Date,
}

impl Kind {
    fn from_code(code: &str) -> Self {
        match code {
            "s" => Self::SharedText,
            "inlineStr" => Self::InlineText,
            "str" => Self::Text,
            "e" => Self::Error,
            "b" => Self::Truth,
            "d" => Self::Date,
            _ => Self::Number,
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Value,
    Formula,
    Text,
}

impl SheetReader<'_> {
    fn add(&mut self, event: &Event) -> Result<(), Stop> {
        if let Some(cell) = &mut self.cell {
            if matches!(event, Event::End(element) if element.local_name().as_ref() == "c") {
                return self.end_cell();
            }
            cell.add(event);
            return Ok(());
        }
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => self.begin_row(element),
                "c" => self.begin_cell(element),
                "col" if xml::is_true(element, "hidden") => {
                    let at = |name| xml::number::<u32>(element, name).unwrap_or(1).saturating_sub(1);
                    self.table.hide_columns(at("min")..=at("max"));
                }
                "mergeCell" => {
                    let region = xml::attribute(element, "ref").and_then(|place| region(&place));
                    region.map_or(Ok(()), |region| self.table.merge(region))?;
                }
                _ => (),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "row" => {
                    self.row = self.row.saturating_add(1);
                    self.column = 0;
                }
                "worksheet" => self.ended = true,
                _ => (),
            },
            _ => (),
        }
        Ok(())
    }

    fn begin_row(&mut self, element: &BytesStart) {
        let number = xml::number::<u32>(element, "r").filter(|number| *number > 0);
        self.row = number.map_or(self.row, |number| number - 1);
        self.column = 0;
        if xml::is_true(element, "hidden") {
            self.table.hide_rows(self.row..=self.row);
        }
    }

    fn begin_cell(&mut self, element: &BytesStart) {
        let place = xml::attribute(element, "r").and_then(|place| a1_place(&place));
        let (row, column) = place.unwrap_or((self.row, self.column));
        self.column = column.saturating_add(1);
        self.cell = Some(Cell {
            row,
            column,
            kind: xml::attribute(element, "t").map_or(Kind::Number, |code| Kind::from_code(&code)),
            style: xml::number(element, "s").unwrap_or(0),
            ..Cell::default()
        });
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        let Some(mut cell) = self.cell.take() else { return Ok(()) };
        if let Some(formula) = &cell.formula {
            // The text of a formula may be empty.
            if cell.value.is_empty() && cell.kind != Kind::Text {
                self.table.add_unsaved(cell.row, cell.column);
            }
            if is_total(formula, cell.row, cell.column) {
                self.table.add_total(cell.row);
            }
        }
        let content = cell.content(self.context);
        self.table.add(cell.row, cell.column, content)
    }
}

impl Cell {
    fn add(&mut self, event: &Event) {
        match event {
            Event::Start(element) if self.inside == Inside::Other => {
                self.inside = match element.local_name().as_ref() {
                    "v" => Inside::Value,
                    "f" => {
                        self.formula = Some(String::new());
                        Inside::Formula
                    }
                    "is" => Inside::Text,
                    _ => Inside::Other,
                };
            }
            Event::End(element) if matches!(element.local_name().as_ref(), "v" | "f" | "is") => {
                self.inside = Inside::Other;
            }
            event if self.inside == Inside::Text => self.text.add(event),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => self.push(&xml::resolve_reference(reference)),
            _ => (),
        }
    }

    fn push(&mut self, text: &str) {
        match (self.inside, &mut self.formula) {
            (Inside::Value, _) => self.value.push_str(text),
            (Inside::Formula, Some(formula)) => formula.push_str(text),
            _ => (),
        }
    }

    /// What a person sees in the cell.
    fn content<'a>(&mut self, context: &Context<'a>) -> CellText<'a> {
        let value = std::mem::take(&mut self.value);
        match (self.kind, value.trim()) {
            (Kind::Text, _) => CellText::text(unescaped(value)),
            (Kind::InlineText, _) | (_, "") => CellText::text(self.text.take()),
            (Kind::SharedText, number) => {
                let text = number.parse().ok().and_then(|index| context.strings.get(index));
                text.map_or_else(|| CellText::Error("its text is missing".into()), CellText::text)
            }
            (Kind::Error, error) => CellText::Error(error.to_owned()),
            (Kind::Truth, truth) => CellText::truth(truth == "1" || truth.eq_ignore_ascii_case("true")),
            (Kind::Date, date) => CellText::text(iso_text(date)),
            (Kind::Number, number) => match number.parse::<f64>() {
                Ok(parsed) if parsed.is_finite() => {
                    CellText::text(context.styles.format(self.style).text(parsed, context.since_1904))
                }
                // Not a number though it should be one: whatever a person sees there.
                _ => CellText::text(number.to_owned()),
            },
        }
    }
}

/// `A2:A6`.
fn region(text: &str) -> Option<Region> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (a1_place(from)?, a1_place(to)?);
    let inside = bottom < limits::ROWS && right < limits::COLUMNS;
    (top <= bottom && left <= right && inside).then_some(Region { top, left, bottom, right })
}

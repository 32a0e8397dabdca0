//! Tables of web pages, which report servers write under the name .xls, and of web archives (.mht).
//!
//! Every table that has rows of its own is a sheet; the engine picks the one with the headings. A table around another
//! one is layout.

use std::borrow::Cow;

use encoding_rs::Encoding;
use html5gum::{StartTag, Token, Tokenizer};

use crate::cell_text::CellText;
use crate::limits;
use crate::merged_regions::Region;
use crate::mime;
use crate::read_error::ReadError;
use crate::row_writer::too_many_cells;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};
use crate::xml;

/// Bytes in which a page says how it is encoded.
const HEAD_BYTES: usize = 4096;
/// Tables inside each other.
const DEPTH: usize = 32;

/// The tables of a page.
pub struct HtmlTables {
    tables: Vec<HtmlTable>,
}

/// One table.
#[derive(Debug, Default)]
struct HtmlTable {
    cells: Vec<HtmlCell>,
    hidden_rows: Vec<u32>,
    /// By column: the number of rows that cells of earlier rows reach into.
    reached: Vec<u32>,
    rows: u32,
    column: u32,
    open: Option<HtmlCell>,
}

#[derive(Debug)]
struct HtmlCell {
    region: Region,
    text: String,
}

impl HtmlTables {
    /// From a web page.
    ///
    /// # Errors
    /// When it has no table, or too many cells.
    pub fn from_page(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut pages = PageReader::default();
        pages.read(&decode(bytes))?;
        pages.finish()
    }

    /// From a web archive.
    ///
    /// # Errors
    /// When it has no table, or too many cells.
    pub fn from_archive(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut pages = PageReader::default();
        for page in mime::html_parts(bytes) {
            pages.read(&decode(&page))?;
        }
        pages.finish()
    }
}

impl Workbook for HtmlTables {
    fn sheets(&self) -> Vec<SheetName> {
        let alone = self.tables.len() == 1;
        let name = |index| if alone { String::new() } else { format!("Table {index}") };
        (1..=self.tables.len()).map(|index| SheetName { name: name(index), ..SheetName::default() }).collect()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let index = self.sheets().iter().position(|known| known.name == sheet).unwrap_or(usize::MAX);
        let Some(found) = self.tables.get(index) else { return Ok(()) };
        found.hidden_rows.iter().for_each(|row| table.hide_rows(*row..=*row));
        for cell in &found.cells {
            table.merge(cell.region)?;
            table.add(cell.region.top, cell.region.left, CellText::text(cell.text.as_str()).or_ods_error())?;
        }
        Ok(())
    }
}

/// Reads pages.
#[derive(Default)]
struct PageReader {
    /// The tables around this place, from the outermost on.
    open: Vec<HtmlTable>,
    tables: Vec<HtmlTable>,
    /// Inside an element whose text nobody sees.
    unseen: Option<Vec<u8>>,
    cells: u64,
}

impl PageReader {
    fn read(&mut self, page: &str) -> Result<(), ReadError> {
        for token in Tokenizer::new(page) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => self.begin(&tag)?,
                Token::EndTag(tag) => self.end(&tag.name),
                Token::String(text) if self.unseen.is_none() => self.push(&String::from_utf8_lossy(&text)),
                _ => (),
            }
        }
        while !self.open.is_empty() {
            self.end_table();
        }
        Ok(())
    }

    fn begin(&mut self, tag: &StartTag<()>) -> Result<(), ReadError> {
        if self.unseen.is_some() {
            return Ok(());
        }
        let name: &[u8] = &tag.name;
        match name {
            b"script" | b"style" | b"title" => self.unseen = (!tag.self_closing).then(|| name.to_vec()),
            b"table" if self.open.len() >= DEPTH => return Err(ReadError::damaged("tables are nested too deeply")),
            b"table" => self.open.push(HtmlTable::default()),
            b"tr" => self.in_table(|table| table.begin_row(is_hidden(tag))),
            b"td" | b"th" => {
                let span = |name: &[u8]| attribute(tag, name).trim().parse::<u32>().unwrap_or(1).clamp(1, limits::ROWS);
                let (across, down) = (span(b"colspan"), span(b"rowspan"));
                let mut columns = 1;
                self.in_table(|table| columns = table.begin_cell(across, down));
                self.cells += u64::from(columns);
                if self.cells > limits::CELLS {
                    return Err(too_many_cells());
                }
            }
            b"br" | b"p" | b"div" => self.push(" "),
            _ => (),
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            name if self.unseen.as_deref() == Some(name) => self.unseen = None,
            _ if self.unseen.is_some() => (),
            b"table" => self.end_table(),
            b"tr" => self.in_table(HtmlTable::end_cell),
            b"td" | b"th" => self.in_table(HtmlTable::end_cell),
            _ => (),
        }
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.open.pop() else { return };
        table.end_cell();
        // What stands around another table is layout.
        if !table.cells.is_empty() {
            self.in_table(|outer| outer.open = None);
            self.tables.push(table);
        }
    }

    fn push(&mut self, text: &str) {
        self.in_table(|table| {
            if let Some(cell) = &mut table.open {
                cell.text.push_str(text);
            }
        });
    }

    fn in_table(&mut self, change: impl FnOnce(&mut HtmlTable)) {
        if let Some(table) = self.open.last_mut() {
            change(table);
        }
    }

    fn finish(mut self) -> Result<HtmlTables, ReadError> {
        self.tables.truncate(limits::SHEETS);
        if self.tables.is_empty() {
            return Err(ReadError::new(
                "This is a web page without a table, whatever its name says.",
                "Export the pupils again, as CSV or as an Excel workbook, and choose that file.",
            ));
        }
        Ok(HtmlTables { tables: self.tables })
    }
}

impl HtmlTable {
    fn begin_row(&mut self, hidden: bool) {
        self.end_cell();
        if hidden {
            self.hidden_rows.push(self.rows);
        }
        self.rows = self.rows.saturating_add(1);
        self.column = 0;
    }

    /// Begins a cell; returns the number of columns that it fills or passes over.
    fn begin_cell(&mut self, across: u32, down: u32) -> u32 {
        self.end_cell();
        self.rows = self.rows.max(1);
        let (row, from) = (self.rows - 1, self.column);
        while self.reached.get(self.column as usize).is_some_and(|rows| *rows > row) {
            self.column += 1;
        }
        let left = self.column;
        let right = left.saturating_add(across - 1).min(limits::COLUMNS);
        let bottom = row.saturating_add(down - 1);
        if down > 1 {
            let columns = left as usize..right as usize + 1;
            self.reached.resize(self.reached.len().max(columns.end), 0);
            self.reached.get_mut(columns).into_iter().flatten().for_each(|rows| *rows = bottom.saturating_add(1));
        }
        self.column = right.saturating_add(1);
        self.open = Some(HtmlCell { region: Region { top: row, left, bottom, right }, text: String::new() });
        self.column - from.min(self.column)
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.open.take() else { return };
        let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.cells.push(HtmlCell { text, ..cell });
        }
    }
}

fn attribute<'a>(tag: &'a StartTag<()>, name: &[u8]) -> Cow<'a, str> {
    tag.attributes.get(name).map_or(Cow::Borrowed(""), |value| String::from_utf8_lossy(value))
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = attribute(tag, b"style").replace(' ', "").to_ascii_lowercase();
    style.contains("display:none") || tag.attributes.contains_key(&b"hidden"[..])
}

/// Decodes a page by its byte order mark or what it says in its head.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    xml::decode_markup(bytes, declared)
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD_BYTES).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, label) = head.split_once("charset=")?;
    let label = label.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ';', '>', ' ', '/']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(page: &str) -> Vec<String> {
        let mut tables = HtmlTables::from_page(page.as_bytes()).unwrap();
        let names = tables.sheets();
        let book: &mut dyn Workbook = &mut tables;
        names.iter().map(|sheet| String::from_utf8(book.table(&sheet.name).unwrap().text).unwrap()).collect()
    }

    #[test]
    fn a_page_as_its_tables() {
        let page = "<!-- x --><style>td{}</style><div><TABLE border=1><thead><tr><th>UPN<th>Name &amp; class</thead>\
                    <tr><td>A1</td><td>O'Ash,&nbsp;<b>Ada</b><br>6A</td></tr><tr style='display: none'><td>A2<td>x</table>";
        assert_eq!(tables(page), ["UPN,Name & class\r\nA1,\"O'Ash, Ada 6A\"\r\nA2,x\r\n"]);
        let mut hidden = HtmlTables::from_page(page.as_bytes()).unwrap();
        let book: &mut dyn Workbook = &mut hidden;
        assert_eq!(book.table("").unwrap().hidden_rows, [3]);
    }

    #[test]
    fn cells_over_rows_and_columns() {
        let page = "<table><tr><th rowspan=2>UPN<th colspan=2>English<tr><th>Now<th>Target<tr><td>A1<td>3<td>4</table>";
        assert_eq!(tables(page), ["UPN,English,English\r\nUPN,Now,Target\r\nA1,3,4\r\n"]);
    }

    #[test]
    fn tables_inside_tables() {
        let page = "<table><tr><td>Menu</td><td><table><tr><td>UPN</td></tr></table></td></tr></table>";
        assert_eq!(tables(page), ["UPN\r\n", "Menu\r\n"]);
        assert!(HtmlTables::from_page(b"<html>Please log in</html>").is_err());
        assert!(HtmlTables::from_page("<table><tr><td>".repeat(100).as_bytes()).is_err());
    }

    #[test]
    fn letters_of_other_encodings() {
        assert_eq!(decode(b"<td>S\xe9"), "<td>S\u{e9}");
        assert_eq!(decode("<td>S\u{e9}".as_bytes()), "<td>S\u{e9}");
        assert_eq!(decode(b"<meta charset=\"iso-8859-1\"><td>S\xe9").chars().last(), Some('\u{e9}'));
    }
}

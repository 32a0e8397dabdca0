//! Excel since 2007 (.xlsx, .xlsm): XML in a ZIP file.
//!
//! [`package`] finds the parts, [`shared_strings`] and [`styles`] read two of them, and [`sheet`] the cells. Nothing
//! that a part claims (dimensions, counts, order) is relied upon, and a cell that cannot be understood costs itself only.

mod package;
mod shared_strings;
mod sheet;
mod styles;

use quick_xml::events::Event;

use crate::limits;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};
use crate::xml;
use package::Package;
use shared_strings::SharedStrings;
use styles::Styles;

pub use package::main_part;

/// A sheet, and the part that holds it.
#[derive(Debug)]
struct SheetPart {
    name: SheetName,
    part: String,
}

/// An open workbook.
pub struct XlsxWorkbook {
    package: Package,
    sheets: Vec<SheetPart>,
    strings: SharedStrings,
    styles: Styles,
    since_1904: bool,
}

impl XlsxWorkbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let mut package = Package::open(bytes)?;
        let main = package.main_part();
        let relations = package.relations(&main)?;
        let part = |kind: &str| relations.iter().find(|relation| relation.is(kind)).map(|found| found.target.clone());
        let strings = match part("sharedStrings") {
            Some(part) if package.has(&part) => SharedStrings::read(package.part(&part)?)?,
            _ => SharedStrings::default(),
        };
        let styles = match part("styles") {
            Some(part) if package.has(&part) => Styles::read(package.part(&part)?)?,
            _ => Styles::default(),
        };
        let mut book = Self { package, sheets: Vec::new(), strings, styles, since_1904: false };
        book.read_main_part(&main, &relations)?;
        Ok(book)
    }

    fn read_main_part(&mut self, main: &str, relations: &[package::Relation]) -> Result<(), ReadError> {
        let mut reader = xml::reader(self.package.part(main)?);
        let (mut buffer, mut active, mut index) = (Vec::new(), 0, 0);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => self.since_1904 = xml::is_true(&element, "date1904"),
                    "workbookView" => active = xml::number(&element, "activeTab").unwrap_or(0),
                    "sheet" if self.sheets.len() < limits::SHEETS => {
                        let id = xml::attribute(&element, "id").unwrap_or_default();
                        let relation = relations.iter().find(|relation| relation.id == id);
                        let name = SheetName {
                            name: xml::attribute(&element, "name").unwrap_or_default().into_owned(),
                            hidden: xml::attribute(&element, "state").is_some_and(|state| state != "visible"),
                            active: index == active,
                        };
                        index += 1;
                        // A part that several sheets share is read once.
                        let known = |part: &str| self.sheets.iter().any(|sheet| sheet.part == part);
                        let found = relation.filter(|found| found.is("worksheet") && !known(&found.target));
                        self.sheets.extend(found.map(|found| SheetPart { name, part: found.target.clone() }));
                    }
                    _ => (),
                },
                Event::Eof => return Ok(()),
                _ => (),
            }
        }
    }
}

impl Workbook for XlsxWorkbook {
    fn sheets(&self) -> Vec<SheetName> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let found = self.sheets.iter().find(|known| known.name.name == sheet);
        let part = found.map(|sheet| sheet.part.as_str()).unwrap_or_default();
        let context = sheet::Context { strings: &self.strings, styles: &self.styles, since_1904: self.since_1904 };
        sheet::read(self.package.part(part)?, &context, table)
    }
}

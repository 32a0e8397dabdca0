//! OpenDocument (.ods, and .fods, which is the same XML without a ZIP file around it).
//!
//! The content is streamed: [`sheet_list`] finds the sheets, [`sheet_reader`] reads their cells. What a few letters repeat
//! (rows, cells, spaces) is counted before it is written.

mod sheet_list;
mod sheet_reader;

use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use zip::ZipArchive;

use crate::limits;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};
use crate::{xml, zip_check};
use sheet_list::SheetList;
use sheet_reader::SheetReader;

/// Parts of the ZIP file.
const CONTENT: &str = "content.xml";
const SETTINGS: &str = "settings.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// An open workbook.
pub struct OdsWorkbook {
    source: Source,
    sheets: Vec<SheetName>,
}

enum Source {
    Zip(Box<ZipArchive<Cursor<Vec<u8>>>>),
    Flat(String),
}

impl OdsWorkbook {
    /// Opens a ZIP file.
    ///
    /// # Errors
    /// When it is damaged or encrypted.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_check::damaged)?;
        let mut manifest = String::new();
        if let Ok(part) = archive.by_name(MANIFEST) {
            // What cannot be decoded is no manifest.
            _ = part.take(limits::ROW as u64).read_to_string(&mut manifest);
        }
        if manifest.contains("encryption-data") {
            return Err(ReadError::password());
        }
        Self { source: Source::Zip(Box::new(archive)), sheets: Vec::new() }.with_sheets()
    }

    /// Opens a flat file.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn flat(bytes: &[u8]) -> Result<Self, ReadError> {
        Self { source: Source::Flat(xml::decode(bytes).into_owned()), sheets: Vec::new() }.with_sheets()
    }

    fn with_sheets(mut self) -> Result<Self, ReadError> {
        let mut list = SheetList::default();
        if let Ok(settings) = self.source.part(SETTINGS) {
            list.read(settings)?;
        }
        list.read(self.source.part(CONTENT)?)?;
        self.sheets = list.finish();
        Ok(self)
    }
}

impl Source {
    fn part(&mut self, name: &str) -> Result<Box<dyn BufRead + '_>, ReadError> {
        match self {
            Self::Zip(archive) => {
                Ok(Box::new(BufReader::new(archive.by_name(name).map_err(zip_check::damaged)?)) as Box<dyn BufRead>)
            }
            Self::Flat(text) => Ok(Box::new(text.as_bytes())),
        }
    }
}

impl Workbook for OdsWorkbook {
    fn sheets(&self) -> Vec<SheetName> {
        self.sheets.clone()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let index = self.sheets.iter().position(|known| known.name == sheet).unwrap_or(usize::MAX);
        let reader = xml::reader(self.source.part(CONTENT)?);
        let mut sheets = SheetReader::default();
        let ended = xml::read_events(reader, |event| {
            sheets.add(event, (sheets.sheets == index + 1).then_some(&mut *table))?;
            let ended = sheets.depth == 0 && sheets.sheets > index;
            Ok::<_, Stop>(if ended { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(xml::sheet_ended(ended)?)
    }

    /// All sheets in one pass.
    fn starts(&mut self) -> Vec<Result<Vec<u8>, ReadError>> {
        let mut tables = self.sheets.iter().map(|_| SheetTable::start()).collect::<Vec<_>>();
        match self.read_starts(&mut tables) {
            Ok(()) => tables.into_iter().map(|table| Ok(table.finish()?.text)).collect(),
            Err(error) => vec![Err(error); tables.len()],
        }
    }
}

impl OdsWorkbook {
    fn read_starts(&mut self, tables: &mut [SheetTable]) -> Result<(), ReadError> {
        let reader = xml::reader(self.source.part(CONTENT)?);
        let mut sheets = SheetReader::default();
        xml::read_events(reader, |event| {
            let table = sheets.sheets.checked_sub(1).and_then(|index| tables.get_mut(index));
            match sheets.add(event, table) {
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Enough) => sheets.pass_over(),
                Ok(()) => (),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(())
    }
}

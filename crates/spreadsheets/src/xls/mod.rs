//! Excel until 2003 (.xls): records in a compound file, or bare as older programs and report writers leave them.
//!
//! [`record`] divides the bytes into records, [`globals`] reads what holds for the whole workbook, [`text`] the texts
//! of every version, [`cells`] a sheet, and [`formula`] knows the formulas that sum up a column. The file is not
//! trusted: a chain of sectors that does not end, a record that is cut short or a cell far away costs no memory.

mod cells;
mod formula;
mod globals;
mod record;
mod text;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use crate::encryption;
use crate::limits;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};
use globals::Globals;
pub(crate) use record::{id, u16_at};

/// The streams that hold a workbook: since Excel 97, and of Excel 5 and 95.
const STREAMS: [&str; 2] = ["Workbook", "Book"];
/// How streams and storages of compound files that are no workbooks begin, and what those are.
const OTHERS: [(&str, &str); 4] = [
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a presentation"),
    ("__properties_version", "a mail message saved from Outlook"),
    ("__subst", "a mail message saved from Outlook"),
];

/// An open workbook.
pub struct XlsWorkbook {
    stream: Vec<u8>,
    globals: Globals,
}

impl XlsWorkbook {
    /// Opens a compound file.
    ///
    /// # Errors
    /// When it is damaged, encrypted or no workbook.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let size = bytes.len();
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        let Some(name) = STREAMS.into_iter().find(|name| file.is_stream(name)) else {
            return Err(not_a_workbook(&file));
        };
        let part = file.open_stream(name).map_err(damaged)?;
        if part.len() > size as u64 {
            return Err(ReadError::damaged("a part is not as large as it says"));
        }
        let mut stream = Vec::new();
        part.take(size as u64).read_to_end(&mut stream).map_err(damaged)?;
        Self::from_stream(stream)
    }

    /// Opens bare records.
    ///
    /// # Errors
    /// When they are damaged or encrypted.
    pub fn from_stream(mut stream: Vec<u8>) -> Result<Self, ReadError> {
        encryption::records::unlock(&mut stream)?;
        let globals = Globals::read(&stream)?;
        Ok(Self { stream, globals })
    }
}

impl Workbook for XlsWorkbook {
    fn sheets(&self) -> Vec<SheetName> {
        let sheets = self.globals.sheets.iter().enumerate().filter(|(_, sheet)| sheet.is_worksheet);
        let name = |(index, sheet): (usize, &globals::BoundSheet)| SheetName {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            active: index == self.globals.active,
        };
        // Each of them may reach to the end of the stream.
        let most = limits::TOTAL as usize / self.stream.len().max(1);
        sheets.map(name).take(most.clamp(1, limits::SHEETS)).collect()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let found = self.globals.sheets.iter().find(|known| known.is_worksheet && known.name == sheet);
        let start = found.map_or(self.stream.len(), |sheet| sheet.start);
        let records = self.stream.get(start..).ok_or_else(|| ReadError::damaged("a sheet lies beyond the end"))?;
        cells::read(records, &self.globals, table)
    }
}

fn not_a_workbook(file: &CompoundFile<Cursor<Vec<u8>>>) -> ReadError {
    let parts = file.read_root_storage().map(|part| part.name().to_owned()).collect::<Vec<_>>();
    let known = |(name, _): &&(&str, &str)| parts.iter().any(|part| part.starts_with(name));
    match OTHERS.iter().find(known) {
        Some((_, is)) => ReadError::not_a_workbook(is),
        None if parts.is_empty() => ReadError::damaged("nothing is in it"),
        None => ReadError::not_a_workbook("a mail message or another document of Microsoft Office"),
    }
}

/// Not in the library's words, which are about sectors and chains.
fn damaged(_: std::io::Error) -> ReadError {
    ReadError::damaged("the places of its parts are wrong")
}

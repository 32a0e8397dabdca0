//! What the readers of workbooks have in common.

use crate::file_kind::FileKind;
use crate::html::HtmlTables;
use crate::ods::OdsWorkbook;
use crate::read_error::ReadError;
use crate::sheet_table::{ReadTable, SheetTable, Stop};
use crate::sylk::SylkFile;
use crate::xls::XlsWorkbook;
use crate::xlsb::XlsbWorkbook;
use crate::xlsx::XlsxWorkbook;
use crate::xml_spreadsheet::XmlSpreadsheet;

/// A sheet that can hold cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetName {
    /// Its name; empty for a file without sheets.
    pub name: String,
    /// True if the spreadsheet program hides it.
    pub hidden: bool,
    /// True if it was open when the workbook was saved.
    pub active: bool,
}

/// An open workbook.
pub trait Workbook {
    /// Its sheets.
    fn sheets(&self) -> Vec<SheetName>;

    /// Reads a sheet.
    ///
    /// # Errors
    /// When enough was read, or the sheet is damaged or too large.
    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop>;

    /// The first rows of every sheet as CSV (empty for one without cells), or why it cannot be read.
    fn starts(&mut self) -> Vec<Result<Vec<u8>, ReadError>> {
        let sheets = self.sheets();
        let start = |sheet: SheetName| {
            let mut table = SheetTable::start();
            match self.read(&sheet.name, &mut table) {
                Err(Stop::Failed(error)) => Err(error),
                Err(Stop::Enough) | Ok(()) => Ok(table.finish()?.text),
            }
        };
        sheets.into_iter().map(start).collect()
    }
}

impl dyn Workbook {
    /// Opens a workbook whose kind [`FileKind::detect`] found, so it is within the limits.
    ///
    /// # Errors
    /// When it is damaged or encrypted.
    pub fn open(kind: FileKind, bytes: Vec<u8>) -> Result<Box<Self>, ReadError> {
        Ok(match kind {
            FileKind::Xlsb => Box::new(XlsbWorkbook::open(bytes)?),
            FileKind::Xls => Box::new(XlsWorkbook::open(bytes)?),
            FileKind::BareXls => Box::new(XlsWorkbook::from_stream(bytes)?),
            FileKind::Ods => Box::new(OdsWorkbook::open(bytes)?),
            FileKind::FlatOds => Box::new(OdsWorkbook::flat(&bytes)?),
            FileKind::XmlSpreadsheet => Box::new(XmlSpreadsheet::open(&bytes)?),
            FileKind::Html => Box::new(HtmlTables::from_page(&bytes)?),
            FileKind::WebArchive => Box::new(HtmlTables::from_archive(&bytes)?),
            FileKind::Sylk => Box::new(SylkFile::open(&bytes)),
            FileKind::Xlsx | FileKind::Ctf => Box::new(XlsxWorkbook::open(bytes)?),
        })
    }

    /// A sheet as CSV, and what else it says. Merged cells are known at the end only, so a sheet that has any is read
    /// twice.
    ///
    /// # Errors
    /// When the sheet is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<ReadTable, ReadError> {
        let mut table = SheetTable::default();
        self.read_into(sheet, &mut table)?;
        let merged = table.merged()?;
        if !merged.is_empty() {
            table = SheetTable::with_merged(merged);
            self.read_into(sheet, &mut table)?;
        }
        table.finish()
    }

    fn read_into(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), ReadError> {
        match self.read(sheet, table) {
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Enough) | Ok(()) => Ok(()),
        }
    }
}

//! Workbooks, by calamine.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};
use calamine::{OdsError, XlsError, XlsbError};

use crate::cell_text::CellText;
use crate::csv_writer::CsvWriter;
use crate::file_kind::FileKind;
use crate::limits;
use crate::ods_size;
use crate::read_error::{ReadError, TableNote};

type WorkbookBytes = Cursor<Vec<u8>>;

/// An open workbook.
pub enum Workbook {
    /// Streamed cell by cell.
    Xlsx(Box<Xlsx<WorkbookBytes>>),
    /// Streamed cell by cell.
    Xlsb(Box<Xlsb<WorkbookBytes>>),
    /// Read as a whole.
    Xls(Box<Xls<WorkbookBytes>>),
    /// Read as a whole.
    Ods(Box<Ods<WorkbookBytes>>),
}

/// Receives the cells of a sheet.
pub struct SheetSink {
    /// The table.
    pub rows: CsvWriter,
    /// Cells that are errors.
    pub notes: Vec<TableNote>,
    /// Rows and bytes after which to stop; `None`: read to the end.
    limit: Option<(u32, usize)>,
}

impl Workbook {
    /// Opens a workbook whose kind [`FileKind::detect`] found, so it is within the limits.
    ///
    /// # Errors
    /// When it is damaged or encrypted.
    pub fn open(kind: FileKind, bytes: Vec<u8>) -> Result<Self, ReadError> {
        if kind == FileKind::Ods {
            ods_size::check(&bytes)?;
        }
        let bytes = Cursor::new(bytes);
        Ok(match kind {
            FileKind::Xlsb => Self::Xlsb(Box::new(Xlsb::new(bytes).map_err(xlsb_error)?)),
            FileKind::Xls => Self::Xls(Box::new(Xls::new(bytes).map_err(xls_error)?)),
            FileKind::Ods => Self::Ods(Box::new(Ods::new(bytes).map_err(ods_error)?)),
            FileKind::Xlsx | FileKind::Ctf => Self::Xlsx(Box::new(Xlsx::new(bytes).map_err(xlsx_error)?)),
        })
    }

    /// The names of the sheets that can hold cells, and whether each is hidden.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        let of_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        of_cells.map(|sheet: &Sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
    }

    /// The first rows of a sheet as CSV; empty if it has no cells.
    ///
    /// # Errors
    /// When the sheet is damaged.
    pub fn start(&mut self, sheet: &str) -> Result<Vec<u8>, ReadError> {
        let mut sink = SheetSink::new(Some((limits::START_ROWS, limits::START_BYTES)));
        self.read(sheet, &mut sink)?;
        Ok(sink.rows.finish())
    }

    /// A sheet as CSV, and the notes on it.
    ///
    /// # Errors
    /// When the sheet is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<(Vec<u8>, Vec<TableNote>), ReadError> {
        let mut sink = SheetSink::new(None);
        self.read(sheet, &mut sink)?;
        Ok((sink.rows.finish(), sink.notes))
    }

    fn read(&mut self, sheet: &str, sink: &mut SheetSink) -> Result<(), ReadError> {
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsx_error)?;
                while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
                    if !sink.write_cell(cell.get_position(), CellText::from_ref(cell.get_value()))? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsb_error)?;
                while let Some(cell) = cells.next_cell().map_err(xlsb_error)? {
                    if !sink.write_cell(cell.get_position(), CellText::from_ref(cell.get_value()))? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Xls(book) => sink.write_range(&book.worksheet_range(sheet).map_err(xls_error)?, |cell| cell),
            Self::Ods(book) => {
                sink.write_range(&book.worksheet_range(sheet).map_err(ods_error)?, |cell| cell.or_ods_error())
            }
        }
    }
}

impl SheetSink {
    fn new(limit: Option<(u32, usize)>) -> Self {
        Self { rows: CsvWriter::default(), notes: Vec::new(), limit }
    }

    /// Writes the next cell; false: the limit is reached.
    fn write_cell(&mut self, (row, column): (u32, u32), cell: CellText) -> Result<bool, ReadError> {
        if self.limit.is_some_and(|(rows, bytes)| !self.rows.is_empty() && (row >= rows || self.rows.len() >= bytes)) {
            return Ok(false);
        }
        match cell {
            CellText::Empty => (),
            CellText::Text(text) => self.rows.write_cell(row, column, &text)?,
            CellText::Error(error) if self.notes.len() < limits::NOTES => {
                self.notes.push(error_note(row, column, &error))
            }
            CellText::Error(_) => (),
        }
        Ok(true)
    }

    fn write_range(&mut self, range: &Range<Data>, convert: impl Fn(CellText) -> CellText) -> Result<(), ReadError> {
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            // A sheet has fewer than 2^21 rows and 2^15 columns.
            let place = (first_row.saturating_add(row as u32), first_column.saturating_add(column as u32));
            if !self.write_cell(place, convert(CellText::from_data(cell)))? {
                break;
            }
        }
        Ok(())
    }
}

fn error_note(row: u32, column: u32, error: &str) -> TableNote {
    TableNote {
        code: "error-cell",
        row: row.saturating_add(1),
        column: Some(column),
        what: format!("The formula in this cell fails ({error}); the cell is read as empty."),
        remedy: "Mend the formula, or type the value, if it is about a pupil.".into(),
    }
}

fn xlsx_error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::password(),
        error => ReadError::damaged(error),
    }
}

fn xlsb_error(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::password(),
        error => ReadError::damaged(error),
    }
}

fn xls_error(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::password(),
        error => ReadError::damaged(error),
    }
}

fn ods_error(error: OdsError) -> ReadError {
    match error {
        OdsError::Password => ReadError::password(),
        error => ReadError::damaged(error),
    }
}

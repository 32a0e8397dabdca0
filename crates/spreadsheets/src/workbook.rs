//! A workbook's sheets, by calamine.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};
use calamine::{OdsError, XlsError, XlsbError};

use crate::kind::Kind;
use crate::limits;
use crate::rows::Rows;
use crate::spread;
use crate::text::Cell;
use crate::trouble::{Note, Trouble};

type Bytes = Cursor<Vec<u8>>;

/// An open workbook.
pub enum Workbook {
    /// Read cell by cell.
    Xlsx(Box<Xlsx<Bytes>>),
    /// Read cell by cell.
    Xlsb(Box<Xlsb<Bytes>>),
    /// Read as a whole.
    Xls(Box<Xls<Bytes>>),
    /// Read as a whole.
    Ods(Box<Ods<Bytes>>),
}

/// Where the cells of a sheet go.
pub struct Sink {
    /// The table.
    pub rows: Rows,
    /// Cells that are errors.
    pub notes: Vec<Note>,
    /// Row and bytes behind which nothing is wanted.
    wanted: Option<(u32, usize)>,
}

impl Workbook {
    /// Opens a workbook of a kind found by [`Kind::of`], so within the limits.
    ///
    /// # Errors
    /// When it is damaged or has a password.
    pub fn open(kind: Kind, bytes: Vec<u8>) -> Result<Self, Trouble> {
        if kind == Kind::Ods {
            spread::check(&bytes)?;
        }
        let bytes = Cursor::new(bytes);
        Ok(match kind {
            Kind::Xlsb => Self::Xlsb(Box::new(Xlsb::new(bytes).map_err(of_xlsb)?)),
            Kind::Xls => Self::Xls(Box::new(Xls::new(bytes).map_err(of_xls)?)),
            Kind::Ods => Self::Ods(Box::new(Ods::new(bytes).map_err(of_ods)?)),
            Kind::Xlsx | Kind::Ctf => Self::Xlsx(Box::new(Xlsx::new(bytes).map_err(of_xlsx)?)),
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

    /// The first rows of a sheet as CSV; empty: it has no cells.
    ///
    /// # Errors
    /// When the sheet is damaged.
    pub fn start(&mut self, sheet: &str) -> Result<Vec<u8>, Trouble> {
        let mut sink = Sink::new(Some((limits::START_ROWS, limits::START_BYTES)));
        self.read(sheet, &mut sink)?;
        Ok(sink.rows.finish())
    }

    /// A sheet as CSV, and what was noticed in it.
    ///
    /// # Errors
    /// When the sheet is damaged or too large.
    pub fn table(&mut self, sheet: &str) -> Result<(Vec<u8>, Vec<Note>), Trouble> {
        let mut sink = Sink::new(None);
        self.read(sheet, &mut sink)?;
        Ok((sink.rows.finish(), sink.notes))
    }

    fn read(&mut self, sheet: &str, sink: &mut Sink) -> Result<(), Trouble> {
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(of_xlsx)?;
                while let Some(cell) = cells.next_cell().map_err(of_xlsx)? {
                    if !sink.take(cell.get_position(), Cell::of_ref(cell.get_value()))? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(of_xlsb)?;
                while let Some(cell) = cells.next_cell().map_err(of_xlsb)? {
                    if !sink.take(cell.get_position(), Cell::of_ref(cell.get_value()))? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Xls(book) => sink.take_range(&book.worksheet_range(sheet).map_err(of_xls)?, |cell| cell),
            Self::Ods(book) => {
                sink.take_range(&book.worksheet_range(sheet).map_err(of_ods)?, |cell| cell.with_errors_told())
            }
        }
    }
}

impl Sink {
    fn new(wanted: Option<(u32, usize)>) -> Self {
        Self { rows: Rows::default(), notes: Vec::new(), wanted }
    }

    /// Takes the next cell; false: no more are wanted.
    fn take(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<bool, Trouble> {
        if self.wanted.is_some_and(|(rows, bytes)| !self.rows.is_empty() && (row >= rows || self.rows.len() >= bytes)) {
            return Ok(false);
        }
        match cell {
            Cell::Empty => (),
            Cell::Text(text) => self.rows.put(row, column, &text)?,
            Cell::Error(error) if self.notes.len() < limits::NOTES => self.notes.push(error_note(row, column, &error)),
            Cell::Error(_) => (),
        }
        Ok(true)
    }

    fn take_range(&mut self, range: &Range<Data>, told: impl Fn(Cell) -> Cell) -> Result<(), Trouble> {
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            // A sheet has fewer than 2^21 rows and 2^15 columns.
            let place = (first_row.saturating_add(row as u32), first_column.saturating_add(column as u32));
            if !self.take(place, told(Cell::of(cell)))? {
                break;
            }
        }
        Ok(())
    }
}

fn error_note(row: u32, column: u32, error: &str) -> Note {
    Note {
        code: "error-cell",
        row: row.saturating_add(1),
        column: Some(column),
        what: format!("The formula in this cell fails ({error}); the cell is read as empty."),
        remedy: "Mend the formula, or type the value, if it is about a pupil.".into(),
    }
}

fn of_xlsx(error: XlsxError) -> Trouble {
    match error {
        XlsxError::Password => Trouble::password(),
        error => Trouble::damaged(error),
    }
}

fn of_xlsb(error: XlsbError) -> Trouble {
    match error {
        XlsbError::Password => Trouble::password(),
        error => Trouble::damaged(error),
    }
}

fn of_xls(error: XlsError) -> Trouble {
    match error {
        XlsError::Password => Trouble::password(),
        error => Trouble::damaged(error),
    }
}

fn of_ods(error: OdsError) -> Trouble {
    match error {
        OdsError::Password => Trouble::password(),
        error => Trouble::damaged(error),
    }
}

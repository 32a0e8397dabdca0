//! Excel's binary form (.xlsb), by calamine.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use crate::cell_text::CellText;
use crate::limits;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};

/// Errors in a sheet after which its next cell is read; more are not a matter of cells.
const ERRORS: usize = 100;

/// An open workbook.
pub struct XlsbWorkbook(Xlsb<Cursor<Vec<u8>>>);

impl XlsbWorkbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is damaged or encrypted.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        Xlsb::new(Cursor::new(bytes)).map(Self).map_err(error)
    }
}

impl Workbook for XlsbWorkbook {
    fn sheets(&self) -> Vec<SheetName> {
        let of_cells = self.0.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let name = |sheet: &calamine::Sheet| SheetName {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            active: false,
        };
        of_cells.map(name).take(limits::SHEETS).collect()
    }

    fn read(&mut self, sheet: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(error)?;
        let mut errors = 0;
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    table.add(row, column, CellText::from_ref(cell.get_value()))?;
                }
                Ok(None) => return Ok(()),
                // The library says neither which error it is nor where.
                Err(XlsbError::CellError(_)) if errors < ERRORS => {
                    errors += 1;
                    table.add_error_somewhere();
                }
                Err(other) => return Err(error(other).into()),
            }
        }
    }
}

fn error(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::password(),
        error => ReadError::damaged(error),
    }
}

//! Opens workbooks and Common Transfer Files on the command line and in the tests, by calling the library itself. If it
//! panics over a damaged file, as the page's module may, that is reported as a breakdown.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ambition_engine::intake::workbook::{OpenerCrash, WorkbookOpener};
use ambition_spreadsheets::SpreadsheetReader;

/// Opens a file by the library.
pub struct LibraryOpener {
    bytes: Vec<u8>,
    reader: SpreadsheetReader,
}

impl LibraryOpener {
    /// From a file's bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, reader: SpreadsheetReader::default() }
    }
}

impl WorkbookOpener for LibraryOpener {
    fn open(&mut self) -> Result<String, OpenerCrash> {
        let bytes = std::mem::take(&mut self.bytes);
        catch_unwind(AssertUnwindSafe(|| self.reader.open(bytes))).map_err(|_| OpenerCrash)
    }

    fn table(&mut self, sheet: &str) -> Result<String, OpenerCrash> {
        catch_unwind(AssertUnwindSafe(|| self.reader.table(sheet))).map_err(|_| OpenerCrash)
    }

    fn size(&self) -> usize {
        self.reader.csv().len()
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), OpenerCrash> {
        let end = from.saturating_add(room.len());
        room.copy_from_slice(self.reader.csv().get(from..end).ok_or(OpenerCrash)?);
        Ok(())
    }
}

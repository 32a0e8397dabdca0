//! Opens workbooks and Common Transfer Files on the command line and in the tests, by the library itself. Where that
//! panics over a damaged file, as the page's module may, it is told as a breakdown.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ambition_engine::intake::book::{Broken, Opener};
use ambition_spreadsheets::Desk;

/// A file to be opened.
pub struct Library {
    bytes: Vec<u8>,
    desk: Desk,
}

impl Library {
    /// Of a file's bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, desk: Desk::default() }
    }
}

impl Opener for Library {
    fn open(&mut self) -> Result<String, Broken> {
        let bytes = std::mem::take(&mut self.bytes);
        catch_unwind(AssertUnwindSafe(|| self.desk.open(bytes))).map_err(|_| Broken)
    }

    fn table(&mut self, sheet: &str) -> Result<String, Broken> {
        catch_unwind(AssertUnwindSafe(|| self.desk.table(sheet))).map_err(|_| Broken)
    }

    fn size(&self) -> usize {
        self.desk.csv().len()
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), Broken> {
        let end = from.saturating_add(room.len());
        room.copy_from_slice(self.desk.csv().get(from..end).ok_or(Broken)?);
        Ok(())
    }
}

//! Workbooks and Common Transfer Files: read by a WebAssembly module of their own, as in the page. Each file gets an
//! instance of it, so that its memory goes with it, and a breakdown stays there.

use ambition_engine::intake::workbook::{OpenerCrash, WorkbookOpener};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An instance of the module, as its glue has it.
    pub type SpreadsheetModule;
    #[wasm_bindgen(method, catch)]
    fn open(this: &SpreadsheetModule, bytes: &Uint8Array) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn table(this: &SpreadsheetModule, sheet: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn size(this: &SpreadsheetModule) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn part(this: &SpreadsheetModule, from: u32, to: u32) -> Result<Uint8Array, JsValue>;
}

/// A file, and what opens it.
pub struct OpenedSpreadsheet {
    /// The instance.
    pub module: SpreadsheetModule,
    /// The file.
    pub bytes: Uint8Array,
}

impl WorkbookOpener for OpenedSpreadsheet {
    fn open(&mut self) -> Result<String, OpenerCrash> {
        self.module.open(&self.bytes).map_err(|_| OpenerCrash)
    }

    fn table(&mut self, sheet: &str) -> Result<String, OpenerCrash> {
        self.module.table(sheet).map_err(|_| OpenerCrash)
    }

    fn size(&self) -> usize {
        self.module.size().map_or(0, |size| size as usize)
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), OpenerCrash> {
        let part = self.module.part(from as u32, (from + room.len()) as u32).map_err(|_| OpenerCrash)?;
        if part.length() as usize != room.len() {
            return Err(OpenerCrash);
        }
        part.copy_to(room);
        Ok(())
    }
}

//! The functions that the page calls. It uses a fresh instance of this module for each file.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::SpreadsheetReader;

thread_local! {
    static DESK: RefCell<SpreadsheetReader> = RefCell::default();
}

#[wasm_bindgen]
extern "C" {
    /// Tells the page that a file is still being read; defined in `static/spreadsheets.js`.
    #[wasm_bindgen(js_name = ambitionBeat)]
    pub fn beat();
}

/// See [`SpreadsheetReader::open`].
#[wasm_bindgen]
pub fn open(bytes: Vec<u8>) -> String {
    DESK.with_borrow_mut(|desk| desk.open(bytes))
}

/// See [`SpreadsheetReader::table`].
#[wasm_bindgen]
pub fn table(sheet: &str) -> String {
    DESK.with_borrow_mut(|desk| desk.table(sheet))
}

/// Length in bytes of the last sheet read, as CSV.
#[wasm_bindgen]
pub fn size() -> usize {
    DESK.with_borrow(|desk| desk.csv().len())
}

/// Bytes `from..to` of that CSV.
#[wasm_bindgen]
pub fn part(from: usize, to: usize) -> Vec<u8> {
    DESK.with_borrow(|desk| desk.csv().get(from..to).unwrap_or_default().to_vec())
}

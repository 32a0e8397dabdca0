//! What the page calls. It opens one file in each instance of this module, and gives the instance up afterwards.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::Desk;

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Opens a file and tells what is in it.
#[wasm_bindgen]
pub fn open(bytes: Vec<u8>) -> String {
    DESK.with_borrow_mut(|desk| desk.open(bytes))
}

/// Reads a sheet and tells what was noticed in it.
#[wasm_bindgen]
pub fn table(sheet: &str) -> String {
    DESK.with_borrow_mut(|desk| desk.table(sheet))
}

/// How many bytes the sheet read last has as CSV.
#[wasm_bindgen]
pub fn size() -> usize {
    DESK.with_borrow(|desk| desk.csv().len())
}

/// Some of those bytes.
#[wasm_bindgen]
pub fn part(from: usize, to: usize) -> Vec<u8> {
    DESK.with_borrow(|desk| desk.csv().get(from..to).unwrap_or_default().to_vec())
}

//! What the page calls. It opens one file in each instance of this module, so there is one at a time.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Book, told};

thread_local! {
    static BOOK: RefCell<Option<Book>> = const { RefCell::new(None) };
    static TABLE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Opens a file and tells what is in it.
#[wasm_bindgen]
pub fn open(bytes: Vec<u8>) -> String {
    let mut book = Book::open(bytes);
    let contents = book.as_mut().map_err(|trouble| trouble.clone()).and_then(Book::contents);
    BOOK.set(book.ok());
    told(contents)
}

/// Reads a sheet and tells what was noticed in it; [`take`] gives it.
#[wasm_bindgen]
pub fn table(sheet: &str) -> String {
    let table = BOOK.with_borrow_mut(|book| book.as_mut().map(|book| book.table(sheet)));
    // The file's own bytes are not needed any more.
    BOOK.set(None);
    let Some(table) = table else { return String::new() };
    told(table.map(|(text, notes)| {
        TABLE.set(text);
        notes
    }))
}

/// The sheet read last, as CSV.
#[wasm_bindgen]
pub fn take() -> Vec<u8> {
    TABLE.take()
}

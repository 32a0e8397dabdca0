//! Workbooks and Common Transfer Files: opened by a WebAssembly of their own, which the page carries packed and unpacks
//! only for such a file. Each file gets an instance of it, so that its memory goes with it, and a breakdown stays there.

use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::workbook::{self, FIRST_BYTES, OpenerCrash, WorkbookOpener};
use ambition_engine::intake::{CannotRead, ReadAs, ReadFile};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::chunks::Chunks;
use super::read_error::ReadError;
use super::reader::Stopped;

#[wasm_bindgen]
extern "C" {
    /// A promise of the module's functions; defined by the packed page only.
    #[wasm_bindgen(catch, js_name = ambitionBooks)]
    fn ambition_spreadsheets() -> Result<Promise, JsValue>;

    /// The module's functions, in an instance of its own.
    type Books;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Books, bytes: &Uint8Array) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn table(this: &Books, sheet: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn size(this: &Books) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn part(this: &Books, from: u32, to: u32) -> Result<Uint8Array, JsValue>;
}

/// A file, and what opens it.
struct Module {
    books: Books,
    /// Given up once the module has them.
    bytes: Option<Uint8Array>,
}

/// Whether a file that begins with this chunk wants the module.
pub fn begins(chunk: &Uint8Array) -> bool {
    workbook::wants_opener(&chunk.subarray(0, FIRST_BYTES as u32).to_vec())
}

/// Reads a file through the module.
pub async fn read(file: &Blob, guidance: Arc<Guidance>, read_as: ReadAs) -> Result<ReadFile, Stopped> {
    let bytes = Chunks::of(file).collect().await?;
    let books = module().await.map_err(|thrown| Stopped::CannotRead(not_started(&thrown)))?;
    let mut module = Module { books, bytes: Some(bytes) };
    workbook::read_workbook(guidance, read_as, &mut module).map_err(Stopped::CannotRead)
}

async fn module() -> Result<Books, JsValue> {
    let books = JsFuture::from(ambition_spreadsheets()?).await?;
    Ok(books.unchecked_into())
}

/// Nothing is wrong with the file.
fn not_started(thrown: &JsValue) -> CannotRead {
    let said = ReadError::new(thrown).said();
    CannotRead {
        what: format!(
            "This browser did not start what reads workbooks and Common Transfer Files. It says why: {said}."
        ),
        remedy: "Choose the file again, or open it in a spreadsheet, save the sheet with the pupils as \u{201c}CSV \
                 UTF-8\u{201d} and choose that file."
            .into(),
        anyway: false,
    }
}

impl WorkbookOpener for Module {
    fn open(&mut self) -> Result<String, OpenerCrash> {
        let bytes = self.bytes.take().ok_or(OpenerCrash)?;
        self.books.open(&bytes).map_err(|_| OpenerCrash)
    }

    fn table(&mut self, sheet: &str) -> Result<String, OpenerCrash> {
        self.books.table(sheet).map_err(|_| OpenerCrash)
    }

    fn size(&self) -> usize {
        self.books.size().map_or(0, |size| size as usize)
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), OpenerCrash> {
        let part = self.books.part(from as u32, (from + room.len()) as u32).map_err(|_| OpenerCrash)?;
        if part.length() as usize != room.len() {
            return Err(OpenerCrash);
        }
        part.copy_to(room);
        Ok(())
    }
}

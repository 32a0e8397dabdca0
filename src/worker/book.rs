//! Workbooks and Common Transfer Files: opened by a WebAssembly of their own, which the page carries packed and unpacks
//! only for such a file. Each file gets an instance of it, so that its memory goes with it, and a breakdown stays there.

use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::book::{self, Broken, FIRST_BYTES, Opener};
use ambition_engine::intake::{CannotRead, Opened, ReadAs};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

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

/// Reads a file through the module where it wants that; `None`: it is a text. `Err(None)`: it cannot be read to its end.
pub async fn read(
    file: &File,
    guidance: &Arc<Guidance>,
    read_as: &ReadAs,
) -> Option<Result<Opened, Option<CannotRead>>> {
    let start = file.slice_with_f64_and_f64(0.0, FIRST_BYTES as f64).ok()?;
    if !book::wants_opener(&bytes(&start).await?.to_vec()) {
        return None;
    }
    let Some(bytes) = bytes(file).await else { return Some(Err(None)) };
    let Some(books) = module().await else { return Some(Err(Some(book::broken()))) };
    let mut module = Module { books, bytes: Some(bytes) };
    Some(book::read(guidance.clone(), read_as.clone(), &mut module).map_err(Some))
}

async fn module() -> Option<Books> {
    let books = JsFuture::from(ambition_spreadsheets().ok()?).await.ok()?;
    Some(books.unchecked_into())
}

async fn bytes(blob: &Blob) -> Option<Uint8Array> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()))
}

impl Opener for Module {
    fn open(&mut self) -> Result<String, Broken> {
        let bytes = self.bytes.take().ok_or(Broken)?;
        self.books.open(&bytes).map_err(|_| Broken)
    }

    fn table(&mut self, sheet: &str) -> Result<String, Broken> {
        self.books.table(sheet).map_err(|_| Broken)
    }

    fn size(&self) -> usize {
        self.books.size().map_or(0, |size| size as usize)
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), Broken> {
        let part = self.books.part(from as u32, (from + room.len()) as u32).map_err(|_| Broken)?;
        if part.length() as usize != room.len() {
            return Err(Broken);
        }
        part.copy_to(room);
        Ok(())
    }
}

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

use crate::chunks::FileChunks;
use crate::file_reader::ReadStopped;
use crate::message::WorkerEvent;
use crate::read_error::BrowserReadError;

#[wasm_bindgen]
extern "C" {
    /// A promise of the module's functions; defined by the packed page only.
    #[wasm_bindgen(catch, js_name = ambitionSpreadsheets)]
    fn ambition_spreadsheets() -> Result<Promise, JsValue>;

    /// The module's functions, in an instance of its own.
    type SpreadsheetModule;
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
struct OpenedSpreadsheet {
    spreadsheets: SpreadsheetModule,
    /// Given up once the module has them.
    bytes: Option<Uint8Array>,
}

/// Whether a file that begins with this chunk wants the module.
pub fn begins_spreadsheet(chunk: &Uint8Array) -> bool {
    workbook::wants_opener(&chunk.subarray(0, FIRST_BYTES as u32).to_vec())
}

/// Reads a file through the module, which says itself that it is at work (`static/spreadsheets.js`).
pub async fn read(
    file: &Blob,
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    send: &dyn Fn(WorkerEvent),
) -> Result<ReadFile, ReadStopped> {
    let bytes = FileChunks::from_blob(file).collect(|| send(WorkerEvent::Beat)).await?;
    let spreadsheets = module().await.map_err(|thrown| ReadStopped::CannotRead(not_started(&thrown)))?;
    let mut module = OpenedSpreadsheet { spreadsheets, bytes: Some(bytes) };
    workbook::read_workbook(guidance, read_as, &mut module).map_err(ReadStopped::CannotRead)
}

async fn module() -> Result<SpreadsheetModule, JsValue> {
    let spreadsheets = JsFuture::from(ambition_spreadsheets()?).await?;
    Ok(spreadsheets.unchecked_into())
}

/// Nothing is wrong with the file.
fn not_started(thrown: &JsValue) -> CannotRead {
    let said = BrowserReadError::new(thrown).reason_text();
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

impl WorkbookOpener for OpenedSpreadsheet {
    fn open(&mut self) -> Result<String, OpenerCrash> {
        let bytes = self.bytes.take().ok_or(OpenerCrash)?;
        self.spreadsheets.open(&bytes).map_err(|_| OpenerCrash)
    }

    fn table(&mut self, sheet: &str) -> Result<String, OpenerCrash> {
        self.spreadsheets.table(sheet).map_err(|_| OpenerCrash)
    }

    fn size(&self) -> usize {
        self.spreadsheets.size().map_or(0, |size| size as usize)
    }

    fn copy(&self, from: usize, room: &mut [u8]) -> Result<(), OpenerCrash> {
        let part = self.spreadsheets.part(from as u32, (from + room.len()) as u32).map_err(|_| OpenerCrash)?;
        if part.length() as usize != room.len() {
            return Err(OpenerCrash);
        }
        part.copy_to(room);
        Ok(())
    }
}

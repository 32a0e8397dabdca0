//! Reading a chosen file in chunks, as the browser hands them out.

use std::sync::Arc;

use ambition::guidance::Guidance;
use ambition::intake::{CannotRead, Opened, ReadAs, Reading};
use js_sys::{Date, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamDefaultReader};

use super::book;
use super::message::Told;

/// Milliseconds before the first word on progress, and between words.
const PROGRESS_AFTER: f64 = 400.0;
const PROGRESS_EVERY: f64 = 100.0;

/// Why a reading ended early.
pub enum Stopped {
    /// The user stopped it, or chose another file.
    Cancelled,
    /// Nothing could be read.
    CannotRead(CannotRead),
}

impl Stopped {
    /// In words for the user.
    pub fn reason(self) -> CannotRead {
        match self {
            Self::CannotRead(error) => error,
            Self::Cancelled => CannotRead {
                what: "Reading the file again was stopped.".into(),
                remedy: "It is read as before.".into(),
                anyway: false,
            },
        }
    }
}

/// Reads the files chosen together, one after the other.
pub async fn read_all(
    files: &[File],
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    tell: &dyn Fn(Told),
    goes_on: &dyn Fn() -> bool,
) -> Result<Opened, Stopped> {
    let Some(file) = files.first() else { return Err(Stopped::Cancelled) };
    read(file, guidance, read_as, tell, goes_on).await
}

/// Reads a file while `goes_on`, telling how far it is.
async fn read(
    file: &File,
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    tell: &dyn Fn(Told),
    goes_on: &dyn Fn() -> bool,
) -> Result<Opened, Stopped> {
    if let Some(opened) = book::read(file, &guidance, &read_as).await {
        return if goes_on() {
            opened.map_err(|error| error.map_or_else(changed, Stopped::CannotRead))
        } else {
            Err(Stopped::Cancelled)
        };
    }
    let stream: ReadableStreamDefaultReader = file.stream().get_reader().unchecked_into();
    let mut reading = Reading::new(guidance, file.size() as u64).read_as(read_as);
    let mut next_word = Date::now() + PROGRESS_AFTER;
    // The next chunk is asked for before this one is counted, so that the browser reads on meanwhile.
    let mut coming = stream.read();
    while let Some(chunk) = arrived(&coming).await? {
        if !goes_on() {
            // The rest of the file is not wanted; whether the browser minds does not matter any more.
            let _ = stream.cancel();
            return Err(Stopped::Cancelled);
        }
        coming = stream.read();
        let taken = reading.push_with(chunk.length() as usize, |room| chunk.copy_to(room));
        taken.map_err(Stopped::CannotRead)?;
        if Date::now() > next_word {
            next_word = Date::now() + PROGRESS_EVERY;
            let progress = reading.progress();
            tell(Told::Progress(progress.percent, progress.words));
        }
    }
    if reading.bytes_taken() != file.size() as u64 {
        return Err(changed());
    }
    reading.finish().map_err(Stopped::CannotRead)
}

/// A chunk that was asked for; `None`: the file is at its end.
async fn arrived(coming: &Promise) -> Result<Option<Uint8Array>, Stopped> {
    let result = JsFuture::from(coming.clone()).await.map_err(|_| changed())?;
    let value = Reflect::get(&result, &"value".into()).unwrap_or(JsValue::UNDEFINED);
    Ok(value.dyn_into().ok())
}

/// The browser would not read on, or read something else than what was chosen.
fn changed() -> Stopped {
    Stopped::CannotRead(CannotRead {
        what: "The file could not be read to its end: it was changed, moved or locked after it was chosen.".into(),
        remedy: "Close it in other programs and choose it again.".into(),
        anyway: false,
    })
}

//! The bytes of a file as the browser reads them, chunk by chunk.
//!
//! Where the browser can, it reads into two buffers in turn: fresh memory for each chunk costs as much as counting it. Such
//! readers have been seen to stop at random, so a clock runs beside them, and where nothing comes for a while the rest
//! is read in the ordinary way.

use std::cell::Cell;
use std::rc::Rc;

use ambition_engine::intake::reading::CHUNK;
use gloo::timers::callback::Interval;
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ReadableStreamByobReader, ReadableStreamDefaultReader, ReadableStreamGetReaderOptions,
    ReadableStreamReaderMode,
};

use super::reader::{Stopped, changed};

/// Milliseconds: where nothing has come between two beats of this clock, nothing will.
const BEAT: u32 = 500;

/// Bytes being read.
pub struct Chunks {
    bytes: Blob,
    /// How many of them have come.
    taken: f64,
    stream: Stream,
    /// Listened to from the moment it is asked for: nobody else would hear that the file is gone.
    coming: JsFuture,
}

/// How the browser hands them out.
enum Stream {
    /// Each chunk in memory of its own.
    Fresh(ReadableStreamDefaultReader),
    /// In two buffers by turns: one is filled while the other is counted.
    Filling { reader: ReadableStreamByobReader, counted: ArrayBuffer, clock: Clock },
}

impl Chunks {
    /// The browser begins to read at once.
    pub fn of(bytes: &Blob) -> Self {
        Self::filling(bytes).unwrap_or_else(|| Self::fresh(bytes, 0.0))
    }

    fn fresh(bytes: &Blob, taken: f64) -> Self {
        let reader: ReadableStreamDefaultReader = bytes.stream().get_reader().unchecked_into();
        Self { bytes: bytes.clone(), taken, coming: reader.read().into(), stream: Stream::Fresh(reader) }
    }

    /// `None`: this browser cannot.
    fn filling(bytes: &Blob) -> Option<Self> {
        let options = ReadableStreamGetReaderOptions::new();
        options.set_mode(ReadableStreamReaderMode::Byob);
        let reader = try_get_reader(&bytes.stream(), &options).ok()?;
        let (counted, clock) = (ArrayBuffer::new(CHUNK as u32), Clock::new());
        let coming = clock.or(&fill(&reader, &ArrayBuffer::new(CHUNK as u32))).into();
        Some(Self { bytes: bytes.clone(), taken: 0.0, coming, stream: Stream::Filling { reader, counted, clock } })
    }

    /// The next ones, to be used before it is asked again; `None`: there are no more. The browser reads on while these are
    /// counted.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, Stopped> {
        let settled = (&mut self.coming).await.map_err(|_| changed())?;
        if settled.is_null() {
            let rest = self.bytes.slice_with_f64(self.taken).map_err(|_| changed())?;
            *self = Self::fresh(&rest, 0.0);
            return Box::pin(self.next()).await;
        }
        let value = Reflect::get(&settled, &"value".into()).unwrap_or(JsValue::UNDEFINED);
        let chunk = value.dyn_into::<Uint8Array>().ok().filter(|chunk| chunk.length() > 0);
        if let Some(chunk) = &chunk {
            self.taken += f64::from(chunk.length());
            self.ask(chunk);
        }
        Ok(chunk)
    }

    /// Asks for what comes behind this chunk.
    fn ask(&mut self, chunk: &Uint8Array) {
        let coming = match &mut self.stream {
            Stream::Fresh(reader) => reader.read(),
            Stream::Filling { reader, counted, clock } => {
                clock.asked.set(clock.asked.get().wrapping_add(1));
                clock.or(&fill(reader, &std::mem::replace(counted, chunk.buffer())))
            }
        };
        self.coming = coming.into();
    }

    /// The rest is not wanted; whether the browser minds does not matter any more.
    pub fn cancel(self) {
        drop(JsFuture::from(match self.stream {
            Stream::Fresh(reader) => reader.cancel(),
            Stream::Filling { reader, .. } => reader.cancel(),
        }));
    }
}

fn fill(reader: &ReadableStreamByobReader, buffer: &ArrayBuffer) -> Promise {
    reader.read_with_array_buffer_view(&Uint8Array::new(buffer))
}

#[wasm_bindgen]
extern "C" {
    /// As in `web_sys`, which expects that nothing is thrown; a browser that does not know the option throws.
    type Readable;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Readable, options: &JsValue) -> Result<JsValue, JsValue>;
}

fn try_get_reader(
    stream: &JsValue,
    options: &ReadableStreamGetReaderOptions,
) -> Result<ReadableStreamByobReader, JsValue> {
    stream.unchecked_ref::<Readable>().get_reader(options).map(JsCast::unchecked_into)
}

/// Tells when nothing has come for a while.
struct Clock {
    /// How often it was asked for more.
    asked: Rc<Cell<u32>>,
    stopped: Promise,
    _timer: Interval,
}

impl Clock {
    fn new() -> Self {
        let asked = Rc::new(Cell::new(1));
        let (now, mut before) = (asked.clone(), 0);
        let (stopped, resolve) = super::second::promise();
        let timer = Interval::new(BEAT, move || {
            if now.get() == before {
                // A function made by the browser, which does not throw.
                let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL);
            }
            before = now.get();
        });
        Self { asked, stopped, _timer: timer }
    }

    /// What comes, or null.
    fn or(&self, coming: &Promise) -> Promise {
        Promise::race(&js_sys::Array::of2(coming, &self.stopped))
    }
}

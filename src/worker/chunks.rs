//! The bytes of a file as the browser reads them, chunk by chunk.
//!
//! Where the browser can, it reads into two buffers in turn: fresh memory for each chunk costs as much as counting it. Such
//! readers have been seen to stop at random, so a clock runs beside them, and where nothing comes for a while the rest
//! is read in the ordinary way. Where this worker is not allowed to read (WebKit, on a page from `file://`), the page
//! reads and hands the chunks over.

use std::cell::Cell;
use std::rc::Rc;

use ambition_engine::intake::reading::CHUNK;
use gloo::timers::callback::Interval;
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader, ReadableStreamGetReaderOptions,
    ReadableStreamReaderMode,
};

use super::read_error::{ReadError, cut_short};
use super::reader::Stopped;

/// Milliseconds: where nothing has come between two beats of this clock, nothing will.
const BEAT: u32 = 500;

#[wasm_bindgen]
extern "C" {
    /// A stream of bytes that the page reads; defined in the packed page's workers only.
    #[wasm_bindgen(catch, js_name = ambitionRelayed)]
    fn relayed(bytes: &Blob) -> Result<ReadableStream, JsValue>;

    /// As in `js_sys`, which expects that there is memory enough.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn try_new(length: f64) -> Result<Bytes, JsValue>;
}

/// Bytes being read.
pub struct Chunks {
    bytes: Blob,
    /// How many of them have come.
    taken: f64,
    stream: Stream,
    /// Listened to from the moment it is asked for: nobody else would hear that the file is gone.
    coming: JsFuture,
    /// The chunk that was only looked at.
    peeked: Option<Uint8Array>,
}

/// How the browser hands them out.
enum Stream {
    /// Each chunk in memory of its own.
    Fresh(ReadableStreamDefaultReader),
    /// The same, but the page reads.
    Relayed(ReadableStreamDefaultReader),
    /// In two buffers by turns: one is filled while the other is counted.
    Filling { reader: ReadableStreamByobReader, counted: ArrayBuffer, clock: Clock },
}

impl Chunks {
    /// The browser begins to read at once.
    pub fn of(bytes: &Blob) -> Self {
        Self::filling(bytes).unwrap_or_else(|| Self::from_stream(bytes, &bytes.stream(), Stream::Fresh))
    }

    fn from_stream(bytes: &Blob, stream: &ReadableStream, how: fn(ReadableStreamDefaultReader) -> Stream) -> Self {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        Self { bytes: bytes.clone(), taken: 0.0, coming: reader.read().into(), stream: how(reader), peeked: None }
    }

    /// `None`: this browser cannot.
    fn filling(bytes: &Blob) -> Option<Self> {
        let options = ReadableStreamGetReaderOptions::new();
        options.set_mode(ReadableStreamReaderMode::Byob);
        let reader = try_get_reader(&bytes.stream(), &options).ok()?;
        let (counted, clock) = (ArrayBuffer::new(CHUNK as u32), Clock::new());
        let coming = clock.or(&fill(&reader, &ArrayBuffer::new(CHUNK as u32))).into();
        let stream = Stream::Filling { reader, counted, clock };
        Some(Self { bytes: bytes.clone(), taken: 0.0, coming, stream, peeked: None })
    }

    /// The chunk that [`next`](Self::next) will give; `None`: there is no more.
    pub async fn peek(&mut self) -> Result<Option<&Uint8Array>, ReadError> {
        self.peeked = self.next().await?;
        Ok(self.peeked.as_ref())
    }

    /// The next ones, to be used before it is asked again; `None`: there are no more. The browser reads on while these are
    /// counted.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, ReadError> {
        if let Some(chunk) = self.peeked.take() {
            return Ok(Some(chunk));
        }
        match (&mut self.coming).await {
            Ok(settled) if settled.is_null() => {
                let rest = self.rest()?;
                *self = Self::from_stream(&rest, &rest.stream(), Stream::Fresh);
            }
            Ok(settled) => return Ok(self.take(&settled)),
            Err(thrown) => {
                let error = ReadError::of(&self.rest()?, &thrown).await;
                self.leave_to_page(error)?;
            }
        }
        Box::pin(self.next()).await
    }

    fn take(&mut self, settled: &JsValue) -> Option<Uint8Array> {
        let value = Reflect::get(settled, &"value".into()).unwrap_or(JsValue::UNDEFINED);
        let chunk = value.dyn_into::<Uint8Array>().ok().filter(|chunk| chunk.length() > 0)?;
        self.taken += f64::from(chunk.length());
        self.ask(&chunk);
        Some(chunk)
    }

    /// Lets the page read the rest, unless it does already or could not either.
    fn leave_to_page(&mut self, error: ReadError) -> Result<(), ReadError> {
        if matches!(self.stream, Stream::Relayed(_)) || !error.may_be_of_worker() {
            return Err(error);
        }
        let rest = self.rest()?;
        let stream = relayed(&rest).map_err(|_| error)?;
        *self = Self::from_stream(&rest, &stream, Stream::Relayed);
        Ok(())
    }

    fn rest(&self) -> Result<Blob, ReadError> {
        self.bytes.slice_with_f64(self.taken).map_err(|thrown| ReadError::new(&thrown))
    }

    /// Asks for what comes behind this chunk.
    fn ask(&mut self, chunk: &Uint8Array) {
        let coming = match &mut self.stream {
            Stream::Fresh(reader) | Stream::Relayed(reader) => reader.read(),
            Stream::Filling { reader, counted, clock } => {
                clock.asked.set(clock.asked.get().wrapping_add(1));
                clock.or(&fill(reader, &std::mem::replace(counted, chunk.buffer())))
            }
        };
        self.coming = coming.into();
    }

    /// All of them at once.
    pub async fn collect(mut self) -> Result<Uint8Array, Stopped> {
        let size = self.bytes.size();
        let all = Bytes::try_new(size).map_err(|thrown| ReadError::new(&thrown))?.unchecked_into::<Uint8Array>();
        let mut filled = 0;
        while let Some(chunk) = self.next().await? {
            all.set(&chunk, filled);
            filled += chunk.length();
        }
        let whole = f64::from(filled) == size;
        if whole { Ok(all) } else { Err(Stopped::CannotRead(cut_short(f64::from(filled), size))) }
    }
}

impl Drop for Chunks {
    /// The rest is not wanted; whether the browser minds does not matter any more.
    fn drop(&mut self) {
        drop(JsFuture::from(match &self.stream {
            Stream::Fresh(reader) | Stream::Relayed(reader) => reader.cancel(),
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

//! The bytes of a file as the browser reads them, chunk by chunk.
//!
//! What fits into one slice is read at once. Of a larger file the browser fills two buffers in turn, where it can: fresh
//! memory for each chunk costs as much as counting it. Such readers have been seen to stop at random, so a clock runs
//! beside them, and where nothing comes for a while, or the browser has no such reader, the rest is read in slices, a
//! few ahead. (A plain stream would do, but in WebKit it takes a third longer, and the worker hears of nothing else,
//! such as that it is to stop, for up to 0.4 s.) Where this worker is not allowed to read (WebKit, on a page from
//! `file://`), the page reads the slices and hands them over.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use ambition_engine::intake::cohort_reader::CHUNK;
use gloo::timers::callback::Interval;
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamByobReader, ReadableStreamGetReaderOptions, ReadableStreamReaderMode};

use crate::file_reader::ReadStopped;
use crate::read_error::{BrowserReadError, cut_short};

/// Milliseconds: where nothing has come between two beats of this clock, nothing will.
const STALL_CHECK_MS: u32 = 500;
/// Bytes of a slice.
const SLICE: f64 = (1 << 20) as f64;
/// How many slices are asked for before the first of them has been counted.
const AHEAD: usize = 3;

#[wasm_bindgen]
extern "C" {
    /// A promise of these bytes, which the page reads; defined in the packed page's workers only.
    #[wasm_bindgen(catch, js_name = ambitionRelayed)]
    fn relayed(bytes: &Blob) -> Result<Promise, JsValue>;

    /// As in `js_sys`, which expects that there is memory enough.
    #[wasm_bindgen(js_name = Uint8Array)]
    type FallibleBytes;
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn try_new(length: f64) -> Result<FallibleBytes, JsValue>;
}

/// Bytes being read.
pub struct FileChunks {
    bytes: Blob,
    /// How many of them have come.
    taken: f64,
    source: ChunkSource,
    /// The chunk that was only looked at.
    peeked: Option<Uint8Array>,
    /// The end has been reached: the browser is not asked again, because it would never answer.
    ended: bool,
}

/// Where they come from.
enum ChunkSource {
    Filling(BufferFilling),
    Slices(SliceReads),
    /// The page had read them already; `None`: they have been given.
    Held(Option<Uint8Array>),
}

/// In two buffers by turns: one is filled while the other is counted.
struct BufferFilling {
    reader: ReadableStreamByobReader,
    counted: ArrayBuffer,
    clock: StallTimer,
    /// Listened to from the moment it is asked for: nobody else would hear that the file is gone.
    coming: JsFuture,
}

/// Slice by slice, each in memory of its own.
struct SliceReads {
    /// By the page.
    relayed: bool,
    /// Where the next slice begins.
    from: f64,
    coming: VecDeque<JsFuture>,
}

impl FileChunks {
    /// The browser begins to read at once. What fits into one slice is read as such: a stream would be asked once more, for
    /// its end.
    pub fn from_blob(bytes: &Blob) -> Self {
        let filling = if bytes.size() > SLICE { BufferFilling::begin(bytes) } else { None };
        let slices = || ChunkSource::Slices(SliceReads::begin(bytes, 0.0, false));
        let source = filling.map_or_else(slices, ChunkSource::Filling);
        Self { bytes: bytes.clone(), taken: 0.0, source, peeked: None, ended: false }
    }

    /// All of these bytes as one chunk, which the page had read already.
    pub fn from_held(bytes: &Blob, held: &ArrayBuffer) -> Self {
        let source = ChunkSource::Held(Some(Uint8Array::new(held)));
        Self { bytes: bytes.clone(), taken: 0.0, source, peeked: None, ended: false }
    }

    /// The chunk that [`next`](Self::next) will give; `None`: the end of the file.
    pub async fn peek(&mut self) -> Result<Option<&Uint8Array>, BrowserReadError> {
        self.peeked = self.next().await?;
        Ok(self.peeked.as_ref())
    }

    /// The next ones, to be used before it is asked again; `None`: there are no more. The browser reads on while these are
    /// counted.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, BrowserReadError> {
        if let Some(chunk) = self.peeked.take() {
            return Ok(Some(chunk));
        }
        if self.ended {
            return Ok(None);
        }
        loop {
            let come = match &mut self.source {
                ChunkSource::Filling(filling) => filling.next().await,
                ChunkSource::Slices(slices) => slices.next(&self.bytes).await.map(ArrivedChunk::Chunk),
                ChunkSource::Held(held) => Ok(ArrivedChunk::Chunk(held.take().filter(|held| held.length() > 0))),
            };
            match come {
                Ok(ArrivedChunk::Chunk(chunk)) => {
                    self.taken += chunk.as_ref().map_or(0.0, |chunk| f64::from(chunk.length()));
                    self.ended = chunk.is_none();
                    return Ok(chunk);
                }
                Ok(ArrivedChunk::Nothing) => {
                    self.source = ChunkSource::Slices(SliceReads::begin(&self.bytes, self.taken, false))
                }
                Err(thrown) => self.leave_to_page(&thrown).await?,
            }
        }
    }

    /// Lets the page read the rest, unless it does already or could not either.
    async fn leave_to_page(&mut self, thrown: &JsValue) -> Result<(), BrowserReadError> {
        let error = BrowserReadError::find_cause(&self.bytes, thrown).await;
        let relayed = matches!(self.source, ChunkSource::Slices(SliceReads { relayed: true, .. }));
        if relayed || !error.may_be_of_worker() || !has_page() {
            return Err(error);
        }
        self.source = ChunkSource::Slices(SliceReads::begin(&self.bytes, self.taken, true));
        Ok(())
    }

    /// All of them at once; `each` is called for each chunk.
    pub async fn collect(mut self, each: impl Fn()) -> Result<Uint8Array, ReadStopped> {
        let size = self.bytes.size();
        let all = FallibleBytes::try_new(size)
            .map_err(|thrown| BrowserReadError::new(&thrown))?
            .unchecked_into::<Uint8Array>();
        let mut filled = 0;
        while let Some(chunk) = self.next().await? {
            all.set(&chunk, filled);
            filled += chunk.length();
            each();
        }
        let whole = f64::from(filled) == size;
        if whole { Ok(all) } else { Err(ReadStopped::CannotRead(cut_short(f64::from(filled), size))) }
    }
}

/// What came of waiting for a chunk.
enum ArrivedChunk {
    /// `None`: there are no more.
    Chunk(Option<Uint8Array>),
    /// Nothing, for a while.
    Nothing,
}

impl BufferFilling {
    /// `None`: this browser cannot.
    fn begin(bytes: &Blob) -> Option<Self> {
        let options = ReadableStreamGetReaderOptions::new();
        options.set_mode(ReadableStreamReaderMode::Byob);
        let reader = try_get_reader(&bytes.stream(), &options).ok()?;
        let (counted, clock) = (ArrayBuffer::new(CHUNK as u32), StallTimer::new());
        let coming = clock.race(&fill(&reader, &ArrayBuffer::new(CHUNK as u32))).into();
        Some(Self { reader, counted, clock, coming })
    }

    async fn next(&mut self) -> Result<ArrivedChunk, JsValue> {
        let settled = (&mut self.coming).await?;
        if settled.is_null() {
            return Ok(ArrivedChunk::Nothing);
        }
        let value = Reflect::get(&settled, &"value".into()).unwrap_or(JsValue::UNDEFINED);
        let chunk = value.dyn_into::<Uint8Array>().ok().filter(|chunk| chunk.length() > 0);
        if let Some(chunk) = &chunk {
            self.ask(chunk);
        }
        Ok(ArrivedChunk::Chunk(chunk))
    }

    /// Asks for what follows this chunk.
    fn ask(&mut self, chunk: &Uint8Array) {
        self.clock.asked.set(self.clock.asked.get().wrapping_add(1));
        let counted = std::mem::replace(&mut self.counted, chunk.buffer());
        self.coming = self.clock.race(&fill(&self.reader, &counted)).into();
    }
}

impl Drop for BufferFilling {
    /// The rest is not wanted; whether the browser minds does not matter any more.
    fn drop(&mut self) {
        drop(JsFuture::from(self.reader.cancel()));
    }
}

impl SliceReads {
    fn begin(bytes: &Blob, from: f64, relayed: bool) -> Self {
        let mut slices = Self { relayed, from, coming: VecDeque::new() };
        (0..AHEAD).for_each(|_| slices.ask(bytes));
        slices
    }

    async fn next(&mut self, bytes: &Blob) -> Result<Option<Uint8Array>, JsValue> {
        let Some(coming) = self.coming.pop_front() else { return Ok(None) };
        let chunk = Uint8Array::new(&coming.await?);
        self.ask(bytes);
        Ok(Some(chunk).filter(|chunk| chunk.length() > 0))
    }

    /// Asks for the next slice, where there is one.
    fn ask(&mut self, bytes: &Blob) {
        let to = (self.from + SLICE).min(bytes.size());
        if self.from < to {
            let is_all = self.from == 0.0 && to == bytes.size();
            let slice = if is_all { Ok(bytes.clone()) } else { bytes.slice_with_f64_and_f64(self.from, to) };
            let asked = slice.and_then(|slice| if self.relayed { relayed(&slice) } else { Ok(slice.array_buffer()) });
            self.coming.push_back(asked.unwrap_or_else(|thrown| Promise::reject(&thrown)).into());
            self.from = to;
        }
    }
}

/// Whether this is a worker that can ask the page.
fn has_page() -> bool {
    Reflect::has(&js_sys::global(), &"ambitionRelayed".into()).unwrap_or(false)
}

fn fill(reader: &ReadableStreamByobReader, buffer: &ArrayBuffer) -> Promise {
    reader.read_with_array_buffer_view(&Uint8Array::new(buffer))
}

#[wasm_bindgen]
extern "C" {
    /// As in `web_sys`, which expects that nothing is thrown; a browser that does not know the option throws.
    type ByteStream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &ByteStream, options: &JsValue) -> Result<JsValue, JsValue>;
}

fn try_get_reader(
    stream: &JsValue,
    options: &ReadableStreamGetReaderOptions,
) -> Result<ReadableStreamByobReader, JsValue> {
    stream.unchecked_ref::<ByteStream>().get_reader(options).map(JsCast::unchecked_into)
}

/// Tells when nothing has come for a while.
struct StallTimer {
    /// How often it was asked for more.
    asked: Rc<Cell<u32>>,
    stopped: Promise,
    _timer: Interval,
}

impl StallTimer {
    fn new() -> Self {
        let asked = Rc::new(Cell::new(1));
        let (now, mut before) = (asked.clone(), 0);
        let (stopped, resolve) = super::second_reader::open_promise();
        let timer = Interval::new(STALL_CHECK_MS, move || {
            if now.get() == before {
                // A function made by the browser, which does not throw.
                let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL);
            }
            before = now.get();
        });
        Self { asked, stopped, _timer: timer }
    }

    /// What comes, or null.
    fn race(&self, coming: &Promise) -> Promise {
        Promise::race(&js_sys::Array::of2(coming, &self.stopped))
    }
}

//! A second engine, in a worker of its own, that reads the other half of a large file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ambition_engine::intake::ShardPieces;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageEvent, MessagePort};

use crate::message::{WorkerEvent, WorkerRequest};

/// Bytes of a file below which a second reader costs as much as it saves: where none waits, it takes some 20 ms to start and
/// to hand its part over, in which time one reader reads about 4 MB.
const LARGE: f64 = 8.0 * 1024.0 * 1024.0;
/// How much of the file the first reader takes, in a hundred: the second one has to start, and to hand over what it reads.
const SHARE: f64 = 53.0;

#[wasm_bindgen]
extern "C" {
    /// Asks the page for a second worker, and returns the port to it; defined in the packed page's workers only.
    #[wasm_bindgen(catch, js_name = ambitionSecondReader)]
    fn ask_for_second_reader() -> Result<MessagePort, JsValue>;
}

/// Milliseconds between two looks at whether its part has come.
const LOOK_MS: u32 = 250;
/// Looks in a row between which nothing came from it, after which nothing will: it ended silently, or hangs.
const SILENT_LOOKS: u32 = 20;

/// The second reader at work.
pub struct SecondReader {
    /// The bytes that the first reader reads in any case.
    pub share: f64,
    port: MessagePort,
    /// Bytes and rows read so far.
    progress: Rc<Cell<(u64, u32)>>,
    /// How many messages have come.
    heard: Rc<Cell<u32>>,
    /// The rows received so far.
    rows: Rc<RefCell<Vec<Uint8Array>>>,
    part: Promise,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl SecondReader {
    /// Starts it on the second half of a file, while `goes_on`; `None`: the file is not large, or there is no asking for
    /// a worker.
    pub fn start(file: &File, goes_on: Rc<dyn Fn() -> bool>) -> Option<Self> {
        if file.size() < LARGE {
            return None;
        }
        let share = (file.size() * SHARE / 100.0).floor();
        let port = ask_for_second_reader().ok()?;
        let progress = Rc::new(Cell::new((0, 0)));
        let (part, resolve) = open_promise();
        let rows = Rc::new(RefCell::new(Vec::new()));
        let (read_so_far, received) = (progress.clone(), rows.clone());
        let heard = Rc::new(Cell::new(0_u32));
        let messages = heard.clone();
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            messages.set(messages.get().wrapping_add(1));
            match WorkerEvent::from_js(&event.data()) {
                Some(WorkerEvent::ShardProgress(bytes, rows)) if goes_on() => read_so_far.set((bytes as u64, rows)),
                Some(WorkerEvent::ShardRows(rows)) if goes_on() => received.borrow_mut().push(rows),
                // Anything but its part means that it broke down.
                event => resolve_with(&resolve, event),
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        // Posting fails only for what cannot be copied.
        port.post_message(&WorkerRequest::Shard(file.clone(), share).into_js()).unwrap_or_default();
        Some(Self { share, port, progress, heard, rows, part, _listener: listener })
    }

    /// Bytes and rows read so far.
    pub fn progress(&self) -> Rc<Cell<(u64, u32)>> {
        self.progress.clone()
    }

    /// What it has read, when it has, and the bytes between the first reader's share and that; `None`: nothing came of it.
    /// Until then `goes_on` is asked again and again.
    pub async fn part(&self, mut goes_on: impl FnMut() -> bool) -> Option<(Vec<u8>, ShardData)> {
        let (mut heard, mut silent) = (self.heard.get(), 0);
        let settled = loop {
            let (look, resolve) = open_promise();
            let _timer = Timeout::new(LOOK_MS, move || drop(resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL)));
            let settled = JsFuture::from(Promise::race(&Array::of2(&self.part, &look))).await.ok()?;
            if !settled.is_null() {
                break settled;
            }
            silent = if self.heard.get() == heard { silent + 1 } else { 0 };
            heard = self.heard.get();
            if silent == SILENT_LOOKS || !goes_on() {
                return None;
            }
        };
        let Some(WorkerEvent::Shard(between, about, last)) = WorkerEvent::from_js(&settled) else { return None };
        let mut rows = self.rows.take();
        rows.push(last);
        Some((between.to_vec(), ShardData { about: about.to_vec(), rows: ReceivedRows(rows) }))
    }
}

impl Drop for SecondReader {
    /// It is not wanted any more. After its part it has closed itself.
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.post_message(&"close".into()).unwrap_or_default();
        self.port.close();
    }
}

/// A promise, and the function that settles it.
pub(super) fn open_promise() -> (Promise, Function) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    (promise, settle.unwrap_or_default())
}

fn resolve_with(resolve: &Function, event: Option<WorkerEvent>) {
    let event = event.unwrap_or(WorkerEvent::NoShard).into_js();
    // A function made by the browser, which does not throw.
    let _ = resolve.call1(&JsValue::UNDEFINED, &event);
}

/// A part as it was handed over.
pub struct ShardData {
    /// What goes with its rows.
    pub about: Vec<u8>,
    /// Its rows.
    pub rows: ReceivedRows,
}

/// Rows of a part.
pub struct ReceivedRows(Vec<Uint8Array>);

impl ShardPieces for ReceivedRows {
    fn sizes(&self) -> Vec<usize> {
        self.0.iter().map(|rows| rows.length() as usize).collect()
    }

    fn copy(&self, piece: usize, room: &mut [u8]) {
        if let Some(rows) = self.0.get(piece) {
            rows.copy_to(room);
        }
    }
}

//! A second engine, in a worker of its own, that reads the other half of a large file.

use std::cell::Cell;
use std::rc::Rc;

use ambition::intake::Columns;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageEvent, MessagePort};

use super::message::{Asked, Told};

/// Bytes of a file below which a second reader costs as much as it saves: where none waits, it takes some 20 ms to start and
/// to hand its part over, in which time one reader reads about 4 MB.
const LARGE: f64 = 8.0 * 1024.0 * 1024.0;
/// How much of the file the first reader takes, in a hundred: it looks for the headings meanwhile, and the second one has to
/// hand over what it has read.
const SHARE: f64 = 50.0;

#[wasm_bindgen]
extern "C" {
    /// Asks the page for a second worker, and gives the way to it; defined in the packed page's workers only.
    #[wasm_bindgen(catch, js_name = ambitionSecond)]
    fn ask_for_second() -> Result<MessagePort, JsValue>;
}

/// The second reader at work.
pub struct Second {
    /// The bytes that the first reader reads in any case.
    pub share: f64,
    port: MessagePort,
    /// Bytes and rows read so far.
    progress: Rc<Cell<(u64, u32)>>,
    part: Promise,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Second {
    /// Starts it on the second half of a file, while `goes_on`; `None`: the file is not large, or there is no asking for
    /// a worker.
    pub fn start(file: &File, goes_on: Rc<dyn Fn() -> bool>) -> Option<Self> {
        if file.size() < LARGE {
            return None;
        }
        let share = (file.size() * SHARE / 100.0).floor();
        let port = ask_for_second().ok()?;
        let progress = Rc::new(Cell::new((0, 0)));
        let (part, resolve) = promise();
        let heard = progress.clone();
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(Told::from_js(&event.data()), &heard, &resolve, &*goes_on);
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        // Posting fails only for what cannot be copied.
        port.post_message(&Asked::Part(file.clone(), share).into_js()).unwrap_or_default();
        Some(Self { share, port, progress, part, _listener: listener })
    }

    /// Bytes and rows read so far.
    pub fn progress(&self) -> Rc<Cell<(u64, u32)>> {
        self.progress.clone()
    }

    /// What it has read, when it has, and the bytes between the first reader's share and that; `None`: nothing came of it.
    pub async fn part(&self) -> Option<(Vec<u8>, Part)> {
        let settled = JsFuture::from(self.part.clone()).await.ok()?;
        match Told::from_js(&settled)? {
            Told::Part(between, columns) => Some((between.to_vec(), Part(columns))),
            _ => None,
        }
    }
}

impl Drop for Second {
    /// It is not wanted any more. After its part it has closed itself.
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.post_message(&"close".into()).unwrap_or_default();
        self.port.close();
    }
}

/// A promise, and the function that settles it.
pub(super) fn promise() -> (Promise, Function) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    (promise, settle.unwrap_or_default())
}

fn settle(resolve: &Function, told: Option<Told>) {
    let told = told.unwrap_or(Told::NoPart).into_js();
    // A function made by the browser, which does not throw.
    let _ = resolve.call1(&JsValue::UNDEFINED, &told);
}

/// The second reader says something; anything but its part and its progress means that it broke down.
fn hear(told: Option<Told>, progress: &Cell<(u64, u32)>, resolve: &Function, goes_on: &dyn Fn() -> bool) {
    match told {
        Some(Told::PartProgress(bytes, rows)) if goes_on() => progress.set((bytes as u64, rows)),
        Some(Told::Part(between, columns)) => settle(resolve, Some(Told::Part(between, columns))),
        _ => settle(resolve, None),
    }
}

/// A part as it was handed over.
pub struct Part(Vec<Uint8Array>);

impl Columns for Part {
    fn size(&self, column: usize) -> Option<usize> {
        self.0.get(column).map(|bytes| bytes.length() as usize)
    }

    fn copy(&self, column: usize, from: usize, room: &mut [u8]) {
        if let (Some(bytes), Ok(from), Ok(length)) =
            (self.0.get(column), u32::try_from(from), u32::try_from(room.len()))
        {
            bytes.subarray(from, from + length).copy_to(room);
        }
    }
}

//! Where the engine runs: in a worker, or, where a worker is refused, on the page's own thread.
//!
//! [`message`] is what goes between page and engine, [`engine`] answers it, and [`file_reader`] reads a chosen file in
//! chunks, a large one together with a [`second_reader`], and [`spreadsheet_file`] a workbook as a whole. Nothing here computes.

mod chunks;
pub mod engine;
mod file_reader;
pub mod message;
pub mod read_error;
mod second_reader;
mod spreadsheet_file;

use std::cell::RefCell;

use engine::WorkerEngine;
use gloo::timers::callback::Timeout;
use js_sys::{Array, global};
use message::WorkerEvent;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[wasm_bindgen]
extern "C" {
    /// Posts a message to the page or the engine that this worker serves; some of what is in it is transferred rather
    /// than copied.
    #[wasm_bindgen(catch, js_name = ambitionSend)]
    fn post(message: &JsValue, transferables: &Array) -> Result<(), JsValue>;
}

/// What the page names a worker that waits to be a second reader.
const SECOND: &str = "second";

/// The worker that this code runs in, where it does.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    global().dyn_into().ok()
}

/// Answers the page, or the engine that it reads a shard for, from inside a worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    report_panics();
    let this = scope.clone();
    let send = move |event: WorkerEvent| {
        let done = matches!(event, WorkerEvent::Shard(..) | WorkerEvent::NoShard);
        let transferables = event.transferables();
        // Posting fails only for what cannot be copied; a message is text, numbers and bytes.
        let _ = post(&event.into_js(), &transferables);
        if done {
            this.close();
        }
    };
    let engine = WorkerEngine::new(send);
    let prepare = |second: WorkerEngine| Timeout::new(0, move || second.prepare());
    // Dropped, and so not done, where a file is there already.
    let preparing = RefCell::new((scope.name() == SECOND).then(|| prepare(engine.clone())));
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        drop(preparing.take());
        engine.on_message(&event.data());
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
}

/// After a panic the engine would still answer, but out of a state that may be broken: the page is told, and starts
/// another.
fn report_panics() {
    std::panic::set_hook(Box::new(move |panic| {
        let _ = post(&WorkerEvent::Panic(panic.to_string()).into_js(), &Array::new());
    }));
}

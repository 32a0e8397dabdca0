//! Where the engine runs: in a worker, or, where a worker is refused, on the page's own thread.
//!
//! [`message`] is what goes between page and engine, [`engine`] answers it, and [`file_reader`] reads a chosen file in
//! chunks, a large one together with a [`second_reader`], and [`spreadsheet_file`] a workbook as a whole. The page uses
//! the messages, the [`samples`], and the words for a file that cannot be read ([`read_error`]). Nothing here computes.

#![cfg(target_arch = "wasm32")]

mod chunks;
mod engine;
mod file_reader;
pub mod message;
pub mod read_error;
pub mod samples;
mod second_reader;
mod spreadsheet_file;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use std::cell::RefCell;

use engine::WorkerEngine;
use gloo::timers::callback::Timeout;
use js_sys::{Array, global};
use message::WorkerEvent;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

#[wasm_bindgen]
extern "C" {
    /// Posts a message to the page or the engine that this one serves; some of what is in it is transferred rather than
    /// copied. `static/boot.js` passes both functions to the glue.
    #[wasm_bindgen(catch, js_name = ambitionSend)]
    fn post(message: &JsValue, transferables: &Array) -> Result<(), JsValue>;

    /// Has the listener called with every message.
    #[wasm_bindgen(js_name = ambitionListen)]
    fn listen_to_messages(listener: &Closure<dyn Fn(JsValue)>);
}

/// What the page names a worker that waits to be a second reader.
const SECOND: &str = "second";

/// Answers the page, or the engine that it reads a shard for.
pub fn serve() {
    report_panics();
    let worker = global().dyn_into::<DedicatedWorkerGlobalScope>().ok();
    let is_second = worker.as_ref().is_some_and(|worker| worker.name() == SECOND);
    let send = move |event: WorkerEvent| {
        let done = matches!(event, WorkerEvent::Shard(..) | WorkerEvent::NoShard);
        let transferables = event.transferables();
        // Posting fails only for what cannot be copied; a message is text, numbers and bytes.
        let _ = post(&event.into_js(), &transferables);
        if let Some(worker) = worker.as_ref().filter(|_| done) {
            worker.close();
        }
    };
    let engine = WorkerEngine::new(send);
    let prepare = |second: WorkerEngine| Timeout::new(0, move || second.prepare());
    // Dropped, and so not done, where a file is there already.
    let preparing = RefCell::new(is_second.then(|| prepare(engine.clone())));
    let listener = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        drop(preparing.take());
        engine.on_message(&message);
    });
    listen_to_messages(&listener);
    listener.forget();
}

/// After a panic the engine would still answer, but out of a state that may be broken: the page is told, and starts
/// another.
fn report_panics() {
    std::panic::set_hook(Box::new(move |panic| {
        let _ = post(&WorkerEvent::Panic(panic.to_string()).into_js(), &Array::new());
    }));
}

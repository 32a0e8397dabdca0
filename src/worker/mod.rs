//! Where the engine runs: in a worker, or, where a worker is refused, on the page's own thread.
//!
//! [`message`] is what goes between page and engine, [`engine`] answers it, and [`reader`] reads a chosen file in
//! chunks, a large one together with a [`second`] engine, and [`book`] a workbook as a whole. Nothing here computes.

mod book;
mod chunks;
pub mod engine;
pub mod message;
pub mod read_error;
mod reader;
mod second;

use engine::Engine;
use js_sys::{Array, global};
use message::Told;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[wasm_bindgen]
extern "C" {
    /// Posts a message to whom this worker serves; some of what is in it is handed over rather than copied.
    #[wasm_bindgen(catch, js_name = ambitionTell)]
    fn post(message: &JsValue, handed_over: &Array) -> Result<(), JsValue>;
}

/// The worker that this code runs in, where it does.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    global().dyn_into().ok()
}

/// Answers the page, or the engine that it reads a part for, from inside a worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    report_panics();
    let this = scope.clone();
    let tell = move |told: Told| {
        let done = matches!(told, Told::Part(..) | Told::NoPart);
        let handed_over = told.handed_over();
        // Posting fails only for what cannot be copied; a message is text, numbers and bytes.
        let _ = post(&told.into_js(), &handed_over);
        if done {
            this.close();
        }
    };
    let engine = Engine::new(tell);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| engine.hear(&event.data()));
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
}

/// After a panic the engine still answers, on a state nobody can trust: the page is told, and starts another.
fn report_panics() {
    std::panic::set_hook(Box::new(move |panic| {
        let _ = post(&Told::Panic(panic.to_string()).into_js(), &Array::new());
    }));
}

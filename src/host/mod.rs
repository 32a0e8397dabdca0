//! Where the engine runs: in a worker, or, where a worker is refused, on the page's own thread.
//!
//! [`message`] is what goes between page and engine, [`engine`] answers it, and [`reader`] reads a chosen file in
//! chunks, [`book`] a workbook as a whole. Nothing here computes.

mod book;
pub mod engine;
pub mod message;
mod reader;

use engine::Engine;
use js_sys::global;
use message::Told;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker that this code runs in, where it does.
pub fn worker() -> Option<DedicatedWorkerGlobalScope> {
    global().dyn_into().ok()
}

/// Answers the page from inside a worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    report_panics(scope.clone());
    let out = scope.clone();
    let tell = move |told: Told| {
        // Posting fails only for what cannot be copied; a message is text and numbers.
        let _ = out.post_message(&told.into_js());
    };
    let engine = Engine::new(tell);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| engine.hear(&event.data()));
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
}

/// After a panic the engine still answers, on a state nobody can trust: the page is told, and starts another.
fn report_panics(scope: DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(move |panic| {
        let _ = scope.post_message(&Told::Panic(panic.to_string()).into_js());
    }));
}

//! Where the engine runs, and how requests get there.

use ambition_worker::message::{WorkerEvent, WorkerRequest};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::{EngineClient, PageInput};

#[wasm_bindgen]
extern "C" {
    /// An engine, with the part of a worker's interface that is used here.
    type EngineHost;

    /// Starts an engine: in a worker, or on the page's own thread where a worker is refused. It may be sent messages at
    /// once. Defined by the packed page (`static/boot.js`) and for development.
    #[wasm_bindgen(js_name = ambitionEngine)]
    fn start_host() -> EngineHost;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &EngineHost, message: &JsValue, transferables: &Array) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn terminate(this: &EngineHost);

    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &EngineHost, listener: Option<&Function>);

    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &EngineHost, listener: Option<&Function>);
}

/// An engine that was started, with what listens to it. Ends when it is dropped.
pub(super) struct Transport {
    host: EngineHost,
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Transport {
    pub fn send(&self, request: WorkerRequest) {
        let transferables = request.transferables();
        // Posting fails only for what cannot be copied; messages are text, numbers and files.
        self.host.post(&request.into_js(), &transferables).unwrap_or_default();
    }
}

impl Drop for Transport {
    fn drop(&mut self) {
        self.host.set_onmessage(None);
        self.host.set_onerror(None);
        self.host.terminate();
    }
}

impl EngineClient {
    /// Starts an engine in place of the one there is.
    pub(super) fn start_engine(&self) {
        self.0.borrow_mut().transport = None;
        let transport = self.listen_to(start_host());
        self.0.borrow_mut().transport = Some(transport);
    }

    fn listen_to(&self, host: EngineHost) -> Transport {
        let client = self.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(event) = WorkerEvent::from_js(&event.data()) {
                client.on_message(event);
            }
        });
        let client = self.clone();
        let error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| client.step(PageInput::BrokeDown));
        host.set_onmessage(Some(message.as_ref().unchecked_ref()));
        host.set_onerror(Some(error.as_ref().unchecked_ref()));
        Transport { host, _listeners: [message, error] }
    }
}

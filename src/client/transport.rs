//! Where the engine runs, and how requests get there.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

use super::{EngineClient, PageInput};
use crate::worker::engine::WorkerEngine;
use crate::worker::message::{WorkerEvent, WorkerRequest};

#[wasm_bindgen]
extern "C" {
    /// Makes a worker with the engine in it; defined by the packed page only.
    #[wasm_bindgen(catch, js_name = ambitionWorker)]
    fn ambition_worker() -> Result<Worker, JsValue>;
}

/// Where requests go.
pub(super) enum Transport {
    /// Nowhere: no engine was started, or none is started any more.
    None,
    /// To a worker.
    Worker { worker: Worker, _listeners: [Closure<dyn FnMut(MessageEvent)>; 2] },
    /// To an engine on the page's own thread.
    OwnThread(WorkerEngine),
}

/// A transport without its listeners.
pub(super) enum MessageTarget {
    None,
    Worker(Worker),
    OwnThread(WorkerEngine),
}

impl Transport {
    pub fn target(&self) -> MessageTarget {
        match self {
            Self::None => MessageTarget::None,
            Self::Worker { worker, .. } => MessageTarget::Worker(worker.clone()),
            Self::OwnThread(engine) => MessageTarget::OwnThread(engine.clone()),
        }
    }

    /// Ends the worker, if there is one.
    pub fn stop(&mut self) {
        if let Self::Worker { worker, .. } = self {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        *self = Self::None;
    }
}

impl MessageTarget {
    pub fn send(self, request: WorkerRequest) {
        match self {
            // Posting fails only for what cannot be copied; messages are text, numbers and files.
            Self::Worker(worker) => {
                let transferables = request.transferables();
                worker.post_message_with_transfer(&request.into_js(), &transferables).unwrap_or_default();
            }
            Self::OwnThread(engine) => engine.on_message(&request.into_js()),
            Self::None => (),
        }
    }
}

impl EngineClient {
    /// Starts an engine in place of the one there is.
    pub(super) fn start_engine(&self) {
        self.0.borrow_mut().transport.stop();
        match ambition_worker() {
            Ok(worker) => {
                let transport = self.listen_to(worker);
                self.0.borrow_mut().transport = transport;
            }
            Err(_) => {
                let client = self.clone();
                let engine = WorkerEngine::new(move |event| client.on_message_later(event));
                self.0.borrow_mut().transport = Transport::OwnThread(engine);
                self.step(PageInput::WorkerRefused);
            }
        }
    }

    fn listen_to(&self, worker: Worker) -> Transport {
        let client = self.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(event) = WorkerEvent::from_js(&event.data()) {
                client.on_message(event);
            }
        });
        let client = self.clone();
        let error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| client.step(PageInput::BrokeDown));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Transport::Worker { worker, _listeners: [message, error] }
    }

    /// On the page's own thread an answer comes while the question is still being asked: it is taken in afterwards.
    fn on_message_later(&self, event: WorkerEvent) {
        let client = self.clone();
        spawn_local(async move { client.on_message(event) });
    }
}

//! The way to the engine: messages to a worker, or to the page's own thread where a worker is refused.
//!
//! The link keeps the file that is open, the one with current performance, and every change made. When the engine breaks
//! down (a panic, an error in a promise, or silence), it starts another, opens the files again and makes the changes
//! again (`restart`). A working file is the same, kept for another day, and so is what the tab keeps (`kept`).

pub mod keeping;
mod kept;
pub mod lock;
mod restart;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ambition_engine::screens::Answer;
use ambition_engine::session::command::{Command, Exchange};
use ambition_engine::session::work::ENDING;
use ambition_engine::session::work::locked::Locked;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{File, MessageEvent, Worker};
use yew::Callback;

use crate::worker::engine::Engine;
use crate::worker::message::{Asked, Told};
use kept::Again;
use restart::RESTARTED;

/// What is opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Files the user chose together.
    Files(Vec<File>),
    /// The sample of this name that ships.
    Sample(&'static str),
    /// A text pasted from a spreadsheet.
    Pasted(String),
}

/// What the engine says of its own accord.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkEvent {
    /// Something to know about this browser, which is in nobody's way.
    Remark(String),
    /// How far a long reading is.
    Progress {
        /// "43%".
        percent: String,
        /// "254,000 rows of about 600,000".
        words: String,
    },
    /// A file was read and is open.
    Opened,
    /// Nothing could be read; what was open stays open.
    Failed {
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
        /// It can be opened all the same ([`Link::open_anyway`]).
        anyway: bool,
    },
    /// The user stopped a reading.
    Cancelled,
    /// What became of the second file, the one with current performance.
    Current(CurrentEvent),
    /// The engine broke down, was started again, and the work was made again.
    Restarted(String),
    /// The work was saved as a file.
    Saved,
    /// A locked file wants its passphrase; `true`: another one, the last did not open it.
    Locked(bool),
}

/// What became of the second file. Whatever it is, the first one stays open.
#[derive(Clone, Debug, PartialEq)]
pub enum CurrentEvent {
    /// How far a long reading is: "43%", and words.
    Progress(String, String),
    /// Its results are current performance.
    Opened,
    /// It could not be read: what is wrong, and what to do.
    Failed(String, String),
    /// The user stopped the reading.
    Cancelled,
}

#[wasm_bindgen]
extern "C" {
    /// Makes a worker with the engine in it; defined by the packed page only.
    #[wasm_bindgen(catch, js_name = ambitionWorker)]
    fn ambition_worker() -> Result<Worker, JsValue>;
}

/// The way to the engine. Clones are the same way.
#[derive(Clone)]
pub struct Link(Rc<RefCell<State>>);

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Where messages go.
enum Way {
    None,
    Worker { worker: Worker, _listeners: [Closure<dyn FnMut(MessageEvent)>; 2] },
    OwnThread(Engine),
}

/// A question, and what waits for its answer.
struct Waiting {
    exchange: Exchange,
    /// This engine has it; while the work is made again, questions are kept back.
    sent: bool,
    answer: Callback<Answer>,
}

struct State {
    events: Callback<LinkEvent>,
    way: Way,
    /// What is open, and every change made to it since.
    open: Option<(Source, bool)>,
    changes: Vec<Command>,
    /// The file with current performance, and the one being read for it.
    current: Option<File>,
    opening_current: Option<File>,
    /// What is being opened, and whether also if no heading is known.
    opening: Option<(Source, bool)>,
    /// What could not be read last.
    failed: Option<Source>,
    /// The file is being opened again after a restart, or kept work is; and what to say when all of it is done.
    again: bool,
    words: &'static str,
    /// Kept work is being opened, and this is to be done after its files.
    kept: Option<Again>,
    /// A working file that waits for its passphrase.
    locked: Option<Locked>,
    /// Grows with whatever would be lost with the page, and where it stood when all was in a file.
    revision: u32,
    saved: u32,
    /// The tab keeps the work when this is over.
    keeping: Option<Timeout>,
    waiting: BTreeMap<u32, Waiting>,
    next: u32,
    silence: Option<Timeout>,
    restarts: u32,
}

impl Link {
    /// Starts the engine.
    pub fn start(events: Callback<LinkEvent>) -> Self {
        let link = Self(Rc::new(RefCell::new(State {
            events,
            way: Way::None,
            open: None,
            changes: Vec::new(),
            current: None,
            opening_current: None,
            opening: None,
            failed: None,
            again: false,
            words: RESTARTED,
            kept: None,
            locked: None,
            revision: 0,
            saved: 0,
            keeping: None,
            waiting: BTreeMap::new(),
            next: 0,
            silence: None,
            restarts: 0,
        })));
        link.start_engine();
        link
    }

    fn start_engine(&self) {
        let way = match ambition_worker() {
            Ok(worker) => self.listen_to(worker),
            Err(_) => {
                self.emit(LinkEvent::Remark(
                    "This browser refuses a background worker, so the page may stand still for a moment while a large \
                     file is read. The figures are the same."
                        .into(),
                ));
                let link = self.clone();
                Way::OwnThread(Engine::new(move |told| link.later(told)))
            }
        };
        self.0.borrow_mut().way = way;
    }

    fn listen_to(&self, worker: Worker) -> Way {
        let link = self.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(told) = Told::from_js(&event.data()) {
                link.told(told);
            }
        });
        let link = self.clone();
        let error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| link.restart());
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Way::Worker { worker, _listeners: [message, error] }
    }

    /// Opens a file in place of what is open; events tell how it went.
    pub fn open(&self, source: Source) {
        match &source {
            Source::Files(files) => match files.as_slice() {
                [file] if file.name().ends_with(ENDING) => self.open_kept(file.clone()),
                _ => self.start_opening(source, false),
            },
            _ => self.start_opening(source, false),
        }
    }

    /// Opens once more what could not be read last, though none of its headings is known.
    pub fn open_anyway(&self) {
        let failed = self.0.borrow_mut().failed.take();
        if let Some(source) = failed {
            self.start_opening(source, true);
        }
    }

    fn start_opening(&self, source: Source, anyway: bool) {
        {
            let mut state = self.0.borrow_mut();
            state.opening = Some((source.clone(), anyway));
            state.opening_current = None;
            state.kept = None;
        }
        self.post(asked(source, anyway));
    }

    /// Reads current performance from a second file; events tell how it went.
    pub fn open_current(&self, file: File) {
        self.0.borrow_mut().opening_current = Some(file.clone());
        self.post(Asked::Current(file));
    }

    /// Stops the reading under way.
    pub fn cancel(&self) {
        self.post(Asked::Cancel);
    }

    /// Asks the engine something.
    pub fn ask(&self, exchange: Exchange, answer: Callback<Answer>) {
        {
            let mut state = self.0.borrow_mut();
            state.next = state.next.wrapping_add(1);
            let number = state.next;
            state.waiting.insert(number, Waiting { exchange, sent: false, answer });
        }
        if !self.0.borrow().again {
            self.send_waiting();
        }
        self.watch();
    }

    /// Sends the questions that this engine does not have yet.
    fn send_waiting(&self) {
        let mut unsent = Vec::new();
        for (number, waiting) in self.0.borrow_mut().waiting.iter_mut().filter(|(_, waiting)| !waiting.sent) {
            waiting.sent = true;
            unsent.push((*number, waiting.exchange.clone()));
        }
        unsent.iter().for_each(|(number, exchange)| self.send(*number, exchange));
    }

    fn send(&self, number: u32, exchange: &Exchange) {
        if let Ok(text) = serde_json::to_string(exchange) {
            self.post(Asked::Exchange(number, text));
        }
    }

    fn post(&self, asked: Asked) {
        let engine = match &self.0.borrow().way {
            // Posting fails only for what cannot be copied; messages are text, numbers and files.
            Way::Worker { worker, .. } => return worker.post_message(&asked.into_js()).unwrap_or_default(),
            Way::OwnThread(engine) => engine.clone(),
            Way::None => return,
        };
        engine.hear(&asked.into_js());
    }

    /// On the page's own thread an answer comes while the question is still being asked: it is passed on afterwards.
    fn later(&self, told: Told) {
        let link = self.clone();
        wasm_bindgen_futures::spawn_local(async move { link.told(told) });
    }

    fn emit(&self, event: LinkEvent) {
        let events = self.0.borrow().events.clone();
        events.emit(event);
    }

    fn told(&self, told: Told) {
        match told {
            Told::Progress(percent, words) => self.progress(percent, words),
            Told::Opened => self.opened(),
            Told::Failed(what, remedy, anyway) => self.not_opened(LinkEvent::Failed { what, remedy, anyway }),
            Told::Cancelled => self.not_opened(LinkEvent::Cancelled),
            Told::CurrentOpened => self.current_read(CurrentEvent::Opened),
            Told::CurrentFailed(what, remedy) => self.current_read(CurrentEvent::Failed(what, remedy)),
            Told::CurrentCancelled => self.current_read(CurrentEvent::Cancelled),
            Told::Answer(number, bytes) => self.answered(number, &bytes),
            // Asked for by the benchmark only, or by another engine.
            Told::Memory(_) | Told::PartProgress(..) | Told::PartRows(_) | Told::Part(..) | Told::NoPart => (),
            Told::Panic(_) => self.restart(),
        }
    }

    fn progress(&self, percent: String, words: String) {
        let of_current = self.0.borrow().opening_current.is_some();
        self.emit(match of_current {
            true => LinkEvent::Current(CurrentEvent::Progress(percent, words)),
            false => LinkEvent::Progress { percent, words },
        });
    }

    fn opened(&self) {
        let (again, current) = {
            let state = self.0.borrow();
            (state.again, state.current.clone())
        };
        match (again, current) {
            (true, Some(file)) => return self.post(Asked::Current(file)),
            (true, None) => return self.make_changes_again(),
            (false, _) => (),
        }
        let kept = {
            let mut state = self.0.borrow_mut();
            state.open = state.opening.take();
            state.current = None;
            state.kept.take()
        };
        self.begin(kept.as_ref());
        self.emit(LinkEvent::Opened);
        if let Some(kept) = kept {
            self.work_again(kept);
        }
    }

    /// The second file was read, or not. While the work is made again, it is its turn after the first.
    fn current_read(&self, event: CurrentEvent) {
        let again = {
            let mut state = self.0.borrow_mut();
            match (state.opening_current.take(), &event) {
                (Some(file), CurrentEvent::Opened) => state.current = Some(file),
                (None, CurrentEvent::Failed(..)) if state.again => state.current = None,
                _ => (),
            }
            state.again
        };
        match again {
            true => self.make_changes_again(),
            false if event == CurrentEvent::Opened => self.changed(),
            false => (),
        }
        if !again || event != CurrentEvent::Opened {
            self.emit(LinkEvent::Current(event));
        }
        self.watch();
    }

    fn not_opened(&self, event: LinkEvent) {
        let again = {
            let mut state = self.0.borrow_mut();
            state.failed = state.opening.take().map(|(source, _)| source);
            std::mem::take(&mut state.again)
        };
        if again {
            let mut state = self.0.borrow_mut();
            state.open = None;
            state.current = None;
            state.changes.clear();
            state.waiting.clear();
            state.saved = state.revision;
        }
        self.emit(event);
    }

    fn answered(&self, number: u32, bytes: &[u8]) {
        let Some(waiting) = self.0.borrow_mut().waiting.remove(&number) else { return self.made_again(number, bytes) };
        let Ok(answer) = postcard::from_bytes::<Answer>(bytes) else { return self.restart() };
        self.0.borrow_mut().restarts = 0;
        if let Some(command) = waiting.exchange.command.filter(|_| answer.refused.is_none()) {
            self.0.borrow_mut().changes.push(command);
            self.changed();
        }
        self.watch();
        waiting.answer.emit(answer);
    }
}

fn asked(source: Source, anyway: bool) -> Asked {
    match source {
        Source::Files(files) => Asked::Files(files, anyway),
        Source::Pasted(text) => Asked::Text(text, anyway),
        Source::Sample(name) => Asked::Sample(name.to_owned()),
    }
}

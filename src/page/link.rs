//! The way to the engine: messages to a worker, or to the page's own thread where a worker is refused.
//!
//! The link keeps the file that is open, the one with current performance, and every change made. When the engine breaks
//! down (a panic, an error in a promise, or silence), it starts another, opens the files again and makes the changes
//! again. A working file is the same, kept for another day.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ambition::session::command::{Command, Exchange};
use ambition::session::view::Answer;
use ambition::session::work::ENDING;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{File, MessageEvent, Worker};
use yew::Callback;

use crate::host::engine::Engine;
use crate::host::message::{Asked, Told};
use crate::page::{browser, keeping};

/// An unanswered question older than this, in milliseconds, means that the engine hangs.
const SILENCE: u32 = 20_000;
/// Restarts in a row without an answer between them, after which the page gives up.
const RESTARTS: u32 = 3;

/// The number of changes made again.
const AGAIN: u32 = 0;

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
    /// A worker was refused; the engine runs on the page's own thread.
    OwnThread(String),
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

/// What a question waits for.
struct Waiting {
    command: Option<Command>,
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
    /// Kept work is being opened: the file with current performance, and the changes to make again.
    kept: Option<(Option<File>, Vec<Command>)>,
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
                self.emit(LinkEvent::OwnThread(
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

    /// Saves what is open and every change made to it.
    pub fn keep(&self, name: String) {
        let link = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let (open, current, changes) = {
                let state = link.0.borrow();
                (state.open.clone(), state.current.clone(), state.changes.clone())
            };
            let Some((source, anyway)) = open else { return };
            match keeping::work(source, anyway, current, changes).await {
                Some(work) => browser::save_text(&name, &work.to_text()),
                None => link.emit(LinkEvent::Restarted(NOT_KEPT.into())),
            }
        });
    }

    /// Opens kept work: its file, then the one with current performance, then every change again.
    fn open_kept(&self, file: File) {
        let link = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            match keeping::opened(&file).await {
                Ok(kept) => {
                    link.start_opening(Source::Files(kept.files), kept.anyway);
                    link.0.borrow_mut().kept = Some((kept.current, kept.changes));
                }
                Err(error) => {
                    link.emit(LinkEvent::Failed { what: error.what, remedy: error.remedy, anyway: false });
                }
            }
        });
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
        let number = {
            let mut state = self.0.borrow_mut();
            state.next = state.next.wrapping_add(1);
            let number = state.next;
            state.waiting.insert(number, Waiting { command: exchange.command.clone(), answer });
            number
        };
        self.send(number, &exchange);
        self.watch();
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
            Told::Memory(_) | Told::PartProgress(..) | Told::Part(_) | Told::NoPart => (),
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
            state.changes.clear();
            state.kept.take()
        };
        self.emit(LinkEvent::Opened);
        if let Some((current, changes)) = kept {
            self.work_again(current, changes);
        }
    }

    /// Kept work goes on where it was left.
    fn work_again(&self, current: Option<File>, changes: Vec<Command>) {
        {
            let mut state = self.0.borrow_mut();
            state.changes = changes;
            state.current.clone_from(&current);
            state.again = true;
            state.words = BACK;
        }
        match current {
            Some(file) => self.post(Asked::Current(file)),
            None => self.make_changes_again(),
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
        if again {
            self.make_changes_again();
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
        }
        self.emit(event);
    }

    fn answered(&self, number: u32, bytes: &[u8]) {
        let Some(waiting) = self.0.borrow_mut().waiting.remove(&number) else { return self.made_again(number, bytes) };
        let Ok(answer) = postcard::from_bytes::<Answer>(bytes) else { return self.restart() };
        {
            let mut state = self.0.borrow_mut();
            state.restarts = 0;
            if answer.refused.is_none() {
                state.changes.extend(waiting.command);
            }
        }
        self.watch();
        waiting.answer.emit(answer);
    }

    /// A change that was made again, which should go as it went before.
    fn made_again(&self, number: u32, bytes: &[u8]) {
        let answer = postcard::from_bytes::<Answer>(bytes).ok().filter(|_| number == AGAIN);
        if let Some(refused) = answer.and_then(|answer| answer.refused) {
            self.emit(LinkEvent::Restarted(format!("A change could not be made again: {refused}")));
        }
    }

    /// Waits for answers, but not for ever.
    fn watch(&self) {
        let link = self.clone();
        let mut state = self.0.borrow_mut();
        let reading = state.opening.is_some() || state.opening_current.is_some() || state.again;
        let wanted = !state.waiting.is_empty() && !reading;
        state.silence = wanted.then(|| Timeout::new(SILENCE, move || link.restart()));
    }

    /// The engine broke down or fell silent: another takes its place and gets the same work.
    fn restart(&self) {
        let (open, broken) = {
            let mut state = self.0.borrow_mut();
            let Way::Worker { worker, .. } = &state.way else { return };
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
            state.waiting.clear();
            state.silence = None;
            state.restarts += 1;
            let broken =
                [state.opening.take().map(|_| unreadable()), state.opening_current.take().map(|_| no_current())];
            state.again = state.open.is_some();
            state.words = RESTARTED;
            (state.open.clone(), broken)
        };
        if self.0.borrow().restarts > RESTARTS {
            return self.give_up();
        }
        self.start_engine();
        broken.into_iter().flatten().for_each(|event| self.emit(event));
        match open {
            Some((source, anyway)) => self.post(asked(source, anyway)),
            None => self.emit(LinkEvent::Restarted("The engine stopped and was started again.".into())),
        }
    }

    fn give_up(&self) {
        self.0.borrow_mut().way = Way::None;
        self.emit(LinkEvent::Failed {
            what: "The engine stops again and again.".into(),
            remedy:
                "Close this page and open it again. If the same file does it, please tell whoever gave you the page."
                    .into(),
            anyway: false,
        });
    }

    /// Makes every change again and says why.
    fn make_changes_again(&self) {
        let (changes, words) = {
            let mut state = self.0.borrow_mut();
            state.again = false;
            (state.changes.clone(), state.words)
        };
        for command in changes {
            // A number that nobody waits for: the answers are known.
            self.send(AGAIN, &Exchange { command: Some(command), queries: Vec::new() });
        }
        self.emit(LinkEvent::Restarted(words.into()));
    }
}

fn asked(source: Source, anyway: bool) -> Asked {
    match source {
        Source::Files(files) => Asked::Files(files, anyway),
        Source::Pasted(text) => Asked::Text(text, anyway),
        Source::Sample(name) => Asked::Sample(name.to_owned()),
    }
}

const RESTARTED: &str = "Something went wrong and the engine was started again. Your file and every change to it are back; \
                         only the last change may be missing.";
const BACK: &str = "Your work is back: the file, and every change made to it.";
const NOT_KEPT: &str = "The work could not be saved: the file was changed or moved after it was opened. Open it again.";
const UNREADABLE: &str = "This file could not be read: something in it stops the engine.";
const SAVE_ANEW: &str = "Open it in a spreadsheet, save it as \u{201c}CSV UTF-8\u{201d} and choose the new file.";

fn unreadable() -> LinkEvent {
    LinkEvent::Failed { what: UNREADABLE.into(), remedy: SAVE_ANEW.into(), anyway: false }
}

fn no_current() -> LinkEvent {
    LinkEvent::Current(CurrentEvent::Failed(UNREADABLE.into(), SAVE_ANEW.into()))
}

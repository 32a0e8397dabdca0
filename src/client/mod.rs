//! Talks to the engine by messages.
//!
//! What is to be done is decided by [`ambition_engine::client`], which also remembers what is open and what was changed,
//! so that another engine can be given the same work. [`EngineClient`] carries it out: it posts messages ([`transport`]),
//! keeps the timers, reads and writes work files ([`work_file`], [`crypto`]), and has the tab keep the work over a reload
//! ([`autosave`]).

mod autosave;
pub mod crypto;
mod held_files;
mod transport;
pub mod work_file;

use std::cell::RefCell;
use std::rc::Rc;

use ambition_engine::client::{ClientEffect, ClientInput, ClientState, WarmUpTime, WorkContents, WorkOrigin};
use ambition_engine::intake::CannotRead;
use ambition_engine::screens::{Answer, Exchange, Query};
use ambition_engine::session::work::ENDING;
use ambition_worker::message::{WorkerEvent, WorkerRequest};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::Callback;

pub use ambition_engine::client::{ClientEvent, CurrentEvent};
pub use autosave::SaveLock;

use crate::client::crypto::{UnlockError, WorkKey};
use crate::client::held_files::{FilePrint, HeldFile};
use crate::client::transport::Transport;
use crate::client::work_file::{EncodedFiles, WorkText};
use crate::dom;

/// Milliseconds after the start until the engine prepares for the first file, when the page is there, and between two
/// looks at whether it can.
const AFTER_START: u32 = 250;
/// Milliseconds after a file is open until what keeping the work needs is read.
const AFTER_OPENING: u32 = 100;

const NO_KEY: &str = "This browser cannot decrypt here. Open this page from a file or from an https address.";

/// What is opened.
pub type FileSource = ambition_engine::client::ReadSource<File>;

type PageInput = ClientInput<File, Callback<Answer>>;
type PageEffect = ClientEffect<File, Callback<Answer>>;

/// What files are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileRole {
    /// To be opened.
    Pupils,
    /// For their results, beside what is open.
    Current,
}

/// The page's client of the engine. Clones are the same client.
#[derive(Clone)]
pub struct EngineClient(Rc<RefCell<ClientParts>>);

impl PartialEq for EngineClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct ClientParts {
    state: ClientState<File, Callback<Answer>>,
    events: Callback<ClientEvent>,
    warmed_up: Callback<Answer>,
    /// `None`: no engine was started, or none is started any more.
    transport: Option<Transport>,
    /// The keys of work that was unlocked or saved locked, by [`KeyNumber`](ambition_engine::client::KeyNumber).
    keys: Vec<WorkKey>,
    /// Runs while the engine is to say something.
    silence: Option<Timeout>,
    /// The tab keeps the work when this is over.
    autosave: Option<Timeout>,
    /// What keeping the work needs is read when this is over.
    preparing: Option<Timeout>,
    /// When anything was changed last, in milliseconds.
    changed: f64,
    /// The files that are open, or were, for the tab to keep.
    encoded: Option<Rc<EncodedFiles>>,
    /// The files chosen last, whose bytes the engine has not been given yet.
    held: Vec<HeldFile>,
    /// By what large files are known again.
    prints: Vec<(File, FilePrint)>,
    /// Files whose bytes are being fetched before they are read; another number: they are not wanted any more.
    fetching: Option<(u32, FileRole)>,
    fetched: u32,
    /// The address of the view that the work being opened was saved on.
    saved_view: Option<String>,
}

impl EngineClient {
    /// Starts the engine; `events` are what it says of its own accord, and `warmed_up` is what it answers about a sample
    /// before there is a file.
    pub fn start(events: Callback<ClientEvent>, warmed_up: Callback<Answer>) -> Self {
        let state = ClientState::default();
        let inner = ClientParts {
            state,
            events,
            warmed_up,
            transport: None,
            keys: Vec::new(),
            silence: None,
            autosave: None,
            preparing: None,
            changed: 0.0,
            encoded: None,
            held: Vec::new(),
            prints: Vec::new(),
            fetching: None,
            fetched: 0,
            saved_view: None,
        };
        let client = Self(Rc::new(RefCell::new(inner)));
        client.step(PageInput::Start);
        client.warm_up_later(0);
        client
    }

    /// Has the engine prepare for the first file by a sample when it has nothing else to do, if there is no file by then.
    fn warm_up(&self, sample: u32) {
        let (time, is_fetching) = {
            let parts = self.0.borrow();
            (parts.state.warm_up_time(), parts.fetching.is_some())
        };
        match time {
            WarmUpTime::Now if !is_fetching => self.send(WorkerRequest::WarmUp(sample)),
            WarmUpTime::Now | WarmUpTime::Later => self.warm_up_later(sample),
            WarmUpTime::Never => (),
        }
    }

    fn warm_up_later(&self, sample: u32) {
        let client = self.clone();
        Timeout::new(AFTER_START, move || client.warm_up(sample)).forget();
    }

    /// Opens a file in place of what is open; events tell how it went.
    pub fn open(&self, source: FileSource) {
        {
            let mut parts = self.0.borrow_mut();
            (parts.fetching, parts.saved_view) = (None, None);
        }
        match source {
            FileSource::Files(files) => match files.as_slice() {
                [file] if file.name().ends_with(ENDING) => self.open_work_file(file.clone()),
                _ => self.fetch(files, FileRole::Pupils, |files| PageInput::Open(FileSource::Files(files))),
            },
            _ => self.step(PageInput::Open(source)),
        }
    }

    /// Makes the changes of the work whose file cannot be read any more to these files.
    pub fn open_again(&self, files: Vec<File>) {
        self.fetch(files, FileRole::Pupils, |files| PageInput::OpenAgain(FileSource::Files(files)));
    }

    /// Whether these are the large files of the work, of which the page has no copy: they may not be readable any more where
    /// they were.
    pub async fn finds_again(&self, files: &[File]) -> bool {
        let (open, prints) = {
            let parts = self.0.borrow();
            let Some(FileSource::Files(open)) = parts.state.work().map(|work| work.source.clone()) else {
                return false;
            };
            (open, parts.prints.clone())
        };
        held_files::are_same(&open, &prints, files).await
    }

    /// Has the page hold the bytes of files before they are read, if they are not too large.
    fn fetch(&self, files: Vec<File>, role: FileRole, then: impl FnOnce(Vec<File>) -> PageInput + 'static) {
        let client = self.clone();
        let number = {
            let mut parts = self.0.borrow_mut();
            parts.fetched += 1;
            parts.fetching = Some((parts.fetched, role));
            parts.fetched
        };
        spawn_local(async move {
            let held = held_files::hold(files).await;
            let wanted = client.0.borrow_mut().fetching.take_if(|(fetching, _)| *fetching == number).is_some();
            if wanted {
                let files = held.iter().map(|(file, _)| file.clone()).collect();
                // The second file is read once more: it is small, and nobody waits for a screen full of it.
                client.0.borrow_mut().held = if role == FileRole::Pupils { held } else { Vec::new() };
                client.step(then(files));
            }
        });
    }

    /// Reads what is needed to keep the work, once the first screen is there.
    fn prepare_keeping(&self) {
        let client = self.clone();
        let prepare = move || {
            client.encode_files();
            client.note_prints();
        };
        self.0.borrow_mut().preparing = Some(Timeout::new(AFTER_OPENING, prepare));
    }

    /// Notes by what the files that are open are known again, if they are too large to be held: after they are read, which
    /// is quicker without.
    fn note_prints(&self) {
        let client = self.clone();
        let Some(FileSource::Files(files)) = self.0.borrow().state.work().map(|work| work.source.clone()) else {
            return;
        };
        if held_files::are_held(&files) {
            return;
        }
        spawn_local(async move {
            for file in files {
                if let Some(print) = held_files::print(&file).await {
                    client.0.borrow_mut().prints.push((file, print));
                }
            }
        });
    }

    /// Opens what could not be read last, though none of its headings is known.
    pub fn open_anyway(&self) {
        self.step(PageInput::OpenAnyway);
    }

    /// Reads current performance from a second file; events tell how it went.
    pub fn open_current(&self, file: File) {
        self.fetch(vec![file], FileRole::Current, |files| match <[File; 1]>::try_from(files) {
            Ok([file]) => PageInput::OpenCurrent(file),
            // One file is held as one.
            Err(_) => PageInput::Cancel,
        });
    }

    /// Stops the reading under way.
    pub fn cancel(&self) {
        let fetching = self.0.borrow_mut().fetching.take();
        match fetching {
            Some((_, FileRole::Pupils)) => self.emit(ClientEvent::Cancelled),
            Some((_, FileRole::Current)) => self.emit(ClientEvent::Current(CurrentEvent::Cancelled)),
            None => self.step(PageInput::Cancel),
        }
    }

    /// Has the engine answer these queries with every file that is opened from now on, because they are what is asked of it
    /// first.
    pub fn expect_first(&self, queries: Vec<Query>) {
        self.0.borrow_mut().state.expect_first(queries);
    }

    /// Asks the engine something.
    pub fn ask(&self, exchange: Exchange, reply: Callback<Answer>) {
        self.step(PageInput::Ask(exchange, reply));
    }

    /// Opens the work that the tab kept over a reload.
    pub fn open_tab_work(&self) {
        self.open_work_text(&dom::tab_work().unwrap_or_default(), WorkOrigin::Tab);
    }

    /// Opens the encrypted work file that waits for this passphrase.
    pub fn unlock(&self, passphrase: String) {
        let client = self.clone();
        let Some((locked, origin)) = self.0.borrow().state.encrypted().cloned() else { return };
        spawn_local(async move {
            match crypto::decrypt(&locked, &passphrase).await {
                Ok((text, key)) => client.open_unlocked(&text, key, origin),
                Err(UnlockError::WrongPassphrase) => client.emit(ClientEvent::Locked(true)),
                Err(UnlockError::Unsupported) => {
                    client.fail(CannotRead { what: NO_KEY.into(), remedy: String::new(), anyway: false });
                }
            }
        });
    }

    /// Whether anything would be lost with the page.
    pub fn has_unsaved_changes(&self) -> bool {
        self.0.borrow().state.unsaved()
    }

    /// The same in words, or that all is saved; empty: nothing was changed.
    pub fn describe_unsaved(&self) -> String {
        self.0.borrow().state.describe_unsaved()
    }

    /// How many changes would be lost with the page, or with another file in place of this one.
    pub fn unsaved_changes(&self) -> u32 {
        self.0.borrow().state.unsaved_changes()
    }

    /// Whether the file of the work cannot be read any more: its changes wait for it.
    pub fn is_missing(&self) -> bool {
        self.0.borrow().state.is_missing()
    }

    /// Whether what is open came with a passphrase, or was saved with one.
    pub fn is_locked(&self) -> bool {
        self.0.borrow().state.is_locked()
    }

    /// Whether anything was changed since the file was opened, or came with a work file.
    pub fn has_changes(&self) -> bool {
        self.0.borrow().state.work().is_some_and(|work| !work.changes.is_empty())
    }

    /// The address of the view that the work was saved on, said once; `None`: no saved work was opened.
    pub fn take_saved_view(&self) -> Option<String> {
        self.0.borrow_mut().saved_view.take()
    }

    /// What was changed so far comes back by itself, so nothing would be lost with the page.
    pub fn mark_saved(&self) {
        self.step(PageInput::NothingToSave);
    }

    fn open_work_file(&self, file: File) {
        self.open_work_blob(file.into(), WorkOrigin::File, None);
    }

    fn open_work_text(&self, text: &str, origin: WorkOrigin) {
        // A Blob of a text has no conditions.
        if let Ok(blob) = dom::blob(text) {
            self.open_work_blob(blob, origin, None);
        }
    }

    fn open_unlocked(&self, text: &str, key: WorkKey, origin: WorkOrigin) {
        if let Ok(blob) = dom::blob(text) {
            self.open_work_blob(blob, origin, Some(key));
        }
    }

    /// Opens work, which was locked with this key.
    fn open_work_blob(&self, work: Blob, origin: WorkOrigin, key: Option<WorkKey>) {
        let client = self.clone();
        spawn_local(async move {
            match work_file::read(&work).await {
                Ok(WorkText::Encrypted(locked)) => client.step(PageInput::Encrypted(locked, origin)),
                Ok(WorkText::Plain(contents, view)) => {
                    client.0.borrow_mut().saved_view = Some(view);
                    let key = key.map(|key| client.hold_key(key));
                    client.step(PageInput::OpenWork(WorkContents { key, ..contents }, origin));
                }
                Err(error) => client.fail(error),
            }
        });
    }

    fn fail(&self, error: CannotRead) {
        self.emit(ClientEvent::Failed(error));
    }

    fn emit(&self, event: ClientEvent) {
        let events = self.0.borrow().events.clone();
        events.emit(event);
    }

    fn step(&self, input: PageInput) {
        let effects = self.0.borrow_mut().state.step(input);
        effects.into_iter().for_each(|effect| self.perform(effect));
    }

    fn perform(&self, effect: PageEffect) {
        match effect {
            PageEffect::StartEngine => self.start_engine(),
            PageEffect::StopEngine => self.0.borrow_mut().transport = None,
            PageEffect::Open { number, source, anyway, queries } => {
                self.send(self.open_request(number, source, anyway, queries));
            }
            PageEffect::OpenCurrent { number, file, kept_as } => {
                self.send(WorkerRequest::Current(number, file, kept_as))
            }
            PageEffect::CancelReading => self.send(WorkerRequest::Cancel),
            PageEffect::Exchange(number, exchange) => {
                if let Ok(text) = serde_json::to_string(&exchange) {
                    self.send(WorkerRequest::Exchange(number, text));
                }
            }
            PageEffect::Reply(reply, answer) => reply.emit(answer),
            PageEffect::Emit(event) => self.emit(event),
            PageEffect::Watch(patience) => self.watch(patience),
            PageEffect::ScheduleAutosave => self.schedule_autosave(),
            PageEffect::CancelAutosave => self.0.borrow_mut().autosave = None,
            PageEffect::ClearTab => dom::forget_tab_work(),
        }
    }

    fn watch(&self, patience: Option<u32>) {
        let client = self.clone();
        self.0.borrow_mut().silence =
            patience.map(|patience| Timeout::new(patience, move || client.step(PageInput::FellSilent)));
    }

    fn send(&self, request: WorkerRequest) {
        if let Some(transport) = &self.0.borrow().transport {
            transport.send(request);
        }
    }

    /// Takes in what the engine sends.
    fn on_message(&self, event: WorkerEvent) {
        let opened = matches!(event, WorkerEvent::Opened(..) | WorkerEvent::CurrentOpened(_));
        self.step(match event {
            WorkerEvent::Beat => PageInput::Beat,
            WorkerEvent::Progress(percent, words) => PageInput::Progress(percent, words),
            WorkerEvent::Opened(number, bytes) => {
                if !bytes.is_empty() {
                    let answer = postcard::from_bytes(&bytes).ok();
                    answer.into_iter().for_each(|answer| self.step(PageInput::AnsweredEarly(number, answer)));
                }
                PageInput::Opened(number)
            }
            WorkerEvent::Failed(number, what, remedy, anyway) => {
                PageInput::Failed(number, CannotRead { what, remedy, anyway })
            }
            WorkerEvent::Cancelled(number) => PageInput::Cancelled(number),
            WorkerEvent::CurrentOpened(number) => PageInput::CurrentOpened(number),
            WorkerEvent::CurrentFailed(number, what, remedy) => PageInput::CurrentFailed(number, what, remedy),
            WorkerEvent::CurrentCancelled(number) => PageInput::CurrentCancelled(number),
            WorkerEvent::Answer(number, bytes) => PageInput::Answered(number, postcard::from_bytes(&bytes).ok()),
            WorkerEvent::Panic(_) => PageInput::BrokeDown,
            WorkerEvent::OwnThread => PageInput::WorkerRefused,
            WorkerEvent::WarmedUp(sample, bytes) => {
                let warmed_up = self.0.borrow().warmed_up.clone();
                postcard::from_bytes(&bytes).into_iter().for_each(|answer| warmed_up.emit(answer));
                return self.warm_up(sample + 1);
            }
            // Asked for by the benchmark only, or by another engine.
            WorkerEvent::Memory(_)
            | WorkerEvent::ShardProgress(..)
            | WorkerEvent::ShardRows(_)
            | WorkerEvent::Shard(..)
            | WorkerEvent::NoShard => return,
        });
        if opened {
            self.prepare_keeping();
        }
    }

    fn open_request(&self, number: u32, source: FileSource, anyway: bool, queries: Vec<Query>) -> WorkerRequest {
        let queries = serde_json::to_string(&queries).unwrap_or_default();
        match source {
            FileSource::Files(files) => {
                let held = held_files::take_bytes(&mut self.0.borrow_mut().held, &files);
                WorkerRequest::Files(number, files, anyway, queries, held)
            }
            FileSource::Pasted(text) => WorkerRequest::Text(number, text, anyway, queries),
            FileSource::Sample(name) => WorkerRequest::Sample(number, name.to_owned(), queries),
        }
    }
}

//! The engine as its messages reach it: one session, and one file being read at a time.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use ambition_engine::client::REPLAYED;
use ambition_engine::guidance::Guidance;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile};
use ambition_engine::screens::{Answer, Exchange, Query};
use ambition_engine::session::command::PupilsQuery;
use ambition_engine::session::{FileRole, Rereading, Session};
use js_sys::{ArrayBuffer, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::file_reader::{self, ReadStopped};
use crate::message::{HeldBytes, WorkerEvent, WorkerRequest};
use crate::samples::SAMPLES;

/// What a pasted text is called.
const PASTED_NAME: &str = "Pasted from the clipboard";

/// What is open, to be read again when the user says how.
#[derive(Clone)]
enum OpenSource {
    Files(Vec<File>),
    Text(Rc<str>, &'static str),
}

/// What is to become of what was read.
enum ReadPurpose {
    /// It is opened, and these queries are answered; the number of the request.
    Open(u32, Vec<Query>),
    /// The exchange with this number is answered with it.
    Answer(u32, Exchange),
}

/// The engine, answering by `send`. Clones are the same engine.
#[derive(Clone)]
pub struct WorkerEngine {
    session: Rc<RefCell<Session>>,
    send: Rc<dyn Fn(WorkerEvent)>,
    /// The number of the reading under way; another number: it is to stop.
    reading: Rc<Cell<u32>>,
    source: Rc<RefCell<Option<OpenSource>>>,
    /// The files of last results, by number.
    current: Rc<RefCell<BTreeMap<u32, File>>>,
    /// What is asked while the open file is read again waits here; `None`: it is not read again.
    waiting: Rc<RefCell<Option<VecDeque<JsValue>>>>,
}

impl WorkerEngine {
    /// With nothing open. Guidance that cannot be read is a fault of the release, which its tests exclude.
    pub fn new(send: impl Fn(WorkerEvent) + 'static) -> Self {
        let session = Guidance::shipped().and_then(|guidance| Session::new(Arc::new(guidance)));
        let session = session.unwrap_or_else(|error| wasm_bindgen::throw_str(&error));
        Self {
            session: Rc::new(RefCell::new(session)),
            send: Rc::new(send),
            reading: Rc::default(),
            source: Rc::default(),
            current: Rc::default(),
            waiting: Rc::default(),
        }
    }

    /// Takes in what the page posts.
    pub fn on_message(&self, posted: &JsValue) {
        let request = WorkerRequest::from_js(posted);
        if let (Some(waiting), false) =
            (self.waiting.borrow_mut().as_mut(), matches!(request, Some(WorkerRequest::Cancel)))
        {
            return waiting.push_back(posted.clone());
        }
        match request {
            Some(WorkerRequest::Exchange(number, text)) => self.exchange(number, &text),
            Some(WorkerRequest::Files(number, files, anyway, queries, held)) => {
                self.open(OpenSource::Files(files), held, anyway, ReadPurpose::open(number, &queries));
            }
            Some(WorkerRequest::Shard(file, from)) => self.read_shard(file, from),
            Some(WorkerRequest::Text(number, text, anyway, queries)) => {
                let source = OpenSource::Text(text.into(), PASTED_NAME);
                self.open(source, HeldBytes::new(), anyway, ReadPurpose::open(number, &queries));
            }
            Some(WorkerRequest::Sample(number, name, queries)) => {
                self.open_sample(&name, ReadPurpose::open(number, &queries));
            }
            Some(WorkerRequest::Current(number, file, kept_as)) => self.read_current(number, file, kept_as),
            Some(WorkerRequest::Cancel) => self.stop_reading(),
            Some(WorkerRequest::Memory) => (self.send)(WorkerEvent::Memory(memory())),
            Some(WorkerRequest::WarmUp(sample)) => self.warm_up(sample),
            Some(WorkerRequest::Crash) => self.crash(),
            None => (),
        }
    }

    fn exchange(&self, number: u32, text: &str) {
        let exchange = parsed::<Exchange>(serde_json::from_str(text));
        let rereading = self.session.borrow_mut().rereading(exchange.command.as_ref());
        let source = rereading.as_ref().and_then(|rereading| self.source_of(rereading.file));
        match (rereading, source) {
            (Some(Rereading { read_as, .. }), Some(source)) => {
                *self.waiting.borrow_mut() = Some(VecDeque::new());
                self.read(source, HeldBytes::new(), read_as, ReadPurpose::Answer(number, exchange));
            }
            _ => {
                let mut session = self.session.borrow_mut();
                let replayed = number == REPLAYED;
                let answer = if replayed { session.replay(&exchange) } else { session.exchange(&exchange) };
                drop(session);
                self.answer(number, answer);
            }
        }
    }

    fn source_of(&self, file: FileRole) -> Option<OpenSource> {
        match file {
            FileRole::Pupils => self.source.borrow().clone(),
            FileRole::Current(number) => {
                self.current.borrow().get(&number).map(|file| OpenSource::Files(vec![file.clone()]))
            }
        }
    }

    fn answer(&self, number: u32, answer: Answer) {
        (self.send)(WorkerEvent::Answer(number, to_bytes(&answer)));
    }

    fn open_sample(&self, wanted: &str, purpose: ReadPurpose) {
        if let Some((name, text)) = SAMPLES.iter().find(|(name, _)| *name == wanted) {
            self.open(OpenSource::Text((*text).into(), name), HeldBytes::new(), false, purpose);
        }
    }

    fn open(&self, source: OpenSource, held: HeldBytes, anyway: bool, purpose: ReadPurpose) {
        self.read(source, held, ReadAs { anyway, ..ReadAs::default() }, purpose);
    }

    /// Ends the reading under way, if any, at its next chunk.
    fn stop_reading(&self) {
        self.reading.set(self.reading.get().wrapping_add(1));
    }

    /// Reads in place of whatever is being read; `held` are the bytes that need not be read.
    fn read(&self, source: OpenSource, held: HeldBytes, read_as: ReadAs, purpose: ReadPurpose) {
        self.stop_reading();
        let guidance = self.session.borrow().guidance().clone();
        let files = match &source {
            OpenSource::Files(files) => files.clone(),
            OpenSource::Text(text, _) => {
                let opened = CohortReader::read_all_as(guidance, text.as_bytes(), read_as);
                return self.done(opened.map_err(ReadStopped::CannotRead), source, purpose);
            }
        };
        let (engine, mine) = (self.clone(), self.reading.get());
        spawn_local(async move {
            let now = engine.reading.clone();
            let goes_on = Rc::new(move || now.get() == mine);
            let outcome = file_reader::read_all(&files, held, guidance, read_as, &*engine.send, goes_on).await;
            engine.done(outcome, source, purpose);
        });
    }

    /// What became of a reading.
    fn done(&self, outcome: Result<ReadFile, ReadStopped>, source: OpenSource, purpose: ReadPurpose) {
        match (purpose, outcome) {
            (ReadPurpose::Open(number, queries), Ok(opened)) => {
                let mut session = self.session.borrow_mut();
                session.open(opened, &source.name());
                *self.source.borrow_mut() = Some(source);
                let answer = (!queries.is_empty()).then(|| session.exchange(&Exchange { command: None, queries }));
                drop(session);
                (self.send)(WorkerEvent::Opened(number, answer.as_ref().map(to_bytes).unwrap_or_default()));
            }
            (ReadPurpose::Open(number, _), Err(ReadStopped::Cancelled)) => (self.send)(WorkerEvent::Cancelled(number)),
            (ReadPurpose::Open(number, _), Err(ReadStopped::CannotRead(error))) => {
                (self.send)(WorkerEvent::Failed(number, error.what, error.remedy, error.anyway));
            }
            (ReadPurpose::Answer(number, exchange), outcome) => {
                let outcome = outcome.map_err(ReadStopped::reason);
                let mut session = self.session.borrow_mut();
                let answer = match number {
                    REPLAYED => session.replay_reread(&exchange, outcome),
                    _ => session.exchange_reread(&exchange, outcome),
                };
                drop(session);
                self.answer(number, answer);
                let waiting = self.waiting.borrow_mut().take();
                waiting.into_iter().flatten().for_each(|posted| self.on_message(&posted));
            }
        }
    }

    fn read_shard(&self, file: File, from: f64) {
        let engine = self.clone();
        spawn_local(async move {
            let guidance = engine.session.borrow().guidance().clone();
            let shard = file_reader::read_shard(&file, from, guidance, &*engine.send).await;
            (engine.send)(shard.unwrap_or(WorkerEvent::NoShard));
        });
    }

    /// Reads a file of last results, to be kept under a number.
    fn read_current(&self, number: u32, file: File, kept_as: u32) {
        self.stop_reading();
        let (engine, mine) = (self.clone(), self.reading.get());
        spawn_local(async move {
            let guidance = engine.session.borrow().guidance().clone();
            let now = engine.reading.clone();
            let goes_on = Rc::new(move || now.get() == mine);
            let files = [file];
            let read =
                file_reader::read_all(&files, HeldBytes::new(), guidance, ReadAs::default(), &*engine.send, goes_on)
                    .await;
            let [file] = files;
            (engine.send)(engine.take_current(number, read, file, kept_as));
        });
    }

    fn take_current(&self, number: u32, read: Result<ReadFile, ReadStopped>, file: File, kept_as: u32) -> WorkerEvent {
        match read.map(|opened| self.session.borrow_mut().keep_current(kept_as, opened, &file.name())) {
            Ok(Ok(())) => {
                self.current.borrow_mut().insert(kept_as, file);
                WorkerEvent::CurrentOpened(number)
            }
            Ok(Err(why)) => WorkerEvent::CurrentFailed(number, why, String::new()),
            Err(ReadStopped::Cancelled) => WorkerEvent::CurrentCancelled(number),
            Err(ReadStopped::CannotRead(error)) => WorkerEvent::CurrentFailed(number, error.what, error.remedy),
        }
    }

    /// Opens a sample in a session of its own, answers the first screens, and forgets it. A browser compiles functions when
    /// they are called first, and the guidance makes its indexes when it is asked first: with neither left to do, the
    /// first file opens in a fraction of the time.
    fn warm_up(&self, sample: u32) {
        let guidance = self.session.borrow().guidance().clone();
        let Some((name, text)) = SAMPLES.get(sample as usize) else { return };
        let Ok(mut session) = Session::new(guidance.clone()) else { return };
        let Ok(opened) = CohortReader::read_named(guidance, name, text.as_bytes()) else { return };
        session.open(opened, name);
        let queries = vec![Query::Summary, Query::Check, Query::Ambition, Query::Pupils(PupilsQuery::default())];
        let answer = session.exchange(&Exchange { command: None, queries });
        if let Ok(bytes) = postcard::to_allocvec(&answer) {
            (self.send)(WorkerEvent::WarmedUp(sample, bytes));
        }
    }

    /// Reads every sample and drops the result: the guidance makes its indexes on first use, which for a second reader is the
    /// middle of a large file.
    pub fn prepare(&self) {
        let guidance = self.session.borrow().guidance().clone();
        for (name, text) in SAMPLES {
            // A sample that cannot be read is reported when it is opened.
            let _ = CohortReader::read_named(guidance.clone(), name, text.as_bytes());
        }
    }

    /// What happens after a crash is tested with a real one.
    #[allow(clippy::panic, reason = "this is the crash that the test asks for")]
    fn crash(&self) {
        panic!("asked to crash");
    }
}

impl ReadPurpose {
    /// To open it and answer these queries, as they were posted.
    fn open(number: u32, queries: &str) -> Self {
        Self::Open(number, parsed(serde_json::from_str(queries)))
    }
}

/// What the page posted as JSON. Page and engine are of one build, so it is always understood.
fn parsed<T>(json: serde_json::Result<T>) -> T {
    json.unwrap_or_else(|error| wasm_bindgen::throw_str(&error.to_string()))
}

fn to_bytes(answer: &Answer) -> Vec<u8> {
    postcard::to_allocvec(answer).unwrap_or_else(|error| wasm_bindgen::throw_str(&error.to_string()))
}

impl OpenSource {
    /// What it is called.
    fn name(&self) -> String {
        match self {
            Self::Files(files) => files.iter().map(File::name).collect::<Vec<_>>().join(", "),
            Self::Text(_, name) => (*name).to_owned(),
        }
    }
}

/// Bytes of WebAssembly memory.
fn memory() -> f64 {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambition_engine::screens::{Query, View};
    use wasm_bindgen_test::wasm_bindgen_test;

    fn guidance() -> Arc<Guidance> {
        Arc::new(Guidance::shipped().expect("the guidance that ships"))
    }

    #[wasm_bindgen_test]
    fn the_sample_has_the_figures_it_has_everywhere() {
        let mut session = Session::new(guidance()).expect("an edition");
        let (name, text) = SAMPLES.iter().find(|(name, _)| *name == "sample-year-6.csv").expect("it ships");
        session.open(CohortReader::read_all(guidance(), text.as_bytes()).expect("the sample"), name);
        let answer = session.exchange(&Exchange { command: None, queries: vec![Query::Ambition] });
        let Some(View::Ambition(view)) = answer.views.first() else { panic!("{answer:?}") };
        let percents = view.targets.iter().map(|card| card.percent.as_str()).collect::<Vec<_>>();
        assert_eq!(percents, ["69.4%", "93.0%", "88.1%"]);
    }

    /// Where a word has 32 bits, hashes and sums of lengths have to hold as well. With equal hashes, looking for repeated
    /// pupils among so many would take longer than a test may.
    #[wasm_bindgen_test]
    fn many_pupils_in_words_of_32_bits() {
        let rows = (0..60_000).map(|pupil| format!("A{pupil:012},Surname{pupil},2b\n")).collect::<String>();
        let text = format!("UPN,Surname,KS1_Maths\n{rows}A{:012},Surname5,2b\n", 5);
        let opened = CohortReader::read_all(guidance(), text.as_bytes()).expect("a file");
        assert_eq!((opened.cohort.len(), opened.account.rejected.len()), (60_000, 1));
        assert_eq!(opened.cohort.people().surname(59_999), "Surname59999");
    }
}

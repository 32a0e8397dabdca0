//! The page's side of the conversation with the engine, as a state machine without a browser.
//!
//! The engine runs in a worker and may break down (a panic, an error in a promise, or silence). [`ClientState`]
//! remembers what is open and every change made to it, so that another engine can be given the same work. A saved work
//! file and the work that a tab keeps over a reload are replayed in the same way.
//!
//! [`ClientState::step`] takes one [`ClientInput`] and returns what is to be done about it, as [`ClientEffect`]s in
//! order. It is generic over the files (`F`), which it only hands on, and over where an answer goes (`R`).

mod opening;
mod replay;
mod state;
#[cfg(test)]
mod tests;
mod work;

use crate::intake::CannotRead;
use crate::screens::{Answer, Exchange, Query};
use crate::session::work::locked::LockedWork;

pub use state::{ClientState, WarmUpTime};
pub use work::{KeyNumber, OpenWork, WorkContents, WorkOrigin};

/// The number of an exchange that replays a change.
pub const REPLAYED: u32 = 0;

/// What is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadSource<F> {
    /// Files that the user chose together.
    Files(Vec<F>),
    /// The sample of this name that ships with the page.
    Sample(&'static str),
    /// A text pasted from a spreadsheet.
    Pasted(String),
}

/// What happened: the user or the engine did something, or a file was read by the page itself.
///
/// Readings have numbers, because the outcome of one may be under way while the next is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientInput<F, R> {
    /// The page was started.
    Start,
    /// The browser refuses a worker: the engine runs on the page's own thread and cannot be stopped.
    WorkerRefused,
    /// The user opens a file in place of what is open.
    Open(ReadSource<F>),
    /// The user opens what could not be read last although none of its headings is known.
    OpenAnyway,
    /// A work file, or the work that the tab kept, was read.
    OpenWork(WorkContents<F>, WorkOrigin),
    /// Encrypted work was read: it waits for its passphrase.
    Encrypted(LockedWork, WorkOrigin),
    /// The user opens a second file, with current performance.
    OpenCurrent(F),
    /// The user chose the file once more whose work is open: it takes the place of one that cannot be read any more, and
    /// the changes are made to it again.
    OpenAgain(ReadSource<F>),
    /// The user stops the reading.
    Cancel,
    /// The page asks the engine something.
    Ask(Exchange, R),
    /// The engine says how far a reading is: "43%", and words.
    Progress(String, String),
    /// The engine answers the queries that came with the reading of this number. [`ClientInput::Opened`] follows.
    AnsweredEarly(u32, Answer),
    /// The engine has opened what the reading with this number read.
    Opened(u32),
    /// The engine could not read it.
    Failed(u32, CannotRead),
    /// The reading was stopped.
    Cancelled(u32),
    /// The results of the second file are current performance now.
    CurrentOpened(u32),
    /// The second file could not be read: what is wrong, and what to do.
    CurrentFailed(u32, String, String),
    /// The reading of the second file was stopped.
    CurrentCancelled(u32),
    /// The engine answered the exchange with this number; `None`: its answer cannot be understood.
    Answered(u32, Option<Answer>),
    /// The engine says that it is at work.
    Beat,
    /// The engine broke down.
    BrokeDown,
    /// The engine said nothing for as long as the page was to wait for it.
    FellSilent,
    /// The work was saved as a file.
    Saved {
        /// As of this revision.
        revision: u32,
        /// What it was encrypted with.
        key: Option<KeyNumber>,
    },
    /// What was changed so far comes back by itself, so nothing would be lost with the page.
    NothingToSave,
}

impl<F, R> ClientInput<F, R> {
    /// Whether it shows that the engine is alive, or is another one.
    fn is_sign_of_life(&self) -> bool {
        use ClientInput::{
            Answered, Beat, BrokeDown, Cancelled, CurrentCancelled, CurrentFailed, CurrentOpened, Failed, FellSilent,
            Opened, Progress,
        };
        let of_first = matches!(self, Progress(..) | Beat | Opened(_) | Failed(..) | Cancelled(_) | Answered(..));
        of_first || matches!(self, CurrentOpened(_) | CurrentFailed(..) | CurrentCancelled(_) | BrokeDown | FellSilent)
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEffect<F, R> {
    /// Start an engine in place of the one there is, if any.
    StartEngine,
    /// Send nothing to the engine any more.
    StopEngine,
    /// Have the engine read and open this, also if no heading is known.
    Open {
        /// The number of the reading.
        number: u32,
        /// What is opened.
        source: ReadSource<F>,
        /// Also if no heading is known.
        anyway: bool,
        /// What the engine answers as soon as it is open.
        queries: Vec<Query>,
    },
    /// Have the engine read this file of last results.
    OpenCurrent {
        /// The number of the reading.
        number: u32,
        /// The second file.
        file: F,
        /// The number under which the engine keeps it.
        kept_as: u32,
    },
    /// Have the engine stop the reading.
    CancelReading,
    /// Ask the engine.
    Exchange(u32, Exchange),
    /// Hand an answer to whoever asked for it.
    Reply(R, Answer),
    /// Tell the app.
    Emit(ClientEvent),
    /// Wait for the engine to say something for so many milliseconds from now on; `None`: for nothing.
    Watch(Option<u32>),
    /// Keep the work in the tab once no other change follows.
    ScheduleAutosave,
    /// Do not, after all.
    CancelAutosave,
    /// The tab forgets the work that it keeps.
    ClearTab,
}

/// What the app is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// Something to know about this browser that needs no attention at once.
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
    Failed(CannotRead),
    /// The user stopped a reading.
    Cancelled,
    /// What became of the second file, the one with current performance.
    Current(CurrentEvent),
    /// A notice to show. The engine may be another one now, so what is on the screen is asked for again.
    Notice(String),
    /// Work is back, but for changes that could not be made again.
    NotMadeAgain {
        /// How many, and why.
        words: String,
        /// All of them, a line each, to be saved.
        list: String,
    },
    /// The work was saved as a file.
    Saved,
    /// An encrypted file waits for its passphrase; `true`: for another one, as the last did not open it.
    Locked(bool),
}

/// What became of the second file. Whatever it is, the first one stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrentEvent {
    /// How far a long reading is: "43%", and words.
    Progress(String, String),
    /// It was read, and is kept under this number until it is taken for current performance.
    Opened(u32),
    /// It could not be read: what is wrong, and what to do.
    Failed(String, String),
    /// The user stopped the reading.
    Cancelled,
}

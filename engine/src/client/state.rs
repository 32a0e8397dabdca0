//! The state of the client, and what each input does to it.

use std::collections::BTreeMap;

use super::opening::{FileOpening, OpeningCurrent, OvertakenReading};
use super::replay::WorkReplay;
use super::work::{KeyNumber, RevisionCounter};
use super::{
    ClientEffect, ClientEvent, ClientInput, CurrentEvent, OpenWork, REPLAYED, ReadSource, WorkContents, WorkOrigin,
};
use crate::intake::CannotRead;
use crate::screens::{Answer, Exchange, Query};
use crate::session::work::locked::LockedWork;
use crate::text::phrases::count;

const WORKER_REFUSED: &str = "This browser refuses a background worker, so the page may stand still for a moment while \
                              a large file is read. The figures are the same.";

/// How long the page waits for the engine to say something, in milliseconds.
const SILENCE: u32 = 20_000;
/// How long it waits for a reading to be stopped that the user stopped.
const CANCEL: u32 = 1_000;

/// Effects in the order in which they are to be carried out.
pub(super) type ClientEffects<F, R> = Vec<ClientEffect<F, R>>;

/// Where the engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EngineHost {
    /// In a worker, which is also replaced when it falls silent.
    Worker,
    /// On the page's own thread.
    Page,
}

/// When the engine prepares for the first file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmUpTime {
    /// Nothing is open yet, and it has nothing to do.
    Now,
    /// It is at work: it may be starting.
    Later,
    /// A file is open, there is no engine any more, or the page would stand still meanwhile.
    Never,
}

/// What the engine is doing, as far as the client has asked for it.
#[derive(Clone, Debug)]
pub(super) enum ClientPhase<F> {
    /// It reads nothing.
    Idle,
    /// It reads a file to open it.
    Opening(FileOpening<F>),
    /// It reads the second file.
    OpeningCurrent(OpeningCurrent<F>),
    /// It is given work that it, or an engine before it, had already. Questions wait until that is done.
    Replaying(WorkReplay<F>),
    /// It broke down too often and is not asked any more.
    GaveUp,
}

/// What the page waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Awaited {
    #[default]
    Nothing,
    /// The answer to a question, or to a replayed change.
    Answer,
    /// Anything about the reading with this number.
    Reading(u32),
    /// The end of a reading that the user stopped.
    Cancelled,
}

impl Awaited {
    fn patience(self) -> Option<u32> {
        match self {
            Self::Nothing => None,
            Self::Answer | Self::Reading(_) => Some(SILENCE),
            Self::Cancelled => Some(CANCEL),
        }
    }
}

/// A question that has no answer yet, and where its answer goes.
#[derive(Clone, Debug)]
pub(super) struct PendingRequest<R> {
    pub exchange: Exchange,
    /// This engine has it.
    pub sent: bool,
    reply: R,
}

/// The client's state; see the [module](super).
#[derive(Debug)]
pub struct ClientState<F, R> {
    pub(super) host: EngineHost,
    pub(super) phase: ClientPhase<F>,
    pub(super) work: Option<OpenWork<F>>,
    /// Readings that another one has overtaken. The engine may have finished them all the same.
    pub(super) overtaken: Vec<OvertakenReading<F>>,
    /// What could not be read last because none of its headings is known.
    pub(super) unrecognised: Option<ReadSource<F>>,
    /// The file of the work cannot be read any more, so that this engine has nothing open.
    pub(super) missing: bool,
    /// A file was saved of what is open.
    pub(super) was_saved: bool,
    /// The user stopped the reading, and the engine has not said that it did.
    pub(super) cancelling: bool,
    awaited: Awaited,
    /// A damaged work file, in case it is to be opened all the same.
    pub(super) damaged: Option<(WorkContents<F>, WorkOrigin)>,
    /// Work that waits for its passphrase.
    pub(super) encrypted: Option<(LockedWork, WorkOrigin)>,
    pub(super) pending: BTreeMap<u32, PendingRequest<R>>,
    /// What the page asks first of a file that was just opened.
    pub(super) first_queries: Vec<Query>,
    /// What the engine answered before it says that the reading with this number is open.
    pub(super) unopened_answer: Option<(u32, Answer)>,
    /// What the page will ask first of the file that is open, and the answer; `None` once it has asked anything.
    pub(super) first_answer: Option<(Exchange, Answer)>,
    pub(super) revisions: RevisionCounter,
    /// The last number given to a reading or an exchange.
    last_number: u32,
    /// Engines started one after another without an answer between them.
    pub(super) restarts: u32,
}

impl<F, R> Default for ClientState<F, R> {
    fn default() -> Self {
        Self {
            host: EngineHost::Worker,
            phase: ClientPhase::Idle,
            work: None,
            overtaken: Vec::new(),
            unrecognised: None,
            missing: false,
            was_saved: false,
            cancelling: false,
            awaited: Awaited::Nothing,
            damaged: None,
            encrypted: None,
            pending: BTreeMap::new(),
            first_queries: Vec::new(),
            unopened_answer: None,
            first_answer: None,
            revisions: RevisionCounter::default(),
            last_number: REPLAYED,
            restarts: 0,
        }
    }
}

impl<F: Clone, R> ClientState<F, R> {
    /// Takes an input in and returns what is to be done, in order.
    pub fn step(&mut self, input: ClientInput<F, R>) -> Vec<ClientEffect<F, R>> {
        let mut effects = Vec::new();
        let alive = input.is_sign_of_life();
        self.handle_input(input, &mut effects);
        let awaited = self.awaited();
        if alive || awaited != self.awaited {
            self.awaited = awaited;
            effects.push(ClientEffect::Watch(awaited.patience()));
        }
        effects
    }

    fn handle_input(&mut self, input: ClientInput<F, R>, effects: &mut ClientEffects<F, R>) {
        match input {
            ClientInput::Start => effects.push(ClientEffect::StartEngine),
            // Said once, though an engine that takes the place of another has no worker either.
            ClientInput::WorkerRefused if self.host == EngineHost::Page => (),
            ClientInput::WorkerRefused => {
                self.host = EngineHost::Page;
                effects.push(ClientEffect::Emit(ClientEvent::Remark(WORKER_REFUSED.into())));
            }
            ClientInput::Open(source) => self.open(source, false, effects),
            ClientInput::OpenAnyway => {
                if let Some((contents, origin)) = self.damaged.take() {
                    self.open_work(contents, origin, effects);
                } else if let Some(source) = self.unrecognised.take() {
                    self.open(source, true, effects);
                }
            }
            ClientInput::OpenWork(contents, origin) if contents.damaged.is_empty() => {
                self.open_work(contents, origin, effects);
            }
            ClientInput::OpenWork(contents, origin) => {
                effects.push(ClientEffect::Emit(ClientEvent::Failed(damaged(&contents.damaged))));
                self.damaged = Some((contents, origin));
            }
            ClientInput::Encrypted(locked, origin) => {
                self.encrypted = Some((locked, origin));
                effects.push(ClientEffect::Emit(ClientEvent::Locked(false)));
            }
            ClientInput::OpenCurrent(file) => self.open_current(file, effects),
            ClientInput::OpenAgain(source) => self.open_again(source, effects),
            ClientInput::Cancel => self.cancel(effects),
            ClientInput::Beat => (),
            ClientInput::FellSilent => self.fell_silent(effects),
            ClientInput::Ask(exchange, reply) => self.ask(exchange, reply, effects),
            ClientInput::Progress(percent, words) => self.progress(percent, words, effects),
            ClientInput::AnsweredEarly(number, answer) => self.unopened_answer = Some((number, answer)),
            ClientInput::Opened(number) => self.opened(number, effects),
            ClientInput::Failed(number, error) => self.not_opened(number, Some(error), effects),
            ClientInput::Cancelled(number) => self.not_opened(number, None, effects),
            ClientInput::CurrentOpened(number) => self.current_read(number, Ok(()), effects),
            ClientInput::CurrentFailed(number, what, remedy) => {
                self.current_read(number, Err(CurrentEvent::Failed(what, remedy)), effects);
            }
            ClientInput::CurrentCancelled(number) => self.current_read(number, Err(CurrentEvent::Cancelled), effects),
            ClientInput::Answered(number, answer) => self.answered(number, answer, effects),
            ClientInput::BrokeDown => self.restart(effects),
            ClientInput::Saved { revision, key } => self.saved(revision, key, effects),
            ClientInput::NothingToSave => {
                self.revisions.all_saved();
                effects.push(ClientEffect::CancelAutosave);
            }
        }
    }

    /// What is open.
    pub fn work(&self) -> Option<&OpenWork<F>> {
        self.work.as_ref()
    }

    /// Whether it is time for the engine to prepare for the first file.
    pub fn warm_up_time(&self) -> WarmUpTime {
        let is_idle = matches!(self.phase, ClientPhase::Idle) && self.pending.is_empty();
        let gave_up = matches!(self.phase, ClientPhase::GaveUp);
        if self.work.is_some() || self.host == EngineHost::Page || gave_up {
            WarmUpTime::Never
        } else if is_idle {
            WarmUpTime::Now
        } else {
            WarmUpTime::Later
        }
    }

    /// What is open with every change to it, those without an answer included; `None`: nothing would be lost with the
    /// page. A change that is refused when the work is opened again is told then.
    pub fn work_as_asked(&self) -> Option<OpenWork<F>> {
        let mut work = self.work.clone()?;
        let known = work.changes.len();
        work.changes.extend(self.pending.values().filter_map(|request| request.exchange.command.clone()));
        (self.unsaved() || work.changes.len() > known).then_some(work)
    }

    /// The revision of what is open.
    pub fn revision(&self) -> u32 {
        self.revisions.current
    }

    /// Whether anything would be lost with the page.
    pub fn unsaved(&self) -> bool {
        self.revisions.unsaved()
    }

    /// Work that waits for its passphrase, and where it comes from.
    pub fn encrypted(&self) -> Option<&(LockedWork, WorkOrigin)> {
        self.encrypted.as_ref()
    }

    /// Whether what is open came encrypted, or was saved so.
    pub fn is_locked(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.key.is_some())
    }

    /// A file holds the work. Locked once, it stays locked in the tab and when it is saved again, also if this file is a
    /// copy in clear that the user asked for.
    fn saved(&mut self, revision: u32, key: Option<KeyNumber>, effects: &mut ClientEffects<F, R>) {
        self.revisions.saved_as_of(revision);
        self.was_saved |= self.revisions.is_of_open_file(revision);
        let work = self.work.as_mut().filter(|_| self.revisions.is_of_open_file(revision));
        if let Some((work, key)) = work.zip(key) {
            work.key = Some(key);
            // The tab may keep it in clear, from before.
            effects.push(ClientEffect::ScheduleAutosave);
        }
        effects.push(ClientEffect::Emit(ClientEvent::Saved));
    }

    /// Whether the file of the work cannot be read any more: its changes wait for it.
    pub fn is_missing(&self) -> bool {
        self.missing
    }

    /// How much would be lost with the page, in words: "2 changes are not saved". Empty: nothing was changed.
    pub fn describe_unsaved(&self) -> String {
        match self.revisions.unsaved_changes() {
            0 if self.was_saved => "All changes are saved".into(),
            0 => String::new(),
            1 => "1 change is not saved".into(),
            changes => format!("{} are not saved", count(changes.into(), "change")),
        }
    }

    /// How many changes would be lost with the page.
    pub fn unsaved_changes(&self) -> u32 {
        self.revisions.unsaved_changes()
    }

    fn awaited(&self) -> Awaited {
        match &self.phase {
            ClientPhase::GaveUp => Awaited::Nothing,
            ClientPhase::Idle if self.pending.is_empty() => Awaited::Nothing,
            ClientPhase::Idle => Awaited::Answer,
            _ if self.cancelling => Awaited::Cancelled,
            ClientPhase::Opening(opening) => Awaited::Reading(opening.number()),
            ClientPhase::OpeningCurrent(opening) => Awaited::Reading(opening.number()),
            ClientPhase::Replaying(replay) if replay.changes.is_some() => Awaited::Answer,
            ClientPhase::Replaying(replay) => Awaited::Reading(replay.number),
        }
    }

    pub(super) fn next_number(&mut self) -> u32 {
        self.last_number += 1;
        self.last_number
    }

    /// What the page will ask first of a file that it opens from now on: the engine answers it without being asked.
    pub fn expect_first(&mut self, queries: Vec<Query>) {
        self.first_queries = queries;
    }

    fn ask(&mut self, exchange: Exchange, reply: R, effects: &mut ClientEffects<F, R>) {
        let is_unchanged = matches!(self.phase, ClientPhase::Idle) && self.pending.is_empty();
        let answered = self.first_answer.take().filter(|(asked, _)| is_unchanged && *asked == exchange);
        if let Some((_, answer)) = answered {
            self.restarts = 0;
            return effects.push(ClientEffect::Reply(reply, answer));
        }
        let number = self.next_number();
        self.pending.insert(number, PendingRequest { exchange, sent: false, reply });
        if !matches!(self.phase, ClientPhase::Replaying(_) | ClientPhase::GaveUp) {
            self.send_pending(effects);
        }
    }

    /// Sends the questions that this engine does not have yet.
    pub(super) fn send_pending(&mut self, effects: &mut ClientEffects<F, R>) {
        for (number, request) in self.pending.iter_mut().filter(|(_, request)| !request.sent) {
            request.sent = true;
            effects.push(ClientEffect::Exchange(*number, request.exchange.clone()));
        }
    }

    fn answered(&mut self, number: u32, answer: Option<Answer>, effects: &mut ClientEffects<F, R>) {
        if number == REPLAYED {
            return self.replay_answered(answer, effects);
        }
        // That question was given up.
        let Some(request) = self.pending.remove(&number) else { return };
        let Some(answer) = answer else { return self.restart(effects) };
        self.restarts = 0;
        // With nothing open it changes no work.
        let command = request.exchange.command.filter(|_| answer.refused.is_none());
        if let Some((work, command)) = self.work.as_mut().zip(command) {
            work.changes.push(command);
            self.changed(effects);
        }
        effects.push(ClientEffect::Reply(request.reply, answer));
    }

    /// Something was changed: the tab keeps it, once nothing else follows.
    pub(super) fn changed(&mut self, effects: &mut ClientEffects<F, R>) {
        self.first_answer = None;
        self.revisions.advance();
        effects.push(ClientEffect::ScheduleAutosave);
    }
}

/// What is said of a work file that is not as it was saved.
fn damaged(parts: &[String]) -> CannotRead {
    CannotRead {
        what: format!("This saved work is not as it was saved. Damaged: {}.", parts.join("; ")),
        remedy:
            "Choose another copy of it if there is one. Opened all the same, what is damaged may be wrong: look every \
                 figure over."
                .into(),
        anyway: true,
    }
}

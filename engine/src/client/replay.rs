//! Giving an engine work that was done before: after it broke down, or out of a work file.

use std::mem::replace;

use super::state::{ClientEffects, ClientPhase, EngineHost};
use super::{ClientEffect, ClientEvent, ClientState, CurrentEvent, REPLAYED};
use crate::intake::CannotRead;
use crate::screens::{Answer, Exchange};
use crate::session::command::Command;
use crate::text::phrases::{count, thousands};

/// Restarts in a row without an answer between them, after which the page gives up.
const RESTARTS: u32 = 3;

const RESTARTED: &str = "Something went wrong and the engine was started again. Your file and every change to it are back; \
                         only the last change may be missing.";
const BACK: &str = "Your work is back: the file, and every change made to it.";
const BACK_NOT_LOCKED: &str = "Your work is back: the file, and every change made to it. The file is not locked: whoever \
                               has it can read it, and could have changed it.";
const STARTED_EMPTY: &str = "The engine stopped and was started again.";
const UNREADABLE: &str = "This file could not be read: something in it stops the engine.";
const SAVE_ANEW: &str = "Open it in a spreadsheet, save it as \u{201c}CSV UTF-8\u{201d} and choose the new file.";

/// Replayed changes that the engine has at a time. More of them would only wait there, and could not be cancelled.
const IN_FLIGHT: usize = 32;
/// Reasons of refused changes that are said at once; the list has them all.
const REASONS_SAID: usize = 3;

/// Work being given to the engine: its file, then its second file, then its changes.
#[derive(Clone, Debug)]
pub(super) struct WorkReplay<F> {
    /// The number of the reading that is awaited.
    pub number: u32,
    pub reason: ReplayReason,
    /// The files of last results before this number were given already.
    pub current: usize,
    /// What became of those that could not be read.
    pub not_read: Vec<CurrentEvent>,
    /// A second file that the user chose meanwhile: it is read afterwards.
    pub then_current: Option<F>,
    /// How far the changes are; `None`: the files are still being read.
    pub changes: Option<ReplayedChanges>,
}

impl<F> WorkReplay<F> {
    pub fn new(number: u32, reason: ReplayReason, then_current: Option<F>) -> Self {
        Self { number, reason, current: 0, not_read: Vec::new(), then_current, changes: None }
    }
}

/// How far changes have been made again. They are sent and answered in order.
#[derive(Clone, Debug, Default)]
pub(super) struct ReplayedChanges {
    sent: usize,
    answered: usize,
    /// The places of those that were refused, and why.
    refused: Vec<(usize, String)>,
}

/// Why work is replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReplayReason {
    /// Another engine took the place of the one that had it.
    Restart,
    /// It was saved, or kept by the tab.
    WorkFile,
    /// It was saved without a passphrase.
    PlainWorkFile,
    /// Its file was gone, and was chosen again.
    FoundAgain,
}

/// Why another engine takes the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    /// It broke down or fell silent.
    BrokeDown,
    /// It did not stop a reading that the user stopped.
    Cancelled,
}

impl ReplayReason {
    /// What is said when all is back.
    fn notice(self) -> &'static str {
        match self {
            Self::Restart => RESTARTED,
            Self::WorkFile | Self::FoundAgain => BACK,
            Self::PlainWorkFile => BACK_NOT_LOCKED,
        }
    }

    /// The same where something is missing.
    fn notice_but(self) -> &'static str {
        match self {
            Self::Restart => "Something went wrong and the engine was started again. Your file is back, but",
            Self::WorkFile | Self::FoundAgain => "Your work is back, but",
            Self::PlainWorkFile => "Your work is back (its file is not locked), but",
        }
    }

    /// Whether nothing else was open that this is.
    pub fn is_saved_work(self) -> bool {
        matches!(self, Self::WorkFile | Self::PlainWorkFile)
    }
}

impl<F: Clone, R> ClientState<F, R> {
    /// The engine broke down: another takes its place and is given the same work.
    pub(super) fn restart(&mut self, effects: &mut ClientEffects<F, R>) {
        self.restart_for(Restart::BrokeDown, effects);
    }

    /// The engine said nothing for too long. On the page's own thread it cannot be stopped, and it blocks this timer too.
    pub(super) fn fell_silent(&mut self, effects: &mut ClientEffects<F, R>) {
        if self.host == EngineHost::Page {
            return;
        }
        // The same file is not tried again: that would be as long a wait once more.
        if let ClientPhase::Opening(opening) = &mut self.phase {
            opening.forget_queries();
        }
        self.restart_for(if self.cancelling { Restart::Cancelled } else { Restart::BrokeDown }, effects);
    }

    pub(super) fn restart_for(&mut self, why: Restart, effects: &mut ClientEffects<F, R>) {
        if matches!(self.phase, ClientPhase::GaveUp) {
            return;
        }
        self.cancelling = false;
        self.restarts += u32::from(why == Restart::BrokeDown);
        self.overtaken.clear();
        self.first_answer = None;
        // What was asked and not answered is asked once more, unless it may be what broke the engine down.
        if self.restarts > 1 || self.work.is_none() {
            self.pending.clear();
        }
        self.pending.values_mut().for_each(|request| request.sent = false);
        if self.restarts > RESTARTS {
            self.phase = ClientPhase::GaveUp;
            effects.push(ClientEffect::StopEngine);
            return effects.push(ClientEffect::Emit(ClientEvent::Failed(Self::gave_up())));
        }
        effects.push(ClientEffect::StartEngine);
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Opening(opening) if why == Restart::BrokeDown && opening.has_queries() => {
                return self.open_without_queries(opening, effects);
            }
            phase => self.phase = phase,
        }
        let then_current = self.drop_reading(why, effects);
        match self.work {
            // It waits for its file.
            Some(_) if self.missing => (),
            None if why == Restart::Cancelled => (),
            Some(_) => self.replay(ReplayReason::Restart, then_current, effects),
            None => effects.push(ClientEffect::Emit(ClientEvent::Notice(STARTED_EMPTY.into()))),
        }
    }

    /// What was being read may be what broke the engine down, so it is not read again. Returns the second file that
    /// still waits for its turn.
    fn drop_reading(&mut self, why: Restart, effects: &mut ClientEffects<F, R>) -> Option<F> {
        let event = match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Opening(_) if why == Restart::Cancelled => ClientEvent::Cancelled,
            ClientPhase::OpeningCurrent(_) if why == Restart::Cancelled => {
                ClientEvent::Current(CurrentEvent::Cancelled)
            }
            // What the user does not want to wait for.
            ClientPhase::Replaying(replay) if why == Restart::Cancelled && replay.reason.is_saved_work() => {
                self.work = None;
                self.pending.clear();
                self.revisions.all_saved();
                ClientEvent::Cancelled
            }
            ClientPhase::Opening(_) => ClientEvent::Failed(unreadable()),
            ClientPhase::OpeningCurrent(_) => {
                let CannotRead { what, remedy, .. } = unreadable();
                ClientEvent::Current(CurrentEvent::Failed(what, remedy))
            }
            ClientPhase::Replaying(replay) => return replay.then_current,
            ClientPhase::Idle | ClientPhase::GaveUp => return None,
        };
        effects.push(ClientEffect::Emit(event));
        None
    }

    /// What is said when the engine is not started any more.
    pub(super) fn gave_up() -> CannotRead {
        CannotRead {
            what: "The engine stops again and again.".into(),
            remedy:
                "Close this page and open it again. If the same file does it, please tell whoever gave you the page."
                    .into(),
            anyway: false,
        }
    }

    /// Gives the engine what is open, from its file on.
    pub(super) fn replay(&mut self, reason: ReplayReason, then_current: Option<F>, effects: &mut ClientEffects<F, R>) {
        self.first_answer = None;
        let number = self.next_number();
        if let Some(work) = &self.work {
            let (source, anyway) = (work.source.clone(), work.anyway);
            effects.push(ClientEffect::Open { number, source, anyway, queries: Vec::new() });
            self.phase = ClientPhase::Replaying(WorkReplay::new(number, reason, then_current));
        }
    }

    /// The file is open: the next file of last results follows, where there is one.
    pub(super) fn replay_current(&mut self, replay: WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        let kept = self.work.iter().flat_map(|work| (0_u32..).zip(&work.current));
        let next = kept.skip(replay.current).find_map(|(kept_as, file)| Some((kept_as, file.clone()?)));
        let Some((kept_as, file)) = next else {
            let replay = WorkReplay { changes: Some(ReplayedChanges::default()), ..replay };
            return self.replay_changes(replay, effects);
        };
        let number = self.next_number();
        effects.push(ClientEffect::OpenCurrent { number, file, kept_as });
        self.phase = ClientPhase::Replaying(WorkReplay { number, current: kept_as as usize + 1, ..replay });
    }

    /// The files are open: every change follows, a few at a time.
    fn replay_changes(&mut self, mut replay: WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        let changes = self.work.as_ref().map(|work| work.changes.as_slice()).unwrap_or_default();
        let mut progress = replay.changes.take().unwrap_or_default();
        for command in changes.iter().skip(progress.sent).take(IN_FLIGHT + progress.answered - progress.sent) {
            let exchange = Exchange { command: Some(command.clone()), queries: Vec::new() };
            effects.push(ClientEffect::Exchange(REPLAYED, exchange));
            progress.sent += 1;
        }
        if progress.answered == changes.len() {
            return self.finish_replay(replay, progress, effects);
        }
        replay.changes = Some(progress);
        self.phase = ClientPhase::Replaying(replay);
    }

    /// A change was made again, or refused.
    pub(super) fn replay_answered(&mut self, answer: Option<Answer>, effects: &mut ClientEffects<F, R>) {
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Replaying(mut replay) => {
                // Answered for a replay that was interrupted: this one is still reading the files.
                let Some(progress) = replay.changes.as_mut().filter(|progress| progress.answered < progress.sent)
                else {
                    return self.phase = ClientPhase::Replaying(replay);
                };
                if let Some(reason) = answer.and_then(|answer| answer.refused) {
                    progress.refused.push((progress.answered, reason));
                }
                progress.answered += 1;
                self.say_how_far(&replay, effects);
                self.replay_changes(replay, effects);
            }
            phase => self.phase = phase,
        }
    }

    fn say_how_far(&self, replay: &WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        let changes = self.work.as_ref().map_or(0, |work| work.changes.len());
        let answered = replay.changes.as_ref().map_or(0, |progress| progress.answered);
        if replay.reason != ReplayReason::Restart && answered.is_multiple_of(IN_FLIGHT) && changes > IN_FLIGHT {
            let percent = format!("{}%", answered * 100 / changes);
            let words = format!("{} of {}", thousands(answered as u64), count(changes as u64, "change"));
            effects.push(ClientEffect::Emit(ClientEvent::Progress { percent, words }));
        }
    }

    /// Every change was answered: what was not asked yet follows, and the page is told why.
    fn finish_replay(&mut self, replay: WorkReplay<F>, progress: ReplayedChanges, effects: &mut ClientEffects<F, R>) {
        self.phase = ClientPhase::Idle;
        self.send_pending(effects);
        effects.push(ClientEffect::Emit(self.take_refused(&progress, replay.reason)));
        effects.extend(replay.not_read.into_iter().map(|event| ClientEffect::Emit(ClientEvent::Current(event))));
        if let Some(file) = replay.then_current {
            self.begin_current(file, effects);
        }
    }

    /// Refused changes leave the work, and are told together. So does an Undo or Redo of one, which is not told.
    fn take_refused(&mut self, progress: &ReplayedChanges, reason: ReplayReason) -> ClientEvent {
        let Some(work) = self.work.as_mut().filter(|_| !progress.refused.is_empty()) else {
            return ClientEvent::Notice(reason.notice().into());
        };
        let mut refused = progress.refused.iter().peekable();
        let (mut kept, mut told) = (Vec::new(), Vec::new());
        let of = work.changes.len();
        for (place, command) in std::mem::take(&mut work.changes).into_iter().enumerate() {
            match refused.next_if(|(refused, _)| *refused == place) {
                None => kept.push(command),
                Some(_) if matches!(command, Command::Undo | Command::Redo) => (),
                Some((_, why)) => told.push((command, why.as_str())),
            }
        }
        work.changes = kept;
        if told.is_empty() {
            return ClientEvent::Notice(reason.notice().into());
        }
        let list = told.iter().map(|(command, why)| format!("{} {why}\n", json(command))).collect();
        let mut reasons = told.iter().map(|(_, why)| *why).collect::<Vec<_>>();
        reasons.dedup();
        let more = if reasons.len() > REASONS_SAID { " \u{2026}" } else { "" };
        reasons.truncate(REASONS_SAID);
        let words = format!(
            "{} {} of {} could not be made again: {}{more}",
            reason.notice_but(),
            thousands(told.len() as u64),
            count(of as u64, "change"),
            reasons.join(" ")
        );
        ClientEvent::NotMadeAgain { words, list }
    }
}

fn json(command: &Command) -> String {
    // Texts and numbers: nothing that could not be written.
    serde_json::to_string(command).unwrap_or_default()
}

fn unreadable() -> CannotRead {
    CannotRead { what: UNREADABLE.into(), remedy: SAVE_ANEW.into(), anyway: false }
}

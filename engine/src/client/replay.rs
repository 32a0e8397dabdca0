//! Giving an engine work that was done before: after it broke down, or out of a work file.

use std::mem::replace;

use super::state::{ClientEffects, ClientPhase, EngineHost};
use super::{ClientEffect, ClientEvent, ClientState, CurrentEvent, REPLAYED};
use crate::intake::CannotRead;
use crate::screens::Answer;
use crate::session::command::Exchange;

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
}

impl ReplayReason {
    /// What is said when all is back.
    fn notice(self) -> &'static str {
        match self {
            Self::Restart => RESTARTED,
            Self::WorkFile => BACK,
            Self::PlainWorkFile => BACK_NOT_LOCKED,
        }
    }
}

impl<F: Clone, R> ClientState<F, R> {
    /// The engine broke down or fell silent: another takes its place and is given the same work.
    pub(super) fn restart(&mut self, effects: &mut ClientEffects<F, R>) {
        if self.host != EngineHost::Worker || matches!(self.phase, ClientPhase::GaveUp) {
            return;
        }
        self.restarts += 1;
        self.overtaken.clear();
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
        let then_current = self.drop_reading(effects);
        match self.work {
            Some(_) => self.replay(ReplayReason::Restart, then_current, effects),
            None => effects.push(ClientEffect::Emit(ClientEvent::Notice(STARTED_EMPTY.into()))),
        }
    }

    /// What was being read may be what broke the engine down, so it is not read again. Returns the second file that
    /// still waits for its turn.
    fn drop_reading(&mut self, effects: &mut ClientEffects<F, R>) -> Option<F> {
        let event = match replace(&mut self.phase, ClientPhase::Idle) {
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
        let number = self.next_number();
        if let Some(work) = &self.work {
            effects.push(ClientEffect::Open { number, source: work.source.clone(), anyway: work.anyway });
            self.phase =
                ClientPhase::Replaying(WorkReplay { number, reason, current: 0, not_read: Vec::new(), then_current });
        }
    }

    /// The file is open: the next file of last results follows, where there is one.
    pub(super) fn replay_current(&mut self, replay: WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        let kept = self.work.iter().flat_map(|work| (0_u32..).zip(&work.current));
        let next = kept.skip(replay.current).find_map(|(kept_as, file)| Some((kept_as, file.clone()?)));
        let Some((kept_as, file)) = next else {
            return self.replay_changes(replay, effects);
        };
        let number = self.next_number();
        effects.push(ClientEffect::OpenCurrent { number, file, kept_as });
        self.phase = ClientPhase::Replaying(WorkReplay { number, current: kept_as as usize + 1, ..replay });
    }

    /// The files are open: every change follows, then what was not answered, and the page is told why.
    pub(super) fn replay_changes(&mut self, replay: WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        self.phase = ClientPhase::Idle;
        for command in self.work.iter().flat_map(|work| &work.changes) {
            let exchange = Exchange { command: Some(command.clone()), queries: Vec::new() };
            effects.push(ClientEffect::Exchange(REPLAYED, exchange));
        }
        self.send_pending(effects);
        effects.push(ClientEffect::Emit(ClientEvent::Notice(replay.reason.notice().into())));
        effects.extend(replay.not_read.into_iter().map(|event| ClientEffect::Emit(ClientEvent::Current(event))));
        if let Some(file) = replay.then_current {
            self.begin_current(file, effects);
        }
    }

    /// A replayed change should go as it went before.
    pub(super) fn replay_answered(number: u32, answer: Option<Answer>, effects: &mut ClientEffects<F, R>) {
        let refused = answer.filter(|_| number == REPLAYED).and_then(|answer| answer.refused);
        if let Some(reason) = refused {
            let notice = format!("A change could not be made again: {reason}");
            effects.push(ClientEffect::Emit(ClientEvent::Notice(notice)));
        }
    }
}

fn unreadable() -> CannotRead {
    CannotRead { what: UNREADABLE.into(), remedy: SAVE_ANEW.into(), anyway: false }
}

//! Reading files: what is asked of the engine, and what becomes of it.

use std::mem::replace;

use super::replay::{ReplayReason, Restart, WorkReplay};
use super::state::{ClientEffects, ClientPhase};
use super::{ClientEffect, ClientEvent, ClientState, CurrentEvent, OpenWork, ReadSource, WorkContents, WorkOrigin};
use crate::intake::CannotRead;
use crate::screens::{Exchange, Query};
use crate::text::phrases::count;

/// A reading that opens a file.
#[derive(Clone, Debug)]
pub(super) struct FileOpening<F> {
    number: u32,
    source: ReadSource<F>,
    anyway: bool,
    /// What the engine answers as soon as it is open.
    queries: Vec<Query>,
    /// The work file that it is part of.
    then: Option<(WorkContents<F>, WorkOrigin)>,
    /// Why what is open was being replayed when this interrupted it: if nothing comes of this, the replay begins again.
    interrupts: Option<ReplayReason>,
}

/// A reading of the second file.
#[derive(Clone, Debug)]
pub(super) struct OpeningCurrent<F> {
    number: u32,
    file: F,
    /// The number under which the engine keeps it.
    kept_as: u32,
}

/// A reading that another one has overtaken.
#[derive(Clone, Debug)]
pub(super) enum OvertakenReading<F> {
    /// Of a file to be opened.
    File(FileOpening<F>),
    /// Of the second file.
    Current(OpeningCurrent<F>),
}

impl<F> FileOpening<F> {
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether the engine may have broken down answering rather than reading.
    pub fn has_queries(&self) -> bool {
        !self.queries.is_empty()
    }

    pub fn forget_queries(&mut self) {
        self.queries.clear();
    }
}

impl<F> OpeningCurrent<F> {
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl<F> OvertakenReading<F> {
    fn number(&self) -> u32 {
        match self {
            Self::File(opening) => opening.number,
            Self::Current(opening) => opening.number,
        }
    }
}

impl<F: Clone, R> ClientState<F, R> {
    pub(super) fn open(&mut self, source: ReadSource<F>, anyway: bool, effects: &mut ClientEffects<F, R>) {
        self.open_with(source, anyway, None, effects);
    }

    /// Opens the files of a work file; what else is in it follows when they are open.
    pub(super) fn open_work(
        &mut self,
        contents: WorkContents<F>,
        origin: WorkOrigin,
        effects: &mut ClientEffects<F, R>,
    ) {
        let (source, anyway) = (ReadSource::Files(contents.files.clone()), contents.anyway);
        self.open_with(source, anyway, Some((contents, origin)), effects);
    }

    fn open_with(
        &mut self,
        source: ReadSource<F>,
        anyway: bool,
        then: Option<(WorkContents<F>, WorkOrigin)>,
        effects: &mut ClientEffects<F, R>,
    ) {
        if matches!(self.phase, ClientPhase::GaveUp) {
            return effects.push(ClientEffect::Emit(ClientEvent::Failed(Self::gave_up())));
        }
        self.encrypted = None;
        self.damaged = None;
        let interrupts = self.overtake(effects);
        let number = self.next_number();
        // The page looks at work when its changes have been made again.
        let queries = if then.is_none() { self.first_queries.clone() } else { Vec::new() };
        effects.push(ClientEffect::Open { number, source: source.clone(), anyway, queries: queries.clone() });
        self.phase = ClientPhase::Opening(FileOpening { number, source, anyway, queries, then, interrupts });
    }

    /// Another engine opens the same and answers nothing with it. If nothing comes of that, what was open is replayed.
    pub(super) fn open_without_queries(&mut self, opening: FileOpening<F>, effects: &mut ClientEffects<F, R>) {
        // It was asked about what this engine does not have.
        self.pending.clear();
        let FileOpening { source, anyway, .. } = &opening;
        let (number, source, anyway) = (self.next_number(), source.clone(), *anyway);
        effects.push(ClientEffect::Open { number, source, anyway, queries: Vec::new() });
        let is_open = self.work.is_some() && !self.missing;
        let interrupts = opening.interrupts.or(is_open.then_some(ReplayReason::Restart));
        self.phase = ClientPhase::Opening(FileOpening { number, queries: Vec::new(), interrupts, ..opening });
    }

    /// The file that could not be read any more was chosen once more.
    pub(super) fn open_again(&mut self, source: ReadSource<F>, effects: &mut ClientEffects<F, R>) {
        if matches!(self.phase, ClientPhase::GaveUp) {
            return effects.push(ClientEffect::Emit(ClientEvent::Failed(Self::gave_up())));
        }
        let Some(work) = &mut self.work else { return self.open(source, false, effects) };
        work.source = source;
        self.missing = false;
        self.overtake(effects);
        self.replay(ReplayReason::FoundAgain, None, effects);
    }

    /// Another file is opened in place of what the engine is reading. Returns why that was being replayed, if it was.
    fn overtake(&mut self, effects: &mut ClientEffects<F, R>) -> Option<ReplayReason> {
        self.cancelling = false;
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Opening(opening) => {
                let interrupts = opening.interrupts;
                self.overtaken.push(OvertakenReading::File(opening));
                interrupts
            }
            ClientPhase::OpeningCurrent(opening) => {
                self.overtaken.push(OvertakenReading::Current(opening));
                effects.push(ClientEffect::Emit(ClientEvent::Current(CurrentEvent::Cancelled)));
                None
            }
            ClientPhase::Replaying(replay) => {
                // It was asked about work that is not there yet.
                self.pending.clear();
                let reason = replay.reason;
                Self::drop_deferred(replay, effects);
                Some(reason)
            }
            ClientPhase::Idle | ClientPhase::GaveUp => None,
        }
    }

    /// The second file that was to be read after a replay will not be read.
    fn drop_deferred(replay: WorkReplay<F>, effects: &mut ClientEffects<F, R>) {
        if replay.then_current.is_some() {
            effects.push(ClientEffect::Emit(ClientEvent::Current(CurrentEvent::Cancelled)));
        }
    }

    pub(super) fn open_current(&mut self, file: F, effects: &mut ClientEffects<F, R>) {
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::GaveUp => {
                self.phase = ClientPhase::GaveUp;
                let CannotRead { what, remedy, .. } = Self::gave_up();
                effects.push(ClientEffect::Emit(ClientEvent::Current(CurrentEvent::Failed(what, remedy))));
            }
            // The engine would stop reading the first file for it.
            ClientPhase::Replaying(replay) => {
                self.phase = ClientPhase::Replaying(WorkReplay { then_current: Some(file), ..replay });
            }
            ClientPhase::Opening(opening) => {
                effects.push(ClientEffect::Emit(ClientEvent::Cancelled));
                let interrupts = opening.interrupts;
                self.overtaken.push(OvertakenReading::File(opening));
                match interrupts {
                    Some(reason) => self.replay(reason, Some(file), effects),
                    None => self.begin_current(file, effects),
                }
            }
            ClientPhase::OpeningCurrent(opening) => {
                self.overtaken.push(OvertakenReading::Current(opening));
                self.begin_current(file, effects);
            }
            ClientPhase::Idle => self.begin_current(file, effects),
        }
    }

    pub(super) fn begin_current(&mut self, file: F, effects: &mut ClientEffects<F, R>) {
        let number = self.next_number();
        let kept_as = self.work.as_ref().and_then(|work| u32::try_from(work.current.len()).ok()).unwrap_or_default();
        effects.push(ClientEffect::OpenCurrent { number, file: file.clone(), kept_as });
        self.phase = ClientPhase::OpeningCurrent(OpeningCurrent { number, file, kept_as });
    }

    pub(super) fn cancel(&mut self, effects: &mut ClientEffects<F, R>) {
        match &mut self.phase {
            // Only the file that waits is not wanted any more.
            ClientPhase::Replaying(replay) if replay.then_current.is_some() => {
                replay.then_current = None;
                effects.push(ClientEffect::Emit(ClientEvent::Current(CurrentEvent::Cancelled)));
            }
            // Nothing else has the work while another engine is given it.
            ClientPhase::Replaying(replay) if !replay.reason.is_saved_work() => {}
            // It reads nothing that could be stopped.
            ClientPhase::Replaying(replay) if replay.changes.is_some() => self.restart_for(Restart::Cancelled, effects),
            ClientPhase::Idle | ClientPhase::GaveUp => effects.push(ClientEffect::CancelReading),
            _ => {
                self.cancelling = true;
                effects.push(ClientEffect::CancelReading);
            }
        }
    }

    pub(super) fn progress(&self, percent: String, words: String, effects: &mut ClientEffects<F, R>) {
        let event = match &self.phase {
            ClientPhase::Opening(_) => ClientEvent::Progress { percent, words },
            // The page waits for work that it has not shown yet.
            ClientPhase::Replaying(replay) if replay.reason != ReplayReason::Restart => {
                ClientEvent::Progress { percent, words }
            }
            ClientPhase::OpeningCurrent(_) => ClientEvent::Current(CurrentEvent::Progress(percent, words)),
            ClientPhase::Idle | ClientPhase::Replaying(_) | ClientPhase::GaveUp => return,
        };
        effects.push(ClientEffect::Emit(event));
    }

    pub(super) fn opened(&mut self, number: u32, effects: &mut ClientEffects<F, R>) {
        self.cancelling = false;
        self.unopened_answer.take_if(|(answered, _)| *answered != number);
        // The rest of a work file is not replayed onto its files: they make way for what overtook them.
        if let Some(OvertakenReading::File(opening)) = self.take_overtaken(number) {
            return self.begin_work(FileOpening { then: None, ..opening }, effects);
        }
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Opening(opening) if opening.number == number => self.begin_work(opening, effects),
            ClientPhase::Replaying(replay) if replay.number == number => self.replay_current(replay, effects),
            phase => self.phase = phase,
        }
    }

    fn take_overtaken(&mut self, number: u32) -> Option<OvertakenReading<F>> {
        let place = self.overtaken.iter().position(|reading| reading.number() == number)?;
        Some(self.overtaken.remove(place))
    }

    /// Another file is open. What the tab kept was of the one before, unless it is this.
    fn begin_work(&mut self, opening: FileOpening<F>, effects: &mut ClientEffects<F, R>) {
        let FileOpening { source, anyway, queries, then, .. } = opening;
        let exchange = Exchange { command: None, queries };
        self.first_answer = self.unopened_answer.take().map(|(_, answer)| (exchange, answer));
        effects.push(ClientEffect::CancelAutosave);
        (self.missing, self.was_saved) = (false, false);
        self.revisions.open_another();
        self.revisions.all_saved();
        match &then {
            Some((contents, WorkOrigin::Tab)) => self.revisions.not_saved(contents.changes.len()),
            _ => effects.push(ClientEffect::ClearTab),
        }
        let origin = then.as_ref().map(|(_, origin)| *origin);
        let (current, changes, key) = match then {
            Some((contents, _)) => (contents.current, contents.changes, contents.key),
            None => (Vec::new(), Vec::new(), None),
        };
        self.work = Some(OpenWork { source, anyway, current, changes, key });
        effects.push(ClientEffect::Emit(ClientEvent::Opened));
        if let Some(origin) = origin {
            let plain = origin == WorkOrigin::File && key.is_none();
            let reason = if plain { ReplayReason::PlainWorkFile } else { ReplayReason::WorkFile };
            self.replay_current(WorkReplay::new(0, reason, None), effects);
        }
    }

    /// Nothing was opened: the file cannot be read, or (`None`) the reading was stopped.
    pub(super) fn not_opened(&mut self, number: u32, error: Option<CannotRead>, effects: &mut ClientEffects<F, R>) {
        if self.take_overtaken(number).is_some() {
            return;
        }
        self.cancelling = false;
        let anyway = error.as_ref().is_some_and(|error| error.anyway);
        let event = error.map_or(ClientEvent::Cancelled, ClientEvent::Failed);
        match replace(&mut self.phase, ClientPhase::Idle) {
            ClientPhase::Opening(opening) if opening.number == number => {
                self.unrecognised = anyway.then_some(opening.source);
                effects.push(ClientEffect::Emit(event));
                if let Some(reason) = opening.interrupts {
                    self.replay(reason, None, effects);
                }
            }
            ClientPhase::Replaying(replay) if replay.number == number => {
                Self::drop_deferred(replay, effects);
                self.pending.clear();
                if let ClientEvent::Failed(error) = &event
                    && let Some(error) = self.keep_changes(error)
                {
                    self.missing = true;
                    return effects.push(ClientEffect::Emit(ClientEvent::Failed(error)));
                }
                let work = self.work.take();
                self.unrecognised = work.map(|work| work.source).filter(|_| anyway);
                self.revisions.all_saved();
                effects.push(ClientEffect::Emit(event));
            }
            phase => self.phase = phase,
        }
    }

    /// What is said where the file is gone and there are changes, which wait for it; `None`: there are none.
    fn keep_changes(&self, error: &CannotRead) -> Option<CannotRead> {
        let changes = self.work.as_ref().map(|work| work.changes.len()).filter(|changes| *changes > 0)?;
        let changes = count(changes as u64, "change");
        let remedy = format!("{} {changes} to it kept here: choose the file again, and all is back.", error.remedy);
        Some(CannotRead { remedy, anyway: false, ..error.clone() })
    }

    /// A file of last results was read; `Err`: it was not, and that is said. In a replay the next one follows, or changes
    /// do.
    pub(super) fn current_read(
        &mut self,
        number: u32,
        outcome: Result<(), CurrentEvent>,
        effects: &mut ClientEffects<F, R>,
    ) {
        if let Some(reading) = self.take_overtaken(number) {
            if let (Ok(()), OvertakenReading::Current(opening)) = (outcome, reading) {
                self.begin_with_current(opening, effects);
            }
            return;
        }
        self.cancelling = false;
        match (replace(&mut self.phase, ClientPhase::Idle), outcome) {
            (ClientPhase::OpeningCurrent(opening), Ok(())) if opening.number == number => {
                self.begin_with_current(opening, effects);
            }
            (ClientPhase::OpeningCurrent(opening), Err(event)) if opening.number == number => {
                effects.push(ClientEffect::Emit(ClientEvent::Current(event)));
            }
            (ClientPhase::Replaying(mut replay), outcome) if replay.number == number => {
                if let Err(event) = outcome {
                    let read_last = replay.current.checked_sub(1);
                    let file = self.work.as_mut().zip(read_last).and_then(|(work, file)| work.current.get_mut(file));
                    file.and_then(Option::take);
                    replay.not_read.push(event);
                }
                self.replay_current(replay, effects);
            }
            (phase, _) => self.phase = phase,
        }
    }

    fn begin_with_current(&mut self, opening: OpeningCurrent<F>, effects: &mut ClientEffects<F, R>) {
        let OpeningCurrent { file, kept_as, .. } = opening;
        if let Some(work) = &mut self.work {
            let place = kept_as as usize;
            work.current.resize_with(work.current.len().max(place + 1), || None);
            if let Some(kept) = work.current.get_mut(place) {
                *kept = Some(file);
            }
        }
        self.changed(effects);
        effects.push(ClientEffect::Emit(ClientEvent::Current(CurrentEvent::Opened(kept_as))));
    }
}

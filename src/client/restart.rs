//! The engine broke down or fell silent: another takes its place and gets the same work.

use ambition_engine::screens::Answer;
use ambition_engine::session::command::Exchange;
use gloo::timers::callback::Timeout;

use super::{CurrentEvent, Link, LinkEvent, Way, asked};

/// An unanswered question older than this, in milliseconds, means that the engine hangs.
const SILENCE: u32 = 20_000;
/// Restarts in a row without an answer between them, after which the page gives up.
const RESTARTS: u32 = 3;
/// The number of changes made again.
const AGAIN: u32 = 0;

/// What is said when all is back.
pub(super) const RESTARTED: &str = "Something went wrong and the engine was started again. Your file and every change to \
                                    it are back; only the last change may be missing.";
const UNREADABLE: &str = "This file could not be read: something in it stops the engine.";
const SAVE_ANEW: &str = "Open it in a spreadsheet, save it as \u{201c}CSV UTF-8\u{201d} and choose the new file.";

impl Link {
    /// A change that was made again, which should go as it went before.
    pub(super) fn made_again(&self, number: u32, bytes: &[u8]) {
        let answer = postcard::from_bytes::<Answer>(bytes).ok().filter(|_| number == AGAIN);
        if let Some(refused) = answer.and_then(|answer| answer.refused) {
            self.emit(LinkEvent::Restarted(format!("A change could not be made again: {refused}")));
        }
    }

    /// Waits for answers, but not for ever.
    pub(super) fn watch(&self) {
        let link = self.clone();
        let mut state = self.0.borrow_mut();
        let reading = state.opening.is_some() || state.opening_current.is_some() || state.again;
        let wanted = !state.waiting.is_empty() && !reading;
        state.silence = wanted.then(|| Timeout::new(SILENCE, move || link.restart()));
    }

    /// The engine broke down or fell silent: another takes its place and gets the same work.
    pub(super) fn restart(&self) {
        let (open, broken) = {
            let mut state = self.0.borrow_mut();
            let Way::Worker { worker, .. } = &state.way else { return };
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
            state.silence = None;
            state.restarts += 1;
            // What was asked and not answered is asked once more, unless it may be what broke the engine down.
            if state.restarts > 1 || state.open.is_none() {
                state.waiting.clear();
            }
            state.waiting.values_mut().for_each(|waiting| waiting.sent = false);
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

    /// Makes every change again, asks what was not answered, and says why.
    pub(super) fn make_changes_again(&self) {
        let (changes, words) = {
            let mut state = self.0.borrow_mut();
            state.again = false;
            (state.changes.clone(), state.words)
        };
        for command in changes {
            // A number that nobody waits for: the answers are known.
            self.send(AGAIN, &Exchange { command: Some(command), queries: Vec::new() });
        }
        self.send_waiting();
        self.emit(LinkEvent::Restarted(words.into()));
    }
}

fn unreadable() -> LinkEvent {
    LinkEvent::Failed { what: UNREADABLE.into(), remedy: SAVE_ANEW.into(), anyway: false }
}

fn no_current() -> LinkEvent {
    LinkEvent::Current(CurrentEvent::Failed(UNREADABLE.into(), SAVE_ANEW.into()))
}

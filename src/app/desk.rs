//! What any part of the page may wish for; the app carries it out.

use ambition_engine::session::command::{Command, Query};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::client::Source;
use crate::dom;

/// A wish of the user.
#[derive(Clone)]
pub enum Wish {
    /// Read this file.
    Open(Source),
    /// Read current performance from this file.
    OpenCurrent(File),
    /// Stop reading.
    Cancel,
    /// Make this change.
    Do(Command),
    /// The cell of a refused target was put back.
    Forget(Place),
    /// Show a notice of these words.
    Notice(String),
    /// Put the notice away.
    Dismiss,
    /// Open once more what could not be read, for the user to say which column is what.
    OpenAnyway,
    /// Show what answers this beside the view.
    Ask(Query),
    /// Save the text that answers this as a file.
    Save(Query),
    /// Save what is open and every change.
    Keep {
        /// The name of the file.
        name: String,
        /// What it is locked with; empty: nothing.
        passphrase: String,
    },
    /// Open the locked file with this passphrase.
    Unlock(String),
    /// Go on with the work that the tab kept.
    GoOn,
    /// Forget the work that the tab kept.
    ForgetKept,
}

/// The cell of a target: a pupil, and the result aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The pupil, by position in the cohort.
    pub pupil: u32,
    /// The canonical heading of the result.
    pub result: String,
}

impl Place {
    /// The cell that a command is about, where it is about one.
    pub fn of(command: &Command) -> Option<Place> {
        match command {
            Command::SetTarget { pupil, result, .. } => Some(Place { pupil: *pupil, result: result.clone() }),
            _ => None,
        }
    }

    /// The id of the cell's input.
    pub fn id(&self) -> String {
        format!("target-{}-{}", self.pupil, self.result)
    }

    /// The id of the sentence that says why the cell's value was refused.
    pub fn reason_id(&self) -> String {
        format!("refused-{}-{}", self.pupil, self.result)
    }
}

/// The id of the field in which a command was typed, where that field shows why it was refused.
pub fn field_of(command: &Command) -> Option<String> {
    match command {
        Command::SetCurrent { measure, .. } => Some(format!("current-{measure}")),
        Command::SetLaTarget { measure, .. } => Some(format!("la-{measure}")),
        Command::SetGoal { measure, .. } => Some(format!("goal-{measure}")),
        Command::Enter { what, .. } => Some(format!("entry-{what}")),
        _ => None,
    }
}

/// Where wishes go: handed to all parts as a context.
#[derive(Clone, PartialEq)]
pub struct Desk {
    wish: Callback<Wish>,
}

impl Desk {
    /// A desk that hands wishes to `wish`.
    pub fn new(wish: Callback<Wish>) -> Desk {
        Desk { wish }
    }

    /// Hands in a wish.
    pub fn wish(&self, wish: Wish) {
        self.wish.emit(wish);
    }

    /// Reads a small file as a text. Where it cannot be read, nothing is done with it and a notice says why.
    pub fn read_text(&self, file: &File, done: impl FnOnce(String) + 'static) {
        let (desk, file) = (self.clone(), file.clone());
        spawn_local(async move {
            match dom::text_of(&file).await {
                Ok(text) => done(text),
                Err(error) => desk.wish(Wish::Notice(error.in_a_line())),
            }
        });
    }

    /// A callback that hands in the same wish each time.
    pub fn on<E: 'static>(&self, wish: Wish) -> Callback<E> {
        let desk = self.clone();
        Callback::from(move |_| desk.wish(wish.clone()))
    }
}

/// The desk of the page around this part; without one, wishes go nowhere.
#[hook]
pub fn use_desk() -> Desk {
    use_context::<Desk>().unwrap_or_else(|| Desk::new(Callback::noop()))
}

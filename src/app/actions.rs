//! What the user may do on any part of the page; the app carries it out.

use ambition_engine::screens::Query;
use ambition_engine::session::command::{Command, EntryId};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::client::{FileSource, SaveLock};
use crate::dom;

/// Something that the user wants done.
#[derive(Clone)]
pub enum Action {
    /// Read this file. Where changes are not saved, the user is asked first.
    Open(FileSource),
    /// Ask whether this file is to take the place of changes that are not saved.
    AskToOpen(FileSource),
    /// Read the file that was asked about: the changes are not wanted.
    OpenUnsaved,
    /// Save the work as it was saved before, then read the file that was asked about.
    SaveThenOpen(String),
    /// Make the changes to these files, in place of a file that cannot be read any more.
    OpenAgain(Vec<File>),
    /// Do not read the file that was asked about.
    KeepWork,
    /// Work by this edition of one's own: the text of its file.
    UseEdition(String),
    /// Read current performance from this file.
    OpenCurrent(File),
    /// Stop reading.
    Cancel,
    /// Have the engine make this change.
    Run(Command),
    /// The cell of a target that was not accepted was put back.
    ForgetRefusal(TargetCell),
    /// Show a notice of these words.
    Notice(String),
    /// Close the notice.
    DismissNotice,
    /// Save the list of changes that could not be made again.
    SaveNotMadeAgain,
    /// Open once more what could not be read, for the user to say which column is what.
    OpenAnyway,
    /// Show what answers this beside the screen.
    Show(Query),
    /// Give the user the file that answers this.
    Export(Query),
    /// The tables of the view were put on the clipboard, or the browser did not allow it.
    Copied(bool),
    /// Save what is open and every change as a work file.
    SaveWork {
        /// The name of the file.
        name: String,
        /// What it is encrypted with.
        lock: SaveLock,
    },
    /// Open the encrypted file with this passphrase.
    Unlock(String),
    /// Open the work that the tab kept.
    OpenTabWork,
    /// Forget the work that the tab kept.
    ForgetTabWork,
}

/// The cell of a target: a pupil, and the result aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetCell {
    /// The pupil, by position in the cohort.
    pub pupil: u32,
    /// The canonical heading of the result.
    pub result: String,
}

impl TargetCell {
    /// The cell that a command is about, where it is about one.
    pub fn from_command(command: &Command) -> Option<TargetCell> {
        match command {
            Command::SetTarget { pupil, result, .. } => Some(TargetCell { pupil: *pupil, result: result.clone() }),
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
pub fn field_id(command: &Command) -> Option<String> {
    match command {
        Command::SetCurrent { measure, .. } => Some(format!("current-{measure}")),
        Command::SetLaTarget { measure, .. } => Some(format!("la-{measure}")),
        Command::SetGoal { measure, .. } => Some(format!("goal-{measure}")),
        Command::Enter { what, .. } => Some(entry_id(what)),
        _ => None,
    }
}

/// The id of a sheet's field; the name of a school may hold spaces, and no id does.
pub fn entry_id(what: &EntryId) -> String {
    format!("entry-{what}").replace(char::is_whitespace, "_")
}

/// Passes actions to the app; every part of the page has it as a context.
#[derive(Clone, PartialEq)]
pub struct Dispatcher {
    actions: Callback<Action>,
}

impl Dispatcher {
    /// A dispatcher of actions to `actions`.
    pub fn new(actions: Callback<Action>) -> Dispatcher {
        Dispatcher { actions }
    }

    /// Has the app carry out an action.
    pub fn dispatch(&self, action: Action) {
        self.actions.emit(action);
    }

    /// Has the engine make a change.
    pub fn run(&self, command: Command) {
        self.dispatch(Action::Run(command));
    }

    /// Reads a small file as a text. Where it cannot be read, nothing is done with it and a notice says why.
    pub fn read_text(&self, file: &File, done: impl FnOnce(String) + 'static) {
        let (dispatcher, file) = (self.clone(), file.clone());
        spawn_local(async move {
            match dom::text_of(&file).await {
                Ok(text) => done(text),
                Err(error) => dispatcher.dispatch(Action::Notice(error.in_a_line())),
            }
        });
    }

    /// A callback that dispatches the same action each time.
    pub fn callback<E: 'static>(&self, action: Action) -> Callback<E> {
        let dispatcher = self.clone();
        Callback::from(move |_| dispatcher.dispatch(action.clone()))
    }
}

/// The dispatcher of the page around this part. The app provides one; without it, actions go nowhere.
#[hook]
pub fn use_dispatcher() -> Dispatcher {
    use_context::<Dispatcher>().unwrap_or_else(|| Dispatcher::new(Callback::noop()))
}

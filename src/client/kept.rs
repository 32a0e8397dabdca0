//! Work that is kept: saved as a file, locked where that is wished; kept by the tab over a reload; and gone on with.

use ambition_engine::intake::CannotRead;
use ambition_engine::session::command::Command;
use ambition_engine::session::work::locked::Locked;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::{Link, LinkEvent, Source};
use super::{keeping, lock};
use crate::client::lock::Stays;
use crate::dom;
use crate::worker::message::Asked;

/// How long after the last of several changes the tab keeps them, in milliseconds.
const MOMENT: u32 = 300;

const BACK: &str = "Your work is back: the file, and every change made to it.";
const NO_LOCK: &str = "This browser cannot encrypt here, so nothing was saved. Empty the passphrase to save the work as it \
                       is, readable by whoever has the file.";
const NO_KEY: &str = "This browser cannot decrypt here. Open this page from a file or from an https address.";
const TOO_LARGE: &str = "It is too large, or site data is refused. Use \u{201c}Save work\u{201d} before you reload or \
                         close the page.";

/// What is to be done after the files of kept work were read.
pub(super) struct Again {
    current: Option<File>,
    changes: Vec<Command>,
    /// It came from a file, so nothing is lost with the page.
    saved: bool,
}

impl Link {
    /// Saves what is open and every change made to it, locked unless the passphrase is empty.
    pub fn keep(&self, name: String, passphrase: String) {
        let link = self.clone();
        spawn_local(async move {
            link.emit(match link.save(&name, &passphrase).await {
                Ok(()) => LinkEvent::Saved,
                Err(why) => LinkEvent::Restarted(why),
            });
        });
    }

    async fn save(&self, name: &str, passphrase: &str) -> Result<(), String> {
        let written = self.written().await;
        let (revision, mut text) = written.map_err(|why| format!("The work could not be saved. {why}"))?;
        if !passphrase.is_empty() {
            text = lock::locked(&text, passphrase).await.ok_or(NO_LOCK)?.to_text();
        }
        dom::save_text(name, &text);
        let mut state = self.0.borrow_mut();
        // Another file may have been opened meanwhile.
        state.saved = state.saved.max(revision);
        Ok(())
    }

    /// The working file, and the revision it is of; else why there is none.
    async fn written(&self) -> Result<(u32, String), String> {
        let (revision, open, current, changes) = {
            let state = self.0.borrow();
            (state.revision, state.open.clone(), state.current.clone(), state.changes.clone())
        };
        let (source, anyway) = open.ok_or("No file is open.")?;
        let work = keeping::work(source, anyway, current, changes).await;
        Ok((revision, work.map_err(|error| error.in_a_line())?.to_text()))
    }

    /// Whether anything would be lost with the page.
    pub fn unsaved(&self) -> bool {
        let state = self.0.borrow();
        state.revision != state.saved
    }

    /// Whether the file that was just opened brings changes with it.
    pub fn goes_on(&self) -> bool {
        !self.0.borrow().changes.is_empty()
    }

    /// What was changed so far comes back by itself, so nothing of it would be lost.
    pub fn settle(&self) {
        let mut state = self.0.borrow_mut();
        state.keeping = None;
        state.saved = state.revision;
    }

    /// Another file is open. What the tab kept was of the one before, unless it is this.
    pub(super) fn begin(&self, kept: Option<&Again>) {
        let of_tab = kept.is_some_and(|kept| !kept.saved);
        let mut state = self.0.borrow_mut();
        state.keeping = None;
        state.revision += 1;
        if !of_tab {
            state.saved = state.revision;
            dom::keep_in_tab("");
        }
        state.changes = kept.map(|kept| kept.changes.clone()).unwrap_or_default();
    }

    /// Something was changed: the tab keeps it, once nothing else follows.
    pub(super) fn changed(&self) {
        let link = self.clone();
        let mut state = self.0.borrow_mut();
        state.revision += 1;
        state.keeping = Some(Timeout::new(MOMENT, move || spawn_local(async move { link.keep_in_tab().await })));
    }

    async fn keep_in_tab(&self) {
        let fits = {
            let state = self.0.borrow();
            state.open.as_ref().is_none_or(|(source, _)| keeping::fits(source, state.current.as_ref()))
        };
        // Not even read where it cannot fit: that would take a moment after each change.
        let written = if fits { self.written().await } else { Err(TOO_LARGE.into()) };
        let (revision, text, mut why_not) = match written {
            Ok((revision, text)) => (revision, text, None),
            Err(why) => (self.0.borrow().revision, String::new(), Some(why)),
        };
        // A later change is kept in its turn, and another file has nothing to do with this one.
        if revision != self.0.borrow().revision {
            return;
        }
        if !dom::keep_in_tab(&text) {
            why_not = Some(TOO_LARGE.into());
        }
        if let Some(why) = why_not {
            self.emit(LinkEvent::Remark(format!("The browser cannot keep this work over a reload. {why}")));
        }
    }

    /// Opens a working file.
    pub(super) fn open_kept(&self, file: File) {
        let link = self.clone();
        spawn_local(async move {
            match dom::text_of(&file).await {
                Ok(text) => link.open_text(&text, true),
                Err(error) => link.fail(error.in_words()),
            }
        });
    }

    /// Goes on with what the tab kept.
    pub fn go_on(&self) {
        self.open_text(&dom::kept_in_tab().unwrap_or_default(), false);
    }

    /// Opens kept work: its file, then the one with current performance, then every change again.
    fn open_text(&self, text: &str, saved: bool) {
        if let Some(locked) = Locked::from_text(text) {
            self.0.borrow_mut().locked = Some(locked);
            return self.emit(LinkEvent::Locked(false));
        }
        match keeping::opened(text) {
            Ok(kept) => {
                self.start_opening(Source::Files(kept.files), kept.anyway);
                self.0.borrow_mut().kept = Some(Again { current: kept.current, changes: kept.changes, saved });
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(&self, error: CannotRead) {
        self.emit(LinkEvent::Failed { what: error.what, remedy: error.remedy, anyway: false });
    }

    /// Opens the file that waits for its passphrase.
    pub fn unlock(&self, passphrase: String) {
        let link = self.clone();
        let Some(locked) = self.0.borrow().locked.clone() else { return };
        spawn_local(async move {
            match lock::unlocked(&locked, &passphrase).await {
                Ok(text) => link.open_text(&text, true),
                Err(Stays::Wrong) => link.emit(LinkEvent::Locked(true)),
                Err(Stays::Unable) => {
                    link.fail(CannotRead { what: NO_KEY.into(), remedy: String::new(), anyway: false });
                }
            }
        });
    }

    /// Kept work goes on where it was left.
    pub(super) fn work_again(&self, kept: Again) {
        {
            let mut state = self.0.borrow_mut();
            state.current.clone_from(&kept.current);
            state.again = true;
            state.words = BACK;
        }
        match kept.current {
            Some(file) => self.post(Asked::Current(file)),
            None => self.make_changes_again(),
        }
    }
}

//! Work that outlives the page: saved as a file, or kept by the tab over a reload.

use ambition_engine::client::OpenWork;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::{ClientEvent, EngineClient, PageInput};
use super::{crypto, work_file};
use crate::dom;

/// How long after the last of several changes the tab keeps them, in milliseconds.
const AUTOSAVE_DELAY: u32 = 300;

const CANNOT_ENCRYPT: &str = "This browser cannot encrypt here, so nothing was saved. Empty the passphrase to save the work \
                              as it is, readable by whoever has the file.";
const TOO_LARGE: &str = "It is too large, or site data is refused. Use \u{201c}Save work\u{201d} before you reload or \
                         close the page.";

impl EngineClient {
    /// Saves what is open and every change made to it as a file, encrypted unless the passphrase is empty.
    pub fn save_work(&self, name: String, passphrase: String) {
        let client = self.clone();
        spawn_local(async move {
            match client.save(&name, &passphrase).await {
                Ok(revision) => client.step(PageInput::Saved(revision)),
                Err(why) => client.emit(ClientEvent::Notice(why)),
            }
        });
    }

    /// The revision that was saved; else why nothing was.
    async fn save(&self, name: &str, passphrase: &str) -> Result<u32, String> {
        let not_saved = |why| format!("The work could not be saved. {why}");
        let (revision, mut work) = self.write_work().await.map_err(not_saved)?;
        if !passphrase.is_empty() {
            let text = work_file::text_to_lock(&work).await.map_err(not_saved)?;
            let locked = crypto::encrypt(&text, passphrase).await.ok_or(CANNOT_ENCRYPT)?;
            work = dom::blob(&locked.to_text()).map_err(|_| not_saved(String::new()))?;
        }
        dom::save_blob(name, &work).map_err(|_| not_saved(String::new()))?;
        Ok(revision)
    }

    fn snapshot(&self) -> (u32, Option<OpenWork<File>>) {
        let state = &self.0.borrow().state;
        (state.revision(), state.work().cloned())
    }

    /// The work file, and the revision it is of; else why it cannot be made.
    async fn write_work(&self) -> Result<(u32, Blob), String> {
        let (revision, work) = self.snapshot();
        Ok((revision, work_file::write(work.ok_or("No file is open.")?).await?))
    }

    /// The same as a text.
    async fn write_text(&self) -> Result<(u32, String), String> {
        let (revision, work) = self.write_work().await?;
        Ok((revision, work_file::text_to_lock(&work).await?))
    }

    /// Has the tab keep the work once nothing else follows.
    pub(super) fn schedule_autosave(&self) {
        let client = self.clone();
        self.0.borrow_mut().autosave =
            Some(Timeout::new(AUTOSAVE_DELAY, move || spawn_local(async move { client.autosave().await })));
    }

    async fn autosave(&self) {
        let fits = self.0.borrow().state.work().is_none_or(work_file::fits_in_tab);
        // Not even read where it cannot fit: that would take a moment after each change.
        let written = if fits { self.write_text().await } else { Err(TOO_LARGE.into()) };
        let (text, mut why_not) = match written {
            // A later change is saved in its turn, and another file has nothing to do with this one.
            Ok((revision, _)) if revision != self.0.borrow().state.revision() => return,
            Ok((_, text)) => (text, None),
            Err(why) => (String::new(), Some(why)),
        };
        if !dom::keep_tab_work(&text) {
            why_not = Some(TOO_LARGE.into());
        }
        if let Some(why) = why_not {
            self.emit(ClientEvent::Remark(format!("The browser cannot keep this work over a reload. {why}")));
        }
    }
}

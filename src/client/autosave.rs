//! Work that outlives the page: saved as a file, or kept by the tab over a reload.

use std::rc::Rc;

use ambition_engine::client::{KeyNumber, OpenWork};
use gloo::timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::crypto::WorkKey;
use super::work_file::{self, EncodedFiles, WorkForm};
use super::{ClientEvent, EngineClient, PageInput};
use crate::dom;

/// How long after the last of several changes that follow each other the tab keeps them, in milliseconds.
const AUTOSAVE_DELAY: u32 = 300;

const CANNOT_ENCRYPT: &str = "This browser cannot encrypt here, so nothing was saved. Empty the passphrase to save the work \
                              as it is, readable by whoever has the file.";
const CANNOT_KEEP_LOCKED: &str = "It could not be encrypted, and it was locked. Use \u{201c}Save work\u{201d} before you \
                                  reload or close the page.";
const TOO_LARGE: &str = "It is too large, or site data is refused. Use \u{201c}Save work\u{201d} before you reload or \
                         close the page.";

/// How work is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveLock {
    /// As it came: in clear, or with the passphrase it has.
    AsBefore,
    /// With a new passphrase.
    Passphrase(String),
    /// In clear, also if it came locked: the user was asked.
    InClear,
}

impl EngineClient {
    /// Saves what is open and every change made to it as a file.
    pub fn save_work(&self, name: String, lock: SaveLock) {
        let client = self.clone();
        spawn_local(async move {
            match client.save(&name, lock).await {
                Ok((revision, key)) => client.step(PageInput::Saved { revision, key }),
                Err(why) => client.emit(ClientEvent::Notice(why)),
            }
        });
    }

    /// The revision that was saved, and the key it was encrypted with; else why nothing was.
    async fn save(&self, name: &str, lock: SaveLock) -> Result<(u32, Option<KeyNumber>), String> {
        let not_saved = |why| format!("The work could not be saved. {why}");
        // Before anything is awaited: the user may open another file meanwhile.
        let (revision, work) = self.snapshot();
        let was_locked = work.as_ref().is_some_and(|work| work.key.is_some());
        let key = match lock {
            SaveLock::AsBefore => work.as_ref().and_then(|work| work.key),
            SaveLock::Passphrase(passphrase) => {
                let key = WorkKey::new(&passphrase).await.ok_or(CANNOT_ENCRYPT)?;
                Some(self.hold_key(key))
            }
            SaveLock::InClear => None,
        };
        let form = if key.is_some() { WorkForm::Text } else { WorkForm::Bytes };
        let mut written = Self::write_work(work, form).await.map_err(not_saved)?;
        if let Some(number) = key {
            let text = work_file::text_to_lock(&written).await.map_err(not_saved)?;
            let locked = self.encrypt(number, &text).await.ok_or(CANNOT_ENCRYPT)?;
            written = dom::blob(&locked).map_err(|_| not_saved(String::new()))?;
        }
        dom::save_blob(name, &written).map_err(|_| not_saved(String::new()))?;
        if key.is_some() && !was_locked {
            // What the tab keeps is in clear until it keeps it again.
            dom::forget_tab_work();
        }
        Ok((revision, key))
    }

    /// Holds a key until the page is closed.
    pub(super) fn hold_key(&self, key: WorkKey) -> KeyNumber {
        let keys = &mut self.0.borrow_mut().keys;
        keys.push(key);
        KeyNumber(keys.len() - 1)
    }

    async fn encrypt(&self, number: KeyNumber, text: &str) -> Option<String> {
        let key = self.0.borrow().keys.get(number.0).cloned()?;
        Some(key.encrypt(text).await?.to_text())
    }

    fn snapshot(&self) -> (u32, Option<OpenWork<File>>) {
        let state = &self.0.borrow().state;
        (state.revision(), state.work().cloned())
    }

    /// The work file; else why it cannot be made.
    async fn write_work(work: Option<OpenWork<File>>, form: WorkForm) -> Result<Blob, String> {
        work_file::write(work.ok_or("No file is open.")?, form).await
    }

    /// What the tab keeps: as the work file, so locked work is encrypted with its own passphrase.
    async fn write_for_tab(&self, work: &OpenWork<File>) -> Result<String, String> {
        let text = self.encoded_files(work).await?.write(work);
        match work.key {
            Some(number) => self.encrypt(number, &text).await.ok_or_else(|| CANNOT_KEEP_LOCKED.into()),
            None => Ok(text),
        }
    }

    /// The files of the work, read once: the tab keeps it again and again, and at once when the page is left.
    async fn encoded_files(&self, work: &OpenWork<File>) -> Result<Rc<EncodedFiles>, String> {
        let encoded = self.0.borrow().encoded.clone();
        if let Some(encoded) = encoded.filter(|encoded| encoded.are_of(work)) {
            return Ok(encoded);
        }
        let encoded = Rc::new(EncodedFiles::read(work).await?);
        self.0.borrow_mut().encoded = Some(encoded.clone());
        Ok(encoded)
    }

    /// Reads the files that are open, so that the first change to them can be kept at once.
    pub(super) fn encode_files(&self) {
        let client = self.clone();
        let (_, work) = self.snapshot();
        spawn_local(async move {
            if let Some(work) = work.filter(work_file::fits_in_tab) {
                // What cannot be read is told when it is to be kept.
                client.encoded_files(&work).await.ok();
            }
        });
    }

    /// Has the tab keep the work: at once, and where changes follow each other, once nothing else follows.
    pub(super) fn schedule_autosave(&self) {
        let client = self.clone();
        let autosave = move || spawn_local(async move { client.autosave().await });
        let mut parts = self.0.borrow_mut();
        let now = Date::now();
        let alone = now - parts.changed > f64::from(AUTOSAVE_DELAY);
        parts.changed = now;
        parts.autosave = None;
        if alone {
            autosave();
        } else {
            parts.autosave = Some(Timeout::new(AUTOSAVE_DELAY, autosave));
        }
    }

    /// Has the tab keep the work now, changes without an answer included: the page is left or hidden, and may not come
    /// back. Locked work is encrypted by the browser, which takes a moment: when the page is left, the changes of this
    /// moment may be missing.
    pub fn keep_before_leaving(&self) {
        let work = self.0.borrow().state.work_as_asked();
        let Some(work) = work.filter(work_file::fits_in_tab) else { return };
        let encoded = self.0.borrow().encoded.clone().filter(|encoded| work.key.is_none() && encoded.are_of(&work));
        self.0.borrow_mut().autosave = None;
        match encoded {
            Some(encoded) => _ = dom::keep_tab_work(&encoded.write(&work)),
            None => {
                let client = self.clone();
                spawn_local(async move { client.autosave().await });
            }
        }
    }

    async fn autosave(&self) {
        let (revision, work) = self.snapshot();
        let Some(work) = work else { return };
        // Not even read where it cannot fit: that would take a moment after each change.
        let fits = work_file::fits_in_tab(&work);
        let written = if fits { self.write_for_tab(&work).await } else { Err(TOO_LARGE.into()) };
        // A later change is saved in its turn, and another file or passphrase has nothing to do with this one.
        let (now, open) = self.snapshot();
        if revision != now || work.key != open.and_then(|open| open.key) {
            return;
        }
        let (text, mut why_not) = match written {
            Ok(text) => (text, None),
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

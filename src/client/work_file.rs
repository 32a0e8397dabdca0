//! From what is open to a work file, and back.

use ambition_engine::client::{OpenWork, WorkContents};
use ambition_engine::intake::CannotRead;
use ambition_engine::session::work::locked::LockedWork;
use ambition_engine::session::work::{SavedWork, WorkFile};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::FileSource;
use crate::dom;
use crate::worker::engine::SAMPLES;
use crate::worker::read_error::BrowserReadError;

/// What a pasted text is called when it comes back as a file.
const PASTED: &str = "pasted.csv";

/// What the text of a work file holds.
pub enum WorkText {
    /// It can be opened.
    Plain(WorkContents<File>),
    /// It can be opened with its passphrase.
    Encrypted(LockedWork),
}

/// Reads the files that are open into a work file.
///
/// # Errors
/// When a file cannot be read any more.
pub async fn write(work: OpenWork<File>) -> Result<SavedWork, BrowserReadError> {
    let files = match work.source {
        FileSource::Files(files) => read_all(&files).await?,
        FileSource::Pasted(text) => vec![WorkFile::new(PASTED, text.as_bytes())],
        FileSource::Sample(name) => {
            let sample = SAMPLES.iter().find(|(known, _)| *known == name);
            sample.map(|(name, text)| WorkFile::new(name, text.as_bytes())).into_iter().collect()
        }
    };
    let mut current = Vec::new();
    for file in work.current {
        current.push(match file {
            Some(file) => Some(read(&file).await?),
            None => None,
        });
    }
    Ok(SavedWork::new(files, work.anyway, current, work.changes))
}

async fn read_all(files: &[File]) -> Result<Vec<WorkFile>, BrowserReadError> {
    let mut read_files = Vec::new();
    for file in files {
        read_files.push(read(file).await?);
    }
    Ok(read_files)
}

async fn read(file: &File) -> Result<WorkFile, BrowserReadError> {
    match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => Ok(WorkFile::new(&file.name(), &Uint8Array::new(&buffer).to_vec())),
        Err(thrown) => Err(BrowserReadError::find_cause(file, &thrown).await),
    }
}

/// The most bytes of files that a tab keeps: browsers take about five million characters, and base64 makes three bytes
/// four.
const LARGEST_IN_TAB: f64 = 3_700_000.0;

/// Whether the work file of this may be small enough for the tab to keep it.
pub fn fits_in_tab(work: &OpenWork<File>) -> bool {
    let files = if let FileSource::Files(files) = &work.source { files.as_slice() } else { &[] };
    files.iter().chain(work.current.iter().flatten()).map(|file| file.size()).sum::<f64>() < LARGEST_IN_TAB
}

/// What the tab kept before it was loaded again, in words.
pub fn describe_tab_work() -> Option<String> {
    SavedWork::from_text(&dom::tab_work()?).ok().map(|work| work.about())
}

/// Reads the text of a work file.
pub fn parse(text: &str) -> Result<WorkText, CannotRead> {
    if let Some(locked) = LockedWork::from_text(text) {
        return Ok(WorkText::Encrypted(locked));
    }
    let work = SavedWork::from_text(text)?;
    let files = work.files.iter().map(to_file).collect::<Result<Vec<_>, _>>()?;
    let current = work.current.iter().map(|file| file.as_ref().map(to_file).transpose());
    let current = current.collect::<Result<Vec<_>, _>>()?;
    Ok(WorkText::Plain(WorkContents { files, anyway: work.anyway, current, changes: work.changes }))
}

fn to_file(saved: &WorkFile) -> Result<File, CannotRead> {
    let bytes = Uint8Array::from(saved.bytes()?.as_slice());
    // Fails for no bytes and no name.
    File::new_with_u8_array_sequence(&Array::of1(&bytes), &saved.name)
        .map_err(|_| CannotRead { what: "This file cannot be opened.".into(), remedy: String::new(), anyway: false })
        .map(JsCast::unchecked_into)
}

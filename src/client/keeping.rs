//! Work that is kept: from what is open to a working file, and back.

use ambition_engine::intake::CannotRead;
use ambition_engine::session::command::Command;
use ambition_engine::session::work::{Work, WorkFile};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::Source;
use crate::dom;
use crate::worker::engine::SAMPLES;
use crate::worker::read_error::ReadError;

/// What a pasted text is called when it comes back as a file.
const PASTED: &str = "pasted.csv";

/// Kept work, opened.
pub struct Kept {
    /// The files that were open.
    pub files: Vec<File>,
    /// Also if no heading is known.
    pub anyway: bool,
    /// The file with current performance.
    pub current: Option<File>,
    /// Every change.
    pub changes: Vec<Command>,
}

/// The working file of what is open.
///
/// # Errors
/// When a file cannot be read any more.
pub async fn work(
    source: Source,
    anyway: bool,
    current: Option<File>,
    changes: Vec<Command>,
) -> Result<Work, ReadError> {
    let files = match source {
        Source::Files(files) => all(&files).await?,
        Source::Pasted(text) => vec![WorkFile::new(PASTED, text.as_bytes())],
        Source::Sample(name) => {
            let sample = SAMPLES.iter().find(|(known, _)| *known == name);
            sample.map(|(name, text)| WorkFile::new(name, text.as_bytes())).into_iter().collect()
        }
    };
    let current = match current {
        Some(file) => Some(one(&file).await?),
        None => None,
    };
    Ok(Work::new(files, anyway, current, changes))
}

async fn all(files: &[File]) -> Result<Vec<WorkFile>, ReadError> {
    let mut kept = Vec::new();
    for file in files {
        kept.push(one(file).await?);
    }
    Ok(kept)
}

async fn one(file: &File) -> Result<WorkFile, ReadError> {
    match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => Ok(WorkFile::new(&file.name(), &Uint8Array::new(&buffer).to_vec())),
        Err(thrown) => Err(ReadError::of(file, &thrown).await),
    }
}

/// The most bytes of files that are kept in a tab: browsers take about five million letters.
const LARGEST: f64 = 3_700_000.0;

/// Whether the working file of these may be small enough for the tab to keep it.
pub fn fits(source: &Source, current: Option<&File>) -> bool {
    let files = if let Source::Files(files) = source { files.as_slice() } else { &[] };
    files.iter().chain(current).map(|file| file.size()).sum::<f64>() < LARGEST
}

/// What the tab kept before it was loaded again, in words.
pub fn about_tab() -> Option<String> {
    Work::from_text(&dom::kept_in_tab()?).ok().map(|work| work.about())
}

/// Reads a working file.
pub fn opened(text: &str) -> Result<Kept, CannotRead> {
    let work = Work::from_text(text)?;
    let files = work.files.iter().map(file_of).collect::<Result<Vec<_>, _>>()?;
    let current = work.current.as_ref().map(file_of).transpose()?;
    Ok(Kept { files, anyway: work.anyway, current, changes: work.changes })
}

fn file_of(kept: &WorkFile) -> Result<File, CannotRead> {
    let bytes = Uint8Array::from(kept.bytes()?.as_slice());
    // Fails for no bytes and no name.
    File::new_with_u8_array_sequence(&Array::of1(&bytes), &kept.name)
        .map_err(|_| CannotRead { what: "This file cannot be opened.".into(), remedy: String::new(), anyway: false })
        .map(JsCast::unchecked_into)
}

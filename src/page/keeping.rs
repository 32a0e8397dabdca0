//! Work that is kept: from what is open to a working file, and back.

use ambition::intake::CannotRead;
use ambition::session::command::Command;
use ambition::session::work::{Work, WorkFile};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::link::Source;
use crate::host::engine::SAMPLES;

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

/// The working file of what is open; `None`: a file cannot be read any more.
pub async fn work(source: Source, anyway: bool, current: Option<File>, changes: Vec<Command>) -> Option<Work> {
    let files = match source {
        Source::Files(files) => all(&files).await?,
        Source::Pasted(text) => vec![WorkFile::new(PASTED, text.as_bytes())],
        Source::Sample(name) => {
            let (_, text) = SAMPLES.iter().find(|(known, _)| *known == name)?;
            vec![WorkFile::new(name, text.as_bytes())]
        }
    };
    let current = match current {
        Some(file) => Some(one(&file).await?),
        None => None,
    };
    Some(Work::new(files, anyway, current, changes))
}

async fn all(files: &[File]) -> Option<Vec<WorkFile>> {
    let mut kept = Vec::new();
    for file in files {
        kept.push(one(file).await?);
    }
    Some(kept)
}

async fn one(file: &File) -> Option<WorkFile> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(WorkFile::new(&file.name(), &Uint8Array::new(&buffer).to_vec()))
}

/// Reads a working file.
pub async fn opened(file: &File) -> Result<Kept, CannotRead> {
    // A file that cannot be read is no saved work either.
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    let work = Work::from_text(&text)?;
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

//! From what is open to a work file, and back. Neither way holds it as one text: that of a large file would be longer than
//! a browser's longest.

use ambition_engine::client::{OpenWork, WorkContents};
use ambition_engine::intake::CannotRead;
use ambition_engine::session::work::content::{BYTES, ContentReader, ContentWriter, LETTERS};
use ambition_engine::session::work::locked::LockedWork;
use ambition_engine::session::work::scan::WorkScanner;
use ambition_engine::session::work::{FileOutline, SavedWork, StoredFile, WorkOutline, WorkPiece};
use ambition_worker::read_error::{BrowserReadError, cut_short};
use ambition_worker::samples::SAMPLES;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::FileSource;
use crate::dom;

/// What a pasted text is called when it comes back as a file.
const PASTED: &str = "pasted.csv";
/// Bytes at the start of a work file in which it says that it is locked.
const KIND: f64 = 1024.0;
/// The last letters of a work file whose files are in its JSON.
const END: &[u8] = b"]}";
/// Bytes at its end that are looked at before it counts as saved.
const LOOKED_AT: f64 = 1024.0;
/// Bytes of files from which on they follow the JSON as they are, so that the browser need not hold them: Chromium was seen
/// to hold 200 MB, and to lose 400 without a word.
const RAW: f64 = (50 << 20) as f64;
/// The most bytes of a work file that is encrypted: that is done in one piece, and written as base64 once more.
const LARGEST_LOCKED: f64 = (200 << 20) as f64;

const NOT_HELD: &str = "The browser had no room for all of it, so nothing was saved. Close other tabs and programs and try \
                        again; the work itself is still open.";
const TOO_LARGE_TO_LOCK: &str = "It is too large to be encrypted here (more than 200 MB), so nothing was saved. Empty the \
                                 passphrase to save it as it is, readable by whoever has the file.";

/// What a work file holds.
pub enum WorkText {
    /// It can be opened, on the view with this address; empty: as any file.
    Plain(WorkContents<File>, String),
    /// It can be opened with its passphrase.
    Encrypted(LockedWork),
}

/// The bytes of a file as parts of a work file.
struct StoredContent {
    file: StoredFile,
    parts: Vec<Blob>,
}

/// How a work file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkForm {
    /// As a file of bytes.
    Bytes,
    /// As a text, to be encrypted or kept by the tab.
    Text,
}

/// Makes the work file of what is open.
///
/// # Errors
/// In words, when a file cannot be read any more, or the browser does not hold all that was to be saved.
pub async fn write(work: OpenWork<File>, form: WorkForm) -> Result<Blob, String> {
    let mut contents = Vec::new();
    let raw = form == WorkForm::Bytes && size(&work) > RAW;
    let mut files = Vec::new();
    for (name, bytes) in sources(&work.source)? {
        files.push(store(&name, &bytes, raw, &mut contents).await?);
    }
    let mut current = Vec::new();
    for file in &work.current {
        current.push(match file {
            Some(file) => Some(store(&file.name(), file, raw, &mut contents).await?),
            None => None,
        });
    }
    let view = dom::hash();
    let saved = SavedWork { files, anyway: work.anyway, current, changes: work.changes, view, raw };
    join(&saved.to_pieces(), &contents).await
}

/// The files that are open, as they were opened.
fn sources(source: &FileSource) -> Result<Vec<(String, Blob)>, String> {
    let text = |name: &str, text: &str| Ok(vec![(name.to_owned(), dom::blob(text).map_err(|_| NOT_HELD)?)]);
    match source {
        FileSource::Files(files) => Ok(files.iter().map(|file| (file.name(), file.clone().into())).collect()),
        FileSource::Pasted(pasted) => text(PASTED, pasted),
        FileSource::Sample(name) => {
            let sample = SAMPLES.iter().find(|(known, _)| known == name);
            sample.map_or(Ok(Vec::new()), |(name, sample)| text(name, sample))
        }
    }
}

async fn store(name: &str, file: &Blob, raw: bool, contents: &mut Vec<StoredContent>) -> Result<StoredFile, String> {
    let mut writer = ContentWriter::default();
    let mut parts = Vec::new();
    let size = file.size();
    let mut from = 0.0;
    while from < size {
        let to = (from + BYTES as f64).min(size);
        let bytes = bytes_of(file, from, to).await.map_err(|error| error.in_a_line())?;
        if bytes.len() as f64 != to - from {
            return Err(cut_short(from + bytes.len() as f64, size).in_a_line());
        }
        if raw {
            writer.add(&bytes);
        } else {
            parts.push(dom::blob(&writer.encode(&bytes)).map_err(|_| NOT_HELD)?);
        }
        from = to;
    }
    if raw {
        parts.push(file.clone());
    }
    let file = writer.finish(name);
    contents.push(StoredContent { file: file.clone(), parts });
    Ok(file)
}

/// One Blob of all pieces, if it is what was meant: to the byte, and to its end.
async fn join(pieces: &[WorkPiece], contents: &[StoredContent]) -> Result<Blob, String> {
    let (parts, mut meant, mut end) = (Array::new(), 0.0, END);
    for piece in pieces {
        match piece {
            WorkPiece::Text(text) => {
                meant += text.len() as f64;
                parts.push(&text.into());
            }
            WorkPiece::Raw(number) => {
                let content = contents.get(*number).ok_or(NOT_HELD)?;
                meant += content.file.size as f64;
                end = b"";
                content.parts.iter().for_each(|part| _ = parts.push(part));
            }
            WorkPiece::Content(number) => {
                let content = contents.get(*number).ok_or(NOT_HELD)?;
                meant += (content.file.size.div_ceil(3) * 4) as f64;
                for part in &content.parts {
                    parts.push(part);
                }
            }
        }
    }
    let whole = Blob::new_with_blob_sequence(&parts).map_err(|_| NOT_HELD)?;
    // A browser that has lost the bytes says their number all the same.
    let held = bytes_of(&whole, (meant - LOOKED_AT).max(0.0), meant).await.unwrap_or_default();
    if whole.size() == meant && held.len() as f64 == meant.min(LOOKED_AT) && held.ends_with(end) {
        Ok(whole)
    } else {
        Err(NOT_HELD.into())
    }
}

/// The text of a work file, to be encrypted.
///
/// # Errors
/// In words, when it is too large for that.
pub async fn text_to_lock(work: &Blob) -> Result<String, String> {
    if work.size() > LARGEST_LOCKED {
        return Err(TOO_LARGE_TO_LOCK.into());
    }
    let text = text_of(work, 0.0, work.size()).await.map_err(|error| error.in_a_line())?;
    if text.len() as f64 == work.size() { Ok(text) } else { Err(NOT_HELD.into()) }
}

fn slice(file: &Blob, from: f64, to: f64) -> Result<Blob, BrowserReadError> {
    file.slice_with_f64_and_f64(from, to).map_err(|thrown| BrowserReadError::new(&thrown))
}

async fn bytes_of(file: &Blob, from: f64, to: f64) -> Result<Vec<u8>, BrowserReadError> {
    match JsFuture::from(slice(file, from, to)?.array_buffer()).await {
        Ok(buffer) => Ok(Uint8Array::new(&buffer).to_vec()),
        Err(thrown) => Err(BrowserReadError::find_cause(file, &thrown).await),
    }
}

async fn text_of(file: &Blob, from: f64, to: f64) -> Result<String, BrowserReadError> {
    Ok(String::from_utf8_lossy(&bytes_of(file, from, to).await?).into_owned())
}

/// The most bytes of files that a tab keeps: browsers take about five million characters, and base64 makes three bytes
/// four.
const LARGEST_IN_TAB: f64 = 3_700_000.0;

/// Bytes of the files that are open.
fn size(work: &OpenWork<File>) -> f64 {
    let files = if let FileSource::Files(files) = &work.source { files.as_slice() } else { &[] };
    files.iter().chain(work.current.iter().flatten()).map(|file| file.size()).sum()
}

/// The files of the work as a work file holds them, so that it can be written without waiting for their bytes.
#[derive(Clone)]
pub struct EncodedFiles {
    source: FileSource,
    current: Vec<Option<File>>,
    stored: Vec<StoredFile>,
    stored_current: Vec<Option<StoredFile>>,
    /// Their base64, in this order.
    letters: Vec<String>,
}

impl EncodedFiles {
    /// Reads the files of the work, which are small.
    ///
    /// # Errors
    /// In words, when one cannot be read any more.
    pub async fn read(work: &OpenWork<File>) -> Result<Self, String> {
        let (source, current) = (work.source.clone(), work.current.clone());
        let (mut stored, mut stored_current, mut letters) = (Vec::new(), Vec::new(), Vec::new());
        for (name, bytes) in sources(&source)? {
            stored.push(encode(&name, &bytes, &mut letters).await?);
        }
        for file in &current {
            stored_current.push(match file {
                Some(file) => Some(encode(&file.name(), file, &mut letters).await?),
                None => None,
            });
        }
        Ok(Self { source, current, stored, stored_current, letters })
    }

    /// Whether these are the files of the work as it is now.
    pub fn are_of(&self, work: &OpenWork<File>) -> bool {
        self.source == work.source && self.current == work.current
    }

    /// The work file, if these are its files.
    pub fn write(&self, work: &OpenWork<File>) -> String {
        let saved = SavedWork {
            files: self.stored.clone(),
            anyway: work.anyway,
            current: self.stored_current.clone(),
            changes: work.changes.clone(),
            view: dom::hash(),
            raw: false,
        };
        let pieces = saved.to_pieces();
        let text = pieces.iter().map(|piece| match piece {
            WorkPiece::Text(text) => text.as_str(),
            WorkPiece::Content(number) | WorkPiece::Raw(number) => self.letters.get(*number).map_or("", String::as_str),
        });
        text.collect()
    }
}

async fn encode(name: &str, file: &Blob, letters: &mut Vec<String>) -> Result<StoredFile, String> {
    let bytes = bytes_of(file, 0.0, file.size()).await.map_err(|error| error.in_a_line())?;
    if bytes.len() as f64 != file.size() {
        return Err(cut_short(bytes.len() as f64, file.size()).in_a_line());
    }
    let mut writer = ContentWriter::default();
    letters.push(writer.encode(&bytes));
    Ok(writer.finish(name))
}

/// Whether the work file of this may be small enough for the tab to keep it.
pub fn fits_in_tab(work: &OpenWork<File>) -> bool {
    size(work) < LARGEST_IN_TAB
}

/// What the tab kept before it was loaded again, in words.
pub fn describe_tab_work() -> Option<String> {
    let text = dom::tab_work()?;
    if LockedWork::from_text(&text).is_some() {
        return Some("It is locked: its passphrase is asked.".to_owned());
    }
    WorkOutline::from_text(&text).ok().map(|work| work.about())
}

/// Reads a work file.
///
/// # Errors
/// When it cannot be read, or is none.
pub async fn read(file: &Blob) -> Result<WorkText, CannotRead> {
    let words = |error: BrowserReadError| error.in_words();
    let start = text_of(file, 0.0, KIND.min(file.size())).await.map_err(words)?;
    if LockedWork::is_begun_by(&start) {
        let text = text_of(file, 0.0, file.size()).await.map_err(words)?;
        if let Some(locked) = LockedWork::from_text(&text) {
            return Ok(WorkText::Encrypted(locked));
        }
    }
    let mut scanner = WorkScanner::default();
    let mut from = 0.0;
    while from < file.size() {
        let to = (from + LETTERS as f64).min(file.size());
        scanner.push(&bytes_of(file, from, to).await.map_err(words)?);
        from = to;
    }
    let mut work = WorkOutline::from_head(&scanner.finish())?;
    let (mut files, mut current) = (Vec::new(), Vec::new());
    for outline in work.files.clone() {
        files.push(read_content(file, &outline, &mut work).await?);
    }
    for outline in work.current.clone() {
        current.push(match outline {
            Some(outline) => Some(read_content(file, &outline, &mut work).await?),
            None => None,
        });
    }
    let WorkOutline { anyway, changes, damaged, view, .. } = work;
    Ok(WorkText::Plain(WorkContents { files, anyway, current, changes, damaged, key: None }, view))
}

/// A file out of a work file, which is told where it is damaged.
async fn read_content(file: &Blob, outline: &FileOutline, work: &mut WorkOutline) -> Result<File, CannotRead> {
    let (parts, mut reader) = (Array::new(), ContentReader::default());
    let (from, to) = outline.place();
    let (mut from, to) = (from as f64, (to as f64).min(file.size()));
    if outline.is_raw() {
        // Left where it is.
        let bytes = slice(file, from, to).map_err(|error| error.in_words())?;
        parts.push(&bytes);
    }
    while from < to {
        let next = (from + LETTERS as f64).min(to);
        let read = bytes_of(file, from, next).await.map_err(|error| error.in_words())?;
        if outline.is_raw() {
            reader.add(&read);
        } else {
            parts.push(&Uint8Array::from(reader.decode(&read).as_slice()));
        }
        from = next;
    }
    if !reader.is_sound(outline) {
        work.add_damaged(&outline.name);
    }
    // Fails for no bytes and no name.
    File::new_with_blob_sequence(&parts, &outline.name)
        .map_err(|_| CannotRead { what: "This file cannot be opened.".into(), remedy: String::new(), anyway: false })
        .map(JsCast::unchecked_into)
}

//! Reads a chosen file in chunks, as the browser hands them out.

use std::rc::Rc;
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::cohort_reader::{CHUNK, FIRST_LOOK};
use ambition_engine::intake::shard::PIECE_PUPILS;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::{CannotRead, CohortReader, ReadAs, ReadFile};
use js_sys::{ArrayBuffer, Date, Uint8Array};
use web_sys::{Blob, File};

use crate::chunks::FileChunks;
use crate::message::{HeldBytes, WorkerEvent};
use crate::read_error::{BrowserReadError, cut_short};
use crate::second_reader::SecondReader;
use crate::spreadsheet_file;

/// Milliseconds before the first event on progress, and between events.
const PROGRESS_AFTER: f64 = 400.0;
const PROGRESS_EVERY: f64 = 100.0;
/// The file's first bytes, in which the reader of a shard looks for the headings.
const START: f64 = FIRST_LOOK as f64;

/// Bytes in which the reader of a shard looks for the end of a line.
const LOOK: u32 = 1 << 16;

/// Why a reading ended early.
pub enum ReadStopped {
    /// The user stopped it, or chose another file.
    Cancelled,
    /// Nothing could be read.
    CannotRead(CannotRead),
}

impl From<BrowserReadError> for ReadStopped {
    fn from(error: BrowserReadError) -> Self {
        Self::CannotRead(error.in_words())
    }
}

impl ReadStopped {
    /// Says which of several files cannot be read.
    fn at(self, file: &File, files: usize) -> Self {
        match self {
            Self::CannotRead(error) if files > 1 => {
                let what = format!("\u{201c}{}\u{201d}: {}", file.name(), error.what);
                Self::CannotRead(CannotRead { what, ..error })
            }
            stopped => stopped,
        }
    }

    /// In words for the user.
    pub fn reason(self) -> CannotRead {
        match self {
            Self::CannotRead(error) => error,
            Self::Cancelled => CannotRead {
                what: "Reading the file again was stopped.".into(),
                remedy: "It is read as before.".into(),
                anyway: false,
            },
        }
    }
}

/// Reads the files chosen together, one after the other; `held` are the bytes of those that the page had read already.
pub async fn read_all(
    files: &[File],
    held: HeldBytes,
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    send: &dyn Fn(WorkerEvent),
    goes_on: Rc<dyn Fn() -> bool>,
) -> Result<ReadFile, ReadStopped> {
    let mut together = FilesTogether::new(read_as);
    let mut held = held.into_iter();
    loop {
        for file in files {
            let held = held.next().flatten();
            let read = read(file, held, guidance.clone(), together.settings(), send, goes_on.clone()).await;
            together.push(file.name(), read.map_err(|stopped| stopped.at(file, files.len()))?);
        }
        match together.again() {
            Some(again) => together = again,
            None => return together.combine(&guidance).map_err(ReadStopped::CannotRead),
        }
    }
}

/// Reads a file while `goes_on`, telling how far it is. A second reader takes the other half of a large file; where
/// the cut turns out not to be sound, or nothing comes of the second reader, its half is read here as well. The second
/// reader knows nothing of what the user says about the file.
async fn read(
    file: &File,
    held: Option<ArrayBuffer>,
    guidance: Arc<Guidance>,
    read_as: ReadAs,
    send: &dyn Fn(WorkerEvent),
    goes_on: Rc<dyn Fn() -> bool>,
) -> Result<ReadFile, ReadStopped> {
    let size = file.size();
    let second =
        if read_as == ReadAs::default() && held.is_none() { SecondReader::start(file, goes_on.clone()) } else { None };
    let share = second.as_ref().map_or(size, |second| second.share);
    let mut chunks = match held {
        Some(held) => FileChunks::from_held(file, &held),
        // Cutting off a part takes as long as reading a school's file.
        None if share == size => FileChunks::from_blob(file),
        None => FileChunks::from_blob(&slice(file, 0.0, share)?),
    };
    if chunks.peek().await?.is_some_and(spreadsheet_file::begins_spreadsheet) {
        drop((chunks, second));
        let opened = spreadsheet_file::read(file, guidance, read_as, send).await;
        return if goes_on() { opened } else { Err(ReadStopped::Cancelled) };
    }
    let mut reading = CohortReader::new(guidance, size as u64).with_read_as(read_as).named(&file.name());
    let elsewhere = second.as_ref().map(SecondReader::progress).unwrap_or_default();
    let mut throttle = ProgressThrottle::new();
    let mut each = |reading: &mut CohortReader| {
        if throttle.is_due() {
            let progress = reading.progress(elsewhere.get());
            send(WorkerEvent::Progress(progress.percent, progress.words));
        }
        goes_on()
    };
    read_chunks(chunks, &mut reading, &mut each).await?;
    if !joined(&mut reading, second, &mut each).await? {
        elsewhere.take();
        let from = reading.bytes_read() as f64;
        // Asking for nothing takes as long as asking for a small file.
        if from < size {
            read_chunks(FileChunks::from_blob(&slice(file, from, size)?), &mut reading, &mut each).await?;
        }
    }
    // It may have been stopped while it waited for the second reader.
    if !each(&mut reading) {
        return Err(ReadStopped::Cancelled);
    }
    let taken = reading.bytes_read() as f64;
    if taken != size {
        return Err(ReadStopped::CannotRead(cut_short(taken, size)));
    }
    reading.finish().map_err(ReadStopped::CannotRead)
}

/// Joins what the second reader has read, where there is one and the cut is sound. If not, it is not wanted any more.
async fn joined(
    reading: &mut CohortReader,
    second: Option<SecondReader>,
    each: &mut dyn FnMut(&mut CohortReader) -> bool,
) -> Result<bool, ReadStopped> {
    let Some(second) = second else { return Ok(false) };
    let Some((between, part)) = second.part(|| each(reading)).await else { return Ok(false) };
    reading.push(&between).map_err(ReadStopped::CannotRead)?;
    Ok(reading.append_shard(&part.about, &part.rows))
}

/// Reads the second share of a file, starting at the first line after `from`. Streams rows to the first reader; returns
/// the skipped bytes and the shard's header. `None`: no line end near.
pub async fn read_shard(
    file: &File,
    from: f64,
    guidance: Arc<Guidance>,
    send: &dyn Fn(WorkerEvent),
) -> Option<WorkerEvent> {
    // Asked for now, so that the browser reads it while the headings are looked for.
    let mut chunks = FileChunks::from_blob(&slice(file, from, file.size()).ok()?);
    let mut start = CohortReader::new(guidance, 0).named(&file.name());
    read_chunks(FileChunks::from_blob(&slice(file, 0.0, START).ok()?), &mut start, &mut |_| true).await.ok()?;
    let first = chunks.next().await.ok()??;
    let line_end = first.subarray(0, LOOK).to_vec().iter().position(|byte| *byte == b'\n')? as u32;
    let between = first.slice(0, line_end + 1);
    let size = file.size() - from - f64::from(between.length());
    let mut reading = start.into_shard_reader(size as u64)?;
    let mut throttle = ProgressThrottle::new();
    let mut each = |reading: &mut CohortReader| {
        if throttle.is_due() {
            send(WorkerEvent::ShardProgress(reading.bytes_read() as f64, reading.rows_read()));
        }
        if let Some(rows) = reading.drain_piece(PIECE_PUPILS) {
            send(WorkerEvent::ShardRows(Uint8Array::from(rows.as_slice())));
        }
        true
    };
    take_chunk(&first.subarray(line_end + 1, first.length()), &mut reading).ok()?;
    read_chunks(chunks, &mut reading, &mut each).await.ok()?;
    let whole = reading.bytes_read() == size as u64;
    let (about, last) = reading.finish_shard().filter(|_| whole)?;
    let [about, last] = [about, last].map(|bytes| Uint8Array::from(bytes.as_slice()));
    Some(WorkerEvent::Shard(between, about, last))
}

/// Bytes of a file, from one to before another.
pub fn slice(file: &File, from: f64, to: f64) -> Result<Blob, ReadStopped> {
    file.slice_with_f64_and_f64(from, to).map_err(|thrown| BrowserReadError::new(&thrown).into())
}

/// Reads these bytes; `each` chunk it is asked whether to go on.
async fn read_chunks(
    mut chunks: FileChunks,
    reading: &mut CohortReader,
    each: &mut dyn FnMut(&mut CohortReader) -> bool,
) -> Result<(), ReadStopped> {
    while let Some(chunk) = chunks.next().await? {
        if !each(reading) {
            return Err(ReadStopped::Cancelled);
        }
        take_chunk(&chunk, reading).map_err(ReadStopped::CannotRead)?;
    }
    if each(reading) { Ok(()) } else { Err(ReadStopped::Cancelled) }
}

/// Reads a chunk in pieces that stay in the quickest memory until they are counted.
fn take_chunk(chunk: &Uint8Array, reading: &mut CohortReader) -> Result<(), CannotRead> {
    (0..chunk.length()).step_by(CHUNK).try_for_each(|from| {
        let piece = chunk.subarray(from, chunk.length().min(from + CHUNK as u32));
        reading.push_with(piece.length() as usize, |room| piece.copy_to(room))
    })
}

/// Says when the next event on progress is due.
struct ProgressThrottle {
    next: f64,
}

impl ProgressThrottle {
    fn new() -> Self {
        Self { next: Date::now() + PROGRESS_AFTER }
    }

    fn is_due(&mut self) -> bool {
        let due = Date::now() > self.next;
        if due {
            self.next = Date::now() + PROGRESS_EVERY;
        }
        due
    }
}

//! Reads a file: chunks in, a cohort out, every row accounted for (RULES 2.3).

use std::borrow::Cow;
use std::sync::Arc;

use ambition_columns::csv::Tokenizer;
use memchr::memchr;

use super::account::{Account, SourceWorkbook};
use super::diagnostic::{CannotRead, Diagnostic};
use super::encoding::{Encoding, Utf8Decoder};
use super::family::{FamilyVotes, family_of, family_votes, other_families, votes_below};
use super::notes::{columns_of_other_edition, file_of_other_edition, nul_bytes};
use super::read_as::ReadAs;
use super::reader_state::ReaderState;
use super::signature::refuse_binary;
use super::table::layout::{LOOKED_AT, SEPARATORS};
use super::table::{Recognition, TableText, WHOLE, recognise};
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::text::phrases::thousands;

/// The progress of reading a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadProgress {
    /// "43%".
    pub percent: String,
    /// "254,000 rows of about 600,000".
    pub words: String,
}

/// A file that has been read.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The pupils.
    pub cohort: Cohort,
    /// The account of its rows.
    pub account: Account,
}

/// Reads one file.
#[derive(Debug)]
pub struct CohortReader {
    pub(super) guidance: Arc<Guidance>,
    pub(super) size: u64,
    pub(super) bytes_read: u64,
    /// Those of the bytes read that wait until the layout is detected: they have given no rows yet, so the estimate of rows
    /// leaves them out.
    pub(super) bytes_waiting: u64,
    pub(super) start: Vec<u8>,
    /// The text so far of a file that can be read only as a whole.
    pub(super) collected: Option<Vec<u8>>,
    pub(super) decoder: Option<Utf8Decoder>,
    pub(super) tokenizer: Option<Tokenizer>,
    pub(super) state: ReaderState,
}

impl CohortReader {
    /// A reader for a file of about `size` bytes, which is used to reserve capacity; 0: unknown.
    pub fn new(guidance: Arc<Guidance>, size: u64) -> Self {
        let state = ReaderState::default();
        let (start, collected) = (Vec::new(), None);
        Self {
            guidance,
            size,
            bytes_read: 0,
            bytes_waiting: 0,
            start,
            collected,
            decoder: None,
            tokenizer: None,
            state,
        }
    }

    /// With the user's settings; to be called before the first bytes are pushed.
    #[must_use]
    pub fn with_read_as(mut self, read_as: ReadAs) -> Self {
        self.state.account.read_as = read_as;
        self
    }

    /// For a table of a workbook: CSV in UTF-8, whatever it looks like.
    #[must_use]
    pub fn from_workbook(mut self, list: SourceWorkbook) -> Self {
        self.state.account.workbook = Some(list);
        self
    }

    /// For a file or sheet of this name, which may say what its headings leave out.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.state.name);
        self
    }

    /// For a table without headings that continues one with these.
    #[must_use]
    pub(super) fn below_headings(mut self, headings: Vec<String>) -> Self {
        self.state.headings_above = Some(headings);
        self
    }

    /// Adds a diagnostic found before the rows are read.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        self.state.account.note(diagnostic);
    }

    /// Reads a whole text.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn read_all(guidance: Arc<Guidance>, bytes: &[u8]) -> Result<ReadFile, CannotRead> {
        Self::read_all_as(guidance, bytes, ReadAs::default())
    }

    /// Reads a table of our own making: a row of headings, and a pupil in every row below it.
    pub(super) fn read_plain_table(guidance: Arc<Guidance>, text: &[u8]) -> Result<ReadFile, CannotRead> {
        let read_as = ReadAs { family: Some(guidance.fields.family.clone()), ..ReadAs::default() };
        let mut reading = Self::new(guidance, text.len() as u64).with_read_as(read_as);
        reading.state.is_plain_table = true;
        reading.push(text)?;
        reading.finish()
    }

    /// Reads a whole text that has this name.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn read_named(guidance: Arc<Guidance>, name: &str, bytes: &[u8]) -> Result<ReadFile, CannotRead> {
        Self::read_named_as(guidance, name, bytes, ReadAs::default())
    }

    /// Reads a whole text that has this name, with the user's settings.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn read_named_as(
        guidance: Arc<Guidance>,
        name: &str,
        bytes: &[u8],
        read_as: ReadAs,
    ) -> Result<ReadFile, CannotRead> {
        let mut reading = Self::new(guidance, bytes.len() as u64).named(name).with_read_as(read_as);
        bytes.chunks(CHUNK).try_for_each(|chunk| reading.push(chunk))?;
        reading.finish()
    }

    /// Reads a whole text with the user's settings.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn read_all_as(guidance: Arc<Guidance>, bytes: &[u8], read_as: ReadAs) -> Result<ReadFile, CannotRead> {
        let mut reading = Self::new(guidance, bytes.len() as u64).with_read_as(read_as);
        bytes.chunks(CHUNK).try_for_each(|chunk| reading.push(chunk))?;
        reading.finish()
    }

    /// Adds the next bytes.
    ///
    /// # Errors
    /// When it turns out that the file cannot be read.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), CannotRead> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk))
    }

    /// Adds `length` bytes, which `fill` writes straight into the buffer.
    ///
    /// # Errors
    /// When it turns out that the file cannot be read.
    pub fn push_with(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), CannotRead> {
        self.bytes_read += length as u64;
        if self.tokenizer.is_some() || self.collected.is_some() {
            return self.push_more(length, fill);
        }
        let from = self.start.len();
        if from == 0 && self.size <= WHOLE as u64 {
            self.start.reserve_exact(self.size as usize);
        }
        self.start.resize(from + length, 0);
        if let Some(room) = self.start.get_mut(from..) {
            fill(room);
        }
        if self.has_enough() { self.detect_layout(false) } else { Ok(()) }
    }

    /// True if the bytes so far suffice to detect the layout. A file of a school is looked at as a whole.
    fn has_enough(&self) -> bool {
        if self.size <= WHOLE as u64 { self.start.len() > WHOLE } else { self.start.len() >= FIRST_LOOK }
    }

    /// Detects the layout from the bytes so far, without waiting for more of them.
    ///
    /// # Errors
    /// When it turns out that the file cannot be read.
    pub fn detect_early(&mut self) -> Result<(), CannotRead> {
        if self.tokenizer.is_some() || self.collected.is_some() { Ok(()) } else { self.detect_layout(false) }
    }

    /// Adds bytes after the layout is detected.
    fn push_more(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), CannotRead> {
        if let Some(decoder) = &mut self.decoder {
            let mut bytes = vec![0; length];
            fill(&mut bytes);
            let text = decoder.decode(&bytes, false);
            return self.push_text(&text, false);
        }
        if self.collected.is_some() {
            let mut bytes = vec![0; length];
            fill(&mut bytes);
            return self.push_text(&bytes, false);
        }
        if let Some(tokenizer) = &mut self.tokenizer {
            fill(tokenizer.spare_mut(length));
        }
        self.tokenize(length, false)
    }

    /// Adds decoded text.
    fn push_text(&mut self, text: &[u8], last: bool) -> Result<(), CannotRead> {
        if let Some(collected) = &mut self.collected {
            collected.extend_from_slice(text);
            return if collected.len() > LARGEST_RESHAPED { Err(too_large_to_reshape()) } else { Ok(()) };
        }
        if let Some(tokenizer) = &mut self.tokenizer {
            tokenizer.spare_mut(text.len()).copy_from_slice(text);
        }
        self.tokenize(text.len(), last)
    }

    /// Number of rows read so far.
    pub fn rows_read(&self) -> u32 {
        self.state.account.rows
    }

    /// Number of bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The progress, including the bytes and rows that the reader of a shard has read.
    pub fn progress(&self, elsewhere: (u64, u32)) -> ReadProgress {
        let rows = u64::from(self.rows_read()) + u64::from(elsewhere.1);
        let taken = self.bytes_read + elsewhere.0;
        let expected = rows * self.size / taken.max(1);
        // Rounded to two digits: it is an estimate.
        let step = 10_u64.pow(expected.checked_ilog10().unwrap_or(0).saturating_sub(1));
        let percent = (100 * taken / self.size.max(1)).min(100);
        let expected = (expected + step / 2) / step * step;
        ReadProgress {
            percent: format!("{percent}%"),
            words: format!("{} rows of about {}", thousands(rows), thousands(expected)),
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file is empty or has no headings that we know.
    pub fn finish(mut self) -> Result<ReadFile, CannotRead> {
        if self.tokenizer.is_none() && self.collected.is_none() {
            self.detect_layout(true)?;
        }
        let rest = self.decoder.as_mut().map(|decoder| decoder.decode(&[], true)).unwrap_or_default();
        self.push_text(&rest, true)?;
        if let Some(text) = self.collected.take() {
            self.recognise_table(&text, true)?;
            self.push_text(&[], true)?;
        }
        // Frees its memory for what follows.
        self.tokenizer = None;
        self.state.finish(&self.guidance)
    }

    /// Detects encoding, delimiter and heading row, and starts the tokenizer. Of a file that is not there as a whole, the
    /// first [`FIRST_LOOK`] bytes are looked at, however many have come: what is recognised does not depend on the size of
    /// the chunks.
    fn detect_layout(&mut self, whole: bool) -> Result<(), CannotRead> {
        let start = std::mem::take(&mut self.start);
        let looked_at = if whole { start.len() } else { start.len().min(FIRST_LOOK) };
        let (start, rest) = start.split_at(looked_at);
        if self.state.account.workbook.is_none() {
            refuse_binary(start)?;
        }
        let (text, decoder) = match self.state.account.workbook {
            None => decode_start(start, whole, &mut self.state.account),
            Some(_) => (Cow::Borrowed(start), None),
        };
        self.decoder = decoder;
        if memchr(0, &text).is_some() {
            self.state.account.note(nul_bytes());
        }
        self.bytes_waiting = rest.len() as u64;
        self.recognise_table(&text, whole && self.decoder.is_none())?;
        self.bytes_waiting = 0;
        if rest.is_empty() { Ok(()) } else { self.push_more(rest.len(), |room| room.copy_from_slice(rest)) }
    }

    /// Reads by the family of editions that was chosen, or for which most in the text speaks.
    fn choose_family(&mut self, text: &[u8], whole: bool) {
        let votes = self.family_votes(text, whole);
        let account = &mut self.state.account;
        let chosen = account.read_as.edition.as_ref().and_then(|id| self.guidance.edition(id));
        account.family = match chosen {
            Some(edition) => Some(edition.family.clone()),
            None => {
                let of_others = account.read_as.family.clone();
                let family = of_others.clone().or_else(|| family_of(&votes).map(str::to_owned));
                let name = |family: &String| self.guidance.edition_of(family).map(|edition| edition.name.clone());
                for other in family.iter().flat_map(|family| other_families(&votes, family)) {
                    let other = name(other).unwrap_or_default();
                    account.note(match of_others.as_ref().and_then(name) {
                        Some(ours) => file_of_other_edition(&self.state.name, &other, &ours),
                        None => columns_of_other_edition(&other),
                    });
                }
                family
            }
        };
        self.guidance = account.guidance_read_by(&self.guidance);
    }

    /// What speaks for the families of editions: in the text as it stands, else in the table that it is brought into.
    fn family_votes(&self, text: &[u8], whole: bool) -> FamilyVotes {
        let account = &self.state.account;
        if account.read_as.edition.is_some() || self.state.is_plain_table {
            return FamilyVotes::new();
        }
        let separator = account.workbook.as_ref().map(|_| SEPARATORS[0]).or(account.read_as.separator_byte());
        let votes = family_votes(text, separator, &self.guidance);
        if family_of(&votes).is_some() || !whole || text.len() > WHOLE {
            return votes;
        }
        let shaped = self.guidance.families().into_iter().find_map(|family| {
            let guidance = self.guidance.for_family(family);
            let Recognition::Table(plan) = recognise(self.table_text(text, whole), &account.read_as, &guidance) else {
                return None;
            };
            let heading_row = plan.layout.heading_row;
            let (above, below): (Vec<_>, Vec<_>) =
                plan.layout.rows.into_iter().partition(|row| row.number <= heading_row);
            let headings = plan.headings.or_else(|| Some(above.into_iter().next_back()?.cells))?.iter().collect();
            let below = below.iter().map(|row| row.cells.iter().collect()).collect::<Vec<_>>();
            let votes = votes_below(&headings, &below, &self.guidance);
            family_of(&votes).is_some().then_some(votes)
        });
        shaped.unwrap_or(votes)
    }

    /// A text and what surrounds it.
    fn table_text<'a>(&'a self, text: &'a [u8], whole: bool) -> TableText<'a> {
        let workbook = self.state.account.workbook.as_ref();
        TableText {
            text,
            whole,
            from_workbook: workbook.is_some(),
            sums: workbook.map_or(&[][..], |book| &book.total_rows),
            name: &self.state.name,
            headings: self.state.headings_above.as_deref(),
            is_plain: self.state.is_plain_table,
        }
    }

    /// Recognises the table in the text so far, and starts the tokenizer with it.
    fn recognise_table(&mut self, text: &[u8], whole: bool) -> Result<(), CannotRead> {
        self.choose_family(text, whole);
        match recognise(self.table_text(text, whole), &self.state.account.read_as, &self.guidance) {
            Recognition::NeedsWholeFile => {
                self.collected = Some(Vec::new());
                self.push_text(text, false)
            }
            Recognition::Table(plan) => {
                let delimiter = if plan.rewritten.is_some() { SEPARATORS[0] } else { plan.layout.separator };
                let mut tokenizer = Tokenizer::new(delimiter);
                tokenizer.reserve(usize::try_from(self.size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
                self.tokenizer = Some(tokenizer);
                let rewritten = self.state.follow(*plan, text);
                if let Some(texts) = self.state.headings_above.take() {
                    self.state.begin(texts, 0, &self.guidance);
                }
                self.push_text(rewritten.as_deref().map_or(text, str::as_bytes), false)
            }
        }
    }

    /// Splits the next `length` bytes, which the tokenizer has already, into records.
    pub(super) fn tokenize(&mut self, length: usize, last: bool) -> Result<(), CannotRead> {
        let Some(tokenizer) = &mut self.tokenizer else { return Ok(()) };
        let (state, guidance) = (&mut self.state, &self.guidance);
        tokenizer.tokenize(length, last, &mut |batch| state.add_batch(batch, guidance));
        state.refuse_headings()?;
        state.reserve_for(self.bytes_read - self.bytes_waiting, self.size);
        Ok(())
    }
}

/// Best size of a chunk: small enough to stay in the cache until it is counted.
pub const CHUNK: usize = 1 << 18;
/// A chunk and the incomplete record before it.
pub(super) const LARGEST_CHUNK: usize = CHUNK + (1 << 16);
/// Bytes of a file larger than [`WHOLE`] in which the layout is detected: twice the sample, for text in UTF-16.
pub const FIRST_LOOK: usize = 2 * LOOKED_AT;
/// Size in bytes of the largest text that is brought into another shape: it is held in memory several times.
const LARGEST_RESHAPED: usize = 1 << 25;

/// The first bytes as UTF-8 without byte order mark, and the decoder for the others. Windows-1252 that the user has not
/// asked for is not decoded: the cells concerned are decoded when they are shown.
fn decode_start<'a>(start: &'a [u8], whole: bool, account: &mut Account) -> (Cow<'a, [u8]>, Option<Utf8Decoder>) {
    let (found, mark) = Encoding::detect(start, whole);
    let said = account.read_as.encoding;
    account.encoding = said.unwrap_or(found);
    let text = start.get(if account.encoding == found { mark } else { 0 }..).unwrap_or_default();
    let decode = said.is_some() || found != Encoding::Windows1252;
    match Utf8Decoder::new(account.encoding).filter(|_| decode) {
        Some(mut decoder) => (Cow::Owned(decoder.decode(text, false)), Some(decoder)),
        None => (Cow::Borrowed(text), None),
    }
}

fn too_large_to_reshape() -> CannotRead {
    CannotRead::new(
        "The table in this file is not one row of headings with a pupil in each row below, and the file is too large to \
         be brought into that shape here.",
        "Open it in a spreadsheet, keep one table with its headings in the first row, and save it as CSV.",
    )
}

//! A file being read: chunks in, a cohort out, every row accounted for (RULES 2.3).

use std::borrow::Cow;
use std::sync::Arc;

use ambition_columns::csv::{CsvRecord, RecordBatch, RecordFault, Tokenizer};
use memchr::memchr;

use super::account::{Account, Reason, SetAside};
use super::checks;
use super::diagnostic::{CannotRead, Diagnostic};
use super::encoding::{Decoder, Encoding};
use super::headings::Headings;
use super::layout::{LOOKED_AT, Layout};
use super::notes::{note_repeated, nul_bytes, stray_quote};
use super::odd_rows::OddRows;
use super::pupils::Pupils;
use super::read_as::ReadAs;
use super::signature::refuse_other_than_text;
use crate::cohort::{Cohort, register};
use crate::guidance::Guidance;
use crate::text::encoding::readable;
use crate::text::phrases::thousands;

/// How far a reading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// "43%".
    pub percent: String,
    /// "254,000 rows of about 600,000".
    pub words: String,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its pupils.
    pub cohort: Cohort,
    /// How it was read.
    pub account: Account,
}

/// A file being read.
#[derive(Debug)]
pub struct Reading {
    pub(super) guidance: Arc<Guidance>,
    pub(super) size: u64,
    pub(super) taken: u64,
    pub(super) start: Vec<u8>,
    pub(super) decoder: Option<Decoder>,
    pub(super) tokenizer: Option<Tokenizer>,
    pub(super) state: State,
}

/// What the rows go into.
#[derive(Debug)]
pub(super) struct State {
    pub account: Account,
    pub pupils: Option<Pupils>,
    pub odd_rows: OddRows,
    /// The row in which the headings are; 0: the first that is not blank.
    pub wanted: u32,
    pub heading_too_long: bool,
}

impl Reading {
    /// Of a file of about so many bytes (used to make room; 0: not known).
    pub fn new(guidance: Arc<Guidance>, size: u64) -> Self {
        let account = Account::default();
        let state = State { account, pupils: None, odd_rows: OddRows::default(), wanted: 0, heading_too_long: false };
        Self { guidance, size, taken: 0, start: Vec::new(), decoder: None, tokenizer: None, state }
    }

    /// As the user says; to be said before the first bytes are taken.
    #[must_use]
    pub fn read_as(mut self, read_as: ReadAs) -> Self {
        self.state.account.read_as = read_as;
        self
    }

    /// As a table from a book: CSV in UTF-8, whatever else it may look like.
    #[must_use]
    pub fn of_book(mut self, book: super::account::SourceWorkbook) -> Self {
        self.state.account.book = Some(book);
        self
    }

    /// Takes something that was noticed before the rows are read.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        self.state.account.note(diagnostic);
    }

    /// Reads a text in one go.
    ///
    /// # Errors
    /// When nothing can be read of it.
    pub fn whole(guidance: Arc<Guidance>, bytes: &[u8]) -> Result<Opened, CannotRead> {
        Self::whole_as(guidance, bytes, ReadAs::default())
    }

    /// Reads a text in one go, as the user says.
    ///
    /// # Errors
    /// When nothing can be read of it.
    pub fn whole_as(guidance: Arc<Guidance>, bytes: &[u8], read_as: ReadAs) -> Result<Opened, CannotRead> {
        let mut reading = Self::new(guidance, bytes.len() as u64).read_as(read_as);
        bytes.chunks(CHUNK).try_for_each(|chunk| reading.push(chunk))?;
        reading.finish()
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When it becomes plain that nothing can be read of the file.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), CannotRead> {
        self.push_with(chunk.len(), |room| room.copy_from_slice(chunk))
    }

    /// Takes so many more bytes, which `fill` writes where they belong, without a copy on the way.
    ///
    /// # Errors
    /// When it becomes plain that nothing can be read of the file.
    pub fn push_with(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), CannotRead> {
        self.taken += length as u64;
        if self.tokenizer.is_some() {
            return self.more(length, fill);
        }
        let mut bytes = vec![0; length];
        fill(&mut bytes);
        self.start.append(&mut bytes);
        if self.start.len() < FIRST_LOOK { Ok(()) } else { self.begin(false) }
    }

    /// Looks at the bytes taken so far for what the file is, without waiting for more of them.
    ///
    /// # Errors
    /// When it becomes plain that nothing can be read of the file.
    pub fn look(&mut self) -> Result<(), CannotRead> {
        if self.tokenizer.is_some() { Ok(()) } else { self.begin(false) }
    }

    /// Bytes behind those of the first look.
    fn more(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), CannotRead> {
        if let Some(decoder) = &mut self.decoder {
            let mut bytes = vec![0; length];
            fill(&mut bytes);
            let text = decoder.decode(&bytes, false);
            return self.take_text(&text, false);
        }
        if let Some(tokenizer) = &mut self.tokenizer {
            fill(tokenizer.spare_mut(length));
        }
        self.rows(length, false)
    }

    /// Takes text that is there.
    fn take_text(&mut self, text: &[u8], last: bool) -> Result<(), CannotRead> {
        if let Some(tokenizer) = &mut self.tokenizer {
            tokenizer.spare_mut(text.len()).copy_from_slice(text);
        }
        self.rows(text.len(), last)
    }

    /// Rows read so far.
    pub fn rows_read(&self) -> u32 {
        self.state.account.rows
    }

    /// Bytes taken so far.
    pub fn bytes_taken(&self) -> u64 {
        self.taken
    }

    /// How far the reading is, when a reader of a part has taken so many more bytes and rows.
    pub fn progress(&self, elsewhere: (u64, u32)) -> Progress {
        let rows = u64::from(self.rows_read()) + u64::from(elsewhere.1);
        let taken = self.taken + elsewhere.0;
        let expected = rows * self.size / taken.max(1);
        // Rounded to two digits: it is a guess.
        let step = 10_u64.pow(expected.checked_ilog10().unwrap_or(0).saturating_sub(1));
        let percent = (100 * taken / self.size.max(1)).min(100);
        let expected = (expected + step / 2) / step * step;
        Progress {
            percent: format!("{percent}%"),
            words: format!("{} rows of about {}", thousands(rows), thousands(expected)),
        }
    }

    /// There are no more bytes.
    ///
    /// # Errors
    /// When the file is empty or has no headings that we know.
    pub fn finish(mut self) -> Result<Opened, CannotRead> {
        if self.tokenizer.is_none() {
            self.begin(true)?;
        }
        let rest = self.decoder.as_mut().map(|decoder| decoder.decode(&[], true)).unwrap_or_default();
        self.take_text(&rest, true)?;
        // Its memory serves again in what follows.
        self.tokenizer = None;
        self.state.finish(&self.guidance)
    }

    /// The first look at the bytes: is it text, and what stands between the cells?
    fn begin(&mut self, whole: bool) -> Result<(), CannotRead> {
        let start = std::mem::take(&mut self.start);
        if self.state.account.book.is_none() {
            refuse_other_than_text(&start)?;
        }
        let (start, decoder) = match self.state.account.book {
            None => decoded(&start, whole, &mut self.state.account),
            Some(_) => (Cow::Borrowed(start.as_slice()), None),
        };
        self.decoder = decoder;
        let text = start.as_ref();
        if memchr(0, text).is_some() {
            self.state.account.note(nul_bytes());
        }
        let separator = self.state.lay_out(text, whole, &self.guidance);
        let mut tokenizer = Tokenizer::new(separator);
        tokenizer.reserve(usize::try_from(self.size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
        self.tokenizer = Some(tokenizer);
        self.take_text(text, false)
    }

    /// The rows that are complete with so many bytes, which the tokenizer has.
    pub(super) fn rows(&mut self, length: usize, last: bool) -> Result<(), CannotRead> {
        let Some(tokenizer) = &mut self.tokenizer else { return Ok(()) };
        let (state, guidance) = (&mut self.state, &self.guidance);
        tokenizer.tokenize(length, last, &mut |batch| state.rows(batch, guidance));
        state.refuse_headings()?;
        state.make_room(self.taken, self.size);
        Ok(())
    }
}

/// Bytes best taken at a time: so few that a processor still has them at hand when they are counted.
pub const CHUNK: usize = 1 << 18;
/// These bytes, and those of a row under way before them.
pub(super) const LARGEST_CHUNK: usize = CHUNK + (1 << 16);
/// Bytes taken before the first look, twice those of a text in UTF-8 for one with two bytes a letter.
pub const FIRST_LOOK: usize = 2 * LOOKED_AT;

/// The first bytes as UTF-8 without a mark before them, and what turns the others into UTF-8. Windows-1252 that the
/// user has not asked for stays as it is: the cells concerned are told apart when they are shown.
fn decoded<'a>(start: &'a [u8], whole: bool, account: &mut Account) -> (Cow<'a, [u8]>, Option<Decoder>) {
    let (found, mark) = Encoding::detect(start, whole);
    let said = account.read_as.encoding;
    account.encoding = said.unwrap_or(found);
    let text = start.get(if account.encoding == found { mark } else { 0 }..).unwrap_or_default();
    let decode = said.is_some() || found != Encoding::Windows1252;
    match Decoder::new(account.encoding).filter(|_| decode) {
        Some(mut decoder) => (Cow::Owned(decoder.decode(text, false)), Some(decoder)),
        None => (Cow::Borrowed(text), None),
    }
}

impl State {
    /// Finds the table in the text; gives its separator.
    fn lay_out(&mut self, text: &[u8], whole: bool, guidance: &Guidance) -> u8 {
        let layout = match &self.account.book {
            None => Layout::find(text, whole, &self.account.read_as, guidance),
            Some(_) => {
                let read_as = ReadAs { separator: Some(','), ..self.account.read_as.clone() };
                Layout::find(text, whole, &read_as, guidance)
            }
        };
        self.wanted = layout.heading_row;
        self.account.separator = layout.separator;
        self.account.first_rows = layout.rows;
        if layout.one_column && !text.trim_ascii().is_empty() {
            self.account.note(checks::one_column());
        }
        layout.separator
    }

    /// Takes rows: as many together as can be taken together.
    fn rows(&mut self, batch: &RecordBatch, guidance: &Guidance) {
        let mut from = 0;
        while from < batch.len() {
            let cells = (self.account.last_read + 1, self.account.headings.width);
            let plain = if self.pupils.is_some() { batch.ordinary_run(from, cells, self.odd_rows.starts()) } else { 0 };
            match &mut self.pupils {
                Some(pupils) if plain > 0 => {
                    pupils.push(batch, &(from..from + plain), guidance);
                    self.account.rows += plain as u32;
                }
                _ => self.row(batch, from, guidance),
            }
            from += plain.max(1);
        }
        let last = batch.record(batch.len().saturating_sub(1));
        self.account.last_row = last.number;
    }

    /// Takes one row that has to be looked at.
    fn row(&mut self, batch: &RecordBatch, index: usize, guidance: &Guidance) {
        let row = batch.record(index);
        let Some(pupils) = &mut self.pupils else { return self.heading_row(&row, guidance) };
        let account = &mut self.account;
        let reason = match row.fault {
            Some(RecordFault::UnclosedQuote(column)) => Some(Reason::UnclosedQuote { column }),
            Some(RecordFault::TooLong) => Some(Reason::TooLong),
            None if row.is_blank() => return,
            None => self.odd_rows.reason(&row).or_else(|| {
                let column = pupils.beyond(&row)?;
                pupils.put_aside(&row);
                Some(Reason::BeyondHeadings { column })
            }),
        };
        account.rows += 1;
        if reason.is_none() {
            pupils.push(batch, &(index..index + 1), guidance);
            if row.len() <= account.last_read {
                checks::note_short_row(row.number, account);
            }
        }
        account.set_aside.extend(reason.map(|reason| SetAside { row: row.number, reason }));
        if let Some(column) = row.stray_quote {
            account.note(stray_quote(row.number, column));
        }
    }

    fn heading_row(&mut self, row: &CsvRecord, guidance: &Guidance) {
        if self.account.heading_row == 0 {
            self.heading_too_long |= row.fault.is_some();
        }
        let wanted = self.wanted == 0 || row.number == self.wanted;
        if !wanted || self.account.heading_row > 0 || row.fault.is_some() || row.is_blank() {
            return;
        }
        let text = |index| readable(&row.field(index)).into_owned();
        let texts = (0..row.len()).map(text).collect();
        let headings = Headings::with(texts, guidance, &self.account.read_as);
        self.account.heading_row = row.number;
        if !headings.none_known() || self.account.read_as.takes_anything() {
            if headings.none_known() {
                self.account.note(checks::no_known_heading(row.number));
            }
            note_repeated(&headings, row.number, &mut self.account);
            self.account.last_read = headings.known().last().map_or(0, |(column, _)| column);
            self.odd_rows = OddRows::new(&headings, guidance);
            self.pupils = Some(Pupils::new(&headings, guidance));
        }
        self.account.headings = headings;
    }

    /// There is a heading row and we know none of it.
    fn refuse_headings(&self) -> Result<(), CannotRead> {
        if self.pupils.is_some() || self.account.heading_row == 0 {
            return Ok(());
        }
        if self.heading_too_long {
            return Err(unreadable_headings());
        }
        let first = self.account.headings.texts.iter().find(|text| !text.is_empty());
        let first = first.map_or(String::new(), |text| text.chars().take(40).collect());
        Err(CannotRead {
            what: format!(
                "Row {} should hold the headings, but none of them is one we know; it begins \u{201c}{first}\u{201d}.",
                self.account.heading_row
            ),
            remedy: "Put headings such as UPN, KS1_Reading, KS1_Maths and Target_KS2_English in the first row: \
                     the blank template has them all."
                .into(),
            anyway: self.account.headings.width > 1,
        })
    }

    /// Makes room for the whole file once some of it has shown how long a row is.
    fn make_room(&mut self, taken: u64, size: u64) {
        let rows = u64::from(self.account.rows);
        if let Some(pupils) = self.pupils.as_mut().filter(|_| rows > 0) {
            let expected = rows * size.saturating_sub(taken) / taken.max(1);
            pupils.make_room(usize::try_from(expected + expected / 100).unwrap_or_default());
        }
    }

    fn finish(mut self, guidance: &Guidance) -> Result<Opened, CannotRead> {
        let Some(pupils) = self.pupils else {
            return Err(if self.heading_too_long {
                unreadable_headings()
            } else if self.account.read_as.heading_row.is_some() {
                CannotRead::new("There are no headings in that row.", "Choose another row for the headings.")
            } else {
                CannotRead::new(
                    "The file is empty.",
                    "Export it again from your school's system, or start from the blank template.",
                )
            });
        };
        let mut cohort = pupils.finish(&mut self.account);
        register::count_sessions(&mut cohort, guidance);
        checks::check(&cohort, &mut self.account, guidance);
        let others = self.account.diagnostics.iter().any(|note| note.code == "not-utf8");
        if others && self.account.read_as.encoding.is_none() {
            self.account.encoding = Encoding::Windows1252;
        }
        Ok(Opened { cohort, account: self.account })
    }
}

fn unreadable_headings() -> CannotRead {
    CannotRead::new(
        "The heading row cannot be read: it is very long, or a quotation mark in it is never closed.",
        "Open the file in a spreadsheet, save it as CSV again, and choose the new file.",
    )
}

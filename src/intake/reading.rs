//! A file being read: chunks in, a cohort out, every row accounted for (RULES 2.3).

use std::sync::Arc;

use super::coder::Labeller;
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::headings::{self, Headings};
use super::pupils::Pupils;
use super::signature::refuse_other_than_text;
use super::tokenizer::{Fault, Row, Tokenizer};
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::words::thousands;

/// The mark that some programs put before UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Diagnostics of one code that are kept with their places; the rest are counted.
const KEPT_OF_A_CODE: usize = 50;

/// Why a row is no pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The UPN and school of an earlier row.
    Repeated {
        /// That row.
        of: u32,
    },
    /// Something stands beyond the last heading.
    BeyondHeadings {
        /// In this column, counted from 0.
        column: usize,
    },
    /// A quote is opened and never closed.
    UnclosedQuote {
        /// In this column, counted from 0.
        column: usize,
    },
    /// Longer than any row of pupils.
    TooLong,
}

/// A row that is no pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// As a spreadsheet shows it.
    pub row: u32,
    /// Why.
    pub reason: Reason,
}

/// How a file was read.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The byte between cells.
    pub separator: u8,
    /// The file begins with the mark of UTF-8.
    pub byte_order_mark: bool,
    /// The row of the headings.
    pub heading_row: u32,
    /// The headings.
    pub headings: Headings,
    /// Rows with something in them, below the headings.
    pub rows: u32,
    /// Those that are no pupils.
    pub set_aside: Vec<SetAside>,
    /// What else was noticed, in the order noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// Diagnostics beyond those kept.
    pub not_listed: u32,
}

impl Account {
    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        let of_code = self.diagnostics.iter().filter(|other| other.code == diagnostic.code).count();
        if of_code < KEPT_OF_A_CODE {
            self.diagnostics.push(diagnostic);
        } else {
            self.not_listed += 1;
        }
    }
}

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
    pub(super) tokenizer: Option<Tokenizer>,
    pub(super) state: State,
}

/// What the rows go into.
#[derive(Debug)]
pub(super) struct State {
    pub account: Account,
    pub pupils: Option<Pupils>,
    pub heading_too_long: bool,
}

impl Reading {
    /// Of a file of about so many bytes (used to make room; 0: not known).
    pub fn new(guidance: Arc<Guidance>, size: u64) -> Self {
        let state = State { account: Account::default(), pupils: None, heading_too_long: false };
        Self { guidance, size, taken: 0, start: Vec::new(), tokenizer: None, state }
    }

    /// Reads a text in one go.
    ///
    /// # Errors
    /// When nothing can be read of it.
    pub fn whole(guidance: Arc<Guidance>, bytes: &[u8]) -> Result<Opened, CannotRead> {
        let mut reading = Self::new(guidance, bytes.len() as u64);
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
        if let Some(tokenizer) = &mut self.tokenizer {
            fill(tokenizer.room(length));
            return self.rows(length, false);
        }
        let from = self.start.len();
        self.start.resize(from + length, 0);
        fill(self.start.get_mut(from..).unwrap_or_default());
        if !self.start.contains(&b'\n') && self.start.len() < FIRST_LOOK {
            return Ok(());
        }
        self.begin()
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
            self.begin()?;
        }
        self.rows(0, true)?;
        // Its memory serves again in what follows.
        self.tokenizer = None;
        self.state.finish(&self.guidance)
    }

    /// The first look at the bytes: is it text, and what stands between the cells?
    fn begin(&mut self) -> Result<(), CannotRead> {
        let start = std::mem::take(&mut self.start);
        refuse_other_than_text(&start)?;
        let text = start.strip_prefix(BYTE_ORDER_MARK);
        self.state.account.byte_order_mark = text.is_some();
        let text = text.unwrap_or(&start);
        self.state.account.separator = headings::separator(text, &self.guidance.fields);
        if text.contains(&0) {
            self.state.account.note(nul_bytes());
        }
        let mut tokenizer = Tokenizer::new(self.state.account.separator);
        tokenizer.expect(usize::try_from(self.size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
        tokenizer.room(text.len()).copy_from_slice(text);
        self.tokenizer = Some(tokenizer);
        self.rows(text.len(), false)
    }

    /// The rows that are complete with so many bytes, which the tokenizer has.
    pub(super) fn rows(&mut self, length: usize, last: bool) -> Result<(), CannotRead> {
        let Some(tokenizer) = &mut self.tokenizer else { return Ok(()) };
        let (state, guidance) = (&mut self.state, &self.guidance);
        tokenizer.cut(length, last, &mut |row| state.row(&row, guidance));
        state.refuse_headings()?;
        state.make_room(self.taken, self.size);
        Ok(())
    }
}

/// Bytes taken at a time of a text that is there as a whole.
const CHUNK: usize = 1 << 20;
/// The bytes that a browser hands out at a time, and those of a row under way before them.
pub(super) const LARGEST_CHUNK: usize = (1 << 21) + (1 << 16);
/// Bytes looked at before giving up the search for the end of the first line.
const FIRST_LOOK: usize = 1 << 16;

impl State {
    fn row(&mut self, row: &Row, guidance: &Guidance) {
        match &mut self.pupils {
            None => self.heading_row(row, guidance),
            Some(pupils) => pupil_row(row, pupils, &mut self.account, guidance),
        }
    }

    fn heading_row(&mut self, row: &Row, guidance: &Guidance) {
        if self.account.heading_row == 0 {
            self.heading_too_long |= row.fault.is_some();
        }
        if self.account.heading_row > 0 || row.fault.is_some() || row.is_blank() {
            return;
        }
        let text = |index| String::from_utf8_lossy(&row.cell(index)).into_owned();
        let headings = Headings::new((0..row.len()).map(text).collect(), &guidance.fields);
        self.account.heading_row = row.number;
        if !headings.none_known() {
            note_repeated(&headings, row.number, &mut self.account);
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
            } else {
                CannotRead::new(
                    "The file is empty.",
                    "Export it again from your school's system, or start from the blank template.",
                )
            });
        };
        let cohort = pupils.finish(&mut self.account, guidance);
        Ok(Opened { cohort, account: self.account })
    }
}

fn unreadable_headings() -> CannotRead {
    CannotRead::new(
        "The heading row cannot be read: it is very long, or a quotation mark in it is never closed.",
        "Open the file in a spreadsheet, save it as CSV again, and choose the new file.",
    )
}

/// A row below the headings: a pupil, or set aside, or nothing.
fn pupil_row(row: &Row, pupils: &mut Pupils, account: &mut Account, guidance: &Guidance) {
    let reason = match row.fault {
        Some(Fault::UnclosedQuote(column)) => Some(Reason::UnclosedQuote { column }),
        Some(Fault::TooLong) => Some(Reason::TooLong),
        None if row.is_blank() => return,
        None => pupils.push(row, guidance).map(|column| Reason::BeyondHeadings { column }),
    };
    account.rows += 1;
    account.set_aside.extend(reason.map(|reason| SetAside { row: row.number, reason }));
    if let Some(column) = row.stray_quote {
        account.note(stray_quote(row.number, column));
    }
}

fn note_repeated(headings: &Headings, row: u32, account: &mut Account) {
    for (column, earlier) in &headings.repeated {
        let text = |column: usize| headings.texts.get(column).map_or("", String::as_str);
        account.note(Diagnostic {
            code: "repeated-heading",
            severity: Severity::Warning,
            row,
            column: Some(*column),
            what: format!(
                "\u{201c}{}\u{201d} means the same as \u{201c}{}\u{201d} before it.",
                text(*column),
                text(*earlier)
            ),
            remedy: "The first of the two is read. Rename or remove the one that you do not mean.".into(),
        });
    }
}

pub(super) fn stray_quote(row: u32, column: usize) -> Diagnostic {
    Diagnostic {
        code: "stray-quote",
        severity: Severity::Remark,
        row,
        column: Some(column),
        what: "A quotation mark stands inside a cell that is not quoted as a whole.".into(),
        remedy: "It was read as text. Look at this cell if something seems wrong.".into(),
    }
}

fn nul_bytes() -> Diagnostic {
    Diagnostic {
        code: "nul-bytes",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: "The file holds bytes that no text has (NUL).".into(),
        remedy: "Export it again, or save it as \u{201c}CSV UTF-8\u{201d}; cells with such bytes are not understood."
            .into(),
    }
}

/// Not UTF-8: said once, with the first row.
pub(super) fn not_utf8(row: u32) -> Diagnostic {
    Diagnostic {
        code: "not-utf8",
        severity: Severity::Warning,
        row,
        column: None,
        what: "Some letters cannot be read: the file is not saved as UTF-8.".into(),
        remedy: "Figures are not affected. For the right names, save the file as \u{201c}CSV UTF-8\u{201d} and open it again."
            .into(),
    }
}

/// Labels of columns, for [`Pupils`].
pub(super) type LabelColumn = (usize, crate::guidance::FieldId, Labeller);

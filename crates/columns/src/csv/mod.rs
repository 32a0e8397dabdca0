//! Rows and cells in a stream of bytes (RFC 4180, read kindly), with the faults that CSV libraries keep quiet about.
//!
//! The text comes in chunks of any size; only the row under way is kept between them. Rows end at LF, CRLF or CR.
//! Inside quotes, delimiters and line ends are text and a doubled quote is a quote. A quote elsewhere is text too, and
//! remarked on. A quote that is opened and never closed costs its own row only: reading goes on in the next line.
//!
//! [`Tokenizer`] takes the chunks. Nearly all rows are cut by `plain`, the others by `scan`, which passes over them by the
//! places that `marks` finds. Both give a [`RecordBatch`] of rows at a time, so that whoever takes them can go on column by
//! column.

mod batch;
mod delimiter_mask;
mod fast_splitter;
mod record_scanner;
mod tokenizer;

use std::borrow::Cow;

pub use batch::{PrefixFilter, RecordBatch};
pub use tokenizer::Tokenizer;

/// The longest row that is read, in bytes; a longer one is set aside.
pub const MAX_RECORD_LEN: usize = 1 << 20;

/// What is wrong with a row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// A quote opens a cell (counted from 0) and is never closed.
    UnclosedQuote(usize),
    /// The row is longer than [`MAX_RECORD_LEN`].
    TooLong,
}

/// Where a cell stands in the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldSpan {
    start: u32,
    end: u32,
}

/// Set in [`FieldSpan::end`] of a cell with quotes that are not text: it is rewritten before use.
const QUOTES: u32 = 1 << 31;

impl FieldSpan {
    #[inline]
    fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    fn with_quotes(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 | QUOTES }
    }

    #[inline]
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.end & !QUOTES) as usize
    }

    fn has_quotes(self) -> bool {
        self.end & QUOTES != 0
    }

    /// See [`CsvRecord::short_value`].
    #[inline(always)]
    pub(crate) fn short_value(self, bytes: &[u8]) -> Option<u64> {
        // A cell with quotes seems longer than any.
        let length = self.end.wrapping_sub(self.start);
        let bits = BITS.get(length as usize)?;
        let start = self.start as usize;
        let eight = bytes.get(start..start.wrapping_add(8))?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*eight) << 8 & bits | u64::from(length) << LENGTH)
    }

    /// A cell of at most sixteen bytes, as the sixteen bytes from its first one on and its length. `None` where it is
    /// longer, is empty, needs rewriting or has space around it.
    #[inline(always)]
    pub(crate) fn short_bytes(self, bytes: &[u8]) -> Option<(&[u8; 16], usize)> {
        // A cell with quotes seems longer than any.
        let length = self.end.wrapping_sub(self.start) as usize;
        let start = self.start as usize;
        let bytes = bytes.get(start..start + 16)?.first_chunk::<16>()?;
        let last = bytes.get(length.wrapping_sub(1))?;
        (bytes[0] > b' ' && *last > b' ').then_some((bytes, length))
    }

    /// See [`CsvRecord::field`].
    pub(crate) fn text(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        let text = bytes.get(self.range()).unwrap_or_default();
        if self.has_quotes() {
            Cow::Owned(unquoted(text).trim_ascii().to_vec())
        } else {
            Cow::Borrowed(text.trim_ascii())
        }
    }
}

/// For each length of a short cell, the bits of its bytes.
const BITS: [u64; 7] = [0, 0xff00, 0xff_ff00, 0xffff_ff00, 0xff_ffff_ff00, 0xffff_ffff_ff00, 0xff_ffff_ffff_ff00];
/// Where the length of a short cell stands in its number.
const LENGTH: u32 = 56;

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct CsvRecord<'a> {
    /// As a spreadsheet counts: the first row of the file is 1, blank lines count.
    pub number: u32,
    /// The row cannot be used.
    pub fault: Option<RecordFault>,
    /// The first cell (counted from 0) with a quote that is neither around the cell nor doubled.
    pub stray_quote: Option<usize>,
    bytes: &'a [u8],
    spans: &'a [FieldSpan],
}

impl<'a> CsvRecord<'a> {
    /// How many cells the row has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The row has no cells at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A cell's text without surrounding space; empty behind the last cell.
    #[must_use]
    pub fn field(&self, index: usize) -> Cow<'a, [u8]> {
        self.spans.get(index).map_or_else(Cow::default, |span| span.text(self.bytes))
    }

    /// A cell of at most six bytes as a number: a byte that is 0, its bytes, the first one lowest, and its length on top.
    /// `None` where it is longer or needs rewriting: use [`CsvRecord::field`] then. Space around the text is part of the number.
    #[must_use]
    pub fn short_value(&self, index: usize) -> Option<u64> {
        self.spans.get(index).map_or(Some(0), |span| span.short_value(self.bytes))
    }

    /// No cell holds anything.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        (0..self.len()).all(|index| self.field(index).is_empty())
    }
}

/// The text of a cell in which quotes stand, without those that are not text.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let Some(inside) = raw.strip_prefix(b"\"") else { return raw.to_vec() };
    let mut text = Vec::with_capacity(raw.len());
    let mut bytes = inside.iter().copied();
    let mut quoted = true;
    while let Some(byte) = bytes.next() {
        if quoted && byte == b'"' {
            match bytes.next() {
                Some(b'"') => text.push(b'"'),
                after => {
                    quoted = false;
                    text.extend(after);
                }
            }
        } else {
            text.push(byte);
        }
    }
    text
}

#[cfg(test)]
mod tests;

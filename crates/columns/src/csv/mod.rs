//! A CSV tokenizer (RFC 4180, lenient) that reports the faults which CSV libraries pass over in silence.
//!
//! The text comes in chunks of any size; only the incomplete record at the end is kept between them. Records end at LF,
//! CRLF or CR. Inside quotes, delimiters and line ends are text and a doubled quote is a quote. A quote anywhere else
//! is text and is reported. A quote that is never closed costs its own record only: reading resumes on the next line.
//!
//! [`Tokenizer`] takes the chunks. BE ADVISED: nearly all records are split by `fast_splitter`, the rest by
//! `record_scanner`, and the two must agree. Either yields a [`RecordBatch`] at a time, so that the caller can work column
//! by column.

mod batch;
mod delimiter_mask;
mod fast_splitter;
mod record_scanner;
mod tokenizer;

use std::borrow::Cow;

pub use batch::{PrefixFilter, RecordBatch};
pub use tokenizer::Tokenizer;

/// What takes marks and guards off a field, for the slow paths.
pub type CleanField = fn(&[u8]) -> Cow<'_, [u8]>;

/// Length of the longest record that is read, in bytes; a longer one is rejected.
pub const MAX_RECORD_LEN: usize = 1 << 20;

/// Why a whole record is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// A quote opens a field (counted from 0) and is never closed.
    UnclosedQuote(usize),
    /// The record is longer than [`MAX_RECORD_LEN`].
    TooLong,
}

/// A field as a range of the batch's bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldSpan {
    start: u32,
    end: u32,
}

/// Set in [`FieldSpan::end`] of a field that contains quotes to be removed: it has to be rewritten before use.
const QUOTED_FLAG: u32 = 1 << 31;

impl FieldSpan {
    #[inline]
    fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    fn with_quotes(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 | QUOTED_FLAG }
    }

    #[inline]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.end & !QUOTED_FLAG) as usize
    }

    pub(crate) fn has_quotes(self) -> bool {
        self.end & QUOTED_FLAG != 0
    }

    /// See [`CsvRecord::short_value`].
    #[inline(always)]
    pub(crate) fn short_value(self, bytes: &[u8]) -> Option<u64> {
        // A quoted field appears longer than any, because of the flag.
        let length = self.end.wrapping_sub(self.start);
        let mask = LENGTH_MASKS.get(length as usize)?;
        let start = self.start as usize;
        let eight = bytes.get(start..start.wrapping_add(8))?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*eight) << 8 & mask | u64::from(length) << LENGTH_SHIFT)
    }

    /// A field of 1 to 16 bytes, as the 16 bytes from its first one on and its length. `None` if it is longer or empty,
    /// has to be rewritten, or has space around it.
    #[inline(always)]
    pub(crate) fn short_bytes(self, bytes: &[u8]) -> Option<(&[u8; 16], usize)> {
        // A quoted field appears longer than any, because of the flag.
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

/// For each length of a short field, the mask of its bytes.
const LENGTH_MASKS: [u64; 7] =
    [0, 0xff00, 0xff_ff00, 0xffff_ff00, 0xff_ffff_ff00, 0xffff_ffff_ff00, 0xff_ffff_ffff_ff00];
/// Position of the length of a short field in its number.
const LENGTH_SHIFT: u32 = 56;

/// One record of a batch.
#[derive(Clone, Copy, Debug)]
pub struct CsvRecord<'a> {
    /// Row number as a spreadsheet shows it: the first row of the file is 1, and blank lines count.
    pub number: u32,
    /// Why the record cannot be used; `None` if it can.
    pub fault: Option<RecordFault>,
    /// The first field (counted from 0) with a quote that neither encloses the field nor is doubled.
    pub stray_quote: Option<usize>,
    bytes: &'a [u8],
    spans: &'a [FieldSpan],
}

impl<'a> CsvRecord<'a> {
    /// Number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True if the record has no fields, as a rejected one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A field's text, unquoted and trimmed; empty beyond the last field.
    #[must_use]
    pub fn field(&self, index: usize) -> Cow<'a, [u8]> {
        self.spans.get(index).map_or_else(Cow::default, |span| span.text(self.bytes))
    }

    /// A field as it stands; `None` if it has quotes to be removed, and beyond the last field.
    pub(crate) fn unquoted_field(&self, index: usize) -> Option<&'a [u8]> {
        let span = self.spans.get(index).filter(|span| !span.has_quotes())?;
        self.bytes.get(span.range())
    }

    /// The record as it stands, from its first field to its last; `None` without a field.
    pub(crate) fn line(&self) -> Option<&'a [u8]> {
        self.bytes.get(self.spans.first()?.range().start..self.spans.last()?.range().end)
    }

    /// What stands between the first field and the second.
    pub(crate) fn delimiter(&self) -> Option<u8> {
        let [first, _, ..] = self.spans else { return None };
        self.bytes.get(first.range().end).copied()
    }

    /// Where each field ends in [`CsvRecord::line`], up to the first that has quotes or does not stand one byte after the
    /// one before it.
    pub(crate) fn ends_in_line(&self) -> impl Iterator<Item = u32> + 'a {
        let from = self.spans.first().map_or(0, |first| first.start);
        let mut start = from;
        self.spans.iter().map_while(move |span| {
            let stands_there =
                span.start == std::mem::replace(&mut start, span.end.wrapping_add(1)) && !span.has_quotes();
            stands_there.then(|| span.end - from)
        })
    }

    /// A field of at most six bytes packed into a number: a zero byte, the field's bytes (the first one lowest), the
    /// length on top. `None` if it is longer or has to be unquoted: use [`CsvRecord::field`]. Space around the text is
    /// not trimmed.
    #[must_use]
    pub fn short_value(&self, index: usize) -> Option<u64> {
        self.spans.get(index).map_or(Some(0), |span| span.short_value(self.bytes))
    }

    /// True if every field is empty, which `is_empty` says of a trimmed field.
    #[must_use]
    pub fn is_blank(&self, is_empty: fn(&[u8]) -> bool) -> bool {
        (0..self.len()).all(|index| is_empty(&self.field(index)))
    }
}

/// Removes the enclosing quotes and halves the doubled ones.
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

//! Rows and cells in a stream of bytes (RFC 4180, read kindly), with the faults that CSV libraries keep quiet about.
//!
//! The text comes in chunks of any size; only the row under way is kept between them. Rows end at LF, CRLF or CR.
//! Inside quotes, separators and line ends are text and a doubled quote is a quote. A quote elsewhere is text too, and
//! remarked on. A quote that is opened and never closed costs its own row only: reading goes on in the next line.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::marks::Marks;

/// The longest row that is read, in bytes; a longer one is set aside.
pub const LONGEST_ROW: usize = 1 << 20;

/// What is wrong with a row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote opens a cell (counted from 0) and is never closed.
    UnclosedQuote(usize),
    /// The row is longer than [`LONGEST_ROW`].
    TooLong,
}

/// Where a cell stands in the bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    end: u32,
}

/// Set in [`Span::end`] of a cell with quotes that are not text: it is rewritten before use.
const QUOTES: u32 = 1 << 31;

impl Span {
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
}

/// For each length of a short cell, the bits of its bytes.
const BITS: [u64; 8] =
    [0, u64::MAX >> 56, u64::MAX >> 48, u64::MAX >> 40, u64::MAX >> 32, u64::MAX >> 24, u64::MAX >> 16, u64::MAX >> 8];
/// Where the length of a short cell stands in its number.
const LENGTH: u32 = 56;

/// The text of a number given by [`Row::short`]; `bytes` are the number's own, lowest first.
pub fn short_text(number: u64, bytes: &[u8; 8]) -> &[u8] {
    bytes.get(..(number >> LENGTH) as usize).unwrap_or_default()
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// As a spreadsheet counts: the first row of the file is 1, blank lines count.
    pub number: u32,
    /// The row cannot be used.
    pub fault: Option<Fault>,
    /// The first cell (counted from 0) with a quote that is neither around the cell nor doubled.
    pub stray_quote: Option<usize>,
    bytes: &'a [u8],
    spans: &'a [Span],
}

impl<'a> Row<'a> {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The row has no cells at all.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A cell's text without surrounding space; empty behind the last cell.
    #[inline(always)]
    pub fn cell(&self, index: usize) -> Cow<'a, [u8]> {
        let Some(span) = self.spans.get(index) else { return Cow::default() };
        let text = self.bytes.get(span.range()).unwrap_or_default();
        match text {
            _ if span.has_quotes() => Cow::Owned(unquoted(text).trim_ascii().to_vec()),
            // The quick way for nearly all cells.
            [first, .., last] if *first > b' ' && *last > b' ' => Cow::Borrowed(text),
            text => Cow::Borrowed(text.trim_ascii()),
        }
    }

    /// A cell of at most seven bytes as a number: its bytes, the first one lowest, and its length on top. `None` where
    /// it is longer or needs rewriting: use [`Row::cell`] then. Space around the text is part of the number.
    #[inline(always)]
    pub fn short(&self, index: usize) -> Option<u64> {
        let Some(span) = self.spans.get(index) else { return Some(0) };
        // A cell with quotes seems longer than any.
        let length = span.end.wrapping_sub(span.start);
        let bits = BITS.get(length as usize)?;
        let start = span.start as usize;
        let eight = self.bytes.get(start..start + 8)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*eight) & bits | u64::from(length) << LENGTH)
    }

    /// A cell of at most sixteen bytes, as the sixteen bytes from its first one on and its length. `None` where it is
    /// longer, needs rewriting or has space around it: use [`Row::cell`] then.
    #[inline(always)]
    pub fn sixteen(&self, index: usize) -> Option<(&'a [u8; 16], usize)> {
        let span = self.spans.get(index)?;
        // A cell with quotes seems longer than any.
        let length = span.end.wrapping_sub(span.start) as usize;
        let start = span.start as usize;
        let bytes = self.bytes.get(start..start + 16)?.first_chunk::<16>()?;
        let last = bytes.get(length.wrapping_sub(1))?;
        (bytes[0] > b' ' && *last > b' ').then_some((bytes, length))
    }

    /// No cell holds anything.
    #[inline]
    pub fn is_blank(&self) -> bool {
        if self.sixteen(0).is_some() {
            return false;
        }
        (0..self.len()).all(|index| self.cell(index).is_empty())
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

/// Cuts a stream of bytes into rows.
#[derive(Debug)]
pub struct Tokenizer {
    separator: u8,
    /// The row under way and what came behind it, then room.
    bytes: Vec<u8>,
    filled: usize,
    spans: Vec<Span>,
    next_row: u32,
    skipping: bool,
    after_return: bool,
}

/// Bytes of room behind those that are read, so that [`Row::sixteen`] can always look at so many.
const ROOM: usize = 16;

impl Tokenizer {
    /// With this byte between cells.
    pub fn new(separator: u8) -> Self {
        let (bytes, spans) = (Vec::new(), Vec::new());
        Self { separator, bytes, filled: 0, spans, next_row: 1, skipping: false, after_return: false }
    }

    /// Makes room for so many bytes at once: growing to it step by step would leave room behind that nobody uses.
    pub fn expect(&mut self, bytes: usize) {
        self.bytes.reserve_exact(bytes + ROOM);
    }

    /// The bytes so far end between two rows: another tokenizer, begun here, would read on like this one.
    pub fn between_rows(&self) -> bool {
        self.filled == 0 && !self.skipping && !self.after_return
    }

    /// The number of the next row.
    pub fn next_row(&self) -> u32 {
        self.next_row
    }

    /// Takes the next bytes and hands on every row that is complete with them; with `last`, every row.
    pub fn push(&mut self, chunk: &[u8], last: bool, sink: &mut impl FnMut(Row)) {
        self.room(chunk.len()).copy_from_slice(chunk);
        self.cut(chunk.len(), last, sink);
    }

    /// Room for the next so many bytes, to be filled before [`Tokenizer::cut`]: so they need no copy on the way.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        let end = self.filled + length;
        if self.bytes.len() < end + ROOM {
            // Exactly: chunks are of one size, and doubling the room would be held for nothing.
            self.bytes.reserve_exact(end + ROOM - self.bytes.len());
            self.bytes.resize(end + ROOM, 0);
        }
        self.bytes.get_mut(self.filled..end).unwrap_or_default()
    }

    /// Hands on every row that is complete with the next so many bytes; with `last`, every row.
    pub fn cut(&mut self, length: usize, last: bool, sink: &mut impl FnMut(Row)) {
        self.filled = (self.filled + length).min(self.bytes.len());
        let skipped = self.skip();
        let bytes = std::mem::take(&mut self.bytes);
        let used = skipped + self.rows(&bytes, skipped, last, sink);
        self.bytes = bytes;
        self.drop_front(used);
        if self.filled > LONGEST_ROW {
            self.give_up_row(sink);
        }
    }

    /// The first bytes are done with.
    fn drop_front(&mut self, used: usize) {
        self.bytes.copy_within(used..self.filled, 0);
        self.filled -= used;
    }

    /// How many bytes still belong to a row that was too long.
    fn skip(&mut self) -> usize {
        if !self.skipping {
            return 0;
        }
        let filled = self.bytes.get(..self.filled).unwrap_or_default();
        let Some(end) = memchr2(b'\n', b'\r', filled) else { return self.filled };
        self.skipping = false;
        self.after_return = filled.get(end) == Some(&b'\r');
        end + 1
    }

    /// The row under way is too long: set it aside and skip to its end.
    fn give_up_row(&mut self, sink: &mut impl FnMut(Row)) {
        sink(self.faulty(Fault::TooLong));
        self.next_row += 1;
        self.skipping = true;
        let skipped = self.skip();
        self.drop_front(skipped);
    }

    fn faulty(&self, fault: Fault) -> Row<'static> {
        Row { number: self.next_row, fault: Some(fault), stray_quote: None, bytes: &[], spans: &[] }
    }

    /// Hands on the rows from `start` on and tells how many bytes they took.
    fn rows(&mut self, bytes: &[u8], start: usize, last: bool, sink: &mut impl FnMut(Row)) -> usize {
        let filled = bytes.get(..self.filled).unwrap_or_default();
        let mut scan = Scan::new(filled, start, self.separator, std::mem::take(&mut self.spans));
        if std::mem::take(&mut self.after_return) && filled.get(start) == Some(&b'\n') {
            scan.resume(start + 1);
        }
        loop {
            match scan.row(last) {
                Found::Row => {
                    sink(scan.view(self.next_row, bytes));
                    self.next_row += 1;
                }
                Found::Unclosed { column, resume } => {
                    sink(self.faulty(Fault::UnclosedQuote(column)));
                    self.next_row += 1;
                    scan.resume(resume);
                }
                Found::Nothing => break,
            }
        }
        self.after_return = scan.row_start == filled.len() && filled.last() == Some(&b'\r');
        self.spans = scan.spans;
        scan.row_start - start
    }
}

/// What a scan came upon.
enum Found {
    /// A whole row; its spans are filled in.
    Row,
    /// A quote that is never closed; the next line begins at `resume`.
    Unclosed { column: usize, resume: usize },
    /// No whole row is left in the bytes.
    Nothing,
}

/// A quoted part at the start of a cell.
enum Quoted {
    /// Closed by the quote at this position.
    Closed { at: usize, doubled: bool },
    /// Not closed in these bytes.
    Open,
}

/// A pass over bytes that begin at the start of a row.
struct Scan<'a> {
    bytes: &'a [u8],
    separator: u8,
    marks: Marks<'a>,
    /// The cells of the row under way come first; what stands behind them is left from longer rows.
    spans: Vec<Span>,
    cells: usize,
    /// Where the row under way begins; everything before it is done with.
    row_start: usize,
    /// The first cell of the row under way with a stray quote.
    stray_quote: Option<usize>,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], start: usize, separator: u8, spans: Vec<Span>) -> Self {
        let mut marks = Marks::new(bytes, separator);
        marks.skip_to(start);
        Self { bytes, separator, marks, spans, cells: 0, row_start: start, stray_quote: None }
    }

    /// The row found last; `bytes` are those scanned, and room behind them.
    #[inline]
    fn view<'v>(&'v self, number: u32, bytes: &'v [u8]) -> Row<'v> {
        let spans = self.spans.get(..self.cells).unwrap_or_default();
        let length =
            spans.last().map_or(0, |last| last.range().end) - spans.first().map_or(0, |first| first.range().start);
        let fault = (length > LONGEST_ROW).then_some(Fault::TooLong);
        Row { number, fault, stray_quote: self.stray_quote, bytes, spans }
    }

    fn resume(&mut self, position: usize) {
        self.row_start = position;
        self.marks.skip_to(position);
    }

    #[inline]
    fn byte(&self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    #[inline]
    fn push(&mut self, span: Span) {
        match self.spans.get_mut(self.cells) {
            Some(place) => *place = span,
            None => self.spans.push(span),
        }
        self.cells += 1;
    }

    /// The next row.
    #[inline]
    fn row(&mut self, last: bool) -> Found {
        self.cells = 0;
        self.stray_quote = None;
        let mut start = self.row_start;
        while let Some(at) = self.plain_cells(&mut start) {
            let byte = self.byte(at);
            if byte == Some(self.separator) {
                self.push(Span::new(start, at));
                start = at + 1;
            } else if byte != Some(b'"') {
                self.push(Span::new(start, at));
                return self.end_row(at);
            } else if at != start {
                self.stray_quote = self.stray_quote.or(Some(self.cells));
            } else {
                match self.quoted_cell(at, last) {
                    Ok(Some(next)) if self.byte(next) == Some(self.separator) => start = next + 1,
                    Ok(Some(next)) => return self.end_row(next),
                    Ok(None) => return Found::Nothing,
                    Err(found) => return found,
                }
            }
        }
        self.last_row(start, last)
    }

    /// Takes cells up to the next mark that is no separator (or that no place is ready for), and gives that mark. This
    /// is where nearly all cells pass: everything is in local variables, and nothing is called.
    #[inline]
    fn plain_cells(&mut self, start: &mut usize) -> Option<usize> {
        let (bytes, separator) = (self.bytes, self.separator);
        let places = self.spans.get_mut(self.cells..).unwrap_or_default();
        let mut taken = 0;
        let mut from = *start;
        let found = self.marks.find(|at| {
            let Some(place) = places.get_mut(taken).filter(|_| bytes.get(*at) == Some(&separator)) else { return true };
            *place = Span::new(from, *at);
            taken += 1;
            from = *at + 1;
            false
        });
        self.cells += taken;
        *start = from;
        found
    }

    /// The row ends at the line end (or the end of the bytes) at `at`.
    fn end_row(&mut self, at: usize) -> Found {
        let pair = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
        let next = (at + 1 + usize::from(pair)).min(self.bytes.len());
        if pair {
            self.marks.next();
        }
        self.row_start = next;
        Found::Row
    }

    /// What stands behind the last line end.
    fn last_row(&mut self, start: usize, last: bool) -> Found {
        if !last || self.row_start >= self.bytes.len() {
            return Found::Nothing;
        }
        self.push(Span::new(start, self.bytes.len()));
        self.row_start = self.bytes.len();
        Found::Row
    }

    #[inline(never)]
    /// Reads the cell whose opening quote is at `open`, and gives the position of the mark that ends it; `None`: the
    /// bytes end first.
    fn quoted_cell(&mut self, open: usize, last: bool) -> Result<Option<usize>, Found> {
        let Quoted::Closed { at, doubled } = self.closing_quote(open) else {
            return if last || self.bytes.len() - self.row_start > LONGEST_ROW {
                Err(self.unclosed(open))
            } else {
                Ok(None)
            };
        };
        if at + 1 == self.bytes.len() && !last {
            return Ok(None);
        }
        self.marks.skip_to(at + 1);
        let end = self.end_of_cell(at + 1);
        let behind = self.bytes.get(at + 1..end).unwrap_or_default();
        if !behind.trim_ascii().is_empty()
            && memchr2(b'\n', b'\r', self.bytes.get(open..at).unwrap_or_default()).is_some()
        {
            return Err(self.unclosed(open));
        }
        if end == self.bytes.len() && !last {
            return Ok(None);
        }
        self.push_quoted(open, at, end, doubled);
        Ok(Some(end))
    }

    fn push_quoted(&mut self, open: usize, close: usize, end: usize, doubled: bool) {
        // Space between the closing quote and the separator is nothing.
        let more = !self.bytes.get(close + 1..end).unwrap_or_default().trim_ascii().is_empty();
        if more {
            self.stray_quote = self.stray_quote.or(Some(self.cells));
        }
        let rewrite = doubled || more;
        self.push(if rewrite { Span::with_quotes(open, end) } else { Span::new(open + 1, close) });
    }

    fn closing_quote(&self, open: usize) -> Quoted {
        let mut from = open + 1;
        let mut doubled = false;
        while let Some(offset) = memchr(b'"', self.bytes.get(from..).unwrap_or_default()) {
            let at = from + offset;
            if self.byte(at + 1) != Some(b'"') {
                return Quoted::Closed { at, doubled };
            }
            doubled = true;
            from = at + 2;
        }
        Quoted::Open
    }

    /// The next separator or line end from `from` on, or the end of the bytes.
    fn end_of_cell(&mut self, from: usize) -> usize {
        debug_assert!(from <= self.bytes.len());
        let bytes = self.bytes;
        self.marks.find(|at| bytes.get(*at) != Some(&b'"')).unwrap_or(bytes.len())
    }

    /// The row is lost; the next one begins in the line after the opening quote.
    fn unclosed(&self, open: usize) -> Found {
        let rest = self.bytes.get(open..).unwrap_or_default();
        let resume = memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |offset| {
            let at = open + offset;
            let pair = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
            at + 1 + usize::from(pair)
        });
        Found::Unclosed { column: self.cells, resume }
    }
}

#[cfg(test)]
mod tests;

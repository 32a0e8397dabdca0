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
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    end: usize,
    /// Contains quotes that are not text: rewrite before use.
    quotes: bool,
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
    #[inline]
    pub fn cell(&self, index: usize) -> Cow<'a, [u8]> {
        let Some(span) = self.spans.get(index) else { return Cow::default() };
        let text = self.bytes.get(span.start..span.end).unwrap_or_default();
        if span.quotes { Cow::Owned(unquoted(text).trim_ascii().to_vec()) } else { Cow::Borrowed(text.trim_ascii()) }
    }

    /// A cell of at most eight bytes as a number, first byte lowest; `None` where it is longer, needs trimming or
    /// rewriting, or stands at the very end of the bytes: use [`Row::cell`] then.
    #[inline]
    pub fn short(&self, index: usize) -> Option<u64> {
        let Some(span) = self.spans.get(index) else { return Some(0) };
        let length = span.end - span.start;
        if length == 0 {
            return Some(0);
        }
        let eight = self.bytes.get(span.start..span.start + 8)?.first_chunk::<8>()?;
        let last = *self.bytes.get(span.end - 1)?;
        if length > 8 || span.quotes || eight[0] <= b' ' || last <= b' ' {
            return None;
        }
        Some(u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * length)))
    }

    /// No cell holds anything.
    pub fn is_blank(&self) -> bool {
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
    pending: Vec<u8>,
    spans: Vec<Span>,
    next_row: u32,
    skipping: bool,
    after_return: bool,
}

impl Tokenizer {
    /// With this byte between cells.
    pub fn new(separator: u8) -> Self {
        let (pending, spans) = (Vec::new(), Vec::new());
        Self { separator, pending, spans, next_row: 1, skipping: false, after_return: false }
    }

    /// Takes the next bytes and hands on every row that is complete with them; with `last`, every row.
    pub fn push(&mut self, chunk: &[u8], last: bool, sink: &mut impl FnMut(Row)) {
        let Some(chunk) = self.without_skipped(chunk) else { return };
        let mut bytes = std::mem::take(&mut self.pending);
        bytes.extend_from_slice(chunk);
        let used = self.rows(&bytes, last, sink);
        bytes.drain(..used);
        self.pending = bytes;
        if self.pending.len() > LONGEST_ROW {
            self.give_up_row(sink);
        }
    }

    /// What is left of a chunk behind a row that was too long; `None`: nothing.
    fn without_skipped<'c>(&mut self, chunk: &'c [u8]) -> Option<&'c [u8]> {
        if !self.skipping {
            return Some(chunk);
        }
        let end = memchr2(b'\n', b'\r', chunk)?;
        self.skipping = false;
        self.after_return = chunk.get(end) == Some(&b'\r');
        chunk.get(end + 1..)
    }

    /// The row under way is too long: set it aside and skip to its end.
    fn give_up_row(&mut self, sink: &mut impl FnMut(Row)) {
        let row = self.faulty(Fault::TooLong);
        sink(row);
        self.next_row += 1;
        let pending = std::mem::take(&mut self.pending);
        self.skipping = true;
        if let Some(rest) = self.without_skipped(&pending) {
            self.pending = rest.to_vec();
        }
    }

    fn faulty(&self, fault: Fault) -> Row<'static> {
        Row { number: self.next_row, fault: Some(fault), stray_quote: None, bytes: &[], spans: &[] }
    }

    /// Hands on the rows of `bytes` and tells how many bytes they took.
    fn rows(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(Row)) -> usize {
        let mut scan = Scan::new(bytes, self.separator, std::mem::take(&mut self.spans));
        if std::mem::take(&mut self.after_return) && bytes.first() == Some(&b'\n') {
            scan.resume(1);
        }
        loop {
            match scan.row(last) {
                Found::Row => {
                    sink(scan.view(self.next_row));
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
        self.after_return = scan.row_start == bytes.len() && bytes.last() == Some(&b'\r');
        self.spans = scan.spans;
        scan.row_start
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
    spans: Vec<Span>,
    /// Where the row under way begins; everything before it is done with.
    row_start: usize,
    /// The first cell of the row under way with a stray quote.
    stray_quote: Option<usize>,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], separator: u8, spans: Vec<Span>) -> Self {
        let marks = Marks::new(bytes, separator);
        Self { bytes, separator, marks, spans, row_start: 0, stray_quote: None }
    }

    fn view(&self, number: u32) -> Row<'_> {
        let length = self.spans.last().map_or(0, |last| last.end) - self.spans.first().map_or(0, |first| first.start);
        let fault = (length > LONGEST_ROW).then_some(Fault::TooLong);
        Row { number, fault, stray_quote: self.stray_quote, bytes: self.bytes, spans: &self.spans }
    }

    fn resume(&mut self, position: usize) {
        self.row_start = position;
        self.marks.skip_to(position);
    }

    fn byte(&self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    /// The next row.
    fn row(&mut self, last: bool) -> Found {
        self.spans.clear();
        self.stray_quote = None;
        let mut start = self.row_start;
        while let Some(at) = self.marks.next() {
            match self.byte(at) {
                Some(b'"') if at == start => match self.quoted_cell(at, last) {
                    Ok(Some(next)) => {
                        if self.byte(next) != Some(self.separator) {
                            return self.end_row(next);
                        }
                        start = next + 1;
                    }
                    Ok(None) => return Found::Nothing,
                    Err(found) => return found,
                },
                Some(b'"') => self.stray_quote = self.stray_quote.or(Some(self.spans.len())),
                Some(byte) if byte == self.separator => {
                    self.spans.push(Span { start, end: at, quotes: false });
                    start = at + 1;
                }
                _ => {
                    self.spans.push(Span { start, end: at, quotes: false });
                    return self.end_row(at);
                }
            }
        }
        self.last_row(start, last)
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
        self.spans.push(Span { start, end: self.bytes.len(), quotes: false });
        self.row_start = self.bytes.len();
        Found::Row
    }

    /// Reads the cell whose opening quote is at `open`, and gives the position of the mark that ends it; `None`: the
    /// bytes end first.
    fn quoted_cell(&mut self, open: usize, last: bool) -> Result<Option<usize>, Found> {
        let Quoted::Closed { at, doubled } = self.closing_quote(open) else {
            return if last || self.bytes.len() - self.row_start > LONGEST_ROW { Err(self.unclosed(open)) } else { Ok(None) };
        };
        if at + 1 == self.bytes.len() && !last {
            return Ok(None);
        }
        self.marks.skip_to(at + 1);
        let end = self.end_of_cell(at + 1);
        if end > at + 1 && memchr2(b'\n', b'\r', self.bytes.get(open..at).unwrap_or_default()).is_some() {
            return Err(self.unclosed(open));
        }
        if end == self.bytes.len() && !last {
            return Ok(None);
        }
        self.push_quoted(open, at, end, doubled);
        Ok(Some(end))
    }

    fn push_quoted(&mut self, open: usize, close: usize, end: usize, doubled: bool) {
        if end > close + 1 {
            self.stray_quote = self.stray_quote.or(Some(self.spans.len()));
        }
        let rewrite = doubled || end > close + 1;
        let span = if rewrite { Span { start: open, end, quotes: true } } else { Span { start: open + 1, end: close, quotes: false } };
        self.spans.push(span);
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
        Found::Unclosed { column: self.spans.len(), resume }
    }
}

#[cfg(test)]
mod tests;

//! A pass over bytes that begin at the start of a row.

use memchr::{memchr, memchr2};

use super::batch::{BATCH_LEN, RecordSlot};
use super::delimiter_mask::DelimiterMask;
use super::fast_splitter::FastSplitter;
use super::{FieldSpan, MAX_RECORD_LEN, RecordFault};

/// A quoted part at the start of a cell.
enum QuotedField {
    /// Closed by the quote at this position.
    Closed { at: usize, doubled: bool },
    /// Not closed in these bytes.
    Open,
}

/// What ends a quoted cell.
enum FieldEnd {
    /// The mark at this position.
    Mark(usize),
    /// The bytes end first, and more may come.
    Bytes,
    /// Nothing: the quote is never closed. The next row begins here.
    Never(usize),
}

/// A pass over bytes.
pub(super) struct RecordScanner<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    marks: DelimiterMask<'a>,
    /// The rows of the batch under way.
    pub places: Vec<RecordSlot>,
    /// Their cells come first; what stands behind them is left from another batch.
    pub spans: Vec<FieldSpan>,
    cells: usize,
    /// Where the row under way begins; everything before it is done with.
    pub row_start: usize,
}

impl<'a> RecordScanner<'a> {
    pub fn new(bytes: &'a [u8], start: usize, delimiter: u8, spans: Vec<FieldSpan>) -> Self {
        let marks = DelimiterMask::new(bytes, delimiter, start);
        Self { bytes, delimiter, marks, places: Vec::with_capacity(BATCH_LEN), spans, cells: 0, row_start: start }
    }

    pub fn resume(&mut self, position: usize) {
        self.row_start = position;
        self.marks.skip_to(position);
    }

    /// Cuts the next rows; with `last`, also one without a line end. `false`: no whole row is left in the bytes.
    pub fn batch(&mut self, last: bool) -> bool {
        self.places.clear();
        self.cells = 0;
        loop {
            self.plain_rows();
            if self.places.len() >= BATCH_LEN {
                return true;
            }
            if !self.row(last) {
                return false;
            }
        }
    }

    /// Cuts rows up to one that is not plain.
    fn plain_rows(&mut self) {
        let mut plain = FastSplitter::new(self.bytes, self.delimiter, self.row_start, self.cells);
        plain.rows(&mut self.places, &mut self.spans);
        self.cells = plain.cells;
        if plain.row_start > self.row_start {
            self.resume(plain.row_start);
        }
    }

    #[inline]
    fn byte(&self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    #[inline]
    fn push(&mut self, span: FieldSpan) {
        match self.spans.get_mut(self.cells) {
            Some(place) => *place = span,
            None => self.spans.push(span),
        }
        self.cells += 1;
    }

    /// Cuts the next row, whatever it is; `false`: there is none.
    #[inline(never)]
    fn row(&mut self, last: bool) -> bool {
        let mut place = RecordSlot { first: self.cells, ..RecordSlot::default() };
        let mut start = self.row_start;
        while let Some(at) = self.plain_cells(&mut start) {
            if self.byte(at) != Some(b'"') {
                self.push(FieldSpan::new(start, at));
                self.end_row(place, at);
                return true;
            }
            if at != start {
                place.stray_quote = place.stray_quote.or(Some(self.cells - place.first));
                continue;
            }
            match self.quoted_cell(&mut place, at, last) {
                FieldEnd::Mark(next) if self.byte(next) == Some(self.delimiter) => start = next + 1,
                FieldEnd::Mark(next) => {
                    self.end_row(place, next);
                    return true;
                }
                FieldEnd::Bytes => return self.give_back(&place),
                FieldEnd::Never(resume) => {
                    let column = self.cells - place.first;
                    self.give_back(&place);
                    self.places.push(RecordSlot::faulty(RecordFault::UnclosedQuote(column)));
                    self.resume(resume);
                    return true;
                }
            }
        }
        self.last_row(place, start, last)
    }

    /// Takes cells up to the next mark that is no delimiter, and gives that mark. This is where nearly all cells pass:
    /// everything is in local variables, and nothing is called.
    #[inline(always)]
    fn plain_cells(&mut self, start: &mut usize) -> Option<usize> {
        let (mut marks, mut from, mut taken) = (self.marks, *start, 0);
        let room = self.spans.get_mut(self.cells..).unwrap_or_default();
        let mut more = Vec::new();
        let found = marks.next_other(|at| {
            let span = FieldSpan::new(from, at);
            match room.get_mut(taken) {
                Some(place) => *place = span,
                None => more.push(span),
            }
            taken += 1;
            from = at + 1;
        });
        (self.marks, *start) = (marks, from);
        self.cells += taken;
        if !more.is_empty() {
            self.spans.append(&mut more);
        }
        found
    }

    /// The cells of the row under way are not taken.
    fn give_back(&mut self, place: &RecordSlot) -> bool {
        self.cells = place.first;
        false
    }

    /// The row ends at the line end (or the end of the bytes) at `at`.
    #[inline]
    fn end_row(&mut self, place: RecordSlot, at: usize) {
        let whole = RecordSlot::of_length(place.first, self.cells - place.first, at - self.row_start);
        self.places.push(RecordSlot { stray_quote: place.stray_quote, ..whole });
        let pair = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
        if pair {
            self.marks.next_other(|_| ());
        }
        self.row_start = (at + 1 + usize::from(pair)).min(self.bytes.len());
    }

    /// What stands behind the last line end.
    fn last_row(&mut self, place: RecordSlot, start: usize, last: bool) -> bool {
        if !last || self.row_start >= self.bytes.len() {
            return self.give_back(&place);
        }
        self.push(FieldSpan::new(start, self.bytes.len()));
        self.end_row(place, self.bytes.len());
        true
    }

    /// Reads the cell whose opening quote is at `open`, and gives what ends it.
    #[inline(never)]
    fn quoted_cell(&mut self, place: &mut RecordSlot, open: usize, last: bool) -> FieldEnd {
        let QuotedField::Closed { at, doubled } = self.closing_quote(open) else {
            let given_up = last || self.bytes.len() - self.row_start > MAX_RECORD_LEN;
            return if given_up { self.never_closed(open) } else { FieldEnd::Bytes };
        };
        if at + 1 == self.bytes.len() && !last {
            return FieldEnd::Bytes;
        }
        self.marks.skip_to(at + 1);
        let end = self.marks.next_but_quotes().unwrap_or(self.bytes.len());
        let behind = self.bytes.get(at + 1..end).unwrap_or_default();
        if !behind.trim_ascii().is_empty()
            && memchr2(b'\n', b'\r', self.bytes.get(open..at).unwrap_or_default()).is_some()
        {
            return self.never_closed(open);
        }
        if end == self.bytes.len() && !last {
            return FieldEnd::Bytes;
        }
        // Space between the closing quote and the delimiter is nothing.
        let more = !behind.trim_ascii().is_empty();
        if more {
            place.stray_quote = place.stray_quote.or(Some(self.cells - place.first));
        }
        self.push(if doubled || more { FieldSpan::with_quotes(open, end) } else { FieldSpan::new(open + 1, at) });
        FieldEnd::Mark(end)
    }

    fn closing_quote(&self, open: usize) -> QuotedField {
        let mut from = open + 1;
        let mut doubled = false;
        while let Some(offset) = memchr(b'"', self.bytes.get(from..).unwrap_or_default()) {
            let at = from + offset;
            if self.byte(at + 1) != Some(b'"') {
                return QuotedField::Closed { at, doubled };
            }
            doubled = true;
            from = at + 2;
        }
        QuotedField::Open
    }

    /// The row is lost; the next one begins in the line after the opening quote.
    fn never_closed(&self, open: usize) -> FieldEnd {
        let rest = self.bytes.get(open..).unwrap_or_default();
        FieldEnd::Never(memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |offset| {
            let at = open + offset;
            let pair = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
            at + 1 + usize::from(pair)
        }))
    }
}

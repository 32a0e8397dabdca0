//! The complete record splitter: understands every record, one structural byte at a time.
//!
//! BE ADVISED: it hands over to `fast_splitter` at the start of each record and takes over again at the first record
//! which that one gives up. See there before changing a rule.

use memchr::{memchr, memchr2};

use super::batch::{BATCH_LEN, RecordSlot};
use super::delimiter_mask::DelimiterMask;
use super::fast_splitter::FastSplitter;
use super::{FieldSpan, MAX_RECORD_LEN, RecordFault};

/// Result of looking for the closing quote of a field.
enum QuotedField {
    /// Closed by the quote at `at`; `doubled`: with doubled quotes before it.
    Closed { at: usize, doubled: bool },
    /// Not closed in the bytes at hand.
    Open,
}

/// What ends a quoted field.
enum FieldEnd {
    /// The delimiter, line end or end of the text at this position.
    At(usize),
    /// The bytes end first, and more may come.
    NeedMore,
    /// Nothing: the quote is never closed. Reading resumes at this position.
    Unclosed(usize),
}

/// Splits the records of one buffer.
pub(super) struct RecordScanner<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    marks: DelimiterMask<'a>,
    /// Records of the current batch.
    pub slots: Vec<RecordSlot>,
    /// Their fields; spans after them are left over from an earlier batch.
    pub spans: Vec<FieldSpan>,
    fields: usize,
    /// Start of the current record; everything before it is split.
    pub record_start: usize,
}

impl<'a> RecordScanner<'a> {
    pub fn new(bytes: &'a [u8], start: usize, delimiter: u8, spans: Vec<FieldSpan>) -> Self {
        let marks = DelimiterMask::new(bytes, delimiter, start);
        Self { bytes, delimiter, marks, slots: Vec::with_capacity(BATCH_LEN), spans, fields: 0, record_start: start }
    }

    pub fn resume(&mut self, position: usize) {
        self.record_start = position;
        self.marks.skip_to(position);
    }

    /// Splits the next records; if `last`, also one without a line end. False: no whole record is left in the bytes.
    pub fn batch(&mut self, last: bool) -> bool {
        self.slots.clear();
        self.fields = 0;
        loop {
            self.fast_records();
            if self.slots.len() >= BATCH_LEN {
                return true;
            }
            if !self.record(last) {
                return false;
            }
        }
    }

    /// Splits records on the fast path, up to one that is not plain.
    fn fast_records(&mut self) {
        let mut plain = FastSplitter::new(self.bytes, self.delimiter, self.record_start, self.fields);
        plain.records(&mut self.slots, &mut self.spans);
        self.fields = plain.fields;
        if plain.record_start > self.record_start {
            self.resume(plain.record_start);
        }
    }

    #[inline]
    fn byte(&self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    #[inline]
    fn push(&mut self, span: FieldSpan) {
        match self.spans.get_mut(self.fields) {
            Some(slot) => *slot = span,
            None => self.spans.push(span),
        }
        self.fields += 1;
    }

    /// Splits the next record, whatever it is; false: it is not complete yet.
    #[inline(never)]
    fn record(&mut self, last: bool) -> bool {
        let mut slot = RecordSlot { first: self.fields, ..RecordSlot::default() };
        let mut start = self.record_start;
        while let Some(at) = self.plain_fields(&mut start) {
            if self.byte(at) != Some(b'"') {
                self.push(FieldSpan::new(start, at));
                self.end_record(slot, at);
                return true;
            }
            if at != start {
                slot.stray_quote = slot.stray_quote.or(Some(self.fields - slot.first));
                continue;
            }
            match self.quoted_field(&mut slot, at, last) {
                FieldEnd::At(next) if self.byte(next) == Some(self.delimiter) => start = next + 1,
                FieldEnd::At(next) => {
                    self.end_record(slot, next);
                    return true;
                }
                FieldEnd::NeedMore => return self.give_back(&slot),
                FieldEnd::Unclosed(resume) => {
                    let column = self.fields - slot.first;
                    self.give_back(&slot);
                    self.slots.push(RecordSlot::faulty(RecordFault::UnclosedQuote(column)));
                    self.resume(resume);
                    return true;
                }
            }
        }
        self.last_record(slot, start, last)
    }

    /// Takes the fields up to the next quote or line end, whose position is returned. Nearly all fields of the slow
    /// path pass here: everything is in local variables, and nothing is called.
    #[inline(always)]
    fn plain_fields(&mut self, start: &mut usize) -> Option<usize> {
        let (mut marks, mut from, mut taken) = (self.marks, *start, 0);
        let room = self.spans.get_mut(self.fields..).unwrap_or_default();
        let mut more = Vec::new();
        let found = marks.next_other(|at| {
            let span = FieldSpan::new(from, at);
            match room.get_mut(taken) {
                Some(slot) => *slot = span,
                None => more.push(span),
            }
            taken += 1;
            from = at + 1;
        });
        (self.marks, *start) = (marks, from);
        self.fields += taken;
        if !more.is_empty() {
            self.spans.append(&mut more);
        }
        found
    }

    /// Gives up the fields of the current record, which is not complete.
    fn give_back(&mut self, slot: &RecordSlot) -> bool {
        self.fields = slot.first;
        false
    }

    /// Completes the record, which ends at the line end (or the end of the bytes) at `at`.
    #[inline]
    fn end_record(&mut self, slot: RecordSlot, at: usize) {
        let whole = RecordSlot::of_length(slot.first, self.fields - slot.first, at - self.record_start);
        self.slots.push(RecordSlot { stray_quote: slot.stray_quote, ..whole });
        let crlf = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
        if crlf {
            self.marks.next_other(|_| ());
        }
        self.record_start = (at + 1 + usize::from(crlf)).min(self.bytes.len());
    }

    /// The text after the last line end.
    fn last_record(&mut self, slot: RecordSlot, start: usize, last: bool) -> bool {
        if !last || self.record_start >= self.bytes.len() {
            return self.give_back(&slot);
        }
        self.push(FieldSpan::new(start, self.bytes.len()));
        self.end_record(slot, self.bytes.len());
        true
    }

    /// Reads the quoted field that opens at `open`, and returns what ends it.
    #[inline(never)]
    fn quoted_field(&mut self, slot: &mut RecordSlot, open: usize, last: bool) -> FieldEnd {
        let QuotedField::Closed { at, doubled } = self.closing_quote(open) else {
            let given_up = last || self.bytes.len() - self.record_start > MAX_RECORD_LEN;
            return if given_up { self.unclosed(open) } else { FieldEnd::NeedMore };
        };
        if at + 1 == self.bytes.len() && !last {
            return FieldEnd::NeedMore;
        }
        self.marks.skip_to(at + 1);
        let end = self.marks.next_but_quotes().unwrap_or(self.bytes.len());
        let after_quote = self.bytes.get(at + 1..end).unwrap_or_default();
        if !after_quote.trim_ascii().is_empty()
            && memchr2(b'\n', b'\r', self.bytes.get(open..at).unwrap_or_default()).is_some()
        {
            return self.unclosed(open);
        }
        if end == self.bytes.len() && !last {
            return FieldEnd::NeedMore;
        }
        // Space between the closing quote and the delimiter is ignored.
        let trailing_text = !after_quote.trim_ascii().is_empty();
        if trailing_text {
            slot.stray_quote = slot.stray_quote.or(Some(self.fields - slot.first));
        }
        self.push(if doubled || trailing_text {
            FieldSpan::with_quotes(open, end)
        } else {
            FieldSpan::new(open + 1, at)
        });
        FieldEnd::At(end)
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

    /// The record is rejected; reading resumes on the line after the one with the opening quote.
    fn unclosed(&self, open: usize) -> FieldEnd {
        let rest = self.bytes.get(open..).unwrap_or_default();
        FieldEnd::Unclosed(memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |offset| {
            let at = open + offset;
            let crlf = self.byte(at) == Some(b'\r') && self.byte(at + 1) == Some(b'\n');
            at + 1 + usize::from(crlf)
        }))
    }
}

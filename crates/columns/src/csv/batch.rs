//! A batch of consecutive records, and the filter that finds the few that need a closer look.

use std::ops::Range;

use super::{CsvRecord, FieldSpan, MAX_RECORD_LEN, RecordFault};

/// Records in a batch at most: few enough for their field spans to fit into the L1 cache.
pub(super) const BATCH_LEN: usize = 64;

/// A record's fields as a range of the batch's spans, and what is unusual about the record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RecordSlot {
    pub first: usize,
    pub fields: usize,
    pub stray_quote: Option<usize>,
    pub fault: Option<RecordFault>,
}

impl RecordSlot {
    /// A rejected record: no fields.
    pub fn faulty(fault: RecordFault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// A record of `bytes` bytes whose spans are `first..first + fields`; longer than [`MAX_RECORD_LEN`] is a fault.
    #[inline(always)]
    pub fn of_length(first: usize, fields: usize, bytes: usize) -> Self {
        let fault = (bytes > MAX_RECORD_LEN).then_some(RecordFault::TooLong);
        Self { first, fields, fault, stray_quote: None }
    }

    /// True for a record with this number of fields, no stray quote and no fault.
    fn is_plain(&self, fields: usize) -> bool {
        self.fields == fields && self.stray_quote.is_none() && self.fault.is_none()
    }
}

/// True if a field that starts with this byte may be blank once it is cleaned: spaces, controls, the first bytes of
/// no-break and zero-width spaces in UTF-8 and Windows-1252, and the marks that guard a value.
#[inline(always)]
fn may_be_blank(first: u8) -> bool {
    matches!(first, 0..=b' ' | b'\'' | b'=' | 0x7f | 0xa0 | 0xc2 | 0xe1..=0xe3 | 0xef)
}

/// The bit that turns an ASCII capital into a small letter (and another byte into another byte).
const CASE_BIT: u8 = 0x20;

/// Three-byte prefixes (ASCII case-insensitive) of first fields that may mark a total or a repeated heading.
#[derive(Clone, Debug)]
pub struct PrefixFilter {
    /// For each lower-case byte, bit n is set if it is byte n of some prefix. Hardly any field passes all three
    /// positions, so the branch predicts well; testing the first byte alone would let many through.
    positions: Box<[u8; 256]>,
    /// In order.
    prefixes: Vec<[u8; 3]>,
}

impl PrefixFilter {
    /// The first three bytes of each text; a shorter text is ignored.
    pub fn new<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut prefixes = texts.filter_map(|text| text.first_chunk()).map(lower_case).collect::<Vec<_>>();
        prefixes.sort_unstable();
        prefixes.dedup();
        let mut positions = Box::new([0; 256]);
        for (bit, byte) in prefixes.iter().flat_map(|prefix| [1, 2, 4].into_iter().zip(prefix)) {
            positions.get_mut(usize::from(*byte)).into_iter().for_each(|bits| *bits |= bit);
        }
        Self { positions, prefixes }
    }

    /// True if the text starts with one of the prefixes, or is too short to tell.
    #[inline(always)]
    #[must_use]
    pub fn may_match(&self, text: &[u8]) -> bool {
        let Some(prefix) = text.first_chunk::<3>() else { return true };
        let [first, second, third] =
            lower_case(prefix).map(|byte| self.positions.get(usize::from(byte)).copied().unwrap_or_default());
        first & second >> 1 & third >> 2 & 1 != 0 && self.contains(prefix)
    }

    #[inline(never)]
    fn contains(&self, prefix: &[u8; 3]) -> bool {
        self.prefixes.binary_search(&lower_case(prefix)).is_ok()
    }
}

impl Default for PrefixFilter {
    fn default() -> Self {
        Self::new(std::iter::empty())
    }
}

#[inline(always)]
fn lower_case(prefix: &[u8; 3]) -> [u8; 3] {
    prefix.map(|byte| byte | CASE_BIT)
}

/// Consecutive records of a file, split into fields.
#[derive(Clone, Copy, Debug)]
pub struct RecordBatch<'a> {
    /// Number of the first record, see [`CsvRecord::number`].
    pub(super) number: u32,
    pub(super) slots: &'a [RecordSlot],
    pub(super) bytes: &'a [u8],
    pub(super) spans: &'a [FieldSpan],
}

impl<'a> RecordBatch<'a> {
    /// Number of records in the batch.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// True if the batch has no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The record at `index`, counted from 0; beyond the last one, a record without fields.
    #[must_use]
    pub fn record(&self, index: usize) -> CsvRecord<'a> {
        let slot = self.slots.get(index).copied().unwrap_or_default();
        let spans = self.spans.get(slot.first..slot.first + slot.fields).unwrap_or_default();
        let number = self.number + index as u32;
        CsvRecord { number, fault: slot.fault, stray_quote: slot.stray_quote, bytes: self.bytes, spans }
    }

    /// Length of the run of ordinary records starting at `from`: same number of fields (within `fields`, both ends
    /// included), no stray quote or fault, and a first field that is certainly not blank ([`may_be_blank`]) and does not
    /// start with one of `prefixes`.
    #[inline(never)]
    #[must_use]
    pub fn ordinary_run(&self, from: usize, fields: (usize, usize), prefixes: &PrefixFilter) -> usize {
        let records = self.slots.get(from..).unwrap_or_default();
        let Some(width) = records.first().map(|slot| slot.fields) else { return 0 };
        if !(fields.0..=fields.1).contains(&width) {
            return 0;
        }
        let ordinary = |slot: &&RecordSlot| {
            let first = self.spans.get(slot.first).filter(|span| !span.has_quotes());
            let first = first.and_then(|span| self.bytes.get(span.range())).unwrap_or_default();
            let blank = first.first().is_none_or(|byte| may_be_blank(*byte));
            slot.is_plain(width) && !blank && !prefixes.may_match(first)
        };
        records.iter().take_while(ordinary).count()
    }

    /// The bytes that the spans point into.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The spans of a run of records with the same number of fields, one chunk a record.
    #[inline(always)]
    pub(crate) fn field_spans(&self, run: &Range<usize>) -> std::slice::ChunksExact<'a, FieldSpan> {
        let (first, fields) = self.slots.get(run.start).map_or((0, 0), |slot| (slot.first, slot.fields));
        let spans = self.spans.get(first..first + fields * run.len()).unwrap_or_default();
        // A record has at least one field; `chunks_exact(0)` would panic.
        spans.chunks_exact(fields.max(1))
    }
}

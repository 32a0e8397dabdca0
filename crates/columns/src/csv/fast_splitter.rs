//! The fast path: records as nearly every file has them, ended by LF or CRLF, with quotes around whole fields only.
//!
//! BE ADVISED: there are two record splitters. This one works on the bit masks of 64 bytes at a time and gives up
//! (`None`) at the first record it does not understand: an escaped or stray quote, a bare CR, the end of the bytes. The
//! other one, `record_scanner`, understands every record and continues from there. Both must split the same records
//! alike; the test `both_splitters_agree` in `csv/tests.rs` compares them. A rule changed here has to be changed there.

use wide::u8x16;

use super::FieldSpan;
use super::batch::{BATCH_LEN, RecordSlot};

/// Bytes per mask.
const BLOCK: usize = 64;
/// Bytes per SIMD register.
const LANES: usize = 16;
/// Spans written per step: a misprediction of their number costs more than writing a few too many.
const AT_ONCE: usize = 4;

/// A block and the byte after it, so that a CR in the last position is seen together with the LF that may follow.
type BlockBytes = [u8; BLOCK + 1];

/// The structural bytes of a block, one bit a byte.
#[derive(Clone, Copy, Default)]
struct BlockMask {
    /// Delimiters and line feeds.
    ends: u64,
    line_feeds: u64,
    /// Quotes and carriage returns.
    special: u64,
}

/// State between blocks: the spans of whole records, and those of the current record.
pub(super) struct FastSplitter<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Start of the current record; everything before it is split.
    pub record_start: usize,
    /// Spans that belong to whole records.
    pub fields: usize,
    /// Start of the current field.
    field_start: usize,
    /// Spans written, including those of the current record.
    written: usize,
    /// Quotes in the current record.
    quotes: u32,
    /// All ones if the current block starts inside quotes, else 0.
    quoted: u64,
}

impl<'a> FastSplitter<'a> {
    /// Starts at the start of a record, after `fields` spans of earlier records.
    pub fn new(bytes: &'a [u8], delimiter: u8, record_start: usize, fields: usize) -> Self {
        Self {
            bytes,
            delimiter,
            record_start,
            fields,
            field_start: record_start,
            written: fields,
            quotes: 0,
            quoted: 0,
        }
    }

    /// Splits records until the batch is full, a record is not plain, or fewer bytes than a block are left.
    #[inline(always)]
    pub fn records(&mut self, slots: &mut Vec<RecordSlot>, spans: &mut Vec<FieldSpan>) {
        let mut base = self.record_start;
        while slots.len() < BATCH_LEN {
            let block = self.bytes.get(base..base + BLOCK + 1).and_then(<[u8]>::first_chunk);
            if block.and_then(|block| self.block(base, block, slots, spans)).is_none() {
                return;
            }
            base += BLOCK;
        }
    }

    /// Splits the records that end in a block; `None` if one of them is not plain.
    #[inline(always)]
    fn block(
        &mut self,
        base: usize,
        block: &BlockBytes,
        slots: &mut Vec<RecordSlot>,
        spans: &mut Vec<FieldSpan>,
    ) -> Option<()> {
        let mut marks = compare(block, self.delimiter);
        let mut quotes = 0;
        if marks.special | self.quoted != 0 {
            (marks, quotes, self.quoted) = mask_quoted(block, marks, self.quoted)?;
        }
        if spans.len() < self.written + BLOCK {
            spans.resize(self.written + BLOCK, FieldSpan::default());
        }
        self.write(base, marks.ends, spans.get_mut(self.written..)?);
        let (before, mut passed, mut line_feeds) = (self.written, 0, marks.line_feeds);
        while line_feeds != 0 {
            // The bits up to and including the lowest one.
            let record = line_feeds ^ (line_feeds - 1);
            self.quotes += (quotes & record & !passed).count_ones();
            self.written = before + (marks.ends & record).count_ones() as usize;
            let slot = self.record(spans)?;
            slots.push(slot);
            self.record_start = base + record.count_ones() as usize;
            passed = record;
            line_feeds &= line_feeds - 1;
        }
        self.quotes += (quotes & !passed).count_ones();
        self.written = before + marks.ends.count_ones() as usize;
        Some(())
    }

    /// Writes the spans of the fields that end in a block, and up to three meaningless ones after them.
    #[inline(always)]
    fn write(&mut self, base: usize, ends: u64, room: &mut [FieldSpan]) {
        let (mut rest, mut start, base) = (ends, self.field_start as u32, base as u32);
        let (room, _) = room.as_chunks_mut::<AT_ONCE>();
        for chunk in room {
            if rest == 0 {
                break;
            }
            let mut next = || {
                let end = base + rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                FieldSpan { start: std::mem::replace(&mut start, end + 1), end }
            };
            let [first, second, third, fourth] = chunk;
            (*first, *second, *third, *fourth) = (next(), next(), next(), next());
        }
        if ends != 0 {
            self.field_start = (base + u64::BITS - ends.leading_zeros()) as usize;
        }
    }

    /// Completes the record whose last field was just written; `None` if it is not plain.
    #[inline(always)]
    fn record(&mut self, spans: &mut [FieldSpan]) -> Option<RecordSlot> {
        let fields = spans.get_mut(self.fields..self.written)?;
        let last = fields.last_mut()?;
        // The LF of a CRLF ended the record.
        let crlf = last.start < last.end && self.bytes.get(last.end as usize - 1) == Some(&b'\r');
        last.end -= u32::from(crlf);
        let length = last.end as usize - self.record_start;
        if self.quotes > 0 {
            strip_quotes(fields, self.bytes, std::mem::take(&mut self.quotes))?;
        }
        let slot = RecordSlot::of_length(self.fields, fields.len(), length);
        self.fields = self.written;
        Some(slot)
    }
}

/// Clears delimiter bits inside quoted fields; returns the mask, the quotes and the carry into the next block. `None`
/// on a bare CR.
#[inline(always)]
fn mask_quoted(block: &BlockBytes, marks: BlockMask, quoted: u64) -> Option<(BlockMask, u64, u64)> {
    let quotes = compare(block, b'"').ends & marks.special;
    let inside = prefix_xor(quotes) ^ quoted;
    let (ends, line_feeds, special) = (marks.ends & !inside, marks.line_feeds & !inside, marks.special & !inside);
    let next = u64::from(block.last() == Some(&b'\n')) << (u64::BITS - 1);
    let bare_returns = special & !quotes & !(line_feeds >> 1 | next);
    let quoted = if inside >> (u64::BITS - 1) == 0 { 0 } else { u64::MAX };
    (bare_returns == 0).then_some((BlockMask { ends, line_feeds, special }, quotes, quoted))
}

/// The masks of a block.
#[inline(always)]
fn compare(block: &BlockBytes, delimiter: u8) -> BlockMask {
    let [delimiter, line_feed, carriage_return, quote] = [delimiter, b'\n', b'\r', b'"'].map(u8x16::splat);
    let (lanes, _) = block.as_chunks::<LANES>();
    lanes.iter().rev().fold(BlockMask::default(), |marks, lane| {
        let lane = u8x16::from(*lane);
        let line_feeds = lane.simd_eq(line_feed);
        let add = |mask: u64, hits: u8x16| mask << LANES | u64::from(hits.to_bitmask());
        BlockMask {
            ends: add(marks.ends, lane.simd_eq(delimiter) | line_feeds),
            line_feeds: add(marks.line_feeds, line_feeds),
            special: add(marks.special, lane.simd_eq(carriage_return) | lane.simd_eq(quote)),
        }
    })
}

/// Prefix XOR: sets the bits from each odd-numbered one up to, but not including, the next one.
#[inline(always)]
fn prefix_xor(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, by| bits ^ bits << by)
}

/// Strips the quotes around whole fields; `None` if there are any other quotes.
#[inline(never)]
fn strip_quotes(fields: &mut [FieldSpan], bytes: &[u8], quotes: u32) -> Option<()> {
    let is_quote = |at: u32| bytes.get(at as usize) == Some(&b'"');
    let quoted = fields.iter_mut().filter(|field| field.start < field.end && is_quote(field.start));
    let mut left = quotes;
    for field in quoted {
        (field.start, field.end) = (field.start + 1, field.end - 1);
        left = left.checked_sub(2).filter(|_| field.start <= field.end && is_quote(field.end))?;
    }
    (left == 0).then_some(())
}

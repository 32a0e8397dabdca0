//! The tokenizer: a buffer around the splitters.

use memchr::memchr2;

use super::batch::RecordSlot;
use super::record_scanner::RecordScanner;
use super::{CsvRecord, FieldSpan, MAX_RECORD_LEN, RecordBatch, RecordFault};

/// Splits a stream of bytes into records.
#[derive(Debug)]
pub struct Tokenizer {
    delimiter: u8,
    /// The incomplete record and the bytes after it, then spare capacity.
    bytes: Vec<u8>,
    filled: usize,
    spans: Vec<FieldSpan>,
    next_record: u32,
    skipping: bool,
    after_return: bool,
}

/// Padding after the last byte, so that 16 bytes can be loaded from the start of any field.
const PADDING: usize = 16;

impl Tokenizer {
    /// A tokenizer for this delimiter.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        let (bytes, spans) = (Vec::new(), Vec::new());
        Self { delimiter, bytes, filled: 0, spans, next_record: 1, skipping: false, after_return: false }
    }

    /// Reserves capacity for `bytes` bytes at once: growing step by step would leave unused capacity behind.
    pub fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve_exact(bytes + PADDING);
    }

    /// True if the bytes so far end between two records: a new tokenizer started here would read the same records.
    #[must_use]
    pub fn at_record_boundary(&self) -> bool {
        self.filled == 0 && !self.skipping && !self.after_return
    }

    /// Number of the next record.
    #[must_use]
    pub fn next_record(&self) -> u32 {
        self.next_record
    }

    /// Adds bytes and passes every complete record to `sink`; if `last`, the incomplete one too.
    pub fn push(&mut self, chunk: &[u8], last: bool, sink: &mut impl FnMut(CsvRecord)) {
        self.spare_mut(chunk.len()).copy_from_slice(chunk);
        self.tokenize(chunk.len(), last, &mut |batch| (0..batch.len()).for_each(|index| sink(batch.record(index))));
    }

    /// The next `length` bytes of the buffer, to be filled before [`Tokenizer::tokenize`]: saves a copy.
    pub fn spare_mut(&mut self, length: usize) -> &mut [u8] {
        let end = self.filled + length;
        if self.bytes.len() < end + PADDING {
            // Exactly: chunks are of one size, so doubling would hold memory for nothing.
            self.bytes.reserve_exact(end + PADDING - self.bytes.len());
            self.bytes.resize(end + PADDING, 0);
        }
        self.bytes.get_mut(self.filled..end).unwrap_or_default()
    }

    /// Passes every record that the next `length` bytes complete to `sink`; if `last`, the incomplete one too.
    pub fn tokenize(&mut self, length: usize, last: bool, sink: &mut dyn FnMut(&RecordBatch)) {
        self.filled = (self.filled + length).min(self.bytes.len());
        let skipped = self.skip();
        let bytes = std::mem::take(&mut self.bytes);
        let used = skipped + self.records(&bytes, skipped, last, sink);
        self.bytes = bytes;
        self.discard_front(used);
        if self.filled > MAX_RECORD_LEN {
            self.reject_record(sink);
        }
    }

    /// Removes the first `used` bytes, which are split.
    fn discard_front(&mut self, used: usize) {
        self.bytes.copy_within(used..self.filled, 0);
        self.filled -= used;
    }

    /// Number of bytes that still belong to an overlong record.
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

    /// The incomplete record is too long: rejects it and skips to its end.
    fn reject_record(&mut self, sink: &mut dyn FnMut(&RecordBatch)) {
        sink(&RecordBatch {
            number: self.next_record,
            slots: &[RecordSlot::faulty(RecordFault::TooLong)],
            bytes: &[],
            spans: &[],
        });
        self.next_record += 1;
        self.skipping = true;
        let skipped = self.skip();
        self.discard_front(skipped);
    }

    /// Passes the records from `start` on to `sink` and returns how many bytes they took.
    fn records(&mut self, bytes: &[u8], start: usize, last: bool, sink: &mut dyn FnMut(&RecordBatch)) -> usize {
        let filled = bytes.get(..self.filled).unwrap_or_default();
        let mut scan = RecordScanner::new(filled, start, self.delimiter, std::mem::take(&mut self.spans));
        if std::mem::take(&mut self.after_return) && filled.get(start) == Some(&b'\n') {
            scan.resume(start + 1);
        }
        loop {
            let more = scan.batch(last);
            let batch = RecordBatch { number: self.next_record, slots: &scan.slots, bytes, spans: &scan.spans };
            if !batch.is_empty() {
                sink(&batch);
                self.next_record += batch.len() as u32;
            }
            if !more {
                break;
            }
        }
        self.after_return = scan.record_start == filled.len() && filled.last() == Some(&b'\r');
        self.spans = scan.spans;
        scan.record_start - start
    }
}

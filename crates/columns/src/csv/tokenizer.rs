//! A stream of bytes cut into rows.

use memchr::memchr2;

use super::batch::RecordSlot;
use super::record_scanner::RecordScanner;
use super::{CsvRecord, FieldSpan, MAX_RECORD_LEN, RecordBatch, RecordFault};

/// Cuts a stream of bytes into rows.
#[derive(Debug)]
pub struct Tokenizer {
    delimiter: u8,
    /// The row under way and what came behind it, then room.
    bytes: Vec<u8>,
    filled: usize,
    spans: Vec<FieldSpan>,
    next_record: u32,
    skipping: bool,
    after_return: bool,
}

/// Bytes of room behind those that are read, so that sixteen bytes from any cell on can always be looked at.
const ROOM: usize = 16;

impl Tokenizer {
    /// With this byte between cells.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        let (bytes, spans) = (Vec::new(), Vec::new());
        Self { delimiter, bytes, filled: 0, spans, next_record: 1, skipping: false, after_return: false }
    }

    /// Makes room for so many bytes at once: growing to it step by step would leave room behind that nobody uses.
    pub fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve_exact(bytes + ROOM);
    }

    /// The bytes so far end between two rows: another tokenizer, begun here, would read on like this one.
    #[must_use]
    pub fn at_record_boundary(&self) -> bool {
        self.filled == 0 && !self.skipping && !self.after_return
    }

    /// The number of the next row.
    #[must_use]
    pub fn next_record(&self) -> u32 {
        self.next_record
    }

    /// Takes the next bytes and hands on every row that is complete with them; with `last`, every row.
    pub fn push(&mut self, chunk: &[u8], last: bool, sink: &mut impl FnMut(CsvRecord)) {
        self.spare_mut(chunk.len()).copy_from_slice(chunk);
        self.tokenize(chunk.len(), last, &mut |batch| (0..batch.len()).for_each(|index| sink(batch.record(index))));
    }

    /// Room for the next so many bytes, to be filled before [`Tokenizer::tokenize`]: so they need no copy on the way.
    pub fn spare_mut(&mut self, length: usize) -> &mut [u8] {
        let end = self.filled + length;
        if self.bytes.len() < end + ROOM {
            // Exactly: chunks are of one size, and doubling the room would be held for nothing.
            self.bytes.reserve_exact(end + ROOM - self.bytes.len());
            self.bytes.resize(end + ROOM, 0);
        }
        self.bytes.get_mut(self.filled..end).unwrap_or_default()
    }

    /// Hands on every row that is complete with the next so many bytes; with `last`, every row.
    pub fn tokenize(&mut self, length: usize, last: bool, sink: &mut dyn FnMut(&RecordBatch)) {
        self.filled = (self.filled + length).min(self.bytes.len());
        let skipped = self.skip();
        let bytes = std::mem::take(&mut self.bytes);
        let used = skipped + self.rows(&bytes, skipped, last, sink);
        self.bytes = bytes;
        self.drop_front(used);
        if self.filled > MAX_RECORD_LEN {
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
    fn give_up_row(&mut self, sink: &mut dyn FnMut(&RecordBatch)) {
        sink(&RecordBatch {
            number: self.next_record,
            places: &[RecordSlot::faulty(RecordFault::TooLong)],
            bytes: &[],
            spans: &[],
        });
        self.next_record += 1;
        self.skipping = true;
        let skipped = self.skip();
        self.drop_front(skipped);
    }

    /// Hands on the rows from `start` on and tells how many bytes they took.
    fn rows(&mut self, bytes: &[u8], start: usize, last: bool, sink: &mut dyn FnMut(&RecordBatch)) -> usize {
        let filled = bytes.get(..self.filled).unwrap_or_default();
        let mut scan = RecordScanner::new(filled, start, self.delimiter, std::mem::take(&mut self.spans));
        if std::mem::take(&mut self.after_return) && filled.get(start) == Some(&b'\n') {
            scan.resume(start + 1);
        }
        loop {
            let more = scan.batch(last);
            let batch = RecordBatch { number: self.next_record, places: &scan.places, bytes, spans: &scan.spans };
            if !batch.is_empty() {
                sink(&batch);
                self.next_record += batch.len() as u32;
            }
            if !more {
                break;
            }
        }
        self.after_return = scan.row_start == filled.len() && filled.last() == Some(&b'\r');
        self.spans = scan.spans;
        scan.row_start - start
    }
}

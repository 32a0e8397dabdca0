//! The quick way through rows as nearly every file has them: ended by LF or CRLF, with quotes at most around whole cells
//! and none within. Whatever else a row may be, it is left to the slow way in `scan`, which knows all of it.

use wide::u8x16;

use super::FieldSpan;
use super::batch::{BATCH_LEN, RecordSlot};

/// Bytes looked at in one go.
const BLOCK: usize = 64;
/// Bytes compared by one instruction.
const LANES: usize = 16;
/// Cells written down in one go: guessing how many there are costs more than writing a few too many.
const AT_ONCE: usize = 4;

/// A block, and the byte behind it: a carriage return in its last place has to be seen with what follows.
type BlockBytes = [u8; BLOCK + 1];

/// The marks of a block, a bit for each byte.
#[derive(Clone, Copy, Default)]
struct BlockMask {
    /// Delimiters and line feeds.
    ends: u64,
    line_feeds: u64,
    /// Quotes and carriage returns.
    odd: u64,
}

/// Cells written down so far, of whole rows and of the one under way.
pub(super) struct FastSplitter<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Where the row under way begins; everything before it is done with.
    pub row_start: usize,
    /// Cells of whole rows.
    pub cells: usize,
    /// Where the cell under way begins.
    cell_start: usize,
    /// Cells, those of the row under way too.
    written: usize,
    /// Quotes of the row under way.
    quotes: u32,
    /// All bits are set where the block under way begins inside quotes.
    quoted: u64,
}

impl<'a> FastSplitter<'a> {
    /// From the start of a row on, behind so many cells of earlier rows.
    pub fn new(bytes: &'a [u8], delimiter: u8, row_start: usize, cells: usize) -> Self {
        Self { bytes, delimiter, row_start, cells, cell_start: row_start, written: cells, quotes: 0, quoted: 0 }
    }

    /// Cuts rows until there are enough of them, one is not plain, or too few bytes are left.
    #[inline(always)]
    pub fn rows(&mut self, places: &mut Vec<RecordSlot>, spans: &mut Vec<FieldSpan>) {
        let mut base = self.row_start;
        while places.len() < BATCH_LEN {
            let block = self.bytes.get(base..base + BLOCK + 1).and_then(<[u8]>::first_chunk);
            if block.and_then(|block| self.block(base, block, places, spans)).is_none() {
                return;
            }
            base += BLOCK;
        }
    }

    /// Cuts the rows that end in a block; `None`: one of them is not plain.
    #[inline(always)]
    fn block(
        &mut self,
        base: usize,
        block: &BlockBytes,
        places: &mut Vec<RecordSlot>,
        spans: &mut Vec<FieldSpan>,
    ) -> Option<()> {
        let mut marks = compare(block, self.delimiter);
        let mut quotes = 0;
        if marks.odd | self.quoted != 0 {
            (marks, quotes, self.quoted) = pass_quotes(block, marks, self.quoted)?;
        }
        if spans.len() < self.written + BLOCK {
            spans.resize(self.written + BLOCK, FieldSpan::default());
        }
        self.write(base, marks.ends, spans.get_mut(self.written..)?);
        let (before, mut passed, mut line_feeds) = (self.written, 0, marks.line_feeds);
        while line_feeds != 0 {
            // The bits up to the lowest one.
            let row = line_feeds ^ (line_feeds - 1);
            self.quotes += (quotes & row & !passed).count_ones();
            self.written = before + (marks.ends & row).count_ones() as usize;
            let place = self.row(spans)?;
            places.push(place);
            self.row_start = base + row.count_ones() as usize;
            passed = row;
            line_feeds &= line_feeds - 1;
        }
        self.quotes += (quotes & !passed).count_ones();
        self.written = before + marks.ends.count_ones() as usize;
        Some(())
    }

    /// Writes down the cells that end in a block, and something behind them.
    #[inline(always)]
    fn write(&mut self, base: usize, ends: u64, room: &mut [FieldSpan]) {
        let (mut rest, mut start, base) = (ends, self.cell_start as u32, base as u32);
        let (room, _) = room.as_chunks_mut::<AT_ONCE>();
        for some in room {
            if rest == 0 {
                break;
            }
            let mut next = || {
                let end = base + rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                FieldSpan { start: std::mem::replace(&mut start, end + 1), end }
            };
            let [first, second, third, fourth] = some;
            (*first, *second, *third, *fourth) = (next(), next(), next(), next());
        }
        if ends != 0 {
            self.cell_start = (base + u64::BITS - ends.leading_zeros()) as usize;
        }
    }

    /// The row whose last cell was just written; `None`: it is not plain.
    #[inline(always)]
    fn row(&mut self, spans: &mut [FieldSpan]) -> Option<RecordSlot> {
        let cells = spans.get_mut(self.cells..self.written)?;
        let last = cells.last_mut()?;
        // The line feed of a CRLF ended it.
        let pair = last.start < last.end && self.bytes.get(last.end as usize - 1) == Some(&b'\r');
        last.end -= u32::from(pair);
        let length = last.end as usize - self.row_start;
        if self.quotes > 0 {
            take_quotes_off(cells, self.bytes, std::mem::take(&mut self.quotes))?;
        }
        let place = RecordSlot::of_length(self.cells, cells.len(), length);
        self.cells = self.written;
        Some(place)
    }
}

/// Takes the marks inside quotes away, and gives them with the quotes, and whether the next block begins inside quotes.
/// `None`: there is a carriage return alone.
#[inline(always)]
fn pass_quotes(block: &BlockBytes, marks: BlockMask, quoted: u64) -> Option<(BlockMask, u64, u64)> {
    let quotes = compare(block, b'"').ends & marks.odd;
    let inside = odd_from(quotes) ^ quoted;
    let (ends, line_feeds, odd) = (marks.ends & !inside, marks.line_feeds & !inside, marks.odd & !inside);
    let next = u64::from(block.last() == Some(&b'\n')) << (u64::BITS - 1);
    let alone = odd & !quotes & !(line_feeds >> 1 | next);
    let quoted = if inside >> (u64::BITS - 1) == 0 { 0 } else { u64::MAX };
    (alone == 0).then_some((BlockMask { ends, line_feeds, odd }, quotes, quoted))
}

/// Where delimiters, line ends and quotes are.
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
            odd: add(marks.odd, lane.simd_eq(carriage_return) | lane.simd_eq(quote)),
        }
    })
}

/// The bits from each one at an odd place among those set to before the next one.
#[inline(always)]
fn odd_from(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, by| bits ^ bits << by)
}

/// Takes the quotes around cells off; `None`: there are others.
#[inline(never)]
fn take_quotes_off(cells: &mut [FieldSpan], bytes: &[u8], quotes: u32) -> Option<()> {
    let is_quote = |at: u32| bytes.get(at as usize) == Some(&b'"');
    let quoted = cells.iter_mut().filter(|cell| cell.start < cell.end && is_quote(cell.start));
    let mut left = quotes;
    for cell in quoted {
        (cell.start, cell.end) = (cell.start + 1, cell.end - 1);
        left = left.checked_sub(2).filter(|_| cell.start <= cell.end && is_quote(cell.end))?;
    }
    (left == 0).then_some(())
}

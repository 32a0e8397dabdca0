//! Rows that were cut together.

use std::ops::Range;

use super::{CsvRecord, FieldSpan, MAX_RECORD_LEN, RecordFault};

/// Rows in a batch at most: so few that where their cells stand fits into the quickest memory of a processor.
pub(super) const BATCH_LEN: usize = 64;

/// Where a row's cells stand among those of its batch, and what is unusual about it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RecordSlot {
    pub first: usize,
    pub cells: usize,
    pub stray_quote: Option<usize>,
    pub fault: Option<RecordFault>,
}

impl RecordSlot {
    /// A row of which nothing can be used.
    pub fn faulty(fault: RecordFault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// A row of so many cells and bytes.
    #[inline(always)]
    pub fn of_length(first: usize, cells: usize, bytes: usize) -> Self {
        let fault = (bytes > MAX_RECORD_LEN).then_some(RecordFault::TooLong);
        Self { first, cells, fault, stray_quote: None }
    }

    /// Nothing is unusual, and there are so many cells.
    fn is_plain(&self, cells: usize) -> bool {
        self.cells == cells && self.stray_quote.is_none() && self.fault.is_none()
    }
}

/// What makes a small letter of a capital one (and of another byte, another byte).
const SMALL: u8 = 0x20;

/// What first cells begin with that have to be looked at: three bytes each, small letters and capital ones alike.
#[derive(Clone, Debug)]
pub struct PrefixFilter {
    /// For each byte in small letters, a bit for each place in which one of them has it. Hardly a cell begins with three
    /// of these, so that the answer is easily guessed; with the first of them, many do.
    places: Box<[u8; 256]>,
    all: Vec<[u8; 3]>,
}

impl PrefixFilter {
    /// Those of these texts; there is none of a shorter one.
    pub fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let all = texts.filter_map(|text| text.first_chunk()).map(small).collect::<Vec<_>>();
        let mut places = Box::new([0; 256]);
        for (place, byte) in all.iter().flat_map(|start| [1, 2, 4].into_iter().zip(start)) {
            places.get_mut(usize::from(*byte)).into_iter().for_each(|places| *places |= place);
        }
        Self { places, all }
    }

    /// A text begins with one of them, or is shorter.
    #[inline(always)]
    fn may_be(&self, text: &[u8]) -> bool {
        let Some(start) = text.first_chunk::<3>() else { return true };
        let [first, second, third] =
            small(start).map(|byte| self.places.get(usize::from(byte)).copied().unwrap_or_default());
        first & second >> 1 & third >> 2 & 1 != 0 && self.has(start)
    }

    #[inline(never)]
    fn has(&self, start: &[u8; 3]) -> bool {
        self.all.contains(&small(start))
    }
}

impl Default for PrefixFilter {
    fn default() -> Self {
        Self::of(std::iter::empty())
    }
}

#[inline(always)]
fn small(start: &[u8; 3]) -> [u8; 3] {
    start.map(|byte| byte | SMALL)
}

/// Rows that follow each other.
#[derive(Clone, Copy, Debug)]
pub struct RecordBatch<'a> {
    /// The first row's, see [`CsvRecord::number`].
    pub(super) number: u32,
    pub(super) places: &'a [RecordSlot],
    pub(super) bytes: &'a [u8],
    pub(super) spans: &'a [FieldSpan],
}

impl<'a> RecordBatch<'a> {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// One row, counted from 0; one behind the last has no cells.
    #[must_use]
    pub fn record(&self, index: usize) -> CsvRecord<'a> {
        let place = self.places.get(index).copied().unwrap_or_default();
        let spans = self.spans.get(place.first..place.first + place.cells).unwrap_or_default();
        let number = self.number + index as u32;
        CsvRecord { number, fault: place.fault, stray_quote: place.stray_quote, bytes: self.bytes, spans }
    }

    /// How many rows from this one on can be taken together: they have as many cells as it, between these numbers of
    /// cells, no stray quotes and no faults, and their first cell begins with something, but with none of these starts.
    #[inline(never)]
    #[must_use]
    pub fn ordinary_run(&self, from: usize, cells: (usize, usize), starts: &PrefixFilter) -> usize {
        let rows = self.places.get(from..).unwrap_or_default();
        let Some(wide) = rows.first().map(|place| place.cells) else { return 0 };
        if !(cells.0..=cells.1).contains(&wide) {
            return 0;
        }
        let plain = |place: &&RecordSlot| {
            let first = self.spans.get(place.first).filter(|span| !span.has_quotes());
            let first = first.and_then(|span| self.bytes.get(span.range())).unwrap_or_default();
            place.is_plain(wide) && first.first() > Some(&b' ') && !starts.may_be(first)
        };
        rows.iter().take_while(plain).count()
    }

    /// The bytes that the cells stand in.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The cells of rows with the same number of cells, row by row.
    #[inline(always)]
    pub(crate) fn field_spans(&self, run: &Range<usize>) -> std::slice::ChunksExact<'a, FieldSpan> {
        let (first, cells) = self.places.get(run.start).map_or((0, 0), |place| (place.first, place.cells));
        let spans = self.spans.get(first..first + cells * run.len()).unwrap_or_default();
        // No row has no cell; a chunk of nothing is not allowed.
        spans.chunks_exact(cells.max(1))
    }
}

//! Rows that were cut together.

use std::ops::Range;

use super::{Fault, LONGEST_ROW, Row, Span};

/// Rows in a batch at most: so few that where their cells stand fits into the quickest memory of a processor.
pub(super) const ROWS: usize = 64;

/// Where a row's cells stand among those of its batch, and what is unusual about it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub first: usize,
    pub cells: usize,
    pub stray_quote: Option<usize>,
    pub fault: Option<Fault>,
}

impl Place {
    /// A row of which nothing can be used.
    pub fn faulty(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// A row of so many cells and bytes.
    #[inline(always)]
    pub fn of_length(first: usize, cells: usize, bytes: usize) -> Self {
        let fault = (bytes > LONGEST_ROW).then_some(Fault::TooLong);
        Self { first, cells, fault, stray_quote: None }
    }

    /// Nothing is unusual, and there are so many cells.
    fn is_plain(&self, cells: usize) -> bool {
        self.cells == cells && self.stray_quote.is_none() && self.fault.is_none()
    }
}

/// What makes a small letter of a capital one (and of another byte, another byte).
const SMALL: u8 = 0x20;

/// Three bytes in small letters, as a number.
#[must_use]
pub fn start([first, second, third]: [u8; 3]) -> u32 {
    u32::from_le_bytes([first | SMALL, second | SMALL, third | SMALL, 0])
}

/// Rows that follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The first row's, see [`Row::number`].
    pub(super) number: u32,
    pub(super) places: &'a [Place],
    pub(super) bytes: &'a [u8],
    pub(super) spans: &'a [Span],
}

impl<'a> Batch<'a> {
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
    pub fn row(&self, index: usize) -> Row<'a> {
        let place = self.places.get(index).copied().unwrap_or_default();
        let spans = self.spans.get(place.first..place.first + place.cells).unwrap_or_default();
        let number = self.number + index as u32;
        Row { number, fault: place.fault, stray_quote: place.stray_quote, bytes: self.bytes, spans }
    }

    /// How many rows from this one on can be taken together: they have as many cells as it, between these numbers of
    /// cells, no stray quotes and no faults, and the [`start`] of their first cell is none of these.
    #[inline(never)]
    #[must_use]
    pub fn run(&self, from: usize, cells: (usize, usize), starts: &[u32]) -> usize {
        let rows = self.places.get(from..).unwrap_or_default();
        let Some(wide) = rows.first().map(|place| place.cells) else { return 0 };
        if !(cells.0..=cells.1).contains(&wide) {
            return 0;
        }
        let plain = |place: &&Place| {
            let first = self.spans.get(place.first).filter(|span| !span.has_quotes());
            let first = first.and_then(|span| self.bytes.get(span.range())).and_then(|text| text.first_chunk::<3>());
            place.is_plain(wide) && first.is_some_and(|text| text[0] > b' ' && !starts.contains(&start(*text)))
        };
        rows.iter().take_while(plain).count()
    }

    /// The bytes that the cells stand in.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The cells of rows with the same number of cells, row by row.
    #[inline(always)]
    pub(crate) fn rows(&self, run: &Range<usize>) -> std::slice::ChunksExact<'a, Span> {
        let (first, cells) = self.places.get(run.start).map_or((0, 0), |place| (place.first, place.cells));
        let spans = self.spans.get(first..first + cells * run.len()).unwrap_or_default();
        // No row has no cell; a chunk of nothing is not allowed.
        spans.chunks_exact(cells.max(1))
    }
}

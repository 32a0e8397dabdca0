//! A column's cells as small numbers.
//!
//! Nearly every cell has at most six bytes and one of a few spellings, so each column keeps a small table from
//! short_value (as a number) to what it stands for; only what is not in it has to be looked up elsewhere.

use std::ops::Range;

use wide::{u8x16, u16x8};

use crate::csv::{FieldSpan, RecordBatch};

/// Entries of a column's table; a power of two.
const CACHE_SIZE: usize = 64;

/// What a table knows of a short_value. An entry not written yet is that of the empty cell, which stands for 0.
pub trait CacheEntry: Copy + Default {
    /// What spellings stand for.
    type Value: Copy + Default;
    /// This short_value (see [`crate::csv::CsvRecord::short_value`]) stands for this.
    fn new(short_value: u64, meaning: Self::Value) -> Self;
    /// What this short_value stands for; `None`: the entry is another's.
    fn value_of(self, short_value: u64) -> Option<Self::Value>;
}

/// Codes. The lowest byte of a short_value has room for one, so that both are read, and told apart from others, at once.
impl CacheEntry for u64 {
    type Value = u8;

    fn new(short_value: u64, meaning: u8) -> Self {
        short_value | Self::from(meaning)
    }

    #[inline(always)]
    fn value_of(self, short_value: u64) -> Option<u8> {
        u8::try_from(self ^ short_value).ok()
    }
}

/// Labels.
impl CacheEntry for (u64, u16) {
    type Value = u16;

    fn new(short_value: u64, meaning: u16) -> Self {
        (short_value, meaning)
    }

    #[inline(always)]
    fn value_of(self, short_value: u64) -> Option<u16> {
        (self.0 == short_value).then_some(self.1)
    }
}

/// A small table from short spellings to numbers. Each has its place and that beside it; a newer short_value takes the place of
/// an older one, which moves beside it.
#[derive(Clone, Debug)]
pub struct ValueCache<E> {
    entries: Box<[E; CACHE_SIZE]>,
}

/// The table of a column of codes.
pub type CodeCache = ValueCache<u64>;
/// The table of a column of labels.
pub type LabelCache = ValueCache<(u64, u16)>;

impl<E: CacheEntry> ValueCache<E> {
    /// Spreads spellings over the table (Fibonacci hashing).
    #[inline(always)]
    fn place(short_value: u64) -> usize {
        (short_value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize
    }

    /// What a short_value stands for, if it is known.
    #[inline(always)]
    fn get(&self, short_value: u64) -> Option<E::Value> {
        let place = Self::place(short_value);
        let at = |place: usize| self.entries.get(place).and_then(|entry| entry.value_of(short_value));
        at(place).or_else(|| at(place ^ 1))
    }

    /// From now on a short_value stands for this.
    pub fn insert(&mut self, short_value: u64, meaning: E::Value) {
        let (pairs, _) = self.entries.as_chunks_mut::<2>();
        let place = Self::place(short_value);
        if let Some(pair) = pairs.get_mut(place / 2) {
            let [first, second] = pair;
            let (own, beside) = if place & 1 == 0 { (first, second) } else { (second, first) };
            *beside = std::mem::replace(own, E::new(short_value, meaning));
        }
    }

    /// Adds what the cells of a column stand for, in rows with the same number of cells, up to the first that is not
    /// known; gives its place in the run.
    #[inline(always)]
    fn append_column(
        &self,
        batch: &RecordBatch,
        run: Range<usize>,
        column: usize,
        into: &mut Vec<E::Value>,
    ) -> Option<usize> {
        let (bytes, before) = (batch.bytes(), into.len());
        into.resize(before + run.len(), E::Value::default());
        let room = into.get_mut(before..).unwrap_or_default();
        let meaning = |row: &[FieldSpan]| self.get(row.get(column).map_or(Some(0), |cell| cell.short_value(bytes))?);
        for (place, (row, cell)) in batch.field_spans(&run).zip(room).enumerate() {
            let Some(meaning) = meaning(row) else {
                into.truncate(before + place);
                return Some(place);
            };
            *cell = meaning;
        }
        None
    }
}

impl CodeCache {
    /// Adds the codes of a column's cells, in rows with the same number of cells, up to the first that is not known; gives
    /// its place in the run.
    #[inline(never)]
    #[must_use]
    pub fn append_codes(
        &self,
        batch: &RecordBatch,
        run: Range<usize>,
        column: usize,
        codes: &mut Vec<u8>,
    ) -> Option<usize> {
        self.append_column(batch, run, column, codes)
    }
}

impl LabelCache {
    /// The same with labels.
    #[inline(never)]
    #[must_use]
    pub fn append_labels(
        &self,
        batch: &RecordBatch,
        run: Range<usize>,
        column: usize,
        labels: &mut Vec<u16>,
    ) -> Option<usize> {
        self.append_column(batch, run, column, labels)
    }
}

impl<E: CacheEntry> Default for ValueCache<E> {
    fn default() -> Self {
        Self { entries: Box::new([E::default(); CACHE_SIZE]) }
    }
}

/// Codes looked at by one instruction.
const LANES: usize = 16;

/// Where in a column codes are among those wanted, with the code. Quick where next to none are.
#[inline(never)]
#[must_use]
pub fn find_codes(codes: &[u8], wanted: &[bool; 256]) -> Vec<(usize, u8)> {
    let is_wanted = |code: u8| wanted.get(usize::from(code)) == Some(&true);
    let set = CodeSet::new(wanted);
    let (lanes, rest) = codes.as_chunks::<LANES>();
    let mut found = Vec::new();
    let mut look = |from: usize, codes: &[u8]| {
        let here = (from..).zip(codes.iter().copied());
        found.extend(here.filter(|(_, code)| is_wanted(*code)));
    };
    for (index, lane) in lanes.iter().enumerate().filter(|(_, lane)| set.has_any(**lane)) {
        look(index * LANES, lane);
    }
    look(lanes.len() * LANES, rest);
    found
}

/// A set of codes: for each lower half of a code, a bit for each upper half below 8, and for each from 8 on.
struct CodeSet {
    low: u8x16,
    high: u8x16,
}

/// The bit of each upper half below 8, and of each from 8 on.
const LOW: [u8; LANES] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];
const HIGH: [u8; LANES] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128];

impl CodeSet {
    fn new(wanted: &[bool; 256]) -> Self {
        let (uppers, _) = wanted.as_chunks::<LANES>();
        let bits = |uppers: &[[bool; LANES]]| {
            let bit = |lower: usize| {
                uppers.iter().rev().fold(0, |bits, upper| bits << 1 | u8::from(upper.get(lower) == Some(&true)))
            };
            u8x16::from(std::array::from_fn(bit))
        };
        let (low, high) = uppers.split_at(uppers.len() / 2);
        Self { low: bits(low), high: bits(high) }
    }

    #[inline(always)]
    fn has_any(&self, codes: [u8; LANES]) -> bool {
        let codes = u8x16::from(codes);
        let (lower, upper) = (codes & u8x16::splat(15), codes >> 4_u32);
        let hits = |table: u8x16, bits: [u8; LANES]| table.shuffle(lower) & u8x16::from(bits).shuffle(upper);
        let hit = hits(self.low, LOW) | hits(self.high, HIGH);
        hit.simd_eq(u8x16::ZERO).to_bitmask() != 0xffff
    }
}

/// Some cell of a column of labels is blank: 0 is its number.
#[inline(never)]
#[must_use]
pub fn any_blank(labels: &[u16]) -> bool {
    const LANES: usize = 8;
    let blank = |lanes: &[[u16; LANES]]| {
        let blank = lanes.iter().fold(u16x8::ZERO, |blank, lane| blank | u16x8::from(*lane).simd_eq(u16x8::ZERO));
        blank.to_array().iter().any(|blank| *blank != 0)
    };
    let (lanes, rest) = labels.as_chunks::<LANES>();
    rest.contains(&0) || lanes.chunks(CACHE_SIZE).any(blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::Tokenizer;

    #[test]
    fn a_blank_is_found_wherever_it_is() {
        for length in [0, 1, 7, 8, 9, 600, 1100] {
            let mut labels = vec![5; length];
            assert!(!any_blank(&labels));
            for at in 0..length {
                labels[at] = 0;
                assert!(any_blank(&labels), "{at} of {length}");
                labels[at] = u16::MAX;
            }
        }
    }

    #[test]
    fn positions_of_codes() {
        let wanted = std::array::from_fn(|code| code == 3 || code == 255);
        assert_eq!(find_codes(&[3, 4, 255, 0, 3], &wanted), [(0, 3), (2, 255), (4, 3)]);
        let codes = (0..=255).cycle().take(1_000).collect::<Vec<u8>>();
        for other in 0..=255 {
            let wanted = std::array::from_fn(|code| code == usize::from(other) || code == 7);
            let expected = codes.iter().copied().enumerate().filter(|(_, code)| *code == other || *code == 7);
            assert!(find_codes(&codes, &wanted).into_iter().eq(expected));
        }
    }

    #[test]
    fn spellings_of_one_place_keep_out_of_each_others_way() {
        let spellings = (0_u64..).map(|number| number << 8);
        let same = spellings.filter(|short_value| CodeCache::place(*short_value) == 5).take(3).collect::<Vec<_>>();
        let (mut codes, mut labels) = (CodeCache::default(), LabelCache::default());
        same.iter().zip(7..).for_each(|(short_value, value)| codes.insert(*short_value, value));
        same.iter().zip(700..).for_each(|(short_value, value)| labels.insert(*short_value, value));
        assert_eq!([0, 1, 2].map(|index| codes.get(same[index])), [None, Some(8), Some(9)]);
        assert_eq!([0, 1, 2].map(|index| labels.get(same[index])), [None, Some(701), Some(702)]);
    }

    #[test]
    fn known_cells_up_to_one_to_look_up() {
        let text = "x,2b\nx,\nx,4\nx,longer than six\nx,2b\n";
        let (mut recent, mut others) = (CodeCache::default(), LabelCache::default());
        let mut tokenizer = Tokenizer::new(b',');
        tokenizer.spare_mut(text.len()).copy_from_slice(text.as_bytes());
        tokenizer.tokenize(text.len(), true, &mut |batch| {
            recent.insert(batch.record(0).short_value(1).unwrap(), 7);
            others.insert(batch.record(0).short_value(0).unwrap(), 700);
            let (mut codes, mut labels) = (vec![9], Vec::new());
            assert_eq!((recent.append_codes(batch, 0..5, 1, &mut codes), codes.len()), (Some(2), 3));
            assert_eq!((recent.append_codes(batch, 3..5, 1, &mut codes), codes.len()), (Some(0), 3));
            assert_eq!((recent.append_codes(batch, 4..5, 1, &mut codes), codes), (None, vec![9, 7, 0, 7]));
            assert_eq!((others.append_labels(batch, 0..2, 0, &mut labels), &labels), (None, &vec![700, 700]));
            assert_eq!((others.append_labels(batch, 1..3, 2, &mut labels), labels), (None, vec![700, 700, 0, 0]));
        });
    }
}

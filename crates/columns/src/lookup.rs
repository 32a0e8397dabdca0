//! Columns of fields as columns of small numbers.
//!
//! Nearly every field has at most six bytes and one of a few values, so each column keeps a small cache from the field
//! as a number ([`crate::csv::CsvRecord::short_value`]) to its code or label; only a miss has to be looked up
//! elsewhere.

use std::ops::Range;

use wide::{u8x16, u16x8};

use crate::csv::{FieldSpan, RecordBatch};

/// Entries of a column's cache; a power of two. Scaled scores are 41 different values.
const CACHE_SIZE: usize = 256;

/// One entry of a cache. The default entry maps the empty field to 0.
pub trait CacheEntry: Copy + Default {
    /// What the raw values are mapped to.
    type Value: Copy + Default;
    /// Maps `raw` (see [`crate::csv::CsvRecord::short_value`]) to `value`.
    fn new(raw: u64, value: Self::Value) -> Self;
    /// The value of `raw`; `None` if the entry is for another raw value.
    fn value_of(self, raw: u64) -> Option<Self::Value>;
}

/// Codes. The lowest byte of a raw value is free for the code, so one XOR both compares and reads the entry.
impl CacheEntry for u64 {
    type Value = u8;

    fn new(raw: u64, code: u8) -> Self {
        raw | Self::from(code)
    }

    #[inline(always)]
    fn value_of(self, raw: u64) -> Option<u8> {
        u8::try_from(self ^ raw).ok()
    }
}

/// Labels.
impl CacheEntry for (u64, u16) {
    type Value = u16;

    fn new(raw: u64, label: u16) -> Self {
        (raw, label)
    }

    #[inline(always)]
    fn value_of(self, raw: u64) -> Option<u16> {
        (self.0 == raw).then_some(self.1)
    }
}

/// A two-way set-associative cache from raw values to numbers: a new entry moves the one in its slot to the
/// neighbouring slot, whose entry is lost.
#[derive(Clone, Debug)]
pub struct ValueCache<E> {
    entries: Box<[E; CACHE_SIZE]>,
}

/// The cache of a column of codes.
pub type CodeCache = ValueCache<u64>;
/// The cache of a column of labels.
pub type LabelCache = ValueCache<(u64, u16)>;

impl<E: CacheEntry> ValueCache<E> {
    /// The slot of a raw value: multiplicative hashing, by a prime (the first of xxHash) that tells scores apart.
    #[inline(always)]
    fn slot(raw: u64) -> usize {
        (raw.wrapping_mul(0x9e37_79b1_85eb_ca87) >> (u64::BITS - CACHE_SIZE.ilog2())) as usize
    }

    /// The value of a raw value, if it is cached.
    #[inline(always)]
    fn get(&self, raw: u64) -> Option<E::Value> {
        let slot = Self::slot(raw);
        let at = |slot: usize| self.entries.get(slot).and_then(|entry| entry.value_of(raw));
        at(slot).or_else(|| at(slot ^ 1))
    }

    /// Caches the value of a raw value.
    pub fn insert(&mut self, raw: u64, value: E::Value) {
        let (pairs, _) = self.entries.as_chunks_mut::<2>();
        let slot = Self::slot(raw);
        if let Some(pair) = pairs.get_mut(slot / 2) {
            let [first, second] = pair;
            let (own, neighbour) = if slot & 1 == 0 { (first, second) } else { (second, first) };
            *neighbour = std::mem::replace(own, E::new(raw, value));
        }
    }

    /// Appends the values of a column in a run of records with the same number of fields, up to the first that is not
    /// cached, whose position in the run is returned.
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
        let meaning =
            |record: &[FieldSpan]| self.get(record.get(column).map_or(Some(0), |field| field.short_value(bytes))?);
        for (place, (record, field)) in batch.field_spans(&run).zip(room).enumerate() {
            let Some(meaning) = meaning(record) else {
                into.truncate(before + place);
                return Some(place);
            };
            *field = meaning;
        }
        None
    }
}

impl CodeCache {
    /// Appends the codes of a column in a run of records with the same number of fields, up to the first that is not
    /// cached, whose position in the run is returned; `None`: all are appended.
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
    /// Like [`CodeCache::append_codes`], for labels.
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

/// Codes per SIMD register.
const LANES: usize = 16;

/// Positions of the codes for which `wanted` is true, with the code. Fast if there are few.
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

/// A set of codes as two 16-entry tables, indexed by a code's low nibble: bit n of `low` stands for high nibble n, bit
/// n of `high` for high nibble n + 8.
struct CodeSet {
    low: u8x16,
    high: u8x16,
}

/// For each high nibble its bit in the two tables.
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

/// True if some label of a column is blank (0).
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
    fn values_of_one_slot_do_not_mix() {
        let values = (0_u64..).map(|number| number << 8);
        let same = values.filter(|value| CodeCache::slot(*value) == 5).take(3).collect::<Vec<_>>();
        let (mut codes, mut labels) = (CodeCache::default(), LabelCache::default());
        same.iter().zip(7..).for_each(|(raw, code)| codes.insert(*raw, code));
        same.iter().zip(700..).for_each(|(raw, label)| labels.insert(*raw, label));
        assert_eq!([0, 1, 2].map(|index| codes.get(same[index])), [None, Some(8), Some(9)]);
        assert_eq!([0, 1, 2].map(|index| labels.get(same[index])), [None, Some(701), Some(702)]);
    }

    #[test]
    fn cached_fields_up_to_the_first_miss() {
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

//! Interned names: each different name is stored once, and a pupil has its id.
//!
//! A few names are very common, so recent short ones are found by comparing 16 bytes; only the others go through the
//! hash table.

use std::ops::Range;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::csv::{CleanField, FieldSpan, RecordBatch};

/// Length in bytes to which longer names are cut.
pub const MAX_NAME_LEN: usize = u8::MAX as usize;
/// Longest name that the cache of recent names holds, in bytes.
const SHORT: usize = 16;
/// Binary logarithm of the size of that cache: small enough for the fast memory of a processor.
const RECENT_BITS: u32 = 11;
/// Fibonacci hashing: multiplying by it spreads a number over all its bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A short name, padded with zeros. No name ends with a zero byte, so the padding is unambiguous.
type ShortName = [u64; 2];

/// The id of a name (little-endian), in the form in which a column of a shard is transferred without a copy.
pub type NameId = [u8; 4];

/// Interns names: ids count from 1 in the order of first occurrence; 0 is no name.
#[derive(Clone, Debug, Default)]
pub struct NameInterner {
    /// All names, concatenated.
    text: Vec<u8>,
    /// End of each name in `text`; the first one has id 1.
    ends: Vec<u32>,
    /// All ids by the hash of their name; empty while frozen.
    index: HashTable<u32>,
    /// The most recent short name of each slot.
    recent: Vec<(ShortName, u32)>,
}

impl NameInterner {
    /// The name with this id; empty for 0.
    #[must_use]
    pub fn get(&self, number: u32) -> &[u8] {
        name(&self.text, &self.ends, number)
    }

    /// Number of different names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All names with their ids, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        (1..).zip(0..self.ends.len()).map(|(number, _)| (number, self.get(number)))
    }

    /// The id of a name; `None` if it is unknown, or after [`NameInterner::freeze`].
    #[inline(never)]
    #[must_use]
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        self.index.find(hash(text), |number| self.get(*number) == text).copied()
    }

    /// The id of a name, which is added if it is new. A name of more than [`MAX_NAME_LEN`] bytes is cut.
    #[inline(never)]
    pub fn intern(&mut self, text: &[u8]) -> u32 {
        self.thaw();
        self.intern_text(text.get(..MAX_NAME_LEN).unwrap_or(text))
    }

    /// Appends the ids of a column in a run of records with the same number of fields (`None`: no such column, ids 0).
    /// A name that is not cached is cleaned before it is interned.
    #[inline(never)]
    pub fn intern_column(
        &mut self,
        batch: &RecordBatch,
        run: &Range<usize>,
        (column, clean): (Option<usize>, CleanField),
        into: &mut Vec<NameId>,
    ) {
        let (bytes, before) = (batch.bytes(), into.len());
        into.resize(before + run.len(), NameId::default());
        let Some(column) = column else { return };
        self.thaw();
        if self.recent.is_empty() {
            self.recent.resize(1 << RECENT_BITS, Default::default());
        }
        for (record, place) in batch.field_spans(run).zip(into.get_mut(before..).unwrap_or_default()) {
            if let Some(field) = record.get(column) {
                *place = self.intern_field(*field, bytes, clean).to_le_bytes();
            }
        }
    }

    #[inline(always)]
    fn intern_field(&mut self, field: FieldSpan, bytes: &[u8], clean: CleanField) -> u32 {
        let Some((sixteen, length)) = field.short_bytes(bytes) else { return self.intern(&clean(&field.text(bytes))) };
        let short = zero_padded(sixteen, length);
        match self.recent.get(slot(short)) {
            Some((known, number)) if *known == short => *number,
            _ => self.intern_short(short, &clean(sixteen.get(..length).unwrap_or_default())),
        }
    }

    /// The id of a short name that is not in the cache.
    #[inline(never)]
    fn intern_short(&mut self, short: ShortName, text: &[u8]) -> u32 {
        let number = self.intern_text(text);
        if let Some(entry) = self.recent.get_mut(slot(short)) {
            *entry = (short, number);
        }
        number
    }

    fn intern_text(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let Self { text: all, ends, index, .. } = self;
        let same = |number: &u32| name(all, ends, *number) == text;
        match index.entry(hash(text), same, |number| hash(name(all, ends, *number))) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                all.extend_from_slice(text);
                ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
                let number = ends.len() as u32;
                place.insert(number);
                number
            }
        }
    }

    /// Rebuilds the hash table after [`NameInterner::freeze`].
    fn thaw(&mut self) {
        let Self { text, ends, index, .. } = self;
        if index.is_empty() {
            let hash = |number: &u32| hash(name(text, ends, *number));
            (1..=ends.len() as u32).for_each(|number| {
                index.insert_unique(hash(&number), number, hash);
            });
        }
    }

    /// Frees the hash table and the cache once no more names are added; [`NameInterner::intern`] rebuilds them if need
    /// be.
    pub fn freeze(&mut self) {
        (self.index, self.recent) = Default::default();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The concatenated names and their lengths, for [`NameInterner::append`]. `None`: the text is longer than 4 GB.
    #[must_use]
    pub fn into_parts(self) -> Option<(Vec<u8>, Vec<u8>)> {
        let _numbered = u32::try_from(self.text.len()).ok()?;
        let lengths = self.iter().map(|(_, name)| name.len() as u8).collect();
        Some((self.text, lengths))
    }

    /// Interns the names of another interner; returns our id for each of its ids, 0 included.
    #[inline(never)]
    #[must_use]
    pub fn append(&mut self, text: &[u8], lengths: &[u8]) -> Vec<u32> {
        let (mut rest, mut numbers) = (text, vec![0]);
        for length in lengths {
            let name = rest.split_off(..usize::from(*length)).unwrap_or_default();
            numbers.push(self.intern(name));
        }
        numbers
    }

    /// Ids of the names that are not UTF-8, ascending.
    #[inline(never)]
    #[must_use]
    pub fn invalid_utf8(&self) -> Vec<u32> {
        let text = std::str::from_utf8(&self.text);
        if text.is_ok_and(|text| self.ends.iter().all(|end| text.is_char_boundary(*end as usize))) {
            return Vec::new();
        }
        let odd = self.iter().filter(|(_, name)| std::str::from_utf8(name).is_err());
        odd.map(|(number, _)| number).collect()
    }
}

/// Appends the shard's name ids to a column, translated by `ours`.
#[inline(never)]
pub fn append_mapped(ids: &[u8], ours: &[u32], column: &mut Vec<NameId>) {
    let mapped = |id: &NameId| ours.get(u32::from_le_bytes(*id) as usize).copied().unwrap_or_default();
    column.extend(ids.as_chunks::<4>().0.iter().map(|id| mapped(id).to_le_bytes()));
}

#[inline(always)]
fn name<'a>(text: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let Some(index) = (number as usize).checked_sub(1) else { return &[] };
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(index).copied().unwrap_or_default();
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// The first `length` of 16 bytes, padded with zeros.
#[inline(always)]
fn zero_padded(sixteen: &[u8; SHORT], length: usize) -> ShortName {
    let ([first, second], _) = sixteen.as_chunks::<8>() else { return [0; 2] };
    let bits = |bytes_and_eight: usize| BITS.get(bytes_and_eight).copied().unwrap_or_default();
    [u64::from_le_bytes(*first) & bits(length + 8), u64::from_le_bytes(*second) & bits(length)]
}

/// All bits.
const ALL: u64 = u64::MAX;
/// Entry n masks n - 8 bytes, at least none and at most all: a table is faster than shifts.
#[rustfmt::skip]
const BITS: [u64; 25] = [
    0, 0, 0, 0, 0, 0, 0, 0,
    0, ALL >> 56, ALL >> 48, ALL >> 40, ALL >> 32, ALL >> 24, ALL >> 16, ALL >> 8,
    ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL,
];

/// The slot of a short name in the cache.
#[inline(always)]
fn slot([first, second]: ShortName) -> usize {
    ((first ^ second.rotate_left(29)).wrapping_mul(SPREAD) >> (64 - RECENT_BITS)) as usize
}

pub(crate) fn hash(text: &[u8]) -> u64 {
    let add = |hash: u64, more: u64| (hash ^ more).wrapping_mul(SPREAD).rotate_left(29);
    let start = text.len() as u64;
    let hash = match (text.as_chunks::<8>(), text.last_chunk::<8>()) {
        // The last eight bytes overlap those before them: faster than the remainder byte by byte.
        ((eights, _), Some(last)) => {
            let hash = eights.iter().fold(start, |hash, eight| add(hash, u64::from_le_bytes(*eight)));
            add(hash, u64::from_le_bytes(*last))
        }
        _ => add(start, text.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))),
    };
    // hashbrown uses both the lowest and the highest bits.
    (hash ^ hash >> 32).wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests;

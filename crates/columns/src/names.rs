//! NameInterner, each kept once: a pupil has its number.
//!
//! A few names are very common, so those met lately are known by their bytes alone; only the others are looked for
//! among all names.

use std::ops::Range;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::csv::{FieldSpan, RecordBatch};

/// Bytes kept of a name.
pub const MAX_NAME_LEN: usize = u8::MAX as usize;
/// Bytes of a name that may be known by its bytes alone.
const SHORT: usize = 16;
/// NameInterner met lately, as a power of two; few enough to stay in the quicker memory of a processor.
const RECENT_BITS: u32 = 11;
/// Multiplying by it spreads a number over all its bits (Fibonacci hashing).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A short name: its bytes, and 0 behind them. None ends with a 0 of its own, so each stands for one name only.
type ShortName = [u64; 2];

/// The number of a name, as a column of a part hands it on without a copy.
pub type NameId = [u8; 4];

/// Different names, numbered in the order in which they were met; 0 is no name.
#[derive(Clone, Debug, Default)]
pub struct NameInterner {
    /// One name behind the other.
    text: Vec<u8>,
    /// Where each ends; the first one has the number 1.
    ends: Vec<u32>,
    /// The numbers of all names, by their hashes.
    index: HashTable<u32>,
    /// The last name met of those that fall on the same place.
    recent: Vec<(ShortName, u32)>,
}

impl NameInterner {
    /// The name with this number.
    #[must_use]
    pub fn get(&self, number: u32) -> &[u8] {
        name(&self.text, &self.ends, number)
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All names in order, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        (1..).zip(0..self.ends.len()).map(|(number, _)| (number, self.get(number)))
    }

    /// The number of a name, if it is among them and they are not yet settled.
    #[inline(never)]
    #[must_use]
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        self.index.find(hash(text), |number| self.get(*number) == text).copied()
    }

    /// The number of a name, which is new if it was not among them. Of one with more than [`MAX_NAME_LEN`] bytes the
    /// beginning is kept.
    #[inline(never)]
    pub fn intern(&mut self, text: &[u8]) -> u32 {
        self.prepare();
        self.intern_text(text.get(..MAX_NAME_LEN).unwrap_or(text))
    }

    /// Adds the numbers of a column's cells (`None`: of no cells), in rows with the same number of cells.
    #[inline(never)]
    pub fn intern_column(
        &mut self,
        batch: &RecordBatch,
        run: &Range<usize>,
        column: Option<usize>,
        into: &mut Vec<NameId>,
    ) {
        let (bytes, before) = (batch.bytes(), into.len());
        into.resize(before + run.len(), NameId::default());
        let Some(column) = column else { return };
        self.prepare();
        if self.recent.is_empty() {
            self.recent.resize(1 << RECENT_BITS, Default::default());
        }
        for (row, place) in batch.field_spans(run).zip(into.get_mut(before..).unwrap_or_default()) {
            if let Some(cell) = row.get(column) {
                *place = self.intern_field(*cell, bytes).to_le_bytes();
            }
        }
    }

    #[inline(always)]
    fn intern_field(&mut self, cell: FieldSpan, bytes: &[u8]) -> u32 {
        let Some((sixteen, length)) = cell.short_bytes(bytes) else { return self.intern(&cell.text(bytes)) };
        let short = masked(sixteen, length);
        match self.recent.get(place(short)) {
            Some((known, number)) if *known == short => *number,
            _ => self.intern_short(short, sixteen.get(..length).unwrap_or_default()),
        }
    }

    /// The number of a short name that was not met lately.
    #[inline(never)]
    fn intern_short(&mut self, short: ShortName, text: &[u8]) -> u32 {
        let number = self.intern_text(text);
        if let Some(entry) = self.recent.get_mut(place(short)) {
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

    /// NameInterner can be looked for from now on.
    fn prepare(&mut self) {
        let Self { text, ends, index, .. } = self;
        if index.is_empty() {
            let hash = |number: &u32| hash(name(text, ends, *number));
            (1..=ends.len() as u32).for_each(|number| {
                index.insert_unique(hash(&number), number, hash);
            });
        }
    }

    /// No more names are looked for: frees what is there for that alone.
    pub fn freeze(&mut self) {
        (self.index, self.recent) = Default::default();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The names' text and their lengths, for [`NameInterner::append`]. `None`: more than can be numbered.
    #[must_use]
    pub fn into_parts(self) -> Option<(Vec<u8>, Vec<u8>)> {
        let _numbered = u32::try_from(self.text.len()).ok()?;
        let lengths = self.iter().map(|(_, name)| name.len() as u8).collect();
        Some((self.text, lengths))
    }

    /// Adds names, and gives the number here of each number there, 0 included.
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

    /// The numbers of names that are no UTF-8, in order.
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

/// The numbers here of numbers there (see [`NameInterner::append`]) behind those of a column.
#[inline(never)]
pub fn append_mapped(there: &[u8], meaning: &[u32], into: &mut Vec<NameId>) {
    let here = |number: &NameId| meaning.get(u32::from_le_bytes(*number) as usize).copied().unwrap_or_default();
    into.extend(there.as_chunks::<4>().0.iter().map(|number| here(number).to_le_bytes()));
}

#[inline(always)]
fn name<'a>(text: &'a [u8], ends: &[u32], number: u32) -> &'a [u8] {
    let Some(index) = (number as usize).checked_sub(1) else { return &[] };
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(index).copied().unwrap_or_default();
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// The first so many of sixteen bytes, and 0 behind them.
#[inline(always)]
fn masked(sixteen: &[u8; SHORT], length: usize) -> ShortName {
    let ([first, second], _) = sixteen.as_chunks::<8>() else { return [0; 2] };
    let bits = |bytes_and_eight: usize| BITS.get(bytes_and_eight).copied().unwrap_or_default();
    [u64::from_le_bytes(*first) & bits(length + 8), u64::from_le_bytes(*second) & bits(length)]
}

/// All bits.
const ALL: u64 = u64::MAX;
/// The bits of eight bytes fewer than the place says, none for less than nothing and at most all: looked up, which is
/// quicker than shifting.
#[rustfmt::skip]
const BITS: [u64; 25] = [
    0, 0, 0, 0, 0, 0, 0, 0,
    0, ALL >> 56, ALL >> 48, ALL >> 40, ALL >> 32, ALL >> 24, ALL >> 16, ALL >> 8,
    ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL,
];

/// Where a short name stands among those met lately.
#[inline(always)]
fn place([first, second]: ShortName) -> usize {
    ((first ^ second.rotate_left(29)).wrapping_mul(SPREAD) >> (64 - RECENT_BITS)) as usize
}

fn hash(text: &[u8]) -> u64 {
    let add = |hash: u64, more: u64| (hash ^ more).wrapping_mul(SPREAD).rotate_left(29);
    let start = text.len() as u64;
    let hash = match (text.as_chunks::<8>(), text.last_chunk::<8>()) {
        // The last eight bytes overlap with those before them: quicker than taking what is left byte by byte.
        ((eights, _), Some(last)) => {
            let hash = eights.iter().fold(start, |hash, eight| add(hash, u64::from_le_bytes(*eight)));
            add(hash, u64::from_le_bytes(*last))
        }
        _ => add(start, text.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))),
    };
    // The table goes by the lowest bits and by the highest.
    (hash ^ hash >> 32).wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests;

//! Columns of codes mapped through a table of 256 entries.

use wide::u8x16;

/// The value of each code.
pub type CodeTable = [u8; 256];

/// Codes per SIMD register.
const LANES: usize = 16;
/// Tables with more deviating groups than this are looked up code by code.
const MOST_GROUPS: usize = 6;
/// The target has a byte shuffle of 16 entries (WebAssembly always; elsewhere not without a run-time check).
const HAS_SHUFFLE: bool = cfg!(target_feature = "simd128");
/// Fewer codes are looked up one by one: to see which groups of a table deviate takes as long as some six hundred codes.
const WORTH_GROUPING: usize = 1024;
/// Codes looked up before they are compared with the classes at hand.
const BLOCK: usize = 4096;

/// The value of each code.
#[inline(never)]
#[must_use]
pub fn look_up(codes: &[u8], table: &CodeTable) -> Vec<u8> {
    let mut found = vec![0; codes.len()];
    TableLookup::new(table, codes.len()).look_up_all(codes, &mut found);
    found
}

/// Each class becomes the minimum of itself and the value of the pupil's code.
#[inline(never)]
pub fn lower(classes: &mut [u8], codes: &[u8], table: &CodeTable) {
    combine(classes, codes, table, |classes, found| classes.min(found));
}

/// Each class becomes the maximum of itself and the value of the pupil's code.
#[inline(never)]
pub fn raise(classes: &mut [u8], codes: &[u8], table: &CodeTable) {
    combine(classes, codes, table, |classes, found| classes.max(found));
}

fn combine(classes: &mut [u8], codes: &[u8], table: &CodeTable, change: impl Fn(u8x16, u8x16) -> u8x16) {
    let lookup = TableLookup::new(table, codes.len());
    let mut found = [0; BLOCK];
    for (classes, codes) in classes.chunks_mut(BLOCK).zip(codes.chunks(BLOCK)) {
        lookup.look_up_all(codes, &mut found);
        let (lanes, rest) = classes.as_chunks_mut::<LANES>();
        let (found, _) = found.as_chunks::<LANES>();
        let each = |classes: &[u8; LANES], found: &[u8; LANES]| change((*classes).into(), (*found).into()).to_array();
        lanes.iter_mut().zip(found).for_each(|(classes, found)| *classes = each(classes, found));
        // The last few are padded to sixteen.
        let mut last = [0; LANES];
        last.iter_mut().zip(&*rest).for_each(|(last, class)| *last = *class);
        if let Some(found) = found.get(lanes.len()) {
            rest.iter_mut().zip(each(&last, found)).for_each(|(class, last)| *class = last);
        }
    }
}

/// The group of each code; there may be more groups than a byte can number.
#[inline(never)]
#[must_use]
pub fn look_up_groups(codes: &[u8], table: &[u16; 256]) -> Vec<u16> {
    codes.iter().map(|code| entry(table, *code)).collect()
}

/// Pupils in group 0 get the group of their code.
#[inline(never)]
pub fn fill_groups(groups: &mut [u16], codes: &[u8], table: &[u16; 256]) {
    for (group, code) in groups.iter_mut().zip(codes) {
        *group = if *group == 0 { entry(table, *code) } else { *group };
    }
}

/// Adds the worth of each code to the pupil's sum, saturating.
#[inline(never)]
pub fn add_up(sums: &mut [u16], codes: &[u8], worth: &[u16; 256]) {
    sums.iter_mut().zip(codes).for_each(|(sum, code)| *sum = sum.saturating_add(entry(worth, *code)));
}

/// The value of each sum; `beyond` for a sum past the end of the table.
#[inline(never)]
#[must_use]
pub fn look_up_sums(sums: &[u16], table: &[u8], beyond: u8) -> Vec<u8> {
    sums.iter().map(|sum| table.get(usize::from(*sum)).copied().unwrap_or(beyond)).collect()
}

/// The entry of a code; every code has one.
#[inline]
fn entry<T: Copy + Default>(table: &[T; 256], code: u8) -> T {
    table.get(usize::from(code)).copied().unwrap_or_default()
}

/// The quicker way to look codes up in a table.
enum TableLookup<'a> {
    OneByOne(&'a CodeTable),
    Shuffled(ShuffleTable<'a>),
}

impl<'a> TableLookup<'a> {
    /// The way for so many codes.
    fn new(table: &'a CodeTable, codes: usize) -> Self {
        if !HAS_SHUFFLE || codes < WORTH_GROUPING {
            return Self::OneByOne(table);
        }
        let shuffled = ShuffleTable::new(table);
        if shuffled.groups.len() <= MOST_GROUPS { Self::Shuffled(shuffled) } else { Self::OneByOne(table) }
    }

    /// Looks up as many codes as `found` has space for.
    fn look_up_all(&self, codes: &[u8], found: &mut [u8]) {
        let found = found.split_at_mut(codes.len().min(found.len())).0;
        match self {
            Self::OneByOne(table) => one_by_one(table, codes, found),
            Self::Shuffled(table) => table.by_shuffle(codes, found),
        }
    }
}

pub(super) fn one_by_one(table: &CodeTable, codes: &[u8], found: &mut [u8]) {
    let ((codes, last_codes), (found, last_found)) = (codes.as_chunks::<LANES>(), found.as_chunks_mut::<LANES>());
    for (found, codes) in found.iter_mut().zip(codes) {
        found.iter_mut().zip(codes).for_each(|(found, code)| *found = entry(table, *code));
    }
    last_found.iter_mut().zip(last_codes).for_each(|(found, code)| *found = entry(table, *code));
}

/// A table as its most common entry, and the groups of 16 codes that have others: most tables have few such groups.
pub(super) struct ShuffleTable<'a> {
    table: &'a CodeTable,
    common: u8x16,
    /// The first code of a group, and its entries XOR the common one.
    groups: Vec<(u8x16, u8x16)>,
}

impl<'a> ShuffleTable<'a> {
    pub(super) fn new(table: &'a CodeTable) -> Self {
        let mut times = [0_u16; 256];
        for entry in table {
            times.get_mut(usize::from(*entry)).into_iter().for_each(|times| *times += 1);
        }
        let common = (0..=u8::MAX).zip(times).max_by_key(|(_, times)| *times).map_or(0, |(entry, _)| entry);
        let (chunks, _) = table.as_chunks::<LANES>();
        let firsts = (0..=u8::MAX).step_by(LANES);
        let differ = firsts.zip(chunks).filter(|(_, entries)| entries.iter().any(|entry| *entry != common));
        let groups =
            differ.map(|(first, entries)| (u8x16::splat(first), u8x16::from(entries.map(|entry| entry ^ common))));
        Self { table, common: u8x16::splat(common), groups: groups.collect() }
    }

    pub(super) fn by_shuffle(&self, codes: &[u8], found: &mut [u8]) {
        let whole = codes.len().min(found.len()) / LANES * LANES;
        let ((codes, last_codes), (found, last_found)) = (codes.split_at(whole), found.split_at_mut(whole));
        for (codes, found) in codes.as_chunks::<LANES>().0.iter().zip(found.as_chunks_mut::<LANES>().0) {
            let codes = u8x16::from(*codes);
            // A code below the group wraps to one far above it; beyond 15 a shuffle gives 0.
            let group = |entries, (first, differ): &(u8x16, u8x16)| entries ^ differ.shuffle_zeroing(codes - *first);
            *found = self.groups.iter().fold(self.common, group).to_array();
        }
        one_by_one(self.table, last_codes, last_found);
    }
}

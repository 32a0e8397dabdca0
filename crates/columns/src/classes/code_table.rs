//! What a table says of every pupil's code.

use wide::u8x16;

/// What each of the codes that a byte can be comes to.
pub type CodeTable = [u8; 256];

/// Codes looked up by one instruction.
const LANES: usize = 16;
/// Tables of more parts that differ are looked up code by code.
const MOST_GROUPS: usize = 6;
/// Sixteen entries are chosen from by one instruction (in a browser always, elsewhere not without asking).
const AT_ONCE: bool = cfg!(target_feature = "simd128");
/// Codes looked up before they are compared with what is there.
const BLOCK: usize = 4096;

/// What the table says of each code.
#[inline(never)]
#[must_use]
pub fn look_up(codes: &[u8], table: &CodeTable) -> Vec<u8> {
    let mut found = vec![0; codes.len()];
    ShuffleTable::new(table).all(codes, &mut found);
    found
}

/// Each class becomes what the table says of the code beside it, where that is lower.
#[inline(never)]
pub fn lower(classes: &mut [u8], codes: &[u8], table: &CodeTable) {
    beside(classes, codes, table, |classes, found| classes.min(found));
}

/// Each class becomes what the table says of the code beside it, where that is higher.
#[inline(never)]
pub fn raise(classes: &mut [u8], codes: &[u8], table: &CodeTable) {
    beside(classes, codes, table, |classes, found| classes.max(found));
}

fn beside(classes: &mut [u8], codes: &[u8], table: &CodeTable, change: impl Fn(u8x16, u8x16) -> u8x16) {
    let lookup = ShuffleTable::new(table);
    let mut found = [0; BLOCK];
    for (classes, codes) in classes.chunks_mut(BLOCK).zip(codes.chunks(BLOCK)) {
        lookup.all(codes, &mut found);
        let (lanes, rest) = classes.as_chunks_mut::<LANES>();
        let (found, _) = found.as_chunks::<LANES>();
        let each = |classes: &[u8; LANES], found: &[u8; LANES]| change((*classes).into(), (*found).into()).to_array();
        lanes.iter_mut().zip(found).for_each(|(classes, found)| *classes = each(classes, found));
        // The last few are filled up to sixteen.
        let mut last = [0; LANES];
        last.iter_mut().zip(&*rest).for_each(|(last, class)| *last = *class);
        if let Some(found) = found.get(lanes.len()) {
            rest.iter_mut().zip(each(&last, found)).for_each(|(class, last)| *class = last);
        }
    }
}

/// Groups, of which there may be more than a byte can tell apart.
#[inline(never)]
#[must_use]
pub fn look_up_groups(codes: &[u8], table: &[u16; 256]) -> Vec<u16> {
    codes.iter().map(|code| of(table, *code)).collect()
}

/// Whoever is in group 0 gets the group of the code.
#[inline(never)]
pub fn fill_groups(groups: &mut [u16], codes: &[u8], table: &[u16; 256]) {
    for (group, code) in groups.iter_mut().zip(codes) {
        *group = if *group == 0 { of(table, *code) } else { *group };
    }
}

/// Adds to each sum what its code is worth.
#[inline(never)]
pub fn add_up(sums: &mut [u16], codes: &[u8], worth: &[u16; 256]) {
    sums.iter_mut().zip(codes).for_each(|(sum, code)| *sum = sum.saturating_add(of(worth, *code)));
}

/// What the table says of each sum; of sums behind its end, this.
#[inline(never)]
#[must_use]
pub fn look_up_sums(sums: &[u16], table: &[u8], behind: u8) -> Vec<u8> {
    sums.iter().map(|sum| table.get(usize::from(*sum)).copied().unwrap_or(behind)).collect()
}

/// The table has an entry for each code.
#[inline]
fn of<T: Copy + Default>(table: &[T; 256], code: u8) -> T {
    table.get(usize::from(code)).copied().unwrap_or_default()
}

/// A table as its most common entry and the few parts of sixteen that have others.
pub(super) struct ShuffleTable<'a> {
    table: &'a CodeTable,
    common: u8x16,
    /// The first code of a part, and by which bits its entries differ from the common one.
    parts: Vec<(u8x16, u8x16)>,
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
        let parts =
            differ.map(|(first, entries)| (u8x16::splat(first), u8x16::from(entries.map(|entry| entry ^ common))));
        Self { table, common: u8x16::splat(common), parts: parts.collect() }
    }

    /// Looks up as many codes as there is room for.
    fn all(&self, codes: &[u8], found: &mut [u8]) {
        let found = found.split_at_mut(codes.len().min(found.len())).0;
        if AT_ONCE && self.parts.len() <= MOST_GROUPS {
            self.by_shuffle(codes, found);
        } else {
            self.one_by_one(codes, found);
        }
    }

    pub(super) fn one_by_one(&self, codes: &[u8], found: &mut [u8]) {
        let ((codes, last_codes), (found, last_found)) = (codes.as_chunks::<LANES>(), found.as_chunks_mut::<LANES>());
        for (found, codes) in found.iter_mut().zip(codes) {
            found.iter_mut().zip(codes).for_each(|(found, code)| *found = of(self.table, *code));
        }
        last_found.iter_mut().zip(last_codes).for_each(|(found, code)| *found = of(self.table, *code));
    }

    pub(super) fn by_shuffle(&self, codes: &[u8], found: &mut [u8]) {
        let whole = codes.len().min(found.len()) / LANES * LANES;
        let ((codes, last_codes), (found, last_found)) = (codes.split_at(whole), found.split_at_mut(whole));
        for (codes, found) in codes.as_chunks::<LANES>().0.iter().zip(found.as_chunks_mut::<LANES>().0) {
            let codes = u8x16::from(*codes);
            // A code below a part wraps to one far behind it, and such a one gets nothing from it.
            let part = |entries, (first, differ): &(u8x16, u8x16)| entries ^ differ.shuffle_zeroing(codes - *first);
            *found = self.parts.iter().fold(self.common, part).to_array();
        }
        self.one_by_one(last_codes, last_found);
    }
}

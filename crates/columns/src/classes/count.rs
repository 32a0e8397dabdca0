//! Counts of pupils by class, sixteen pupils at a time, and by group.

use wide::u8x16;

/// Number of classes.
pub const CLASSES: usize = 8;

/// Number of pupils in each class.
pub type ClassCounts = [u32; CLASSES];

/// Pupils per SIMD register.
const LANES: usize = 16;

/// Number of pupils in each class; classes are numbers below [`CLASSES`].
#[inline(never)]
#[must_use]
pub fn count_classes(classes: &[u8]) -> ClassCounts {
    let mut counts = [0; CLASSES];
    let (lanes, rest) = classes.as_chunks::<LANES>();
    lanes.chunks(usize::from(u8::MAX)).for_each(|block| add_block(&mut counts, block));
    rest.iter().for_each(|class| add(&mut counts, *class));
    counts
}

/// Number of pupils among `pupils` (positions) in each class.
#[inline(never)]
#[must_use]
pub fn count_among(classes: &[u8], pupils: &[u32]) -> ClassCounts {
    let mut counts = [0; CLASSES];
    pupils.iter().filter_map(|pupil| classes.get(*pupil as usize)).for_each(|class| add(&mut counts, *class));
    counts
}

/// Adds the classes of each group to `counts`; a group beyond its end is not counted.
#[inline(never)]
pub fn count_by_group(classes: &[u8], groups: &[u16], counts: &mut [ClassCounts]) {
    add_by_group(classes, groups, counts);
}

#[inline]
fn add_by_group<G: Copy + Into<usize>>(classes: &[u8], groups: &[G], counts: &mut [ClassCounts]) {
    // Neighbours are often in one group: with two counts in turn, one does not wait for the other to be written.
    let mut others = vec![[0; CLASSES]; counts.len()];
    let (pairs_of_classes, last_class) = classes.as_chunks::<2>();
    let (pairs_of_groups, last_group) = groups.as_chunks::<2>();
    for ([class, other_class], [group, other_group]) in pairs_of_classes.iter().zip(pairs_of_groups) {
        add_to_group(counts, *group, *class);
        add_to_group(&mut others, *other_group, *other_class);
    }
    last_class.iter().zip(last_group).for_each(|(class, group)| add_to_group(counts, *group, *class));
    for (counts, others) in counts.iter_mut().zip(&others) {
        counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
    }
}

/// Number of pupils in each class, for each of their classes in another column.
#[inline(never)]
#[must_use]
pub fn count_by_class(classes: &[u8], others: &[u8]) -> [ClassCounts; CLASSES] {
    let mut counts = [[0; CLASSES]; CLASSES];
    add_by_group(classes, others, &mut counts);
    counts
}

/// Adds the pupils of each group to `sizes`; a group beyond its end is not counted.
#[inline(never)]
pub fn count_groups(groups: &[u16], sizes: &mut [u32]) {
    let mut others = vec![0; sizes.len()];
    let (pairs, last) = groups.as_chunks::<2>();
    for [group, other] in pairs {
        sizes.get_mut(usize::from(*group)).into_iter().for_each(|size| *size += 1);
        others.get_mut(usize::from(*other)).into_iter().for_each(|size| *size += 1);
    }
    last.iter().for_each(|group| sizes.get_mut(usize::from(*group)).into_iter().for_each(|size| *size += 1));
    sizes.iter_mut().zip(&others).for_each(|(size, other)| *size += other);
}

#[inline]
fn add_to_group(counts: &mut [ClassCounts], group: impl Into<usize>, class: u8) {
    if let Some(counts) = counts.get_mut(group.into()) {
        add(counts, class);
    }
}

/// Different numbers that [`count_by_school_and_level`] counts.
pub const NUMBERS: usize = 32;

/// Levels distinguished within a school.
pub const LEVELS: usize = 16;

/// Counts the pupils' numbers by school and level into `counts`, wrapping. `places[school][level]` is the index into
/// `counts`; a pupil without a place is counted at index 0. Without schools all pupils are of school 0.
///
/// Everybody is counted somewhere, because testing who counts takes longer.
#[inline(never)]
pub fn count_by_school_and_level(
    numbers: &[u8],
    schools: Option<&[u16]>,
    levels: &[u8],
    places: &[[u32; LEVELS]],
    counts: &mut [[u32; NUMBERS]],
) {
    let mut schools = schools.map(<[u16]>::iter);
    for (number, level) in numbers.iter().zip(levels) {
        let school = schools.as_mut().map_or(Some(&0), Iterator::next).copied().unwrap_or_default();
        let place = places.get(usize::from(school)).and_then(|levels| levels.get(usize::from(*level)));
        let counts = counts.get_mut(place.copied().unwrap_or_default() as usize);
        let count = counts.and_then(|counts| counts.get_mut(usize::from(*number)));
        count.into_iter().for_each(|count| *count = count.wrapping_add(1));
    }
}

/// The numbers of the two pupils in the middle (the same one twice if their count is odd); `None` if no pupils are counted.
/// Numbers below `least` are left out.
#[inline(never)]
#[must_use]
pub fn median_pair(counts: &[u32; NUMBERS], least: u8) -> Option<[u8; 2]> {
    let counted = counts.iter().enumerate().skip(least.into());
    let last = counted.clone().map(|(_, count)| count).sum::<u32>().checked_sub(1)?;
    let (mut passed, mut lower) = (0, None);
    for (number, count) in counted {
        passed += count;
        let number = u8::try_from(number).ok()?;
        if lower.is_none() && passed > last / 2 {
            lower = Some(number);
        }
        if passed > last.div_ceil(2) {
            return Some([lower?, number]);
        }
    }
    None
}

/// Adds at most 255 lanes of pupils, as many as a byte can count. Class by class until all are counted: most figures
/// have few classes.
fn add_block(counts: &mut ClassCounts, block: &[[u8; LANES]]) {
    let mut left = block.len() * LANES;
    for (class, count) in (0..).zip(counts) {
        let class = u8x16::splat(class);
        // A byte that is equal compares as -1.
        let equal = block.iter().fold(u8x16::ZERO, |sum, lane| sum - u8x16::from(*lane).simd_eq(class));
        let found = equal.to_array().iter().map(|equal| u32::from(*equal)).sum::<u32>();
        *count += found;
        left -= found as usize;
        if left == 0 {
            break;
        }
    }
}

/// Adds one pupil.
#[inline]
fn add(counts: &mut ClassCounts, class: u8) {
    if let Some(count) = counts.get_mut(usize::from(class) % CLASSES) {
        *count += 1;
    }
}

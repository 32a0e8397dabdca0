//! Counting classes, sixteen pupils at a time, and by group.

use wide::u8x16;

/// Classes at most.
pub const CLASSES: usize = 8;

/// How many pupils are in each class.
pub type Histogram = [u32; CLASSES];

/// Pupils compared by one instruction.
const LANES: usize = 16;

/// How many pupils are in each class, the classes being numbers below [`CLASSES`].
#[inline(never)]
#[must_use]
pub fn count(classes: &[u8]) -> Histogram {
    let mut counts = [0; CLASSES];
    let (lanes, rest) = classes.as_chunks::<LANES>();
    lanes.chunks(usize::from(u8::MAX)).for_each(|block| add_block(&mut counts, block));
    rest.iter().for_each(|class| add(&mut counts, *class));
    counts
}

/// How many of these pupils, by position, are in each class.
#[inline(never)]
#[must_use]
pub fn count_of(classes: &[u8], pupils: &[u32]) -> Histogram {
    let mut counts = [0; CLASSES];
    pupils.iter().filter_map(|pupil| classes.get(*pupil as usize)).for_each(|class| add(&mut counts, *class));
    counts
}

/// Adds up the classes of each group; groups without a place are not counted.
#[inline(never)]
pub fn count_by_group(classes: &[u8], groups: &[u16], counts: &mut [Histogram]) {
    for (class, group) in classes.iter().zip(groups) {
        if let Some(counts) = counts.get_mut(usize::from(*group)) {
            add(counts, *class);
        }
    }
}

/// Numbers told apart by [`count_alike`].
pub const NUMBERS: usize = 32;

/// Counts the numbers of pupils of some schools and levels. `places` has one entry for each school's levels, so many a
/// school: 0 is nobody who counts, else the place in `counts` behind the first. No schools: all are of the first one.
#[inline(never)]
pub fn count_alike(
    numbers: &[u8],
    schools: Option<&[u16]>,
    levels: &[u8],
    (places, a_school): (&[u32], usize),
    counts: &mut [[u32; NUMBERS]],
) {
    let mut one = |number: u8, school: u16, level: u8| {
        let level = usize::from(level);
        let place = places.get(usize::from(school) * a_school + level).filter(|_| level < a_school);
        let Some(place) = place.and_then(|place| place.checked_sub(1)) else { return };
        let count = counts.get_mut(place as usize).and_then(|counts| counts.get_mut(usize::from(number)));
        count.into_iter().for_each(|count| *count += 1);
    };
    let pupils = numbers.iter().zip(levels);
    match schools {
        Some(schools) => pupils.zip(schools).for_each(|((number, level), school)| one(*number, *school, *level)),
        None => pupils.for_each(|(number, level)| one(*number, 0, *level)),
    }
}

/// The numbers of the two in the middle of those counted, of which the one may be the other; `None`: nobody is counted.
/// Numbers below the least are left out.
#[inline(never)]
#[must_use]
pub fn middle(counts: &[u32; NUMBERS], least: u8) -> Option<[u8; 2]> {
    let counted = || (0_u8..).zip(counts).filter(|(number, _)| *number >= least);
    let last = counted().map(|(_, count)| count).sum::<u32>().checked_sub(1)?;
    let at = |place: u32| {
        let mut behind = 0;
        counted()
            .take_while(|(_, count)| {
                behind += **count;
                behind <= place
            })
            .last()
            .map_or(least, |(number, _)| number + 1)
    };
    Some([at(last / 2), at(last.div_ceil(2))])
}

/// Adds pupils, at most as many times sixteen as a byte can count. Class by class, until all pupils are counted: most
/// figures have few classes.
fn add_block(counts: &mut Histogram, block: &[[u8; LANES]]) {
    let mut left = block.len() * LANES;
    for (class, count) in (0..).zip(counts) {
        let class = u8x16::splat(class);
        // What is equal is -1 in its byte.
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
fn add(counts: &mut Histogram, class: u8) {
    if let Some(count) = counts.get_mut(usize::from(class) % CLASSES) {
        *count += 1;
    }
}

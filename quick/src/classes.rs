//! Columns with one small number a pupil, sixteen pupils at a time.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_counted_once() {
        for pupils in [0, 1, 15, 16, 4079, 4080, 4081, 10_000] {
            let classes = (0..pupils).map(|pupil: u32| (pupil.wrapping_mul(2_654_435_761) >> 29) as u8);
            let classes = classes.collect::<Vec<_>>();
            let everyone = (0..pupils).collect::<Vec<_>>();
            let mut expected = [0; CLASSES];
            classes.iter().for_each(|class| expected[usize::from(*class)] += 1);
            assert_eq!(count(&classes), expected, "{pupils}");
            assert_eq!(count_of(&classes, &everyone), expected, "{pupils}");
        }
    }
}

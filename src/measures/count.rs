//! Counting pupils by class and group.

use wide::u8x16;

use crate::cohort::Groups;

/// The class of every pupil, as numbers below [`CLASSES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classified(pub Vec<u8>);

/// Classes at most.
pub const CLASSES: usize = 8;

/// How many pupils are in each class.
pub type Histogram = [u32; CLASSES];

impl Classified {
    /// A pupil's class.
    pub fn class(&self, pupil: usize) -> Option<u8> {
        self.0.get(pupil).copied()
    }

    /// The pupils of one class, in the file's order.
    pub fn pupils(&self, wanted: impl Fn(u8) -> bool) -> Vec<u32> {
        let pupils = (0_u32..).zip(&self.0).filter(|(_, class)| wanted(**class));
        pupils.map(|(pupil, _)| pupil).collect()
    }

    /// How many pupils of the whole cohort are in each class.
    pub fn count(&self) -> Histogram {
        let mut counts = [0; CLASSES];
        let (lanes, rest) = self.0.as_chunks::<LANES>();
        lanes.chunks(usize::from(u8::MAX)).for_each(|block| add_block(&mut counts, block));
        rest.iter().for_each(|class| add(&mut counts, *class));
        counts
    }
}

impl Classified {
    /// How many of these pupils are in each class; `None`: of all.
    pub fn count_of(&self, pupils: Option<&[u32]>) -> Histogram {
        let Some(pupils) = pupils else { return self.count() };
        let mut counts = [0; CLASSES];
        pupils.iter().filter_map(|pupil| self.class(*pupil as usize)).for_each(|class| add(&mut counts, class));
        counts
    }
}

/// Pupils compared by one instruction.
const LANES: usize = 16;

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

#[inline]
fn add(histogram: &mut Histogram, class: u8) {
    if let Some(count) = histogram.get_mut(usize::from(class) % CLASSES) {
        *count += 1;
    }
}

/// The histogram of each group, in the order of the groups' names. `pupils`: only these, else all.
pub fn count_by_group(classified: &Classified, groups: &Groups, pupils: Option<&[u32]>) -> Vec<Histogram> {
    let mut counts = vec![[0; CLASSES]; groups.names.len()];
    let mut one = |group: u16, class: u8| {
        if let Some(histogram) = counts.get_mut(usize::from(group)) {
            add(histogram, class);
        }
    };
    match pupils {
        None => groups.of.iter().zip(&classified.0).for_each(|(group, class)| one(*group, *class)),
        Some(pupils) => {
            for pupil in pupils {
                let pupil = *pupil as usize;
                if let (Some(group), Some(class)) = (groups.of.get(pupil), classified.class(pupil)) {
                    one(*group, class);
                }
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_counted_once() {
        for pupils in [0, 1, 15, 16, 4079, 4080, 4081, 10_000] {
            let classes = (0..pupils).map(|pupil: u32| (pupil.wrapping_mul(2_654_435_761) >> 29) as u8);
            let classes = Classified(classes.collect());
            let mut expected = [0; CLASSES];
            classes.0.iter().for_each(|class| expected[usize::from(*class)] += 1);
            assert_eq!(classes.count(), expected, "{pupils}");
        }
    }
}

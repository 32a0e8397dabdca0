//! Pupils whose numbers in several columns are all within bounds.

use wide::u8x16;

/// A column and the inclusive range its numbers have to be in.
#[derive(Clone, Copy, Debug)]
pub struct RangeCondition<'a> {
    /// One number a pupil.
    pub column: &'a [u8],
    /// Lower bound, inclusive.
    pub least: u8,
    /// Upper bound, inclusive.
    pub most: u8,
}

/// Pupils per SIMD register.
const LANES: usize = 16;
/// Pupils per block: no more than a byte can count per SIMD lane.
const BLOCK: usize = LANES * 127;

/// Number of pupils who meet all conditions; 0 without conditions.
#[inline(never)]
#[must_use]
pub fn count_met(conditions: &[RangeCondition]) -> u32 {
    let mut count = 0;
    for_each_block(conditions, |_, met| {
        let (lanes, rest) = met.as_chunks::<LANES>();
        let sum = lanes.iter().fold(u8x16::ZERO, |sum, met| sum + u8x16::from(*met)).to_array();
        count += sum.iter().chain(rest).map(|met| u32::from(*met)).sum::<u32>();
    });
    count
}

/// Number of pupils among `pupils` (positions) who meet all conditions.
#[inline(never)]
#[must_use]
pub fn count_met_among(conditions: &[RangeCondition], pupils: &[u32]) -> u32 {
    let all = |pupil: &&u32| !conditions.is_empty() && conditions.iter().all(|condition| condition.is_met(**pupil));
    pupils.iter().filter(all).map(|_| 1).sum()
}

/// Positions of the pupils who meet all conditions, ascending.
#[inline(never)]
#[must_use]
pub fn positions_met(conditions: &[RangeCondition]) -> Vec<u32> {
    let mut positions = Vec::new();
    for_each_block(conditions, |first, met| {
        let ((lanes, rest), mut pupil) = (met.as_chunks::<LANES>(), first);
        for met in lanes {
            // Mostly, none of the sixteen does.
            if u128::from_ne_bytes(*met) != 0 {
                positions.extend((pupil..).zip(met).filter(|(_, met)| **met == 1).map(|(pupil, _)| pupil));
            }
            pupil += LANES as u32;
        }
        positions.extend((pupil..).zip(rest).filter(|(_, met)| **met == 1).map(|(pupil, _)| pupil));
    });
    positions
}

/// Adds 1 to the mark of every pupil who meets all conditions.
#[inline(never)]
pub fn mark_met(marks: &mut [u8], conditions: &[RangeCondition]) {
    let mut left = marks.chunks_mut(BLOCK);
    for_each_block(conditions, |_, met| {
        let marks = left.next().unwrap_or_default();
        let ((lanes, rest), (met, met_rest)) = (marks.as_chunks_mut::<LANES>(), met.as_chunks::<LANES>());
        lanes
            .iter_mut()
            .zip(met)
            .for_each(|(marks, met)| *marks = (u8x16::from(*marks) + u8x16::from(*met)).to_array());
        rest.iter_mut().zip(met_rest).for_each(|(mark, met)| *mark = mark.wrapping_add(*met));
    });
}

/// Calls `with` for each block: the position of its first pupil, and 1 or 0 for each pupil who meets all conditions or
/// not.
fn for_each_block(conditions: &[RangeCondition], mut with: impl FnMut(u32, &[u8])) {
    let pupils = conditions.iter().map(|condition| condition.column.len()).min().unwrap_or_default();
    let mut met = [0; BLOCK];
    let mut first = 0;
    while let Some(left) = pupils.checked_sub(first).filter(|left| *left > 0) {
        let met = met.split_at_mut(left.min(BLOCK)).0;
        met.fill(1);
        conditions.iter().for_each(|condition| condition.keep(first, met));
        with(u32::try_from(first).unwrap_or(u32::MAX), met);
        first += met.len();
    }
}

impl RangeCondition<'_> {
    /// Clears `met` of the pupils from `first` on who do not meet the condition.
    fn keep(&self, first: usize, met: &mut [u8]) {
        let numbers = self.column.get(first..).unwrap_or_default();
        let width = self.most.wrapping_sub(self.least);
        let ((lanes, rest), (numbers, numbers_rest)) = (met.as_chunks_mut::<LANES>(), numbers.as_chunks::<LANES>());
        let (least, most) = (u8x16::splat(self.least), u8x16::splat(width));
        for (met, numbers) in lanes.iter_mut().zip(numbers) {
            let above = u8x16::from(*numbers) - least;
            *met = (u8x16::from(*met) & above.min(most).simd_eq(above)).to_array();
        }
        for (met, number) in rest.iter_mut().zip(numbers_rest) {
            *met &= u8::from(number.wrapping_sub(self.least) <= width);
        }
    }

    fn is_met(&self, pupil: u32) -> bool {
        self.column.get(pupil as usize).is_some_and(|number| (self.least..=self.most).contains(number))
    }
}

//! How far each pupil's outcome is from the one wanted of the pupil.

use wide::u8x16;

/// There is nothing to compare: no prior level, or no outcome that says anything.
pub const NONE: u8 = 0;
/// There is no outcome yet.
pub const BLANK: u8 = 1;
/// The outcome is below everything that has a rank.
pub const NOT_MADE: u8 = 2;
/// So far below what is wanted, or further.
pub const LOWEST: u8 = 3;
/// Just what is wanted; each rank above is one more.
pub const WANTED: u8 = 16;
/// So far above what is wanted, or further.
pub const HIGHEST: u8 = 31;

/// The outcome of rank 0, before it is compared; less than this is one of [`NONE`], [`BLANK`] and [`NOT_MADE`].
pub const RANKED: u8 = 100;
/// The highest rank that may be wanted. Nothing is wanted of pupils who have more: they have no prior level.
pub const MOST_WANTED: u8 = 99;

/// Pupils compared by one instruction.
const LANES: usize = 16;

/// Outcomes become their distance from the ranks wanted.
#[inline(never)]
pub fn compare(outcomes: &mut [u8], wanted: &[u8]) {
    let ((lanes, rest), (wanted, wanted_rest)) = (outcomes.as_chunks_mut::<LANES>(), wanted.as_chunks::<LANES>());
    lanes.iter_mut().zip(wanted).for_each(|(outcomes, wanted)| *outcomes = distances(*outcomes, *wanted));
    // The last few are filled up to sixteen.
    let [mut last, mut last_wanted] = [[0; LANES]; 2];
    last.iter_mut().zip(&*rest).for_each(|(last, outcome)| *last = *outcome);
    last_wanted.iter_mut().zip(wanted_rest).for_each(|(last, wanted)| *last = *wanted);
    rest.iter_mut().zip(distances(last, last_wanted)).for_each(|(outcome, distance)| *outcome = distance);
}

fn distances(outcomes: [u8; LANES], wanted: [u8; LANES]) -> [u8; LANES] {
    let (outcomes, wanted, of) = (u8x16::from(outcomes), u8x16::from(wanted), u8x16::splat);
    let above =
        outcomes.saturating_sub(wanted).max(of(RANKED - (WANTED - LOWEST))).min(of(RANKED + (HIGHEST - WANTED)));
    let (ranked, compared) = (outcomes.max(of(RANKED)).simd_eq(outcomes), wanted.min(of(MOST_WANTED)).simd_eq(wanted));
    let distances = (ranked & (above - of(RANKED - WANTED))) | (!ranked & outcomes);
    // Nothing to compare is 0.
    (compared & distances).to_array()
}

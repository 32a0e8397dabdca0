//! The distance of each pupil's outcome from the one wanted, in ranks.

use wide::u8x16;

/// Nothing to compare: no prior level, or an outcome without a meaning.
pub const NONE: u8 = 0;
/// No outcome yet.
pub const BLANK: u8 = 1;
/// The outcome is below the lowest rank.
pub const NOT_MADE: u8 = 2;
/// Furthest distance below what is wanted; further ones count as this.
pub const LOWEST: u8 = 3;
/// Exactly what is wanted; one more for each rank above it.
pub const WANTED: u8 = 16;
/// Furthest distance above what is wanted; further ones count as this.
pub const HIGHEST: u8 = 31;

/// An outcome of rank 0 before it is compared; smaller numbers are [`NONE`], [`BLANK`] and [`NOT_MADE`].
pub const RANKED: u8 = 100;
/// The highest rank that may be wanted; above it, the pupil has no prior level and nothing is wanted.
pub const MOST_WANTED: u8 = 99;

/// Pupils per SIMD register.
const LANES: usize = 16;

/// Replaces each outcome by its distance from the rank wanted.
#[inline(never)]
pub fn compare(outcomes: &mut [u8], wanted: &[u8]) {
    let ((lanes, rest), (wanted, wanted_rest)) = (outcomes.as_chunks_mut::<LANES>(), wanted.as_chunks::<LANES>());
    lanes.iter_mut().zip(wanted).for_each(|(outcomes, wanted)| *outcomes = distances(*outcomes, *wanted));
    // The last few are padded to sixteen.
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
    // `NONE` is 0.
    (compared & distances).to_array()
}

//! Finds possible duplicates. Almost all keys are unique, and a two-bit-per-slot filter on their hashes proves most of
//! them so.

use crate::upn::PackedUpn;

/// A blank UPN: never a duplicate.
const NO_UPN: PackedUpn = [0; 8];
/// Slots per key: few enough for the filter to stay in the cache, enough to make chance collisions rare.
const SLOTS_PER_KEY: usize = 4;
/// Expected share that survives the first pass (1 in 6). Only a capacity hint.
const EXPECTED_SURVIVORS: usize = 6;
/// Fibonacci hashing: multiplying by it spreads a number over all its bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a key.
#[inline(always)]
fn hash(upn: PackedUpn, number: u16) -> u64 {
    let key = (u64::from_le_bytes(upn) ^ u64::from(number) << 44).wrapping_mul(SPREAD);
    (key ^ key >> 32).wrapping_mul(SPREAD)
}

/// The upper half of a hash, which is the better mixed one.
fn upper_half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The 64-bit hash for a hash table, from the upper half that [`candidates`] returns.
#[must_use]
pub fn spread_hash(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(SPREAD)
}

/// Positions of the pupils whose key may occur more than once, in file order, with the upper half of its hash. The key
/// is the UPN and a number (0 if `numbers` is empty); a pupil without a UPN has no key.
///
/// Keys are filtered twice: the second time there are few, so that next to no unique key survives.
#[inline(never)]
#[must_use]
pub fn candidates(upns: &[PackedUpn], numbers: &[u16]) -> Vec<(usize, u32)> {
    let mut first = HashSieve::new(upns.len() * SLOTS_PER_KEY);
    for_each_key(upns, numbers, |_, hash| first.insert(hash));
    // Hashes are computed again where they are needed: storing them would touch new memory, which costs more.
    let mut left = Vec::with_capacity(upns.len() / EXPECTED_SURVIVORS);
    for_each_key(upns, numbers, |pupil, hash| {
        if first.is_repeated(hash) {
            left.push(pupil);
        }
    });
    // The second filter uses other bits of the hash.
    let of = |pupil: u32| {
        let number = |numbers: &[u16]| numbers.get(pupil as usize).copied().unwrap_or_default();
        upns.get(pupil as usize).map_or(0, |upn| hash(*upn, number(numbers)).rotate_left(20))
    };
    let mut second = HashSieve::new(left.len() * SLOTS_PER_KEY);
    left.iter().for_each(|pupil| second.insert(of(*pupil)));
    let shared = left.iter().map(|pupil| (*pupil, of(*pupil))).filter(|(_, hash)| second.is_repeated(*hash));
    shared.map(|(pupil, hash)| (pupil as usize, upper_half(hash.rotate_right(20)))).collect()
}

/// Calls `with` for every pupil with a key: position and hash.
#[inline(always)]
fn for_each_key(upns: &[PackedUpn], numbers: &[u16], mut with: impl FnMut(u32, u64)) {
    let mut one = |(pupil, (upn, number)): (u32, (&PackedUpn, u16))| {
        if *upn != NO_UPN {
            with(pupil, hash(*upn, number));
        }
    };
    if numbers.is_empty() {
        (0..).zip(upns.iter().zip(std::iter::repeat(0))).for_each(&mut one);
    } else {
        (0..).zip(upns.iter().zip(numbers.iter().copied())).for_each(&mut one);
    }
}

/// A Bloom-like filter with one hash function that counts to two: two adjacent bits per slot, one set by the first hash
/// and the other by the second, so that one memory access reads both.
struct HashSieve {
    words: Vec<u64>,
}

impl HashSieve {
    /// With about `slots` slots.
    fn new(slots: usize) -> Self {
        Self { words: vec![0; (slots / 32 + 1).next_power_of_two()] }
    }

    /// Adds a hash.
    #[inline(always)]
    fn insert(&mut self, hash: u64) {
        let (word, bit) = self.slot(hash);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit | (*word & bit) << 1;
        }
    }

    /// Word and lower bit of a hash's slot, from the better mixed upper half.
    #[inline(always)]
    fn slot(&self, hash: u64) -> (usize, u64) {
        ((hash >> 37) as usize & (self.words.len() - 1), 1 << (2 * (hash >> 32 & 31)))
    }

    /// True if at least two hashes were added in the slot of this one.
    #[inline(always)]
    fn is_repeated(&self, hash: u64) -> bool {
        let (word, bit) = self.slot(hash);
        self.words.get(word).is_some_and(|word| word & bit << 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::NameInterner;
    use crate::upn::pack;

    fn upns(count: u64) -> Vec<PackedUpn> {
        let mut names = NameInterner::default();
        (0..count).map(|pupil| pack(format!("A926999{pupil:07}").as_bytes(), &mut names).to_le_bytes()).collect()
    }

    #[test]
    fn hashes_are_spread() {
        let (upns, schools) = (upns(40_000), (0..40_000).map(|pupil| pupil % 9).collect::<Vec<u16>>());
        let hashes = upns.iter().zip(&schools).map(|(upn, school)| hash(*upn, *school));
        let hashes = hashes.collect::<std::collections::HashSet<_>>();
        assert_eq!(hashes.len(), upns.len());
        let different = hashes.into_iter().map(upper_half).collect::<std::collections::HashSet<_>>().len();
        assert!(different > 39_900, "{different}");
        assert!(candidates(&upns, &schools).len() < 3_000 && candidates(&upns, &[]).len() < 3_000);
    }

    #[test]
    fn equal_keys_are_candidates_and_blank_ones_are_not() {
        let known = upns(3);
        let upns = [known[0], known[1], known[0], NO_UPN, NO_UPN, known[1], known[2]];
        let pupils = |numbers: &[u16]| candidates(&upns, numbers).into_iter().map(|(pupil, _)| pupil).collect();
        let (alike, apart): (Vec<_>, Vec<_>) = (pupils(&[]), pupils(&[1, 2, 3, 4, 4, 2, 1]));
        assert_eq!((alike, apart), (vec![0, 1, 2, 5], vec![1, 5]));
    }
}

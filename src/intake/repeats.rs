//! Rows that are there twice: the same UPN and school (RULES 2.3).
//!
//! A hash of each pupil's key is kept while rows are read; the search comes afterwards, a part of the hashes at a
//! time, so that its table stays small enough for the processor's cache.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// The hashes are searched in so many parts; a power of two.
const PARTS: u64 = 8;
/// The hash of a pupil without a UPN, who is nobody's repetition.
const NOBODY: u32 = 0;

/// The hash of a pupil's key.
pub(super) fn hash(upn: &[u8], school: u16) -> u32 {
    if upn.is_empty() {
        return NOBODY;
    }
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one((upn, school));
    // Where a word has 32 bits, as in WebAssembly, the upper half is empty.
    let [low, high] = [hash, hash >> 32].map(|half| half as u32);
    (low ^ high).max(NOBODY + 1)
}

/// A hash over all bits of a number (Fibonacci hashing).
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Each pupil who repeats an earlier one, with that earlier one, in order. `same` compares two pupils' keys.
pub(super) fn find(hashes: &[u32], same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut repeats = Vec::new();
    let mut table = HashTable::with_capacity(hashes.len() / PARTS as usize);
    for part in 0..PARTS {
        table.clear();
        let of_part =
            (0..).zip(hashes).filter(|(_, hash)| **hash != NOBODY && spread(**hash) >> 32 & (PARTS - 1) == part);
        for (pupil, hash) in of_part {
            let rehash = |other: &usize| spread(hashes.get(*other).copied().unwrap_or_default());
            let equal = |other: &usize| hashes.get(*other) == Some(hash) && same(*other, pupil);
            match table.entry(spread(*hash), equal, rehash) {
                hashbrown::hash_table::Entry::Occupied(earlier) => repeats.push((pupil, *earlier.get())),
                hashbrown::hash_table::Entry::Vacant(place) => drop(place.insert(pupil)),
            }
        }
    }
    repeats.sort_unstable();
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_keys_stays() {
        let keys = [b"A".as_slice(), b"B", b"", b"A", b"", b"C", b"A", b"B"];
        let hashes = keys.map(|key| hash(key, 7));
        let repeats = find(&hashes, |one, other| keys[one] == keys[other]);
        assert_eq!(repeats, [(3, 0), (6, 0), (7, 1)]);
    }

    #[test]
    fn equal_hashes_of_different_keys_are_no_repetition() {
        assert!(find(&[5, 5, 5], |_, _| false).is_empty());
    }
}

//! Finds duplicate rows: the same UPN and school (RULES 2.3).
//!
//! The search runs after reading. Nearly every key is unique, and its hash proves it so
//! ([`ambition_columns::duplicates`]); only the other keys are compared, in a hash table.

use ambition_columns::duplicates::spread_hash;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Given candidates `(pupil, hash)`, returns `(duplicate, original)` pairs in file order. `same` compares two pupils'
/// keys.
pub(super) fn confirm(candidates: Vec<(usize, u32)>, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut repeats = Vec::new();
    let mut table = HashTable::new();
    for (pupil, hash) in candidates {
        let rehash = |(_, hash): &(usize, u32)| spread_hash(*hash);
        match table.entry(spread_hash(hash), |(other, known)| *known == hash && same(*other, pupil), rehash) {
            Entry::Occupied(earlier) => repeats.push((pupil, earlier.get().0)),
            Entry::Vacant(place) => drop(place.insert((pupil, hash))),
        }
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_keys_stays() {
        let keys = ["A", "B", "", "A", "", "C", "A", "B"];
        let hash = |key: &str| key.bytes().map(u32::from).sum();
        let hashes = keys.iter().map(|key| hash(key)).enumerate().filter(|(_, hash)| *hash > 0);
        let repeats = confirm(hashes.collect(), |one, other| keys[one] == keys[other]);
        assert_eq!(repeats, [(3, 0), (6, 0), (7, 1)]);
    }

    #[test]
    fn equal_hashes_of_different_keys_are_not_duplicates() {
        assert!(confirm(vec![(0, 5), (1, 5), (2, 5)], |_, _| false).is_empty());
    }
}

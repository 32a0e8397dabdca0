//! Rows that are there twice: the same UPN and school (RULES 2.3).
//!
//! The search comes after reading. Nearly every key is there once, and its hash is enough to see that
//! ([`ambition_columns::duplicates`]); only the others go into a table and are compared.

use ambition_columns::duplicates::spread_hash;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Each pupil who repeats an earlier one, with that earlier one, in order: among those whose keys may be others' too,
/// each with the key's hash. `same` compares two pupils' keys.
pub(super) fn find(perhaps: Vec<(usize, u32)>, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut repeats = Vec::new();
    let mut table = HashTable::new();
    for (pupil, hash) in perhaps {
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
        let repeats = find(hashes.collect(), |one, other| keys[one] == keys[other]);
        assert_eq!(repeats, [(3, 0), (6, 0), (7, 1)]);
    }

    #[test]
    fn equal_hashes_of_different_keys_are_no_repetition() {
        assert!(find(vec![(0, 5), (1, 5), (2, 5)], |_, _| false).is_empty());
    }
}

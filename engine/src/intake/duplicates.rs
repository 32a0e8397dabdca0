//! Finds duplicate rows: the same UPN and school, and nothing that contradicts it (RULES 2.3).
//!
//! The search runs after reading. Nearly every key is unique, and its hash proves it so
//! ([`ambition_columns::duplicates`]); only the other keys are compared, in a hash table.

use std::collections::HashMap;

use ambition_columns::duplicates::spread_hash;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Most pupils with one key that are told apart; a number that more of them share identifies nobody.
const PUPILS_OF_A_KEY: usize = 16;

/// Given candidates `(pupil, hash)`, returns `(duplicate, original)` pairs in file order. `same_key` compares two pupils'
/// keys, `contradict` tells whether their names or dates of birth show that they are two.
pub(super) fn confirm(
    candidates: Vec<(usize, u32)>,
    same_key: impl Fn(usize, usize) -> bool,
    contradict: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut repeats = Vec::new();
    let mut table = HashTable::new();
    // Further pupils with the key of a first one.
    let mut further: HashMap<usize, Vec<usize>> = HashMap::new();
    for (pupil, hash) in candidates {
        let rehash = |(_, hash): &(usize, u32)| spread_hash(*hash);
        match table.entry(spread_hash(hash), |(other, known)| *known == hash && same_key(*other, pupil), rehash) {
            Entry::Vacant(place) => drop(place.insert((pupil, hash))),
            Entry::Occupied(earlier) => {
                let first = earlier.get().0;
                let others = further.entry(first).or_default();
                match [first].iter().chain(others.iter()).find(|other| !contradict(**other, pupil)) {
                    Some(original) => repeats.push((pupil, *original)),
                    None if others.len() < PUPILS_OF_A_KEY => others.push(pupil),
                    None => (),
                }
            }
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
        let repeats = confirm(hashes.collect(), |one, other| keys[one] == keys[other], |_, _| false);
        assert_eq!(repeats, [(3, 0), (6, 0), (7, 1)]);
    }

    #[test]
    fn equal_hashes_of_different_keys_are_not_duplicates() {
        assert!(confirm(vec![(0, 5), (1, 5), (2, 5)], |_, _| false, |_, _| false).is_empty());
    }

    #[test]
    fn pupils_with_one_key_and_different_names_are_not_duplicates() {
        let names = ["Amy", "Ben", "Amy", "Cai", "Ben"];
        let repeats =
            confirm((0..5).map(|pupil| (pupil, 7)).collect(), |_, _| true, |one, other| names[one] != names[other]);
        assert_eq!(repeats, [(2, 0), (4, 1)]);
        // A number that everybody has takes no time.
        let everybody = (0..100_000).map(|pupil| (pupil, 7)).collect();
        assert!(confirm(everybody, |_, _| true, |one, other| one != other).is_empty());
    }
}

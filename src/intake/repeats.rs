//! Rows that are there twice: the same UPN and school (RULES 2.3).
//!
//! The search comes after reading, by a hash of each pupil's key. Nearly every key is there once, and a bit for each of
//! its hashes is enough to see that; only the others go into a table and are compared.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// The hash of a pupil without a UPN, who is nobody's repetition.
const NOBODY: u32 = 0;
/// Bits for each pupil: so few that all of them stay in the processor's cache, so many that few are met by chance.
const BITS: usize = 4;
/// Multiplying by it spreads a number over all its bits (Fibonacci hashing).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a pupil's key.
pub(super) fn hash(upn: &[u8], school: u16) -> u32 {
    if upn.is_empty() {
        return NOBODY;
    }
    let add = |hash: u64, more: u64| (hash ^ more).wrapping_mul(SPREAD).rotate_left(29);
    let start = add(u64::from(school), upn.len() as u64);
    let hash = match (upn.as_chunks::<8>(), upn.last_chunk::<8>()) {
        // The last eight bytes overlap with those before them: quicker than taking what is left byte by byte.
        ((eights, _), Some(last)) => {
            let hash = eights.iter().fold(start, |hash, eight| add(hash, u64::from_le_bytes(*eight)));
            add(hash, u64::from_le_bytes(*last))
        }
        _ => upn.iter().fold(start, |hash, byte| add(hash, u64::from(*byte))),
    };
    ((hash ^ hash >> 32) as u32).max(NOBODY + 1)
}

fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(SPREAD)
}

/// The hashes of all pupils' keys, in blocks that fit where the last bytes of the file were: one long array would take
/// new memory, four bytes a pupil.
#[derive(Debug, Default)]
pub(super) struct Hashes(Vec<Vec<u32>>);

/// Hashes in a block.
const BLOCK: usize = 1 << 14;

impl FromIterator<u32> for Hashes {
    fn from_iter<I: IntoIterator<Item = u32>>(hashes: I) -> Self {
        let mut hashes = hashes.into_iter();
        let block = || {
            let mut block = Vec::with_capacity(BLOCK);
            block.extend(hashes.by_ref().take(BLOCK));
            (!block.is_empty()).then_some(block)
        };
        Self(std::iter::from_fn(block).collect())
    }
}

impl Hashes {
    fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flatten().copied()
    }
}

/// Each pupil who repeats an earlier one, with that earlier one, in order. `same` compares two pupils' keys.
pub(super) fn find(hashes: &Hashes, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut repeats = Vec::new();
    let mut table = HashTable::new();
    for (pupil, hash) in perhaps_repeated(hashes) {
        let rehash = |(_, hash): &(usize, u32)| spread(*hash);
        match table.entry(spread(hash), |(other, known)| *known == hash && same(*other, pupil), rehash) {
            Entry::Occupied(earlier) => repeats.push((pupil, earlier.get().0)),
            Entry::Vacant(place) => drop(place.insert((pupil, hash))),
        }
    }
    repeats
}

/// The pupils whose hash may be another pupil's too, in order. They are sifted twice: the second time there are few, so
/// that few bits leave next to none of those who are alone.
fn perhaps_repeated(hashes: &Hashes) -> impl Iterator<Item = (usize, u32)> {
    let pupils = || (0_usize..).zip(hashes.iter()).filter(|(_, hash)| *hash != NOBODY);
    let bits = hashes.len() * BITS;
    let first = Twice::new(pupils().map(|(_, hash)| spread(hash)), bits);
    // Other bits of the hash decide now.
    let second = |hash: u32| spread(hash).rotate_left(20);
    let twice =
        Twice::new(pupils().filter(|(_, hash)| first.has(spread(*hash))).map(|(_, hash)| second(hash)), bits / 8);
    pupils().filter(move |(_, hash)| first.has(spread(*hash)) && twice.has(second(*hash)))
}

/// A bit for each place that more than one number falls on.
struct Twice(Vec<u64>);

impl Twice {
    /// Of these numbers, by about so many bits.
    fn new(numbers: impl Iterator<Item = u64>, bits: usize) -> Self {
        let words = (bits / 64 + 1).next_power_of_two();
        let (mut once, mut twice) = (vec![0_u64; words], vec![0_u64; words]);
        for number in numbers {
            let (word, bit) = Self::place(number, words);
            if let (Some(once), Some(twice)) = (once.get_mut(word), twice.get_mut(word)) {
                *twice |= *once & bit;
                *once |= bit;
            }
        }
        Self(twice)
    }

    /// Word and bit: the upper half of a number is the one that is spread well.
    fn place(number: u64, words: usize) -> (usize, u64) {
        ((number >> 38) as usize & (words - 1), 1 << (number >> 32 & 63))
    }

    fn has(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number, self.0.len());
        self.0.get(word).is_some_and(|twice| twice & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_keys_stays() {
        let keys = [b"A".as_slice(), b"B", b"", b"A", b"", b"C", b"A", b"B"];
        let hashes = keys.iter().map(|key| hash(key, 7)).collect();
        let repeats = find(&hashes, |one, other| keys[one] == keys[other]);
        assert_eq!(repeats, [(3, 0), (6, 0), (7, 1)]);
    }

    #[test]
    fn equal_hashes_of_different_keys_are_no_repetition() {
        assert!(find(&[5, 5, 5].into_iter().collect(), |_, _| false).is_empty());
    }

    #[test]
    fn hashes_are_spread() {
        let hashes = (0..40_000_u32).map(|pupil| hash(format!("A926999{pupil:07}").as_bytes(), (pupil % 9) as u16));
        let hashes = hashes.collect::<Hashes>();
        assert_eq!(hashes.len(), 40_000);
        let different = hashes.iter().collect::<std::collections::HashSet<_>>().len();
        assert!(different > 39_900, "{different}");
        assert!(perhaps_repeated(&hashes).count() < 3_000);
        assert!(hash(b"A", 1) != hash(b"A", 2) && hash(b"AB", 1) != hash(b"BA", 1));
    }
}

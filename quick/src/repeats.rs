//! Keys that may be there twice, among many of which nearly every one is there once: a bit for each of their hashes is
//! enough to see that.

use crate::names::PARTS;

/// The hash of an empty key, which is nobody's repetition.
const NOBODY: u32 = 0;
/// Bits for each key: so few that all of them stay in the processor's cache, so many that few are met by chance.
const BITS: usize = 4;
/// Multiplying by it spreads a number over all its bits (Fibonacci hashing).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Hashes in a block: together they fit where the last bytes of a file were, and one long array would take new memory.
const BLOCK: usize = 1 << 14;

/// The hash of a text and a number; of an empty text, that of nobody.
#[inline]
fn hash(text: &[u8], number: u16) -> u32 {
    if text.is_empty() {
        return NOBODY;
    }
    let add = |hash: u64, more: u64| (hash ^ more).wrapping_mul(SPREAD).rotate_left(29);
    let start = add(u64::from(number), text.len() as u64);
    let hash = match (text.as_chunks::<8>(), text.last_chunk::<8>()) {
        // The last eight bytes overlap with those before them: quicker than taking what is left byte by byte.
        ((eights, _), Some(last)) => {
            let hash = eights.iter().fold(start, |hash, eight| add(hash, u64::from_le_bytes(*eight)));
            add(hash, u64::from_le_bytes(*last))
        }
        _ => text.iter().fold(start, |hash, byte| add(hash, u64::from(*byte))),
    };
    ((hash ^ hash >> 32) as u32).max(NOBODY + 1)
}

/// A hash as it decides a place among bits, or in a table.
#[must_use]
pub fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(SPREAD)
}

/// The pupils whose key may be another pupil's too, in order, with its hash. A key is the first of a pupil's names (see
/// [`crate::names::add`]) and a number, 0 where there are no numbers; one without a name is nobody's.
#[inline(never)]
#[must_use]
pub fn perhaps(text: &[u8], lengths: &[[u8; PARTS]], numbers: &[u16]) -> Vec<(usize, u32)> {
    sift(&hashes(text, lengths, numbers))
}

/// The hashes of all keys.
fn hashes(text: &[u8], lengths: &[[u8; PARTS]], numbers: &[u16]) -> Vec<Vec<u32>> {
    let mut from = 0;
    let mut numbers = numbers.iter();
    let mut of_pupil = |lengths: &[u8; PARTS]| {
        let [first, second, third] = lengths.map(usize::from);
        let key = text.get(from..from + first).unwrap_or_default();
        from += first + second + third;
        hash(key, numbers.next().copied().unwrap_or_default())
    };
    lengths.chunks(BLOCK).map(|block| block.iter().map(&mut of_pupil).collect()).collect()
}

/// Keys are sifted twice: the second time there are few, so that few bits leave next to none of those who are alone.
fn sift(hashes: &[Vec<u32>]) -> Vec<(usize, u32)> {
    let bits = hashes.iter().map(Vec::len).sum::<usize>() * BITS;
    let known = || hashes.iter().flatten().copied().filter(|hash| *hash != NOBODY);
    let mut first = Twice::new(bits);
    hashes
        .iter()
        .for_each(|block| block.iter().filter(|hash| **hash != NOBODY).for_each(|hash| first.add(spread(*hash))));
    // Other bits of the hash decide now.
    let second = |hash: u32| spread(hash).rotate_left(20);
    let mut twice = Twice::new(bits / 8);
    known().filter(|hash| first.has(spread(*hash))).for_each(|hash| twice.add(second(hash)));
    let mut perhaps = Vec::new();
    for (pupil, hash) in hashes.iter().flatten().enumerate() {
        if *hash != NOBODY && first.has(spread(*hash)) && twice.has(second(*hash)) {
            perhaps.push((pupil, *hash));
        }
    }
    perhaps
}

/// A bit for each place that a number fell on, and one for each that more than one did.
struct Twice {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Twice {
    /// With about so many bits.
    fn new(bits: usize) -> Self {
        let words = (bits / 64 + 1).next_power_of_two();
        Self { once: vec![0; words], twice: vec![0; words] }
    }

    #[inline]
    fn add(&mut self, number: u64) {
        let (word, bit) = self.place(number);
        if let (Some(once), Some(twice)) = (self.once.get_mut(word), self.twice.get_mut(word)) {
            *twice |= *once & bit;
            *once |= bit;
        }
    }

    /// Word and bit: the upper half of a number is the one that is spread well.
    #[inline]
    fn place(&self, number: u64) -> (usize, u64) {
        ((number >> 38) as usize & (self.once.len() - 1), 1 << (number >> 32 & 63))
    }

    #[inline]
    fn has(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.twice.get(word).is_some_and(|twice| twice & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_spread() {
        let hashes = (0..40_000_u32).map(|pupil| hash(format!("A926999{pupil:07}").as_bytes(), (pupil % 9) as u16));
        let hashes = hashes.collect::<Vec<_>>();
        let different = hashes.iter().collect::<std::collections::HashSet<_>>().len();
        assert!(different > 39_900, "{different}");
        assert!(sift(&[hashes]).len() < 3_000);
        assert!(hash(b"A", 1) != hash(b"A", 2) && hash(b"AB", 1) != hash(b"BA", 1));
    }

    #[test]
    fn equal_keys_are_among_them_and_nobody_is_not() {
        let (text, lengths) = (b"AAxBAAyzBA", [[2, 1, 0], [1, 0, 0], [2, 2, 0], [0, 0, 0], [0, 0, 0], [1, 0, 1]]);
        let pupils = |numbers: &[u16]| perhaps(text, &lengths, numbers).into_iter().map(|(pupil, _)| pupil).collect();
        let (alike, apart): (Vec<_>, Vec<_>) = (pupils(&[]), pupils(&[1, 2, 3, 4, 5, 6]));
        assert_eq!((alike, apart), (vec![0, 1, 2, 5], vec![]));
    }
}

//! Keys that may be there twice, among many of which nearly every one is there once: a place for each of their hashes is
//! enough to see that.

use crate::upn::PackedUpn;

/// The key of nobody: no UPN.
const NO_UPN: PackedUpn = [0; 8];
/// HashSieve for each key: so few that all of them stay in the processor's cache, so many that few are met by chance.
const SLOTS_PER_KEY: usize = 4;
/// One of so many is left after the first sifting; more are none the worse.
const EXPECTED_SURVIVORS: usize = 6;
/// Multiplying by it spreads a number over all its bits (Fibonacci hashing).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a UPN and a number.
#[inline(always)]
fn hash(upn: PackedUpn, number: u16) -> u64 {
    let key = (u64::from_le_bytes(upn) ^ u64::from(number) << 44).wrapping_mul(SPREAD);
    (key ^ key >> 32).wrapping_mul(SPREAD)
}

/// The upper half of a hash, which is spread well.
fn upper_half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// What is kept of a hash as it decides a place in a table.
#[must_use]
pub fn spread_hash(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(SPREAD)
}

/// The pupils whose key may be another pupil's too, in order, with its hash. A key is a UPN and a number, 0 where there
/// are no numbers; one without a UPN is nobody's.
///
/// Keys are sifted twice: the second time there are few, so that few places leave next to none of those who are alone.
#[inline(never)]
#[must_use]
pub fn candidates(upns: &[PackedUpn], numbers: &[u16]) -> Vec<(usize, u32)> {
    let mut first = HashSieve::new(upns.len() * SLOTS_PER_KEY);
    for_each_key(upns, numbers, |_, hash| first.insert(hash));
    // Hashes are made anew where they are needed: keeping them would take new memory, which costs more.
    let mut left = Vec::with_capacity(upns.len() / EXPECTED_SURVIVORS);
    for_each_key(upns, numbers, |pupil, hash| {
        if first.is_repeated(hash) {
            left.push(pupil);
        }
    });
    // Other bits of the hash decide now.
    let of = |pupil: u32| {
        let number = |numbers: &[u16]| numbers.get(pupil as usize).copied().unwrap_or_default();
        upns.get(pupil as usize).map_or(0, |upn| hash(*upn, number(numbers)).rotate_left(20))
    };
    let mut second = HashSieve::new(left.len() * SLOTS_PER_KEY);
    left.iter().for_each(|pupil| second.insert(of(*pupil)));
    let shared = left.iter().map(|pupil| (*pupil, of(*pupil))).filter(|(_, hash)| second.is_repeated(*hash));
    shared.map(|(pupil, hash)| (pupil as usize, upper_half(hash.rotate_right(20)))).collect()
}

/// Calls `with` every pupil who has a key, and its hash.
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

/// HashSieve that numbers fall on: two bits for each, one set by the first number and the other by the next. They stand beside
/// each other, so that one look into the memory finds both.
struct HashSieve {
    words: Vec<u64>,
}

impl HashSieve {
    /// About so many.
    fn new(places: usize) -> Self {
        Self { words: vec![0; (places / 32 + 1).next_power_of_two()] }
    }

    /// A number falls on its place.
    #[inline(always)]
    fn insert(&mut self, number: u64) {
        let (word, bit) = self.place(number);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit | (*word & bit) << 1;
        }
    }

    /// Word and lower bit: the upper half of a number is the one that is spread well.
    #[inline(always)]
    fn place(&self, number: u64) -> (usize, u64) {
        ((number >> 37) as usize & (self.words.len() - 1), 1 << (2 * (number >> 32 & 31)))
    }

    /// More than one number fell on the place of this one.
    #[inline(always)]
    fn is_repeated(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
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
    fn equal_keys_are_among_them_and_nobody_is_not() {
        let known = upns(3);
        let upns = [known[0], known[1], known[0], NO_UPN, NO_UPN, known[1], known[2]];
        let pupils = |numbers: &[u16]| candidates(&upns, numbers).into_iter().map(|(pupil, _)| pupil).collect();
        let (alike, apart): (Vec<_>, Vec<_>) = (pupils(&[]), pupils(&[1, 2, 3, 4, 4, 2, 1]));
        assert_eq!((alike, apart), (vec![0, 1, 2, 5], vec![1, 5]));
    }
}

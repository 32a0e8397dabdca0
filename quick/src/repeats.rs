//! Keys that may be there twice, among many of which nearly every one is there once: a bit for each of their hashes is
//! enough to see that.

use crate::upns::Packed;

/// The key of nobody: no UPN.
const NOBODY: Packed = [0; 8];
/// Bits for each key: so few that all of them stay in the processor's cache, so many that few are met by chance.
const BITS: usize = 4;
/// Multiplying by it spreads a number over all its bits (Fibonacci hashing).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a UPN and a number. It is made anew where it is needed: keeping all would take new memory, which costs
/// more.
#[inline(always)]
fn hash(upn: Packed, number: u16) -> u64 {
    let key = (u64::from_le_bytes(upn) ^ u64::from(number) << 44).wrapping_mul(SPREAD);
    (key ^ key >> 32).wrapping_mul(SPREAD)
}

/// The upper half of a hash, which is spread well.
fn kept(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// What is kept of a hash as it decides a place in a table.
#[must_use]
pub fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(SPREAD)
}

/// The pupils whose key may be another pupil's too, in order, with its hash. A key is a UPN and a number, 0 where there
/// are no numbers; one without a UPN is nobody's.
///
/// Keys are sifted twice: the second time there are few, so that few bits leave next to none of those who are alone.
#[inline(never)]
#[must_use]
pub fn perhaps(upns: &[Packed], numbers: &[u16]) -> Vec<(usize, u32)> {
    let bits = upns.len() * BITS;
    let of = |pupil: usize| of_pupil(upns, numbers, pupil);
    let mut first = Twice::new(bits);
    (0..upns.len()).filter_map(of).for_each(|hash| first.add(hash));
    // Other bits of the hash decide now.
    let second = |hash: u64| hash.rotate_left(20);
    let mut twice = Twice::new(bits / 8);
    let mut left = Vec::new();
    for pupil in 0..upns.len() {
        if let Some(hash) = of(pupil).filter(|hash| first.has(*hash)) {
            twice.add(second(hash));
            left.push(pupil as u32);
        }
    }
    let hashes = left.iter().filter_map(|pupil| Some((*pupil as usize, of(*pupil as usize)?)));
    hashes.filter(|(_, hash)| twice.has(second(*hash))).map(|(pupil, hash)| (pupil, kept(hash))).collect()
}

/// The hash of a pupil's key, if it is somebody's.
#[inline(always)]
fn of_pupil(upns: &[Packed], numbers: &[u16], pupil: usize) -> Option<u64> {
    let upn = upns.get(pupil).filter(|upn| **upn != NOBODY)?;
    Some(hash(*upn, numbers.get(pupil).copied().unwrap_or_default()))
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
    use crate::names::Names;
    use crate::upns::pack;

    fn upns(count: u64) -> Vec<Packed> {
        let mut names = Names::default();
        (0..count).map(|pupil| pack(format!("A926999{pupil:07}").as_bytes(), &mut names).to_le_bytes()).collect()
    }

    #[test]
    fn hashes_are_spread() {
        let (upns, schools) = (upns(40_000), (0..40_000).map(|pupil| pupil % 9).collect::<Vec<u16>>());
        let hashes = (0..upns.len()).filter_map(|pupil| of_pupil(&upns, &schools, pupil));
        let hashes = hashes.collect::<std::collections::HashSet<_>>();
        assert_eq!(hashes.len(), upns.len());
        let different = hashes.into_iter().map(kept).collect::<std::collections::HashSet<_>>().len();
        assert!(different > 39_900, "{different}");
        assert!(perhaps(&upns, &schools).len() < 3_000 && perhaps(&upns, &[]).len() < 3_000);
    }

    #[test]
    fn equal_keys_are_among_them_and_nobody_is_not() {
        let known = upns(3);
        let upns = [known[0], known[1], known[0], NOBODY, NOBODY, known[1], known[2]];
        let pupils = |numbers: &[u16]| perhaps(&upns, numbers).into_iter().map(|(pupil, _)| pupil).collect();
        let (alike, apart): (Vec<_>, Vec<_>) = (pupils(&[]), pupils(&[1, 2, 3, 4, 4, 2, 1]));
        assert_eq!((alike, apart), (vec![0, 1, 2, 5], vec![1, 5]));
    }
}

//! The places in a text that matter to a reader of rows: separators, quotes and line ends, found 64 bytes at a time.

use wide::u8x16;

/// Bytes looked at in one go.
const BLOCK: usize = 64;
/// Bytes compared by one instruction.
const LANES: usize = 16;

/// Walks over the separators, quotes and line ends of a text, in order.
pub struct Marks<'a> {
    bytes: &'a [u8],
    wanted: [u8x16; 4],
    base: usize,
    mask: u64,
}

impl<'a> Marks<'a> {
    /// From the first byte on.
    pub fn new(bytes: &'a [u8], separator: u8) -> Self {
        let wanted = [separator, b'\n', b'\r', b'"'].map(u8x16::splat);
        let mut marks = Self { bytes, wanted, base: 0, mask: 0 };
        marks.skip_to(0);
        marks
    }

    /// Goes on at this position.
    pub fn skip_to(&mut self, position: usize) {
        self.base = position - position % BLOCK;
        self.mask = self.block(self.base) & (u64::MAX << (position % BLOCK));
    }

    /// One bit for each byte of the block that starts at `base`; bytes behind the end have none.
    #[inline]
    fn block(&self, base: usize) -> u64 {
        if let Some(block) = self.bytes.get(base..base + BLOCK) {
            return self.compare(block);
        }
        let mut rest = [0; BLOCK];
        let tail = self.bytes.get(base..).unwrap_or_default();
        for (to, from) in rest.iter_mut().zip(tail) {
            *to = *from;
        }
        self.compare(&rest)
    }

    #[inline]
    fn compare(&self, block: &[u8]) -> u64 {
        let [separator, line_feed, carriage_return, quote] = self.wanted;
        let (lanes, _) = block.as_chunks::<LANES>();
        lanes.iter().rev().fold(0, |mask, lane| {
            let lane = u8x16::from(*lane);
            let hits =
                lane.simd_eq(separator) | lane.simd_eq(line_feed) | lane.simd_eq(carriage_return) | lane.simd_eq(quote);
            (mask << LANES) | u64::from(hits.to_bitmask())
        })
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        self.find(|_| true)
    }

    /// The same as the one every iterator has, with the place kept in local variables.
    #[inline]
    fn find<P: FnMut(&usize) -> bool>(&mut self, mut wanted: P) -> Option<usize> {
        let (mut base, mut mask) = (self.base, self.mask);
        let found = loop {
            while mask == 0 {
                base += BLOCK;
                if base >= self.bytes.len() {
                    (self.base, self.mask) = (base, 0);
                    return None;
                }
                mask = self.block(base);
            }
            let at = base + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if wanted(&at) {
                break at;
            }
        };
        (self.base, self.mask) = (base, mask);
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_mark_and_nothing_else() {
        let text = b"a,b\"c\r\nd;".repeat(40);
        let plain = |byte: &u8| [b',', b'"', b'\r', b'\n'].contains(byte);
        let expected = text.iter().enumerate().filter(|(_, byte)| plain(byte)).map(|(at, _)| at);
        assert!(Marks::new(&text, b',').eq(expected));
    }

    #[test]
    fn goes_on_where_it_is_told() {
        let text = [b','; 200];
        let mut marks = Marks::new(&text, b',');
        marks.skip_to(130);
        assert_eq!(marks.next(), Some(130));
        assert_eq!(marks.count(), 69);
    }
}

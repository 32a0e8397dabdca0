//! The structural bytes of a text, found 64 at a time: delimiters, and the quotes and line ends that end a record or
//! turn a delimiter into text.

use wide::u8x16;

/// Bytes per mask.
const BLOCK: usize = 64;
/// Bytes per SIMD register.
const LANES: usize = 16;

/// Iterates over the structural bytes from some position on. A copy advances on its own.
#[derive(Clone, Copy)]
pub struct DelimiterMask<'a> {
    bytes: &'a [u8],
    delimiter: u8x16,
    /// Start of the current block.
    base: usize,
    /// Delimiters of the current block not passed yet, one bit a byte.
    delimiters: u64,
    /// Quotes and line ends of the current block not passed yet.
    others: u64,
}

impl<'a> DelimiterMask<'a> {
    /// Starts at `position`.
    pub fn new(bytes: &'a [u8], delimiter: u8, position: usize) -> Self {
        let mut marks = Self { bytes, delimiter: u8x16::splat(delimiter), base: 0, delimiters: 0, others: 0 };
        marks.skip_to(position);
        marks
    }

    /// Continues at `position`.
    pub fn skip_to(&mut self, position: usize) {
        self.load(position - position % BLOCK);
        let ahead = u64::MAX << (position % BLOCK);
        self.delimiters &= ahead;
        self.others &= ahead;
    }

    /// Calls `each` with every delimiter before the next quote or line end, whose position is returned; `None` at the
    /// end.
    #[inline(always)]
    pub fn next_other(&mut self, mut each: impl FnMut(usize)) -> Option<usize> {
        loop {
            // The bits below the lowest of the others; all of them, if there is no other.
            let before = (self.others & self.others.wrapping_neg()).wrapping_sub(1);
            let mut passed = self.delimiters & before;
            while passed != 0 {
                each(self.base + passed.trailing_zeros() as usize);
                passed &= passed - 1;
            }
            self.delimiters &= !before;
            if self.others != 0 {
                let at = self.base + self.others.trailing_zeros() as usize;
                self.others &= self.others - 1;
                return Some(at);
            }
            if self.base + BLOCK >= self.bytes.len() {
                return None;
            }
            self.load(self.base + BLOCK);
        }
    }

    /// Position of the next delimiter or line end, skipping quotes; `None` at the end.
    pub fn next_but_quotes(&mut self) -> Option<usize> {
        loop {
            let mut all = self.delimiters | self.others;
            while all != 0 {
                let at = self.base + all.trailing_zeros() as usize;
                all &= all - 1;
                if self.bytes.get(at) != Some(&b'"') {
                    (self.delimiters, self.others) = (self.delimiters & all, self.others & all);
                    return Some(at);
                }
            }
            (self.delimiters, self.others) = (0, 0);
            if self.base + BLOCK >= self.bytes.len() {
                return None;
            }
            self.load(self.base + BLOCK);
        }
    }

    /// Loads the block that starts at `base`; the last one is padded with zeros, which match nothing.
    #[inline(always)]
    fn load(&mut self, base: usize) {
        self.base = base;
        (self.delimiters, self.others) = match self.bytes.get(base..base + BLOCK).and_then(<[u8]>::first_chunk) {
            Some(block) => self.compare(block),
            None => self.compare(&self.last_block(base)),
        };
    }

    #[cold]
    fn last_block(&self, base: usize) -> [u8; BLOCK] {
        let mut rest = [0; BLOCK];
        let tail = self.bytes.get(base..).unwrap_or_default();
        rest.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
        rest
    }

    /// The masks of a block: delimiters, and quotes and line ends.
    #[inline(always)]
    fn compare(&self, block: &[u8; BLOCK]) -> (u64, u64) {
        let [line_feed, carriage_return, quote] = [b'\n', b'\r', b'"'].map(u8x16::splat);
        let (lanes, _) = block.as_chunks::<LANES>();
        lanes.iter().rev().fold((0, 0), |(delimiters, others), lane| {
            let lane = u8x16::from(*lane);
            let other = lane.simd_eq(line_feed) | lane.simd_eq(carriage_return) | lane.simd_eq(quote);
            let add = |mask: u64, hits: u8x16| mask << LANES | u64::from(hits.to_bitmask());
            (add(delimiters, lane.simd_eq(self.delimiter)), add(others, other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_structural_byte_and_nothing_else() {
        let text = b"a,b\"c\r\nd;".repeat(40);
        let mut marks = DelimiterMask::new(&text, b',', 0);
        let mut found = Vec::new();
        while let Some(other) = marks.next_other(|at| found.push(at)) {
            found.push(other);
        }
        let mark = |byte: &u8| [b',', b'"', b'\r', b'\n'].contains(byte);
        let expected = text.iter().enumerate().filter(|(_, byte)| mark(byte)).map(|(at, _)| at);
        assert!(found.into_iter().eq(expected));
    }

    #[test]
    fn continues_where_it_is_told() {
        let text = [b','; 200];
        let mut marks = DelimiterMask::new(&text, b',', 130);
        assert_eq!(marks.next_but_quotes(), Some(130));
        let mut others = 0;
        assert_eq!(marks.next_other(|_| others += 1), None);
        assert_eq!(others, 69);
    }

    #[test]
    fn quotes_are_passed_over() {
        let text = b"\"\"a\"".repeat(40);
        let text = [text.as_slice(), b",\"\n\""].concat();
        let mut marks = DelimiterMask::new(&text, b',', 0);
        assert_eq!([160, 162].map(Some), [marks.next_but_quotes(), marks.next_but_quotes()]);
        assert_eq!(marks.next_but_quotes(), None);
    }
}

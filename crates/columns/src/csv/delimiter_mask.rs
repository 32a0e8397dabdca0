//! The places in a text that matter to a reader of rows, found 64 bytes at a time: delimiters, and what ends a row or
//! may keep a delimiter from being one (quotes and line ends).

use wide::u8x16;

/// Bytes looked at in one go.
const BLOCK: usize = 64;
/// Bytes compared by one instruction.
const LANES: usize = 16;

/// The marks of a text from some place on. A copy goes its own way.
#[derive(Clone, Copy)]
pub struct DelimiterMask<'a> {
    bytes: &'a [u8],
    delimiter: u8x16,
    /// Where the block under way begins.
    base: usize,
    /// Its delimiters not yet passed, a bit for each byte.
    delimiters: u64,
    /// Its quotes and line ends not yet passed.
    others: u64,
}

impl<'a> DelimiterMask<'a> {
    /// From this position on.
    pub fn new(bytes: &'a [u8], delimiter: u8, position: usize) -> Self {
        let mut marks = Self { bytes, delimiter: u8x16::splat(delimiter), base: 0, delimiters: 0, others: 0 };
        marks.skip_to(position);
        marks
    }

    /// Goes on at this position.
    pub fn skip_to(&mut self, position: usize) {
        self.look(position - position % BLOCK);
        let behind = u64::MAX << (position % BLOCK);
        self.delimiters &= behind;
        self.others &= behind;
    }

    /// Calls `each` with every delimiter before the next quote or line end, and gives that one; `None`: there is none.
    #[inline(always)]
    pub fn next_other(&mut self, mut each: impl FnMut(usize)) -> Option<usize> {
        loop {
            // The bits below the lowest of the others; all, where there is none.
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
            self.look(self.base + BLOCK);
        }
    }

    /// The next delimiter or line end, quotes passed over.
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
            self.look(self.base + BLOCK);
        }
    }

    /// Looks at the block that starts at `base`; bytes behind the end are no marks.
    #[inline(always)]
    fn look(&mut self, base: usize) {
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

    /// A bit for each delimiter, and one for each of the others.
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
    fn finds_every_mark_and_nothing_else() {
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
    fn goes_on_where_it_is_told() {
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

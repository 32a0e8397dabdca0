//! Lines whose fields are their own clean text, as in nearly all rows, are recognised without a look at each field: a bit
//! for each of 64 bytes says what stands there. What a plain field is, [`super::is_plain`] says.

use wide::u8x16;

use super::{CellCounts, SUSPECT_BYTES};
use crate::csv::CsvRecord;

/// Bytes per SIMD register.
const LANES: usize = 16;
/// Bytes that are looked at together.
const WINDOW: usize = 64;
/// Those of them that are counted; the rest shows what follows.
const STEP: usize = 48;
const IN_STEP: u64 = (1 << STEP) - 1;

/// The line of a record whose fields are all plain, with one delimiter between them, and what it counts; `ends` becomes
/// where each field ends in the line. `None`: it has to be read field by field.
pub(super) fn read<'a>(record: &CsvRecord<'a>, ends: &mut Vec<u32>) -> Option<(&'a [u8], CellCounts)> {
    let (line, delimiter) = (record.line()?, record.delimiter()?);
    // A delimiter that is part of no word or number.
    if !delimiter.is_ascii() || delimiter.is_ascii_alphanumeric() {
        return None;
    }
    let counted = CountedLine::new(line, delimiter)?;
    if !(counted.can_be_seen || is_clean_text(line, delimiter)) {
        return None;
    }
    ends.clear();
    ends.extend(record.ends_in_line());
    if ends.last().copied() != u32::try_from(line.len()).ok() {
        return None;
    }
    let is_number_with_zeros = |field: &[u8]| field.last() == Some(&b'0') && field.contains(&b'.');
    let may_have_one = counted.has_zero_at_end && memchr::memchr(b'.', line).is_some();
    (!may_have_one || !line.split(|byte| *byte == delimiter).any(is_number_with_zeros)).then_some((line, counted.cells))
}

/// True for UTF-8 without a byte of what is cleaned away, besides the delimiter.
fn is_clean_text(line: &[u8], delimiter: u8) -> bool {
    let is_suspect = |byte: u8| byte != delimiter && SUSPECT_BYTES.get(usize::from(byte)) == Some(&true);
    !line.iter().any(|byte| is_suspect(*byte)) && std::str::from_utf8(line).is_ok()
}

/// The counts of a line in which no field begins or ends with a space, or begins with what guards a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CountedLine {
    cells: CellCounts,
    /// It is ASCII that can be seen, and the delimiter.
    can_be_seen: bool,
    /// A field ends with a zero.
    has_zero_at_end: bool,
}

impl CountedLine {
    /// `None`: a field begins or ends with what is cleaned away.
    fn new(line: &[u8], delimiter: u8) -> Option<Self> {
        let mut counted = Self { cells: CellCounts::default(), can_be_seen: true, has_zero_at_end: false };
        // The line begins after a delimiter, and there are delimiters behind it.
        let mut follows_delimiter = 1;
        for from in (0..line.len()).step_by(STEP) {
            let masks = LineMasks::new(line.get(from..)?, delimiter);
            let LineMasks { delimiters, digits, .. } = masks;
            let [second, third, fourth] = [1, 2, 3].map(|places| delimiters >> places);
            let begins = !delimiters & (delimiters << 1 | follows_delimiter) & IN_STEP;
            let ends = !delimiters & second & IN_STEP;
            follows_delimiter = delimiters >> (STEP - 1) & 1;
            if begins & masks.not_at_start != 0 || ends & masks.spaces != 0 {
                return None;
            }
            // Fields of one byte, of two with a digit, and of three between digits.
            let short =
                second | !second & third & (digits | digits >> 1) | !second & !third & fourth & digits & digits >> 2;
            counted.cells.filled += begins.count_ones();
            counted.cells.wordy += (begins & !short).count_ones();
            counted.can_be_seen &= masks.unseen == 0;
            counted.has_zero_at_end |= ends & masks.zeros != 0;
        }
        Some(counted)
    }
}

/// What stands in the first bytes of a text, the first byte in the lowest bit; behind the text there are delimiters.
#[derive(Clone, Copy, Debug, Default)]
struct LineMasks {
    delimiters: u64,
    digits: u64,
    zeros: u64,
    spaces: u64,
    /// What no plain field begins with: a space, or what guards a value.
    not_at_start: u64,
    /// What is neither ASCII that can be seen nor a delimiter.
    unseen: u64,
}

impl LineMasks {
    #[inline(always)]
    fn new(text: &[u8], delimiter: u8) -> Self {
        let window = text.first_chunk::<WINDOW>().copied().unwrap_or_else(|| {
            let mut window = [delimiter; WINDOW];
            window.iter_mut().zip(text).for_each(|(place, byte)| *place = *byte);
            window
        });
        let (blocks, _) = window.as_chunks::<LANES>();
        let mut masks = Self::default();
        for block in blocks.iter().rev() {
            let bytes = u8x16::new(*block);
            let add = |mask: u64, hits: u8x16| mask << LANES | u64::from(hits.to_bitmask());
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            let between = |first: u8, last: u8| {
                (bytes - u8x16::splat(first)).saturating_sub(u8x16::splat(last - first)).simd_eq(u8x16::ZERO)
            };
            let (delimiters, spaces) = (is(delimiter), is(b' '));
            masks.delimiters = add(masks.delimiters, delimiters);
            masks.digits = add(masks.digits, between(b'0', b'9'));
            masks.zeros = add(masks.zeros, is(b'0'));
            masks.spaces = add(masks.spaces, spaces);
            masks.not_at_start = add(masks.not_at_start, spaces | is(b'\'') | is(b'='));
            masks.unseen = add(masks.unseen, !(between(b' ', b'~') | delimiters));
        }
        masks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field by field.
    fn counted(line: &[u8], delimiter: u8) -> Option<CountedLine> {
        let mut counted = CountedLine { cells: CellCounts::default(), can_be_seen: true, has_zero_at_end: false };
        for field in line.split(|byte| *byte == delimiter) {
            counted.cells.add(field);
            counted.can_be_seen &= field.iter().all(|byte| (b' '..=b'~').contains(byte));
            counted.has_zero_at_end |= field.last() == Some(&b'0');
            let (first, last) = (field.first(), field.last());
            if last == Some(&b' ') || first.is_some_and(|first| [b' ', b'\'', b'='].contains(first)) {
                return None;
            }
        }
        Some(counted)
    }

    #[test]
    fn each_byte_counts_wherever_it_stands() {
        for length in [1, 2, 3, 15, 16, 17, 47, 48, 49, 63, 64, 65, 96, 130] {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut line = vec![b'a'; length];
                    line[place] = byte;
                    for delimiter in [b',', b'\t', b' '] {
                        assert_eq!(CountedLine::new(&line, delimiter), counted(&line, delimiter), "{line:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn lines_of_short_fields_are_counted_as_their_fields_are() {
        let mut random = 1_u64;
        let mut plain = 0;
        for _ in 0..200_000 {
            let mut next = |most: u64| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                random % most
            };
            let length = next(140) + 1;
            // Few spaces and guards, so that most lines are plain.
            let mut byte = || {
                let most = if next(40) == 0 { 29 } else { 26 };
                b",,,,aaaaaaaabbb0001122.\xc3\xab~ '="[next(most) as usize]
            };
            let line = (0..length).map(|_| byte());
            let line = line.collect::<Vec<_>>();
            let wanted = counted(&line, b',');
            plain += usize::from(wanted.is_some());
            assert_eq!(CountedLine::new(&line, b','), wanted, "{:?}", String::from_utf8_lossy(&line));
        }
        assert!((50_000..195_000).contains(&plain), "{plain}");
    }
}

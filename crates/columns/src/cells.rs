//! The cells of a row as one text, with the place where each of them ends.
//!
//! The file of a school is looked at whole before it is read, so whatever is done with every cell is here, compiled for
//! speed. The loops over a row are not inlined: what calls them is compiled for size.

mod plain_line;

use crate::csv::CsvRecord;

/// Appends the clean text of a field, in UTF-8.
pub type AppendClean = fn(&[u8], &mut Vec<u8>);

/// What stands between two cells, unless it is the delimiter of the file: one byte, which is part of no cell.
const BETWEEN: u8 = b',';

/// The cells of a row.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// The cells with one byte between them.
    text: String,
    ends: Vec<u32>,
    counts: CellCounts,
}

/// What is asked of nearly every row, counted as it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CellCounts {
    /// Cells with anything in them.
    filled: u32,
    /// Those that may have two letters, as their lengths and ends show it.
    wordy: u32,
}

impl CellCounts {
    fn add(&mut self, cell: &[u8]) {
        self.filled += u32::from(!cell.is_empty());
        self.wordy += u32::from(is_wordy(cell));
    }

    fn remove(&mut self, cell: &[u8]) {
        self.filled -= u32::from(!cell.is_empty());
        self.wordy -= u32::from(is_wordy(cell));
    }
}

/// True for a cell that may have two letters: two bytes besides a digit at either end.
fn is_wordy(cell: &[u8]) -> bool {
    let ([first, _, ..], [.., last]) = (cell, cell) else { return false };
    cell.len() - usize::from(first.is_ascii_digit()) - usize::from(last.is_ascii_digit()) > 1
}

impl Cells {
    /// Reads the fields of a record, each of which `append_clean` cleans unless it is plain. `room` is used again and
    /// again, so that a row is allocated at its size.
    #[inline(never)]
    #[must_use]
    pub fn read(record: &CsvRecord, room: &mut CellRoom, append_clean: AppendClean) -> Self {
        let CellRoom { text, ends } = room;
        if let Some((line, counts)) = plain_line::read(record, ends) {
            return Self::new(line, ends, counts);
        }
        text.clear();
        ends.clear();
        let mut counts = CellCounts::default();
        for index in 0..record.len() {
            text.extend((index > 0).then_some(BETWEEN));
            let start = text.len();
            match record.unquoted_field(index).filter(|field| is_plain(field)) {
                Some(field) => text.extend_from_slice(field),
                None => append_clean(&record.field(index), text),
            }
            ends.push(text.len() as u32);
            counts.add(text.get(start..).unwrap_or_default());
        }
        Self::new(text, ends, counts)
    }

    /// Of a text in UTF-8.
    fn new(text: &[u8], ends: &[u32], counts: CellCounts) -> Self {
        Self { text: std::str::from_utf8(text).unwrap_or_default().to_owned(), ends: ends.to_vec(), counts }
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell; empty beyond the last one.
    #[must_use]
    pub fn get(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        self.text.get(self.start(column)..*end as usize).unwrap_or_default()
    }

    /// True for a cell with anything in it.
    #[must_use]
    pub fn is_filled(&self, column: usize) -> bool {
        self.ends.get(column).is_some_and(|end| *end as usize > self.start(column))
    }

    /// The cells in order.
    #[must_use]
    pub fn iter(&self) -> CellIter<'_> {
        CellIter { text: &self.text, start: 0, ends: self.ends.iter() }
    }

    /// Number of cells with anything in them.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.counts.filled as usize
    }

    /// Number of cells that may have two letters, as their lengths and ends show it: no fewer than
    /// [`with_letters`](Self::with_letters).
    #[must_use]
    pub fn wordy(&self) -> usize {
        self.counts.wordy as usize
    }

    /// Number of these columns with anything in them.
    #[inline(never)]
    #[must_use]
    pub fn filled_of(&self, columns: &[usize]) -> usize {
        columns.iter().filter(|column| self.is_filled(**column)).count()
    }

    /// Number of cells with two letters, of which every byte beyond ASCII is one.
    #[inline(never)]
    #[must_use]
    pub fn with_letters(&self) -> usize {
        let bytes = self.text.as_bytes();
        let (mut start, mut with_letters) = (0, 0);
        for end in &self.ends {
            let end = *end as usize;
            if end > start + 1 {
                let letters = bytes.get(start..end).unwrap_or_default().iter().map(|byte| u32::from(is_letter(*byte)));
                with_letters += usize::from(letters.sum::<u32>() > 1);
            }
            start = end + 1;
        }
        with_letters
    }

    /// Number of cells with anything in them that are those of another row, ignoring ASCII case.
    #[inline(never)]
    #[must_use]
    pub fn same_as(&self, other: &Self) -> usize {
        let (mut start, mut other_start, mut same) = (0, 0, 0);
        for (end, other_end) in self.ends.iter().zip(&other.ends) {
            let length = end - start;
            if length == other_end - other_start && length > 0 {
                let one = self.text.as_bytes().get(start as usize..*end as usize).unwrap_or_default();
                let other = other.text.as_bytes().get(other_start as usize..*other_end as usize).unwrap_or_default();
                same += usize::from(one.eq_ignore_ascii_case(other));
            }
            (start, other_start) = (end + 1, other_end + 1);
        }
        same
    }

    /// Number of cells with anything in them that are as long as those of another row: no fewer than
    /// [`same_as`](Self::same_as).
    #[inline(never)]
    #[must_use]
    pub fn as_long_as(&self, other: &Self) -> usize {
        let (mut start, mut other_start, mut as_long) = (0, 0, 0);
        for (end, other_end) in self.ends.iter().zip(&other.ends) {
            let length = end - start;
            as_long += usize::from(length > 0 && length == other_end - other_start);
            (start, other_start) = (end + 1, other_end + 1);
        }
        as_long
    }

    /// True if a cell begins with a byte of this set.
    #[inline(never)]
    #[must_use]
    pub fn begin_with(&self, bytes: &[bool; 256]) -> bool {
        let text = self.text.as_bytes();
        let mut start = 0;
        self.ends.iter().any(|end| {
            let from = std::mem::replace(&mut start, *end as usize + 1);
            let first = text.get(from).filter(|_| from < *end as usize);
            first.and_then(|first| bytes.get(usize::from(*first))) == Some(&true)
        })
    }

    /// True if no cell has anything in it.
    #[must_use]
    pub fn are_blank(&self) -> bool {
        // What stands between the cells is all there is.
        self.text.len() < self.ends.len().max(1)
    }

    /// True if a cell has this byte, which is no delimiter.
    #[must_use]
    pub fn have(&self, byte: u8) -> bool {
        memchr::memchr(byte, self.text.as_bytes()).is_some()
    }

    /// True if a cell has a digit.
    #[inline(never)]
    #[must_use]
    pub fn have_digit(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Counts the filled cells of the first columns, by column.
    #[inline(never)]
    pub fn count_decimals(&self, columns: &mut [DecimalCount]) {
        let (text, mut start) = (self.text.as_bytes(), 0);
        for (count, end) in columns.iter_mut().zip(&self.ends) {
            let end = *end as usize;
            // Nearly every cell is too short, or begins with a letter.
            let may_be_one = end >= start + SHORTEST_DECIMAL && text.get(start).is_some_and(u8::is_ascii_digit);
            let is_decimal = may_be_one && text.get(start..end).is_some_and(is_decimal_number);
            count.decimals += usize::from(is_decimal);
            count.others += usize::from(end > start && !is_decimal);
            start = end + 1;
        }
    }

    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        if !self.is_empty() {
            self.text.push(char::from(BETWEEN));
        }
        self.text.push_str(cell);
        self.ends.push(self.text.len() as u32);
        self.counts.add(cell.as_bytes());
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, column: usize, text: &str) {
        self.widen(column + 1);
        let end = self.ends.get(column).map_or(0, |end| *end as usize);
        let cell = self.start(column)..end;
        let mut counts = self.counts;
        counts.remove(self.get(column).as_bytes());
        counts.add(text.as_bytes());
        self.counts = counts;
        let (before, after) = (cell.len() as u32, text.len() as u32);
        self.text.replace_range(cell, text);
        self.ends.iter_mut().skip(column).for_each(|end| *end = *end - before + after);
    }

    /// Adds empty cells up to this number of cells.
    pub fn widen(&mut self, width: usize) {
        (self.len()..width).for_each(|_| self.push(""));
    }

    /// Where a cell begins in the text.
    fn start(&self, column: usize) -> usize {
        column.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize + 1)
    }
}

/// Equal cells are equal, whatever stands between them.
impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Cells {}

/// How many filled cells of a column are numbers with decimals, and how many are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecimalCount {
    /// Numbers with decimals.
    pub decimals: usize,
    /// Anything else.
    pub others: usize,
}

impl<C: AsRef<str>> FromIterator<C> for Cells {
    fn from_iter<I: IntoIterator<Item = C>>(cells: I) -> Self {
        let mut row = Self::default();
        cells.into_iter().for_each(|cell| row.push(cell.as_ref()));
        row
    }
}

impl<'a> IntoIterator for &'a Cells {
    type Item = &'a str;
    type IntoIter = CellIter<'a>;

    fn into_iter(self) -> CellIter<'a> {
        self.iter()
    }
}

/// The cells of a row in order.
#[derive(Clone, Debug)]
pub struct CellIter<'a> {
    text: &'a str,
    start: usize,
    ends: std::slice::Iter<'a, u32>,
}

impl<'a> Iterator for CellIter<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let end = *self.ends.next()? as usize;
        let start = std::mem::replace(&mut self.start, end + 1);
        Some(self.text.get(start..end).unwrap_or_default())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ends.size_hint()
    }
}

impl ExactSizeIterator for CellIter<'_> {}

/// Room in which rows are read.
#[derive(Debug, Default)]
pub struct CellRoom {
    text: Vec<u8>,
    ends: Vec<u32>,
}

/// Which bytes may be part of what is cleaned away: controls, and the first bytes of all marks and spaces; 0xA0 is the
/// no-break space of Windows-1252, 0xAD its soft hyphen, and five bytes up to 0x9D are controls there.
#[allow(clippy::indexing_slicing, reason = "while compiling, where an index that is not there is an error")]
pub const SUSPECT_BYTES: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < suspect.len() {
        suspect[byte] = matches!(
            byte,
            0..0x20 | 0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xa0 | 0xad | 0xc2 | 0xe1..=0xe3 | 0xef
        );
        byte += 1;
    }
    suspect
};

/// True for a field that is its own clean text: ASCII that can be seen, without space around it, nothing that guards a
/// value, and no number that may be written with a zero after its point. [`plain_line`] has the same rule for whole lines.
fn is_plain(field: &[u8]) -> bool {
    let ([first, ..], [.., last]) = (field, field) else { return true };
    let may_end_in_zeros = *last == b'0' && field.contains(&b'.');
    let is_guarded = matches!(*first, b' ' | b'\'' | b'=');
    !is_guarded && *last != b' ' && !may_end_in_zeros && field.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// Length of a number such as "1.5".
const SHORTEST_DECIMAL: usize = 3;

/// True for a number with decimals, such as an average: digits, a point or comma, digits, and perhaps percent signs.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    is_decimal_number(text.as_bytes())
}

fn is_decimal_number(text: &[u8]) -> bool {
    let Some(point) = text.iter().position(|byte| !byte.is_ascii_digit()) else { return false };
    let decimals = text.get(point + 1..).unwrap_or_default();
    let decimals = decimals.iter().rposition(|byte| *byte != b'%').and_then(|last| decimals.get(..=last));
    point > 0
        && matches!(text.get(point), Some(b'.' | b','))
        && decimals.is_some_and(|decimals| decimals.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests;

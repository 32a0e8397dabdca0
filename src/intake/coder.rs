//! Cells → codes and labels, as fast as a file can be read.
//!
//! Nearly every cell has at most eight bytes and one of a few spellings, so each column keeps a small table from
//! spelling (as a number) to code; only what is not in it is looked up in the code book.

use crate::cohort::{Coded, Labels, UnknownSpelling};
use crate::guidance::CodeTables;
use crate::guidance::codes::{BLANK, Code, UNKNOWN};

use super::tokenizer::Row;

/// Entries of a column's table; a power of two.
const ENTRIES: usize = 64;
/// Spellings not understood that a column tells apart; any more of them share the last code.
const UNKNOWN_SPELLINGS: usize = 127;

/// A small table from short spellings to numbers; a newer spelling takes the place of an older one.
#[derive(Clone, Debug)]
struct Recent<T> {
    entries: Box<[(u64, T); ENTRIES]>,
}

impl<T: Copy + Default> Recent<T> {
    fn new() -> Self {
        Self { entries: Box::new([(0, T::default()); ENTRIES]) }
    }

    /// Spreads spellings over the table (Fibonacci hashing).
    #[inline]
    fn place(spelling: u64) -> usize {
        (spelling.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize
    }

    #[inline]
    fn get(&self, spelling: u64) -> Option<T> {
        let (known, value) = self.entries.get(Self::place(spelling))?;
        (*known == spelling).then_some(*value)
    }

    fn put(&mut self, spelling: u64, value: T) {
        if let Some(entry) = self.entries.get_mut(Self::place(spelling)) {
            *entry = (spelling, value);
        }
    }
}

/// Fills a column of codes.
#[derive(Clone, Debug)]
pub struct Coder {
    column: Coded,
    recent: Recent<Code>,
}

impl Coder {
    /// For a column of this code book.
    pub fn new(book: usize) -> Self {
        Self { column: Coded::new(book), recent: Recent::new() }
    }

    /// Makes room for so many more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.column.codes.reserve_exact(pupils);
    }

    /// Adds a pupil's cell.
    #[inline]
    pub fn push(&mut self, row: &Row, index: usize, codes: &CodeTables) {
        let short = row.short(index);
        let code = short.and_then(|spelling| self.recent.get(spelling));
        let code = code.unwrap_or_else(|| self.look_up(row, index, short, codes));
        if code >= UNKNOWN {
            self.count_unknown(code);
        }
        self.column.codes.push(code);
    }

    fn count_unknown(&mut self, code: Code) {
        if let Some(unknown) = self.column.unknown.get_mut(usize::from(code - UNKNOWN)) {
            unknown.cells += 1;
        }
    }

    #[cold]
    fn look_up(&mut self, row: &Row, index: usize, short: Option<u64>, codes: &CodeTables) -> Code {
        let cell = row.cell(index);
        let known = codes.book(self.column.book).and_then(|book| book.parse(&cell));
        let code = known.unwrap_or_else(|| self.unknown_code(&cell, row.number));
        if let Some(spelling) = short {
            self.recent.put(spelling, code);
        }
        code
    }

    fn unknown_code(&mut self, cell: &[u8], first_row: u32) -> Code {
        let spelling = String::from_utf8_lossy(cell).into_owned();
        if let Some(code) = self.column.code_of_unknown(&spelling) {
            return code;
        }
        let spellings = &mut self.column.unknown;
        let number = spellings.len().min(UNKNOWN_SPELLINGS);
        if number < UNKNOWN_SPELLINGS {
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        } else if spellings.len() == UNKNOWN_SPELLINGS {
            let spelling = "(further spellings)".into();
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        }
        Code::try_from(number).ok().and_then(|number| UNKNOWN.checked_add(number)).unwrap_or(BLANK)
    }

    /// The column.
    pub fn finish(self) -> Coded {
        self.column
    }
}

/// Fills a column of labels.
#[derive(Clone, Debug)]
pub struct Labeller {
    column: Labels,
    recent: Recent<u16>,
}

impl Labeller {
    /// Empty.
    pub fn new() -> Self {
        Self { column: Labels::new(), recent: Recent::new() }
    }

    /// Makes room for so many more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.column.ids.reserve_exact(pupils);
    }

    /// The number of a cell's text.
    #[inline]
    pub fn number(&mut self, row: &Row, index: usize) -> u16 {
        let short = row.short(index);
        let recent = short.and_then(|spelling| self.recent.get(spelling));
        recent.unwrap_or_else(|| self.look_up(row, index, short))
    }

    #[cold]
    fn look_up(&mut self, row: &Row, index: usize, short: Option<u64>) -> u16 {
        let id = self.column.number(&row.cell(index));
        if let Some(spelling) = short {
            self.recent.put(spelling, id);
        }
        id
    }

    /// Adds a pupil's label by its number.
    pub fn push(&mut self, id: u16) {
        self.column.ids.push(id);
    }

    /// The number of the pupil added at this position.
    pub fn id(&self, pupil: usize) -> Option<u16> {
        self.column.ids.get(pupil).copied()
    }

    /// The column.
    pub fn finish(self) -> Labels {
        self.column
    }
}

impl Default for Labeller {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::Guidance;
    use crate::intake::tokenizer::Tokenizer;

    fn coded(cells: &str) -> Coded {
        let guidance = Guidance::shipped().unwrap();
        let number = guidance.codes.find("level").unwrap();
        let mut coder = Coder::new(number);
        Tokenizer::new(b',').push(cells.as_bytes(), true, &mut |row| coder.push(&row, 0, &guidance.codes));
        coder.finish()
    }

    #[test]
    fn known_and_unknown_spellings() {
        let column = coded("4\n4?\n 4 \nLevel four\n4?\n\n");
        assert_eq!(column.codes()[0], column.codes()[2]);
        assert_eq!(column.codes()[1], UNKNOWN);
        assert_eq!(column.codes()[3], UNKNOWN + 1);
        let counts = column.unknown().iter().map(|unknown| (unknown.cells, unknown.first_row));
        assert_eq!(counts.collect::<Vec<_>>(), [(2, 2), (1, 4)]);
        assert_eq!(column.codes()[5], BLANK);
    }

    #[test]
    fn more_unknown_spellings_than_can_be_told_apart() {
        let cells = (0..300).map(|number| format!("x{number}\n")).collect::<String>();
        let column = coded(&cells);
        assert_eq!(column.unknown().len(), UNKNOWN_SPELLINGS + 1);
        assert_eq!(column.unknown().iter().map(|unknown| unknown.cells).sum::<u32>(), 300);
    }
}

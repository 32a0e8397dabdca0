//! Cells → codes and labels, as fast as a file can be read.
//!
//! Nearly every cell has at most seven bytes and one of a few spellings, so each column keeps a small table from
//! spelling (as a number) to code; only what is not in it is looked up in the code book.

use std::collections::{BTreeMap, VecDeque};

use super::part::{Columns, pieces};
use super::tokenizer::{Row, short_text};
use crate::cohort::{Coded, Labels, UnknownSpelling};
use crate::guidance::codes::{BLANK, Code, UNKNOWN};
use crate::guidance::{CodeTables, FieldId};
use crate::letters::readable;

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

/// The spellings of a part's column that were not understood, with their first rows, in that order.
pub type UnknownOfPart = Vec<(String, u32)>;

/// Rows that wait to be coded together, column by column: one column's table and codes then stay at hand.
const BATCH: usize = 64;
/// Stands for a cell too long for the table, which waits in [`Coder::long`].
const LONG: u64 = u64::MAX;

/// Fills the coded columns of a cohort.
#[derive(Clone, Debug, Default)]
pub struct Coders {
    columns: Vec<(usize, FieldId, Coder)>,
    /// The spellings of the rows that wait, column by column.
    waiting: Vec<[u64; BATCH]>,
    rows: Vec<u32>,
}

impl Coders {
    /// Adds a column of the file, whose cells belong to this code book.
    pub fn serve(&mut self, column: usize, field: FieldId, book: usize) {
        self.columns.push((column, field, Coder::new(book)));
        self.waiting.push([0; BATCH]);
    }

    /// Makes room for so many more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.columns.iter_mut().for_each(|(_, _, coder)| coder.column.codes.reserve_exact(pupils + BATCH));
    }

    /// Adds a pupil's cells.
    #[inline]
    pub fn push(&mut self, row: &Row, codes: &CodeTables) {
        let place = self.rows.len() % BATCH;
        for ((column, _, coder), waiting) in self.columns.iter_mut().zip(&mut self.waiting) {
            let spelling = row.short(*column).unwrap_or_else(|| coder.long(row, *column, codes));
            if let Some(waiting) = waiting.get_mut(place) {
                *waiting = spelling;
            }
        }
        self.rows.push(row.number);
        if self.rows.len() == BATCH {
            self.code(codes);
        }
    }

    /// Codes the rows that wait.
    fn code(&mut self, codes: &CodeTables) {
        for ((_, _, coder), waiting) in self.columns.iter_mut().zip(&self.waiting) {
            coder.code(waiting, &self.rows, codes);
        }
        self.rows.clear();
    }

    /// The columns of a part, with the spellings that were not understood and their first rows, column by column.
    /// `None`: a column has more of them than can be told apart, so nobody knows any more which cell had which.
    pub fn into_part(mut self, codes: &CodeTables, columns: &mut Vec<Vec<u8>>) -> Option<Vec<UnknownOfPart>> {
        self.code(codes);
        if self.columns.iter().any(|(_, _, coder)| coder.column.unknown.len() > UNKNOWN_SPELLINGS) {
            return None;
        }
        let known = |coder: &Coder| coder.column.unknown.iter().map(UnknownSpelling::first).collect();
        let unknown = self.columns.iter().map(|(_, _, coder)| known(coder)).collect();
        columns.extend(self.columns.into_iter().map(|(_, _, coder)| coder.column.codes));
        Some(unknown)
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Adds the columns of a part, the first of which has this number.
    pub fn join(
        &mut self,
        unknown: &[UnknownOfPart],
        part: (&dyn Columns, usize),
        rows_before: u32,
        codes: &CodeTables,
    ) {
        self.code(codes);
        let (columns, first) = part;
        for ((index, (_, _, coder)), unknown) in (first..).zip(&mut self.columns).zip(unknown) {
            coder.join(unknown, columns, index, rows_before);
        }
    }

    /// The columns.
    pub fn finish(mut self, codes: &CodeTables) -> BTreeMap<FieldId, Coded> {
        self.code(codes);
        self.columns.into_iter().map(|(_, field, coder)| (field, coder.finish())).collect()
    }
}

/// Fills a column of codes.
#[derive(Clone, Debug)]
struct Coder {
    column: Coded,
    recent: Recent<Code>,
    /// The long cells among the rows that wait.
    long: VecDeque<Long>,
}

/// A cell too long for the table.
#[derive(Clone, Debug)]
enum Long {
    Known(Code),
    /// Spellings that are not understood get their codes in the order of their rows, whichever rows wait together.
    Unknown(Vec<u8>),
}

impl Coder {
    fn new(book: usize) -> Self {
        Self { column: Coded::new(book), recent: Recent::new(), long: VecDeque::new() }
    }

    /// Looks a cell up that is too long for the table.
    #[cold]
    fn long(&mut self, row: &Row, index: usize, codes: &CodeTables) -> u64 {
        let cell = row.cell(index);
        let code = self.known(&cell, codes);
        self.long.push_back(code.map_or_else(|| Long::Unknown(cell.trim_ascii().to_vec()), Long::Known));
        LONG
    }

    /// Codes these spellings of these rows.
    fn code(&mut self, spellings: &[u64; BATCH], rows: &[u32], codes: &CodeTables) {
        for (spelling, row) in spellings.iter().zip(rows) {
            let code = self.recent.get(*spelling).unwrap_or_else(|| self.not_recent(*spelling, *row, codes));
            self.column.codes.push(code);
        }
    }

    #[cold]
    fn not_recent(&mut self, spelling: u64, row: u32, codes: &CodeTables) -> Code {
        if spelling == LONG {
            return match self.long.pop_front() {
                Some(Long::Known(code)) => code,
                Some(Long::Unknown(cell)) => self.unknown_code(&cell, row),
                None => BLANK,
            };
        }
        let bytes = spelling.to_le_bytes();
        let cell = short_text(spelling, &bytes).trim_ascii();
        let code = self.known(cell, codes).unwrap_or_else(|| self.unknown_code(cell, row));
        self.recent.put(spelling, code);
        code
    }

    fn known(&self, cell: &[u8], codes: &CodeTables) -> Option<Code> {
        codes.book(self.column.book).and_then(|book| book.parse(cell.trim_ascii()))
    }

    /// Adds the codes of a part: those of spellings that were not understood become the ones that they have here.
    fn join(&mut self, unknown: &UnknownOfPart, columns: &dyn Columns, index: usize, rows_before: u32) {
        let mut meaning: [Code; 256] = std::array::from_fn(|code| Code::try_from(code).unwrap_or(BLANK));
        for ((spelling, row), meaning) in unknown.iter().zip(meaning.iter_mut().skip(usize::from(UNKNOWN))) {
            *meaning = self.unknown_code(spelling.as_bytes(), row + rows_before);
        }
        let codes = &mut self.column.codes;
        codes.reserve_exact(columns.size(index).unwrap_or_default());
        pieces(columns, index, |piece| {
            if unknown.is_empty() {
                codes.extend_from_slice(piece);
            } else {
                codes.extend(piece.iter().map(|code| meaning.get(usize::from(*code)).copied().unwrap_or(BLANK)));
            }
        });
    }

    /// The column, with how many cells have each spelling that was not understood.
    fn finish(mut self) -> Coded {
        if !self.column.unknown.is_empty() {
            self.column.count_unknown();
        }
        self.column
    }

    fn unknown_code(&mut self, cell: &[u8], first_row: u32) -> Code {
        let spelling = readable(cell).into_owned();
        let spellings = &mut self.column.unknown;
        let met = spellings.iter().zip(UNKNOWN..=Code::MAX).find(|(known, _)| known.spelling == spelling);
        if let Some((_, code)) = met {
            return code;
        }
        let number = spellings.len().min(UNKNOWN_SPELLINGS);
        if number < UNKNOWN_SPELLINGS {
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        } else if spellings.len() == UNKNOWN_SPELLINGS {
            let spelling = "(further spellings)".into();
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        }
        Code::try_from(number).ok().and_then(|number| UNKNOWN.checked_add(number)).unwrap_or(BLANK)
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

    /// The texts of a part, by number; `None`: there may be more than there are numbers for.
    pub fn into_part(self, columns: &mut Vec<Vec<u8>>) -> Option<Vec<Vec<u8>>> {
        let mut texts = vec![Vec::new(); self.column.texts.len()];
        if texts.len() > usize::from(u16::MAX) {
            return None;
        }
        for (text, id) in self.column.known {
            texts.get_mut(usize::from(id)).map(|place| *place = text)?;
        }
        columns.push(self.column.ids.iter().flat_map(|id| id.to_le_bytes()).collect());
        Some(texts)
    }

    /// The numbers here of a part's texts.
    pub fn numbers(&mut self, texts: &[Vec<u8>]) -> Vec<u16> {
        texts.iter().map(|text| self.column.number(text)).collect()
    }

    /// Adds the labels of a part, whose texts have these numbers here.
    pub fn join(&mut self, numbers: &[u16], columns: &dyn Columns, index: usize) {
        let ids = &mut self.column.ids;
        ids.reserve_exact(columns.size(index).unwrap_or_default() / 2);
        pieces(columns, index, |piece| {
            let (pairs, _) = piece.as_chunks::<2>();
            let number = |id: &[u8; 2]| numbers.get(usize::from(u16::from_le_bytes(*id))).copied().unwrap_or_default();
            ids.extend(pairs.iter().map(number));
        });
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
        let mut coders = Coders::default();
        coders.serve(0, FieldId(0), guidance.codes.find("level").unwrap());
        Tokenizer::new(b',').push(cells.as_bytes(), true, &mut |row| coders.push(&row, &guidance.codes));
        coders.finish(&guidance.codes).remove(&FieldId(0)).unwrap()
    }

    #[test]
    fn long_cells_keep_their_place() {
        let cells = (0..200).map(|row| if row % 3 == 0 { "\"   4      \"\n" } else { "2b\n" }).collect::<String>();
        let (column, one) = (coded(&cells), coded("4\n2b\n"));
        let expected = (0..200).map(|row| one.codes()[usize::from(row % 3 != 0)]);
        assert!(column.codes().iter().copied().eq(expected));
    }

    #[test]
    fn a_byte_that_is_no_text_is_not_passed_over() {
        assert_eq!(coded("4\0\n4\n").unknown()[0].cells, 1);
    }

    #[test]
    fn known_and_unknown_spellings() {
        let column = coded("4\n4?\n 4 \nLevel four\n4?\n\n");
        assert_eq!(column.codes()[0], column.codes()[2]);
        let at = |row: usize| column.spelling(column.codes()[row]);
        assert_eq!((at(1), at(3), at(4)), (Some("4?"), Some("Level four"), Some("4?")));
        let counts =
            column.unknown().iter().map(|unknown| (unknown.spelling.as_str(), unknown.cells, unknown.first_row));
        assert_eq!(counts.collect::<Vec<_>>(), [("4?", 2, 2), ("Level four", 1, 4)]);
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

//! Cells → codes and labels, as fast as a file can be read.
//!
//! Each column keeps a small table of recent spellings ([`CodeCache`]); only what is not in it is looked up in the code book.

use std::collections::BTreeMap;
use std::ops::Range;

use ambition_columns::classes::code_table::{CodeTable, look_up};
use ambition_columns::csv::{CsvRecord, RecordBatch};
use ambition_columns::labels;
use ambition_columns::lookup::{CodeCache, LabelCache};
use ambition_columns::names::{MAX_NAME_LEN, NameInterner};

use crate::cohort::{Coded, Labels, UnknownSpelling};
use crate::guidance::codes::{BLANK, Code, UNKNOWN};
use crate::guidance::{CodeTables, FieldId};
use crate::text::csv::unguarded;
use crate::text::encoding::readable;

/// Spellings not understood that a column tells apart; any more of them share the last code.
const UNKNOWN_SPELLINGS: usize = 127;

/// The spellings of a part's column that were not understood, with their first rows, in that order.
pub type UnknownOfPart = Vec<(String, u32)>;

/// Fills the coded columns of a cohort.
#[derive(Clone, Debug, Default)]
pub struct Coders {
    columns: Vec<(usize, FieldId, Coder)>,
}

impl Coders {
    /// Adds a column of the file, whose cells belong to this code book.
    pub fn serve(&mut self, column: usize, field: FieldId, book: usize) {
        self.columns.push((column, field, Coder::new(book)));
    }

    /// Makes room for so many more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.columns.iter_mut().for_each(|(_, _, coder)| coder.column.codes.reserve_exact(pupils));
    }

    /// Adds the cells of rows with the same number of cells.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, codes: &CodeTables) {
        for (column, _, coder) in &mut self.columns {
            coder.push(batch, run, *column, codes);
        }
    }

    /// Hands over the codes that are here, column by column.
    pub fn hand_over(&mut self, piece: &mut Vec<u8>) {
        self.columns.iter_mut().for_each(|(_, _, coder)| piece.append(&mut coder.column.codes));
    }

    /// The spellings of a part that were not understood and their first rows, column by column. `None`: a column has more
    /// of them than can be told apart, so nobody knows any more which cell had which.
    pub fn into_part(self) -> Option<Vec<UnknownOfPart>> {
        if self.columns.iter().any(|(_, _, coder)| coder.column.unknown.len() > UNKNOWN_SPELLINGS) {
            return None;
        }
        let known = |coder: &Coder| coder.column.unknown.iter().map(UnknownSpelling::first).collect();
        Some(self.columns.iter().map(|(_, _, coder)| known(coder)).collect())
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What the codes of a part are here, column by column, where they are others: those of spellings that were not
    /// understood may be.
    pub fn meanings(&mut self, unknown: &[UnknownOfPart], rows_before: u32) -> Vec<Option<CodeTable>> {
        let columns = self.columns.iter_mut().zip(unknown);
        columns.map(|((_, _, coder), unknown)| coder.meaning(unknown, rows_before)).collect()
    }

    /// Adds a piece of a part, column by column, whose codes are these here.
    pub fn join<'a>(&mut self, next: &mut impl FnMut(usize) -> &'a [u8], meanings: &[Option<CodeTable>]) {
        for ((_, _, coder), meaning) in self.columns.iter_mut().zip(meanings) {
            let codes = &mut coder.column.codes;
            match meaning {
                None => codes.extend_from_slice(next(1)),
                Some(meaning) => codes.append(&mut look_up(next(1), meaning)),
            }
        }
    }

    /// The columns.
    pub fn finish(self) -> BTreeMap<FieldId, Coded> {
        self.columns.into_iter().map(|(_, field, coder)| (field, coder.finish())).collect()
    }
}

/// Fills a column of codes.
#[derive(Clone, Debug)]
struct Coder {
    column: Coded,
    recent: CodeCache,
}

impl Coder {
    fn new(book: usize) -> Self {
        Self { column: Coded::new(book), recent: CodeCache::default() }
    }

    fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, index: usize, codes: &CodeTables) {
        let mut from = run.start;
        while let Some(place) = self.recent.append_codes(batch, from..run.end, index, &mut self.column.codes) {
            let code = self.look_up(&batch.record(from + place), index, codes);
            self.column.codes.push(code);
            from += place + 1;
        }
    }

    /// The code of a cell that is not among the recent ones.
    #[cold]
    fn look_up(&mut self, row: &CsvRecord, index: usize, codes: &CodeTables) -> Code {
        let cell = row.field(index);
        let code = self.known(&cell, codes).unwrap_or_else(|| self.unknown_code(&cell, row.number));
        if let Some(spelling) = row.short_value(index) {
            self.recent.insert(spelling, code);
        }
        code
    }

    fn known(&self, cell: &[u8], codes: &CodeTables) -> Option<Code> {
        codes.book(self.column.book).and_then(|book| book.parse(cell.trim_ascii()))
    }

    /// What the codes of a part are here; `None`: the same.
    fn meaning(&mut self, unknown: &UnknownOfPart, rows_before: u32) -> Option<CodeTable> {
        let mut meaning: CodeTable = std::array::from_fn(|code| Code::try_from(code).unwrap_or(BLANK));
        for ((spelling, row), meaning) in unknown.iter().zip(meaning.iter_mut().skip(usize::from(UNKNOWN))) {
            *meaning = self.unknown_code(spelling.as_bytes(), row + rows_before);
        }
        (!unknown.is_empty()).then_some(meaning)
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
#[derive(Clone, Debug, Default)]
pub struct Labeller {
    column: Labels,
    recent: LabelCache,
    /// All spellings, and the label of each; the first one is empty and blank.
    spellings: NameInterner,
    meaning: Vec<u16>,
    /// Those that are longer than names may be.
    long: BTreeMap<Vec<u8>, u16>,
}

impl Labeller {
    /// Empty.
    pub fn new() -> Self {
        Self { meaning: vec![0], ..Self::default() }
    }

    /// Makes room for so many more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.column.ids.reserve_exact(pupils);
    }

    /// Adds the cells of rows with the same number of cells.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, index: usize) {
        let mut from = run.start;
        while let Some(place) = self.recent.append_labels(batch, from..run.end, index, &mut self.column.ids) {
            let id = self.number(&batch.record(from + place), index);
            self.column.ids.push(id);
            from += place + 1;
        }
    }

    /// The number of a cell's text.
    pub fn number(&mut self, row: &CsvRecord, index: usize) -> u16 {
        let id = self.of_text(&row.field(index));
        if let Some(spelling) = row.short_value(index) {
            self.recent.insert(spelling, id);
        }
        id
    }

    /// The number of a text, given to it if it is new. The 65,536th different text and all behind it count as blank.
    fn of_text(&mut self, text: &[u8]) -> u16 {
        if text.len() > MAX_NAME_LEN {
            return self.of_long_text(text);
        }
        let spelling = self.spellings.intern(text) as usize;
        if let Some(id) = self.meaning.get(spelling) {
            return *id;
        }
        // What it means may be a new spelling too, which comes behind this one.
        self.meaning.push(0);
        let id = self.of_new_text(text);
        if let Some(meaning) = self.meaning.get_mut(spelling) {
            *meaning = id;
        }
        id
    }

    #[cold]
    fn of_long_text(&mut self, text: &[u8]) -> u16 {
        if let Some(id) = self.long.get(text) {
            return *id;
        }
        let id = self.of_new_text(text);
        self.long.insert(text.to_vec(), id);
        id
    }

    fn of_new_text(&mut self, text: &[u8]) -> u16 {
        let readable = readable(text);
        // What our own export guards against a spreadsheet is the same label.
        match unguarded(&readable).as_bytes() {
            // The same letters in another encoding are the same label.
            bytes if bytes != text => self.of_text(bytes),
            _ => {
                let texts = &mut self.column.texts;
                let Ok(id) = u16::try_from(texts.len()) else { return 0 };
                texts.push(readable.into_owned());
                id
            }
        }
    }

    /// Hands over the numbers that are here.
    pub fn hand_over(&mut self, piece: &mut Vec<u8>) {
        labels::drain_into(&mut self.column.ids, piece);
    }

    /// The texts of a part, by number; `None`: there may be more than there are numbers for.
    pub fn into_part(self) -> Option<Vec<Vec<u8>>> {
        let texts = self.column.texts.into_iter().map(String::into_bytes).collect::<Vec<_>>();
        (texts.len() <= usize::from(u16::MAX)).then_some(texts)
    }

    /// The numbers here of a part's texts.
    pub fn numbers(&mut self, texts: &[Vec<u8>]) -> Vec<u16> {
        texts.iter().map(|text| self.of_text(text)).collect()
    }

    /// Adds labels of a part, whose texts have these numbers here.
    pub fn join(&mut self, there: &[u8], numbers: &[u16]) {
        labels::append_mapped(there, numbers, &mut self.column.ids);
    }

    /// The numbers of the pupils added so far.
    pub fn ids(&self) -> &[u16] {
        self.column.ids()
    }

    /// The column.
    pub fn finish(self) -> Labels {
        self.column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::Guidance;
    use crate::intake::csv::Tokenizer;

    fn coded(cells: &str) -> Coded {
        let guidance = Guidance::shipped().unwrap();
        let mut coders = Coders::default();
        coders.serve(0, FieldId(0), guidance.codes.find("level").unwrap());
        let mut tokenizer = Tokenizer::new(b',');
        tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
        tokenizer.tokenize(cells.len(), true, &mut |batch| coders.push(batch, &(0..batch.len()), &guidance.codes));
        coders.finish().remove(&FieldId(0)).unwrap()
    }

    #[test]
    fn long_cells_keep_their_place() {
        let cells = (0..200).map(|row| if row % 3 == 0 { "\"   4      \"\n" } else { "2b\n" }).collect::<String>();
        let (column, one) = (coded(&cells), coded("4\n2b\n"));
        let expected = (0..200).map(|row| one.codes()[usize::from(row % 3 != 0)]);
        assert!(column.codes().iter().copied().eq(expected));
    }

    #[test]
    fn labels_are_told_apart_and_guards_are_none() {
        let long = "x".repeat(300);
        let cells = format!("6R\n'=6R\n=6R\n\n'=6R\n{long}y\n{long}z\n{long}y\n6R\n");
        let (mut tokenizer, mut labeller) = (Tokenizer::new(b','), Labeller::new());
        tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
        tokenizer.tokenize(cells.len(), true, &mut |batch| labeller.push(batch, &(0..batch.len()), 0));
        assert_eq!(labeller.ids(), [1, 2, 2, 0, 2, 3, 4, 3, 1]);
        let texts = [b"=6R".to_vec(), b"new".to_vec(), Vec::new()];
        assert_eq!(labeller.numbers(&texts), [2, 5, 0]);
        assert_eq!(labeller.finish().label(1), "=6R");
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

//! Cells → codes and labels, at the speed of reading.
//!
//! Each column caches the codes of recent raw values ([`CodeCache`]); only a miss is looked up in the code list.

use std::collections::BTreeMap;
use std::ops::Range;

use ambition_columns::classes::code_table::{CodeTable, look_up};
use ambition_columns::csv::{CsvRecord, RecordBatch};
use ambition_columns::labels;
use ambition_columns::lookup::{CodeCache, LabelCache};
use ambition_columns::names::{MAX_NAME_LEN, NameInterner};

use super::one_scale;
use crate::cohort::{CodedColumn, LabelColumn, UnknownSpelling};
use crate::guidance::codes::{BLANK, CellCode, UNKNOWN};
use crate::guidance::exports::YearGroupSpellings;
use crate::guidance::{CodeLists, FieldId, Guidance, year_groups};
use crate::text::cell::{self, code_key};

/// Unknown spellings that a column distinguishes; all further ones share the last code.
const MAX_UNKNOWN: usize = 127;

/// The unknown spellings of a shard's column with their first rows, in order of occurrence.
pub type ShardUnknowns = Vec<(String, u32)>;

/// A column of the file that is encoded into a field of the cohort.
#[derive(Clone, Debug)]
pub(super) struct ColumnBuilder<E> {
    /// The column, counted from 0.
    pub column: usize,
    pub field: FieldId,
    pub encoder: E,
}

/// Encodes the coded columns of a cohort.
#[derive(Clone, Debug, Default)]
pub struct CodeEncoders {
    columns: Vec<ColumnBuilder<CodeEncoder>>,
}

impl CodeEncoders {
    /// Adds a column of the file; `list` is the number of its code list.
    pub fn add_column(&mut self, column: usize, field: FieldId, list: usize) {
        self.columns.push(ColumnBuilder { column, field, encoder: CodeEncoder::new(list) });
    }

    /// Reserves capacity for `pupils` more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.columns.iter_mut().for_each(|coded| coded.encoder.column.codes.reserve_exact(pupils));
    }

    /// Appends the cells of a run of records with the same number of fields.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, codes: &CodeLists) {
        for coded in &mut self.columns {
            coded.encoder.push(batch, run, coded.column, codes);
        }
    }

    /// Drains all columns into `piece`, one after the other.
    pub fn drain_into(&mut self, piece: &mut Vec<u8>) {
        self.columns.iter_mut().for_each(|coded| piece.append(&mut coded.encoder.column.codes));
    }

    /// The unknown spellings of a shard, column by column. `None`: a column has too many to distinguish them, so their
    /// cells cannot be mapped.
    pub fn into_shard(self) -> Option<Vec<ShardUnknowns>> {
        if self.columns.iter().any(|coded| coded.encoder.column.unknown.len() > MAX_UNKNOWN) {
            return None;
        }
        let known = |encoder: &CodeEncoder| encoder.column.unknown.iter().map(UnknownSpelling::first).collect();
        Some(self.columns.iter().map(|coded| known(&coded.encoder)).collect())
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// True without columns.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// For each column, the table that maps the shard's codes to ours, or `None` if they already agree. Only codes for
    /// unknown spellings can differ.
    pub fn code_maps(&mut self, unknown: &[ShardUnknowns], rows_before: u32) -> Vec<Option<CodeTable>> {
        let columns = self.columns.iter_mut().zip(unknown);
        columns.map(|(coded, unknown)| coded.encoder.code_map(unknown, rows_before)).collect()
    }

    /// Appends a piece of a shard; `next(n)` yields the n bytes a pupil of the next column.
    pub fn append_shard<'a>(&mut self, next: &mut impl FnMut(usize) -> &'a [u8], meanings: &[Option<CodeTable>]) {
        for (coded, meaning) in self.columns.iter_mut().zip(meanings) {
            let codes = &mut coded.encoder.column.codes;
            match meaning {
                None => codes.extend_from_slice(next(1)),
                Some(meaning) => codes.append(&mut look_up(next(1), meaning)),
            }
        }
    }

    /// Compares a pupil's cells with those of an earlier row of the same pupil.
    pub fn compare(&self, pupil: usize, earlier: usize) -> RowComparison {
        let code =
            |coded: &ColumnBuilder<CodeEncoder>, pupil| coded.encoder.column.codes.get(pupil).copied().unwrap_or(BLANK);
        self.columns
            .iter()
            .map(|coded| RowComparison::new(code(coded, pupil), code(coded, earlier), BLANK, coded.column))
            .sum()
    }

    /// Fills the empty cells of the earlier row with those of the later one.
    pub fn fill(&mut self, pupil: usize, earlier: usize) {
        self.columns.iter_mut().for_each(|coded| fill(&mut coded.encoder.column.codes, pupil, earlier, BLANK));
    }

    /// Reads spellings that mean something only together with others of their column.
    pub fn read_pairs(&mut self, guidance: &Guidance) {
        for column in self.columns.iter_mut().map(|coded| &mut coded.encoder.column) {
            if let Some(list) = guidance.codes.list(column.code_list).filter(|_| !column.unknown.is_empty()) {
                column.count_unknown();
                one_scale::read_pairs(column, list, &guidance.exports.spellings);
            }
        }
    }

    /// The finished columns.
    pub fn finish(self) -> BTreeMap<FieldId, CodedColumn> {
        self.columns.into_iter().map(|coded| (coded.field, coded.encoder.finish())).collect()
    }
}

/// What a row adds to an earlier row of the same pupil.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowComparison {
    /// It has a cell that the earlier row lacks.
    pub adds: bool,
    /// The first column, counted from 0, in which both have a cell and these differ.
    pub differs: Option<usize>,
}

impl RowComparison {
    /// Of one column's cells.
    pub fn new<T: PartialEq>(cell: T, earlier: T, blank: T, column: usize) -> Self {
        Self {
            adds: earlier == blank && cell != blank,
            differs: (earlier != blank && cell != blank && earlier != cell).then_some(column),
        }
    }
}

impl std::iter::Sum for RowComparison {
    fn sum<I: Iterator<Item = Self>>(comparisons: I) -> Self {
        comparisons.fold(Self::default(), |sum, next| Self {
            adds: sum.adds || next.adds,
            differs: sum.differs.or(next.differs),
        })
    }
}

/// Copies a pupil's value to an earlier row, if that is blank.
fn fill<T: PartialEq + Copy>(values: &mut [T], pupil: usize, earlier: usize, blank: T) {
    if let Some(value) = values.get(pupil).copied() {
        values.get_mut(earlier).filter(|earlier| **earlier == blank).into_iter().for_each(|earlier| *earlier = value);
    }
}

/// Encodes a column of codes.
#[derive(Clone, Debug)]
struct CodeEncoder {
    column: CodedColumn,
    recent: CodeCache,
}

impl CodeEncoder {
    fn new(list: usize) -> Self {
        Self { column: CodedColumn::new(list), recent: CodeCache::default() }
    }

    fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, index: usize, codes: &CodeLists) {
        let mut from = run.start;
        while let Some(place) = self.recent.append_codes(batch, from..run.end, index, &mut self.column.codes) {
            let code = self.encode_field(&batch.record(from + place), index, codes);
            self.column.codes.push(code);
            from += place + 1;
        }
    }

    /// The code of a cell that is not cached.
    #[cold]
    fn encode_field(&mut self, row: &CsvRecord, index: usize, codes: &CodeLists) -> CellCode {
        let cell = row.field(index);
        let code = self.parse_field(&cell, codes).unwrap_or_else(|| self.unknown_code(&cell, row.number));
        if let Some(spelling) = row.short_value(index) {
            self.recent.insert(spelling, code);
        }
        code
    }

    fn parse_field(&self, cell: &[u8], codes: &CodeLists) -> Option<CellCode> {
        codes.list(self.column.code_list).and_then(|book| book.parse_cell(&cell::clean(cell)))
    }

    /// The table that maps the shard's codes to ours; `None`: they agree.
    fn code_map(&mut self, unknown: &ShardUnknowns, rows_before: u32) -> Option<CodeTable> {
        let mut meaning: CodeTable = std::array::from_fn(|code| CellCode::try_from(code).unwrap_or(BLANK));
        for ((spelling, row), meaning) in unknown.iter().zip(meaning.iter_mut().skip(usize::from(UNKNOWN))) {
            *meaning = self.unknown_code(spelling.as_bytes(), row + rows_before);
        }
        (!unknown.is_empty()).then_some(meaning)
    }

    /// The finished column, with the number of cells of each unknown spelling.
    fn finish(mut self) -> CodedColumn {
        if !self.column.unknown.is_empty() {
            self.column.count_unknown();
        }
        self.column
    }

    fn unknown_code(&mut self, cell: &[u8], first_row: u32) -> CellCode {
        let spelling = cell::clean_text(cell).into_owned();
        let spellings = &mut self.column.unknown;
        let met = spellings.iter().zip(UNKNOWN..=CellCode::MAX).find(|(known, _)| known.spelling == spelling);
        if let Some((_, code)) = met {
            return code;
        }
        let number = spellings.len().min(MAX_UNKNOWN);
        if number < MAX_UNKNOWN {
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        } else if spellings.len() == MAX_UNKNOWN {
            let spelling = "(further spellings)".into();
            spellings.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
        }
        CellCode::try_from(number).ok().and_then(|number| UNKNOWN.checked_add(number)).unwrap_or(BLANK)
    }
}

/// What makes two texts of a column one label.
#[derive(Clone, Debug, Default)]
pub enum LabelForm {
    /// The text.
    #[default]
    Text,
    /// Of a school's code, see [`cell::code_key`].
    SchoolCode,
    /// The year group that it names.
    YearGroup(YearGroupSpellings),
}

impl LabelForm {
    /// Of a field's column.
    pub fn new(field: FieldId, guidance: &Guidance) -> Self {
        match field {
            field if field == guidance.fields.school => Self::SchoolCode,
            field if field == guidance.fields.year_group => Self::YearGroup(guidance.exports.year_groups.clone()),
            _ => Self::Text,
        }
    }
}

/// Encodes a column of labels.
#[derive(Clone, Debug, Default)]
pub struct LabelEncoder {
    form: LabelForm,
    column: LabelColumn,
    recent: LabelCache,
    /// All spellings, and the keys of schools' codes, with the label of each; the first one is empty and blank.
    spellings: NameInterner,
    meaning: Vec<u16>,
    /// Labels of spellings that are too long to be interned.
    long: BTreeMap<Vec<u8>, u16>,
}

impl LabelEncoder {
    /// An empty column.
    pub fn new(form: LabelForm) -> Self {
        Self { form, meaning: vec![0], ..Self::default() }
    }

    /// Reserves capacity for `pupils` more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.column.ids.reserve_exact(pupils);
    }

    /// Appends the cells of a run of records with the same number of fields.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, index: usize) {
        let mut from = run.start;
        while let Some(place) = self.recent.append_labels(batch, from..run.end, index, &mut self.column.ids) {
            let id = self.encode_field(&batch.record(from + place), index);
            self.column.ids.push(id);
            from += place + 1;
        }
    }

    /// The label of a cell.
    pub fn encode_field(&mut self, row: &CsvRecord, index: usize) -> u16 {
        let id = self.label_of_text(&row.field(index));
        if let Some(spelling) = row.short_value(index) {
            self.recent.insert(spelling, id);
        }
        id
    }

    /// The label of a text, which is added if it is new. From the 65,536th different text on, texts count as blank.
    fn label_of_text(&mut self, text: &[u8]) -> u16 {
        if text.len() > MAX_NAME_LEN {
            return self.label_of_long_text(text);
        }
        let spelling = self.spellings.intern(text) as usize;
        if let Some(id) = self.meaning.get(spelling) {
            return *id;
        }
        // Its label may be that of another new spelling, which is then added after this one.
        self.meaning.push(0);
        let id = self.label_of_new_text(text);
        if let Some(meaning) = self.meaning.get_mut(spelling) {
            *meaning = id;
        }
        id
    }

    #[cold]
    fn label_of_long_text(&mut self, text: &[u8]) -> u16 {
        if let Some(id) = self.long.get(text) {
            return *id;
        }
        let id = self.label_of_new_text(text);
        self.set_label(text, id);
        id
    }

    fn label_of_new_text(&mut self, text: &[u8]) -> u16 {
        // The same text in another encoding, with marks around it or guarded by a spreadsheet is the same label.
        let cleaned = cell::clean_text(text);
        if cleaned.as_bytes() != text {
            return self.label_of_text(cleaned.as_bytes());
        }
        match &self.form {
            LabelForm::Text => self.add_text(cleaned.into_owned()),
            LabelForm::SchoolCode => self.label_of_code(&cleaned),
            LabelForm::YearGroup(words) => match year_groups::canonical(words, &cleaned) {
                Some(year) if year != cleaned => self.label_of_text(year.as_bytes()),
                _ => self.add_text(cleaned.into_owned()),
            },
        }
    }

    /// The label of a school's code. It shows the longest spelling of a number: zeros are lost, never won.
    fn label_of_code(&mut self, code: &str) -> u16 {
        let key = code_key(code);
        // Every text is looked up before it comes here: one that is its own key is new.
        if key == code {
            return self.add_text(code.to_owned());
        }
        if let Some(id) = self.known_label(key.as_bytes()) {
            let shown = self.column.texts.get_mut(usize::from(id));
            if let Some(shown) = shown.filter(|shown| shown.len() < code.len()) {
                code.clone_into(shown);
            }
            return id;
        }
        let id = self.add_text(code.to_owned());
        self.set_label(key.as_bytes(), id);
        id
    }

    /// The label of a text that has one already.
    fn known_label(&self, text: &[u8]) -> Option<u16> {
        let id = if text.len() > MAX_NAME_LEN {
            self.long.get(text)
        } else {
            self.meaning.get(self.spellings.find(text)? as usize)
        };
        id.copied().filter(|id| *id != 0)
    }

    /// Gives a text a label.
    fn set_label(&mut self, text: &[u8], id: u16) {
        if text.len() > MAX_NAME_LEN {
            self.long.insert(text.to_vec(), id);
            return;
        }
        let spelling = self.spellings.intern(text) as usize;
        self.meaning.resize(self.meaning.len().max(spelling + 1), 0);
        if let Some(meaning) = self.meaning.get_mut(spelling) {
            *meaning = id;
        }
    }

    fn add_text(&mut self, text: String) -> u16 {
        let Ok(id) = u16::try_from(self.column.texts.len()) else { return 0 };
        self.column.texts.push(text);
        id
    }

    /// Drains the column into `piece`.
    pub fn drain_into(&mut self, piece: &mut Vec<u8>) {
        labels::drain_into(&mut self.column.ids, piece);
    }

    /// The texts of a shard, by label; `None`: possibly more than labels can number.
    pub fn into_shard(self) -> Option<Vec<Vec<u8>>> {
        let texts = self.column.texts.into_iter().map(String::into_bytes).collect::<Vec<_>>();
        (texts.len() <= usize::from(u16::MAX)).then_some(texts)
    }

    /// Our labels for a shard's texts.
    pub fn map_texts(&mut self, texts: &[Vec<u8>]) -> Vec<u16> {
        texts.iter().map(|text| self.label_of_text(text)).collect()
    }

    /// Appends labels of a shard, mapped through `numbers`.
    pub fn append_shard(&mut self, there: &[u8], numbers: &[u16]) {
        labels::append_mapped(there, numbers, &mut self.column.ids);
    }

    /// The labels of the pupils so far.
    pub fn ids(&self) -> &[u16] {
        self.column.ids()
    }

    /// Fills the label of an earlier row with that of a later one.
    pub fn fill(&mut self, pupil: usize, earlier: usize) {
        fill(&mut self.column.ids, pupil, earlier, 0);
    }

    /// The finished column.
    pub fn finish(self) -> LabelColumn {
        self.column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::csv::Tokenizer;

    fn coded(cells: &str) -> CodedColumn {
        let guidance = Guidance::shipped().unwrap();
        let mut encoders = CodeEncoders::default();
        encoders.add_column(0, FieldId(0), guidance.codes.find_list("level").unwrap());
        let mut tokenizer = Tokenizer::new(b',');
        tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
        tokenizer.tokenize(cells.len(), true, &mut |batch| encoders.push(batch, &(0..batch.len()), &guidance.codes));
        encoders.finish().remove(&FieldId(0)).unwrap()
    }

    #[test]
    fn long_cells_keep_their_place() {
        let cells = (0..200).map(|row| if row % 3 == 0 { "\"   4      \"\n" } else { "2b\n" }).collect::<String>();
        let (column, one) = (coded(&cells), coded("4\n2b\n"));
        let expected = (0..200).map(|row| one.codes()[usize::from(row % 3 != 0)]);
        assert!(column.codes().iter().copied().eq(expected));
    }

    #[test]
    fn labels_are_distinguished_and_guards_removed() {
        let long = "x".repeat(300);
        let cells = format!("6R\n'=6R\n=6R\n\n'=6R\n{long}y\n{long}z\n{long}y\n6R\n");
        let (mut tokenizer, mut encoder) = (Tokenizer::new(b','), LabelEncoder::new(LabelForm::Text));
        tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
        tokenizer.tokenize(cells.len(), true, &mut |batch| encoder.push(batch, &(0..batch.len()), 0));
        assert_eq!(encoder.ids(), [1, 2, 2, 0, 2, 3, 4, 3, 1]);
        let texts = [b"=6R".to_vec(), b"new".to_vec(), Vec::new()];
        assert_eq!(encoder.map_texts(&texts), [2, 5, 0]);
        assert_eq!(encoder.finish().label(1), "=6R");
    }

    #[test]
    fn codes_of_one_school_share_a_label() {
        let long = format!("St {}", "x".repeat(300));
        let cells = ["0203", "203", "0000203", "Hillview  Primary", "HILLVIEW PRIMARY", "hillview primary", "2035"];
        let more = ["926/2035", "9262035", &long, &long.to_lowercase()];
        let (mut tokenizer, mut encoder) = (Tokenizer::new(b','), LabelEncoder::new(LabelForm::SchoolCode));
        let cells = cells.into_iter().chain(more).map(|cell| format!("{cell}\n")).collect::<String>();
        tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
        tokenizer.tokenize(cells.len(), true, &mut |batch| encoder.push(batch, &(0..batch.len()), 0));
        assert_eq!(encoder.ids(), [1, 1, 1, 2, 2, 2, 3, 4, 4, 5, 5]);
        let column = encoder.finish();
        assert_eq!(
            [0, 3, 6, 7, 9].map(|pupil| column.label(pupil)),
            ["0000203", "Hillview  Primary", "2035", "926/2035", &long]
        );
    }

    #[test]
    fn a_line_break_in_a_code_is_a_space_in_any_order() {
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]] {
            let cells = order.map(|cell| ["\"926\n2035\"", "926 2035", "9262035"][cell]).join("\n");
            let (mut tokenizer, mut encoder) = (Tokenizer::new(b','), LabelEncoder::new(LabelForm::SchoolCode));
            tokenizer.spare_mut(cells.len()).copy_from_slice(cells.as_bytes());
            tokenizer.tokenize(cells.len(), true, &mut |batch| encoder.push(batch, &(0..batch.len()), 0));
            assert_eq!(encoder.ids(), [1, 1, 1], "{order:?}");
        }
    }

    #[test]
    fn a_nul_byte_is_not_ignored() {
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
    fn more_unknown_spellings_than_can_be_distinguished() {
        let cells = (0..300).map(|number| format!("x{number}\n")).collect::<String>();
        let column = coded(&cells);
        assert_eq!(column.unknown().len(), MAX_UNKNOWN + 1);
        assert_eq!(column.unknown().iter().map(|unknown| unknown.cells).sum::<u32>(), 300);
        let meanings = (0..=CellCode::MAX).map(|code| column.meaning(code)).collect::<Vec<_>>();
        assert_eq!(column.table(|cell| cell).to_vec(), meanings);
    }
}

//! Columns of cells.

use ambition_columns::classes::code_table::look_up;

use crate::guidance::codes::{BLANK, CellCode, CodeLists, UNKNOWN};
use crate::text::cell::clean_text;

/// The meaning of a coded cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodedCell {
    /// The cell is blank.
    Blank,
    /// A code of the column's code list.
    Known(CellCode),
    /// A spelling not understood: no result, but not blank (RULES 1.1).
    Unknown,
}

impl CodedCell {
    /// The code; `None`: the cell is blank or not understood.
    pub fn code(self) -> Option<CellCode> {
        if let Self::Known(code) = self { Some(code) } else { None }
    }
}

/// A spelling that the column's code list does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSpelling {
    /// As in the file, trimmed.
    pub spelling: String,
    /// How many cells have it.
    pub cells: u32,
    /// The first row with it, as a spreadsheet shows it.
    pub first_row: u32,
    /// What the user has said it means; [`BLANK`]: no result.
    pub meaning: Option<CellCode>,
}

impl UnknownSpelling {
    /// The spelling and its first row.
    pub(crate) fn first(&self) -> (String, u32) {
        (self.spelling.clone(), self.first_row)
    }
}

/// A column of codes.
#[derive(Clone, Debug)]
pub struct CodedColumn {
    /// The number of the code list.
    pub code_list: usize,
    pub(crate) codes: Vec<CellCode>,
    pub(crate) unknown: Vec<UnknownSpelling>,
}

impl CodedColumn {
    /// Empty, for cells of this code list.
    pub fn new(list: usize) -> Self {
        Self { code_list: list, codes: Vec::new(), unknown: Vec::new() }
    }

    /// A column of `cells` blank cells.
    pub fn blank(list: usize, cells: usize) -> Self {
        Self { code_list: list, codes: vec![BLANK; cells], unknown: Vec::new() }
    }

    /// The stored codes, one a pupil; [`CodedColumn::meaning`] says what each one means.
    pub fn codes(&self) -> &[CellCode] {
        &self.codes
    }

    /// The meaning of a stored code.
    pub fn meaning(&self, code: CellCode) -> CodedCell {
        if code == BLANK {
            return CodedCell::Blank;
        }
        let Some(index) = code.checked_sub(UNKNOWN) else { return CodedCell::Known(code) };
        match self.unknown.get(usize::from(index)).and_then(|unknown| unknown.meaning) {
            None => CodedCell::Unknown,
            Some(BLANK) => CodedCell::Blank,
            Some(code) => CodedCell::Known(code),
        }
    }

    /// The meaning of a pupil's cell.
    pub fn cell(&self, pupil: usize) -> CodedCell {
        self.codes.get(pupil).map_or(CodedCell::Blank, |code| self.meaning(*code))
    }

    /// What a pupil's cell shows: the code as we write it, or the file's own spelling where it is not understood.
    pub fn text(&self, pupil: usize, codes: &CodeLists) -> String {
        match self.cell(pupil) {
            CodedCell::Blank => String::new(),
            CodedCell::Known(code) => {
                let entry = codes.list(self.code_list).and_then(|list| list.entry(code));
                entry.map(|entry| entry.code.clone()).unwrap_or_default()
            }
            CodedCell::Unknown => {
                let spelling = self.codes.get(pupil).and_then(|code| self.spelling(*code));
                spelling.unwrap_or_default().to_owned()
            }
        }
    }

    /// Applies `of` to the meaning of every stored code.
    pub fn table<T: Copy>(&self, of: impl Fn(CodedCell) -> T) -> [T; 256] {
        // No other code is stored than those known, and those of the spellings met.
        let mut table = [of(CodedCell::Unknown); 256];
        let known = (0..=CellCode::MAX).zip(&mut table).take(usize::from(UNKNOWN) + self.unknown.len());
        known.for_each(|(code, entry)| *entry = of(self.meaning(code)));
        table
    }

    /// Applies `of` to every pupil's cell, in file order.
    pub fn each<T: Copy + Default>(&self, of: impl Fn(CodedCell) -> T) -> Vec<T> {
        let table = self.table(of);
        self.codes.iter().map(|code| table.get(usize::from(*code)).copied().unwrap_or_default()).collect()
    }

    /// Like [`CodedColumn::each`], for classes; vectorised.
    pub fn classes(&self, of: impl Fn(CodedCell) -> u8) -> Vec<u8> {
        look_up(&self.codes, &self.table(of))
    }

    /// The spellings not understood, in the order met.
    pub fn unknown(&self) -> &[UnknownSpelling] {
        &self.unknown
    }

    /// The stored codes of the spellings not understood.
    pub(super) fn unknown_codes(&self) -> impl Iterator<Item = CellCode> {
        (UNKNOWN..=CellCode::MAX).take(self.unknown.len())
    }

    /// The unknown spelling of a stored code; `None`: the code is known or blank.
    pub fn spelling(&self, code: CellCode) -> Option<&str> {
        let index = usize::from(code.checked_sub(UNKNOWN)?);
        self.unknown.get(index).map(|unknown| unknown.spelling.as_str())
    }

    /// The stored code of a spelling that was not understood.
    pub fn code_of_unknown(&self, spelling: &str) -> Option<CellCode> {
        let index = self.unknown.iter().position(|unknown| unknown.spelling == spelling)?;
        UNKNOWN.checked_add(CellCode::try_from(index).ok()?)
    }

    /// Sets the meaning of an unknown spelling; returns the previous one. `None`: the column has no such spelling.
    pub fn map_value(&mut self, spelling: &str, meaning: Option<CellCode>) -> Option<Option<CellCode>> {
        let spelling = clean_text(spelling.as_bytes());
        let unknown = self.unknown.iter_mut().find(|unknown| unknown.spelling == spelling)?;
        Some(std::mem::replace(&mut unknown.meaning, meaning))
    }

    /// Replaces the code of a pupil's cell; returns the previous one.
    pub fn set(&mut self, pupil: usize, code: CellCode) -> Option<CellCode> {
        self.codes.get_mut(pupil).map(|cell| std::mem::replace(cell, code))
    }

    pub(crate) fn subset(&self, pupils: &[usize]) -> Self {
        let codes = pupils.iter().filter_map(|pupil| self.codes.get(*pupil).copied()).collect();
        let mut column = Self { code_list: self.code_list, codes, unknown: self.unknown.clone() };
        column.count_unknown();
        column
    }

    /// Counts the cells of each spelling that is not understood.
    pub(crate) fn count_unknown(&mut self) {
        self.unknown.iter_mut().for_each(|unknown| unknown.cells = 0);
        for code in self.codes.iter().filter(|code| **code >= UNKNOWN) {
            if let Some(unknown) = self.unknown.get_mut(usize::from(*code - UNKNOWN)) {
                unknown.cells += 1;
            }
        }
    }
}

/// A column of labels: few different texts, each stored once.
#[derive(Clone, Debug)]
pub struct LabelColumn {
    pub(crate) ids: Vec<u16>,
    /// Label 0 is blank.
    pub(crate) texts: Vec<String>,
}

impl Default for LabelColumn {
    fn default() -> Self {
        Self { ids: Vec::new(), texts: vec![String::new()] }
    }
}

impl LabelColumn {
    /// One number a pupil.
    pub fn ids(&self) -> &[u16] {
        &self.ids
    }

    /// All texts; the first is blank.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// A pupil's label; empty: blank.
    pub fn label(&self, pupil: usize) -> &str {
        let text = self.ids.get(pupil).and_then(|id| self.texts.get(usize::from(*id)));
        text.map_or("", String::as_str)
    }

    /// Adds a label, to be given to pupils; the blank one if there are too many.
    pub(crate) fn add(&mut self, text: &str) -> u16 {
        let Ok(id) = u16::try_from(self.texts.len()) else { return 0 };
        self.texts.push(text.to_owned());
        id
    }

    /// Gives a pupil a label.
    pub(crate) fn set(&mut self, pupil: usize, id: u16) {
        self.ids.get_mut(pupil).into_iter().for_each(|place| *place = id);
    }

    /// Takes labels for blank ones.
    pub(crate) fn forget(&mut self, is_blank: impl Fn(&str) -> bool) {
        let kept = self.texts.iter().map(|text| text.is_empty() || !is_blank(text)).collect::<Vec<_>>();
        if kept.iter().all(|kept| *kept) {
            return;
        }
        let mut next = 0;
        let ids = kept.iter().map(|kept| {
            next += u16::from(*kept);
            if *kept { next - 1 } else { 0 }
        });
        let ids = ids.collect::<Vec<_>>();
        self.ids.iter_mut().for_each(|id| *id = ids.get(usize::from(*id)).copied().unwrap_or_default());
        let mut kept = kept.into_iter();
        self.texts.retain(|_| kept.next().unwrap_or(true));
    }

    /// The positions of the pupils whose label is wanted, in ascending order.
    pub(super) fn pupils_with(&self, wanted: &[bool]) -> Vec<usize> {
        let is_wanted = |id: &u16| wanted.get(usize::from(*id)).copied().unwrap_or_default();
        (0..).zip(&self.ids).filter(|(_, id)| is_wanted(id)).map(|(pupil, _)| pupil).collect()
    }

    pub(super) fn subset(&self, pupils: &[usize]) -> Self {
        let ids = pupils.iter().filter_map(|pupil| self.ids.get(*pupil).copied()).collect();
        Self { ids, texts: self.texts.clone() }
    }
}

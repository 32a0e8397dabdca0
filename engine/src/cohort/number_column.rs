//! Columns of numbers and dates: points, sessions, the day a child came into care.

use std::collections::BTreeMap;
use std::ops::Range;

use ambition_columns::csv::RecordBatch;
pub use ambition_columns::numbers::ONE;
use ambition_columns::numbers::{self, NumberForm};

use super::{RowNumbers, UnknownSpelling};
use crate::guidance::fields::NumberKind;
use crate::text::cell;
use crate::text::date::Date;
use crate::text::encoding::readable;

/// Most digits after the decimal point.
const DIGITS: usize = 9;
/// Where the year and the month begin in a date stored as one number.
const YEAR: u64 = 10_000;
const MONTH: u64 = 100;
const BLANK: u64 = u64::MAX;
/// Values from here on are indices of unknown spellings; numbers and dates are smaller.
const UNKNOWN: u64 = 1 << 63;
/// Set in a date that was written day/month/year: the rest of the file may show that it is month/day/year.
const DAY_FIRST: u64 = 1 << 62;

/// What a cell of numbers says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberCell {
    /// Nothing.
    Blank,
    /// A number, in units of [`ONE`]; or a date as [`Date::number`].
    Known(u64),
    /// A spelling not understood.
    Unknown,
}

/// The spellings of a shard that are not understood, each with its first row and how many cells have it.
pub(crate) type ShardUnknownNumbers = Vec<(String, (u32, u32))>;

/// A column of numbers or dates.
#[derive(Clone, Debug)]
pub struct NumberColumn {
    /// How its cells are read.
    pub kind: NumberKind,
    values: Vec<u64>,
    unknown: Vec<UnknownSpelling>,
    /// The places of the unknown spellings.
    index: BTreeMap<String, usize>,
}

/// A date written as two numbers and a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumericDate {
    /// The first of the two numbers.
    pub first: u64,
    /// The second.
    pub second: u64,
    /// The year.
    pub year: u64,
}

impl NumericDate {
    /// The date as day/month/year; `None`: there is no such day.
    pub fn day_first(self) -> Option<u64> {
        calendar_date(self.year, self.second, self.first)
    }

    /// The date as month/day/year; `None`: there is no such day.
    pub fn month_first(self) -> Option<u64> {
        calendar_date(self.year, self.first, self.second)
    }
}

impl NumberColumn {
    /// The stored value of a blank cell.
    pub(crate) const BLANK: u64 = BLANK;

    /// Empty.
    pub fn new(kind: NumberKind) -> Self {
        Self { kind, values: Vec::new(), unknown: Vec::new(), index: BTreeMap::new() }
    }

    /// A column of `cells` blank cells.
    pub fn blank(kind: NumberKind, cells: usize) -> Self {
        Self { values: vec![BLANK; cells], ..Self::new(kind) }
    }

    /// Reserves capacity for `pupils` more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.values.reserve_exact(pupils);
    }

    /// Adds a pupil's cell that is not to be understood, though it may be a number.
    pub(crate) fn push_unknown(&mut self, spelling: &str, row: u32) {
        let value = self.unknown_value(spelling.as_bytes(), row);
        self.values.push(value);
    }

    /// Adds a pupil's cell from this row of the file.
    pub fn push(&mut self, cell: &[u8], row: u32) {
        let cell = cell::clean(cell);
        let value = if cell.is_empty() {
            BLANK
        } else {
            self.parse_cell(&cell).unwrap_or_else(|| self.unknown_value(&cell, row))
        };
        self.values.push(value);
    }

    /// Adds the cells of a column in a run of records with the same number of fields.
    pub(crate) fn push_run(&mut self, batch: &RecordBatch, run: &Range<usize>, column: usize) {
        let mut from = run.start;
        while from < run.end {
            let plain = match number_form(self.kind) {
                Some(form) => {
                    let rest = from..run.end;
                    numbers::append_column(batch, &rest, (column, form), BLANK, &mut self.values).unwrap_or(rest.len())
                }
                None => 0,
            };
            from += plain;
            if from < run.end {
                let row = batch.record(from);
                self.push(&row.field(column), row.number);
                from += 1;
            }
        }
    }

    /// The value of a spelling; `None`: not understood.
    pub fn parse(&self, cell: &[u8]) -> Option<u64> {
        self.parse_cell(cell).map(|value| value & !DAY_FIRST)
    }

    fn parse_cell(&self, cell: &[u8]) -> Option<u64> {
        match number_form(self.kind) {
            Some(form) => numbers::parse(cell, form),
            None => {
                let text = std::str::from_utf8(cell).ok()?;
                let date = text.parse().ok().map(Date::number)?;
                Some(if text.contains('/') { date | DAY_FIRST } else { date })
            }
        }
    }

    fn unknown_value(&mut self, cell: &[u8], first_row: u32) -> u64 {
        let spelling = readable(cell).into_owned();
        let index = self.index.get(&spelling).copied().unwrap_or_else(|| {
            self.index.insert(spelling.clone(), self.unknown.len());
            self.unknown.push(UnknownSpelling { spelling, cells: 0, first_row, meaning: None });
            self.unknown.len() - 1
        });
        if let Some(unknown) = self.unknown.get_mut(index) {
            unknown.cells += 1;
        }
        UNKNOWN + index as u64
    }

    /// Drains the values of a shard into bytes for [`NumberColumn::append_shard`].
    pub(crate) fn drain_into(&mut self, piece: &mut Vec<u8>) {
        piece.extend(self.values.drain(..).flat_map(u64::to_le_bytes));
    }

    /// The spellings of a shard that are not understood.
    pub(crate) fn into_shard(self) -> ShardUnknownNumbers {
        let unknown = self.unknown.into_iter().map(|unknown| (unknown.spelling, (unknown.first_row, unknown.cells)));
        unknown.collect()
    }

    /// Adds the unknown spellings of a shard; returns our value for each.
    pub(crate) fn append_unknown(&mut self, unknown: &ShardUnknownNumbers, rows_before: u32) -> Vec<u64> {
        let join = |(spelling, (first_row, cells)): &(String, (u32, u32))| {
            let value = self.unknown_value(spelling.as_bytes(), first_row + rows_before);
            let index = usize::try_from(value - UNKNOWN).unwrap_or(usize::MAX);
            if let Some(unknown) = self.unknown.get_mut(index) {
                unknown.cells += cells.saturating_sub(1);
            }
            value
        };
        unknown.iter().map(join).collect()
    }

    /// Appends the values of a shard, mapping its unknown spellings to our values `unknown`.
    pub(crate) fn append_shard(&mut self, values: &[u8], unknown: &[u64]) {
        let (values, _) = values.as_chunks::<8>();
        let here = |value: &[u8; 8]| match u64::from_le_bytes(*value) {
            BLANK => BLANK,
            value @ UNKNOWN.. => unknown.get((value - UNKNOWN) as usize).copied().unwrap_or(BLANK),
            known => known,
        };
        self.values.extend(values.iter().map(here));
    }

    /// Numbers above this one are not understood. `rows` are those of the pupils.
    pub(crate) fn limit(&mut self, most: u16, rows: &RowNumbers) {
        let most = u64::from(most) * ONE;
        for pupil in 0..self.values.len() {
            let value = self.values.get(pupil).copied().filter(|value| (most + 1..DAY_FIRST).contains(value));
            if let Some(value) = value {
                let unknown = self.unknown_value(number_text(value).as_bytes(), rows.row(pupil));
                self.values.get_mut(pupil).into_iter().for_each(|place| *place = unknown);
            }
        }
    }

    /// The dates that were written day/month/year, as numbers.
    pub(crate) fn day_first_dates(&self) -> impl Iterator<Item = NumericDate> {
        let values = self.values.iter().filter(|value| (DAY_FIRST..UNKNOWN).contains(value));
        values.map(|value| numeric_date(value & !DAY_FIRST))
    }

    /// Decides what the column's own context has to decide: unknown spellings that have a value in `meanings` (in their
    /// order) are known, and `of_numeric` says what a date written day/month/year is; `None`: it cannot be told. `rows`
    /// are those of the pupils.
    pub(crate) fn settle(
        &mut self,
        meanings: &[Option<u64>],
        of_numeric: impl Fn(NumericDate) -> Option<u64>,
        rows: &RowNumbers,
    ) {
        let unknown = std::mem::take(&mut self.unknown);
        self.index.clear();
        let mut values = std::mem::take(&mut self.values);
        let known = |index: usize| meanings.get(index).copied().flatten();
        for (pupil, value) in values.iter_mut().enumerate() {
            *value = match *value {
                BLANK => BLANK,
                index @ UNKNOWN.. => {
                    let index = usize::try_from(index - UNKNOWN).unwrap_or(usize::MAX);
                    known(index).unwrap_or_else(|| {
                        let text = unknown.get(index).map(|unknown| (unknown.spelling.as_bytes(), unknown.first_row));
                        text.map_or(BLANK, |(spelling, row)| self.unknown_value(spelling, row))
                    })
                }
                numeric @ DAY_FIRST.. => {
                    let date = numeric_date(numeric & !DAY_FIRST);
                    of_numeric(date).unwrap_or_else(|| {
                        let NumericDate { first, second, year } = date;
                        self.unknown_value(format!("{first}/{second}/{year}").as_bytes(), rows.row(pupil))
                    })
                }
                known => known,
            };
        }
        self.values = values;
    }

    /// How many pupils there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// True without pupils.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What a pupil's cell says.
    pub fn cell(&self, pupil: usize) -> NumberCell {
        self.values.get(pupil).map_or(NumberCell::Blank, |value| meaning(*value))
    }

    /// What every cell says, in the order of the pupils.
    pub fn cells(&self) -> impl Iterator<Item = NumberCell> {
        self.values.iter().map(|value| meaning(*value))
    }

    /// The spellings not understood, in the order met.
    pub fn unknown(&self) -> &[UnknownSpelling] {
        &self.unknown
    }

    /// A pupil's cell as text: the number, the date, or the spelling that is not understood.
    pub fn text(&self, pupil: usize) -> String {
        let Some(value) = self.values.get(pupil) else { return String::new() };
        match (meaning(*value), self.kind) {
            (NumberCell::Blank, _) => String::new(),
            (NumberCell::Known(number), NumberKind::Number | NumberKind::Whole) => number_text(number),
            (NumberCell::Known(date), NumberKind::Date) => {
                Date::from_number(date).map(|date| date.to_string()).unwrap_or_default()
            }
            (NumberCell::Unknown, _) => self.spelling(*value).unwrap_or_default().to_owned(),
        }
    }

    fn spelling(&self, value: u64) -> Option<&str> {
        let index = usize::try_from(value.checked_sub(UNKNOWN)?).ok()?;
        self.unknown.get(index).map(|unknown| unknown.spelling.as_str())
    }

    /// Pupils with this spelling that is not understood.
    pub fn with_unknown(&self, spelling: &str) -> Vec<u32> {
        let pupils = (0_u32..).zip(&self.values);
        pupils.filter(|(_, value)| self.spelling(**value) == Some(spelling)).map(|(pupil, _)| pupil).collect()
    }

    /// Puts a value into a pupil's cell (`None`: blank) and gives the stored one that was there, for [`NumberColumn::put`].
    pub fn set(&mut self, pupil: usize, value: Option<u64>) -> Option<u64> {
        self.put(pupil, value.unwrap_or(BLANK))
    }

    /// The value as it is stored, for [`NumberColumn::put`].
    pub fn stored(&self, pupil: usize) -> Option<u64> {
        // Equal dates are equal, however they were written.
        self.values.get(pupil).map(|value| if *value < UNKNOWN { value & !DAY_FIRST } else { *value })
    }

    /// Puts a stored value back.
    pub fn put(&mut self, pupil: usize, stored: u64) -> Option<u64> {
        self.values.get_mut(pupil).map(|cell| std::mem::replace(cell, stored))
    }

    /// Fills the blank cell of an earlier row of a pupil with that of a later one.
    pub(crate) fn fill(&mut self, pupil: usize, earlier: usize) {
        if let Some(value) = self.stored(pupil) {
            self.values
                .get_mut(earlier)
                .filter(|earlier| **earlier == BLANK)
                .into_iter()
                .for_each(|earlier| *earlier = value);
        }
    }

    pub(crate) fn subset(&self, pupils: &[usize]) -> Self {
        let values = pupils.iter().filter_map(|pupil| self.values.get(*pupil).copied()).collect::<Vec<_>>();
        let mut unknown = self.unknown.clone();
        for (index, spelling) in (UNKNOWN..).zip(&mut unknown) {
            spelling.cells = u32::try_from(values.iter().filter(|value| **value == index).count()).unwrap_or(u32::MAX);
        }
        Self { kind: self.kind, values, unknown, index: self.index.clone() }
    }
}

/// How numbers of a kind are written; `None`: they are dates.
fn number_form(kind: NumberKind) -> Option<NumberForm> {
    match kind {
        NumberKind::Number => Some(NumberForm::Decimal),
        NumberKind::Whole => Some(NumberForm::Whole),
        NumberKind::Date => None,
    }
}

fn meaning(value: u64) -> NumberCell {
    match value {
        BLANK => NumberCell::Blank,
        UNKNOWN.. => NumberCell::Unknown,
        known => NumberCell::Known(known & !DAY_FIRST),
    }
}

/// "410.5" of a number in units of [`ONE`].
pub fn number_text(number: u64) -> String {
    let text = format!("{}.{:0DIGITS$}", number / ONE, number % ONE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A date as [`Date::number`]; `None`: there is no such day.
pub fn calendar_date(year: u64, month: u64, day: u64) -> Option<u64> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    date.map(Date::number)
}

/// The parts of a date that is stored as one number.
fn numeric_date(date: u64) -> NumericDate {
    NumericDate { first: date % MONTH, second: date / MONTH % MONTH, year: date / YEAR }
}

#[cfg(test)]
mod tests {
    use ambition_columns::csv::Tokenizer;

    use super::*;

    fn cell(kind: NumberKind, text: &str) -> (NumberCell, String) {
        let mut column = NumberColumn::new(kind);
        column.push(text.as_bytes(), 2);
        (column.cell(0), column.text(0))
    }

    #[test]
    fn numbers_are_exact_and_never_guessed() {
        assert_eq!(cell(NumberKind::Number, " 410.50 "), (NumberCell::Known(410 * ONE + ONE / 2), "410.5".into()));
        assert_eq!(cell(NumberKind::Number, "0"), (NumberCell::Known(0), "0".into()));
        assert_eq!(cell(NumberKind::Number, "12.333333333").1, "12.333333333");
        for wrong in ["-1", "1.", ".5", "1,000", "x", "1e3", "0000000001", "1.0000000001"] {
            assert_eq!(cell(NumberKind::Number, wrong), (NumberCell::Unknown, wrong.into()), "{wrong}");
        }
    }

    #[test]
    fn whole_numbers_have_no_decimals() {
        assert_eq!(cell(NumberKind::Whole, " 380 "), (NumberCell::Known(380 * ONE), "380".into()));
        assert_eq!(cell(NumberKind::Whole, "380.0"), (NumberCell::Known(380 * ONE), "380".into()));
        for wrong in ["379.5", "-1", "x"] {
            assert_eq!(cell(NumberKind::Whole, wrong), (NumberCell::Unknown, wrong.into()), "{wrong}");
        }
    }

    #[test]
    fn dates_are_kept_as_one_number() {
        assert_eq!(cell(NumberKind::Date, " 30/9/2008 "), (NumberCell::Known(20_080_930), "2008-09-30".into()));
        assert_eq!(cell(NumberKind::Date, "31/09/2008"), (NumberCell::Unknown, "31/09/2008".into()));
    }

    #[test]
    fn cells_of_a_run_are_read_as_single_cells_are() {
        let cells = ["5", "", "6.0", " 7 ", "\"8\"", "x", "9.25", "1,5", "\u{a0}", "30/9/2008", "'4", "0"];
        let text = cells.map(|cell| format!("A,{}\n", cell.replace("1,5", "\"1,5\""))).concat();
        for kind in [NumberKind::Number, NumberKind::Whole, NumberKind::Date] {
            let (mut together, mut single) = (NumberColumn::new(kind), NumberColumn::new(kind));
            let mut tokenizer = Tokenizer::new(b',');
            tokenizer.spare_mut(text.len()).copy_from_slice(text.as_bytes());
            tokenizer.tokenize(text.len(), true, &mut |batch| together.push_run(batch, &(0..batch.len()), 1));
            Tokenizer::new(b',').push(text.as_bytes(), true, &mut |row| single.push(&row.field(1), row.number));
            assert_eq!(format!("{together:?}"), format!("{single:?}"));
            assert_eq!(together.len(), cells.len());
        }
    }

    #[test]
    fn unknown_spellings_are_counted() {
        let mut column = NumberColumn::new(NumberKind::Number);
        for (row, text) in (2..).zip(["x", "5", "y", "x", ""]) {
            column.push(text.as_bytes(), row);
        }
        let seen = column.unknown().iter().map(|unknown| (unknown.spelling.as_str(), unknown.cells, unknown.first_row));
        assert_eq!(seen.collect::<Vec<_>>(), [("x", 2, 2), ("y", 1, 4)]);
        assert_eq!(column.with_unknown("x"), [0, 3]);
        assert_eq!(column.subset(&[1, 3]).unknown()[0].cells, 1);
    }
}

//! Tables that are not one row of headings with a pupil in each row below it, and how they are brought into that shape.
//!
//! Every step takes the rows of a text and gives the rows of an ordinary table. A row keeps the number that it has in the
//! file wherever it stands in a row of its own.

use ambition_columns::cells::Cells;
use ambition_columns::texts::TextSet;

use super::column_fit::ColumnFit;
use super::heading_block::recognise_together;
use super::sample::{SampleRow, TableSample};
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::{RejectReason, RejectedRow};
use crate::intake::doubtful_pupils::is_data;
use crate::intake::headings::Headings;

/// Different fields in the first column that make a table one with its headings there.
const HEADINGS_IN_COLUMN: usize = 3;
/// Recognised headings that make a row a heading row.
pub(super) const HEADINGS_IN_ROW: usize = 2;
/// Letters that every heading has at least (a test holds the guidance to it).
const LETTERS_IN_HEADING: usize = 2;

/// Share of different pupils among the rows up to which each may have several rows.
const SOME_REPEATED: usize = 6;
const OF_ROWS: usize = 10;

/// A table in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The rows, the heading row among them.
    pub sample: TableSample,
    /// Number of the heading row.
    heading_row: u32,
    /// The headings as written.
    headings: Vec<String>,
    /// They are made of several rows, or stand elsewhere than in the heading row.
    pub are_combined: bool,
    /// Rows that were used up: headings of further tables.
    pub rejected: Vec<RejectedRow>,
}

impl Table {
    /// A table with its headings in this row.
    pub fn new(sample: TableSample, heading_row: u32) -> Self {
        let mut table = Self { sample, ..Self::default() };
        table.begin_at(heading_row);
        table
    }

    /// With other headings than those in the heading row.
    #[must_use]
    pub fn with_headings(self, headings: Vec<String>) -> Self {
        Self { headings, are_combined: true, ..self }
    }

    /// Makes this row the heading row.
    pub fn begin_at(&mut self, heading_row: u32) {
        self.heading_row = heading_row;
        self.headings = self.sample.row(heading_row).map(SampleRow::texts).unwrap_or_default();
    }

    /// Number of the heading row.
    pub fn heading_row(&self) -> u32 {
        self.heading_row
    }

    /// The headings as written.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Different fields among the headings.
    pub fn known_headings(&self, guidance: &Guidance) -> usize {
        count_fields(self.headings.iter().map(String::as_str), guidance)
    }

    /// The same table with other rows below these headings.
    pub fn with_rows(&self, headings: Vec<String>, mut body: Vec<SampleRow>, rejected: Vec<RejectedRow>) -> Self {
        // No row of our own making is a short one.
        body.iter_mut().for_each(|row| row.cells.widen(headings.len()));
        let rows = std::iter::once(SampleRow::new(self.heading_row, headings)).chain(body).collect();
        let sample = TableSample { rows, whole: self.sample.whole };
        Self { rejected, ..Self::new(sample, self.heading_row) }
    }

    /// True if pupils may have several rows: the first column that names them has hardly more than half as many different
    /// cells as there are rows. A cheap look, for nearly every table has none.
    pub fn may_repeat_pupils(&self, identity: &[(usize, FieldKind)]) -> bool {
        let Some((column, _)) = identity.first() else { return false };
        let body = self.body();
        let most = SOME_REPEATED * body.len() / OF_ROWS + 1;
        let mut different = TextSet::with_capacity(most + 1);
        body.iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty()).all(|cell| {
            different.insert(cell.as_bytes());
            different.len() <= most
        })
    }

    /// The columns whose headings name a pupil, with what they hold.
    pub fn identity_columns(&self, guidance: &Guidance) -> Vec<(usize, FieldKind)> {
        let kind = |text: &String| Some(guidance.fields.get(guidance.recognise(text)?)?.kind);
        let kinds = self.headings().iter().map(kind).enumerate();
        kinds.filter_map(|(column, kind)| Some((column, kind.filter(|kind| is_identity(*kind))?))).collect()
    }

    /// The rows below the headings.
    pub fn body(&self) -> &[SampleRow] {
        self.sample.below(self.heading_row)
    }
}

/// Different fields among headings.
pub(super) fn count_fields<'a>(cells: impl Iterator<Item = &'a str>, guidance: &Guidance) -> usize {
    let cells = cells.filter(|cell| may_be_heading(cell));
    let mut fields = cells.filter_map(|cell| guidance.recognise(cell)).collect::<Vec<_>>();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// The table with rows and columns exchanged, if its first column holds the headings. A pupil's row number is then the
/// number of the column.
pub(super) fn turn(table: &Table, guidance: &Guidance) -> Option<Table> {
    let rows = &table.sample.rows;
    // Half of the rows hold different fields, at least.
    if rows.len() > 2 * guidance.fields.iter().count() {
        return None;
    }
    let known = count_fields(rows.iter().map(|row| row.cell(0)), guidance);
    // Above the headings of the other rows the first cell may be blank: "", "Alder, Amy", "Bramble, Ben".
    let all_but_corner = rows.first().is_some_and(|row| !row.is_filled(0)) && known + 1 == rows.len();
    let least = if all_but_corner { HEADINGS_IN_ROW } else { HEADINGS_IN_COLUMN };
    if known < least || known <= 2 * table.known_headings(guidance) || 2 * known < rows.len() {
        return None;
    }
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let turned =
        (1..).zip(0..width).map(|(number, column)| SampleRow::new(number, rows.iter().map(|row| row.cell(column))));
    let mut turned = turned.filter(|row| row.filled() > 0).collect::<Vec<_>>();
    name_by_groups(&mut turned, guidance);
    Some(Table::new(TableSample { rows: turned, whole: table.sample.whole }, 1))
}

/// False for a cell that cannot be a heading, as most values cannot: recognising costs a thousand times as much.
pub(super) fn may_be_heading(cell: &str) -> bool {
    let letters = cell.bytes().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    letters.take(LETTERS_IN_HEADING).count() == LETTERS_IN_HEADING
}

/// In the first row, the heading of a column with nothing in it is a group: "Target" before "KS2 English".
fn name_by_groups(rows: &mut [SampleRow], guidance: &Guidance) {
    let Some((headings, body)) = rows.split_first_mut() else { return };
    let (mut group, mut texts) = (String::new(), headings.texts());
    for (column, text) in texts.iter_mut().enumerate() {
        if !text.is_empty() && !body.iter().any(|row| row.is_filled(column)) {
            group = std::mem::take(text);
        } else if let Some(field) = recognise_together(&group, text, guidance).filter(|_| !group.is_empty()) {
            guidance.fields.get(field).into_iter().for_each(|field| text.clone_from(&field.written));
        }
    }
    *headings = SampleRow::new(headings.number, texts);
}

/// Whether a row holds headings instead of a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadingsAgain {
    /// The same fields in the same columns.
    Same,
    /// Other fields, or in another order.
    Other,
}

/// Tells whether most cells of a row are headings.
pub(super) fn headings_again(row: &SampleRow, headings: &Cells, guidance: &Guidance) -> Option<HeadingsAgain> {
    let filled = row.filled();
    // As in nearly every row of a pupil, whose cells are neither words nor those of the headings.
    if 2 * row.cells.wordy() <= filled && 2 * row.cells.as_long_as(headings) <= filled {
        return None;
    }
    let same = row.cells.same_as(headings);
    if filled >= HEADINGS_IN_ROW && same == filled {
        return Some(HeadingsAgain::Same);
    }
    let too_few = |count: usize| count < HEADINGS_IN_ROW || 2 * count.max(same) <= filled;
    if too_few(row.cells.with_letters()) {
        return None;
    }
    let known = row.cells.iter().map(|cell| guidance.recognise(cell)).collect::<Vec<_>>();
    if too_few(known.iter().flatten().count()) {
        return None;
    }
    let here = headings.iter().map(|heading| guidance.recognise(heading)).chain(std::iter::repeat(None));
    let in_place = known.iter().zip(here).all(|(field, here)| field.is_none() || *field == here);
    Some(if in_place { HeadingsAgain::Same } else { HeadingsAgain::Other })
}

/// The column in which a cell of a further table belongs.
pub(super) fn column_of(heading: &str, headings: &mut Vec<String>, guidance: &Guidance) -> usize {
    let field = guidance.recognise(heading);
    let same = |other: &String| match field {
        Some(field) => guidance.recognise(other) == Some(field),
        None => !heading.is_empty() && other.eq_ignore_ascii_case(heading),
    };
    headings.iter().position(same).unwrap_or_else(|| {
        headings.push(heading.to_owned());
        headings.len() - 1
    })
}

/// One table with the rows of all, if further tables with other columns follow below; and the first row of each of them.
pub(super) fn append_tables_below(table: &Table, guidance: &Guidance) -> Option<(Table, Vec<u32>)> {
    let first = table.headings().iter().collect::<Cells>();
    let is_other = |row: &&SampleRow| headings_again(row, &first, guidance) == Some(HeadingsAgain::Other);
    table.body().iter().find(is_other)?;
    let (mut headings, mut current) = (table.headings().to_vec(), first);
    let (mut rows, mut starts, mut rejected) = (Vec::new(), Vec::new(), table.rejected.clone());
    for row in table.body() {
        if let Some(again) = headings_again(row, &current, guidance) {
            if again == HeadingsAgain::Other {
                starts.push(row.number);
                current = row.cells.clone();
            }
            rejected.push(RejectedRow { row: row.number, reason: RejectReason::RepeatedHeadings });
            continue;
        }
        let mut placed = SampleRow::empty(row.number);
        for (heading, cell) in current.iter().zip(row.cells.iter()).filter(|(_, cell)| !cell.is_empty()) {
            placed.put(column_of(heading, &mut headings, guidance), cell);
        }
        rows.push(placed);
    }
    Some((table.with_rows(headings, rows, rejected), starts))
}

/// One table with the rows of both, if the headings start again to the right; and the column with which they do. The
/// rows of the right-hand table follow after the last row.
pub(super) fn append_table_right(table: &Table, guidance: &Guidance) -> Option<(Table, usize)> {
    let texts = table.headings();
    let headings = Headings::new(texts.to_vec(), guidance);
    let is_identity = |column: usize| {
        let field = texts.get(column).and_then(|text| guidance.recognise(text));
        field.and_then(|field| guidance.fields.get(field)).is_some_and(|field| is_identity(field.kind))
    };
    let first = headings.repeated.iter().map(|(column, _)| *column).find(|column| is_identity(*column))?;
    // The last table first, so that each is taken off by itself.
    let field = texts.get(first).and_then(|text| guidance.recognise(text));
    let again = |column: &usize| texts.get(*column).and_then(|text| guidance.recognise(text)) == field;
    let start = (first..texts.len()).rfind(again)?;
    let repeated = headings.repeated.iter().filter(|(column, _)| *column >= start).count();
    let recognised = headings.recognised().filter(|(column, _)| *column >= start).count();
    let filled = table.body().iter().filter(|row| row.is_filled(start)).count();
    // A parent or sibling of each pupil has a name, and no results.
    let is_result = |text: &String| {
        let field = guidance.recognise(text).and_then(|field| guidance.fields.get(field));
        field.is_some_and(|field| is_data(field, guidance))
    };
    let (on_the_left, on_the_right) = texts.split_at(start);
    let lacks_results = on_the_left.iter().any(is_result) && !on_the_right.iter().any(is_result);
    if repeated < HEADINGS_IN_ROW || recognised > 0 || filled == 0 || lacks_results {
        return None;
    }
    let last = table.sample.rows.last().map_or(0, |row| row.number);
    let left = |row: &SampleRow| SampleRow::new(row.number, row.cells.iter().take(start));
    let mut columns = texts.get(..start).unwrap_or_default().to_vec();
    let right = texts.get(start..).unwrap_or_default();
    let places = right.iter().map(|heading| column_of(heading, &mut columns, guidance)).collect::<Vec<_>>();
    let right = |row: &SampleRow| {
        let mut moved = SampleRow::empty(last + row.number);
        moved.cells.widen(columns.len());
        places.iter().zip(row.cells.iter().skip(start)).for_each(|(place, cell)| moved.put(*place, cell));
        moved
    };
    let rows = table.body().iter().map(left).chain(table.body().iter().map(right));
    let rows = rows.filter(|row| row.filled() > 0).collect();
    Some((table.with_rows(columns.clone(), rows, table.rejected.clone()), start))
}

/// True for a field that names a pupil.
pub(super) fn is_identity(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Upn | FieldKind::Surname | FieldKind::Forename)
}

/// The headings moved to the columns that hold what they say, if the cells of nearly all rows stand one place to the
/// right or left of them.
pub(super) fn shifted_headings(table: &Table, guidance: &Guidance) -> Option<(Vec<String>, bool)> {
    let texts = table.headings();
    let fields = texts.iter().map(|text| guidance.recognise(text)).collect::<Vec<_>>();
    let fit = |shift: isize| total_fit(table.body(), &fields, shift, guidance);
    let stays = fit(0);
    let body = table.body();
    let filled = |column: usize| body.iter().filter(|row| row.is_filled(column)).count();
    // An empty first column and a filled one beyond the headings say it without a look at the values.
    let beyond = filled(texts.len());
    let all_to_the_right = is_nearly_all(body.len() - filled(0), body.len()) && is_nearly_all(beyond, body.len());
    // A filled column beyond the headings: the cells may suit them better one place to the right.
    if stays.fits >= stays.misfits && !all_to_the_right && 2 * beyond <= body.len() {
        return None;
    }
    let (right, left) = (fit(1), fit(-1));
    let all_to_the_right = all_to_the_right && right.misfits <= stays.misfits;
    let one_more = 2 * beyond > body.len() && right.misfits * 4 < stays.misfits;
    if stays.fits >= stays.misfits && !all_to_the_right && !one_more {
        return None;
    }
    let better = |other: ColumnFit| other.misfits * 4 < stays.misfits && other.fits > stays.fits;
    match (all_to_the_right || better(right), better(left)) {
        (true, _) => Some(([String::new()].into_iter().chain(texts.iter().cloned()).collect(), true)),
        (_, true) => Some((texts.get(1..)?.to_vec(), false)),
        _ => None,
    }
}

/// How well all rows suit the fields, if these are moved.
fn total_fit(rows: &[SampleRow], fields: &[Option<FieldId>], shift: isize, guidance: &Guidance) -> ColumnFit {
    let mut total = ColumnFit::default();
    for (column, field) in fields.iter().enumerate() {
        let (Some(field), Some(column)) = (field, column.checked_add_signed(shift)) else { continue };
        let fit = ColumnFit::new(rows, column, *field, guidance);
        total.fits += fit.fits;
        total.misfits += fit.misfits;
        total.open += fit.open;
    }
    total
}

/// Of two headings with one meaning, the columns to read: where the first has nothing in it, the other.
pub(super) fn filled_repeats(table: &Table, guidance: &Guidance) -> Vec<(usize, usize)> {
    let headings = Headings::new(table.headings().to_vec(), guidance);
    let filled = |column: usize| table.body().iter().any(|row| row.is_filled(column));
    let mut instead: Vec<(usize, usize)> = Vec::new();
    for (later, earlier) in headings.repeated {
        if !filled(earlier) && filled(later) && !instead.iter().any(|(empty, _)| *empty == earlier) {
            instead.push((earlier, later));
        }
    }
    instead
}

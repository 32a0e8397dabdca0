//! Tables that are not one row of headings with a pupil in each row below it, and how they are brought into that shape.
//!
//! Every step takes the rows of a text and gives the rows of an ordinary table. A row keeps the number that it has in the
//! file wherever it stands in a row of its own.

use std::collections::HashSet;

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
    pub heading_row: u32,
    /// Headings made of several rows, instead of those in the heading row.
    pub combined: Option<Vec<String>>,
    /// Rows that were used up: headings of further tables.
    pub rejected: Vec<RejectedRow>,
}

impl Table {
    /// The headings as written.
    pub fn headings(&self) -> &[String] {
        let row = || self.sample.row(self.heading_row).map_or(&[][..], |row| row.cells.as_slice());
        self.combined.as_deref().unwrap_or_else(row)
    }

    /// The same table with other rows below these headings.
    pub fn with_rows(&self, headings: Vec<String>, mut body: Vec<SampleRow>, rejected: Vec<RejectedRow>) -> Self {
        // No row of our own making is a short one.
        let short = |row: &&mut SampleRow| row.cells.len() < headings.len();
        body.iter_mut().filter(short).for_each(|row| row.cells.resize(headings.len(), String::new()));
        let heading_row = SampleRow { number: self.heading_row, cells: headings };
        let rows = std::iter::once(heading_row).chain(body).collect();
        let sample = TableSample { rows, whole: self.sample.whole };
        Self { sample, heading_row: self.heading_row, combined: None, rejected }
    }

    /// True if pupils may have several rows: the first column that names them has hardly more than half as many different
    /// cells as there are rows. A cheap look, for nearly every table has none.
    pub fn may_repeat_pupils(&self, identity: &[(usize, FieldKind)]) -> bool {
        let Some((column, _)) = identity.first() else { return false };
        let body = self.body();
        let most = SOME_REPEATED * body.len() / OF_ROWS + 1;
        let mut different = HashSet::with_capacity(most + 1);
        body.iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty()).all(|cell| {
            different.insert(cell);
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
pub(super) fn count_fields(cells: &[String], guidance: &Guidance) -> usize {
    let cells = cells.iter().filter(|cell| may_be_heading(cell));
    let mut fields = cells.filter_map(|cell| guidance.recognise(cell)).collect::<Vec<_>>();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// The table with rows and columns exchanged, if its first column holds the headings. A pupil's row number is then the
/// number of the column.
pub(super) fn turn(table: &Table, guidance: &Guidance) -> Option<Table> {
    let rows = &table.sample.rows;
    let first = rows.iter().map(|row| row.cell(0).to_owned()).collect::<Vec<_>>();
    let known = count_fields(&first, guidance);
    // Above the headings of the other rows the first cell may be blank: "", "Alder, Amy", "Bramble, Ben".
    let all_but_corner = first.first().is_some_and(String::is_empty) && known + 1 == first.len();
    let least = if all_but_corner { HEADINGS_IN_ROW } else { HEADINGS_IN_COLUMN };
    if known < least || known <= 2 * count_fields(table.headings(), guidance) || 2 * known < rows.len() {
        return None;
    }
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let turned = (0..width).map(|column| SampleRow {
        number: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
        cells: rows.iter().map(|row| row.cell(column).to_owned()).collect(),
    });
    let mut turned = turned.filter(|row| row.filled() > 0).collect::<Vec<_>>();
    name_by_groups(&mut turned, guidance);
    Some(Table {
        sample: TableSample { rows: turned, whole: table.sample.whole },
        heading_row: 1,
        combined: None,
        rejected: Vec::new(),
    })
}

/// False for a cell that cannot be a heading, as most values cannot: recognising costs a thousand times as much.
pub(super) fn may_be_heading(cell: &str) -> bool {
    let letters = cell.bytes().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    letters.take(LETTERS_IN_HEADING).count() == LETTERS_IN_HEADING
}

/// In the first row, the heading of a column with nothing in it is a group: "Target" before "KS2 English".
fn name_by_groups(rows: &mut [SampleRow], guidance: &Guidance) {
    let Some((headings, body)) = rows.split_first_mut() else { return };
    let mut group = String::new();
    for (column, text) in headings.cells.iter_mut().enumerate() {
        if !text.is_empty() && body.iter().all(|row| row.cell(column).is_empty()) {
            group = std::mem::take(text);
        } else if let Some(field) = recognise_together(&group, text, guidance).filter(|_| !group.is_empty()) {
            guidance.fields.get(field).into_iter().for_each(|field| text.clone_from(&field.written));
        }
    }
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
pub(super) fn headings_again(cells: &[String], headings: &[String], guidance: &Guidance) -> Option<HeadingsAgain> {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let same_text = |(cell, heading): &(&String, &String)| !cell.is_empty() && cell.eq_ignore_ascii_case(heading);
    let same = cells.iter().zip(headings).filter(same_text).count();
    if filled >= HEADINGS_IN_ROW && same == filled {
        return Some(HeadingsAgain::Same);
    }
    let too_few = |count: usize| count < HEADINGS_IN_ROW || 2 * count.max(same) <= filled;
    if too_few(cells.iter().filter(|cell| may_be_heading(cell)).count()) {
        return None;
    }
    let known = cells.iter().map(|cell| guidance.recognise(cell)).collect::<Vec<_>>();
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
    let first = table.headings().to_vec();
    let is_other = |row: &&SampleRow| headings_again(&row.cells, &first, guidance) == Some(HeadingsAgain::Other);
    table.body().iter().find(is_other)?;
    let (mut headings, mut current) = (first.clone(), first);
    let (mut rows, mut starts, mut rejected) = (Vec::new(), Vec::new(), table.rejected.clone());
    for row in table.body() {
        if let Some(again) = headings_again(&row.cells, &current, guidance) {
            if again == HeadingsAgain::Other {
                starts.push(row.number);
                current = row.cells.clone();
            }
            rejected.push(RejectedRow { row: row.number, reason: RejectReason::RepeatedHeadings });
            continue;
        }
        let mut cells = Vec::new();
        for (heading, cell) in current.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            let column = column_of(heading, &mut headings, guidance);
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(place) = cells.get_mut(column) {
                place.clone_from(cell);
            }
        }
        rows.push(SampleRow { number: row.number, cells });
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
    let filled = table.body().iter().filter(|row| !row.cell(start).is_empty()).count();
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
    let left = |row: &SampleRow| SampleRow {
        number: row.number,
        cells: row.cells.get(..start.min(row.cells.len())).unwrap_or_default().to_vec(),
    };
    let mut columns = texts.get(..start).unwrap_or_default().to_vec();
    let right = texts.get(start..).unwrap_or_default();
    let places = right.iter().map(|heading| column_of(heading, &mut columns, guidance)).collect::<Vec<_>>();
    let right = |row: &SampleRow| {
        let mut cells = vec![String::new(); columns.len()];
        for (place, cell) in places.iter().zip(row.cells.get(start..).unwrap_or_default()) {
            cells.get_mut(*place).into_iter().for_each(|place| place.clone_from(cell));
        }
        SampleRow { number: last + row.number, cells }
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
    let filled = |column: usize| body.iter().filter(|row| !row.cell(column).is_empty()).count();
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
    let filled = |column: usize| table.body().iter().any(|row| !row.cell(column).is_empty());
    let mut instead: Vec<(usize, usize)> = Vec::new();
    for (later, earlier) in headings.repeated {
        if !filled(earlier) && filled(later) && !instead.iter().any(|(empty, _)| *empty == earlier) {
            instead.push((earlier, later));
        }
    }
    instead
}

//! Tables that are not one row of headings with a pupil in each row below it, and how they are brought into that shape.
//!
//! Every step takes the rows of a text and gives the rows of an ordinary table. A row keeps the number that it has in the
//! file wherever it stands in a row of its own.

use std::collections::HashMap;

use super::column_fit::{ColumnFit, is_upn};
use super::sample::{SampleRow, TableSample};
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::{RejectReason, RejectedRow};
use crate::intake::headings::Headings;

/// Different fields in the first column that make a table one with its headings there.
const HEADINGS_IN_COLUMN: usize = 3;
/// Recognised headings that make a row a heading row.
const HEADINGS_IN_ROW: usize = 2;
/// Letters that every heading has at least (a test holds the guidance to it).
const LETTERS_IN_HEADING: usize = 2;

/// A table in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The rows, the heading row among them.
    pub sample: TableSample,
    /// Number of the heading row.
    pub heading_row: u32,
    /// Rows that were used up: headings of further tables.
    pub rejected: Vec<RejectedRow>,
}

impl Table {
    /// The headings as written.
    pub fn headings(&self) -> &[String] {
        self.sample.row(self.heading_row).map_or(&[], |row| row.cells.as_slice())
    }

    /// The rows below the headings.
    pub fn body(&self) -> &[SampleRow] {
        self.sample.below(self.heading_row)
    }
}

/// Different fields among headings.
fn count_fields(cells: &[String], guidance: &Guidance) -> usize {
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
    if known < HEADINGS_IN_COLUMN || known <= 2 * count_fields(table.headings(), guidance) || 2 * known < rows.len() {
        return None;
    }
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let turned = (0..width).map(|column| SampleRow {
        number: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
        cells: rows.iter().map(|row| row.cell(column).to_owned()).collect(),
    });
    let turned = turned.filter(|row| row.filled() > 0).collect();
    Some(Table {
        sample: TableSample { rows: turned, whole: table.sample.whole },
        heading_row: 1,
        rejected: Vec::new(),
    })
}

/// False for a cell that cannot be a heading, as most values cannot: recognising costs a thousand times as much.
pub(super) fn may_be_heading(cell: &str) -> bool {
    let letters = cell.bytes().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    letters.take(LETTERS_IN_HEADING).count() == LETTERS_IN_HEADING
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
fn column_of(heading: &str, headings: &mut Vec<String>, guidance: &Guidance) -> usize {
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
    rows.insert(0, SampleRow { number: table.heading_row, cells: headings });
    let sample = TableSample { rows, whole: table.sample.whole };
    Some((Table { sample, heading_row: table.heading_row, rejected }, starts))
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
    if repeated < HEADINGS_IN_ROW || recognised > 0 || filled == 0 {
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
    let mut rows = vec![SampleRow { number: table.heading_row, cells: columns.clone() }];
    rows.extend(table.body().iter().map(left).chain(table.body().iter().map(right)));
    rows.retain(|row| row.filled() > 0);
    let sample = TableSample { rows, whole: table.sample.whole };
    Some((Table { sample, heading_row: table.heading_row, rejected: table.rejected.clone() }, start))
}

/// True for a field that names a pupil.
pub(super) fn is_identity(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Upn | FieldKind::Surname | FieldKind::Forename)
}

/// The headings made of two rows, if together they say more than the lower one alone: `KS1` above `Reading`.
pub(super) fn two_row_headings(table: &Table, guidance: &Guidance) -> Option<Vec<String>> {
    let above = table.sample.rows.iter().take_while(|row| row.number < table.heading_row).last()?;
    let lower = table.headings();
    let mut groups = Vec::with_capacity(lower.len());
    for column in 0..lower.len() {
        let group = Some(above.cell(column)).filter(|text| !text.is_empty());
        groups.push(group.or(groups.last().copied()).unwrap_or_default());
    }
    let together = || lower.iter().zip(&groups).filter(|(_, group)| !group.is_empty());
    let results = together().filter_map(|(text, group)| recognise_together(group, text, guidance)).collect::<Vec<_>>();
    let combined = lower.iter().zip(&groups).map(|(text, group)| {
        let known = if group.is_empty() { None } else { recognise_together(group, text, guidance) };
        let known = known.or_else(|| recognise_target(group, text, &results, guidance).filter(|_| !group.is_empty()));
        let heading = known.and_then(|field| guidance.fields.get(field)).map(|field| field.heading.clone());
        heading.unwrap_or_else(|| text.clone())
    });
    let combined = combined.collect::<Vec<_>>();
    (count_fields(&combined, guidance) > count_fields(lower, guidance)).then_some(combined)
}

/// The target or estimate that two texts name without its key stage (`Target` above `English`), if just one result of
/// the file can be meant.
fn recognise_target(group: &str, text: &str, results: &[FieldId], guidance: &Guidance) -> Option<FieldId> {
    let of_result = |field: &FieldId| {
        let (result, _) = guidance.fields.get(*field)?.derived_from.as_ref()?;
        results.contains(&guidance.fields.by_heading(result)?).then_some(*field)
    };
    let perhaps = guidance.vocabulary.likely_fields(&format!("{group} {text}"));
    let mut meant = perhaps.iter().filter_map(|(field, _)| of_result(field));
    meant.next().filter(|_| meant.next().is_none())
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
    let all_to_the_right =
        is_nearly_all(body.len() - filled(0), body.len()) && is_nearly_all(filled(texts.len()), body.len());
    if stays.fits >= stays.misfits && !all_to_the_right {
        return None;
    }
    let (right, left) = (fit(1), fit(-1));
    let all_to_the_right = all_to_the_right && right.misfits <= stays.misfits;
    if stays.fits >= stays.misfits && !all_to_the_right {
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

/// A column without a heading that holds unique pupil numbers, if no heading names one.
pub(super) fn unnamed_upns(table: &Table, guidance: &Guidance) -> Option<(usize, FieldId)> {
    let (upn, _) = guidance.fields.iter().find(|(_, field)| field.kind == FieldKind::Upn)?;
    if table.headings().iter().any(|text| guidance.recognise(text) == Some(upn)) {
        return None;
    }
    let width = table.body().iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let unnamed = |column: &usize| table.headings().get(*column).is_some_and(String::is_empty);
    let holds_upns = |column: &usize| {
        let cells = table.body().iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty());
        let cells = cells.collect::<Vec<_>>();
        is_nearly_all(cells.iter().filter(|cell| is_upn(cell)).count(), cells.len())
    };
    (0..width).filter(unnamed).find(holds_upns).map(|column| (column, upn))
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

/// The field that two texts name together: a heading and the one above it, a heading and a subject.
fn recognise_together(one: &str, other: &str, guidance: &Guidance) -> Option<FieldId> {
    let ways = [format!("{one} {other}"), format!("{other} {one}")];
    let exact = ways.iter().find_map(|way| guidance.recognise(way));
    exact.or_else(|| {
        let perhaps = guidance.vocabulary.likely_fields(ways.first()?);
        let mut sure = perhaps.into_iter().filter(|(_, distance)| *distance == 0);
        sure.next().map(|(field, _)| field).filter(|_| sure.next().is_none())
    })
}

/// The column whose values are subjects, with the fields that the other headings name together with each.
fn subject_column(table: &Table, guidance: &Guidance) -> Option<usize> {
    let headings = table.headings();
    let unknown = |column: &usize| {
        headings.get(*column).is_some_and(|text| !text.is_empty() && guidance.recognise(text).is_none())
    };
    let unknown = (0..headings.len()).filter(unknown).collect::<Vec<_>>();
    let names_subjects = |column: &usize| {
        let mut values =
            table.body().iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        values.sort_unstable();
        values.dedup();
        let with = |value: &str, other: usize| {
            recognise_together(headings.get(other).map_or("", String::as_str), value, guidance)
        };
        let others = unknown.iter().filter(|other| *other != column);
        let known = values.iter().filter(|value| others.clone().any(|other| with(value, *other).is_some())).count();
        known >= HEADINGS_IN_ROW && is_nearly_all(known, values.len())
    };
    unknown.iter().find(|column| names_subjects(column)).copied()
}

/// One row for each pupil, if the table has a row for each pupil and subject; and the column of subjects. A pupil's row
/// is the first of its rows.
pub(super) fn one_row_a_pupil(table: &Table, guidance: &Guidance) -> Option<(Table, usize)> {
    let subjects = subject_column(table, guidance)?;
    let headings = table.headings().to_vec();
    let identity = |column: &usize| {
        let field = headings.get(*column).and_then(|text| guidance.recognise(text));
        field.and_then(|field| guidance.fields.get(field)).is_some_and(|field| is_identity(field.kind))
    };
    let identity = (0..headings.len()).filter(identity).collect::<Vec<_>>();
    let mut columns = headings.clone();
    let mut rows: Vec<SampleRow> = Vec::new();
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    let mut rejected = table.rejected.clone();
    for row in table.body() {
        let key = identity.iter().map(|column| row.cell(*column).to_lowercase()).collect::<Vec<_>>();
        if key.iter().all(String::is_empty) {
            rows.push(row.clone());
            continue;
        }
        let place = *places.entry(key).or_insert_with(|| {
            rows.push(SampleRow { number: row.number, cells: Vec::new() });
            rows.len() - 1
        });
        let of = rows.get(place).map_or(0, |first| first.number);
        if of != row.number {
            rejected.push(RejectedRow { row: row.number, reason: RejectReason::PutTogether { of } });
        }
        for (column, cell) in
            row.cells.iter().enumerate().filter(|(column, cell)| *column != subjects && !cell.is_empty())
        {
            let heading = headings.get(column).map_or("", String::as_str);
            let together = match guidance.recognise(heading) {
                None => recognise_together(heading, row.cell(subjects), guidance),
                Some(_) => None,
            };
            let column = match together.and_then(|field| guidance.fields.get(field)) {
                Some(field) => column_of(&field.heading, &mut columns, guidance),
                None => column,
            };
            let Some(joined) = rows.get_mut(place) else { continue };
            if joined.cells.len() <= column {
                joined.cells.resize(column + 1, String::new());
            }
            joined
                .cells
                .get_mut(column)
                .filter(|there| there.is_empty())
                .into_iter()
                .for_each(|there| there.clone_from(cell));
        }
    }
    if 2 * rows.len() > table.body().len() + 1 {
        return None;
    }
    rows.insert(0, SampleRow { number: table.heading_row, cells: columns });
    let sample = TableSample { rows, whole: table.sample.whole };
    Some((Table { sample, heading_row: table.heading_row, rejected }, subjects))
}

//! Rows of pupils above the heading row: a first list with fewer headings, or headings that were sorted among the rows.

use super::column_fit::{fits, is_upn};
use super::pupil_rows::names_somebody;
use super::sample::SampleRow;
use super::shape::{HEADINGS_IN_ROW, Table, count_fields, is_identity};
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};

/// Filled cells that show that a row belongs to a table without UPNs.
const CELLS: usize = 3;

/// Number of an earlier row that holds headings of pupils, with pupils between it and the heading row.
pub(super) fn earlier_headings(table: &Table, guidance: &Guidance) -> Option<u32> {
    let above = table.sample.rows.iter().take_while(|row| row.number < table.heading_row()).collect::<Vec<_>>();
    let column_of_pupils = |row: &SampleRow| {
        let known = row.cells.iter().map(|cell| guidance.recognise(cell)).collect::<Vec<_>>();
        let enough = count_fields(row.cells.iter(), guidance) >= HEADINGS_IN_ROW;
        let mostly = 2 * known.iter().flatten().count() > row.filled();
        let names = |field: &Option<FieldId>| field.is_some_and(|field| names_pupil(field, guidance));
        known.iter().position(names).filter(|_| enough && mostly)
    };
    let (place, column) = above.iter().enumerate().find_map(|(place, row)| Some((place, column_of_pupils(row)?)))?;
    let heading = above.get(place)?;
    let kind = guidance.fields.get(guidance.recognise(heading.cell(column))?)?.kind;
    let names = |row: &&&SampleRow| {
        names_somebody(row.cell(column), kind, guidance)
            && count_fields(row.cells.iter(), guidance) == 0
            && row.filled() > 1
    };
    let followed = above.get(place + 1..)?.iter().any(|row| names(&row));
    followed.then_some(heading.number)
}

/// True for a field that names a pupil.
pub(super) fn names_pupil(field: FieldId, guidance: &Guidance) -> bool {
    guidance.fields.get(field).is_some_and(|field| is_identity(field.kind))
}

/// The table with the pupils above its headings after its last row, and how many they are.
pub(super) fn append_rows_above(table: &Table, guidance: &Guidance) -> Option<(Table, Vec<u32>)> {
    let fields = table.headings().iter().map(|text| guidance.recognise(text)).enumerate();
    let fields = fields.filter_map(|(column, field)| Some((column, field?))).collect::<Vec<_>>();
    let above = table.sample.rows.iter().take_while(|row| row.number < table.heading_row());
    let above = above.filter(|row| is_pupil(row, &fields, guidance)).cloned().collect::<Vec<_>>();
    if above.is_empty() {
        return None;
    }
    let numbers = above.iter().map(|row| row.number).collect();
    let last = table.sample.rows.last().map_or(0, |row| row.number);
    let moved = above.into_iter().map(|row| {
        let number = last + row.number;
        row.numbered(number)
    });
    let body = table.body().iter().cloned().chain(moved).collect();
    Some((table.with_rows(table.headings().to_vec(), body, table.rejected.clone()), numbers))
}

/// True if a row has a UPN where the headings say so, or else a name and only cells that suit their headings.
pub(super) fn is_pupil(row: &SampleRow, fields: &[(usize, FieldId)], guidance: &Guidance) -> bool {
    let kind = |field: &FieldId| guidance.fields.get(*field).map(|field| field.kind);
    let upn = fields.iter().find(|(_, field)| kind(field) == Some(FieldKind::Upn));
    if let Some((column, _)) = upn {
        return is_upn(row.cell(*column));
    }
    let filled = fields.iter().filter(|(column, _)| row.is_filled(*column)).collect::<Vec<_>>();
    let is_named = filled.iter().any(|(column, field)| {
        kind(field).is_some_and(|kind| is_identity(kind) && names_somebody(row.cell(*column), kind, guidance))
    });
    let results =
        filled.iter().filter(|(_, field)| matches!(kind(field), Some(FieldKind::Coded(_) | FieldKind::Number(_))));
    let suit =
        results.clone().filter(|(column, field)| fits(*field, row.cell(*column), guidance) == Some(true)).count();
    is_named && filled.len() >= CELLS && suit > 0 && suit == results.count()
}

//! A row of descriptions under the headings: the type of each column, its length, what it may hold.

use super::column_fit::{fits, is_upn};
use super::pupil_rows::RowVerdict;
use super::sample::SampleRow;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::RejectReason;
use crate::intake::headings::Headings;

/// Fewest cells that make a row of descriptions.
const CELLS: usize = 2;
/// Rows below it that show what the columns hold.
const ROWS: usize = 3;

/// What the first row below the headings is, if it describes the columns or may do so.
pub(super) fn judge_unit_row(
    rows: &[SampleRow],
    headings: &Headings,
    guidance: &Guidance,
) -> Option<(u32, RowVerdict)> {
    let (first, below) = rows.split_first()?;
    if below.len() < ROWS || first.filled() < CELLS {
        return None;
    }
    let filled = first.filled();
    let units = first.filled_cells().filter(|(_, cell)| is_unit(cell, guidance)).count();
    let values = cells_of_values(first, headings, guidance).filter(|(_, fits)| *fits).count();
    let describes_most = units >= CELLS && 2 * units >= filled && units > 2 * values;
    if describes_most || counts_columns(first) && !counts_columns(below.first()?) {
        return Some((first.number, RowVerdict::Rejected(RejectReason::NamesNobody)));
    }
    let describes = lacks_values(first, headings, guidance)
        && below.iter().take(ROWS).all(|row| !lacks_values(row, headings, guidance));
    (describes || is_example(first, headings, guidance)).then_some((first.number, RowVerdict::Unsure))
}

/// True if a cell says what a column holds: "text", "max 13 chars", "DD/MM/YYYY", "VARCHAR(13)".
fn is_unit(cell: &str, guidance: &Guidance) -> bool {
    let units = &guidance.exports.units;
    let is_one = |text: &str| units.iter().any(|unit| unit.eq_ignore_ascii_case(text));
    let mut words = cell.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    is_one(cell) || words.any(is_one)
}

/// True if the cells count the columns: 1, 2, 3 …
fn counts_columns(row: &SampleRow) -> bool {
    let numbers = row.cells.iter().zip(1..).all(|(cell, place)| cell.parse() == Ok::<usize, _>(place));
    numbers && row.cells.len() > ROWS
}

/// True if no cell is a value of its column, where the columns can tell, and nobody is named by a UPN.
fn lacks_values(row: &SampleRow, headings: &Headings, guidance: &Guidance) -> bool {
    let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
    let filled = headings.recognised().filter(|(column, _)| row.is_filled(*column)).collect::<Vec<_>>();
    let named = |(column, field): &(usize, FieldId)| kind(*field) == Some(FieldKind::Upn) && is_upn(row.cell(*column));
    let (fit, misfit): (Vec<_>, Vec<_>) = cells_of_values(row, headings, guidance).partition(|(_, fits)| *fits);
    misfit.len() >= CELLS && fit.is_empty() && !filled.iter().any(named)
}

/// The filled cells of columns of codes and numbers, and whether each is a value of its column.
fn cells_of_values<'a>(
    row: &'a SampleRow,
    headings: &'a Headings,
    guidance: &'a Guidance,
) -> impl Iterator<Item = (usize, bool)> + 'a {
    let filled = headings.recognised().filter(|(column, _)| row.is_filled(*column));
    filled.filter_map(|(column, field)| {
        let kind = guidance.fields.get(field).map(|field| field.kind);
        let tells = matches!(kind, Some(FieldKind::Coded(_) | FieldKind::Number(_)));
        tells.then(|| (column, fits(field, row.cell(column), guidance) == Some(true)))
    })
}

/// True if a name begins with a word for examples.
fn is_example(row: &SampleRow, headings: &Headings, guidance: &Guidance) -> bool {
    let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
    let names = headings
        .recognised()
        .filter(|(_, field)| matches!(kind(*field), Some(FieldKind::Surname | FieldKind::Forename | FieldKind::Upn)));
    let words = &guidance.exports.examples;
    let begins = |cell: &str| {
        let cell = cell.to_lowercase();
        let rest = |word: &String| cell.strip_prefix(word.as_str()).map(str::to_owned);
        words.iter().filter_map(rest).any(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    names.into_iter().any(|(column, _)| begins(row.cell(column)))
}

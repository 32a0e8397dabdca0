//! Columns without a heading: unique pupil numbers, names, running numbers and notes.

use std::collections::HashSet;

use super::column_fit::{ColumnFit, is_upn};
use super::sample::SampleRow;
use super::shape::Table;
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};

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

/// A column without a heading that holds names, if no heading says who the pupils are.
pub(super) fn unnamed_names(table: &Table, guidance: &Guidance) -> Option<(usize, FieldId)> {
    let (surname, _) = guidance.fields.iter().find(|(_, field)| field.kind == FieldKind::Surname)?;
    if !table.identity_columns(guidance).is_empty() {
        return None;
    }
    let holds_names = |column: &usize| {
        let cells = table.body().iter().map(|row| row.cell(*column)).collect::<Vec<_>>();
        let is_name = |cell: &&&str| {
            cell.chars().filter(|letter| letter.is_alphabetic()).count() > 1
                && !cell.contains(|letter: char| letter.is_ascii_digit())
        };
        let names = cells.iter().filter(is_name).copied().collect::<HashSet<_>>();
        names.len() > 1 && is_nearly_all(names.len(), cells.len())
    };
    let unnamed = table.headings().iter().enumerate().filter(|(_, text)| text.is_empty()).map(|(column, _)| column);
    unnamed.take(1).find(holds_names).map(|column| (column, surname))
}

/// Columns beyond the last heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ColumnsBeyond {
    /// Those with anything in them.
    pub columns: Vec<usize>,
    /// They hold something else than the last column with a heading: a running number, notes. Otherwise the rows may
    /// have a cell too many.
    pub are_certain: bool,
}

impl ColumnsBeyond {
    /// The columns beyond the last heading, if nearly all of several rows have something in them. In fewer rows, a cell
    /// beyond the headings is a fault of its row (RULES 2.3).
    pub fn find(table: &Table, guidance: &Guidance) -> Option<Self> {
        let (headings, body) = (table.headings(), table.body());
        let width = headings.iter().rposition(|text| !text.is_empty())? + 1;
        let last = body.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let filled = |column: &usize| body.iter().any(|row| row.is_filled(*column));
        let columns = (width..last).filter(filled).collect::<Vec<_>>();
        if columns.is_empty() {
            return None;
        }
        let has_more = |row: &&SampleRow| columns.iter().any(|column| row.is_filled(*column));
        let rows = body.iter().filter(has_more).count();
        if body.len() < ROWS_BEYOND || !is_nearly_all(rows, body.len()) {
            return None;
        }
        let field = headings.get(width - 1).and_then(|text| guidance.recognise(text));
        let certain = |column: &usize| {
            let fit = field.map(|field| ColumnFit::new(body, *column, field, guidance)).unwrap_or_default();
            fit.misfits > fit.fits || is_running_number(body, *column)
        };
        let are_certain = columns.first().is_some_and(certain);
        Some(Self { columns, are_certain })
    }
}

/// True if the cells of a column count the rows.
fn is_running_number(rows: &[SampleRow], column: usize) -> bool {
    let numbers = rows.iter().map(|row| row.cell(column).trim_end_matches('.').parse::<u64>().ok()).collect::<Vec<_>>();
    let mut pairs = numbers.windows(2);
    numbers.len() >= ROWS && pairs.all(|pair| matches!(pair, [Some(one), Some(next)] if *next == one + 1))
}

/// Fewest rows that make a column beyond the headings.
const ROWS_BEYOND: usize = 4;

/// Fewest rows that make a column of running numbers.
const ROWS: usize = 3;

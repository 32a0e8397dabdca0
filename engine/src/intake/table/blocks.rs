//! Columns that are filled in the first row of each block alone, as pivot tables and merged cells are saved.

use std::collections::HashSet;

use super::sample::SampleRow;
use super::shape::Table;
use crate::guidance::Guidance;
use crate::guidance::fields::FieldKind;

/// Fewest rows in which blocks are told from a few blank cells, and of a block in the mean.
const ROWS: usize = 8;
const BLOCK: usize = 3;

/// The table with such columns filled down, and the columns: labels such as the school or the class, filled in the first
/// row and in a third of the rows at most, each time with something new.
pub(super) fn fill_down(table: &Table, guidance: &Guidance) -> Option<(Table, Vec<usize>)> {
    let is_label = |text: &String| {
        let field = guidance.recognise(text).and_then(|field| guidance.fields.get(field));
        field.is_some_and(|field| matches!(field.kind, FieldKind::Label | FieldKind::Text))
    };
    let labels = table.headings().iter().enumerate().filter(|(_, text)| is_label(text)).map(|(column, _)| column);
    let columns = labels.filter(|column| is_in_blocks(table.body(), *column)).collect::<Vec<_>>();
    if columns.is_empty() || !table.sample.whole || !tells_rows_apart(table, guidance) {
        return None;
    }
    let mut rows = table.body().to_vec();
    for column in &columns {
        let mut last = String::new();
        for row in &mut rows {
            match row.cell(*column) {
                "" => row.put(*column, &last),
                filled => filled.clone_into(&mut last),
            }
        }
    }
    Some((table.with_rows(table.headings().to_vec(), rows, table.rejected.clone()), columns))
}

/// True if every row names another pupil, so that no row is blank for another reason.
fn tells_rows_apart(table: &Table, guidance: &Guidance) -> bool {
    let Some((column, _)) = table.identity_columns(guidance).first().copied() else { return false };
    let names = table.body().iter().map(|row| row.cell(column)).filter(|name| !name.is_empty());
    names.collect::<HashSet<_>>().len() == table.body().len()
}

fn is_in_blocks(rows: &[SampleRow], column: usize) -> bool {
    let starts = rows.first().is_some_and(|row| row.is_filled(column));
    if rows.len() < ROWS || !starts || BLOCK * rows.iter().filter(|row| row.is_filled(column)).count() > rows.len() {
        return false;
    }
    let mut met = HashSet::new();
    rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty()).all(|cell| met.insert(cell))
}

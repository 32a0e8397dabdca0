//! Ditto marks: "the same as above" in a column of classes, schools or names.

use super::sample::SampleRow;
use super::shape::Table;
use crate::guidance::Guidance;
use crate::guidance::fields::FieldKind;

/// The table with the cells above in place of ditto marks, and the columns that had them. Elsewhere than in columns of
/// labels and names they are spellings that are not understood.
pub(super) fn fill_dittos(table: &Table, guidance: &Guidance) -> Option<(Table, Vec<usize>)> {
    let marks = &guidance.exports.dittos;
    let longest = marks.iter().map(String::len).max().unwrap_or_default();
    let begins = |byte: usize| marks.iter().any(|mark| mark.bytes().next().map(usize::from) == Some(byte));
    let starts = std::array::from_fn(begins);
    let is_ditto = |cell: &str| cell.len() <= longest && marks.iter().any(|mark| mark == cell);
    // Nearly every row has no cell that begins as a mark does.
    let suspects = table.body().iter().filter(|row| row.cells.begin_with(&starts)).collect::<Vec<_>>();
    let has_dittos = |column: &usize| suspects.iter().any(|row| is_ditto(row.cell(*column)));
    let texts =
        table.headings().iter().enumerate().filter(|(_, text)| is_of_labels(text, guidance)).map(|(column, _)| column);
    let columns = texts.filter(has_dittos).collect::<Vec<_>>();
    if columns.is_empty() {
        return None;
    }
    let mut rows = table.body().to_vec();
    for column in &columns {
        let mut above = String::new();
        for row in &mut rows {
            fill(row, *column, &mut above, &is_ditto);
        }
    }
    Some((table.with_rows(table.headings().to_vec(), rows, table.rejected.clone()), columns))
}

/// True for the heading of a column of labels or names.
pub(super) fn is_of_labels(heading: &str, guidance: &Guidance) -> bool {
    let field = guidance.recognise(heading).and_then(|field| guidance.fields.get(field));
    field.is_some_and(|field| matches!(field.kind, FieldKind::Label | FieldKind::Text | FieldKind::Surname))
}

/// Replaces a ditto mark by the cell above; what stands in another cell is the next one's above.
fn fill(row: &mut SampleRow, column: usize, above: &mut String, is_ditto: &dyn Fn(&str) -> bool) {
    if is_ditto(row.cell(column)) {
        row.put(column, above);
    } else if row.filled() > 1 {
        row.cell(column).clone_into(above);
    }
}

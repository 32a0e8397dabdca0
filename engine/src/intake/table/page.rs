//! Pages of a table that go on without its headings: to the right of it, or in another sheet.

use super::rows_above::is_pupil;
use super::sample::SampleRow;
use super::shape::Table;
use super::text_repair::is_nearly_all;
use crate::guidance::{FieldId, Guidance};
use crate::intake::headings::Headings;
use crate::intake::table::layout::FirstRow;

/// Cells that a row has at least which is no title of a page.
const CELLS: usize = 2;

/// True if nearly all rows of a text without headings are those of pupils in these columns.
pub(in crate::intake) fn continues(rows: &[FirstRow], headings: &Headings, guidance: &Guidance) -> bool {
    let rows = rows.iter().map(|row| SampleRow::new(row.number, &row.cells));
    are_pupils(&rows.collect::<Vec<_>>(), &headings.recognised().collect::<Vec<_>>(), guidance)
}

fn are_pupils(rows: &[SampleRow], fields: &[(usize, FieldId)], guidance: &Guidance) -> bool {
    let rows = rows.iter().filter(|row| row.filled() >= CELLS).collect::<Vec<_>>();
    let pupils = rows.iter().filter(|row| is_pupil(row, fields, guidance)).count();
    is_nearly_all(pupils, rows.len())
}

/// The table with the rows of a page to its right that has no headings, and the column with which it begins. They follow
/// after the last row.
pub(super) fn append_page_right(table: &Table, guidance: &Guidance) -> Option<(Table, usize)> {
    let headings = table.headings();
    let width = headings.iter().rposition(|text| !text.is_empty())? + 1;
    let last = table.body().iter().map(|row| row.cells.len()).max().unwrap_or(0);
    // Nearly every table has nothing there.
    if last < width + CELLS
        || !table.body().iter().any(|row| (width..row.cells.len()).any(|column| row.is_filled(column)))
    {
        return None;
    }
    let known = headings.iter().map(|text| guidance.recognise(text)).enumerate();
    let fields = known.filter_map(|(column, field)| Some((column, field?))).collect::<Vec<_>>();
    let filled = |column: &usize| table.body().iter().any(|row| row.is_filled(*column));
    let right = |start: usize| {
        let rows = table.body().iter().map(|row| SampleRow::new(row.number, row.cells.iter().skip(start).take(width)));
        rows.filter(|row| row.filled() > 0).collect::<Vec<_>>()
    };
    let starts = (width..last).filter(filled);
    let (start, page) =
        starts.map(|start| (start, right(start))).find(|(_, page)| are_pupils(page, &fields, guidance))?;
    let after = table.sample.rows.last().map_or(0, |row| row.number);
    let left = |row: &SampleRow| SampleRow::new(row.number, row.cells.iter().take(start));
    let left = table.body().iter().map(left).filter(|row| row.filled() > 0);
    let moved = page.into_iter().map(|row| {
        let number = after + row.number;
        row.numbered(number)
    });
    let body = left.chain(moved).collect();
    Some((table.with_rows(headings.to_vec(), body, table.rejected.clone()), start))
}

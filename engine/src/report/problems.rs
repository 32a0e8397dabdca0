//! Everything noticed while a file was read, as CSV: for the person who corrects the file.

use super::reading;
use crate::intake::account::{Account, RejectedRow};
use crate::intake::diagnostic::{Diagnostic, column_letters};
use crate::text::csv::CsvText;

/// The columns.
const HEADINGS: [&str; 6] = ["row", "column", "code", "severity", "what", "what to do"];

/// Rows set aside and diagnostics, by row; 0: the file as a whole.
pub fn problems_csv(account: &Account) -> String {
    let aside = account.rejected.iter().map(|aside| (aside.row, rejected_cells(aside)));
    let noticed = account.diagnostics.iter().map(|note| (note.row, diagnostic_cells(note)));
    let mut rows = aside.chain(noticed).collect::<Vec<_>>();
    rows.sort_by_key(|(row, _)| *row);
    let mut csv = CsvText::for_spreadsheet(&HEADINGS);
    rows.iter().for_each(|(_, cells)| csv.row(cells));
    csv.finish()
}

fn rejected_cells(aside: &RejectedRow) -> [String; 6] {
    let column = reading::column(aside.reason).map(column_letters).unwrap_or_default();
    [
        aside.row.to_string(),
        column,
        reading::code(aside.reason).into(),
        "not counted".into(),
        format!("{}.", crate::text::phrases::capitalise(&reading::reason(aside.reason))),
        reading::remedy(aside.reason).into(),
    ]
}

fn diagnostic_cells(note: &Diagnostic) -> [String; 6] {
    let row = if note.row == 0 { String::new() } else { note.row.to_string() };
    let column = note.column.map(column_letters).unwrap_or_default();
    [row, column, note.code.into(), note.severity.name().into(), note.what.clone(), note.remedy.clone()]
}

//! Checks of the pupils that go beyond CSV, each with a stable code and a place. All codes are explained in
//! `docs/reading.md`.

mod dates;
mod duplicates;
mod levels;
mod schools;
mod sessions;
mod upn;

use super::account::Account;
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::Cohort;
use crate::guidance::{FieldId, Guidance};

/// Runs all checks on the pupils of a file.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    upn::check(cohort, account, guidance);
    duplicates::check(cohort, account, guidance);
    levels::check(cohort, account, guidance);
    schools::check(cohort, account, guidance);
    dates::check(cohort, account, guidance);
    sessions::check(cohort, account, guidance);
    account.diagnostics.sort_by_key(|note| (note.row, note.column, note.code));
}

/// A warning for a pupil's cell.
fn warning(
    code: &'static str,
    (cohort, pupil): (&Cohort, usize),
    field: Option<FieldId>,
    account: &Account,
    (what, remedy): (String, &str),
) -> Diagnostic {
    let column = field.and_then(|field| account.headings.column(field));
    Diagnostic { code, severity: Severity::Warning, row: cohort.row(pupil), column, what, remedy: remedy.into() }
}

/// Diagnostic code of a short row.
pub(super) const SHORT_ROW: &str = "short-row";

/// Reports a row that ends before the last column that is read.
#[cold]
pub(super) fn note_short_row(row: u32, account: &mut Account) {
    // Every row may be one, so no text is built that would not be listed.
    if !account.only_counted(SHORT_ROW) {
        account.diagnostics.push(short_row(row));
    }
}

/// The diagnostic for a row that ends before the last column that is read.
pub(super) fn short_row(row: u32) -> Diagnostic {
    Diagnostic {
        code: SHORT_ROW,
        severity: Severity::Remark,
        row,
        column: None,
        what: "The row ends before the last column that is read; the cells that it lacks count as empty.".into(),
        remedy: "No action needed if they are empty. If a line was broken in two, put it together in the file.".into(),
    }
}

/// The file was opened although none of its headings is known.
pub(super) fn no_known_heading(row: u32) -> Diagnostic {
    Diagnostic {
        code: "no-known-heading",
        severity: Severity::Warning,
        row,
        column: None,
        what: "We do not know any of these headings, so nothing is read yet.".into(),
        remedy: "Choose what the columns are below, or the heading row above.".into(),
    }
}

/// No delimiter was found.
pub(super) fn one_column() -> Diagnostic {
    Diagnostic {
        code: "one-column",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: "The file seems to have only one column: no comma, tab, semicolon or pipe separates its cells.".into(),
        remedy: "Save it as CSV in a spreadsheet, or choose the separator above.".into(),
    }
}

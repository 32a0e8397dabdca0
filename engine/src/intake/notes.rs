//! Diagnostics about headings, quotes and encodings.

use super::account::Account;
use super::diagnostic::{Diagnostic, Severity};
use super::headings::Headings;

pub(super) fn note_repeated(headings: &Headings, row: u32, account: &mut Account) {
    for (column, earlier) in &headings.repeated {
        let text = |column: usize| headings.texts.get(column).map_or("", String::as_str);
        account.note(Diagnostic {
            code: "repeated-heading",
            severity: Severity::Warning,
            row,
            column: Some(*column),
            what: format!(
                "\u{201c}{}\u{201d} means the same as \u{201c}{}\u{201d} before it.",
                text(*column),
                text(*earlier)
            ),
            remedy: "The first of the two is read. Rename or remove the one that you do not mean.".into(),
        });
    }
}

pub(super) fn stray_quote(row: u32, column: usize) -> Diagnostic {
    Diagnostic {
        code: STRAY_QUOTE,
        severity: Severity::Remark,
        row,
        column: Some(column),
        what: "There is a quotation mark inside a cell that is not wholly in quotation marks.".into(),
        remedy: "It was read as text. Look at this cell if something seems wrong.".into(),
    }
}

pub(super) fn note_beside_table(row: u32, column: usize) -> Diagnostic {
    Diagnostic {
        code: "note-beside-table",
        severity: Severity::Remark,
        row,
        column: Some(column),
        what: "There is a cell without a heading to the right of the table.".into(),
        remedy: "No action needed if it is a note. If it belongs to a column, give the column a heading.".into(),
    }
}

/// Diagnostic code of a stray quote.
pub(super) const STRAY_QUOTE: &str = "stray-quote";

pub(super) fn nul_bytes() -> Diagnostic {
    Diagnostic {
        code: "nul-bytes",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: "The file has characters that are not text (NUL).".into(),
        remedy: "Export it again, or save it as \u{201c}CSV UTF-8\u{201d}; cells with such bytes are not understood."
            .into(),
    }
}

/// The text is not UTF-8: reported once, at the first row.
pub(super) fn not_utf8(row: u32) -> Diagnostic {
    Diagnostic {
        code: "not-utf8",
        severity: Severity::Remark,
        row,
        column: None,
        what: "Letters beyond A to Z are not written in UTF-8 here; they were read as Windows-1252.".into(),
        remedy: "Look at a name with an accent. If it is wrong, save the file as \u{201c}CSV UTF-8\u{201d} and open it again."
            .into(),
    }
}

/// Some columns are of another family of editions than the file is read by.
pub(super) fn columns_of_other_edition(edition: &str) -> Diagnostic {
    Diagnostic {
        code: "other-edition",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: format!("Some columns are read by another edition alone, \u{201c}{edition}\u{201d}: they are not used."),
        remedy: "Choose that edition at the top of the page to read these columns instead.".into(),
    }
}

/// A file has columns of another family of editions than those opened before it, by which it is read.
pub(super) fn file_of_other_edition(file: &str, edition: &str, ours: &str) -> Diagnostic {
    Diagnostic {
        code: "file-of-other-edition",
        severity: Severity::Warning,
        row: 0,
        column: None,
        what: format!(
            "\u{201c}{file}\u{201d} has columns that are read by \u{201c}{edition}\u{201d}, and what is read with it is of \
             \u{201c}{ours}\u{201d}: these columns are not used."
        ),
        remedy:
            "Open the files of each edition on their own; or choose the other edition at the top of the page to read \
                 all of them by it."
                .into(),
    }
}

//! Why a file cannot be read, and notes on one that can.

use serde::Serialize;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadError {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl ReadError {
    /// From two sentences.
    pub fn new(what: impl Into<String>, remedy: &str) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// Invalid content, in the words of the library that found it.
    pub fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::new(format!("This workbook is damaged or cut short ({reason})."), MEND)
    }

    /// Larger than any file of pupils.
    pub fn too_large(what: impl Into<String>) -> Self {
        Self::new(what, LESS)
    }

    /// The workbook is encrypted with a password that somebody has set, or by a program in a way of its own.
    pub fn password() -> Self {
        Self::new(
            "This workbook is protected by a password, or encrypted in a way that is not known here.",
            "Open it in your spreadsheet program, take the password away (in Excel: File, Info, Protect Workbook, Encrypt \
             with Password), save it, and choose it again; or save the sheet as \u{201c}CSV UTF-8\u{201d} and choose that \
             file.",
        )
    }

    /// Another kind of document, such as "a Word document".
    pub fn not_a_workbook(is: &str) -> Self {
        Self::new(format!("This is {is}, not a workbook."), SAVE_AS)
    }
}

const SAVE_AS: &str = "Open it and save the table of pupils as an Excel workbook or as \u{201c}CSV UTF-8\u{201d}, then \
                       choose that file.";
const MEND: &str = "Fetch or export it again. If your spreadsheet program still opens it, save the sheet with the pupils as \
                    \u{201c}CSV UTF-8\u{201d} and choose that file.";
const LESS: &str = "Keep only the sheet with the pupils in a workbook of its own, or save that sheet as \u{201c}CSV \
                    UTF-8\u{201d} and choose that file: it may be of any size.";

/// Something noticed while reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableNote {
    /// Stable identifier, such as `error-cell`.
    pub code: &'static str,
    /// Row number as the spreadsheet shows it; 0: the file as a whole.
    pub row: u32,
    /// Column, counted from 0; `None`: the whole row.
    pub column: Option<u32>,
    /// What was noticed.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

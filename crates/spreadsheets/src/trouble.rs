//! What is wrong with a file, and what was noticed in it.

use serde::Serialize;

/// A file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Trouble {
    /// In two sentences.
    pub fn new(what: impl Into<String>, remedy: &str) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// The file says something that its kind does not allow, in the words of the library that noticed.
    pub fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::new(format!("This workbook is damaged or cut short ({reason})."), MEND)
    }

    /// More than can be meant.
    pub fn too_large(what: impl Into<String>) -> Self {
        Self::new(what, LESS)
    }

    /// It opens only for who knows the password.
    pub fn password() -> Self {
        Self::new(
            "This workbook is protected by a password.",
            "Open it in your spreadsheet program, take the password away, save it, and choose it again; or save the \
             sheet as \u{201c}CSV UTF-8\u{201d} and choose that file.",
        )
    }
}

const MEND: &str = "Fetch or export it again. If your spreadsheet program still opens it, save the sheet with the pupils as \
                    \u{201c}CSV UTF-8\u{201d} and choose that file.";
const LESS: &str = "Keep only the sheet with the pupils in a workbook of its own, or save that sheet as \u{201c}CSV \
                    UTF-8\u{201d} and choose that file: it may be of any size.";

/// Something noticed on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable, such as `error-cell`.
    pub code: &'static str,
    /// The row as a spreadsheet shows it; 0: the file as a whole.
    pub row: u32,
    /// The column, counted from 0.
    pub column: Option<u32>,
    /// What it is.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

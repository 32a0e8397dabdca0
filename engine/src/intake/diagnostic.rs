//! Diagnostics: what was noticed while a file was read, with a stable code, a place and a remedy.

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Remark,
    /// Something may not be as the user thinks.
    Warning,
}

impl Severity {
    /// The name in exports, such as "warning".
    pub fn name(self) -> &'static str {
        match self {
            Self::Remark => "remark",
            Self::Warning => "warning",
        }
    }
}

/// Where the user can put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemedyKind {
    /// In the file.
    File,
    /// Here, in the settings for reading the file.
    Here,
    /// Nowhere: it is for information.
    Nothing,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable identifier, such as `stray-quote`.
    pub code: &'static str,
    /// How serious.
    pub severity: Severity,
    /// Row number as a spreadsheet shows it; 0: the file as a whole.
    pub row: u32,
    /// Column, counted from 0; `None`: the whole row.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Diagnostic {
    /// Where the user can put it right.
    pub fn remedy_kind(&self) -> RemedyKind {
        match (self.code, self.severity) {
            ("repeated-heading" | "one-column" | "no-known-heading" | "sheet-not-read", _) => RemedyKind::Here,
            (_, Severity::Warning) => RemedyKind::File,
            (_, Severity::Remark) => RemedyKind::Nothing,
        }
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotRead {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// It can be opened anyway, for the user to assign the columns ([`super::ReadAs::anyway`]).
    pub anyway: bool,
}

impl CannotRead {
    pub(super) fn new(what: &str, remedy: &str) -> Self {
        Self { what: what.into(), remedy: remedy.into(), anyway: false }
    }

    /// What is wrong and what to do, without a break.
    pub fn in_a_line(&self) -> String {
        format!("{} {}", self.what, self.remedy)
    }
}

/// The letters of a column (counted from 0) as a spreadsheet shows them: A, …, Z, AA, …
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn letters_as_in_a_spreadsheet() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}

//! What was noticed while a file was read: a stable code, a place, what is wrong and what to do.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Remark,
    /// Something may not be as the user thinks.
    Warning,
}

impl Severity {
    /// "warning".
    pub fn name(self) -> &'static str {
        match self {
            Self::Remark => "remark",
            Self::Warning => "warning",
        }
    }
}

/// What mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Correcting the file.
    File,
    /// Saying here how the file is to be read.
    Here,
    /// It is only to be known.
    Nothing,
}

/// One thing noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable, such as `stray-quote`.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The row as a spreadsheet shows it; 0: the file as a whole.
    pub row: u32,
    /// The column, counted from 0.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Diagnostic {
    /// What mends it.
    pub fn mend(&self) -> Mend {
        match (self.code, self.severity) {
            ("repeated-heading" | "one-column" | "no-known-heading", _) => Mend::Here,
            (_, Severity::Warning) => Mend::File,
            (_, Severity::Remark) => Mend::Nothing,
        }
    }
}

/// A file of which nothing can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotRead {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// It can be opened all the same, for the user to say which column is what ([`super::ReadAs::anyway`]).
    pub anyway: bool,
}

impl CannotRead {
    pub(super) fn new(what: &str, remedy: &str) -> Self {
        Self { what: what.into(), remedy: remedy.into(), anyway: false }
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

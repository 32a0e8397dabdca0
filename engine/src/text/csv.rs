//! Writing CSV (RFC 4180).

use std::borrow::Cow;

/// What a spreadsheet takes for the start of a formula, or passes over to find one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What makes a text of a cell, and is not shown.
const GUARD: char = '\'';

/// A text that no spreadsheet takes for a formula. Not for numbers of ours: their sign is meant.
///
/// ```
/// use ambition_engine::text::csv::{guarded, unguarded};
///
/// assert_eq!(guarded("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(guarded("O'Neil"), "O'Neil");
/// assert_eq!(unguarded("'=HYPERLINK(1)"), "=HYPERLINK(1)");
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// The text that was guarded; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix(GUARD).filter(|text| text.starts_with(FORMULA)).unwrap_or(text)
}

/// A line of a table on its way to a spreadsheet through the clipboard: cells parted by tabs, each on one line and none
/// a formula.
pub fn clipboard_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cell = |text: &str| guarded(&text.replace(['\t', '\r', '\n'], " ")).into_owned();
    format!("{}\r\n", cells.into_iter().map(cell).collect::<Vec<_>>().join("\t"))
}

/// How a table begins: [`CsvText::new`], or [`CsvText::for_spreadsheet`].
pub type CsvStart = fn(&[&str]) -> CsvText;

/// A table being written.
#[derive(Clone, Debug, Default)]
pub struct CsvText {
    text: String,
    guards: bool,
}

impl CsvText {
    /// With its headings.
    pub fn new(headings: &[&str]) -> Self {
        let mut csv = Self::default();
        csv.row(headings);
        csv
    }

    /// With its headings, for a spreadsheet: every cell of it is a text, or a number without a sign.
    pub fn for_spreadsheet(headings: &[&str]) -> Self {
        Self { guards: true, ..Self::new(headings) }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        for (index, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            match self.guards {
                true => self.cell(&guarded(cell)),
                false => self.cell(cell),
            }
        }
        self.text.push('\n');
    }

    fn cell(&mut self, text: &str) {
        if text.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(text);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::CsvText;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = CsvText::new(&["a", "b"]);
        csv.row(&["Smith, J", "say \"hi\""]);
        assert_eq!(csv.finish(), "a,b\n\"Smith, J\",\"say \"\"hi\"\"\"\n");
    }
}

//! Writing CSV (RFC 4180).

use std::borrow::Cow;

use super::cell::is_mark;

/// What a spreadsheet takes for the start of a formula, also where letters are full width.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What makes a text of a cell, and is not shown.
const GUARD: char = '\'';
/// Cells with these are quoted: a spreadsheet set to another country parts fields by some of them.
const QUOTED: &[u8] = b",\"\n\r;|\t";

/// A text that no spreadsheet takes for a formula. Not for numbers of ours: their sign is meant.
///
/// ```
/// use ambition_engine::text::csv::{guarded, unguarded};
///
/// assert_eq!(guarded("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(guarded("\u{feff}\u{a0}＝1"), "'\u{feff}\u{a0}＝1");
/// assert_eq!(guarded("O'Neil"), "O'Neil");
/// assert_eq!(unguarded("'=HYPERLINK(1)"), "=HYPERLINK(1)");
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { format!("{GUARD}{text}").into() } else { text.into() }
}

/// The text that was guarded; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix(GUARD).filter(|text| is_formula(text)).unwrap_or(text)
}

/// True if a spreadsheet may take a text for a formula. They pass over what cannot be seen before its sign, and some
/// over a tab or the end of a line whatever follows.
fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r']) || text.trim_start_matches(is_unseen).starts_with(SIGNS)
}

/// Spaces, control characters and marks.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || is_mark(letter)
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
        if text.bytes().any(|byte| QUOTED.contains(&byte)) {
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
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample;

    use super::{CsvText, guarded, unguarded};

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = CsvText::new(&["a", "b"]);
        csv.row(&["Smith, J", "say \"hi\""]);
        assert_eq!(csv.finish(), "a,b\n\"Smith, J\",\"say \"\"hi\"\"\"\n");
    }

    #[test]
    fn cells_are_quoted_that_another_delimiter_would_part() {
        for cell in ["x;=1", "x|=1", "x\t=1"] {
            assert_eq!(CsvText::for_spreadsheet(&[cell]).finish(), format!("\"{cell}\"\n"));
        }
    }

    /// What is before a sign and is not seen.
    const INVISIBLE: &[&str] =
        &["", " ", "\u{a0}", "\u{feff}", "\u{200b}", "\0", "\u{2060}", "\u{ad}", "\n", "\u{3000}"];
    const SIGNS: &[&str] = &["=", "+", "-", "@", "＝", "＋", "－", "＠"];

    proptest! {
        #[test]
        fn no_cell_is_a_formula(
            before in vec(sample::select(INVISIBLE), 0..4),
            sign in sample::select(SIGNS),
            after in "[a-zA-Z0-9;|(]{0,6}",
        ) {
            let text = format!("{}{sign}{after}", before.concat());
            prop_assert_eq!(guarded(&text), format!("'{text}"));
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
        }

        #[test]
        fn digits_and_words_stay(text in "[0-9A-Za-zÀ-ÿ][-0-9A-Za-z +=@.%']{0,12}") {
            prop_assert_eq!(guarded(&text), text.as_str());
        }

        #[test]
        fn guarded_texts_come_back(text in "[^'].*") {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
        }
    }
}

//! Which column serves which field.

use crate::guidance::{FieldId, Fields};

/// Bytes that may stand between cells, the most common first.
const SEPARATORS: [u8; 4] = *b",\t;|";

/// The headings of a file.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// All headings as written, by column.
    pub texts: Vec<String>,
    /// The field of each column that is read.
    pub fields: Vec<Option<FieldId>>,
    /// Columns whose field an earlier column serves already: (column, the earlier one).
    pub repeated: Vec<(usize, usize)>,
    /// How many columns count: up to the last heading that is not blank.
    pub width: usize,
}

impl Headings {
    /// Reads a heading row. Of two headings with one meaning the first is read (RULES 2.3).
    pub fn new(texts: Vec<String>, known: &Fields) -> Self {
        let width = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        let mut headings = Self { fields: Vec::with_capacity(texts.len()), texts, repeated: Vec::new(), width };
        for (column, text) in headings.texts.iter().enumerate() {
            let field = known.recognise(text);
            let earlier = field.and_then(|_| headings.fields.iter().position(|other| *other == field));
            headings.repeated.extend(earlier.map(|earlier| (column, earlier)));
            headings.fields.push(if earlier.is_some() { None } else { field });
        }
        headings
    }

    /// No column is one that we know.
    pub fn none_known(&self) -> bool {
        self.fields.iter().all(Option::is_none)
    }

    /// The columns that are read, with their fields.
    pub fn known(&self) -> impl Iterator<Item = (usize, FieldId)> {
        self.fields.iter().enumerate().filter_map(|(column, field)| Some((column, (*field)?)))
    }

    /// The column of a field.
    pub fn column(&self, field: FieldId) -> Option<usize> {
        self.fields.iter().position(|served| *served == Some(field))
    }
}

/// The byte between the cells of a text that begins like this: the one by which most headings are recognised.
pub fn separator(start: &[u8], known: &Fields) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.trim_ascii().is_empty());
    let line = String::from_utf8_lossy(line.unwrap_or_default());
    let recognised = |separator: u8| {
        let cells = line.split(char::from(separator));
        cells.filter(|cell| known.recognise(cell.trim().trim_matches('"')).is_some()).count()
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| recognised(*separator));
    best.unwrap_or(SEPARATORS[0])
}

/// "comma", for sentences.
pub fn separator_name(separator: u8) -> &'static str {
    match separator {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "pipe",
        _ => "comma",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::Guidance;

    #[test]
    fn the_first_of_two_headings_with_one_meaning_is_read() {
        let fields = Guidance::shipped().unwrap().fields;
        let texts = ["UPN", "Gender", "sex", "Hobby", "", ""].map(String::from).to_vec();
        let headings = Headings::new(texts, &fields);
        assert_eq!(headings.repeated, [(2, 1)]);
        assert_eq!(headings.known().map(|(column, _)| column).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(headings.width, 4);
    }

    #[test]
    fn the_separator_is_the_one_that_makes_headings() {
        let fields = Guidance::shipped().unwrap().fields;
        for (text, expected) in
            [("UPN,Sex", b','), ("\nUPN;Sex;\"KS1_Reading\"", b';'), ("UPN\tSex", b'\t'), ("x", b',')]
        {
            assert_eq!(separator(text.as_bytes(), &fields), expected, "{text}");
        }
    }
}

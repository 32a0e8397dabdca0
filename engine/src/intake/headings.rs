//! Maps columns to fields.

use std::collections::BTreeMap;

use super::read_as::ReadAs;
use crate::guidance::{FieldId, Guidance};

/// The headings of a file, and the field of each column.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// All headings as written, by column.
    pub texts: Vec<String>,
    /// The field that each column is read into; `None`: it is not read.
    pub fields: Vec<Option<FieldId>>,
    /// For each column, whether the user has assigned it.
    pub by_hand: Vec<bool>,
    /// Columns whose field is taken: (column, the earlier column with that field).
    pub repeated: Vec<(usize, usize)>,
    /// Number of columns up to the last heading that is not blank.
    pub width: usize,
    /// The first column of each later file whose pupils are in none of the files before it.
    other_pupils: Vec<usize>,
    /// Columns of later files whose field an earlier file has.
    read_before: BTreeMap<usize, FieldId>,
}

impl Headings {
    /// Reads a heading row. Of two headings with one meaning the first is read (RULES 2.3).
    pub fn new(texts: Vec<String>, known: &Guidance) -> Self {
        Self::with_read_as(texts, known, &ReadAs::default())
    }

    /// Reads a heading row; the user's assignments override the headings.
    pub fn with_read_as(texts: Vec<String>, known: &Guidance, read_as: &ReadAs) -> Self {
        Self::decided(texts, known, read_as, &BTreeMap::new())
    }

    /// Reads a heading row; the user's assignments override `decided` fields, and these the headings.
    pub fn decided(
        texts: Vec<String>,
        known: &Guidance,
        read_as: &ReadAs,
        decided: &BTreeMap<usize, Option<FieldId>>,
    ) -> Self {
        let width = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        let said = assigned_fields(&texts, known, read_as);
        let taken = |field: FieldId| said.contains(&Some(Some(field)));
        let mut headings = Self { fields: Vec::with_capacity(texts.len()), width, ..Self::default() };
        for (column, (text, said)) in texts.iter().zip(&said).enumerate() {
            let recognised = || decided.get(&column).copied().unwrap_or_else(|| known.recognise(text));
            let field = said.unwrap_or_else(|| recognised().filter(|field| !taken(*field)));
            let earlier = field.and_then(|_| headings.fields.iter().position(|other| *other == field));
            headings.repeated.extend(earlier.map(|earlier| (column, earlier)));
            headings.fields.push(if earlier.is_some() { None } else { field });
        }
        headings.by_hand = said.iter().map(Option::is_some).collect();
        headings.texts = texts;
        headings
    }

    /// Appends the columns of another file, of the same pupils or of others. A heading that exists already, or a field
    /// that is taken, is not shown twice.
    pub fn extend(&mut self, other: Self, of_other_pupils: bool) {
        self.other_pupils.extend(of_other_pupils.then_some(self.texts.len()));
        for ((text, field), by_hand) in other.texts.into_iter().zip(other.fields).zip(other.by_hand) {
            let taken = field.filter(|field| self.column(*field).is_some());
            self.read_before.extend(taken.map(|field| (self.texts.len(), field)));
            let field = field.filter(|_| taken.is_none());
            let text = if self.texts.contains(&text) && field.is_none() { String::new() } else { text };
            self.texts.push(text);
            self.fields.push(field);
            self.by_hand.push(by_hand);
        }
    }

    /// True if an earlier column has its field.
    pub fn is_repeated(&self, column: usize) -> bool {
        self.repeated.iter().any(|(later, _)| *later == column)
    }

    /// True if the column is read, by its own heading or as that of an earlier file.
    pub fn is_read(&self, column: usize) -> bool {
        self.fields.get(column).is_some_and(Option::is_some) || self.read_before.contains_key(&column)
    }

    /// True if the pupils who have this column have one of this field.
    pub fn is_beside(&self, column: usize, field: FieldId) -> bool {
        let from = self.other_pupils.iter().rev().find(|from| **from <= column).copied().unwrap_or_default();
        let to = self.other_pupils.iter().find(|to| **to > column).copied().unwrap_or(self.fields.len());
        let fields = self.fields.get(from..to).unwrap_or_default();
        fields.contains(&Some(field)) || self.read_before.range(from..to).any(|(_, before)| *before == field)
    }

    /// Ordinal of the column among those with the same heading, counted from 0.
    pub fn nth(&self, column: usize) -> u32 {
        nth(&self.texts, column)
    }

    /// True if no heading is recognised.
    pub fn are_unknown(&self) -> bool {
        self.fields.iter().all(Option::is_none)
    }

    /// The columns that are read, with their fields.
    pub fn recognised(&self) -> impl Iterator<Item = (usize, FieldId)> {
        self.fields.iter().enumerate().filter_map(|(column, field)| Some((column, (*field)?)))
    }

    /// The column of the field with a canonical heading.
    pub(super) fn column_of(&self, heading: &str, known: &Guidance) -> Option<usize> {
        self.column(known.fields.by_heading(heading)?)
    }

    /// The column of a field.
    pub fn column(&self, field: FieldId) -> Option<usize> {
        self.fields.iter().position(|served| *served == Some(field))
    }
}

/// For each column the user's assignment (`Some(None)`: do not read it); `None`: not assigned.
fn assigned_fields(texts: &[String], known: &Guidance, read_as: &ReadAs) -> Vec<Option<Option<FieldId>>> {
    if read_as.columns.is_empty() {
        return vec![None; texts.len()];
    }
    let field = |(column, text): (usize, &String)| {
        read_as.field_of(text, nth(texts, column)).map(|field| known.fields.by_heading(field))
    };
    texts.iter().enumerate().map(field).collect()
}

fn nth(texts: &[String], column: usize) -> u32 {
    let before = texts.iter().take(column).filter(|text| texts.get(column) == Some(*text)).count();
    u32::try_from(before).unwrap_or(u32::MAX)
}

/// The name of a delimiter in sentences, such as "comma".
pub fn separator_name(separator: u8) -> &'static str {
    match separator {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "pipe",
        b',' => "comma",
        _ => "character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_headings_with_one_meaning_is_read() {
        let fields = Guidance::shipped().unwrap();
        let texts = ["UPN", "Gender", "sex", "Hobby", "", ""].map(String::from).to_vec();
        let headings = Headings::new(texts, &fields);
        assert_eq!(headings.repeated, [(2, 1)]);
        assert_eq!(headings.recognised().map(|(column, _)| column).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(headings.width, 4);
    }
}

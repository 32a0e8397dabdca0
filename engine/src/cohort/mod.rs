//! The cohort: pupils as columns of small codes, and what names them.
//!
//! A coded cell takes one byte, a label (class, school, year) two, a UPN eight, a surname or forename four: each name
//! is kept once. So a pupil of a typical Key Stage 2 file takes under 64 bytes, and counting all of them is a walk
//! along a few arrays.

pub mod column;
pub mod grouping;
pub mod number_column;
pub mod people;
pub mod prior;
pub mod register;
pub mod school_slices;

use std::collections::BTreeMap;

pub use column::{CodedCell, CodedColumn, LabelColumn, UnknownSpelling};
pub use grouping::PupilGroups;
pub use number_column::{NumberCell, NumberColumn};
pub use people::PupilIdentities;

use crate::guidance::codes::{CellCode, CodeLists};
use crate::guidance::{FieldId, Guidance, KnownFields, year_groups};
use crate::text::cell::code_key;

/// The pupils of a file, in the file's order.
#[derive(Clone, Debug, Default)]
pub struct Cohort {
    pub(crate) pupils: usize,
    pub(crate) people: PupilIdentities,
    pub(crate) rows: RowNumbers,
    pub(crate) coded: BTreeMap<FieldId, CodedColumn>,
    pub(crate) labels: BTreeMap<FieldId, LabelColumn>,
    pub(crate) numbers: BTreeMap<FieldId, NumberColumn>,
    pub(crate) school_name: String,
}

impl Cohort {
    /// Number of pupils.
    pub fn len(&self) -> usize {
        self.pupils
    }

    /// True without pupils.
    pub fn is_empty(&self) -> bool {
        self.pupils == 0
    }

    /// Names and UPNs.
    pub fn people(&self) -> &PupilIdentities {
        &self.people
    }

    /// The name of the school, from the first pupil who has one; empty: the file names none.
    pub fn school_name(&self) -> &str {
        &self.school_name
    }

    /// The row of a pupil as a spreadsheet shows it.
    pub fn row(&self, pupil: usize) -> u32 {
        self.rows.row(pupil)
    }

    /// A coded column, where the file has it.
    pub fn coded_column(&self, field: FieldId) -> Option<&CodedColumn> {
        self.coded.get(&field)
    }

    /// All coded columns of the file.
    pub fn coded_columns(&self) -> impl Iterator<Item = (FieldId, &CodedColumn)> {
        self.coded.iter().map(|(field, column)| (*field, column))
    }

    /// A column of labels, where the file has it.
    pub fn label_column(&self, field: FieldId) -> Option<&LabelColumn> {
        self.labels.get(&field)
    }

    /// A column of numbers or dates, where the file has it.
    pub fn number_column(&self, field: FieldId) -> Option<&NumberColumn> {
        self.numbers.get(&field)
    }

    /// All columns of numbers and dates of the file.
    pub fn number_columns(&self) -> impl Iterator<Item = (FieldId, &NumberColumn)> {
        self.numbers.iter().map(|(field, column)| (*field, column))
    }

    /// The file has this column of results, numbers or dates.
    pub fn has(&self, field: FieldId) -> bool {
        self.coded.contains_key(&field) || self.numbers.contains_key(&field)
    }

    /// A pupil's name, or "row 12" where the row has no name.
    pub fn pupil_name(&self, pupil: usize) -> String {
        let name = self.people.name(pupil);
        if name.is_empty() { format!("row {}", self.row(pupil)) } else { name }
    }

    /// What a pupil's cell of a coded column shows; empty where the file lacks the column.
    pub fn cell_text(&self, field: FieldId, pupil: usize, codes: &CodeLists) -> String {
        self.coded_column(field).map(|column| column.text(pupil, codes)).unwrap_or_default()
    }

    /// The column of this canonical heading, where the file has it.
    pub fn coded_by_heading(&self, fields: &KnownFields, heading: &str) -> Option<&CodedColumn> {
        self.coded_column(fields.by_heading(heading)?)
    }

    /// Says what a spelling that was not understood means; `None` leaves it unknown. Gives what it meant before.
    ///
    /// # Errors
    /// When the column has no such spelling; nothing is changed then.
    pub fn map_value(
        &mut self,
        field: FieldId,
        spelling: &str,
        meaning: Option<CellCode>,
    ) -> Result<Option<CellCode>, NoSuchSpelling> {
        let column = self.coded.get_mut(&field).ok_or(NoSuchSpelling)?;
        column.map_value(spelling, meaning).ok_or(NoSuchSpelling)
    }

    /// The school of each pupil; `None`: the cohort lacks the column.
    pub fn schools(&self, guidance: &Guidance) -> Option<&LabelColumn> {
        self.label_column(guidance.fields.school)
    }

    /// True if the pupils are of more than one school. Those without a school are of none.
    pub fn has_several_schools(&self, guidance: &Guidance) -> bool {
        let mut named = self.schools(guidance).map(LabelColumn::ids).unwrap_or_default().iter().filter(|id| **id != 0);
        let first = named.next();
        named.any(|id| Some(id) != first)
    }

    /// The year group of each pupil; `None`: the cohort lacks the column.
    pub fn year_groups(&self, guidance: &Guidance) -> Option<&LabelColumn> {
        self.label_column(guidance.fields.year_group)
    }

    /// The positions of the pupils of this year group, in any spelling of it or as one of its classes ("6A"); empty if the
    /// cohort lacks the column.
    pub fn in_year(&self, guidance: &Guidance, year: &str) -> Vec<usize> {
        let Some(labels) = self.year_groups(guidance) else { return Vec::new() };
        let named = |text: &str| {
            let canonical = year_groups::canonical(&guidance.exports.year_groups, text);
            canonical.unwrap_or_else(|| text.trim().to_owned())
        };
        let year = named(year);
        let of_class = |text: &str| year_groups::of_class(&guidance.exports.year_groups, text).as_ref() == Some(&year);
        let wanted = labels.texts().iter().map(|text| named(text) == year || of_class(text)).collect::<Vec<_>>();
        labels.pupils_with(&wanted)
    }

    /// The positions of the pupils of this school, in ascending order; empty if the cohort lacks the column.
    pub fn in_school(&self, guidance: &Guidance, school: &str) -> Vec<usize> {
        let Some(labels) = self.schools(guidance) else { return Vec::new() };
        let key = code_key(school);
        let is_same = |text: &String| code_key(school_slices::school_name(text)) == key;
        let wanted = labels.texts().iter().map(is_same).collect::<Vec<_>>();
        labels.pupils_with(&wanted)
    }

    /// Only the pupils of this year group.
    #[must_use]
    pub fn year_group(&self, guidance: &Guidance, year: &str) -> Self {
        self.subset(&self.in_year(guidance, year))
    }

    /// Without these pupils, named in ascending order.
    pub(crate) fn without(&self, pupils: impl Iterator<Item = usize>) -> Self {
        let mut gone = pupils.peekable();
        let kept = (0..self.pupils).filter(|pupil| gone.next_if_eq(pupil).is_none()).collect::<Vec<_>>();
        self.subset(&kept)
    }

    /// Only these pupils (positions), in this order.
    #[must_use]
    pub(crate) fn subset(&self, pupils: &[usize]) -> Self {
        Self {
            pupils: pupils.len(),
            people: self.people.subset(pupils),
            rows: RowNumbers::from_rows(pupils.iter().map(|pupil| self.row(*pupil))),
            coded: self.coded.iter().map(|(field, column)| (*field, column.subset(pupils))).collect(),
            labels: self.labels.iter().map(|(field, column)| (*field, column.subset(pupils))).collect(),
            numbers: self.numbers.iter().map(|(field, column)| (*field, column.subset(pupils))).collect(),
            school_name: self.school_name.clone(),
        }
    }
}

/// The column does not have the spelling that was to be mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchSpelling;

/// The row number of each pupil, stored as jumps: most pupils follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowNumbers {
    /// (from this pupil on, the row is the pupil's position plus this).
    jumps: Vec<(usize, u32)>,
    pupils: usize,
}

impl RowNumbers {
    /// From the rows of all pupils in order.
    pub fn from_rows(rows: impl Iterator<Item = u32>) -> Self {
        let mut numbers = Self::default();
        rows.for_each(|row| numbers.push(row, 1));
        numbers
    }

    /// Appends `pupils` pupils in consecutive rows from `row` on.
    pub fn push(&mut self, row: u32, pupils: usize) {
        let position = u32::try_from(self.pupils).unwrap_or(u32::MAX);
        let distance = row.wrapping_sub(position);
        if self.jumps.last().is_none_or(|(_, last)| *last != distance) {
            self.jumps.push((self.pupils, distance));
        }
        self.pupils += pupils;
    }

    /// The jumps, for [`RowNumbers::append_shard`].
    pub(crate) fn jumps(&self) -> Vec<(u32, u32)> {
        let jump = |(from, distance): &(usize, u32)| (u32::try_from(*from).unwrap_or(u32::MAX), *distance);
        self.jumps.iter().map(jump).collect()
    }

    /// Appends the rows of a shard of `pupils` pupils; `rows_before` is added to them.
    pub(crate) fn append_shard(&mut self, jumps: &[(u32, u32)], pupils: u32, rows_before: u32) {
        let before = u32::try_from(self.pupils).unwrap_or(u32::MAX);
        for (from, distance) in jumps {
            let distance = distance.wrapping_add(rows_before).wrapping_sub(before);
            if self.jumps.last().is_none_or(|(_, last)| *last != distance) {
                self.jumps.push((self.pupils + *from as usize, distance));
            }
        }
        self.pupils += pupils as usize;
    }

    /// The row of a pupil.
    pub fn row(&self, pupil: usize) -> u32 {
        let after = self.jumps.partition_point(|(from, _)| *from <= pupil);
        let jump = after.checked_sub(1).and_then(|index| self.jumps.get(index));
        let position = u32::try_from(pupil).unwrap_or(u32::MAX);
        jump.map_or(0, |(_, distance)| position.wrapping_add(*distance))
    }
}

#[cfg(test)]
mod tests {
    use super::RowNumbers;

    #[test]
    fn rows_with_and_without_jumps() {
        let rows = [2, 3, 4, 7, 8, 20, 5];
        let numbers = RowNumbers::from_rows(rows.into_iter());
        assert!(rows.iter().enumerate().all(|(pupil, row)| numbers.row(pupil) == *row));
        assert_eq!(numbers.jumps.len(), 4);
    }
}

//! Builds the table, and counts what was not read.

use std::collections::BTreeMap;

use super::guide::{CtfColumn, GUIDE};
use super::result_record::{ChosenResult, ResultRecord};
use crate::limits;
use crate::read_error::{ReadError, TableNote};
use crate::row_writer::RowWriter;
use crate::sheet_table::ReadTable;

/// A pupil being read.
#[derive(Debug, Default)]
pub struct PupilElement {
    /// By index into the guide's fields.
    fields: BTreeMap<usize, String>,
    /// By index into the guide's results.
    results: BTreeMap<usize, ChosenResult>,
}

/// Everything read so far.
#[derive(Debug, Default)]
pub struct TableBuilder {
    pupils: Vec<PupilElement>,
    header: BTreeMap<&'static str, String>,
    elements: BTreeMap<String, u32>,
    results: BTreeMap<String, u32>,
    /// Number of results passed over for another, by heading.
    superseded: BTreeMap<&'static str, u32>,
    cells: usize,
}

impl PupilElement {
    /// Sets the text of an element; where two elements fill one field, the first with a text wins.
    pub fn set_element(&mut self, path: &str, text: &str) {
        let field = GUIDE.fields.iter().enumerate().find(|(_, field)| field.elements.contains(&path));
        if let Some((index, field)) = field.filter(|_| !text.is_empty()) {
            self.fields.entry(index).or_insert_with(|| field.code_for(text).to_owned());
        }
    }
}

impl TableBuilder {
    /// Adds a pupil.
    pub fn add_pupil(&mut self, pupil: PupilElement) -> Result<(), ReadError> {
        self.cells += 1 + pupil.fields.len() + pupil.results.len();
        self.pupils.push(pupil);
        if self.cells as u64 > limits::CELLS {
            return Err(ReadError::too_large("This file has more pupils than are read from an XML file."));
        }
        Ok(())
    }

    /// Adds an element outside the pupils.
    pub fn add_header(&mut self, path: &str, text: &str) {
        let known = GUIDE.header.iter().flat_map(|field| field.elements).find(|known| **known == path);
        if let Some(known) = known.filter(|_| !text.is_empty()) {
            self.header.entry(known).or_insert_with(|| text.to_owned());
        }
    }

    /// Counts an element that is not read, with everything inside it.
    pub fn count_unread(&mut self, path: &str) {
        count(&mut self.elements, path);
    }

    /// Adds a result to a pupil.
    pub fn add_result(&mut self, pupil: &mut PupilElement, stage: &str, record: ResultRecord) {
        let (column, written) = match record.assign(stage) {
            Ok(found) => found,
            Err(name) => return count(&mut self.results, &name),
        };
        let before = pupil.results.get(&column);
        if before.is_some() {
            let heading = GUIDE.results.get(column).map_or("", |outcome| outcome.heading);
            *self.superseded.entry(heading).or_default() += 1;
        }
        if before.is_none_or(|before| written.beats(before)) {
            pupil.results.insert(column, written);
        }
    }

    /// The table, without empty columns.
    pub fn finish(self) -> Result<ReadTable, ReadError> {
        if self.pupils.is_empty() {
            return Err(ReadError::new(
                "There is no pupil in this Common Transfer File.",
                "Export it again, with the pupils you mean.",
            ));
        }
        let mut rows = RowWriter::default();
        let header = self.header_columns();
        let fields = (0..GUIDE.fields.len()).filter(|index| self.any_pupil(|pupil| pupil.fields.contains_key(index)));
        let results =
            (0..GUIDE.results.len()).filter(|index| self.any_pupil(|pupil| pupil.results.contains_key(index)));
        let (fields, results) = (fields.collect::<Vec<_>>(), results.collect::<Vec<_>>());
        let headings = (header.iter().map(|(heading, _)| *heading))
            .chain(fields.iter().filter_map(|index| GUIDE.fields.get(*index)).map(|field| field.heading))
            .chain(results.iter().filter_map(|index| GUIDE.results.get(*index)).map(|outcome| outcome.heading));
        write_record(&mut rows, 0, headings)?;
        for (row, pupil) in (1..).zip(&self.pupils) {
            let cells = (header.iter().map(|(_, text)| text.as_str()))
                .chain(fields.iter().map(|index| pupil.fields.get(index).map_or("", String::as_str)))
                .chain(
                    results.iter().map(|index| pupil.results.get(index).map_or("", |written| written.result.as_str())),
                );
            write_record(&mut rows, row, cells)?;
        }
        Ok(ReadTable { text: rows.finish()?, notes: self.notes(), ..ReadTable::default() })
    }

    fn any_pupil(&self, has: impl Fn(&PupilElement) -> bool) -> bool {
        self.pupils.iter().any(has)
    }

    /// Headings and texts of the columns that are the same for every pupil.
    fn header_columns(&self) -> Vec<(&'static str, String)> {
        let text =
            |field: &CtfColumn| field.elements.iter().filter_map(|known| self.header.get(known)).cloned().collect();
        let columns = GUIDE.header.iter().map(|field| (field.heading, text(field)));
        columns.filter(|(_, text): &(_, String)| !text.is_empty()).collect()
    }

    fn notes(&self) -> Vec<TableNote> {
        let rows = note(
            "ctf-rows",
            "A Common Transfer File has no rows: row 2 is its first pupil, row 3 the second.".into(),
            "Count the pupils in the file to find one again, or look for the name.",
        );
        let superseded = self.superseded.iter().map(|(heading, times)| {
            let what = format!("Further results for {heading} of pupils who have one already: {times}.");
            note(
                "ctf-several-results",
                what,
                "The test counts before the teacher's assessment, the later year before the earlier.",
            )
        });
        let results = most_frequent_first(&self.results).map(|(name, times)| {
            let what = format!("Results \u{201c}{name}\u{201d}: {times}, not read.");
            note(
                "ctf-result-not-read",
                what,
                "They are no levels that the figures are made of. If you need them, open them as a CSV file.",
            )
        });
        let elements = most_frequent_first(&self.elements).map(|(name, times)| {
            let what = format!("Element \u{201c}{name}\u{201d}: {times}, not read.");
            note(
                "ctf-not-read",
                what,
                "No figure needs it, or it is not written as we know it. If it matters, add it to a CSV file.",
            )
        });
        std::iter::once(rows).chain(superseded).chain(results).chain(elements).collect()
    }
}

/// Counts a name; beyond [`limits::NAMES`] names, under "others".
fn count(names: &mut BTreeMap<String, u32>, name: &str) {
    let name = if names.contains_key(name) || names.len() < limits::NAMES { name } else { "others" };
    *names.entry(name.to_owned()).or_default() += 1;
}

/// The most frequent first.
fn most_frequent_first(names: &BTreeMap<String, u32>) -> impl Iterator<Item = (&String, &u32)> {
    let mut sorted = names.iter().collect::<Vec<_>>();
    sorted.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    sorted.into_iter()
}

fn note(code: &'static str, what: String, remedy: &str) -> TableNote {
    TableNote { code, row: 0, column: None, what, remedy: remedy.into() }
}

fn write_record<'a>(rows: &mut RowWriter, row: u32, cells: impl Iterator<Item = &'a str>) -> Result<(), ReadError> {
    rows.write_row(row, (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()))
}

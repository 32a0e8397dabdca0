//! What was found in the file as a table, and what was not understood with how often it is there.

use std::collections::BTreeMap;

use super::Table;
use super::guide::{Field, GUIDE};
use super::results::{Record, Taken};
use crate::limits;
use crate::rows::Rows;
use crate::trouble::{Note, Trouble};

/// One pupil.
#[derive(Debug, Default)]
pub struct Pupil {
    /// By the position of the field.
    fields: BTreeMap<usize, String>,
    /// By the position of the result.
    results: BTreeMap<usize, Taken>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub struct Gathered {
    pupils: Vec<Pupil>,
    header: BTreeMap<&'static str, String>,
    elements: BTreeMap<String, u32>,
    results: BTreeMap<String, u32>,
    /// Results for which another was taken.
    beaten: BTreeMap<&'static str, u32>,
    cells: usize,
}

impl Pupil {
    /// Takes the text of an element; where two elements serve one field, the first that says something counts.
    pub fn take(&mut self, place: &str, text: &str) {
        let field = GUIDE.fields.iter().enumerate().find(|(_, field)| field.elements.contains(&place));
        if let Some((index, field)) = field.filter(|_| !text.is_empty()) {
            self.fields.entry(index).or_insert_with(|| field.meaning(text).to_owned());
        }
    }
}

impl Gathered {
    /// A pupil is read.
    pub fn pupil(&mut self, pupil: Pupil) -> Result<(), Trouble> {
        self.cells += 1 + pupil.fields.len() + pupil.results.len();
        self.pupils.push(pupil);
        if self.cells as u64 > limits::CELLS {
            return Err(Trouble::too_large("This file has more pupils than are read from an XML file."));
        }
        Ok(())
    }

    /// An element outside of pupils.
    pub fn header(&mut self, place: &str, text: &str) {
        let known = GUIDE.header.iter().flat_map(|field| field.elements).find(|known| **known == place);
        if let Some(known) = known.filter(|_| !text.is_empty()) {
            self.header.entry(known).or_insert_with(|| text.to_owned());
        }
    }

    /// An element that is not read, with all that is in it.
    pub fn not_read(&mut self, place: &str) {
        count(&mut self.elements, place);
    }

    /// A pupil's result.
    pub fn record(&mut self, pupil: &mut Pupil, stage: &str, record: Record) {
        let (column, taken) = match record.column(stage) {
            Ok(found) => found,
            Err(name) => return count(&mut self.results, &name),
        };
        let before = pupil.results.get(&column);
        if before.is_some() {
            let heading = GUIDE.results.get(column).map_or("", |outcome| outcome.heading);
            *self.beaten.entry(heading).or_default() += 1;
        }
        if before.is_none_or(|before| taken.beats(before)) {
            pupil.results.insert(column, taken);
        }
    }

    /// The table, with the columns that say something.
    pub fn finish(self) -> Result<Table, Trouble> {
        if self.pupils.is_empty() {
            return Err(Trouble::new(
                "There is no pupil in this Common Transfer File.",
                "Export it again, with the pupils you mean.",
            ));
        }
        let mut rows = Rows::default();
        let header = self.header_columns();
        let fields = (0..GUIDE.fields.len()).filter(|index| self.any(|pupil| pupil.fields.contains_key(index)));
        let results = (0..GUIDE.results.len()).filter(|index| self.any(|pupil| pupil.results.contains_key(index)));
        let (fields, results) = (fields.collect::<Vec<_>>(), results.collect::<Vec<_>>());
        let headings = (header.iter().map(|(heading, _)| *heading))
            .chain(fields.iter().filter_map(|index| GUIDE.fields.get(*index)).map(|field| field.heading))
            .chain(results.iter().filter_map(|index| GUIDE.results.get(*index)).map(|outcome| outcome.heading));
        write(&mut rows, 0, headings)?;
        for (row, pupil) in (1..).zip(&self.pupils) {
            let cells = (header.iter().map(|(_, text)| text.as_str()))
                .chain(fields.iter().map(|index| pupil.fields.get(index).map_or("", String::as_str)))
                .chain(results.iter().map(|index| pupil.results.get(index).map_or("", |taken| taken.result.as_str())));
            write(&mut rows, row, cells)?;
        }
        Ok(Table { text: rows.finish(), notes: self.notes() })
    }

    fn any(&self, has: impl Fn(&Pupil) -> bool) -> bool {
        self.pupils.iter().any(has)
    }

    /// Headings and texts that are the same for every pupil.
    fn header_columns(&self) -> Vec<(&'static str, String)> {
        let text = |field: &Field| field.elements.iter().filter_map(|known| self.header.get(known)).cloned().collect();
        let columns = GUIDE.header.iter().map(|field| (field.heading, text(field)));
        columns.filter(|(_, text): &(_, String)| !text.is_empty()).collect()
    }

    fn notes(&self) -> Vec<Note> {
        let rows = note(
            "ctf-rows",
            "A Common Transfer File has no rows: row 2 is its first pupil, row 3 the second.".into(),
            "Count the pupils in the file to find one again, or look for the name.",
        );
        let beaten = self.beaten.iter().map(|(heading, times)| {
            let what = format!("Further results for {heading} of pupils who have one already: {times}.");
            note(
                "ctf-several-results",
                what,
                "The test counts before the teacher's assessment, the later year before the earlier.",
            )
        });
        let results = sorted(&self.results).map(|(name, times)| {
            let what = format!("Results \u{201c}{name}\u{201d}: {times}, not read.");
            note(
                "ctf-result-not-read",
                what,
                "They are no levels that the figures are made of. If you need them, open them as a CSV file.",
            )
        });
        let elements = sorted(&self.elements).map(|(name, times)| {
            let what = format!("Element \u{201c}{name}\u{201d}: {times}, not read.");
            note(
                "ctf-not-read",
                what,
                "No figure needs it, or it is not written as we know it. If it matters, add it to a CSV file.",
            )
        });
        std::iter::once(rows).chain(beaten).chain(results).chain(elements).collect()
    }
}

/// Counts a name; once there are very many names, the others together.
fn count(names: &mut BTreeMap<String, u32>, name: &str) {
    let name = if names.contains_key(name) || names.len() < limits::NAMES { name } else { "others" };
    *names.entry(name.to_owned()).or_default() += 1;
}

/// The most frequent first.
fn sorted(names: &BTreeMap<String, u32>) -> impl Iterator<Item = (&String, &u32)> {
    let mut sorted = names.iter().collect::<Vec<_>>();
    sorted.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    sorted.into_iter()
}

fn note(code: &'static str, what: String, remedy: &str) -> Note {
    Note { code, row: 0, column: None, what, remedy: remedy.into() }
}

fn write<'a>(rows: &mut Rows, row: u32, cells: impl Iterator<Item = &'a str>) -> Result<(), Trouble> {
    (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()).try_for_each(|(column, cell)| rows.put(row, column, cell))
}

//! Builds the table, and counts what was not read.

use std::collections::BTreeMap;

use super::guide::{CtfColumn, GUIDE, RepeatedRecord, Take};
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
    /// The texts of the record being read, by path within it.
    record: BTreeMap<String, String>,
    /// The records that count so far, by index into the guide's records.
    records: BTreeMap<usize, BTreeMap<String, String>>,
    /// Records that hold for a time, by index into the guide's records: their first and last dates.
    periods: BTreeMap<usize, Vec<(String, String)>>,
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
    /// Results of which only the place in the file decides which counts, by heading: how many, the row of the first, and
    /// both texts.
    contradicted: BTreeMap<&'static str, (u32, u32, String)>,
    date: String,
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

    /// A repeated record begins.
    pub fn begin_record(&mut self) {
        self.record.clear();
    }

    /// Sets the text of an element within a record; several numbers of one element are added up.
    pub fn set_part(&mut self, part: &str, text: &str) {
        let known = self.record.entry(part.to_owned()).or_default();
        let sum = known.parse::<u64>().ok().zip(text.parse::<u64>().ok()).and_then(|(one, more)| one.checked_add(more));
        *known = sum.map_or_else(|| text.to_owned(), |sum| sum.to_string());
    }

    /// A repeated record ends.
    pub fn end_record(&mut self, index: usize) {
        let Some(guide) = GUIDE.records.get(index) else { return };
        let record = std::mem::take(&mut self.record);
        if guide.take == Take::Current {
            let date = |part: &str| record.get(part).cloned().unwrap_or_default();
            return self.periods.entry(index).or_default().push((date(guide.by), date(guide.until)));
        }
        if self.records.get(&index).is_none_or(|before| guide.prefers(&record, before)) {
            self.records.insert(index, record);
        }
    }

    /// Fills the fields that the pupil has no element for from the records, and drops those that say nothing.
    fn settle(&mut self, date: &str, any_periods: &[bool]) {
        for (index, guide) in GUIDE.records.iter().enumerate() {
            for (heading, part) in guide.columns {
                let Some(column) = GUIDE.fields.iter().position(|field| field.heading == *heading) else { continue };
                let text = match guide.take {
                    Take::Current if any_periods.get(index) == Some(&true) => {
                        let periods = self.periods.get(&index).map(Vec::as_slice).unwrap_or_default();
                        Some(if periods.iter().any(|period| holds(period, date)) { "Y" } else { "N" })
                    }
                    Take::Current => None,
                    Take::Latest | Take::Preferred => {
                        self.records.get(&index).and_then(|record| record.get(*part)).map(String::as_str)
                    }
                };
                let code = GUIDE.fields.get(column).zip(text).map(|(field, text)| field.code_for(text).to_owned());
                if let Some(code) = code.filter(|code| !code.is_empty()) {
                    self.fields.entry(column).or_insert(code);
                }
            }
        }
        for (column, field) in GUIDE.fields.iter().enumerate() {
            let Some((heading, code)) = field.only_with else { continue };
            let other = GUIDE.fields.iter().position(|field| field.heading == heading);
            if other.and_then(|other| self.fields.get(&other)).is_none_or(|text| text != code) {
                self.fields.remove(&column);
            }
        }
    }
}

impl RepeatedRecord {
    /// True if a record counts rather than an earlier one.
    fn prefers(&self, record: &BTreeMap<String, String>, before: &BTreeMap<String, String>) -> bool {
        let by = |record: &BTreeMap<String, String>| record.get(self.by).cloned().unwrap_or_default();
        let kind = |text: &str| self.kinds.iter().position(|kind| *kind == text).unwrap_or(usize::MAX);
        match self.take {
            Take::Preferred => kind(&by(record)) < kind(&by(before)),
            Take::Latest | Take::Current => by(record) >= by(before),
        }
    }
}

/// True if a period, of dates as ISO writes them, has begun on this date and not ended.
fn holds((from, until): &(String, String), date: &str) -> bool {
    let begun = date.is_empty() || from.as_str() <= date;
    begun && (until.is_empty() || (!date.is_empty() && until.as_str() >= date))
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
        if path == GUIDE.date {
            // The day, without the time.
            self.date = text.chars().take_while(|letter| *letter != 'T').collect();
        }
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
        let heading = GUIDE.results.get(column).map_or("", |outcome| outcome.heading);
        match before {
            Some(before) if written.contradicts(before) => {
                let row = u32::try_from(self.pupils.len()).unwrap_or(u32::MAX).saturating_add(2);
                let both = || format!("{} and {}", before.result, written.result);
                self.contradicted.entry(heading).or_insert_with(|| (0, row, both())).0 += 1;
            }
            Some(_) => *self.superseded.entry(heading).or_default() += 1,
            None => (),
        }
        if before.is_none_or(|before| written.beats(before)) {
            pupil.results.insert(column, written);
        }
    }

    /// The table, without empty columns.
    pub fn finish(mut self) -> Result<ReadTable, ReadError> {
        if self.pupils.is_empty() {
            return Err(ReadError::new(
                "There is no pupil in this Common Transfer File.",
                "Export it again, with the pupils you mean.",
            ));
        }
        let any_periods =
            (0..GUIDE.records.len()).map(|index| self.any_pupil(|pupil| pupil.periods.contains_key(&index)));
        let any_periods = any_periods.collect::<Vec<_>>();
        self.pupils.iter_mut().for_each(|pupil| pupil.settle(&self.date, &any_periods));
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
        Ok(ReadTable { text: rows.finish()?, notes: self.notes(&any_periods), ..ReadTable::default() })
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

    fn notes(&self, any_periods: &[bool]) -> Vec<TableNote> {
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
        let contradicted = self.contradicted.iter().map(|(heading, (times, row, both))| TableNote {
            row: *row,
            ..note(
                "ctf-results-differ",
                format!("Two results of one year for {heading}: {both} here, and so for {times} pupils in all."),
                "The one that comes later in the file counts, as a re-mark would. Correct the file if it is the other.",
            )
        });
        let periods = GUIDE.records.iter().zip(any_periods).filter(|(_, any)| **any);
        let periods = periods.flat_map(|(record, _)| record.columns).map(|(heading, _)| self.note_periods(heading));
        let told = std::iter::once(rows).chain(periods).chain(contradicted).chain(superseded);
        told.chain(results).chain(elements).collect()
    }
}

impl TableBuilder {
    fn note_periods(&self, heading: &str) -> TableNote {
        let date =
            if self.date.is_empty() { "now, as the file has no date".into() } else { format!("on {}", self.date) };
        note(
            "ctf-by-date",
            format!("{heading} is Y where a period in the file has begun and not ended {date}, and N for all others."),
            "No action needed if the file has these periods for every pupil. If not, add the column to a CSV file.",
        )
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

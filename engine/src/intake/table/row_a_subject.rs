//! Tables with a row for each pupil and subject, which become one row a pupil.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::heading_block::recognise_together;
use super::sample::SampleRow;
use super::shape::{HEADINGS_IN_ROW, Table, column_of};
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::{RejectReason, RejectedRow};
use crate::intake::key_stage::LikelyStage;

/// The columns that say of what a row is.
struct SubjectColumns {
    /// The column of subjects.
    subject: usize,
    /// The column of key stages or kinds of result beside it.
    stage: Option<usize>,
}

/// What a heading and a subject mean together.
enum Meaning {
    Field(FieldId),
    /// Words that the user is asked about.
    Asked(String),
}

/// Reads headings together with subjects.
struct SubjectReader<'a> {
    guidance: &'a Guidance,
    stage: Option<LikelyStage>,
    /// Subjects with more words than another one of the file that means the same: "Mental Maths" beside "Maths".
    narrower: HashSet<String>,
}

impl SubjectReader<'_> {
    fn new<'a>(table: &Table, guidance: &'a Guidance) -> SubjectReader<'a> {
        let headings = table.headings();
        let known = |text: &String| guidance.recognise(text);
        let years = headings.iter().position(|text| known(text) == Some(guidance.fields.year_group));
        let years = table.body().iter().filter_map(|row| Some(row.cell(years?)));
        // Headings without a subject show the key stage as well: "KS1" with "Maths".
        let subjects = guidance.fields.iter().filter_map(|(_, field)| Some(field.heading.split_once('_')?.1));
        let subjects = subjects.collect::<BTreeSet<_>>();
        let with_subject = |text: &String| {
            subjects.iter().filter_map(|subject| recognise_together(text, subject, guidance)).collect::<Vec<_>>()
        };
        let unknown = headings.iter().filter(|text| !text.is_empty() && known(text).is_none());
        let fields = headings.iter().filter_map(known).chain(unknown.flat_map(with_subject));
        SubjectReader { guidance, stage: LikelyStage::new(fields, years, guidance), narrower: HashSet::new() }
    }

    /// Finds the subjects that are part of another one of the file.
    fn find_narrower(&mut self, table: &Table, subjects: &SubjectColumns) {
        let values = values(table, subjects.subject, subjects.stage);
        let words = |text: &str| text.split(|letter: char| !letter.is_alphanumeric()).count();
        let mut narrower = HashSet::new();
        for heading in table.headings() {
            let mut widest = HashMap::<String, &String>::new();
            for value in &values {
                let Some(meaning) = self.heading(heading, value) else { continue };
                let wide = widest.entry(meaning).or_insert(value);
                let (wider, other) = if words(value) < words(wide) { (value, *wide) } else { (*wide, value) };
                if words(wider) < words(other) {
                    narrower.insert(other.clone());
                }
                *wide = wider;
            }
        }
        self.narrower = narrower;
    }

    /// The heading of the column in which the cells of a column belong in the rows of a subject; `None`: in their own.
    fn heading(&self, heading: &str, subject: &str) -> Option<String> {
        if self.guidance.recognise(heading).is_some() || self.narrower.contains(subject) {
            return None;
        }
        match self.meaning(heading, subject)? {
            Meaning::Field(field) => self.guidance.fields.get(field).map(|field| field.written.clone()),
            Meaning::Asked(words) => Some(words),
        }
    }

    /// What a heading and a subject mean together; of "English: Reading" the last part may be the subject.
    fn meaning(&self, heading: &str, subject: &str) -> Option<Meaning> {
        let part = subject.rsplit([':', '-', '/', '\u{2013}']).next().map(str::trim);
        let part = part.filter(|part| !part.is_empty() && *part != subject);
        self.meaning_of(heading, subject).or_else(|| self.meaning_of(heading, part?))
    }

    fn meaning_of(&self, heading: &str, subject: &str) -> Option<Meaning> {
        let words = format!("{subject} {heading}");
        let target = || self.stage.as_ref().and_then(|stage| stage.target(&words, self.guidance));
        let field = recognise_together(heading, subject, self.guidance).or_else(target);
        let asked =
            || (!self.guidance.vocabulary.likely_fields(&words).is_empty()).then(|| Meaning::Asked(words.clone()));
        field.map(Meaning::Field).or_else(asked)
    }
}

/// Most subjects, with the key stages beside them.
const SUBJECTS: usize = 40;

/// The different values of a column, or of two together; none if there are too many for subjects.
fn values(table: &Table, column: usize, beside: Option<usize>) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for row in table.body().iter().filter(|row| !row.cell(column).is_empty()) {
        values.insert(value(row, column, beside));
        if values.len() > SUBJECTS {
            return BTreeSet::new();
        }
    }
    values
}

fn value(row: &SampleRow, column: usize, beside: Option<usize>) -> String {
    let beside = beside.map_or("", |beside| row.cell(beside));
    format!("{beside} {}", row.cell(column)).trim().to_owned()
}

impl SubjectColumns {
    fn find(table: &Table, reader: &SubjectReader) -> Option<Self> {
        let (headings, guidance) = (table.headings(), reader.guidance);
        let unknown = |column: &usize| {
            headings.get(*column).is_some_and(|text| !text.is_empty() && guidance.recognise(text).is_none())
        };
        let unknown = (0..headings.len()).filter(unknown).collect::<Vec<_>>();
        let heading = |column: usize| headings.get(column).map_or("", String::as_str);
        let are_subjects = |values: &BTreeSet<String>, known: &dyn Fn(&str) -> bool| {
            let known = values.iter().filter(|value| known(value)).count();
            known >= HEADINGS_IN_ROW && is_nearly_all(known, values.len())
        };
        // Beside English and maths there may be any other subject.
        let are_some_subjects = |values: &BTreeSet<String>, known: &dyn Fn(&str) -> bool| {
            values.iter().filter(|value| known(value)).count() >= HEADINGS_IN_ROW
        };
        // "KS1" beside "Maths", with the level in a third column.
        for subject in &unknown {
            let named = |value: &str| recognise_together(value, "", guidance).is_some();
            let with =
                |beside: &&usize| *beside != subject && are_subjects(&values(table, *subject, Some(**beside)), &named);
            let alone = are_subjects(&values(table, *subject, None), &named);
            let stage = unknown.iter().find(with).copied().filter(|_| !alone && unknown.len() > HEADINGS_IN_ROW);
            if stage.is_some() {
                return Some(Self { subject: *subject, stage });
            }
        }
        let names_subjects = |subject: &&usize| {
            let others = unknown.iter().filter(|other| other != subject);
            let is_known = |value: &str| others.clone().any(|other| reader.meaning(heading(*other), value).is_some());
            are_some_subjects(&values(table, **subject, None), &is_known)
        };
        unknown.iter().find(names_subjects).map(|subject| Self { subject: *subject, stage: None })
    }
}

/// What identifies the pupil of a row; `None`: nothing does.
pub(super) fn pupil_key(row: &SampleRow, identity: &[(usize, FieldKind)]) -> Option<Vec<String>> {
    let key = identity.iter().map(|(column, _)| row.cell(*column).to_lowercase()).collect::<Vec<_>>();
    key.iter().any(|cell| !cell.is_empty()).then_some(key)
}

/// A table with a row for each pupil, made of one with a row for each pupil and subject.
pub(super) struct PupilTable {
    pub table: Table,
    /// The column of subjects.
    pub subjects: usize,
    /// The first row that has another value than an earlier row of its pupil and subject.
    pub differs: Option<u32>,
}

/// One row for each pupil, if the table has a row for each pupil and subject. A pupil's row is the first of its rows.
pub(super) fn one_row_a_pupil(table: &Table, guidance: &Guidance) -> Option<PupilTable> {
    let identity = table.identity_columns(guidance);
    if !table.may_repeat_pupils(&identity) {
        return None;
    }
    let pupils = table.body().iter().filter_map(|row| pupil_key(row, &identity)).collect::<HashSet<_>>();
    if 2 * pupils.len() > table.body().len() + 1 {
        return None;
    }
    let mut reader = SubjectReader::new(table, guidance);
    let subjects = SubjectColumns::find(table, &reader)?;
    reader.find_narrower(table, &subjects);
    let mut joined = JoinedRows { columns: table.headings().to_vec(), ..JoinedRows::default() };
    for row in table.body() {
        match pupil_key(row, &identity) {
            Some(key) => joined.add(row, key, &subjects, (table.headings(), &reader)),
            None => joined.rows.push(row.clone()),
        }
    }
    let rejected = table.rejected.iter().copied().chain(joined.rejected).collect();
    let table = table.with_rows(joined.columns, joined.rows, rejected);
    Some(PupilTable { table, subjects: subjects.subject, differs: joined.differs })
}

/// The rows of pupils, each put together from its rows.
#[derive(Default)]
struct JoinedRows {
    columns: Vec<String>,
    rows: Vec<SampleRow>,
    /// By what identifies the pupil.
    places: HashMap<Vec<String>, usize>,
    rejected: Vec<RejectedRow>,
    /// By column and subject, where the cells belong.
    targets: HashMap<(usize, String), usize>,
    /// The first row that has another value than an earlier one for the same place.
    differs: Option<u32>,
}

impl JoinedRows {
    fn add(
        &mut self,
        row: &SampleRow,
        key: Vec<String>,
        subjects: &SubjectColumns,
        (headings, reader): (&[String], &SubjectReader),
    ) {
        let place = *self.places.entry(key).or_insert_with(|| {
            self.rows.push(SampleRow::empty(row.number));
            self.rows.len() - 1
        });
        let subject = value(row, subjects.subject, subjects.stage);
        let names_row = |column: &usize| *column == subjects.subject || Some(*column) == subjects.stage;
        let cells = row.filled_cells().filter(|(column, _)| !names_row(column));
        let Some(joined) = self.rows.get_mut(place) else { return };
        for (column, cell) in cells {
            let columns = &mut self.columns;
            let target = *self.targets.entry((column, subject.clone())).or_insert_with(|| {
                let heading = headings.get(column).map_or("", String::as_str);
                let heading = reader.heading(heading, &subject);
                heading.map_or(column, |heading| column_of(&heading, columns, reader.guidance))
            });
            if joined.cell(target).is_empty() {
                joined.put(target, cell);
            } else if target != column && !joined.cell(target).eq_ignore_ascii_case(cell) {
                self.differs = self.differs.or(Some(row.number));
            }
        }
        if joined.number != row.number {
            let reason = RejectReason::PutTogether { of: joined.number };
            self.rejected.push(RejectedRow { row: row.number, reason });
        }
    }
}

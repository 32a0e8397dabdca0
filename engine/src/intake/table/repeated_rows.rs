//! Pupils who have several rows that contradict each other: a row for each term, or a correction below the first entry.

use std::collections::HashMap;

use ambition_columns::texts::TextSet;

use super::in_view;
use super::pupil_rows::is_no_upn;
use super::sample::SampleRow;
use super::shape::{Table, is_identity};
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::decisions::{ReadingAnswer, ReadingChoice, ReadingQuestion, RepeatedRow};
use crate::intake::diagnostic::column_letters;
use crate::intake::headings::Headings;
use crate::intake::read_as::ReadAs;
use crate::text::cell::clean_upn;
use crate::text::phrases::{count, list};

/// Most values of a column that tells the rows of a pupil apart.
const VALUES: usize = 12;

/// What is to be done about the rows of pupils who have several.
#[derive(Debug, Default)]
pub(super) struct RepeatedRows {
    /// Rows in whose stead another one counts, with that one, in order.
    pub superseded: Vec<(u32, u32)>,
    /// Which row counts; to be asked if the rows still differ as they are read.
    pub question: Option<ReadingQuestion>,
}

/// The rows of a pupil.
pub(super) type RowsOfPupil<'a> = Vec<&'a SampleRow>;

/// Looks for pupils with several rows that contradict each other. Only in a whole file: elsewhere a pupil's rows may lie
/// beyond the sample.
pub(super) fn look_at(table: &Table, headings: &Headings, guidance: &Guidance, read_as: &ReadAs) -> RepeatedRows {
    if !table.sample.whole {
        return RepeatedRows::default();
    }
    let pupils = rows_of_pupils(table.body(), headings, guidance);
    let differing = pupils.iter().filter_map(|rows| Some((rows, contradiction(rows, headings, &[], guidance)?)));
    let differing = differing.collect::<Vec<_>>();
    let Some((first, column)) = differing.first() else { return RepeatedRows::default() };
    let rows = differing.iter().map(|(rows, _)| *rows).collect::<Vec<_>>();
    let answer = read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::CountRowsWith { heading, value } => {
            let column = headings.texts.iter().position(|text| text == heading)?;
            let with_value = |row: &&&SampleRow| row.cell(column) == value;
            Some(superseded(&rows, |rows| rows.iter().find(with_value).or(rows.last()).copied()))
        }
        _ => None,
    });
    match answer {
        Some(superseded) => RepeatedRows { superseded, question: None },
        None => {
            let mut question = question(first, *column, &rows, headings);
            if headings.column_of(&guidance.exports.sessions.possible, guidance) == Some(*column) {
                let add = ReadingChoice::new("Add up the sessions of the rows", ReadingAnswer::AddSessions(true));
                question.choices.push(add);
            }
            RepeatedRows { superseded: Vec::new(), question: Some(question) }
        }
    }
}

fn superseded<'a>(
    pupils: &[&RowsOfPupil<'a>],
    counted: impl Fn(&[&'a SampleRow]) -> Option<&'a SampleRow>,
) -> Vec<(u32, u32)> {
    let mut superseded = Vec::new();
    for rows in pupils {
        let Some(counts) = counted(rows) else { continue };
        let others = rows.iter().filter(|row| row.number != counts.number);
        superseded.extend(others.map(|row| (row.number, counts.number)));
    }
    superseded.sort_unstable();
    superseded
}

/// The rows of each pupil who has several: the same UPN, school, name and date of birth, as far as these are given.
fn rows_of_pupils<'a>(rows: &'a [SampleRow], headings: &Headings, guidance: &Guidance) -> Vec<RowsOfPupil<'a>> {
    let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
    let column = |wanted: FieldKind| {
        headings.recognised().find(|(_, field)| kind(*field) == Some(wanted)).map(|(column, _)| column)
    };
    let school = headings.column(guidance.fields.school);
    let Some(upn) = column(FieldKind::Upn) else { return Vec::new() };
    if are_distinct(rows.iter().map(|row| row.cell(upn))) {
        return Vec::new();
    }
    let names = [column(FieldKind::Surname), column(FieldKind::Forename)];
    let mut places = HashMap::with_capacity(rows.len());
    let mut pupils: Vec<RowsOfPupil> = Vec::new();
    for row in rows {
        let number = String::from_utf8_lossy(&clean_upn(row.cell(upn).as_bytes())).into_owned();
        if number.is_empty() || is_no_upn(&number, guidance) {
            continue;
        }
        let name = names.map(|column| column.map(|column| row.cell(column).to_lowercase()));
        let place = *places.entry((number, school.map(|school| row.cell(school)), name)).or_insert_with(|| {
            pupils.push(Vec::new());
            pupils.len() - 1
        });
        pupils.get_mut(place).into_iter().for_each(|rows| rows.push(row));
    }
    pupils.retain(|rows| rows.len() > 1);
    pupils
}

/// True if no two of the numbers are the same, as in nearly all files.
fn are_distinct<'a>(numbers: impl Iterator<Item = &'a str>) -> bool {
    let numbers = numbers.map(|number| clean_upn(number.as_bytes())).collect::<Vec<_>>();
    let mut seen = TextSet::with_capacity(numbers.len());
    numbers.iter().filter(|number| !number.is_empty()).all(|number| seen.insert(number))
}

/// The first column that is read, besides `others`, in which two of the rows are filled and differ.
pub(super) fn contradiction(
    rows: &[&SampleRow],
    headings: &Headings,
    others: &[usize],
    guidance: &Guidance,
) -> Option<usize> {
    let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
    let mut read = headings.recognised().filter(|(_, field)| kind(*field).is_some_and(|kind| !is_identity(kind)));
    let differs = |column: usize| {
        let mut cells = rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
        let first = cells.next();
        cells.any(|cell| first.is_some_and(|first| !first.eq_ignore_ascii_case(cell)))
    };
    read.find(|(column, _)| !others.contains(column) && differs(*column)).map(|(column, _)| column)
}

/// The column that tells the rows of nearly all pupils apart, with its values in the order of the file.
pub(super) fn distinguishing<'a>(
    pupils: &[&RowsOfPupil<'a>],
    headings: &'a Headings,
) -> Option<(&'a str, Vec<&'a str>)> {
    let unread = headings.fields.iter().zip(&headings.texts).enumerate();
    let unread = unread.filter(|(_, (field, text))| field.is_none() && !text.is_empty());
    for (column, (_, heading)) in unread {
        let tells_apart = |rows: &&&RowsOfPupil| {
            let mut cells = rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
            cells.sort_unstable();
            cells.dedup();
            cells.len() == rows.len()
        };
        let mut values: Vec<&str> = Vec::new();
        for value in pupils.iter().flat_map(|rows| rows.iter()).map(|row| row.cell(column)) {
            if !values.contains(&value) && values.len() <= VALUES {
                values.push(value);
            }
        }
        let apart = pupils.iter().filter(tells_apart).count();
        if values.len() <= VALUES && is_nearly_all(apart, pupils.len()) {
            return Some((heading, values));
        }
    }
    None
}

/// Asks which row of a pupil counts. `column`: the first in which the rows of the first pupil differ.
pub(super) fn question(
    first: &RowsOfPupil,
    column: usize,
    pupils: &[&RowsOfPupil],
    headings: &Headings,
) -> ReadingQuestion {
    let numbers = list(&first.iter().map(|row| row.number.to_string()).collect::<Vec<_>>());
    let who = match pupils.len() {
        1 => "One pupil has several rows that differ".to_owned(),
        several => format!("{} have several rows each, and these differ", count(several as u64, "pupil")),
    };
    let letters = column_letters(column);
    let mut choices = Vec::new();
    if let Some((heading, values)) = distinguishing(pupils, headings) {
        // The latest is the likeliest.
        choices.extend(values.into_iter().rev().map(|value| {
            let answer = ReadingAnswer::CountRowsWith { heading: heading.to_owned(), value: value.to_owned() };
            ReadingChoice::new(format!("Count the rows with {value} under {heading}"), answer)
        }));
    }
    choices.push(ReadingChoice::new("Count the first row of each", ReadingAnswer::CountRepeated(RepeatedRow::First)));
    choices.push(ReadingChoice::new("Count the last row of each", ReadingAnswer::CountRepeated(RepeatedRow::Last)));
    ReadingQuestion {
        code: "rows-differ",
        what: format!(
            "{who}: rows {numbers} are of one pupil and have different cells in column {letters}. Which row counts? \
             Until you answer, the first does."
        ),
        rows: in_view(first.iter().copied()),
        choices,
    }
}

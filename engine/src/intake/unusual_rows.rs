//! Rows that are asked about or told of: what they are in words, and the answers.

use std::collections::HashSet;

use ambition_columns::csv::CsvRecord;

use super::cohort_builder::DifferingRow;
use super::decisions::{ROWS_IN_VIEW, ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion, RepeatedRow};
use super::diagnostic::column_letters;
use super::read_as::ReadAs;
use super::table::layout::FirstRow;
use crate::text::cell;
use crate::text::phrases::{list, thousands};

/// Most rows that are asked about together.
const ROWS_ASKED_ABOUT: usize = 1000;

/// Rows to be asked about or told of.
#[derive(Debug, Default)]
pub(super) struct UnusualRows {
    /// Their numbers.
    pub numbers: Vec<u32>,
    /// The first of them.
    pub in_view: Vec<FirstRow>,
}

impl UnusualRows {
    /// Leaves out the rows of which the user has said that they are no pupils: these are told as answers.
    pub fn without_answered(mut self, read_as: &ReadAs) -> Self {
        let answered = read_as.answers.iter().filter_map(|answer| match answer {
            ReadingAnswer::AreNotPupils(rows) => Some(rows),
            _ => None,
        });
        let answered = answered.flatten().copied().collect::<HashSet<_>>();
        self.numbers.retain(|row| !answered.contains(row));
        self.in_view.retain(|row| !answered.contains(&row.number));
        self
    }

    /// Shows further rows, as far as there is room.
    pub fn show(&mut self, rows: impl Iterator<Item = FirstRow>) {
        self.in_view.extend(rows.take(ROWS_IN_VIEW.saturating_sub(self.in_view.len())));
    }

    /// Adds a row, as far as it is asked about or shown.
    pub fn push(&mut self, row: &CsvRecord) {
        if self.numbers.len() < ROWS_ASKED_ABOUT {
            self.numbers.push(row.number);
        }
        if self.in_view.len() < ROWS_IN_VIEW {
            let cells = (0..row.len()).map(|index| cell::clean_text(&row.field(index)).into_owned()).collect();
            self.in_view.push(FirstRow { number: row.number, cells });
        }
    }
}

/// Asks which row of a pupil counts, unless the user has said it. `prepared`: the question if a column tells the rows
/// apart.
pub(super) fn question_about_differing(
    rows: &[DifferingRow],
    prepared: Option<ReadingQuestion>,
    read_as: &ReadAs,
) -> Option<ReadingQuestion> {
    let first = rows.first()?;
    if read_as.answers.iter().any(|answer| matches!(answer, ReadingAnswer::CountRepeated(_))) {
        return None;
    }
    if prepared.is_some() {
        return prepared;
    }
    let letters = column_letters(first.column);
    let rows_differ = match rows.len() {
        1 => format!("Row {} has the UPN of row {}, but another cell in column {letters}.", first.row, first.of),
        count => format!(
            "{} rows have the UPN of an earlier row, but other cells: row {} differs from row {} in column {letters}.",
            thousands(count as u64),
            first.row,
            first.of
        ),
    };
    Some(ReadingQuestion {
        code: "rows-differ",
        what: format!("{rows_differ} Which row counts? Until you answer, the first does."),
        rows: Vec::new(),
        choices: vec![
            ReadingChoice::new("Count the first row of each", ReadingAnswer::CountRepeated(RepeatedRow::First)),
            ReadingChoice::new("Count the last row of each", ReadingAnswer::CountRepeated(RepeatedRow::Last)),
        ],
    })
}

/// Asks whether rows without a name are pupils.
pub(super) fn question_about_names(rows: UnusualRows) -> Option<ReadingQuestion> {
    if rows.numbers.is_empty() {
        return None;
    }
    let (do_not, they, it) = if rows.numbers.len() == 1 {
        ("does not", "Is it a pupil", "it")
    } else {
        ("do not", "Are they pupils", "them")
    };
    Some(ReadingQuestion {
        code: "row-without-name",
        what: format!(
            "{} {do_not} look like the rows of other pupils: no UPN or name, or hardly anything else. {they}? Until you \
             answer, we count {it}.",
            row_words(&rows.numbers)
        ),
        rows: rows.in_view,
        choices: vec![
            ReadingChoice::new(format!("Yes, count {it}"), ReadingAnswer::ArePupils(rows.numbers.clone())),
            ReadingChoice::new(format!("No, leave {it} out"), ReadingAnswer::AreNotPupils(rows.numbers)),
        ],
    })
}

/// Asks whether a comma that has moved the cells of rows is part of a name, unless the user has said that it is not.
pub(super) fn question_about_shifted(rows: UnusualRows, read_as: &ReadAs) -> Option<ReadingQuestion> {
    if rows.numbers.is_empty() || read_as.answers.contains(&ReadingAnswer::JoinNames(false)) {
        return None;
    }
    let (has, it) = if rows.numbers.len() == 1 { ("has", "it") } else { ("have", "them") };
    Some(ReadingQuestion {
        code: "moved-by-comma",
        what: format!(
            "{} {has} more cells than there are headings, and they fit their columns if a comma is part of the name. Is \
             it? Until you answer, we do not count {it}.",
            row_words(&rows.numbers)
        ),
        rows: rows.in_view,
        choices: vec![
            ReadingChoice::new("Yes, the comma is part of the name", ReadingAnswer::JoinNames(true)),
            ReadingChoice::new(format!("No, leave {it} out"), ReadingAnswer::JoinNames(false)),
        ],
    })
}

/// Tells of rows that name nobody.
pub(super) fn decision_about_nobody(rows: UnusualRows) -> Option<ReadingDecision> {
    if rows.numbers.is_empty() {
        return None;
    }
    let (name, count) =
        if rows.numbers.len() == 1 { ("names", "Count it as a pupil") } else { ("name", "Count them as pupils") };
    Some(ReadingDecision {
        code: "rows-without-pupil",
        what: format!("{} {name} no pupil: not counted.", row_words(&rows.numbers)),
        rows: rows.in_view,
        instead: Some(ReadingChoice::new(count, ReadingAnswer::ArePupils(rows.numbers))),
    })
}

/// "Row 9", "Rows 9, 10 and 11", "22 rows from row 10 on".
fn row_words(rows: &[u32]) -> String {
    match rows {
        [row] => format!("Row {row}"),
        [first, ..] if rows.len() > ROWS_IN_VIEW => format!("{} rows from row {first} on", rows.len()),
        rows => format!("Rows {}", list(&rows.iter().map(u32::to_string).collect::<Vec<_>>())),
    }
}

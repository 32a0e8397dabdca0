//! What the reader decided about a file, and what it has to ask before a figure is shown.
//!
//! A decision is told in one line and can be taken back; a question has the rows in view and one click for an answer.
//! Both work the same way: a choice carries a [`ReadingAnswer`], which goes into the settings ([`super::ReadAs`]) with
//! which the file is read again.

use serde::{Deserialize, Serialize};

use super::table::layout::FirstRow;

/// Rows shown with a question or decision.
pub const ROWS_IN_VIEW: usize = 5;

/// How a question of the reader is answered, or one of its decisions taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ReadingAnswer {
    /// These rows (numbers as a spreadsheet shows them) are pupils, whatever they look like.
    ArePupils(Vec<u32>),
    /// These rows are no pupils.
    AreNotPupils(Vec<u32>),
    /// Where a pupil has several rows, those with this value in this column count; the others are rejected.
    CountRowsWith {
        /// The heading of the column, which need not be one that is read.
        heading: String,
        /// The value, as the file has it.
        value: String,
    },
    /// Where rows of a pupil contradict each other, this one counts.
    CountRepeated(RepeatedRow),
    /// Whether the sessions in the rows of a pupil are parts of the year, and add up.
    AddSessions(bool),
    /// Whether columns without a heading are left out; otherwise rows with a cell there are rejected.
    LeaveOutColumns(bool),
    /// What a comma is in the numbers of a column: before the decimals, or between thousands.
    CommaIsDecimal {
        /// The heading of the column's field.
        field: String,
        /// Before the decimals.
        decimal: bool,
    },
    /// The order of day and month in the dates of a column, where some can be only the one and some only the other.
    MonthIsFirst {
        /// The heading of the column's field.
        field: String,
        /// Month/day/year, where a date can be both.
        month_first: bool,
    },
    /// Whether the numbers in a column of estimates are chances of a mark; else the column is left out.
    AreChances {
        /// The heading of the column's field.
        field: String,
        /// They are.
        chances: bool,
    },
    /// The table is read as it stands: first headings, first table, no rows or columns turned.
    AsItStands,
    /// What files of other pupils are.
    Files(FileRelation),
    /// Whether files without a UPN in common are joined by the names of their pupils.
    JoinByName(bool),
    /// What the rows with this value in this column hold, where a pupil has a row for each kind of result.
    ReadRowsAs {
        /// The heading of the column.
        heading: String,
        /// The value, as the file has it.
        value: String,
        /// What they hold.
        kind: RowKind,
    },
    /// Whether the comma of a name that has moved the cells behind it is part of the name; else the rows are left out.
    JoinNames(bool),
    /// Whether a blank means no, in columns that say yes or nothing; else it is not recorded.
    BlankMeansNo(bool),
    /// Whether cells in another form, such as the grade 5+, are read as the code that they come closest to.
    ReadForms {
        /// The name of the code list.
        list: String,
        /// They are.
        read: bool,
    },
    /// Whether sheets with like headings and other pupils are parts of one list.
    SheetsTogether(bool),
}

/// Which of several rows of a pupil counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RepeatedRow {
    /// The one that comes first in the file.
    First,
    /// The one that comes last in the file.
    Last,
}

/// What rows of a kind hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RowKind {
    /// Results.
    Results,
    /// Targets.
    Targets,
    /// Something that is not read.
    NotRead,
}

/// What files of different pupils are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FileRelation {
    /// Parts of one school.
    OneSchool,
    /// Each is a school.
    Schools,
}

impl ReadingAnswer {
    /// True if the two answer the same question, so that the later one replaces the earlier.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        use ReadingAnswer::{
            AreChances, AreNotPupils, ArePupils, CommaIsDecimal, CountRepeated, CountRowsWith, MonthIsFirst, ReadForms,
            ReadRowsAs,
        };
        match (self, other) {
            (ArePupils(rows) | AreNotPupils(rows), ArePupils(others) | AreNotPupils(others)) => rows == others,
            (CountRepeated(_) | CountRowsWith { .. }, CountRepeated(_) | CountRowsWith { .. }) => true,
            (AreChances { field, .. }, AreChances { field: other, .. })
            | (CommaIsDecimal { field, .. }, CommaIsDecimal { field: other, .. })
            | (MonthIsFirst { field, .. }, MonthIsFirst { field: other, .. }) => field == other,
            (ReadForms { list, .. }, ReadForms { list: other, .. }) => list == other,
            (ReadRowsAs { heading, value, .. }, ReadRowsAs { heading: other, value: another, .. }) => {
                (heading, value) == (other, another)
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// The same answer in a file whose rows are counted on from `rows` rows of others.
    fn shifted(self, rows: u32) -> Self {
        let shift = |numbers: Vec<u32>| numbers.into_iter().map(|row| row + rows).collect();
        match self {
            Self::ArePupils(numbers) => Self::ArePupils(shift(numbers)),
            Self::AreNotPupils(numbers) => Self::AreNotPupils(shift(numbers)),
            answer => answer,
        }
    }

    /// The answer for a file that is read after others with `rows` rows; the inverse of [`ReadingAnswer::shifted`].
    pub(super) fn for_later_file(&self, rows: u32) -> Self {
        let shift = |numbers: &[u32]| numbers.iter().filter_map(|row| row.checked_sub(rows)).collect();
        match self {
            Self::ArePupils(numbers) => Self::ArePupils(shift(numbers)),
            Self::AreNotPupils(numbers) => Self::AreNotPupils(shift(numbers)),
            answer => answer.clone(),
        }
    }
}

/// One way to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingChoice {
    /// The words on the button.
    pub label: String,
    /// What it says.
    pub answer: ReadingAnswer,
}

impl ReadingChoice {
    pub(super) fn new(label: impl Into<String>, answer: ReadingAnswer) -> Self {
        Self { label: label.into(), answer }
    }

    fn shifted(self, rows: u32) -> Self {
        Self { answer: self.answer.shifted(rows), ..self }
    }
}

fn shift_rows(in_view: Vec<FirstRow>, rows: u32) -> Vec<FirstRow> {
    in_view.into_iter().map(|row| FirstRow { number: row.number + rows, ..row }).collect()
}

/// Something that the file leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingQuestion {
    /// Stable identifier, such as `row-without-name`.
    pub code: &'static str,
    /// The question in one or two sentences, with what is done until it is answered.
    pub what: String,
    /// The rows in question, at most [`ROWS_IN_VIEW`].
    pub rows: Vec<FirstRow>,
    /// The answers, the likeliest first.
    pub choices: Vec<ReadingChoice>,
}

impl ReadingQuestion {
    /// The same question about a file whose rows are counted on from `rows` rows of others.
    pub(super) fn shifted(self, rows: u32) -> Self {
        Self {
            rows: shift_rows(self.rows, rows),
            choices: self.choices.into_iter().map(|choice| choice.shifted(rows)).collect(),
            ..self
        }
    }
}

/// Something that the reader decided by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingDecision {
    /// Stable identifier, such as `table-below`.
    pub code: &'static str,
    /// One line.
    pub what: String,
    /// The rows concerned, at most [`ROWS_IN_VIEW`].
    pub rows: Vec<FirstRow>,
    /// How it is taken back; `None`: it is a matter of the file's own settings, or certain.
    pub instead: Option<ReadingChoice>,
}

impl ReadingDecision {
    /// A decision about the table as a whole, which [`ReadingAnswer::AsItStands`] takes back.
    pub(super) fn table_decision(code: &'static str, what: String) -> Self {
        let instead = ReadingChoice::new("Read the table as it stands", ReadingAnswer::AsItStands);
        Self { code, what, rows: Vec::new(), instead: Some(instead) }
    }

    /// The same decision about a file whose rows are counted on from `rows` rows of others.
    pub(super) fn shifted(self, rows: u32) -> Self {
        Self { rows: shift_rows(self.rows, rows), instead: self.instead.map(|choice| choice.shifted(rows)), ..self }
    }
}

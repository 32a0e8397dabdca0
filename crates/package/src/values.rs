//! What crosses the edge.

use ambition_engine::guidance::own_edition::WrongEdition;
use ambition_engine::intake::CannotRead;
use ambition_engine::intake::decisions::ReadingAnswer;
use serde::{Deserialize, Serialize};

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Problem {
    /// What kind of problem it is. It does not change.
    pub code: ProblemCode,
    /// Where: a file, an option, or part of a message; empty: nowhere in particular.
    pub place: String,
    /// What is wrong, in words for a person.
    pub what: String,
    /// What to do about it, in words for a person.
    pub remedy: String,
}

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// A file cannot be read.
    CannotRead,
    /// The edition asked for is not known.
    UnknownEdition,
    /// An edition of one's own is wrong.
    WrongEdition,
    /// No file is open.
    NothingOpen,
    /// A command cannot be carried out; nothing was changed.
    Refused,
    /// A command, a query or an option does not have its form.
    NotUnderstood,
    /// A file would have to be read again, and was a stream.
    StreamIsGone,
    /// It is not shown while views are made fit to share.
    Withheld,
    /// The session was closed.
    Closed,
    /// The engine broke down, which is a fault in it.
    Breakdown,
}

impl From<WrongEdition> for Problem {
    fn from(WrongEdition { place, what, remedy }: WrongEdition) -> Self {
        Self { code: ProblemCode::WrongEdition, place, what, remedy }
    }
}

impl Problem {
    /// In words.
    pub fn new(code: ProblemCode, place: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, place: place.to_owned(), what: what.into(), remedy: remedy.into() }
    }

    /// A file that cannot be read.
    pub fn from_file(place: &str, error: CannotRead) -> Self {
        Self::new(ProblemCode::CannotRead, place, error.what, error.remedy)
    }

    /// No file is open.
    pub fn nothing_open() -> Self {
        Self::new(ProblemCode::NothingOpen, "", "No file is open.", "Call open() first, and look at what it returns.")
    }

    /// Something is not shown now.
    pub fn withheld() -> Self {
        let what = "It is not given while views are made fit to share.";
        Self::new(ProblemCode::Withheld, "", what, "Send the command set-sharing with an empty number first.")
    }
}

/// How to open a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(default, deny_unknown_fields)]
pub struct OpenOptions {
    /// What the file is called.
    pub name: Option<String>,
    /// The edition of the guidance; without it the columns of the file choose.
    pub edition: Option<String>,
    /// Count the pupils of one year group only.
    pub year: Option<String>,
    /// Open it also if no heading is known.
    pub anyway: Option<bool>,
}

/// A file that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OpenedFile {
    /// The edition that it is held against, as in `edition` of every figure and finding.
    pub edition: String,
    /// That edition in words.
    pub edition_name: String,
    /// Rows read: pupils, and rows not counted.
    pub rows: u32,
    /// Pupils.
    pub pupils: u32,
    /// Rows that are not counted, each with its reason.
    pub rejected: Vec<RejectedLine>,
    /// What was decided against appearances.
    pub decisions: Vec<DecisionLine>,
    /// What was noticed.
    pub diagnostics: Vec<DiagnosticLine>,
    /// What is to be answered: send the command `{ answer: { answer } }` with one of the choices. Columns and spellings
    /// that are not understood are in the view `check`.
    pub questions: Vec<QuestionLine>,
}

/// A row that is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RejectedLine {
    /// Its number, as a spreadsheet shows it.
    pub row: u32,
    /// What kind of reason.
    pub code: String,
    /// Why.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Something that was decided against appearances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DecisionLine {
    /// What kind of decision.
    pub code: String,
    /// What was decided.
    pub what: String,
    /// How it is taken back; `null`: it cannot be.
    pub instead: Option<ChoiceLine>,
}

/// Something that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DiagnosticLine {
    /// What kind of thing.
    pub code: String,
    /// `remark` or `warning`.
    pub severity: String,
    /// The row, as a spreadsheet shows it; 0: the file as a whole.
    pub row: u32,
    /// The column, as a spreadsheet shows it; empty: the whole row.
    pub column: String,
    /// What.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// A question about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct QuestionLine {
    /// What kind of question.
    pub code: String,
    /// The question.
    pub what: String,
    /// The answers to choose from.
    pub choices: Vec<ChoiceLine>,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ChoiceLine {
    /// In words.
    pub label: String,
    /// For the command `answer`.
    pub answer: ReadingAnswer,
}

/// How many reach what, on one basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FigureRow {
    /// The edition.
    pub edition: String,
    /// The school; empty: all of them together.
    pub school: String,
    /// The grouping; `all`: everybody.
    pub group_by: String,
    /// The group.
    pub group: String,
    /// The measure's id.
    pub measure: String,
    /// The basis, such as `target`.
    pub basis: String,
    /// Pupils who reach it; `null` where the figure is no share.
    pub achieved: Option<u64>,
    /// Pupils whom it is about.
    pub eligible: Option<u64>,
    /// Pupils of them without a result; `null`: not told.
    pub missing: Option<u64>,
    /// Pupils whom it is not about; `null`: not told.
    pub left_out: Option<u64>,
    /// In percent, or in points; `null`: nobody is eligible.
    pub value: Option<f64>,
}

/// Something to raise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FindingRow {
    /// The edition.
    pub edition: String,
    /// The school; empty: all of them together.
    pub school: String,
    /// The measure's or check's id.
    pub measure: String,
    /// What kind of finding.
    pub code: String,
    /// Pupils behind it.
    pub pupils: u64,
    /// The paragraph of the guidance.
    pub paragraph: String,
    /// In words.
    pub message: String,
}

/// A table of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ScreenTable {
    /// Its title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, cell by cell as they are shown.
    pub rows: Vec<Vec<String>>,
}

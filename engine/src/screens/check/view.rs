//! What is shown of how a file was read.

use serde::{Deserialize, Serialize};

use crate::screens::Tone;
use crate::session::command::{Command, Filter, ReadSetting};

/// How the file was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CheckPage {
    /// "Comma separated, UTF-8, headings in row 1."
    pub how: String,
    /// "64 rows read = 62 pupils + 2 set aside".
    pub account: String,
    /// What that was found from, to be changed.
    pub layout: LayoutView,
    /// What the file leaves open: to be answered before a figure is trusted.
    pub questions: Vec<QuestionView>,
    /// What the reader decided by itself.
    pub decisions: Vec<DecisionView>,
    /// What the user answered, which can be taken back.
    pub answers: Vec<ChoiceButton>,
    /// Columns that may serve a field: to be asked.
    pub column_questions: Vec<ColumnQuestion>,
    /// The columns read, with the field each one serves.
    pub columns: Vec<ColumnRead>,
    /// Columns that serve no field.
    pub unread: Vec<ColumnRead>,
    /// Headings looked for and not found: canonical heading, title, and what cannot be shown without it.
    pub absent: Vec<(String, String, String)>,
    /// The same of what the file is complete without, such as results before the summer.
    pub complete_without: Vec<(String, String, String)>,
    /// All fields that a column can be given to: canonical heading and title.
    pub fields: Vec<(String, String)>,
    /// Rows set aside, by reason.
    pub set_aside: Vec<SetAside>,
    /// Spellings not understood, one for each kind of value and spelling.
    pub unknown: Vec<UnknownValue>,
    /// Takes every suggestion for a spelling that has no meaning yet; `None`: there are fewer than two.
    pub accept_all: Option<Command>,
    /// How many suggestions that would be, in words: "Accept all 5 sure ones".
    pub accept_words: String,
    /// Takes every sure suggestion for a column, as one change; `None`: there are fewer than two.
    pub accept_columns: Option<Command>,
    /// "Accept all 3 sure ones".
    pub accept_columns_words: String,
    /// What is left to settle, of the pupils' file and that of last results together.
    pub settling: SettlingView,
    /// Everything else noticed, by what mends it.
    pub problems: Vec<ProblemGroup>,
    /// "and 12 more like it" remarks where a list is cut; empty: nothing is cut.
    pub cut: String,
    /// The file of last results, where one is current performance.
    pub last_results: Option<Box<LastResults>>,
}

/// How far the questions about the files are settled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SettlingView {
    /// "Three things to settle", "Everything is settled"; empty: nothing was asked.
    pub title: String,
    /// "2 of 5 settled".
    pub words: String,
    /// Settled so far.
    pub done: u32,
    /// Of so many.
    pub all: u32,
    /// What leads on, and what is left then: "See the targets; 2 things are still to settle".
    pub onward: String,
}

/// The file of last results, and how it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LastResults {
    /// Its number, for `Command::OfCurrentFile`.
    pub file: u32,
    /// Its own name.
    pub name: String,
    /// "70 pupils, year group 6: results of Key Stage 2."
    pub holds: String,
    /// The year whose results they are taken for, as a sentence.
    pub year: String,
    /// What is odd about that.
    pub remarks: Vec<String>,
    /// How it was read.
    pub check: CheckPage,
}

/// A question that the file leaves open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct QuestionView {
    /// A stable code, such as `row-without-name`.
    pub code: String,
    /// The question, with what is done until it is answered.
    pub what: String,
    /// The rows in question.
    pub rows: RowsInView,
    /// The answers, the likeliest first.
    pub choices: Vec<ChoiceButton>,
}

/// Something that the reader decided by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DecisionView {
    /// A stable code, such as `second-table`.
    pub code: String,
    /// One line.
    pub what: String,
    /// The rows concerned.
    pub rows: RowsInView,
    /// How it is taken back; `None`: it cannot be.
    pub instead: Option<ChoiceButton>,
}

/// A button of Check: its words, and what pressing it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ChoiceButton {
    /// "Count them as pupils".
    pub label: String,
    /// What it does.
    pub command: Command,
}

/// Some rows of the file as a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RowsInView {
    /// The headings of the columns shown: "Surname", or "C" where a column has none. Empty: no rows are shown.
    pub headings: Vec<String>,
    /// The rows, with a cell for each heading.
    pub rows: Vec<PreviewRow>,
}

/// How the table was found in the file, and its first rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LayoutView {
    /// Encoding, separator and heading row.
    pub choices: Vec<LayoutDecision>,
    /// The letters of the columns shown.
    pub letters: Vec<String>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// "The first 6 of 40 columns.", or empty.
    pub cut: String,
}

/// Something that the user may decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LayoutDecision {
    /// What it is about, for `Command::ReadAs`.
    pub about: ReadSetting,
    /// "Separator".
    pub label: String,
    /// The value chosen; empty: it was found out.
    pub value: String,
    /// The values, with words; the first one, empty, finds out.
    pub options: Vec<(String, String)>,
}

/// One of the first rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PreviewRow {
    /// As a spreadsheet counts.
    pub number: u32,
    /// It holds the headings.
    pub headings: bool,
    /// It is above the headings and not read.
    pub above: bool,
    /// Its first cells.
    pub cells: Vec<String>,
}

/// A column of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ColumnRead {
    /// The column's letters as a spreadsheet shows them: "C".
    pub place: String,
    /// The heading in the file.
    pub heading: String,
    /// Which of the columns with this heading, for `Command::ReadColumn`.
    pub nth: u32,
    /// What we take it for: "Key Stage 2 English target"; empty: it is not read.
    pub field: String,
    /// The canonical heading: "Target_KS2_English".
    pub canonical: String,
    /// What it is needed for, in a few words.
    pub why: String,
    /// The user said so.
    pub by_hand: bool,
    /// Up to three different values from the file.
    pub samples: Vec<String>,
}

/// A column that may serve a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ColumnQuestion {
    /// The column.
    pub column: ColumnRead,
    /// What it may be, the likeliest first: canonical heading, title, and what it is needed for.
    pub offered: Vec<(String, String, String)>,
    /// It can hardly be anything else: taken along with all others that are sure.
    pub is_sure: bool,
}

/// What may be remembered on this computer: never anything of a pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MemoryView {
    /// Stands for this set of headings; they cannot be read from it.
    pub key: String,
    /// The columns given to fields by hand, for `ReadSetting::Columns`; empty: none.
    pub columns: String,
}

/// Rows set aside for one reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SetAside {
    /// "Same UPN and school as an earlier row".
    pub reason: String,
    /// What the user can do about it.
    pub remedy: String,
    /// How many rows, all of them.
    pub rows: u32,
    /// The first of them: "row 31 (same as row 12)".
    pub places: Vec<String>,
}

/// A spelling that was not understood; it counts as no result until the user says what it means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct UnknownValue {
    /// The canonical headings of the columns with it, all of one kind of value.
    pub fields: Vec<String>,
    /// Those columns in words.
    pub title: String,
    /// The spelling.
    pub spelling: String,
    /// For each column "3 pupils in Key Stage 1 maths, first in row 14", and those pupils where they can be listed.
    pub counts: Vec<(String, Option<Filter>)>,
    /// What the user has said it means; `None`: nothing yet.
    pub meaning: Option<String>,
    /// What it can mean, spelling and words: ("4b", "level 4b"); empty: it is no number or no date, and can only be mended
    /// in the file.
    pub choices: Vec<(String, String)>,
    /// What it probably means, spelling and words; never taken without the user.
    pub suggestion: Option<(String, String)>,
    /// It can hardly mean anything else: taken along with all others that are sure.
    pub is_sure: bool,
}

/// Diagnostics that the same thing mends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProblemGroup {
    /// "To mend in the file".
    pub title: String,
    /// What that means.
    pub why: String,
    /// The diagnostics, one for each code.
    pub problems: Vec<ProblemView>,
}

/// Diagnostics of one code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProblemView {
    /// How bad.
    pub tone: Tone,
    /// A stable code, such as `stray-quote`.
    pub code: String,
    /// What is wrong; empty where each place says it.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// "Row 12, column C", with what is wrong there where it differs.
    pub places: Vec<String>,
    /// "and 31 more", or empty.
    pub more: String,
}

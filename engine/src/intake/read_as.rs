//! The user's settings for reading a file, which override detection.

use serde::{Deserialize, Serialize};

use super::decisions::ReadingAnswer;
use super::encoding::Encoding;
use crate::guidance::KnownFields;

/// The kind that a file of columns states.
const COLUMNS_FILE: &str = "columns";

/// The column assignments as a file.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
struct ColumnsFile {
    ambition: String,
    columns: Vec<AssignedColumn>,
}

/// How to read a file. What is `None` or empty is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(default)]
pub struct ReadAs {
    /// The id of the edition by whose columns it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The family of editions of what it is read together with, unless an edition is chosen.
    #[serde(skip)]
    pub family: Option<String>,
    /// Name of the sheet of a workbook.
    pub sheet: Option<String>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The delimiter: comma, tab, semicolon or `|`.
    pub separator: Option<char>,
    /// Number of the heading row, as a spreadsheet shows it.
    pub heading_row: Option<u32>,
    /// Columns assigned to another field than their heading names.
    pub columns: Vec<AssignedColumn>,
    /// Open the file even if no heading is known: the user will assign the columns.
    pub anyway: bool,
    /// Answers to the reader's questions, and decisions taken back.
    pub answers: Vec<ReadingAnswer>,
}

/// A column that the user assigned to a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(default)]
pub struct AssignedColumn {
    /// The column's heading as written; several columns may share it.
    pub heading: String,
    /// Ordinal among the columns with that heading, counted from 0.
    pub nth: u32,
    /// The canonical heading of the field; empty: the column is not read.
    pub field: String,
}

impl ReadAs {
    /// The assignments as a small JSON file: headings and fields, nothing else.
    pub fn columns_text(&self) -> String {
        let file = ColumnsFile { ambition: COLUMNS_FILE.into(), columns: self.columns.clone() };
        // A structure of texts and numbers can always be serialised.
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// Replaces the assignments by those of such a file.
    ///
    /// # Errors
    /// A sentence for the user, if it is another kind of file or names an unknown field.
    pub fn take_columns(&mut self, text: &str, fields: &KnownFields) -> Result<(), String> {
        let file = serde_json::from_str::<ColumnsFile>(text.trim_start_matches('\u{feff}'));
        let file = file.ok().filter(|file| file.ambition == COLUMNS_FILE);
        let file = file.ok_or("This is not a file of columns saved here before.")?;
        let unknown = |field: &&str| !field.is_empty() && fields.by_heading(field).is_none();
        if let Some(field) = file.columns.iter().map(|column| column.field.as_str()).find(unknown) {
            return Err(format!("The file names \u{201c}{field}\u{201d}, which this page does not use."));
        }
        self.columns = file.columns;
        Ok(())
    }

    /// True if the user has said enough to open a file without known headings.
    pub fn takes_anything(&self) -> bool {
        self.anyway || self.heading_row.is_some() || !self.columns.is_empty()
    }

    /// Adds an answer, which replaces an earlier one to the same question.
    pub fn answer(&mut self, answer: ReadingAnswer) {
        self.answers.retain(|earlier| !answer.replaces(earlier));
        self.answers.push(answer);
    }

    /// The settings for a file that is chosen together with others and read after `rows` rows of them: what was said of
    /// columns and rows holds for all files, the rest for the first one.
    #[must_use]
    pub fn for_later_file(&self, rows: u32) -> Self {
        Self {
            edition: self.edition.clone(),
            family: self.family.clone(),
            sheet: None,
            encoding: None,
            separator: None,
            heading_row: None,
            columns: self.columns.clone(),
            anyway: self.anyway,
            answers: self.answers.iter().map(|answer| answer.for_later_file(rows)).collect(),
        }
    }

    /// The settings for a sheet that is read after `rows` rows of others: where the headings are was said of the first.
    #[must_use]
    pub(super) fn for_later_sheet(&self, rows: u32) -> Self {
        let answers = self.answers.iter().map(|answer| answer.for_later_file(rows)).collect();
        Self { heading_row: None, answers, ..self.clone() }
    }

    /// The delimiter as a byte.
    pub fn separator_byte(&self) -> Option<u8> {
        self.separator.and_then(|separator| u8::try_from(separator).ok())
    }

    /// The field assigned to a column; `Some("")`: it is not to be read; `None`: not assigned.
    pub fn field_of(&self, heading: &str, nth: u32) -> Option<&str> {
        let assigned = self.columns.iter().find(|column| column.heading == heading && column.nth == nth)?;
        Some(&assigned.field)
    }

    /// Assigns a column to a field; a column that the user assigned to it before loses it.
    pub fn assign(&mut self, heading: &str, nth: u32, field: &str) {
        let same = |column: &AssignedColumn| column.heading == heading && column.nth == nth;
        self.columns.retain(|column| !same(column) && (field.is_empty() || column.field != field));
        self.columns.push(AssignedColumn { heading: heading.into(), nth, field: field.into() });
    }
}

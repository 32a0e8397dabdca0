//! What the user says about a file, against what would be found by looking at it.

use serde::{Deserialize, Serialize};

use super::encoding::Encoding;
use crate::guidance::Fields;

/// What tells a file of columns from other files.
const COLUMNS_FILE: &str = "columns";

/// Columns given to fields, as a file.
#[derive(Serialize, Deserialize)]
struct ColumnsFile {
    ambition: String,
    columns: Vec<Assigned>,
}

/// How a file is to be read. What is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadAs {
    /// The sheet of a workbook, by its name.
    pub sheet: Option<String>,
    /// How letters are written as bytes.
    pub encoding: Option<Encoding>,
    /// What stands between cells: one of `,`, tab, `;` and `|`.
    pub separator: Option<char>,
    /// The row of the headings, as a spreadsheet counts.
    pub heading_row: Option<u32>,
    /// Columns that serve another field than their heading says.
    pub columns: Vec<Assigned>,
    /// Open it also if no heading is known: the user will say which column is what.
    pub anyway: bool,
}

/// A column that the user gave to a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assigned {
    /// The column's heading as written; several columns may have the same.
    pub heading: String,
    /// Which of those it is, counted from 0.
    pub nth: u32,
    /// The canonical heading of the field; empty: the column is not read.
    pub field: String,
}

impl ReadAs {
    /// The columns given to fields by hand, as a small file: headings and fields, nothing else.
    pub fn columns_text(&self) -> String {
        let file = ColumnsFile { ambition: COLUMNS_FILE.into(), columns: self.columns.clone() };
        // A structure of texts and numbers can always be written.
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// Takes the columns of such a file in place of those that are there.
    ///
    /// # Errors
    /// In words for the user, when it is another kind of file or names a field that is not ours.
    pub fn take_columns(&mut self, text: &str, fields: &Fields) -> Result<(), String> {
        let file = serde_json::from_str::<ColumnsFile>(text.trim_start_matches('\u{feff}'));
        let file = file.ok().filter(|file| file.ambition == COLUMNS_FILE);
        let file = file.ok_or("This is not a file of columns saved here before.")?;
        let unknown = |field: &&str| !field.is_empty() && fields.by_heading(field).is_none();
        if let Some(field) = file.columns.iter().map(|column| column.field.as_str()).find(unknown) {
            return Err(format!("The file speaks of \u{201c}{field}\u{201d}, which is nothing that is read here."));
        }
        self.columns = file.columns;
        Ok(())
    }

    /// The user has said enough to open a file of which no heading is known.
    pub fn takes_anything(&self) -> bool {
        self.anyway || self.heading_row.is_some() || !self.columns.is_empty()
    }

    /// The separator as a byte.
    pub fn separator_byte(&self) -> Option<u8> {
        self.separator.and_then(|separator| u8::try_from(separator).ok())
    }

    /// The field that the user gave to a column; `Some("")`: to none.
    pub fn field_of(&self, heading: &str, nth: u32) -> Option<&str> {
        let assigned = self.columns.iter().find(|column| column.heading == heading && column.nth == nth)?;
        Some(&assigned.field)
    }

    /// Gives a column to a field; whoever had the field by the user's word loses it.
    pub fn assign(&mut self, heading: &str, nth: u32, field: &str) {
        let same = |column: &Assigned| column.heading == heading && column.nth == nth;
        self.columns.retain(|column| !same(column) && (field.is_empty() || column.field != field));
        self.columns.push(Assigned { heading: heading.into(), nth, field: field.into() });
    }
}

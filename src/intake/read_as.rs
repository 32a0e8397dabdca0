//! What the user says about a file, against what would be found by looking at it.

use serde::{Deserialize, Serialize};

use super::encoding::Encoding;

/// How a file is to be read. What is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadAs {
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

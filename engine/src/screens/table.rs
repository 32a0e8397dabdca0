//! A table of headings and rows, as sheets, estimates and what-if show it.

use serde::{Deserialize, Serialize};

use crate::guidance::Paragraph;
use crate::screens::{Field, Tone};
use crate::session::command::Filter;

/// A table; without rows there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DataTable {
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows; the first cell of each heads the row.
    pub rows: Vec<Vec<TableCell>>,
}

impl DataTable {
    /// With these headings.
    pub fn new(headings: impl IntoIterator<Item = impl Into<String>>, rows: Vec<Vec<TableCell>>) -> Self {
        Self { headings: headings.into_iter().map(Into::into).collect(), rows }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// What it shows.
    pub text: String,
    /// More, in small letters beneath; empty: nothing.
    pub small: String,
    /// How loudly.
    pub tone: Tone,
    /// A share, drawn as a bar of so many percent; empty: no bar.
    pub bar: String,
    /// The pupils it counts or names.
    pub pupils: Option<Filter>,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// What can be typed in here.
    pub fields: Vec<Field>,
}

impl TableCell {
    /// A cell with these words alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

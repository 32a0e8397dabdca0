//! Tables of groups, children, schools and the return: one form for all of them, so that the page lays out one.

use serde::{Deserialize, Serialize};

use crate::screens::{Chip, Choice, Paragraph, TableCell};
use crate::session::command::{Command, SchoolsColumn, TablesQuery};

/// Some tables and what is said of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TablesPage {
    /// What they answer.
    pub query: TablesQuery,
    /// The heading of the view.
    pub title: String,
    /// What they show, in a sentence.
    pub lead: String,
    /// Remarks.
    pub remarks: Vec<Chip>,
    /// What can be chosen: each changes a part of the query.
    pub choosers: Vec<TableChooser>,
    /// Numbers below which counts can be hidden.
    pub sharing: Vec<Choice>,
    /// The rule by which counts are hidden; empty: nothing is.
    pub rule: String,
    /// The tables.
    pub tables: Vec<TableView>,
}

/// Something to choose that is part of the query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableChooser {
    /// What is chosen.
    pub part: ChooserPart,
    /// Its label.
    pub label: String,
    /// What there is; the ids are values of that part.
    pub choices: Vec<Choice>,
}

/// What a [`TableChooser`] changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChooserPart {
    /// The measure of the query.
    #[default]
    Measure,
    /// The basis of the query.
    Basis,
    /// The grouping of the query.
    By,
    /// The combination of groups of the query.
    Groups,
    /// The authority whose children in care count: a command.
    Authority,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableView {
    /// Its heading.
    pub title: String,
    /// What it shows, in a sentence or two; may be empty.
    pub words: String,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// The heading of the column of names.
    pub of: String,
    /// The columns after the names.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub sections: Vec<TableSection>,
    /// Below the table.
    pub notes: Vec<String>,
    /// "1–50 of 150", where there are pages.
    pub range: String,
    /// How many pages there are; 0: no pages.
    pub pages: u32,
    /// It is folded up at first.
    pub folded: bool,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// The heading, short; empty: of a column of pictures.
    pub title: String,
    /// The heading in full, for a tooltip and the screen reader.
    pub long: String,
    /// What sorts by it; `None`: it cannot be sorted by.
    pub sort: Option<SchoolsColumn>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableSection {
    /// Their heading; empty: none.
    pub title: String,
    /// A remark on them.
    pub words: String,
    /// Where they come from.
    pub paragraph: Option<Paragraph>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

impl TableSection {
    /// There is something under the heading.
    pub fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its name.
    pub name: String,
    /// More about it, small.
    pub small: String,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// What its name does: shows a school.
    pub command: Option<Command>,
    /// One for each column.
    pub cells: Vec<TableCell>,
    /// It is the row of all others.
    pub total: bool,
}

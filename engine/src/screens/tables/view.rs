//! Screens of tables: groups, children, schools and the return.

use serde::{Deserialize, Serialize};

use crate::measures::GroupSelection;
use crate::screens::{Chip, Choice, TableView};
use crate::session::command::SchoolsColumn;

/// Which tables, and what they show; what is empty is as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TablesQuery {
    /// Which.
    pub about: TablesAbout,
    /// The measure's id.
    pub measure: String,
    /// The basis.
    pub basis: String,
    /// The grouping's name.
    pub by: String,
    /// A combination of groups.
    pub groups: GroupSelection,
    /// The column sorted by; `None`: as usual.
    pub sort: Option<SchoolsColumn>,
    /// From the highest down.
    pub descending: bool,
    /// The page, counted from 0.
    pub page: u32,
}

/// What tables are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum TablesAbout {
    /// Groups and their gaps.
    #[default]
    Groups,
    /// Children in care.
    Care,
    /// Special educational needs.
    Needs,
    /// The schools of a local authority.
    Schools,
    /// The schools to talk to.
    Moderation,
    /// The return of the authority.
    Return,
}

/// Some tables and what is said of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
    /// The rule by which counts are hidden; empty: nothing is.
    pub rule: String,
    /// The tables.
    pub tables: Vec<TableView>,
}

/// Something to choose that is part of the query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

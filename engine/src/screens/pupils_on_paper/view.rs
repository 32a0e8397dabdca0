//! The rows of a list's other pages.

use serde::{Deserialize, Serialize};

use crate::screens::PupilRow;

/// The pupils of the pages before and after the one on the screen. They are asked for apart from it, because laying
/// out a whole year group after each change would keep the user waiting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilsOnPaper {
    /// Before and after; both empty where a list is too long to be printed at once.
    pub rows: [Vec<PaperRow>; 2],
}

/// A pupil's row on paper alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PaperRow {
    /// Position in the file.
    pub pupil: u32,
    /// As in [`PupilRow`].
    pub name: String,
    /// As in [`PupilRow`], joined.
    pub context: String,
    /// What each cell says.
    pub cells: Vec<String>,
}

impl From<PupilRow> for PaperRow {
    fn from(row: PupilRow) -> Self {
        let cells = row.cells.into_iter().map(|cell| cell.text).collect();
        Self { pupil: row.pupil, name: row.name, context: row.context.join(" \u{b7} "), cells }
    }
}

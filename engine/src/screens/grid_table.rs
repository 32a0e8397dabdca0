//! A table of a kind, on screens that are made of such: estimates, and what a higher target would take.

use serde::{Deserialize, Serialize};

use crate::screens::TableView;

/// A table of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct GridTable {
    /// Which table it is: `shares`, `chances`, `nearest`, `programmes`.
    pub kind: String,
    /// The table, with its title, and its convention in words.
    pub table: TableView,
}

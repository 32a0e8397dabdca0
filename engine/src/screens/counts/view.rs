//! The numbers of chosen measures, by chosen groupings.

use serde::{Deserialize, Serialize};

/// Which figures of the key stage shown are wanted as numbers. Left out of the answer are measures, bases and groupings
/// that are not known by their names, measures that the file has no columns for, and those that are about all year groups
/// whichever is picked (absence).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CountsQuery {
    /// The measures by their ids; empty: all of the key stage.
    pub measures: Vec<String>,
    /// The bases by their names: "moderated", "actual"; empty: all that the file has.
    pub bases: Vec<String>,
    /// The groupings by their names: "sex", "fsm". By one that the file has no column for, everyone is in the group
    /// "unknown".
    pub by: Vec<String>,
}

/// Figures of the pupils who count, as numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CountsPage {
    /// How many pupils count.
    pub pupils: u32,
    /// The groupings, in the order asked for.
    pub groupings: Vec<CountedGrouping>,
    /// Each measure on each basis.
    pub measures: Vec<MeasureCounts>,
}

/// A grouping and its groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CountedGrouping {
    /// "sex".
    pub name: String,
    /// The names of its groups, as in the exchange format; also those that nobody is in, or too few to be shown.
    pub groups: Vec<String>,
    /// How many pupils are in each.
    pub pupils: Vec<u32>,
}

/// A measure on a basis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MeasureCounts {
    /// The measure's id.
    pub measure: String,
    /// The basis.
    pub basis: String,
    /// Of all pupils.
    pub all: FigureCounts,
    /// For each grouping, of each of its groups.
    pub by_group: Vec<Vec<FigureCounts>>,
    /// Of a measure of progress: how many pupils come from where to where, where there are any.
    pub progress: Vec<ProgressCount>,
}

/// The numbers behind a figure (RULES 10.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FigureCounts {
    /// Pupils who reach the mark; nothing where the figure is not such a count.
    pub achieved: Option<u32>,
    /// Pupils in the figure.
    pub eligible: u32,
    /// Pupils who would reach the mark if their empty cells did.
    pub missing: u32,
    /// Pupils not in the figure.
    pub left_out: u32,
}

/// Pupils with one prior attainment and one outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProgressCount {
    /// "2b", "W or below"; "no level" where prior attainment is not known.
    pub from: String,
    /// "4", "B/N"; "no target" or "no result" where there is none.
    pub to: String,
    /// How many they are.
    pub pupils: u32,
}

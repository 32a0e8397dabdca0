//! The ways from current performance to the goals.

use serde::{Deserialize, Serialize};

use crate::screens::{FigureChart, Paragraph, SheetField, Tone};

/// The ways from current performance to the goals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TrajectoriesPage {
    /// What these are, or what is missing for them.
    pub words: String,
    /// One for each measure that is a share, those that are statutory first; and goals for what no file holds.
    pub measures: Vec<Trajectory>,
}

/// The ways of one measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Trajectory {
    /// The measure's id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// "Current performance 50.0%, results of 2007"; or that it is not known.
    pub start: String,
    /// The typed goal: the year, and the percentage as typed; empty: none.
    pub goal: (u16, String),
    /// Years that a goal can be typed for.
    pub years: Vec<u16>,
    /// Results of each year, to be typed in.
    pub results: Vec<SheetField>,
    /// The ways, and the results typed in.
    pub ways: Vec<TrajectoryPath>,
    /// The chart, drawn in a box of 100 × 100.
    pub chart: FigureChart,
}

/// One way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TrajectoryPath {
    /// "To the floor of 65% by 2010".
    pub title: String,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// `floor`, `expected`, `results`, `goal`: chooses the line's style.
    pub kind: String,
    /// One a year: "2007", "50.0%", "30 pupils".
    pub steps: Vec<(String, String, String)>,
    /// What the target of the edition's year is against it: "The target for 2009, 63.0%, is above the way (60.0%)".
    pub against: String,
    /// Its tone.
    pub tone: Tone,
}

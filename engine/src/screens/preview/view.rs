//! What is shown of what a rule for targets would change.

use serde::{Deserialize, Serialize};

use crate::screens::Paragraph;
use crate::session::command::Filter;

/// What a rule would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RulePreview {
    /// "12 targets would change", or why none would.
    pub words: String,
    /// The pupils whose targets these are.
    pub pupils: Option<Filter>,
    /// Where such rules come from.
    pub paragraph: Paragraph,
    /// Each figure of the key stage that would move.
    pub figures: Vec<PreviewFigure>,
}

/// A figure before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PreviewFigure {
    /// The measure's id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
    /// The figure as it is.
    pub now: FigureLink,
    /// The figure with the rule.
    pub then: FigureLink,
}

/// A figure in words, and the pupils who reach its mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FigureLink {
    /// "69.4%, 43 of 62 pupils".
    pub words: String,
    /// The pupils; `None`: no pupils.
    pub pupils: Option<Filter>,
}

//! What a rule would change.

use serde::{Deserialize, Serialize};

use super::Paragraph;
use crate::session::command::Filter;

/// What a rule would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
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
pub struct PreviewFigure {
    /// The measure's id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
    /// "69.4%, 43 of 62 pupils", and the pupils who reach it.
    pub now: (String, Option<Filter>),
    /// "72.6%, 45 of 62 pupils", and the pupils who would reach it.
    pub then: (String, Option<Filter>),
}

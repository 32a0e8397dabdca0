//! What a rule would change.

use serde::{Deserialize, Serialize};

use super::Chip;

/// What a rule would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// "12 targets would change", or why none would.
    pub words: String,
    /// Each figure of the key stage that would move.
    pub figures: Vec<PreviewFigure>,
    /// Its counts, each opening its pupils.
    pub chips: Vec<Chip>,
}

/// A figure before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PreviewFigure {
    /// The measure's id.
    pub measure: String,
    /// Its title, with its paragraph: "Level 4 or above in maths (¶14)".
    pub title: String,
    /// "69.4%, 43 of 62 pupils".
    pub now: String,
    /// "72.6%, 45 of 62 pupils".
    pub then: String,
}

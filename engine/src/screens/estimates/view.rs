//! What the conversion tables say.

use serde::{Deserialize, Serialize};

use crate::screens::{Choice, GridTable};

/// What the conversion tables say of this cohort.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct EstimatesPage {
    /// What they are about, in a sentence.
    pub words: String,
    /// The conversion tables that can be chosen.
    pub choices: Vec<Choice>,
    /// What an imported table may be about: the results of the key stage.
    pub results: Vec<Choice>,
    /// What they say.
    pub grids: Vec<GridTable>,
}

//! A target to try, and what it would take.

use serde::{Deserialize, Serialize};

use crate::screens::{Chip, Choice, GridTable};

/// A target to try.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WhatIfQuery {
    /// The measure's id; empty: the first statutory one.
    pub measure: String,
    /// The percentage wanted, in whole percent; `None`: the guidance's, or the target itself.
    pub percent: Option<u8>,
    /// Pupils left out to see the effect, by position in the file.
    pub without: Vec<u32>,
}

/// What a higher target would take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WhatIfPage {
    /// What it would take, in a sentence.
    pub words: String,
    /// What is found, in a few words each.
    pub chips: Vec<Chip>,
    /// The measures that can be chosen.
    pub choices: Vec<Choice>,
    /// Where a programme belongs: the results of the key stage.
    pub results: Vec<Choice>,
    /// Pupils by position in the file, and names; those chosen are left out.
    pub pupils: Vec<(u32, Choice)>,
    /// The percentage tried.
    pub percent: u8,
    /// The tables.
    pub grids: Vec<GridTable>,
}

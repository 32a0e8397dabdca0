//! Expectations that hold for part of a cohort only (RULES 5).

use serde::{Deserialize, Serialize};

use crate::prior::PriorRange;

/// A check.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CohortCheck {
    /// `ks3.english6.from5`.
    pub id: String,
    /// "Key Stage 3".
    pub stage: String,
    /// "Level 5 or above in English to level 6".
    pub title: String,
    /// `S0 ¶30`.
    pub source: String,
    /// What the guidance says.
    pub words: String,
    /// How many of them it expects.
    pub of: ExpectedShare,
    /// The pupils it is about: all of these hold.
    pub from: Vec<PriorRange>,
    /// What they should reach: all of these measures.
    pub reach: Vec<String>,
}

/// How many of the pupils of a check are expected to reach the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ExpectedShare {
    /// Every one.
    All,
    /// "An increasing majority": more than half, and more than in current performance (RULES 5.2).
    Majority,
}

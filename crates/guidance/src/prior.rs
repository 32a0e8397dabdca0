//! How prior attainment is read: from one result, or from several that are averaged.

use serde::{Deserialize, Serialize};

/// Results and how they make one level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriorRule {
    /// One result, or several that are averaged, by canonical heading.
    pub results: Vec<String>,
    /// How.
    #[serde(default)]
    pub by: PriorBy,
    /// Of several results one usable one is enough; else all have to be usable (RULES 1.4). A switch sets it.
    #[serde(skip)]
    pub one_is_enough: bool,
}

/// How several results make one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PriorBy {
    /// The level of their average points (RULES 1.4).
    #[default]
    Points,
    /// The mean of their whole levels, rounded down (RULES 5: 5 and 6 average 5.5, that is 5).
    MeanLevel,
    /// The level of their average points, on the scale of results at the end of a later key stage.
    LaterPoints,
    /// The sum of their points, where that is a number such as a scaled score.
    Sum,
    /// As points, with sub-levels: ten times the level, and 1, 2 or 3 for c, b and a.
    SubLevels,
}

/// Prior levels between two bounds.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriorRange {
    /// The prior results; none: where the measure's own progress starts.
    pub prior: Option<PriorRule>,
    /// The lowest whole level.
    pub least: u8,
    /// The highest whole level.
    pub most: u8,
}

//! The rules of findings as data (RULES 7).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::measure::Measure;
use crate::prior::PriorRange;

/// What is raised for discussion.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FindingRule {
    /// `below-expectation`.
    pub code: String,
    /// Its paragraph.
    pub source: String,
    /// Its paragraph at some key stages, where it is another.
    #[serde(default)]
    sources: BTreeMap<String, String>,
    /// "Below expectation".
    pub title: String,
    /// For findings on progress: the levels a pupil should move at least.
    #[serde(default)]
    pub levels: u8,
    /// For findings that want more than current performance: so many points more.
    #[serde(default)]
    pub points: u16,
    /// The flag of pupils whom it is about.
    pub flag: Option<String>,
    /// What a pupil needs whom it is about: a field that is recorded, and not as one of these codes.
    pub need: Option<Need>,
    /// The measures it is raised on; empty: every one that it can be raised on.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Prior levels of the pupils whom it is about.
    #[serde(default)]
    pub from: Vec<PriorRange>,
    /// Measures of progress whose shortfall marks pupils among those listed.
    #[serde(default)]
    pub marked_by: Vec<String>,
    /// What is said of the pupils marked.
    pub marked: Option<String>,
    /// For findings on groups: the grouping.
    pub grouping: Option<String>,
    /// For findings on groups: only those of more than so many pupils.
    #[serde(default)]
    pub more_than: u64,
    /// For findings on one measure beside another: the other, by the one that it is raised on.
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
    /// By key stage, the years by which a trajectory should arrive.
    #[serde(default)]
    by: BTreeMap<String, Vec<u16>>,
    /// When it is raised.
    pub raised: String,
    /// What the guidance asks next.
    pub follows: String,
}

/// A recorded need.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The field.
    pub field: String,
    /// Codes that mean none.
    pub not: Vec<String>,
}

impl FindingRule {
    /// It may be raised on this measure.
    pub fn concerns(&self, measure: &Measure) -> bool {
        self.measures.is_empty() || self.measures.contains(&measure.id)
    }

    /// The paragraph for a measure.
    pub fn source_for(&self, measure: &Measure) -> &str {
        self.sources.get(&measure.stage).unwrap_or(&self.source)
    }

    /// The years by which a trajectory should arrive at this key stage.
    pub fn years(&self, stage: &str) -> &[u16] {
        self.by.get(stage).map(Vec::as_slice).unwrap_or_default()
    }
}

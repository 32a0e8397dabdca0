//! An edition of the guidance: its measures, expectations and findings, as read from its data file.

use serde::Deserialize;

use super::fields::Fields;

/// One edition.
#[derive(Clone, Debug, Deserialize)]
pub struct Edition {
    /// `2009`.
    pub id: String,
    /// "Targets for 2009".
    pub name: String,
    /// How the document that it is taken from is cited: `S0`.
    pub source: String,
    /// Conventions of ours, where the guidance is silent.
    #[serde(rename = "convention")]
    pub conventions: Vec<Convention>,
    /// The measures, in the order shown.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
    /// What is raised for discussion (RULES 7).
    #[serde(rename = "finding")]
    pub findings: Vec<FindingRule>,
}

/// A convention.
#[derive(Clone, Debug, Deserialize)]
pub struct Convention {
    /// The measures it holds for.
    pub holds_for: HoldsFor,
    /// What it says.
    pub words: String,
}

/// Which measures a convention holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldsFor {
    /// Every measure.
    All,
    /// Measures of reaching a level.
    Threshold,
    /// Measures of moving levels.
    Progress,
}

impl Convention {
    /// It holds for this kind of measure.
    pub fn concerns(&self, kind: MeasureKind) -> bool {
        match self.holds_for {
            HoldsFor::All => true,
            HoldsFor::Threshold => matches!(kind, MeasureKind::Threshold { .. }),
            HoldsFor::Progress => matches!(kind, MeasureKind::Progress { .. }),
        }
    }
}

/// A measure (RULES 3).
#[derive(Clone, Debug, Deserialize)]
pub struct Measure {
    /// `ks2.both4`.
    pub id: String,
    /// "Key Stage 2".
    pub stage: String,
    /// "Level 4 or above in English and in maths".
    pub title: String,
    /// "Both 4+".
    pub short: String,
    /// A statutory school target of this edition.
    pub statutory: bool,
    /// `S0 ¶26a`.
    pub source: String,
    /// What is counted, as a sentence.
    pub definition: String,
    /// How it is counted.
    pub kind: MeasureKind,
    /// The results that it is about, by canonical heading.
    pub outcome: Vec<String>,
    /// Where progress starts: one result, or several that are averaged (RULES 1.4).
    #[serde(default)]
    pub prior: Vec<String>,
    /// What the guidance expects, one entry for each subject; empty: nothing with a rate.
    #[serde(default)]
    pub expected: Vec<Expected>,
    /// Fixed lines shown beside the figure.
    #[serde(default, rename = "line")]
    pub lines: Vec<Line>,
}

/// How a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// A share of every pupil: all outcomes reach the level (RULES 2.1).
    Threshold {
        /// The whole level to reach.
        level: u8,
    },
    /// A share of the pupils with a prior level: the outcome is so many whole levels above it (RULES 2.2).
    Progress {
        /// Whole levels to move.
        levels: u8,
    },
}

/// What is expected of pupils by their prior attainment in one subject (RULES 5).
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    /// The prior results, averaged where there are several.
    pub prior: Vec<String>,
    /// "English".
    pub subject: String,
    /// `S0 ¶27`.
    pub source: String,
    /// The rates, highest level first; a level below all of them carries none.
    pub rates: Vec<Rate>,
}

/// A rate at which pupils from a level on should reach the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Rate {
    /// From this whole level on.
    pub level: u8,
    /// Of 100 pupils.
    pub percent: u16,
}

impl Expected {
    /// The percentage of pupils with this prior level who should reach the mark.
    pub fn rate(&self, prior_level: u8) -> u16 {
        self.rates.iter().find(|rate| prior_level >= rate.level).map_or(0, |rate| rate.percent)
    }
}

/// A fixed line beside a figure, such as the floor.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// `floor`.
    pub kind: String,
    /// "floor".
    pub label: String,
    /// Where it stands.
    pub percent: u16,
    /// Its paragraph.
    pub source: String,
    /// What it is, as a sentence.
    pub words: String,
}

/// What is raised for discussion.
#[derive(Clone, Debug, Deserialize)]
pub struct FindingRule {
    /// `below-expectation`.
    pub code: String,
    /// Its paragraph.
    pub source: String,
    /// "Below expectation".
    pub title: String,
    /// For findings on progress: the levels a pupil should move at least.
    #[serde(default)]
    pub levels: u8,
    /// When it is raised.
    pub raised: String,
    /// What the guidance asks next.
    pub follows: String,
}

impl Edition {
    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The rule of a finding.
    pub fn finding(&self, code: &str) -> Option<&FindingRule> {
        self.findings.iter().find(|finding| finding.code == code)
    }

    /// Every field that the measures name exists.
    pub(super) fn check(&self, fields: &Fields) -> Result<(), String> {
        for measure in &self.measures {
            let expected = measure.expected.iter().flat_map(|expected| &expected.prior);
            for heading in measure.outcome.iter().chain(&measure.prior).chain(expected) {
                fields
                    .by_heading(heading)
                    .ok_or_else(|| format!("edition {}, {}: no field {heading}", self.id, measure.id))?;
            }
        }
        Ok(())
    }
}

//! The statutory targets against what the guidance expects of this cohort.

use serde::{Deserialize, Serialize};

use crate::screens::{Chip, CountOf, LinkedCount, Paragraph, Tone};

/// The statutory targets against what the guidance expects of this cohort.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AmbitionPage {
    /// "Two of the three Key Stage 2 targets ask less than the guidance expects of these 62 pupils."
    pub headline: String,
    /// What to know of all figures: what the edition may say, which one it is and why, what cannot be known yet.
    pub notes: Vec<Chip>,
    /// Remarks on this cohort, which touch the figures: other readings, year groups counted together, changed targets, …
    pub remarks: Vec<Chip>,
    /// One card for each statutory target, in the edition's order.
    pub targets: Vec<TargetCard>,
    /// The other measures of the key stage, not statutory in this edition.
    pub others: Vec<TargetCard>,
    /// What these others are: "not statutory in this edition".
    pub others_note: String,
    /// Where averages of similar pupils may come from; `None`: they are not needed.
    pub averages: Option<AveragesOffer>,
    /// The changes made so far, newest first, as sentences (at most a handful).
    pub history: Vec<String>,
    /// "17 changes before these", or empty.
    pub earlier_title: String,
    /// The changes before these, newest first; of very many the newest.
    pub earlier: Vec<String>,
}

/// Averages of similar pupils from another file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AveragesOffer {
    /// What they are, as a sentence.
    pub words: String,
    /// "ks2pupils.csv: 14 prior results"; empty: none were given yet.
    pub imported: String,
    /// The pupils whose prior result is not in the file; `None`: nobody.
    pub without: Option<Chip>,
}

/// One measure, its target and what it is held against.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TargetCard {
    /// The measure's id.
    pub measure: String,
    /// "Level 4 or above in English and in maths".
    pub title: String,
    /// Where the measure is defined.
    pub paragraph: Paragraph,
    /// "70.7%", or of a mean "346.2"; a dash without pupils in the figure or without targets.
    pub percent: String,
    /// "points" of a mean; empty: none.
    pub unit: String,
    /// "41 of 58 pupils": those who reach the mark, of those in the figure.
    pub of: CountOf,
    /// The judgement in words: "4 pupils short", "Met", "2 pupils above", "Nothing to compare: …".
    pub verdict: String,
    /// What was noticed while reading that it rests on, in one line, to be looked at under Check; empty: nothing.
    pub to_check: String,
    /// Its tone.
    pub tone: Tone,
    /// The full sentence: "Target 70.7%, 41 of 58 pupils. Expected 77.6%: 45 pupils."
    pub sentence: String,
    /// Current performance in words: "Current performance 68.5%, 37 of 54 pupils"; empty: not known.
    pub current: String,
    /// The bullet graph.
    pub graph: BulletGraph,
    /// The pupils by prior attainment, adding up to the verdict; `None`: nothing is compared.
    pub by_prior: Option<PriorTable>,
    /// What the guidance expects of some of the pupils besides.
    pub expectations: Vec<FurtherExpectation>,
    /// What other schools reach, and what one step more would be.
    pub beside: Vec<ComparisonView>,
    /// What the guidance says to compare with.
    pub facts: Vec<FactView>,
    /// Remarks: findings, range while targets are missing, one pupil's worth, left out.
    pub chips: Vec<Chip>,
    /// How it is worked out.
    pub rule: RuleInWords,
}

/// The pupils of a card by prior attainment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PriorTable {
    /// "Key Stage 1".
    pub head: String,
    /// What they are held against: "Expected", "Similar pupils, 2023/24".
    pub held_against: String,
    /// A row for each rate of the expectation, the highest first.
    pub rows: Vec<PriorRow>,
    /// The rows together.
    pub total: PriorRow,
    /// The pupils without a usable prior result, who are not compared; `None`: there are none.
    pub without: Option<PriorRow>,
    /// Who of them is not in the percentage; `None`: nobody.
    pub note: Option<Chip>,
}

/// Pupils with one prior attainment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PriorRow {
    /// "level 2 or above".
    pub title: String,
    /// How many.
    pub pupils: LinkedCount,
    /// How many of them the guidance expects to reach it.
    pub expected: String,
    /// The rate that comes from: "45%"; empty: none.
    pub rate: String,
    /// How many reach it by target.
    pub reached: LinkedCount,
    /// How many do not.
    pub below: LinkedCount,
    /// "6 short", "met", "2 above".
    pub difference: String,
    /// Its tone.
    pub tone: Tone,
}

/// What the guidance expects of some of the pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FurtherExpectation {
    /// "Level 4 in English to level 6".
    pub title: String,
    /// What the guidance says.
    pub words: String,
    /// "12 of 30 pupils", by target.
    pub count: CountOf,
    /// How many of them do not reach it.
    pub below: LinkedCount,
    /// "met", "6 short", "nothing to compare".
    pub verdict: String,
    /// Its tone.
    pub tone: Tone,
    /// Its paragraph.
    pub paragraph: Paragraph,
}

/// A benchmark beside a target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ComparisonView {
    /// "Top quarter of schools, level 2c".
    pub title: String,
    /// What it is, as a sentence.
    pub words: String,
    /// What it comes to here: "Here, by target".
    pub here: String,
    /// "5 of 8 pupils": those who reach the mark, and all the pupils it is about; or "1 more pupil".
    pub count: CountOf,
    /// "62.5%; there 88%", or what one step more would be.
    pub value: String,
    /// How loudly: below the benchmark is a warning.
    pub tone: Tone,
    /// Its paragraph.
    pub paragraph: Paragraph,
}

/// A sentence of the guidance.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FactView {
    /// The sentence.
    pub words: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
}

/// A bullet graph. Positions are percentages of the axis (0–100) as SVG text: "70.69%".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct BulletGraph {
    /// What a screen reader says of it.
    pub description: String,
    /// Length of the target's bar.
    pub target: Option<String>,
    /// The bar is of results, as there are no targets.
    pub of_results: bool,
    /// Where the bar could reach if all missing targets were met, when some are missing.
    pub at_most: Option<String>,
    /// The expectation.
    pub expected: Option<GraphMarker>,
    /// From target to expectation, where the target is short: start and width.
    pub shortfall: Option<(String, String)>,
    /// Results, floor, FFT D and others, from left to right.
    pub markers: Vec<GraphMarker>,
}

/// A mark on the axis of a graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct GraphMarker {
    /// `expected`, `floor`, `estimate`, `results`, …: chooses the shape.
    pub kind: String,
    /// "floor 65".
    pub label: String,
    /// The position: "65%".
    pub at: String,
    /// `start`, `middle` or `end`: which side of its place the label leans to.
    pub anchor: String,
    /// The line of labels it is in, from 0, so that labels do not overlap.
    pub line: u8,
    /// Where it comes from, with a plain sentence on what it is.
    pub source: String,
}

/// A rule in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RuleInWords {
    /// What is counted.
    pub definition: String,
    /// Out of which pupils.
    pub denominator: String,
    /// What the guidance expects, rate by rate, as sentences.
    pub expectation: Vec<String>,
    /// Conventions of ours that it rests on.
    pub conventions: Vec<String>,
    /// All paragraphs it draws on.
    pub paragraphs: Vec<Paragraph>,
}

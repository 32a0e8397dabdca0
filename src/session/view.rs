//! What a session shows: plain structures with every number worked out and every sentence written,
//! so that the page only lays them out.

use serde::{Deserialize, Serialize};

use super::command::Filter;

mod reading;

pub use reading::{
    Check, Choice, ColumnQuestion, ColumnRead, Layout, Memory, PreviewRow, Problem, Problems, SetAside, UnknownValue,
};

/// The answer to an [`Exchange`](super::command::Exchange).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Why the command was not carried out, in words for the user; nothing was changed then.
    pub refused: Option<String>,
    /// One view for each query, in the order asked.
    pub views: Vec<View>,
}

/// One view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Nothing is open that could be shown.
    Empty,
    /// What is open.
    Summary(Summary),
    /// How the file was read.
    Check(Box<Check>),
    /// The targets against what is expected.
    Ambition(Ambition),
    /// One page of pupils.
    Pupils(PupilsPage),
    /// The rules.
    Method(Method),
    /// A text to save or copy.
    Text {
        /// A file name for it.
        name: String,
        /// The text itself.
        text: String,
    },
}

/// What is open, for the frame of the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The school's name and remark, or the file's name where the file names no school.
    pub title: String,
    /// "Targets for 2009".
    pub edition: String,
    /// "62 pupils".
    pub pupils: String,
    /// "2 rows set aside", or empty.
    pub set_aside: String,
    /// How many things on the Check view want the user's eye.
    pub to_check: u32,
    /// What Undo would take back, in words, newest change first; `None`: nothing.
    pub undo: Option<String>,
    /// What Redo would make again.
    pub redo: Option<String>,
    /// How many targets differ from the file.
    pub changed: u32,
    /// What may be remembered of how this file's columns are read; `None`: nothing may.
    pub memory: Option<Memory>,
}

/// A paragraph of the guidance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// "¶26a".
    pub short: String,
    /// "Guidance on targets for 2009, paragraph 26a".
    pub long: String,
}

/// How loudly something is said. The words say it too: never colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// A plain fact.
    #[default]
    Plain,
    /// As the guidance expects.
    Good,
    /// Something to look at or discuss.
    Warn,
    /// Something that stopped part of the work.
    Bad,
}

/// A short remark, with the pupils it is about where there are any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chip {
    /// How loud.
    pub tone: Tone,
    /// The words before the count: "Below expectation:".
    pub words: String,
    /// "10 pupils", shown as a link to `pupils`; empty where the words are all.
    pub count: String,
    /// The pupils behind the count.
    pub pupils: Option<Filter>,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
}

// ---- Ambition ------------------------------------------------------------------------------------

/// The statutory targets against what the guidance expects of this cohort.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ambition {
    /// "Two of the three Key Stage 2 targets ask less than the guidance expects of these 62 pupils."
    pub headline: String,
    /// Remarks on the whole cohort (no targets in the file, rows set aside, …).
    pub remarks: Vec<Chip>,
    /// One card for each statutory target, in the edition's order.
    pub targets: Vec<TargetCard>,
    /// The other measures of the key stage, not statutory in this edition.
    pub others: Vec<TargetCard>,
    /// The changes made so far, newest first, as sentences (at most a handful).
    pub history: Vec<String>,
}

/// One measure, its target and what it is held against.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TargetCard {
    /// The measure's id.
    pub measure: String,
    /// "Level 4 or above in English and in maths".
    pub title: String,
    /// Where the measure is defined.
    pub paragraph: Paragraph,
    /// "70.7%"; "—" where nobody is in the figure or there are no targets.
    pub percent: String,
    /// "41 of 58 pupils".
    pub of: String,
    /// The pupils who reach the mark (behind the first number of `of`).
    pub reached: Option<Filter>,
    /// The pupils in the figure (behind the second number of `of`).
    pub eligible: Option<Filter>,
    /// The judgement in words: "4 pupils fewer than expected".
    pub verdict: String,
    /// Its tone.
    pub tone: Tone,
    /// The full sentence: "Target 70.7%, 41 of 58; the guidance expects 77.6%, 45 pupils: 4 pupils more."
    pub sentence: String,
    /// The bullet graph.
    pub graph: Graph,
    /// Remarks: findings, range while targets are missing, one pupil's worth, left out.
    pub chips: Vec<Chip>,
    /// How it is worked out.
    pub rule: Rule,
}

/// A bullet graph. Positions are percentages of the axis (0–100) as SVG text: "70.69%".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// What a screen reader says of it.
    pub description: String,
    /// Length of the target's bar.
    pub target: Option<String>,
    /// Where the bar could reach if all missing targets were met, when some are missing.
    pub at_most: Option<String>,
    /// The expectation.
    pub expected: Option<Marker>,
    /// From target to expectation, where the target is short: start and width.
    pub shortfall: Option<(String, String)>,
    /// Results, floor, FFT D and others, from left to right.
    pub markers: Vec<Marker>,
}

/// A mark on the axis of a graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// `expected`, `floor`, `estimate`, `results`, …: chooses the shape.
    pub kind: String,
    /// "floor 65".
    pub label: String,
    /// The position: "65%".
    pub at: String,
    /// `start`, `middle` or `end`: which side of its place the label leans to.
    pub anchor: String,
    /// The line of labels it stands in, from 0, so that labels do not run into each other.
    pub line: u8,
    /// Where it comes from, with a plain sentence on what it is.
    pub source: String,
}

/// A rule in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What is counted.
    pub definition: String,
    /// Out of whom.
    pub denominator: String,
    /// What the guidance expects, rate by rate, as sentences.
    pub expectation: Vec<String>,
    /// Conventions of ours that it rests on.
    pub conventions: Vec<String>,
    /// All paragraphs it draws on.
    pub paragraphs: Vec<Paragraph>,
}

// ---- Pupils --------------------------------------------------------------------------------------

/// One page of the pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PupilsPage {
    /// Which pupils these are, in words: "Two levels of progress in English: short of it by target".
    pub title: String,
    /// "10 of 58 pupils".
    pub count: String,
    /// The figures as they stand now, one for each statutory target.
    pub strip: Vec<StripFigure>,
    /// The columns, from left to right (after the pupil's name).
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<PupilRow>,
    /// This page, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// "1–25 of 58".
    pub range: String,
    /// The column sorted by; empty: the file's order.
    pub sort: String,
    /// From the highest down.
    pub descending: bool,
}

/// A figure in the strip above the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StripFigure {
    /// The measure's id.
    pub measure: String,
    /// "Both 4+".
    pub short_title: String,
    /// "70.7%".
    pub percent: String,
    /// Pupils above or below the expectation: "−4", "0", "+2"; empty: no expectation.
    pub against: String,
    /// Its tone.
    pub tone: Tone,
}

/// A column of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What `PupilsQuery::sort` wants.
    pub id: String,
    /// The heading, short: "Target English".
    pub title: String,
    /// The heading in full, for a tooltip and the screen reader.
    pub long: String,
    /// Cells of this column can be edited.
    pub editable: bool,
    /// For editable columns: what a target may be, for the input's suggestions.
    pub choices: Vec<String>,
}

/// A pupil's row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PupilRow {
    /// Position in the cohort, for commands.
    pub pupil: u32,
    /// The row in the user's file.
    pub row: u32,
    /// "Okafor, Amara"; "row 12" where the file has no names.
    pub name: String,
    /// The UPN, or empty.
    pub upn: String,
    /// "EAL", "SEN P", "in care", "FSM".
    pub context: Vec<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// A cell of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it shows.
    pub text: String,
    /// How loudly.
    pub tone: Tone,
    /// What a symbol or a tone means, in words for everyone; empty where the text is all.
    pub hint: String,
    /// For an editable cell: the result aimed at (`Command::SetTarget::result`).
    pub target: Option<String>,
    /// For a changed target: what the file has ("3", or "none").
    pub was: Option<String>,
}

// ---- Method --------------------------------------------------------------------------------------

/// Every rule, generated from the data that computes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// "Targets for 2009".
    pub edition: String,
    /// The document it is taken from.
    pub document: String,
    /// One entry for each measure of the edition.
    pub measures: Vec<MethodEntry>,
    /// Conventions that hold for all of them.
    pub conventions: Vec<String>,
    /// The findings that are looked for: code, what raises it, paragraph.
    pub findings: Vec<(String, String, Paragraph)>,
}

/// One measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MethodEntry {
    /// Its id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// "statutory target for schools", or empty.
    pub standing: String,
    /// The rule.
    pub rule: Rule,
}

//! What the sheets go by: the codes of registers, partnership targets, and the questions that are asked.

use serde::{Deserialize, Serialize};

use crate::fields::{GroupName, Grouping};

/// `sheets.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRules {
    /// The group whose gap to all pupils bears on partnership targets (RULES 4.4).
    pub gap: GroupName,
    /// "pupils with free school meals".
    pub gap_words: String,
    /// The parts of sheets: their headings, paragraphs, and what comes before everything else.
    #[serde(default)]
    pub parts: Vec<SheetLine>,
    /// Marks of a register: each id is one mark, `kind` its statistical meaning.
    #[serde(default)]
    pub marks: Vec<SheetLine>,
    /// The columns that sessions are counted into, by the meaning of a mark (`words` are the columns it adds to).
    #[serde(default)]
    pub meanings: Vec<SheetLine>,
    /// Groupings of sheets alone, besides those of the figures.
    #[serde(default)]
    pub groupings: Vec<Grouping>,
    /// The half terms of a year, in order (S0 ¶90).
    #[serde(default)]
    pub half_terms: Vec<SheetLine>,
    /// The partnership targets (S4).
    #[serde(default)]
    pub partnership: Vec<SheetLine>,
    /// How each partnership target is measured; `under` is its number, `kind` how it is judged.
    #[serde(default)]
    pub measures: Vec<SheetLine>,
    /// When they are judged: `by` is in months after completion, `most` the worst of the good grades.
    #[serde(default)]
    pub judged: Vec<SheetLine>,
    /// The reviews of the partnership targets: the first between `by` and `most` months after completion, then each `every` months.
    #[serde(default)]
    pub reviews: Vec<SheetLine>,
    /// Questions of governors and School Improvement Partners (S1).
    #[serde(default)]
    pub questions: Vec<SheetLine>,
    /// What answers a question: a list of this `kind`.
    #[serde(default)]
    pub answers: Vec<SheetLine>,
    /// Goals for measures that no file holds (RULES 9.3): `by` is the year, `most` the percentage.
    #[serde(default)]
    pub goals: Vec<SheetLine>,
    /// Measures of results on the way that tell who is on track (RULES 7.2), by id; `title` is what is asked.
    #[serde(default)]
    pub indicators: Vec<SheetLine>,
    /// Two measures (`figures`) that are held against each other, the one that is ahead as a rule first.
    #[serde(default)]
    pub pairs: Vec<SheetLine>,
    /// How near is near, by what: conventions of ours.
    #[serde(default)]
    pub nearness: Vec<SheetLine>,
}

/// A line of a list of the guidance.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SheetLine {
    /// Its name in commands.
    pub id: String,
    /// Its paragraph.
    #[serde(default)]
    pub source: String,
    /// What it is.
    pub title: String,
    /// Its heading: a role, an objective, a question.
    #[serde(default)]
    pub under: String,
    /// What kind it is, where there are several.
    #[serde(default)]
    pub kind: String,
    /// More words.
    #[serde(default)]
    pub words: String,
    /// By when: a date, a year or months, as its list says.
    #[serde(default)]
    pub by: u64,
    /// A number that belongs to it.
    #[serde(default)]
    pub most: u64,
    /// Another number.
    #[serde(default)]
    pub every: u64,
    /// Figures, grades or columns that belong to it.
    #[serde(default)]
    pub figures: Vec<String>,
    /// The family of editions that has it, where not all do.
    #[serde(default)]
    pub family: Option<String>,
}

impl SheetRules {
    /// A part of a sheet.
    pub fn part(&self, id: &str) -> Option<&SheetLine> {
        self.parts.iter().find(|line| line.id == id)
    }

    /// A convention of ours on what is near.
    pub fn near(&self, id: &str) -> u64 {
        self.nearness.iter().find(|line| line.id == id).map_or(0, |line| line.most)
    }
}

//! The columns that are read (RULES 10.1): `fields.toml`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// `fields.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FieldData {
    /// The column of schools, by canonical heading.
    pub school: String,
    /// The column of year groups, by canonical heading.
    pub year_group: String,
    /// The columns.
    #[serde(rename = "field")]
    pub fields: Vec<FieldLine>,
    /// Prefixes that make targets and estimates of results.
    #[serde(rename = "prefix")]
    pub prefixes: Vec<BasisPrefix>,
    /// The groupings of the figures.
    #[serde(rename = "grouping")]
    pub groupings: Vec<Grouping>,
    /// What is said of a pupil at a glance, in this order.
    #[serde(rename = "mention")]
    pub mentions: Vec<PupilMention>,
}

/// What is said of a pupil at a glance.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PupilMention {
    /// The column, by canonical heading.
    pub field: String,
    /// The words; `{}` is the code in the cell.
    pub words: String,
    /// Codes of which nothing is said.
    pub not: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FieldLine {
    /// The canonical heading: `KS2_English`.
    pub heading: String,
    /// The heading as its editions write it, where another family has a column of that name.
    pub written: Option<String>,
    /// "Key Stage 2 English".
    pub title: String,
    /// For narrow columns, where it is not the title.
    pub short: Option<String>,
    /// How its cells are read; see [`FieldLine::cells`].
    kind: String,
    /// What it is needed for.
    pub why: String,
    /// Other headings.
    #[serde(default)]
    pub also: Vec<String>,
    /// There are targets and estimates of it, too.
    #[serde(default)]
    pub prefixed: bool,
    /// No other heading is taken for it: what is called "Reading" alone is another column.
    #[serde(default)]
    pub only_named: bool,
    /// The mark that the chances of an estimate are of (RULES 6.3).
    pub chances_of: Option<String>,
    /// What people call it, in the words of headings with `_` between them, where its heading says more: "KS2_Maths".
    pub words: Option<String>,
    /// The family of editions that reads it, where not all do.
    pub family: Option<String>,
    /// Of numbers, the largest that is understood.
    pub most: Option<u16>,
    /// It holds the highest of these results, pupil by pupil, where a file has any of them.
    #[serde(default)]
    pub best_of: Vec<String>,
    /// The column that says how a result without a mark came out.
    pub outcome_in: Option<OutcomeColumn>,
}

/// A column beside that of a result, which says how it came out where the result itself does not.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeColumn {
    /// By canonical heading.
    pub heading: String,
    /// Codes of the result that say nothing, like a blank.
    pub instead_of: Vec<String>,
    /// It is the result where a file has no column of that.
    #[serde(default)]
    pub alone: bool,
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind<'a> {
    /// The unique pupil number.
    Upn,
    /// The family name.
    Surname,
    /// The given name.
    Forename,
    /// Kept only to head the page.
    Text,
    /// One of few texts, as written: class, school, year.
    Label,
    /// Digits, or digits with a point between them.
    Number,
    /// Digits alone.
    Whole,
    /// `2008-09-30` or `30/9/2008` (RULES 10.1).
    Date,
    /// A code of the code list with this name.
    Code(&'a str),
}

impl FieldLine {
    /// How its cells are read.
    pub fn cells(&self) -> CellKind<'_> {
        match self.kind.as_str() {
            "upn" => CellKind::Upn,
            "surname" => CellKind::Surname,
            "forename" => CellKind::Forename,
            "text" => CellKind::Text,
            "label" => CellKind::Label,
            "number" => CellKind::Number,
            "whole" => CellKind::Whole,
            "date" => CellKind::Date,
            list => CellKind::Code(list),
        }
    }
}

/// A prefix that makes a target or an estimate of a result's heading.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BasisPrefix {
    /// `Target_`.
    pub prefix: String,
    /// The basis of RULES 2.5: `target`, `estimate:FFT D`.
    pub basis: String,
    /// "target".
    pub title: String,
    /// Its paragraph.
    pub source: String,
    /// What its columns are needed for.
    pub why: String,
    /// The family of editions that reads it, where not all do.
    pub family: Option<String>,
}

impl BasisPrefix {
    /// It makes estimates, not targets.
    pub fn is_estimate(&self) -> bool {
        self.basis.starts_with("estimate:")
    }
}

/// A way of dividing the cohort (RULES 10.2).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Grouping {
    /// `sex`.
    pub name: String,
    /// "Sex".
    pub title: String,
    /// The fields it is read from, the first one first.
    pub fields: Vec<String>,
    /// Two groups whose gap is told as well, the lower one first (RULES 4.4).
    pub gap_between: Option<[String; 2]>,
    /// Of a column of dates: the groups, by month.
    #[serde(default)]
    pub seasons: Vec<BirthSeason>,
    /// The family of editions that divides by it, where not all do.
    pub family: Option<String>,
}

/// Months that are one group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BirthSeason {
    /// `summer`.
    pub name: String,
    /// "Summer (May to August)".
    pub title: String,
    /// From 1 to 12.
    pub months: Vec<u8>,
}

/// A group of a grouping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroupName {
    /// `fsm`.
    pub grouping: String,
    /// `Y`.
    pub group: String,
}

/// Some edition reads both.
pub fn in_one_family(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

impl FieldData {
    /// The canonical headings of all columns, those of targets and estimates included.
    pub fn headings(&self) -> BTreeSet<String> {
        let plain = self.fields.iter().map(|field| field.heading.clone());
        let prefixed = self.fields.iter().filter(|field| field.prefixed);
        let prefixed = prefixed.flat_map(|field| {
            let prefixes = self.prefixes.iter().filter(|prefix| in_one_family(&prefix.family, &field.family));
            prefixes.map(|prefix| format!("{}{}", prefix.prefix, field.heading))
        });
        plain.chain(prefixed).collect()
    }
}

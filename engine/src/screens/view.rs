//! What every screen shares: plain structures with every number worked out and every sentence written,
//! so that the page only lays them out.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::guidance::Paragraph;
use crate::session::command::Filter;

/// How loudly something is said. The words say it too: never colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

/// A count out of another, "41 of 58 pupils", each opening its pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CountOf {
    /// "41"; or all that there is to say: "no targets yet".
    pub part: String,
    /// The pupils behind `part`.
    pub part_pupils: Option<Filter>,
    /// "58 pupils"; empty: `part` is all that there is to say.
    pub whole: String,
    /// The pupils behind `whole`.
    pub whole_pupils: Option<Filter>,
}

impl CountOf {
    /// Words that are no count out of another.
    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self { part: words.into(), ..Self::default() }
    }
}

impl fmt::Display for CountOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.part)?;
        if self.whole.is_empty() { Ok(()) } else { write!(f, " of {}", self.whole) }
    }
}

/// A number that opens its pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LinkedCount {
    /// "33".
    pub words: String,
    /// The pupils; `None`: there are none.
    pub pupils: Option<Filter>,
}

/// A short remark, with the pupils it is about where there are any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

//! Words that the page explains.

use serde::{Deserialize, Serialize};

/// `glossary.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The words, in the order they are listed.
    #[serde(rename = "term")]
    pub terms: Vec<GlossaryTerm>,
}

/// A word and what it means.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GlossaryTerm {
    /// What screens name it by: `floor`.
    pub id: String,
    /// The family of editions in which it has this meaning, where that is not the same in all.
    #[serde(default)]
    pub family: Option<String>,
    /// The word, as it is written on the page.
    pub word: String,
    /// What it means, in a sentence or two.
    pub meaning: String,
    /// The paragraph it comes from, such as `S0 ¶46`; empty: none.
    #[serde(default)]
    pub source: String,
}

//! What the exports of schools' systems look like: rows of sums, other headings, the words of headings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::spellings::Spellings;

/// `exports.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Exports {
    /// First words of rows of sums, in small letters.
    pub totals: Vec<String>,
    /// Other headings of a column, by its canonical one.
    pub also: BTreeMap<String, Vec<String>>,
    /// Words of headings.
    pub word: Vec<WordLine>,
    /// Words that say nothing about which column it is.
    pub noise: Noise,
    /// What cells may mean.
    pub spellings: Spellings,
}

/// A word of headings and other ways to write it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WordLine {
    /// As in our canonical headings, in small letters.
    pub word: String,
    /// What means just the same; may be several words.
    pub also: Vec<String>,
    /// What may mean it.
    pub perhaps: Vec<String>,
}

/// Words that say nothing about which column it is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Noise {
    /// In small letters.
    pub words: Vec<String>,
}

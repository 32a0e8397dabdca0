//! What the exports of schools' systems look like: rows of sums, other headings, other spellings.

use serde::Deserialize;

/// `exports.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Exports {
    /// First words of rows of sums, in small letters.
    pub totals: Vec<String>,
}

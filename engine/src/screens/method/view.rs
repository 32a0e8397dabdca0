//! Every rule, generated from the data that computes it.

use serde::{Deserialize, Serialize};

use crate::screens::{Paragraph, RuleInWords, SwitchView, TermView};

/// Every rule, generated from the data that computes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MethodPage {
    /// "Targets for 2009".
    pub edition: String,
    /// The document it is taken from.
    pub document: String,
    /// One entry for each measure of the edition.
    pub measures: Vec<MethodEntry>,
    /// Conventions that hold for all of them.
    pub conventions: Vec<String>,
    /// The other readings that can be chosen.
    pub switches: Vec<SwitchView>,
    /// Expectations for part of a cohort: title, what is expected, paragraph.
    pub checks: Vec<(String, String, Paragraph)>,
    /// The findings that are looked for: code, what raises it, paragraph.
    pub findings: Vec<(String, String, Paragraph)>,
    /// The words that the page explains.
    pub glossary: Vec<TermView>,
}

/// One measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MethodEntry {
    /// Its id.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// "Key Stage 2".
    pub stage: String,
    /// "statutory target for schools", or empty.
    pub standing: String,
    /// The rule.
    pub rule: RuleInWords,
}

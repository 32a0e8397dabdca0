//! The guidance as data: what each edition measures and expects, what cells may hold, which columns are read.
//!
//! The files are TOML, with the paragraph beside every figure. With the feature `files` this package reads them, merges
//! editions with those they extend, and refuses what does not fit, naming file, line and column. Nothing here computes a
//! figure.

pub mod benchmark;
pub mod check;
pub mod codes;
#[cfg(feature = "files")]
mod consistency;
pub mod edition;
pub mod exports;
pub mod fields;
#[cfg(feature = "files")]
pub mod files;
pub mod finding;
pub mod glossary;
#[cfg(feature = "files")]
mod inherit;
pub mod local;
pub mod measure;
#[cfg(feature = "files")]
pub mod own_edition;
pub mod paragraph;
#[cfg(feature = "files")]
mod plain_words;
pub mod prior;
pub mod sheets;
#[cfg(feature = "files")]
pub mod source;
pub mod switch;

use serde::{Deserialize, Serialize};

pub use edition::Edition;
pub use exports::ExportRules;
pub use finding::FindingRule;
pub use glossary::Glossary;
pub use local::AuthorityRules;
pub use measure::{Measure, MeasureKind};
pub use paragraph::SourceDocument;
pub use prior::PriorRule;
pub use sheets::SheetRules;

/// All data files.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GuidanceData {
    /// `codes.toml`.
    pub codes: codes::CodeData,
    /// `documents.toml`.
    pub documents: Vec<SourceDocument>,
    /// `fields.toml`.
    pub fields: fields::FieldData,
    /// `exports.toml`.
    pub exports: ExportRules,
    /// `sheets.toml`.
    pub sheets: SheetRules,
    /// `glossary.toml`.
    pub glossary: Glossary,
    /// `editions/`, in the order of the file names, each with what it inherits.
    pub editions: Vec<Edition>,
}

//! The guidance as data: what each edition measures and expects, what cells may hold, which columns are read.
//!
//! The files are TOML beside this module, with the paragraph beside every figure; the build packs them as JSON.
//! Nothing here computes: it is the table that the rest of the engine looks things up in.

pub mod benchmark;
pub mod check;
pub mod codes;
pub mod edition;
pub mod exports;
pub mod fields;
pub mod finding;
pub mod local;
pub mod measure;
pub mod paragraph;
pub mod prior;
pub mod sheets;
pub mod spellings;
pub mod switch;
pub mod vocabulary;

use serde::Deserialize;

pub use codes::{Book, Code, CodeTables};
pub use edition::Edition;
pub use exports::Exports;
pub use fields::{Field, FieldId, Fields};
pub use finding::FindingRule;
pub use local::Local;
pub use measure::{Measure, MeasureKind};
pub use paragraph::Document;
pub use prior::PriorRule;
pub use sheets::Sheets;
pub use vocabulary::Vocabulary;

/// Everything the engine knows about the guidance.
#[derive(Clone, Debug)]
pub struct Guidance {
    /// What cells may hold and what it is worth.
    pub codes: CodeTables,
    /// The columns that are read.
    pub fields: Fields,
    /// What exports of schools' systems look like.
    pub exports: Exports,
    /// The words of headings.
    pub vocabulary: Vocabulary,
    /// The documents that paragraphs are cited from.
    pub documents: Vec<Document>,
    /// What the sheets go by.
    pub sheets: Sheets,
    /// The editions, oldest first.
    pub editions: Vec<Edition>,
}

/// The packed form of the data files.
#[derive(Deserialize)]
struct Packed {
    codes: codes::CodeData,
    documents: paragraph::Documents,
    fields: fields::FieldData,
    #[serde(default)]
    exports: Exports,
    #[serde(default)]
    sheets: Sheets,
    editions: Vec<Edition>,
}

impl Guidance {
    /// The guidance that ships with the engine.
    ///
    /// # Errors
    /// Says what is wrong in the data files; a test of the engine keeps this from happening in a release.
    pub fn shipped() -> Result<Self, String> {
        Self::from_json(include_str!(concat!(env!("OUT_DIR"), "/guidance.json")))
    }

    /// Guidance from a packed text: `{"codes": …, "documents": …, "fields": …, "editions": […]}`.
    ///
    /// # Errors
    /// Says what does not fit: a malformed text, an unknown code book, a measure that names no field.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let packed: Packed = crate::tree::from_str(text).map_err(|error| error.to_string())?;
        let codes = CodeTables::new(packed.codes);
        let mut fields = Fields::new(packed.fields, &codes)?;
        fields.also(&packed.exports)?;
        for edition in &packed.editions {
            edition.check(&fields)?;
        }
        let (exports, sheets) = (packed.exports, packed.sheets);
        let vocabulary = Vocabulary::new(&exports, &fields);
        Ok(Self {
            codes,
            fields,
            exports,
            vocabulary,
            documents: packed.documents.document,
            sheets,
            editions: packed.editions,
        })
    }

    /// The field that a heading stands for: by its name or an alias of it, or by being made of just its words.
    pub fn recognise(&self, heading: &str) -> Option<FieldId> {
        self.fields.recognise(heading).or_else(|| self.vocabulary.exactly(heading))
    }

    /// The edition with this id, such as `2009`.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_guidance_is_sound() {
        let guidance = Guidance::shipped().unwrap();
        assert!(guidance.edition("2009").is_some());
        assert!(guidance.edition("1066").is_none());
    }

    #[test]
    fn a_measure_that_names_no_field_is_refused() {
        let packed = include_str!(concat!(env!("OUT_DIR"), "/guidance.json"));
        let broken = packed.replace("\"outcome\":[\"KS2_Maths\"]", "\"outcome\":[\"KS2_Latin\"]");
        let error = Guidance::from_json(&broken).unwrap_err();
        assert!(error.contains("KS2_Latin"), "{error}");
    }
}

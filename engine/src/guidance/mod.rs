//! The guidance as the engine looks things up in it. The data is that of [`ambition_guidance`], which reads its files; the
//! build packs them. Nothing here computes a figure.

pub mod codes;
pub mod fields;
mod heading_cache;
#[cfg(feature = "own-editions")]
pub mod own_edition;
pub mod packed_edition;
pub mod spellings;
pub mod vocabulary;
pub mod year_groups;

use ambition_guidance::codes::{CodeData, LEVELS};
use ambition_guidance::fields::FieldData;
pub use ambition_guidance::paragraph::Paragraph;
use ambition_guidance::sheets::SheetLine;
pub use ambition_guidance::{
    AuthorityRules, Edition, ExportRules, FindingRule, Glossary, GuidanceData, Measure, MeasureKind, SourceDocument,
};
pub use ambition_guidance::{PriorRule, SheetRules};
pub use ambition_guidance::{benchmark, check, edition, exports, finding, glossary, local, measure, paragraph, prior};
pub use ambition_guidance::{sheets, switch};
pub use codes::{CellCode, CodeList, CodeLists};
use fields::FieldKind;
pub use fields::{FieldId, KnownField, KnownFields};
use heading_cache::HeadingCache;
pub use vocabulary::Vocabulary;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::text::cell;

/// The guidance that ships, as the build packs it.
const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guidance.bin"));

/// Everything the engine knows about the guidance.
#[derive(Clone, Debug)]
pub struct Guidance {
    /// What cells may hold and what it is worth.
    pub codes: CodeLists,
    /// The columns that are read.
    pub fields: KnownFields,
    /// What exports of schools' systems look like.
    pub exports: ExportRules,
    /// The words of headings.
    pub vocabulary: Vocabulary,
    /// The documents that paragraphs are cited from.
    pub documents: Vec<SourceDocument>,
    /// What the sheets go by.
    pub sheets: SheetRules,
    /// The words that the page explains.
    pub glossary: Glossary,
    /// The editions, oldest first.
    pub editions: Vec<Arc<Edition>>,
    /// Those of them that are somebody's own: their ids, and the ids of the editions that they extend.
    pub own_editions: BTreeMap<String, String>,
    /// The marks of registers of all families.
    all_marks: Vec<SheetLine>,
    /// The fields of headings that were asked for.
    recognised: HeadingCache,
    /// The data of [`Guidance::fields`], from which those of another family are made.
    data: Arc<FieldData>,
    /// The data of [`Guidance::codes`], likewise.
    code_data: Arc<CodeData>,
    /// The guidance of another family, once it was asked for.
    other: OnceLock<Arc<Self>>,
}

impl Guidance {
    /// The guidance that ships with the engine.
    ///
    /// # Errors
    /// When it was not packed by this build, which does not happen in a release.
    pub fn shipped() -> Result<Self, String> {
        Self::new(postcard::from_bytes(SHIPPED).map_err(|error| error.to_string())?)
    }

    /// Guidance from its data.
    ///
    /// # Errors
    /// When the kind of a column is unknown; data read from files has been checked for that.
    pub fn new(data: GuidanceData) -> Result<Self, String> {
        let default = data.editions.iter().find(|edition| edition.is_default).or(data.editions.first());
        let family = default.map_or_else(String::new, |edition| edition.family.clone());
        let codes = CodeLists::new(&data.codes, &family);
        let (fields, vocabulary) = read_words(&data.fields, &family, &data.exports, &codes)?;
        Ok(Self {
            codes,
            fields,
            exports: data.exports,
            vocabulary,
            documents: data.documents,
            sheets: sheets_of(&data.sheets, &family),
            all_marks: data.sheets.marks,
            glossary: data.glossary,
            editions: data.editions.into_iter().map(Arc::new).collect(),
            own_editions: BTreeMap::new(),
            recognised: HeadingCache::default(),
            data: Arc::new(data.fields),
            code_data: Arc::new(data.codes),
            other: OnceLock::new(),
        })
    }

    /// The same guidance, reading the columns of another family of editions. Fields keep their numbers.
    #[must_use]
    pub fn for_family(self: &Arc<Self>, family: &str) -> Arc<Self> {
        if family == self.fields.family {
            return self.clone();
        }
        let make = || {
            let mut guidance = Self { other: OnceLock::new(), ..Self::clone(self) };
            guidance.sheets.marks.clone_from(&self.all_marks);
            guidance.sheets = sheets_of(&guidance.sheets, family);
            guidance.codes = CodeLists::new(&self.code_data, family);
            if let Ok(words) = read_words(&self.data, family, &self.exports, &self.codes) {
                (guidance.fields, guidance.vocabulary) = words;
            }
            Arc::new(guidance)
        };
        let other = self.other.get_or_init(make);
        if other.fields.family == family { other.clone() } else { make() }
    }

    /// The same guidance, reading the columns of the same family, with an edition of one's own behind the others or in
    /// place of one with its id.
    #[must_use]
    pub fn with_own_edition(&self, edition: Edition, extends: String) -> Self {
        let mut guidance = Self { other: OnceLock::new(), ..self.clone() };
        guidance.own_editions.insert(edition.id.clone(), extends);
        guidance.editions.retain(|other| other.id != edition.id);
        guidance.editions.push(Arc::new(edition));
        guidance
    }

    /// The families of editions, that of the oldest edition first.
    pub fn families(&self) -> Vec<&str> {
        let mut families = Vec::new();
        for edition in &self.editions {
            if !families.contains(&edition.family.as_str()) {
                families.push(edition.family.as_str());
            }
        }
        families
    }

    /// The edition of the latest targets, of those that ship.
    pub fn newest_edition(&self) -> Option<&Arc<Edition>> {
        self.shipped_editions().max_by_key(|edition| edition.target_year)
    }

    fn shipped_editions(&self) -> impl DoubleEndedIterator<Item = &Arc<Edition>> {
        self.editions.iter().filter(|edition| !self.own_editions.contains_key(&edition.id))
    }

    /// The edition that a file of this family is opened by: the default, or the newest of the family that ships.
    pub fn edition_of(&self, family: &str) -> Option<&Arc<Edition>> {
        let of_family = |edition: &&Arc<Edition>| edition.family == family;
        self.default_edition().filter(of_family).or_else(|| self.shipped_editions().rev().find(of_family))
    }

    /// The field of a heading: by its name or an alias of it, or by being made of just its words.
    pub fn recognise(&self, heading: &str) -> Option<FieldId> {
        let find = || self.fields.recognise(heading).or_else(|| self.vocabulary.exact_field(heading));
        self.recognised.get_or_find(heading, find)
    }

    /// True for the heading of a column of numbers that a school gives to its pupils.
    pub fn is_local_number(&self, heading: &str) -> bool {
        let heading = cell::plain(heading);
        self.exports.local_numbers.iter().any(|known| cell::plain(known) == heading)
    }

    /// What a spelling of a coded column that is not understood counts as, in words.
    pub fn not_understood_is(&self, list: usize) -> &'static str {
        let reads_levels = self.fields.iter().any(|(_, field)| {
            matches!(field.kind, FieldKind::Coded(list) if self.codes.list(list).is_some_and(|list| list.name == LEVELS))
        });
        match self.codes.list(list) {
            _ if reads_levels => "no level",
            Some(list) if list.has_results() => "no result",
            _ => "not recorded",
        }
    }

    /// The paragraph that a source such as `S0 ¶27` names, short and in full.
    pub fn cite(&self, source: &str) -> Paragraph {
        paragraph::cite(source, &self.documents)
    }

    /// The edition that is used until another one is chosen.
    pub fn default_edition(&self) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.is_default)
    }

    /// The edition with this id, such as `2009`.
    pub fn edition(&self, id: &str) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.id == id)
    }
}

/// What the sheets of a family of editions go by: its own marks of registers.
fn sheets_of(sheets: &SheetRules, family: &str) -> SheetRules {
    let mut sheets = sheets.clone();
    sheets.marks.retain(|mark| mark.family.as_ref().is_none_or(|of| of == family));
    sheets
}

/// The columns of a family of editions, and the words of their headings.
fn read_words(
    data: &FieldData,
    family: &str,
    exports: &ExportRules,
    codes: &CodeLists,
) -> Result<(KnownFields, Vocabulary), String> {
    let mut fields = KnownFields::new(data, family, codes)?;
    fields.add_other_headings(exports);
    let vocabulary = Vocabulary::new(exports, &fields);
    Ok((fields, vocabulary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_editions_of_levels_speak_of_levels() {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let words = |family: &str, list: &str| {
            let guidance = guidance.for_family(family);
            guidance.not_understood_is(guidance.codes.find_list(list).unwrap())
        };
        assert_eq!([words("levels", "level"), words("levels", "sen")], ["no level"; 2]);
        assert_eq!([words("scores", "score"), words("scores", "sen")], ["no result", "not recorded"]);
    }

    #[test]
    fn a_heading_means_the_same_the_second_time_in_each_family() {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let today = guidance.for_family(&guidance.newest_edition().unwrap().family);
        for text in ["KS2 Maths Target", "Target_KS2_Maths", "UPN", "Hobby"] {
            let [levels, scores] = [&guidance, &today].map(|guidance| {
                let first = guidance.recognise(text);
                assert_eq!(first, guidance.fields.recognise(text).or_else(|| guidance.vocabulary.exact_field(text)));
                assert_eq!(first, guidance.recognise(text));
                first
            });
            assert_eq!(levels == scores, matches!(text, "UPN" | "Hobby"), "{text}");
        }
    }

    #[test]
    fn an_edition_is_copied_only_to_be_changed() {
        let guidance = Guidance::shipped().unwrap();
        let edition = guidance.editions.iter().find(|edition| !edition.switches.is_empty()).unwrap();
        let switched = |on: bool| edition.switched(&BTreeMap::from([(edition.switches[0].id.clone(), on)]));
        assert!(Arc::ptr_eq(&switched(false), edition));
        assert!(!Arc::ptr_eq(&switched(true), edition));
    }

    #[test]
    fn shipped_guidance_is_sound() {
        let guidance = Guidance::shipped().unwrap();
        assert!(guidance.edition("2009").is_some());
        assert!(guidance.edition("1066").is_none());
        assert!(guidance.default_edition().is_some());
    }
}

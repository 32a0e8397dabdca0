//! An edition of one's own: a file of an authority or a trust that extends an edition of the guidance by measures, goals
//! and findings of its own. It is written, merged and checked as the editions that ship are.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::GuidanceData;
use crate::files::GuidanceFiles;
use crate::source::{DataError, MergedSources, SourceFile};

/// The guidance with an edition of one's own besides those that ship.
#[derive(Clone, Debug)]
pub struct OwnEdition {
    /// All data, this edition last.
    pub data: GuidanceData,
    /// Its id.
    pub id: String,
    /// The id of the edition that it extends.
    pub extends: String,
    file: SourceFile,
    /// Where it says what it extends.
    extends_at: Range<usize>,
}

/// The longest way to a goal that can be laid out, in years.
const LONGEST_WAY: u16 = 30;

/// A text that the file has to give, and where it is.
struct GivenText {
    text: String,
    span: Range<usize>,
}

impl OwnEdition {
    /// Reads the file of an edition of one's own.
    ///
    /// # Errors
    /// When it does not have the form of an edition, extends none that ships, has the id of one, or names something that
    /// does not exist.
    pub fn read(mut shipped: GuidanceFiles, own: SourceFile) -> Result<Self, DataError> {
        let file = std::slice::from_ref(&own);
        let sources = MergedSources::new(file);
        let tables = sources.parse()?;
        let Some(table) = tables.first().map(Spanned::get_ref) else { return Err(own.error(None, "it is empty")) };
        let ids = edition_ids(&shipped)?;
        let extends = given(table, "extends").filter(|extends| ids.contains(&extends.text));
        let Some(extends) = extends else {
            let span = table.get("extends").map(Spanned::span);
            return Err(own.error(span.or(Some(0..0)), &format!("it has to extend an edition: {}", one_of(&ids))));
        };
        let Some(id) = given(table, "id").filter(|id| is_id(&id.text)) else {
            let span = table.get("id").map(Spanned::span);
            let message = "it has to have an id of its own, of letters, digits, \"-\" and \".\": id = \"2027-anytown\"";
            return Err(own.error(span.or(Some(0..0)), message));
        };
        if ids.contains(&id.text) {
            return Err(own.error(Some(id.span), &format!("the id {:?} is that of an edition that ships", id.text)));
        }
        if let Some(default) = table.get_key_value("default") {
            return Err(own.error(Some(default.0.span()), "only an edition that ships can be the default"));
        }
        if let Some(family) = table.get_key_value("family") {
            return Err(own.error(Some(family.0.span()), "it is of the family of the edition that it extends"));
        }
        shipped.editions.push(own.clone());
        let in_own_file = |error: DataError| match error.is_in(&own) {
            true => error,
            // The edition that is extended is sound: what is wrong comes of how this one changes it.
            false => {
                own.error(Some(extends.span.clone()), &format!("as it changes what it extends: {}", error.message()))
            }
        };
        let data = shipped.parse().map_err(in_own_file)?;
        let read = Self { data, id: id.text, extends: extends.text, file: own.clone(), extends_at: extends.span };
        read.check_years()?;
        Ok(read)
    }

    /// Refuses years that do not follow each other.
    fn check_years(&self) -> Result<(), DataError> {
        let Some(edition) = self.data.editions.iter().find(|edition| edition.id == self.id) else { return Ok(()) };
        let years = [edition.current_year, edition.target_year, edition.last_year];
        if years.is_sorted() && edition.last_year - edition.current_year <= LONGEST_WAY {
            return Ok(());
        }
        let message = format!("current_year, target_year and last_year do not follow each other: {years:?}");
        Err(self.error(["last_year", "target_year"], &message))
    }

    /// Something that is wrong in it, at the first of these names that it mentions.
    pub fn error(&self, names: [&str; 2], message: &str) -> DataError {
        let span = names.into_iter().find_map(|name| self.file.mention(name));
        let span = span.unwrap_or_else(|| self.extends_at.clone());
        self.file.error(Some(span), message)
    }
}

/// A text at the head of a file.
fn given(table: &DeTable<'_>, key: &str) -> Option<GivenText> {
    let value = table.get(key)?;
    let DeValue::String(text) = value.get_ref() else { return None };
    Some(GivenText { text: text.to_string(), span: value.span() })
}

fn edition_ids(files: &GuidanceFiles) -> Result<Vec<String>, DataError> {
    let tables = MergedSources::new(&files.editions).parse()?;
    Ok(tables.iter().filter_map(|table| Some(given(table.get_ref(), "id")?.text)).collect())
}

/// It goes into the names of files, and into addresses.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.'))
}

fn one_of(ids: &[String]) -> String {
    ids.iter().map(|id| format!("extends = {id:?}")).collect::<Vec<_>>().join(" or ")
}

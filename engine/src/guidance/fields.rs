//! The columns that are read, and how their headings are recognised (RULES 10.1).

use std::collections::HashMap;

use serde::Deserialize;

use super::codes::CodeTables;
use super::exports::Exports;

/// A field, by its place in [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
    /// A code of the book with this number.
    Coded(usize),
    /// A number or a date.
    Number(NumberKind),
}

/// How the cells of a column of numbers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// Digits, or digits with a point between them.
    Number,
    /// Digits alone.
    Whole,
    /// `2008-09-30` or `30/9/2008` (RULES 10.1).
    Date,
}

/// A column that is read.
#[derive(Clone, Debug)]
pub struct Field {
    /// The canonical heading: `Target_KS2_English`.
    pub heading: String,
    /// "Key Stage 2 English target".
    pub title: String,
    /// "English", for narrow columns.
    pub short: String,
    /// How its cells are read.
    pub kind: Kind,
    /// What it is needed for.
    pub why: String,
    /// For a column made by a prefix: the result it is about and the basis it serves.
    pub of: Option<(String, String)>,
}

/// A prefix that makes a target or an estimate of a result's heading.
#[derive(Clone, Debug, Deserialize)]
pub struct Prefix {
    /// `Target_`.
    pub prefix: String,
    /// The basis of RULES 2.5: `target`, `estimate:FFT D`.
    pub basis: String,
    /// "target".
    pub title: String,
    /// Its paragraph.
    pub source: String,
    why: String,
}

impl Prefix {
    /// It makes estimates, not targets.
    pub fn is_estimate(&self) -> bool {
        self.basis.starts_with("estimate:")
    }
}

/// A way of dividing the cohort (RULES 10.2).
#[derive(Clone, Debug, Deserialize)]
pub struct Grouping {
    /// `sex`.
    pub name: String,
    /// "Sex".
    pub title: String,
    /// The fields it is read from, the first one first.
    pub fields: Vec<String>,
}

/// All columns that are read.
#[derive(Clone, Debug)]
pub struct Fields {
    fields: Vec<Field>,
    /// By canonical heading: everything in the guidance names its columns by it, so this is looked up often.
    headings: HashMap<String, FieldId>,
    spellings: HashMap<String, FieldId>,
    /// Targets and estimates.
    pub prefixes: Vec<Prefix>,
    /// The groupings of the figures.
    pub groupings: Vec<Grouping>,
}

/// `fields.toml`.
#[derive(Deserialize)]
pub(super) struct FieldData {
    field: Vec<FieldLine>,
    prefix: Vec<Prefix>,
    grouping: Vec<Grouping>,
}

#[derive(Deserialize)]
struct FieldLine {
    heading: String,
    title: String,
    short: Option<String>,
    kind: String,
    why: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    prefixed: bool,
}

impl Fields {
    pub(super) fn new(data: FieldData, codes: &CodeTables) -> Result<Self, String> {
        let (headings, spellings) = (HashMap::new(), HashMap::new());
        let mut fields =
            Self { fields: Vec::new(), headings, spellings, prefixes: data.prefix, groupings: data.grouping };
        for line in &data.field {
            let kind = kind(&line.kind, codes).ok_or_else(|| format!("{}: no kind {}", line.heading, line.kind))?;
            fields.add(line.field(kind), &line.also);
        }
        for line in data.field.iter().filter(|line| line.prefixed) {
            for prefix in fields.prefixes.clone() {
                let Some(kind) = kind(&line.kind, codes) else { continue };
                let also = line.also.iter().map(|other| format!("{}{other}", prefix.prefix)).collect::<Vec<_>>();
                fields.add(line.prefixed(kind, &prefix), &also);
            }
        }
        Ok(fields)
    }

    fn add(&mut self, field: Field, also: &[String]) {
        let id = FieldId(u16::try_from(self.fields.len()).unwrap_or(u16::MAX));
        for spelling in also.iter().chain([&field.heading]) {
            self.spellings.insert(plain(spelling), id);
        }
        self.headings.insert(field.heading.clone(), id);
        self.fields.push(field);
    }

    /// Adds other headings of our columns, also behind the prefixes of targets and estimates. One that is taken stays
    /// what it is.
    pub(super) fn also(&mut self, exports: &Exports) -> Result<(), String> {
        for (heading, others) in &exports.also {
            self.by_heading(heading).ok_or_else(|| format!("there is no column {heading} to have other headings"))?;
            let prefixes = self.prefixes.iter().map(|prefix| prefix.prefix.clone()).chain([String::new()]);
            for prefix in prefixes.collect::<Vec<_>>() {
                let Some(id) = self.by_heading(&format!("{prefix}{heading}")) else { continue };
                for other in others {
                    self.spellings.entry(plain(&format!("{prefix}{other}"))).or_insert(id);
                }
            }
        }
        Ok(())
    }

    /// The field that a heading stands for, in any case, with spaces, `_`, `-` and `.` ignored.
    pub fn recognise(&self, heading: &str) -> Option<FieldId> {
        self.spellings.get(&plain(heading)).copied()
    }

    /// The field with this canonical heading.
    pub fn by_heading(&self, heading: &str) -> Option<FieldId> {
        self.headings.get(heading).copied()
    }

    /// The field with this canonical heading, itself.
    pub fn get_heading(&self, heading: &str) -> Option<&Field> {
        self.get(self.by_heading(heading)?)
    }

    /// A field.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(usize::from(id.0))
    }

    /// All fields in the order of the data.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The column of a result on a basis (RULES 2.5): `KS2_English` itself on `actual`, `Target_KS2_English` on
    /// `target` and `moderated`, `FFTD_KS2_English` on `estimate:FFT D`.
    pub fn on_basis(&self, result: &str, basis: &str) -> Option<FieldId> {
        let basis = if basis == "moderated" { "target" } else { basis };
        if basis == "actual" {
            return self.by_heading(result);
        }
        let prefix = self.prefixes.iter().find(|prefix| prefix.basis == basis)?;
        self.by_heading(&format!("{}{result}", prefix.prefix))
    }
}

impl FieldLine {
    fn field(&self, kind: Kind) -> Field {
        let (heading, title, why) = (self.heading.clone(), self.title.clone(), self.why.clone());
        let short = self.short.clone().unwrap_or_else(|| self.title.clone());
        Field { heading, title, short, kind, why, of: None }
    }

    fn prefixed(&self, kind: Kind, prefix: &Prefix) -> Field {
        Field {
            heading: format!("{}{}", prefix.prefix, self.heading),
            title: format!("{} {}", self.title, prefix.title),
            short: format!("{} {}", self.short.as_deref().unwrap_or(&self.title), prefix.title),
            kind,
            why: prefix.why.clone(),
            of: Some((self.heading.clone(), prefix.basis.clone())),
        }
    }
}

fn kind(name: &str, codes: &CodeTables) -> Option<Kind> {
    Some(match name {
        "upn" => Kind::Upn,
        "surname" => Kind::Surname,
        "forename" => Kind::Forename,
        "text" => Kind::Text,
        "label" => Kind::Label,
        "number" => Kind::Number(NumberKind::Number),
        "whole" => Kind::Number(NumberKind::Whole),
        "date" => Kind::Number(NumberKind::Date),
        book => Kind::Coded(codes.find(book)?),
    })
}

/// A heading without what is ignored in matching.
fn plain(heading: &str) -> String {
    let kept = |letter: &char| !letter.is_whitespace() && !['_', '-', '.'].contains(letter);
    heading.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::guidance::Guidance;

    #[test]
    fn headings_in_any_spelling() {
        let fields = Guidance::shipped().unwrap().fields;
        let heading = |text: &str| fields.recognise(text).map(|id| fields.get(id).unwrap().heading.clone());
        for text in ["Target_KS2_English", "target ks2 english", "TARGET-KS2.ENGLISH", "TargetKS2English"] {
            assert_eq!(heading(text).as_deref(), Some("Target_KS2_English"), "{text}");
        }
        assert_eq!(heading("Gender").as_deref(), Some("Sex"));
        assert_eq!(heading("Target_KS1_Maths"), None);
        assert_eq!(heading(""), None);
    }

    #[test]
    fn each_basis_has_its_column() {
        let fields = Guidance::shipped().unwrap().fields;
        let heading = |basis: &str| {
            let id = fields.on_basis("KS2_Maths", basis)?;
            Some(fields.get(id).unwrap().heading.clone())
        };
        assert_eq!(heading("actual").as_deref(), Some("KS2_Maths"));
        assert_eq!(heading("moderated").as_deref(), Some("Target_KS2_Maths"));
        assert_eq!(heading("estimate:FFT D").as_deref(), Some("FFTD_KS2_Maths"));
        assert_eq!(heading("estimate:FFT E"), None);
    }
}

//! The columns that are read, and how their headings are recognised (RULES 10.1).

use std::collections::BTreeSet;

pub use ambition_guidance::fields::{BasisPrefix, BirthSeason, GroupName, Grouping, OutcomeColumn, PupilMention};
use ambition_guidance::fields::{CellKind, FieldData, FieldLine, in_one_family};
use fnv::FnvHashMap;

use super::codes::CodeLists;
use super::exports::ExportRules;

/// A field, by its place in [`KnownFields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
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
    /// A code of the code list with this number.
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
pub struct KnownField {
    /// The canonical heading: `Target_KS2_English`.
    pub heading: String,
    /// The heading as it is shown and written: that of the editions which read it.
    pub written: String,
    /// "Key Stage 2 English target".
    pub title: String,
    /// "English", for narrow columns.
    pub short: String,
    /// How its cells are read.
    pub kind: FieldKind,
    /// What it is needed for.
    pub why: String,
    /// For a column made by a prefix: the result it is about and the basis it serves.
    pub derived_from: Option<(String, String)>,
    /// No other heading is taken for it.
    pub only_named: bool,
    /// The mark that chances in it are of; `None`: it holds no chances.
    pub chances_of: Option<String>,
    /// What people call it, where its heading says more.
    pub words: Option<String>,
    /// The family of editions that reads it; `None`: all of them.
    pub family: Option<String>,
    /// Of numbers, the largest that is understood.
    pub most: Option<u16>,
    /// It holds the highest of these columns, by canonical heading.
    pub best_of: Vec<String>,
    /// The column that says how a result without a mark came out.
    pub outcome_in: Option<OutcomeColumn>,
    /// It is a result that targets can be set for, or such a target or estimate.
    pub is_outcome: bool,
}

/// All columns that are read.
///
/// Every column of every family of editions has its place, whatever family is read; headings are recognised, and columns
/// listed, of one family alone.
#[derive(Clone, Debug)]
pub struct KnownFields {
    fields: Vec<KnownField>,
    /// The family of editions whose columns are recognised.
    pub family: String,
    /// By canonical heading: everything in the guidance names its columns by it, so this is looked up often.
    headings: FnvHashMap<String, FieldId>,
    spellings: FnvHashMap<String, FieldId>,
    /// What headings with dates in them begin with.
    dated: Vec<(String, FieldId)>,
    /// The prefixes may stand behind a heading.
    prefixes_may_follow: bool,
    /// The column of schools.
    pub school: FieldId,
    /// The column of year groups.
    pub year_group: FieldId,
    /// Targets and estimates.
    pub prefixes: Vec<BasisPrefix>,
    /// The groupings of the figures.
    pub groupings: Vec<Grouping>,
    /// What is said of a pupil at a glance.
    pub mentions: Vec<PupilMention>,
}

impl KnownFields {
    pub(super) fn new(data: &FieldData, family: &str, codes: &CodeLists) -> Result<Self, String> {
        let (headings, spellings) = (FnvHashMap::default(), FnvHashMap::default());
        let id = |heading: &str| {
            let place = data.fields.iter().position(|line| line.heading == heading);
            place.and_then(|place| u16::try_from(place).ok()).map(FieldId).ok_or_else(|| format!("no column {heading}"))
        };
        let (school, year_group) = (id(&data.school)?, id(&data.year_group)?);
        let mut fields = Self {
            fields: Vec::new(),
            family: family.to_owned(),
            headings,
            spellings,
            dated: Vec::new(),
            prefixes_may_follow: false,
            school,
            year_group,
            prefixes: data.prefixes.iter().filter(|prefix| is_of(&prefix.family, family)).cloned().collect(),
            groupings: data.groupings.iter().filter(|grouping| is_of(&grouping.family, family)).cloned().collect(),
            mentions: data.mentions.clone(),
        };
        for line in &data.fields {
            let kind = kind(line, codes).ok_or_else(|| format!("{}: no such code list", line.heading))?;
            fields.add(field(line, kind), &line.also);
        }
        for line in data.fields.iter().filter(|line| line.prefixed) {
            for prefix in data.prefixes.iter().filter(|prefix| in_one_family(&prefix.family, &line.family)) {
                let Some(kind) = kind(line, codes) else { continue };
                let also = line.also.iter().map(|other| format!("{}{other}", prefix.prefix)).collect::<Vec<_>>();
                fields.add(prefixed(line, kind, prefix), &also);
            }
        }
        fields.mark_outcomes();
        Ok(fields)
    }

    /// Marks the targets and estimates, and the results that this family has some for.
    fn mark_outcomes(&mut self) {
        let derived = self.iter().filter_map(|(_, field)| field.derived_from.as_ref());
        let results = derived.filter_map(|(result, _)| self.by_heading(result)).collect::<BTreeSet<_>>();
        for (id, field) in (0..).map(FieldId).zip(&mut self.fields) {
            field.is_outcome = field.derived_from.is_some() || results.contains(&id);
        }
    }

    fn add(&mut self, field: KnownField, also: &[String]) {
        let id = FieldId(u16::try_from(self.fields.len()).unwrap_or(u16::MAX));
        if is_of(&field.family, &self.family) {
            let spellings = also.iter().chain([&field.heading]);
            self.spellings.extend(spellings.map(|spelling| (plain(spelling), id)));
        }
        self.headings.insert(field.heading.clone(), id);
        self.fields.push(field);
    }

    /// Adds other headings of our columns, also after the prefixes of targets and estimates. One that is taken stays
    /// what it is.
    pub(super) fn add_other_headings(&mut self, exports: &ExportRules) {
        self.prefixes_may_follow = exports.of_family.get(&self.family).is_some_and(|habits| habits.prefixes_may_follow);
        for (start, heading) in &exports.dated {
            let id = self.by_heading(heading);
            let of_family = |id: &FieldId| self.get(*id).is_some_and(|field| is_of(&field.family, &self.family));
            self.dated.extend(id.filter(of_family).map(|id| (plain(start), id)));
        }
        for (heading, others) in &exports.also {
            let prefixes = self.prefixes.iter().map(|prefix| prefix.prefix.clone()).chain([String::new()]);
            for prefix in prefixes.collect::<Vec<_>>() {
                let Some(id) = self.by_heading(&format!("{prefix}{heading}")) else { continue };
                if !self.get(id).is_some_and(|field| is_of(&field.family, &self.family)) {
                    continue;
                }
                for other in others {
                    self.spellings.entry(plain(&format!("{prefix}{other}"))).or_insert(id);
                }
            }
        }
    }

    /// The field of a heading in any case, with spaces, `_`, `-` and `.` ignored.
    pub fn recognise(&self, heading: &str) -> Option<FieldId> {
        let heading = plain(heading);
        let dated = || self.dated.iter().find(|(start, _)| heading.starts_with(start)).map(|(_, id)| *id);
        self.spellings.get(&heading).copied().or_else(dated).or_else(|| self.followed_by_prefix(&heading))
    }

    /// The target or estimate whose prefix stands behind the heading of its result.
    fn followed_by_prefix(&self, heading: &str) -> Option<FieldId> {
        let prefixes = self.prefixes.iter().filter(|_| self.prefixes_may_follow);
        prefixes.into_iter().find_map(|prefix| {
            let result = self.spellings.get(heading.strip_suffix(plain(&prefix.prefix).as_str())?)?;
            let result = self.get(*result).filter(|field| field.derived_from.is_none())?;
            self.by_heading(&format!("{}{}", prefix.prefix, result.heading))
        })
    }

    /// The field with this canonical heading.
    pub fn by_heading(&self, heading: &str) -> Option<FieldId> {
        self.headings.get(heading).copied()
    }

    /// The field with this canonical heading, itself.
    pub fn get_heading(&self, heading: &str) -> Option<&KnownField> {
        self.get(self.by_heading(heading)?)
    }

    /// A field.
    pub fn get(&self, id: FieldId) -> Option<&KnownField> {
        self.fields.get(usize::from(id.0))
    }

    /// All fields of the family, in the order of the data.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &KnownField)> {
        let of_family = |(_, field): &(FieldId, &KnownField)| is_of(&field.family, &self.family);
        (0..).map(FieldId).zip(&self.fields).filter(of_family)
    }

    /// The column of a result on a basis (RULES 2.5): `KS2_English` itself on `actual`, `Target_KS2_English` on
    /// `target` and `moderated`, `FFTD_KS2_English` on `estimate:FFT D`.
    pub fn on_basis(&self, result: &str, basis: &str) -> Option<FieldId> {
        let basis = if basis == "moderated" { "target" } else { basis };
        if basis == "actual" {
            return self.by_heading(result);
        }
        let prefix = self.prefixes.iter().find(|prefix| prefix.basis == basis)?;
        self.by_heading(&[&prefix.prefix, result].concat())
    }
}

/// True for what this family of editions reads.
fn is_of(family: &Option<String>, wanted: &str) -> bool {
    family.as_ref().is_none_or(|family| family == wanted)
}

fn field(line: &FieldLine, kind: FieldKind) -> KnownField {
    let (heading, title, why) = (line.heading.clone(), line.title.clone(), line.why.clone());
    let short = line.short.clone().unwrap_or_else(|| line.title.clone());
    KnownField {
        written: line.written.clone().unwrap_or_else(|| heading.clone()),
        heading,
        title,
        short,
        kind,
        why,
        derived_from: None,
        only_named: line.only_named,
        chances_of: None,
        words: line.words.clone(),
        family: line.family.clone(),
        most: line.most,
        best_of: line.best_of.clone(),
        outcome_in: line.outcome_in.clone(),
        is_outcome: false,
    }
}

fn prefixed(line: &FieldLine, kind: FieldKind, prefix: &BasisPrefix) -> KnownField {
    KnownField {
        heading: format!("{}{}", prefix.prefix, line.heading),
        written: format!("{}{}", prefix.prefix, line.written.as_ref().unwrap_or(&line.heading)),
        title: format!("{} {}", line.title, prefix.title),
        short: format!("{} {}", line.short.as_deref().unwrap_or(&line.title), prefix.title),
        kind,
        why: prefix.why.clone(),
        derived_from: Some((line.heading.clone(), prefix.basis.clone())),
        only_named: line.only_named,
        chances_of: line.chances_of.clone().filter(|_| prefix.is_estimate()),
        words: line.words.as_ref().map(|words| format!("{}{words}", prefix.prefix)),
        family: line.family.clone().or_else(|| prefix.family.clone()),
        most: line.most,
        best_of: line.best_of.iter().map(|heading| format!("{}{heading}", prefix.prefix)).collect(),
        outcome_in: None,
        is_outcome: false,
    }
}

/// How the cells of a column are read; `None`: the code list does not exist.
fn kind(line: &FieldLine, codes: &CodeLists) -> Option<FieldKind> {
    Some(match line.cells() {
        CellKind::Upn => FieldKind::Upn,
        CellKind::Surname => FieldKind::Surname,
        CellKind::Forename => FieldKind::Forename,
        CellKind::Text => FieldKind::Text,
        CellKind::Label => FieldKind::Label,
        CellKind::Number => FieldKind::Number(NumberKind::Number),
        CellKind::Whole => FieldKind::Number(NumberKind::Whole),
        CellKind::Date => FieldKind::Number(NumberKind::Date),
        CellKind::Code(list) => FieldKind::Coded(codes.find_list(list)?),
    })
}

/// A heading without what is ignored in matching.
fn plain(heading: &str) -> String {
    if heading.is_ascii() {
        let mut kept = heading.as_bytes().to_ascii_lowercase();
        kept.retain(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'_' | b'-' | b'.' | 0x0b));
        return String::from_utf8(kept).unwrap_or_default();
    }
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

//! What an edition says of groups, of children in care and of the local authority's return (RULES 4, 8).

use serde::{Deserialize, Serialize};

use crate::fields::GroupName;

/// What an edition says beyond a school's own targets.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthorityRules {
    /// Groups that are worked out, not read.
    #[serde(rename = "derived")]
    pub derived: Vec<PriorGrouping>,
    /// The ethnic groups that an authority sets targets for.
    pub ethnic: Option<EthnicRule>,
    /// Children in care.
    pub care: Option<CareRule>,
    /// Pupils with special educational needs.
    pub needs: Option<NeedsRule>,
    /// What two groups reached elsewhere, shown beside their figures here (RULES 9.4).
    pub beside: Vec<TwoGroups>,
    /// What a combination of groups reached elsewhere (RULES 9.4).
    pub elsewhere: Vec<GroupElsewhere>,
    /// Schools that are to show more challenge than others (RULES 6.5).
    pub pilot: Option<PilotRule>,
    /// The rows of the return, as printed.
    #[serde(rename = "row")]
    pub rows: Vec<ReturnRow>,
    /// Numbers below which a table to share hides a count, the usual one first.
    pub sharing: Vec<u64>,
    /// What the counts of such a table are rounded to; 0: they are not rounded.
    pub rounded_to: u64,
    /// Where the counts of schools come from.
    pub schools: Option<SchoolsRule>,
    /// The kind of line that an authority's targets are held against; empty: none.
    pub milestone: String,
}

/// A grouping by prior attainment at the start of the key stage.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriorGrouping {
    /// `lowest`.
    pub name: String,
    /// "Lowest fifth by prior attainment".
    pub title: String,
    /// Its paragraph.
    pub source: String,
    /// How pupils are divided.
    pub kind: DerivedKind,
    /// What we made of it where the guidance is silent.
    #[serde(default)]
    pub words: String,
}

/// How pupils are divided by prior attainment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum DerivedKind {
    /// Below, at and above the level expected.
    Bands,
    /// So many percent with the lowest points, and the others.
    Lowest(u64),
    /// So many percent with the highest points, and the others.
    Highest(u64),
    /// By extended ethnicity codes.
    Extended,
}

/// Which ethnic groups want a target.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EthnicRule {
    /// The grouping.
    pub grouping: String,
    /// The code list.
    pub list: String,
    /// A target is wanted for more than this many pupils.
    pub more_than: u64,
    /// Its paragraph.
    pub source: String,
    /// What is asked of their pace, as a sentence; empty: nothing.
    #[serde(default)]
    pub pace: String,
    /// Its paragraph.
    #[serde(default)]
    pub pace_source: String,
}

/// Children in care.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CareRule {
    /// The flag.
    pub flag: String,
    /// These children, as a group.
    pub group: GroupName,
    /// The day they came into care.
    pub since: String,
    /// The authority they are in care of.
    pub authority: String,
    /// Fewer children than this swing from year to year.
    pub fewer_than: u64,
    /// The remark then.
    pub remark: String,
    /// Its paragraph.
    pub source: String,
    /// Who counts, in words.
    pub who: String,
    /// Its paragraph.
    pub who_source: String,
    /// The finding on slower progress than others'.
    pub finding: String,
    /// Where the estimates from previous results come from.
    pub estimates: String,
    /// Where the form with one line a child comes from.
    pub form: String,
    /// For each of the authority's measures, the measure of all pupils whose expectation is asked of these children.
    pub like: Vec<(String, String)>,
}

/// Pupils with special educational needs.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsRule {
    /// The grouping.
    pub grouping: String,
    /// Targets below level 1.
    pub below: String,
    /// Its paragraph.
    pub source: String,
    /// The finding on targets without evidence.
    pub finding: String,
    /// Measures of catching up.
    pub catch_up: Vec<String>,
    /// The grouping of P scales and the words for it.
    pub words: String,
    /// The group without needs.
    pub none: String,
    /// The share with needs among those short of a mark, elsewhere (RULES 9.4).
    pub among: Vec<NeedsElsewhere>,
}

/// The share of pupils with needs among those who do not reach a mark.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsElsewhere {
    /// The measure.
    pub measure: String,
    /// The share, in percent.
    pub percent: u64,
    /// "In England in 2005".
    pub place: String,
    /// Its paragraph.
    pub source: String,
}

/// What the pupils of several groups at once reached elsewhere.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroupElsewhere {
    /// The measure.
    pub measure: String,
    /// The groups; it is told with the first one's grouping.
    pub groups: Vec<GroupName>,
    /// "Black Caribbean boys".
    pub who: String,
    /// What they reached, in percent.
    pub percent: u64,
    /// "in England in 2004".
    pub place: String,
    /// Its paragraph.
    pub source: String,
}

/// Schools of a pilot, whose progress targets are held against those of the other schools.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PilotRule {
    /// The flag of their pupils.
    pub flag: String,
    /// The heading.
    pub title: String,
    /// What is asked, as a sentence.
    pub words: String,
    /// Its paragraph.
    pub source: String,
}

/// What two groups of a grouping reached elsewhere.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TwoGroups {
    /// The measure.
    pub measure: String,
    /// The grouping.
    pub grouping: String,
    /// The two groups, the lower one first.
    pub groups: [String; 2],
    /// What each of them reached, in percent.
    pub percent: [u64; 2],
    /// "In England in 2005".
    pub place: String,
    /// Its paragraph.
    pub source: String,
}

/// A row of the return.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRow {
    /// As printed.
    pub title: String,
    /// Broken down by ethnic group.
    #[serde(default)]
    pub starred: bool,
    /// The authority sets this target.
    pub authority: bool,
    /// A school sets it.
    pub school: bool,
    /// What the school column says besides Yes or No.
    #[serde(default)]
    pub school_words: String,
    /// Why no target is wanted, where none is.
    #[serde(default)]
    pub why: String,
    /// Its paragraph.
    pub source: String,
    /// The measure, where there is one.
    pub measure: String,
    /// The year groups it is about, as files write them, where the file names year groups; empty: all.
    #[serde(default)]
    pub years: Vec<String>,
}

/// How schools are counted.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolsRule {
    /// Where schools below or at current performance are counted.
    pub counted: String,
    /// Where low attaining schools are named.
    pub low: String,
    /// The line of a measure that tells them.
    pub line: String,
    /// Where the sum of the schools' targets is held against the authority's own.
    pub sum: String,
    /// The return.
    pub table: String,
}

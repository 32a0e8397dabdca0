//! What cells of coded columns may hold, and what it is worth (RULES 1): `codes.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `codes.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodeData {
    /// What says that there is no answer, in every book.
    pub no_answer: Vec<String>,
    /// National Curriculum levels.
    pub levels: LevelData,
    /// Every other code list.
    #[serde(rename = "list")]
    pub lists: Vec<CodeListData>,
}

/// The name of the code list of levels.
pub const LEVELS: &str = "level";

/// National Curriculum levels.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LevelData {
    /// What a user may type where a target is wanted.
    pub hint: String,
    /// Where the points come from.
    pub source: String,
    /// Codes below level 1.
    pub below: Vec<CodesBelow>,
    /// Whole levels.
    pub whole: Vec<WholeLevel>,
    /// Sub-levels of every whole level.
    pub sub: Vec<SubLevel>,
    /// Codes above the highest whole level.
    pub above: Vec<CodeAbove>,
    /// Codes that are no level.
    pub none: Vec<CodeWithoutLevel>,
    /// What those of them that count as not made are worth in averages.
    pub not_made: NotMadePoints,
    /// What averages of levels are worth.
    pub average: AverageBands,
}

/// Codes of whole level 0.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodesBelow {
    /// As written.
    pub codes: Vec<String>,
    /// The whole level that they count as.
    pub level: u8,
    /// Their points.
    pub points: u8,
    /// What they mean.
    pub words: String,
}

/// A whole level.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WholeLevel {
    /// The level.
    pub level: u8,
    /// Its points.
    pub points: u8,
}

/// A sub-level.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SubLevel {
    /// `a`, `b` or `c`.
    pub letter: String,
    /// Points more than the whole level's.
    pub points: i8,
}

/// A code above the highest whole level.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodeAbove {
    /// As written.
    pub code: String,
    /// The whole level that it counts as.
    pub level: u8,
    /// Its points.
    pub points: u8,
    /// What it means.
    pub words: String,
}

/// A code that is no level.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodeWithoutLevel {
    /// As written.
    pub code: String,
    /// What it does to a progress figure.
    pub outcome: NoLevel,
    /// What it means.
    pub words: String,
}

/// The points of results that are below the lowest level, in averages (RULES 1.3).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NotMadePoints {
    /// The headings of the results for which there are such points.
    pub results: Vec<String>,
    /// The points.
    pub points: u8,
    /// Where they come from.
    pub source: String,
}

/// What a code that is no level does to a progress figure (RULES 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoLevel {
    /// B, N: in the figure, the progress not made.
    NotMade,
    /// A, D, T, …: no outcome, the pupil is left out.
    NoOutcome,
    /// The pupil is in no figure of the result, not even a threshold's.
    Out,
}

/// The levels of averages of points (RULES 1.4), each list in ascending order.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AverageBands {
    /// Where the bands come from.
    pub source: String,
    /// At Key Stage 1.
    pub bands: Vec<AverageBand>,
    /// At the end of later key stages.
    pub later: Vec<AverageBand>,
    /// As `bands`, with sub-levels.
    pub sub_levels: Vec<AverageBand>,
}

/// An average of points from which a level is reached (RULES 1.4).
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AverageBand {
    /// Average points.
    pub from: u16,
    /// The whole level.
    pub level: u8,
}

/// A code list other than that of levels.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodeListData {
    /// The name that fields refer to: `flag`.
    pub name: String,
    /// Its codes.
    #[serde(default)]
    pub codes: Vec<CodeLine>,
    /// Of flags, the code that says so.
    pub yes: Option<String>,
    /// The code that says that there is nothing of the kind.
    pub no: Option<String>,
    /// Cells in another form, which are asked about together.
    pub asked_forms: Option<AskedForms>,
    /// Spellings that are read only where a column has all of them, or nothing else that is not understood.
    #[serde(default)]
    pub pair: Vec<String>,
    /// Whole numbers that are codes.
    pub numbers: Option<NumberRange>,
    /// What a user may type where a target is wanted.
    #[serde(default)]
    pub hint: String,
    /// The family of editions that reads what is `said` for the codes; others ask about it.
    pub said_in: Option<String>,
    /// The words of its codes are read as well as the codes.
    #[serde(default)]
    pub words_are_codes: bool,
    /// How else a code is written, with `{}` for it: "Grade {}".
    #[serde(default)]
    pub forms: Vec<String>,
}

/// Cells that say more or less than a code, and what is asked about them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AskedForms {
    /// What may stand behind a code and says where in it a result is.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Decimals are likewise.
    #[serde(default)]
    pub decimals: bool,
    /// By code, what comes closest to it.
    #[serde(default)]
    pub means: BTreeMap<String, Vec<String>>,
    /// The question, with `{}` for examples.
    pub what: String,
    /// The answer that they are read.
    pub yes: String,
    /// The answer that they are not.
    pub no: String,
}

/// Whole numbers as codes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The lowest.
    pub from: u8,
    /// The highest.
    pub to: u8,
    /// Decimals are read as their whole part.
    pub decimals: bool,
    /// "104.0" is read as 104; no other decimals are.
    #[serde(default)]
    pub zeros: bool,
}

/// A code.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodeLine {
    /// The spelling that is shown and written.
    pub code: String,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
    /// What means it in the family of editions named by `said_in`; spaces do not matter.
    #[serde(default)]
    pub said: Vec<String>,
    /// It is read only in the column beside that of the result.
    #[serde(default)]
    pub only_beside: bool,
    /// What it means.
    pub words: String,
    /// The code that it is reported as in figures by group, where not its own.
    pub reported_as: Option<String>,
    /// It refines a main code (extended ethnicity, S0 ¶76).
    #[serde(default)]
    pub extended: bool,
    /// The points of a grade.
    pub points: Option<u8>,
    /// What marks are compared by, where the code has no points.
    pub rank: Option<u8>,
    /// Why the row of a pupil with this code is set aside.
    pub set_aside: Option<SetAside>,
    /// What it does to a progress figure, where it is no result.
    pub none: Option<NoLevel>,
}

/// Why a pupil is in no figure at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAside {
    /// Not at the end of the key stage.
    NotAtEnd,
    /// Left out of the results on request.
    OnRequest,
}

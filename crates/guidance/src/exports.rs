//! What the exports of schools' systems look like: rows of sums, other headings, the words of headings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `exports.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExportRules {
    /// Letters with marks, by the plain letters that find them.
    #[serde(default)]
    pub plain_letters: BTreeMap<String, String>,
    /// First words of rows of sums, in small letters.
    pub totals: Vec<String>,
    /// First or last words of other rows that are no pupils: classes, pages, legends.
    pub labels: Vec<String>,
    /// Ditto marks, as written.
    pub dittos: Vec<String>,
    /// Words of a row that describes the columns: their types, their lengths.
    pub units: Vec<String>,
    /// How a row that shows an example begins, in small letters.
    pub examples: Vec<String>,
    /// Words of headings that speak of somebody else than the pupil, in small letters.
    pub others: Vec<String>,
    /// Headings of the numbers that a school gives to its pupils.
    pub local_numbers: Vec<String>,
    /// What a column says of rows that hold results, targets or something else.
    pub kinds: RowKindWords,
    /// Words that the name of a school may have or lack, in small letters.
    pub school_words: Vec<String>,
    /// The check letters of unique pupil numbers.
    pub upn: UpnLetters,
    /// The highest level of a key stage's results.
    pub highest: Vec<HighestLevel>,
    /// Scores that are no levels.
    pub scaled: ScoreRange,
    /// Dates of birth.
    pub birth: BirthDates,
    /// Dates.
    pub dates: DateForms,
    /// Sessions.
    pub sessions: SessionHeadings,
    /// How year groups are written.
    pub year_groups: YearGroupSpellings,
    /// Other headings of a column, by its canonical one.
    pub also: BTreeMap<String, Vec<String>>,
    /// Columns by what a heading with dates in it begins with.
    #[serde(default)]
    pub dated: BTreeMap<String, String>,
    /// Columns that a heading may mean by what it begins with.
    #[serde(default)]
    pub begins: Vec<HeadingBeginning>,
    /// Columns that headings mean beside others.
    #[serde(default)]
    pub beside: Vec<HeadingBeside>,
    /// What only a family of editions reads so.
    #[serde(default)]
    pub of_family: BTreeMap<String, FamilyHabits>,
    /// Words of headings.
    pub word: Vec<WordLine>,
    /// Words that say nothing about which column it is.
    pub noise: NoiseWords,
    /// What cells may mean.
    pub spellings: CodeSpellings,
}

/// A column that a heading may mean by what it begins with.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingBeginning {
    /// The beginning.
    pub start: String,
    /// Whole headings that mean the same.
    #[serde(default)]
    pub whole: Vec<String>,
    /// The column, by canonical heading.
    pub field: String,
    /// What speaks against it.
    pub but: String,
}

/// A heading that means a column only beside others: "Writing" among the early learning goals.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingBeside {
    /// The headings.
    pub headings: Vec<String>,
    /// The column, by canonical heading.
    pub field: String,
    /// One of these is read, by canonical heading.
    #[serde(default)]
    pub with: Vec<String>,
    /// Or one of these headings is there.
    #[serde(default)]
    pub or_heading: Vec<String>,
    /// It is that although another column is called so.
    #[serde(default)]
    pub instead: bool,
}

/// How the files of a family of editions are read.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct FamilyHabits {
    /// A heading that leaves something out is read where the cells leave no doubt.
    pub cells_prove_headings: bool,
    /// It is asked whether a blank means no, in columns that say yes or nothing.
    pub asks_about_blanks: bool,
    /// Sessions written as percentages are told once and not read.
    pub refuses_percentages: bool,
    /// The prefix of a target or an estimate may stand behind a heading: "Attainment 8 Target".
    pub prefixes_may_follow: bool,
    /// Words that say nothing about which column it is.
    pub noise: Vec<String>,
}

/// What a column of kinds holds.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RowKindWords {
    /// Rows of results.
    pub results: Vec<String>,
    /// Rows of targets; the first is the word for these in headings.
    pub targets: Vec<String>,
    /// Rows of which the user is asked what they hold.
    pub open: Vec<String>,
}

/// The check letters of unique pupil numbers.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UpnLetters {
    /// The letter for each rest, in order.
    pub letters: String,
    /// What is written for a pupil without a number yet, beside the words for no result.
    pub none: Vec<String>,
    /// Words that may stand beside these: "awaiting UPN".
    pub beside: Vec<String>,
}

/// The highest whole level that a result of a key stage can be.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HighestLevel {
    /// How the canonical headings of its results begin: `KS1_`.
    pub stage: String,
    /// The whole level.
    pub level: u8,
}

/// Dates of birth.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BirthDates {
    /// The canonical heading.
    pub field: String,
    /// Years from the middle date of the file beyond which a date is likely mistyped.
    pub years_apart: u64,
    /// Dates that must not lie before it.
    pub since: Vec<String>,
}

/// How dates are written.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DateForms {
    /// For each month what its names begin with, in small letters.
    pub months: Vec<String>,
    /// What stands in dates and says nothing: the beginnings of the days of the week, "of".
    pub noise: Vec<String>,
    /// What follows the number of a day.
    pub ordinals: Vec<String>,
    /// The first and the last year that a date in another form than `2008-09-30` or `30/9/2008` may have. A year of two
    /// digits is the one from the first year on.
    pub years: (u64, u64),
    /// The day from which spreadsheets count days, and the first and last number of days taken for a date.
    pub serial: SerialDates,
}

/// Dates as numbers of days.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SerialDates {
    /// Year, month and day of the day 0.
    pub origin: (u16, u8, u8),
    /// The first number that is a date.
    pub from: u64,
    /// The last one.
    pub to: u64,
}

/// Columns of sessions.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SessionHeadings {
    /// The canonical heading of the possible ones.
    pub possible: String,
    /// Those of the absent ones.
    pub absent: Vec<String>,
}

/// How year groups are written, in small letters and without spaces.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct YearGroupSpellings {
    /// Words before the number.
    pub before: Vec<String>,
    /// By year group, what is written for it besides its number.
    pub names: BTreeMap<String, Vec<String>>,
}

/// The range of scores that are no levels.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRange {
    /// The lowest.
    pub from: u16,
    /// The highest.
    pub to: u16,
}

/// A word of headings and other ways to write it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct WordLine {
    /// As in our canonical headings, in small letters.
    pub word: String,
    /// What means just the same; may be several words.
    pub also: Vec<String>,
    /// What may mean it.
    pub perhaps: Vec<String>,
    /// Another word that may be meant; empty: none.
    pub instead: String,
    /// The family of editions that reads it, where not all do.
    pub family: Option<String>,
}

/// What is written for codes: suggestions for each code list, by its name, and for all of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CodeSpellings {
    /// What means "no result".
    pub blank: Vec<String>,
    /// By the name of a code list.
    pub list: BTreeMap<String, ListSpellings>,
}

/// What is written for the codes of one code list.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListSpellings {
    /// Words before the code.
    pub drop: Vec<String>,
    /// What is written after a code, and what it means.
    pub endings: Vec<(String, String)>,
    /// By code, what means it.
    pub means: BTreeMap<String, Vec<String>>,
    /// By code, first words of what means it.
    pub first: BTreeMap<String, Vec<String>>,
    /// Other words that may follow them.
    pub known: Vec<String>,
}

/// Words that say nothing about which column it is.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NoiseWords {
    /// In small letters.
    pub words: Vec<String>,
}

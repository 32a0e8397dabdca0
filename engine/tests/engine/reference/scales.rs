//! RULES 1.1: a column is read in one scale, or asked about as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::table::ReferencePupil;
use super::{early_years, groups, results};

/// How a cell of a column is read.
pub type ReferenceScale = fn(&str) -> Meaning;

/// How the cells of coded columns are read.
#[derive(Clone, Copy)]
pub struct Scales {
    /// The scale of a column by its heading; None where it is not coded.
    pub scale_of: fn(&str) -> Option<ReferenceScale>,
    /// Columns of Y and N.
    pub flags: &'static [&'static str],
    /// Columns of results.
    pub has_results: fn(&str) -> bool,
}

/// Those of editions 2008 and 2009.
pub const SCALES: Scales = Scales { scale_of, flags: &FLAGS, has_results };

impl Scales {
    /// The code of a cell that is understood; blank cells have none.
    pub fn code(self, heading: &str, cell: &str) -> Option<String> {
        match (self.scale_of)(heading)?(cell) {
            Meaning::Known(code, _) => Some(code),
            Meaning::Blank | Meaning::Unknown => None,
        }
    }
}

/// What a cell of a column says by itself.
pub enum Meaning {
    Blank,
    /// The code, and what it is worth.
    Known(String, Worth),
    Unknown,
}

/// What a code is worth.
#[derive(PartialEq)]
pub enum Worth {
    /// It is no result.
    NoResult,
    /// A result of nothing: W, U.
    Nothing,
    Something,
}

/// RULES 1.1: codes without any result are asked about from so many cells on.
const CODES_ALONE: i32 = 4;

/// Marks the cells whose codes are in doubt, so that they are understood no more.
pub fn settle(headings: &[String], pupils: &mut [ReferencePupil], scales: Scales) {
    for heading in headings {
        let Some(meaning) = (scales.scale_of)(heading) else { continue };
        let has_results = scales.has_results;
        let (mut known, mut unknown) = (BTreeMap::new(), BTreeMap::new());
        let (mut has_result, mut has_level, mut understood, mut chances) = (false, false, true, false);
        for pupil in pupils.iter() {
            let cell = pupil.cell(heading);
            understood &= !matches!(meaning(cell), Meaning::Unknown);
            chances |= matches!(meaning(cell), Meaning::Unknown) && heading.starts_with("FFT") && is_chance(cell);
            match meaning(cell) {
                Meaning::Blank => (),
                Meaning::Known(code, worth) => {
                    *known.entry(code).or_insert(0) += 1;
                    has_result |= worth == Worth::Something;
                    has_level |= worth != Worth::NoResult;
                }
                Meaning::Unknown if is_foreign(meaning, cell) => *unknown.entry(cell.to_string()).or_insert(0) += 1,
                // Another way to write a code shows the scale as well.
                Meaning::Unknown => has_result |= matches!(meaning(&bare(cell)), Meaning::Known(_, Worth::Something)),
            }
        }
        let cells = |counts: &BTreeMap<String, i32>| counts.values().sum::<i32>();
        let mostly_unknown = unknown.len() > known.len() && cells(&unknown) >= cells(&known);
        let without_results = !unknown.is_empty() && has_results(heading) && !has_result;
        let alone = understood && has_results(heading) && !has_level && cells(&known) >= CODES_ALONE;
        if mostly_unknown || without_results || alone || chances {
            let digits = |code: &String| !chances || code.chars().all(|c| c.is_ascii_digit());
            let by_chance: BTreeSet<String> =
                known.into_keys().filter(|code| may_be_chance(code) && digits(code)).collect();
            for pupil in pupils.iter_mut() {
                if matches!(meaning(pupil.cell(heading)), Meaning::Known(code, _) if by_chance.contains(&code)) {
                    pupil.doubt(heading);
                }
            }
        }
    }
}

/// RULES 6.3: the columns of estimates that are chances throughout, or no level. They are asked about, and in no figure.
pub fn chance_columns(headings: &[String], pupils: &[ReferencePupil]) -> BTreeSet<String> {
    let is_of_chances = |heading: &&String| {
        let filled = || pupils.iter().map(|pupil| pupil.cell(heading)).filter(|cell| !cell.is_empty());
        let percent = filled().any(|cell| cell.ends_with('%'));
        let number = |cell: &str| {
            let digits = cell.trim_end_matches('%').trim();
            (!digits.starts_with(['+', '-'])).then(|| digits.parse::<f64>().ok()).flatten()
        };
        let is_level = |cell: &str| {
            scale_of(heading)
                .is_some_and(|meaning| matches!(meaning(cell), Meaning::Known(_, worth) if worth != Worth::NoResult))
        };
        let is_known =
            |cell: &str| scale_of(heading).is_some_and(|meaning| matches!(meaning(cell), Meaning::Known(..)));
        let chance = |cell: &str| {
            // 1.5 is level 1 (RULES 1.1), and 1 may be a chance. Among percentages 90 is one and 0.9 is doubted.
            let in_range = |chance: &f64| match (percent, cell.ends_with('%')) {
                (true, true) => (0.0..=100.0).contains(chance),
                (true, false) => {
                    *chance < 1.0 && *chance >= 0.0 || *chance > 1.0 && *chance <= 100.0 && !is_known(cell)
                }
                (false, signed) => !signed && (0.0..2.0).contains(chance),
            };
            number(cell).filter(in_range)
        };
        heading.starts_with("FFT")
            && !heading.ends_with("Points")
            && filled().any(|cell| chance(cell).is_some_and(|chance| percent || 0.0 < chance && chance < 1.0))
            && filled().all(|cell| {
                chance(cell).is_some() || !cell.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !is_level(cell)
            })
    };
    headings.iter().filter(is_of_chances).cloned().collect()
}

/// RULES 6.3: "85%", "0.85".
fn is_chance(cell: &str) -> bool {
    let number = cell.trim_end_matches('%').trim().parse::<f64>();
    number.is_ok_and(|number| cell.ends_with('%') || number > 0.0 && number < 1.0)
}

const FLAGS: [&str; 5] = ["FSM", "EAL", "InCare", "GiftedTalented", "Pilot"];

/// Decides in each column of flags whether T and F are meant.
pub fn settle_flags(headings: &[String], pupils: &mut [&mut ReferencePupil], scales: Scales) {
    for heading in headings.iter().filter(|heading| scales.flags.contains(&heading.as_str())) {
        settle_true_and_false(heading, pupils);
    }
}

/// T and F are read where the column has both, or nothing else that is not understood.
fn settle_true_and_false(heading: &str, pupils: &mut [&mut ReferencePupil]) {
    let is = |cell: &str, letter: &str| cell.eq_ignore_ascii_case(letter);
    let has = |letter: &str| pupils.iter().any(|pupil| is(pupil.cell(heading), letter));
    let unknown = pupils
        .iter()
        .any(|pupil| matches!(flag(pupil.cell(heading)), Meaning::Unknown) && is_foreign(flag, pupil.cell(heading)));
    if unknown && !(has("T") && has("F")) {
        for pupil in pupils.iter_mut().filter(|pupil| is(pupil.cell(heading), "T") || is(pupil.cell(heading), "F")) {
            pupil.doubt(heading);
        }
    }
}

/// Not just another way to write a code: with marks, or in the words that the tests use.
fn is_foreign(meaning: fn(&str) -> Meaning, cell: &str) -> bool {
    matches!(meaning(&bare(cell)), Meaning::Unknown) && !cell.starts_with('?') && cell != "School Action"
        || is_doubted(cell)
}

fn bare(cell: &str) -> String {
    cell.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// T or F, as [`ReferencePupil::doubt`] marks it.
fn is_doubted(cell: &str) -> bool {
    ["?T", "?F"].iter().any(|doubted| doubted.eq_ignore_ascii_case(cell))
}

/// Letters and numbers are in other scales as well.
fn may_be_chance(code: &str) -> bool {
    code.len() == 1 || code.chars().all(|c| c.is_ascii_digit())
}

fn has_results(heading: &str) -> bool {
    !FLAGS.contains(&heading) && heading != "Sex" && heading != "SEN"
}

/// How the cells of a coded column are read; None for every other column.
fn scale_of(heading: &str) -> Option<ReferenceScale> {
    let result = heading.rsplit_once("KS").map(|(_, result)| result);
    match result {
        Some(result) if result.ends_with("AtoC") => Some(count),
        Some(result) if result.ends_with("Points") => None,
        Some(result) if result.starts_with('4') => Some(grade),
        Some(_) => Some(level),
        None if heading.starts_with("Y10") => Some(grade), // RULES 7: year 10 results are grades
        None if heading.starts_with(['Y', 'y']) => Some(level),
        None if early_years::SCALES.contains(&heading) => Some(scale),
        None if FLAGS.contains(&heading) => Some(flag),
        None if heading == "Sex" => Some(|cell| code_of(cell, groups::sex(cell))),
        None if heading == "SEN" => Some(|cell| code_of(cell, groups::sen_stage(cell))),
        None => None,
    }
}

pub fn code_of(cell: &str, code: Option<String>) -> Meaning {
    match code {
        _ if cell.is_empty() => Meaning::Blank,
        Some(code) => Meaning::Known(code, Worth::NoResult),
        None => Meaning::Unknown,
    }
}

pub fn flag(cell: &str) -> Meaning {
    code_of(cell, groups::yes_or_no(cell))
}

/// A result, where the cell is one; else one of the codes that are none.
pub fn result_of(cell: &str, result: Option<i128>, none: &[&str]) -> Meaning {
    let code = cell.to_ascii_uppercase();
    let whole = code.split_once('.').map_or(code.clone(), |(whole, _)| whole.to_string());
    match result {
        _ if cell.is_empty() => Meaning::Blank,
        Some(result) => Meaning::Known(whole, if result > 0 { Worth::Something } else { Worth::Nothing }),
        None if none.contains(&code.as_str()) => Meaning::Known(code, Worth::NoResult),
        None => Meaning::Unknown,
    }
}

fn level(cell: &str) -> Meaning {
    result_of(cell, results::whole_level(cell), &["B", "N", "A", "D", "T", "M", "L", "X", "Z"])
}

fn grade(cell: &str) -> Meaning {
    result_of(cell, results::grade_points(cell), &["M", "T", "L", "N", "Z"])
}

pub fn number_to(most: i128, cell: &str) -> Option<i128> {
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    is_digits(cell).then(|| cell.parse().ok()).flatten().filter(|number| *number <= most)
}

/// RULES 1.1: a decimal is its whole part; a fraction of one is a chance, no count of none.
fn count(cell: &str) -> Meaning {
    let whole = match cell.split_once('.') {
        Some(("0", part)) if part.chars().any(|c| c != '0') => cell,
        Some((whole, part)) if !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()) => whole,
        _ => cell,
    };
    result_of(cell, number_to(120, whole), &[])
}

fn scale(cell: &str) -> Meaning {
    result_of(cell, number_to(9, cell), &[])
}

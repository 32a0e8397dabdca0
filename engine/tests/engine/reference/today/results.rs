//! RULES_2027 A: what the cells of results say. Letter case is ignored throughout.

use crate::reference::exact::{ReferenceFraction, number, whole_number};
use crate::reference::scales::{Meaning, result_of};
use crate::reference::table::ReferencePupil;

/// What a result says to a threshold.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub enum TodayResult {
    Blank,
    /// Leaves the pupil out of the figure.
    Out,
    /// In the figure, not reached: a code without a mark, or a spelling that is not understood.
    NoMark,
    Mark(i128),
}

/// RULES_2027 A, the code lists.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TodayScale {
    Goal,
    Phonics,
    /// The column beside the mark that says how the check came out.
    PhonicsOutcome,
    Tables,
    Score,
    /// The column beside a score that says what came of the test.
    Outcome,
    Writing,
    Science,
    Grade,
}

/// A test reached its standard, and no more is known.
pub const STANDARD: i128 = 100;
pub const HIGHER: i128 = 110;
/// The mark of the phonics check.
pub const PHONICS: i128 = 32;

/// Ranks of teacher assessments: EM, PK1 to PK6, and these.
pub const WORKING_TOWARDS: i128 = 7;
pub const EXPECTED: i128 = 8;
pub const GREATER_DEPTH: i128 = 9;

impl TodayScale {
    /// The mark of a cell, if it is one.
    fn mark(self, cell: &str) -> Option<i128> {
        let between = |least, most| whole_number(cell).filter(|mark| (least..=most).contains(mark));
        let code = cell.to_ascii_uppercase();
        match self {
            TodayScale::Goal => between(1, 2),
            TodayScale::Phonics => between(0, 40),
            TodayScale::PhonicsOutcome => (code == "WA").then_some(PHONICS),
            TodayScale::Tables => between(0, 25),
            TodayScale::Score => between(80, 120),
            TodayScale::Outcome => (code == "AS").then_some(STANDARD),
            TodayScale::Writing => match code.as_str() {
                "GDS" => Some(GREATER_DEPTH),
                "EXS" => Some(EXPECTED),
                "WTS" => Some(WORKING_TOWARDS),
                code => below_the_standard(code),
            },
            TodayScale::Science => match code.as_str() {
                "EXS" => Some(EXPECTED),
                "HNM" => Some(WORKING_TOWARDS),
                code => below_the_standard(code),
            },
            TodayScale::Grade => match code.as_str() {
                "U" | "X" => Some(0),
                _ => between(1, 9),
            },
        }
    }

    /// Codes of those who are in the figure and have no mark.
    pub fn not_reached(self) -> &'static [&'static str] {
        match self {
            TodayScale::Goal => &["A"],
            TodayScale::Phonics => &["A", "D", "Q"],
            TodayScale::PhonicsOutcome => &["A", "D", "Q", "WT"],
            TodayScale::Tables => &["A", "B", "D", "J", "Q", "U"],
            TodayScale::Score | TodayScale::Outcome => &["N", "B", "A", "H", "J", "Q", "U", "NS"],
            TodayScale::Writing | TodayScale::Science => &["A", "D", "Q"],
            TodayScale::Grade => &[],
        }
    }

    /// Codes of those who are out of the figure.
    pub fn out(self) -> &'static [&'static str] {
        match self {
            TodayScale::Goal | TodayScale::Grade => &[],
            TodayScale::Phonics | TodayScale::PhonicsOutcome => &["L"],
            TodayScale::Tables => &["L", "M"],
            TodayScale::Score | TodayScale::Outcome => &["L", "M", "F", "P", "S", "X", "Z"],
            TodayScale::Writing | TodayScale::Science => &["L", "M", "F", "P", "X", "Z"],
        }
    }

    pub fn result(self, cell: &str) -> TodayResult {
        let code = cell.to_ascii_uppercase();
        match self.mark(cell) {
            _ if cell.is_empty() => TodayResult::Blank,
            Some(mark) => TodayResult::Mark(mark),
            None if self.out().contains(&code.as_str()) => TodayResult::Out,
            None => TodayResult::NoMark,
        }
    }

    /// What the cell says by itself, for what is in doubt (RULES 1.1).
    pub fn meaning(self, cell: &str) -> Meaning {
        // An emerging goal is nothing yet.
        let worth = if self == TodayScale::Goal { self.mark(cell).map(|mark| mark - 1) } else { self.mark(cell) };
        result_of(cell, worth, &[self.not_reached(), self.out()].concat())
    }
}

fn below_the_standard(code: &str) -> Option<i128> {
    match code {
        "EM" => Some(0),
        _ => whole_number(code.strip_prefix("PK")?).filter(|step| (1..=6).contains(step)),
    }
}

/// RULES_2027 A: where the score is blank or `N`, the outcome is the result.
pub fn score_and_outcome(score: &str, outcome: &str) -> TodayResult {
    if (score.is_empty() || score.eq_ignore_ascii_case("N")) && !outcome.is_empty() {
        return TodayScale::Outcome.result(outcome);
    }
    TodayScale::Score.result(score)
}

/// The same of the phonics check: where the mark is blank, the outcome is the result.
pub fn phonics_and_outcome(mark: &str, outcome: &str) -> TodayResult {
    match mark {
        "" => TodayScale::PhonicsOutcome.result(outcome),
        mark => TodayScale::Phonics.result(mark),
    }
}

/// A scaled score that is a number.
pub fn score(pupil: &ReferencePupil, column: &str) -> Option<i128> {
    TodayScale::Score.mark(pupil.cell(column))
}

/// RULES_2027 C.1: twice the mean of the scaled scores in reading and maths, where both are numbers.
pub fn twice_the_mean_score(pupil: &ReferencePupil) -> Option<i128> {
    Some(score(pupil, "KS2_Reading_Score")? + score(pupil, "KS2_Maths_Score")?)
}

/// Attainment 8: a number from 0 to 90.
pub fn attainment_8(cell: &str) -> Option<ReferenceFraction> {
    number(cell).filter(|points| !ReferenceFraction::whole(90).is_less_than(*points))
}

//! RULES_2027 B: the measures of edition 2027.

use super::columns::goals;
use super::results::{
    EXPECTED, GREATER_DEPTH, HIGHER, STANDARD, TodayResult, TodayScale, attainment_8, phonics_and_outcome, score,
    score_and_outcome,
};
use crate::reference::exact::{ReferenceFraction, whole_number};
use crate::reference::groups::yes_or_no;
use crate::reference::table::{ReferenceCohort, ReferencePupil};
use crate::reference::{ReferenceFigure, attendance};

/// RULES 2.5, RULES_2027 A: the name of a basis and what its columns begin with.
pub type TodayBasis = (&'static str, &'static str);

pub const ACTUAL: TodayBasis = ("actual", "");
pub const TARGET: TodayBasis = ("target", "Target_");
pub const BASES: [TodayBasis; 6] = [
    ACTUAL,
    TARGET,
    ("moderated", "Target_"), // equals target until one is changed
    ("estimate:FFT50", "FFT50_"),
    ("estimate:FFT20", "FFT20_"),
    ("estimate:FFT5", "FFT5_"),
];

/// One line of the table in RULES_2027 B.
pub struct TodayMeasure {
    pub id: &'static str,
    pub kind: TodayKind,
    /// Of the children in care alone.
    pub of_care: bool,
}

pub enum TodayKind {
    /// The share who reach every mark.
    Threshold(Vec<TodayMark>),
    /// `eyfsp.gld`: 2 in each of the twelve goals.
    GoodLevel,
    /// `eyfsp.goals`: the mean number of goals at 2.
    Goals,
    /// The mean of a column, of the pupils with a number there.
    Mean(&'static str, fn(&str) -> Option<ReferenceFraction>),
    Absence,
    /// Absent in at least so many hundredths of the pupil's own sessions.
    AbsentFor(i128),
}

/// What is to be reached, in the best of these columns.
pub struct TodayMark {
    pub columns: &'static [&'static str],
    pub scale: TodayScale,
    pub least: i128,
}

/// What a pupil is to a measure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TodayClass {
    Reached,
    Short,
    Missing,
    LeftOut,
}

pub const HEADLINE: [&str; 7] =
    ["eyfsp.gld", "phonics.y1", "ks2.rwm", "ks4.em5", "ks4.a8", "attendance.absence", "attendance.persistent"];

const READING: &[&str] = &["KS2_Reading_Score"];
const MATHS: &[&str] = &["KS2_Maths_Score"];
const SPELLING: &[&str] = &["KS2_GPS_Score"];
const WRITING: &[&str] = &["KS2_Writing_TA"];
const SCIENCE: &[&str] = &["KS2_Science_TA"];
const ENGLISH: &[&str] = &["KS4_English_Language", "KS4_English_Literature"];
const GCSE_MATHS: &[&str] = &["KS4_Maths"];

fn mark(columns: &'static [&'static str], scale: TodayScale, least: i128) -> TodayMark {
    TodayMark { columns, scale, least }
}

fn scored(columns: &'static [&'static str], least: i128) -> TodayMark {
    mark(columns, TodayScale::Score, least)
}

pub fn all() -> Vec<TodayMeasure> {
    let share = |id, marks| TodayMeasure { id, kind: TodayKind::Threshold(marks), of_care: false };
    let of_care = |id, marks| TodayMeasure { id, kind: TodayKind::Threshold(marks), of_care: true };
    let other = |id, kind| TodayMeasure { id, kind, of_care: false };
    let writing = |least| mark(WRITING, TodayScale::Writing, least);
    let three = |least, written| vec![scored(READING, least), writing(written), scored(MATHS, least)];
    let english = |grade| mark(ENGLISH, TodayScale::Grade, grade);
    let maths = |grade| mark(GCSE_MATHS, TodayScale::Grade, grade);
    let score: fn(&str) -> Option<ReferenceFraction> = |cell| match TodayScale::Score.result(cell) {
        TodayResult::Mark(score) => Some(ReferenceFraction::whole(score)),
        _ => None,
    };
    let tables: fn(&str) -> Option<ReferenceFraction> = |cell| match TodayScale::Tables.result(cell) {
        TodayResult::Mark(mark) => Some(ReferenceFraction::whole(mark)),
        _ => None,
    };
    vec![
        other("eyfsp.gld", TodayKind::GoodLevel),
        other("eyfsp.goals", TodayKind::Goals),
        share("phonics.y1", vec![mark(&["Phonics_Mark"], TodayScale::Phonics, 32)]),
        share("mtc.full", vec![mark(&["MTC_Mark"], TodayScale::Tables, 25)]),
        other("mtc.mean", TodayKind::Mean("MTC_Mark", tables)),
        share("ks2.rwm", three(STANDARD, EXPECTED)),
        share("ks2.rwm.high", three(HIGHER, GREATER_DEPTH)),
        share("ks2.reading", vec![scored(READING, STANDARD)]),
        share("ks2.reading.high", vec![scored(READING, HIGHER)]),
        share("ks2.maths", vec![scored(MATHS, STANDARD)]),
        share("ks2.maths.high", vec![scored(MATHS, HIGHER)]),
        share("ks2.gps", vec![scored(SPELLING, STANDARD)]),
        share("ks2.gps.high", vec![scored(SPELLING, HIGHER)]),
        share("ks2.writing", vec![writing(EXPECTED)]),
        share("ks2.writing.high", vec![writing(GREATER_DEPTH)]),
        share("ks2.science", vec![mark(SCIENCE, TodayScale::Science, EXPECTED)]),
        other("ks2.reading.mean", TodayKind::Mean("KS2_Reading_Score", score)),
        other("ks2.maths.mean", TodayKind::Mean("KS2_Maths_Score", score)),
        other("ks2.gps.mean", TodayKind::Mean("KS2_GPS_Score", score)),
        share("ks4.em5", vec![english(5), maths(5)]),
        share("ks4.em4", vec![english(4), maths(4)]),
        share("ks4.english4", vec![english(4)]),
        share("ks4.english5", vec![english(5)]),
        share("ks4.english7", vec![english(7)]),
        share("ks4.maths4", vec![maths(4)]),
        share("ks4.maths5", vec![maths(5)]),
        share("ks4.maths7", vec![maths(7)]),
        other("ks4.a8", TodayKind::Mean("KS4_A8", attainment_8)),
        other("attendance.absence", TodayKind::Absence),
        other("attendance.persistent", TodayKind::AbsentFor(10)),
        other("attendance.severe", TodayKind::AbsentFor(50)),
        of_care("care.ks2.rwm", three(STANDARD, EXPECTED)),
        of_care("care.ks4.em4", vec![english(4), maths(4)]),
    ]
}

impl TodayMark {
    /// The column beside a score.
    fn outcome(&self) -> Option<String> {
        match self.scale {
            TodayScale::Score => Some(self.columns[0].replace("_Score", "_Outcome")),
            TodayScale::Phonics => Some("Phonics_Outcome".to_string()),
            _ => None,
        }
    }

    /// The best of the columns; a blank one is passed over where another is filled.
    pub fn result(&self, prefix: &str, pupil: &ReferencePupil) -> TodayResult {
        let cell = |column: &str| pupil.cell(&format!("{prefix}{column}")).to_string();
        if let Some(outcome) = self.outcome() {
            let read = if self.scale == TodayScale::Phonics { phonics_and_outcome } else { score_and_outcome };
            return read(&cell(self.columns[0]), &cell(&outcome));
        }
        let results = self.columns.iter().map(|column| self.scale.result(&cell(column)));
        results.max_by(|one, other| one.partial_cmp(other).expect("results have an order")).expect("a mark has columns")
    }

    pub fn is_reached_by(&self, result: TodayResult) -> bool {
        matches!(result, TodayResult::Mark(mark) if mark >= self.least)
    }

    fn is_in(&self, prefix: &str, cohort: &ReferenceCohort) -> bool {
        let by_outcome = || self.scale == TodayScale::Phonics && prefix.is_empty() && cohort.has("Phonics_Outcome");
        self.columns.iter().any(|column| cohort.has(&format!("{prefix}{column}"))) || by_outcome()
    }
}

impl TodayMeasure {
    /// RULES 2.1: over all pupils of the file, whatever year group is picked.
    pub fn is_about_all_years(&self) -> bool {
        self.id.starts_with("attendance.")
    }

    pub fn is_headline(&self) -> bool {
        HEADLINE.contains(&self.id)
    }

    pub fn marks(&self) -> &[TodayMark] {
        match &self.kind {
            TodayKind::Threshold(marks) => marks,
            _ => &[],
        }
    }

    /// RULES 2.5: the file has all columns of the measure on this basis.
    pub fn is_in(&self, (_, prefix): TodayBasis, cohort: &ReferenceCohort) -> bool {
        let has = |columns: &[String]| columns.iter().all(|column| cohort.has(&format!("{prefix}{column}")));
        let has_results = match &self.kind {
            TodayKind::Threshold(marks) => marks.iter().all(|mark| mark.is_in(prefix, cohort)),
            TodayKind::GoodLevel => has(&goals(12)),
            TodayKind::Goals => has(&goals(17)),
            TodayKind::Mean(column, _) => has(&[column.to_string()]),
            TodayKind::Absence | TodayKind::AbsentFor(_) => {
                prefix.is_empty() && has(&attendance::COLUMNS.map(str::to_string))
            }
        };
        has_results && (!self.of_care || cohort.has("InCare"))
    }

    /// Whether the measure is about this pupil at all.
    pub fn is_about(&self, pupil: &ReferencePupil) -> bool {
        !self.of_care || yes_or_no(pupil.cell("InCare")).as_deref() == Some("Y")
    }

    /// Of the measures that are shares of pupils.
    pub fn class(&self, (_, prefix): TodayBasis, pupil: &ReferencePupil) -> TodayClass {
        match &self.kind {
            TodayKind::Threshold(marks) => {
                let results: Vec<(&TodayMark, TodayResult)> =
                    marks.iter().map(|mark| (mark, mark.result(prefix, pupil))).collect();
                if results.iter().any(|(_, result)| *result == TodayResult::Out) {
                    TodayClass::LeftOut
                } else if results.iter().all(|(mark, result)| mark.is_reached_by(*result)) {
                    TodayClass::Reached
                } else if results
                    .iter()
                    .all(|(mark, result)| *result == TodayResult::Blank || mark.is_reached_by(*result))
                {
                    TodayClass::Missing
                } else {
                    TodayClass::Short
                }
            }
            TodayKind::GoodLevel => match goals_at_2(prefix, 12, pupil) {
                None => TodayClass::LeftOut,
                Some(12) => TodayClass::Reached,
                Some(_) => TodayClass::Short,
            },
            TodayKind::AbsentFor(hundredths) => match sessions(pupil) {
                None => TodayClass::LeftOut,
                Some((absent, possible)) if 100 * absent >= hundredths * possible => TodayClass::Reached,
                Some(_) => TodayClass::Short,
            },
            TodayKind::Goals | TodayKind::Mean(..) | TodayKind::Absence => panic!("{} is no share", self.id),
        }
    }

    pub fn figure(&self, basis: TodayBasis, pupils: &[&ReferencePupil]) -> ReferenceFigure {
        match &self.kind {
            TodayKind::Absence => attendance::absence(pupils),
            TodayKind::Goals => mean(pupils, |pupil| goals_at_2(basis.1, 17, pupil).map(ReferenceFraction::whole)),
            TodayKind::Mean(column, number) => {
                mean(pupils, |pupil| number(pupil.cell(&format!("{}{column}", basis.1))))
            }
            TodayKind::Threshold(_) | TodayKind::GoodLevel | TodayKind::AbsentFor(_) => {
                let about = pupils.iter().filter(|pupil| self.is_about(pupil));
                let classes: Vec<TodayClass> = about.map(|pupil| self.class(basis, pupil)).collect();
                let count = |class| classes.iter().filter(|found| **found == class).count() as i128;
                let (reached, missing) = (count(TodayClass::Reached), count(TodayClass::Missing));
                let eligible = reached + missing + count(TodayClass::Short);
                ReferenceFigure::share(reached, eligible, missing, count(TodayClass::LeftOut))
            }
        }
    }

    pub fn is_share(&self) -> bool {
        !matches!(self.kind, TodayKind::Goals | TodayKind::Mean(..) | TodayKind::Absence)
    }
}

/// The mean of those who have a number; the others are left out.
pub fn mean(
    pupils: &[&ReferencePupil],
    number: impl Fn(&ReferencePupil) -> Option<ReferenceFraction>,
) -> ReferenceFigure {
    let numbers: Vec<ReferenceFraction> = pupils.iter().filter_map(|pupil| number(pupil)).collect();
    let sum = numbers.iter().fold(ReferenceFraction::whole(0), |sum, number| sum.plus(*number));
    let eligible = numbers.len() as i128;
    ReferenceFigure::value(sum.over(eligible), eligible, pupils.len() as i128 - eligible)
}

/// The number of goals at 2, of a child with 1 or 2 in each of the first so many.
pub fn goals_at_2(prefix: &str, number: usize, pupil: &ReferencePupil) -> Option<i128> {
    let mut at_2 = 0;
    for goal in goals(number) {
        match TodayScale::Goal.result(pupil.cell(&format!("{prefix}{goal}"))) {
            TodayResult::Mark(2) => at_2 += 1,
            TodayResult::Mark(_) => (),
            _ => return None,
        }
    }
    Some(at_2)
}

/// RULES 3.4: absent and possible sessions, of a pupil with possible sessions.
pub fn sessions(pupil: &ReferencePupil) -> Option<(i128, i128)> {
    let possible = whole_number(pupil.cell("Sessions_Possible")).filter(|possible| *possible > 0)?;
    let absent = |column| match pupil.cell(column) {
        "" => Some(0),
        cell => whole_number(cell),
    };
    Some((absent("Sessions_Authorised")? + absent("Sessions_Unauthorised")?, possible))
}

/// Both scaled scores of Key Stage 2 are at the expected standard.
pub fn met_the_standard(pupil: &ReferencePupil) -> bool {
    [READING[0], MATHS[0]].iter().all(|column| score(pupil, column).is_some_and(|score| score >= STANDARD))
}

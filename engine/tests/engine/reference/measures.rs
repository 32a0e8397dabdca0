//! RULES 3: the measures, what they are about and the columns they need.

use super::counting::{average_points, progress, threshold};
use super::exact::number;
use super::results::{is_good_grade, ks1_english_level, whole_level};
use super::table::ReferencePupil;
use super::{ReferenceFigure, attendance, early_years};

/// RULES 2.5: what a figure is computed on. The outcome is read from the column with the prefix before its name; prior
/// attainment always from the plain column.
pub struct ReferenceBasis {
    pub name: &'static str,
    prefix: &'static str,
}

impl ReferenceBasis {
    pub fn all() -> [ReferenceBasis; 7] {
        [
            ReferenceBasis { name: "actual", prefix: "" },
            ReferenceBasis { name: "target", prefix: "Target_" },
            ReferenceBasis { name: "moderated", prefix: "Target_" }, // RULES 2.5: equals target until one is changed
            ReferenceBasis { name: "estimate:FFT A", prefix: "FFTA_" },
            ReferenceBasis { name: "estimate:FFT B", prefix: "FFTB_" },
            ReferenceBasis { name: "estimate:FFT C", prefix: "FFTC_" },
            ReferenceBasis { name: "estimate:FFT D", prefix: "FFTD_" },
        ]
    }

    pub fn column(&self, outcome: &str) -> String {
        format!("{}{outcome}", self.prefix)
    }
}

/// One line of the table in RULES 3.
pub struct ReferenceMeasure {
    pub id: &'static str,
    pub kind: ReferenceKind,
}

pub enum ReferenceKind {
    /// RULES 2.1: the share who reach every mark.
    Threshold(ReferencePopulation, Vec<ReferenceMark>),
    /// RULES 2.2: from prior attainment to an outcome column, by levels or by grades.
    Progress(ReferencePrior, &'static str),
    /// `ks4.points`.
    AveragePoints,
    /// `fsp.good`, `fsp.gap` (RULES 3.3).
    EarlyYears(fn(&[&ReferencePupil]) -> ReferenceFigure),
    /// `attendance.*` (RULES 3.4).
    Attendance(fn(&[&ReferencePupil]) -> ReferenceFigure),
}

/// RULES 2.3: the pupils whom the measure is about.
pub enum ReferencePopulation {
    Everyone,
    /// RULES 4.3.
    ChildrenInCare,
    /// Those below level 4 in this KS2 column, with a level, B or N (RULES 3).
    BelowLevel4(&'static str),
}

/// What is to be reached.
pub enum ReferenceMark {
    /// This whole level or above in this column.
    Level(&'static str, i128),
    /// A*–C in this column.
    GoodGrade(&'static str),
    /// ≥ 5 in `KS4_AtoC`.
    FiveGood,
}

/// Where prior attainment stands.
pub enum ReferencePrior {
    /// RULES 1.4: KS1 reading and writing.
    Ks1English,
    /// A National Curriculum result in this column; the outcome is 2 whole levels above it.
    Level(&'static str),
    /// A KS3 result in this column; the outcome is a GCSE grade (S0 ¶31).
    LevelBeforeGrade(&'static str),
}

/// The editions that are known here.
pub const EDITIONS: [&str; 2] = ["2008", "2009"];

/// The measures of an edition, RULES 3.
pub fn of_edition(edition: &str) -> Vec<ReferenceMeasure> {
    let mut measures = of_both_editions();
    match edition {
        "2008" => measures.extend(only_2008()),
        "2009" => measures.extend(only_2009()),
        other => panic!("no edition {other}"),
    }
    measures
}

fn of_both_editions() -> Vec<ReferenceMeasure> {
    use ReferenceKind::*;
    use ReferenceMark::*;
    use ReferencePopulation::*;
    let below_4 = |ks2, ks3| Threshold(BelowLevel4(ks2), vec![Level(ks3, 5)]);
    vec![
        ReferenceMeasure { id: "ks2.english4", kind: Threshold(Everyone, vec![Level("KS2_English", 4)]) },
        ReferenceMeasure { id: "ks2.maths4", kind: Threshold(Everyone, vec![Level("KS2_Maths", 4)]) },
        ReferenceMeasure { id: "ks3.english5", kind: Threshold(Everyone, vec![Level("KS3_English", 5)]) },
        ReferenceMeasure { id: "ks3.maths5", kind: Threshold(Everyone, vec![Level("KS3_Maths", 5)]) },
        ReferenceMeasure { id: "ks3.science5", kind: Threshold(Everyone, vec![Level("KS3_Science", 5)]) },
        ReferenceMeasure { id: "ks4.good5em", kind: Threshold(Everyone, good5em()) },
        ReferenceMeasure { id: "attendance.absence", kind: Attendance(attendance::absence) },
        ReferenceMeasure { id: "catchup.ks3.english", kind: below_4("KS2_English", "KS3_English") },
        ReferenceMeasure { id: "catchup.ks3.maths", kind: below_4("KS2_Maths", "KS3_Maths") },
    ]
}

fn only_2008() -> Vec<ReferenceMeasure> {
    vec![
        ReferenceMeasure {
            id: "ks4.good5",
            kind: ReferenceKind::Threshold(ReferencePopulation::Everyone, vec![ReferenceMark::FiveGood]),
        },
        ReferenceMeasure { id: "ks4.points", kind: ReferenceKind::AveragePoints },
    ]
}

fn only_2009() -> Vec<ReferenceMeasure> {
    use ReferenceKind::*;
    use ReferenceMark::Level;
    use ReferencePopulation::*;
    use ReferencePrior::{Ks1English, LevelBeforeGrade};
    let both = |english, maths, level| Threshold(Everyone, vec![Level(english, level), Level(maths, level)]);
    vec![
        ReferenceMeasure { id: "ks2.both4", kind: both("KS2_English", "KS2_Maths", 4) },
        ReferenceMeasure { id: "ks2.progress.english", kind: Progress(Ks1English, "KS2_English") },
        ReferenceMeasure { id: "ks2.progress.maths", kind: Progress(ReferencePrior::Level("KS1_Maths"), "KS2_Maths") },
        ReferenceMeasure { id: "ks3.both5", kind: both("KS3_English", "KS3_Maths", 5) },
        ReferenceMeasure {
            id: "ks3.progress.english",
            kind: Progress(ReferencePrior::Level("KS2_English"), "KS3_English"),
        },
        ReferenceMeasure { id: "ks3.progress.maths", kind: Progress(ReferencePrior::Level("KS2_Maths"), "KS3_Maths") },
        ReferenceMeasure { id: "ks4.progress.english", kind: Progress(LevelBeforeGrade("KS3_English"), "KS4_English") },
        ReferenceMeasure { id: "ks4.progress.maths", kind: Progress(LevelBeforeGrade("KS3_Maths"), "KS4_Maths") },
        ReferenceMeasure { id: "fsp.good", kind: EarlyYears(early_years::good) },
        ReferenceMeasure { id: "fsp.gap", kind: EarlyYears(early_years::gap) },
        ReferenceMeasure { id: "attendance.persistent", kind: Attendance(attendance::persistent) },
        ReferenceMeasure { id: "care.ks2.english4", kind: Threshold(ChildrenInCare, vec![Level("KS2_English", 4)]) },
        ReferenceMeasure { id: "care.ks2.maths4", kind: Threshold(ChildrenInCare, vec![Level("KS2_Maths", 4)]) },
        ReferenceMeasure { id: "care.ks4.good5em", kind: Threshold(ChildrenInCare, good5em()) },
    ]
}

/// S0 ¶31a, S1 ¶10: ≥ 5 A*–C incl. equivalents, and A*–C in GCSE English and in GCSE maths.
fn good5em() -> Vec<ReferenceMark> {
    vec![ReferenceMark::FiveGood, ReferenceMark::GoodGrade("KS4_English"), ReferenceMark::GoodGrade("KS4_Maths")]
}

impl ReferenceMeasure {
    /// RULES 2.1: `attendance.*` are over all pupils of the file, whatever year group is picked.
    pub fn is_about_all_years(&self) -> bool {
        matches!(self.kind, ReferenceKind::Attendance(_))
    }

    /// RULES 2.5: all the columns of the measure on a basis; None where RULES 10.1 has no such columns.
    pub fn columns(&self, basis: &ReferenceBasis) -> Option<Vec<String>> {
        let is_actual = basis.name == "actual";
        match &self.kind {
            ReferenceKind::Threshold(whom, marks) => {
                let mut columns: Vec<String> = marks.iter().map(|mark| basis.column(mark.outcome())).collect();
                columns.extend(whom.column().map(str::to_string));
                Some(columns)
            }
            ReferenceKind::Progress(prior, outcome) => {
                let mut columns = vec![basis.column(outcome)];
                columns.extend(prior.columns().iter().map(|column| column.to_string()));
                Some(columns)
            }
            ReferenceKind::AveragePoints => Some(vec![basis.column("KS4_Points")]),
            ReferenceKind::EarlyYears(_) => is_actual.then(|| early_years::SCALES.map(str::to_string).to_vec()),
            ReferenceKind::Attendance(_) => is_actual.then(|| attendance::COLUMNS.map(str::to_string).to_vec()),
        }
    }

    pub fn figure(&self, basis: &ReferenceBasis, edition: &str, pupils: &[&ReferencePupil]) -> ReferenceFigure {
        match &self.kind {
            ReferenceKind::Threshold(whom, marks) => threshold(whom, marks, basis, edition, pupils),
            ReferenceKind::Progress(prior, outcome) => progress(prior, outcome, basis, pupils),
            ReferenceKind::AveragePoints => average_points(basis, pupils),
            ReferenceKind::EarlyYears(figure) | ReferenceKind::Attendance(figure) => figure(pupils),
        }
    }
}

impl ReferencePopulation {
    pub fn column(&self) -> Option<&'static str> {
        match self {
            ReferencePopulation::Everyone => None,
            ReferencePopulation::ChildrenInCare => Some("InCare"),
            ReferencePopulation::BelowLevel4(ks2) => Some(ks2),
        }
    }
}

impl ReferencePrior {
    pub fn columns(&self) -> Vec<&'static str> {
        match self {
            ReferencePrior::Ks1English => vec!["KS1_Reading", "KS1_Writing"],
            ReferencePrior::Level(column) | ReferencePrior::LevelBeforeGrade(column) => vec![column],
        }
    }

    /// RULES 2.2: the whole level of prior attainment, where it has one.
    pub fn level(&self, pupil: &ReferencePupil) -> Option<i128> {
        match self {
            ReferencePrior::Ks1English => ks1_english_level(pupil.cell("KS1_Reading"), pupil.cell("KS1_Writing")),
            ReferencePrior::Level(column) | ReferencePrior::LevelBeforeGrade(column) => whole_level(pupil.cell(column)),
        }
    }
}

impl ReferenceMark {
    pub fn outcome(&self) -> &'static str {
        match self {
            ReferenceMark::Level(column, _) | ReferenceMark::GoodGrade(column) => column,
            ReferenceMark::FiveGood => "KS4_AtoC",
        }
    }

    pub fn is_reached_by(&self, cell: &str) -> bool {
        match self {
            ReferenceMark::Level(_, level) => whole_level(cell).is_some_and(|reached| reached >= *level),
            ReferenceMark::GoodGrade(_) => is_good_grade(cell),
            ReferenceMark::FiveGood => number(cell).is_some_and(|count| count.is_at_least(5)),
        }
    }
}

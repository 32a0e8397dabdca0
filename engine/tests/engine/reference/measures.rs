//! RULES 3: the measures, what they are about and the columns they need.

use super::counting::{average_points, progress, threshold};
use super::exact::number;
use super::results::{is_good_grade, ks1_english_level, whole_level};
use super::table::Pupil;
use super::{Figure, attendance, early_years};

/// RULES 2.5: what a figure is computed on. The outcome is read from the column with the prefix before its name; prior
/// attainment always from the plain column.
pub struct Basis {
    pub name: &'static str,
    prefix: &'static str,
}

impl Basis {
    pub fn all() -> [Basis; 7] {
        [
            Basis { name: "actual", prefix: "" },
            Basis { name: "target", prefix: "Target_" },
            Basis { name: "moderated", prefix: "Target_" }, // RULES 2.5: equals target until one is changed
            Basis { name: "estimate:FFT A", prefix: "FFTA_" },
            Basis { name: "estimate:FFT B", prefix: "FFTB_" },
            Basis { name: "estimate:FFT C", prefix: "FFTC_" },
            Basis { name: "estimate:FFT D", prefix: "FFTD_" },
        ]
    }

    pub fn column(&self, outcome: &str) -> String {
        format!("{}{outcome}", self.prefix)
    }
}

/// One line of the table in RULES 3.
pub struct Measure {
    pub id: &'static str,
    kind: Kind,
}

enum Kind {
    /// RULES 2.1: the share who reach every mark.
    Threshold(Whom, Vec<Mark>),
    /// RULES 2.2: from prior attainment to an outcome column, by levels or by grades.
    Progress(Prior, &'static str),
    /// `ks4.points`.
    AveragePoints,
    /// `fsp.good`, `fsp.gap` (RULES 3.3).
    EarlyYears(fn(&[&Pupil]) -> Figure),
    /// `attendance.*` (RULES 3.4).
    Attendance(fn(&[&Pupil]) -> Figure),
}

/// RULES 2.3: the pupils whom the measure is about.
pub enum Whom {
    Everyone,
    /// RULES 4.3.
    ChildrenInCare,
    /// Those below level 4 in this KS2 column, with a level, B or N (RULES 3).
    BelowLevel4(&'static str),
}

/// What is to be reached.
pub enum Mark {
    /// This whole level or above in this column.
    Level(&'static str, i128),
    /// A*–C in this column.
    GoodGrade(&'static str),
    /// ≥ 5 in `KS4_AtoC`.
    FiveGood,
}

/// Where prior attainment stands.
pub enum Prior {
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
pub fn of_edition(edition: &str) -> Vec<Measure> {
    let mut measures = of_both_editions();
    match edition {
        "2008" => measures.extend(only_2008()),
        "2009" => measures.extend(only_2009()),
        other => panic!("no edition {other}"),
    }
    measures
}

fn of_both_editions() -> Vec<Measure> {
    use Kind::*;
    use Mark::*;
    use Whom::*;
    let below_4 = |ks2, ks3| Threshold(BelowLevel4(ks2), vec![Level(ks3, 5)]);
    vec![
        Measure { id: "ks2.english4", kind: Threshold(Everyone, vec![Level("KS2_English", 4)]) },
        Measure { id: "ks2.maths4", kind: Threshold(Everyone, vec![Level("KS2_Maths", 4)]) },
        Measure { id: "ks3.english5", kind: Threshold(Everyone, vec![Level("KS3_English", 5)]) },
        Measure { id: "ks3.maths5", kind: Threshold(Everyone, vec![Level("KS3_Maths", 5)]) },
        Measure { id: "ks3.science5", kind: Threshold(Everyone, vec![Level("KS3_Science", 5)]) },
        Measure { id: "ks4.good5em", kind: Threshold(Everyone, good5em()) },
        Measure { id: "attendance.absence", kind: Attendance(attendance::absence) },
        Measure { id: "catchup.ks3.english", kind: below_4("KS2_English", "KS3_English") },
        Measure { id: "catchup.ks3.maths", kind: below_4("KS2_Maths", "KS3_Maths") },
    ]
}

fn only_2008() -> Vec<Measure> {
    vec![
        Measure { id: "ks4.good5", kind: Kind::Threshold(Whom::Everyone, vec![Mark::FiveGood]) },
        Measure { id: "ks4.points", kind: Kind::AveragePoints },
    ]
}

fn only_2009() -> Vec<Measure> {
    use Kind::*;
    use Mark::Level;
    use Prior::{Ks1English, LevelBeforeGrade};
    use Whom::*;
    let both = |english, maths, level| Threshold(Everyone, vec![Level(english, level), Level(maths, level)]);
    vec![
        Measure { id: "ks2.both4", kind: both("KS2_English", "KS2_Maths", 4) },
        Measure { id: "ks2.progress.english", kind: Progress(Ks1English, "KS2_English") },
        Measure { id: "ks2.progress.maths", kind: Progress(Prior::Level("KS1_Maths"), "KS2_Maths") },
        Measure { id: "ks3.both5", kind: both("KS3_English", "KS3_Maths", 5) },
        Measure { id: "ks3.progress.english", kind: Progress(Prior::Level("KS2_English"), "KS3_English") },
        Measure { id: "ks3.progress.maths", kind: Progress(Prior::Level("KS2_Maths"), "KS3_Maths") },
        Measure { id: "ks4.progress.english", kind: Progress(LevelBeforeGrade("KS3_English"), "KS4_English") },
        Measure { id: "ks4.progress.maths", kind: Progress(LevelBeforeGrade("KS3_Maths"), "KS4_Maths") },
        Measure { id: "fsp.good", kind: EarlyYears(early_years::good) },
        Measure { id: "fsp.gap", kind: EarlyYears(early_years::gap) },
        Measure { id: "attendance.persistent", kind: Attendance(attendance::persistent) },
        Measure { id: "care.ks2.english4", kind: Threshold(ChildrenInCare, vec![Level("KS2_English", 4)]) },
        Measure { id: "care.ks2.maths4", kind: Threshold(ChildrenInCare, vec![Level("KS2_Maths", 4)]) },
        Measure { id: "care.ks4.good5em", kind: Threshold(ChildrenInCare, good5em()) },
    ]
}

/// S0 ¶31a, S1 ¶10: ≥ 5 A*–C incl. equivalents, and A*–C in GCSE English and in GCSE maths.
fn good5em() -> Vec<Mark> {
    vec![Mark::FiveGood, Mark::GoodGrade("KS4_English"), Mark::GoodGrade("KS4_Maths")]
}

impl Measure {
    /// RULES 2.1: `attendance.*` are over all pupils of the file, whatever year group is picked.
    pub fn is_about_all_years(&self) -> bool {
        matches!(self.kind, Kind::Attendance(_))
    }

    /// RULES 2.5: all the columns of the measure on a basis; None where RULES 10.1 has no such columns.
    pub fn columns(&self, basis: &Basis) -> Option<Vec<String>> {
        let is_actual = basis.name == "actual";
        match &self.kind {
            Kind::Threshold(whom, marks) => {
                let mut columns: Vec<String> = marks.iter().map(|mark| basis.column(mark.outcome())).collect();
                columns.extend(whom.column().map(str::to_string));
                Some(columns)
            }
            Kind::Progress(prior, outcome) => {
                let mut columns = vec![basis.column(outcome)];
                columns.extend(prior.columns().iter().map(|column| column.to_string()));
                Some(columns)
            }
            Kind::AveragePoints => Some(vec![basis.column("KS4_Points")]),
            Kind::EarlyYears(_) => is_actual.then(|| early_years::SCALES.map(str::to_string).to_vec()),
            Kind::Attendance(_) => is_actual.then(|| attendance::COLUMNS.map(str::to_string).to_vec()),
        }
    }

    pub fn figure(&self, basis: &Basis, edition: &str, pupils: &[&Pupil]) -> Figure {
        match &self.kind {
            Kind::Threshold(whom, marks) => threshold(whom, marks, basis, edition, pupils),
            Kind::Progress(prior, outcome) => progress(prior, outcome, basis, pupils),
            Kind::AveragePoints => average_points(basis, pupils),
            Kind::EarlyYears(figure) | Kind::Attendance(figure) => figure(pupils),
        }
    }
}

impl Whom {
    fn column(&self) -> Option<&'static str> {
        match self {
            Whom::Everyone => None,
            Whom::ChildrenInCare => Some("InCare"),
            Whom::BelowLevel4(ks2) => Some(ks2),
        }
    }
}

impl Prior {
    fn columns(&self) -> Vec<&'static str> {
        match self {
            Prior::Ks1English => vec!["KS1_Reading", "KS1_Writing"],
            Prior::Level(column) | Prior::LevelBeforeGrade(column) => vec![column],
        }
    }

    /// RULES 2.2: the whole level of prior attainment, where it has one.
    pub fn level(&self, pupil: &Pupil) -> Option<i128> {
        match self {
            Prior::Ks1English => ks1_english_level(pupil.cell("KS1_Reading"), pupil.cell("KS1_Writing")),
            Prior::Level(column) | Prior::LevelBeforeGrade(column) => whole_level(pupil.cell(column)),
        }
    }
}

impl Mark {
    pub fn outcome(&self) -> &'static str {
        match self {
            Mark::Level(column, _) | Mark::GoodGrade(column) => column,
            Mark::FiveGood => "KS4_AtoC",
        }
    }

    pub fn is_reached_by(&self, cell: &str) -> bool {
        match self {
            Mark::Level(_, level) => whole_level(cell).is_some_and(|reached| reached >= *level),
            Mark::GoodGrade(_) => is_good_grade(cell),
            Mark::FiveGood => number(cell).is_some_and(|count| count.is_at_least(5)),
        }
    }
}

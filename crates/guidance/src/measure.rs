//! Measures as data (RULES 3): who counts, out of which pupils, and what the guidance expects.

use serde::{Deserialize, Serialize};

use crate::benchmark::{Benchmark, BenchmarkLine, GuidanceFact, NationalFigure, SimilarPupils};
use crate::prior::PriorRule;

/// A measure.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// `ks2.both4`.
    pub id: String,
    /// "Key Stage 2", or an area of the edition that is no key stage.
    pub stage: String,
    /// "Level 4 or above in English and in maths".
    pub title: String,
    /// "Both 4+".
    pub short: String,
    /// What it is to the edition.
    pub standing: MeasureStanding,
    /// `S0 ¶26a`.
    pub source: String,
    /// What is counted, as a sentence.
    pub definition: String,
    /// How it is counted.
    pub kind: MeasureKind,
    /// The results that it is about, by canonical heading.
    pub outcome: Vec<String>,
    /// Where progress starts.
    pub prior: Option<PriorRule>,
    /// The prior attainment that conversion tables go by, where it is finer than the measure's own (RULES 6.3).
    pub conversion: Option<PriorRule>,
    /// Results on the way from prior attainment to the outcome, in the order of years.
    #[serde(default)]
    pub interim: Vec<InterimResult>,
    /// The pupils it is about, where not all.
    pub about: Option<MeasurePopulation>,
    /// Codes that leave a pupil out of a progress figure besides those of the code list. A switch sets them.
    #[serde(skip)]
    pub no_outcome: Vec<String>,
    /// In a mean, pupils without a number count as 0. A switch sets it.
    #[serde(skip)]
    pub none_is_zero: bool,
    /// What the guidance expects, one entry for each subject; empty: nothing with a rate.
    #[serde(default)]
    pub expected: Vec<ExpectedRates>,
    /// Fixed lines shown beside the figure.
    #[serde(default, rename = "line")]
    pub lines: Vec<BenchmarkLine>,
    /// What other schools reach (RULES 6).
    #[serde(default, rename = "benchmark")]
    pub benchmarks: Vec<Benchmark>,
    /// Sentences of the guidance to compare with.
    #[serde(default, rename = "fact")]
    pub facts: Vec<GuidanceFact>,
    /// What happened in England, as published.
    #[serde(default)]
    pub national: Vec<NationalFigure>,
    /// What pupils with the same prior attainment reached nationally.
    pub similar: Option<SimilarPupils>,
}

/// What a measure is to an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MeasureStanding {
    /// A statutory target for schools.
    Statutory,
    /// A main figure of the edition that is nobody's duty.
    Headline,
    /// Computed and shown beside them.
    Shown,
    /// Computed for the exchange format alone: a target of the local authority, on which nothing is raised.
    Figure,
    /// No figure of the edition; its checks and findings need it.
    Check,
}

/// How a measure counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MeasureKind {
    /// A share of every pupil: each outcome reaches its mark, a code of that column's code list (RULES 2.1).
    Threshold(Vec<String>),
    /// A share of the pupils with a prior level: the outcome is a number of whole levels above it (RULES 2.2).
    Progress(u8),
    /// A share of the pupils with a prior level: the outcome is the grade for that level, or better (S0 ¶31).
    Grades {
        /// The whole levels of progress that the grades are worth.
        levels: u8,
        /// The grades, highest level first.
        table: Vec<GradeFor>,
    },
    /// The mean of the outcome, a number.
    Average,
    /// The mean of how many of the outcomes are reached, of the pupils with each of them.
    MeanReached(String),
    /// A share of the children with a point in every scale: at least these points (RULES 3.3).
    GoodLevel(GoodLevel),
    /// How far the mean of this percentage of children with the lowest totals is below the median, in percent of the median
    /// (RULES 3.3).
    Gap(u16),
    /// Absent sessions of the possible ones, in percent (RULES 3.4). The first outcome is the possible sessions, the
    /// others add up to the absent ones.
    Absence,
    /// A share of the pupils with possible sessions: absent in this percentage of them or more. Outcomes as in
    /// [`MeasureKind::Absence`].
    PersistentAbsence(u16),
    /// The same, by a number of sessions that is the same for everybody (a switch sets it).
    PersistentSessions(u16),
}

/// What conventions call a kind of measure: see [`MeasureKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is the kind of that name")]
pub enum KindName {
    Threshold,
    Progress,
    Grades,
    Average,
    MeanReached,
    GoodLevel,
    Gap,
    Absence,
    PersistentAbsence,
}

/// A good level of development.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GoodLevel {
    /// Points over all scales.
    pub total: u16,
    /// Points in each of some scales.
    pub each: u8,
    /// Those scales, by canonical heading.
    pub scales: Vec<String>,
    /// Codes that count as no point, instead of leaving the child out. A switch sets them.
    #[serde(skip)]
    pub no_point: Vec<String>,
}

/// A result on the way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InterimResult {
    /// By canonical heading.
    pub result: String,
    /// The year group at whose end it is recorded.
    pub year: u16,
    /// It is shown, and is no point on the line from the prior result to the target.
    #[serde(default)]
    pub only_shown: bool,
}

/// The grade that is progress enough from a level on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GradeFor {
    /// From this whole level on.
    pub level: u8,
    /// The grade, as in the code list.
    pub grade: String,
}

/// The pupils a measure is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MeasurePopulation {
    /// Pupils below a level before.
    Below {
        /// By this result, which has to be a level, or a code that counts as not having made progress (B, N).
        result: String,
        /// The level.
        #[serde(rename = "level")]
        below: String,
    },
    /// Children in care for long enough (RULES 4.3).
    InCare(CareCriteria),
}

/// Children in care.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CareCriteria {
    /// The flag, by canonical heading.
    pub flag: String,
    /// The day they came into care, by canonical heading; where it is not recorded, the flag alone counts.
    #[serde(default)]
    pub since: Option<String>,
    /// The authority they are in care of, by canonical heading.
    #[serde(default)]
    pub authority: Option<String>,
    /// The last such day that counts: the digits of year, month and day.
    #[serde(default)]
    pub latest: u64,
}

impl MeasurePopulation {
    /// The columns that say it; a file without the first has no such figure.
    pub fn fields(&self) -> impl Iterator<Item = &String> {
        let (first, other) = match self {
            Self::Below { result, .. } => (result, None),
            Self::InCare(care) => (&care.flag, care.since.as_ref()),
        };
        [first].into_iter().chain(other)
    }
}

/// What is expected of pupils by their prior attainment in one subject (RULES 5).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRates {
    /// The prior result.
    pub prior: PriorRule,
    /// "English".
    pub subject: String,
    /// `S0 ¶27`.
    pub source: String,
    /// The rates, highest level first; a level below all of them carries none.
    pub rates: Vec<LevelRate>,
    /// What to know of the rates.
    pub remark: Option<String>,
}

/// A rate at which pupils from a level on should reach the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRate {
    /// From this whole level on.
    pub level: u8,
    /// Of 100 pupils.
    pub percent: u16,
}

impl ExpectedRates {
    /// The percentage of pupils with this prior level who should reach the mark.
    pub fn rate(&self, prior_level: u8) -> u16 {
        self.rates.iter().find(|rate| prior_level >= rate.level).map_or(0, |rate| rate.percent)
    }
}

impl MeasureKind {
    /// The name that conventions use for it.
    pub fn name(&self) -> KindName {
        match self {
            Self::Threshold(_) => KindName::Threshold,
            Self::Progress(_) => KindName::Progress,
            Self::Grades { .. } => KindName::Grades,
            Self::Average => KindName::Average,
            Self::MeanReached(_) => KindName::MeanReached,
            Self::GoodLevel(_) => KindName::GoodLevel,
            Self::Gap(_) => KindName::Gap,
            Self::Absence => KindName::Absence,
            Self::PersistentAbsence(_) | Self::PersistentSessions(_) => KindName::PersistentAbsence,
        }
    }

    /// It is a percentage; a mean is not.
    pub fn is_share(&self) -> bool {
        !self.is_mean()
    }

    /// It is a mean, not a percentage.
    pub fn is_mean(&self) -> bool {
        matches!(self, Self::Average | Self::MeanReached(_))
    }

    /// Less of it is better.
    pub fn is_better_lower(&self) -> bool {
        matches!(self, Self::Gap(_)) || self.is_of_all_years()
    }

    /// It adds something up, or compares sums: no count of pupils.
    pub fn is_sum(&self) -> bool {
        self.is_mean() || matches!(self, Self::Gap(_) | Self::Absence)
    }

    /// It is progress from a prior level.
    pub fn is_progress(&self) -> bool {
        matches!(self, Self::Progress(_) | Self::Grades { .. })
    }

    /// The whole levels, or their equivalent, that progress has to make.
    pub fn levels(&self) -> Option<u8> {
        match self {
            Self::Progress(levels) | Self::Grades { levels, .. } => Some(*levels),
            _ => None,
        }
    }

    /// It is over all pupils of the file, whatever year group is picked (RULES 2.1).
    pub fn is_of_all_years(&self) -> bool {
        matches!(self, Self::Absence | Self::PersistentAbsence(_) | Self::PersistentSessions(_))
    }
}

impl Measure {
    /// It is a statutory target for schools.
    pub fn is_statutory(&self) -> bool {
        self.standing == MeasureStanding::Statutory
    }

    /// It is one of the edition's main figures: a statutory target, or a headline where there are none.
    pub fn is_main(&self) -> bool {
        matches!(self.standing, MeasureStanding::Statutory | MeasureStanding::Headline)
    }

    /// It is more than a row of the exchange format: findings may be raised on it.
    pub fn is_judged(&self) -> bool {
        self.standing != MeasureStanding::Figure
    }

    /// The rules that prior attainment is read by, for progress and expectation.
    pub fn priors(&self) -> impl Iterator<Item = &PriorRule> {
        let expected = self.expected.iter().map(|expected| &expected.prior);
        let conversions = self.benchmarks.iter().filter_map(Benchmark::prior);
        let similar = self.similar.iter().filter_map(|similar| Some(&similar.bands()?.prior));
        self.prior.iter().chain(&self.conversion).chain(expected).chain(conversions).chain(similar)
    }
}

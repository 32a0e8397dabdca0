//! What a target is shown beside (RULES 6): lines, other schools, sentences of the guidance.

use serde::{Deserialize, Serialize};

use crate::fields::GroupName;
#[cfg(feature = "files")]
use crate::measure::Measure;
use crate::prior::PriorRule;

/// A fixed line beside a figure, such as the floor.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkLine {
    /// `floor`.
    pub kind: String,
    /// "floor".
    pub label: String,
    /// Its position.
    pub percent: u16,
    /// Its paragraph.
    pub source: String,
    /// What it is, as a sentence.
    pub words: String,
}

/// What other schools reach, or what one step more would be.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Its paragraph.
    pub source: String,
    /// "Top quarter of schools, level 1".
    pub title: String,
    /// What it is, as a sentence.
    pub words: String,
    /// How it is worked out for this cohort.
    pub kind: BenchmarkKind,
}

/// A benchmark of several measures: each is shown beside it after its own.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SharedBenchmark {
    /// The measures, by id.
    pub measures: Vec<String>,
    /// As of a [`Benchmark`].
    pub source: String,
    /// As of a [`Benchmark`].
    pub title: String,
    /// As of a [`Benchmark`].
    pub words: String,
    /// As of a [`Benchmark`].
    pub kind: BenchmarkKind,
}

/// How a benchmark is worked out.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BenchmarkKind {
    /// Of the pupils with a prior level between two bounds, `percent` in 100 reach the mark.
    Conversion {
        /// The prior results.
        prior: PriorRule,
        /// The lowest prior level.
        from: u8,
        /// The highest prior level.
        to: u8,
        /// Of 100 pupils.
        percent: u16,
    },
    /// One more pupil in this many.
    OneMoreIn(u16),
}

impl Benchmark {
    /// The prior attainment that it looks at.
    pub fn prior(&self) -> Option<&PriorRule> {
        match &self.kind {
            BenchmarkKind::Conversion { prior, .. } => Some(prior),
            BenchmarkKind::OneMoreIn(_) => None,
        }
    }
}

#[cfg(feature = "files")]
impl SharedBenchmark {
    /// The benchmark as each of the measures has it.
    fn benchmark(&self) -> Benchmark {
        let Self { source, title, words, kind, .. } = self.clone();
        Benchmark { source, title, words, kind }
    }

    /// Gives it to its measures.
    ///
    /// # Errors
    /// The id of a measure that there is not.
    pub(crate) fn share(&self, measures: &mut [Measure]) -> Result<(), String> {
        for id in &self.measures {
            let measure = measures.iter_mut().find(|measure| measure.id == *id).ok_or_else(|| id.clone())?;
            measure.benchmarks.push(self.benchmark());
        }
        Ok(())
    }
}

/// What pupils with the same prior attainment reached nationally in one year. It is what happened, not what is expected.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarPupils {
    /// Where it was published.
    pub source: String,
    /// The year of the results: "2023/24".
    pub year: String,
    /// What to know before comparing, as a sentence.
    pub words: String,
    /// What prior attainment is called in a table: "Mean of reading and maths".
    pub prior_title: String,
    /// The pupils who are compared: "With both scores".
    pub with_prior: String,
    /// Those who are not: "Without both scores".
    pub without_prior: String,
    /// What a file lacks in which nobody is compared: "the file has no scores in reading and maths at Key Stage 2".
    pub lacking: String,
    /// Where the national value of a pupil comes from.
    pub by: SimilarBy,
}

/// Where the national value of a pupil comes from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SimilarBy {
    /// A table of bands that was published.
    Bands(SimilarBands),
    /// A column that says it of each pupil.
    Average(SimilarAverage),
}

/// National values by band of prior attainment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarBands {
    /// The prior results and how they are put together.
    pub prior: PriorRule,
    /// The group whose own values, and those of the others of its grouping, are known too.
    pub own: Option<GroupName>,
    /// The bands of prior attainment, from the lowest up.
    pub bands: Vec<SimilarBand>,
}

/// The national average of each pupil's group, as a file has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarAverage {
    /// The column of averages.
    pub column: String,
    /// The column of prior attainment, by which the averages of another file are given to pupils.
    pub prior: String,
}

/// A band of prior attainment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarBand {
    /// "102.5 to 104.5".
    pub name: String,
    /// The highest prior level of the band, as [`PriorRule`] makes it.
    pub to: u8,
    /// What its pupils reached: percent, or a mean.
    pub value: Decimal,
    /// The same of the group with values of its own.
    pub own: Option<Decimal>,
    /// The same of the others of its grouping.
    pub others: Option<Decimal>,
}

impl SimilarPupils {
    /// The bands; `None`: a column says it of each pupil.
    pub fn bands(&self) -> Option<&SimilarBands> {
        match &self.by {
            SimilarBy::Bands(bands) => Some(bands),
            SimilarBy::Average(_) => None,
        }
    }

    /// The headings of the prior results.
    pub fn prior_results(&self) -> &[String] {
        match &self.by {
            SimilarBy::Bands(bands) => &bands.prior.results,
            SimilarBy::Average(average) => std::slice::from_ref(&average.prior),
        }
    }
}

impl SimilarBands {
    /// The band of a prior level; `None`: it is above all of them.
    pub fn band(&self, prior_level: u8) -> Option<&SimilarBand> {
        self.bands.iter().find(|band| prior_level <= band.to)
    }
}

/// A published figure of England.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NationalFigure {
    /// Whom it counts: "all pupils", "girls".
    pub who: String,
    /// The group of ours that these are; `None`: all pupils.
    pub group: Option<GroupName>,
    /// "2024/25".
    pub year: String,
    /// Percent, or a mean.
    pub value: Decimal,
    /// Where it was published.
    pub source: String,
    /// What else to know of it.
    pub note: Option<String>,
}

/// A decimal number as printed: exact, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    /// Thousandths.
    pub thousandths: u32,
}

/// The thousandths in one.
const THOUSAND: u32 = 1000;

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.thousandths)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    /// From a number of a data file; packed data has the thousandths.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return u32::deserialize(deserializer).map(|thousandths| Self { thousandths });
        }
        let printed = f64::deserialize(deserializer)?;
        let thousandths = (printed * f64::from(THOUSAND)).round();
        if !(0.0..f64::from(u32::MAX)).contains(&thousandths) {
            return Err(serde::de::Error::custom("a number from 0 up is wanted"));
        }
        Ok(Self { thousandths: thousandths as u32 })
    }
}

/// A sentence of the guidance.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct GuidanceFact {
    /// Its paragraph.
    pub source: String,
    /// The sentence, in our words.
    pub words: String,
}

//! What a target is shown beside (RULES 6): lines, other schools, sentences of the guidance.

use serde::{Deserialize, Serialize};

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

/// A sentence of the guidance.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GuidanceFact {
    /// Its paragraph.
    pub source: String,
    /// The sentence, in our words.
    pub words: String,
}

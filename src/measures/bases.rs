//! Bases: results, targets, moderated targets, estimates (RULES 2.5).

use std::collections::BTreeMap;
use std::fmt;

use crate::cohort::prior::prior_levels;
use crate::cohort::{Coded, Cohort};
use crate::guidance::{CodeTables, Edition, Guidance};

/// What a figure is computed on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis(String);

impl Basis {
    /// From its name: `actual`, `target`, `moderated`, `estimate:FFT D`.
    pub fn new(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Results.
    pub fn results() -> Self {
        Self::new("actual")
    }

    /// The school's targets as the file has them.
    pub fn target() -> Self {
        Self::new("target")
    }

    /// The targets after the user's changes.
    pub fn moderated() -> Self {
        Self::new("moderated")
    }

    /// It is results.
    pub fn is_results(&self) -> bool {
        *self == Self::results()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// All bases that there are columns for in the guidance, in the order shown.
    pub fn all(guidance: &Guidance) -> Vec<Self> {
        let prefixes = guidance.fields.prefixes.iter().map(|prefix| Self::new(&prefix.basis));
        [Self::results(), Self::moderated()].into_iter().chain(prefixes).collect()
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Targets that the user has changed: whole columns by the result's heading, in place of the file's.
pub type Moderated = BTreeMap<String, Coded>;

/// The columns behind each basis, and prior attainment worked out once.
#[derive(Clone, Debug)]
pub struct Bases<'a> {
    cohort: &'a Cohort,
    guidance: &'a Guidance,
    moderated: &'a Moderated,
    priors: &'a Priors,
}

/// Prior levels by the headings they are made of.
#[derive(Clone, Debug, Default)]
pub struct Priors(BTreeMap<Vec<String>, Option<Vec<u8>>>);

impl Priors {
    /// All that the measures of an edition start from.
    pub fn new(cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> Self {
        let expected = |measure: &crate::guidance::Measure| {
            measure.expected.iter().map(|part| part.prior.clone()).collect::<Vec<_>>()
        };
        let wanted =
            edition.measures.iter().flat_map(|measure| [vec![measure.prior.clone()], expected(measure)].concat());
        let mut priors = BTreeMap::new();
        for headings in wanted.filter(|headings| !headings.is_empty()) {
            priors.entry(headings).or_insert_with_key(|headings| prior_levels(cohort, guidance, headings));
        }
        Self(priors)
    }

    /// The prior level of every pupil; `None`: the file lacks a column.
    pub fn get(&self, headings: &[String]) -> Option<&[u8]> {
        self.0.get(headings)?.as_deref()
    }
}

impl<'a> Bases<'a> {
    /// Over a cohort.
    pub fn new(cohort: &'a Cohort, guidance: &'a Guidance, moderated: &'a Moderated, priors: &'a Priors) -> Self {
        Self { cohort, guidance, moderated, priors }
    }

    /// The cohort.
    pub fn cohort(&self) -> &'a Cohort {
        self.cohort
    }

    /// What levels are worth.
    pub fn codes(&self) -> &'a CodeTables {
        &self.guidance.codes
    }

    /// The guidance.
    pub fn guidance(&self) -> &'a Guidance {
        self.guidance
    }

    /// The column of a result on a basis.
    pub fn column(&self, result: &str, basis: &Basis) -> Option<&'a Coded> {
        let changed = (*basis == Basis::moderated()).then(|| self.moderated.get(result)).flatten();
        changed.or_else(|| self.cohort.coded(self.guidance.fields.on_basis(result, basis.name())?))
    }

    /// The prior level of every pupil.
    pub fn prior(&self, headings: &[String]) -> Option<&'a [u8]> {
        self.priors.get(headings)
    }
}

//! Bases: results, targets, moderated targets, estimates (RULES 2.5).

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

use crate::cohort::prior::prior_levels;
use crate::cohort::{Coded, Cohort, Numbers};
use crate::guidance::{CodeTables, Edition, Guidance, Measure, PriorRule};

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

    /// The most likely outcomes by a conversion table.
    pub fn generated() -> Self {
        Self::new("generated")
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
        [Self::results(), Self::moderated(), Self::generated()].into_iter().chain(prefixes).collect()
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Targets that the user has changed: whole columns by the result's heading, in place of the file's.
#[derive(Clone, Debug, Default)]
pub struct Moderated {
    /// Levels, grades and counts.
    pub coded: BTreeMap<String, Coded>,
    /// Points.
    pub numbers: BTreeMap<String, Numbers>,
}

impl Moderated {
    /// Nothing changed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of these pupils only.
    pub(crate) fn only(&self, pupils: &[usize]) -> Self {
        let coded = self.coded.iter().map(|(result, column)| (result.clone(), column.only(pupils)));
        let numbers = self.numbers.iter().map(|(result, column)| (result.clone(), column.only(pupils)));
        Self { coded: coded.collect(), numbers: numbers.collect() }
    }

    /// Takes over one pupil's target from another set of changed targets: from this position there to that one here.
    pub(crate) fn copy(&mut self, from: &Self, result: &str, (there, here): (usize, usize)) {
        if let Some((column, other)) = self.coded.get_mut(result).zip(from.coded.get(result)) {
            other.codes().get(there).and_then(|code| column.set(here, *code));
        }
        if let Some((column, other)) = self.numbers.get_mut(result).zip(from.numbers.get(result)) {
            other.stored(there).and_then(|stored| column.put(here, stored));
        }
    }

    /// The file's own targets for a result count again.
    pub(crate) fn forget(&mut self, result: &str) {
        self.coded.remove(result);
        self.numbers.remove(result);
    }

    /// Targets for this result were changed.
    pub fn has(&self, result: &str) -> bool {
        self.coded.contains_key(result) || self.numbers.contains_key(result)
    }
}

/// The columns behind each basis, and prior attainment worked out once.
#[derive(Clone, Debug)]
pub struct Bases<'a> {
    cohort: &'a Cohort,
    guidance: &'a Guidance,
    moderated: &'a Moderated,
    priors: &'a Priors,
    generated: Option<&'a Generated>,
    reported: Option<&'a Reported>,
    authority: &'a str,
}

/// What the user says of codes that refine others: the code, in capitals, and the one it is reported as.
pub type Reported = BTreeMap<String, String>;

/// Targets generated from conversion tables (RULES 6.3), by the result's heading.
pub type Generated = BTreeMap<String, Coded>;

/// Prior levels by the rule they are read by, each worked out when it is first wanted.
#[derive(Clone, Debug, Default)]
pub struct Priors(BTreeMap<PriorRule, OnceCell<Option<Vec<u8>>>>);

impl Priors {
    /// For the measures, checks and findings of an edition.
    pub fn new(edition: &Edition) -> Self {
        let measures = edition.measures.iter().flat_map(Measure::priors);
        let checks = edition.checks.iter().flat_map(|check| &check.from);
        let findings = edition.findings.iter().flat_map(|rule| rule.kind.prior_ranges());
        let ranges = checks.chain(findings).filter_map(|range| range.prior.as_ref());
        Self(measures.chain(ranges).map(|rule| (rule.clone(), OnceCell::new())).collect())
    }
}

impl<'a> Bases<'a> {
    /// Over a cohort.
    pub fn new(cohort: &'a Cohort, guidance: &'a Guidance, moderated: &'a Moderated, priors: &'a Priors) -> Self {
        Self { cohort, guidance, moderated, priors, generated: None, reported: None, authority: "" }
    }

    /// With generated targets.
    #[must_use]
    pub fn with_generated(self, generated: &'a Generated) -> Self {
        Self { generated: Some(generated), ..self }
    }

    /// With what the user says of extended codes, and of whose authority the children in care are to be (empty: of any).
    #[must_use]
    pub fn with_local(self, reported: &'a Reported, authority: &'a str) -> Self {
        Self { reported: Some(reported), authority, ..self }
    }

    /// What the user says that a code is reported as.
    pub fn reported(&self, code: &str) -> Option<&'a str> {
        self.reported?.get(&code.to_uppercase()).map(String::as_str)
    }

    /// The authority whose children in care count; empty: any.
    pub fn authority(&self) -> &'a str {
        self.authority
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
        if *basis == Basis::generated() {
            return self.generated?.get(result);
        }
        let changed = (*basis == Basis::moderated()).then(|| self.moderated.coded.get(result)).flatten();
        changed.or_else(|| self.cohort.coded(self.guidance.fields.on_basis(result, basis.name())?))
    }

    /// The column of a result that is a number, on a basis.
    pub fn numbers(&self, result: &str, basis: &Basis) -> Option<&'a Numbers> {
        let changed = (*basis == Basis::moderated()).then(|| self.moderated.numbers.get(result)).flatten();
        changed.or_else(|| self.cohort.numbers(self.guidance.fields.on_basis(result, basis.name())?))
    }

    /// There is a column of this result on a basis.
    pub fn has(&self, result: &str, basis: &Basis) -> bool {
        self.column(result, basis).is_some() || self.numbers(result, basis).is_some()
    }

    /// The prior level of every pupil; `None`: the file lacks a column.
    pub fn prior(&self, rule: &PriorRule) -> Option<&'a [u8]> {
        let levels = || prior_levels(self.cohort, self.guidance, rule);
        self.priors.0.get(rule)?.get_or_init(levels).as_deref()
    }
}

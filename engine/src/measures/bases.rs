//! Bases: results, targets, moderated targets, estimates (RULES 2.5).

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

use super::averages::GroupAverages;
use crate::cohort::prior::prior_levels;
use crate::cohort::{CodedColumn, Cohort, NumberColumn};
use crate::guidance::{CodeLists, Edition, Guidance, Measure, PriorRule};

/// What a figure is computed on.
///
/// The order is that of the names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Results: `actual`.
    Actual,
    /// The estimates of a model, by the full name, such as `estimate:FFT D`; also any other name, which has no columns.
    Estimate(String),
    /// The most likely outcomes by a conversion table: `generated`.
    Generated,
    /// The targets after the user's changes: `moderated`.
    Moderated,
    /// The school's targets as the file has them: `target`.
    Target,
}

/// What the names of estimates begin with.
const ESTIMATE: &str = "estimate:";

impl Basis {
    /// From its name, such as `actual` or `estimate:FFT D`.
    pub fn from_name(name: &str) -> Self {
        match name {
            "actual" => Self::Actual,
            "generated" => Self::Generated,
            "moderated" => Self::Moderated,
            "target" => Self::Target,
            other => Self::Estimate(other.to_owned()),
        }
    }

    /// True for results.
    pub fn is_results(&self) -> bool {
        *self == Self::Actual
    }

    /// Its name, from which [`Basis::from_name`] makes it again.
    pub fn name(&self) -> &str {
        match self {
            Self::Actual => "actual",
            Self::Estimate(name) => name,
            Self::Generated => "generated",
            Self::Moderated => "moderated",
            Self::Target => "target",
        }
    }

    /// Its name without the prefix of estimates, such as "FFT D".
    pub fn label(&self) -> &str {
        self.name().trim_start_matches(ESTIMATE)
    }

    /// The model's name, such as "FFT D"; `None`: it is not an estimate.
    pub fn estimate_label(&self) -> Option<&str> {
        self.name().strip_prefix(ESTIMATE)
    }

    /// All bases that the guidance has columns for, in the order shown.
    pub fn all_bases(guidance: &Guidance) -> Vec<Self> {
        let prefixes = guidance.fields.prefixes.iter().map(|prefix| Self::from_name(&prefix.basis));
        [Self::Actual, Self::Moderated, Self::Generated].into_iter().chain(prefixes).collect()
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Targets that the user has changed: whole columns by the result's heading, in place of the file's.
#[derive(Clone, Debug, Default)]
pub struct ModeratedTargets {
    /// Levels, grades and counts.
    pub coded: BTreeMap<String, CodedColumn>,
    /// Points.
    pub numbers: BTreeMap<String, NumberColumn>,
}

impl ModeratedTargets {
    /// No changed targets.
    pub fn new() -> Self {
        Self::default()
    }

    /// Restricted to these pupils (positions), in this order.
    pub(crate) fn only(&self, pupils: &[usize]) -> Self {
        let coded = self.coded.iter().map(|(result, column)| (result.clone(), column.subset(pupils)));
        let numbers = self.numbers.iter().map(|(result, column)| (result.clone(), column.subset(pupils)));
        Self { coded: coded.collect(), numbers: numbers.collect() }
    }

    /// Copies one pupil's target from another set: from position `there` to position `here`.
    pub(crate) fn copy(&mut self, from: &Self, result: &str, (there, here): (usize, usize)) {
        if let Some((column, other)) = self.coded.get_mut(result).zip(from.coded.get(result)) {
            other.codes().get(there).and_then(|code| column.set(here, *code));
        }
        if let Some((column, other)) = self.numbers.get_mut(result).zip(from.numbers.get(result)) {
            other.stored(there).and_then(|stored| column.put(here, stored));
        }
    }

    /// Drops the changes for a result, so that the file's own targets count again.
    pub(crate) fn forget(&mut self, result: &str) {
        self.coded.remove(result);
        self.numbers.remove(result);
    }

    /// True if targets for this result were changed.
    pub fn has(&self, result: &str) -> bool {
        self.coded.contains_key(result) || self.numbers.contains_key(result)
    }
}

/// The columns of each basis, with cached prior levels.
#[derive(Clone, Debug)]
pub struct Bases<'a> {
    cohort: &'a Cohort,
    guidance: &'a Guidance,
    moderated: &'a ModeratedTargets,
    priors: &'a PriorCache,
    generated: Option<&'a ConvertedTargets>,
    averages: Option<&'a GroupAverages>,
    reported: Option<&'a ReportedCodes>,
    authority: &'a str,
}

/// The user's reporting codes: for an extended code (in capitals) the main code it is reported as.
pub type ReportedCodes = BTreeMap<String, String>;

/// Targets generated from conversion tables (RULES 6.3), by the result's heading.
pub type ConvertedTargets = BTreeMap<String, CodedColumn>;

/// Prior levels by rule, computed on first use.
#[derive(Clone, Debug, Default)]
pub struct PriorCache(BTreeMap<PriorRule, OnceCell<Option<Vec<u8>>>>);

impl PriorCache {
    /// For all rules of an edition: of its measures, checks and findings.
    pub fn new(edition: &Edition) -> Self {
        let measures = edition.measures.iter().flat_map(Measure::priors);
        let checks = edition.checks.iter().flat_map(|check| &check.from);
        let findings = edition.findings.iter().flat_map(|rule| rule.kind.prior_ranges());
        let ranges = checks.chain(findings).filter_map(|range| range.prior.as_ref());
        Self(measures.chain(ranges).map(|rule| (rule.clone(), OnceCell::new())).collect())
    }
}

impl<'a> Bases<'a> {
    /// For a cohort.
    pub fn new(
        cohort: &'a Cohort,
        guidance: &'a Guidance,
        moderated: &'a ModeratedTargets,
        priors: &'a PriorCache,
    ) -> Self {
        Self { cohort, guidance, moderated, priors, generated: None, averages: None, reported: None, authority: "" }
    }

    /// With generated targets.
    #[must_use]
    pub fn with_generated(self, generated: &'a ConvertedTargets) -> Self {
        Self { generated: Some(generated), ..self }
    }

    /// With national averages from another file.
    #[must_use]
    pub fn with_averages(self, averages: &'a GroupAverages) -> Self {
        Self { averages: Some(averages), ..self }
    }

    /// National averages from another file; `None`: none were given.
    pub fn averages(&self) -> Option<&'a GroupAverages> {
        self.averages
    }

    /// With the user's reporting codes, and the authority whose children in care count (empty: any).
    #[must_use]
    pub fn with_local(self, reported: &'a ReportedCodes, authority: &'a str) -> Self {
        Self { reported: Some(reported), authority, ..self }
    }

    /// The main code that the user reports an extended code as; `None`: not set.
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

    /// The code tables of the guidance.
    pub fn codes(&self) -> &'a CodeLists {
        &self.guidance.codes
    }

    /// The guidance.
    pub fn guidance(&self) -> &'a Guidance {
        self.guidance
    }

    /// The column of a result on a basis, if there is one.
    pub fn column(&self, result: &str, basis: &Basis) -> Option<&'a CodedColumn> {
        if *basis == Basis::Generated {
            return self.generated?.get(result);
        }
        let changed = (*basis == Basis::Moderated).then(|| self.moderated.coded.get(result)).flatten();
        changed.or_else(|| self.cohort.coded_column(self.guidance.fields.on_basis(result, basis.name())?))
    }

    /// Like [`Bases::column`], for results that are numbers.
    pub fn numbers(&self, result: &str, basis: &Basis) -> Option<&'a NumberColumn> {
        let changed = (*basis == Basis::Moderated).then(|| self.moderated.numbers.get(result)).flatten();
        changed.or_else(|| self.cohort.number_column(self.guidance.fields.on_basis(result, basis.name())?))
    }

    /// True if there is a column of this result on a basis.
    pub fn has(&self, result: &str, basis: &Basis) -> bool {
        self.column(result, basis).is_some() || self.numbers(result, basis).is_some()
    }

    /// The prior level of every pupil; `None`: the file lacks a column.
    pub fn prior(&self, rule: &PriorRule) -> Option<&'a [u8]> {
        let levels = || prior_levels(self.cohort, self.guidance, rule);
        self.priors.0.get(rule)?.get_or_init(levels).as_deref()
    }
}

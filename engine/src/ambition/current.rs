//! Current performance (RULES 2.6): last results, from a file of their own or typed in.

use std::collections::BTreeMap;

use super::checks::CheckClasses;
use crate::cohort::Cohort;
use crate::cohort::number_column::ONE;
use crate::cohort::school_slices::{SchoolSlice, school_slices};
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::bases::{ModeratedTargets, PriorCache};
use crate::measures::groupings::grouped;
use crate::measures::{Bases, Basis, Exact, Figure, evaluate, figure};
use crate::text::cell::code_key;

/// Current performance of measures and checks, for the whole file and each school by its code.
#[derive(Clone, Debug, Default)]
pub struct CurrentPerformance {
    /// By measure and the key of the school's code ([`code_key`]).
    figures: BTreeMap<String, BTreeMap<String, Figure>>,
    checks: BTreeMap<String, BTreeMap<String, Exact>>,
    /// By the key of the school's code, and by group of the grouping that findings ask for.
    groups: BTreeMap<String, BTreeMap<String, BTreeMap<String, Exact>>>,
    typed: BTreeMap<String, Exact>,
    targets: BTreeMap<String, Exact>,
    median: Option<Exact>,
    improvement: Option<Exact>,
    /// What is typed on the absence of single schools, by the key of the school's code.
    absence: BTreeMap<String, KnownAbsence>,
}

/// What is known of the absence of a school, all in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownAbsence {
    /// The current one.
    pub now: Option<Exact>,
    /// The target.
    pub target: Option<Exact>,
    /// The median of its free school meals band (S0 ¶87).
    pub median: Option<Exact>,
    /// The least improvement of attendance that is asked of it, in points (RULES_2027 D).
    pub improvement: Option<Exact>,
}

impl CurrentPerformance {
    /// The results of a file, by an edition. `bases` are of the pupils who count, `file` of all pupils of the file, whom
    /// some measures are about in any scope (RULES 2.1).
    fn from_file(edition: &Edition, bases: &Bases, file: &Bases) -> Self {
        let mut current = Self::default();
        let judged = edition.measures.iter().filter(|measure| measure.is_judged());
        let (of_all_years, of_year) = judged.partition::<Vec<_>, _>(|measure| measure.kind.is_of_all_years());
        current.add_measures(&of_year, bases);
        current.add_measures(&of_all_years, file);
        current.add_checks(edition, bases);
        current.add_groups(edition, bases);
        current
    }

    fn add_measures(&mut self, measures: &[&Measure], bases: &Bases) {
        let parts = school_slices(bases.cohort(), bases.guidance());
        for measure in measures {
            let Some(results) = evaluate(measure, &Basis::Actual, bases) else { continue };
            let figures = parts.iter().map(|part| (key(part), results.figure(part.pupils.as_deref())));
            self.figures.insert(measure.id.clone(), figures.collect());
        }
    }

    /// For what is raised on groups.
    fn add_groups(&mut self, edition: &Edition, bases: &Bases) {
        let grouping = edition.findings.iter().find_map(|rule| rule.kind.grouping());
        let parts = if edition.findings.iter().any(|rule| rule.kind.compares_groups_of_schools()) {
            school_slices(bases.cohort(), bases.guidance())
        } else {
            vec![SchoolSlice::default()]
        };
        for measure in edition.measures.iter().filter(|measure| measure.is_main()) {
            let grouped = grouping.and_then(|name| grouped(name, edition, &measure.stage, bases));
            let Some((grouped, results)) = grouped.zip(evaluate(measure, &Basis::Actual, bases)) else { continue };
            let of_part = |part: &SchoolSlice| {
                let names = grouped.groups.names.iter();
                let figures = names.zip(results.by_group(&grouped.groups, part.pupils.as_deref()));
                let values = figures.filter_map(|(name, (_, figure))| Some((name.clone().into_owned(), figure.value?)));
                (key(part), values.collect())
            };
            self.groups.insert(measure.id.clone(), parts.iter().map(of_part).collect());
        }
    }

    fn add_checks(&mut self, edition: &Edition, bases: &Bases) {
        let parts = school_slices(bases.cohort(), bases.guidance());
        for check in &edition.checks {
            let Some(checked) = CheckClasses::new(check, edition, &Basis::Actual, bases) else { continue };
            let share = |part: &SchoolSlice| {
                let (reached, all) = checked.count(part.pupils.as_deref());
                Some((key(part), figure::percentage(reached, all)?))
            };
            self.checks.insert(check.id.clone(), parts.iter().filter_map(share).collect());
        }
    }

    /// The results of a file, of one year group where the file has that one, else of all.
    pub fn from_year_group(cohort: &Cohort, year: Option<&str>, guidance: &Guidance, edition: &Edition) -> Self {
        let in_year = year.map(|year| cohort.in_year(guidance, year)).filter(|pupils| !pupils.is_empty());
        let picked = in_year.map(|pupils| cohort.subset(&pupils));
        let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
        let bases = Bases::new(picked.as_ref().unwrap_or(cohort), guidance, &moderated, &priors);
        Self::from_file(edition, &bases, &Bases::new(cohort, guidance, &moderated, &PriorCache::default()))
    }

    /// Sets or removes a figure that the user typed for the whole file, in percent (of a mean: in points), in units
    /// of [`ONE`]. A file's own figure goes before it.
    pub fn set_typed(&mut self, measure: &str, value: Option<u64>) {
        match value {
            None => drop(self.typed.remove(measure)),
            Some(value) => {
                let value = Exact { numerator: value.into(), denominator: ONE.into() };
                self.typed.insert(measure.to_owned(), value);
            }
        }
    }

    /// Targets that are typed in because no pupil has one: of absence, of the local authority's own measures.
    pub fn set_typed_target(&mut self, measure: &str, value: Exact) {
        self.targets.insert(measure.to_owned(), value);
    }

    /// The target typed in for the whole file, in percent.
    pub fn typed_target(&self, measure: &str) -> Option<Exact> {
        self.targets.get(measure).copied()
    }

    /// The median absence of the school's free school meals band, in percent (S0 ¶87); none is shipped.
    pub fn set_median(&mut self, median: Option<Exact>) {
        self.median = median;
    }

    /// The median set.
    pub fn median(&self) -> Option<Exact> {
        self.median
    }

    /// The figure of a measure in the file given as current, where it has one.
    pub fn figure(&self, measure: &str, school: &str) -> Option<Figure> {
        self.figures.get(measure)?.get(&*code_key(school)).copied().filter(|figure| figure.value.is_some())
    }

    /// The current performance of a measure, for a school, or for the whole file (empty); `None`: not known.
    pub fn value(&self, measure: &str, school: &str) -> Option<Exact> {
        let typed = || self.typed.get(measure).copied().filter(|_| school.is_empty());
        self.figure(measure, school).and_then(|figure| figure.value).or_else(typed)
    }

    /// The current performance of a group of a school, or of the whole file (empty).
    pub fn group(&self, measure: &str, school: &str, group: &str) -> Option<Exact> {
        self.groups.get(measure)?.get(&*code_key(school))?.get(group).copied()
    }

    /// Sets the least improvement of attendance that is asked of the school, in percentage points; none is shipped.
    pub fn set_improvement(&mut self, improvement: Option<Exact>) {
        self.improvement = improvement;
    }

    /// The least improvement set.
    pub fn improvement(&self) -> Option<Exact> {
        self.improvement
    }

    /// Sets what is typed on the absence of one school of several.
    pub fn set_absence_of(&mut self, school: &str, typed: KnownAbsence) {
        self.absence.insert(code_key(school).into_owned(), typed);
    }

    /// Whether anything is typed on the absence of single schools.
    pub fn has_absence_of_schools(&self) -> bool {
        !self.absence.is_empty()
    }

    /// What is known of absence by this measure, for a school, or for the whole file (empty). A file's own figure goes
    /// before what is typed.
    pub fn absence_of(&self, measure: &str, school: &str) -> KnownAbsence {
        let now = self.value(measure, school);
        if school.is_empty() {
            let target = self.typed_target(measure);
            return KnownAbsence { now, target, median: self.median, improvement: self.improvement };
        }
        let typed = self.absence.get(&*code_key(school)).copied().unwrap_or_default();
        KnownAbsence { now: now.or(typed.now), ..typed }
    }

    /// The share that a check found in the current file, in percent.
    pub fn check(&self, check: &str, school: &str) -> Option<Exact> {
        self.checks.get(check)?.get(&*code_key(school)).copied()
    }
}

fn key(part: &SchoolSlice) -> String {
    code_key(&part.school).into_owned()
}

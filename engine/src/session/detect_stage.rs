//! Which key stage a file is most likely about.

use crate::cohort::Cohort;
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::Basis;

/// How much a file has of a key stage: nothing, where it starts, results, targets.
pub(crate) fn contents(stage: &str, cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> u8 {
    let has = |heading: &String, basis: &Basis| {
        guidance.fields.on_basis(heading, basis.name()).is_some_and(|field| cohort.has(field))
    };
    let measures = || edition.shown(stage);
    let outcome = |basis: Basis| measures().flat_map(|measure| &measure.outcome).any(|heading| has(heading, &basis));
    if outcome(Basis::Target) {
        3
    } else if Basis::all_bases(guidance).into_iter().any(outcome) {
        2
    } else {
        let mut priors = measures().flat_map(Measure::priors).flat_map(|prior| &prior.results);
        u8::from(priors.any(|heading| has(heading, &Basis::Actual)))
    }
}

/// The key stage with most in the file; of equals the later one.
pub(crate) fn likely_stage(cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> String {
    let stages = edition.stages.iter();
    let likely = stages.max_by_key(|stage| (contents(&stage.name, cohort, guidance, edition), stage.ends));
    let nothing = |name: &String| contents(name, cohort, guidance, edition) == 0;
    let first = || edition.stages.first().map(|stage| stage.name.clone()).unwrap_or_default();
    likely.map(|stage| stage.name.clone()).filter(|name| !nothing(name)).unwrap_or_else(first)
}

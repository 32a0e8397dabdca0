//! Which key stage a file is most likely about.

use crate::cohort::{Cohort, NumberCell};
use crate::guidance::codes::BLANK;
use crate::guidance::edition::KeyStage;
use crate::guidance::{Edition, FieldId, Guidance, Measure};
use crate::measures::Basis;

/// How much a file has of a key stage: nothing, where it starts, results, targets.
pub(crate) fn contents(stage: &str, cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> u8 {
    contents_by(|field| cohort.has(field), stage, guidance, edition)
}

/// The same by the columns that are there.
fn contents_by(is_there: impl Fn(FieldId) -> bool, stage: &str, guidance: &Guidance, edition: &Edition) -> u8 {
    let has = |heading: &String, basis: &Basis| guidance.fields.on_basis(heading, basis.name()).is_some_and(&is_there);
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

/// The key stage with most in the file; of equals that of the pupils' year group, or else the later one. Where the pupils
/// are of one year group, empty columns of other key stages say nothing.
pub(crate) fn likely_stage(cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> String {
    let of_year = stage_of_year(cohort, guidance, edition);
    let is_filled = |field: FieldId| {
        let coded = cohort.coded_column(field).is_some_and(|column| column.codes.iter().any(|code| *code != BLANK));
        let is_number = |column: &crate::cohort::NumberColumn| column.cells().any(|cell| cell != NumberCell::Blank);
        coded || cohort.number_column(field).is_some_and(is_number)
    };
    let weight = |stage: &&KeyStage| {
        let is_of_year = of_year.map(|ends| ends == stage.ends && !stage.all_years);
        let weight = match is_of_year {
            Some(false) => contents_by(is_filled, &stage.name, guidance, edition),
            _ => contents(&stage.name, cohort, guidance, edition),
        };
        (weight, is_of_year, stage.ends)
    };
    let likely = edition.stages.iter().max_by_key(weight).filter(|stage| weight(stage).0 > 0);
    likely.or(edition.stages.first()).map(|stage| stage.name.clone()).unwrap_or_default()
}

/// The end of the key stage that the only year group of the file is in; `None`: it has several, or none that tells.
fn stage_of_year(cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> Option<u16> {
    let texts = cohort.year_groups(guidance)?.texts().iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let [year] = texts.try_into().ok()?;
    let stages = || edition.stages.iter().filter(|stage| !stage.all_years);
    let named = stages().find(|stage| stage.year().as_ref() == Some(year)).map(|stage| stage.ends);
    named.or_else(|| {
        stages().map(|stage| stage.ends).filter(|ends| year.parse().is_ok_and(|year: u16| year <= *ends)).min()
    })
}

//! The rules, generated from the data that computes them.

use std::collections::BTreeMap;

use crate::guidance::check::CohortCheck;
use crate::guidance::glossary::GlossaryTerm;
use crate::guidance::measure::MeasureStanding;
use crate::guidance::switch::Switch;
use crate::guidance::{Edition, Guidance, Measure};
use crate::screens::ambition::rule::rule;
use crate::screens::scene::Scene;
use crate::screens::{MethodEntry, MethodPage, Paragraph, SwitchView, TermView};

/// The rules as they are read for a document.
pub(crate) fn of_document(scene: &Scene) -> MethodPage {
    method(scene.guidance, scene.edition, &scene.document.settings.switches)
}

/// The rules of an edition, with these switches set.
pub(crate) fn method(guidance: &Guidance, edition: &Edition, on: &BTreeMap<String, bool>) -> MethodPage {
    let mut figures = edition.figures().collect::<Vec<_>>();
    // Key stages in their order; what belongs to none of them comes last.
    let places = edition.stages.iter().map(|stage| &stage.name).chain(&edition.areas).collect::<Vec<_>>();
    figures.sort_by_key(|measure| places.iter().position(|place| **place == measure.stage));
    let measures = figures.into_iter().map(|measure| MethodEntry {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        stage: measure.stage.clone(),
        standing: standing(measure).into(),
        rule: rule(measure, guidance, edition),
    });
    let check = |check: &CohortCheck| (check.title.clone(), check.words.clone(), guidance.cite(&check.source));
    let findings = edition.findings.iter();
    let findings =
        findings.map(|finding| (finding.code.clone(), finding.raised.clone(), guidance.cite(&finding.source)));
    MethodPage {
        edition: edition.name.clone(),
        document: guidance.cite(&edition.source).long,
        measures: measures.collect(),
        conventions: edition.conventions.iter().map(|convention| convention.words.clone()).collect(),
        switches: edition.switches.iter().map(|switch| self::switch(switch, on, guidance)).collect(),
        checks: edition.checks.iter().map(check).collect(),
        findings: findings.collect(),
        glossary: glossary(guidance),
    }
}

/// The words that the page explains, as the editions of the family use them.
pub(crate) fn glossary(guidance: &Guidance) -> Vec<TermView> {
    let cited = |source: &str| if source.is_empty() { Paragraph::default() } else { guidance.cite(source) };
    let term = |term: &GlossaryTerm| TermView {
        id: term.id.clone(),
        word: term.word.clone(),
        meaning: term.meaning.clone(),
        paragraph: cited(&term.source),
    };
    let is_of_family = |term: &&GlossaryTerm| term.family.as_ref().is_none_or(|of| *of == guidance.fields.family);
    guidance.glossary.terms.iter().filter(is_of_family).map(term).collect()
}

fn standing(measure: &Measure) -> &'static str {
    match measure.standing {
        MeasureStanding::Statutory => "statutory target for schools",
        MeasureStanding::Headline => "main figure; nobody has to set targets for it",
        MeasureStanding::Figure => "target for the local authority, in the exported figures",
        MeasureStanding::Shown | MeasureStanding::Check => "",
    }
}

/// The state of a switch.
pub(crate) fn switch(switch: &Switch, on: &BTreeMap<String, bool>, guidance: &Guidance) -> SwitchView {
    SwitchView {
        id: switch.id.clone(),
        title: switch.title.clone(),
        words: switch.words.clone(),
        paragraph: guidance.cite(&switch.source),
        on: on.get(&switch.id).copied().unwrap_or_default(),
    }
}

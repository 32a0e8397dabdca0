//! What one part of the data names, another one has.

use std::collections::BTreeSet;

use crate::codes::LEVELS;
use crate::fields::CellKind;
use crate::measure::{Measure, MeasureKind, MeasurePopulation};
use crate::{AuthorityRules, Edition, FindingRule, GuidanceData};

/// A name of something that does not exist.
#[derive(Debug)]
pub(crate) struct UnknownName {
    pub(crate) name: String,
    pub(crate) message: String,
}

/// Refuses the first name that is not known.
fn all_known<'a>(
    names: impl IntoIterator<Item = &'a String>,
    is_known: impl Fn(&str) -> bool,
    message: impl Fn(&str) -> String,
) -> Result<(), UnknownName> {
    let unknown = names.into_iter().find(|name| !is_known(name));
    unknown.map_or(Ok(()), |name| Err(UnknownName { name: name.clone(), message: message(name) }))
}

/// Every column is read in a way that is known, and what names columns names those.
pub(crate) fn check_fields(data: &GuidanceData) -> Result<(), UnknownName> {
    let lists = data.codes.lists.iter().map(|list| list.name.as_str()).chain([LEVELS]).collect::<BTreeSet<_>>();
    for field in &data.fields.fields {
        if let CellKind::Code(list) = field.cells()
            && !lists.contains(list)
        {
            return Err(UnknownName {
                name: list.into(),
                message: format!("{}: no kind or code list {list}", field.heading),
            });
        }
    }
    let headings = data.fields.headings();
    let best_of = data.fields.fields.iter().flat_map(|field| &field.best_of);
    let beside = data.fields.fields.iter().filter_map(|field| Some(&field.outcome_in.as_ref()?.heading));
    all_known(
        best_of.chain(beside),
        |heading| headings.contains(heading),
        |heading| format!("no column {heading} to make another one of"),
    )?;
    let grouped = data.fields.groupings.iter().flat_map(|grouping| &grouping.fields);
    let mentioned = data.fields.mentions.iter().map(|mention| &mention.field);
    let dividing = [&data.fields.school, &data.fields.year_group];
    all_known(
        grouped.chain(mentioned).chain(dividing),
        |heading| headings.contains(heading),
        |heading| format!("no column {heading}"),
    )
}

/// The group of the partnership targets is of a grouping that exists.
pub(crate) fn check_sheets(data: &GuidanceData) -> Result<(), UnknownName> {
    let is_grouping = |name: &str| data.fields.groupings.iter().any(|grouping| grouping.name == name);
    all_known([&data.sheets.gap.grouping], is_grouping, |name| format!("no grouping {name}"))
}

/// Other headings belong to columns that exist.
pub(crate) fn check_exports(data: &GuidanceData) -> Result<(), UnknownName> {
    let headings = data.fields.headings();
    let message = |heading: &str| format!("there is no column {heading} to have other headings");
    let begins = data.exports.begins.iter().map(|begins| &begins.field);
    let beside = data.exports.beside.iter().flat_map(|beside| beside.with.iter().chain([&beside.field]));
    all_known(data.exports.also.keys().chain(begins).chain(beside), |heading| headings.contains(heading), message)
}

/// One edition is the default.
pub(crate) fn check_default(editions: &[Edition]) -> Result<(), String> {
    let defaults = editions.iter().filter(|edition| edition.is_default).map(|edition| edition.id.as_str());
    let defaults = defaults.collect::<Vec<_>>();
    match defaults.as_slice() {
        [_] => Ok(()),
        [] => Err("no edition is the default (default = true)".into()),
        several => Err(format!("only one edition can be the default, not {}", several.join(" and "))),
    }
}

/// Every column that an edition names exists, and everything that it names by its id.
pub(crate) fn check_edition(edition: &Edition, data: &GuidanceData) -> Result<(), UnknownName> {
    let headings = data.fields.headings();
    let is_column = |name: &str| headings.contains(name);
    let is_measure = |id: &str| edition.measure(id).is_some();
    let is_stage = |name: &str| edition.stage(name).is_some() || edition.areas.iter().any(|area| area == name);
    for measure in &edition.measures {
        let of_measure = |what: &str, name: &str| format!("measure {}: no {what} {name}", measure.id);
        all_known(columns(measure), is_column, |name| of_measure("column", name))?;
        all_known([&measure.stage], is_stage, |name| of_measure("stage", name))?;
        if !is_complete(measure) {
            let message = format!("measure {}: its kind needs other results", measure.id);
            return Err(UnknownName { name: measure.id.clone(), message });
        }
    }
    all_known(measures_named(edition), is_measure, |id| format!("no measure {id}"))?;
    let findings_named = edition.local.care.iter().map(|care| &care.finding);
    let findings_named = findings_named.chain(edition.local.needs.iter().map(|needs| &needs.finding));
    all_known(findings_named, |code| edition.finding(code).is_some(), |code| format!("no finding {code}"))?;
    all_known(stages_named(edition), is_stage, |name| format!("no stage {name}"))?;
    let derived = edition.local.derived.iter().map(|derived| &derived.name);
    let groupings = data.fields.groupings.iter().map(|grouping| &grouping.name).chain(derived).collect::<BTreeSet<_>>();
    let is_grouping = |name: &str| groupings.iter().any(|grouping| *grouping == name);
    all_known(&edition.figures_by, is_grouping, |name| format!("no grouping {name}"))?;
    all_known(groupings_named(edition), is_grouping, |name| format!("no grouping {name}"))?;
    let of_findings = edition.findings.iter().filter_map(|rule| rule.kind.column());
    all_known(columns_of_local(&edition.local).chain(of_findings), is_column, |name| format!("no column {name}"))
}

/// The columns that a measure is read from.
fn columns(measure: &Measure) -> impl Iterator<Item = &String> {
    let priors = measure.priors().flat_map(|prior| &prior.results);
    let about = measure.about.iter().flat_map(MeasurePopulation::fields);
    let interim = measure.interim.iter().map(|interim| &interim.result);
    measure.outcome.iter().chain(priors).chain(about).chain(interim)
}

/// It names what its kind needs.
fn is_complete(measure: &Measure) -> bool {
    match &measure.kind {
        MeasureKind::Threshold(marks) => marks.len() == measure.outcome.len() && !marks.is_empty(),
        MeasureKind::Progress(_) | MeasureKind::Grades { .. } => measure.prior.is_some() && measure.outcome.len() == 1,
        MeasureKind::Average => measure.outcome.len() == 1,
        MeasureKind::GoodLevel(good) => good.scales.iter().all(|scale| measure.outcome.contains(scale)),
        MeasureKind::Gap(_) | MeasureKind::MeanReached(_) => !measure.outcome.is_empty(),
        MeasureKind::Absence | MeasureKind::PersistentAbsence(_) | MeasureKind::PersistentSessions(_) => {
            measure.outcome.len() > 1
        }
    }
}

/// The measures that checks, findings, switches and the return name.
fn measures_named(edition: &Edition) -> impl Iterator<Item = &String> {
    let of_checks = edition.checks.iter().flat_map(|check| &check.reach);
    let of_findings = edition.findings.iter().flat_map(|rule| rule.kind.measures().into_iter().chain(&rule.measures));
    let local = &edition.local;
    let of_return = local.rows.iter().map(|row| &row.measure).chain(local.beside.iter().map(|two| &two.measure));
    let of_care = local.care.iter().flat_map(|care| care.like.iter().flat_map(|(of, like)| [of, like]));
    let of_needs = local.needs.iter().flat_map(|needs| &needs.catch_up);
    let among = local.needs.iter().flat_map(|needs| &needs.among).map(|among| &among.measure);
    let of_needs = of_needs.chain(among).chain(local.elsewhere.iter().map(|other| &other.measure));
    let of_switches = edition.switches.iter().flat_map(|switch| switch.change.measures());
    of_checks.chain(of_findings).chain(of_return).chain(of_care).chain(of_needs).chain(of_switches)
}

/// The key stages and areas that conventions, switches, checks and findings name.
fn stages_named(edition: &Edition) -> impl Iterator<Item = &String> {
    let of_conventions = edition.conventions.iter().flat_map(|convention| &convention.stages);
    let of_switches = edition.switches.iter().flat_map(|switch| &switch.stages);
    let of_checks = edition.checks.iter().map(|check| &check.stage);
    let of_findings = edition.findings.iter().flat_map(FindingRule::stages);
    of_conventions.chain(of_switches).chain(of_checks).chain(of_findings)
}

/// The groupings that findings and the local authority's part name.
fn groupings_named(edition: &Edition) -> impl Iterator<Item = &String> {
    let of_findings = edition.findings.iter().filter_map(|rule| rule.kind.grouping());
    let of_measures = edition.measures.iter().flat_map(|measure| &measure.national);
    let of_measures = of_measures.filter_map(|figure| figure.group.as_ref()).map(|group| &group.grouping);
    let of_findings = of_findings.chain(of_measures);
    let local = &edition.local;
    let of_two = local.beside.iter().map(|two| &two.grouping);
    let of_ethnic = local.ethnic.iter().map(|rule| &rule.grouping);
    let elsewhere = local.elsewhere.iter().flat_map(|other| &other.groups).map(|group| &group.grouping);
    let of_ethnic = of_ethnic.chain(elsewhere);
    let in_care = local.care.iter().map(|rule| &rule.group.grouping);
    of_findings.chain(of_two).chain(of_ethnic).chain(in_care).chain(local.needs.iter().map(|rule| &rule.grouping))
}

fn columns_of_local(local: &AuthorityRules) -> impl Iterator<Item = &String> {
    let of_care = local.care.iter().flat_map(|care| [&care.flag, &care.since, &care.authority]);
    of_care.chain(local.pilot.iter().map(|pilot| &pilot.flag))
}

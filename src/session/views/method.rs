//! The rules, generated from the data that computes them.

use super::rule::rule;
use crate::guidance::{Edition, Guidance};
use crate::report::cited::paragraph;
use crate::session::view::{Method, MethodEntry};

pub(in crate::session) fn method(guidance: &Guidance, edition: &Edition) -> Method {
    let measures = edition.measures.iter().map(|measure| MethodEntry {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        standing: if measure.statutory { "statutory target for schools".into() } else { String::new() },
        rule: rule(measure, guidance, edition),
    });
    let findings = edition.findings.iter();
    let findings =
        findings.map(|finding| (finding.code.clone(), finding.raised.clone(), paragraph(&finding.source, guidance)));
    Method {
        edition: edition.name.clone(),
        document: paragraph(&edition.source, guidance).long,
        measures: measures.collect(),
        conventions: edition.conventions.iter().map(|convention| convention.words.clone()).collect(),
        findings: findings.collect(),
    }
}

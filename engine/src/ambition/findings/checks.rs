//! Findings on expectations that hold for part of a cohort.

use std::rc::Rc;

use super::RaisedRule;
use super::judged::FindingTest;
use crate::ambition::checks::{CheckClasses, SHORT};
use crate::guidance::Edition;
use crate::guidance::check::CohortCheck;
use crate::guidance::finding::FindingKind;
use crate::measures::{Bases, Basis, PupilSet};

/// A check as something to raise, on the moderated targets.
pub(super) fn raise<'a>(check: &'a CohortCheck, edition: &'a Edition, bases: &Bases) -> Option<RaisedRule<'a>> {
    let checked = Rc::new(CheckClasses::new(check, edition, &Basis::Moderated, bases)?);
    Some(RaisedRule {
        rule: edition.find_finding(FindingKind::is_expectation)?,
        on: &check.id,
        source: &check.source,
        concerned: PupilSet::new(checked.clone(), SHORT..=SHORT),
        judgement: FindingTest::Check(check, checked),
        of_schools_alone: false,
    })
}

//! Findings on expectations that hold for part of a cohort.

use std::rc::Rc;

use super::Raised;
use super::judged::Judgement;
use crate::ambition::checks::{Checked, SHORT};
use crate::guidance::Edition;
use crate::guidance::check::CohortCheck;
use crate::guidance::finding::FindingKind;
use crate::measures::{Bases, Basis, PupilSet};

/// A check as something to raise, on the moderated targets.
pub(super) fn raise<'a>(check: &'a CohortCheck, edition: &'a Edition, bases: &Bases) -> Option<Raised<'a>> {
    let checked = Rc::new(Checked::new(check, edition, &Basis::Moderated, bases)?);
    Some(Raised {
        rule: edition.find_finding(FindingKind::is_expectation)?,
        on: &check.id,
        source: &check.source,
        concerned: PupilSet::new(checked.clone(), SHORT..=SHORT),
        judgement: Judgement::Check(check, checked),
    })
}

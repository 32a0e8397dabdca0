//! Findings on expectations that hold for part of a cohort.

use super::judged::Judgement;
use super::{Concerned, Raised};
use crate::ambition::checks::{Checked, SHORT};
use crate::guidance::Edition;
use crate::guidance::check::Check;
use crate::measures::{Bases, Basis, Classified};

/// The rule that a check is raised by.
const RULE: &str = "below-expectation";

/// A check as something to raise, on the moderated targets.
pub(super) fn raise<'a>(check: &'a Check, edition: &'a Edition, bases: &Bases) -> Option<Raised<'a>> {
    let checked = Checked::new(check, edition, &Basis::moderated(), bases)?;
    let short = checked.classified.0.iter().map(|class| u8::from(*class == SHORT));
    let concerned = Classified(short.collect());
    let judgement = Judgement::Check(check, checked);
    Some(Raised {
        rule: edition.finding(RULE)?,
        on: &check.id,
        source: &check.source,
        concerned: Concerned::Listed(concerned),
        judgement,
    })
}

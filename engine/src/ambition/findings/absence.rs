//! A school's absence target against the median of its free school meals band (RULES 3.6, S0 ¶87).

use std::rc::Rc;

use crate::ambition::Current;
use crate::ambition::trajectory::steps;
use crate::guidance::{Edition, FindingRule, Measure, MeasureKind};
use crate::measures::attendance::Sessions;
use crate::measures::{Bases, Basis, Exact, Those};

/// The pupils whose own absence is above the median, and why the finding is raised; `None`: it is no such finding, or
/// median, target or current absence are not known.
pub(super) fn find(
    rule: &FindingRule,
    measure: &Measure,
    edition: &Edition,
    bases: &Bases,
    current: &Current,
) -> Option<(Those<'static>, Option<String>)> {
    if measure.kind != MeasureKind::Absence {
        return None;
    }
    let known = (current.median()?, current.typed_target(&measure.id)?, current.value(&measure.id, "")?);
    let words = match rule.code.as_str() {
        "absence-above-median" => above_median(rule, measure, edition, known),
        "absence-not-sustained" => not_sustained(rule, known),
        _ => return None,
    };
    let sessions = Sessions::new(measure, &Basis::results(), bases);
    let above = |sessions: Sessions| Those::new(Rc::new(sessions.above(known.0)), 1..=1);
    Some((sessions.map_or_else(Those::nobody, above), words))
}

fn above_median(
    rule: &FindingRule,
    measure: &Measure,
    edition: &Edition,
    (median, target, now): (Exact, Exact, Exact),
) -> Option<String> {
    if now.compare(median).is_le() || target.compare(median).is_le() {
        return None;
    }
    let by = *rule.years(&measure.stage).first()?;
    let series = steps((edition.current_year, now), (by, median), 0);
    let step = series.iter().find(|step| step.year == edition.target_year)?;
    target.compare(step.percent).is_gt().then(|| {
        let [target, step, median] = [target, step.percent, median].map(Exact::percent);
        format!(
            "{} Target {target}; equal steps come to {step} in {}, and to the median of {median} by {by}.",
            rule.raised, edition.target_year
        )
    })
}

fn not_sustained(rule: &FindingRule, (median, target, now): (Exact, Exact, Exact)) -> Option<String> {
    (now.compare(median).is_le() && target.compare(now).is_gt())
        .then(|| format!("{} Target {}, current {}.", rule.raised, target.percent(), now.percent()))
}

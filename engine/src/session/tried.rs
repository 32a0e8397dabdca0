//! The lists of pupils behind What if, Estimates, a rule that is tried, and borderline and pace by group (RULES 6.3, 7.4,
//! 7.5). They share one filter, which names the list, a measure and a short text: a filter of its own for each would cost
//! the page as much as the lists themselves.

use super::command::Filter;
use super::document::Document;
use super::words::{basis_words, group_words};
use crate::ambition::conversion::outlook;
use crate::ambition::nearest::Nearest;
use crate::ambition::pace::{at_pace, pace_words};
use crate::measures::{Basis, classify, groupings};

/// The pupils nearest to a mark: how many, then those left out by position in the file, with full stops between.
const NEAREST: &str = "nearest";
/// Those who would reach a mark with what a programme adds: its name.
const GAIN: &str = "gain";
/// Those of whom a conversion table says how likely they reach a mark: the table, as it is chosen.
const ESTIMATED: &str = "estimated";
/// Those who would reach a mark by a rule, or without a mark those whose target it changes: the rule as JSON.
const RULE: &str = "rule";
/// Those one step short of a mark, or of a pace: which, the basis, and the groups, with strokes between.
const PACE: &str = "pace";

fn tried(list: &str, measure: &str, which: String) -> Filter {
    Filter::Tried { list: list.to_owned(), measure: measure.to_owned(), which }
}

/// So many pupils nearest to a mark, without some by position in the file.
pub(crate) fn nearest(measure: &str, number: u64, without: &[u32]) -> Filter {
    let without = without.iter().map(|pupil| format!(".{pupil}"));
    tried(NEAREST, measure, without.fold(number.to_string(), |which, pupil| which + &pupil))
}

/// Who would reach a mark with the gain of a programme.
pub(crate) fn gain(measure: &str, programme: &str) -> Filter {
    tried(GAIN, measure, programme.to_owned())
}

/// Of whom a conversion table says something.
pub(crate) fn estimated(measure: &str, table: &str) -> Filter {
    tried(ESTIMATED, measure, table.to_owned())
}

/// Who would reach a mark by a rule written as JSON; without a measure those whose target it changes.
pub(crate) fn rule(measure: &str, rule: &str) -> Filter {
    tried(RULE, measure, rule.to_owned())
}

/// The pupils of a combination of groups at a pace ([`at_pace`]) on a basis.
pub(crate) fn pace(measure: &str, pace: &str, basis: &Basis, groups: &str) -> Filter {
    tried(PACE, measure, format!("{pace}|{}|{groups}", basis.name()))
}

/// The pace, the basis and the groups.
fn parts(which: &str) -> Option<(&str, &str, &str)> {
    let (pace, rest) = which.split_once('|')?;
    let (basis, groups) = rest.split_once('|')?;
    Some((pace, basis, groups))
}

/// The pupils of a list, by position; `None`: there is no such list.
pub(crate) fn pupils(document: &Document, (list, measure, which): (&str, &str, &str)) -> Option<Vec<u32>> {
    if list == RULE {
        return document.with_rule(measure, which);
    }
    let (measure, bases) = (document.edition.measure(measure)?, document.bases());
    match list {
        NEAREST => {
            let mut numbers = which.split('.').filter_map(|number| number.parse::<u32>().ok());
            let number = numbers.next()? as usize;
            let target = classify(measure, &Basis::Moderated, &bases)?;
            let without = numbers.filter_map(|pupil| document.position(pupil)).collect::<Vec<_>>();
            Some(Nearest::new(measure, &document.edition, &target, &without, &bases).first(number))
        }
        GAIN => document.reached_with_gain(measure, which),
        ESTIMATED => outlook::pupils(measure, &document.conversion(which)?, &bases),
        PACE => {
            let (pace, basis, groups) = parts(which)?;
            let within = groupings::combined(groups, &document.edition, &document.settings.stage, &bases)?;
            let mut pupils = at_pace(measure, pace, &Basis::from_name(basis), &bases)?;
            pupils.retain(|pupil| within.get(*pupil as usize) == Some(&true));
            Some(pupils)
        }
        _ => None,
    }
}

/// The list in words.
pub(crate) fn title(document: &Document, list: &str, measure: &str, which: &str) -> String {
    let words = match (list, parts(which)) {
        (NEAREST, _) => format!("the {} nearest to it", which.split('.').next().unwrap_or_default()),
        (GAIN, _) => format!("reach it by target with the gain of {which}"),
        (ESTIMATED, _) => "in the conversion table".into(),
        (RULE, _) if measure.is_empty() => return "Targets that the rule tried would change".into(),
        (RULE, _) => "reach it by target with the rule tried".into(),
        (PACE, Some((pace, basis, groups))) => {
            let of = if groups.is_empty() { String::new() } else { group_words(document, groups) + "; " };
            return format!("{of}{measure}: {} {}", pace_words(pace), basis_words(basis));
        }
        _ => String::new(),
    };
    format!("{measure}: {words}")
}

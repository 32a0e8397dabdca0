//! The lists of pupils behind What if, Estimates, a rule that is tried, and borderline and pace by group (RULES 6.3, 7.4,
//! 7.5).

use super::command::TriedList;
use super::document::Document;
use super::words::{basis_words, group_words};
use crate::ambition::conversion::outlook;
use crate::ambition::nearest::NearestPupils;
use crate::ambition::pace::pupils_at_pace;
use crate::measures::{Basis, classify, groupings};

/// The pupils of a list, by position; `None`: unknown list.
pub(crate) fn pupils(document: &Document, list: &TriedList) -> Option<Vec<u32>> {
    let bases = document.bases();
    match list {
        TriedList::Nearest { measure, pupils, without } => {
            let measure = document.edition.measure(measure)?;
            let target = classify(measure, &Basis::Moderated, &bases)?;
            let without = without.iter().filter_map(|pupil| document.position(*pupil)).collect::<Vec<_>>();
            Some(NearestPupils::new(measure, &document.edition, &target, &without, &bases).first(*pupils))
        }
        TriedList::Gain { measure, programme } => {
            document.reached_with_gain(document.edition.measure(measure)?, programme)
        }
        TriedList::Estimated { measure, table } => {
            outlook::pupils(document.edition.measure(measure)?, &document.conversion(table)?, &bases)
        }
        TriedList::Rule { measure, rule } => document.with_rule(measure.as_deref(), rule),
        TriedList::Pace { measure, pace, basis, groups } => {
            let within = groupings::combined(groups, &document.edition, &document.settings.stage, &bases)?;
            let mut pupils = pupils_at_pace(document.edition.measure(measure)?, *pace, basis, &bases)?;
            pupils.retain(|pupil| within.get(*pupil as usize) == Some(&true));
            Some(pupils)
        }
        TriedList::Unknown { .. } => None,
    }
}

/// The list in words; `title` gives that of a measure.
pub(crate) fn title(document: &Document, list: &TriedList, title: impl Fn(&str) -> String) -> String {
    match list {
        TriedList::Nearest { measure, pupils, .. } => format!("{}: the {pupils} nearest to it", title(measure)),
        TriedList::Gain { measure, programme } => {
            format!("{}: target reaches it with the gain from {programme}", title(measure))
        }
        TriedList::Estimated { measure, .. } => format!("{}: in the conversion table", title(measure)),
        TriedList::Rule { measure: None, .. } => "Targets that the rule tried would change".into(),
        TriedList::Rule { measure: Some(measure), .. } => {
            format!("{}: target reaches it with the rule tried", title(measure))
        }
        TriedList::Pace { measure, pace, basis, groups } => {
            let of = if groups.is_empty() { String::new() } else { group_words(document, groups) + "; " };
            format!("{of}{}: {} {}", title(measure), pace.words(), basis_words(basis.name()))
        }
        TriedList::Unknown { measure, .. } => format!("{}: ", title(measure)),
    }
}

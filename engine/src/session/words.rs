//! Words for groups and bases.

use super::document::Document;
use crate::measures::{Basis, GroupChoice, GroupSelection};
use crate::text::phrases::capitalise;

/// "Sex F, free school meals Y".
pub(crate) fn group_words(document: &Document, groups: &GroupSelection) -> String {
    let named = |grouping: &str| {
        let read =
            document.guidance.fields.groupings.iter().find(|known| known.name == grouping).map(|known| &known.title);
        let worked =
            document.edition.local.derived.iter().find(|known| known.name == grouping).map(|known| &known.title);
        read.or(worked).map_or_else(|| capitalise(grouping), Clone::clone)
    };
    let of_book = |grouping: &str, group: &str| {
        let grouping = document.guidance.fields.groupings.iter().find(|known| known.name == grouping)?;
        let field = document.guidance.fields.get_heading(grouping.fields.first()?)?;
        let crate::guidance::fields::FieldKind::Coded(list) = field.kind else { return None };
        let list = document.guidance.codes.list(list)?;
        Some(list.entry(list.parse(group.as_bytes())?)?.words.clone())
    };
    let words = groups.iter().map(|GroupChoice { grouping, group }| {
        let group = of_book(grouping, group).unwrap_or_else(|| group.clone());
        format!("{}: {group}", named(grouping))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// "By target".
pub(crate) fn basis_words(basis: &str) -> String {
    match Basis::from_name(basis) {
        Basis::Actual => "by result".into(),
        Basis::Moderated | Basis::Target => "by target".into(),
        other => format!("by {}", other.label()),
    }
}

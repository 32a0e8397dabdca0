//! Hiding small counts of groups whose figures add up to that of all pupils.

use crate::measures::Figure;
use crate::measures::evaluated::GroupFigure;
use crate::report::sharing::{HiddenCounts, MarkCount, hide, is_small};

/// What to hide of groups on some measures, whose figures are in the groups' order; nothing where `fewer_than` is 0.
pub(super) fn hide_groups(measures: &[&[GroupFigure]], fewer_than: u64) -> HiddenCounts {
    let sizes =
        measures.first().map(|first| first.iter().map(|(size, _)| *size).collect::<Vec<_>>()).unwrap_or_default();
    if fewer_than == 0 {
        let nothing = vec![false; sizes.len()];
        let reached = vec![nothing.clone(); measures.len()];
        return HiddenCounts { rows: nothing, reached, size: false, totals: vec![false; measures.len()] };
    }
    let counts = measures
        .iter()
        .map(|figures| figures.iter().map(|(_, figure)| MarkCount::from(figure)).collect())
        .collect::<Vec<_>>();
    hide(&sizes, &counts, fewer_than)
}

/// A figure shown alone is of too few pupils.
pub(super) fn too_few(figure: &Figure, fewer_than: u64) -> bool {
    is_small(MarkCount::from(figure), fewer_than)
}

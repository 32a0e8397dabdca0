//! Tables to share: what is hidden in them cannot be worked out from what is shown.

use std::collections::BTreeSet;

use ambition_engine::report::sharing::{HiddenCounts, MarkCount, hide};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(40), failure_persistence: None, ..ProptestConfig::default() })]

    /// What is hidden cannot be worked out: there are at least two tables that fit everything shown, and differ there.
    #[test]
    fn nothing_hidden_is_determined(
        rows in proptest::collection::vec((0..14_u64, 0..14_u64, 0..14_u64), 1..6),
        fewer_than in prop_oneof![Just(5), Just(6), Just(10)],
    ) {
        let sizes = rows.iter().map(|(reached, short, _)| reached + short).collect::<Vec<_>>();
        let first = rows.iter().map(|(reached, short, _)| MarkCount { reached: *reached, of: reached + short }).collect::<Vec<_>>();
        let second = rows.iter().zip(&sizes).map(|((.., reached), of)| MarkCount { reached: (*reached).min(*of), of: *of }).collect::<Vec<_>>();
        let hidden = hide(&sizes, &[first.clone(), second.clone()], fewer_than);
        solve_sizes(&sizes, &hidden)?;
        for (measure, counts) in [first, second].iter().enumerate() {
            shown_are_large(counts, &hidden, measure, fewer_than)?;
            solve(counts, &hidden, measure)?;
        }
    }

    /// The same of tables too large to try all: no hidden cell is a combination of what is shown.
    #[test]
    fn no_hidden_cell_of_a_large_table_is_a_sum_of_shown_ones(
        rows in proptest::collection::vec((0..60_u64, 0..60_u64), 2..60),
        fewer_than in prop_oneof![Just(5), Just(6), Just(10)],
    ) {
        let sizes = rows.iter().map(|(reached, short)| reached + short).collect::<Vec<_>>();
        let counts = rows.iter().map(|(reached, short)| MarkCount { reached: *reached, of: reached + short }).collect::<Vec<_>>();
        let hidden = hide(&sizes, std::slice::from_ref(&counts), fewer_than);
        // One equation over the hidden cells: they add up to the total minus what is shown. It settles a cell if it is alone.
        let alone = |hidden: &[bool]| hidden.iter().zip(&sizes).filter(|(hidden, size)| **hidden && **size > 0).count() == 1;
        prop_assert!(hidden.size || !alone(&hidden.rows), "{:?} {:?}", rows, hidden);
        prop_assert!(hidden.totals[0] || !alone(&hidden.reached[0]), "{:?} {:?}", rows, hidden);
    }
}

/// What is shown is 0 or no small count.
fn shown_are_large(
    counts: &[MarkCount],
    hidden: &HiddenCounts,
    measure: usize,
    fewer_than: u64,
) -> Result<(), TestCaseError> {
    for (row, count) in counts.iter().enumerate() {
        let large = |number: u64| number == 0 || number >= fewer_than;
        prop_assert!(hidden.rows[row] || large(count.of));
        prop_assert!(hidden.reached[measure][row] || large(count.reached) && large(count.of - count.reached));
    }
    Ok(())
}

/// A hidden cell: the most it can be, and whether the size of its row is hidden too.
#[derive(Clone, Copy)]
struct HiddenCell {
    most: u64,
    pooled: bool,
}

/// Tries all sizes that the hidden rows can have. Nobody shows an empty row, so a hidden one has a pupil at least.
fn solve_sizes(sizes: &[u64], hidden: &HiddenCounts) -> Result<(), TestCaseError> {
    let rows = (0..sizes.len()).filter(|row| hidden.rows[*row] && sizes[*row] > 0).collect::<Vec<_>>();
    if hidden.size || rows.is_empty() {
        return Ok(());
    }
    // A size is a pupil and some more.
    let more = rows.iter().map(|row| sizes[*row] - 1).sum::<u64>();
    several(&vec![HiddenCell { most: more, pooled: false }; rows.len()], more, 0, &format!("{sizes:?} {hidden:?}"))
}

/// Tries all counts that the hidden cells of a measure can have, for somebody who knows the sizes that are shown.
fn solve(counts: &[MarkCount], hidden: &HiddenCounts, measure: usize) -> Result<(), TestCaseError> {
    let rows = (0..counts.len()).filter(|row| hidden.reached[measure][*row] && counts[*row].of > 0).collect::<Vec<_>>();
    if hidden.totals[measure] || rows.is_empty() {
        return Ok(());
    }
    let sum = rows.iter().map(|row| counts[*row].reached).sum::<u64>();
    let pool = rows.iter().filter(|row| hidden.rows[**row]).map(|row| counts[*row].of).sum::<u64>();
    let cell = |row: &usize| match hidden.rows[*row] {
        true => HiddenCell { most: pool, pooled: true },
        false => HiddenCell { most: counts[*row].of, pooled: false },
    };
    several(&rows.iter().map(cell).collect::<Vec<_>>(), sum, pool, &format!("{counts:?} {hidden:?} {measure}"))
}

/// Every cell can take two values at least.
fn several(cells: &[HiddenCell], sum: u64, pool: u64, what: &str) -> Result<(), TestCaseError> {
    for cell in 0..cells.len() {
        let values = (0..=cells[cell].most).filter(|value| possible(cells, cell, *value, sum, pool)).take(2).count();
        prop_assert_eq!(values, 2, "cell {} has {} values: {}", cell, values, what);
    }
    Ok(())
}

/// The cells can add up to the sum with this value in this cell, and rows of unknown size, a pupil each at least, hold
/// no more than the pool.
fn possible(cells: &[HiddenCell], fixed: usize, value: u64, sum: u64, pool: u64) -> bool {
    let mut reached = BTreeSet::from([(0, 0)]);
    for (index, cell) in cells.iter().enumerate() {
        let values = if index == fixed { value..=value } else { 0..=cell.most };
        let with = |(so_far, held): &(u64, u64)| {
            let (so_far, held) = (*so_far, *held);
            values.clone().map(move |value| (so_far + value, held + if cell.pooled { value.max(1) } else { 0 }))
        };
        reached = reached.iter().flat_map(with).filter(|(so_far, held)| *so_far <= sum && *held <= pool).collect();
    }
    reached.iter().any(|(so_far, _)| *so_far == sum)
}

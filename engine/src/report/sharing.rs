//! Statistical disclosure control: small counts are suppressed, with as many others as it takes that none can be derived (RULES 8).
//!
//! A table has rows that add up to a total which is shown. Hidden are a row's size below a number, and how many of a row
//! reach a mark where they, or those who do not, are fewer. A count of 0 is not hidden. Then further rows are hidden,
//! the smallest first, until every hidden number may be one of several, for somebody who knows all that is shown and how
//! it was hidden.

use crate::measures::Figure;

/// How many pupils of a row reach a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkCount {
    /// Pupils who reach it.
    pub reached: u64,
    /// Pupils in the figure.
    pub of: u64,
}

impl From<&Figure> for MarkCount {
    /// A mean tells of everybody in it.
    fn from(figure: &Figure) -> Self {
        Self { reached: figure.achieved.unwrap_or(figure.eligible), of: figure.eligible }
    }
}

/// What is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenCounts {
    /// Of each row: its size, and with it everything of the row.
    pub rows: Vec<bool>,
    /// For each measure, of each row: how many reach the mark.
    pub reached: Vec<Vec<bool>>,
    /// The size of the total.
    pub size: bool,
    /// For each measure, how many of the total reach the mark.
    pub totals: Vec<bool>,
}

/// What to hide of a table: `sizes` of the rows, and for each measure one count a row, which may be empty.
pub fn hide(sizes: &[u64], measures: &[Vec<MarkCount>], fewer_than: u64) -> HiddenCounts {
    let small = |number: u64| number > 0 && number < fewer_than;
    let few = |row: usize| {
        let of = |counts: &Vec<MarkCount>| counts.get(row).is_some_and(|count| small(count.of));
        sizes.get(row).is_some_and(|size| small(*size)) || measures.iter().any(of)
    };
    let mut hidden = HiddenCounts { rows: (0..sizes.len()).map(few).collect(), ..HiddenCounts::default() };
    hidden.size = small(sizes.iter().sum());
    while !hidden.size && sizes_determined(sizes, &hidden.rows) {
        hidden.size = !add_smallest(&mut hidden.rows, |row| sizes.get(row).copied().unwrap_or_default());
    }
    for counts in measures {
        let few = |(row, count): (&bool, &MarkCount)| *row || is_small(*count, fewer_than);
        let mut reached = hidden.rows.iter().zip(counts).map(few).collect::<Vec<_>>();
        let sum = counts.iter().fold(MarkCount::default(), |sum, count| MarkCount {
            reached: sum.reached + count.reached,
            of: sum.of + count.of,
        });
        let mut total = is_small(sum, fewer_than) || hidden.size && reached.contains(&true);
        while !total && counts_determined(counts, &hidden.rows, &reached) {
            total = !add_smallest(&mut reached, |row| counts.get(row).map_or(0, |count| count.of));
        }
        hidden.reached.push(reached);
        hidden.totals.push(total);
    }
    hidden
}

/// Whether a figure is of too few pupils to be shown alone: in it, reaching the mark, or not.
pub fn is_small(count: MarkCount, fewer_than: u64) -> bool {
    let small = |number: u64| number > 0 && number < fewer_than;
    small(count.of) || small(count.reached) || small(count.of - count.reached.min(count.of))
}

/// Hides the smallest row that is not hidden and has pupils; returns whether there was one.
fn add_smallest(hidden: &mut [bool], size: impl Fn(usize) -> u64) -> bool {
    let open = hidden.iter().enumerate().filter(|(row, hidden)| !**hidden && size(*row) > 0);
    let smallest = open.map(|(row, _)| row).min_by_key(|row| size(*row));
    let found = smallest.and_then(|row| hidden.get_mut(row));
    found.is_some_and(|row| !std::mem::replace(row, true))
}

/// A hidden size can be worked out: it is the only one, or all of them have to be 1. A hidden row is known not to be
/// empty.
fn sizes_determined(sizes: &[u64], hidden: &[bool]) -> bool {
    let of_hidden = || sizes.iter().zip(hidden).filter(|(size, hidden)| **hidden && **size > 0).map(|(size, _)| *size);
    let (rows, sum) = (of_hidden().count() as u64, of_hidden().sum::<u64>());
    rows == 1 || rows > 0 && sum == rows
}

/// A hidden count can be worked out from what the hidden ones add up to, and from the sizes that are shown.
fn counts_determined(counts: &[MarkCount], rows: &[bool], hidden: &[bool]) -> bool {
    let of_hidden = || counts.iter().zip(rows).zip(hidden).filter(|((count, _), hidden)| **hidden && count.of > 0);
    let sum = of_hidden().map(|((count, _), _)| count.reached).sum::<u64>();
    // Rows of unknown size share what is left of the total between them, at least one pupil each.
    let unknown = || of_hidden().filter(|((_, row), _)| **row).map(|((count, _), _)| count.of);
    let (pool, pooled) = (unknown().sum::<u64>(), unknown().count() as u64);
    let known = of_hidden().filter(|((_, row), _)| !**row).map(|((count, _), _)| count.of).sum::<u64>();
    of_hidden().any(|((count, row), _)| {
        let (most, others) = match row {
            true => (pool + 1 - pooled.min(pool + 1), known + pool.saturating_sub(1)),
            false => (count.of, known - count.of + pool),
        };
        sum.min(most) == sum.saturating_sub(others)
    })
}

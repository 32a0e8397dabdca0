//! Pupils with several rows of whom only the first is named: the others hold a further subject, or the targets.

use super::pupil_rows::{has_sum, names_somebody};
use super::sample::SampleRow;
use super::shape::Table;
use super::text_repair::is_nearly_all;
use crate::guidance::Guidance;

/// Fewest pupils that show that the rows below them are theirs.
const PUPILS: usize = 2;

/// The table with the names of the pupils in all of their rows, if nearly every named row has rows without a name below it;
/// and the first of these.
pub(super) fn name_continued_rows(table: &Table, guidance: &Guidance) -> Option<(Table, u32)> {
    let identity = table.identity_columns(guidance);
    let is_blank = |row: &SampleRow| identity.iter().all(|(column, _)| row.cell(*column).is_empty());
    let is_named =
        |row: &SampleRow| identity.iter().any(|(column, kind)| names_somebody(row.cell(*column), *kind, guidance));
    if identity.is_empty() || !table.body().iter().any(|row| is_blank(row)) {
        return None;
    }
    // The number of rows that continue each named row.
    let mut continued: Vec<usize> = Vec::new();
    for row in table.body() {
        match continued.last_mut() {
            _ if is_named(row) => continued.push(0),
            Some(count) if is_blank(row) && !has_sum(row, guidance) => *count += 1,
            _ => (),
        }
    }
    let with_more = continued.iter().filter(|count| **count > 0).count();
    if continued.len() < PUPILS || !is_nearly_all(with_more, continued.len()) {
        return None;
    }
    let most = usual_count(&continued);
    let (mut rows, mut named, mut count, mut first) = (Vec::new(), None, 0, None);
    for row in table.body() {
        let mut row = row.clone();
        if is_named(&row) {
            (named, count) = (Some(row.clone()), 0);
        } else if let Some(named) = named.as_ref().filter(|_| is_blank(&row) && !has_sum(&row, guidance)) {
            count += 1;
            if count <= most {
                first = first.or(Some(row.number));
                identity.iter().for_each(|(column, _)| row.put(*column, named.cell(*column)));
            }
        }
        rows.push(row);
    }
    Some((table.with_rows(table.headings().to_vec(), rows, table.rejected.clone()), first?))
}

/// The number of rows that nearly all pupils have besides their first, so that what follows the last pupil is nobody's;
/// else the highest.
fn usual_count(continued: &[usize]) -> usize {
    let highest = continued.iter().copied().max().unwrap_or(0);
    let usual = |count: &usize| {
        let alike = continued.iter().filter(|other| *other == count).count();
        is_nearly_all(alike, continued.len())
    };
    (1..=highest).find(usual).unwrap_or(highest)
}

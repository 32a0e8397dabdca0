//! Pupils with several rows of whom only the first is named: the others hold a further subject, or the targets.

use super::pupil_rows::{has_sum, names_somebody};
use super::sample::SampleRow;
use super::shape::{Table, is_identity};
use super::text_repair::is_nearly_all;
use crate::guidance::Guidance;
use crate::guidance::fields::FieldKind;
use crate::intake::account::{RejectReason, RejectedRow};

/// Fewest pupils that show that the rows below them are theirs.
const PUPILS: usize = 2;

/// The table with the names of the pupils in all of their rows, if nearly every named row has rows without a name below it;
/// and the first of these.
pub(super) fn name_continued_rows(table: &Table, guidance: &Guidance) -> Option<(Table, u32)> {
    let identity = table.identity_columns(guidance);
    let is_blank = |row: &SampleRow| !identity.iter().any(|(column, _)| row.is_filled(*column));
    let is_named =
        |row: &SampleRow| identity.iter().any(|(column, kind)| names_somebody(row.cell(*column), *kind, guidance));
    if identity.is_empty() || !table.body().iter().any(is_blank) {
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
    let continues = |row: &SampleRow| is_blank(row) && !has_sum(row, guidance);
    let complete = complementary_rows(table, &is_named, &continues);
    let with_more = continued.iter().filter(|count| **count > 0).count();
    if continued.len() < PUPILS || !complete && !is_nearly_all(with_more, continued.len()) {
        return None;
    }
    if complete {
        return merge_complementary(table, &continues);
    }
    let most = usual_count(&continued);
    let shared = columns_of_pupils(table, guidance);
    let (mut rows, mut named, mut count, mut first) = (Vec::new(), None, 0, None);
    for row in table.body() {
        let mut row = row.clone();
        if is_named(&row) {
            (named, count) = (Some(row.clone()), 0);
        } else if let Some(named) = named.as_ref().filter(|_| is_blank(&row) && !has_sum(&row, guidance)) {
            count += 1;
            if count <= most {
                first = first.or(Some(row.number));
                for column in shared.iter().filter(|column| !named.cell(**column).is_empty()) {
                    if row.cell(*column).is_empty() {
                        row.put(*column, named.cell(*column));
                    }
                }
            }
        }
        rows.push(row);
    }
    Some((table.with_rows(table.headings().to_vec(), rows, table.rejected.clone()), first?))
}

/// The columns that say who a pupil is: names, school, class, date of birth.
fn columns_of_pupils(table: &Table, guidance: &Guidance) -> Vec<usize> {
    let birth = guidance.fields.by_heading(&guidance.exports.birth.field);
    let is_shared = |text: &String| {
        let field = guidance.recognise(text);
        let kind = field.and_then(|field| guidance.fields.get(field)).map(|field| field.kind);
        let is_label = matches!(kind, Some(FieldKind::Label | FieldKind::Text));
        is_label || kind.is_some_and(is_identity) || field.is_some() && field == birth
    };
    let columns = table.headings().iter().enumerate().filter(|(_, text)| is_shared(text));
    columns.map(|(column, _)| column).collect()
}

/// The table with what the rows without a name hold in the rows above them.
fn merge_complementary(table: &Table, continues: &dyn Fn(&SampleRow) -> bool) -> Option<(Table, u32)> {
    let (mut rows, mut rejected, mut first) = (Vec::<SampleRow>::new(), table.rejected.clone(), None);
    for row in table.body() {
        match rows.last_mut().filter(|_| continues(row)) {
            Some(pupil) => {
                first = first.or(Some(row.number));
                row.filled_cells().for_each(|(column, cell)| pupil.put(column, cell));
                let reason = RejectReason::PutTogether { of: pupil.number };
                rejected.push(RejectedRow { row: row.number, reason });
            }
            None => rows.push(row.clone()),
        }
    }
    Some((table.with_rows(table.headings().to_vec(), rows, rejected), first?))
}

/// True if every row without a name follows a pupil at once and fills only cells that the pupil's row lacks, and there are
/// several such rows.
fn complementary_rows(
    table: &Table,
    is_named: &dyn Fn(&SampleRow) -> bool,
    continues: &dyn Fn(&SampleRow) -> bool,
) -> bool {
    let mut pairs = table.body().windows(2).filter_map(|pair| match pair {
        [one, next] if continues(next) => Some((one, next)),
        _ => None,
    });
    let complement = |(one, next): (&SampleRow, &SampleRow)| {
        is_named(one) && next.number == one.number + 1 && next.filled_cells().all(|(column, _)| !one.is_filled(column))
    };
    pairs.clone().count() >= PUPILS && pairs.all(complement)
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

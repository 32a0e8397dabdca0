//! National averages by prior attainment from the Department's pupil file of last year (RULES_2027 C.5).
//!
//! Each row of such a file is a pupil of last year with the average of all pupils in England who had the same prior
//! attainment. The rows together are a table for the prior results that the school had; other prior results have no
//! average in it.

use std::collections::{BTreeMap, BTreeSet};

use super::conversion::import::{ImportRow, split_rows};
use crate::cohort::NumberColumn;
use crate::cohort::number_column::number_text;
use crate::guidance::benchmark::{SimilarAverage, SimilarBy};
use crate::guidance::fields::NumberKind;
use crate::guidance::{Edition, Guidance};
use crate::measures::averages::GroupAverages;
use crate::text::phrases::list;

/// The rules of an edition by which averages are read.
pub fn rules(edition: &Edition) -> impl Iterator<Item = &SimilarAverage> {
    edition.measures.iter().filter_map(|measure| match &measure.similar.as_ref()?.by {
        SimilarBy::Average(average) => Some(average),
        SimilarBy::Bands(_) => None,
    })
}

/// The averages of a text.
///
/// # Errors
/// Says which column is missing, or in which row an average contradicts an earlier one, and what to do; nothing is read
/// then.
pub fn read(text: &str, guidance: &Guidance, edition: &Edition) -> Result<GroupAverages, String> {
    let rows = split_rows(text);
    let ((_, headings), rows) = rows.split_first().ok_or("The file is empty. Choose one with pupils.")?;
    let place = |column: &str| {
        let wanted = guidance.fields.by_heading(column);
        headings.iter().position(|heading| wanted.is_some() && guidance.recognise(heading) == wanted)
    };
    let mut averages = GroupAverages::default();
    for rule in rules(edition) {
        if let Some(columns) = place(&rule.prior).zip(place(&rule.column)) {
            add_column(rule, columns, rows, &mut averages)?;
        }
    }
    if averages.is_empty() {
        return Err(format!(
            "No pupil of the file has an average. It should have the columns {}.",
            columns(guidance, edition)
        ));
    }
    Ok(averages)
}

/// "Key Stage 1 average point score and …": the titles of the columns that are read.
fn columns(guidance: &Guidance, edition: &Edition) -> String {
    let headings = rules(edition).flat_map(|rule| [&rule.prior, &rule.column]).collect::<BTreeSet<_>>();
    let titles = headings.into_iter().filter_map(|heading| guidance.fields.get_heading(heading));
    list(&titles.map(|field| field.title.clone()).collect::<Vec<_>>())
}

/// Adds what each row says of its prior result.
fn add_column(
    rule: &SimilarAverage,
    (prior, average): (usize, usize),
    rows: &[ImportRow],
    averages: &mut GroupAverages,
) -> Result<(), String> {
    let numbers = NumberColumn::new(NumberKind::Number);
    let number = |cells: &[String], place: usize| numbers.parse(cells.get(place)?.as_bytes());
    let mut first_rows = BTreeMap::<u64, u32>::new();
    for (row, cells) in rows {
        let Some((prior, average)) = number(cells, prior).zip(number(cells, average)) else { continue };
        let first = *first_rows.entry(prior).or_insert(*row);
        let known = *averages.entry(&rule.column).entry(prior).or_insert(average);
        if known != average {
            return Err(format!(
                "Row {row}: {} points have the average {} here and {} in row {first}. Choose the file as the Department gave it.",
                number_text(prior),
                number_text(average),
                number_text(known)
            ));
        }
    }
    Ok(())
}

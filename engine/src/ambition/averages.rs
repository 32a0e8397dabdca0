//! National averages by prior attainment from the Department's pupil file of last year (RULES_2027 C.5).
//!
//! Each row of such a file is a pupil of last year with the average of all pupils in England who had the same prior
//! attainment. The rows together are a table for the prior results that the school had; other prior results have no
//! average in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cohort::number_column::{NumberCell, number_text};
use crate::cohort::{Cohort, UnknownSpelling};
use crate::guidance::benchmark::{SimilarAverage, SimilarBy};
use crate::guidance::fields::FieldKind;
use crate::guidance::{Edition, FieldId, Guidance};
use crate::intake::read_as::AssignedColumn;
use crate::intake::{Account, CohortReader, ReadAs, ReadFile, RejectReason};
use crate::measures::averages::GroupAverages;
use crate::text::phrases::list;

/// The averages of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AveragesFile {
    /// The averages.
    pub averages: GroupAverages,
    /// Numbers of the rows that are left out, because their cells are not below their headings.
    pub left_out: Vec<u32>,
}

/// The rules of an edition by which averages are read.
pub fn rules(edition: &Edition) -> impl Iterator<Item = &SimilarAverage> {
    edition.measures.iter().filter_map(|measure| match &measure.similar.as_ref()?.by {
        SimilarBy::Average(average) => Some(average),
        SimilarBy::Bands(_) => None,
    })
}

/// The averages of a text, which is read like any file of pupils.
///
/// # Errors
/// Says which column is missing, or in which row a number is none, or contradicts an earlier one, and what to do; nothing
/// is read then.
pub fn read(text: &str, guidance: &Arc<Guidance>, edition: &Edition) -> Result<AveragesFile, String> {
    let ReadFile { cohort, account } = opened(text, guidance, edition)?;
    let mut averages = GroupAverages::default();
    for rule in rules(edition) {
        let (prior, column) = (guidance.fields.by_heading(&rule.prior), guidance.fields.by_heading(&rule.column));
        if let Some(columns) = prior.zip(column) {
            refuse_unreadable(columns, &cohort, &account, guidance)?;
            add_column(rule, columns, &cohort, &mut averages)?;
        }
    }
    if averages.is_empty() {
        return Err(format!(
            "No pupil of the file has an average. It should have the columns {}.",
            columns(guidance, edition)
        ));
    }
    let is_shifted = |reason: RejectReason| {
        matches!(
            reason,
            RejectReason::MovedByComma | RejectReason::BeyondHeadings { .. } | RejectReason::UnclosedQuote { .. }
        )
    };
    let left_out = account.rejected.iter().filter(|rejected| is_shifted(rejected.reason));
    Ok(AveragesFile { averages, left_out: left_out.map(|rejected| rejected.row).collect() })
}

/// The file with all its pupils: who is left out of the results of the school has an average, too.
fn opened(text: &str, guidance: &Arc<Guidance>, edition: &Edition) -> Result<ReadFile, String> {
    let read = |columns: Vec<AssignedColumn>| {
        let read_as = ReadAs { edition: Some(edition.id.clone()), columns, ..ReadAs::default() };
        let opened = CohortReader::read_all_as(guidance.clone(), text.as_bytes(), read_as);
        opened.map_err(|error| format!("{} {}", error.what, error.remedy))
    };
    let opened = read(Vec::new())?;
    if opened.account.set_aside.is_empty() {
        return Ok(opened);
    }
    let headings = &opened.account.headings;
    let sets_aside = |field: &FieldId| match guidance.fields.get(*field).map(|field| field.kind) {
        Some(FieldKind::Coded(list)) => guidance.codes.list(list).is_some_and(|list| !list.set_aside().is_empty()),
        _ => false,
    };
    let flags = headings.recognised().filter(|(_, field)| sets_aside(field)).map(|(column, _)| AssignedColumn {
        heading: headings.texts.get(column).cloned().unwrap_or_default(),
        nth: headings.nth(column),
        field: String::new(),
    });
    read(flags.collect())
}

/// "Key Stage 1 average point score and …": the titles of the columns that are read.
fn columns(guidance: &Guidance, edition: &Edition) -> String {
    let headings = rules(edition).flat_map(|rule| [&rule.prior, &rule.column]).collect::<BTreeSet<_>>();
    let titles = headings.into_iter().filter_map(|heading| guidance.fields.get_heading(heading));
    list(&titles.map(|field| field.title.clone()).collect::<Vec<_>>())
}

/// What holds digits and is no number that its column can hold. Other texts stand for no average.
fn refuse_unreadable(
    columns: (FieldId, FieldId),
    cohort: &Cohort,
    account: &Account,
    guidance: &Guidance,
) -> Result<(), String> {
    let wrong =
        |unknown: &&UnknownSpelling| unknown.cells > 0 && unknown.spelling.bytes().any(|byte| byte.is_ascii_digit());
    for id in [columns.0, columns.1] {
        let unknown = cohort.number_column(id).map(|column| column.unknown()).unwrap_or_default();
        let Some(unknown) = unknown.iter().find(wrong) else { continue };
        let heading = account.headings.column(id).and_then(|column| account.headings.texts.get(column));
        let most = guidance.fields.get(id).and_then(|field| field.most);
        return Err(format!(
            "Row {}: \u{201c}{}\u{201d} cannot stand under {}{}. Choose the file as the Department gave it.",
            unknown.first_row,
            unknown.spelling,
            heading.map_or("", String::as_str),
            most.map(|most| format!(", which goes up to {most}")).unwrap_or_default()
        ));
    }
    Ok(())
}

/// Adds what each row says of its prior result.
fn add_column(
    rule: &SimilarAverage,
    (prior, average): (FieldId, FieldId),
    cohort: &Cohort,
    averages: &mut GroupAverages,
) -> Result<(), String> {
    let Some((priors, means)) = cohort.number_column(prior).zip(cohort.number_column(average)) else { return Ok(()) };
    let mut first_rows = BTreeMap::<u64, u32>::new();
    for pupil in 0..cohort.len() {
        let (NumberCell::Known(prior), NumberCell::Known(average)) = (priors.cell(pupil), means.cell(pupil)) else {
            continue;
        };
        let row = cohort.row(pupil);
        let first = *first_rows.entry(prior).or_insert(row);
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

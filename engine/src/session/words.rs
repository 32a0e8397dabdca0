//! Words for groups, bases and answers to the reader.

use super::document::Document;
use crate::intake::decisions::{FileRelation, ReadingAnswer, RepeatedRow, RowKind};
use crate::measures::{Basis, GroupChoice, GroupSelection};
use crate::text::phrases::{capitalise, list};

/// Rows named in an answer.
const ROWS_NAMED: usize = 5;

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

/// "rows 12 and 31 counted as pupils".
pub(crate) fn answer_words(answer: &ReadingAnswer) -> String {
    match answer {
        ReadingAnswer::ArePupils(rows) => format!("{} counted as {}", rows_words(rows), pupils_words(rows)),
        ReadingAnswer::AreNotPupils(rows) => format!("{} not counted as {}", rows_words(rows), pupils_words(rows)),
        ReadingAnswer::CountRowsWith { heading, value } => {
            format!("of several rows of a pupil, those with {value} under {heading} counted")
        }
        ReadingAnswer::CountRepeated(RepeatedRow::First) => "of several rows of a pupil, the first counted".into(),
        ReadingAnswer::CountRepeated(RepeatedRow::Last) => "of several rows of a pupil, the last counted".into(),
        ReadingAnswer::AddSessions(true) => "the sessions of a pupil's rows added up".into(),
        ReadingAnswer::AddSessions(false) => "the sessions of a pupil's rows not added up".into(),
        ReadingAnswer::LeaveOutColumns(true) => "columns without a heading left out".into(),
        ReadingAnswer::LeaveOutColumns(false) => "rows with a cell beyond the headings not counted".into(),
        ReadingAnswer::AreChances { field, chances: true } => format!("chances in {field}"),
        ReadingAnswer::AreChances { field, chances: false } => format!("{field} left out"),
        ReadingAnswer::CommaIsDecimal { field, decimal: true } => format!("commas before decimals in {field}"),
        ReadingAnswer::CommaIsDecimal { field, decimal: false } => format!("commas between thousands in {field}"),
        ReadingAnswer::MonthIsFirst { field, month_first: true } => format!("{field} read as month/day/year"),
        ReadingAnswer::MonthIsFirst { field, month_first: false } => format!("{field} read as day/month/year"),
        ReadingAnswer::JoinNames(true) => "the comma read as part of the name".into(),
        ReadingAnswer::JoinNames(false) => "rows moved by a comma left out".into(),
        ReadingAnswer::BlankMeansNo(true) => "a blank means no beside yes".into(),
        ReadingAnswer::BlankMeansNo(false) => "a blank beside yes is not recorded".into(),
        ReadingAnswer::ReadForms { read: true, .. } => "other forms of results read".into(),
        ReadingAnswer::ReadForms { read: false, .. } => "other forms of results not read".into(),
        ReadingAnswer::AsItStands => "the table read as it stands".into(),
        ReadingAnswer::Files(FileRelation::OneSchool) => "the files are parts of one school".into(),
        ReadingAnswer::Files(FileRelation::Schools) => "each file is a school".into(),
        ReadingAnswer::JoinByName(true) => "the files joined by name".into(),
        ReadingAnswer::JoinByName(false) => "the files not joined by name".into(),
        ReadingAnswer::ReadRowsAs { heading, value, kind } => {
            let what = match kind {
                RowKind::Results => "results",
                RowKind::Targets => "targets",
                RowKind::NotRead => "nothing that counts",
            };
            format!("rows with {value} under {heading} read as {what}")
        }
        ReadingAnswer::SheetsTogether(true) => "the sheets read together".into(),
        ReadingAnswer::SheetsTogether(false) => "one sheet read".into(),
    }
}

fn pupils_words(rows: &[u32]) -> &'static str {
    if rows.len() == 1 { "a pupil" } else { "pupils" }
}

/// "row 12", "rows 12 and 31", "rows 12, 31, 33, 34, 35 and 6 more".
fn rows_words(rows: &[u32]) -> String {
    let mut named = rows.iter().take(ROWS_NAMED).map(u32::to_string).collect::<Vec<_>>();
    if rows.len() > named.len() {
        named.push(format!("{} more", rows.len() - named.len()));
    }
    format!("row{} {}", if rows.len() == 1 { "" } else { "s" }, list(&named))
}

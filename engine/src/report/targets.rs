//! Pupils with their targets as they are now, as a file that can be read again (RULES 10.1): for a school's own system,
//! or to go on elsewhere. Read again, it gives the same figures.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::cohort::{CodedCell, CodedColumn, Cohort, LabelColumn, NumberColumn};
use crate::guidance::fields::{FieldKind, KnownField};
use crate::guidance::{FieldId, Guidance};
use crate::measures::Basis;
use crate::measures::bases::ModeratedTargets;
use crate::text::csv::{CsvText, guarded};

/// The heading of the reasons, which no file is read for.
const REASONS: &str = "Reasons";
/// The heading of the row in the file that was read: so no pupil is a row of empty cells.
const ROW: &str = "Row";

/// What a column is written from.
enum ColumnSource<'a> {
    Upn,
    Surname,
    Forename,
    Coded(&'a CodedColumn),
    Labels(&'a LabelColumn),
    Numbers(&'a NumberColumn),
}

/// Every pupil of a file with all that was read of them, targets as moderated, and the reasons given for them by pupil and
/// result.
pub fn targets_csv(
    file: &Cohort,
    moderated: &ModeratedTargets,
    reasons: &BTreeMap<(u32, String), String>,
    guidance: &Guidance,
) -> String {
    let column = |(id, field)| Some((field, source(id, field, file, moderated)?));
    let columns = guidance.fields.iter().filter_map(column).collect::<Vec<(&KnownField, _)>>();
    let mut headings = vec![ROW];
    headings.extend(columns.iter().map(|(field, _)| field.written.as_str()));
    if !reasons.is_empty() {
        headings.push(REASONS);
    }
    let mut csv = CsvText::new(&headings);
    for (number, pupil) in (0_u32..).zip(0..file.len()) {
        let mut cells = vec![file.row(pupil).to_string()];
        cells.extend(columns.iter().map(|(_, source)| cell_text(source, pupil, file, guidance)));
        if !reasons.is_empty() {
            cells.push(guarded(&reasons_of(number, reasons, guidance)).into_owned());
        }
        csv.row(&cells);
    }
    csv.finish()
}

/// `None`: the file lacks the column, and nothing was written to it.
fn source<'a>(
    id: FieldId,
    field: &KnownField,
    file: &'a Cohort,
    moderated: &'a ModeratedTargets,
) -> Option<ColumnSource<'a>> {
    let people = file.people();
    let names_somebody = |of: &dyn Fn(usize) -> bool| (0..file.len()).any(of);
    let result =
        field.derived_from.as_ref().filter(|(_, basis)| basis == Basis::Target.name()).map(|(result, _)| result);
    match field.kind {
        FieldKind::Upn => names_somebody(&|pupil| !people.upn(pupil).is_empty()).then_some(ColumnSource::Upn),
        FieldKind::Surname => {
            names_somebody(&|pupil| !people.surname(pupil).is_empty()).then_some(ColumnSource::Surname)
        }
        FieldKind::Forename => {
            names_somebody(&|pupil| !people.forename(pupil).is_empty()).then_some(ColumnSource::Forename)
        }
        FieldKind::Label => file.label_column(id).map(ColumnSource::Labels),
        FieldKind::Coded(_) => {
            let changed = result.and_then(|result| moderated.coded.get(result));
            changed.or_else(|| file.coded_column(id)).map(ColumnSource::Coded)
        }
        FieldKind::Number(_) => {
            let changed = result.and_then(|result| moderated.numbers.get(result));
            changed.or_else(|| file.number_column(id)).map(ColumnSource::Numbers)
        }
        FieldKind::Text => None,
    }
}

/// A pupil's cell. What the school wrote itself is guarded, what has a meaning is written as we read it.
fn cell_text(source: &ColumnSource, pupil: usize, file: &Cohort, guidance: &Guidance) -> String {
    let people = file.people();
    let own: Cow<str> = match source {
        ColumnSource::Upn => people.upn(pupil),
        ColumnSource::Surname => people.surname(pupil),
        ColumnSource::Forename => people.forename(pupil),
        ColumnSource::Labels(labels) => labels.label(pupil).into(),
        ColumnSource::Numbers(numbers) => numbers.text(pupil).into(),
        ColumnSource::Coded(column) => match column.cell(pupil) {
            CodedCell::Blank => return String::new(),
            CodedCell::Known(code) => return code_spelling(column, code, guidance),
            CodedCell::Unknown => {
                column.codes().get(pupil).and_then(|code| column.spelling(*code)).unwrap_or_default().into()
            }
        },
    };
    guarded(&own).into_owned()
}

fn code_spelling(column: &CodedColumn, code: u8, guidance: &Guidance) -> String {
    let entry = guidance.codes.list(column.code_list).and_then(|list| list.entry(code));
    entry.map(|entry| entry.code.clone()).unwrap_or_default()
}

/// "English: missed two weeks. Maths: …", by pupil.
fn reasons_of(pupil: u32, reasons: &BTreeMap<(u32, String), String>, guidance: &Guidance) -> String {
    let of_pupil = reasons.iter().filter(|((whose, _), _)| *whose == pupil);
    let said = of_pupil.map(|((_, result), reason)| {
        let subject = guidance.fields.get_heading(result).map_or(result.as_str(), |field| field.short.as_str());
        format!("{subject}: {reason}")
    });
    said.collect::<Vec<_>>().join("; ")
}

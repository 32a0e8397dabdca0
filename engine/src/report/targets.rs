//! Pupils with their targets as they are now, as a file that can be read again (RULES 10.1): for a school's own system,
//! or to go on elsewhere. Read again, it gives the same figures.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::cohort::{CodedCell, CodedColumn, Cohort, LabelColumn, NumberColumn};
use crate::guidance::fields::{FieldKind, KnownField};
use crate::guidance::{FieldId, Guidance};
use crate::measures::Basis;
use crate::measures::bases::ModeratedTargets;
use crate::text::csv::{Csv, guarded};

/// The heading of the reasons, which no file is read for.
const REASONS: &str = "Reasons";
/// The heading of the row in the file that was read: so no pupil is a row of empty cells.
const ROW: &str = "Row";

/// What a column is written from.
enum Source<'a> {
    Upn,
    Surname,
    Forename,
    Coded(&'a CodedColumn),
    Labels(&'a LabelColumn),
    Numbers(&'a NumberColumn),
}

/// Every pupil of a file with all that was read of them, targets as moderated, and the reasons given for them by pupil and
/// result.
pub fn csv(
    file: &Cohort,
    moderated: &ModeratedTargets,
    reasons: &BTreeMap<(u32, String), String>,
    guidance: &Guidance,
) -> String {
    let column = |(id, field)| Some((field, source(id, field, file, moderated)?));
    let columns = guidance.fields.iter().filter_map(column).collect::<Vec<(&KnownField, _)>>();
    let mut headings = vec![ROW];
    headings.extend(columns.iter().map(|(field, _)| field.heading.as_str()));
    if !reasons.is_empty() {
        headings.push(REASONS);
    }
    let mut csv = Csv::new(&headings);
    for (number, pupil) in (0_u32..).zip(0..file.len()) {
        let mut cells = vec![file.row(pupil).to_string()];
        cells.extend(columns.iter().map(|(_, source)| text(source, pupil, file, guidance)));
        if !reasons.is_empty() {
            cells.push(guarded(&reasons_of(number, reasons, guidance)).into_owned());
        }
        csv.row(&cells);
    }
    csv.finish()
}

/// `None`: the file has no such column, and nothing was put into one.
fn source<'a>(
    id: FieldId,
    field: &KnownField,
    file: &'a Cohort,
    moderated: &'a ModeratedTargets,
) -> Option<Source<'a>> {
    let people = file.people();
    let names_somebody = |of: &dyn Fn(usize) -> bool| (0..file.len()).any(of);
    let result =
        field.derived_from.as_ref().filter(|(_, basis)| basis == Basis::Target.name()).map(|(result, _)| result);
    match field.kind {
        FieldKind::Upn => names_somebody(&|pupil| !people.upn(pupil).is_empty()).then_some(Source::Upn),
        FieldKind::Surname => names_somebody(&|pupil| !people.surname(pupil).is_empty()).then_some(Source::Surname),
        FieldKind::Forename => names_somebody(&|pupil| !people.forename(pupil).is_empty()).then_some(Source::Forename),
        FieldKind::Label => file.label_column(id).map(Source::Labels),
        FieldKind::Coded(_) => {
            let changed = result.and_then(|result| moderated.coded.get(result));
            changed.or_else(|| file.coded_column(id)).map(Source::Coded)
        }
        FieldKind::Number(_) => {
            let changed = result.and_then(|result| moderated.numbers.get(result));
            changed.or_else(|| file.number_column(id)).map(Source::Numbers)
        }
        FieldKind::Text => None,
    }
}

/// A pupil's cell. What the school wrote itself is guarded, what has a meaning is written as we read it.
fn text(source: &Source, pupil: usize, file: &Cohort, guidance: &Guidance) -> String {
    let people = file.people();
    let own: Cow<str> = match source {
        Source::Upn => people.upn(pupil),
        Source::Surname => people.surname(pupil),
        Source::Forename => people.forename(pupil),
        Source::Labels(labels) => labels.label(pupil).into(),
        Source::Numbers(numbers) => numbers.text(pupil).into(),
        Source::Coded(column) => match column.cell(pupil) {
            CodedCell::Blank => return String::new(),
            CodedCell::Known(code) => return spelling(column, code, guidance),
            CodedCell::Unknown => {
                column.codes().get(pupil).and_then(|code| column.spelling(*code)).unwrap_or_default().into()
            }
        },
    };
    guarded(&own).into_owned()
}

fn spelling(column: &CodedColumn, code: u8, guidance: &Guidance) -> String {
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

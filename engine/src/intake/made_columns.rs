//! Columns made of others when all rows are read: a result with the outcome beside it, the better of two grades; and
//! pupils whom a flag takes out of the results of the school.

use super::account::{Account, PupilSetAside, RejectReason, RejectedRow};
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::{CodedCell, CodedColumn, Cohort};
use crate::guidance::codes::{BLANK, CellCode, CodeLists, UNKNOWN};
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance, KnownField};
use crate::text::cell::name_key;

/// Does all of it.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    set_aside(cohort, account, guidance);
    limit_numbers(cohort, guidance);
    for (id, field) in guidance.fields.iter().filter(|(_, field)| field.outcome_in.is_some()) {
        take_outcomes(id, field, cohort, guidance);
    }
    refresh(cohort, account, guidance);
    note_lone_outcomes(cohort, account, guidance);
}

/// Tells of columns that say how a result came out where the file does not have the result, of which no figure can be made.
/// Replaces what was told of the parts of a cohort.
pub(super) fn note_lone_outcomes(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    account.diagnostics.retain(|note| note.code != LONE_OUTCOME);
    let lone = guidance.fields.iter().filter_map(|(id, field)| {
        let beside = guidance.fields.by_heading(&field.outcome_in.as_ref()?.heading)?;
        let column = account.headings.column(beside)?;
        (!cohort.has(id) && cohort.has(beside)).then(|| lone_outcome(column, field, account))
    });
    lone.collect::<Vec<_>>().into_iter().for_each(|note| account.note(note));
}

/// Diagnostic code of an outcome without its result.
pub(crate) const LONE_OUTCOME: &str = "outcome-without-result";

fn lone_outcome(column: usize, field: &KnownField, account: &Account) -> Diagnostic {
    let text = account.headings.texts.get(column).map_or("", String::as_str);
    Diagnostic {
        code: LONE_OUTCOME,
        severity: Severity::Warning,
        row: 0,
        column: Some(column),
        what: format!(
            "\u{201c}{text}\u{201d} alone is not enough: no figure can be worked out without the column {}.",
            field.title
        ),
        remedy: format!("Add {} ({}) to the export and open it again.", field.written, field.title),
    }
}

/// Makes again the columns that hold the best of others, which may have changed.
pub(crate) fn refresh(cohort: &mut Cohort, account: &Account, guidance: &Guidance) {
    for (id, field) in guidance.fields.iter().filter(|(_, field)| !field.best_of.is_empty()) {
        // A column of the file itself stands.
        if account.headings.column(id).is_none()
            && let Some(column) = best_of(field, cohort, guidance)
        {
            cohort.coded.insert(id, column);
        }
    }
}

/// Sets aside the rows of pupils with codes that say so.
fn set_aside(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let mut gone = Vec::new();
    for (_, column) in cohort.coded_columns() {
        let Some(list) = guidance.codes.list(column.code_list).filter(|list| !list.set_aside().is_empty()) else {
            continue;
        };
        for pupil in 0..cohort.len() {
            let code = column.cell(pupil).code();
            let why = code.and_then(|code| list.set_aside().iter().find(|(of, _)| *of == code));
            gone.extend(why.map(|(_, why)| (pupil, RejectReason::from(*why))));
        }
    }
    if gone.is_empty() {
        return;
    }
    let people = cohort.people();
    account.set_aside.extend(gone.iter().map(|(pupil, reason)| PupilSetAside {
        upn: people.upn(*pupil).into_owned(),
        name: name_key(&people.name(*pupil)),
        reason: *reason,
    }));
    let rejected = gone.iter().map(|(pupil, reason)| RejectedRow { row: cohort.row(*pupil), reason: *reason });
    account.rejected.extend(rejected);
    account.rejected.sort_by_key(|rejected| rejected.row);
    *cohort = cohort.without(gone.into_iter().map(|(pupil, _)| pupil));
}

/// A number beyond what its column can hold is not understood.
fn limit_numbers(cohort: &mut Cohort, guidance: &Guidance) {
    let limits = guidance.fields.iter().filter_map(|(id, field)| Some((id, field.most?)));
    for (id, most) in limits.collect::<Vec<_>>() {
        if let Some(numbers) = cohort.numbers.get_mut(&id) {
            numbers.limit(most, &cohort.rows);
        }
    }
}

/// Where a result says nothing, the outcome in the column beside it is the result.
fn take_outcomes(id: FieldId, field: &KnownField, cohort: &mut Cohort, guidance: &Guidance) {
    let (Some(beside), FieldKind::Coded(list)) = (&field.outcome_in, field.kind) else { return };
    let Some(codes) = guidance.codes.list(list) else { return };
    // Without the result no figure can be made of it, but a file opened together may have that.
    if !beside.alone && !cohort.coded.contains_key(&id) {
        return;
    }
    let Some(outcomes) = guidance.fields.by_heading(&beside.heading).and_then(|id| cohort.coded.remove(&id)) else {
        return;
    };
    let result = cohort.coded.entry(id).or_insert_with(|| CodedColumn::blank(list, outcomes.codes().len()));
    let mut says_nothing = result.table(|cell| match cell {
        CodedCell::Blank => true,
        CodedCell::Known(code) => codes.is_code(code, &beside.instead_of),
        CodedCell::Unknown => false,
    });
    // "-" beside an outcome is as good as a blank.
    for (unknown, says_nothing) in result.unknown.iter().zip(says_nothing.iter_mut().skip(usize::from(UNKNOWN))) {
        *says_nothing |= is_dash(&unknown.spelling);
    }
    let ours = taken_codes(result, &outcomes, &guidance.codes);
    for (code, outcome) in result.codes.iter_mut().zip(outcomes.codes()) {
        let outcome = ours.get(usize::from(*outcome)).copied().unwrap_or(BLANK);
        if outcome != BLANK && says_nothing.get(usize::from(*code)).copied().unwrap_or_default() {
            *code = outcome;
        }
    }
    result.count_unknown();
}

/// True for what stands for nothing in many exports.
fn is_dash(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '\u{2013}' | '\u{2014}'))
}

/// The codes of another column, as this column has them: by their names, where that is of another list; spellings not
/// understood are added to it.
fn taken_codes(column: &mut CodedColumn, other: &CodedColumn, codes: &CodeLists) -> [CellCode; 256] {
    let mut table: [CellCode; 256] = std::array::from_fn(|code| CellCode::try_from(code).unwrap_or(BLANK));
    if let (Some(list), Some(theirs)) = (codes.list(column.code_list), codes.list(other.code_list)) {
        for (code, entry) in theirs.entries().filter(|_| column.code_list != other.code_list) {
            let ours = list.code_named(&entry.code).unwrap_or(BLANK);
            table.get_mut(usize::from(code)).into_iter().for_each(|code| *code = ours);
        }
    }
    for (place, unknown) in other.unknown().iter().enumerate() {
        let ours = column.code_of_unknown(&unknown.spelling).or_else(|| {
            let code = UNKNOWN.checked_add(CellCode::try_from(column.unknown.len()).ok()?)?;
            column.unknown.push(unknown.clone());
            Some(code)
        });
        if let (Some(code), Some(ours)) = (table.get_mut(usize::from(UNKNOWN) + place), ours) {
            *code = ours;
        }
    }
    table
}

/// The highest of several results, pupil by pupil; `None`: the file has none of them. A blank one is passed over. Where
/// nothing else is there than what is not understood, it is not understood; it is asked of the result itself.
fn best_of(field: &KnownField, cohort: &Cohort, guidance: &Guidance) -> Option<CodedColumn> {
    let columns = field.best_of.iter().filter_map(|heading| cohort.coded_by_heading(&guidance.fields, heading));
    let columns = columns.collect::<Vec<_>>();
    let list = columns.first()?.code_list;
    let mut best = CodedColumn::blank(list, cohort.len());
    for pupil in 0..cohort.len() {
        let cell =
            columns.iter().map(|column| column.cell(pupil)).max_by_key(|cell| order(*cell, list, &guidance.codes));
        let code = match cell.unwrap_or(CodedCell::Blank) {
            CodedCell::Blank => BLANK,
            CodedCell::Known(code) => code,
            CodedCell::Unknown => UNKNOWN,
        };
        best.set(pupil, code);
    }
    Some(best)
}

/// Blank below not understood, and these below every result.
fn order(cell: CodedCell, list: usize, codes: &CodeLists) -> u16 {
    match cell {
        CodedCell::Blank => 0,
        CodedCell::Unknown => 1,
        CodedCell::Known(code) => {
            codes.list(list).and_then(|list| list.rank(code)).map_or(2, |rank| u16::from(rank) + 3)
        }
    }
}

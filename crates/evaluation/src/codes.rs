//! What a column may hold, for somebody who corrects a file.

use ambition_engine::guidance::codes::CodeWorth;
use ambition_engine::guidance::fields::{FieldKind, NumberKind};
use ambition_engine::guidance::{CodeList, FieldId, Guidance};

/// Codes that are named, if there are no more, and of more of them.
const NAMED: usize = 12;
const NAMED_OF_MORE: usize = 8;

/// What a spelling that is not understood counts as, if that is nothing about results.
pub(crate) fn counted_as(list: usize, guidance: &Guidance) -> Option<String> {
    let is_of_results = guidance.codes.list(list).is_some_and(CodeList::has_results);
    (!is_of_results).then(|| "taken as not recorded".to_owned())
}

/// "Y or N", "a number".
pub(crate) fn known(field: FieldId, guidance: &Guidance) -> String {
    let list = match guidance.fields.get(field).map(|field| field.kind) {
        Some(FieldKind::Number(NumberKind::Date)) => return "a date such as 2008-09-30".to_owned(),
        Some(FieldKind::Coded(list)) => guidance.codes.list(list),
        _ => None,
    };
    let Some(list) = list else { return "a number".to_owned() };
    let codes = list.entries().map(|(_, entry)| entry.code.as_str());
    let (numbers, codes) = codes.partition::<Vec<_>, _>(|code| code.parse::<u32>().is_ok());
    let codes = if codes.len() > NAMED {
        let every = codes.len().div_ceil(NAMED_OF_MORE);
        format!("a code such as {}", list_or(&codes.into_iter().step_by(every).collect::<Vec<_>>()))
    } else if numbers.len() > NAMED {
        list_or(&codes)
    } else {
        return list_or(&[codes, numbers].concat());
    };
    let numbers = numbers.iter().filter_map(|number| number.parse::<u32>().ok());
    match numbers.clone().min().zip(numbers.max()) {
        Some((from, to)) if codes.is_empty() => format!("a number from {from} to {to}"),
        Some((from, to)) => format!("a number from {from} to {to}, or {codes}"),
        None => codes,
    }
}

fn list_or(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        words => words.concat(),
    }
}

/// Headings of columns in which a number is nothing but a number: scores and sessions, but no levels, codes or dates.
pub fn number_headings(guidance: &Guidance) -> Vec<&str> {
    let is_number = |kind: FieldKind| match kind {
        FieldKind::Number(kind) => kind != NumberKind::Date,
        FieldKind::Coded(list) => guidance.codes.list(list).is_some_and(holds_numbers),
        _ => false,
    };
    let fields = guidance.fields.iter().map(|(_, field)| field).filter(|field| is_number(field.kind));
    fields.flat_map(|field| [field.heading.as_str(), field.written.as_str()]).collect()
}

/// True if most results are written as numbers.
fn holds_numbers(list: &CodeList) -> bool {
    let is_result = |code| matches!(list.worth(code), Some(CodeWorth::Result { .. }));
    let results = list.entries().filter(|(code, _)| is_result(*code)).map(|(_, entry)| &entry.code);
    let (numbers, others) = results.partition::<Vec<_>, _>(|code| code.parse::<f64>().is_ok());
    numbers.len() > others.len()
}

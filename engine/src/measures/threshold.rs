//! Reaching a mark in every result of the measure (RULES 2.1).

use ambition_columns::classes::code_table::{look_up, lower, raise};

use super::{Class, PupilClasses};
use crate::cohort::{CodedCell, CodedColumn};
use crate::guidance::{CodeList, CodeLists};

/// A pupil reaches the mark who reaches it in all columns; is missing whose non-blank cells all reach it; and is short
/// otherwise, with no level or a spelling not understood too. Left out are those alone with a code that takes them out of
/// every figure of a result. Marks are codes, one a column.
pub fn classify(outcomes: &[&CodedColumn], marks: &[String], codes: &CodeLists) -> PupilClasses {
    let mut classes: Option<Vec<u8>> = None;
    for (column, mark) in outcomes.iter().zip(marks) {
        let list = codes.list(column.code_list);
        let mark = list.and_then(|list| list.rank_of(mark));
        let class = column.table(|cell| threshold_class(cell, mark, list).number());
        match &mut classes {
            None => classes = Some(look_up(column.codes(), &class)),
            // Short < Missing < Reached: the lowest of a pupil's cells decides.
            Some(lowest) => lower(lowest, column.codes(), &class),
        }
    }
    let mut classes = classes.unwrap_or_default();
    for column in outcomes {
        if let Some(list) = codes.list(column.code_list).filter(|list| list.has_out()) {
            // No class of a pupil in the figure is above that of one left out.
            let out = |cell: CodedCell| cell.code().is_some_and(|code| list.is_out(code));
            raise(
                &mut classes,
                column.codes(),
                &column.table(|cell| if out(cell) { Class::LeftOut.number() } else { 0 }),
            );
        }
    }
    PupilClasses(classes)
}

/// The class of one cell alone.
fn threshold_class(cell: CodedCell, mark: Option<u8>, list: Option<&CodeList>) -> Class {
    let rank = |code| list.and_then(|list| list.rank(code));
    match cell {
        CodedCell::Blank => Class::Missing,
        CodedCell::Known(code) if rank(code).zip(mark).is_some_and(|(rank, mark)| rank >= mark) => Class::Reached,
        CodedCell::Known(_) | CodedCell::Unknown => Class::Short,
    }
}

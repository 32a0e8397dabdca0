//! Reaching a mark in every result of the measure (RULES 2.1).

use ambition_columns::classes::code_table::{look_up, lower};

use super::{Class, PupilClasses};
use crate::cohort::{Cell, Coded};
use crate::guidance::{Book, CodeTables};

/// A pupil reaches the mark who reaches it in all columns; is missing whose non-blank cells all reach it; and is short
/// otherwise, with no level or a spelling not understood too. Nobody is left out. Marks are codes, one a column.
pub fn classify(outcomes: &[&Coded], marks: &[String], codes: &CodeTables) -> PupilClasses {
    let mut classes: Option<Vec<u8>> = None;
    for (column, mark) in outcomes.iter().zip(marks) {
        let book = codes.book(column.book);
        let mark = book.and_then(|book| book.rank_of(mark));
        let class = column.table(|cell| class(cell, mark, book).number());
        match &mut classes {
            None => classes = Some(look_up(column.codes(), &class)),
            // Short < Missing < Reached: the lowest of a pupil's cells decides.
            Some(lowest) => lower(lowest, column.codes(), &class),
        }
    }
    PupilClasses(classes.unwrap_or_default())
}

/// The class of one cell alone.
fn class(cell: Cell, mark: Option<u8>, book: Option<&Book>) -> Class {
    let rank = |code| book.and_then(|book| book.rank(code));
    match cell {
        Cell::Blank => Class::Missing,
        Cell::Known(code) if rank(code).zip(mark).is_some_and(|(rank, mark)| rank >= mark) => Class::Reached,
        Cell::Known(_) | Cell::Unknown => Class::Short,
    }
}

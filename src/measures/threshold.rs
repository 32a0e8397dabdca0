//! Reaching a level in every subject of the measure (RULES 2.1).

use super::{Class, Classified};
use crate::cohort::{Cell, Coded};
use crate::guidance::CodeTables;

/// A pupil reaches the mark who reaches the level in all columns; is missing whose non-blank cells all reach it; and
/// is short otherwise, with no level or a spelling not understood too. Nobody is left out.
pub fn classify(outcomes: &[&Coded], level: u8, codes: &CodeTables) -> Classified {
    let mut classes: Option<Vec<u8>> = None;
    for column in outcomes {
        let class = column.table(|cell| class(cell, level, codes).number());
        let of = |code: &u8| class.get(usize::from(*code)).copied().unwrap_or_default();
        match &mut classes {
            None => classes = Some(column.codes().iter().map(of).collect()),
            // Short < Missing < Reached: the lowest of a pupil's cells decides.
            Some(classes) => {
                for (lowest, code) in classes.iter_mut().zip(column.codes()) {
                    *lowest = (*lowest).min(of(code));
                }
            }
        }
    }
    Classified(classes.unwrap_or_default())
}

/// The class of one cell alone.
fn class(cell: Cell, level: u8, codes: &CodeTables) -> Class {
    match cell {
        Cell::Blank => Class::Missing,
        Cell::Known(code) if codes.whole_level(code).is_some_and(|reached| reached >= level) => Class::Reached,
        Cell::Known(_) | Cell::Unknown => Class::Short,
    }
}

//! Whether the values of a column are what its heading says.

use ambition_columns::upn;

use super::sample::SampleRow;
use crate::cohort::NumberColumn;
use crate::guidance::fields::{FieldKind, NumberKind};
use crate::guidance::{FieldId, Guidance, spellings};
use crate::intake::date_forms;
use crate::text::cell::clean_upn;

/// Number of filled cells of a column that are looked at.
const LOOKED_AT: usize = 60;

/// How the filled cells of a column suit a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnFit {
    /// Cells that hold a value of the field, or something that may mean one.
    pub fits: usize,
    /// Cells that do not.
    pub misfits: usize,
    /// Cells that no field of free text would refuse.
    pub open: usize,
}

impl ColumnFit {
    /// Counts the cells of a column in these rows.
    pub fn new(rows: &[SampleRow], column: usize, field: FieldId, guidance: &Guidance) -> Self {
        let mut fit = Self::default();
        let cells = rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
        let mut count = |fits: Option<bool>, times: usize| match fits {
            Some(true) => fit.fits += times,
            Some(false) => fit.misfits += times,
            None => fit.open += times,
        };
        match guidance.fields.get(field).map(|field| field.kind) {
            // Hardly any of them stands there twice.
            Some(FieldKind::Upn | FieldKind::Surname | FieldKind::Forename) => {
                cells.take(LOOKED_AT).for_each(|cell| count(fits(field, cell, guidance), 1));
            }
            _ => {
                let different = different_cells(cells.take(LOOKED_AT));
                different.iter().for_each(|(cell, times)| count(fits(field, cell, guidance), *times));
            }
        }
        fit
    }
}

/// The different cells of a column and how often each stands there. Of codes there are few.
pub(in crate::intake) fn different_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut different = Vec::<(&str, usize)>::new();
    for cell in cells {
        match different.iter_mut().find(|(other, _)| *other == cell) {
            Some((_, times)) => *times += 1,
            None => different.push((cell, 1)),
        }
    }
    different
}

/// Whether a cell may belong to a field; `None`: nothing can be said, as of a class.
pub(super) fn fits(field: FieldId, cell: &str, guidance: &Guidance) -> Option<bool> {
    let known = guidance.fields.get(field)?;
    match known.kind {
        FieldKind::Upn => is_upn(cell).then_some(true),
        FieldKind::Surname | FieldKind::Forename => Some(!cell.contains(|letter: char| letter.is_ascii_digit())),
        FieldKind::Text | FieldKind::Label => None,
        FieldKind::Number(kind) => {
            let is_known = || NumberColumn::new(kind).parse(cell.as_bytes()).is_some();
            Some(is_known() || has_other_form(kind, cell, guidance))
        }
        FieldKind::Coded(list) => {
            let list = guidance.codes.list(list)?;
            let meant = || spellings::suggest(&guidance.exports.spellings, list, cell).is_some();
            Some(list.parse(cell.as_bytes()).is_some() || meant())
        }
    }
}

/// True for a date or number in a form that the column as a whole decides about: "412,5", "4 October 2007".
fn has_other_form(kind: NumberKind, cell: &str, guidance: &Guidance) -> bool {
    let is_mark = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.' | ' ' | '+');
    match kind {
        NumberKind::Date => date_forms::parse(cell, &guidance.exports.dates).is_some(),
        NumberKind::Number | NumberKind::Whole => cell.chars().all(is_mark),
    }
}

/// True for a text with the form of a unique pupil number: a letter and twelve digits, the last of which may be a letter
/// (a temporary number).
pub(in crate::intake) fn is_upn(text: &str) -> bool {
    // Nearly all of them stand there as they are.
    upn::is_formed(text.as_bytes()) || upn::is_formed(&clean_upn(text.as_bytes()))
}

//! Prior attainment: the whole level a pupil starts from (RULES 1.4, 2.2).

use ambition_columns::classes::code_table::{add_up, look_up_sums};

use super::{CodedCell, CodedColumn, Cohort};
use crate::guidance::prior::{PriorBy, PriorRule};
use crate::guidance::{CodeLists, Guidance};

/// The prior level of a pupil without one: absent, disapplied, blank, below the test, …
pub const NO_LEVEL: u8 = u8::MAX;

/// The prior level of every pupil in one subject; [`NO_LEVEL`] where it is missing.
///
/// One result: its whole level. Several (KS1 reading and writing): the level of their average, and none unless every
/// one of them is usable. `None`: the file lacks a column.
pub fn prior_levels(cohort: &Cohort, guidance: &Guidance, rule: &PriorRule) -> Option<Vec<u8>> {
    let columns = rule.results.iter().map(|heading| cohort.coded_by_heading(&guidance.fields, heading));
    let columns = columns.collect::<Option<Vec<_>>>()?;
    match columns.as_slice() {
        [] => None,
        [only] if rule.by != PriorBy::SubLevels => Some(levels_of_one(only, &guidance.codes)),
        several => Some(average_levels(several, rule, &guidance.codes, cohort.len())),
    }
}

fn levels_of_one(column: &CodedColumn, codes: &CodeLists) -> Vec<u8> {
    let list = codes.list(column.code_list);
    column.classes(|cell| match cell {
        CodedCell::Known(code) => list.and_then(|list| list.rank(code)).unwrap_or(NO_LEVEL),
        CodedCell::Blank | CodedCell::Unknown => NO_LEVEL,
    })
}

/// More than any sum of real points: each result that is unusable adds it once.
const UNUSABLE: u16 = 1 << 12;

fn average_levels(columns: &[&CodedColumn], rule: &PriorRule, codes: &CodeLists, pupils: usize) -> Vec<u8> {
    let mut sums = vec![0_u16; pupils];
    for column in columns {
        add_up(&mut sums, column.codes(), &code_worths(column, rule.by, codes));
    }
    let results = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let level = |sum: u16| level_of_sum(sum, results, rule, codes).unwrap_or(NO_LEVEL);
    let levels = (0..UNUSABLE * (results + 1)).map(level).collect::<Vec<_>>();
    look_up_sums(&sums, &levels, NO_LEVEL)
}

/// What each code of a column adds to the sum: points, or the whole level.
fn code_worths(column: &CodedColumn, by: PriorBy, codes: &CodeLists) -> [u16; 256] {
    let list = codes.list(column.code_list);
    column.table(|cell| {
        let CodedCell::Known(code) = cell else { return UNUSABLE };
        let worth = list.and_then(|list| if by == PriorBy::MeanLevel { list.rank(code) } else { list.points(code) });
        worth.map_or(UNUSABLE, u16::from)
    })
}

/// The level of the sum of `results` results.
fn level_of_sum(sum: u16, results: u16, rule: &PriorRule, codes: &CodeLists) -> Option<u8> {
    let usable = results.checked_sub(sum / UNUSABLE).filter(|usable| *usable > 0)?;
    if usable < results && !rule.one_is_enough {
        return None;
    }
    let sum = sum % UNUSABLE;
    match rule.by {
        PriorBy::MeanLevel => u8::try_from(sum / usable).ok(),
        PriorBy::Sum => u8::try_from(sum).ok().filter(|_| usable == results),
        by => codes.average_level(sum, usable, by),
    }
}

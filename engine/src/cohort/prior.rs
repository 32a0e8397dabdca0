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

/// What the results of pupils add up to.
struct SumRule<'a> {
    rule: &'a PriorRule,
    codes: &'a CodeLists,
    results: u16,
    /// More than any sum of usable results: each that is unusable adds it once.
    unusable: u16,
}

fn average_levels(columns: &[&CodedColumn], rule: &PriorRule, codes: &CodeLists, pupils: usize) -> Vec<u8> {
    let worths = columns.iter().map(|column| code_worths(column, rule.by, codes)).collect::<Vec<_>>();
    let most = worths.iter().filter_map(|worths| worths.iter().flatten().max()).sum::<u16>();
    let results = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let sum_rule = SumRule { rule, codes, results, unusable: most + 1 };
    let mut sums = vec![0_u16; pupils];
    for (column, worths) in columns.iter().zip(&worths) {
        add_up(&mut sums, column.codes(), &worths.map(|worth| worth.unwrap_or(sum_rule.unusable)));
    }
    let levels = (0..sum_rule.unusable * (results + 1)).map(|sum| sum_rule.level(sum).unwrap_or(NO_LEVEL));
    look_up_sums(&sums, &levels.collect::<Vec<_>>(), NO_LEVEL)
}

/// What each code of a column adds to the sum: points, or the whole level; `None`: it is unusable.
fn code_worths(column: &CodedColumn, by: PriorBy, codes: &CodeLists) -> [Option<u16>; 256] {
    let list = codes.list(column.code_list);
    column.table(|cell| {
        let CodedCell::Known(code) = cell else { return None };
        let worth = list.and_then(|list| if by == PriorBy::MeanLevel { list.rank(code) } else { list.points(code) });
        worth.map(u16::from)
    })
}

impl SumRule<'_> {
    fn level(&self, sum: u16) -> Option<u8> {
        let usable = self.results.checked_sub(sum / self.unusable).filter(|usable| *usable > 0)?;
        if usable < self.results && !self.rule.one_is_enough {
            return None;
        }
        let sum = sum % self.unusable;
        match self.rule.by {
            PriorBy::MeanLevel => u8::try_from(sum / usable).ok(),
            PriorBy::Sum => u8::try_from(sum).ok().filter(|_| usable == self.results),
            by => self.codes.average_level(sum, usable, by),
        }
    }
}

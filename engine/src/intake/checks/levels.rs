//! Levels that cannot be: of another key stage, targets below the scale, and scores that are no levels.

use ambition_columns::lookup::find_codes;

use super::warning;
use crate::cohort::{CodedCell, CodedColumn, Cohort};
use crate::guidance::codes::{CellCode, CodeList};
use crate::guidance::exports::ScoreRange;
use crate::guidance::{FieldId, Guidance, KnownField};
use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, Severity};

/// Checks all columns of levels.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let Some(levels) = guidance.codes.levels() else { return };
    for (id, coded) in cohort.coded_columns() {
        let is_of_levels = guidance.codes.list(coded.code_list).is_some_and(|list| list.name == levels.name);
        let Some(field) = guidance.fields.get(id).filter(|_| is_of_levels) else { continue };
        let column = LevelColumn::new(id, field, coded, levels, guidance);
        // All that is wanted is looked for in one pass.
        let cells = column.cells_with(|code| column.is_too_high(code) || column.is_below_scale(code));
        column.too_high(&cells, cohort, account);
        column.below_scale(&cells, cohort, account);
        column.scores(account, &guidance.exports.scaled);
    }
}

/// A column of levels.
struct LevelColumn<'a> {
    id: FieldId,
    field: &'a KnownField,
    coded: &'a CodedColumn,
    levels: &'a CodeList,
    /// The highest level of its key stage; `None`: there is none.
    highest: Option<u8>,
    is_target: bool,
}

impl<'a> LevelColumn<'a> {
    fn new(
        id: FieldId,
        field: &'a KnownField,
        coded: &'a CodedColumn,
        levels: &'a CodeList,
        guidance: &Guidance,
    ) -> Self {
        let (result, basis) = match &field.derived_from {
            Some((result, basis)) => (result, basis.as_str()),
            None => (&field.heading, ""),
        };
        let highest = guidance.exports.highest.iter().find(|highest| result.starts_with(&highest.stage));
        let highest = highest.map(|highest| highest.level);
        Self { id, field, coded, levels, highest, is_target: basis == "target" }
    }

    /// Pupils whose stored code is wanted, with the code.
    fn cells_with(&self, wanted: impl Fn(CellCode) -> bool) -> Vec<(usize, CellCode)> {
        let wanted = self.coded.table(|cell| matches!(cell, CodedCell::Known(code) if wanted(code)));
        if wanted.contains(&true) { find_codes(self.coded.codes(), &wanted) } else { Vec::new() }
    }

    /// Above the highest level of the key stage.
    fn is_too_high(&self, code: CellCode) -> bool {
        let highest = self.highest;
        highest.is_some_and(|highest| self.levels.rank(code).is_some_and(|level| level > highest))
    }

    /// A target below level 1 (S0 ¶78: such targets are listed separately).
    fn is_below_scale(&self, code: CellCode) -> bool {
        self.is_target && self.levels.rank(code) == Some(0)
    }

    fn too_high(&self, cells: &[(usize, CellCode)], cohort: &Cohort, account: &mut Account) {
        for (pupil, code) in cells.iter().filter(|(_, code)| self.is_too_high(*code)) {
            let text = self.code_text(*code);
            let what = format!("{text} in {} is a level of another key stage.", self.field.title);
            let remedy = "It is counted as it is. Check that it is the right column and the right cell.";
            let note = warning("other-key-stage", (cohort, *pupil), Some(self.id), account, (what, remedy));
            account.note(note);
        }
    }

    fn below_scale(&self, cells: &[(usize, CellCode)], cohort: &Cohort, account: &mut Account) {
        for (pupil, code) in cells.iter().filter(|(_, code)| self.is_below_scale(*code)) {
            let what = format!("{} is a target below level 1.", self.code_text(*code));
            let remedy = "It is counted as level 0. Such targets are listed separately (S0 ¶78).";
            let note = warning("target-below-scale", (cohort, *pupil), Some(self.id), account, (what, remedy));
            account.note(Diagnostic { severity: Severity::Remark, ..note });
        }
    }

    /// Unknown spellings that are scaled scores of today's tests.
    fn scores(&self, account: &mut Account, scaled: &ScoreRange) {
        let unknown = self.coded.unknown();
        let is_score = |text: &str| text.parse().is_ok_and(|score: u16| (scaled.from..=scaled.to).contains(&score));
        let scores = unknown.iter().filter(|unknown| is_score(&unknown.spelling));
        let (cells, first_row) = scores.fold((0, 0), |(cells, row), unknown| {
            (cells + unknown.cells, if row == 0 { unknown.first_row } else { unknown.first_row.min(row) })
        });
        if cells > 0 {
            account.note(Diagnostic {
                code: "scaled-scores",
                severity: Severity::Warning,
                row: first_row,
                column: account.headings.column(self.id),
                what: format!(
                    "{} holds {cells} numbers from {} to {}: these are scaled scores of today's tests, not levels.",
                    self.field.title, scaled.from, scaled.to
                ),
                remedy: "Choose a column of levels for it below; the scores count as no result.".into(),
            });
        }
    }

    fn code_text(&self, code: CellCode) -> &str {
        self.levels.entry(code).map_or("", |entry| entry.code.as_str())
    }
}

//! Levels that cannot be: of another key stage, targets below the scale, and scores that are no levels.

use ambition_columns::lookup::find_codes;

use super::warning;
use crate::cohort::{CodedCell, CodedColumn, Cohort};
use crate::guidance::codes::CellCode;
use crate::guidance::exports::ScoreRange;
use crate::guidance::{FieldId, Guidance, KnownField};
use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, Severity};

/// Checks all columns of levels.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let levels = guidance.codes.levels().map(|list| list.name.as_str());
    for (id, column) in cohort.coded_columns() {
        let list = guidance.codes.list(column.code_list).map(|list| list.name.as_str());
        let Some(field) = guidance.fields.get(id).filter(|_| list == levels) else { continue };
        let column = LevelColumn { id, field, coded: column, guidance };
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
    guidance: &'a Guidance,
}

impl LevelColumn<'_> {
    /// Pupils whose stored code is wanted, with the code.
    fn cells_with(&self, wanted: impl Fn(CellCode) -> bool) -> Vec<(usize, CellCode)> {
        let wanted = self.coded.table(|cell| matches!(cell, CodedCell::Known(code) if wanted(code)));
        if wanted.contains(&true) { find_codes(self.coded.codes(), &wanted) } else { Vec::new() }
    }

    /// Above the highest level of the key stage.
    fn is_too_high(&self, code: CellCode) -> bool {
        let result = self.field.derived_from.as_ref().map_or(&self.field.heading, |(result, _)| result);
        let highest = self.guidance.exports.highest.iter().find(|highest| result.starts_with(&highest.stage));
        highest.is_some_and(|highest| level_of(code, self.guidance).is_some_and(|level| level > highest.level))
    }

    /// A target below level 1 (S0 ¶78: such targets are listed separately).
    fn is_below_scale(&self, code: CellCode) -> bool {
        let is_target = self.field.derived_from.as_ref().is_some_and(|(_, basis)| basis == "target");
        is_target && level_of(code, self.guidance) == Some(0)
    }

    fn too_high(&self, cells: &[(usize, CellCode)], cohort: &Cohort, account: &mut Account) {
        for (pupil, code) in cells.iter().filter(|(_, code)| self.is_too_high(*code)) {
            let text = code_text(*code, self.guidance);
            let what = format!("{text} in {} is a level of another key stage.", self.field.title);
            let remedy = "It is counted as it is. Check that it is the right column and the right cell.";
            let note = warning("other-key-stage", (cohort, *pupil), Some(self.id), account, (what, remedy));
            account.note(note);
        }
    }

    fn below_scale(&self, cells: &[(usize, CellCode)], cohort: &Cohort, account: &mut Account) {
        for (pupil, code) in cells.iter().filter(|(_, code)| self.is_below_scale(*code)) {
            let what = format!("{} is a target below level 1.", code_text(*code, self.guidance));
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
}

/// The whole level of a code; `None` if it has none.
fn level_of(code: CellCode, guidance: &Guidance) -> Option<u8> {
    guidance.codes.levels().and_then(|list| list.rank(code))
}

fn code_text(code: CellCode, guidance: &Guidance) -> String {
    guidance.codes.levels().and_then(|list| list.entry(code)).map_or(String::new(), |entry| entry.code.clone())
}

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
        let column = LevelColumn { id, field, coded: column };
        column.too_high(cohort, account, guidance);
        column.below_scale(cohort, account, guidance);
        column.scores(account, &guidance.exports.scaled);
    }
}

/// A column of levels.
struct LevelColumn<'a> {
    id: FieldId,
    field: &'a KnownField,
    coded: &'a CodedColumn,
}

impl LevelColumn<'_> {
    /// Pupils whose stored code is wanted, with the code.
    fn cells_with(&self, wanted: impl Fn(CellCode) -> bool) -> Vec<(usize, CellCode)> {
        let wanted = self.coded.table(|cell| matches!(cell, CodedCell::Known(code) if wanted(code)));
        if wanted.contains(&true) { find_codes(self.coded.codes(), &wanted) } else { Vec::new() }
    }

    /// Above the highest level of the key stage.
    fn too_high(&self, cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
        let result = self.field.derived_from.as_ref().map_or(&self.field.heading, |(result, _)| result);
        let highest = guidance.exports.highest.iter().find(|highest| result.starts_with(&highest.stage));
        let Some(highest) = highest.map(|highest| highest.level) else { return };
        let above = |code| level_of(code, guidance).is_some_and(|level| level > highest);
        for (pupil, code) in self.cells_with(above) {
            let what =
                format!("{} in {} is a level of another key stage.", code_text(code, guidance), self.field.title);
            let remedy = "It is counted as it is. Check that it is the right column and the right cell.";
            let note = warning("other-key-stage", (cohort, pupil), Some(self.id), account, (what, remedy));
            account.note(note);
        }
    }

    /// A target below level 1 (S0 ¶78: such targets are listed separately).
    fn below_scale(&self, cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
        if self.field.derived_from.as_ref().is_none_or(|(_, basis)| basis != "target") {
            return;
        }
        for (pupil, code) in self.cells_with(|code| level_of(code, guidance) == Some(0)) {
            let what = format!("{} is a target below level 1.", code_text(code, guidance));
            let remedy = "It is counted as level 0. Such targets are listed separately (S0 ¶78).";
            let note = warning("target-below-scale", (cohort, pupil), Some(self.id), account, (what, remedy));
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

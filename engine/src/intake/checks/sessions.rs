//! Checks for impossible numbers of sessions.

use super::warning;
use crate::cohort::{Cohort, NumberCell, NumberColumn};
use crate::guidance::Guidance;
use crate::intake::account::Account;

/// More sessions absent than possible.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let rules = &guidance.exports.sessions;
    let column = |heading: &String| cohort.number_column(guidance.fields.by_heading(heading)?);
    let Some(possible) = column(&rules.possible) else { return };
    let absent = rules.absent.iter().filter_map(column).collect::<Vec<_>>();
    let field = guidance.fields.by_heading(&rules.possible);
    for pupil in 0..cohort.len() {
        let missed = absent.iter().map(|column| sessions(column, pupil).unwrap_or(0)).sum::<u64>();
        if sessions(possible, pupil).is_some_and(|possible| missed > possible) {
            let what = format!("More sessions missed than the {} possible.", possible.text(pupil));
            let remedy = "Correct the sessions of this pupil; they are counted as they are.";
            let note = warning("absent-above-possible", (cohort, pupil), field, account, (what, remedy));
            account.note(note);
        }
    }
}

fn sessions(column: &NumberColumn, pupil: usize) -> Option<u64> {
    if let NumberCell::Known(number) = column.cell(pupil) { Some(number) } else { None }
}

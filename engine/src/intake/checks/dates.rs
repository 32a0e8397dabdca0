//! Checks for impossible dates.

use super::warning;
use crate::cohort::{Cohort, NumberCell, NumberColumn};
use crate::guidance::Guidance;
use crate::intake::account::Account;

/// One year in a date stored as the number YYYYMMDD.
const YEAR: u64 = 10_000;

/// Dates of birth far from those of the other pupils, and dates before birth.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let rules = &guidance.exports.birth;
    let Some(field) = guidance.fields.by_heading(&rules.field) else { return };
    let Some(births) = cohort.number_column(field) else { return };
    let middle = middle(births);
    for pupil in 0..cohort.len() {
        let NumberCell::Known(birth) = births.cell(pupil) else { continue };
        if (birth / YEAR).abs_diff(middle / YEAR) > rules.years_apart {
            let what = format!("Born {}: far from the other pupils' dates.", births.text(pupil));
            let remedy = "Compare the date with your school's system; no figure depends on it.";
            let note = warning("date-of-birth", (cohort, pupil), Some(field), account, (what, remedy));
            account.note(note);
        }
    }
    for since in &rules.since {
        before_birth(since, births, cohort, account, guidance);
    }
}

/// The median date; 0 without dates.
fn middle(dates: &NumberColumn) -> u64 {
    let known = |date| if let NumberCell::Known(date) = date { Some(date) } else { None };
    let mut known = dates.cells().filter_map(known).collect::<Vec<_>>();
    let middle = known.len() / 2;
    if known.is_empty() { 0 } else { *known.select_nth_unstable(middle).1 }
}

fn before_birth(heading: &str, births: &NumberColumn, cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let Some(field) = guidance.fields.by_heading(heading) else { return };
    let Some(dates) = cohort.number_column(field) else { return };
    for pupil in 0..cohort.len() {
        let (NumberCell::Known(birth), NumberCell::Known(date)) = (births.cell(pupil), dates.cell(pupil)) else {
            continue;
        };
        if date < birth {
            let what = format!("{} is before the pupil was born, {}.", dates.text(pupil), births.text(pupil));
            let remedy = "Correct one of the two dates: it decides in which figures the pupil counts.";
            let note = warning("before-birth", (cohort, pupil), Some(field), account, (what, remedy));
            account.note(note);
        }
    }
}

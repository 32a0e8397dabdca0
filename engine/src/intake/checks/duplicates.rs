//! Pupils who may occur twice although their rows differ.

use std::collections::HashMap;

use super::warning;
use crate::cohort::{Cohort, NumberCell};
use crate::guidance::Guidance;
use crate::guidance::fields::FieldKind;
use crate::intake::account::Account;
use crate::intake::table::is_no_upn;

/// Larger files, of more schools than a district has, are not checked: it takes longer than reading them.
const PUPILS: usize = 50_000;

/// Rows of the same pupil, by UPN, or by name and date of birth. Each row is counted.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    if cohort.len() <= PUPILS {
        in_two_schools(cohort, account, guidance);
        same_name(cohort, account, guidance);
    }
}

/// The same name and date of birth under two UPNs, or without any.
fn same_name(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let Some(field) = guidance.fields.by_heading(&guidance.exports.birth.field) else { return };
    let Some(births) = cohort.number_column(field) else { return };
    let people = cohort.people();
    let mut first = HashMap::new();
    for pupil in 0..cohort.len() {
        let (name, NumberCell::Known(birth)) = (people.name(pupil).to_lowercase(), births.cell(pupil)) else {
            continue;
        };
        let Some(earlier) = (!name.is_empty()).then(|| first.insert((name, birth), pupil)).flatten() else { continue };
        if people.upn_number(pupil) == people.upn_number(earlier) && people.upn_number(pupil) != 0 {
            continue;
        }
        let what = format!("The name and the date of birth are those of row {}.", cohort.row(earlier));
        let remedy = "Both rows are counted. If they are one pupil, remove one of them.";
        let note = warning("same-name-and-birth", (cohort, pupil), Some(field), account, (what, remedy));
        account.note(note);
    }
}

/// The same UPN in two schools, or of two pupils by name or date of birth.
fn in_two_schools(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let upn = guidance.fields.iter().find(|(_, field)| field.kind == FieldKind::Upn).map(|(id, _)| id);
    let schools = cohort.schools(guidance);
    let school = |pupil: usize| schools.and_then(|schools| schools.ids().get(pupil)).copied();
    let mut first = HashMap::new();
    // Nearly every number is that of one pupil alone.
    for (pupil, _) in cohort.people().duplicate_candidates(&[]) {
        let Some(earlier) = first.insert(cohort.people().upn_number(pupil), pupil) else { continue };
        if cohort.people().has_unusual_upn(pupil) && is_no_upn(&cohort.people().upn(pupil), guidance) {
            continue;
        }
        let row = cohort.row(earlier);
        let note = if school(pupil) == school(earlier) {
            let what = format!("The UPN is that of row {row}, but the name or the date of birth is another.");
            let remedy = "Both rows are counted, as two pupils. Correct the UPN of one of them.";
            warning("upn-shared", (cohort, pupil), upn, account, (what, remedy))
        } else {
            let what = format!("The UPN is that of row {row} in another school.");
            let remedy = "Both rows are counted, each in its school. Remove the one of the school that the pupil left.";
            warning("upn-in-two-schools", (cohort, pupil), upn, account, (what, remedy))
        };
        account.note(note);
    }
}

//! Pupils who may be there twice though their rows are not the same.

use std::collections::HashMap;

use super::warning;
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::guidance::fields::Kind;
use crate::intake::reading::Account;

/// A file of more schools than a district has is not looked through: it takes longer than reading it.
const PUPILS: usize = 50_000;

/// The same UPN in two schools. Each row is counted, with its school.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    if cohort.len() > PUPILS {
        return;
    }
    let upn = guidance.fields.iter().find(|(_, field)| field.kind == Kind::Upn).map(|(id, _)| id);
    let mut first = HashMap::new();
    for pupil in 0..cohort.len() {
        let bytes = cohort.people().upn_bytes(pupil);
        let Some(earlier) = (!bytes.is_empty()).then(|| first.insert(bytes, pupil)).flatten() else { continue };
        let what = format!("The UPN is that of row {} in another school.", cohort.row(earlier));
        let remedy = "Both rows are counted, each in its school. Remove the one of the school that the pupil left.";
        let note = warning("upn-in-two-schools", (cohort, pupil), upn, account, (what, remedy));
        account.note(note);
    }
}

//! Names of schools that differ in words that say little: "Hillview Primary" and "Hillview Primary School".

use std::collections::HashMap;

use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, Severity};

/// Tells of schools that may be one; they stay two.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let Some(schools) = cohort.schools(guidance) else { return };
    // Two different numbers are never alike.
    if schools.texts().iter().all(|name| name.bytes().all(|byte| byte.is_ascii_digit())) {
        return;
    }
    let mut first = HashMap::new();
    for (id, name) in (0..=u16::MAX).zip(schools.texts()).filter(|(_, name)| !name.is_empty()) {
        let Some(other) = first.insert(main_words(name, guidance), name) else { continue };
        let Some(pupil) = schools.ids().iter().position(|of| *of == id) else { continue };
        account.note(Diagnostic {
            code: "schools-alike",
            severity: Severity::Warning,
            row: cohort.row(pupil),
            column: account.headings.column(guidance.fields.school),
            what: format!("\u{201c}{other}\u{201d} and \u{201c}{name}\u{201d} are counted as two schools."),
            remedy: "If they are one, write the name in the same way, or give the school\u{2019}s number.".into(),
        });
    }
}

/// The words of a name in small letters without those that names of schools have or lack; all of them if it has no other.
fn main_words(name: &str, guidance: &Guidance) -> String {
    let name = name.to_lowercase();
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let main = words.filter(|word| !guidance.exports.school_words.iter().any(|other| other == word));
    let main = main.collect::<Vec<_>>().join(" ");
    if main.is_empty() { name } else { main }
}

//! What is open.

use crate::guidance::{Edition, Guidance};
use crate::intake::diagnostic::Severity;
use crate::session::filter;
use crate::session::open::Open;
use crate::session::view::Summary;
use crate::words::{count, thousands};

pub(in crate::session) fn summary(open: &Open, guidance: &Guidance, edition: &Edition) -> Summary {
    let school = open.cohort.school_name();
    let aside = open.account.set_aside.len() as u64;
    Summary {
        title: if school.is_empty() { open.name.clone() } else { school.to_owned() },
        edition: edition.name.clone(),
        pupils: count(open.cohort.len() as u64, "pupil"),
        set_aside: if aside == 0 { String::new() } else { format!("{} set aside", count(aside, "row")) },
        to_check: to_check(open),
        undo: open.log.done.last().map(|change| change.words.clone()),
        redo: open.log.undone.last().map(|change| change.words.clone()),
        changed: u32::try_from(filter::changed_targets(open, guidance).len()).unwrap_or(u32::MAX),
        memory: super::columns::memory(open, guidance),
    }
}

/// Spellings still without a meaning, rows set aside, and warnings.
fn to_check(open: &Open) -> u32 {
    let unknown = open.cohort.coded_columns().flat_map(|(_, column)| column.unknown());
    let unknown = unknown.filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0).count();
    let warnings = open.account.diagnostics.iter().filter(|note| note.severity == Severity::Warning).count();
    u32::try_from(unknown + open.questions.len() + open.account.set_aside.len() + warnings).unwrap_or(u32::MAX)
}

/// "62 pupils", for sentences that need the number alone: "62".
pub(super) fn pupils_number(open: &Open) -> String {
    thousands(open.cohort.len() as u64)
}

//! What was noticed while the file was read, by what mends it.

use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, RemedyKind, Severity, column_letters};
use crate::screens::{ProblemGroup, ProblemView, Tone};
use crate::text::phrases::thousands;

/// Places named for one code.
const PLACES: usize = 12;

/// All diagnostics: what the file needs first, then what the user says here, then what is only to be known.
pub(crate) fn problems(account: &Account) -> Vec<ProblemGroup> {
    let group = |mend: RemedyKind| {
        let problems = problems_by_code(account, mend);
        let (title, why) = group_words(mend);
        (!problems.is_empty()).then(|| ProblemGroup { title: title.into(), why: why.into(), problems })
    };
    [RemedyKind::File, RemedyKind::Here, RemedyKind::Nothing].into_iter().filter_map(group).collect()
}

fn group_words(mend: RemedyKind) -> (&'static str, &'static str) {
    match mend {
        RemedyKind::File => ("To put right in the file", "Correct it where the file comes from, and open it again."),
        RemedyKind::Here => ("To put right here", "Say above how the file is to be read."),
        RemedyKind::Nothing => ("Only to know", "Nothing has to be done."),
    }
}

fn problems_by_code(account: &Account, mend: RemedyKind) -> Vec<ProblemView> {
    let mut codes: Vec<Vec<&Diagnostic>> = Vec::new();
    for note in account.diagnostics.iter().filter(|note| note.remedy_kind() == mend) {
        let same = |group: &Vec<&Diagnostic>| group.first().is_some_and(|first| first.code == note.code);
        match codes.iter_mut().find(|group| same(group)) {
            Some(group) => group.push(note),
            None => codes.push(vec![note]),
        }
    }
    codes.iter().filter_map(|notes| problem(notes, account)).collect()
}

fn problem(notes: &[&Diagnostic], account: &Account) -> Option<ProblemView> {
    let first = notes.first()?;
    let same = notes.iter().all(|note| note.what == first.what);
    let more = notes.len().saturating_sub(PLACES) + account.not_listed_of(first.code);
    Some(ProblemView {
        tone: if first.severity == Severity::Warning { Tone::Warn } else { Tone::Plain },
        code: first.code.into(),
        what: if same { first.what.clone() } else { String::new() },
        remedy: first.remedy.clone(),
        places: notes.iter().take(PLACES).map(|note| place(note, same)).filter(|place| !place.is_empty()).collect(),
        more: if more == 0 { String::new() } else { format!("and {} more", thousands(more as u64)) },
    })
}

fn place(note: &Diagnostic, same: bool) -> String {
    let column = note.column.map(|column| format!(", column {}", column_letters(column))).unwrap_or_default();
    match (note.row, same) {
        (0, true) => String::new(),
        (0, false) => note.what.clone(),
        (row, true) => format!("Row {row}{column}"),
        (row, false) => format!("Row {row}{column}: {}", note.what),
    }
}

//! What was noticed while the file was read, by what mends it.

use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, RemedyKind, Severity, column_letters};
use crate::screens::check::touched::{severity, touches_all};
use crate::screens::{ProblemGroup, ProblemView, Tone};
use crate::text::phrases::thousands;

/// Places named for one code.
const PLACES: usize = 12;

/// Where a remark is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ProblemPlace {
    /// It wants a correction.
    Mend(RemedyKind),
    /// Every figure may rest on it.
    Look,
}

/// All diagnostics: what the file needs first, then what the user says here, what to look at, and what is only to be
/// known.
pub(crate) fn problems(account: &Account) -> Vec<ProblemGroup> {
    use ProblemPlace::{Look, Mend};
    let group = |place: ProblemPlace| {
        let problems = problems_by_code(account, place);
        let (title, why) = words(place);
        (!problems.is_empty()).then(|| ProblemGroup { title: title.into(), why: why.into(), problems })
    };
    [Mend(RemedyKind::File), Mend(RemedyKind::Here), Look, Mend(RemedyKind::Nothing)]
        .into_iter()
        .filter_map(group)
        .collect()
}

fn words(place: ProblemPlace) -> (&'static str, &'static str) {
    match place {
        ProblemPlace::Mend(RemedyKind::File) => (
            "Correct in the file",
            "Correct it in your school\u{2019}s system, export again, and open the new \
                                          file.",
        ),
        ProblemPlace::Mend(RemedyKind::Here) => ("Settle here", "Choose above how the file should be read."),
        ProblemPlace::Mend(RemedyKind::Nothing) => ("For your information", "No action needed."),
        ProblemPlace::Look => ("Please look at these", "Figures may depend on these. Are they as you expect?"),
    }
}

fn place_of(note: &Diagnostic, account: &Account) -> ProblemPlace {
    if note.severity == Severity::Remark && touches_all(note, account) {
        ProblemPlace::Look
    } else {
        ProblemPlace::Mend(note.remedy_kind())
    }
}

fn problems_by_code(account: &Account, wanted: ProblemPlace) -> Vec<ProblemView> {
    let mut codes: Vec<Vec<&Diagnostic>> = Vec::new();
    for note in account.diagnostics.iter().filter(|note| place_of(note, account) == wanted) {
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
        tone: if severity(first, account) == Severity::Warning { Tone::Warn } else { Tone::Plain },
        code: first.code.into(),
        what: if same { first.what.clone() } else { String::new() },
        remedy: remedy(first, account),
        places: notes.iter().take(PLACES).map(|note| place(note, same)).filter(|place| !place.is_empty()).collect(),
        more: if more == 0 { String::new() } else { format!("and {} more", thousands(more as u64)) },
    })
}

/// What to do; about files that share no pupil another thing than about joined ones.
fn remedy(note: &Diagnostic, account: &Account) -> String {
    match note.code {
        "files-together" if touches_all(note, account) => {
            "No pupil is in both files. If they should be the same pupils, compare one pupil\u{2019}s UPN in both."
                .into()
        }
        _ => note.remedy.clone(),
    }
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

//! Percentages in columns of sessions: no sessions, so the column is not read, and that is told once.

use super::account::Account;
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::{Cohort, NumberCell, NumberColumn};
use crate::guidance::fields::NumberKind;
use crate::guidance::{FieldId, Guidance};

/// Leaves out the columns of whole numbers in which every cell that is filled is a percentage.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let habits = guidance.exports.of_family.get(&guidance.fields.family);
    if !habits.is_some_and(|habits| habits.refuses_percentages) {
        return;
    }
    let found = cohort.numbers.iter().filter(|(_, column)| holds_percentages(column)).map(|(id, _)| *id);
    for id in found.collect::<Vec<_>>() {
        cohort.numbers.remove(&id);
        account.note(note(id, account, guidance));
    }
}

fn holds_percentages(column: &NumberColumn) -> bool {
    let is_percentage = |spelling: &str| spelling.ends_with('%');
    let mut unknown = column.unknown().iter().filter(|unknown| unknown.cells > 0).peekable();
    column.kind == NumberKind::Whole
        && unknown.peek().is_some()
        && unknown.all(|unknown| is_percentage(&unknown.spelling))
        && column.cells().all(|cell| !matches!(cell, NumberCell::Known(_)))
}

fn note(id: FieldId, account: &Account, guidance: &Guidance) -> Diagnostic {
    let title = guidance.fields.get(id).map_or("", |field| field.title.as_str());
    Diagnostic {
        code: "percentages",
        severity: Severity::Warning,
        row: 0,
        column: account.headings.column(id),
        what: format!("{title} holds percentages, and not numbers of sessions."),
        remedy: "It is not read: export the numbers of sessions.".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::{CohortReader, ReadAs};

    /// Columns of numbers that are read, and remarks, where these are the absences of three pupils.
    fn read(edition: &str, absences: [&str; 3]) -> (usize, usize) {
        let rows = ["Ash", "Bay", "Elm"].iter().zip(absences).map(|(name, cell)| format!("{name},380,{cell}\n"));
        let text = format!("Surname,Possible Sessions,Authorised Absences\n{}", rows.collect::<String>());
        let read_as = ReadAs { edition: Some(edition.into()), ..ReadAs::default() };
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let opened = CohortReader::read_all_as(guidance, text.as_bytes(), read_as).unwrap();
        let told = opened.account.diagnostics.iter().filter(|note| note.code == "percentages").count();
        (opened.cohort.number_columns().count(), told)
    }

    #[test]
    fn percentages_are_no_sessions() {
        assert_eq!(read("2027", ["2.6%", "0%", "5.3 %"]), (1, 1));
        assert_eq!(read("2027", ["2.6%", "10", ""]), (2, 0));
        assert_eq!(read("2027", ["20", "0", "12"]), (2, 0));
        assert_eq!(read("2009", ["2.6%", "0%", "5.3 %"]), (2, 0));
    }
}

//! A register of marks, one for each session, counted into possible and absent sessions (RULES 3.4).

use super::number_column::ONE;
use super::{Cohort, LabelColumn, NumberColumn};
use crate::guidance::fields::NumberKind;
use crate::guidance::sheets::SheetLine;
use crate::guidance::{Guidance, SheetRules};

/// The column of marks.
const REGISTER: &str = "Register";

/// The marks of every pupil; `None`: the file has no register.
pub fn register_column<'a>(cohort: &'a Cohort, guidance: &Guidance) -> Option<&'a LabelColumn> {
    cohort.label_column(guidance.fields.by_heading(REGISTER)?)
}

/// The mark that a text stands for, in either letter case; `None`: not understood.
pub fn find_mark<'a>(text: &str, sheets: &'a SheetRules) -> Option<&'a SheetLine> {
    sheets.marks.iter().find(|line| line.id.eq_ignore_ascii_case(text))
}

/// The marks of a register, one a session: a letter each, with the digit that belongs to it, or texts with spaces or commas between them where all of these are
/// marks.
pub fn marks_of<'a>(register: &'a str, sheets: &SheetRules) -> Vec<&'a str> {
    let is_between = |letter: char| letter.is_whitespace() || [',', ';'].contains(&letter);
    let parts = register.split(is_between).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    if parts.iter().any(|part| part.len() > 1) && parts.iter().all(|part| find_mark(part, sheets).is_some()) {
        return parts;
    }
    let mut marks = Vec::new();
    let mut rest = register.trim_start();
    while let Some(letter) = rest.chars().next() {
        // A letter and the digit behind it are one mark, where there is such a mark: "C1".
        let two = rest.get(..letter.len_utf8() + 1).filter(|two| two.ends_with(|last: char| last.is_ascii_digit()));
        let mark = two.filter(|two| find_mark(two, sheets).is_some()).or(rest.get(..letter.len_utf8()));
        let mark = mark.unwrap_or(rest);
        marks.push(mark);
        rest = rest.get(mark.len()..).unwrap_or_default().trim_start();
    }
    marks
}

/// Counts a register into the columns of sessions, where the file has the one and not the others. A pupil with a mark
/// that is not understood has no such numbers, and is left out and listed.
pub fn count_sessions(cohort: &mut Cohort, guidance: &Guidance) {
    let Some(labels) = register_column(cohort, guidance) else { return };
    let mut headings = guidance.sheets.meanings.iter().flat_map(|meaning| &meaning.figures).collect::<Vec<_>>();
    headings.dedup();
    let fields = headings.iter().filter_map(|heading| Some((*heading, guidance.fields.by_heading(heading)?)));
    let fields = fields.collect::<Vec<_>>();
    if fields.iter().any(|(_, field)| cohort.has(*field)) {
        return;
    }
    let of_texts = |heading: &String| {
        labels.texts().iter().map(|marks| count_marks(marks, heading, &guidance.sheets)).collect::<Vec<_>>()
    };
    let counted = fields.into_iter().map(|(heading, field)| (field, of_texts(heading))).collect::<Vec<_>>();
    // Some systems call the class a register: then no cell of it is one.
    if counted.iter().all(|(_, of_text)| of_text.iter().all(Option::is_none)) {
        return;
    }
    let pupils = cohort.len();
    let column = |of_text: &[Option<u64>]| {
        let mut column = NumberColumn::blank(NumberKind::Whole, pupils);
        for (pupil, label) in labels.ids().iter().enumerate() {
            column.set(pupil, of_text.get(usize::from(*label)).copied().flatten());
        }
        column
    };
    let columns = counted.iter().map(|(field, of_text)| (*field, column(of_text))).collect::<Vec<_>>();
    cohort.numbers.extend(columns);
}

/// How many marks add to a column.
fn count_marks(marks: &str, heading: &String, sheets: &SheetRules) -> Option<u64> {
    if marks.trim().is_empty() {
        return None;
    }
    let adds =
        |kind: &str| sheets.meanings.iter().any(|meaning| meaning.id == kind && meaning.figures.contains(heading));
    let one = |mark: &str| find_mark(mark, sheets).map(|mark| if adds(&mark.kind) { ONE } else { 0 });
    marks_of(marks, sheets).into_iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::CohortReader;

    fn has_sessions(text: &str) -> bool {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let opened = CohortReader::read_all(guidance.clone(), text.as_bytes()).unwrap();
        opened.cohort.has(guidance.fields.by_heading("Sessions_Possible").unwrap())
    }

    #[test]
    fn a_letter_and_the_digit_behind_it_are_one_mark() {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let today = guidance.for_family(&guidance.newest_edition().unwrap().family);
        let marks = |register| super::marks_of(register, &today.sheets);
        assert_eq!(marks("/ \\ C1 y3 I"), ["/", "\\", "C1", "y3", "I"]);
        assert_eq!(marks("/\\,C1,Y3"), ["/", "\\", ",", "C1", ",", "Y3"]);
        assert_eq!(super::marks_of("/\\ C1", &guidance.sheets), ["/", "\\", "C", "1"]);
        assert_eq!(super::find_mark("d", &today.sheets).unwrap().kind, "not-counted");
        assert_eq!(super::find_mark("d", &guidance.sheets).unwrap().kind, "activity");
    }

    #[test]
    fn a_class_called_register_is_no_register() {
        assert!(!has_sessions("UPN,Register\nA1,6R\nA2,6S\n"));
        assert!(has_sessions("UPN,Register\nA1,/\\/\\\nA2,6S\n"));
    }
}

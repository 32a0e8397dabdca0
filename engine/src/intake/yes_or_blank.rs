//! Columns that say yes or nothing: whether a blank in them means no is asked, once for all of them.

use std::collections::BTreeSet;

use super::account::Account;
use super::decisions::{ROWS_IN_VIEW, ReadingAnswer, ReadingChoice, ReadingQuestion};
use super::doubtful_pupils::rows_about;
use super::table::layout::FirstRow;
use crate::cohort::{CodedColumn, Cohort};
use crate::guidance::codes::{BLANK, CodeList};
use crate::guidance::{FieldId, Guidance};
use crate::text::phrases::list;

/// Pupils with an entry who are shown.
const ENTRIES_IN_VIEW: usize = 2;

/// Asks, or reads blanks as the user has said.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let habits = guidance.exports.of_family.get(&guidance.fields.family);
    if !habits.is_some_and(|habits| habits.asks_about_blanks) {
        return;
    }
    let found = cohort.coded.iter().filter_map(|(id, column)| {
        let list = guidance.codes.list(column.code_list)?;
        says_yes_or_nothing(column, list).then_some((*id, list.no?))
    });
    let found = found.collect::<Vec<_>>();
    let said = account.read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::BlankMeansNo(is_no) => Some(*is_no),
        _ => None,
    });
    match said {
        Some(true) => {
            for (id, no) in found {
                let codes = cohort.coded.get_mut(&id).map(|column| &mut column.codes);
                codes.into_iter().flatten().filter(|code| **code == BLANK).for_each(|code| *code = no);
            }
        }
        Some(false) => (),
        None => {
            let columns = found.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
            let rows = rows_about(&columns, &examples(&columns, cohort), (cohort, account, guidance));
            account.questions.extend(question(&columns, rows, guidance));
        }
    }
}

/// True if some cells hold a code, none the code for no, and others nothing.
fn says_yes_or_nothing(column: &CodedColumn, list: &CodeList) -> bool {
    let Some(no) = list.no else { return false };
    let holds = |wanted: u8| column.codes.contains(&wanted);
    let has_yes = list.yes.map_or_else(|| column.codes.iter().any(|code| *code != BLANK), holds);
    has_yes && holds(BLANK) && !holds(no) && column.unknown.iter().all(|unknown| unknown.cells == 0)
}

/// The first pupil with an entry in each of these columns, and the first without any.
fn examples(columns: &[FieldId], cohort: &Cohort) -> Vec<usize> {
    let columns = columns.iter().filter_map(|id| cohort.coded_column(*id)).collect::<Vec<_>>();
    let has_entry = |pupil: &usize| columns.iter().any(|column| column.codes.get(*pupil) != Some(&BLANK));
    let pupils = 0..cohort.len();
    let first = |column: &&CodedColumn| column.codes.iter().position(|code| *code != BLANK);
    let of_each = columns.iter().filter_map(first).take(ROWS_IN_VIEW - 1);
    let mut examples = of_each.collect::<BTreeSet<_>>();
    let others = pupils.clone().filter(|pupil| has_entry(pupil) && !examples.contains(pupil));
    let others = others.take(ENTRIES_IN_VIEW.saturating_sub(examples.len())).collect::<Vec<_>>();
    examples.extend(others);
    let without = pupils.filter(|pupil| !has_entry(pupil)).take(ROWS_IN_VIEW - examples.len());
    examples.extend(without);
    examples.into_iter().collect()
}

fn question(columns: &[FieldId], rows: Vec<FirstRow>, guidance: &Guidance) -> Option<ReadingQuestion> {
    let titles = columns.iter().filter_map(|id| Some(guidance.fields.get(*id)?.title.clone())).collect::<Vec<_>>();
    if titles.is_empty() {
        return None;
    }
    let has = if titles.len() == 1 { "has" } else { "have" };
    Some(ReadingQuestion {
        code: "yes-or-blank",
        what: format!(
            "{} {has} an entry for some pupils and blanks for all others. Does a blank mean no? Until you answer, it is \
             not recorded.",
            list(&titles)
        ),
        rows,
        choices: vec![
            ReadingChoice::new("A blank means no", ReadingAnswer::BlankMeansNo(true)),
            ReadingChoice::new("A blank is not recorded", ReadingAnswer::BlankMeansNo(false)),
        ],
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::decisions::ReadingAnswer;
    use crate::intake::{CohortReader, ReadAs, ReadFile};

    const TEXT: &str = "Surname,FSM,EAL,SEN,YoungCarer\nAsh,Yes,N,K,\nBay,,Y,,\nElm,Yes,,E,\n";

    fn read(edition: &str, said: Option<bool>) -> ReadFile {
        let answers = said.map(ReadingAnswer::BlankMeansNo).into_iter().collect();
        let read_as = ReadAs { edition: Some(edition.into()), answers, ..ReadAs::default() };
        let guidance = Arc::new(Guidance::shipped().unwrap());
        CohortReader::read_all_as(guidance, TEXT.as_bytes(), read_as).unwrap()
    }

    fn cells(opened: &ReadFile, heading: &str) -> Vec<String> {
        let guidance = Guidance::shipped().unwrap();
        let column = opened.cohort.coded_by_heading(&guidance.fields, heading).unwrap();
        (0..3).map(|pupil| column.text(pupil, &guidance.codes)).collect()
    }

    #[test]
    fn blanks_beside_yes_are_one_question() {
        let opened = read("2027", None);
        let asked = opened.account.questions.iter().filter(|question| question.code == "yes-or-blank");
        let [asked] = asked.collect::<Vec<_>>()[..] else { panic!("not one question") };
        assert!(asked.what.starts_with("Free school meals and Special educational needs have"), "{}", asked.what);
        assert_eq!(asked.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(cells(&opened, "FSM"), ["Y", "", "Y"]);
    }

    /// Every column that is asked about has an entry in view.
    #[test]
    fn each_column_is_in_view() {
        let blank = "Bay,,,,\n".repeat(4);
        let text = format!("Surname,FSM,EAL,SEN,YoungCarer\nAsh,Yes,,,\n{blank}Elm,,Y,,\nFir,Yes,,K,\n");
        let read_as = ReadAs { edition: Some("2027".into()), ..ReadAs::default() };
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let opened = CohortReader::read_all_as(guidance, text.as_bytes(), read_as).unwrap();
        let asked = opened.account.questions.iter().find(|question| question.code == "yes-or-blank").unwrap();
        assert_eq!(asked.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4, 7, 8]);
    }

    #[test]
    fn blanks_are_read_as_told() {
        let opened = read("2027", Some(true));
        assert!(opened.account.questions.is_empty());
        assert_eq!(cells(&opened, "FSM"), ["Y", "N", "Y"]);
        assert_eq!(cells(&opened, "SEN"), ["K", "N", "E"]);
        assert_eq!(cells(&opened, "EAL"), ["N", "Y", ""]);
        assert_eq!(cells(&opened, "YoungCarer"), ["", "", ""]);
        let opened = read("2027", Some(false));
        assert!(opened.account.questions.is_empty());
        assert_eq!(cells(&opened, "FSM"), ["Y", "", "Y"]);
    }

    #[test]
    fn editions_of_levels_do_not_ask() {
        assert!(read("2009", None).account.questions.is_empty());
    }
}

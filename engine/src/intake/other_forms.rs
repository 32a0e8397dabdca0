//! Cells that say more or less than a code of their list: grades with a sign or a decimal ("5+", "5.3"), bands where
//! scores are read ("EXS"). What they mean is asked once for all of them, and until then they are not understood.

use std::collections::BTreeSet;

use super::account::Account;
use super::decisions::{ROWS_IN_VIEW, ReadingAnswer, ReadingChoice, ReadingQuestion};
use super::doubtful_pupils::rows_about;
use super::one_scale::replace_unknown;
use super::table::layout::FirstRow;
use crate::cohort::{CodedColumn, Cohort};
use crate::guidance::codes::CodeList;
use crate::guidance::{FieldId, Guidance};
use crate::text::phrases::list;

/// Examples that are named.
const EXAMPLES: usize = 3;

/// Asks about them, code list by code list, or reads them as the user has said.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let lists = cohort.coded.values().map(|column| column.code_list).collect::<BTreeSet<_>>();
    for number in lists {
        let Some(code_list) = guidance.codes.list(number) else { continue };
        let said = account.read_as.answers.iter().rev().find_map(|answer| match answer {
            ReadingAnswer::ReadForms { list, read } if *list == code_list.name => Some(*read),
            _ => None,
        });
        let met = met_forms(cohort, number, code_list);
        match said {
            Some(true) => read_forms(cohort, number, code_list),
            Some(false) => (),
            None => {
                let rows = rows_with_forms(&met, number, (cohort, account, guidance));
                account.questions.extend(question(&met, rows, code_list));
                account.asked_together.extend(met);
            }
        }
    }
}

/// The spellings of such a form in the columns of a code list, the first met first.
fn met_forms(cohort: &Cohort, number: usize, code_list: &CodeList) -> Vec<String> {
    let columns = cohort.coded.values().filter(|column| column.code_list == number);
    let unknown = columns.flat_map(|column| &column.unknown).filter(|unknown| unknown.cells > 0);
    let mut met = Vec::<String>::new();
    for unknown in unknown.filter(|unknown| code_list.code_of_form(&unknown.spelling).is_some()) {
        if !met.contains(&unknown.spelling) {
            met.push(unknown.spelling.clone());
        }
    }
    met
}

/// Rows of the first pupils with these spellings in columns of the code list.
fn rows_with_forms(met: &[String], number: usize, file: (&Cohort, &Account, &Guidance)) -> Vec<FirstRow> {
    if met.is_empty() {
        return Vec::new();
    }
    let of_list = |(_, column): &(FieldId, &CodedColumn)| column.code_list == number;
    let columns = file.0.coded_columns().filter(of_list).collect::<Vec<_>>();
    let is_form = |column: &CodedColumn, pupil: usize| {
        let spelling = column.codes.get(pupil).and_then(|code| column.spelling(*code));
        spelling.is_some_and(|spelling| met.iter().any(|met| met == spelling))
    };
    let has_form = |pupil: &usize| columns.iter().any(|(_, column)| is_form(column, *pupil));
    let pupils = (0..file.0.len()).filter(has_form).take(ROWS_IN_VIEW).collect::<Vec<_>>();
    let shown = columns.iter().filter(|(_, column)| pupils.iter().any(|pupil| is_form(column, *pupil)));
    rows_about(&shown.map(|(id, _)| *id).collect::<Vec<_>>(), &pupils, file)
}

fn read_forms(cohort: &mut Cohort, number: usize, code_list: &CodeList) {
    for column in cohort.coded.values_mut().filter(|column| column.code_list == number) {
        let meanings = column.unknown.iter().map(|unknown| code_list.code_of_form(&unknown.spelling));
        let meanings = meanings.collect::<Vec<_>>();
        replace_unknown(column, &meanings);
        column.count_unknown();
    }
}

fn question(met: &[String], rows: Vec<FirstRow>, code_list: &CodeList) -> Option<ReadingQuestion> {
    let forms = code_list.asked_forms().filter(|_| !met.is_empty())?;
    let examples = list(met.get(..EXAMPLES).unwrap_or(met));
    let answer = |read| ReadingAnswer::ReadForms { list: code_list.name.clone(), read };
    Some(ReadingQuestion {
        code: "other-forms",
        what: format!("{} Until you answer, they count as no result.", forms.what.replace("{}", &examples)),
        rows,
        choices: vec![
            ReadingChoice::new(forms.yes.clone(), answer(true)),
            ReadingChoice::new(forms.no.clone(), answer(false)),
        ],
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::decisions::ReadingAnswer;
    use crate::intake::{CohortReader, ReadAs};

    const NAMES: [&str; 12] = ["Ash", "Bay", "Cole", "Day", "Elm", "Fox", "Gill", "Hay", "Ives", "Joy", "Kerr", "Lam"];

    /// The cells as they are understood, and the number of questions.
    fn read(heading: &str, list: &str, cells: &str, said: Option<bool>) -> (String, usize) {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let rows = cells.split(' ').zip(NAMES).map(|(cell, name)| format!("{name},{cell}\n")).collect::<String>();
        let text = format!("Surname,{heading}\n{rows}");
        let answers = said.map(|read| ReadingAnswer::ReadForms { list: list.into(), read }).into_iter().collect();
        let read_as = ReadAs { edition: Some("2027".into()), answers, ..ReadAs::default() };
        let opened = CohortReader::read_all_as(guidance.clone(), text.as_bytes(), read_as).unwrap();
        let (_, column) = opened.cohort.coded_columns().next().unwrap();
        let shown = |code: &u8| {
            let known = guidance.codes.list(column.code_list).unwrap().entry(*code).map(|entry| entry.code.clone());
            known.unwrap_or_else(|| format!("?{}", column.spelling(*code).unwrap_or_default()))
        };
        let cells = column.codes().iter().map(shown).collect::<Vec<_>>().join(" ");
        (cells, opened.account.questions.iter().filter(|question| question.code == "other-forms").count())
    }

    #[test]
    fn parts_of_grades_are_one_question() {
        let grades = |said| read("Target_KS4_English_Language", "grade-9-1", "5+ 4= 7- 6.3 6b 9 8 3 2 1 5-4", said);
        assert_eq!(grades(None), ("?5+ ?4= ?7- ?6.3 ?6b 9 8 3 2 1 ?5-4".to_owned(), 1));
        assert_eq!(grades(Some(true)), ("5 4 7 6 6 9 8 3 2 1 ?5-4".to_owned(), 0));
        assert_eq!(grades(Some(false)), ("?5+ ?4= ?7- ?6.3 ?6b 9 8 3 2 1 ?5-4".to_owned(), 0));
        assert_eq!(read("Target_KS4_English_Language", "grade-9-1", "5 4 U", None).1, 0);
    }

    #[test]
    fn bands_in_place_of_scores_are_one_question() {
        let bands = |said| read("Target_KS2_Reading_Score", "score", "EXS GDS wts 104 101 99 100 high", said);
        assert_eq!(bands(None), ("?EXS ?GDS ?wts 104 101 99 100 ?high".to_owned(), 1));
        assert_eq!(bands(Some(true)), ("AS HS NS 104 101 99 100 ?high".to_owned(), 0));
    }
}

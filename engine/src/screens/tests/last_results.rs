//! The file of last results has an account of its own.

use super::reread::{TestHost, column};
use crate::screens::{CheckPage, LastResults};
use crate::session::Command;

const TARGETS: &str = "UPN,KS1_Maths,Target_KS2_English,Target_KS2_Maths\nA1,2,4,4\nA2,2,4,5\nA3,2,3,4\nA4,2,5,4\n";
const LAST: &str =
    "UPN,NCYear,KS2 English TA,KS2_Maths\nB1,6,4,Level 4\nB2,6,4,Level 4\nB3,6,3,Level 3\nB4,6,5,Level 5\n";

fn last(host: &mut TestHost) -> LastResults {
    *host.check().last_results.unwrap()
}

fn current_maths(host: &mut TestHost) -> String {
    let inputs = host.summary().current.inputs;
    inputs.into_iter().find(|input| input.measure == "ks2.maths4").unwrap().from_file
}

/// The meaning of every spelling taken as suggested.
fn accept(check: &CheckPage) -> Command {
    check.accept_all.clone().unwrap()
}

#[test]
fn unknown_spellings_of_last_results_are_settled() {
    let mut host = TestHost::open(TARGETS);
    host.open_current(LAST);
    let told = last(&mut host);
    assert_eq!(told.check.account, "4 rows read = 4 pupils + 0 not counted");
    assert_eq!(told.holds, "4 pupils, year group 6: no results were found in it.");
    assert_eq!(told.check.unknown.len(), 3);
    assert!(told.check.unknown.iter().flat_map(|value| &value.counts).all(|(_, pupils)| pupils.is_none()));
    assert_eq!(
        told.remarks,
        ["It has no results in Key Stage 2 English and Key Stage 2 maths, which the cohort is about."]
    );
    assert_eq!(
        host.summary().current.to_check,
        "1 remark needs a look, 3 spellings are not understood and 1 column needs your answer."
    );
    let before = current_maths(&mut host);
    assert_eq!(host.run(accept(&told.check)), None);
    assert_eq!(last(&mut host).holds, "4 pupils, year group 6: results of Key Stage 2.");
    assert_eq!(current_maths(&mut host), "75.0%, 3 of 4 pupils");
    assert!(host.summary().undo.unwrap().starts_with("last results: "));
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(current_maths(&mut host), before);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(current_maths(&mut host), "75.0%, 3 of 4 pupils");
}

#[test]
fn a_column_of_last_results_is_read_again_and_keeps_what_was_said() {
    let mut host = TestHost::open(TARGETS);
    host.open_current(LAST);
    let accepted = accept(&last(&mut host).check);
    assert_eq!(host.run(accepted), None);
    let change = Box::new(column("KS2 English TA", "KS2_English"));
    let told = last(&mut host);
    assert_eq!(host.run(Command::OfCurrentFile { file: told.file, change: change.clone() }), None);
    let read = last(&mut host);
    assert!(read.check.column_questions.is_empty() && told.check.column_questions.len() == 1);
    assert_eq!(current_maths(&mut host), "75.0%, 3 of 4 pupils");
    // The pupils' own file is as it was, and reading it again leaves last results alone.
    assert_eq!(host.run(column("KS1_Maths", "")), None);
    assert_eq!(last(&mut host), read);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(last(&mut host), told);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(last(&mut host), read);
    assert!(host.run(Command::OfCurrentFile { file: 7, change: change.clone() }).is_some(), "there is no such file");
    let change = Box::new(Command::Undo);
    assert!(host.run(Command::OfCurrentFile { file: told.file, change }).is_some());
}

#[test]
fn last_results_are_taken_away_and_come_back() {
    let mut host = TestHost::open(TARGETS);
    assert_eq!(host.check().last_results, None);
    host.open_current("UPN,KS2_Maths\nB1,4\nB2,3\n");
    assert_eq!(current_maths(&mut host), "50.0%, 1 of 2 pupils");
    assert_eq!(host.run(Command::SetCurrentFile { file: None }), None);
    assert_eq!((host.check().last_results, current_maths(&mut host).as_str()), (None, ""));
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(current_maths(&mut host), "50.0%, 1 of 2 pupils");
    // That they were opened can be undone, too.
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check().last_results, None);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(current_maths(&mut host), "50.0%, 1 of 2 pupils");
    // Another file takes their place, and they are still there to come back.
    host.open_current("UPN,KS2_Maths\nC1,4\n");
    assert_eq!(current_maths(&mut host), "100.0%, 1 of 1 pupil");
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(current_maths(&mut host), "50.0%, 1 of 2 pupils");
}

#[test]
fn a_file_without_results_says_so() {
    let mut host = TestHost::open(TARGETS);
    host.open_current("UPN,Surname,Sex\nB1,Ash,F\n");
    assert_eq!(host.summary().current.words, "No results were found in last.csv");
    assert!(last(&mut host).holds.ends_with("no results were found in it."));
}

#[test]
fn the_year_group_of_last_results_is_chosen_where_there_are_several() {
    let mut host = TestHost::open(TARGETS);
    host.open_current("UPN,NCYear,KS2_Maths\nB1,6,4\nB2,6,3\nB3,7,4\nB4,7,4\n");
    let years = |host: &mut TestHost| {
        let years = host.summary().current.years;
        years.into_iter().map(|year| (year.id, year.title, year.chosen)).collect::<Vec<_>>()
    };
    let expected = [("6", "Year 6", false), ("7", "Year 7", false), ("", "All year groups", true)];
    assert_eq!(years(&mut host), expected.map(|(id, title, chosen)| (id.to_owned(), title.to_owned(), chosen)));
    assert_eq!(current_maths(&mut host), "75.0%, 3 of 4 pupils");
    let choose = |value: &str| Command::Enter {
        what: "choice/results-year".to_owned().into(),
        label: "Year group of last results".into(),
        value: value.into(),
    };
    assert_eq!(host.run(choose("6")), None);
    assert_eq!(current_maths(&mut host), "50.0%, 1 of 2 pupils");
    assert_eq!(host.run(choose("7")), None);
    assert_eq!(current_maths(&mut host), "100.0%, 2 of 2 pupils");
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(current_maths(&mut host), "75.0%, 3 of 4 pupils");
}

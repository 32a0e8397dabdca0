//! Tables that are brought into another shape, or read together with what surrounds them.

use std::sync::Arc;

use crate::guidance::Guidance;
use crate::intake::decisions::{ReadingAnswer, RowKind};
use crate::intake::{CohortReader, ReadAs, ReadFile};

fn read_as(text: &str, answers: &[ReadingAnswer]) -> ReadFile {
    let read_as = ReadAs { answers: answers.to_vec(), ..ReadAs::default() };
    CohortReader::read_all_as(Arc::new(Guidance::shipped().unwrap()), text.as_bytes(), read_as).unwrap()
}

fn read(text: &str) -> ReadFile {
    read_as(text, &[])
}

/// What the pupils have in a column.
fn cells(opened: &ReadFile, heading: &str) -> Vec<String> {
    let guidance = Guidance::shipped().unwrap();
    let field = guidance.fields.by_heading(heading).unwrap();
    (0..opened.cohort.len()).map(|pupil| opened.cohort.text(field, pupil, &guidance)).collect()
}

fn decided(opened: &ReadFile) -> Vec<&'static str> {
    opened.account.decisions.iter().map(|decision| decision.code).collect()
}

fn asked(opened: &ReadFile) -> Vec<&'static str> {
    opened.account.questions.iter().map(|question| question.code).collect()
}

const KINDS: &str = "UPN,Surname,Type,KS2 English,KS2 Maths\n\
    A926999904001,Ash,Actual,4,5\nA926999904001,Ash,Target,5,5\nA926999904002,Beech,Actual,3,\nA926999904002,Beech,Target,4,4\n";

#[test]
fn a_row_for_the_results_and_one_for_the_targets() {
    let opened = read(KINDS);
    assert_eq!(decided(&opened), ["row-a-kind"]);
    assert_eq!((cells(&opened, "KS2_English"), cells(&opened, "KS2_Maths")), (texts("4 3"), texts("5 ")));
    assert_eq!(
        (cells(&opened, "Target_KS2_English"), cells(&opened, "Target_KS2_Maths")),
        (texts("5 4"), texts("5 4"))
    );
    let letters = read(&KINDS.replace("Actual", "A").replace("Target", "T"));
    assert_eq!(cells(&letters, "Target_KS2_English"), texts("5 4"));
    let types = read(&KINDS.replace("Actual", "A").replace("Target", "A"));
    assert!(decided(&types).is_empty(), "a letter alone says nothing");
}

#[test]
fn rows_of_targets_alone_are_no_results() {
    let text =
        KINDS.lines().filter(|line| !line.contains("Actual")).map(|line| format!("{line}\n")).collect::<String>();
    let opened = read(&text);
    assert_eq!(cells(&opened, "Target_KS2_English"), texts("5 4"));
    let results = Guidance::shipped().unwrap().fields.by_heading("KS2_English").unwrap();
    assert!(!opened.cohort.has(results));
}

#[test]
fn rows_of_another_kind_are_asked_about() {
    let text = KINDS.replace("Target", "Forecast");
    let opened = read(&text);
    assert_eq!((asked(&opened), cells(&opened, "KS2_English")), (vec!["kind-of-rows"], texts("4 3")));
    let kind = RowKind::Targets;
    let answer = ReadingAnswer::ReadRowsAs { heading: "Type".into(), value: "Forecast".into(), kind };
    let answered = read_as(&text, &[answer]);
    assert_eq!((asked(&answered).len(), cells(&answered, "Target_KS2_English")), (0, texts("5 4")));
    let estimates = read(&KINDS.replace("Target", "FFT D"));
    assert_eq!(cells(&estimates, "FFTD_KS2_English"), texts("5 4"));
}

#[test]
fn a_second_row_of_a_kind_is_still_asked_about() {
    let opened = read(&format!("{KINDS}A926999904002,Beech,Target,5,5\n"));
    assert!(asked(&opened).contains(&"rows-differ"), "{:?}", asked(&opened));
}

#[test]
fn ditto_marks() {
    let text = |mark: &str| {
        format!("Surname,Class,KS1_Maths\nAsh,6A,2\nBeech,{mark},2\nCedar,{mark},2\nDow,6B,2\nElm,{mark},2\n")
    };
    for mark in ["\"\"\"\"", "\u{3003}", "do.", "ditto", "\u{201d}", "-\"-", "''", "'' "] {
        let opened = read(&text(mark));
        assert_eq!((cells(&opened, "Class"), decided(&opened)), (texts("6A 6A 6A 6B 6B"), vec!["dittos"]), "{mark}");
    }
    // Not quoted, pairs of them swallow what stands between.
    let opened = read(&text("\"").replace("Elm,\"", "Elm,6B"));
    assert_eq!((cells(&opened, "Class"), decided(&opened)), (texts("6A 6A 6A 6B 6B"), vec!["lone-quotes", "dittos"]));
    let results = read("Surname,KS1_Maths\nAsh,2\nBeech,ditto\n");
    assert_eq!(results.cohort.coded_columns().next().unwrap().1.unknown().len(), 1, "a result is asked about");
    // Two apostrophes are an empty text where apostrophes guard texts, and in columns without labels.
    for text in
        ["Surname,Class,KS1_Maths\n'Ash','6A',2\n'Beech','',2\n", "Surname,Class,KS1_Maths\nAsh,6A,2\nBeech,6A,''\n"]
    {
        assert!(decided(&read(text)).is_empty(), "{text}");
    }
    let both = read("Surname,Class,KS1_Maths\nAsh,6A,2\nBeech,'',''\n");
    assert_eq!((cells(&both, "Class"), decided(&both)), (texts("6A 6A"), vec!["dittos"]));
    assert_eq!(both.cohort.coded_columns().next().unwrap().1.unknown().len(), 1, "a result is asked about");
}

const NAMELESS: &str = "Class,Sex,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
    6A,F,2,4,4\n6A,M,2,4,3\n6B,M,3,5,5\n6B,F,1,3,3\n6B,F,2,4,4\n";

#[test]
fn sums_below_pupils_without_names() {
    for line in
        ["6A Total,,,4,4", "Grand Total,,5,5,5", ",,,4.25,3.88", ",,10,20,19", "Average,,2.0,4,3.8", ",Total,,4,4"]
    {
        let opened = read(&format!("{NAMELESS}{line}\n"));
        assert_eq!((opened.cohort.len(), decided(&opened)), (5, vec!["rows-without-pupil"]), "{line}");
    }
    let several = read(&format!("{NAMELESS}Total,,,4,4\nAverage,,,4.2,3.8\n,,,4.2,3.8\n"));
    assert_eq!(several.cohort.len(), 5);
    for line in [",,5,5,5", "6A,2,,,"] {
        let opened = read(&format!("{NAMELESS}{line}\n"));
        assert_eq!((opened.cohort.len(), asked(&opened)), (6, vec!["row-without-name"]), "{line}");
    }
    for line in ["6A,F,,,", "6A,F,2,4.3,4.1", ",F,2,4,4", "6A,,2,4,4"] {
        let opened = read(&format!("{NAMELESS}{line}\n"));
        assert_eq!((opened.cohort.len(), asked(&opened).len(), decided(&opened).len()), (6, 0, 0), "{line}");
    }
}

const PUPILS: &str =
    "A926999904001,Ash,F,2,4\nA926999904002,Beech,M,2,4\nA926999904003,Cedar,M,3,5\nA926999904004,Dow,F,2,4\n";

#[test]
fn a_row_that_describes_the_columns() {
    let text = |line: &str| format!("UPN,Surname,Sex,KS1_Maths,Target_KS2_Maths\n{line}\n{PUPILS}");
    for line in [
        "text,text,M/F,level,level",
        "13 chars,max 30 chars,M/F,W-4,W-5",
        "1,2,3,4,5",
        "VARCHAR(13),VARCHAR(9),CHAR(1),,",
    ] {
        let opened = read(&text(line));
        assert_eq!((opened.cohort.len(), decided(&opened)), (4, vec!["rows-without-pupil"]), "{line}");
    }
    for line in ["e.g. A926999904009,Pupil,F,2,4", "A,Example,F,2,4", "which,whose,what,as tested,agreed"] {
        let opened = read(&text(line));
        assert_eq!((opened.cohort.len(), asked(&opened)), (5, vec!["row-without-name"]), "{line}");
    }
    for line in ["A926999904009,Eglin,F,?,?", "A926999904009,Text,F,2,4", ",Level,F,2,4"] {
        assert_eq!(read(&text(line)).cohort.len(), 5, "{line}");
    }
}

#[test]
fn parents_beside_pupils_are_no_second_table() {
    let rows = PUPILS.lines().map(|line| format!("{line},Reed,Rae\n")).collect::<String>();
    let opened = read(&format!("UPN,Surname,Sex,KS1_Maths,Target_KS2_Maths,Surname,Forename\n{rows}"));
    assert_eq!((opened.cohort.len(), decided(&opened).len()), (4, 0));
    assert_eq!(cells(&opened, "Surname"), texts("Ash Beech Cedar Dow"));
}

#[test]
fn a_page_to_the_right_without_headings() {
    let pupils = PUPILS.lines().collect::<Vec<_>>();
    let text = format!(
        "UPN,Surname,Sex,KS1_Maths,Target_KS2_Maths\n{},,{}\n{},,{}\n",
        pupils[0], pupils[2], pupils[1], pupils[3]
    );
    let opened = read(&text);
    assert_eq!((opened.cohort.len(), decided(&opened)), (4, vec!["table-to-the-right"]));
    assert_eq!(cells(&opened, "Target_KS2_Maths"), texts("4 4 5 4"));
}

#[test]
fn the_name_of_a_table_says_the_subject() {
    let named = |name: &str, text: &str| {
        let read_as = ReadAs { edition: Some("2009".into()), ..ReadAs::default() };
        CohortReader::read_named_as(Arc::new(Guidance::shipped().unwrap()), name, text.as_bytes(), read_as).unwrap()
    };
    let text = "UPN,Surname,NCYear,Target\nA926999904001,Ash,6,4\nA926999904002,Beech,6,5\n";
    let maths = named("Year 6 Maths.csv", text);
    assert_eq!((decided(&maths), cells(&maths, "Target_KS2_Maths")), (vec!["named-table"], texts("4 5")));
    let large = format!("{text}{}", format!(",{},,\n", "n".repeat(1_000)).repeat(1_100));
    assert_eq!(decided(&named("Year 6 Maths.csv", &large)).first(), Some(&"named-table"), "of a large file as well");
    assert!(decided(&named("targets.csv", text)).is_empty());
    let level = named("English", &text.replace("Target", "Level"));
    assert!(decided(&level).is_empty());
    assert_eq!(level.account.headings.texts[3], "english Level", "which is asked about");
    let reading = named("KS1", &text.replace("Target", "Reading"));
    assert_eq!(cells(&reading, "KS1_Reading"), texts("4 5"));
    assert!(decided(&named("Targets", &text.replace("Target", "KS2 English"))).is_empty(), "its heading says all");
}

fn texts(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

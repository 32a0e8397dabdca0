//! Several files read together.

use ambition_engine::cohort::Cohort;
use ambition_engine::intake::combine::combine_files;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile};

use proptest::prelude::*;
use proptest::sample::select;

use super::{cases, cohort_figures, guidance, read, read_for};

fn joined(files: &[(&str, &str)]) -> ReadFile {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), read(text.as_bytes()))).collect();
    let opened = combine_files(files, guidance()).unwrap();
    let account = &opened.account;
    let accounted = opened.cohort.len() + account.rejected.len() + account.joined as usize;
    assert_eq!(account.rows as usize, accounted);
    opened
}

fn codes(opened: &ReadFile) -> Vec<&'static str> {
    opened.account.diagnostics.iter().map(|note| note.code).collect()
}

fn figures(cohort: &Cohort) -> Vec<super::FigureRow> {
    cohort_figures(cohort, "2009", true)
}

#[test]
fn results_in_one_file_and_targets_in_another() {
    let results = "UPN,Surname,KS1_Reading,KS1_Writing,KS1_Maths\nA1,Ash,2b,2b,2b\nA2,Birch,2a,x,3\nA3,Cedar,1,1,1\n";
    let targets = "Pupil UPN,Target KS2 English,Target KS2 Maths\nA3,3,4\n\nA1,4,Level 5\nA9,4,4\n";
    let opened = joined(&[("results.csv", results), ("targets.csv", targets)]);
    let whole = "UPN,Surname,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
                 A1,Ash,2b,2b,2b,4,Level 5\nA2,Birch,2a,x,3,,\nA3,Cedar,1,1,1,3,4\nA9,,,,,4,4\n";
    assert!(figures(&opened.cohort) == figures(&read(whole.as_bytes()).cohort));
    assert_eq!((opened.account.rows, opened.account.joined, opened.cohort.len()), (6, 2, 4));
    // Pupils of one file only are told on both sides, at their rows; those of the second file are counted on.
    let only = opened.account.diagnostics.iter().filter(|note| note.code == "only-in-one-file");
    assert_eq!(only.map(|note| note.row).collect::<Vec<_>>(), [3, 9]);
    assert_eq!(opened.cohort.row(3), 9);
    let maths = opened.cohort.coded_column(guidance().fields.by_heading("Target_KS2_Maths").unwrap()).unwrap();
    assert_eq!((maths.unknown()[0].spelling.as_str(), maths.unknown()[0].first_row), ("Level 5", 2));
}

#[test]
fn files_that_say_different_things_of_a_pupil() {
    let opened = joined(&[("a.csv", "UPN,KS1_Maths\nA1,2b\nA2,2a\n"), ("b.csv", "UPN,KS1_Maths\nA1,3\nA2,2a\n")]);
    assert_eq!(codes(&opened), ["files-together", "files-differ"]);
    let one = read(b"UPN,KS1_Maths\nA1,2b\nA2,2a\n");
    assert!(figures(&opened.cohort) == figures(&one.cohort));
}

#[test]
fn schools_one_below_the_other() {
    let (one, two) = ("UPN,KS1_Maths\nA1,2b\nA2,2a\nA2,2a\n", "UPN;Surname;KS1_Maths\nB1;Ash;3\nTotal;;3\n");
    let opened = joined(&[("ash road.csv", one), ("birch lane.csv", two), ("cedar.csv", "UPN,KS1_Maths\nC1,1\n")]);
    assert_eq!((opened.cohort.len(), opened.account.rejected.len(), opened.account.joined), (4, 2, 0));
    assert_eq!(opened.account.rejected.iter().map(|aside| aside.row).collect::<Vec<_>>(), [4, 7]);
    let school = opened.cohort.label_column(guidance().fields.by_heading("School").unwrap()).unwrap();
    let schools = (0..4).map(|pupil| school.label(pupil)).collect::<Vec<_>>();
    assert_eq!(schools, ["ash road", "ash road", "birch lane", "cedar"]);
    assert_eq!((0..4).map(|pupil| opened.cohort.row(pupil)).collect::<Vec<_>>(), [2, 3, 6, 9]);
}

#[test]
fn schools_in_files_of_the_same_name() {
    let files = [("cohort.csv", "UPN,KS1_Maths\nA1,2b\n"), ("cohort.csv", "UPN,KS1_Maths\nB1,3\n")];
    let opened = joined(&files);
    let school = opened.cohort.label_column(guidance().fields.by_heading("School").unwrap()).unwrap();
    assert_eq!([school.label(0), school.label(1)], ["cohort", "cohort (2)"]);
}

#[test]
fn a_pupil_of_whom_nothing_is_known_is_still_there() {
    let opened = joined(&[("a.csv", "UPN,Hobby\nA1,chess\nA2,\n"), ("b.csv", "UPN\nB1\n")]);
    assert_eq!(opened.cohort.len(), 3);
}

#[test]
fn one_file_stays_as_it_is() {
    let opened = joined(&[("a.csv", "UPN,KS1_Maths\nA1,2b\n")]);
    assert!(opened.account.diagnostics.is_empty());
}

/// Files of which only the start is looked at before their rows are read.
#[test]
fn large_files_are_joined_by_admission_numbers() {
    let notes = "n".repeat(800);
    let rows = |row: &dyn Fn(u32) -> String| (1..=1_500).map(row).collect::<String>();
    let pupils = format!("Adno,Class,Notes\n{}", rows(&|number| format!("{number},6A,{notes}\n")));
    let results = format!("Adno,KS1_Maths,Notes\n{}", rows(&|number| format!("{number},2b,{notes}\n")));
    assert!(results.len() > ambition_engine::intake::table::WHOLE);
    let opened = joined(&[("pupils.csv", &pupils), ("results.csv", &results)]);
    assert_eq!((opened.cohort.len(), opened.account.joined), (1_500, 1_500));
    assert_eq!(opened.account.decisions.first().map(|decision| decision.code), Some("joined-by-number"));
}

#[test]
fn namesakes_are_told_apart_by_date_of_birth_and_class() {
    let results = "Name,DOB,Class,KS1_Maths\nAsh,1998-09-03,6A,2b\nAsh,1999-02-01,6B,3\nBirch,,6A,2a\nBirch,,6B,1\n";
    let targets = "Name,DOB,Class,Target_KS2_Maths\nAsh,1999-02-01,,5\nAsh,1998-09-03,,4\nBirch,,6B,3\nBirch,,6A,4\n";
    let opened = joined(&[("results.csv", results), ("targets.csv", targets)]);
    let whole = "Name,DOB,Class,KS1_Maths,Target_KS2_Maths\nAsh,1998-09-03,6A,2b,4\nAsh,1999-02-01,6B,3,5\n\
        Birch,,6A,2a,4\nBirch,,6B,1,3\n";
    assert_eq!((opened.cohort.len(), opened.account.joined), (4, 4));
    assert!(figures(&opened.cohort) == figures(&read(whole.as_bytes()).cohort));
}

/// Files of any edition, read together as the page reads them.
fn opened_together(files: &[(&str, &str)]) -> ReadFile {
    let mut together = FilesTogether::new(ReadAs::default());
    loop {
        for (name, text) in files {
            let settings = together.settings();
            let file = CohortReader::read_named_as(guidance().clone(), name, text.as_bytes(), settings).unwrap();
            together.push((*name).to_owned(), file);
        }
        match together.again() {
            Some(again) => together = again,
            None => break,
        }
    }
    let opened = together.combine(guidance()).unwrap();
    let account = &opened.account;
    assert_eq!(account.rows as usize, opened.cohort.len() + account.rejected.len() + account.joined as usize);
    opened
}

/// The files together have the figures of 2027 that one file with all their columns has.
fn are_as_one(files: &[(&str, &str)], whole: &str) -> ReadFile {
    let opened = opened_together(files);
    assert_eq!(opened.account.family.as_deref(), Some("scores"));
    let whole = read_for("2027", whole.as_bytes());
    assert_eq!(cohort_figures(&opened.cohort, "2027", true), cohort_figures(&whole.cohort, "2027", true));
    opened
}

const SCORES: &str = "UPN,Surname,Disadvantaged,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score\n\
    A926999904001,Ash,Y,104,EXS,110\nA926999904002,Birch,N,N,WTS,97\nA926999904003,Cedar,N,111,GDS,112\n";

#[test]
fn scores_in_one_file_and_targets_in_another() {
    let targets = "UPN,Target_KS2_Reading_Score,Target_KS2_Writing_TA,Target_KS2_Maths_Score\n\
        A926999904003,112,GDS,115\nA926999904001,105,EXS,108\nA926999904002,100,EXS,99\n";
    let whole = "UPN,Surname,Disadvantaged,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score,Target_KS2_Reading_Score,\
        Target_KS2_Writing_TA,Target_KS2_Maths_Score\n\
        A926999904001,Ash,Y,104,EXS,110,105,EXS,108\nA926999904002,Birch,N,N,WTS,97,100,EXS,99\n\
        A926999904003,Cedar,N,111,GDS,112,112,GDS,115\n";
    let opened = are_as_one(&[("results.csv", SCORES), ("targets.csv", targets)], whole);
    assert_eq!((opened.cohort.len(), opened.account.joined), (3, 3));
}

#[test]
fn scores_outcomes_and_attendance_in_three_files() {
    let outcomes = "UPN,KS2_Reading_Outcome\nA926999904001,AS\nA926999904002,B\nA926999904003,AS\n";
    let sessions = "UPN,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n\
        A926999904001,380,40,0\nA926999904002,380,3,4\nA926999904003,380,0,0\n";
    let whole = "UPN,Surname,Disadvantaged,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score,KS2_Reading_Outcome,\
        Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n\
        A926999904001,Ash,Y,104,EXS,110,AS,380,40,0\nA926999904002,Birch,N,N,WTS,97,B,380,3,4\n\
        A926999904003,Cedar,N,111,GDS,112,AS,380,0,0\n";
    let (scores, outcomes, sessions) =
        (("scores.csv", SCORES), ("outcomes.csv", outcomes), ("attendance.csv", sessions));
    for files in [[scores, outcomes, sessions], [sessions, scores, outcomes], [outcomes, sessions, scores]] {
        are_as_one(&files, whole);
    }
}

#[test]
fn grades_of_two_papers_in_two_files() {
    let language = "UPN,KS4_English_Language,KS4_Maths\nA926999904001,4,5\nA926999904002,6,3\n";
    let literature = "UPN,KS4_English_Literature\nA926999904001,6\nA926999904002,5\n";
    let whole = "UPN,KS4_English_Language,KS4_Maths,KS4_English_Literature\nA926999904001,4,5,6\nA926999904002,6,3,5\n";
    let opened = are_as_one(&[("language.csv", language), ("literature.csv", literature)], whole);
    assert!(!codes(&opened).contains(&"files-differ"), "the better of both is no difference");
}

#[test]
fn classes_one_below_the_other_with_codes_of_registers() {
    let registers = "Surname,Class,Register\nAsh,6A,/\\I I //\nBirch,6A,////////\n";
    let other = "Surname,Class,Register\nCedar,6B,/\\C1C1//\nElm,6B,X1X1////\n";
    let whole = format!("{registers}{}", other.split_once('\n').unwrap().1);
    let files = [("6A.csv", registers), ("6B.csv", other)];
    let scores = "Surname,Class,KS2_Maths_Score\nAsh,6A,104\nBirch,6A,99\nCedar,6B,110\nElm,6B,N\n";
    let all = [files[0], files[1], ("scores.csv", scores)];
    let opened = opened_together(&all);
    assert_eq!(opened.cohort.len(), 4);
    let whole = read_for("2027", whole.as_bytes());
    let of = |cohort: &Cohort| {
        let rows = cohort_figures(cohort, "2027", false);
        rows.into_iter().filter(|row| row.iter().any(|cell| cell.starts_with("attendance"))).collect::<Vec<_>>()
    };
    assert_eq!(of(&opened.cohort), of(&whole.cohort));
}

/// What a flag in one file takes out of the results does not come back by another.
#[test]
fn pupils_who_are_left_out_in_one_file() {
    let results = "UPN,Surname,Inclusion,KS2_Reading_Score,KS2_Maths_Score\nA926999904001,Ash,201,104,103\n\
        A926999904002,Birch,203,99,97\nA926999904003,Cedar,201,111,112\n";
    let by_upn = "UPN,Target_KS2_Maths_Score\nA926999904001,104\nA926999904002,100\nA926999904003,110\n";
    let by_name = "Surname,Target_KS2_Maths_Score\nAsh,104\nBirch,100\nCedar,110\n";
    for targets in [by_upn, by_name] {
        for files in [[("a.csv", results), ("b.csv", targets)], [("b.csv", targets), ("a.csv", results)]] {
            let opened = opened_together(&files);
            assert_eq!((opened.cohort.len(), opened.account.rejected.len()), (2, 2), "{files:?}");
        }
    }
}

/// Levels and scaled scores are never counted together.
#[test]
fn files_of_two_editions_are_told() {
    let levels = "UPN,Surname,KS1_Reading,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
        A926999904001,Ash,2b,2a,4,5\nA926999904002,Birch,1,2c,3,4\nA926999904003,Cedar,3,3,5,5\n";
    for (files, family) in [
        ([("results.csv", SCORES), ("old.csv", levels)], "scores"),
        ([("old.csv", levels), ("results.csv", SCORES)], "levels"),
    ] {
        let opened = opened_together(&files);
        assert_eq!(opened.account.family.as_deref(), Some(family));
        assert!(codes(&opened).contains(&"file-of-other-edition"), "{:?}", codes(&opened));
    }
}

/// A list of a class tells nothing of its edition; what is read with it does.
#[test]
fn what_tells_nothing_is_read_by_the_edition_of_the_rest() {
    let class = "UPN,Surname,SEN\nA926999904001,Ash,A\nA926999904002,Birch,P\nA926999904003,Cedar,N\n";
    let levels = "UPN,KS1_Reading,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
        A926999904001,2b,2a,4,5\nA926999904002,1,2c,3,4\nA926999904003,3,3,5,5\n";
    let opened = opened_together(&[("class.csv", class), ("levels.csv", levels)]);
    assert_eq!(opened.account.family.as_deref(), Some("levels"));
    assert!(opened.cohort.coded_columns().all(|(_, column)| column.unknown().is_empty()));
    assert_eq!(opened.account.read_as, ReadAs::default());
}

/// A file of pupils as people may have it: some without a number, some twice, some with cells that look like headings.
fn file() -> impl Strategy<Value = String> {
    let row = (
        select(&["A926999904001", "A926999904002", "a926999904003", "", "N/A", "UPN", "7"]),
        select(&["Ash", "Birch", "Cedar", "Surname", "UPN;Surname;Forename", "-", "Total", "6A Count", ""]),
        select(&["", "1998-09-03", "3/10/1998"]),
        select(&["2b", "3", "", "x;y", "KS1_Maths"]),
        select(&["", "", "", "x"]),
    );
    let row = row.prop_map(|(upn, name, birth, level, more)| {
        let more = if more.is_empty() { String::new() } else { format!(",{more}") };
        format!("{upn},\"{name}\",{birth},\"{level}\"{more}\n")
    });
    let headings = select(&["UPN,Surname,DOB,KS1_Maths", "UPN,Surname,DOB,Target_KS2_Maths", ",Surname,DOB,KS1_Maths"]);
    (headings, proptest::collection::vec(row, 1..9))
        .prop_map(|(headings, rows)| format!("{headings}\n{}", rows.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(300), failure_persistence: None, ..ProptestConfig::default() })]

    /// Rows are pupils, set aside, or joined with a pupil of another file.
    #[test]
    fn every_row_of_every_file_is_accounted_for(files in proptest::collection::vec(file(), 1..4)) {
        let names = ["a.csv", "b.csv", "c.csv"];
        let files = names.iter().zip(&files).map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>();
        joined(&files);
    }
}

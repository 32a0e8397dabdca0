//! Several files read together.

use ambition_engine::cohort::Cohort;
use ambition_engine::intake::ReadFile;
use ambition_engine::intake::combine::combine_files;

use proptest::prelude::*;
use proptest::sample::select;

use super::{cases, cohort_figures, guidance, read};

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

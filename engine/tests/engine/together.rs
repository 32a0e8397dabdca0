//! Several files read together.

use ambition_engine::cohort::Cohort;
use ambition_engine::intake::ReadFile;
use ambition_engine::intake::combine::combine_files;

use super::{cohort_figures, guidance, read};

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

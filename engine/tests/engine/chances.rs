//! Estimates that are chances: asked about, and then an expected share (RULES 1.1, 6.3).

use ambition_engine::ambition::CurrentPerformance;
use ambition_engine::cohort::Cohort;
use ambition_engine::intake::decisions::ReadingAnswer;
use ambition_engine::intake::{CohortReader, ReadAs};

use super::{cohort_figures, cohort_findings, guidance};

/// Chances of 2.1 pupils in English; in both, by the lower of two, of 1.7.
const CLASS: &str = "UPN,Sex,KS1_Maths,Target_KS2_English,Target_KS2_Maths,FFTD_KS2_English,FFTD_KS2_Maths\n\
    1,F,2b,4,4,90%,0.8\n2,F,2b,3,4,80%,1\n3,M,2b,3,4,,0.5\n4,M,2b,3,4,40%,0.1\n";

/// The class as the user says that these columns are chances.
fn class(columns: &[&str]) -> Cohort {
    let answer = |column: &&str| ReadingAnswer::AreChances { field: (*column).into(), chances: true };
    let read_as = ReadAs { answers: columns.iter().map(answer).collect(), ..ReadAs::default() };
    CohortReader::read_all_as(guidance().clone(), CLASS.as_bytes(), read_as).unwrap().cohort
}

/// Achieved, eligible, missing, left out and value of all pupils, or of a group.
fn estimate(cohort: &Cohort, measure: &str, group: &str) -> Option<[String; 5]> {
    let rows = cohort_figures(cohort, "2009", true);
    let row = rows.iter().find(|row| row[3] == group && row[4] == measure && row[5] == "estimate:FFT D")?;
    Some([6, 7, 8, 9, 10].map(|column| row[column].clone()))
}

fn row(cells: [&str; 5]) -> Option<[String; 5]> {
    Some(cells.map(String::from))
}

#[test]
fn the_mean_of_chances_is_an_expected_share() {
    let cohort = class(&["FFTD_KS2_English", "FFTD_KS2_Maths"]);
    assert_eq!(estimate(&cohort, "ks2.english4", "all"), row(["", "4", "1", "0", "52.5000"]));
    assert_eq!(estimate(&cohort, "ks2.english4", "F"), row(["", "2", "0", "0", "85.0000"]));
    assert_eq!(estimate(&cohort, "ks2.maths4", "all"), row(["", "4", "0", "0", "60.0000"]));
    assert_eq!(estimate(&cohort, "ks2.both4", "all"), row(["", "4", "1", "0", "42.5000"]));
    // A chance of level 4 says nothing of two levels of progress.
    assert_eq!(estimate(&cohort, "ks2.progress.maths", "all"), None);
}

#[test]
fn chances_are_in_no_figure_until_the_user_says_so() {
    for columns in [&[][..], &["FFTD_KS2_Maths"]] {
        assert_eq!(estimate(&class(columns), "ks2.english4", "all"), None);
        assert_eq!(estimate(&class(columns), "ks2.both4", "all"), None);
    }
}

/// The findings on estimates, with what they say.
fn raised(cohort: &Cohort) -> Vec<String> {
    let rows = cohort_findings(cohort, &CurrentPerformance::default(), guidance().edition("2009").unwrap());
    let rows = rows.iter().filter(|row| row[3] == "below-model-d");
    rows.map(|row| format!("{}: {}", row[2], row[6].split(". ").next().unwrap())).collect()
}

#[test]
fn targets_are_held_against_the_pupils_to_expect() {
    assert_eq!(raised(&class(&[])), [""; 0]);
    // 2.1 in English are 2; 1.7 in both is 1, which the target has; the target in maths is above 2.4.
    let english = "ks2.english4: Reached by target: 1; by the FFT D estimate: 2";
    assert_eq!(raised(&class(&["FFTD_KS2_English", "FFTD_KS2_Maths"])), [english]);
}

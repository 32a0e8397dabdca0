//! Averages of similar pupils from the Department's file of last year (RULES_2027 C.5).

use super::*;

/// This year's pupils: one whose Key Stage 1 points last year's pupils did not have, and one without any.
const COHORT: &str = "Forename,NCYear,KS1_APS,Target_KS2_Reading_Score,Target_KS2_Maths_Score\n\
    Amy,6,8,106,100\nBen,6,8.0,102,100\nCal,6,6.25,97,100\nDee,6,3.5,90,100\nEve,6,,100,100\n";
/// As the Department heads it.
const LAST_YEAR: &str = "UPN,SURNAME,KS1AVERAGEPS,READSCORE,KS2READPRED_EM,KS2MATPRED_EM\n\
    A1,One,8,104,104.28,103.5\nA2,Two,6.25,99,99.5,100.1\nA3,Three,8,110,104.28,103.5\nA4,Four,,100,,\n";

fn import(text: &str) -> Command {
    Command::ImportAverages { name: "ks2pupils.csv".into(), text: text.into() }
}

fn reading(session: &mut Session) -> crate::screens::TargetCard {
    let cards = ambition(session).others;
    cards.into_iter().find(|card| card.measure == "ks2.reading.mean").unwrap()
}

#[test]
fn last_years_averages_are_held_beside_targets_and_taken_back() {
    let mut session = session(COHORT);
    let before = reading(&mut session);
    assert_eq!(
        before.verdict,
        "Nothing to compare: give the Department\u{2019}s pupil file of last year under Similar pupils"
    );
    assert_eq!(run(&mut session, import(LAST_YEAR)), None);
    assert_eq!(
        summary(&mut session).undo.as_deref(),
        Some("Averages of similar pupils from ks2pupils.csv, for 2 prior results")
    );
    // (106 + 102 + 97) ÷ 3 = 101.67 by target, (104.28 + 104.28 + 99.5) ÷ 3 = 102.69.
    let card = reading(&mut session);
    assert_eq!(card.verdict, "1.0 points below similar pupils");
    assert_eq!(card.sentence, "Similar pupils in England in 2025/26: 102.7 points.");
    let offer = ambition(&mut session).averages.unwrap();
    assert_eq!(offer.imported, "ks2pupils.csv: 2 prior results");
    let without = offer.without.unwrap();
    assert_eq!(
        (without.words.as_str(), without.count.as_str()),
        ("Without an average, Key Stage 1 points of 3.5 among them:", "2 pupils")
    );
    let listed = pupils(&mut session, filtered(without.pupils.unwrap()));
    assert_eq!(listed.rows.len(), 2);
    run(&mut session, import(""));
    assert_eq!(reading(&mut session), before);
    run(&mut session, Command::Undo);
    assert_eq!(reading(&mut session), card);
}

#[test]
fn a_file_that_contradicts_itself_or_has_no_averages_is_refused() {
    let mut session = session(COHORT);
    let other = format!("{LAST_YEAR}A5,Five,8,100,101,103.5\n");
    assert_eq!(
        run(&mut session, import(&other)).unwrap(),
        "Row 6: 8 points have the average 101 here and 104.28 in row 2. Choose the file as the Department gave it."
    );
    assert_eq!(
        run(&mut session, import("UPN,READSCORE\nA1,100\n")).unwrap(),
        "No pupil of the file has an average. It should have the columns Key Stage 1 average point score, Average Key \
         Stage 2 score in maths of pupils with the same Key Stage 1 results and Average Key Stage 2 score in reading of \
         pupils with the same Key Stage 1 results."
    );
    assert_eq!(
        run(&mut session, import(&LAST_YEAR.replace("99.5", "121"))).unwrap(),
        "Row 3: \u{201c}121\u{201d} cannot stand under KS2READPRED_EM, which goes up to 120. Choose the file as the \
         Department gave it."
    );
    assert_eq!(
        run(&mut session, import(&LAST_YEAR.replace("6.25", "10.5"))).unwrap(),
        "Row 3: \u{201c}10.5\u{201d} cannot stand under KS1AVERAGEPS, which goes up to 10. Choose the file as the \
         Department gave it."
    );
    assert!(ambition(&mut session).averages.unwrap().imported.is_empty());
}

/// "Silva, Jr" moves 8 points below the test score and 104.28 below the average for maths.
#[test]
fn a_row_that_a_comma_has_moved_is_left_out_and_told() {
    let mut session = session(COHORT);
    let moved = LAST_YEAR.replace("A3,Three,8,", "A3,Silva, Jr,8,");
    assert_eq!(run(&mut session, import(&moved)), None);
    assert_eq!(
        ambition(&mut session).averages.unwrap().imported,
        "ks2pupils.csv: 2 prior results; row 4 is left out: its cells are not below their headings"
    );
}

/// An average is that of all pupils with the same results, also where the school's results leave one of them out.
#[test]
fn pupils_who_are_left_out_of_the_results_have_an_average() {
    let mut session = session(COHORT);
    let flagged = "UPN,SURNAME,PINCL_Flag,KS1AVERAGEPS,KS2READPRED_EM,KS2MATPRED_EM\n\
        A1,One,201,8,104.28,103.5\nA2,Two,203,6.25,NA,\nA3,Three,203,6.25,99.5,100.1\n";
    assert_eq!(run(&mut session, import(flagged)), None);
    assert_eq!(ambition(&mut session).averages.unwrap().imported, "ks2pupils.csv: 2 prior results");
}

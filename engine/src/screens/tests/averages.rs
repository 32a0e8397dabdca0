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
    assert!(ambition(&mut session).averages.unwrap().imported.is_empty());
}

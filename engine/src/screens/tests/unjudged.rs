//! What is judged where there is nobody to judge (RULES 5.1).

use super::*;

const HEADINGS: &str = "UPN,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n";

#[test]
fn nobody_is_given_no_tick() {
    // Every cell is empty: targets are there by their headings alone.
    let view = ambition(&mut session(&format!("{HEADINGS}A1,,,,4,4\nA2,,,,4,4\n")));
    for card in view.targets.iter().chain(&view.others) {
        assert_eq!(card.tone, Tone::Plain, "{}: {}", card.title, card.verdict);
        assert!(!card.verdict.contains("expected"), "{}: {}", card.title, card.verdict);
    }
    assert!(view.headline.starts_with("Nothing to hold against the guidance yet"), "{}", view.headline);
}

#[test]
fn the_headline_counts_what_is_judged() {
    // In English there is no prior result: nothing is expected in English or in both, and nobody is in its progress.
    let view = ambition(&mut session(&format!("{HEADINGS}A1,,,2b,4,3\nA2,,,2b,4,4\n")));
    let judged = view.targets.iter().filter(|card| card.tone != Tone::Plain).map(|card| card.measure.as_str());
    assert_eq!(judged.collect::<Vec<_>>(), ["ks2.progress.maths"]);
    assert_eq!(
        view.headline,
        "The one Key Stage 2 target that can be judged asks less than the guidance expects of these 2 pupils."
    );
    let english = view.targets.iter().find(|card| card.measure == "ks2.progress.english").unwrap();
    assert_eq!((english.of.to_string().as_str(), english.verdict.as_str()), ("0 of 0 pupils", "Nobody to judge"));
}

#[test]
fn an_agenda_without_anything_judged_says_so() {
    let view = challenge(&mut session("UPN,Surname,KS1_Maths\nA1,Ash,2b\n"));
    assert!(!view.headline.contains("Nothing to raise"), "{}", view.headline);
}

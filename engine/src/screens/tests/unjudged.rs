//! What is judged where there is nobody to judge (RULES 5.1).

use super::*;

const HEADINGS: &str = "UPN,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n";

#[test]
fn nobody_is_given_no_tick() {
    // Every cell is empty: targets are there by their headings alone.
    let view = ambition(&mut session(&format!("{HEADINGS}A1,,,,4,4\nA2,,,,4,4\n")));
    for card in view.targets.iter().chain(&view.others) {
        assert_eq!(card.tone, Tone::Plain, "{}: {}", card.title, card.verdict);
        assert!(card.verdict.starts_with("Nothing to compare"), "{}: {}", card.title, card.verdict);
        assert!(card.by_prior.is_none(), "{}: {:?}", card.title, card.by_prior);
    }
    assert!(view.headline.starts_with("Nothing to compare yet"), "{}", view.headline);
}

#[test]
fn the_headline_counts_what_is_judged() {
    // In English there is no prior result: nothing is expected in English or in both, and nobody is in its progress.
    let view = ambition(&mut session(&format!("{HEADINGS}A1,,,2b,4,3\nA2,,,2b,4,4\n")));
    let judged = view.targets.iter().filter(|card| card.tone != Tone::Plain).map(|card| card.measure.as_str());
    assert_eq!(judged.collect::<Vec<_>>(), ["ks2.progress.maths"]);
    assert_eq!(
        view.headline,
        "The Key Stage 2 target that can be judged is below what the guidance expects of these 2 pupils."
    );
    let english = view.targets.iter().find(|card| card.measure == "ks2.progress.english").unwrap();
    assert_eq!(
        (english.of.to_string().as_str(), english.verdict.as_str()),
        ("0 of 0 pupils", "Nothing to compare: no pupils to compare")
    );
}

#[test]
fn the_headline_counts_what_is_expected_of_some() {
    // The one target with a rate is met; that level 6 makes two levels in both subjects, and level 5 mostly, is not (S0 ¶35).
    let heading = "KS3_English,KS3_Maths,Target_KS4_English,Target_KS4_Maths,Target_KS4_AtoC\n";
    let view = ambition(&mut session(&format!("{heading}6,6,C,C,5\n6,6,C,C,5\n")));
    assert_eq!(
        view.headline,
        "The Key Stage 4 target that can be judged meets what the guidance expects of these 2 pupils, but two \
         expectations for some of them are not met."
    );
    let verdicts = view.targets.iter().map(|card| (card.measure.as_str(), card.verdict.as_str(), card.tone));
    assert_eq!(
        verdicts.collect::<Vec<_>>(),
        [
            ("ks4.good5em", "Met, but 2 further expectations missed", Tone::Warn),
            ("ks4.progress.english", "2 further expectations missed", Tone::Warn),
            ("ks4.progress.maths", "2 further expectations missed", Tone::Warn),
        ]
    );
    let listed = view.targets.iter().flat_map(|card| &card.expectations);
    let listed = listed.filter(|expectation| expectation.title.contains("two levels of progress in both"));
    let said = listed.map(|of| (of.count.to_string(), of.verdict.as_str())).collect::<Vec<_>>();
    let both = [("0 of 2 pupils".to_owned(), "2 short"), ("0 of 2 pupils".to_owned(), "short")];
    assert_eq!(said, [both.clone(), both.clone(), both].concat());
    let view = ambition(&mut session(&format!("{heading}6,6,B,B,5\n6,6,B,B,5\n")));
    assert!(!view.headline.contains("not met"), "{}", view.headline);
}

#[test]
fn pupils_without_a_prior_result_make_up_for_nobody() {
    // One of the two with level 2 reaches it, and one of whom nothing is expected.
    let view = ambition(&mut session("UPN,KS1_Maths,Target_KS2_Maths\nA1,2b,4\nA2,2b,3\nA3,,4\n"));
    let maths = view.others.iter().find(|card| card.measure == "ks2.maths4").unwrap();
    assert_eq!(maths.verdict, "1 pupil short");
    let table = maths.by_prior.as_ref().unwrap();
    let words = |row: &PriorRow| {
        [&row.title, &row.pupils.words, &row.expected, &row.reached.words, &row.below.words, &row.difference]
            .map(String::clone)
    };
    assert_eq!(table.head, "Key Stage 1");
    assert_eq!(table.rows.iter().map(words).collect::<Vec<_>>(), [["level 2 or above", "2", "2", "1", "1", "1 short"]]);
    assert_eq!(words(&table.total), ["With a prior result", "2", "2", "1", "1", "1 short"]);
    let without = table.without.as_ref().map(words).unwrap();
    assert_eq!(without, ["No usable prior result", "1", "\u{2013}", "1", "0", "not compared"]);
}

#[test]
fn an_agenda_without_anything_judged_says_so() {
    let view = challenge(&mut session("UPN,Surname,KS1_Maths\nA1,Ash,2b\n"));
    assert!(!view.headline.contains("raises no points"), "{}", view.headline);
}

#[test]
fn a_column_that_was_not_found_is_named() {
    // Targets are there: it is prior results of reading that progress in English and the expectation lack.
    let text = HEADINGS.replace("KS1_Reading,", "Was_Reading,");
    let view = ambition(&mut session(&format!("{text}A1,2b,2b,2b,4,3\nA2,2b,2b,2b,4,4\n")));
    let said = |measure: &str| {
        let card = view.targets.iter().find(|card| card.measure == measure).unwrap();
        (card.of.to_string(), card.verdict.clone())
    };
    let lacking = "Nothing to compare: the file has no column of Key Stage 1 reading";
    assert_eq!(said("ks2.both4"), ("1 of 2 pupils".to_owned(), lacking.to_owned()));
    assert_eq!(said("ks2.progress.english"), ("no prior results".to_owned(), lacking.to_owned()));
    assert_eq!(said("ks2.progress.maths").1, "1 pupil short");
    let view = ambition(&mut session("UPN,Target_KS2_English,Target_KS2_Maths\nA1,4,3\n"));
    let progress = view.targets.iter().find(|card| card.measure == "ks2.progress.english").unwrap();
    assert_eq!(progress.verdict, "Nothing to compare: the file has no prior results");
}

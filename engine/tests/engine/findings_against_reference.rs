//! What the engine raises, against the naive reference, on generated cohorts with last results.

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::laws::file;
use super::reference::{self, EDITIONS, FindingRow};
use super::{findings_against, guidance};

/// Codes that the reference does not compute: they need what a user types or changes.
const TYPED: [&str; 3] = ["absence-above-median", "absence-not-sustained", "lowered-after-optional-test"];

fn found(text: &str, last: Option<&str>, edition: &str, year: Option<&str>) -> Vec<FindingRow> {
    let rows = findings_against(text, last, edition, year).into_iter();
    let mut rows = rows.map(|row| [1, 2, 3, 4].map(|column| row[column].clone())).collect::<Vec<_>>();
    rows.sort();
    rows
}

/// Rows that only one of the two has.
fn differences(found: &[FindingRow], wanted: &[FindingRow]) -> Vec<String> {
    let only = |what: &str, these: &[FindingRow], those: &[FindingRow]| {
        let rows = these.iter().filter(|row| !those.contains(row));
        rows.map(|row| format!("{what} {}", row.join(","))).collect::<Vec<_>>()
    };
    [only("engine", found, wanted), only("reference", wanted, found)].concat()
}

/// What the columns of a key stage are called, after the context that any of them may have.
#[derive(Clone, Copy, Debug)]
struct KeyStage {
    priors: &'static [&'static str],
    outcomes: &'static [&'static str],
    interim: &'static [&'static str],
}

const CONTEXT: [&str; 5] = ["School", "Ethnicity", "SEN", "InCare", "Pilot"];
const KEY_STAGES: [KeyStage; 3] = [
    KeyStage {
        priors: &["KS1_Reading", "KS1_Writing", "KS1_Maths"],
        outcomes: &["KS2_English", "KS2_Maths"],
        interim: &["Y3_Maths", "Y4_English", "Y4_Maths", "Y5_English", "Y5_Maths", "Y6_Maths"],
    },
    KeyStage {
        priors: &["KS2_English", "KS2_Maths"],
        outcomes: &["KS3_English", "KS3_Maths", "KS3_Science"],
        interim: &["Y7_English", "Y7_Maths", "Y8_English", "Y8_Maths", "Y9_English"],
    },
    KeyStage {
        priors: &["KS2_English", "KS2_Maths", "KS3_English", "KS3_Maths"],
        outcomes: &["KS4_English", "KS4_Maths", "KS4_AtoC", "KS4_Points"],
        interim: &["Y10_English", "Y10_Maths"],
    },
];

const GRADES: &[&str] = &["A*", "A", "B", "B", "C", "C", "C", "D", "D", "E", "F", "G", "U", "X", "M", ""];

/// Cells that decide something, most of them close to a mark.
fn cells(heading: &str) -> &'static [&'static str] {
    match heading {
        "School" => &["2001", "2002", "2001", "2002", "2003", ""],
        "Ethnicity" => &["WBRI", "WBRI", "BCRB", "AIND", "BSOM", "REFU", "NOBT", ""],
        "SEN" => &["N", "N", "A", "P", "S", ""],
        "InCare" => &["Y", "N", "N", "N", ""],
        "Pilot" => &["Y", "Y", "Y", "Y", "Y", "Y", "N", ""],
        heading if heading.ends_with("AtoC") => &["4", "5", "5", "6", "9", ""],
        heading if heading.ends_with("Points") => &["300", "310", "320.5", "400", ""],
        heading if heading.contains("KS4") || heading.starts_with("Y10") => GRADES,
        heading if heading.starts_with("KS1") => &["W", "1", "1", "1", "2c", "2b", "2a", "2", "3", "3", "A", "B", ""],
        heading if heading.contains("KS2") || heading.starts_with(['Y']) => {
            &["2", "3", "3", "3c", "3a", "4", "4", "4c", "4a", "5", "5", "B", "N", "A", "T", ""]
        }
        _ => &["3", "4", "4c", "5", "5", "5a", "6", "6", "7", "8", "EP", "B", "N", "A", ""],
    }
}

/// The columns of a cohort with targets, and those of last results.
fn headings(stage: KeyStage) -> [Vec<String>; 2] {
    let plain = |headings: &[&str]| headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>();
    let with = |prefix: &str| stage.outcomes.iter().map(|outcome| format!("{prefix}{outcome}")).collect::<Vec<_>>();
    let [context, priors, outcomes, interim] = [&CONTEXT[..], stage.priors, stage.outcomes, stage.interim].map(plain);
    let estimates = [with("FFTD_"), with("FFTA_")].concat();
    let cohort = [&context, &priors, &with("Target_"), &interim, &estimates, &outcomes].map(Vec::as_slice).concat();
    [cohort, [&context[..2], &priors, &outcomes].concat()]
}

/// A file of nearly all of these columns.
fn rows_under(headings: Vec<String>, pupils: Range<usize>) -> impl Strategy<Value = String> {
    let all = headings.len();
    subsequence(headings, all.saturating_sub(4).max(1)..=all).prop_flat_map(move |headings| {
        let row = headings.iter().map(|heading| select(cells(heading))).collect::<Vec<_>>();
        (Just(headings), proptest::collection::vec(row, pupils.clone())).prop_map(|(headings, rows)| {
            let lines = rows.iter().map(|row| row.join(","));
            std::iter::once(headings.join(",")).chain(lines).collect::<Vec<_>>().join("\n") + "\n"
        })
    })
}

/// A cohort of one key stage with targets, and last results of another one.
pub fn cohorts(pupils: Range<usize>) -> impl Strategy<Value = (String, String)> {
    select(&KEY_STAGES).prop_flat_map(move |stage| {
        let [cohort, last] = headings(stage);
        (rows_under(cohort, pupils.clone()), rows_under(last, pupils.clone()))
    })
}

/// RULES 7: "the number in the sentence is the length of the list".
fn number_is_said(row: &[String]) -> bool {
    let (pupils, message) = (&row[4], &row[6]);
    let said = |words: &str| message.contains(words);
    match row[3].as_str() {
        "below-expectation" if said("the guidance expects") => said(&format!(". {pupils} pupil")),
        "below-expectation" => {
            let (reached, rest) = message.split_once("By target ").unwrap().1.split_once(" of ").unwrap();
            let all = rest.split_once(' ').unwrap().0;
            number(all) - number(reached) == number(pupils)
        }
        // The others leave the number to the column of pupils.
        _ => !said("This concerns"),
    }
}

/// Findings of figures, on whose side nobody need be short of the mark by target: the estimate is too low (S1 ¶20), or groups
/// compare (S0 ¶75).
const OF_FIGURES: [&str; 6] = [
    "model-d-below-current",
    "ethnic-not-above-current",
    "ethnic-gap-not-narrowing",
    "ethnic-flat",
    "gap-not-narrowing",
    "groups-alike",
];

/// Findings that list pupils, raised with nobody on the list. Of a mean nobody is listed.
pub fn listing_nobody(rows: Vec<Vec<String>>, edition: &str) -> Vec<Vec<String>> {
    let edition = guidance().edition(edition).unwrap();
    let lists = |row: &[String]| {
        let is_mean = edition.measure(&row[2]).is_some_and(|measure| !measure.kind.is_share());
        !is_mean && !OF_FIGURES.contains(&row[3].as_str())
    };
    rows.into_iter().filter(|row| row[4] == "0" && lists(row)).collect()
}

fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_findings_of_a_class((text, last) in cohorts(1..9), edition in select(&EDITIONS)) {
        let (found, wanted) = (found(&text, Some(&last), edition, None), reference::findings(&text, Some(&last), edition, None));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }

    #[test]
    fn the_same_findings_of_schools((text, last) in cohorts(10..60), edition in select(&EDITIONS)) {
        let (found, wanted) = (found(&text, Some(&last), edition, None), reference::findings(&text, Some(&last), edition, None));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }

    #[test]
    fn the_same_findings_of_files_in_any_spelling(text in file(0..30), last in file(0..30), edition in select(&EDITIONS)) {
        let (found, wanted) = (found(&text, Some(&last), edition, None), reference::findings(&text, Some(&last), edition, None));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }

    #[test]
    fn the_same_findings_of_a_year_group(text in file(0..30), year in select(&["6", "5", "9"]), edition in select(&EDITIONS)) {
        let (found, wanted) = (found(&text, Some(&text), edition, Some(year)), reference::findings(&text, Some(&text), edition, Some(year)));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }

    #[test]
    fn the_number_said_is_the_length_of_the_list((text, last) in cohorts(1..30), edition in select(&EDITIONS)) {
        let rows = findings_against(&text, Some(&last), edition, None);
        let wrong = rows.iter().filter(|row| !number_is_said(row)).collect::<Vec<_>>();
        prop_assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn no_list_is_empty((text, last) in cohorts(1..9), edition in select(&EDITIONS)) {
        let empty = listing_nobody(findings_against(&text, Some(&last), edition, None), edition);
        prop_assert!(empty.is_empty(), "{empty:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60) / 5, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Groups of about 30 pupils, more and fewer.
    #[test]
    fn the_same_findings_of_an_authority((text, last) in cohorts(90..180), edition in select(&EDITIONS)) {
        let (found, wanted) = (found(&text, Some(&last), edition, None), reference::findings(&text, Some(&last), edition, None));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }
}

/// Every code is compared, or says why not.
#[test]
fn every_code_is_compared() {
    let compared_editions = guidance().editions.iter().filter(|edition| EDITIONS.contains(&edition.id.as_str()));
    let known = compared_editions.flat_map(|edition| &edition.findings).map(|rule| rule.code.as_str());
    let compared = reference::finding_codes().into_iter().chain(TYPED);
    assert_eq!(known.collect::<BTreeSet<_>>(), compared.collect());
}

//! The engine against the naive reference, on generated cohorts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ambition_engine::guidance::measure::MeasureStanding;
use proptest::prelude::*;
use proptest::sample::select;

use super::laws::file;
use super::reference::{self, EDITIONS};
use super::worked_examples::word;
use super::{FigureRow, guidance};

/// Editions that the reference does not compute, each with the reason.
const NOT_COMPARED: [(&str, &str); 1] = [("2027", "it has a reference of its own: today_against_reference.rs")];

/// The engine's figures of the measures that the reference computes. Others are worked by hand: see
/// `every_measure_is_compared_or_worked_by_hand`.
fn figures(text: &str, edition: &str, groups: bool, year: Option<&str>) -> Vec<FigureRow> {
    let compared = compared(edition);
    let mut rows = super::figures(text, edition, groups, year);
    rows.retain(|row| compared.contains(row[4].as_str()));
    rows
}

fn compared(edition: &str) -> BTreeSet<&'static str> {
    reference::measure_ids(edition).into_iter().collect()
}

/// The measures of an edition of which worked examples say how many pupils there are.
fn worked_by_hand(edition: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked_examples");
    let examples = fs::read_dir(folder).unwrap().map(|example| example.unwrap().path());
    let examples = examples.filter(|example| word(example, "edition").as_deref().unwrap_or("2009") == edition);
    let files = examples.filter_map(|example| csv::Reader::from_path(example.join("expected.csv")).ok());
    let rows = files.flat_map(|file| file.into_records().map(Result::unwrap)).filter(|row| !row[7].is_empty());
    rows.map(|row| row[4].to_owned()).collect()
}

#[test]
fn every_measure_is_compared_or_worked_by_hand() {
    for edition in EDITIONS {
        let (compared, worked) = (compared(edition), worked_by_hand(edition));
        let measures = guidance().editions.iter().find(|shipped| shipped.id == edition).unwrap().measures.iter();
        let in_figures = measures.filter(|measure| measure.standing != MeasureStanding::Check);
        let neither = |id: &&str| !compared.contains(id) && !worked.contains(*id);
        let neither = in_figures.map(|measure| measure.id.as_str()).filter(neither).collect::<Vec<_>>();
        assert!(neither.is_empty(), "{edition}: {neither:?}");
    }
}

/// Rows that only one of the two has, a few of them.
fn differences(found: &[reference::ReferenceRow], wanted: &[reference::ReferenceRow]) -> Vec<String> {
    let only = |what: &str, these: &[reference::ReferenceRow], those: &[reference::ReferenceRow]| {
        let rows = these.iter().filter(|row| !those.contains(row)).take(4);
        rows.map(|row| format!("{what} {}", row.join(","))).collect::<Vec<_>>()
    };
    [only("engine", found, wanted), only("reference", wanted, found)].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_figures(text in file(0..30), groups: bool, edition in select(&EDITIONS)) {
        let wanted = reference::figures(&text, edition, groups, None);
        let found = figures(&text, edition, groups, None);
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }

    #[test]
    fn the_same_figures_of_one_year_group(
        text in file(0..30),
        groups: bool,
        year in select(&["6", "5", "9"]),
        edition in select(&EDITIONS),
    ) {
        let wanted = reference::figures(&text, edition, groups, Some(year));
        let found = figures(&text, edition, groups, Some(year));
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }
}

/// Pupils of the large cohort; `AMBITION_PUPILS` makes it larger still.
fn case_count() -> usize {
    std::env::var("AMBITION_PUPILS").ok().and_then(|pupils| pupils.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn the_same_figures_of_a_large_cohort(text in file(case_count()..case_count() + 1), edition in select(&EDITIONS)) {
        // There are few UPNs to choose from: nearly everybody would be somebody else's repetition.
        let text = text.replacen("UPN", "Remark", 1);
        let wanted = reference::figures(&text, edition, true, None);
        let found = figures(&text, edition, true, None);
        prop_assert!(found == wanted, "{:#?}", differences(&found, &wanted));
    }
}

#[test]
fn every_edition_is_compared_or_there_is_a_reason() {
    let shipped = guidance().editions.iter().map(|edition| edition.id.as_str()).collect::<BTreeSet<_>>();
    let excused = NOT_COMPARED.map(|(edition, reason)| {
        assert!(!reason.is_empty() && !EDITIONS.contains(&edition), "{edition}");
        edition
    });
    assert_eq!(shipped, EDITIONS.into_iter().chain(excused).collect());
}

//! The engine against the naive reference of edition 2027, on generated files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::select;

use super::findings_against_reference::listing_nobody;
use super::reference::today::{self, EDITION};
use super::reference::{FindingRow, ReferenceRow};
use super::today_files::{today_cohorts, today_file};
use super::worked_examples::word;
use super::{figures, findings_against, guidance};

/// What a user types is no part of these.
const TYPED: [&str; 1] = ["absence-below-abie"];

/// Rows that only one of the two has, a few of them.
fn differences<const COLUMNS: usize>(found: &[[String; COLUMNS]], wanted: &[[String; COLUMNS]]) -> Vec<String> {
    let only = |what: &str, these: &[[String; COLUMNS]], those: &[[String; COLUMNS]]| {
        let rows = these.iter().filter(|row| !those.contains(row)).take(6);
        rows.map(|row| format!("{what} {}", row.join(","))).collect::<Vec<_>>()
    };
    [only("engine", found, wanted), only("reference", wanted, found)].concat()
}

fn same_figures(text: &str, groups: bool, year: Option<&str>) -> Result<(), TestCaseError> {
    let wanted: Vec<ReferenceRow> = today::figures(text, groups, year);
    let found = figures(text, EDITION, groups, year);
    prop_assert!(found == wanted, "{:#?}\n{}", differences(&found, &wanted), text);
    Ok(())
}

fn same_findings(text: &str, last: Option<&str>, year: Option<&str>) -> Result<(), TestCaseError> {
    let rows = findings_against(text, last, EDITION, year).into_iter();
    let mut found: Vec<FindingRow> = rows.map(|row| [1, 2, 3, 4].map(|column| row[column].clone())).collect();
    found.sort();
    let wanted = today::findings(text, last, year);
    prop_assert!(found == wanted, "{:#?}\n{}", differences(&found, &wanted), text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_figures_today(text in today_file(0..30), groups: bool) {
        same_figures(&text, groups, None)?;
    }

    #[test]
    fn the_same_figures_of_one_year_group_today(text in today_file(0..30), groups: bool, year in select(&["6", "11", "5"])) {
        same_figures(&text, groups, Some(year))?;
    }

    #[test]
    fn the_same_findings_of_a_class_today((text, last) in today_cohorts(1..9)) {
        same_findings(&text, Some(&last), None)?;
    }

    #[test]
    fn the_same_findings_of_schools_today((text, last) in today_cohorts(10..60)) {
        same_findings(&text, Some(&last), None)?;
        same_findings(&text, None, None)?;
    }

    #[test]
    fn no_list_is_empty_today((text, last) in today_cohorts(1..9)) {
        let empty = listing_nobody(findings_against(&text, Some(&last), EDITION, None), EDITION);
        prop_assert!(empty.is_empty(), "{empty:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn the_same_figures_of_a_large_cohort_today(text in today_file(300..301)) {
        same_figures(&text, true, None)?;
    }
}

fn count(row: &ReferenceRow, column: usize) -> u64 {
    row[column].parse().unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(30), failure_persistence: None, ..ProptestConfig::default() })]

    /// The reference's own figures: the groups of a grouping make up all pupils, but for what similar pupils are worth.
    #[test]
    fn groups_add_up_today(text in today_file(1..30)) {
        let rows = today::figures(&text, true, None);
        let mut sums = BTreeMap::new();
        for row in &rows {
            let sum = sums.entry((&row[1], &row[4], &row[5], &row[2])).or_insert([0; 4]);
            (6..10).zip(sum).for_each(|(column, sum)| *sum += count(row, column));
        }
        for ((school, measure, basis, group_by), sum) in &sums {
            let all = sums.get(&(*school, *measure, *basis, &"all".to_owned())).copied();
            prop_assert_eq!(Some(*sum), all, "{} {} {}", measure, basis, group_by);
        }
    }
}

/// The folders of examples worked by hand for this edition.
fn examples(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind);
    let examples = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    examples.filter(|example| word(example, "edition").as_deref() == Some(EDITION)).collect()
}

fn rows(example: &Path, name: &str) -> Vec<Vec<String>> {
    let file = csv::Reader::from_path(example.join(name)).into_iter().flat_map(|file| file.into_records());
    file.map(|record| record.unwrap().iter().map(String::from).collect()).collect()
}

/// What is worked by hand comes out of the reference too.
#[test]
fn the_reference_agrees_with_the_worked_examples() {
    for example in examples("worked_examples") {
        let text = fs::read_to_string(example.join("input.csv")).unwrap();
        let found = today::figures(&text, example.join("groups").exists(), word(&example, "year").as_deref());
        for wanted in rows(&example, "expected.csv") {
            let same = found.iter().find(|row| row[..6] == wanted[..6]);
            assert_eq!(same.map(|row| row.join(",")), Some(wanted.join(",")), "{}", example.display());
        }
    }
}

#[test]
fn the_reference_agrees_with_the_challenge_examples() {
    for example in examples("challenge_examples").iter().filter(|example| !example.join("typed.csv").exists()) {
        let [text, last] = ["input.csv", "current.csv"].map(|name| fs::read_to_string(example.join(name)).ok());
        let found = today::findings(&text.unwrap(), last.as_deref(), None);
        let fits = |wanted: &[String], found: &FindingRow| {
            wanted[0] == found[0]
                && wanted.iter().zip(found).all(|(wanted, found)| wanted.is_empty() || wanted == found)
        };
        for wanted in rows(example, "findings.csv") {
            assert!(found.iter().any(|row| fits(&wanted, row)), "{}: {wanted:?} {found:#?}", example.display());
        }
        for absent in rows(example, "absent.csv") {
            assert!(!found.iter().any(|row| fits(&absent, row)), "{}: {absent:?} {found:#?}", example.display());
        }
    }
}

/// Nothing of the edition goes without a second opinion.
#[test]
fn every_measure_and_code_is_compared_today() {
    let edition = guidance().edition(EDITION).unwrap();
    let measures = edition.measures.iter().map(|measure| measure.id.as_str()).collect::<BTreeSet<_>>();
    assert_eq!(measures, today::measure_ids().into_iter().collect());
    let codes = edition.findings.iter().map(|rule| rule.code.as_str()).collect::<BTreeSet<_>>();
    assert_eq!(codes, today::finding_codes().into_iter().chain(TYPED).collect());
}

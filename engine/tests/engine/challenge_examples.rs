//! Examples of what is raised, one folder each in `tests/challenge_examples/`: `input.csv`, `findings.csv` (rows that must
//! be raised), `absent.csv` (rows that must not), and a README that says why.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use super::worked_examples::word;
use super::{guidance, guidance_of, read_for};
use ambition_engine::ambition::{CurrentPerformance, FindingEvidence, KnownAbsence};
use ambition_engine::cohort::number_column::ONE;
use ambition_engine::guidance::finding::FindingKind;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::measures::{Bases, Exact};
use ambition_engine::report;
use ambition_engine::text::csv::CsvText;

#[test]
fn every_challenge_example_comes_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/challenge_examples");
    let examples = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let failures = examples.map(|path| (check(&path), path)).filter(|(failure, _)| !failure.is_empty());
    let failures = failures.map(|(failure, path)| format!("{}:\n{failure}", path.display())).collect::<Vec<_>>();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Every code that needs no other file than these is raised somewhere, and stays away somewhere.
#[test]
fn every_code_is_raised_and_not_raised() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/challenge_examples");
    let examples = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let family = |edition: &str| guidance().edition(edition).unwrap().family.as_str();
    let (mut raised, mut absent) = (HashSet::new(), HashSet::new());
    for example in examples {
        let of = family(&word(&example, "edition").unwrap_or("2009".into()));
        raised.extend(rows(&example.join("findings.csv")).into_iter().map(|row| (of, row[2].clone())));
        absent.extend(rows(&example.join("absent.csv")).into_iter().map(|row| (of, row[2].clone())));
    }
    let editions = guidance().editions.iter();
    let rules = editions.flat_map(|edition| edition.findings.iter().map(|rule| (edition.family.as_str(), rule)));
    // A target is lowered by hand: engine/src/session/tests/workbench.rs.
    for (family, rule) in rules.filter(|(_, rule)| !matches!(rule.kind, FindingKind::LoweredAfterTest)) {
        let key = (family, rule.code.clone());
        assert!(raised.contains(&key), "no example raises {key:?}");
        assert!(absent.contains(&key), "no example is just short of {key:?}");
    }
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let file = csv::Reader::from_path(path).into_iter().flat_map(|file| file.into_records());
    file.map(|record| record.unwrap().iter().map(String::from).collect()).collect()
}

/// What does not come out as it should.
fn check(example: &Path) -> String {
    let id = word(example, "edition").unwrap_or("2009".into());
    let guidance = guidance_of(&id);
    let edition = guidance.edition(&id).unwrap();
    let year = word(example, "year");
    let cohort = read_for(&id, &fs::read(example.join("input.csv")).unwrap()).cohort;
    let cohort = year.as_ref().map(|year| cohort.year_group(&guidance, year)).unwrap_or(cohort);
    let current = fs::read(example.join("current.csv")).ok().map(|bytes| read_for(&id, &bytes).cohort);
    let of_current = |cohort: &_| CurrentPerformance::from_year_group(cohort, year.as_deref(), &guidance, edition);
    let mut current = current.as_ref().map(of_current).unwrap_or_default();
    type_in(&mut current, &rows(&example.join("typed.csv")));
    let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
    let bases = Bases::new(&cohort, &guidance, &moderated, &priors);
    let evidence = FindingEvidence { current: &current, excepted: &BTreeSet::new() };
    let text = report::findings::findings_csv(CsvText::new, edition, &bases, evidence);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let found = reader.records().map(|record| record.unwrap().iter().map(String::from).collect::<Vec<_>>());
    let found = found.collect::<Vec<_>>();
    // school, measure, code, pupils: a blank cell means any; the columns of the findings are edition, school, …
    let fits = |wanted: &[String], found: &Vec<String>| {
        wanted[0] == found[1]
            && [(1, 2), (2, 3), (3, 4)]
                .iter()
                .all(|(a, b)| wanted.get(*a).is_none_or(|w| w.is_empty() || *w == found[*b]))
    };
    let wanted = rows(&example.join("findings.csv"));
    let missing = wanted.iter().filter(|row| !found.iter().any(|found| fits(row, found)));
    let missing = missing.map(|row| format!("  not raised: {}\n{}", row.join(","), near(row, &found)));
    let absent = rows(&example.join("absent.csv"));
    let too_many = absent.iter().filter(|row| found.iter().any(|found| fits(row, found)));
    missing.chain(too_many.map(|row| format!("  raised: {}\n{}", row.join(","), near(row, &found)))).collect()
}

/// What the user types: rows of `current`, `target` or `median`, the measure, tenths of a percent, and the school if it is
/// of one of several.
fn type_in(current: &mut CurrentPerformance, rows: &[Vec<String>]) {
    let mut of_schools = BTreeMap::new();
    for row in rows {
        let tenths: u64 = row[2].parse().unwrap();
        let value = Exact { numerator: tenths.into(), denominator: 10 };
        if let Some(school) = row.get(3) {
            let known: &mut KnownAbsence = of_schools.entry(school).or_default();
            match row[0].as_str() {
                "current" => known.now = Some(value),
                "target" => known.target = Some(value),
                "median" => known.median = Some(value),
                "improvement" => known.improvement = Some(value),
                other => panic!("{other}"),
            }
            continue;
        }
        match row[0].as_str() {
            "current" => current.set_typed(&row[1], Some(tenths * ONE / 10)),
            "target" => current.set_typed_target(&row[1], value),
            "median" => current.set_median(Some(value)),
            "improvement" => current.set_improvement(Some(value)),
            other => panic!("{other}"),
        }
    }
    of_schools.into_iter().for_each(|(school, known)| current.set_absence_of(school, known));
}

fn near(row: &[String], found: &[Vec<String>]) -> String {
    let same = found.iter().filter(|found| found[1] == row[0] && found[3] == row[2]);
    same.map(|found| format!("    {}\n", found[1..].join(","))).collect()
}

//! An edition is added by data alone: a made-up one, with marks, rates, lines and years that no other has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ambition_engine::ambition::{CurrentPerformance, FindingEvidence};
use ambition_engine::guidance::Guidance;
use ambition_engine::intake::CohortReader;
use ambition_engine::measures::Bases;
use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::report;
use ambition_engine::text::csv::CsvText;
use ambition_guidance::files::GuidanceFiles;
use ambition_guidance::source::SourceFile;

const PUPILS: &str = "KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths,Target_KS2_Science\n\
                      3,3,2,5,5,5\n\
                      3,3,3,5,5,4\n\
                      2b,2b,1,5,5,\n\
                      2b,,2,5,5,5\n\
                      1,1,2,3,4,4\n";
const RESULTS: &str = "KS2_English,KS2_Maths,KS2_Science\n5,5,5\n4,5,5\n4,5,5\n";

/// The shipped guidance with one edition more.
fn guidance() -> Arc<Guidance> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("guidance");
    let mut files = GuidanceFiles::read(&folder).unwrap();
    files.editions.push(SourceFile::new("made_up_edition.toml", include_str!("made_up_edition.toml")));
    Arc::new(Guidance::new(files.parse().unwrap()).unwrap())
}

fn figures(guidance: &Arc<Guidance>, switches: &BTreeMap<String, bool>) -> (Vec<String>, String) {
    let cohort = CohortReader::read_all(guidance.clone(), PUPILS.as_bytes()).unwrap().cohort;
    let results = CohortReader::read_all(guidance.clone(), RESULTS.as_bytes()).unwrap().cohort;
    let edition = guidance.edition("2031").unwrap().switched(switches);
    let current = CurrentPerformance::from_year_group(&results, None, guidance, &edition);
    let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(&edition));
    let bases = Bases::new(&cohort, guidance, &moderated, &priors);
    let evidence = FindingEvidence { current: &current, excepted: &BTreeSet::new() };
    let rows = report::figures::rows(&edition, &bases, &bases, false);
    let rows = rows.iter().filter(|row| row[5] != "moderated").map(|row| row.join(",")).collect();
    (rows, report::findings::findings_csv(CsvText::new, &edition, &bases, evidence))
}

#[test]
fn figures_and_findings_of_a_made_up_edition() {
    let (rows, findings) = figures(&guidance(), &BTreeMap::new());
    // Expected: two at 90, one at 20, one (level 1) at nothing, one without a usable prior: 200 of 5 pupils.
    let wanted = [
        "2031,,all,all,ks2.all5,expected,,5,1,0,40.0000",
        "2031,,all,all,ks2.all5,target,2,5,1,0,40.0000",
        "2031,,all,all,ks2.three.maths,target,3,5,0,0,60.0000",
    ];
    assert_eq!(rows, wanted);
    // Current 33.3 % is below the line of 35 %, but the target is above it.
    assert!(!findings.contains("below-floor-target"), "{findings}");
}

#[test]
fn its_switch_works_too() {
    let on = BTreeMap::from([("one-of-reading-and-writing".to_owned(), true)]);
    let (rows, _) = figures(&guidance(), &on);
    assert_eq!(rows[0], "2031,,all,all,ks2.all5,expected,,5,0,0,44.0000");
}

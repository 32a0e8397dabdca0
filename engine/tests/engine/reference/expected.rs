//! RULES 5 and 10.2: the basis `expected`, what the guidance expects of this cohort.

use super::ReferenceFigure;
use super::exact::ReferenceFraction;
use super::results::{ks1_english_level, whole_level};
use super::table::ReferencePupil;

const KS1_ENGLISH: &[&str] = &["KS1_Reading", "KS1_Writing"];
const KS1_MATHS: &[&str] = &["KS1_Maths"];
const KS1_BOTH: &[&str] = &["KS1_Reading", "KS1_Writing", "KS1_Maths"];
const KS2_BOTH: &[&str] = &["KS2_English", "KS2_Maths"];
const KS3_BOTH: &[&str] = &["KS3_English", "KS3_Maths"];

/// The prior columns of a measure for which RULES 5 has a rate in the edition; None where it has none.
pub fn prior_columns(edition: &str, measure: &str) -> Option<Vec<String>> {
    let columns = match (edition, measure) {
        (_, "ks2.english4") | ("2009", "ks2.progress.english") => KS1_ENGLISH,
        (_, "ks2.maths4") | ("2009", "ks2.progress.maths") => KS1_MATHS,
        ("2009", "ks2.both4") => KS1_BOTH,
        (_, "ks3.english5") => &KS2_BOTH[..1],
        (_, "ks3.maths5") => &KS2_BOTH[1..],
        ("2009", "ks3.both5") | ("2008", "ks3.science5") => KS2_BOTH,
        (_, "ks4.good5em") => KS3_BOTH,
        _ => return None,
    };
    Some(columns.iter().map(|column| column.to_string()).collect())
}

/// The rate in per cent at which a pupil should reach the mark; None without a usable prior in every subject (RULES 5.1).
pub fn rate(edition: &str, measure: &str, pupil: &ReferencePupil) -> Option<i128> {
    let ks1_english = ks1_english_level(pupil.cell("KS1_Reading"), pupil.cell("KS1_Writing"));
    let ks1_maths = whole_level(pupil.cell("KS1_Maths"));
    let ks2_english = whole_level(pupil.cell("KS2_English"));
    let ks2_maths = whole_level(pupil.cell("KS2_Maths"));
    let ks3_english = whole_level(pupil.cell("KS3_English"));
    let ks3_maths = whole_level(pupil.cell("KS3_Maths"));
    let rate = match measure {
        "ks2.english4" => ks2_level_4(edition, ks1_english?),
        "ks2.maths4" => ks2_level_4(edition, ks1_maths?),
        // RULES 5.1: a two-subject mark expects the lower of the two subjects' rates.
        "ks2.both4" => ks2_level_4(edition, ks1_english?).min(ks2_level_4(edition, ks1_maths?)),
        "ks2.progress.english" => ks1_english.map(|_| 100)?, // S0 ¶27: all with a prior level
        "ks2.progress.maths" => ks1_maths.map(|_| 100)?,
        "ks3.english5" => ks3_level_5_english(ks2_english?),
        "ks3.maths5" => ks3_level_5_maths(edition, ks2_maths?),
        "ks3.both5" => ks3_level_5_english(ks2_english?).min(ks3_level_5_maths(edition, ks2_maths?)),
        "ks3.science5" => ks3_level_5_science(ks2_english?, ks2_maths?),
        "ks4.good5em" => ks4_good5em(edition, ks3_english? + ks3_maths?),
        other => panic!("no rate for {other}"),
    };
    Some(rate)
}

/// S0 ¶27: level 2 and above 100 %, level 1 45 %. S1 ¶7: of level 1 "a proportion", no rate: 0.
fn ks2_level_4(edition: &str, prior: i128) -> i128 {
    match (prior, edition) {
        (2.., _) => 100,
        (1, "2009") => 45,
        _ => 0,
    }
}

/// S0 ¶30, S1 ¶9: level 4 and above 100 %, level 3 40 %.
fn ks3_level_5_english(prior: i128) -> i128 {
    match prior {
        4.. => 100,
        3 => 40,
        _ => 0,
    }
}

/// S0 ¶30: level 4 and above 100 %, level 3 50 %. S1 ¶9: level 3 40 %.
fn ks3_level_5_maths(edition: &str, prior: i128) -> i128 {
    match (prior, edition) {
        (4.., _) => 100,
        (3, "2009") => 50,
        (3, _) => 40,
        _ => 0,
    }
}

/// S1 grid: level 4 and above in English and in maths 100 %.
fn ks3_level_5_science(prior_english: i128, prior_maths: i128) -> i128 {
    if prior_english >= 4 && prior_maths >= 4 { 100 } else { 0 }
}

/// S0 ¶35: averaging level 6 and above 100 %, 5 to below 6 30 %. S1 grid: 50 %. (The sum is twice the mean.)
fn ks4_good5em(edition: &str, sum_of_levels: i128) -> i128 {
    match (sum_of_levels, edition) {
        (12.., _) => 100,
        (10..12, "2009") => 30,
        (10..12, _) => 50,
        _ => 0,
    }
}

/// RULES 10.2: `achieved` blank, value 100 × sum of rates ÷ eligible.
pub fn figure(edition: &str, measure: &str, pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let (mut rates, mut usable, mut unusable) = (0, 0, 0);
    for pupil in pupils {
        match rate(edition, measure, pupil) {
            None => unusable += 1, // RULES 5.1: adds nothing to the expected pupils
            Some(rate) => {
                usable += 1;
                rates += rate;
            }
        }
    }
    if measure.starts_with("ks2.progress.") {
        // RULES 10.2: eligible the pupils with a usable prior, missing 0, left out the others.
        ReferenceFigure {
            achieved: None,
            eligible: usable,
            missing: 0,
            left_out: unusable,
            value: ReferenceFraction::ratio(rates, usable),
        }
    } else {
        // RULES 10.2: eligible every pupil, missing those with no usable prior, left out 0.
        let eligible = usable + unusable;
        ReferenceFigure {
            achieved: None,
            eligible,
            missing: unusable,
            left_out: 0,
            value: ReferenceFraction::ratio(rates, eligible),
        }
    }
}

//! The file of a made-up local authority with many schools.

use std::fmt::Write;

/// A pseudo-random number below `below`, the same in every run.
fn pseudo_random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// The CSV of `pupils` pupils of Year 6 in `schools` schools, with their targets or their results.
pub fn authority_csv(pupils: u64, schools: u64, targets: bool) -> String {
    let (of, mut seed) = (if targets { "Target_" } else { "" }, 6 + u64::from(targets));
    let mut text = format!(
        "UPN,Surname,Forename,Sex,NCYear,School,SchoolName,Ethnicity,EthnicityExt,FSM,SEN,InCare,CareSince,CareLA,\
         KS1_Reading,KS1_Writing,KS1_Maths,{of}KS2_English,{of}KS2_Maths\n"
    );
    let ethnic = ["WBRI", "WBRI", "WBRI", "WBRI", "AIND", "APKN", "BCRB", "BAFR", "CHNE", "NOBT"];
    let prior = ["W", "1", "2c", "2b", "2a", "2a", "3", "3"];
    for pupil in 0..pupils {
        let mut pick = |of: u64| pseudo_random(&mut seed, of);
        let (group, care) = (ethnic[pick(10) as usize], pick(100) == 0);
        let level = |pick: u64| 3 + u64::from(pick > 3) + u64::from(pick > 8);
        writeln!(
            text,
            "A{pupil:05},Name{pupil},Given,{},6,{},School {},{group},{},{},{},{},{},{},{},{},{},{},{}",
            if pick(2) == 0 { "F" } else { "M" },
            2000 + pupil % schools,
            pupil % schools,
            if group == "BAFR" && pick(2) == 0 { "BSOM" } else { "" },
            if pick(6) == 0 { "Y" } else { "N" },
            ["N", "N", "N", "A", "P", "S"][pick(6) as usize],
            if care { "Y" } else { "N" },
            if care && pick(3) == 0 { "2009-01-10" } else { "" },
            if care { ["933", "935", ""][pick(3) as usize] } else { "" },
            prior[pick(8) as usize],
            prior[pick(8) as usize],
            prior[pick(8) as usize],
            level(pick(11)),
            level(pick(11)),
        )
        .unwrap();
    }
    text
}

//! RULES_2027 A and E: the columns of edition 2027.

use super::results::TodayScale;
use crate::reference::groups::{sen_stage, sex, yes_or_no};
use crate::reference::scales::{ReferenceScale, Scales, code_of};
use crate::reference::table::{self, ReferenceCohort};

const CONTEXT: [&str; 17] = [
    "UPN",
    "NCYear",
    "Class",
    "School",
    "Sex",
    "Ethnicity",
    "EthnicityExt",
    "FSM",
    "EAL",
    "SEN",
    "InCare",
    "CareSince",
    "GiftedTalented",
    "Surname",
    "Forename",
    "Inclusion",
    "KS1_Band",
];
const FLAGS: [&str; 9] =
    ["FSM", "EAL", "InCare", "GiftedTalented", "Disadvantaged", "FSM6", "PreviouslyInCare", "Mobile", "YoungCarer"];
/// The results that a target or an estimate may be of, besides the goals.
const RESULTS: [(&str, Option<TodayScale>); 21] = [
    ("Phonics_Mark", Some(TodayScale::Phonics)),
    ("Phonics_Outcome", Some(TodayScale::PhonicsOutcome)),
    ("MTC_Mark", Some(TodayScale::Tables)),
    ("KS2_Reading_Score", Some(TodayScale::Score)),
    ("KS2_Maths_Score", Some(TodayScale::Score)),
    ("KS2_GPS_Score", Some(TodayScale::Score)),
    ("KS2_Reading_Outcome", Some(TodayScale::Outcome)),
    ("KS2_Maths_Outcome", Some(TodayScale::Outcome)),
    ("KS2_GPS_Outcome", Some(TodayScale::Outcome)),
    ("KS2_Writing_TA", Some(TodayScale::Writing)),
    ("KS2_Science_TA", Some(TodayScale::Science)),
    ("KS4_English_Language", Some(TodayScale::Grade)),
    ("KS4_English_Literature", Some(TodayScale::Grade)),
    ("KS4_Maths", Some(TodayScale::Grade)),
    ("KS4_A8", None),
    ("KS1_APS", None),
    ("KS2_Reading_Average", None),
    ("KS2_Maths_Average", None),
    ("Sessions_Possible", None),
    ("Sessions_Authorised", None),
    ("Sessions_Unauthorised", None),
];
const PREFIXES: [&str; 5] = ["", "Target_", "FFT50_", "FFT20_", "FFT5_"];

/// The goals from the first to the one of this number.
pub fn goals(number: usize) -> Vec<String> {
    (1..=number).map(|goal| format!("EYFSP_E{goal:02}")).collect()
}

const SCALES: Scales = Scales { scale_of, flags: &FLAGS, has_results };

pub fn read(text: &str) -> ReferenceCohort {
    let results = RESULTS.map(|(column, _)| column.to_string()).into_iter().chain(goals(17));
    let results: Vec<String> = results.flat_map(|column| PREFIXES.map(|prefix| format!("{prefix}{column}"))).collect();
    let context = CONTEXT.iter().chain(&FLAGS).map(|column| column.to_string());
    let known: Vec<String> = context.chain(results).collect();
    let mut cohort = table::read_in(text, &known, SCALES).settled(SCALES);
    // RULES_2027 A: 202 and 203 are set aside.
    cohort.pupils.retain(|pupil| !["202", "203"].contains(&pupil.cell("Inclusion")));
    cohort
}

fn has_results(heading: &str) -> bool {
    scale(heading).is_some()
}

fn scale(heading: &str) -> Option<TodayScale> {
    let plain = PREFIXES.iter().rev().find_map(|prefix| heading.strip_prefix(prefix))?;
    if plain.starts_with("EYFSP_E") {
        return Some(TodayScale::Goal);
    }
    RESULTS.iter().find(|(column, _)| *column == plain)?.1
}

fn scale_of(heading: &str) -> Option<ReferenceScale> {
    if FLAGS.contains(&heading) {
        return Some(|cell| code_of(cell, yes_or_no(cell)));
    }
    match heading {
        "Sex" => return Some(|cell| code_of(cell, sex(cell))),
        "SEN" => return Some(|cell| code_of(cell, sen_stage(cell))),
        _ => (),
    }
    match scale(heading)? {
        TodayScale::Goal => Some(|cell| TodayScale::Goal.meaning(cell)),
        TodayScale::Phonics => Some(|cell| TodayScale::Phonics.meaning(cell)),
        TodayScale::PhonicsOutcome => Some(|cell| TodayScale::PhonicsOutcome.meaning(cell)),
        TodayScale::Tables => Some(|cell| TodayScale::Tables.meaning(cell)),
        TodayScale::Score => Some(|cell| TodayScale::Score.meaning(cell)),
        TodayScale::Outcome => Some(|cell| TodayScale::Outcome.meaning(cell)),
        TodayScale::Writing => Some(|cell| TodayScale::Writing.meaning(cell)),
        TodayScale::Science => Some(|cell| TodayScale::Science.meaning(cell)),
        TodayScale::Grade => Some(|cell| TodayScale::Grade.meaning(cell)),
    }
}

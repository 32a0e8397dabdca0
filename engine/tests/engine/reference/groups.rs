//! RULES 4 and 10.1: groups, flags, dates, and who is a child in care.

use super::table::ReferencePupil;

/// RULES 10.2: the values of `group_by` besides `all`.
pub const GROUPINGS: [&str; 8] = ["sex", "ethnicity", "fsm", "sen", "care", "eal", "gifted", "class"];

/// RULES 4.2: census main codes.
const ETHNIC_MAIN_CODES: [&str; 18] = [
    "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
    "BAFR", "BOTH", "CHNE", "OOTH",
];

/// RULES 4.2: extended code and its main code. The rules name this one only (S0 ¶76, Somali).
const ETHNIC_TABLE: [(&str, &str); 1] = [("BSOM", "BAFR")];

/// RULES 10.2: the pupil's group, `unknown` for blank and unknown values.
pub fn group_of(pupil: &ReferencePupil, group_by: &str) -> String {
    let group = match group_by {
        "all" => Some("all".to_string()),
        "sex" => sex(pupil.cell("Sex")),
        "ethnicity" => ethnicity(pupil.cell("Ethnicity"), pupil.cell("EthnicityExt")),
        "fsm" => yes_or_no(pupil.cell("FSM")),
        "sen" => sen_stage(pupil.cell("SEN")),
        "care" => yes_or_no(pupil.cell("InCare")),
        "eal" => yes_or_no(pupil.cell("EAL")),
        "gifted" => yes_or_no(pupil.cell("GiftedTalented")),
        "class" => class(pupil.cell("Class")),
        other => panic!("no grouping {other}"),
    };
    group.unwrap_or("unknown".to_string())
}

/// RULES 10.1: F/M, Female/Male, Girl/Boy.
pub fn sex(text: &str) -> Option<String> {
    let code = match text.to_lowercase().as_str() {
        "f" | "female" | "girl" => "F",
        "m" | "male" | "boy" => "M",
        _ => return None,
    };
    Some(code.to_string())
}

/// RULES 10.1: Y/N, Yes/No, True/False, T/F, 1/0; blank is not recorded.
pub fn yes_or_no(text: &str) -> Option<String> {
    let code = match text.to_lowercase().as_str() {
        "y" | "yes" | "true" | "t" | "1" => "Y",
        "n" | "no" | "false" | "f" | "0" => "N",
        _ => return None,
    };
    Some(code.to_string())
}

/// RULES 4.1: N, A, P, S; today's K and E pass through; other spellings are unknown.
pub fn sen_stage(text: &str) -> Option<String> {
    let code = text.to_uppercase();
    ["N", "A", "P", "S", "K", "E"].contains(&code.as_str()).then_some(code)
}

/// RULES 4.1: class as written, trimmed, case kept.
fn class(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}

/// RULES 10.2: `Ethnicity` first; where it is blank or no main code, `EthnicityExt` or itself through the table.
fn ethnicity(main: &str, extended: &str) -> Option<String> {
    let main = main.to_uppercase();
    if ETHNIC_MAIN_CODES.contains(&main.as_str()) {
        return Some(main);
    }
    if main == "REFU" || main == "NOBT" {
        return Some("unclassified".to_string()); // RULES 4.2
    }
    main_code_of(&extended.to_uppercase()).or(main_code_of(&main))
}

fn main_code_of(extended: &str) -> Option<String> {
    let entry = ETHNIC_TABLE.iter().find(|(code, _)| *code == extended);
    entry.map(|(_, main)| main.to_string())
}

/// Whether a pupil is one of the children in care whom `care.*` is about.
pub enum InCare {
    Yes,
    No,
    /// The pupil is left out of `care.*` (RULES 4.3).
    UnreadableDate,
}

/// RULES 4.3 (S0 ¶65): with a `CareSince` date, in care since 30 September of the year before the target year or
/// earlier; without one, the in-care flag alone.
pub fn in_care(pupil: &ReferencePupil, edition: &str) -> InCare {
    if yes_or_no(pupil.cell("InCare")).as_deref() != Some("Y") {
        return InCare::No;
    }
    let target_year: i128 = edition.parse().expect("an edition is a year");
    let since = pupil.cell("CareSince");
    match date(since) {
        _ if since.is_empty() => InCare::Yes,
        None => InCare::UnreadableDate,
        Some(since) if since <= (target_year - 1, 9, 30) => InCare::Yes,
        Some(_) => InCare::No,
    }
}

/// RULES 10.1: year, month, day of a date as `dates` writes it.
fn date(text: &str) -> Option<(i128, i128, i128)> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

pub fn days_in_month(year: i128, month: i128) -> i128 {
    let leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap_year => 29,
        2 => 28,
        _ => 0,
    }
}

//! Generated files of edition 2027: one of a Reception class, of Years 1, 4, 6 and 11, and of attendance.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// What a file is of: its year group, and its columns besides the context that any file may have.
#[derive(Clone, Debug)]
struct TodayFile {
    year: &'static str,
    columns: Vec<String>,
}

const CONTEXT: [&str; 16] = [
    "NCYear",
    "Class",
    "School",
    "Sex",
    "Ethnicity",
    "FSM",
    "EAL",
    "SEN",
    "InCare",
    "GiftedTalented",
    "Disadvantaged",
    "FSM6",
    "PreviouslyInCare",
    "Mobile",
    "YoungCarer",
    "Inclusion",
];
const SESSIONS: [&str; 3] = ["Sessions_Possible", "Sessions_Authorised", "Sessions_Unauthorised"];
const KS1: [&str; 5] = ["KS1_Band", "KS1_APS", "KS1_Reading_TA", "KS1_Writing_TA", "KS1_Maths_TA"];
const KS2: [&str; 5] = ["KS2_Reading_Score", "KS2_Writing_TA", "KS2_Maths_Score", "KS2_GPS_Score", "KS2_Science_TA"];
const AVERAGES: [&str; 2] = ["KS2_Reading_Average", "KS2_Maths_Average"];
const OUTCOMES: [&str; 3] = ["KS2_Reading_Outcome", "KS2_Maths_Outcome", "KS2_GPS_Outcome"];
const KS4: [&str; 4] = ["KS4_English_Language", "KS4_English_Literature", "KS4_Maths", "KS4_A8"];
const ESTIMATES: [&str; 3] = ["FFT50_", "FFT20_", "FFT5_"];

fn plain(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

fn with(prefix: &str, columns: &[String]) -> Vec<String> {
    columns.iter().map(|column| format!("{prefix}{column}")).collect()
}

/// Results, their targets, and all estimates of them.
fn of_results(columns: &[String]) -> Vec<String> {
    let estimates = ESTIMATES.iter().flat_map(|prefix| with(prefix, columns)).collect();
    [columns.to_vec(), with("Target_", columns), estimates].concat()
}

fn files() -> Vec<TodayFile> {
    let goals = (1..=17).map(|goal| format!("EYFSP_E{goal:02}")).collect::<Vec<_>>();
    vec![
        TodayFile { year: "R", columns: [goals.clone(), with("Target_", &goals)].concat() },
        TodayFile { year: "1", columns: [of_results(&plain(&["Phonics_Mark"])), plain(&["Phonics_Outcome"])].concat() },
        TodayFile { year: "4", columns: of_results(&plain(&["MTC_Mark"])) },
        TodayFile {
            year: "6",
            columns: [plain(&KS1), of_results(&plain(&KS2)), plain(&OUTCOMES), plain(&AVERAGES), plain(&SESSIONS)]
                .concat(),
        },
        TodayFile { year: "11", columns: [plain(&[KS2[0], KS2[2]]), of_results(&plain(&KS4))].concat() },
        TodayFile { year: "", columns: plain(&SESSIONS) },
    ]
}

const FLAGS: &[&str] = &["Y", "Y", "N", "N", "N", "N", "Yes", "no", "1", "0", "", "", "maybe"];
const SCORES: &[&str] = &[
    "100", "99", "100", "101", "105", "110", "109", "111", "115", "120", "80", "89", "90", "96", "102", "103", "117",
    "113", "114", "107", "104.0", "100", "99", "108", "N", "B", "A", "h", "J", "Q", "U", "NS", "L", "M", "F", "P", "S",
    "X", "Z", "", "", "79", "121", "4b", "EXS",
];
const TARGET_SCORES: &[&str] =
    &["100", "99", "101", "105", "110", "109", "112", "100", "98", "120", "100", "110", "N", "B", "L", "", "", "high"];
const OUTCOME: &[&str] = &["AS", "AS", "AS", "NS", "NS", "as", "B", "A", "L", "M", "X", "U", "", "", "?"];
const WRITING: &[&str] = &[
    "EXS", "EXS", "GDS", "WTS", "exs", "EXS", "GDS", "WTS", "PK6", "PK1", "EM", "A", "D", "Q", "L", "M", "F", "P", "X",
    "Z", "", "", "HNM", "4",
];
const SCIENCE: &[&str] =
    &["EXS", "EXS", "EXS", "HNM", "hnm", "PK3", "EM", "A", "D", "Q", "L", "M", "F", "P", "X", "Z", "", "", "GDS", "?"];
const GRADES: &[&str] = &[
    "4", "4", "5", "5", "3", "3", "6", "7", "8", "9", "2", "1", "4", "5", "U", "u", "X", "", "", "A*", "5.0", "10", "0",
];
const GOALS: &[&str] = &["2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "1", "2.0"];
const ODD_GOALS: &[&str] = &["2", "2", "2", "2", "2", "2", "2", "1", "1", "A", "", "3"];

/// Cells that decide something, and some that are wrong.
fn cells(heading: &str) -> &'static [&'static str] {
    let plain = ["Target_", "FFT50_", "FFT20_", "FFT5_"].iter().find_map(|prefix| heading.strip_prefix(prefix));
    match plain.unwrap_or(heading) {
        "NCYear" => &["6", "Year 6", "06", "6", "5", ""],
        "Class" => &["6R", "6r", " 6W ", ""],
        "School" => &["2001", "2002", "2001", "2002", "2003", ""],
        "Sex" => &["F", "M", "girl", "Male", "F", "M", "", "x"],
        "Ethnicity" => &["WBRI", "wbri", "BAFR", "REFU", "BSOM", "ROMA", "", "AIND"],
        "SEN" => &["N", "N", "N", "K", "E", "k", ""],
        "Inclusion" => &["201", "201", "201", "201", "201", "201", "202", "203", ""],
        "KS1_Band" => &["1", "2", "2", "3", "4", ""],
        "KS1_APS" => &["8", "8.5", "6.25", "10", "0.25", ""],
        heading if heading.starts_with("KS1") => &["GDS", "EXS", "EXS", "WTS", "PKF", "BLW", "PK2", "A", "M", ""],
        "Phonics_Mark" => &["32", "31", "33", "40", "0", "28", "32", "38", "A", "D", "Q", "L", "", "", "41", "Wa"],
        "Phonics_Outcome" => &["Wa", "Wa", "wt", "Wt", "A", "D", "Q", "L", "", "", "?"],
        "MTC_Mark" => &["25", "24", "25", "0", "12", "22", "A", "b", "D", "J", "Q", "U", "L", "M", "", "26"],
        heading if heading.ends_with("_Average") => {
            &["104.28", "99.5", "103.8735", "110", "120", "120.5", "0", "", "", "x"]
        }
        heading if heading.ends_with("_Outcome") => OUTCOME,
        heading if heading.ends_with("_Score") && plain.is_some() => TARGET_SCORES,
        heading if heading.ends_with("_Score") => SCORES,
        "KS2_Writing_TA" => WRITING,
        "KS2_Science_TA" => SCIENCE,
        "KS4_A8" => &["46", "46.5", "50.25", "35.46", "0", "90", "61.8", "", "", "90.5", "x"],
        "Sessions_Possible" => &["380", "190", "100", "95", "5", "1", "0", "", "380.0", "x"],
        heading if heading.starts_with("Sessions") => {
            &["0", "1", "9", "10", "19", "38", "37", "33", "48", "76", "", "-1"]
        }
        "EYFSP_E12" | "EYFSP_E17" => ODD_GOALS,
        heading if heading.starts_with("EYFSP") => GOALS,
        heading if heading.starts_with("KS4") => GRADES,
        _ => FLAGS,
    }
}

/// A file with all or nearly all of its columns, and rows of likely and unlikely cells.
pub fn today_file(pupils: Range<usize>) -> impl Strategy<Value = String> {
    (select(files()), 0..6_usize).prop_flat_map(move |(file, without)| {
        let context = subsequence(CONTEXT.to_vec(), CONTEXT.len() / 2..=CONTEXT.len());
        let all = file.columns.len();
        let results = subsequence(file.columns.clone(), all.saturating_sub(without).max(1)..=all);
        let headings = (context, results).prop_map(|(context, results)| [plain(&context), results].concat());
        rows_under(headings.prop_shuffle(), file.year, pupils.clone())
    })
}

/// The same for findings: a cohort with targets, and last results under the plain columns.
pub fn today_cohorts(pupils: Range<usize>) -> impl Strategy<Value = (String, String)> {
    select(files()).prop_flat_map(move |file| {
        let context = plain(&["School", "Disadvantaged", "NCYear", "SEN"]);
        let last = file.columns.iter().filter(|column| !column.starts_with("Target_") && !column.starts_with("FFT"));
        let last = [plain(&["School", "Disadvantaged"]), last.cloned().collect()].concat();
        let cohort = [context, file.columns].concat();
        (rows_under(Just(cohort), file.year, pupils.clone()), rows_under(Just(last), file.year, pupils.clone()))
    })
}

fn rows_under(
    headings: impl Strategy<Value = Vec<String>>,
    year: &'static str,
    pupils: Range<usize>,
) -> impl Strategy<Value = String> {
    headings.prop_flat_map(move |headings| {
        let row = headings.iter().map(|heading| select(cells(heading))).collect::<Vec<_>>();
        let rows = proptest::collection::vec(row, pupils.clone());
        let quirks = proptest::collection::vec(0..40_u8, 40);
        (Just(headings), rows, quirks).prop_map(move |(headings, rows, quirks)| text(&headings, year, &rows, &quirks))
    })
}

fn text(headings: &[String], year: &str, rows: &[Vec<&'static str>], quirks: &[u8]) -> String {
    let mut lines = vec![format!("UPN,Surname,{}", headings.join(","))];
    for (number, (row, quirk)) in rows.iter().zip(quirks.iter().cycle()).enumerate() {
        let of_year = |(heading, cell): (&String, &&'static str)| match heading.as_str() {
            "NCYear" if cell.contains('6') => cell.replace('6', year),
            _ => (*cell).to_owned(),
        };
        let cells = headings.iter().zip(row).map(of_year).collect::<Vec<_>>().join(",");
        let mut line = format!("U{number:04},Okafor {number},{cells}");
        match quirk {
            0 => line.push_str(",extra"),
            1 => line.push_str(",,"),
            2 => lines.push(",".repeat(headings.len() + 1)),
            3 => lines.push(line.clone()), // the row twice
            _ => (),
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

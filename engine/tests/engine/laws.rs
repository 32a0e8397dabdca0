//! Laws that hold for every file.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::select;

use super::{FigureRow, figures, findings, guidance, read};

/// Every edition that ships and reads levels, as the files here have them.
fn edition_ids() -> Vec<&'static str> {
    let of_levels = guidance().editions.iter().filter(|edition| edition.family == guidance().fields.family);
    of_levels.map(|edition| edition.id.as_str()).collect()
}

const HEADINGS: [&str; 42] = [
    "UPN",
    "Surname",
    "Sex",
    "NCYear",
    "Class",
    "School",
    "Ethnicity",
    "EthnicityExt",
    "FSM",
    "EAL",
    "SEN",
    "InCare",
    "CareSince",
    "GiftedTalented",
    "KS1_Reading",
    "KS1_Writing",
    "KS1_Maths",
    "KS2_English",
    "KS2_Maths",
    "Target_KS2_English",
    "Target_KS2_Maths",
    "KS3_English",
    "KS3_Maths",
    "KS3_Science",
    "Target_KS3_English",
    "Target_KS3_Maths",
    "Target_KS3_Science",
    "KS4_English",
    "KS4_Maths",
    "KS4_AtoC",
    "KS4_Points",
    "Target_KS4_English",
    "Target_KS4_Maths",
    "Target_KS4_AtoC",
    "Target_KS4_Points",
    "Pilot",
    "Y5_English",
    "Y5_Maths",
    "Y8_English",
    "Sessions_Possible",
    "Sessions_Authorised",
    "Sessions_Unauthorised",
];
const SCALES: [&str; 13] = [
    "FSP_DA", "FSP_SD", "FSP_ED", "FSP_LCT", "FSP_LSL", "FSP_R", "FSP_W", "FSP_NLC", "FSP_C", "FSP_SSM", "FSP_KUW",
    "FSP_PD", "FSP_CD",
];
/// What files of early years and of attendance have besides.
const CONTEXT: [&str; 7] = ["School", "Class", "Sex", "NCYear", "InCare", "CareSince", "FSM"];
const ESTIMATES: [&str; 8] = [
    "FFTD_KS2_English",
    "FFTD_KS2_Maths",
    "FFTD_KS3_English",
    "FFTA_KS4_English",
    "FFTD_KS4_AtoC",
    "FFTB_KS4_Points",
    "FFTC_KS2_Maths",
    "FFTC_KS4_AtoC",
];
/// Chances, which are asked about; with a level among them they are not.
const PERCENTAGES: &[&str] = &["85%", "40%", "100%", "0%", "7.5%", "", "", "A", "85%", "40%", "100%", "62%", "4"];
const FRACTIONS: &[&str] = &["0.85", "0.4", "1", "0", "0.075", "", "0.85", "0.4", "1", "0.62", "0.5", "6"];
const GRADES: &[&str] =
    &["A*", "A", "B", "b", "C", "D", "E", "F", "G", "U", "X", "M", "T", "N", "L", "Z", "", "", "4", "C?"];
const COUNTS: &[&str] = &["0", "4", "5", "5.0", "9", "12", "", "", "five", "5.5"];
const POINTS: &[&str] = &["0", "300", "410.5", "58.25", "", "", "x", "1000"];
const FLAGS: &[&str] = &["Y", "N", "", "yes", "0", "1", "True", "f", "maybe"];
const DATES: &[&str] = &[
    "",
    "2008-09-30",
    "2008-10-01",
    "30/9/2008",
    "1/10/2008",
    "2003-05-17",
    "31/09/2008",
    "last summer",
    "2007",
    "2008-09-30T00:00:00",
    "39721",
    "1 October 2008",
    "9/30/2008",
    "5.10.2008",
];
const POSSIBLE: &[&str] = &["380", "190", "100", "95", "5", "1", "0", "", "380.5", "380.0", "x"];
const ABSENT: &[&str] = &["0", "1", "19", "20", "38", "76", "", "2.5", "-1"];
/// Points on a scale, most of them usable, since one that is not leaves the child out.
const SCALE: &[&str] = &[
    "0", "1", "2", "3", "4", "5", "6", "6", "6", "6", "7", "7", "7", "8", "8", "9", "6", "7", "8", "9", "", "10", "6.0",
];
const PRIOR: &[&str] =
    &["W", "1", "1", "1b", "2c", "2b", "2a", "2", "3", "3c", "4", "P4", "p1i", "A", "D", "", "M", "B", "2.4", "?"];
const LATER: &[&str] =
    &["2", "3", "3a", "4", "4", "4c", "5", "5b", "B", "N", "A", "T", "", "", "X", "EP", "4.9", "W", "4?"];

/// Spellings for each heading.
fn spellings(heading: &str) -> &'static [&'static str] {
    match heading {
        "UPN" => &["", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "V1", "V2", "V3", "V4", "V5", "V6", "V7"],
        "Surname" => &["Okafor", "\"Smith, J\"", "Zoë", "O'Neil", "\"Li \"\"Lee\"\" Wu\""],
        "Sex" => &["F", "M", "girl", "Male", "", "x"],
        "NCYear" => &["6", "Year 6", "06", "5", ""],
        "Class" => &["6R", "6r", " 6W ", "", "\"6,X\""],
        "School" => &["2001", "2002", "0302", "302.0", ""],
        "Ethnicity" => &["WBRI", "wbri", "BAFR", "REFU", "NOBT", "BSOM", "ROMA", "", "AIND"],
        "EthnicityExt" => &["", "BSOM", "XXXX", "WBRI"],
        "SEN" => &["N", "A", "p", "S", "K", "E", "", "School Action"],
        "CareSince" => DATES,
        "Sessions_Possible" => POSSIBLE,
        heading if heading.starts_with("Sessions") => ABSENT,
        heading if heading.starts_with("FSP") => SCALE,
        "FFTC_KS2_Maths" => PERCENTAGES,
        "FFTC_KS4_AtoC" => FRACTIONS,
        heading if heading.ends_with("AtoC") => COUNTS,
        heading if heading.ends_with("Points") => POINTS,
        heading if heading.contains("KS4") => GRADES,
        heading if heading.starts_with("KS1") => PRIOR,
        heading if heading.contains("KS2") || heading.contains("KS3") || heading.starts_with('Y') => LATER,
        _ => FLAGS,
    }
}

/// A file: some of the headings, in any order, and rows of likely and unlikely cells.
pub fn file(pupils: Range<usize>) -> impl Strategy<Value = String> {
    file_with(pupils, proptest::collection::vec(0..40_u8, 40))
}

/// The same, in which every row has as many cells as there are headings, as any reader of CSV wants it.
pub fn regular_file(pupils: Range<usize>) -> impl Strategy<Value = String> {
    file_with(pupils, Just(vec![u8::MAX]))
}

/// `quirks`: what is wrong with each row, taken in turn.
fn file_with(
    pupils: Range<usize>,
    quirks: impl Strategy<Value = Vec<u8>> + Clone + 'static,
) -> impl Strategy<Value = String> {
    let headings = HEADINGS.iter().chain(&ESTIMATES).copied().collect::<Vec<_>>();
    let all = Just(headings.clone()).prop_shuffle().boxed();
    let some = proptest::sample::subsequence(headings, 1..HEADINGS.len()).prop_shuffle().boxed();
    let context = proptest::sample::subsequence(CONTEXT.to_vec(), 0..=CONTEXT.len());
    let early_years = context.prop_map(|context| [context.as_slice(), &SCALES].concat()).prop_shuffle().boxed();
    prop_oneof![2 => all, 2 => some, 1 => early_years].prop_flat_map(move |headings| {
        let row = headings.iter().map(|heading| select(spellings(heading))).collect::<Vec<_>>();
        (Just(headings), proptest::collection::vec(row, pupils.clone()), quirks.clone())
            .prop_map(|(headings, rows, quirks)| text(&headings, &rows, &quirks))
    })
}

fn text(headings: &[&str], rows: &[Vec<&'static str>], quirks: &[u8]) -> String {
    let mut lines = vec![headings.join(",")];
    let has_names = headings.contains(&"Surname");
    for (row, quirk) in rows.iter().zip(quirks.iter().cycle()) {
        // Whether a row without UPN or name is a pupil's is a question, and not the reference's.
        let named = |(heading, cell): (&&str, &&'static str)| match *heading {
            "UPN" if cell.is_empty() && !has_names => "V8",
            _ => *cell,
        };
        let mut line = headings.iter().zip(row).map(named).collect::<Vec<_>>().join(",");
        match quirk {
            0 => line.push_str(",extra"),
            1 => line.push_str(",,"),
            2 => lines.push(",".repeat(headings.len())),
            _ => (),
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

fn number(cell: &str) -> u64 {
    cell.parse().unwrap()
}

/// A figure by its key, without the group.
fn of_all<'a>(rows: &'a [FigureRow], like: &FigureRow) -> Option<&'a FigureRow> {
    rows.iter().find(|row| row[1] == like[1] && row[2] == "all" && row[4..6] == like[4..6])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(80), max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for(text in file(0..40)) {
        let opened = read(text.as_bytes());
        let (rows, aside) = (opened.account.rows as usize, opened.account.rejected.len());
        prop_assert_eq!(rows, opened.cohort.len() + aside);
        let written = text.lines().skip(1).filter(|line| line.contains(|letter: char| letter != ',' && letter != ' '));
        prop_assert_eq!(rows, written.count());
    }

    #[test]
    fn nobody_disappears_and_groups_add_up(text in file(1..40)) {
        let rows = figures(&text, "2009", true, None);
        let pupils = read(text.as_bytes()).cohort.len() as u64;
        // Absence is in sessions; a measure about some of the pupils has only those in it.
        let of_pupils = |row: &&FigureRow| row[1].is_empty() && row[2] == "all" && row[4] != "attendance.absence";
        let of_some = |row: &FigureRow| row[4].starts_with("catchup.") || row[4].starts_with("care.");
        let about = |row: &FigureRow| number(&row[7]) + number(&row[9]);
        for row in rows.iter().filter(of_pupils) {
            prop_assert!(about(row) == pupils || about(row) < pupils && of_some(row), "{:?}", row);
        }
        let in_care = rows.iter().filter(of_pupils).filter(|row| row[4].starts_with("care."));
        prop_assert!(in_care.map(about).collect::<std::collections::BTreeSet<_>>().len() <= 1, "{:#?}", rows);
        let flagged_not = rows.iter().filter(|row| row[4].starts_with("care.") && row[2] == "care" && row[3] != "Y");
        prop_assert!(flagged_not.clone().all(|row| about(row) == 0), "{:#?}", flagged_not.collect::<Vec<_>>());
        let keys = rows.iter().filter(|row| row[2] != "all").map(|row| (&row[1], &row[2], &row[4], &row[5]));
        for key in keys.collect::<std::collections::BTreeSet<_>>() {
            let groups = rows.iter().filter(|row| (&row[1], &row[2], &row[4], &row[5]) == key).collect::<Vec<_>>();
            let all = of_all(&rows, groups[0]).unwrap();
            for column in [7, 8, 9] {
                prop_assert_eq!(groups.iter().map(|row| number(&row[column])).sum::<u64>(), number(&all[column]));
            }
        }
    }

    #[test]
    fn nothing_is_raised_on_what_is_a_row_alone(text in file(1..40), edition in select(edition_ids())) {
        let raised = findings(&text, edition);
        let alone = |id: &str| ["attendance.", "care.", "fsp."].iter().any(|area| id.starts_with(area));
        prop_assert!(!raised.iter().any(|row| alone(&row[2])), "{:#?}", raised);
    }

    #[test]
    fn attendance_is_the_same_whatever_year_group_is_picked(text in file(1..40), year in select(&["6", "5", "9"])) {
        let attendance = |rows: Vec<FigureRow>| {
            rows.into_iter().filter(|row| row[4].starts_with("attendance.")).collect::<Vec<_>>()
        };
        let of_year = attendance(figures(&text, "2009", true, Some(year)));
        prop_assert_eq!(of_year, attendance(figures(&text, "2009", true, None)));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(text in file(1..40)) {
        // Of two rows with one UPN the first counts, so only files without such rows can be turned round.
        prop_assume!(read(text.as_bytes()).account.rejected.is_empty());
        let mut lines = text.lines().collect::<Vec<_>>();
        lines[1..].reverse();
        prop_assert_eq!(figures(&lines.join("\n"), "2009", true, None), figures(&text, "2009", true, None));
    }

    #[test]
    fn a_raised_target_never_lowers_a_figure(text in file(1..20), line in 0..20_usize) {
        let mut lines = text.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>()).collect::<Vec<_>>();
        let targets = (0..lines[0].len()).filter(|column| lines[0][*column].starts_with("Target_")).collect::<Vec<_>>();
        let line = 1 + line % (lines.len() - 1);
        prop_assume!(lines[line].len() == lines[0].len() && !text.contains('"'));
        let before = figures(&text, "2009", false, None);
        for column in targets {
            // A level raised to the top. (A code like A would bring the pupil into the figure, which may lower it.)
            if lines[line][column].starts_with(|digit: char| digit.is_ascii_digit()) && lines[line][column] != "4?" {
                lines[line][column] = "8".into();
            }
        }
        let raised = lines.iter().map(|cells| cells.join(",")).collect::<Vec<_>>().join("\n");
        let after = figures(&raised, "2009", false, None);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after).filter(|(before, _)| !before[6].is_empty()) {
            prop_assert!(number(&after[6]) >= number(&before[6]), "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn chunks_of_any_size_read_the_same(text in file(0..30), size in 1..50_usize) {
        let mut reading = ambition_engine::intake::CohortReader::new(super::guidance().clone(), text.len() as u64);
        text.as_bytes().chunks(size).for_each(|chunk| reading.push(chunk).unwrap());
        let (pieces, whole) = (reading.finish().unwrap(), read(text.as_bytes()));
        prop_assert_eq!(super::cohort_figures(&pieces.cohort, "2009", true), super::cohort_figures(&whole.cohort, "2009", true));
        prop_assert_eq!(pieces.account.rejected, whole.account.rejected);
    }
}

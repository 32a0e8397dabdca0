//! The reference of edition 2027 held against figures worked out by hand from the rules: each mark just reached and
//! just short.

use super::{figures, findings};

/// `achieved,eligible,missing,left_out,value` of all pupils, by `measure,basis`; "no row" where there is none.
fn of_all(text: &str, key: &str) -> String {
    of_group(text, &format!("all,all,{key}"))
}

/// The same of a group: `group_by,group,measure,basis`.
fn of_group(text: &str, key: &str) -> String {
    let rows = figures(text, true, None);
    let row = rows.iter().find(|row| row[1].is_empty() && row[2..6].join(",") == key);
    row.map_or("no row".to_string(), |row| row[6..].join(","))
}

/// A file with a line of headings, and these lines.
fn file(headings: &str, lines: &[&str]) -> String {
    format!("{headings}\n{}\n", lines.join("\n"))
}

/// One column, with a name beside it so that every row is somebody's.
fn column(heading: &str, cells: &[&str]) -> String {
    let lines: Vec<String> = cells.iter().enumerate().map(|(row, cell)| format!("Pupil {row},{cell}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    file(&format!("Surname,{heading}"), &lines)
}

#[test]
fn a_good_level_of_development() {
    let headings = format!("Surname,{}", super::columns::goals(17).join(","));
    let child = |name: &str, twelve: &str, last: &str, others: &str| {
        let (eleven, five) = (format!(",{twelve}").repeat(11), format!(",{others}").repeat(5));
        format!("{name}{eleven},{last}{five}")
    };
    let lines = [
        child("Reached", "2", "2", "1"),   // the other five goals do not matter: 12
        child("One short", "2", "1", "2"), // 16
        child("Not assessed", "2", "A", "2"),
        child("Blank", "2", "", "2"),
        child("All", "2", "2", "2"), // 17
        child("Without all 17", "2", "2", "A"),
    ];
    let text = file(&headings, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(of_all(&text, "eyfsp.gld,actual"), "3,4,0,2,75.0000");
    assert_eq!(of_all(&text, "eyfsp.goals,actual"), ",3,0,3,15.0000"); // (12 + 16 + 17) ÷ 3
    assert_eq!(of_all(&text, "eyfsp.gld,target"), "no row");
}

#[test]
fn marks_of_phonics_and_tables() {
    let phonics = column("Phonics_Mark", &["32", "31", "40", "0", "A", "D", "Q", "L", "41", "", "wa"]);
    assert_eq!(of_all(&phonics, "phonics.y1,actual"), "2,10,1,1,20.0000");
    let tables = column("MTC_Mark", &["25", "24", "0", "A", "B", "D", "J", "Q", "U", "L", "M", "", "26"]);
    assert_eq!(of_all(&tables, "mtc.full,actual"), "1,11,1,2,9.0909");
    assert_eq!(of_all(&tables, "mtc.mean,actual"), ",3,0,10,16.3333");
}

#[test]
fn scaled_scores() {
    let scores = ["100", "99", "110", "109", "80", "120", "79", "121", "N", "B", "A", "H", "J", "Q", "U", "NS", ""];
    let out = ["L", "M", "F", "P", "S", "X", "Z"];
    for subject in ["reading", "maths", "gps"] {
        let heading = match subject {
            "reading" => "KS2_Reading_Score",
            "maths" => "KS2_Maths_Score",
            _ => "KS2_GPS_Score",
        };
        let text = column(heading, &[&scores[..], &out].concat());
        assert_eq!(of_all(&text, &format!("ks2.{subject},actual")), "4,17,1,7,23.5294");
        assert_eq!(of_all(&text, &format!("ks2.{subject}.high,actual")), "2,17,1,7,11.7647");
        assert_eq!(of_all(&text, &format!("ks2.{subject}.mean,actual")), ",6,0,18,103.0000"); // 618 ÷ 6
    }
}

#[test]
fn a_score_and_an_outcome_beside_it() {
    let lines = [
        "Ann,104,AS",
        "Ben,,AS", // at least 100, and no more is known
        "Cat,N,NS",
        "Dan,,L",     // out
        "Eve,N,",     // no score, no outcome: not reached
        "Flo,,",      // missing
        "Guy,99,AS",  // the score is the result
        "Hal,130,AS", // not understood
        "Ida,n,as",
    ];
    let text = file("Surname,KS2_Reading_Score,KS2_Reading_Outcome", &lines);
    assert_eq!(of_all(&text, "ks2.reading,actual"), "3,8,1,1,37.5000");
    assert_eq!(of_all(&text, "ks2.reading.high,actual"), "0,8,1,1,0.0000");
    assert_eq!(of_all(&text, "ks2.reading.mean,actual"), ",2,0,7,101.5000");
}

#[test]
fn reading_writing_and_maths() {
    let lines = [
        "Ann,100,EXS,100",
        "Ben,99,EXS,100",
        "Cat,100,WTS,100",
        "Dan,100,EXS,99",
        "Eve,110,GDS,110",
        "Flo,109,GDS,110",
        "Guy,110,EXS,110",
        "Hal,100,,100", // missing
        "Ida,99,,100",  // short whatever the blank is
        "Jo,L,EXS,100", // out
        "Kim,100,X,99", // out, although short
        "Lou,A,PK6,B",
    ];
    let text = file("Surname,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score", &lines);
    assert_eq!(of_all(&text, "ks2.rwm,actual"), "4,10,1,2,40.0000");
    assert_eq!(of_all(&text, "ks2.rwm.high,actual"), "1,10,0,2,10.0000");
    assert_eq!(of_all(&text, "ks2.writing,actual"), "7,11,2,1,63.6364");
}

#[test]
fn teacher_assessments() {
    let writing = ["GDS", "EXS", "WTS", "PK6", "PK1", "EM", "A", "D", "Q", "", "HNM", "L", "M", "F", "P", "X", "Z"];
    let text = column("KS2_Writing_TA", &writing);
    assert_eq!(of_all(&text, "ks2.writing,actual"), "2,11,1,6,18.1818");
    assert_eq!(of_all(&text, "ks2.writing.high,actual"), "1,11,1,6,9.0909");
    let text = column("KS2_Science_TA", &["EXS", "HNM", "PK6", "EM", "A", "D", "Q", "", "GDS", "L", "Z"]);
    assert_eq!(of_all(&text, "ks2.science,actual"), "1,9,1,2,11.1111");
}

#[test]
fn grades_9_to_1() {
    let lines = [
        "Ann,4,,4",
        "Ben,3,4,4", // the higher of the two
        "Cat,,5,5",  // a blank one is passed over
        "Dan,5,5,4",
        "Eve,4,4,3",
        "Flo,,,5",  // missing
        "Guy,X,,5", // X is below 1: not missing
        "Hal,U,7,7",
        "Ida,A*,,9", // not understood
        "Jo,5,3,",   // missing
        "Kim,,,",
    ];
    let text = file("Surname,KS4_English_Language,KS4_English_Literature,KS4_Maths", &lines);
    assert_eq!(of_all(&text, "ks4.em4,actual"), "5,11,3,0,45.4545");
    assert_eq!(of_all(&text, "ks4.em5,actual"), "2,11,3,0,18.1818");
    assert_eq!(of_all(&text, "ks4.english7,actual"), "1,11,2,0,9.0909");
    assert_eq!(of_all(&text, "ks4.maths7,actual"), "2,11,2,0,18.1818");
    assert_eq!(of_all(&text, "ks4.maths4,actual"), "8,11,2,0,72.7273");
}

#[test]
fn attainment_8_and_estimates() {
    let lines = ["Ann,0,40", "Ben,90,50.5", "Cat,90.5,", "Dan,,60", "Eve,45.25,x"];
    let text = file("Surname,KS4_A8,FFT20_KS4_A8", &lines);
    assert_eq!(of_all(&text, "ks4.a8,actual"), ",3,0,2,45.0833");
    assert_eq!(of_all(&text, "ks4.a8,estimate:FFT20"), ",3,0,2,50.1667");
}

#[test]
fn absence_of_10_and_50_per_cent() {
    let lines = ["Ann,380,38,0", "Ben,380,37,0", "Cat,380,100,90", "Dan,380,,189", "Eve,0,0,0", "Flo,,1,1"];
    let text = file("Surname,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised", &lines);
    assert_eq!(of_all(&text, "attendance.persistent,actual"), "3,4,0,2,75.0000");
    assert_eq!(of_all(&text, "attendance.severe,actual"), "1,4,0,2,25.0000");
    assert_eq!(of_all(&text, "attendance.absence,actual"), "454,1520,0,2,29.8684");
}

#[test]
fn children_in_care() {
    let lines = ["Ann,Y,100,EXS,100,4,4", "Ben,Y,99,EXS,100,4,3", "Cat,N,100,EXS,100,4,4", "Dan,yes,L,EXS,100,,4"];
    let headings = "Surname,InCare,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score,KS4_English_Language,KS4_Maths";
    let text = file(headings, &lines);
    assert_eq!(of_all(&text, "care.ks2.rwm,actual"), "1,2,0,1,50.0000");
    assert_eq!(of_all(&text, "care.ks4.em4,actual"), "1,3,1,0,33.3333");
}

/// C.1 to C.3: 89.5 is the last mean of a band, 90 the first of the next; a pupil with one score has no usable prior.
#[test]
fn similar_pupils() {
    let lines = ["Ann,89,90,Y,4,4,40", "Ben,90,90,N,4,4,40", "Cat,117,117,Y,,,", "Dan,N,90,Y,4,4,50", "Eve,120,,,,,"];
    let headings = "Surname,KS2_Reading_Score,KS2_Maths_Score,Disadvantaged,Target_KS4_English_Language,Target_KS4_Maths,Target_KS4_A8";
    let text = file(headings, &lines);
    assert_eq!(of_all(&text, "ks4.em4,similar"), ",3,0,2,39.2000"); // (4 + 14.5 + 99.1) ÷ 3
    assert_eq!(of_all(&text, "ks4.em5,similar"), ",3,0,2,34.0667"); // (0.9 + 3.6 + 97.7) ÷ 3
    assert_eq!(of_all(&text, "ks4.a8,similar"), ",3,0,2,39.8200"); // (22 + 22 + 75.46) ÷ 3
    assert_eq!(of_group(&text, "disadvantaged,Y,ks4.em4,similar"), ",2,0,1,50.1000"); // (2.9 + 97.3) ÷ 2
    assert_eq!(of_group(&text, "disadvantaged,N,ks4.em4,similar"), ",1,0,0,18.0000");
    assert_eq!(of_group(&text, "prior,below 100,ks4.em4,target"), "2,2,0,0,100.0000");
    assert_eq!(of_group(&text, "prior,unknown,ks4.em4,target"), "1,2,1,0,50.0000");
}

#[test]
fn groups_by_prior_attainment_and_who_is_set_aside() {
    let lines = ["Ann,201,1,100", "Ben,202,1,100", "Cat,203,2,100", "Dan,,3,99", "Eve,,4,100"];
    let text = file("Surname,Inclusion,KS1_Band,KS2_Reading_Score", &lines);
    assert_eq!(of_all(&text, "ks2.reading,actual"), "2,3,0,0,66.6667");
    assert_eq!(of_group(&text, "prior,1 low,ks2.reading,actual"), "1,1,0,0,100.0000");
    assert_eq!(of_group(&text, "prior,3 high,ks2.reading,actual"), "0,1,0,0,0.0000");
    assert_eq!(of_group(&text, "prior,unknown,ks2.reading,actual"), "1,1,0,0,100.0000");
    assert_eq!(of_group(&text, "prior,2 middle,ks2.reading,actual"), "no row");
}

/// `measure,code,pupils` of what is raised on the whole file.
fn raised(text: &str, last: Option<&str>) -> Vec<String> {
    let rows = findings(text, last, None);
    rows.iter().filter(|row| row[0].is_empty()).map(|row| row[1..].join(",")).collect()
}

#[test]
fn findings_on_reading_writing_and_maths() {
    let headings = "Surname,Disadvantaged,Target_KS2_Reading_Score,Target_KS2_Writing_TA,Target_KS2_Maths_Score";
    let text = file(headings, &["Ann,Y,100,EXS,100", "Ben,N,100,WTS,100", "Cat,Y,99,WTS,100", "Dan,N,100,EXS,"]);
    let wanted = ["ks2.rwm,groups-alike,3", "ks2.rwm,one-subject-short,2", "ks2.rwm,target-missing,1"];
    assert_eq!(raised(&text, None), wanted);
    let last = file(
        "Surname,Disadvantaged,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score",
        &["Ed,Y,100,EXS,100", "Flo,N,99,EXS,100"],
    );
    // 1 of 4 by target, 1 of 2 last year; the gap goes from −100 to −50 and the others stay ahead of nobody.
    let wanted = ["ks2.rwm,below-current,3", wanted[0], wanted[1], wanted[2]];
    assert_eq!(raised(&text, Some(&last)), wanted);
}

#[test]
fn findings_on_grades() {
    let headings =
        "Surname,KS2_Reading_Score,KS2_Maths_Score,Target_KS4_English_Language,Target_KS4_Maths,Target_KS4_A8";
    // 51.5 % each: two such pupils are 1.03, so nobody by target is a whole pupil below, one pupil alone is not.
    let two = file(headings, &["Ann,100,100,3,4,35.46", "Ben,100,100,4,3,35.45"]);
    let wanted = ["ks4.a8,below-similar,0", "ks4.em4,below-similar,2", "ks4.em4,standard-at-ks2-not-4,2"];
    assert_eq!(raised(&two, None), wanted);
    let one = file(headings, &["Ann,100,100,3,4,35.46"]);
    assert_eq!(raised(&one, None), ["ks4.em4,standard-at-ks2-not-4,1"]);
}

#[test]
fn findings_on_absence() {
    let headings = "Surname,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised";
    let text = file(headings, &["Ann,380,33,0", "Ben,380,32,0", "Cat,380,60,0"]);
    assert_eq!(raised(&text, None), ["attendance.persistent,near-persistent,2"]);
}

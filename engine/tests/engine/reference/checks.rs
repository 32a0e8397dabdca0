//! The reference held against figures worked out by hand from the rules.

use super::exact::ReferenceFraction;
use super::figures;
use super::results::{grade_points, ks1_english_level, points, whole_level};

/// The last five columns, `achieved,eligible,missing,left_out,value`, of the row with this key
/// (`school,group_by,group,measure,basis`); "no row" where there is none.
fn figure(text: &str, edition: &str, year: Option<&str>, key: &str) -> String {
    let rows = figures(text, edition, true, year);
    let row = rows.iter().find(|row| row[1..6].join(",") == key);
    row.map_or("no row".to_string(), |row| row[6..].join(","))
}

/// The same for all pupils of all schools; `key` is `measure,basis`.
fn of_all(text: &str, edition: &str, key: &str) -> String {
    figure(text, edition, None, &format!(",all,all,{key}"))
}

/// RULES 1.1, 1.2.
#[test]
fn whole_levels() {
    for (result, level) in [("P1i", 0), ("p8", 0), ("w", 0), ("1", 1), ("2C", 2), ("8a", 8), ("EP", 9), ("4.9", 4)] {
        assert_eq!(whole_level(result), Some(level), "{result}");
    }
    for none in ["", "B", "N", "A", "D", "T", "M", "L", "X", "Z", "P1", "9", "0", "0.9", "9.1", "4.", "4d", "44", "é"]
    {
        assert_eq!(whole_level(none), None, "{none}");
    }
}

/// RULES 1.3, 1.5.
#[test]
fn points_of_results_and_grades() {
    for (result, worth) in
        [("W", 3), ("P1i", 3), ("1", 9), ("2c", 13), ("2b", 15), ("2", 15), ("2A", 17), ("3", 21), ("4", 27), ("8", 51)]
    {
        assert_eq!(points(result), Some(worth), "{result}");
    }
    assert_eq!((points("5a"), points("4.7"), points("EP"), points("B")), (Some(35), Some(27), Some(57), None));
    assert_eq!((grade_points("a*"), grade_points("G"), grade_points("U")), (Some(58), Some(16), Some(0)));
    assert_eq!((grade_points("M"), grade_points(""), grade_points("EP")), (None, None, None));
}

/// RULES 1.4; the contested cells of the table in REFERENCE 1.3.
#[test]
fn ks1_english_is_the_average_of_reading_and_writing() {
    let average = ks1_english_level;
    assert_eq!((average("W", "W"), average("P4", "W"), average("W", "1")), (Some(0), Some(0), Some(1)));
    assert_eq!((average("1", "2c"), average("1", "2b")), (Some(1), Some(2))); // 11, 12
    assert_eq!((average("2c", "3"), average("2b", "3")), (Some(2), Some(3))); // 17, 18
    assert_eq!((average("3", "4"), average("2a", "4")), (Some(4), Some(3))); // 24, 22
    assert_eq!((average("2b", "A"), average("", "3"), average("B", "2")), (None, None, None));
}

/// RULES 2.4: half away from zero.
#[test]
fn four_decimals() {
    let printed = |above, below| ReferenceFraction::ratio(above, below).map(ReferenceFraction::four_decimals);
    assert_eq!(printed(200, 3).as_deref(), Some("66.6667"));
    assert_eq!(printed(1, 20_000).as_deref(), Some("0.0001")); // 0.00005
    assert_eq!(printed(-1, 20_000).as_deref(), Some("-0.0001"));
    assert_eq!(printed(-1, 30_000).as_deref(), Some("0.0000"));
    assert_eq!(printed(1, 0), None);
}

/// RULES 2.1: every pupil is in; only an empty cell can be missing. Two of seven reach both; one could.
#[test]
fn level_4_in_both_is_counted_per_pupil() {
    let text = "KS2_English,KS2_Maths\n4,4\n5b,EP\n4,3\n3,5\n,4\n,3\nX,4\n";
    assert_eq!(of_all(text, "2009", "ks2.both4,actual"), "2,7,1,0,28.5714");
    assert_eq!(of_all(text, "2009", "ks2.english4,actual"), "3,7,2,0,42.8571");
    assert_eq!(of_all(text, "2008", "ks2.both4,actual"), "no row");
    assert_eq!(of_all(text, "2009", "ks2.both4,target"), "no row");
}

/// RULES 2.2: a blank outcome is left out of `actual` and missing in `target`; B counts as not made; A is left out.
#[test]
fn two_levels_of_progress_over_ks2() {
    let results = ["2c,4", "2a,3", "W,2", "1,B", "2,A", "3,", "A,5", ",5", "2,strange"].join("\n");
    let actual = format!("KS1_Maths,KS2_Maths\n{results}\n");
    let target = format!("KS1_Maths,Target_KS2_Maths\n{results}\n");
    assert_eq!(of_all(&actual, "2009", "ks2.progress.maths,actual"), "2,4,0,5,50.0000");
    assert_eq!(of_all(&target, "2009", "ks2.progress.maths,target"), "2,5,1,4,40.0000");
    assert_eq!(of_all(&target, "2009", "ks2.progress.maths,moderated"), "2,5,1,4,40.0000");
    assert_eq!(of_all(&target, "2009", "ks2.progress.maths,expected"), ",7,0,2,100.0000");
    assert_eq!(of_all(&target, "2008", "ks2.progress.maths,target"), "no row");
}

/// RULES 3 (S0 ¶31), 3.1, 2.2: 7→A, 8→A*, W→G; U and X not made; M left out; `A` is a grade here.
#[test]
fn two_levels_of_progress_over_ks4() {
    let rows = ["7,A", "7,B", "8,A*", "8,A", "W,G", "W,U", "5,X", "5,c", "4,D", "5,M", "5,", "N,C"].join("\n");
    let text = format!("KS3_English,FFTD_KS4_English\n{rows}\n");
    // Made: 7 A, 8 A*, W G, 5 c, 4 D. Left out: M, and the prior N. The blank stays in, being an estimate.
    assert_eq!(of_all(&text, "2009", "ks4.progress.english,estimate:FFT D"), "5,10,1,2,50.0000");
    assert_eq!(of_all(&text, "2009", "ks4.progress.english,expected"), "no row");
}

/// S0 ¶31a, S1 ¶10; RULES 2.1 for `missing`; RULES 5: 5 and 6 average 5.5, that is 5, and so do 6 and 4.
#[test]
fn five_good_grades_and_points() {
    let heading = "KS3 English,KS3.Maths,KS4_AtoC,ks4-english,KS4_Maths,KS4_Points";
    let rows = ["6,6,5,C,C,300", "5,6,8,A*,D,410.5", "5,4,,B,C,", "6,4,9,,F,x", "A,8,4,A,A,100"].join("\n");
    let text = format!("{heading}\n{rows}\n");
    assert_eq!(of_all(&text, "2009", "ks4.good5em,actual"), "1,5,1,0,20.0000");
    assert_eq!(of_all(&text, "2008", "ks4.good5,actual"), "3,5,1,0,60.0000");
    assert_eq!(of_all(&text, "2008", "ks4.points,actual"), ",3,0,2,270.1667"); // 810.5 ÷ 3
    assert_eq!(of_all(&text, "2009", "ks4.good5em,expected"), ",5,1,0,32.0000"); // 100 + 30 + 0 + 30
    assert_eq!(of_all(&text, "2008", "ks4.good5em,expected"), ",5,1,0,40.0000"); // 100 + 50 + 0 + 50
}

/// RULES 3.3. Totals 78, 78, 117 and 65: median 78, lowest ⌈4 ÷ 5⌉ = 1 is 65, gap 13 ÷ 78.
#[test]
fn foundation_stage() {
    let heading = "FSP_DA,FSP_SD,FSP_ED,FSP_LCT,FSP_LSL,FSP_R,FSP_W,FSP_NLC,FSP_C,FSP_SSM,FSP_KUW,FSP_PD,FSP_CD";
    let good = "6,6,6,6,6,6,6,6,6,6,6,6,6"; // 78, and 6 in all 7
    let writing_5 = "6,6,6,6,6,6,5,7,6,6,6,6,6"; // 78, but 5 in writing
    let all_9 = "9,9,9,9,9,9,9,9,9,9,9,9,9"; // 117
    let all_5 = "5,5,5,5,5,5,5,5,5,5,5,5,5"; // 65
    let left_out = "10,9,9,9,9,9,9,9,9,9,9,9,9\n9,9,9,9,9,9,9,9,9,9,9,9,";
    let text = [heading, good, writing_5, all_9, all_5, left_out].join("\n");
    assert_eq!(of_all(&text, "2009", "fsp.good,actual"), "2,4,0,2,50.0000");
    assert_eq!(of_all(&text, "2009", "fsp.gap,actual"), ",4,0,2,16.6667");
    let nobody = [heading, left_out].join("\n");
    assert_eq!(of_all(&nobody, "2009", "fsp.gap,actual"), ",0,0,2,");
    let zeros = [heading, &all_9.replace('9', "0")].join("\n");
    assert_eq!(of_all(&zeros, "2009", "fsp.gap,actual"), ",1,0,0,");
}

/// RULES 3.4, 10.2; RULES 2.1: over all pupils whatever year group is picked.
#[test]
fn absence() {
    let text = "NCYear,KS2_Maths,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n\
                6,4,100,19,1\n6,3,100,19,\n5,,50,0,20\n5,,0,3,0\n5,,,,\n";
    let of_year_6 = |key| figure(text, "2009", Some("6"), key);
    assert_eq!(of_year_6(",all,all,attendance.absence,actual"), "59,250,0,2,23.6000");
    assert_eq!(of_year_6(",all,all,attendance.persistent,actual"), "2,3,0,2,66.6667");
    assert_eq!(of_year_6(",all,all,ks2.maths4,actual"), "1,2,0,0,50.0000");
    assert_eq!(of_all(text, "2009", "ks2.maths4,actual"), "1,5,3,0,20.0000");
    assert_eq!(of_all(text, "2008", "attendance.persistent,actual"), "no row");
}

/// RULES 4.3: since 30 September 2008 or earlier for 2009; an unreadable date is left out; no date: the flag alone.
#[test]
fn children_in_care() {
    let text = "InCare,CareSince,KS2_Maths\nY,2008-09-30,4\nyes,1/10/2008,4\n1,,3\nT,31/02/2008,5\nN,2001-01-01,5\n,,5\nTrue,30/9/2007,\n";
    assert_eq!(of_all(text, "2009", "care.ks2.maths4,actual"), "1,3,1,1,33.3333");
    assert_eq!(figure(text, "2009", None, ",care,Y,ks2.maths4,actual"), "3,5,1,0,60.0000");
    assert_eq!(figure(text, "2009", None, ",care,N,care.ks2.maths4,actual"), "0,0,0,0,");
    assert_eq!(of_all(text, "2008", "care.ks2.maths4,actual"), "no row");
}

/// RULES 3 (S3): below level 4 at KS2 with a level, B or N. 3, B and W are; 4, A and the blank are not.
#[test]
fn catching_up() {
    let text = "KS2_English,KS3_English,Target_KS3_English\n3,5,\nB,4,5\nW,,EP\n4,6,6\nA,5,5\n,5,5\n";
    assert_eq!(of_all(text, "2008", "catchup.ks3.english,actual"), "1,3,1,0,33.3333");
    assert_eq!(of_all(text, "2009", "catchup.ks3.english,target"), "2,3,1,0,66.6667");
}

/// RULES 5: rates of both editions, the lower of two for a two-subject mark, no usable prior is missing.
#[test]
fn expected_of_the_cohort() {
    let text = "KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
                2c,2b,1,4,4\n1,1,2,4,4\nW,W,3,3,5\n2,,2,4,4\n";
    assert_eq!(of_all(text, "2009", "ks2.english4,expected"), ",4,1,0,36.2500"); // 100 + 45 + 0
    assert_eq!(of_all(text, "2008", "ks2.english4,expected"), ",4,1,0,25.0000"); // 100 + 0 + 0
    assert_eq!(of_all(text, "2009", "ks2.both4,expected"), ",4,1,0,22.5000"); // 45 + 45 + 0
    let ks3 = "KS2_English,KS2_Maths,KS3_English,KS3_Maths,KS3_Science\n3,3,5,5,5\n4,4,5,5,5\n5,3,6,5,5\n";
    assert_eq!(of_all(ks3, "2009", "ks3.english5,expected"), ",3,0,0,80.0000"); // 40 + 100 + 100
    assert_eq!(of_all(ks3, "2009", "ks3.maths5,expected"), ",3,0,0,66.6667"); // 50 + 100 + 50
    assert_eq!(of_all(ks3, "2008", "ks3.maths5,expected"), ",3,0,0,60.0000"); // 40 + 100 + 40
    assert_eq!(of_all(ks3, "2009", "ks3.both5,expected"), ",3,0,0,63.3333"); // 40 + 100 + 50
    assert_eq!(of_all(ks3, "2008", "ks3.science5,expected"), ",3,0,0,33.3333"); // 0 + 100 + 0
    assert_eq!(of_all(ks3, "2009", "ks3.science5,expected"), "no row");
    assert_eq!(of_all(ks3, "2009", "ks3.progress.maths,expected"), "no row");
}

/// RULES 2.3: set aside are a second UPN in a school and a cell beyond the headings; of two headings the first is read.
#[test]
fn rows_and_headings() {
    let text = "\u{feff}UPN,School,KS2 Maths,ks2_maths\nU1,S1,4,3\nU1,S1,4,4\nU1,S2,3,4\n,,,\nU2,S1,4,,oops\nU3\n ,S2,4,, \n,S2,4\n";
    // Pupils: U1 at S1 (4), U1 at S2 (3), U3 without school or result, two without UPN at S2 (4, 4).
    assert_eq!(of_all(text, "2009", "ks2.maths4,actual"), "3,5,1,0,60.0000");
    assert_eq!(figure(text, "2009", None, "S2,all,all,ks2.maths4,actual"), "2,3,0,0,66.6667");
    assert_eq!(figure(text, "2009", None, "unknown,all,all,ks2.maths4,actual"), "0,1,1,0,0.0000");
    assert!(figures("UPN,KS2_Maths\n,\n", "2009", true, None).is_empty());
}

/// RULES 4.1, 4.2, 10.1, 10.2: codes of the groups.
#[test]
fn groups_by_their_codes() {
    let text = "Sex,Ethnicity,EthnicityExt,FSM,SEN,Class,KS2_Maths\n\
                girl,wbri,,y,p,6b,4\nM,BSOM,,0,K,6B,4\nx,REFU,BSOM,,SA,,4\nF,ZZZZ,bsom,maybe,,6b,4\n";
    let count = |group| figure(text, "2009", None, &format!(",{group},ks2.maths4,actual"));
    for (group, pupils) in [
        ("sex,F", 2),
        ("sex,M", 1),
        ("sex,unknown", 1),
        ("ethnicity,WBRI", 1),
        ("ethnicity,BAFR", 2),
        ("ethnicity,unclassified", 1),
        ("fsm,Y", 1),
        ("fsm,N", 1),
        ("fsm,unknown", 2),
        ("sen,P", 1),
        ("sen,K", 1),
        ("sen,unknown", 2),
        ("class,6b", 2),
        ("class,6B", 1),
        ("class,unknown", 1),
        ("eal,unknown", 4),
    ] {
        assert_eq!(count(group), format!("{pupils},{pupils},0,0,100.0000"), "{group}");
    }
    assert_eq!(count("eal,Y"), "no row");
    assert_eq!(figures(text, "2009", false, None).len(), 1); // ks2.maths4 on actual
}

/// RULES 10.2: sorted by the first six columns as text by code point.
#[test]
fn sorted_rows() {
    let text = "School,Class,KS2_Maths,Target_KS2_Maths\nb,6,4,4\nB,6,4,4\n";
    let rows = figures(text, "2008", true, None);
    let keys: Vec<String> = rows.iter().map(|row| row[..6].join(",")).collect();
    assert_eq!(keys[0], "2008,,all,all,ks2.maths4,actual");
    assert_eq!(keys.len(), 3 * 9 * 3); // schools, groups (all and eight), bases
    let position = |key: &str| keys.iter().position(|other| other == key);
    assert!(position("2008,B,sex,unknown,ks2.maths4,target") < position("2008,b,all,all,ks2.maths4,actual"));
    assert!(position("2008,B,all,all,ks2.maths4,moderated").is_some());
}

/// RULES 3: which subject a measure reads.
#[test]
fn each_subject_by_itself() {
    let heading = "KS2_English,KS2_Maths,KS3_English,KS3_Maths,KS3_Science";
    let measures = "ks2.english4 ks2.maths4 ks3.english5 ks3.maths5 ks3.science5";
    for (place, reached) in measures.split(' ').enumerate() {
        let mut results = ["1"; 5];
        results[place] = "6";
        let text = format!("{heading}\n{}\n", results.join(","));
        for measure in measures.split(' ') {
            let (count, value) = if measure == reached { (1, "100") } else { (0, "0") };
            let figure = of_all(&text, "2008", &format!("{measure},actual"));
            assert_eq!(figure, format!("{count},1,0,0,{value}.0000"), "{measure}");
        }
    }
}

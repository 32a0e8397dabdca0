//! What the guidance names beside the targets themselves, held against figures of the file by hand: pilot schools, results
//! on the way, reading against writing, groups elsewhere, seasons of birth (RULES 4.4, 5.1, 6.5, 7.2, 9.4).

use ambition_engine::screens::{
    AmbitionPage, Exchange, Query, SheetPage, SheetQuery, TableRow, TablesAbout, TablesPage, TablesQuery, Tone, View,
};
use ambition_engine::session::command::{PupilsQuery, SheetTopic};
use ambition_engine::session::{Command, Session};

use super::{ask, read, session};

fn tables(session: &mut Session, about: TablesAbout, measure: &str, by: &str) -> TablesPage {
    let query = TablesQuery { about, measure: measure.into(), by: by.into(), ..TablesQuery::default() };
    let View::Tables(view) = ask(session, Query::Tables(query)) else { panic!() };
    *view
}

fn sheet(session: &mut Session, topic: SheetTopic) -> SheetPage {
    let View::Sheet(view) = ask(session, Query::Sheet(SheetQuery { topic, today: "2008-01-31".into() })) else {
        panic!()
    };
    *view
}

/// The rows of a table of a page, head first, with what stands small below the head.
fn rows(page: &TablesPage, title: &str) -> Vec<Vec<String>> {
    let table = page.tables.iter().find(|table| table.title.starts_with(title));
    let table = table.unwrap_or_else(|| panic!("no {title}: {page:#?}"));
    table.sections.iter().flat_map(|section| &section.rows).map(cells).collect()
}

fn cells(row: &TableRow) -> Vec<String> {
    [&row.head].into_iter().chain(&row.cells).map(|cell| cell.value.to_string()).collect()
}

/// The rows of a part of a sheet.
fn rows_of_part(page: &SheetPage, title: &str) -> Vec<Vec<String>> {
    let part = page.parts.iter().find(|part| part.title.starts_with(title));
    part.unwrap_or_else(|| panic!("no {title}: {page:#?}")).table.rows().map(cells).collect()
}

/// Two schools of four pupils; the first is a pilot school with so many targets of level 4, the second has three.
fn with_pilot(targets: [&str; 4]) -> Session {
    let rows = |school: &str, pilot: &str, targets: [&str; 4]| {
        targets.map(|target| format!("{school},{pilot},2b,{target}\n")).concat()
    };
    let head = "School,Pilot,KS1_Maths,Target_KS2_Maths\n";
    let text = format!("{head}{}{}", rows("1001", "Y", targets), rows("1002", "N", ["4", "4", "4", "3"]));
    let last = ["1001,2b,4\n", "1001,2b,4\n", "1001,2b,3\n", "1001,2b,3\n"].concat();
    let last = format!("School,KS1_Maths,KS2_Maths\n{last}{}", last.replace("1001", "1002"));
    let mut session = session(&text);
    session.open_current(read(last.as_bytes()), "last.csv").unwrap();
    session
}

#[test]
fn pilot_schools_are_held_against_the_others() {
    let rises = |targets| {
        let page = tables(&mut with_pilot(targets), TablesAbout::Schools, "", "");
        let title = "Schools of the Making Good Progress pilot";
        let tones = page.tables.iter().find(|table| table.title == title).unwrap().sections[0].rows.iter();
        let tones = tones.map(|row| row.cells[1].tone).collect::<Vec<_>>();
        (rows(&page, title), tones)
    };
    // From 50% to 75% in both: no more than the others.
    let (same, tones) = rises(["4", "4", "4", "3"]);
    assert_eq!(same, [["1001", "not known", "+25.0"], ["All other schools", "", "+25.0"]]);
    assert_eq!(tones, [Tone::Warn, Tone::Plain]);
    let (more, tones) = rises(["4", "4", "4", "4"]);
    assert_eq!((more[0][2].as_str(), tones[0]), ("+50.0", Tone::Plain));
    // Without a pilot school there is nothing to say.
    let page = tables(&mut session("School,KS1_Maths,Target_KS2_Maths\n1,2,4\n2,2,4\n"), TablesAbout::Schools, "", "");
    assert!(page.tables.iter().all(|table| !table.title.contains("pilot")));
}

#[test]
fn results_on_the_way_tell_who_is_on_track() {
    let text =
        "Surname,KS1_Maths,Y4_Maths,Target_KS2_Maths\nAsh,2c,3,4\nBay,1a,2a,4\nElm,2,,4\nFir,3,3c,5\nOak,B,W,3\n";
    let mut session = session(text);
    let page = sheet(&mut session, SheetTopic::Progress);
    let found = rows_of_part(&page, "On track, year by year");
    assert_eq!(
        found,
        [
            ["Maths at 2c or above at the end of year 2", "3", "2", "0"],
            ["Maths at level 3 or above at the end of year 4", "2", "3", "1"],
        ]
    );
    let part = page.parts.iter().find(|part| part.title.starts_with("On track")).unwrap();
    for cell in part.table.rows().flat_map(|row| &row.cells) {
        let Some(filter) = cell.pupils.clone() else { continue };
        let query = Query::Pupils(PupilsQuery { filter, ..PupilsQuery::default() });
        let View::Pupils(list) = ask(&mut session, query) else { panic!() };
        assert!(list.count.starts_with(&format!("{} of ", cell.value)), "{} {}", cell.value, list.count);
    }
    let without = sheet(&mut self::session("KS1_Maths,Target_KS3_Maths\n2,5\n"), SheetTopic::Progress);
    assert!(without.parts.iter().all(|part| !part.title.starts_with("On track")), "it is of Key Stage 2 alone");
}

const READING: &str = "School,KS2_Reading,KS2_Writing,Target_KS2_Reading,Target_KS2_Writing,KS1_Maths,KS2_Maths\n\
    1001,4,4,4,4,2,4\n1001,4,3,4,4,2,4\n1002,5,3,4,3,2,4\n1002,3,3,4,4,2,4\n";

#[test]
fn reading_is_held_against_writing() {
    let mut session = session(READING);
    let page = sheet(&mut session, SheetTopic::Progress);
    let title = "Reading against writing at Key Stage 2";
    let found = rows_of_part(&page, title);
    assert_eq!(found, [["Results", "75.0%", "25.0%", "\u{2212}50.0"], ["Targets", "100.0%", "75.0%", "\u{2212}25.0"]]);
    let schools = rows(&tables(&mut session, TablesAbout::Schools, "", ""), title);
    assert_eq!(
        schools,
        [
            ["1001", "100.0%", "50.0%", "\u{2212}50.0", "100.0%", "100.0%", "0.0"],
            ["1002", "50.0%", "0.0%", "\u{2212}50.0", "100.0%", "50.0%", "\u{2212}50.0"],
        ]
    );
}

#[test]
fn special_needs_among_those_short_of_level_4() {
    let text = "SEN,KS1_Reading,KS1_Writing,KS2_English\nA,1,1,3\nN,2,2,3\nP,2,2,4\n,1,1,3\nS,W,W,B\nN,2,2,4\n";
    let page = tables(&mut session(text), TablesAbout::Needs, "", "");
    // Of A, N and S, whose stages are recorded; the pupil without one is not counted.
    let title = "Special needs among those short of the mark";
    assert_eq!(rows(&page, title), [["Short of: Level 4 or above in English", "\u{2013}", "66.7%"]]);
    let row = &page.tables.iter().find(|table| table.title == title).unwrap().sections[0].rows[0];
    assert_eq!(row.head.small.to_string(), "In England in 2005: 65%");
    assert_eq!(row.cells[1].small.to_string(), "2 of 3 pupils");
}

#[test]
fn catching_up_stands_beside_that_of_2005() {
    let text = "KS2_English,KS2_Maths,Target_KS3_English,Target_KS3_Maths\n3,3,5,4\n3,4,4,5\n";
    let page = tables(&mut session(text), TablesAbout::Needs, "", "");
    let table = page.tables.iter().find(|table| table.title == "Catching up").unwrap();
    let small = table.sections[0].rows.iter().map(|row| row.head.small.to_string()).collect::<Vec<_>>();
    assert!(small[0].contains("24% of the pupils behind in English"), "{small:?}");
    assert!(small[1].contains("29% of the pupils behind in maths"), "{small:?}");
}

#[test]
fn black_caribbean_boys_stand_beside_those_of_2004() {
    let text = "Ethnicity,Sex,KS3_English,KS4_English,KS4_Maths,KS4_AtoC\n\
        BCRB,M,5,C,C,5\nBCRB,M,5,D,C,5\nBCRB,F,5,C,C,6\nWBRI,M,5,C,C,8\n";
    let page = tables(&mut session(text), TablesAbout::Groups, "ks4.good5em", "ethnicity");
    let words = page.tables[0].sections.iter().map(|section| section.words.clone()).collect::<String>();
    assert!(words.contains("Black Caribbean boys in England in 2004: 17%; here 50.0%, 1 of 2 pupils."), "{words}");
}

#[test]
fn free_meals_are_held_against_others_in_points_too() {
    let mut session = session("FSM,KS3_English,KS4_English,KS4_Points\nY,5,C,300\nY,5,C,310\nN,5,C,400\n");
    assert_eq!(
        session
            .exchange(&Exchange { command: Some(Command::SetEdition { edition: "2008".into() }), queries: vec![] })
            .refused,
        None
    );
    let page = tables(&mut session, TablesAbout::Groups, "ks4.points", "fsm");
    let words = page.tables[0].sections.iter().map(|section| section.words.clone()).collect::<String>();
    assert!(words.contains("Here: 305.0 points and 400.0 points, a gap of 95.0 points."), "{words}");
}

/// A child with so many points on every scale.
fn child(school: &str, born: &str, points: u8) -> String {
    format!("{school},{born},R{}\n", format!(",{points}").repeat(13))
}

#[test]
fn early_years_by_season_of_birth_and_by_school() {
    let scales = "FSP_DA,FSP_SD,FSP_ED,FSP_LCT,FSP_LSL,FSP_R,FSP_W,FSP_NLC,FSP_C,FSP_SSM,FSP_KUW,FSP_PD,FSP_CD";
    let children = [("1001", "2003-09-01", 6), ("1001", "2004-08-31", 5), ("1002", "2004-01-02", 7), ("1002", "", 6)];
    let children = children.map(|(school, born, points)| child(school, born, points)).concat();
    let mut session = session(&format!("School,DOB,NCYear,{scales}\n{children}"));
    let found = rows_of_part(&sheet(&mut session, SheetTopic::EarlyYears), "The two targets by group");
    let row = |title: &str| found.iter().find(|row| row[0] == title).unwrap_or_else(|| panic!("{title}: {found:?}"));
    assert_eq!(row("Season of birth: Autumn (September to December)")[1..3], ["1", "100.0%"]);
    assert_eq!(row("Season of birth: Summer (May to August)")[1..3], ["1", "0.0%"]);
    assert_eq!(row("Season of birth: Not recorded")[1..3], ["1", "100.0%"]);
    assert_eq!(row("School: 1001")[1..3], ["2", "50.0%"]);
    assert_eq!(row("School: 1002")[1..3], ["2", "100.0%"]);
}

#[test]
fn absence_by_school() {
    let text = "School,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n\
        1001,6,100,5,0\n1001,6,100,10,5\n1002,6,100,2,0\n";
    let found = rows_of_part(&sheet(&mut session(text), SheetTopic::Attendance), "Absence by group");
    let absence = |title: &str| found.iter().find(|row| row[0] == title).map(|row| row[2].clone());
    assert_eq!(absence("School: 1001").as_deref(), Some("10.0%"));
    assert_eq!(absence("School: 1002").as_deref(), Some("2.0%"));
}

#[test]
fn an_expectation_of_two_rates_is_shown_in_its_two_parts() {
    let text = "KS1_Maths,Target_KS2_Maths\n2b,4\n2c,3\n1,4\n1,3\nA,4\n";
    let View::Ambition(view) = ask(&mut session(text), Query::Ambition) else { panic!() };
    let view: AmbitionPage = *view;
    let card = view.others.iter().find(|card| card.measure == "ks2.maths4").unwrap();
    let table = card.by_prior.as_ref().unwrap();
    let rows = table.rows.iter().chain([&table.total]).map(|row| {
        [&row.title, &row.pupils.words, &row.rate, &row.expected, &row.reached.words, &row.difference]
            .map(String::clone)
    });
    // 2 and 0.9 pupils are expected: 2 in whole pupils, and so the rows.
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            ["level 2 or above", "2", "100%", "2", "1", "1 short"],
            ["level 1", "2", "45%", "0", "1", "1 above"],
            ["With a prior result", "4", "", "2", "2", "met"],
        ]
    );
    assert_eq!(table.without.as_ref().map(|row| row.reached.words.as_str()), Some("1"));
}

#[test]
fn children_in_care_stand_beside_the_targets_for_2008() {
    let text = "InCare,KS1_Maths,Target_KS2_English,Target_KS2_Maths\nY,2,4,4\nN,2,4,4\n";
    let page = tables(&mut session(text), TablesAbout::Care, "", "");
    let table = page.tables.iter().find(|table| table.title.contains("target")).unwrap();
    let small = table.sections[0].rows.iter().map(|row| row.head.small.to_string()).collect::<Vec<_>>();
    assert!(small.len() == 2 && small.iter().all(|small| small.contains("57%")), "{small:?}");
}

#[test]
fn five_good_grades_in_care_stand_beside_the_targets_for_2008() {
    let text =
        "InCare,KS3_English,KS3_Maths,Target_KS4_English,Target_KS4_Maths,Target_KS4_AtoC\nY,5,5,C,C,5\nN,5,5,C,C,5\n";
    let page = tables(&mut session(text), TablesAbout::Care, "", "");
    let table = page.tables.iter().find(|table| table.title.contains("target")).unwrap();
    let row = table.sections[0].rows.iter().find(|row| row.name().contains("GCSE") || row.name().contains("A*"));
    let small = row.map(|row| row.head.small.to_string()).unwrap_or_default();
    assert!(small.contains("20% with five A* to C") && small.contains("below 15%"), "{small} {table:#?}");
}

#[test]
fn persistent_absence_stands_beside_that_of_2005() {
    let text = "UPN,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\nA1,9,380,80,0\nA2,9,380,0,0\n";
    let page = sheet(&mut session(text), SheetTopic::Attendance);
    let said = "In England in 2005/06, 7% of the pupils of secondary schools were persistent absentees, and they accounted for \
        30% of overall absence.";
    assert!(format!("{page:?}").contains(said), "{page:#?}");
}

#[test]
fn partnership_targets_have_a_line_for_all_that_is_asked() {
    let page = sheet(&mut session("UPN,KS2_English,Target_KS3_English\nA1,4,5\n"), SheetTopic::Partnership);
    let heads = |title: &str| rows_of_part(&page, title).into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    let first = heads("1. ");
    assert!(first.iter().any(|head| head.starts_with("Contextual value added, Key Stages 2 to 3")), "{first:?}");
    let fifth = heads("5. ");
    for asked in [
        "4 hours of sport",
        "childcare 8 to 6",
        "Quality and quantity of activities",
        "local community's satisfaction",
        "Children's Trust's rating",
    ] {
        assert!(fifth.iter().any(|head| head.contains(asked)), "{asked}: {fifth:?}");
    }
}

/// S0 ¶98 and the action lists of heads in S1: what was missing once.
#[test]
fn the_timetable_names_what_the_guidance_asks_for() {
    let actions = |edition: &str, under: &str| {
        let mut session = session("UPN,KS1_Maths,Target_KS2_Maths\nA1,2b,4\n");
        let set = Command::SetEdition { edition: edition.into() };
        assert_eq!(session.exchange(&Exchange { command: Some(set), queries: vec![] }).refused, None);
        rows_of_part(&sheet(&mut session, SheetTopic::Timetable), under)
    };
    let authority = actions("2009", "Local authority");
    assert_eq!(authority.len(), 14);
    for (by, action) in [
        ("31 August 2007", "Consider priorities for the area with partners"),
        ("30 September 2007", "Begin joint action planning with key partners"),
        (
            "30 September 2007",
            "Discuss early years results and proposed targets with the National Strategies\u{2019} advisers",
        ),
        (
            "31 December 2007",
            "The Director discusses the authority\u{2019}s proposed targets with the National Strategies",
        ),
    ] {
        assert!(authority.iter().any(|row| row[0] == action && row[1] == by), "{action}: {authority:#?}");
    }
    let school = actions("2008", "School");
    for action in [
        "Look at everything that was assessed in years 3, 4, 7 and 9",
        "Review the tracking of pupils",
        "Bring the plans of looked after children up to date",
        "Confirm the resources for each year group",
        "Agree the targets for performance and attendance with the Chair of Governors",
    ] {
        assert!(school.iter().any(|row| row[0] == action), "{action}: {school:#?}");
    }
}

//! The absence of an authority's schools by hand: what is asked of each, and what it comes to (S0 ¶85, RULES_2027 E).

use super::sheets::{enter, every_link_is_true, part, row, sheet};
use super::*;
use crate::screens::SheetPart;
use crate::session::command::SheetTopic;

/// 2001: 80 of 1,000 sessions. 2002: 50 of 1,000. 2003: 140 of 2,000.
const SCHOOLS: &str = "Surname,NCYear,School,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n\
    Ash,5,2001,500,40,10\nBirch,6,2001,500,30,0\nCedar,6,2002,600,30,0\nDogwood,5,2002,400,10,10\n\
    Elm,6,2003,1000,70,0\nFir,6,2003,1000,70,0\nGum,6,2003,,,\n";

const TARGET: &str = "percent/target/attendance.absence";
const NOW: &str = "percent/current/attendance.absence";

fn schools(session: &mut Session) -> SheetPart {
    part(&sheet(session, SheetTopic::Attendance), "Absence of each school").clone()
}

/// What is said of all schools together, without what came before.
fn said(session: &mut Session) -> String {
    schools(session).after.concat()
}

#[test]
fn the_authoritys_target_covers_schools_above_their_median() {
    let mut session = session_in("2009", SCHOOLS);
    assert_eq!(said(&mut session), "The absence of all schools is 6.8%.", "270 of 4,000");
    enter(&mut session, "words/medians", "low, 5.0\nhigh, 6.0");
    for (school, band) in [("2001", "high"), ("2002", "low")] {
        assert_eq!(enter(&mut session, &format!("choice/band@{school}"), band), None);
    }
    let part = schools(&mut session);
    assert_eq!((part.chips[0].count.as_str(), part.chips.len()), ("1 school", 1));
    assert!(part.chips[0].words.ends_with("band: 2001."), "2002 is at its median: {:?}", part.chips);
    assert_eq!(
        part.table.rows().map(|row| row.cells[0].value.to_string()).collect::<Vec<_>>(),
        ["8.0%", "5.0%", "7.0%"]
    );
    assert_eq!(part.table.rows().next().unwrap().cells[0].small.to_string(), "6.0% asked");
    // 60 + 50 + 140 of 4,000 sessions are 6.25%.
    assert!(said(&mut session).contains("at the median, it would be 6.3%."), "{}", said(&mut session));
    enter(&mut session, TARGET, "6.5");
    assert!(said(&mut session).ends_with("target of 6.5% does not cover this: it is 0.3 points above."));
    enter(&mut session, TARGET, "6.25");
    assert!(said(&mut session).ends_with("target of 6.3% covers this."));
    every_link_is_true(&mut session, SheetTopic::Attendance);
}

#[test]
fn a_target_of_a_school_is_raised_on_it_alone() {
    let mut session = session_in("2009", SCHOOLS);
    enter(&mut session, "words/medians", "high, 6.0");
    for (what, value) in [("choice/band", "high"), (NOW, "8"), (TARGET, "7.1")] {
        assert_eq!(enter(&mut session, &format!("{what}@2001"), value), None);
    }
    let to_discuss = |session: &mut Session, school: &str| row(&schools(session), school).pop().unwrap();
    assert!(to_discuss(&mut session, "2001").contains("equal steps come to 7.0% in 2009"));
    assert_eq!(to_discuss(&mut session, "2003"), "", "nothing is typed of it");
    // It is on the agenda of the whole file.
    let View::Challenge(agenda) = ask(&mut session, Query::Challenge) else { panic!() };
    let target = agenda.targets.iter().find(|target| target.title == "Overall absence").unwrap();
    assert_eq!((target.items[0].count.as_str(), target.items[0].filter.as_ref()), ("1 school", None));
    assert!(target.items[0].found.starts_with("2001: "), "{target:#?}");
    assert!(agenda.headline.contains("to discuss"), "{}", agenda.headline);
    assert_eq!(sheet(&mut session, SheetTopic::Attendance).chips, [], "and nothing of all schools");
    // It is what is typed where the school alone is shown, and taken back like any change.
    run(&mut session, Command::SetSchool { school: "2001".into() });
    let alone = sheet(&mut session, SheetTopic::Attendance);
    assert!(alone.chips[0].words.contains("equal steps come to 7.0% in 2009"), "{:?}", alone.chips);
    assert!(!alone.parts.iter().any(|part| part.title.starts_with("Absence of each school")));
    assert_eq!(alone.chips[0].count, "1 pupil", "Ash, 50 of 500 sessions; Birch is at 6.0%");
    run(&mut session, Command::Undo);
    run(&mut session, Command::Undo);
    assert_eq!(to_discuss(&mut session, "2001"), "", "without a target");
}

#[test]
fn improvements_are_typed_school_by_school() {
    let mut session = session_in("2027", SCHOOLS);
    for (school, points) in [("2001", "0.5"), ("2003", "1")] {
        assert_eq!(enter(&mut session, &format!("percent/improvement/attendance@{school}"), points), None);
    }
    // 75 + 50 + 120 of 4,000 sessions are 6.125%; the milestone of 2028/29 is an absence below 6%.
    let words = said(&mut session);
    assert!(words.contains("all schools is 6.8%.") && words.contains("it would be 6.1%."), "{words}");
    assert!(words.ends_with("Here it is not below 6%."), "{words}");
    for (what, value) in [(NOW, "8"), (TARGET, "7.6")] {
        assert_eq!(enter(&mut session, &format!("{what}@2001"), value), None);
    }
    let discuss = row(&schools(&mut session), "2001").pop().unwrap();
    assert!(discuss.ends_with("Target 7.6%, last year 8.0%; 0.5 points were asked."), "{discuss}");
    enter(&mut session, "percent/target/attendance.absence@2001", "7.5");
    assert_eq!(row(&schools(&mut session), "2001").pop().unwrap(), "");
    every_link_is_true(&mut session, SheetTopic::Attendance);
}

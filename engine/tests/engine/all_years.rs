//! Absence is of every year group: its numbers open pupils of the years that are not chosen, too, and nothing else changes.

use ambition_engine::screens::{Exchange, PupilsPage, Query, SheetPage, SheetQuery, View};
use ambition_engine::session::command::{Filter, PupilsQuery, RuleApplication, SheetTopic, TargetRule};
use ambition_engine::session::{Command, Session};

use super::{ask, guidance, read};

/// Two schools with two year groups each; a fifth of 300 sessions is 60.
const FILE: &str = "UPN,Surname,School,NCYear,SEN,Target_KS2_Maths,Sessions_Possible,Sessions_Authorised,\
    Sessions_Unauthorised\n\
    A1,Ash,1,5,N,3,300,12,\nA2,Birch,1,5,A,,300,60,\nA3,Cedar,1,6,N,3,300,50,\nA4,Dogwood,1,6,P,4,300,49,\n\
    B1,Elm,2,6,N,4,300,90,\nB2,Fir,2,5,N,,300,55,\n";

fn session() -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(FILE.as_bytes()), "file.csv");
    session
}

fn run(session: &mut Session, command: Command) {
    assert_eq!(session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused, None);
}

fn list(session: &mut Session, filter: &Filter) -> PupilsPage {
    let query = PupilsQuery { filter: filter.clone(), ..PupilsQuery::default() };
    let View::Pupils(page) = ask(session, Query::Pupils(query)) else { panic!() };
    *page
}

fn names(page: &PupilsPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

fn attendance(session: &mut Session) -> SheetPage {
    let query = Query::Sheet(SheetQuery { topic: SheetTopic::Attendance, today: "2008-01-31".into() });
    let View::Sheet(sheet) = ask(session, query) else { panic!() };
    *sheet
}

/// The pupils behind the figure of a group.
fn behind(session: &mut Session, row: &str, column: usize) -> Filter {
    let sheet = attendance(session);
    let row = sheet.parts[0].table.rows().find(|of| of.name() == row).unwrap();
    row.cells[column].pupils.clone().unwrap()
}

#[test]
fn numbers_open_pupils_of_all_years() {
    let mut session = session();
    run(&mut session, Command::SetYear { year: "6".into() });
    // Persistent: Birch of year 5, Elm of year 6.
    let persistent = behind(&mut session, "All pupils", 2);
    let page = list(&mut session, &persistent);
    assert_eq!(names(&page), ["Birch", "Elm"]);
    assert_eq!(page.count, "2 of 6 pupils");
    assert!(page.title.ends_with(", of all year groups"), "{}", page.title);
    assert_eq!(page.order, [1, 4], "positions in the file, for programmes and exceptions");
    let year_5 = behind(&mut session, "Year group: 5", 0);
    assert_eq!(names(&list(&mut session, &year_5)), ["Ash", "Birch", "Fir"]);
    // One pupil near it, by name, of the other year group.
    let sheet = attendance(&mut session);
    let near = sheet.parts.iter().find(|part| part.title.contains("near")).unwrap();
    let fir = near.table.rows().find(|row| row.name() == "Fir").unwrap().head.pupils.clone().unwrap();
    assert_eq!(names(&list(&mut session, &fir)), ["Fir"]);
    // All other lists are of the year group chosen, as before.
    assert_eq!(names(&list(&mut session, &Filter::All)), ["Cedar", "Dogwood", "Elm"]);
    assert_eq!(list(&mut session, &persistent).strip, list(&mut session, &Filter::All).strip);
    assert_eq!(list(&mut session, &persistent).filters, list(&mut session, &Filter::All).filters);
}

#[test]
fn a_school_shown_has_its_own_absence() {
    let mut session = session();
    run(&mut session, Command::SetSchool { school: "1".into() });
    for year in ["", "6", "5"] {
        run(&mut session, Command::SetYear { year: year.into() });
        // 12 + 60 + 50 + 49 of 1200.
        assert_eq!(
            attendance(&mut session).parts[0].table.rows().next().unwrap().cells[1].value.to_string(),
            "14.3%",
            "{year}"
        );
        let persistent = behind(&mut session, "All pupils", 2);
        let page = list(&mut session, &persistent);
        assert_eq!((names(&page), page.count.as_str()), (vec!["Birch"], "1 of 4 pupils"));
    }
}

#[test]
fn what_is_done_with_such_a_list_is_done_to_the_pupils_shown() {
    let mut session = session();
    run(&mut session, Command::SetYear { year: "6".into() });
    let all = behind(&mut session, "All pupils", 0);
    let page = list(&mut session, &all);
    assert_eq!(names(&page).len(), 6);
    // An exception stays with its pupil, whoever counts.
    let birch = page.rows.iter().find(|row| row.name == "Birch").unwrap();
    assert!(birch.exception.offered);
    run(&mut session, Command::SetException { pupil: birch.pupil, evidence: "hospital".into() });
    let page = list(&mut session, &all);
    let excepted = page.rows.iter().filter(|row| !row.exception.evidence.is_empty());
    assert_eq!(excepted.map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Birch"]);
    // Targets of the key stage are those of the year group that counts: a rule changes theirs.
    let value = TargetRule::Value { value: "5".into() };
    let apply = RuleApplication {
        result: "KS2_Maths".into(),
        pupils: all,
        by: value,
        raise_only: false,
        search: String::new(),
    };
    run(&mut session, Command::Apply(apply));
    assert_eq!(names(&list(&mut session, &Filter::Changed)), ["Cedar", "Dogwood", "Elm"]);
    run(&mut session, Command::SetYear { year: String::new() });
    assert_eq!(names(&list(&mut session, &Filter::Changed)), ["Cedar", "Dogwood", "Elm"]);
}

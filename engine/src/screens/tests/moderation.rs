//! The schools to talk to: in whose order, and what is kept of them.

use super::sheets::enter;
use super::*;
use crate::screens::{ExportForm, ExportQuery, TableView, TablesAbout, TablesPage, TablesQuery};

/// 2001: two of three expected pupils reach it; 2002: none of two; 2003: its one.
const SCHOOLS: &str = "Surname,School,KS1_Maths,Target_KS2_Maths\n\
    A,2001,2b,4\nB,2001,2b,4\nC,2001,2b,3\nD,2002,2b,3\nE,2002,2b,3\nF,2003,2b,4\n";

fn moderation() -> Query {
    Query::Tables(TablesQuery { about: TablesAbout::Moderation, ..TablesQuery::default() })
}

fn page(session: &mut Session) -> TablesPage {
    let View::Tables(page) = ask(session, moderation()) else { panic!() };
    *page
}

fn queue(session: &mut Session) -> TableView {
    page(session).tables.remove(0)
}

fn names(table: &TableView) -> Vec<String> {
    table.rows().map(|row| row.name()).collect()
}

#[test]
fn schools_with_the_most_pupils_short_come_first() {
    let mut session = session_in("2009", SCHOOLS);
    let table = queue(&mut session);
    assert_eq!(names(&table), ["2002", "2001", "2003"]);
    let column =
        table.columns.iter().position(|column| column.long.starts_with("Two levels of progress in maths")).unwrap();
    let shown = table.rows().map(|row| row.cells[column].value.to_string()).collect::<Vec<_>>();
    // Each is what the school's own card says.
    for (name, shown) in names(&table).into_iter().zip(shown) {
        run(&mut session, Command::SetSchool { school: name.clone() });
        let card =
            ambition(&mut session).targets.into_iter().find(|card| card.measure == "ks2.progress.maths").unwrap();
        let verdict = card.verdict.to_lowercase().replace(" pupils", "").replace(" pupil", "");
        assert!(verdict.starts_with(&shown), "{name}: {shown}, {verdict}");
        run(&mut session, Command::Undo);
    }
    assert!(page(&mut session).lead.starts_with("0 of 3 schools seen. First the schools with the most pupils short"));
}

#[test]
fn schools_seen_and_notes_are_kept_undone_and_given_away() {
    let mut session = session_in("2009", SCHOOLS);
    assert_eq!(enter(&mut session, "done/moderation@2002", "yes"), None);
    assert_eq!(enter(&mut session, "words/school-note@2002", "raise both"), None);
    assert!(page(&mut session).lead.starts_with("1 of 3 schools seen."));
    assert_eq!(names(&queue(&mut session)), ["2002", "2001", "2003"], "the order stays");
    let query = ExportQuery { screen: Box::new(moderation()), form: ExportForm::Csv(0) };
    let View::Text { text, .. } = ask(&mut session, Query::Export(query)) else { panic!() };
    assert!(
        text.lines().any(|line| line.contains("2002") && line.contains("yes") && line.contains("raise both")),
        "{text}"
    );
    run(&mut session, Command::Undo);
    run(&mut session, Command::Undo);
    assert!(page(&mut session).lead.starts_with("0 of 3 schools seen."));
    run(&mut session, Command::SetSharing { fewer_than: "6".into() });
    assert_eq!(ask(&mut session, moderation()), View::Withheld, "it rests on exact numbers");
}

/// An authority has results of early years and no targets: schools are shown with them, the furthest behind first.
#[test]
fn without_targets_schools_are_shown_with_their_results() {
    let goals = (1..=17).map(|goal| format!(",EYFSP_E{goal:02}")).collect::<String>();
    let child = |school: u32, result: &str| format!("C,{school}{}\n", format!(",{result}").repeat(17));
    let children = [child(2001, "2"), child(2001, "1"), child(2002, "1"), child(2003, "2")].concat();
    let mut session = session_in("2027", &format!("Surname,School{goals}\n{children}"));
    let schools = page(&mut session);
    assert_eq!(names(&schools.tables[0]), ["2002", "2001", "2003"]);
    assert!(schools.lead.contains("There are results and no targets"), "{}", schools.lead);
    let shown = schools.tables[0].rows().map(|row| row.cells[2].value.to_string()).collect::<Vec<_>>();
    assert_eq!(shown, ["0.0%", "50.0%", "100.0%"]);
    let query = TablesQuery { about: TablesAbout::Schools, ..TablesQuery::default() };
    let View::Tables(page) = ask(&mut session, Query::Tables(query)) else { panic!() };
    assert_eq!(page.tables[0].title, "Results of each school");
    let all = page.tables[0].rows().find(|row| row.total).unwrap();
    assert_eq!(all.cells[2].value.to_string(), "50.0%");
    // They are no targets of the authority's sum.
    let sums =
        page.tables.iter().find(|table| table.title.starts_with("The schools\u{2019} targets together")).unwrap();
    assert_eq!(sums.rows().next().unwrap().cells[0].value.to_string(), "no targets");
}

//! Charts show what the tables beside them say, and nothing that these hide.

use super::sheets::{enter, part, sheet};
use super::*;
use crate::screens::{FigureChart, TableView, TablesAbout, TablesPage, TablesQuery};
use crate::session::command::{SchoolsColumn, SheetTopic};

fn tables(session: &mut Session, about: TablesAbout) -> TablesPage {
    let View::Tables(page) = ask(session, Query::Tables(TablesQuery { about, ..TablesQuery::default() })) else {
        panic!()
    };
    *page
}

fn is_within_the_box(chart: &FigureChart) -> bool {
    let place = |text: &String| (0.0..=100.0).contains(&text.parse::<f64>().unwrap());
    chart.dots.iter().all(|dot| place(&dot.at.0) && place(&dot.at.1))
}

fn first_table(session: &mut Session, about: TablesAbout) -> TableView {
    tables(session, about).tables.remove(0)
}

#[test]
fn a_group_with_a_picture_in_its_row_is_in_the_chart() {
    let mut session = session(SAMPLE);
    let table = first_table(&mut session, TablesAbout::Groups);
    let drawn = table.rows().filter(|row| !row.total && row.cells.iter().any(|cell| cell.dots.is_some()));
    let drawn = drawn.map(TableRow::name).collect::<Vec<_>>();
    assert!(drawn.len() > 5, "{drawn:?}");
    assert_eq!((table.chart.dots.len(), table.chart.rows.len()), (drawn.len(), drawn.len()));
    for ((_, name), row) in table.chart.rows.iter().zip(&drawn) {
        assert!(name.ends_with(row), "{name}: {row}");
    }
    assert!(is_within_the_box(&table.chart));
    assert!(drawn.iter().all(|name| table.chart.description.contains(name)));
}

#[test]
fn schools_stand_in_a_strip_and_hidden_ones_do_not() {
    let school = |name: u32, pupils: u32| (0..pupils).map(move |pupil| format!("{name},2b,{}\n", 3 + pupil % 2));
    let rows = school(2001, 20).chain(school(2002, 21)).chain(school(2003, 2)).collect::<String>();
    let mut session = session_in("2009", &format!("School,KS1_Maths,Target_KS2_Maths\n{rows}"));
    let View::Tables(page) = ask(
        &mut session,
        Query::Tables(TablesQuery {
            about: TablesAbout::Schools,
            sort: Some(SchoolsColumn::Measure("ks2.progress.maths".into())),
            ..TablesQuery::default()
        }),
    ) else {
        panic!()
    };
    let chart = &page.tables[0].chart;
    assert_eq!(chart.dots.len(), 3, "{chart:?}");
    assert!(chart.dots[0].words.starts_with("2002: target 47.6%"), "the lowest first: {chart:?}");
    assert!(is_within_the_box(chart));
    run(&mut session, Command::SetSharing { fewer_than: "6".into() });
    assert!(
        first_table(&mut session, TablesAbout::Schools).chart.dots.iter().all(|dot| !dot.words.starts_with("2003"))
    );
}

#[test]
fn half_terms_are_drawn_once_they_are_typed() {
    let text = "Surname,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\nAsh,6,300,20,3\n";
    let mut session = session_in("2009", text);
    let chart = |session: &mut Session| {
        let sheet = sheet(session, SheetTopic::Attendance);
        let drawn = sheet.parts.iter().find(|part| part.chart.description.starts_with("Absence by half term"));
        drawn.map(|part| part.chart.clone())
    };
    assert_eq!(chart(&mut session), None);
    let typed =
        [("whole/possible/1", "1000"), ("percent/shape/1", "5"), ("whole/possible/3", "500"), ("percent/shape/3", "8")];
    for (what, value) in typed {
        assert_eq!(enter(&mut session, what, value), None);
    }
    let last_year = chart(&mut session).unwrap();
    assert_eq!((last_year.lines.len(), last_year.years.len()), (1, 6));
    assert_eq!(last_year.lines[0], ("results".into(), "0.00,50.00 40.00,20.00".into()), "of an axis to 10%");
    enter(&mut session, "percent/target/attendance.absence", "4.5");
    assert_eq!(chart(&mut session).unwrap().lines.len(), 3, "last year, the goals, the year so far");
}

#[test]
fn scales_of_the_profile_are_drawn() {
    let text = "Surname,FSP_DA,FSP_SD,FSP_R\nAsh,6,7,5\nElm,4,6,5\nFir,8,,5\n";
    let mut session = session_in("2009", text);
    let sheet = sheet(&mut session, SheetTopic::EarlyYears);
    // Without all scales there are no totals, and no children of the profile.
    if sheet.parts.len() > 1 {
        let scales = part(&sheet, "The profile, scale by scale");
        assert_eq!(scales.chart.dots.len(), scales.table.rows().count());
        assert!(is_within_the_box(&scales.chart));
    }
}

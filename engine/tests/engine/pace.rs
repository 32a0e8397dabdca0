//! Borderline pupils and pace by group: by hand, and as a law on generated files.

use ambition_engine::measures::GroupSelection;
use ambition_engine::screens::{Exchange, Query, TableCell, TableSection, TablesPage, TablesQuery, View};
use ambition_engine::session::command::PupilsQuery;
use ambition_engine::session::{Command, Session};
use proptest::prelude::*;

use super::laws::file;
use super::{ask, session};

fn paces(session: &mut Session, query: TablesQuery) -> TablesPage {
    let query = TablesQuery { measure: "pace".into(), ..query };
    let View::Tables(view) = ask(session, Query::Tables(query)) else { panic!() };
    *view
}

/// The names that a count opens, as many as it says.
fn opened(session: &mut Session, entry: &TableCell) -> Vec<String> {
    let Some(filter) = entry.pupils.clone() else {
        assert_eq!(entry.value.to_string(), "0");
        return Vec::new();
    };
    let View::Pupils(page) = ask(session, Query::Pupils(PupilsQuery { filter, ..PupilsQuery::default() })) else {
        panic!()
    };
    let count = page.count.split(" of ").next().unwrap().to_owned();
    assert_eq!(count, entry.value.to_string(), "{}", page.title);
    page.rows.into_iter().map(|row| row.name).collect()
}

fn row<'a>(sections: &'a [TableSection], name: &str) -> &'a [TableCell] {
    let row = sections.iter().flat_map(|section| &section.rows).find(|row| row.name() == name);
    &row.unwrap_or_else(|| panic!("no row {name}")).cells
}

/// By target: A moves 3 levels, B 2, C 1, D none, E back; F has no prior level. C, D and E are one, two and two short.
const YEAR_6: &str = "Surname,Sex,FSM,KS1_Maths,KS2_Maths,Target_KS2_English,Target_KS2_Maths\n\
    A,F,Y,2b,4,4,5\nB,F,N,2b,3,4,4\nC,M,Y,2b,2,3,3\nD,M,Y,2b,4,4,2\nE,M,N,3,5,4,2\nF,F,N,,4,4,4\n";

#[test]
fn paces_by_hand() {
    let mut session = session(YEAR_6);
    let view = paces(&mut session, TablesQuery::default());
    let table = &view.tables[0];
    assert_eq!(table.paragraph.as_ref().unwrap().short, "\u{b6}14, actions for heads");
    let titles = table.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>();
    let expected = ["Pupils", "Both 4+: one step short", "Maths: fast", "Maths: slow", "Maths: no progress"];
    assert_eq!(titles, expected);
    let shown = |name: &str| {
        row(&table.sections, name).iter().map(|entry| entry.value.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown("All pupils"), "6 1 1 3 2");
    assert_eq!(shown("Girls"), "3 0 1 0 0");
    assert_eq!(shown("Boys"), "3 1 0 3 2");
    let boys = row(&table.sections, "Boys");
    assert_eq!(boys[4].small.to_string(), "66.7%");
    assert_eq!(opened(&mut session, &boys[1]), ["C"]);
    assert_eq!(opened(&mut session, &boys[3]), ["C", "D", "E"]);
    assert_eq!(opened(&mut session, &boys[4]), ["D", "E"]);
    // Boys with free school meals.
    let view = paces(
        &mut session,
        TablesQuery {
            groups: GroupSelection::single_group("sex", "M").with_group("fsm", "Y"),
            ..TablesQuery::default()
        },
    );
    let combined = view.tables[0].sections.iter().find(|section| section.title == "Your combined group").unwrap();
    assert_eq!(opened(&mut session, &combined.rows[0].cells[3]), ["C", "D"]);
}

#[test]
fn paces_by_result_are_those_of_last_summer() {
    let mut session = session(YEAR_6);
    let view = paces(&mut session, TablesQuery { basis: "actual".into(), ..TablesQuery::default() });
    assert_eq!(view.lead, "Results of each group.");
    let all = row(&view.tables[0].sections, "All pupils");
    // No English results: no mark for both subjects. B moves 1 level, C none.
    assert_eq!(all.iter().map(|entry| entry.value.to_string()).collect::<Vec<_>>(), ["6", "0", "2", "1"]);
    assert_eq!(opened(&mut session, &all[2]), ["B", "C"]);
}

#[test]
fn lists_of_pupils_are_not_shared() {
    let mut session = session(YEAR_6);
    let share = Command::SetSharing { fewer_than: "5".into() };
    assert_eq!(session.exchange(&Exchange { command: Some(share), queries: vec![] }).refused, None);
    let view = paces(&mut session, TablesQuery::default());
    assert!(view.tables[0].sections.is_empty() && view.tables[0].words.contains("no table to share"), "{view:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(8), failure_persistence: None, ..ProptestConfig::default() })]

    /// The groups of each grouping add up to all pupils in each list, and each count opens as many.
    #[test]
    fn groups_add_up_and_open(text in file(1..40)) {
        let mut session = session(&text);
        for stage in ["Key Stage 2", "Key Stage 3", "Key Stage 4"] {
            let stage = Command::SetStage { stage: stage.into() };
            session.exchange(&Exchange { command: Some(stage), queries: vec![] });
            for table in paces(&mut session, TablesQuery::default()).tables.into_iter().take(1) {
                let all = table.sections.first().map(|section| section.rows[0].cells.clone()).unwrap_or_default();
                all.iter().for_each(|entry| drop(opened(&mut session, entry)));
                // Of extended codes only those of more than 30 pupils are shown.
                let whole = table.sections.iter().skip(1).filter(|section| !section.title.starts_with("Extended"));
                for section in whole {
                    for (place, entry) in all.iter().enumerate() {
                        let of = section.rows.iter().map(|row| row.cells[place].value.to_string().parse::<u64>().unwrap());
                        prop_assert_eq!(of.sum::<u64>().to_string(), entry.value.to_string(), "{}", section.title);
                    }
                    section.rows[0].cells.iter().for_each(|entry| drop(opened(&mut session, entry)));
                }
            }
        }
    }
}

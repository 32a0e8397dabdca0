//! The form of children in care, a page at a time, and all of them in what is saved.

use ambition_engine::screens::{ExportForm, ExportQuery, Query, TableRow, TableView, TablesAbout, TablesQuery, View};
use ambition_engine::session::Session;
use ambition_engine::session::command::SchoolsColumn;

use super::{ask, guidance, read};
use ambition_test_support::authority::authority_csv;

fn session(pupils: u64) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(authority_csv(pupils, 20, true).as_bytes()), "authority.csv");
    session
}

fn care(query: TablesQuery) -> TablesQuery {
    TablesQuery { about: TablesAbout::Care, ..query }
}

fn form(session: &mut Session, query: TablesQuery) -> TableView {
    let View::Tables(view) = ask(session, Query::Tables(care(query))) else { panic!() };
    view.tables.into_iter().find(|table| table.title.starts_with("The form")).unwrap()
}

fn names(table: &TableView) -> Vec<String> {
    table.rows().map(TableRow::name).collect()
}

#[test]
fn many_children_have_pages_and_are_saved_whole() {
    let mut session = session(10_000);
    let first = form(&mut session, TablesQuery::default());
    let pages = first.pages;
    assert!(pages > 2, "{pages}");
    let all = first.range.rsplit(' ').next().unwrap().parse::<usize>().unwrap();
    assert!(first.words.starts_with(&format!("{all} children. ")), "{}", first.words);
    // Paper has room for those of the other pages.
    let on_paper = |form: &TableView| form.on_paper.each_ref().map(Vec::len);
    assert_eq!(on_paper(&first), [0, all - 25]);
    let second = form(&mut session, TablesQuery { page: 1, ..TablesQuery::default() });
    assert_eq!(on_paper(&second), [25, all.saturating_sub(50)]);
    let whole = |session: &mut Session, query: TablesQuery| {
        let pages = (0..pages).map(|page| names(&form(session, TablesQuery { page, ..query.clone() })));
        let pages = pages.collect::<Vec<_>>();
        assert!(pages.iter().rev().skip(1).all(|names| names.len() == 25));
        pages.concat()
    };
    let as_in_file = whole(&mut session, TablesQuery::default());
    assert_eq!(as_in_file.len(), all);
    // A page beyond the last is the last.
    let beyond = form(&mut session, TablesQuery { page: 99, ..TablesQuery::default() });
    assert_eq!(names(&beyond).last(), as_in_file.last());

    let by_name = whole(&mut session, TablesQuery { sort: Some(SchoolsColumn::Name), ..TablesQuery::default() });
    let mut sorted = as_in_file.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!(by_name, sorted);
    let down = TablesQuery { sort: Some(SchoolsColumn::Name), descending: true, ..TablesQuery::default() };
    assert_eq!(whole(&mut session, down).first(), sorted.last());

    let query = care(TablesQuery { page: 1, ..TablesQuery::default() });
    let View::Text { text, .. } = ask(
        &mut session,
        Query::Export(ExportQuery { screen: Box::new(Query::Tables(query)), form: ExportForm::Csv(1) }),
    ) else {
        panic!()
    };
    let saved = as_in_file.iter().filter(|name| text.contains(name.as_str()));
    assert_eq!(saved.count(), all);
    assert_eq!(text.matches("counts").count() + text.matches("no: ").count(), all);
}

#[test]
fn few_children_stand_on_one_page() {
    let mut session = session(1_000);
    let form = form(&mut session, TablesQuery::default());
    assert_eq!(form.pages, 0);
    assert!(!form.words.contains("here"), "{}", form.words);
    assert!(names(&form).len() > 3);
}

//! Groups, schools, and the return of a local authority: laws on generated files, and what the views come to.

use std::collections::BTreeMap;

use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::measures::groupings::{grouped, offered};
use ambition_engine::measures::{Bases, Basis, GroupSelection, evaluate};
use ambition_engine::screens::{Exchange, ExportForm, ExportQuery, Query, TablesAbout, TablesPage, TablesQuery, View};
use ambition_engine::session::command::{FigurePart, Filter, PupilsQuery, SchoolsColumn};
use ambition_engine::session::{Command, Session};
use proptest::prelude::*;

use super::laws::file;
use super::{ask, guidance, read};
use ambition_test_support::authority::authority_csv;

fn session(text: &str) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(text.as_bytes()), "authority.csv");
    session
}

fn tables(session: &mut Session, query: TablesQuery) -> TablesPage {
    let View::Tables(view) = ask(session, Query::Tables(query)) else { panic!() };
    *view
}

fn about(about: TablesAbout) -> TablesQuery {
    TablesQuery { about, ..TablesQuery::default() }
}

fn run(session: &mut Session, command: Command) {
    assert_eq!(session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused, None);
}

/// How many pupils a filter opens.
fn opened(session: &mut Session, filter: Filter) -> String {
    let View::Pupils(page) = ask(session, Query::Pupils(PupilsQuery { filter, ..PupilsQuery::default() })) else {
        panic!()
    };
    page.count.split(" of ").next().unwrap().to_owned()
}

fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

#[test]
fn a_file_of_one_year_group_fills_the_rows_of_that_year() {
    let row = |year: &str, title: &str, cell: usize| {
        let headings = "UPN,School,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised";
        let text = format!("{headings}\nA1,1,{year},380,80,0\nA2,2,{year},380,0,0\n");
        let page = tables(&mut session(&text), about(TablesAbout::Return));
        let rows = page.tables[0].sections.iter().flat_map(|section| &section.rows);
        let found =
            rows.filter(|row| row.head.value.to_string().contains(title)).map(|row| row.cells[cell].value.to_string());
        found.collect::<Vec<_>>()
    };
    // Columns: results, and the remark.
    assert_eq!(row("6", "secondary", 4), ["\u{2013}"]);
    assert!(row("6", "secondary", 5)[0].ends_with("The file has no pupils in these year groups."));
    assert_eq!(row("9", "secondary", 4), ["50.0%"]);
    assert!(row("9", "primary", 5)[0].ends_with("The file has no pupils in these year groups."));
}

#[test]
fn free_meals_are_held_against_all_others_in_every_share() {
    let text = "FSM,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
        Y,2b,2b,2b,4,3\nY,2b,2b,2b,4,4\nN,2b,2b,2b,4,4\nN,2b,2b,2b,4,4\n";
    let mut session = session(text);
    let query = TablesQuery { measure: "ks2.both4".into(), by: "fsm".into(), ..about(TablesAbout::Groups) };
    let page = tables(&mut session, query);
    let words = page.tables[0].sections.iter().map(|section| section.words.clone()).collect::<Vec<_>>().join(" ");
    assert!(words.contains("Here: 50.0% and 100.0%, a gap of 50.0 points."), "{words}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(40), failure_persistence: None, ..ProptestConfig::default() })]

    /// Every grouping a view offers divides the cohort: for every measure and basis its groups add up to all pupils.
    #[test]
    fn every_grouping_adds_up_to_all(text in file(1..40)) {
        let cohort = read(text.as_bytes()).cohort;
        for edition in &guidance().editions {
            let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
            let bases = Bases::new(&cohort, guidance(), &moderated, &priors);
            for stage in &edition.stages {
                for (name, _) in offered(edition, &stage.name, &bases) {
                    let grouped = grouped(&name, edition, &stage.name, &bases).unwrap();
                    prop_assert_eq!(grouped.groups.by_pupil.len(), cohort.len());
                    for measure in edition.shown(&stage.name) {
                        for basis in Basis::all_bases(guidance()) {
                            let Some(evaluated) = evaluate(measure, &basis, &bases) else { continue };
                            let (all, groups) = (evaluated.figure(None), evaluated.by_group(&grouped.groups, None));
                            let sum = |of: fn(&ambition_engine::measures::Figure) -> u64| groups.iter().map(|(_, figure)| of(figure)).sum::<u64>();
                            prop_assert_eq!(groups.iter().map(|(size, _)| *size).sum::<u64>(), cohort.len() as u64);
                            prop_assert_eq!(sum(|figure| figure.eligible), all.eligible, "{} {}", name, measure.id);
                            prop_assert_eq!(sum(|figure| figure.left_out), all.left_out);
                            prop_assert_eq!(sum(|figure| figure.missing), all.missing);
                            prop_assert_eq!(sum(|figure| figure.achieved.unwrap_or_default()), all.achieved.unwrap_or_default());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn the_return_is_as_printed() {
    let mut session = session(&authority_csv(300, 3, true));
    let view = tables(&mut session, about(TablesAbout::Return));
    let printed = csv::Reader::from_reader(include_str!("../return/annex_a.csv").as_bytes()).into_records();
    let printed = printed.map(|row| row.unwrap().iter().map(String::from).collect::<Vec<_>>()).collect::<Vec<_>>();
    let rows = view.tables[0].sections[0].rows.iter();
    let rows = rows.map(|row| vec![row.name(), row.cells[0].value.to_string(), row.cells[1].value.to_string()]);
    assert_eq!(rows.collect::<Vec<_>>(), printed);
    // The starred rows, by the 19 groups.
    assert_eq!((view.tables[1].columns.len(), view.tables[1].sections[0].rows.len()), (10, 19));
    let starred = printed.iter().filter(|row| row[0].ends_with('*')).count();
    assert_eq!(starred, 10);
}

#[test]
fn a_group_of_30_wants_no_target_and_one_of_31_does() {
    let of = |group: &str, pupils: usize| format!("1,{group},4,4\n").repeat(pupils - 1) + &format!("2,{group},3,3\n");
    let text = format!("School,Ethnicity,Target_KS2_English,Target_KS2_Maths\n{}{}", of("AIND", 30), of("BAFR", 31));
    let view = tables(&mut session(&text), about(TablesAbout::Return));
    let cell = |name: &str| {
        let row = view.tables[1].sections[0].rows.iter().find(|row| row.name() == name).unwrap();
        (row.cells[0].value.to_string(), row.cells[0].small.to_string())
    };
    assert_eq!(cell("Indian"), ("not needed".into(), "30 pupils".into()));
    assert_eq!(cell("Black African"), ("96.8%".into(), "30 of 31".into()));
}

#[test]
fn schools_are_sorted_over_all_pages_and_add_up() {
    let mut session = session(&authority_csv(3000, 60, true));
    let mut all = Vec::new();
    let first = TablesQuery {
        sort: Some(SchoolsColumn::Measure("ks2.both4".into())),
        descending: true,
        ..about(TablesAbout::Schools)
    };
    for page in 0..3 {
        let view = tables(&mut session, TablesQuery { page, ..first.clone() });
        assert_eq!(view.tables[0].pages, 3);
        all.extend(view.tables[0].sections[0].rows.iter().filter(|row| !row.total).cloned());
    }
    assert_eq!(all.len(), 60);
    let percents = all
        .iter()
        .map(|row| row.cells[2].value.to_string().trim_end_matches('%').parse::<f64>().unwrap())
        .collect::<Vec<_>>();
    assert!(percents.is_sorted_by(|one, other| one >= other), "{percents:?}");
    assert_eq!(all[0].cells[0].value.to_string(), "1");
    assert_eq!(all.iter().map(|row| number(&row.cells[1].value.to_string())).sum::<u64>(), 3000);
    // The sum of the schools is what the authority's own pupils come to.
    let view = tables(&mut session, first);
    let sums = &view.tables[1].sections[0].rows;
    let total = view.tables[0].sections[0].rows.iter().find(|row| row.total).unwrap();
    for (row, measure) in sums.iter().zip(&total.cells[2..]) {
        assert_eq!(row.cells[0].value.to_string(), measure.value.to_string());
    }
}

#[test]
fn a_school_is_shown_as_the_school_would_see_it() {
    let text = authority_csv(600, 6, true);
    let mut all = session(&text);
    run(&mut all, Command::SetCurrent { measure: "ks2.both4".into(), value: "50".into() });
    run(&mut all, Command::SetSchool { school: "2003".into() });
    let mut lines = text.lines();
    let head = lines.next().unwrap().to_owned();
    let own = lines.filter(|line| line.split(',').nth(5) == Some("2003")).collect::<Vec<_>>().join("\n");
    let mut alone = session(&format!("{head}\n{own}\n"));
    let ambition = |session: &mut Session| {
        let View::Ambition(view) = ask(session, Query::Ambition) else { panic!() };
        (view.headline, view.targets)
    };
    // What was typed for the authority is not the school's.
    assert_eq!(ambition(&mut all), ambition(&mut alone));
    let figures = |session: &mut Session| {
        let View::Text { text, .. } = ask(session, Query::FiguresCsv) else { panic!() };
        text
    };
    assert_eq!(figures(&mut all), figures(&mut alone));
    run(&mut all, Command::Undo);
    let View::Summary(summary) = ask(&mut all, Query::Summary) else { panic!() };
    assert_eq!((summary.pupils.as_str(), summary.schools.len()), ("600 pupils", 7));
}

/// A list of thousands helps nobody, and a part of it looks like all of it.
#[test]
fn a_file_of_very_many_schools_lists_none_of_them() {
    let choices = |session: &mut Session| {
        let View::Summary(summary) = ask(session, Query::Summary) else { panic!() };
        summary.schools.into_iter().map(|choice| (choice.id, choice.remark, choice.chosen)).collect::<Vec<_>>()
    };
    assert_eq!(choices(&mut session(&authority_csv(600, 600, true))).len(), 601);
    let mut many = session(&authority_csv(601, 601, true));
    let all = |chosen| (String::new(), "601 schools: choose one under Schools".to_owned(), chosen);
    assert_eq!(choices(&mut many), [all(true)]);
    run(&mut many, Command::SetSchool { school: "2003".into() });
    assert_eq!(choices(&mut many), [all(false), ("2003".into(), String::new(), true)]);
}

#[test]
fn every_number_of_a_table_opens_as_many_pupils() {
    let mut session = session(&authority_csv(400, 4, true));
    let mut looked_at = 0;
    for query in [TablesAbout::Groups, TablesAbout::Schools, TablesAbout::Return, TablesAbout::Needs].map(about) {
        let view = tables(&mut session, query);
        let rows = view.tables.iter().flat_map(|table| &table.sections).flat_map(|section| &section.rows);
        let entries = rows.flat_map(|row| &row.cells).filter_map(|entry| Some((entry.clone(), entry.pupils.clone()?)));
        for (entry, filter) in entries.collect::<Vec<_>>() {
            let (value, small) = (entry.value.to_string(), entry.small.to_string());
            let shown = small.split(" of ").next().filter(|_| small.contains(" of ")).unwrap_or(&value);
            if shown.chars().all(|digit| digit.is_ascii_digit() || digit == ',') {
                assert_eq!(opened(&mut session, filter.clone()), shown, "{filter:?}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 80, "only {looked_at}");
}

#[test]
fn a_combination_of_groups_is_counted() {
    let mut session = session(&authority_csv(400, 4, true));
    let groups = GroupSelection::single_group("sex", "M").with_group("ethnicity", "WBRI").with_group("fsm", "Y");
    let wanted = authority_csv(400, 4, true)
        .lines()
        .filter(|line| {
            let cells = line.split(',').collect::<Vec<_>>();
            (cells[3], cells[7], cells[9]) == ("M", "WBRI", "Y")
        })
        .count();
    let view = tables(&mut session, TablesQuery { groups: groups.clone(), ..about(TablesAbout::Groups) });
    let row = &view.tables[0].sections[1].rows[0];
    assert_eq!(row.name(), "Sex: boys; Ethnic group: White British; Free school meals: yes");
    assert_eq!(number(&row.cells[0].value.to_string()), wanted as u64);
    let all = Filter::Group { groups, measure: String::new(), basis: String::new(), part: FigurePart::Reached };
    assert_eq!(opened(&mut session, all), wanted.to_string());
}

#[test]
fn an_extended_code_counts_where_the_user_says() {
    let text = "Ethnicity,EthnicityExt,Target_KS2_English,Target_KS2_Maths\n,BSOM,4,4\n,BNIG,4,3\nBAFR,,3,3\n";
    let mut session = session(text);
    let sizes = |session: &mut Session| {
        let view = tables(session, TablesQuery { by: "ethnicity".into(), ..about(TablesAbout::Groups) });
        let rows = view.tables[0].sections.iter().flat_map(|section| section.rows.clone()).filter(|row| !row.total);
        rows.map(|row| (row.name(), row.cells[0].value.to_string())).collect::<BTreeMap<_, _>>()
    };
    let of = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, size)| ((*name).to_owned(), (*size).to_owned())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(sizes(&mut session), of(&[("Black African", "2"), ("Not recorded", "1")]));
    run(&mut session, Command::SetEthnicCode { code: "bnig".into(), reported_as: "BOTH".into() });
    assert_eq!(sizes(&mut session), of(&[("Black African", "2"), ("Any other Black background", "1")]));
    run(&mut session, Command::SetEthnicCode { code: "BSOM".into(), reported_as: "BOTH".into() });
    assert_eq!(sizes(&mut session), of(&[("Black African", "1"), ("Any other Black background", "2")]));
    run(&mut session, Command::Undo);
    run(&mut session, Command::SetEthnicCode { code: "BNIG".into(), reported_as: String::new() });
    assert_eq!(sizes(&mut session), of(&[("Black African", "2"), ("Not recorded", "1")]));
}

#[test]
fn only_children_of_the_authority_count() {
    let text = "InCare,CareSince,CareLA,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n\
                Y,2005-01-01,933,2b,2b,2b,4,4\nY,,935,2b,2b,2b,4,4\nY,,,1,1,1,3,3\nY,2009-02-01,933,2b,2b,2b,4,4\nN,,,2b,2b,2b,4,4\n";
    let mut session = session(text);
    let sum = |session: &mut Session| {
        let view = tables(session, about(TablesAbout::Care));
        let english = view.tables[0].sections[0].rows[0].cells.clone();
        (english[0].small.to_string(), english[1].small.to_string())
    };
    // English: two of three by target; level 2 counts whole, level 1 as 0.45.
    assert_eq!(sum(&mut session), ("2 of 3".into(), "2.5 of 3".into()));
    run(&mut session, Command::SetAuthority { authority: "933".into() });
    assert_eq!(sum(&mut session), ("1 of 2".into(), "1.5 of 2".into()));
    let view = tables(&mut session, about(TablesAbout::Care));
    let not_counted = view.remarks.iter().find(|chip| chip.words == "Not counted:").unwrap();
    assert_eq!(not_counted.count, "2");
    assert_eq!(opened(&mut session, not_counted.pupils.clone().unwrap()), "2");
    let form = &view.tables[1].sections[0].rows;
    let counts = form.iter().map(|row| row.cells[0].value.to_string()).collect::<Vec<_>>();
    assert_eq!(counts, ["counts", "no: in care of 935", "counts", "no: not in care for a year by then"]);
    assert!(view.remarks.iter().any(|chip| chip.words.contains("Fewer than 10")), "{:?}", view.remarks);
}

#[test]
fn a_table_to_share_names_nobody_and_shows_no_small_count() {
    let mut session = session(&authority_csv(300, 4, true));
    for below in ["6", "5", "10"] {
        run(&mut session, Command::SetSharing { fewer_than: below.into() });
        for query in
            [TablesAbout::Groups, TablesAbout::Schools, TablesAbout::Return, TablesAbout::Care, TablesAbout::Needs]
                .map(about)
        {
            let view = tables(&mut session, query.clone());
            assert!(view.rule.starts_with("Fit to share"), "{}", view.rule);
            let rows = view
                .tables
                .iter()
                .flat_map(|table| &table.sections)
                .flat_map(|section| &section.rows)
                .collect::<Vec<_>>();
            assert!(rows.iter().all(|row| !row.name().contains("Name")), "{:?}", query.about);
            for entry in rows.iter().flat_map(|row| &row.cells) {
                assert_eq!(entry.pupils, None);
                if let Some((reached, of)) = entry.small.to_string().split_once(" of ") {
                    let (reached, of, below) = (number(reached), number(of), number(below));
                    assert!(reached == 0 || reached >= below, "{entry:?}");
                    // Both are rounded, each by 2 at most.
                    assert!(of == reached || of - reached + 4 >= below, "{entry:?}");
                    assert_eq!([reached % 5, of % 5], [0, 0], "{entry:?}");
                }
            }
        }
    }
    let refused =
        session.exchange(&Exchange { command: Some(Command::SetSharing { fewer_than: "7".into() }), queries: vec![] });
    assert!(refused.refused.is_some());
}

fn given_away(tables: TablesAbout, form: ExportForm) -> Query {
    Query::Export(ExportQuery { screen: Box::new(Query::Tables(about(tables))), form })
}

#[test]
fn a_workbook_reads_back_as_the_tables() {
    let mut session = session(&authority_csv(300, 3, true));
    let View::File { name, bytes } = ask(&mut session, given_away(TablesAbout::Return, ExportForm::Workbook)) else {
        panic!()
    };
    assert_eq!(name, "return-2009.xlsx");
    let mut workbook = ambition_spreadsheets::SpreadsheetFile::open(bytes).unwrap();
    let sheets = workbook.contents().unwrap().sheets.into_iter().map(|sheet| sheet.name).collect::<Vec<_>>();
    assert_eq!(sheets, ["LA and school targets 2009", "The starred rows by ethnic grou"]);
    let text = String::from_utf8(workbook.table(&sheets[0]).unwrap().text).unwrap();
    let rows = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
        .map(|row| row.unwrap())
        .collect::<Vec<_>>();
    let view = tables(&mut session, about(TablesAbout::Return));
    for (row, written) in view.tables[0].sections[0].rows.iter().zip(&rows) {
        let [first, second] = [0, 1].map(|place| row.cells[place].value.to_string());
        assert_eq!((&written[0], &written[1], &written[2]), (row.name().as_str(), first.as_str(), second.as_str()));
    }
    assert!(rows.len() >= 17);
    let View::Text { text, .. } = ask(&mut session, given_away(TablesAbout::Schools, ExportForm::Csv(0))) else {
        panic!()
    };
    assert_eq!(text.lines().filter(|line| line.starts_with("200")).count(), 3);
}

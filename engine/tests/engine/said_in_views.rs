//! Sentences and numbers of views that were once said of the wrong pupils, measures or years.

use ambition_engine::screens::{
    AmbitionPage, PupilsPage, Query, SheetPage, SheetQuery, TablesAbout, TablesPage, TablesQuery, View, WhatIfPage,
    WhatIfQuery,
};
use ambition_engine::session::Session;
use ambition_engine::session::command::{Filter, PupilsQuery, SheetTopic};

use super::{ask, findings_against, read, session};

/// What S0 ¶29 says of two levels over Key Stage 3.
const ONE_MORE: &str = "One more pupil in every class of 25";

fn ambition(session: &mut Session) -> AmbitionPage {
    let View::Ambition(page) = ask(session, Query::Ambition) else { panic!() };
    *page
}

fn what_if(session: &mut Session, measure: &str, percent: Option<u8>) -> WhatIfPage {
    let query = WhatIfQuery { measure: measure.into(), percent, without: vec![] };
    let View::WhatIf(page) = ask(session, Query::WhatIf(query)) else { panic!() };
    *page
}

fn pupils(session: &mut Session, filter: Filter) -> PupilsPage {
    let query = PupilsQuery { filter, ..PupilsQuery::default() };
    let View::Pupils(page) = ask(session, Query::Pupils(query)) else { panic!() };
    *page
}

fn tables(session: &mut Session, about: TablesAbout) -> TablesPage {
    let View::Tables(page) = ask(session, Query::Tables(TablesQuery { about, ..TablesQuery::default() })) else {
        panic!()
    };
    *page
}

fn progress_sheet(session: &mut Session) -> SheetPage {
    let query = SheetQuery { topic: SheetTopic::Progress, ..SheetQuery::default() };
    let View::Sheet(page) = ask(session, Query::Sheet(query)) else { panic!() };
    *page
}

/// Targets with these last results.
fn session_after(text: &str, last: &str) -> Session {
    let mut session = session(text);
    session.open_current(read(last.as_bytes()), "last.csv").unwrap();
    session
}

/// `reached` pupils who move two levels over Key Stage 3 in maths by target, and the others of `all`.
fn key_stage_3(reached: usize, all: usize) -> String {
    let rows = "4,4,6,6\n".repeat(reached) + &"4,4,6,5\n".repeat(all - reached);
    format!("KS2_English,KS2_Maths,Target_KS3_English,Target_KS3_Maths\n{rows}")
}

/// What the card and What if say of one more in 25 in maths: how many pupils, and the figure with them.
fn one_more(text: &str) -> Vec<(String, String)> {
    let session = &mut session(text);
    let page = ambition(session);
    let cards = page.targets.iter().chain(&page.others).filter(|card| card.measure == "ks3.progress.maths");
    let on_card = cards.flat_map(|card| &card.beside).filter(|beside| beside.title == ONE_MORE);
    let on_card = on_card.map(|beside| (beside.count.to_string(), beside.value.clone())).collect::<Vec<_>>();
    let chips = what_if(session, "ks3.progress.maths", None).chips;
    let chips = chips.iter().filter(|chip| chip.words.starts_with(ONE_MORE));
    let tried = chips.map(|chip| {
        let with_them = chip.words.rsplit(' ').next().unwrap().trim_end_matches(':').to_owned();
        (chip.count.clone(), with_them)
    });
    assert_eq!(tried.collect::<Vec<_>>(), on_card);
    on_card
}

#[test]
fn one_more_in_25_is_said_of_two_levels_over_key_stage_3_alone() {
    let of = |headings: &str, row: &str| {
        let mut session = session(&format!("{headings}\n{}", format!("{row}\n").repeat(60)));
        let page = ambition(&mut session);
        let cards = page.targets.iter().chain(&page.others);
        let said = cards.filter(|card| card.beside.iter().any(|beside| beside.title.contains("25")));
        let said = said.map(|card| card.measure.clone()).collect::<Vec<_>>();
        for measure in what_if(&mut session, "", None).choices {
            let chips = what_if(&mut session, &measure.id, None).chips;
            let is_said = chips.iter().any(|chip| chip.words.contains("class of 25"));
            assert_eq!(is_said, said.contains(&measure.id), "{}", measure.id);
        }
        said
    };
    let ks2 = "KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths";
    assert_eq!(of(ks2, "2b,2b,2b,3,3"), [""; 0]);
    let ks3 = "KS2_English,KS2_Maths,Target_KS3_English,Target_KS3_Maths,Target_KS3_Science";
    assert_eq!(of(ks3, "4,4,5,5,5"), ["ks3.progress.english", "ks3.progress.maths"]);
    let ks4 = "KS3_English,KS3_Maths,Target_KS4_English,Target_KS4_Maths,Target_KS4_AtoC";
    assert_eq!(of(ks4, "5,5,D,D,4"), [""; 0]);
}

#[test]
fn one_more_in_25_are_whole_pupils_who_are_short_of_it() {
    let said = |reached, all| one_more(&key_stage_3(reached, all));
    let more = |count: &str, value: &str| vec![(count.to_owned(), value.to_owned())];
    // 42 of 60 are 70.0%; four points more than 40 of 60 would be 70.7%.
    assert_eq!(said(40, 60), more("2 more pupils", "70.0%"));
    assert_eq!(said(10, 25), more("1 more pupil", "44.0%"));
    assert_eq!(said(59, 60), more("1 more pupil", "100.0%"));
    assert_eq!(said(60, 60), []);
    assert_eq!(said(10, 24), []);
}

#[test]
fn a_percentage_tried_names_the_pupils_it_takes() {
    let session = &mut session(&key_stage_3(40, 60));
    for percent in 0..=100 {
        let page = what_if(session, "ks3.progress.maths", Some(percent));
        let needed = (usize::from(percent) * 60).div_ceil(100);
        let more = match needed.saturating_sub(40) {
            0 => "the targets already reach that".to_owned(),
            1 => "1 more pupil than by target".to_owned(),
            more => format!("{more} more pupils than by target"),
        };
        let share = 1000 * needed / 60 + usize::from(1000 * needed % 60 >= 30);
        let end = format!("For {percent}%: {needed} of 60 pupils ({}.{}%), {more}.", share / 10, share % 10);
        assert!(page.words.ends_with(&end), "{} {end}", page.words);
        assert!(!page.chips.iter().any(|chip| chip.count.starts_with("0 more")), "{:?}", page.chips);
    }
}

/// An empty target of a pupil without a prior level is in no figure of progress, and it is missing all the same.
#[test]
fn the_return_and_the_finding_say_which_empty_targets_they_mean() {
    let text = "KS1_Maths,Target_KS2_Maths\n2b,4\n2b,\nA,\nB,\n";
    let session = &mut session(text);
    let page = tables(session, TablesAbout::Return);
    let mut rows = page.tables[0].sections.iter().flat_map(|section| &section.rows);
    let row = rows.find(|row| row.name().starts_with("Key Stage 1-2  - to improve proportion")).unwrap();
    let remark = row.cells.last().unwrap().value.to_string();
    assert!(remark.ends_with("1 pupil of this figure with an empty target."), "{remark}");
    let rows = findings_against(text, None, "2009", None);
    let missing = rows.iter().find(|row| row[2] == "ks2.progress.maths" && row[3] == "target-missing").unwrap();
    assert_eq!(missing[4], "3");
    let filter = Filter::Finding { measure: "ks2.progress.maths".into(), code: "target-missing".into() };
    assert_eq!(pupils(session, filter).count, "3 of 4 pupils");
}

/// Results of 2007: 15 of 31 pupils (48.4%). Targets of 2009: 20 pupils.
#[test]
fn last_year_is_counted_by_its_own_pupils() {
    let (headings, row) = ("School,KS1_Reading,KS1_Writing,KS1_Maths", "2001,2b,2b,2b");
    let last = format!("{row},4,4\n").repeat(15) + &format!("{row},3,3\n").repeat(16);
    let targets = format!("{row},4,4\n").repeat(11) + &format!("{row},3,3\n").repeat(9);
    let other = "2002,2b,2b,2b,4,4\n";
    let session = &mut session_after(
        &format!("{headings},Target_KS2_English,Target_KS2_Maths\n{targets}{other}"),
        &format!("{headings},KS2_English,KS2_Maths\n{last}"),
    );
    let View::Trajectories(page) = ask(session, Query::Trajectories) else { panic!() };
    let both = page.measures.iter().find(|trajectory| trajectory.measure == "ks2.both4").unwrap();
    let floor = both.ways.iter().find(|way| way.kind == "floor").unwrap();
    let first = |(year, percent, pupils): &(String, String, String)| format!("{year} {percent} {pupils}");
    // 21 pupils of the targets: 53.9% to 65% in 2010.
    assert_eq!(first(&floor.steps[0]), "2007 48.4% 15 pupils");
    assert_eq!(first(floor.steps.last().unwrap()), "2010 65.0% 14 pupils");
    let page = tables(session, TablesAbout::Schools);
    let low = page.tables.iter().find(|table| table.columns.iter().any(|column| column.title == "2010")).unwrap();
    let column = |title: &str| low.columns.iter().position(|column| column.title == title).unwrap();
    let row = low.rows().find(|row| row.name().contains("2001")).unwrap();
    let shown = |title: &str| format!("{} {}", row.cells[column(title)].value, row.cells[column(title)].small);
    assert_eq!(shown("2007"), "48.4% 15 pupils");
    assert_eq!(shown("2011"), "65.0% 13 pupils");
}

#[test]
fn rows_of_the_return_of_another_year_are_empty() {
    let headings = "UPN,School,NCYear,InCare,KS1_Reading,KS1_Writing,KS1_Maths,KS2_English,KS2_Maths,Target_KS2_English,\
        Target_KS2_Maths,Target_KS3_English,Target_KS3_Maths,Target_KS3_Science,KS3_Science";
    let rows = |year: &str, titles: &[&str]| {
        let row = |upn: u8, school: u8| format!("A{upn},{school},{year},Y,2b,2b,2b,4,4,4,4,5,5,5,5\n");
        let page = tables(&mut session(&format!("{headings}\n{}{}", row(1, 1), row(2, 2))), TablesAbout::Return);
        let rows = page.tables[0].sections.iter().flat_map(|section| section.rows.clone());
        let rows = rows.filter(|row| titles.iter().any(|title| row.name().contains(title))).collect::<Vec<_>>();
        rows.iter().map(|row| [3, 4, 5].map(|cell| row.cells[cell].value.to_string())).collect::<Vec<_>>()
    };
    for (titles, number, own, other) in [
        (&["Key Stage 3 ", "Key Stage 2-3"][..], 4, "9", "6"),
        (&["Key Stage 2 ", "Key Stage 1-2", "at Key Stage 2"], 5, "6", "9"),
    ] {
        let (filled, empty) = (rows(own, titles), rows(other, titles));
        assert_eq!((filled.len(), empty.len()), (number, number), "{titles:?}");
        for [target, ..] in filled {
            assert!(target.ends_with('%'), "{target}");
        }
        for [target, results, remark] in empty {
            assert_eq!((target.as_str(), results.as_str()), ("\u{2013}", "\u{2013}"));
            assert!(remark.ends_with("The file has no pupils in these year groups."), "{remark}");
        }
    }
}

/// A row with several outcomes has as many figures as its share says: 22 of 326 are 7, not one for each five of them.
#[test]
fn each_row_of_figures_has_as_many_as_its_share() {
    let no_level = [("W,W", 7), ("1,1", 5), ("2b,2", 5), ("3,3", 5)];
    let one_level = [("W,1", 16), ("1,2", 39), ("2b,3", 54), ("3,4", 32)];
    let two_levels = [("W,2", 54), ("1,3", 77), ("2b,4", 32)];
    let rows = no_level.iter().chain(&one_level).chain(&two_levels);
    let rows = rows.map(|(row, pupils)| format!("{row}\n").repeat(*pupils)).collect::<String>();
    let page = progress_sheet(&mut session(&format!("KS1_Maths,Target_KS2_Maths\n{rows}")));
    let part = page.parts.iter().find(|part| !part.people.is_empty()).unwrap();
    let shown = part.people.iter().map(|row| (row.count.as_str(), row.people.len())).collect::<Vec<_>>();
    let wanted = [("22 of 326 \u{b7} 6.7%", 7), ("141 of 326 \u{b7} 43.3%", 43), ("163 of 326 \u{b7} 50.0%", 50)];
    assert_eq!(shown[..3], wanted);
}

/// Of two subjects nothing is further below the mark than one step.
#[test]
fn one_step_short_of_both_subjects() {
    let targets = ["4,4", "3,4", "4,3", "3,3", "2,4", "3,2", ",3", "B,4"];
    let rows = targets.map(|targets| format!("{targets}\n")).concat();
    let session = &mut session(&format!("Target_KS2_English,Target_KS2_Maths\n{rows}"));
    let page = pupils(session, Filter::Borderline { measure: "ks2.both4".into() });
    assert_eq!(page.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4, 5]);
}

/// Grades of year 10, and levels of years 6 and 9, are columns of Pupils.
#[test]
fn interim_results_of_years_6_9_and_10_are_shown() {
    for (headings, cells, shown) in [
        ("KS3_English,Y10_English,Target_KS4_English", "5,B,C", "Year 10 English: B"),
        ("KS2_English,Y9_English,Target_KS3_English", "4,5a,6", "Year 9 English: 5a"),
        ("KS1_Maths,Y6_Maths,Target_KS2_Maths", "2b,4c,4", "Year 6 maths: 4c"),
    ] {
        let page = pupils(&mut session(&format!("UPN,{headings}\nA1,{cells}\n")), Filter::All);
        let cells = page.columns.iter().zip(&page.rows[0].cells);
        let cells = cells.map(|(column, cell)| format!("{}: {}", column.title, cell.text)).collect::<Vec<_>>();
        assert!(cells.iter().any(|cell| cell == shown), "{cells:?}");
    }
}

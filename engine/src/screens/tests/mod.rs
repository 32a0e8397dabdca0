mod agenda;
mod authority;
mod averages;
mod counts;
mod last_results;
mod moderation;
mod own_edition;
mod pictures;
mod replay;
mod reread;
mod school_absence;
mod settings;
mod sheets;
mod today;
mod unjudged;
mod workbench;

use std::sync::Arc;

use super::*;
use crate::guidance::Guidance;
use crate::intake::{CohortReader, ReadAs};
use crate::screens::{AmbitionPage, ChallengePage, CheckPage, Exchange, PupilsPage, Query, Summary, View};
use crate::session::Session;
use crate::session::command::{Command, FigurePart, Filter, PupilsColumn, PupilsQuery};

const SAMPLE: &str = include_str!("../../../../static/sample-year-6.csv");

fn session(text: &str) -> Session {
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let mut session = Session::new(guidance.clone()).unwrap();
    session.open(CohortReader::read_all(guidance, text.as_bytes()).unwrap(), "file.csv");
    session
}

/// A file in which nothing tells the edition, read for this one.
fn session_in(edition: &str, text: &str) -> Session {
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let read_as = ReadAs { edition: Some(edition.into()), ..ReadAs::default() };
    let mut session = Session::new(guidance.clone()).unwrap();
    session.open(CohortReader::read_all_as(guidance, text.as_bytes(), read_as).unwrap(), "file.csv");
    session
}

fn ask(session: &mut Session, query: Query) -> View {
    session.exchange(&Exchange { command: None, queries: vec![query] }).views.remove(0)
}

fn ambition(session: &mut Session) -> AmbitionPage {
    let View::Ambition(view) = ask(session, Query::Ambition) else { panic!() };
    *view
}

fn check(session: &mut Session) -> CheckPage {
    let View::Check(view) = ask(session, Query::Check) else { panic!() };
    *view
}

fn summary(session: &mut Session) -> Summary {
    let View::Summary(view) = ask(session, Query::Summary) else { panic!() };
    *view
}

fn pupils(session: &mut Session, query: PupilsQuery) -> PupilsPage {
    let View::Pupils(view) = ask(session, Query::Pupils(query)) else { panic!() };
    *view
}

/// The pupils before and after a page of the list.
fn on_paper(session: &mut Session, query: PupilsQuery) -> [Vec<PaperRow>; 2] {
    let View::PupilsOnPaper(view) = ask(session, Query::PupilsOnPaper(query)) else { panic!() };
    view.rows
}

fn filtered(filter: Filter) -> PupilsQuery {
    PupilsQuery { filter, ..PupilsQuery::default() }
}

fn set(session: &mut Session, pupil: u32, result: &str, value: &str) -> Option<String> {
    let command = Command::SetTarget { pupil, result: result.into(), value: value.into() };
    session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused
}

fn run(session: &mut Session, command: Command) -> Option<String> {
    session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused
}

#[test]
fn nothing_open_shows_nothing() {
    let mut session = Session::new(Arc::new(Guidance::shipped().unwrap())).unwrap();
    assert_eq!(ask(&mut session, Query::Ambition), View::Empty);
    assert!(matches!(ask(&mut session, Query::Method), View::Method(_)));
    assert!(set(&mut session, 0, "KS2_English", "4").is_some());
}

#[test]
fn the_sample_is_accounted_for() {
    let mut session = session(SAMPLE);
    let check = check(&mut session);
    assert_eq!(check.account, "64 rows read = 62 pupils + 2 not counted");
    assert_eq!(check.set_aside.len(), 2);
    assert_eq!(check.unknown.len(), 2);
    assert_eq!(summary(&mut session).to_check, 2);
}

#[test]
fn the_sample_against_the_guidance() {
    let view = ambition(&mut session(SAMPLE));
    let both = &view.targets[0];
    assert_eq!((both.percent.as_str(), both.of.to_string().as_str()), ("69.4%", "43 of 62 pupils"));
    // Of the 43, three have no usable prior result, and nothing is expected of them (RULES 5.1).
    assert_eq!(both.verdict, "8 pupils short");
    assert_eq!(both.graph.target.as_deref(), Some("69.35%"));
    assert_eq!(view.targets.len(), 3);
    assert_eq!(view.others.len(), 2);
    assert!(view.headline.starts_with("All three Key Stage 2 targets are below"), "{}", view.headline);
}

#[test]
fn every_count_opens_as_many_pupils() {
    let mut session = session(SAMPLE);
    let view = ambition(&mut session);
    for card in view.targets.iter().chain(&view.others) {
        for chip in &card.chips {
            let Some(filter) = chip.pupils.clone() else { continue };
            let page = pupils(&mut session, filtered(filter));
            let number = chip.count.split(' ').next().unwrap();
            assert!(page.count.starts_with(&format!("{number} of ")), "{}: {} {}", card.title, chip.words, page.count);
        }
        let (reached, eligible) = (&card.of.part, &card.of.whole);
        let counted = pupils(&mut session, filtered(card.of.part_pupils.clone().unwrap())).count;
        assert!(counted.starts_with(&format!("{reached} of ")));
        let counted = pupils(&mut session, filtered(card.of.whole_pupils.clone().unwrap())).count;
        assert!(counted.starts_with(eligible.split(' ').next().unwrap()));
    }
}

#[test]
fn a_changed_target_moves_every_figure_and_undo_takes_it_back() {
    let mut session = session(
        "Surname,KS1_Maths,KS1_Reading,KS1_Writing,Target_KS2_English,Target_KS2_Maths\nA,2,2,2,4,3\nB,2,2,2,3,4\n",
    );
    let before = ambition(&mut session);
    assert_eq!(before.targets[0].percent, "0.0%");
    assert_eq!(set(&mut session, 0, "KS2_Maths", "4"), None);
    let after = ambition(&mut session);
    assert_eq!(after.targets[0].percent, "50.0%");
    assert_eq!(after.targets[2].percent, "100.0%");
    assert_eq!(after.history, ["Maths target of A: 3 \u{2192} 4"]);
    let cell = pupils(&mut session, PupilsQuery::default()).rows[0]
        .cells
        .iter()
        .find(|cell| cell.was.is_some())
        .cloned()
        .unwrap();
    assert_eq!((cell.text.as_str(), cell.was.as_deref()), ("4", Some("3")));
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(ambition(&mut session), before);
    assert_eq!(run(&mut session, Command::Redo), None);
    assert_eq!(ambition(&mut session).targets, after.targets);
    assert!(run(&mut session, Command::Redo).is_some());
}

#[test]
fn what_is_no_level_is_refused_and_changes_nothing() {
    let mut session = session(SAMPLE);
    let before = ambition(&mut session);
    let refused = set(&mut session, 0, "KS2_English", "4+").unwrap();
    assert!(refused.contains("4+") && refused.contains("such as 4"), "{refused}");
    assert!(set(&mut session, 9_999, "KS2_English", "4").is_some());
    assert!(set(&mut session, 0, "KS2_Latin", "4").is_some());
    assert_eq!(ambition(&mut session), before);
}

#[test]
fn targets_can_be_set_where_the_file_has_none() {
    let mut session = session("Surname,KS1_Maths,KS1_Reading,KS1_Writing\nA,2,2,2\n");
    assert_eq!(ambition(&mut session).targets[0].of.to_string(), "no targets yet");
    assert_eq!(set(&mut session, 0, "KS2_Maths", "4b"), None);
    assert_eq!(ambition(&mut session).targets[2].percent, "100.0%");
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(ambition(&mut session).targets[2].of.to_string(), "no targets yet");
}

#[test]
fn a_spelling_is_mapped_once_for_all_its_cells() {
    let mut session = session("KS1_Maths,Target_KS2_Maths\n2,4?\n2,4?\n2,4\n");
    assert_eq!(ambition(&mut session).targets[2].percent, "100.0%");
    assert_eq!(ambition(&mut session).targets[2].of.to_string(), "1 of 1 pupil");
    let (field, spelling) = ("Target_KS2_Maths".to_owned(), "4?".to_owned());
    assert_eq!(run(&mut session, Command::MapValue { field, spelling, meaning: Some("4".into()) }), None);
    assert_eq!(ambition(&mut session).targets[2].of.to_string(), "3 of 3 pupils");
    assert_eq!(check(&mut session).unknown[0].meaning.as_deref(), Some("4"));
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(ambition(&mut session).targets[2].of.to_string(), "1 of 1 pupil");
}

#[test]
fn a_list_is_kept_while_its_targets_are_edited() {
    let mut session = session("Surname,KS1_Maths,Target_KS2_Maths\nA,2,3\nB,2,3\nC,2,4\n");
    let query = filtered(Filter::Figure {
        measure: "ks2.progress.maths".into(),
        basis: "moderated".into(),
        part: FigurePart::Short,
    });
    assert_eq!(pupils(&mut session, query.clone()).count, "2 of 3 pupils");
    assert_eq!(set(&mut session, 0, "KS2_Maths", "4"), None);
    let page = pupils(&mut session, query);
    assert_eq!(page.count, "1 pupil now; the list keeps the 2 it opened with");
    assert_eq!(page.rows.len(), 2);
}

#[test]
fn search_and_sort_go_over_all_pages() {
    let mut session = session(SAMPLE);
    let query = PupilsQuery { sort: Some(PupilsColumn::Name), ..PupilsQuery::default() };
    let first = pupils(&mut session, query.clone());
    let last = pupils(&mut session, PupilsQuery { page: 99, ..query.clone() });
    assert_eq!((first.rows.len(), first.pages, last.page), (25, 3, 2));
    // Paper has the pupils of all pages.
    assert!(first.is_printed_whole);
    let [before, after] = on_paper(&mut session, query.clone());
    assert_eq!((before.len(), after.len()), (0, 37));
    assert_eq!(after.last().unwrap().name, last.rows.last().unwrap().name);
    let [before, after] = on_paper(&mut session, PupilsQuery { page: 99, ..query.clone() });
    assert_eq!((before.len(), after.len()), (50, 0));
    let from_last = pupils(&mut session, PupilsQuery { descending: true, ..query });
    assert_eq!(from_last.rows[0], *last.rows.last().unwrap());
    let found = pupils(&mut session, PupilsQuery { search: "CHLO\u{c9}".into(), ..PupilsQuery::default() });
    assert!(found.rows.iter().all(|row| row.name.contains("Chlo\u{e9}")) && !found.rows.is_empty());
}

#[test]
fn kinds_of_points_are_at_hand_and_on_the_pupils_card() {
    let mut session = session(SAMPLE);
    let lists = pupils(&mut session, PupilsQuery::default()).filters;
    let at_hand = lists.iter().find(|list| list.at_hand).unwrap().choices.clone();
    assert!(at_hand.len() > 2 && at_hand[0].words.starts_with("Needs a look ("), "{at_hand:?}");
    for choice in &at_hand {
        let page = pupils(&mut session, filtered(choice.filter.clone()));
        let number = choice.words.rsplit('(').next().unwrap().trim_end_matches(')');
        assert!(page.count.starts_with(&format!("{number} of ")), "{}: {}", choice.words, page.count);
        // Whoever is listed has the point on the card.
        let first = page.rows[0].pupil;
        let query = PupilsQuery { card: Some(first), ..filtered(choice.filter.clone()) };
        let card = pupils(&mut session, query).card.unwrap();
        assert_eq!(card.name, page.rows[0].name);
        let kind = choice.words.rsplit_once(" (").unwrap().0;
        assert!(kind == "Needs a look" || card.points.iter().any(|point| point.title == kind), "{kind}: {card:#?}");
        assert!(!card.verdicts.is_empty() && card.lines.iter().any(|line| line.is_target));
    }
}

#[test]
fn a_target_set_back_is_not_a_changed_one() {
    let mut session = session("Surname,KS1_Maths,Target_KS2_Maths\nA,2,3\nB,2,3\n");
    assert_eq!(set(&mut session, 0, "KS2_Maths", "4"), None);
    assert_eq!(summary(&mut session).changed, 1);
    assert_eq!(pupils(&mut session, filtered(Filter::Changed)).count, "1 of 2 pupils");
    assert_eq!(set(&mut session, 0, "KS2_Maths", "3"), None);
    assert_eq!(summary(&mut session).changed, 0);
    assert_eq!(pupils(&mut session, PupilsQuery { search: " ".into(), ..filtered(Filter::Changed) }).rows.len(), 0);
}

#[test]
fn targets_of_the_authority_are_rows_alone() {
    let file = "NCYear,InCare,KS1_Maths,KS2_Maths,Target_KS2_Maths,Sessions_Possible,Sessions_Authorised,\
                Sessions_Unauthorised\n6,Y,2b,4,4,190,19,0\n5,Y,2b,4,4,190,0,19\n";
    let mut session = session(file);
    assert_eq!(run(&mut session, Command::SetYear { year: "6".into() }), None);
    let view = ambition(&mut session);
    let mut shown = view.targets.iter().chain(&view.others);
    assert!(shown.all(|card| card.measure.starts_with("ks2.")), "{view:?}");
    let stages = summary(&mut session).stages;
    assert!(stages.iter().all(|stage| stage.title.starts_with("Key Stage")), "{stages:?}");
    let View::Text { text, .. } = ask(&mut session, Query::FiguresCsv) else { panic!() };
    assert!(text.contains("2009,,all,all,care.ks2.maths4,actual,1,1,0,0,100.0000"), "{text}");
    assert!(text.contains("2009,,all,all,attendance.absence,actual,38,380,0,0,10.0000"), "{text}");
}

const YEAR_11: &str = include_str!("../../../../static/sample-year-11.csv");

fn challenge(session: &mut Session) -> ChallengePage {
    let View::Challenge(view) = ask(session, Query::Challenge) else { panic!() };
    *view
}

#[test]
fn another_reading_is_said_wherever_it_counts() {
    let mut session = session(YEAR_11);
    let (views, agenda) = (ambition(&mut session), challenge(&mut session));
    let said = |view: &AmbitionPage| view.remarks.iter().any(|chip| chip.words.contains("Not entered is left out"));
    assert!(!said(&views) && agenda.edition == "Key Stage 4, targets for 2009", "{}", agenda.edition);
    let switch = || "not-entered-left-out".to_owned();
    assert_eq!(run(&mut session, Command::SetSwitch { switch: switch(), on: true }), None);
    assert!(said(&ambition(&mut session)));
    assert!(challenge(&mut session).edition.ends_with("; another reading: Not entered is left out"));
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(ambition(&mut session), views);
}

#[test]
fn agreed_exceptions_are_counted_and_listed() {
    let mut session = session(YEAR_11);
    assert_eq!(summary(&mut session).excepted, 0);
    let evidence = || "in hospital since May".to_owned();
    assert_eq!(run(&mut session, Command::SetException { pupil: 6, evidence: evidence() }), None);
    assert_eq!(summary(&mut session).excepted, 1);
    let listed = pupils(&mut session, filtered(Filter::Excepted));
    assert_eq!(
        (listed.rows.len(), listed.rows[0].pupil, listed.rows[0].exception.evidence.clone()),
        (1, 6, evidence())
    );
}

#[test]
fn the_table_tells_screens_from_exports() {
    let pupils = Query::Pupils(PupilsQuery::default());
    assert!(pupils.has_parameters() && !pupils.is_export());
    assert!(!Query::Check.has_parameters() && !Query::Check.is_export());
    assert!(Query::FiguresCsv.is_export() && Query::FindingsCsv.is_export());
}

#[test]
fn what_answers_a_screen_is_its_page() {
    let mut session = session(SAMPLE);
    let page = ask(&mut session, Query::Check).into_page().unwrap();
    assert!(page.downcast::<CheckPage>().unwrap().account.starts_with("64 rows read"));
    assert!(ask(&mut session, Query::FiguresCsv).into_page().is_none());
}

//! What is shown of files of edition 2027 that would be true of the old editions only, or of no file.

use super::*;
use crate::screens::MethodPage;

const YEAR_11: &str = "UPN,Surname,KS4_English_Language,KS4_Maths,Target_KS4_English_Language,Target_KS4_Maths\n\
    A926999904001,Ash,5,4,6,5\nA926999904002,Birch,3,6,4,6\nA926999904003,Cedar,7,7,8,8\n";

/// The name by which we tell a column from that of another edition is not the user's.
#[test]
fn columns_go_out_by_the_name_they_came_in_with() {
    let mut session = session_in("2027", YEAR_11);
    let View::Text { text, .. } = ask(&mut session, Query::TargetsCsv) else { panic!() };
    let headings = text.lines().next().unwrap().split(',').collect::<Vec<_>>();
    assert!(headings.contains(&"KS4_Maths") && headings.contains(&"Target_KS4_Maths"), "{text}");
    assert!(!text.contains("KS4_Maths_Grade"), "{text}");
    let mut again = self::session(&text);
    assert_eq!(ambition(&mut again).targets, ambition(&mut session).targets);
    // It was written by earlier versions.
    let mut earlier = self::session(&text.replace("KS4_Maths", "KS4_Maths_Grade"));
    assert_eq!(ambition(&mut earlier).targets, ambition(&mut session).targets);
}

/// In a table of a row for each subject the headings are put together by us.
#[test]
fn headings_put_together_are_those_of_the_edition() {
    let rows = ["English Language", "Maths"].map(|subject| {
        let row = |(name, target): (&str, u8)| format!("{name},11,{subject},5,{target}\n");
        [("Ash", 5), ("Birch", 6), ("Cedar", 7), ("Elm", 4)].map(row).concat()
    });
    let text = format!("Surname,Year Group,Subject,KS4 Grade,KS4 Target\n{}", rows.concat());
    let mut session = session_in("2027", &text);
    let shown = serde_json::to_string(&check(&mut session).columns).unwrap();
    assert!(shown.contains("Maths"), "{shown}");
    let headings = check(&mut session).columns.into_iter().map(|column| column.heading).collect::<Vec<_>>();
    assert!(headings.iter().all(|heading| !heading.contains("_Grade")), "{headings:?}");
}

/// How a test came out, without its score: said of the column, and beside the figures.
#[test]
fn an_outcome_without_its_score_makes_no_figure_and_is_told() {
    let text = "UPN,Surname,KS2 reading outcome,Target_KS2_Reading_Score,Target_KS2_Writing_TA,Target_KS2_Maths_Score\n\
        A926999904001,Ash,AS,104,EXS,103\nA926999904002,Birch,NS,99,WTS,99\n";
    let mut session = session(text);
    let told = |session: &mut Session| {
        let mut problems = check(session).problems.into_iter().flat_map(|group| group.problems);
        problems.find(|problem| problem.code == "outcome-without-result")
    };
    let problem = told(&mut session);
    let said = serde_json::to_string(&problem.unwrap()).unwrap();
    assert!(said.contains("Key Stage 2 reading scaled score") && said.contains("KS2_Reading_Score"), "{said}");
    let column = check(&mut session).columns.into_iter().find(|column| column.heading == "KS2 reading outcome");
    assert!(column.unwrap().why.contains("no figure can be worked out"));
    let cards = serde_json::to_string(&ambition(&mut session)).unwrap();
    assert!(cards.contains("1 column of outcomes without the scores"), "{cards}");
    // With the score nothing has to be said.
    let with = text.replace("KS2 reading outcome", "KS2_Reading_Outcome,KS2_Reading_Score").replace(",AS,", ",AS,104,");
    let mut with = self::session(&with.replace(",NS,", ",NS,97,"));
    assert_eq!(told(&mut with), None);
}

fn method(session: &mut Session) -> MethodPage {
    let View::Method(view) = ask(session, Query::Method) else { panic!() };
    *view
}

/// What held in 2009 is not said of 2027.
#[test]
fn the_method_of_today_speaks_of_today() {
    let words = |session: &mut Session| serde_json::to_string(&method(session)).unwrap().to_lowercase();
    let today = words(&mut session_in("2027", YEAR_11));
    let of_the_past = [
        "floor",
        "levels of progress",
        "out of every pupil",
        "national curriculum level",
        "a fifth of",
        "improvement partner",
        "with a level",
        "for long enough",
        "models of 2009",
        "conversion table",
        "statutory",
    ];
    for words in of_the_past {
        assert!(!today.contains(words), "{words} in {today}");
    }
    assert!(today.contains("10% or more") && today.contains("similar pupils"));
    let then = words(&mut session_in("2009", "UPN,KS1_Maths,Target_KS2_Maths\nA926999904001,2b,4\n"));
    assert!(["floor", "levels of progress", "a fifth of"].iter().all(|words| then.contains(words)), "{then}");
}

/// Half a school is within five sessions of 10 % in the first weeks: the point says of which sessions.
#[test]
fn near_persistent_absence_says_of_which_sessions() {
    let rows = (1..=6).map(|pupil| format!("A92699990400{pupil},Ash {pupil},7{pupil},{pupil},0\n"));
    let text = format!(
        "UPN,Surname,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n{}",
        rows.collect::<String>()
    );
    let mut session = session_in("2027", &text);
    let View::Text { text, .. } = ask(&mut session, Query::FindingsCsv) else { panic!() };
    let near = text.lines().find(|line| line.contains("near-persistent")).unwrap();
    // 10 % of 76 is 7.6: from 8 on; 3 of them are enough.
    let wanted = "at most 76 for a pupil: 8 missed are persistent absence, and 3 are enough to be listed";
    assert!(near.contains(wanted), "{near}");
    assert!(near.contains(",4,"), "{near}");
}

/// What one question is about is one thing to settle, not as many as there are spellings.
#[test]
fn what_is_asked_together_is_counted_once() {
    let text = "UPN,Surname,Target_KS4_English_Language,Target_KS4_Maths\n\
        A926999904001,Ash,5+,6\nA926999904002,Birch,4=,5\nA926999904003,Cedar,7-,7\n";
    let mut session = session_in("2027", text);
    assert_eq!(check(&mut session).questions.len(), 1);
    assert_eq!(summary(&mut session).to_check, 1);
}

/// A name that says no more than the headings do is not put before them.
#[test]
fn headings_are_shown_as_they_stand_in_the_file() {
    let text = "UPN,Surname,Year,Reading Target,Writing Target,Maths Target\n\
        A926999904001,Ash,6,104,EXS,103\nA926999904002,Birch,6,99,WTS,101\n";
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let mut session = Session::new(guidance.clone()).unwrap();
    let name = "Year 6 targets 2027.csv";
    session.open(CohortReader::read_named(guidance, name, text.as_bytes()).unwrap(), name);
    let headings = check(&mut session).columns.into_iter().map(|column| column.heading).collect::<Vec<_>>();
    assert_eq!(headings.join(","), text.lines().next().unwrap());
}

/// Where there are no targets the bar is of results: said of it, and marked once.
#[test]
fn a_bar_of_results_is_called_so() {
    let goals = (1..=17).map(|goal| format!(",EYFSP_E{goal:02}")).collect::<String>();
    let mut session = session(&format!("UPN{goals}\nA1{}\nA2{}\n", ",2".repeat(17), ",1".repeat(17)));
    let graph = ambition(&mut session).targets.remove(0).graph;
    assert!(graph.of_results && graph.markers.iter().all(|marker| marker.kind != "results"), "{graph:?}");
    assert!(graph.description.contains("results 50.0%, 1 of 2 pupils"), "{}", graph.description);
    // Its targets are no columns that anybody misses.
    let check = check(&mut session);
    assert_eq!((check.absent.len(), check.complete_without.len()), (0, 17));
}

/// The notes are of all figures; what touches these ones stands by itself.
#[test]
fn notes_stand_apart_from_remarks() {
    let mut session = session_in("2027", &YEAR_11.replace(",Ash,5,", ",Ash,good,"));
    let view = ambition(&mut session);
    assert_eq!(view.notes.len(), 3);
    assert!(view.notes[0].words.starts_with("Edition: Results of 2027 ("), "{:?}", view.notes);
    assert_eq!(view.remarks.iter().map(|chip| chip.tone).collect::<Vec<_>>(), [Tone::Warn]);
}

/// What one press takes back has one button.
#[test]
fn decisions_taken_back_together_have_one_button() {
    let text = "UPN,Surname,Year,PP,Reading Target,Writing Target,Maths Target\n\
        A926999904001,Ash,6,Y,104,EXS,103\nA926999904002,Birch,6,N,99,WTS,101\n";
    let mut session = session(text);
    let decisions = check(&mut session).decisions;
    let labels = decisions.iter().map(|decision| decision.instead.as_ref().map(|instead| instead.label.as_str()));
    assert_eq!(labels.collect::<Vec<_>>(), [None, Some("Undo these two: read the table as it stands")]);
}

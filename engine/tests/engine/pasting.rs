//! Columns pasted or filled down, of levels, grades, counts and points: as if each cell had been typed, and one change.

use ambition_engine::screens::{Exchange, PupilsPage, Query, View};
use ambition_engine::session::command::{PupilsColumn, PupilsQuery};
use ambition_engine::session::{Command, Session};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::laws::file;
use super::{ask, guidance, read};

const RESULTS: [&str; 5] = ["KS2_English", "KS3_Maths", "KS4_English", "KS4_AtoC", "KS4_Points"];
const VALUES: [&str; 12] = ["", "4", "5", "3a", "C", "A*", "12", "346.5", " 300 ", "-1", "many", "9z"];

fn open(text: &str) -> Session {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(text.as_bytes()), "file.csv");
    session
}

fn run(session: &mut Session, command: Command) -> Option<String> {
    session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused
}

fn export(session: &mut Session) -> [String; 2] {
    [Query::TargetsCsv, Query::FiguresCsv].map(|query| {
        let View::Text { text, .. } = ask(session, query) else { panic!() };
        text
    })
}

fn paste(result: &str, values: &[(u32, &str)]) -> Command {
    let targets = values.iter().map(|(pupil, value)| (*pupil, (*value).to_owned())).collect();
    Command::SetTargets { result: result.into(), targets }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(60), failure_persistence: None, ..ProptestConfig::default() })]

    /// A pasted column is what typing each cell comes to; undone it is as if nothing was pasted.
    #[test]
    fn pasting_is_typing(text in file(1..12), result in select(&RESULTS[..]), values in vec(select(&VALUES[..]), 1..12)) {
        let (mut pasted, mut typed) = (open(&text), open(&text));
        // A year group that counts has its own columns, which follow.
        let year = Command::SetYear { year: "6".into() };
        for session in [&mut pasted, &mut typed] {
            run(session, year.clone());
            // Points are targets in one edition only.
            run(session, Command::SetEdition { edition: "2008".into() });
        }
        let before = export(&mut pasted);
        let values = (0..).zip(values).collect::<Vec<_>>();
        let changes = |session: &mut Session| {
            let View::Summary(summary) = ask(session, Query::Summary) else { panic!() };
            (summary.undo, summary.changed)
        };
        let nothing = changes(&mut pasted);
        run(&mut pasted, paste(result, &values));
        for (pupil, value) in &values {
            run(&mut typed, Command::SetTarget { pupil: *pupil, result: result.into(), value: (*value).into() });
        }
        let after = export(&mut pasted);
        prop_assert_eq!(&after, &export(&mut typed));
        prop_assert_eq!(changes(&mut pasted).1, changes(&mut typed).1);
        if changes(&mut pasted) != nothing {
            run(&mut pasted, Command::Undo);
            prop_assert_eq!(export(&mut pasted), before);
            prop_assert_eq!(changes(&mut pasted), nothing);
            run(&mut pasted, Command::Redo);
            prop_assert_eq!(export(&mut pasted), after);
        }
    }
}

const YEAR_11: &str = "Surname,NCYear,Target_KS4_AtoC,Target_KS4_Points\n\
    A,11,8,400\nB,11,5,300\nC,11,4,\nD,10,9,lots\n";

fn page(session: &mut Session) -> PupilsPage {
    let View::Pupils(page) = ask(session, Query::Pupils(PupilsQuery::default())) else { panic!() };
    *page
}

fn points(session: &mut Session) -> Vec<String> {
    let page = page(session);
    let column = page.columns.iter().position(|column| column.id == PupilsColumn::Target("KS4_Points".into())).unwrap();
    page.rows.iter().map(|row| row.cells[column].text.clone()).collect()
}

#[test]
fn points_are_pasted_as_one_change_and_refusals_named() {
    let mut session = open(YEAR_11);
    run(&mut session, Command::SetEdition { edition: "2008".into() });
    run(&mut session, Command::SetStage { stage: "Key Stage 4".into() });
    assert_eq!(run(&mut session, paste("KS4_Points", &[(0, " 410.5 "), (1, "many"), (2, "250"), (3, "")])), None);
    assert_eq!(points(&mut session), ["410.5", "300", "250", ""]);
    let not_taken = page(&mut session).not_taken;
    assert_eq!(not_taken, ["B: \u{201c}many\u{201d} is not a number of points, such as 346 or 346.5."]);
    let View::Summary(summary) = ask(&mut session, Query::Summary) else { panic!() };
    let words = summary.undo.unwrap();
    assert!(words.contains("targets of 3 pupils pasted or filled; 1 value not taken (B:"), "{words}");
    assert_eq!(summary.changed, 3);
    run(&mut session, Command::Undo);
    assert_eq!(points(&mut session), ["400", "300", "", "lots"]);
    assert!(page(&mut session).not_taken.is_empty());
    run(&mut session, Command::Redo);
    assert_eq!(points(&mut session), ["410.5", "300", "250", ""]);
    // Nothing understood is a refusal, nothing new no change.
    assert!(run(&mut session, paste("KS4_Points", &[(0, "many")])).unwrap().starts_with("A: "));
    assert_eq!(run(&mut session, paste("KS4_Points", &[(0, "410.50")])), None);
    run(&mut session, Command::Undo);
    assert_eq!(points(&mut session), ["400", "300", "", "lots"]);
}

//! Rules for the targets of many pupils, and generated targets.

use super::*;
use crate::session::command::{Apply, TargetRule};
use crate::session::view::Preview;

/// Level 2c, 2b, 1, 3 and nobody's prior; targets in maths.
const YEAR_6: &str = "Surname,KS1_Maths,Target_KS2_Maths,FFTD_KS2_Maths\n\
    A,2c,3,4\nB,2b,4,5\nC,1,2,3\nD,3,5,4\nE,,,4\n";
const LAST_YEAR: &str = "KS1_Maths,KS2_Maths\n2c,4\n2c,4\n2c,3\n2b,5\n1,3\n3,5\n";

fn rule(by: TargetRule, raise_only: bool) -> Apply {
    Apply { result: "KS2_Maths".into(), pupils: Filter::All, by, raise_only }
}

fn targets(session: &mut Session) -> Vec<String> {
    let page = pupils(session, PupilsQuery::default());
    let column = page.columns.iter().position(|column| column.id == "target:KS2_Maths").unwrap();
    page.rows.iter().map(|row| row.cells[column].text.clone()).collect()
}

fn preview(session: &mut Session, apply: Apply) -> Preview {
    let View::Preview(view) = ask(session, Query::Preview(apply)) else { panic!() };
    view
}

#[test]
fn a_rule_is_one_change_and_undone_at_once() {
    let mut session = session(YEAR_6);
    let before = targets(&mut session);
    assert_eq!(run(&mut session, Command::Apply(rule(TargetRule::Progress, true))), None);
    assert_eq!(targets(&mut session), ["4", "4", "3", "5", ""]);
    let summary = summary(&mut session);
    assert_eq!(summary.undo.as_deref(), Some("Maths targets of 2 pupils: the progress asked"));
    assert_eq!(summary.changed, 2);
    assert_eq!(pupils(&mut session, filtered(Filter::Changed)).rows.len(), 2);
    run(&mut session, Command::Undo);
    assert_eq!(targets(&mut session), before);
    run(&mut session, Command::Redo);
    assert_eq!(targets(&mut session), ["4", "4", "3", "5", ""]);
}

#[test]
fn each_rule_does_what_it_says() {
    let after = |by: TargetRule, raise_only: bool| {
        let mut session = session(YEAR_6);
        assert_eq!(run(&mut session, Command::Apply(rule(by, raise_only))), None);
        targets(&mut session)
    };
    assert_eq!(after(TargetRule::OneMore, false), ["4", "5", "3", "6", ""]);
    let estimate = || TargetRule::Estimate { basis: "estimate:FFT D".into() };
    assert_eq!(after(estimate(), false), ["4", "5", "3", "4", "4"]);
    assert_eq!(after(estimate(), true), ["4", "5", "3", "5", "4"]);
    assert_eq!(after(TargetRule::Value { value: "4".into() }, true), ["4", "4", "4", "5", "4"]);
}

#[test]
fn generated_targets_need_results_and_stand_beside_the_others() {
    let mut session = session(YEAR_6);
    assert!(run(&mut session, Command::Apply(rule(TargetRule::Generated, false))).is_some());
    let results = Reading::whole(session.guidance().clone(), LAST_YEAR.as_bytes()).unwrap();
    session.open_current(results, "last.csv").unwrap();
    assert_eq!(run(&mut session, Command::SetConversion { conversion: "all-schools".into() }), None);
    let View::Text { text, .. } = ask(&mut session, Query::FiguresCsv) else { panic!() };
    assert!(text.contains("2009,,all,all,ks2.maths4,generated,3,5,1,0,60.0000"), "{text}");
    assert_eq!(targets(&mut session), ["3", "4", "2", "5", ""]);
    assert_eq!(run(&mut session, Command::Apply(rule(TargetRule::Generated, false))), None);
    assert_eq!(targets(&mut session), ["4", "5", "3", "5", ""]);
    assert!(run(&mut session, Command::SetConversion { conversion: "no-such".into() }).is_some());
}

#[test]
fn a_preview_changes_nothing() {
    let mut session = session(YEAR_6);
    let before = ambition(&mut session);
    let view = preview(&mut session, rule(TargetRule::Progress, true));
    assert_eq!(view.words, "2 targets would change.");
    let figure = view.figures.iter().find(|figure| figure.measure == "ks2.maths4").unwrap();
    assert_eq!((figure.now.as_str(), figure.then.as_str()), ("40.0%, 2 of 5 pupils", "60.0%, 3 of 5 pupils"));
    assert_eq!(ambition(&mut session), before);
    assert_eq!(summary(&mut session).undo, None);
    assert_eq!(preview(&mut session, rule(TargetRule::Value { value: "9".into() }, false)).figures, []);
}

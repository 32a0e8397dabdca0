//! Rules for the targets of many pupils, and generated targets.

use super::*;
use crate::ambition::pace::WaySide;
use crate::screens::{EstimatesPage, RulePreview, WhatIfPage, WhatIfQuery};
use crate::session::command::{RuleApplication, TargetRule};

/// Level 2c, 2b, 1, 3 and nobody's prior; targets in maths.
const YEAR_6: &str = "Surname,KS1_Maths,Target_KS2_Maths,FFTD_KS2_Maths\n\
    A,2c,3,4\nB,2b,4,5\nC,1,2,3\nD,3,5,4\nE,,,4\n";
const LAST_YEAR: &str = "KS1_Maths,KS2_Maths\n2c,4\n2c,4\n2c,3\n2b,5\n1,3\n3,5\n";

fn rule(by: TargetRule, raise_only: bool) -> RuleApplication {
    RuleApplication { result: "KS2_Maths".into(), pupils: Filter::All, by, raise_only, search: String::new() }
}

fn targets(session: &mut Session) -> Vec<String> {
    let page = pupils(session, PupilsQuery::default());
    let column = page.columns.iter().position(|column| column.id == PupilsColumn::Target("KS2_Maths".into())).unwrap();
    page.rows.iter().map(|row| row.cells[column].text.clone()).collect()
}

fn preview(session: &mut Session, apply: RuleApplication) -> RulePreview {
    let View::Preview(view) = ask(session, Query::Preview(apply)) else { panic!() };
    *view
}

#[test]
fn a_rule_is_one_change_and_undone_at_once() {
    let mut session = session(YEAR_6);
    let before = targets(&mut session);
    assert_eq!(run(&mut session, Command::Apply(rule(TargetRule::Progress, true))), None);
    assert_eq!(targets(&mut session), ["4", "4", "3", "5", ""]);
    let summary = summary(&mut session);
    assert_eq!(summary.undo.as_deref(), Some("Maths targets of 2 pupils: the expected progress"));
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
    let results = CohortReader::read_all(session.guidance().clone(), LAST_YEAR.as_bytes()).unwrap();
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
    assert_eq!(
        (figure.now.words.as_str(), figure.then.words.as_str()),
        ("40.0%, 2 of 5 pupils", "60.0%, 3 of 5 pupils")
    );
    assert_eq!(ambition(&mut session), before);
    assert_eq!(summary(&mut session).undo, None);
    assert_eq!(preview(&mut session, rule(TargetRule::Value { value: "9".into() }, false)).figures, []);
}

fn import(text: &str, result: &str) -> Command {
    Command::ImportConversion { name: "table.csv".into(), result: result.into(), text: text.into() }
}

fn estimates(session: &mut Session) -> EstimatesPage {
    let View::Estimates(page) = ask(session, Query::Estimates) else { panic!() };
    *page
}

fn what_if(session: &mut Session, query: WhatIfQuery) -> WhatIfPage {
    let View::WhatIf(page) = ask(session, Query::WhatIf(query)) else { panic!() };
    *page
}

fn cells(page: &crate::screens::PupilsPage, id: &PupilsColumn) -> Vec<String> {
    let column = page.columns.iter().position(|column| column.id == *id).unwrap_or_else(|| panic!("no column {id}"));
    page.rows.iter().map(|row| row.cells[column].text.clone()).collect()
}

/// 2c: 20 of 40 reach level 4, 2b: 4 and 5 alike, level 1 (1b): level 3, level 3 (3b): 5.
const TABLE: &str = "Prior,2,3,4,5\n2c,0,10,20,10\n2b,0,0,50%,50%\n1,1,3,0,0\n3,0,0,1,3\n";

#[test]
fn an_imported_table_generates_and_is_undone() {
    let mut session = session(YEAR_6);
    assert!(run(&mut session, import("Prior,4\n9x,1\n", "KS2_Maths")).unwrap().starts_with("Row 2:"));
    assert_eq!(run(&mut session, import(TABLE, "KS2_Maths")), None);
    let said = summary(&mut session).undo;
    assert_eq!(said.as_deref(), Some("Conversion table for Key Stage 2 maths from table.csv"));
    let page = pupils(&mut session, PupilsQuery::default());
    assert_eq!(cells(&page, &PupilsColumn::Generated("KS2_Maths".into())), ["4", "5", "3", "5", "\u{2013}"]);
    assert_eq!(page.rows[0].cells.iter().find(|cell| cell.hint.contains('%')).unwrap().hint, "3 25%, 4 50%, 5 25%");
    assert_eq!(run(&mut session, Command::Apply(rule(TargetRule::Generated, false))), None);
    assert_eq!(targets(&mut session), ["4", "5", "3", "5", ""]);
    run(&mut session, Command::Undo);
    run(&mut session, Command::Undo);
    let page = pupils(&mut session, PupilsQuery::default());
    assert!(!page.columns.iter().any(|column| column.id == PupilsColumn::Generated("KS2_Maths".into())));
    run(&mut session, Command::Redo);
    let page = pupils(&mut session, PupilsQuery::default());
    assert_eq!(cells(&page, &PupilsColumn::Generated("KS2_Maths".into())), ["4", "5", "3", "5", "\u{2013}"]);
}

#[test]
fn estimates_by_hand() {
    let mut session = session(YEAR_6);
    assert!(estimates(&mut session).grids.is_empty());
    run(&mut session, import(TABLE, "KS2_Maths"));
    let view = estimates(&mut session);
    let shares = &view.grids[0];
    let row = |title: &str| &shares.table.rows().find(|row| row.name() == title).unwrap().cells;
    // Level 4: 2c 3/4, 2b 1, level 1 nothing, level 3 1: 2.75 of 4. Two levels: 2c 3/4, 2b 1, level 1 3/4, level 3 3/4.
    let maths = row("Level 4 or above in maths");
    assert_eq!(
        (maths[2].value.to_string().as_str(), maths[2].small.to_string().as_str()),
        ("68.8%", "2.8 of 4 pupils")
    );
    assert_eq!((maths[0].value.to_string().as_str(), maths[2].tone), ("40.0%", crate::screens::Tone::Warn));
    assert_eq!(row("Two levels of progress in maths")[2].value.to_string(), "81.3%");
    assert_eq!(shares.table.columns[2].title, "table.csv");
    let chances = &view.grids[1];
    assert_eq!(chances.table.head.title, "Prior level");
    let headings = chances.table.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>();
    assert_eq!(headings, ["Pupils here", "Most likely", "2", "3", "4", "5"]);
    let first = chances.table.rows().map(|row| {
        [&row.head].into_iter().chain(&row.cells).map(|cell| cell.value.to_string()).collect::<Vec<_>>().join(" ")
    });
    let expected = [
        "1b 1 3 25.0% 75.0% \u{2013} \u{2013}",
        "2c 1 4 \u{2013} 25.0% 50.0% 25.0%",
        "2b 1 5 \u{2013} \u{2013} 50.0% 50.0%",
        "3b 1 5 \u{2013} \u{2013} 25.0% 75.0%",
    ];
    assert_eq!(first.collect::<Vec<_>>(), expected);
    let filter = chances.table.rows().nth(1).unwrap().cells[0].pupils.clone().unwrap();
    assert_eq!(pupils(&mut session, filtered(filter)).rows[0].name, "A");
}

fn paste(values: &[(u32, &str)]) -> Command {
    let targets = values.iter().map(|(pupil, value)| (*pupil, (*value).to_owned())).collect();
    Command::SetTargets { result: "KS2_Maths".into(), targets }
}

#[test]
fn a_pasted_column_is_one_change_and_says_what_it_left() {
    let mut session = session(YEAR_6);
    assert_eq!(run(&mut session, paste(&[(0, "4"), (1, "9z"), (2, " 3 "), (3, "5"), (99, "4")])), None);
    let page = pupils(&mut session, PupilsQuery::default());
    assert_eq!(cells(&page, &PupilsColumn::Target("KS2_Maths".into())), ["4", "4", "3", "5", ""]);
    assert_eq!(page.not_taken.len(), 1);
    assert!(page.not_taken[0].starts_with("B: \u{201c}9z\u{201d} is not understood."), "{:?}", page.not_taken);
    assert!(
        summary(&mut session)
            .undo
            .unwrap()
            .starts_with("Maths targets of 2 pupils pasted or filled; 1 value not taken (B:")
    );
    assert_eq!(pupils(&mut session, filtered(Filter::Changed)).rows.len(), 2);
    run(&mut session, Command::Undo);
    let page = pupils(&mut session, PupilsQuery::default());
    assert_eq!(cells(&page, &PupilsColumn::Target("KS2_Maths".into())), ["3", "4", "2", "5", ""]);
    assert!(page.not_taken.is_empty());
    run(&mut session, Command::Redo);
    assert_eq!(targets(&mut session), ["4", "4", "3", "5", ""]);
    assert!(run(&mut session, paste(&[(0, "x9")])).is_some());
    assert_eq!(run(&mut session, paste(&[(0, "")])), None);
    assert_eq!(targets(&mut session)[0], "");
}

#[test]
fn a_reason_stays_with_the_target() {
    let mut session = session(YEAR_6);
    set(&mut session, 0, "KS2_Maths", "4");
    let reason = |reason: &str| Command::SetReason { pupil: 0, result: "KS2_Maths".into(), reason: reason.into() };
    assert_eq!(run(&mut session, reason(" strong in class ")), None);
    assert_eq!(summary(&mut session).undo.as_deref(), Some("Maths target of A: 3 \u{2192} 4, reason: strong in class"));
    let shown = |session: &mut Session| {
        let page = pupils(session, PupilsQuery::default());
        page.rows[0].cells.iter().find(|cell| cell.target.as_deref() == Some("KS2_Maths")).unwrap().reason.clone()
    };
    assert_eq!(shown(&mut session), "strong in class");
    run(&mut session, Command::Undo);
    assert_eq!(shown(&mut session), "");
    run(&mut session, Command::Redo);
    assert_eq!(shown(&mut session), "strong in class");
    assert!(
        run(&mut session, Command::SetReason { pupil: 9, result: "KS2_Maths".into(), reason: "x".into() }).is_some()
    );
}

/// Priors 15 points (2b), year 6 targets; the line at the end of year 5 (three of four years) to level 4 is 24 points.
const ON_THE_WAY: &str = "Surname,KS1_Maths,Y5_Maths,Target_KS2_Maths\n\
    Behind,2b,3c,4\nOn,2b,3a,4\nAhead,2b,4b,4\nNo,,3,4\nLowered,2b,3b,4\n";

#[test]
fn behind_on_and_ahead_of_the_way() {
    let mut session = session(ON_THE_WAY);
    let page = pupils(&mut session, PupilsQuery::default());
    assert_eq!(
        cells(&page, &PupilsColumn::Way("ks2.progress.maths".into())),
        ["behind", "on track", "ahead", "\u{2013}", "behind"]
    );
    let side = |session: &mut Session, side: WaySide| {
        let filter = Filter::Way { measure: "ks2.progress.maths".into(), side };
        pupils(session, filtered(filter)).rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(side(&mut session, WaySide::Ahead), ["Ahead"]);
    assert_eq!(side(&mut session, WaySide::Behind), ["Behind", "Lowered"]);
    let lowered =
        || Filter::Finding { measure: "ks2.progress.maths".into(), code: "lowered-after-optional-test".into() };
    assert!(pupils(&mut session, filtered(lowered())).rows.is_empty());
    set(&mut session, 4, "KS2_Maths", "3");
    set(&mut session, 0, "KS2_Maths", "5");
    // A list is kept while its targets are edited; another one first.
    pupils(&mut session, PupilsQuery::default());
    let page = pupils(&mut session, filtered(lowered()));
    assert_eq!(page.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Lowered"]);
    assert_eq!(side(&mut session, WaySide::Slow), ["Lowered"]);
}

#[test]
fn what_if_by_hand() {
    let mut session = session(ON_THE_WAY);
    for pupil in 0..3 {
        set(&mut session, pupil, "KS2_Maths", "3");
    }
    // Two of five reach level 4; 80% are four of them: two more. Nearest is 4b (there already), then 3a (23 of 27 points).
    let query = |without: Vec<u32>| WhatIfQuery { measure: "ks2.maths4".into(), percent: Some(80), without };
    let view = what_if(&mut session, query(vec![]));
    assert_eq!(view.words, "Now 40.0%, 2 of 5 pupils. For 80%: 4 of 5 pupils (80.0%), 2 more pupils than by target.");
    let rows = view.grids[0]
        .table
        .rows()
        .map(|row| format!("{} {} {}", row.head.value, row.cells[1].value, row.cells[3].value));
    let near = ["Ahead 0 would reach the target", "On 4 would reach the target", "Behind 8 "];
    assert_eq!(rows.collect::<Vec<_>>(), near);
    assert_eq!(
        view.grids[0].table.rows().next().unwrap().cells[2].value.to_string(),
        "Maths: 4b at the end of year 5, 4 needed, there already"
    );
    let nearest = view.grids[0].table.rows().next().unwrap().head.pupils.clone().unwrap();
    assert_eq!(pupils(&mut session, filtered(nearest)).rows[0].name, "Ahead");
    let view = what_if(&mut session, query(vec![0]));
    assert!(view.words.contains("Without 1 pupil: 50.0%, 2 of 4 pupils. For 80%: 4 of 4"), "{}", view.words);
    assert_eq!(summary(&mut session).pupils, "5 pupils");
    let border = pupils(&mut session, filtered(Filter::Borderline { measure: "ks2.maths4".into() }));
    assert_eq!(border.rows.len(), 3);
}

#[test]
fn programmes_show_the_targets_with_their_gain() {
    let mut session = session(YEAR_6);
    let programme = |steps| Command::SetProgramme { name: "Catch up".into(), result: "KS2_Maths".into(), steps };
    let tag = |on| Command::Tag { programme: "Catch up".into(), pupils: vec![0, 2], on };
    assert!(run(&mut session, tag(true)).is_some());
    assert_eq!(run(&mut session, programme(1)), None);
    assert_eq!(run(&mut session, tag(true)), None);
    assert_eq!(summary(&mut session).undo.as_deref(), Some("2 pupils in Catch up"));
    let view = what_if(&mut session, WhatIfQuery::default());
    let grid = view.grids.iter().find(|grid| grid.kind == "programmes").unwrap();
    let row = grid.table.rows().find(|row| row.cells[1].value.to_string() == "Maths 4+").unwrap();
    let row = [&row.head].into_iter().chain(&row.cells).map(|cell| cell.value.to_string()).collect::<Vec<_>>();
    assert_eq!(row, ["Catch up", "2 pupils", "Maths 4+", "40.0%, 2 of 5 pupils", "60.0%, 3 of 5 pupils"]);
    assert_eq!(targets(&mut session), ["3", "4", "2", "5", ""]);
    assert_eq!(pupils(&mut session, filtered(Filter::Programme { name: "Catch up".into() })).rows.len(), 2);
    run(&mut session, Command::Undo);
    assert!(pupils(&mut session, filtered(Filter::Programme { name: "Catch up".into() })).rows.is_empty());
    assert_eq!(run(&mut session, programme(0)), None);
}

#[test]
fn lists_are_narrowed_by_what_the_file_has() {
    let mut session = session("Surname,Class,FSM,Target_KS2_Maths\nA,6R,Y,4\nB,6B,N,3\nC,6R,,4\n");
    let page = pupils(&mut session, PupilsQuery::default());
    let offers = page.filters.iter().flat_map(|list| list.choices.clone()).collect::<Vec<_>>();
    let of = |words: &str| offers.iter().find(|choice| choice.words == words).map(|choice| choice.filter.clone());
    let filter = of("Class: 6R").unwrap();
    assert_eq!(pupils(&mut session, filtered(filter.clone())).count, "2 of 3 pupils");
    assert_eq!(pupils(&mut session, filtered(filter)).title, "Class: 6R");
    assert_eq!(page.order, [0, 1, 2]);
    assert!(page.filters.iter().any(|list| list.title == "Free school meals"));
}

/// The same rows as on the screen, and those of every page.
#[test]
fn a_list_is_given_away_whole() {
    use crate::screens::{ExportForm, ExportQuery};
    let mut session = session(include_str!("../../../../static/sample-year-6.csv"));
    let query = PupilsQuery { sort: Some(PupilsColumn::Name), ..PupilsQuery::default() };
    let mut export =
        |form| ask(&mut session, Query::Export(ExportQuery { screen: Box::new(Query::Pupils(query.clone())), form }));
    let View::Text { name, text } = export(ExportForm::Csv(0)) else { panic!() };
    assert_eq!(name, "Hillview-Primary-invented-pupils-listed-2009.csv");
    assert_eq!(text.lines().count(), 1 + 62);
    let View::Text { text: copied, .. } = export(ExportForm::Clipboard) else { panic!() };
    assert_eq!(copied.lines().filter(|line| line.contains('\t')).count(), 1 + 62);
    assert_eq!(export(ExportForm::Csv(1)), View::Empty);
    let View::File { name, bytes } = export(ExportForm::Workbook) else { panic!() };
    assert!(name.ends_with("pupils-listed-2009.xlsx") && bytes.starts_with(b"PK"));
    let shown = pupils(&mut session, query);
    assert!(text.lines().nth(1).unwrap().contains(&shown.rows[0].upn));
}

/// While views are made fit to share, so is what is given away of them.
#[test]
fn what_is_not_shared_is_not_given_away() {
    use crate::screens::{ExportForm, ExportQuery, TablesQuery};
    let mut session = session(include_str!("../../../../static/sample-year-6.csv"));
    run(&mut session, Command::SetSharing { fewer_than: "6".into() });
    let mut export =
        |screen: Query, form| ask(&mut session, Query::Export(ExportQuery { screen: Box::new(screen), form }));
    let screens = [Query::Pupils(PupilsQuery::default()), Query::Ambition, Query::Challenge, Query::Trajectories];
    for screen in screens.into_iter().chain([Query::Estimates, Query::WhatIf(Default::default()), Query::FiguresCsv]) {
        for form in [ExportForm::Csv(0), ExportForm::Workbook, ExportForm::Clipboard] {
            assert_eq!(export(screen.clone(), form), View::Withheld, "{screen:?}");
        }
    }
    let View::Text { text, .. } = export(Query::Tables(TablesQuery::default()), ExportForm::Csv(0)) else { panic!() };
    assert!(text.contains(",x"), "{text}");
}

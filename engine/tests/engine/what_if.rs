//! What if, Estimates and the preview of a rule: each number says where it comes from and opens its pupils.

use ambition_engine::screens::{
    Chip, Exchange, FigureLink, GridTable, PupilsPage, Query, TableCell, TableRow, View, WhatIfPage, WhatIfQuery,
};
use ambition_engine::session::command::{Filter, PupilsQuery, RuleApplication, TargetRule};
use ambition_engine::session::{Command, Session};

use super::{ask, session};

const SAMPLES: [&str; 2] =
    [include_str!("../../../static/sample-year-6.csv"), include_str!("../../../static/sample-year-11.csv")];
/// 2c: 20 of 40 reach level 4, 2b: 4 and 5 alike, level 1 (1b): level 3; nothing of level 3.
const TABLE: &str = "Prior,2,3,4,5\n2c,0,10,20,10\n2b,0,0,50%,50%\n1,1,3,0,0\n";

fn run(session: &mut Session, command: Command) {
    assert_eq!(session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused, None);
}

fn what_if(session: &mut Session, query: WhatIfQuery) -> WhatIfPage {
    let View::WhatIf(page) = ask(session, Query::WhatIf(query)) else { panic!() };
    *page
}

fn list(session: &mut Session, filter: &Filter) -> PupilsPage {
    let View::Pupils(page) = ask(session, Query::Pupils(PupilsQuery { filter: filter.clone(), ..Default::default() }))
    else {
        panic!()
    };
    *page
}

fn number(words: &str) -> Option<usize> {
    words.split(' ').next()?.replace(',', "").parse().ok()
}

fn opened(session: &mut Session, filter: &Filter) -> usize {
    number(&list(session, filter).count).unwrap()
}

/// Every count of a chip opens so many pupils, and every chip names its paragraph.
fn chips_are_true(session: &mut Session, chips: &[Chip]) {
    for chip in chips {
        assert!(chip.paragraph.as_ref().is_some_and(|of| of.short.contains('\u{b6}')), "{chip:?}");
        match (number(&chip.count), &chip.pupils) {
            (Some(0), None) => (),
            (Some(count), Some(filter)) => assert_eq!(opened(session, filter), count, "{chip:?}"),
            _ => panic!("{chip:?} opens nobody"),
        }
    }
}

/// "69.4%, 43 of 62 pupils" opens 43; nobody is behind "0 of 62".
fn figure_is_true(session: &mut Session, spot: &TableCell) {
    let Some(count) = spot.value.to_string().split(", ").nth(1).and_then(number) else { return };
    match &spot.pupils {
        None => assert_eq!(count, 0, "{spot:?}"),
        Some(filter) => assert_eq!(opened(session, filter), count, "{spot:?}"),
    }
}

fn grid<'a>(grids: &'a [GridTable], kind: &str) -> &'a GridTable {
    let grid = grids.iter().find(|grid| grid.kind == kind).unwrap();
    assert!(grid.table.paragraph.as_ref().is_some_and(|of| of.long.contains("paragraph")), "{kind}");
    grid
}

#[test]
fn what_if_opens_all_it_counts() {
    for sample in SAMPLES {
        let mut session = session(sample);
        let measures = what_if(&mut session, WhatIfQuery::default()).choices;
        assert!(measures.len() > 2);
        for measure in measures {
            for (percent, without) in [(None, vec![]), (Some(95), vec![]), (Some(95), vec![0, 3])] {
                let query = WhatIfQuery { measure: measure.id.clone(), percent, without };
                let view = what_if(&mut session, query);
                assert!(view.chips.len() > 2, "{}", measure.id);
                chips_are_true(&mut session, &view.chips);
                grid(&view.grids, "nearest");
            }
        }
    }
}

#[test]
fn the_nearest_that_are_opened_are_those_named() {
    let mut session = session(SAMPLES[0]);
    let view = what_if(&mut session, WhatIfQuery { percent: Some(85), ..WhatIfQuery::default() });
    let made_up = view.grids[0]
        .table
        .rows()
        .filter(|row| row.cells.last().is_some_and(|cell| cell.value.to_string() == "would reach the target"));
    let mut named = made_up.map(TableRow::name).collect::<Vec<_>>();
    let nearest = view.chips.iter().find(|chip| chip.words == "Nearest, to reach 85%:").unwrap();
    let mut opened = list(&mut session, nearest.pupils.as_ref().unwrap());
    let mut opened = opened.rows.drain(..).map(|row| row.name).collect::<Vec<_>>();
    named.sort();
    opened.sort();
    assert!(named.len() > 5);
    assert_eq!(opened, named);
}

#[test]
fn a_programme_opens_those_who_reach_the_mark_with_it() {
    let mut session = session("Surname,Target_KS2_Maths\nA,3\nB,4\nC,2\nD,3\n");
    let programme = "Catch up".to_owned();
    run(&mut session, Command::SetProgramme { name: programme.clone(), result: "KS2_Maths".into(), steps: 1 });
    run(&mut session, Command::Tag { programme, pupils: vec![0, 2], on: true });
    let view = what_if(&mut session, WhatIfQuery::default());
    let programmes = grid(&view.grids, "programmes");
    let maths = &programmes.table.rows().find(|row| row.cells[1].value.to_string() == "Maths 4+").unwrap().cells;
    assert_eq!(maths[1].small.to_string(), "\u{b6}7");
    maths[2..].iter().for_each(|spot| figure_is_true(&mut session, spot));
    let with_gain = list(&mut session, maths[3].pupils.as_ref().unwrap());
    assert_eq!(with_gain.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    // Nothing was changed by looking.
    assert_eq!(opened(&mut session, maths[2].pupils.as_ref().unwrap()), 1);
}

#[test]
fn estimates_open_whom_the_table_knows() {
    let mut session = session("Surname,KS1_Maths,Target_KS2_Maths\nA,2c,3\nB,2b,4\nC,1,2\nD,3,5\nE,,4\n");
    let import = Command::ImportConversion { name: "table.csv".into(), result: "KS2_Maths".into(), text: TABLE.into() };
    run(&mut session, import);
    let View::Estimates(view) = ask(&mut session, Query::Estimates) else { panic!() };
    let shares = grid(&view.grids, "shares");
    grid(&view.grids, "chances");
    let maths = shares.table.rows().find(|row| row.name() == "Level 4 or above in maths").unwrap();
    let unders = [&maths.head].into_iter().chain(&maths.cells).map(|cell| cell.small.to_string()).collect::<Vec<_>>();
    assert_eq!(unders, ["\u{b6}7", "", "\u{b6}27", "1.8 of 3 pupils"]);
    let names = |session: &mut Session, spot: &TableCell| {
        let page = list(session, spot.pupils.as_ref().unwrap());
        page.rows.into_iter().map(|row| row.name).collect::<String>()
    };
    // By target; whom the guidance counts on; of whom the table says something.
    assert_eq!(names(&mut session, &maths.cells[0]), "BDE");
    assert_eq!(names(&mut session, &maths.cells[1]), "ABCD");
    assert_eq!(names(&mut session, &maths.cells[2]), "ABC");
}

#[test]
fn a_preview_names_paragraphs_and_opens_its_pupils() {
    let rules = [("KS2_Maths", TargetRule::OneMore), ("KS2_English", TargetRule::Value { value: "5".into() })];
    for (result, by) in rules {
        let mut session = session(SAMPLES[0]);
        let pupils = Filter::Value { field: "Sex".into(), value: "F".into() };
        let apply = RuleApplication { result: result.into(), pupils, by, raise_only: true, search: "a".into() };
        let View::Preview(preview) = ask(&mut session, Query::Preview(apply.clone())) else { panic!() };
        let first = preview.figures.first().unwrap();
        assert_eq!(first.title, "Level 4 or above in English and in maths");
        assert_eq!(first.paragraph.short, "\u{b6}26a");
        assert!(preview.paragraph.short.contains('\u{b6}'));
        // Each figure's count, now and then, and the targets that would change.
        let changed = number(&preview.words).unwrap();
        assert_eq!(opened(&mut session, preview.pupils.as_ref().unwrap()), changed);
        for figure in &preview.figures {
            assert!(figure.paragraph.short.contains('\u{b6}'), "{figure:?}");
            for FigureLink { words, pupils } in [&figure.now, &figure.then] {
                let reached = words.split(", ").last().and_then(number).unwrap();
                let found = pupils.as_ref().map_or(0, |filter| opened(&mut session, filter));
                assert_eq!(found, reached, "{figure:?}");
            }
        }
        // What was opened is what comes of it.
        let [reached, then] = [&first.now, &first.then].map(|link| link.pupils.clone().unwrap());
        let names = |page: PupilsPage| page.rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
        let tried = names(list(&mut session, &then));
        run(&mut session, Command::Apply(apply));
        assert_eq!(names(list(&mut session, &reached)), tried);
    }
}

#[test]
fn a_rule_that_is_none_opens_nobody() {
    let mut session = session(SAMPLES[0]);
    for rule in ["", "{}", "{\"result\":\"KS2_Maths\"}", "[1"] {
        let written = serde_json::json!({ "tried": { "list": "rule", "measure": "ks2.both4", "which": rule } });
        let filter: Filter = serde_json::from_value(written).unwrap();
        assert_eq!(opened(&mut session, &filter), 0, "{rule}");
    }
}

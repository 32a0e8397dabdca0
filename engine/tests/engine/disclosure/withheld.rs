//! Views that are not shown while others are made fit to share, and what is exported.

use ambition_engine::screens::{Query, SharedForm, SheetQuery, TablesAbout, TablesQuery, View};
use ambition_engine::session::Command;
use ambition_engine::session::command::{PupilsQuery, SheetTopic};

use super::{FIXTURES, SharedFile, disclosures};

/// What rests on exact counts or names pupils is not shown, whoever asks.
#[test]
fn what_shows_pupils_is_withheld() {
    let mut file = SharedFile::open(FIXTURES[3].1, disclosures()[0]);
    let withheld = [
        Query::Check,
        Query::Ambition,
        Query::Pupils(PupilsQuery::default()),
        Query::Estimates,
        Query::WhatIf(Default::default()),
        Query::Challenge,
        Query::Trajectories,
        Query::Tables(TablesQuery { about: TablesAbout::Moderation, ..TablesQuery::default() }),
        Query::Sheet(SheetQuery { topic: SheetTopic::Progress, today: "2008-01-31".into() }),
        Query::Sheet(SheetQuery { topic: SheetTopic::Attendance, today: "2008-01-31".into() }),
        Query::TargetsCsv,
        Query::ProblemsCsv,
        Query::FindingsCsv,
    ];
    assert!(withheld.iter().all(|query| query.shared_form() == SharedForm::Withheld));
    assert!(withheld.iter().all(|query| file.ask(query.clone()) != View::Withheld));
    file.run(Command::SetSharing { fewer_than: "6".into() });
    assert!(withheld.iter().all(|query| file.ask(query.clone()) == View::Withheld));
    let View::Summary(summary) = file.ask(Query::Summary) else { panic!() };
    assert_eq!(summary.pupils, "60 pupils");
    assert!(summary.sharing_rule.starts_with("Fit to share"));
    file.run(Command::SetTarget { pupil: 0, result: "KS2_English".into(), value: "5".into() });
    let View::Summary(summary) = file.ask(Query::Summary) else { panic!() };
    assert!(!summary.undo.unwrap().contains("N0"), "undo names a pupil");
    // And everything is there again.
    file.run(Command::SetSharing { fewer_than: "0".into() });
    assert!(withheld.iter().all(|query| file.ask(query.clone()) != View::Withheld));
}

/// The figures as CSV: rounded, hidden, without the groups of each school.
#[test]
fn exported_figures_are_rounded_and_hidden() {
    let mut file = SharedFile::open(FIXTURES[6].1, disclosures()[0]);
    file.run(Command::SetSharing { fewer_than: "6".into() });
    let View::Text { name, text } = file.ask(Query::FiguresCsv) else { panic!() };
    assert_eq!(name, "figures-2009-to-share.csv");
    let mut hidden = 0;
    for row in text.lines().skip(1) {
        let cells = row.split(',').collect::<Vec<_>>();
        assert!(cells[1].is_empty() || cells[2] == "all", "{row}");
        assert_ne!(cells[5], "expected");
        assert_eq!([cells[8], cells[9]], ["", ""], "{row}");
        for count in [cells[6], cells[7]].into_iter().filter(|count| !count.is_empty()) {
            hidden += usize::from(count == "x");
            let shown = count.parse::<u64>().unwrap_or_default();
            assert!(shown % 5 == 0 && (shown == 0 || shown >= 10), "{row}");
        }
    }
    assert!(hidden > 0, "{text}");
}

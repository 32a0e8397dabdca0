//! Changes made again, in another engine or on another day.

use super::*;

fn replay(session: &mut Session, command: Command) -> Option<String> {
    session.replay(&Exchange { command: Some(command), queries: vec![] }).refused
}

fn target(pupil: u32, value: &str) -> Command {
    Command::SetTarget { pupil, result: "KS2_Maths".into(), value: value.into() }
}

fn settings(year: &str) -> [Command; 5] {
    [
        Command::SetEdition { edition: "2009".into() },
        Command::SetStage { stage: "Key Stage 2".into() },
        Command::SetYear { year: year.into() },
        Command::SetException { pupil: 3, evidence: "away".into() },
        Command::SetCurrent { measure: "ks2.both4".into(), value: "50".into() },
    ]
}

/// The views and the log.
fn state(session: &mut Session) -> String {
    let views = [Query::Ambition, Query::Summary, Query::Challenge].map(|query| ask(session, query));
    let done = session.document.as_ref().map(|document| document.log.newest().count());
    format!("{views:?} {done:?}")
}

#[test]
fn settings_in_a_row_are_worked_out_once_and_come_to_the_same() {
    let (mut made, mut again) = (session(SAMPLE), session(SAMPLE));
    let changes = settings("6").into_iter().chain([target(14, "4"), Command::Undo]).chain(settings(""));
    for command in changes {
        assert_eq!(run(&mut made, command.clone()), replay(&mut again, command.clone()), "{command:?}");
        let stale = again.document.as_ref().is_some_and(Document::is_stale);
        // The stage is as it is said to be, so that only the year is the first to change anything.
        let waits = command.is_setting() && !matches!(command, Command::SetEdition { .. } | Command::SetStage { .. });
        assert_eq!(stale, waits, "{command:?}");
    }
    assert_eq!(state(&mut made), state(&mut again));
}

#[test]
fn a_refused_change_takes_nothing_else_back_with_its_undo() {
    let mut session = session(SAMPLE);
    let first = ambition(&mut session);
    for (command, refused) in [
        (target(14, "4"), false),
        // Not in this file. It was made once, and taken back, made again, and taken back.
        (target(4_000_000, "4"), true),
        // It changes nothing, so Undo was never of it.
        (target(14, "4"), false),
        (Command::Undo, true),
        (Command::Redo, true),
        (Command::Undo, true),
        (target(3, "3"), false),
        (Command::Undo, false),
    ] {
        assert_eq!(replay(&mut session, command.clone()).is_some(), refused, "{command:?}");
    }
    let log = |session: &Session| session.document.as_ref().map(|document| document.log.newest().count());
    assert_ne!(ambition(&mut session), first);
    assert_eq!(log(&session), Some(1), "the refused one left the log");
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(ambition(&mut session), first);
}

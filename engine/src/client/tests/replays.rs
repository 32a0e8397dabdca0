//! Replays, silence and cancelling.

use super::*;

#[test]
fn breaking_down_in_a_replay_starts_it_from_the_beginning() {
    let mut played = PlayedClient::with_work();
    played.open_current("last.csv");
    let number = reading(&played.step(TestInput::BrokeDown));
    let stale = reading(&played.step(TestInput::Opened(number)));
    let effects = played.step(TestInput::BrokeDown);
    assert!(failures(&effects).is_empty());
    let number = reading(&effects);
    // The engine that is gone has nothing to say any more.
    assert_eq!(played.step(TestInput::CurrentOpened(stale)), []);
    let number = reading(&played.step(TestInput::Opened(number)));
    assert_eq!(played.step(TestInput::CurrentOpened(number))[0], replayed("1"));
}

#[test]
fn what_was_not_answered_is_asked_once_more_after_the_replay() {
    let mut played = PlayedClient::with_work();
    let number = exchange(&played.step(TestInput::Ask(changing("2"), 8)));
    assert!(played.watches);
    let effects = played.restart();
    assert_eq!(effects[..2], [replayed("1"), TestEffect::Exchange(number, changing("2"))]);
    assert!(played.watches);
    // It may be what broke the second one down as well.
    let effects = played.restart();
    assert_eq!(effects[0], replayed("1"));
    assert_eq!(notices(&effects[1..]).len(), 1, "{effects:?}");
    assert_eq!(played.step(TestInput::Answered(number, Some(accepted()))), []);
    assert_eq!(played.changes(), 1);
}

#[test]
fn what_is_asked_during_a_replay_waits_for_its_end() {
    let mut played = PlayedClient::with_work();
    let number = reading(&played.step(TestInput::BrokeDown));
    assert_eq!(played.step(TestInput::Ask(asking(), 8)), []);
    let effects = played.replay(TestInput::Opened(number));
    let TestEffect::Exchange(number, _) = effects[1] else { panic!("{effects:?}") };
    let reply = TestEffect::Reply(8, accepted());
    assert_eq!(played.step(TestInput::Answered(number, Some(accepted()))), [reply]);
}

/// What is said of changes that could not be made again, and the list of them.
fn not_made(effects: &[TestEffect]) -> (&str, &str) {
    let told = effects.iter().find_map(|effect| match effect {
        TestEffect::Emit(ClientEvent::NotMadeAgain { words, list }) => Some((words.as_str(), list.as_str())),
        _ => None,
    });
    told.unwrap_or_else(|| panic!("{effects:?}"))
}

#[test]
fn changes_that_are_refused_in_a_replay_are_counted_and_leave_the_work() {
    let mut played = PlayedClient::with_work();
    (2..=40).for_each(|change| drop(played.change(&change.to_string())));
    let number = reading(&played.step(TestInput::BrokeDown));
    let effects = played.replay_refusing(TestInput::Opened(number), |place| {
        if [0, 20, 39].contains(&place) { refused() } else { accepted() }
    });
    let (words, list) = not_made(&effects);
    assert!(words.ends_with("3 of 40 changes could not be made again: No."), "{words}");
    assert_eq!(list.lines().nth(1), Some(r#"{"set-edition":{"edition":"21"}} No."#));
    assert_eq!((list.lines().count(), notices(&effects).len(), played.changes()), (3, 0, 37));
    // The next engine is given what stands.
    assert_eq!(notices(&played.restart()).len(), 1);
    assert_eq!(played.step(TestInput::Answered(99, Some(refused()))), [], "that question was given up");
}

#[test]
fn an_undo_of_a_refused_change_leaves_the_work_with_it() {
    let mut played = PlayedClient::with_work();
    let undo = Exchange { command: Some(Command::Undo), queries: Vec::new() };
    let number = exchange(&played.step(TestInput::Ask(undo, 7)));
    played.step(TestInput::Answered(number, Some(accepted())));
    played.change("2");
    let number = reading(&played.step(TestInput::BrokeDown));
    let effects =
        played.replay_refusing(TestInput::Opened(number), |place| if place < 2 { refused() } else { accepted() });
    assert!(not_made(&effects).0.contains("1 of 3 changes"), "{effects:?}");
    assert_eq!(played.state.work().unwrap().changes, [command("2")]);
}

/// 100,000 refused changes gave as many notices, each of which asked for the whole screen again.
#[test]
fn a_long_replay_is_progress_a_few_changes_at_a_time() {
    let mut played = PlayedClient::new();
    let TestInput::OpenWork(contents, origin) = of_work(WorkOrigin::File, None) else { panic!() };
    let changes = (0..100_000).map(|change| command(&change.to_string())).collect::<Vec<_>>();
    let number = reading(&played.step(TestInput::OpenWork(WorkContents { changes, ..contents }, origin)));
    let first = played.step(TestInput::Opened(number));
    let sent = |effects: &[TestEffect]| effects.iter().filter(|it| matches!(it, TestEffect::Exchange(..))).count();
    assert!(sent(&first) <= 32, "{}", sent(&first));
    played.step(TestInput::Ask(asking(), 8));
    let (mut progress, mut last) = (0, Vec::new());
    for _ in 0..100_000 {
        let waits = played.waits;
        last = played.step(TestInput::Answered(REPLAYED, Some(refused())));
        assert!(played.waits > waits, "each answer is life");
        let said = |effect: &TestEffect| matches!(effect, TestEffect::Emit(ClientEvent::Progress { .. }));
        progress += last.iter().filter(|effect| said(effect)).count();
        assert!(notices(&last).is_empty() && sent(&last) <= 1);
    }
    assert_eq!(progress, 3_125);
    assert!(not_made(&last).0.contains("100,000 of 100,000 changes"));
    assert_eq!(sent(&last), 1, "what was asked meanwhile");
    assert_eq!(played.changes(), 0);
}

#[test]
fn a_replay_of_saved_work_can_be_cancelled() {
    let mut played = PlayedClient::new();
    let number = reading(&played.step(of_work(WorkOrigin::File, None)));
    played.step(TestInput::Opened(number));
    let effects = played.step(TestInput::Cancel);
    assert_eq!(effects, [TestEffect::StartEngine, TestEffect::Emit(ClientEvent::Cancelled)]);
    assert_eq!((played.state.work(), played.state.unsaved()), (None, false));
}

#[test]
fn a_reading_that_says_nothing_ends_and_what_was_open_comes_back() {
    let mut played = PlayedClient::with_work();
    let number = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["hangs.ods"]))));
    assert_eq!(played.patience, Some(20_000));
    // Progress, or a beat, is life; what the user does meanwhile is none.
    for (input, alive) in [
        (TestInput::Progress("1%".into(), String::new()), true),
        (TestInput::Beat, true),
        (TestInput::Ask(asking(), 8), false),
    ] {
        let waits = played.waits;
        played.step(input);
        assert_eq!(played.waits > waits, alive);
    }
    let effects = played.step(TestInput::FellSilent);
    assert_eq!(effects[0], TestEffect::StartEngine);
    assert!(failures(&effects)[0].contains("stops the engine"));
    let replayed_number = reading(&effects);
    assert_eq!(played.step(TestInput::Opened(number)), [], "nothing is heard of it any more");
    assert_eq!(notices(&played.replay(TestInput::Opened(replayed_number))).len(), 1);
    assert_eq!(played.changes(), 1);
    // So does a second file, and one that is read again after a breakdown.
    played.step(TestInput::OpenCurrent("hangs.ods"));
    assert_eq!(played.patience, Some(20_000));
    assert!(failures(&played.step(TestInput::FellSilent))[0].contains("stops the engine"));
    assert_eq!(played.patience, Some(20_000));
}

#[test]
fn a_cancel_that_is_not_answered_within_a_second_ends_the_engine() {
    let mut played = PlayedClient::with_work();
    for open in [TestInput::Open(ReadSource::Files(vec!["hangs.ods"])), TestInput::OpenCurrent("hangs.ods")] {
        played.step(open);
        assert_eq!(played.step(TestInput::Cancel), [TestEffect::CancelReading]);
        assert_eq!(played.patience, Some(1_000));
        let effects = played.step(TestInput::FellSilent);
        assert_eq!(effects[0], TestEffect::StartEngine);
        let cancelled = [ClientEvent::Cancelled, ClientEvent::Current(CurrentEvent::Cancelled)].map(TestEffect::Emit);
        assert!(cancelled.contains(&effects[1]) && failures(&effects).is_empty(), "{effects:?}");
        played.replay(TestInput::Opened(reading(&effects)));
        assert_eq!((played.changes(), played.patience), (1, None));
    }
    // However often: it is what the user wanted, and no breakdown.
    for _ in 0..5 {
        played.step(TestInput::Open(ReadSource::Files(vec!["hangs.ods"])));
        played.step(TestInput::Cancel);
        let effects = played.step(TestInput::FellSilent);
        played.replay(TestInput::Opened(reading(&effects)));
    }
    assert_eq!(played.changes(), 1);
    // Where it is answered, all goes on.
    let number = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    played.step(TestInput::Cancel);
    assert_eq!(played.step(TestInput::Cancelled(number)), [TestEffect::Emit(ClientEvent::Cancelled)]);
    assert_eq!(played.patience, None);
    // Saved work that hangs is not what was open.
    played.step(of_work(WorkOrigin::File, None));
    played.step(TestInput::Cancel);
    let effects = played.step(TestInput::FellSilent);
    assert!(effects.contains(&TestEffect::Emit(ClientEvent::Cancelled)));
}

#[test]
fn an_answer_that_cannot_be_understood_is_a_breakdown_and_not_asked_for_again() {
    let mut played = PlayedClient::with_work();
    let number = exchange(&played.step(TestInput::Ask(asking(), 8)));
    let effects = played.step(TestInput::Answered(number, None));
    assert_eq!(effects[0], TestEffect::StartEngine);
    let effects = played.replay(TestInput::Opened(reading(&effects)));
    assert_eq!(effects.len(), 2, "{effects:?}");
}

#[test]
fn on_the_page_itself_an_engine_is_replaced_when_it_breaks_down_but_not_for_silence() {
    let mut played = PlayedClient::with_work();
    let effects = played.step(TestInput::WorkerRefused);
    assert!(matches!(&effects[..], [TestEffect::Emit(ClientEvent::Remark(_))]));
    assert_eq!(played.step(TestInput::FellSilent), []);
    assert_eq!(played.step(TestInput::BrokeDown)[0], TestEffect::StartEngine);
    assert_eq!(played.step(TestInput::WorkerRefused), [], "it was said");
}

#[test]
fn the_engine_prepares_for_the_first_file_when_it_is_idle() {
    let mut played = PlayedClient::new();
    assert_eq!(played.state.warm_up_time(), WarmUpTime::Now);
    let number = exchange(&played.step(TestInput::Ask(asking(), 8)));
    assert_eq!(played.state.warm_up_time(), WarmUpTime::Later);
    played.step(TestInput::Answered(number, Some(refused())));
    assert_eq!(played.state.warm_up_time(), WarmUpTime::Now);
    let opening = reading(&played.step(TestInput::Open(ReadSource::Sample("s"))));
    assert_eq!(played.state.warm_up_time(), WarmUpTime::Later);
    played.step(TestInput::Opened(opening));
    assert_eq!(played.state.warm_up_time(), WarmUpTime::Never);
    let mut on_page = PlayedClient::new();
    on_page.step(TestInput::WorkerRefused);
    assert_eq!(on_page.state.warm_up_time(), WarmUpTime::Never);
}

#[test]
fn silence_counts_while_anything_is_due() {
    let mut played = PlayedClient::new();
    assert!(!played.watches);
    let number = exchange(&played.step(TestInput::Ask(asking(), 8)));
    assert!(played.watches);
    let waits = played.waits;
    let opening = reading(&played.step(TestInput::Open(ReadSource::Sample("s"))));
    assert!(played.watches && played.waits > waits, "it has as long for the file");
    played.step(TestInput::Opened(opening));
    assert!(played.watches);
    played.step(TestInput::Answered(number, Some(refused())));
    assert!(!played.watches);
}

//! What is answered with the opening of a file.

use super::*;

/// A client that opens "a.csv" and expects to ask for the summary first; the number of the reading.
fn opening() -> (PlayedClient, u32) {
    let mut played = PlayedClient::new();
    played.state.expect_first(asking().queries);
    let effects = played.step(TestInput::Open(ReadSource::Files(vec!["a.csv"])));
    let Some(TestEffect::Open { number, queries, .. }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(*queries, asking().queries);
    (played, *number)
}

/// The same, open, with the answer to that.
fn opened() -> PlayedClient {
    let (mut played, number) = opening();
    assert_eq!(played.step(TestInput::AnsweredEarly(number, accepted())), []);
    assert!(played.step(TestInput::Opened(number)).contains(&TestEffect::Emit(ClientEvent::Opened)));
    played
}

fn is_answered(effects: &[TestEffect]) -> bool {
    *effects == [TestEffect::Reply(8, accepted())]
}

#[test]
fn the_first_question_is_not_asked_once_more() {
    let mut played = opened();
    assert!(is_answered(&played.step(TestInput::Ask(asking(), 8))));
    assert!(!played.watches, "nothing is waited for");
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn another_question_is_asked() {
    let mut played = opened();
    let number = exchange(&played.step(TestInput::Ask(changing("1"), 8)));
    played.step(TestInput::Answered(number, Some(accepted())));
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn after_a_second_file_it_is_asked() {
    let mut played = opened();
    played.open_current("last.csv");
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn while_a_change_is_under_way_it_is_asked() {
    let (mut played, number) = opening();
    exchange(&played.step(TestInput::Ask(changing("1"), 7)));
    played.step(TestInput::AnsweredEarly(number, accepted()));
    played.step(TestInput::Opened(number));
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn what_was_answered_with_another_file_is_not_taken() {
    let (mut played, first) = opening();
    let second = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    played.step(TestInput::AnsweredEarly(first, accepted()));
    played.step(TestInput::Opened(second));
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn while_another_file_is_read_it_is_asked() {
    let (mut played, first) = opening();
    played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"])));
    played.step(TestInput::AnsweredEarly(first, accepted()));
    played.step(TestInput::Opened(first));
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

/// The queries with the file that is to be opened.
fn queries(effects: &[TestEffect]) -> Vec<Query> {
    let opens = effects.iter().find_map(|effect| match effect {
        TestEffect::Open { queries, .. } => Some(queries.clone()),
        _ => None,
    });
    opens.unwrap_or_else(|| panic!("{effects:?}"))
}

#[test]
fn nothing_is_answered_with_a_file_whose_changes_are_to_come() {
    let mut played = PlayedClient::new();
    played.state.expect_first(asking().queries);
    assert_eq!(queries(&played.step(of_work(WorkOrigin::File, None))), []);
    let mut played = opened();
    played.change("1");
    assert_eq!(queries(&played.step(TestInput::BrokeDown)), []);
}

#[test]
fn another_engine_has_answered_nothing() {
    let mut played = opened();
    played.restart();
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn a_file_whose_views_break_the_engine_down_is_opened_without_them() {
    let (mut played, _) = opening();
    let effects = played.step(TestInput::BrokeDown);
    assert_eq!(effects[0], TestEffect::StartEngine);
    assert_eq!(queries(&effects), []);
    let number = reading(&effects);
    assert!(played.step(TestInput::Opened(number)).contains(&TestEffect::Emit(ClientEvent::Opened)));
    exchange(&played.step(TestInput::Ask(asking(), 8)));
}

#[test]
fn a_file_over_which_the_engine_falls_silent_is_not_opened_again() {
    let (mut played, _) = opening();
    assert_eq!(failures(&played.step(TestInput::FellSilent)).len(), 1);
}

#[test]
fn a_file_that_breaks_the_engine_down_twice_leaves_what_was_open() {
    let mut played = PlayedClient::with_work();
    played.state.expect_first(asking().queries);
    played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"])));
    assert_eq!(failures(&played.step(TestInput::BrokeDown)), Vec::<String>::new());
    let effects = played.step(TestInput::BrokeDown);
    assert_eq!(failures(&effects).len(), 1);
    let effects = played.replay(TestInput::Opened(reading(&effects)));
    assert!(effects.contains(&replayed("1")), "{effects:?}");
    // The second engine may find that it cannot be read.
    played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"])));
    let number = reading(&played.step(TestInput::BrokeDown));
    let error = CannotRead { what: "No.".into(), remedy: String::new(), anyway: false };
    let effects = played.step(TestInput::Failed(number, error));
    assert_eq!(failures(&effects).len(), 1);
    let effects = played.replay(TestInput::Opened(reading(&effects)));
    assert!(effects.contains(&replayed("1")), "{effects:?}");
}

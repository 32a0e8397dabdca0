mod early;
mod replays;
mod work;

use super::*;
use crate::screens::Query;
use crate::session::command::Command;
use crate::session::work::locked::KeyDerivation;

type TestInput = ClientInput<&'static str, u32>;
type TestEffect = ClientEffect<&'static str, u32>;

/// A client, and whether it waits for an answer.
struct PlayedClient {
    state: ClientState<&'static str, u32>,
    watches: bool,
    /// How long it waits, and how often it began to.
    patience: Option<u32>,
    waits: u32,
}

impl PlayedClient {
    fn new() -> Self {
        let mut played = Self { state: ClientState::default(), watches: false, patience: None, waits: 0 };
        assert_eq!(played.step(TestInput::Start), [TestEffect::StartEngine]);
        played
    }

    /// With "a.csv" open and one change made to it.
    fn with_work() -> Self {
        let mut played = Self::new();
        played.open("a.csv");
        played.change("1");
        played
    }

    fn step(&mut self, input: TestInput) -> Vec<TestEffect> {
        let mut effects = self.state.step(input);
        if let Some(TestEffect::Watch(patience)) = effects.last() {
            self.patience = *patience;
            self.watches = patience.is_some();
            self.waits += 1;
            effects.pop();
        }
        effects
    }

    /// The effects of an input, and of answering each replayed change that follows it.
    fn replay(&mut self, input: TestInput) -> Vec<TestEffect> {
        self.replay_refusing(input, |_| accepted())
    }

    fn replay_refusing(&mut self, input: TestInput, answer: impl Fn(usize) -> Answer) -> Vec<TestEffect> {
        let is_replayed = |effect: &&TestEffect| matches!(effect, TestEffect::Exchange(REPLAYED, _));
        let mut all = self.step(input);
        for answered in 0.. {
            if all.iter().filter(is_replayed).count() == answered {
                return all;
            }
            all.extend(self.step(TestInput::Answered(REPLAYED, Some(answer(answered)))));
        }
        all
    }

    /// Opens a file, and gives the effects of its being open.
    fn open(&mut self, file: &'static str) -> Vec<TestEffect> {
        let number = reading(&self.step(TestInput::Open(ReadSource::Files(vec![file]))));
        self.step(TestInput::Opened(number))
    }

    fn open_current(&mut self, file: &'static str) {
        let number = reading(&self.step(TestInput::OpenCurrent(file)));
        self.step(TestInput::CurrentOpened(number));
    }

    /// Asks for a change, and has it accepted.
    fn change(&mut self, edition: &str) -> Vec<TestEffect> {
        let number = exchange(&self.step(TestInput::Ask(changing(edition), 7)));
        self.step(TestInput::Answered(number, Some(accepted())))
    }

    /// Has a restart replay the only file, and gives what follows it.
    fn restart(&mut self) -> Vec<TestEffect> {
        let number = reading(&self.step(TestInput::BrokeDown));
        self.replay(TestInput::Opened(number))
    }

    fn changes(&self) -> usize {
        self.state.work().map_or(0, |work| work.changes.len())
    }
}

/// Saved in clear.
fn saved(revision: u32) -> TestInput {
    TestInput::Saved { revision, key: None }
}

fn command(edition: &str) -> Command {
    Command::SetEdition { edition: edition.into() }
}

fn changing(edition: &str) -> Exchange {
    Exchange { command: Some(command(edition)), queries: vec![Query::Summary] }
}

fn asking() -> Exchange {
    Exchange { command: None, queries: vec![Query::Summary] }
}

fn replayed(edition: &str) -> TestEffect {
    TestEffect::Exchange(REPLAYED, Exchange { command: Some(command(edition)), queries: Vec::new() })
}

fn accepted() -> Answer {
    Answer { refused: None, views: Vec::new() }
}

fn refused() -> Answer {
    Answer { refused: Some("No.".into()), views: Vec::new() }
}

fn unreadable(anyway: bool) -> CannotRead {
    CannotRead { what: "What".into(), remedy: "Remedy".into(), anyway }
}

fn of_work(origin: WorkOrigin, current: Option<&'static str>) -> TestInput {
    let (current, changes) = (current.map(Some).into_iter().collect(), vec![command("1"), command("2")]);
    TestInput::OpenWork(
        WorkContents { files: vec!["a.csv"], anyway: true, current, changes, damaged: Vec::new(), key: None },
        origin,
    )
}

/// The number of the only reading among these.
fn reading(effects: &[TestEffect]) -> u32 {
    let numbers = effects.iter().filter_map(|effect| match effect {
        TestEffect::Open { number, .. } | TestEffect::OpenCurrent { number, .. } => Some(*number),
        _ => None,
    });
    let numbers = numbers.collect::<Vec<_>>();
    assert_eq!(numbers.len(), 1, "{effects:?}");
    numbers[0]
}

/// The number of the only exchange among these.
fn exchange(effects: &[TestEffect]) -> u32 {
    let [TestEffect::Exchange(number, _)] = effects else { panic!("{effects:?}") };
    *number
}

fn notices(effects: &[TestEffect]) -> Vec<&str> {
    let notices = effects.iter().filter_map(|effect| match effect {
        TestEffect::Emit(ClientEvent::Notice(words)) => Some(words.as_str()),
        _ => None,
    });
    notices.collect()
}

fn failures(effects: &[TestEffect]) -> Vec<&str> {
    let failures = effects.iter().filter_map(|effect| match effect {
        TestEffect::Emit(ClientEvent::Failed(error)) => Some(error.what.as_str()),
        TestEffect::Emit(ClientEvent::Current(CurrentEvent::Failed(what, _))) => Some(what.as_str()),
        _ => None,
    });
    failures.collect()
}

#[test]
fn with_nothing_open_there_is_nothing_to_save() {
    let mut played = PlayedClient::new();
    let effects = played.change("1");
    assert_eq!(effects, [TestEffect::Reply(7, accepted())]);
    assert!(!played.state.unsaved());
    played.open("a.csv");
    assert_eq!(played.changes(), 0);
}

#[test]
fn an_opened_file_takes_the_place_of_another_with_its_changes() {
    let mut played = PlayedClient::with_work();
    played.open_current("last.csv");
    let effects = played.open("b.csv");
    assert_eq!(effects, [TestEffect::CancelAutosave, TestEffect::ClearTab, TestEffect::Emit(ClientEvent::Opened)]);
    let work = OpenWork {
        source: ReadSource::Files(vec!["b.csv"]),
        anyway: false,
        current: Vec::new(),
        changes: Vec::new(),
        key: None,
    };
    assert_eq!(played.state.work(), Some(&work));
    assert!(!played.state.unsaved());
}

#[test]
fn what_cannot_be_read_or_is_cancelled_leaves_what_is_open() {
    let mut played = PlayedClient::with_work();
    let number = reading(&played.step(TestInput::Open(ReadSource::Pasted("b".into()))));
    assert_eq!(played.step(TestInput::Cancel), [TestEffect::CancelReading]);
    assert_eq!(played.step(TestInput::Cancelled(number)), [TestEffect::Emit(ClientEvent::Cancelled)]);
    let number = reading(&played.step(TestInput::Open(ReadSource::Pasted("b".into()))));
    let error = unreadable(false);
    assert_eq!(played.step(TestInput::Failed(number, error.clone())), [TestEffect::Emit(ClientEvent::Failed(error))]);
    assert_eq!(played.changes(), 1);
    // Only what may be opened all the same is remembered for that.
    assert_eq!(played.step(TestInput::OpenAnyway), []);
}

#[test]
fn work_interrupted_by_a_file_that_cannot_be_read_comes_back_as_what_it_was() {
    let mut played = PlayedClient::new();
    let number = reading(&played.step(of_work(WorkOrigin::File, Some("last.csv"))));
    played.step(TestInput::Opened(number));
    let number = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    let number = reading(&played.step(TestInput::Failed(number, unreadable(false))));
    let number = reading(&played.step(TestInput::Opened(number)));
    let effects = played.replay(TestInput::CurrentOpened(number));
    let notices = effects.iter().filter_map(|effect| match effect {
        TestEffect::Emit(ClientEvent::Notice(notice)) => Some(notice.starts_with("Your work is back")),
        _ => None,
    });
    assert_eq!(notices.collect::<Vec<_>>(), [true]);
    assert_eq!(played.changes(), 2);
}

#[test]
fn work_that_another_engine_is_given_cannot_be_cancelled_away() {
    let mut played = PlayedClient::with_work();
    let number = reading(&played.step(TestInput::BrokeDown));
    assert_eq!(played.step(TestInput::Cancel), []);
    played.step(TestInput::Opened(number));
    assert_eq!(played.changes(), 1);
}

#[test]
fn what_has_no_known_heading_is_opened_anyway_once() {
    let mut played = PlayedClient::new();
    let number = reading(&played.step(TestInput::Open(ReadSource::Sample("s"))));
    played.step(TestInput::Failed(number, unreadable(true)));
    let effects = played.step(TestInput::OpenAnyway);
    let number = reading(&effects);
    assert_eq!(
        effects,
        [TestEffect::Open { number, source: ReadSource::Sample("s"), anyway: true, queries: Vec::new() }]
    );
    played.step(TestInput::Opened(number));
    assert!(played.state.work().unwrap().anyway);
    assert_eq!(played.step(TestInput::OpenAnyway), []);
}

#[test]
fn another_engine_gets_the_file_the_second_file_and_the_changes() {
    let mut played = PlayedClient::with_work();
    played.open_current("last.csv");
    played.change("2");
    let effects = played.step(TestInput::BrokeDown);
    let number = reading(&effects);
    let open =
        TestEffect::Open { number, source: ReadSource::Files(vec!["a.csv"]), anyway: false, queries: Vec::new() };
    assert_eq!(effects, [TestEffect::StartEngine, open]);
    let effects = played.step(TestInput::Opened(number));
    let number = reading(&effects);
    assert_eq!(effects, [TestEffect::OpenCurrent { number, file: "last.csv", kept_as: 0 }]);
    let effects = played.replay(TestInput::CurrentOpened(number));
    assert_eq!(effects[..2], [replayed("1"), replayed("2")]);
    assert_eq!(notices(&effects[2..]).len(), 1);
    assert!(notices(&effects)[0].contains("started again"));
    // Nothing was changed, though no file holds it any more than before.
    assert_eq!(played.changes(), 2);
}

#[test]
fn an_engine_with_nothing_open_starts_empty() {
    let mut played = PlayedClient::new();
    played.step(TestInput::Ask(asking(), 7));
    let effects = played.step(TestInput::BrokeDown);
    assert_eq!(effects[0], TestEffect::StartEngine);
    assert_eq!(notices(&effects), ["The engine stopped and was started again."]);
    assert!(!played.watches, "what was asked may be what broke it");
}

#[test]
fn the_file_during_whose_reading_it_broke_down_is_not_read_again() {
    let mut played = PlayedClient::new();
    played.step(TestInput::Open(ReadSource::Files(vec!["bad.csv"])));
    let effects = played.step(TestInput::BrokeDown);
    assert!(failures(&effects)[0].contains("stops the engine"));
    assert_eq!(effects[0], TestEffect::StartEngine);
    assert_eq!(effects.len(), 3, "{effects:?}");
    // What was open before it comes back.
    let mut played = PlayedClient::with_work();
    played.step(TestInput::Open(ReadSource::Files(vec!["bad.csv"])));
    let effects = played.step(TestInput::BrokeDown);
    assert!(failures(&effects)[0].contains("stops the engine"));
    let Some(TestEffect::Open { number, source, .. }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(source, &ReadSource::Files(vec!["a.csv"]));
    assert_eq!(played.step(TestInput::Opened(*number))[0], replayed("1"));
}

#[test]
fn the_second_file_during_whose_reading_it_broke_down_is_not_read_again() {
    let mut played = PlayedClient::with_work();
    played.step(TestInput::OpenCurrent("bad.csv"));
    let effects = played.step(TestInput::BrokeDown);
    assert!(failures(&effects)[0].contains("stops the engine"));
    let effects = played.step(TestInput::Opened(reading(&effects)));
    assert_eq!(effects[0], replayed("1"));
}

#[test]
fn after_three_restarts_without_an_answer_the_client_gives_up() {
    let mut played = PlayedClient::with_work();
    for _ in 0..3 {
        // Answers to replayed changes are no answers.
        played.restart();
    }
    let effects = played.step(TestInput::BrokeDown);
    assert_eq!(effects[0], TestEffect::StopEngine);
    assert_eq!(failures(&effects), ["The engine stops again and again."]);
    assert_eq!(played.step(TestInput::BrokeDown), []);
    // Whatever is wanted then is refused at once.
    assert_eq!(failures(&played.step(TestInput::Open(ReadSource::Sample("s")))).len(), 1);
    assert_eq!(failures(&played.step(TestInput::OpenCurrent("b.csv"))).len(), 1);
    assert_eq!(played.step(TestInput::Ask(asking(), 7)), []);
    assert!(!played.watches);
    // The work can still be saved.
    assert_eq!(played.changes(), 1);
}

#[test]
fn an_answer_between_restarts_counts_them_anew() {
    let mut played = PlayedClient::with_work();
    for _ in 0..10 {
        assert_eq!(notices(&played.restart()).len(), 1);
        played.change("2");
    }
    assert_eq!(played.changes(), 11);
}

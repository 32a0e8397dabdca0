use super::*;
use crate::session::command::{Command, Query};
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
    assert_eq!(effects, [TestEffect::Open { number, source: ReadSource::Sample("s"), anyway: true }]);
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
    let open = TestEffect::Open { number, source: ReadSource::Files(vec!["a.csv"]), anyway: false };
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
fn on_the_page_itself_no_engine_is_replaced() {
    let mut played = PlayedClient::with_work();
    let effects = played.step(TestInput::WorkerRefused);
    assert!(matches!(&effects[..], [TestEffect::Emit(ClientEvent::Remark(_))]));
    assert_eq!(played.step(TestInput::BrokeDown), []);
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

#[test]
fn a_work_file_is_replayed_and_counts_as_saved() {
    let mut played = PlayedClient::with_work();
    let effects = played.step(of_work(WorkOrigin::File, Some("last.csv")));
    let number = reading(&effects);
    assert_eq!(effects, [TestEffect::Open { number, source: ReadSource::Files(vec!["a.csv"]), anyway: true }]);
    let effects = played.step(TestInput::Opened(number));
    assert_eq!(effects[..3], [TestEffect::CancelAutosave, TestEffect::ClearTab, TestEffect::Emit(ClientEvent::Opened)]);
    assert_eq!(played.changes(), 2, "the page asks whether there are any");
    assert_eq!(played.step(TestInput::Ask(asking(), 8)), [], "the changes come first");
    let percent = TestInput::Progress("43%".into(), String::new());
    assert!(matches!(&played.step(percent)[..], [TestEffect::Emit(ClientEvent::Progress { .. })]));
    let effects = played.replay(TestInput::CurrentOpened(reading(&effects)));
    assert_eq!(effects[..2], [replayed("1"), replayed("2")]);
    assert!(matches!(effects[2], TestEffect::Exchange(..)));
    assert!(matches!(notices(&effects)[..], [notice] if notice.starts_with("Your work is back: the file,")));
    assert!(!played.state.unsaved());
}

#[test]
fn a_damaged_work_file_says_what_is_damaged_and_is_opened_only_all_the_same() {
    let mut played = PlayedClient::with_work();
    let TestInput::OpenWork(contents, origin) = of_work(WorkOrigin::File, None) else { panic!() };
    let damaged =
        WorkContents { damaged: vec!["the changes made to it".into(), "\u{201c}a.csv\u{201d}".into()], ..contents };
    let effects = played.step(TestInput::OpenWork(damaged, origin));
    assert!(failures(&effects)[0].contains("Damaged: the changes made to it; \u{201c}a.csv\u{201d}."), "{effects:?}");
    assert_eq!((effects.len(), played.changes()), (1, 1), "what is open stays open");
    let number = reading(&played.step(TestInput::OpenAnyway));
    played.step(TestInput::Opened(number));
    assert_eq!(played.changes(), 2);
    // Another file is none of it.
    let TestInput::OpenWork(contents, origin) = of_work(WorkOrigin::File, None) else { panic!() };
    let damaged = WorkContents { damaged: vec!["the changes made to it".into()], ..contents };
    played.step(TestInput::OpenWork(damaged, origin));
    played.open("b.csv");
    assert_eq!(played.step(TestInput::OpenAnyway), []);
}

#[test]
fn what_the_tab_kept_is_replayed_and_is_in_no_file() {
    let mut played = PlayedClient::new();
    let number = reading(&played.step(of_work(WorkOrigin::Tab, None)));
    let effects = played.replay(TestInput::Opened(number));
    assert!(!effects.contains(&TestEffect::ClearTab));
    assert_eq!(notices(&effects).len(), 1);
    assert_eq!(played.state.unsaved_changes(), 2);
}

#[test]
fn breaking_down_on_a_work_file_leaves_what_was_open() {
    let mut played = PlayedClient::with_work();
    played.step(of_work(WorkOrigin::File, None));
    let effects = played.step(TestInput::BrokeDown);
    assert_eq!(failures(&effects).len(), 1);
    let effects = played.replay(TestInput::Opened(reading(&effects)));
    assert_eq!(effects[0], replayed("1"));
    assert!(notices(&effects)[0].contains("started again"));
    // Nothing of the work file comes up later.
    assert_eq!(notices(&played.open("b.csv")), [""; 0]);
}

#[test]
fn an_encrypted_work_file_waits_and_leaves_what_is_open() {
    let mut played = PlayedClient::with_work();
    let locked = LockedWork::new(KeyDerivation { rounds: 1, salt: vec![1] }, &[2]);
    let effects = played.step(TestInput::Encrypted(locked.clone(), WorkOrigin::Tab));
    assert_eq!(effects, [TestEffect::Emit(ClientEvent::Locked(false))]);
    assert_eq!(played.state.encrypted(), Some(&(locked, WorkOrigin::Tab)));
    assert_eq!(played.changes(), 1);
    played.open("b.csv");
    assert_eq!(played.state.encrypted(), None);
}

#[test]
fn a_second_file_that_cannot_be_read_leaves_the_one_before() {
    let mut played = PlayedClient::with_work();
    played.open_current("last.csv");
    let before = played.state.work().cloned();
    for outcome in
        [TestInput::CurrentCancelled, |number| TestInput::CurrentFailed(number, "What".into(), String::new())]
    {
        let number = reading(&played.step(TestInput::OpenCurrent("bad.csv")));
        let effects = played.step(outcome(number));
        assert!(matches!(&effects[..], [TestEffect::Emit(ClientEvent::Current(_))]), "{effects:?}");
        assert_eq!(played.state.work().cloned(), before);
    }
}

#[test]
fn a_second_file_that_is_gone_is_told_after_the_changes_and_not_wanted_again() {
    let mut played = PlayedClient::with_work();
    played.open_current("last.csv");
    let number = reading(&played.restart());
    let effects = played.replay(TestInput::CurrentFailed(number, "Gone".into(), String::new()));
    assert_eq!(effects[0], replayed("1"));
    assert_eq!(notices(&effects).len(), 1);
    assert_eq!(failures(&effects[2..]), ["Gone"], "said last, as the notices take each other's place");
    assert_eq!(played.state.work().unwrap().current, [None]);
}

#[test]
fn a_file_that_is_gone_leaves_its_changes_until_it_is_chosen_again() {
    let mut played = PlayedClient::with_work();
    played.step(TestInput::Ask(changing("2"), 8));
    let number = reading(&played.step(TestInput::BrokeDown));
    let effects = played.step(TestInput::Failed(number, unreadable(true)));
    let TestEffect::Emit(ClientEvent::Failed(CannotRead { remedy, anyway: false, .. })) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert_eq!(remedy, "Remedy 1 change to it kept here: choose the file again, and all is back.");
    assert!(played.state.is_missing() && played.state.unsaved() && !played.watches);
    // Neither another breakdown nor another file that cannot be read takes them away.
    assert_eq!(played.step(TestInput::BrokeDown), [TestEffect::StartEngine]);
    let number = reading(&played.step(TestInput::Open(ReadSource::Sample("s"))));
    played.step(TestInput::Failed(number, unreadable(false)));
    assert_eq!((played.changes(), played.state.is_missing()), (1, true));
    let number = reading(&played.step(TestInput::OpenAgain(ReadSource::Files(vec!["found.csv"]))));
    let effects = played.replay(TestInput::Opened(number));
    assert_eq!(effects[0], replayed("1"));
    assert!(notices(&effects)[0].contains("Your work is back"));
    assert_eq!(played.state.work().unwrap().source, ReadSource::Files(vec!["found.csv"]));
    assert!(played.state.unsaved() && !played.state.is_missing());
}

#[test]
fn a_file_that_is_gone_and_was_not_changed_is_just_gone() {
    let mut played = PlayedClient::new();
    played.open("a.csv");
    let number = reading(&played.step(TestInput::BrokeDown));
    assert_eq!(failures(&played.step(TestInput::Failed(number, unreadable(false)))), ["What"]);
    assert_eq!((played.state.work(), played.state.is_missing()), (None, false));
}

#[test]
fn a_replay_shows_no_progress_of_its_own() {
    let mut played = PlayedClient::with_work();
    let progress = || TestInput::Progress("43%".into(), "words".into());
    assert_eq!(played.step(progress()), []);
    played.step(TestInput::OpenCurrent("last.csv"));
    let current = CurrentEvent::Progress("43%".into(), "words".into());
    assert_eq!(played.step(progress()), [TestEffect::Emit(ClientEvent::Current(current))]);
    played.step(TestInput::BrokeDown);
    assert_eq!(played.step(progress()), []);
}

#[test]
fn the_outcome_of_an_overtaken_reading_is_not_taken_for_that_of_the_next() {
    let mut played = PlayedClient::with_work();
    let first = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    let second = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["c.csv"]))));
    assert_eq!(played.step(TestInput::Cancelled(first)), []);
    played.step(TestInput::Opened(second));
    assert_eq!(played.state.work().unwrap().source, ReadSource::Files(vec!["c.csv"]));
}

#[test]
fn an_overtaken_reading_may_have_been_finished() {
    let mut played = PlayedClient::new();
    let first = reading(&played.step(of_work(WorkOrigin::File, None)));
    let second = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    assert!(played.step(TestInput::Opened(first)).contains(&TestEffect::Emit(ClientEvent::Opened)));
    assert_eq!(played.changes(), 0);
    played.step(TestInput::Cancelled(second));
    assert_eq!(played.state.work().unwrap().source, ReadSource::Files(vec!["a.csv"]));
    // So may one of the second file.
    let third = reading(&played.step(TestInput::OpenCurrent("last.csv")));
    let effects = played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"])));
    assert_eq!(effects[0], TestEffect::Emit(ClientEvent::Current(CurrentEvent::Cancelled)));
    played.step(TestInput::CurrentOpened(third));
    assert_eq!(played.state.work().unwrap().current, [Some("last.csv")]);
}

#[test]
fn a_second_file_overtakes_the_reading_of_a_first() {
    let mut played = PlayedClient::with_work();
    played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"])));
    let effects = played.step(TestInput::OpenCurrent("last.csv"));
    assert_eq!(effects[0], TestEffect::Emit(ClientEvent::Cancelled));
    played.step(TestInput::CurrentOpened(reading(&effects)));
    let work = played.state.work().unwrap();
    assert_eq!((&work.source, &work.current), (&ReadSource::Files(vec!["a.csv"]), &vec![Some("last.csv")]));
}

#[test]
fn a_second_file_chosen_during_a_replay_is_read_afterwards() {
    let mut played = PlayedClient::with_work();
    let number = reading(&played.step(TestInput::BrokeDown));
    assert_eq!(played.step(TestInput::OpenCurrent("last.csv")), []);
    let effects = played.replay(TestInput::Opened(number));
    assert_eq!(effects[0], replayed("1"));
    assert!(matches!(effects.last(), Some(TestEffect::OpenCurrent { file: "last.csv", .. })));
    // Until then it can be cancelled, and the replay goes on.
    let number = reading(&played.step(TestInput::BrokeDown));
    played.step(TestInput::OpenCurrent("last.csv"));
    let cancelled = TestEffect::Emit(ClientEvent::Current(CurrentEvent::Cancelled));
    assert_eq!(played.step(TestInput::Cancel), [cancelled]);
    assert_eq!(played.step(TestInput::Opened(number))[0], replayed("1"));
}

#[test]
fn a_file_opened_during_a_replay_takes_its_place_or_lets_it_go_on() {
    let mut played = PlayedClient::with_work();
    let stale = reading(&played.step(TestInput::BrokeDown));
    let number = reading(&played.step(TestInput::Open(ReadSource::Files(vec!["b.csv"]))));
    assert_eq!(played.step(TestInput::Cancelled(stale)), []);
    let effects = played.step(TestInput::Failed(number, unreadable(false)));
    assert_eq!(failures(&effects), ["What"]);
    let number = reading(&effects);
    assert_eq!(played.step(TestInput::Opened(number))[0], replayed("1"));
    // And where it can be opened, nothing of the old work is replayed onto it.
    played.step(TestInput::BrokeDown);
    assert_eq!(played.open("b.csv").len(), 3);
    assert_eq!(played.changes(), 0);
}

#[test]
fn accepted_changes_are_saved_by_the_tab_and_would_be_lost_with_the_page() {
    let mut played = PlayedClient::new();
    played.open("a.csv");
    let effects = played.change("1");
    assert_eq!(effects, [TestEffect::ScheduleAutosave, TestEffect::Reply(7, accepted())]);
    assert!(played.state.unsaved());
    played.step(TestInput::NothingToSave);
    assert!(!played.state.unsaved());
    let number = exchange(&played.step(TestInput::Ask(changing("2"), 8)));
    assert_eq!(played.step(TestInput::Answered(number, Some(refused()))), [TestEffect::Reply(8, refused())]);
    let number = exchange(&played.step(TestInput::Ask(asking(), 8)));
    assert_eq!(played.step(TestInput::Answered(number, Some(accepted()))), [TestEffect::Reply(8, accepted())]);
    assert!(!played.state.unsaved());
    played.open_current("last.csv");
    assert!(played.state.unsaved());
}

#[test]
fn a_file_holds_the_work_as_of_the_revision_that_was_saved() {
    let mut played = PlayedClient::with_work();
    let revision = played.state.revision();
    played.change("2");
    assert_eq!(played.step(saved(revision)), [TestEffect::Emit(ClientEvent::Saved)]);
    assert!(played.state.unsaved(), "the second change came after it");
    let revision = played.state.revision();
    // Another file was opened while that one was being saved.
    played.open("b.csv");
    played.step(saved(revision));
    assert!(!played.state.unsaved());
    assert_eq!(played.state.describe_unsaved(), "");
    played.change("3");
    assert_eq!(played.state.describe_unsaved(), "1 change is not saved");
    played.step(saved(revision));
    assert!(played.state.unsaved());
    played.step(saved(played.state.revision()));
    assert!(!played.state.unsaved());
    assert_eq!(played.state.describe_unsaved(), "All changes are saved");
}

#[test]
fn every_file_of_last_results_comes_back_under_its_number() {
    let mut played = PlayedClient::with_work();
    played.open_current("2006.csv");
    played.open_current("2007.csv");
    let number = reading(&played.restart());
    let effects = played.step(TestInput::CurrentFailed(number, "Gone".into(), String::new()));
    let number = reading(&effects);
    assert_eq!(effects, [TestEffect::OpenCurrent { number, file: "2007.csv", kept_as: 1 }]);
    assert_eq!(played.step(TestInput::CurrentOpened(number))[0], replayed("1"));
    assert_eq!(played.state.work().unwrap().current, [None, Some("2007.csv")]);
}

/// Work that was opened with a passphrase.
fn with_locked_work(origin: WorkOrigin) -> PlayedClient {
    let mut played = PlayedClient::new();
    let key = Some(KeyNumber(0));
    let contents =
        WorkContents { files: vec!["a.csv"], anyway: false, current: vec![], changes: vec![], damaged: vec![], key };
    let number = reading(&played.step(TestInput::OpenWork(contents, origin)));
    played.step(TestInput::Opened(number));
    played
}

#[test]
fn locked_work_stays_locked() {
    for origin in [WorkOrigin::File, WorkOrigin::Tab] {
        let mut played = with_locked_work(origin);
        assert!(played.state.is_locked());
        played.change("1");
        played.restart();
        assert!(played.state.is_locked(), "after a breakdown");
        // A copy in clear changes nothing about the work, a new passphrase does.
        let effects = played.step(saved(played.state.revision()));
        assert_eq!(effects, [TestEffect::Emit(ClientEvent::Saved)]);
        assert_eq!(played.state.work().unwrap().key, Some(KeyNumber(0)));
        played.step(TestInput::Saved { revision: played.state.revision(), key: Some(KeyNumber(1)) });
        assert_eq!(played.state.work().unwrap().key, Some(KeyNumber(1)));
        played.open("b.csv");
        assert!(!played.state.is_locked(), "another file");
    }
}

#[test]
fn work_saved_locked_is_locked_from_then_on_in_the_tab_too() {
    let mut played = PlayedClient::with_work();
    assert!(!played.state.is_locked());
    let revision = played.state.revision();
    let effects = played.step(TestInput::Saved { revision, key: Some(KeyNumber(0)) });
    assert_eq!(effects, [TestEffect::ScheduleAutosave, TestEffect::Emit(ClientEvent::Saved)]);
    assert!(played.state.is_locked());
    // The key of one file is not that of the next, which was opened while the first was being saved.
    played.open("b.csv");
    played.step(TestInput::Saved { revision, key: Some(KeyNumber(0)) });
    assert!(!played.state.is_locked());
}

#[test]
fn a_work_file_that_is_not_locked_says_so() {
    let told = |effects: &[TestEffect]| {
        effects.iter().any(
            |effect| matches!(effect, TestEffect::Emit(ClientEvent::Notice(words)) if words.contains("not locked")),
        )
    };
    let mut played = PlayedClient::new();
    let number = reading(&played.step(of_work(WorkOrigin::File, None)));
    assert!(told(&played.replay(TestInput::Opened(number))));
    let number = reading(&played.step(of_work(WorkOrigin::Tab, None)));
    assert!(!told(&played.replay(TestInput::Opened(number))));
    let mut played = PlayedClient::new();
    let key = Some(KeyNumber(0));
    let contents =
        WorkContents { files: vec!["a.csv"], anyway: false, current: vec![], changes: vec![], damaged: vec![], key };
    let number = reading(&played.step(TestInput::OpenWork(contents, WorkOrigin::File)));
    assert!(!told(&played.replay(TestInput::Opened(number))));
}

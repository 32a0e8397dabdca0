//! Work files, what the tab keeps, and second files.

use super::*;

#[test]
fn a_work_file_is_replayed_and_counts_as_saved() {
    let mut played = PlayedClient::with_work();
    let effects = played.step(of_work(WorkOrigin::File, Some("last.csv")));
    let number = reading(&effects);
    assert_eq!(
        effects,
        [TestEffect::Open { number, source: ReadSource::Files(vec!["a.csv"]), anyway: true, queries: Vec::new() }]
    );
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

/// What is kept when the page is left: also what the engine has not answered yet.
#[test]
fn a_change_without_an_answer_is_kept_with_the_others() {
    let mut played = PlayedClient::new();
    assert_eq!(played.state.work_as_asked(), None);
    played.open("a.csv");
    played.step(TestInput::Ask(asking(), 7));
    assert_eq!(played.state.work_as_asked(), None, "nothing was changed");
    let number = exchange(&played.step(TestInput::Ask(changing("1"), 7)));
    let kept = |played: &PlayedClient| played.state.work_as_asked().map(|work| work.changes);
    assert_eq!(kept(&played), Some(vec![command("1")]));
    assert_eq!(played.changes(), 0);
    played.step(TestInput::Answered(number, Some(refused())));
    assert_eq!(kept(&played), None);
    played.change("2");
    let number = exchange(&played.step(TestInput::Ask(changing("3"), 7)));
    assert_eq!(kept(&played), Some(vec![command("2"), command("3")]));
    played.step(TestInput::Answered(number, Some(accepted())));
    played.step(saved(played.state.revision()));
    assert_eq!(kept(&played), None, "a file holds them");
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

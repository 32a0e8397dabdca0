//! An edition of one's own, which comes packed and is work like every other change.

use super::reread::TestHost;
use super::*;
use crate::guidance::Edition;
use crate::guidance::packed_edition::PackedEdition;

const TODAY: &str = "UPN,NCYear,KS2_Reading_Score,Target_KS2_Reading_Score\nA1,6,104,110\nA2,6,98,101\n";
const LEVELS: &str = "UPN,NCYear,KS1_Maths,Target_KS2_Maths\nA1,6,2b,4\nA2,6,3,5\n";

const NAME: &str = "Anytown (own edition, not official)";

/// The edition of today with another name, and the title of its first measure changed.
fn packed() -> Command {
    let guidance = Guidance::shipped().unwrap();
    let mut edition = Edition::clone(guidance.edition("2027").unwrap());
    (edition.id, edition.name) = ("2027-anytown".into(), "Anytown".into());
    edition.measures.iter_mut().for_each(|measure| measure.title.push_str(" in Anytown"));
    Command::UseEdition { packed: PackedEdition::new(&edition, "2027").to_text().unwrap() }
}

#[test]
fn it_is_worked_by_and_taken_back() {
    let mut host = TestHost::open(TODAY);
    let before = host.summary();
    assert_eq!(host.run(packed()), None);
    assert_eq!(host.summary().edition, NAME);
    assert_eq!(host.summary().undo.unwrap(), format!("Edition: {NAME}"));
    assert!(host.summary().editions.iter().any(|choice| choice.chosen && choice.title == format!("Own: {NAME}")));
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.summary().edition, before.edition);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(host.summary().edition, NAME);
    // The same once more changes nothing.
    assert_eq!(host.run(packed()), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.summary().edition, before.edition);
}

#[test]
fn a_file_of_other_columns_is_read_again_for_it() {
    let mut host = TestHost::open(LEVELS);
    let before = host.summary();
    assert_eq!(host.run(packed()), None);
    assert_eq!((host.summary().edition.as_str(), host.summary().undo), (NAME, Some(format!("Edition: {NAME}"))));
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.summary().edition, before.edition);
}

#[test]
fn another_engine_is_given_it_with_the_other_changes() {
    let (mut made, mut again) = (session(TODAY), session(TODAY));
    let target = Command::SetTarget { pupil: 0, result: "KS2_Reading_Score".into(), value: "105".into() };
    for command in [packed(), target, Command::Undo, Command::Undo, Command::Redo] {
        assert_eq!(run(&mut made, command.clone()), None);
        let replayed = again.replay(&Exchange { command: Some(command), queries: vec![] });
        assert_eq!(replayed.refused, None);
    }
    let views =
        |session: &mut Session| format!("{:?}", [Query::Ambition, Query::Summary].map(|query| ask(session, query)));
    assert_eq!(views(&mut made), views(&mut again));
    assert!(views(&mut made).contains("in Anytown"));
}

#[test]
fn before_a_file_is_open_it_is_only_read() {
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let mut session = Session::new(guidance).unwrap();
    assert_eq!(run(&mut session, packed()), None);
    let damaged = run(&mut session, Command::UseEdition { packed: "no edition".into() }).unwrap();
    assert!(damaged.contains("damaged"), "{damaged}");
    // A file is opened by what ships until it is used again.
    session.open(CohortReader::read_all(session.guidance().clone(), TODAY.as_bytes()).unwrap(), "file.csv");
    assert_ne!(summary(&mut session).edition, NAME);
    assert_eq!(run(&mut session, packed()), None);
    assert_eq!(summary(&mut session).edition, NAME);
}

#[test]
fn one_that_cannot_be_read_changes_nothing() {
    let mut host = TestHost::open(TODAY);
    let before = host.summary();
    let refused = host.run(Command::UseEdition { packed: "no edition".into() }).unwrap();
    assert!(refused.contains("ambition edition"), "{refused}");
    assert_eq!(host.summary(), before);
}

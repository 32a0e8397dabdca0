use std::sync::Arc;

use crate::guidance::Guidance;
use crate::intake::CohortReader;
use crate::screens::{Answer, CheckPage, Exchange, Query, Summary, View};
use crate::session::{Command, FileRole, ReadSetting, Rereading, Session, ValueMeaning};

const MESSY: &str = "Hillview;;;;\nYear 6;;;;\nPupil;UPN;KS1 Reading;KS1 Wtg;Eng Target\nAsh;A1;2b;2b;Level 4\nBirch;A2;2c;2;L5\n\
                     Total;;;;\n";

pub(super) struct TestHost {
    session: Session,
    bytes: &'static [u8],
    /// The file of last results.
    current: &'static [u8],
}

impl TestHost {
    pub(super) fn open(text: &'static str) -> Self {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let mut session = Session::new(guidance.clone()).unwrap();
        session.open(CohortReader::read_all(guidance, text.as_bytes()).unwrap(), "file.csv");
        Self { session, bytes: text.as_bytes(), current: &[] }
    }

    /// As the page's host does it: where the file has to be read again, that comes first.
    pub(super) fn exchange(&mut self, command: Option<Command>, query: Query) -> Answer {
        let exchange = Exchange { command, queries: vec![query] };
        match self.session.rereading(exchange.command.as_ref()) {
            Some(Rereading { file, read_as }) => {
                let bytes = if file == FileRole::Pupils { self.bytes } else { self.current };
                let outcome = CohortReader::read_all_as(self.session.guidance().clone(), bytes, read_as);
                self.session.exchange_reread(&exchange, outcome)
            }
            None => self.session.exchange(&exchange),
        }
    }

    /// Reads a file of last results, and takes it for current performance.
    pub(super) fn open_current(&mut self, text: &'static str) {
        self.current = text.as_bytes();
        let opened = CohortReader::read_all(self.session.guidance().clone(), self.current).unwrap();
        self.session.open_current(opened, "last.csv").unwrap();
    }

    pub(super) fn run(&mut self, command: Command) -> Option<String> {
        self.exchange(Some(command), Query::Summary).refused
    }

    pub(super) fn check(&mut self) -> CheckPage {
        let View::Check(check) = self.exchange(None, Query::Check).views.remove(0) else { panic!() };
        *check
    }

    pub(super) fn summary(&mut self) -> Summary {
        let View::Summary(summary) = self.exchange(None, Query::Summary).views.remove(0) else { panic!() };
        *summary
    }
}

pub(super) fn column(heading: &str, field: &str) -> Command {
    Command::ReadColumn { heading: heading.into(), nth: 0, field: field.into() }
}

fn read_as(about: ReadSetting, is: &str) -> Command {
    Command::ReadAs { about, is: is.into() }
}

#[test]
fn a_messy_file_is_told_as_it_is() {
    let check = TestHost::open(MESSY).check();
    assert_eq!(check.how, "Semicolon separated, UTF-8, headings in row 3.");
    assert_eq!(check.account, "3 rows read = 2 pupils + 1 not counted");
    let asked = check.column_questions.iter().map(|question| {
        (question.column.heading.as_str(), question.offered.first().map_or("", |(field, ..)| field.as_str()))
    });
    assert_eq!(asked.collect::<Vec<_>>(), [("Eng Target", "Target_KS2_English")]);
    assert!(check.unread.iter().any(|column| column.heading == "KS1 Wtg" && column.samples == ["2b", "2"]));
    assert_eq!(check.layout.rows.iter().filter(|row| row.above).count(), 2);
}

#[test]
fn a_column_given_by_hand_is_read_and_undone() {
    let mut host = TestHost::open(MESSY);
    assert_eq!(host.run(column("Eng Target", "Target_KS2_English")), None);
    let check = host.check();
    assert!(check.columns.iter().any(|column| column.canonical == "Target_KS2_English" && column.by_hand));
    assert!(check.column_questions.is_empty());
    assert_eq!(check.unknown.len(), 2);
    let (all, words) = (check.accept_all.unwrap(), check.accept_words);
    assert_eq!(words, "Accept all 2 sure ones");
    assert_eq!(host.run(all), None);
    assert!(host.check().unknown.iter().all(|value| value.meaning.is_some()));
    // The column is given away: what was said of its values goes, and comes back with it.
    assert_eq!(host.run(column("Eng Target", "")), None);
    assert!(host.check().unknown.is_empty());
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check().columns.iter().filter(|column| column.by_hand).count(), 1);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check().columns.len(), 3);
    assert!(host.run(Command::Undo).is_some());
}

#[test]
fn targets_set_before_stay_with_their_pupils() {
    let mut host = TestHost::open("Notes,\nUPN,KS2 Eng\nA1,4\nA2,4\nA3,3\n");
    let set = Command::SetTarget { pupil: 1, result: "KS2_English".into(), value: "5".into() };
    assert_eq!(host.run(set), None);
    assert_eq!(host.run(read_as(ReadSetting::HeadingRow, "3")), None);
    let check = host.check();
    assert_eq!(check.account, "2 rows read = 2 pupils + 0 not counted");
    // The pupil of row 4 is now the first one.
    assert_eq!(host.summary().changed, 1);
    assert!(host.summary().undo.unwrap().contains("headings"));
    assert_eq!(host.run(Command::Undo), None);
    assert!(host.summary().undo.unwrap().contains("A2") || host.summary().undo.unwrap().contains("row 4"));
    assert_eq!(host.summary().changed, 1);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut host = TestHost::open(MESSY);
    for command in [
        column("No such", "KS1_Maths"),
        column("KS1 Wtg", "No such"),
        read_as(ReadSetting::Separator, "and"),
        read_as(ReadSetting::Encoding, "ebcdic"),
        read_as(ReadSetting::HeadingRow, "one"),
        read_as(ReadSetting::HeadingRow, "999"),
        read_as(ReadSetting::Columns, "UPN,Sex"),
        read_as(ReadSetting::Columns, "{\"ambition\":\"columns\",\"columns\":[{\"heading\":\"x\",\"field\":\"y\"}]}"),
        Command::MapValues {
            meanings: vec![ValueMeaning { field: "KS1_Reading".into(), spelling: "no such".into(), meaning: None }],
        },
    ] {
        assert!(host.run(command.clone()).is_some(), "{command:?}");
    }
    assert_eq!(host.summary().undo, None);
    assert_eq!(host.check().account, "3 rows read = 2 pupils + 1 not counted");
}

#[test]
fn columns_are_saved_and_loaded_without_anything_of_a_pupil() {
    let mut host = TestHost::open(MESSY);
    assert_eq!(host.summary().memory.unwrap().columns, "");
    host.run(column("Eng Target", "Target_KS2_English"));
    host.run(column("Pupil", "Surname"));
    let memory = host.summary().memory.unwrap();
    let View::Text { text, .. } = host.exchange(None, Query::ColumnsFile).views.remove(0) else { panic!() };
    assert_eq!(memory.columns, text);
    for of_a_pupil in ["Ash", "A1", "2b", "Level 4"] {
        assert!(!text.contains(of_a_pupil), "{text}");
    }
    let mut other = TestHost::open(MESSY);
    assert_eq!(other.summary().memory.unwrap().key, memory.key);
    assert_eq!(other.run(read_as(ReadSetting::Columns, &text)), None);
    assert_eq!(other.check().columns, host.check().columns);
}

#[test]
fn a_file_without_known_headings_is_opened_for_the_user_to_say() {
    let guidance = Arc::new(Guidance::shipped().unwrap());
    let bytes = b"Who,What\nAsh,4\nBirch,3\n";
    let refused = CohortReader::read_all(guidance.clone(), bytes).unwrap_err();
    assert!(refused.anyway);
    let read_as = crate::intake::ReadAs { anyway: true, ..Default::default() };
    let mut session = Session::new(guidance.clone()).unwrap();
    session.open(CohortReader::read_all_as(guidance, bytes, read_as).unwrap(), "file.csv");
    let mut host = TestHost { session, bytes, current: &[] };
    assert_eq!(host.check().account, "2 rows read = 2 pupils + 0 not counted");
    // The first row may be a pupil: nothing of it is remembered.
    assert_eq!(host.summary().memory, None);
    assert_eq!(host.run(column("What", "Target_KS2_English")), None);
    assert_eq!(host.check().columns.len(), 1);
}

const UNNAMED: &str = "UPN,Surname,Forename,KS2 English,KS2 Maths\n\
                       A1,Ash,Ann,4,4\nA2,Birch,Bob,4,3\nA3,Cole,Cy,5,4\nA4,Dale,Di,4,4\nA5,Elm,Ed,3,3\nA6,Fir,Flo,4,5\n\
                       ,,,4,4\n";

/// What is pressed where a label is offered, among the questions or the decisions.
fn offered(check: &CheckPage, label: &str) -> Command {
    let choices = check.questions.iter().flat_map(|question| &question.choices);
    let mut buttons = choices.chain(check.decisions.iter().filter_map(|decision| decision.instead.as_ref()));
    buttons.find(|button| button.label == label).unwrap_or_else(|| panic!("{label}: {check:?}")).command.clone()
}

#[test]
fn a_question_of_the_reader_is_answered_undone_and_withdrawn() {
    let mut host = TestHost::open(UNNAMED);
    let asked = host.check();
    assert_eq!(asked.account, "7 rows read = 7 pupils + 0 not counted");
    let question = &asked.questions[0];
    assert_eq!(question.rows.headings, ["KS2 English", "KS2 Maths"]);
    assert_eq!((question.rows.rows[0].number, question.rows.rows[0].cells.join(" ")), (8, "4 4".into()));
    assert_eq!(host.run(offered(&asked, "No, leave it out")), None);
    let answered = host.check();
    assert!(answered.questions.is_empty(), "{answered:?}");
    assert_eq!(answered.account, "7 rows read = 6 pupils + 1 not counted");
    assert_eq!(host.summary().undo.as_deref(), Some("row 8 not counted as a pupil"));
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check(), asked);
    assert_eq!(host.run(Command::Redo), None);
    assert_eq!(host.check(), answered);
    let withdraw = answered.answers[0].command.clone();
    assert_eq!(answered.answers[0].label, "Row 8 not counted as a pupil");
    assert_eq!(host.run(withdraw.clone()), None);
    assert_eq!(host.check().questions, asked.questions);
    assert!(host.run(withdraw).is_some(), "it was withdrawn before");
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check(), answered);
}

#[test]
fn an_answer_replaces_an_earlier_one_and_keeps_targets_with_their_pupils() {
    let mut host = TestHost::open(UNNAMED);
    let asked = host.check();
    let set = Command::SetTarget { pupil: 6, result: "KS2_English".into(), value: "5".into() };
    assert_eq!(host.run(set), None);
    assert_eq!(host.run(offered(&asked, "No, leave it out")), None);
    assert_eq!(host.summary().changed, 0, "its pupil is not there");
    assert_eq!(host.run(offered(&asked, "Yes, count it")), None);
    let check = host.check();
    assert_eq!((check.account.as_str(), check.answers.len()), ("7 rows read = 7 pupils + 0 not counted", 1));
    assert_eq!(host.summary().changed, 1);
}

#[test]
fn a_decision_of_the_reader_is_taken_back() {
    let text = UNNAMED.replace(",,,4,4", "Average,,,4,4");
    let mut host = TestHost::open(text.leak());
    let told = host.check();
    assert_eq!(told.account, "7 rows read = 6 pupils + 1 not counted");
    assert_eq!(told.decisions[0].rows.rows[0].number, 8);
    assert_eq!(host.run(offered(&told, "Count it as a pupil")), None);
    let check = host.check();
    assert_eq!(check.account, "7 rows read = 7 pupils + 0 not counted");
    assert_eq!(host.run(Command::Undo), None);
    assert_eq!(host.check(), told);
}

/// Files that open a question: the likeliest answers to all of them give the right figures.
#[test]
fn the_likely_answers_give_the_right_figures() {
    let headings = include_str!("../../../tests/cases/56-headings-ks1-r-w-m/input.csv");
    let points = include_str!("../../../tests/cases/60-point-scores-in-columns-of-levels/input.csv");
    for (text, asked) in [(headings, 5), (points, 0)] {
        let mut host = TestHost::open(text);
        let questions = host.check().column_questions;
        assert_eq!(questions.len(), asked);
        for question in questions {
            assert_eq!(host.run(column(&question.column.heading, &question.offered[0].0)), None);
        }
        if let Some(all) = host.check().accept_all {
            assert_eq!(host.run(all), None);
        }
        let check = host.check();
        assert!(check.column_questions.is_empty() && check.unknown.iter().all(|value| value.meaning.is_some()));
        let View::Ambition(page) = host.exchange(None, Query::Ambition).views.remove(0) else { panic!() };
        let of = |measure: &str| {
            let mut cards = page.targets.iter().chain(&page.others);
            cards.find(|card| card.measure == measure).unwrap().percent.clone()
        };
        assert_eq!(["ks2.both4", "ks2.progress.english", "ks2.progress.maths"].map(of), ["75.0%", "100.0%", "75.0%"]);
    }
}

//! Edition, key stage, year group, switches, current performance, exceptions, notes and goals.

use super::*;
use crate::screens::{ChallengePage, TargetCard, TrajectoriesPage};

/// Six pupils at the end of Key Stage 4, with prior results of two key stages.
const SECONDARY: &str = "Surname,NCYear,SEN,KS2_English,KS2_Maths,KS3_English,KS3_Maths,KS4_AtoC,KS4_English,KS4_Maths,\
    Target_KS4_AtoC,Target_KS4_English,Target_KS4_Maths,Target_KS4_Points\n\
    A,11,N,4,4,6,6,8,B,B,8,B,B,400\n\
    B,11,P,4,4,5,6,5,C,D,5,C,C,300\n\
    C,11,N,3,4,5,5,,,,4,D,C,250\n\
    D,11,N,5,5,7,7,9,A,A*,9,A,A*,500\n\
    E,10,A,3,3,4,4,,,,3,E,D,\n\
    F,10,N,4,5,6,7,,,,6,C,B,350\n";

fn challenge(session: &mut Session) -> ChallengePage {
    let View::Challenge(view) = ask(session, Query::Challenge) else { panic!() };
    *view
}

fn trajectories(session: &mut Session) -> TrajectoriesPage {
    let View::Trajectories(view) = ask(session, Query::Trajectories) else { panic!() };
    *view
}

fn points(session: &mut Session) -> String {
    let TargetCard { percent, unit, .. } = card(session, "ks4.points");
    format!("{percent} {unit}")
}

fn card(session: &mut Session, measure: &str) -> TargetCard {
    let view = ambition(session);
    view.targets.into_iter().chain(view.others).find(|card| card.measure == measure).unwrap()
}

fn codes(challenge: &ChallengePage, title: &str) -> Vec<String> {
    let target = challenge.targets.iter().find(|target| target.title == title);
    target.into_iter().flat_map(|target| &target.items).map(|item| item.code.clone()).collect()
}

fn edition(id: &str) -> Command {
    Command::SetEdition { edition: id.into() }
}

const GOOD: &str = "Five or more A* to C with English and maths";

#[test]
fn the_likely_key_stage_is_shown() {
    let chosen = |text: &str| {
        let stages = summary(&mut session(text)).stages;
        stages.into_iter().find(|stage| stage.chosen).map(|stage| stage.title)
    };
    assert_eq!(chosen(SECONDARY).as_deref(), Some("Key Stage 4"));
    assert_eq!(chosen(SAMPLE).as_deref(), Some("Key Stage 2"));
    assert_eq!(chosen("KS2_English,KS2_Maths,Target_KS3_Maths\n4,4,5\n").as_deref(), Some("Key Stage 3"));
    assert_eq!(chosen("KS2_English\n4\n").as_deref(), Some("Key Stage 2"));
    assert_eq!(chosen("UPN\nA1\n").as_deref(), Some("Reception"));
}

#[test]
fn another_edition_changes_what_it_should() {
    let mut session = session(SECONDARY);
    let before = card(&mut session, "ks4.good5em");
    // 6 and 6, 7 and 7, 6 and 7: wholly; 5 and 6, 5 and 5: at 30 in 100.
    assert!(before.sentence.contains("Expected 60.0%"), "{}", before.sentence);
    assert_eq!(run(&mut session, edition("2008")), None);
    let after = card(&mut session, "ks4.good5em");
    assert!(after.sentence.contains("Expected 66.7%"), "{}", after.sentence);
    assert_eq!((before.percent, before.of), (after.percent, after.of));
    assert_eq!(points(&mut session), "360.0 points");
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(card(&mut session, "ks4.good5em").sentence, before.sentence);
    assert!(run(&mut session, edition("1066")).is_some());
}

#[test]
fn a_year_group_counts_alone_and_its_targets_are_the_files() {
    let mut session = session(SECONDARY);
    assert_eq!(card(&mut session, "ks4.good5em").of.to_string(), "4 of 6 pupils");
    assert_eq!(run(&mut session, Command::SetYear { year: "10".into() }), None);
    assert_eq!(card(&mut session, "ks4.good5em").of.to_string(), "1 of 2 pupils");
    let rows = pupils(&mut session, PupilsQuery::default()).rows;
    assert_eq!(rows.iter().map(|row| (row.pupil, row.row)).collect::<Vec<_>>(), [(4, 6), (5, 7)]);
    // The pupil is named by the position in the file, whatever is shown.
    assert_eq!(set(&mut session, 5, "KS4_English", "D"), None);
    assert_eq!(card(&mut session, "ks4.good5em").of.to_string(), "0 of 2 pupils");
    let changed = pupils(&mut session, filtered(Filter::Changed));
    assert_eq!((changed.rows.len(), changed.rows[0].name.as_str()), (1, "F"));
    run(&mut session, Command::SetYear { year: String::new() });
    assert_eq!(card(&mut session, "ks4.good5em").of.to_string(), "3 of 6 pupils");
    for _ in 0..3 {
        assert_eq!(run(&mut session, Command::Undo), None);
    }
    assert_eq!(card(&mut session, "ks4.good5em").of.to_string(), "4 of 6 pupils");
}

#[test]
fn another_key_stage_is_shown_without_reading_again() {
    let mut session = session(SECONDARY);
    run(&mut session, Command::SetStage { stage: "Key Stage 3".into() });
    let titles = ambition(&mut session).targets.into_iter().map(|card| card.measure).collect::<Vec<_>>();
    assert_eq!(titles, ["ks3.both5", "ks3.science5", "ks3.progress.english", "ks3.progress.maths"]);
    assert!(run(&mut session, Command::SetStage { stage: "Key Stage 9".into() }).is_some());
}

#[test]
fn switches_are_off_and_change_what_they_say() {
    let mut session = session(SECONDARY);
    assert!(summary(&mut session).switches.iter().all(|switch| !switch.on));
    let on = |switch: &str| Command::SetSwitch { switch: switch.into(), on: true };
    // By points 5 and 6 average 36, level 6.
    run(&mut session, on("mean-by-points"));
    assert!(card(&mut session, "ks4.good5em").sentence.contains("Expected 71.7%"));
    assert_eq!(card(&mut session, "ks4.progress.english").of.to_string(), "3 of 6 pupils");
    run(&mut session, on("english-level-7-a-star"));
    assert_eq!(card(&mut session, "ks4.progress.english").of.to_string(), "2 of 6 pupils");
    assert_eq!(card(&mut session, "ks4.progress.maths").of.to_string(), "4 of 6 pupils");
    assert!(run(&mut session, on("no-such-switch")).is_some());
}

#[test]
fn current_performance_typed_and_from_a_file() {
    let mut session = session(SECONDARY);
    assert!(!challenge(&mut session).not_judged.is_empty());
    let current = |value: &str| Command::SetCurrent { measure: "ks4.good5em".into(), value: value.into() };
    assert!(run(&mut session, current("101")).is_some());
    assert!(run(&mut session, current("about half")).is_some());
    assert_eq!(run(&mut session, current("70%")), None);
    assert_eq!(card(&mut session, "ks4.good5em").current, "Current performance 70.0%, as typed in");
    assert!(codes(&challenge(&mut session), GOOD).contains(&"below-current".to_owned()));
    let results = "KS4_AtoC,KS4_English,KS4_Maths\n5,C,C\n5,C,D\n4,B,B\n";
    let opened = CohortReader::read_all(session.guidance().clone(), results.as_bytes()).unwrap();
    session.open_current(opened, "last.csv").unwrap();
    assert_eq!(card(&mut session, "ks4.good5em").current, "Current performance 33.3%, 1 of 3 pupils");
    assert!(!codes(&challenge(&mut session), GOOD).contains(&"below-current".to_owned()));
    assert_eq!(summary(&mut session).current.file, "last.csv");
}

#[test]
fn an_agreed_exception_takes_its_pupil_off_the_list() {
    let mut session = session(SECONDARY);
    let title = "The equivalent of two levels of progress in English";
    let listed = |session: &mut Session| {
        let item = challenge(session).targets.into_iter().filter(|target| target.title == title);
        let mut items = item.flat_map(|target| target.items).filter(|item| item.code == "sen-no-evidence");
        items.next().map(|item| item.pupils.into_iter().map(|pupil| pupil.name).collect::<Vec<_>>())
    };
    assert_eq!(listed(&mut session), Some(vec!["E".into()]));
    let agree = |evidence: &str| Command::SetException { pupil: 4, evidence: evidence.into() };
    assert_eq!(run(&mut session, agree("statement of May")), None);
    assert_eq!(listed(&mut session), None);
    assert_eq!(pupils(&mut session, filtered(Filter::Excepted)).rows[0].exception.evidence, "statement of May");
    run(&mut session, Command::Undo);
    assert_eq!(listed(&mut session), Some(vec!["E".into()]));
    assert!(run(&mut session, Command::SetException { pupil: 99, evidence: "x".into() }).is_some());
}

#[test]
fn the_agenda_keeps_notes_and_names_pupils() {
    let mut session = session(SECONDARY);
    let agenda = challenge(&mut session);
    assert_eq!(agenda.edition, "Key Stage 4, targets for 2009");
    let missed = "target-missed".to_owned();
    assert!(codes(&agenda, GOOD).contains(&missed), "{:?}", codes(&agenda, GOOD));
    let note = Command::SetNote { measure: "ks4.good5em".into(), code: missed, note: "resit in June".into() };
    assert_eq!(run(&mut session, note), None);
    let agenda = challenge(&mut session);
    let item =
        agenda.targets.iter().flat_map(|target| &target.items).find(|item| item.code == "target-missed").unwrap();
    assert_eq!((item.note.as_str(), item.count.as_str()), ("resit in June", "1 pupil"));
    assert_eq!((item.pupils[0].name.as_str(), item.pupils[0].from_to.as_str()), ("B", "5, 6 \u{2192} 5, C, C"));
}

#[test]
fn targets_in_points_are_typed_as_numbers() {
    let mut session = session(SECONDARY);
    run(&mut session, edition("2008"));
    assert_eq!(set(&mut session, 4, "KS4_Points", "240.5"), None);
    assert_eq!(points(&mut session), "340.1 points");
    assert_eq!(summary(&mut session).undo.as_deref(), Some("Points target of E: none \u{2192} 240.5"));
    assert!(set(&mut session, 4, "KS4_Points", "many").is_some());
    run(&mut session, Command::Undo);
    assert_eq!(points(&mut session), "360.0 points");
    assert_eq!(summary(&mut session).changed, 0);
}

#[test]
fn grades_and_counts_are_typed_as_such() {
    let mut session = session(SECONDARY);
    assert_eq!(set(&mut session, 2, "KS4_English", "c"), None);
    assert!(set(&mut session, 2, "KS4_English", "4").is_some_and(|error| error.contains("GCSE grade")));
    assert!(set(&mut session, 2, "KS4_AtoC", "B").is_some_and(|error| error.contains("how many")));
}

#[test]
fn ways_to_the_line_the_expectation_and_a_goal() {
    let mut session = session(SECONDARY);
    assert!(trajectories(&mut session).measures.iter().all(|measure| measure.ways.is_empty()));
    run(&mut session, Command::SetCurrent { measure: "ks4.good5em".into(), value: "20".into() });
    run(&mut session, Command::SetGoal { measure: "ks4.good5em".into(), year: 2011, value: "40".into() });
    let good = trajectories(&mut session).measures.into_iter().next().unwrap();
    let titles = good.ways.iter().map(|way| way.title.as_str()).collect::<Vec<_>>();
    let wanted = [
        "To the floor of 30% by 2011",
        "To what the guidance expects, 60.0%, by 2009",
        "To your goal of 40.0% by 2011",
    ];
    assert_eq!(titles, wanted);
    let step = |year: usize| good.ways[0].steps[year].clone();
    assert_eq!(step(0), ("2007".into(), "20.0%".into(), "2 pupils".into()));
    assert_eq!(step(1), ("2008".into(), "22.5%".into(), "2 pupils".into()));
    assert_eq!(good.ways[0].against, "The 2009 target, 66.7%, is above this line (25.0%).");
    assert_eq!(good.chart.lines[0].1.split(' ').next(), Some("0.00,80.00"));
}

/// Four pupils with a prior result, of whom three reach level 4, and six without one who reach it.
fn with_and_without_prior() -> Session {
    let with = ["4", "4", "4", "3"].map(|target| format!("A,2b,{target},100,10,0\n")).concat();
    let without = "B,,4,100,10,0\n".repeat(6);
    let headings = "Forename,KS1_Maths,Target_KS2_Maths,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\n";
    session_in("2009", &format!("{headings}{with}{without}"))
}

/// The percentages and pupils on a way, with how the target compares.
fn way(session: &mut Session, measure: &str, kind: &str) -> Option<(String, String, String)> {
    let of_measure = trajectories(session).measures.into_iter().find(|of| of.measure == measure).unwrap();
    let way = of_measure.ways.into_iter().find(|way| way.kind == kind)?;
    let steps = way.steps.iter().map(|(_, percent, pupils)| format!("{percent} {pupils}")).collect::<Vec<_>>();
    Some((way.title, steps.join(" | "), way.against))
}

/// RULES 7.1: base and rounding are those of the target's own card.
#[test]
fn ways_count_the_pupils_of_the_card() {
    let mut session = with_and_without_prior();
    run(&mut session, Command::SetCurrent { measure: "ks2.progress.maths".into(), value: "50".into() });
    let (_, steps, _) = way(&mut session, "ks2.progress.maths", "expected").unwrap();
    assert_eq!(steps, "50.0% 2 pupils | 75.0% 3 pupils | 100.0% 4 pupils");
    // Nothing is expected of the six without a prior result, so the target of the other four is held against it.
    run(&mut session, Command::SetCurrent { measure: "ks2.maths4".into(), value: "20".into() });
    let (title, steps, against) = way(&mut session, "ks2.maths4", "expected").unwrap();
    assert_eq!(title, "To what the guidance expects, 40.0%, by 2009");
    assert_eq!(steps, "20.0% 2 pupils | 30.0% 3 pupils | 40.0% 4 pupils");
    assert_eq!(
        against,
        "The 2009 target, counting only pupils with a prior result, 30.0%, is below this line (40.0%)."
    );
    // Who is beyond it needs no way to it.
    run(&mut session, Command::SetCurrent { measure: "ks2.maths4".into(), value: "99".into() });
    assert_eq!(way(&mut session, "ks2.maths4", "expected"), None);
}

/// A share of sessions counts no pupils.
#[test]
fn a_way_of_absence_counts_no_pupils() {
    let mut session = with_and_without_prior();
    let absence = trajectories(&mut session).measures.into_iter().find(|of| of.measure.starts_with("attendance."));
    let absence = absence.unwrap().measure;
    run(&mut session, Command::SetCurrent { measure: absence.clone(), value: "10".into() });
    run(&mut session, Command::SetGoal { measure: absence.clone(), year: 2009, value: "6".into() });
    let (_, steps, _) = way(&mut session, &absence, "goal").unwrap();
    assert_eq!(steps, "10.0%  | 8.0%  | 6.0% ");
}

/// One of each kind of change.
fn changes() -> Vec<Command> {
    vec![
        edition("2008"),
        Command::SetStage { stage: "Key Stage 3".into() },
        Command::SetYear { year: "11".into() },
        Command::SetSwitch { switch: "one-of-reading-and-writing".into(), on: true },
        Command::SetCurrent { measure: "ks3.english5".into(), value: "50".into() },
        Command::SetNote { measure: "ks3.english5".into(), code: "below-current".into(), note: "x".into() },
        Command::SetTarget { pupil: 0, result: "KS3_English".into(), value: "6".into() },
    ]
}

#[test]
fn every_setting_can_be_taken_back_and_made_again() {
    let mut session = session(SECONDARY);
    let start = (ambition(&mut session), challenge(&mut session));
    let commands = changes();
    for command in &commands {
        assert_eq!(run(&mut session, command.clone()), None, "{command:?}");
    }
    let mut end = (ambition(&mut session), challenge(&mut session));
    commands.iter().for_each(|_| assert_eq!(run(&mut session, Command::Undo), None));
    assert_eq!((ambition(&mut session), challenge(&mut session)), start);
    commands.iter().for_each(|_| assert_eq!(run(&mut session, Command::Redo), None));
    end.0.history = ambition(&mut session).history;
    assert_eq!((ambition(&mut session), challenge(&mut session)), end);
}

/// What is worked out once for several views is worked out again after every change.
#[test]
fn what_was_asked_before_changes_no_answer() {
    let mut asked = session(SECONDARY);
    let mut done = Vec::new();
    for command in changes().into_iter().chain([Command::Undo, Command::Undo, Command::Redo]) {
        let before = (ambition(&mut asked), challenge(&mut asked));
        assert_eq!(run(&mut asked, command.clone()), None);
        done.push(command);
        let mut silent = session(SECONDARY);
        done.iter().for_each(|command| assert_eq!(run(&mut silent, command.clone()), None));
        let after = (ambition(&mut asked), challenge(&mut asked));
        assert_eq!(after, (ambition(&mut silent), challenge(&mut silent)), "{done:?}");
        assert_ne!(after, before, "{done:?}");
    }
}

#[test]
fn a_school_is_named_and_its_files_too() {
    let mut session = session(SECONDARY);
    let named = |session: &mut Session| {
        let View::Text { name, .. } = ask(session, Query::FindingsCsv) else { panic!() };
        (summary(session).title, summary(session).school_name, name)
    };
    let file = named(&mut session).0;
    assert_eq!(named(&mut session), (file.clone(), String::new(), "findings-2009.csv".into()));
    let name = |name: &str| Command::SetSchoolName { name: name.into() };
    assert_eq!(run(&mut session, name("  St Zo\u{eb}\u{2019}s   High ")), None);
    let school = "St Zo\u{eb}\u{2019}s High";
    assert_eq!(named(&mut session), (school.into(), school.into(), "St-Zo\u{eb}-s-High-findings-2009.csv".into()));
    assert_eq!(challenge(&mut session).school, school);
    assert_eq!(summary(&mut session).undo.unwrap(), format!("School\u{2019}s name: {school}"));
    assert_eq!(run(&mut session, name("Another")), None);
    assert_eq!(run(&mut session, Command::Undo), None);
    assert_eq!(summary(&mut session).title, school);
    assert_eq!(run(&mut session, name(" ")), None);
    assert_eq!(summary(&mut session).title, file);
}

/// Each school of a file of several has a name of its own, and so has the whole.
#[test]
fn schools_of_a_file_are_named_apart() {
    let mut session = session("Surname,School,NCYear,Target_KS2_English\nA,2001,6,4\nB,2002,6,5\n");
    let titled = |session: &mut Session, school: &str| {
        assert_eq!(run(session, Command::SetSchool { school: school.into() }), None);
        summary(session).title
    };
    assert_eq!(titled(&mut session, "2001"), "2001");
    assert_eq!(run(&mut session, Command::SetSchoolName { name: "Hill".into() }), None);
    assert_eq!(titled(&mut session, "2001"), "2001 Hill");
    assert_eq!(titled(&mut session, "2002"), "2002");
    let whole = titled(&mut session, "");
    assert_eq!(run(&mut session, Command::SetSchoolName { name: "County".into() }), None);
    assert_eq!(titled(&mut session, ""), "County");
    assert_ne!(whole, "County");
}

#[test]
fn what_a_file_is_about_is_said() {
    use crate::screens::FileSubject;
    let about = |text: &str| {
        let summary = summary(&mut session_in("2009", text));
        (summary.about, summary.year_group, summary.names_children_in_care)
    };
    assert_eq!(about(SECONDARY), (FileSubject::KeyStages, String::new(), false));
    assert_eq!(
        about("Surname,NCYear,InCare,Target_KS2_English\nA,6,Y,4\n"),
        (FileSubject::KeyStages, "Year 6".into(), true)
    );
    let absence =
        "Surname,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\nA,6,300,10,2\nB,5,300,1,0\n";
    assert_eq!(about(absence), (FileSubject::Attendance, String::new(), false));
    assert_eq!(about("Surname,NCYear,FSP_DA,FSP_SD\nA,R,6,7\n").0, FileSubject::EarlyYears);
}

/// Scaled scores, teacher assessments and grades from 9 to 1 are of today's edition; levels and letters are not.
#[test]
fn the_columns_of_a_file_choose_the_edition() {
    let edition = |text: &str| summary(&mut session(text)).edition;
    let today = session_in("2027", "UPN\nA1\n").document.unwrap().edition.name.clone();
    for text in [
        "UPN,KS2_Reading_Score,Target_KS2_Writing_TA\nA1,100,EXS\n",
        "UPN,KS2 Maths,Target KS2 Maths\nA1,104,110\nA2,98,101\n",
        "UPN,Target_KS4_Maths\nA1,7\nA2,4\n",
        "UPN,EYFSP_E01,EYFSP_E02\nA1,2,1\n",
        "UPN,Surname\nA1,Ash\n",
    ] {
        assert_eq!(edition(text), today, "{text}");
    }
    for text in [SAMPLE, SECONDARY, "UPN,KS2 Maths,Target KS2 Maths\nA1,4,5\nA2,3,4\n", "UPN,Target_KS4_Maths\nA1,A*\n"]
    {
        assert_eq!(edition(text), "Targets for 2009", "{text}");
    }
}

/// Another edition of the same family works at once; one of another family needs the file again, by its own columns.
#[test]
fn an_edition_of_other_columns_reads_the_file_again() {
    let mut session = session(SAMPLE);
    assert_eq!(session.rereading(Some(&edition("2008"))), None);
    let again = session.rereading(Some(&edition("2027"))).unwrap();
    assert_eq!(again.read_as.edition.as_deref(), Some("2027"));
}

/// Of key stages with as much in the file, that of the year group is shown; empty columns of another one say nothing.
#[test]
fn the_year_group_tells_the_key_stage() {
    let stage = |year: &str, cells: &str| {
        let headings = "UPN,NCYear,KS1_Maths,KS2_Maths,Target_KS2_Maths,Target_KS3_Maths,Target_KS4_Maths";
        let mut session = session_in("2009", &format!("{headings}\nA1,{year},2b,{cells}\n"));
        summary(&mut session).stages.into_iter().find(|stage| stage.chosen).unwrap().title
    };
    assert_eq!(stage("6", ",4,6,C"), "Key Stage 2");
    assert_eq!(stage("6", "4,,,"), "Key Stage 2");
    assert_eq!(stage("9", "4,,,"), "Key Stage 3");
    assert_eq!(stage("10", "4,,6,"), "Key Stage 4");
    // Nothing tells: the later one.
    assert_eq!(stage("", ",4,6,C"), "Key Stage 4");
}

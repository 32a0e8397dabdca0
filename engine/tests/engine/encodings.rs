//! The same cohort in every encoding has the same figures, in the engine and by the command-line example's own path.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use ambition_engine::intake::CohortReader;

use super::{cohort_figures, guidance};

const SAMPLE: &str = include_str!("../../../static/sample-year-6.csv");

/// The sample with letters beyond ASCII in a name, a class and the school.
fn text() -> String {
    let text = SAMPLE.replace("Invented,Ada", "Müller,Zoë").replace("6R", "6É").replace("Hillview", "Höhenblick");
    text.chars().map(|letter| if letter > 'ÿ' { 'x' } else { letter }).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(bytes).collect()
}

/// The letters of the text are all in Latin-1.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn all_encodings() -> Vec<(&'static str, Vec<u8>)> {
    let text = text();
    vec![
        ("utf-8", text.clone().into_bytes()),
        ("utf-8-mark", format!("\u{feff}{text}").into_bytes()),
        ("windows-1252", windows_1252(&text)),
        ("utf-16-le", utf16(&text, u16::to_le_bytes, true)),
        ("utf-16-be", utf16(&text, u16::to_be_bytes, true)),
        ("utf-16-le-bare", utf16(&text, u16::to_le_bytes, false)),
        ("utf-16-be-bare", utf16(&text, u16::to_be_bytes, false)),
    ]
}

#[test]
fn the_same_figures_and_names_from_chunks_of_any_size() {
    let wanted = super::read(text().as_bytes()).cohort;
    let figures = cohort_figures(&wanted, "2009", true);
    for (name, bytes) in all_encodings() {
        for size in [7, 1000, bytes.len()] {
            let mut reading = CohortReader::new(guidance().clone(), bytes.len() as u64);
            bytes.chunks(size).for_each(|chunk| reading.push(chunk).unwrap());
            let cohort = reading.finish().unwrap().cohort;
            assert!(cohort_figures(&cohort, "2009", true) == figures, "{name}");
            let people = |pupil: usize| (cohort.people().name(pupil), wanted.people().name(pupil));
            assert!((0..wanted.len()).map(people).all(|(found, wanted)| found == wanted), "{name}");
        }
    }
}

/// Letters of Windows-1252 that come only after the first look, in a file that seemed to be UTF-8.
#[test]
fn a_letter_met_late_is_right() {
    let heading = b"UPN,Surname,Class,KS1_Maths,Target_KS2_Maths\n".to_vec();
    let rows = (0..60_000).flat_map(|row| format!("A{row},Ash,6R,2b,4\n").into_bytes());
    let late = windows_1252("B1,Müller,6É,2b,4\nB2,Zoë,6É,Zoë,4\n");
    let bytes = heading.into_iter().chain(rows).chain(late).collect::<Vec<_>>();
    let opened = super::read(&bytes);
    let people = opened.cohort.people();
    assert_eq!((people.surname(60_000).as_ref(), people.surname(60_001).as_ref()), ("Müller", "Zoë"));
    assert_eq!(opened.account.encoding.name(), "Windows-1252");
    let class = guidance().fields.by_heading("Class").unwrap();
    assert_eq!(opened.cohort.label_column(class).unwrap().label(60_000), "6É");
    let maths = opened.cohort.coded_column(guidance().fields.by_heading("KS1_Maths").unwrap()).unwrap();
    assert_eq!(maths.unknown()[0].spelling, "Zoë");
}

/// The example that RULES 10.3 asks for accepts all of them.
#[test]
fn the_example_gives_the_same_figures_for_all() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("encodings");
    fs::create_dir_all(&folder).unwrap();
    let example = ambition_test_support::command_line::evaluate();
    let figures = all_encodings().into_iter().map(|(name, bytes)| {
        let (input, output) = (folder.join(format!("{name}.csv")), folder.join(format!("{name}-figures.csv")));
        fs::write(&input, bytes).unwrap();
        let run = Command::new(example)
            .arg(&input)
            .args(["--edition", "2009", "--groups", "--figures"])
            .arg(&output)
            .output();
        assert!(run.unwrap().status.success(), "{name}");
        (name, fs::read_to_string(output).unwrap())
    });
    let figures = figures.collect::<Vec<_>>();
    assert!(figures[0].1.contains("6É") && figures[0].1.lines().count() > 50);
    figures.iter().for_each(|(name, text)| assert!(*text == figures[0].1, "{name}"));
}

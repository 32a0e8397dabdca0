//! The examples of the documentation and of `--help`, as they are printed there.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{OWN_EDITION, ambition, folder, sample, text};

const DOCUMENT: &str = include_str!("../../../../docs/program.md");
const OF_EDITIONS: &str = include_str!("../../../../docs/own-edition.md");
const TRANSFER: &[u8] = include_bytes!("../../../../engine/tests/ctf/year-6.xml");

/// The files that the examples name.
fn write_files(folder: &Path) {
    let cohort = fs::read_to_string(sample("sample-2027-year-6.csv")).unwrap();
    let differ = "UPN,Surname,NCYear,Target_KS2_Maths\nD823456789012,Doe,6,4\nD823456789012,Doe,6,5\n";
    let attendance = "UPN,Sessions_Possible,Sessions_Authorised\nY926999720001,108,7\n";
    let last = "UPN,NCYear,KS2_Reading_Score,KS2_Writing_TA,KS2_Maths_Score\nA823456789012,6,101,EXS,99\n";
    for (name, content) in [
        ("cohort.csv", cohort.as_str()),
        ("autumn.csv", differ),
        ("attendance.csv", attendance),
        ("last-year.csv", last),
        ("local.toml", OWN_EDITION),
    ] {
        fs::write(folder.join(name), content).unwrap();
    }
    fs::write(folder.join("transfer.xml"), TRANSFER).unwrap();
    let [from, to] = ["cohort.csv", "cohort.xlsx"].map(|name| folder.join(name).display().to_string());
    assert_eq!(ambition(&["convert", &from, "-o", &to]).status.code(), Some(0));
}

/// Lines that begin with the program, in blocks of code and in the help; what is piped into it is a file.
fn examples(text: &str) -> Vec<&str> {
    let lines = text.lines().map(|line| line.split_once(" | ").map_or(line, |(_, line)| line).trim());
    lines.filter(|line| line.starts_with("ambition ") && !line.contains(['`', '…'])).collect()
}

#[test]
fn every_example_runs_as_it_is_printed() {
    let folder = folder("document");
    write_files(&folder);
    let help = text(&ambition(&["--help"]).stdout);
    let all = [DOCUMENT, OF_EDITIONS, &help].map(examples).concat();
    assert!(all.len() >= 10, "{all:?}");
    for example in all {
        let words = example.split_whitespace().skip(1).collect::<Vec<_>>();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ambition"));
        let input = fs::File::open(folder.join("cohort.csv")).unwrap();
        let run = command.args(&words).current_dir(&folder).stdin(Stdio::from(input)).output().unwrap();
        let can_ask = words[0] == "check" || words.contains(&"--strict");
        let wanted = if can_ask { [Some(0), Some(3)] } else { [Some(0); 2] };
        assert!(wanted.contains(&run.status.code()), "{example}: {}", text(&run.stderr));
        if let Some(at) = words.iter().position(|word| *word == "--output") {
            assert!(folder.join(words[at + 1]).exists(), "{example}");
        }
    }
}

#[test]
fn every_option_is_in_the_document_and_the_other_way_round() {
    let tasks = ["figures", "findings", "check", "return", "convert", "edition"];
    let help = tasks.map(|task| text(&ambition(&[task, "--help"]).stdout)).concat();
    let options = |text: &str| {
        let words = text.split(|letter: char| !(letter.is_ascii_lowercase() || letter == '-'));
        let options = words
            .filter(|word| word.starts_with("--") && !word.starts_with("---") && word.len() > 2)
            .map(str::to_owned);
        options.filter(|option| !["--locked", "--path", "--help"].contains(&option.as_str())).collect()
    };
    let (told, there): (std::collections::BTreeSet<String>, std::collections::BTreeSet<String>) =
        (options(DOCUMENT), options(&help));
    assert_eq!(told, there);
}

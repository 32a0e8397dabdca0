//! The standard input, output and error: pipes, and whoever stops reading them.

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use std::{fs, thread};

use super::{ambition, assert_refused, file, folder, sample, text};

fn started(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambition"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs with something on the standard input.
fn fed(arguments: &[&str], content: &[u8]) -> Output {
    let mut child = started(arguments);
    let mut input = child.stdin.take().unwrap();
    let content = content.to_vec();
    // It may end without having read everything.
    let writer = thread::spawn(move || input.write_all(&content).unwrap_or_default());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn a_hyphen_is_the_standard_input() {
    let folder = folder("input");
    let path = sample("sample-2027-year-6.csv");
    let content = fs::read(&path).unwrap();
    for task in ["figures", "findings", "convert"] {
        let (piped, of_file) = (fed(&[task, "-"], &content), ambition(&[task, &path]));
        assert_eq!((piped.status.code(), &piped.stdout), (Some(0), &of_file.stdout), "{}", text(&piped.stderr));
    }
    // As a workbook, among other files, and as last year's results.
    let workbook = folder.join("cohort.xlsx").display().to_string();
    assert_eq!(ambition(&["convert", &path, "-o", &workbook]).status.code(), Some(0));
    let piped = fed(&["figures", "-", "--quiet"], &fs::read(&workbook).unwrap());
    assert_eq!(piped.stdout, ambition(&["figures", &workbook, "--quiet"]).stdout);
    // The first file does not tell its edition, so that both are read again.
    let names = file(&folder, "names.csv", "UPN,Surname\nY926999720001,Wyatt\n");
    let told = text(&fed(&["check", &names, "-"], &content).stdout);
    assert!(told.starts_with("edition 2027: ") && told.contains("standard input row 38: "), "{told}");
    let beside = fed(&["figures", &path, "--current", "-"], &content);
    assert!(text(&beside.stderr).contains("\ncurrent performance from -:\n"), "{}", text(&beside.stderr));
    let told = text(&fed(&["figures", "-"], b"").stderr);
    assert_eq!(told, "ambition: standard input: The file is empty. Export it again from your school's system.\n");
    // It is not written over either.
    let cohort = file(&folder, "cohort.csv", &content);
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambition"));
    let run = command.args(["convert", "-", "-o", &cohort]).stdin(fs::File::open(&cohort).unwrap()).output().unwrap();
    assert!(text(&run.stderr).contains("would be written over"), "{}", text(&run.stderr));
    assert_eq!((run.status.code(), fs::read(&cohort).unwrap()), (Some(2), content.clone()));
    assert_refused(&["figures", "-", "-"], "-: it is given twice");
    assert_refused(&["figures", "-", "--current", "-"], "the standard input can be read once only");
    let told = text(&fed(&["figures", "-"], b"[{\"UPN\":\"A823456789012\"}]").stderr);
    assert!(told.contains("this is JSON, which is written and not read"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_a_question_about_it_can_be_answered() {
    let folder = folder("pipe");
    let pipe = folder.join("pipe.csv");
    fs::remove_file(&pipe).unwrap_or_default();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let content = "UPN,Surname,NCYear,Target_KS2_Maths\nD823456789012,Doe,6,4\nD823456789012,Doe,6,5\n";
    let writer = {
        let pipe = pipe.clone();
        thread::spawn(move || fs::write(pipe, content).unwrap())
    };
    let run = ambition(&["check", &pipe.display().to_string(), "--answer", "rows-differ=2"]);
    writer.join().unwrap();
    let told = text(&run.stdout);
    assert!(told.contains("\nanswer rows-differ=2: Count the last row of each\n"), "{told}");
}

#[test]
fn whoever_stops_reading_ends_nothing_with_a_fault() {
    let path = sample("sample-2027-year-6.csv");
    let tasks =
        [&["figures", "--groups"][..], &["check"], &["convert"], &["findings"], &["return", "--edition", "2009"]];
    for task in tasks {
        let arguments = [task, &[&path]].concat();
        let whole = ambition(&arguments).status.code();
        let mut child = started(&arguments);
        drop((child.stdin.take(), child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), whole, "{task:?}");
    }
    // Nor if it is an error that nobody reads.
    let mut child = started(&["figures", "nowhere.csv"]);
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told() {
    let path = sample("sample-2027-year-6.csv");
    for form in ["csv", "json", "xlsx"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ambition"));
        let run = command.args(["figures", &path, "-q", "--format", form]).stdout(full).output().unwrap();
        let told = text(&run.stderr);
        assert_eq!(
            (run.status.code(), told.contains("the standard output cannot be written")),
            (Some(2), true),
            "{told}"
        );
    }
}

//! The program as it is started: what it writes, what it tells, and how it ends.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods)]

mod document;
mod streams;
mod told;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ambition_engine::guidance::Guidance;
use ambition_evaluation::wording;
use ambition_test_support::authority::authority_csv;
use ambition_test_support::command_line::evaluate;
use ambition_test_support::damaged_files::test_files;
use serde_json::Value;

/// Files that are compared in a usual run; `READER_CASES` says another number.
const FILES: usize = 30;

fn ambition(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ambition")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// An empty folder of the test that asks for it: tests run side by side, also those that ask for the same name.
fn folder(name: &str) -> PathBuf {
    let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("program-{test}-{name}"));
    // Left by an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file of this name and content, as an argument.
fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn sample(name: &str) -> String {
    format!("{}/../../static/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn figures_and_findings_are_those_of_evaluate() {
    let folder = folder("compared");
    let count = std::env::var("READER_CASES").map_or(FILES, |count| count.parse().unwrap());
    let guidance = Guidance::shipped().unwrap();
    let (mut read, mut refused) = (0, 0);
    for test_file in test_files(count) {
        let input = file(&folder, &test_file.name, &test_file.bytes);
        let [figures, findings, own_figures, own_findings] =
            ["a.csv", "b.csv", "c.csv", "d.csv"].map(|name| folder.join(name).display().to_string());
        let theirs = Command::new(evaluate());
        let theirs = { theirs }.args([&input, "--groups", "--figures", &figures, "--findings", &findings]).output();
        let theirs = theirs.unwrap();
        let ours = ambition(&["figures", &input, "--groups", "--output", &own_figures]);
        let ours_found = ambition(&["findings", &input, "--output", &own_findings]);
        assert_eq!([ours.status.code(), ours_found.status.code()], [theirs.status.code(); 2], "{input}");
        if theirs.status.success() {
            read += 1;
            assert_tells_the_same(&text(&ours.stderr), &text(&theirs.stdout), &guidance);
            assert_eq!(fs::read(own_figures).unwrap(), fs::read(figures).unwrap(), "{input}");
            assert_eq!(fs::read(own_findings).unwrap(), fs::read(findings).unwrap(), "{input}");
        } else {
            refused += 1;
            let told = text(&ours.stderr);
            let theirs = wording::for_command_line(&text(&theirs.stderr), guidance.newest_edition().unwrap());
            // Of JSON the program says that it writes it itself.
            assert!(told == format!("ambition: {theirs}") || told.contains("this is JSON"), "{told}");
        }
        fs::remove_file(input).unwrap();
    }
    println!("{read} files read, {refused} refused");
    assert!(read > refused && refused > 0, "{read} read, {refused} refused");
}

/// The program tells what `evaluate` tells, line by line: in words for a command line, and with what to do.
fn assert_tells_the_same(ours: &str, theirs: &str, guidance: &Guidance) {
    let is_more = |line: &&str| !(line.contains(" more like it") && line.ends_with("not listed"));
    let ours = ours.lines().filter(is_more).collect::<Vec<_>>();
    assert_eq!(ours.len(), theirs.lines().count(), "{ours:?}; {theirs}");
    for (ours, theirs) in ours.into_iter().zip(theirs.lines()) {
        let theirs = wording::for_command_line(theirs, guidance.newest_edition().unwrap()).replace(": row 0:", ":");
        let words = theirs.replace(": row 0 column", ": column").replace("year groups: ", "year group: ");
        let words = words.split(" (").next().unwrap().trim_end_matches('.');
        assert!(ours.replace("year groups: ", "year group: ").contains(words), "{ours}; {words}");
    }
}

/// Arguments that are refused with these words.
fn assert_refused(arguments: &[&str], words: &str) {
    let run = ambition(arguments);
    let told = text(&run.stderr);
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(2), String::new()), "{told}");
    assert!(told.starts_with("ambition: ") && told.contains(words), "{told}; {words}");
}

#[test]
fn a_file_that_is_read_is_not_written_over() {
    let folder = folder("inputs");
    let content = authority_csv(5, 1, true);
    let [cohort, last] = ["cohort.csv", "last.csv"].map(|name| file(&folder, name, &content));
    let local = file(&folder, "local.toml", OWN_EDITION);
    let [dotted, symbolic, hard] =
        ["./cohort.csv", "symbolic.csv", "hard.csv"].map(|name| folder.join(name).display().to_string());
    let links = [&symbolic, &hard];
    links.iter().for_each(|link| fs::remove_file(link).unwrap_or_default());
    #[cfg(unix)]
    std::os::unix::fs::symlink(&cohort, &symbolic).unwrap();
    #[cfg(not(unix))]
    fs::hard_link(&cohort, &symbolic).unwrap();
    fs::hard_link(&cohort, &hard).unwrap();
    for task in ["figures", "findings", "check", "convert", "return"] {
        for output in [&cohort, &dotted, &symbolic, &hard] {
            assert_refused(&[task, &cohort, "--edition", "2009", "--output", output], "would be written over");
        }
        let edition = [task, &cohort, "--edition-file", &local, "-o", &local];
        assert_refused(&[&edition[..], &["--format", "csv"]].concat(), "would be written over");
    }
    for task in ["figures", "findings", "check", "return"] {
        let beside = [task, &cohort, "--edition", "2009", "--current", &last, "-o", &last];
        assert_refused(&beside, "would be written over; --output has to name another");
    }
    assert_eq!([&cohort, &last].map(|path| fs::read_to_string(path).unwrap()), [&content, &content].map(Clone::clone));
    assert_eq!(fs::read_to_string(local).unwrap(), OWN_EDITION);
}

#[test]
fn an_output_is_replaced_as_a_whole() {
    let folder = folder("replaced");
    let output = file(&folder, "figures.csv", "old");
    let link = folder.join("link.csv").display().to_string();
    fs::remove_file(&link).unwrap_or_default();
    let sample = sample("sample-2027-year-6.csv");
    let expected = ambition(&["figures", &sample, "--quiet"]).stdout;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&output, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&output, &link).unwrap();
        assert_eq!(ambition(&["figures", &sample, "-o", &link]).status.code(), Some(0));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&output).unwrap().permissions().mode() & 0o777, 0o640);
        // A device is written to, not replaced.
        assert_eq!(ambition(&["figures", &sample, "-q", "-o", "/dev/stdout"]).stdout, expected);
        assert_eq!(ambition(&["figures", &sample, "-q", "-o", "/dev/null"]).status.code(), Some(0));
    }
    assert_eq!(ambition(&["figures", &sample, "-o", &output]).status.code(), Some(0));
    assert_eq!(fs::read(&output).unwrap(), expected);
    // Nothing else is left there.
    let others = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others = others.filter(|name| !["figures.csv", "link.csv"].contains(&name.as_str())).collect::<Vec<_>>();
    assert_eq!(others, Vec::<String>::new());
    let nowhere = folder.join("nowhere/figures.csv").display().to_string();
    assert_eq!(ambition(&["figures", &sample, "-q", "-o", &nowhere]).status.code(), Some(2));
}

#[test]
fn json_is_written_and_not_read() {
    let folder = folder("json");
    let sample = sample("sample-2027-year-6.csv");
    for task in ["convert", "figures", "findings", "check"] {
        let json = folder.join(format!("{task}.txt")).display().to_string();
        let written = ambition(&[task, &sample, "--format", "json", "--output", &json]);
        assert!(fs::read_to_string(&json).unwrap().starts_with('['), "{}", text(&written.stderr));
        assert_refused(&["figures", &json], "this is JSON, which is written and not read. Give the table as CSV");
        assert_refused(&["figures", &sample, "--current", &json], "this is JSON");
    }
    let pupil = "{\"UPN\":\"A823456789012\",\"Target_KS2_Maths\":4}";
    for content in [format!("{pupil}\n{pupil}\n"), format!("\u{feff}[\r\n  {pupil}\r\n]"), format!("[{pupil}]")] {
        assert_refused(&["check", &file(&folder, "other.csv", content)], "this is JSON");
    }
    for format in ["ambition-work", "ambition-work-locked"] {
        let work = file(&folder, "year-6.ambition", format!("{{\"format\": \"{format}\", \"version\": 1}}"));
        assert_refused(
            &["check", &work],
            "this is work that was saved on the page. Open it there, and save the pupils",
        );
    }
}

#[test]
fn the_ending_of_the_output_is_its_form() {
    let folder = folder("endings");
    let sample = sample("sample-2027-year-6.csv");
    let output = |name: &str| folder.join(name).display().to_string();
    for task in ["figures", "check"] {
        for (name, start) in [("a.xlsx", "PK"), ("a.XLSX", "PK"), ("a.json", "["), ("a.csv", "")] {
            assert_ne!(ambition(&[task, &sample, "-o", &output(name)]).status.code(), Some(2));
            assert!(fs::read(output(name)).unwrap().starts_with(start.as_bytes()), "{task} {name}");
        }
        assert!(fs::read_to_string(output("a.csv")).unwrap().lines().next().unwrap().contains(','));
        let told = "its ending is not that of --format";
        assert_refused(&[task, &sample, "-o", &output("b.xlsx"), "--format", "csv"], told);
        assert_refused(&[task, &sample, "-o", &output("b.csv"), "--format", "json"], told);
        assert_refused(&[task, &sample, "-o", &output("b.xls")], "a workbook is written as .xlsx only");
        assert!(!Path::new(&output("b.xlsx")).exists());
    }
    // Any other ending says nothing, and nothing is guessed.
    for name in ["b.pdf", "b.docx", "b.png", "b.tsv"] {
        for task in ["figures", "findings", "check", "convert"] {
            assert_refused(&[task, &sample, "-o", &output(name)], "name it .csv, .json or .xlsx, or say --format");
        }
        assert!(!Path::new(&output(name)).exists());
    }
    assert_refused(&["figures", &sample, "-o", &output("b.txt")], "nothing that is written has the ending .txt");
    assert_eq!(ambition(&["figures", &sample, "-o", &output("b")]).status.code(), Some(0));
    assert_ne!(ambition(&["check", &sample, "-o", &output("c.txt")]).status.code(), Some(2));
    assert!(fs::read_to_string(output("c.txt")).unwrap().starts_with("edition "));
    assert_eq!(ambition(&["figures", &sample, "-o", &output("a.txt"), "--format", "json"]).status.code(), Some(0));
    assert!(fs::read_to_string(output("a.txt")).unwrap().starts_with('['));
}

#[test]
fn a_year_without_pupils_is_refused() {
    let folder = folder("years");
    let sample = sample("sample-2027-year-6.csv");
    for task in ["figures", "findings", "check", "return"] {
        for year in ["abc", "99", "", " "] {
            let words = format!("--year {year:?}: no pupil is in that year; the file has year 6\n");
            assert_refused(&[task, &sample, "--year", year], &words);
        }
    }
    assert_eq!(ambition(&["figures", &sample, "--year", "6"]).status.code(), Some(0));
    let without = file(&folder, "without.csv", "UPN,Target_KS2_Maths\nA823456789012,4\n");
    assert_refused(&["figures", &without, "--year", "6"], "the file has no year groups");
    // One year is nothing to pick from.
    let told = text(&ambition(&["check", &sample]).stdout);
    assert!(told.contains("\nyear group: 6\n") && !told.contains("--year"), "{told}");
    let two = "UPN,NCYear,Target_KS2_Maths\nA823456789012,5,4\nB823456789012,6,4\n";
    let told = text(&ambition(&["check", &file(&folder, "two.csv", two)]).stdout);
    assert!(told.contains("year groups: 5, 6 (all are counted; --year picks one)"), "{told}");
}

#[test]
fn check_writes_a_row_for_everything_it_tells() {
    let folder = folder("rows");
    let cohort =
        "UPN,Surname,Form,KS1_Maths,Target_KS2_Maths,NCYear\nA823456789012,Ash,1,good,4,6\nA823456789013,Oak,2,2b,4,\n";
    let cohort = file(&folder, "cohort.csv", cohort);
    let last = file(&folder, "last.csv", "UPN,NCYear,KS2_Maths\nC823456789012,6,excellent\n");
    let arguments = ["check", &cohort, "--edition", "2009", "--year", "6", "--current", &last];
    let lines = ambition(&arguments);
    let told = text(&lines.stdout);
    let wanted =
        ["KS1_Maths: \"good\" is not understood", "KS2_Maths: \"excellent\" is not understood", "have no year group"];
    for words in wanted {
        assert!(told.contains(words), "{told}");
    }
    assert!(told.contains(&format!("current performance from {last}:\n")), "{told}");
    let open = told.lines().last().unwrap();
    assert!(open.contains(" are open: each says which option answers it, or what to correct in the file"), "{told}");
    let open = open.split(' ').next().unwrap().parse::<usize>().unwrap();
    for form in ["csv", "json"] {
        let table = ambition(&[&arguments[..], &["--format", form]].concat());
        assert_eq!(table.status.code(), Some(3));
        assert_eq!(text(&table.stderr).trim_end(), told.trim_end());
        let table = text(&table.stdout);
        let questions =
            if form == "csv" { table.matches(",question,").count() } else { table.matches("\"question\"").count() };
        assert_eq!(questions, open, "{table}");
    }
    let table = ambition(&[&arguments[..], &["--format", "json"]].concat());
    let rows = serde_json::from_slice::<Vec<Value>>(&table.stdout).unwrap();
    for words in wanted {
        let row = rows.iter().find(|row| row["what"].as_str().unwrap().contains(words)).unwrap();
        assert_eq!(row["severity"], "question", "{row}");
        assert!(row["row"].is_u64(), "{row}");
    }
    assert!(rows.iter().any(|row| row["code"] == "edition"), "{rows:?}");
}

#[test]
fn figures_come_in_three_forms() {
    let folder = folder("forms");
    let output = |form: &str| folder.join(format!("figures.{form}")).display().to_string();
    for form in ["csv", "json", "xlsx"] {
        let run =
            ambition(&["figures", &sample("sample-2027-year-6.csv"), "--format", form, "--output", &output(form)]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    }
    let csv = fs::read_to_string(output("csv")).unwrap();
    let rows = serde_json::from_slice::<Vec<Value>>(&fs::read(output("json")).unwrap()).unwrap();
    assert_eq!(rows.len() + 1, csv.lines().count());
    assert!(rows.iter().all(|row| row["edition"].is_string() && row["eligible"].is_u64()), "{:?}", rows[0]);
    assert!(fs::read(output("xlsx")).unwrap().starts_with(b"PK"));
    // The program reads its own workbook.
    let told = text(&ambition(&["check", &output("xlsx")]).stdout);
    assert!(told.contains(&format!("rows {}, ", rows.len())), "{told}");
}

#[test]
fn check_ends_with_3_while_a_question_is_open() {
    let folder = folder("check");
    let clear = "UPN,Surname,KS1_Maths,Target_KS2_Maths\nA823456789012,Ash,2b,4\n";
    let unclear = clear.replace("2b", "good");
    let [clear, unclear] =
        [("clear.csv", clear), ("unclear.csv", &unclear)].map(|(name, content)| file(&folder, name, content));
    let run = ambition(&["check", &clear, "--edition", "2009"]);
    assert!(
        text(&run.stdout).starts_with("edition 2009: as asked\nrows 1, pupils 1, set aside 0\n"),
        "{}",
        text(&run.stdout)
    );
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stdout));
    let run = ambition(&["check", &unclear, "--edition", "2009"]);
    assert!(text(&run.stdout).contains("\"good\" is not understood"), "{}", text(&run.stdout));
    assert_eq!(run.status.code(), Some(3));
    let figures = ["figures", &unclear, "--edition", "2009", "--quiet"];
    let run = ambition(&figures);
    assert_eq!((run.status.code(), text(&run.stderr)), (Some(0), String::new()));
    let strict = ambition(&[&figures[..], &["--strict"]].concat());
    assert_eq!((strict.status.code(), text(&strict.stdout)), (Some(3), text(&run.stdout)));
    let table = ambition(&["check", &unclear, "--edition", "2009", "--format", "json"]);
    assert!(serde_json::from_slice::<Vec<Value>>(&table.stdout).is_ok(), "{}", text(&table.stdout));
}

#[test]
fn what_is_converted_gives_the_same_figures() {
    let folder = folder("convert");
    let authority = file(&folder, "authority.csv", authority_csv(60, 3, true));
    let converted = folder.join("converted.csv").display().to_string();
    let figures = |file: &str| ambition(&["figures", file, "--edition", "2009", "--groups", "--quiet"]).stdout;
    assert_eq!(ambition(&["convert", &authority, "--edition", "2009", "--output", &converted]).status.code(), Some(0));
    assert_eq!(text(&figures(&converted)), text(&figures(&authority)));
}

#[test]
fn the_return_has_the_rows_of_the_guidance() {
    let folder = folder("return");
    let authority = file(&folder, "authority.csv", authority_csv(60, 3, true));
    let last = file(&folder, "last.csv", authority_csv(60, 3, false));
    let run = ambition(&["return", &authority, "--edition", "2009", "--current", &last]);
    let table = text(&run.stdout);
    assert!(table.starts_with("Description of target,LA target,School target,"), "{table}");
    let json = ambition(&["return", &authority, "--edition", "2009", "--format", "json"]);
    let tables = serde_json::from_slice::<Vec<Value>>(&json.stdout).unwrap();
    let rows = tables[0]["rows"].as_array().unwrap().iter().map(|row| row["Description of target"].as_str().unwrap());
    let printed = csv::Reader::from_reader(include_str!("../../../../engine/tests/return/annex_a.csv").as_bytes());
    let printed = printed.into_records().map(|row| row.unwrap()[0].to_owned()).collect::<Vec<_>>();
    // A note on the stars follows.
    assert_eq!(rows.take(printed.len()).collect::<Vec<_>>(), printed);
    let run = ambition(&["return", &sample("sample-2027-year-6.csv")]);
    let why = "ambition: edition 2027 has no table of targets to return; --edition chooses another\n";
    assert_eq!((run.status.code(), text(&run.stderr).ends_with(why)), (Some(2), true), "{}", text(&run.stderr));
}

/// The edition that the documentation shows.
const OWN_EDITION: &str = include_str!("../../../../examples/own-edition.toml");

#[test]
fn an_edition_of_ones_own_adds_measures_and_is_named_everywhere() {
    let folder = folder("own");
    let local = file(&folder, "local.toml", OWN_EDITION);
    let cohort = sample("sample-2027-year-6.csv");
    let rows = |arguments: &[&str]| {
        let run = ambition(&[&["figures", &cohort][..], arguments].concat());
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let rows = text(&run.stdout).lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        (rows, text(&run.stderr))
    };
    let (own, told) = rows(&["--edition-file", &local]);
    let (official, _) = rows(&["--edition", "2027"]);
    let named = format!("edition 2027-anytown is not official guidance: it is from {local} and extends 2027\n");
    assert!(told.contains(&named), "{told}");
    assert!(own.iter().all(|row| row.starts_with("2027-anytown,")), "{own:?}");
    let added = own.iter().filter(|row| row.contains(",anytown.ks2.maths105,")).count();
    assert_eq!((added > 0, own.len()), (true, official.len() + added));
    // All others are those of the edition that is extended.
    for row in official.iter().map(|row| row.replacen("2027,", "2027-anytown,", 1)) {
        assert!(own.contains(&row), "{row}");
    }
    // The edition that ships says what it says without the file.
    let (beside, told) = rows(&["--edition-file", &local, "--edition", "2027"]);
    assert_eq!((beside, told.contains("anytown")), (official, false));
}

/// A goal for a measure that has a floor, and a finding of one's own on it.
const GOAL: &str = "id = \"2009-anytown\"
extends = \"2009\"
name = \"Anytown\"
[[measure]]
id = \"ks2.both4\"
line = [{ kind = \"goal\", label = \"Our goal\", percent = 70, source = \"Plan, page 3\", words = \"We want 70%.\" }]
[[finding]]
code = \"below-goal\"
source = \"Plan, page 3\"
title = \"Target not above our goal\"
kind = { stays-below-line = { line = \"goal\", by = { \"Key Stage 2\" = [2011] } } }
raised = \"Results are below our goal and the target is not above it.\"
follows = \"Say why.\"
";

#[test]
fn a_goal_of_ones_own_stands_beside_the_lines_of_the_guidance() {
    let folder = folder("goal");
    let cohort = "UPN,NCYear,Target_KS2_English,Target_KS2_Maths\nA823456789012,6,3,3\nB823456789012,6,3,3\n";
    let last = "UPN,NCYear,KS2_English,KS2_Maths\nC823456789012,6,3,3\nD823456789012,6,3,4\n";
    let [cohort, last] =
        [("cohort.csv", cohort), ("last.csv", last)].map(|(name, content)| file(&folder, name, content));
    let local = file(&folder, "local.toml", GOAL);
    let findings = |edition: &[&str]| {
        let run = ambition(&[&["findings", &cohort, "--current", &last], edition].concat());
        (text(&run.stdout), text(&run.stderr))
    };
    let (official, _) = findings(&["--edition", "2009"]);
    assert!(official.contains("below-floor-target"), "{official}");
    let (own, told) = findings(&["--edition-file", &local]);
    // The statutory floor is still looked at.
    for row in official.lines().skip(1).map(|row| row.replacen("2009,", "2009-anytown,", 1)) {
        assert!(own.contains(&row), "{row}: {own}");
    }
    assert!(own.contains(",below-goal,"), "{own}");
    assert!(
        told.contains("\ngoal ks2.both4: Our goal, 70% (Plan, page 3)\n") && told.contains("\nfloor ks2.both4: "),
        "{told}"
    );
    for (from, to, place, what) in [
        ("kind = \"goal\", label", "kind = \"floor\", label", ":6:", "of the kind \"floor\" already; one of your own"),
        (
            "\" }]",
            "\" }, { kind = \"goal\", label = \"Our goal\", percent = 80, source = \"S\", words = \"W\" }]",
            ":6:",
            "already",
        ),
    ] {
        let local = file(&folder, "wrong.toml", GOAL.replacen(from, to, 1));
        for words in [&format!("{local}{place}"), what] {
            assert_refused(&["findings", &cohort, "--edition-file", &local], words);
        }
    }
}

#[test]
fn an_edition_that_is_wrong_is_refused_with_file_line_and_remedy() {
    let folder = folder("wrong");
    let cohort = sample("sample-2027-year-6.csv");
    for (from, to, place, what) in [
        ("KS2_Maths_Score", "KS2_Math_Score", ":17:12", "measure anytown.ks2.maths105: no column KS2_Math_Score"),
        ("standing =", "standin =", ":13:1", "unknown field `standin`"),
        ("standing = \"shown\"\n", "", ":7:1", "missing field `standing`"),
        (
            "extends = \"2027\"",
            "extends = \"2031\"",
            ":3:11",
            "there is no edition \"2031\" to extend: extends = \"2008\" or",
        ),
        ("extends = \"2027\"", "extends = 2027", ":3:11", "extends has to be a text in quotes: extends = \"2008\" or"),
        (
            "percent = 55",
            "percent = \"55\"",
            ":23:11",
            "a whole number from 0 to 65535 is expected here, not the text \"55\"",
        ),
        (
            "percent = 55",
            "percent = -5",
            ":23:11",
            "a whole number from 0 to 65535 is expected here, not the number -5",
        ),
        ("outcome = [\"KS2_Maths_Score\"]", "outcome = \"KS2_Maths_Score\"", ":17:11", "a list, as in"),
        ("threshold = [\"105\"]", "treshold = [\"105\"]", ":16:", "it is not known what this is: `treshold`; there is"),
        (
            "id = \"ks2.rwm\"",
            "id = \"ks2.rmw\"",
            ":28:1",
            "missing field `stage`: edition 2027 has no measure \"ks2.rmw\", so that this is a new one",
        ),
        (
            "outcome = [\"KS2_Maths_Score\"]",
            "outcome = [\"Target_KS2_Maths_Score\"]",
            ":17:12",
            "Target_KS2_Maths_Score is a target or an estimate and no result; name the column of the result",
        ),
        ("kind = \"goal\"", "kind = \"gaol\"", ":21:", "no line is of the kind \"gaol\"; there is \"goal\" or"),
        ("title = \"105 or above in maths\"", "title = \"\"", ":11:", "title is empty"),
        ("id = \"anytown.ks2.maths105\"", "id = \" \"", ":8:", "id is empty"),
        ("source = \"Anytown plan, page 4\"", "source = \"\"", ":14:", "source is empty"),
        ("label = \"Anytown's goal\"", "label = \"\"", ":22:", "label is empty"),
        ("name = \"Anytown Trust 2027\"", "name = \"\"", ":4:", "name is empty"),
        ("extends = \"2027\"\n", "", ":1:1", "it has to extend an edition"),
        ("id = \"2027-anytown\"", "id = \"2027\"", ":2:6", "the id \"2027\" is that of an edition that ships"),
        ("id = \"2027-anytown\"", "id = \"../x\"", ":2:6", "it has to have an id of its own"),
        ("name =", "default = true\nname =", ":4:1", "only an edition that ships can be the default"),
        ("before = \"ks2.maths.high\"", "before = \"ks2.latin\"", ":9:10", "there is no other entry \"ks2.latin\""),
        ("percent = 55", "percent = ", ":23:", ""),
        ("threshold = [\"105\"]", "threshold = [\"1b5\"]", ":16:", "1b5 is no result of KS2_Maths_Score"),
        ("percent = 55", "percent = 5500", ":22:", "5500 percent are more than all"),
        ("stage = \"Key Stage 2\"", "stage = \"Key Stage 5\"", ":10:", "no stage Key Stage 5"),
        ("id = \"anytown.ks2.maths105\"\n", "", ":7:1", "missing field `id`: each [[measure]] has one"),
        ("percent = 55", "percent = ", ":23:11", "a value is missing here, or a text has no quotes"),
    ] {
        assert!(OWN_EDITION.contains(from), "{from}");
        let local = file(&folder, "local.toml", OWN_EDITION.replacen(from, to, 1));
        let run = ambition(&["figures", &cohort, "--edition-file", &local]);
        let told = text(&run.stderr);
        assert_eq!((run.status.code(), text(&run.stdout)), (Some(2), String::new()));
        assert!(told.starts_with(&format!("ambition: {local}{place}")) && told.contains(what), "{told}");
        assert!(told.contains("Put it right there"), "{told}");
    }
    let latin = file(&folder, "latin.toml", b"id = \"caf\xe9\"\n");
    assert_refused(
        &["figures", &cohort, "--edition-file", &latin],
        "this is no text in UTF-8. Save it as text in UTF-8",
    );
    let run = ambition(&["figures", &cohort, "--edition-file", "nowhere.toml"]);
    assert!(text(&run.stderr).starts_with("ambition: nowhere.toml: cannot be read: "));
}

#[test]
fn what_makes_no_sense_ends_with_2_and_a_word_on_it() {
    let folder = folder("refused");
    let cohort = file(&folder, "cohort.csv", authority_csv(5, 1, true));
    for (arguments, told) in [
        (
            &["figures", &cohort, "--edition", "1066"][..],
            "ambition: edition 1066 is not known; there is 2008, 2009, 2027\n",
        ),
        (&["figures", "nowhere.csv"][..], "ambition: nowhere.csv: cannot be read: "),
        (&["figures"][..], "required arguments were not provided"),
        (&["figures", &cohort, "--formats", "csv"][..], "a similar argument exists: '--format'"),
        (&["figures", &cohort, "--format", "pdf"][..], "possible values: csv, json, xlsx"),
        (&["figure", &cohort][..], "similar subcommand"),
        (&["figures", &folder.display().to_string()][..], "this is a folder; give the files in it"),
        (&["figures", &cohort, "--current", &folder.display().to_string()][..], "this is a folder"),
        (&["figures", &cohort, "--edition-file", &folder.display().to_string()][..], "this is a folder"),
        (&["figures", &cohort, "--output", &folder.display().to_string()][..], "this is a folder; --output names"),
        (&["figures", ""][..], "the name of a file to read is empty"),
        (&["figures", &cohort, "--output", ""][..], "--output names no file"),
        (&["figures", &cohort, &cohort][..], "it is given twice; give each file once"),
        (&["figures", &cohort, "--answer", "rows-differ"][..], "the code of a question and a number"),
    ] {
        let run = ambition(arguments);
        assert_eq!((run.status.code(), text(&run.stderr).contains(told)), (Some(2), true), "{}", text(&run.stderr));
    }
}

#[test]
fn help_has_every_command_an_example_and_the_exit_codes() {
    let help = text(&ambition(&["--help"]).stdout);
    let words = ["figures", "findings", "check", "return", "convert", "Examples:", "Exit codes:"];
    for word in words.into_iter().chain(["written only", "--answer", "standard input"]) {
        assert!(help.contains(word), "{word}: {help}");
    }
}

#[test]
fn an_edition_of_ones_own_is_packed_for_the_page() {
    let folder = folder("packed");
    let (local, packed) = (folder.join("local.toml"), folder.join("local.edition"));
    fs::write(&local, OWN_EDITION).unwrap();
    let (local, packed) = (local.to_str().unwrap(), packed.to_str().unwrap());
    let run = ambition(&["edition", local, "--output", packed]);
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(0), String::new()), "{}", text(&run.stderr));
    assert!(text(&run.stderr).contains("which extends 2027"), "{}", text(&run.stderr));
    assert!(fs::read_to_string(packed).unwrap().starts_with("ambition-edition "));
    // The same on the standard output, and nothing but one line.
    let run = ambition(&["edition", local, "--quiet"]);
    assert_eq!((text(&run.stdout), text(&run.stderr)), (fs::read_to_string(packed).unwrap(), String::new()));
    // What is wrong in it is told with its line, and nothing is written.
    let wrong = folder.join("wrong.toml");
    fs::write(&wrong, OWN_EDITION.replace("[[measure]]", "[[measurement]]")).unwrap();
    assert_refused(&["edition", wrong.to_str().unwrap()], "wrong.toml:");
    assert_refused(&["edition", local, "--output", local], "would be written over");
}

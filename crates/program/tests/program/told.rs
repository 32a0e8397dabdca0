//! What is told about files: where it is, what to do about it, and in whose words.

use std::fs;
use std::path::{Path, PathBuf};

use ambition_engine::guidance::Guidance;
use ambition_evaluation::wording;
use serde_json::Value;

use super::{ambition, assert_refused, file, folder, sample, text};

/// Where messages are written.
const SOURCES: [&str; 4] = [
    "engine/src/intake",
    "engine/src/report/reading.rs",
    "engine/src/ambition/current_doubts.rs",
    "crates/spreadsheets/src",
];

/// What only somebody at the page can do, or see. "Open" is what one does in a spreadsheet program.
const OF_THE_PAGE: [&str; 15] = [
    "hoose that file",
    "hoose the ",
    "hoose another",
    "hoose a ",
    "hoose it",
    "hoose what",
    "hoose both",
    "click",
    "button",
    "the page.",
    "this page",
    "under Check",
    "Say below",
    "separator above",
    "blank template",
];

#[test]
fn nothing_is_told_in_words_of_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = SOURCES.iter().flat_map(|source| rust_files(&root.join(source))).collect::<Vec<_>>();
    files.retain(|path| !path.display().to_string().contains("tests"));
    let (guidance, mut messages, mut mended) = (Guidance::shipped().unwrap(), 0, 0);
    for path in &files {
        for message in literals(&fs::read_to_string(path).unwrap()) {
            messages += 1;
            let told = wording::for_command_line(&message, guidance.edition("2027").unwrap());
            mended += usize::from(told != message);
            for words in OF_THE_PAGE {
                // What is chosen by an option, and columns of a saved file, which only the page reads.
                let is_option =
                    told.contains("hoose the other edition by --") || told.contains("hoose the year group by --");
                assert!(is_option || !told.contains(words), "{}: {words}: {told}", path.display());
            }
            for heading in ["KS1_Maths", "Target_KS2_English"] {
                assert!(!told.contains(heading), "{}: {told}", path.display());
            }
        }
    }
    println!("{messages} messages, {mended} in words of their own");
    assert!(messages > 300 && mended > 30, "{messages} messages, {mended}");
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    fs::read_dir(path).unwrap().flat_map(|entry| rust_files(&entry.unwrap().path())).collect()
}

/// The sentences in quotation marks of a source, without its tests.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    // A quotation mark that is a letter of its own begins nothing.
    let code = code.replace("'\"'", "").replace("b'\"'", "").replace("'\\\"'", "");
    let mut found = Vec::new();
    let mut letters = code.chars();
    while letters.by_ref().any(|letter| letter == '"') {
        let mut literal = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => match letters.next() {
                    // The line goes on, without what it is indented by.
                    Some('\n') => {
                        let rest = letters.as_str();
                        letters = rest.trim_start().chars();
                    }
                    Some(escaped) => literal.push(escaped),
                    None => break,
                },
                letter => literal.push(letter),
            }
        }
        found.push(literal);
    }
    found.retain(|literal| literal.contains(' '));
    found
}

#[test]
fn a_refusal_names_columns_of_the_edition() {
    let folder = folder("headings");
    let cohort = file(&folder, "cohort.csv", "a,b\n1,2\n");
    assert_refused(&["check", &cohort, "--edition", "2027"], "KS2_Reading_Score");
    assert_refused(&["check", &cohort, "--edition", "2009"], "KS2_English");
    // Nothing tells which edition it is: the newest.
    assert_refused(&["check", &cohort], "KS2_Reading_Score");
    // Nor is 2027 told of levels.
    let chances = fs::read_to_string(sample("sample-2027-year-6.csv")).unwrap();
    let column = chances.lines().next().unwrap().split(',').position(|name| name == "FFT50_KS2_Writing_TA").unwrap();
    let with_chance = |(row, line): (usize, &str)| {
        let mut cells = line.split(',').map(str::to_owned).collect::<Vec<_>>();
        if row > 0 {
            cells[column] = format!("{}%", 40 + row % 50);
        }
        cells.join(",") + "\n"
    };
    let chances = chances.lines().enumerate().map(with_chance).collect::<String>();
    let told = text(&ambition(&["check", &file(&folder, "chances.csv", chances)]).stdout);
    assert!(told.contains("holds chances such as") && !told.contains("level"), "{told}");
}

/// A folder with two schools whose files have one name, and last year's results.
fn two_schools() -> (PathBuf, [String; 3]) {
    let folder = folder("schools");
    let ash = "UPN,Surname,NCYear,KS1_Maths,Target_KS2_Maths\nA823456789012,Ash,6,2b,4\nB823456789012,Bay,6,good,4\n\
               ,Elm,,2b,3\n,,,,\nTOTAL,,,,3\n";
    let oak = "Report\nUPN,Surname,NCYear,KS1_Maths,Target_KS2_Maths\nC823456789012,Cob,6,2b,4,extra\n\
               D823456789012,Doe,5,fine,4\nD823456789012,Doe,5,2b,5\n,Elm2,,2b,3\n";
    let last = "UPN,Surname,NCYear,KS2_Maths\nE823456789012,Eve,6,4\nF823456789012,Fay,6,excellent\n";
    let files = [("ash", ash), ("oak", oak), ("last", last)].map(|(name, content)| {
        fs::create_dir_all(folder.join(name)).unwrap();
        file(&folder.join(name), "cohort.csv", content)
    });
    (folder, files)
}

#[test]
fn each_line_says_which_file_and_which_row_of_it() {
    let (_, [ash, oak, last]) = two_schools();
    let arguments = ["check", &ash, &oak, "--year", "6", "--current", &last];
    let told = text(&ambition(&arguments).stdout);
    for line in [
        "ash/cohort.csv row 6: a total row, without UPN or name",
        "oak/cohort.csv row 3: column F beyond the last heading is not empty",
        "oak/cohort.csv row 5: same UPN and school as row 4",
        "rows-without-pupil: ash/cohort.csv: Row 6 names no pupil",
        "question rows-differ: oak/cohort.csv: One pupil has several rows that differ: rows 4 and 5 are of one pupil",
        "question row-without-name: oak/cohort.csv: Row 6 does not look like",
        "KS1_Maths: \"good\" is not understood (cells: 1, first in row 3 of ash/cohort.csv); taken as no level.",
        "KS1_Maths: \"fine\" is not understood (cells: 1, first in row 4 of oak/cohort.csv)",
        "2 pupils have no year group (the first in row 4 of ash/cohort.csv)",
        "question spelling: last/cohort.csv: KS2_Maths: \"excellent\" is not understood (cells: 1, first in row 3)",
        "files-together: 2 files were read together: ash/cohort.csv and oak/cohort.csv. The column Row of `convert`",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let table = ambition(&[&arguments[..], &["--format", "json", "--quiet"]].concat());
    let rows = serde_json::from_slice::<Vec<Value>>(&table.stdout).unwrap();
    // All but the last line, which says how many questions are open.
    assert_eq!(rows.len() + 1, told.lines().count());
    let lengths = [("ash/cohort.csv", 6), ("oak/cohort.csv", 6), ("last/cohort.csv", 3)];
    for row in rows.iter().filter(|row| row["row"].is_u64()) {
        let (_, length) = lengths.iter().find(|(name, _)| row["file"] == *name).unwrap();
        assert!(row["row"].as_u64().unwrap() <= *length, "{row}");
    }
    // A file beside itself has its own name.
    let told = text(&ambition(&["check", &ash, "--current", &ash]).stdout);
    assert!(told.contains("\ncohort.csv row 6: a total row"), "{told}");
    // And each is a school of its own.
    let figures = text(&ambition(&["figures", &ash, &oak, "--quiet"]).stdout);
    for school in [",ash/cohort,", ",oak/cohort,"] {
        assert!(figures.contains(school), "{figures}");
    }
}

#[test]
fn columns_of_a_later_file_are_its_own_also_in_joined_files() {
    let folder = folder("joined");
    let results = "UPN,Surname,KS1_Maths\nA823456789012,Ash,2b\nB823456789012,Bay,2c\n";
    let targets = "Title\nUPN,Target_KS2_Maths,KS2 En Targ\nB823456789012,four,4\nA823456789012,4,5\n";
    let [results, targets] =
        [("autumn.csv", results), ("spring.csv", targets)].map(|(name, content)| file(&folder, name, content));
    let told = text(&ambition(&["check", &results, &targets]).stdout);
    for line in [
        "question column: spring.csv: is \"KS2 En Targ\" (column C) one of these: Target_KS2_English?",
        "Target_KS2_Maths: \"four\" is not understood (cells: 1, first in row 3 of spring.csv)",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[test]
fn many_files_are_told_in_as_many_lines_as_there_is_to_tell() {
    let folder = folder("many");
    let school = |number: usize| {
        let pupil = |pupil: usize| format!("X926{:09},N{number}x{pupil},{number},6,100,150\n", number * 1000 + pupil);
        let heading = "UPN,Surname,School,NCYear,Sessions_Possible,Sessions_Authorised\n".to_owned();
        file(&folder, &format!("s{number}.csv"), heading + &(0..60).map(pupil).collect::<String>())
    };
    let paths = (2000..2020).map(school).collect::<Vec<_>>();
    let arguments = ["check"].into_iter().chain(paths.iter().map(String::as_str)).collect::<Vec<_>>();
    let told = text(&ambition(&arguments).stdout);
    assert!(told.contains("files-together: 20 files were read together. The column Row"), "{told}");
    assert_eq!(told.matches("files-together").count(), 1);
    // What is not listed one by one is counted.
    let listed = told.lines().filter(|line| line.starts_with("absent-above-possible: s")).count();
    let rest = format!("absent-above-possible: {} more like it are not listed\n", 20 * 60 - listed);
    assert!(told.contains(&rest), "{listed}: {told}");
}

#[test]
fn a_question_is_answered_by_the_option_it_names() {
    let (_, [ash, oak, _]) = two_schools();
    let open = |answers: &[&str]| {
        let check = [&["check", &ash, &oak, "--format", "json", "--quiet"][..], answers].concat();
        let rows = serde_json::from_slice::<Vec<Value>>(&ambition(&check).stdout).unwrap();
        let open = rows.iter().filter(|row| row["severity"] == "question");
        open.map(|row| (row["code"].as_str().unwrap().to_owned(), row["what to do"].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let asked = open(&[]);
    assert!(asked.iter().all(|(_, remedy)| !remedy.is_empty()), "{asked:?}");
    let options = asked.iter().filter(|(_, remedy)| remedy.contains("--answer ")).collect::<Vec<_>>();
    assert_eq!(options.len(), 3, "{asked:?}");
    for (code, remedy) in options {
        for option in remedy.split("; ").map(|choice| choice.split_once(": --answer ").unwrap().1) {
            let left = open(&["--answer", option]);
            assert!(left.len() < asked.len() && left.iter().all(|(other, _)| other != code), "{option}: {left:?}");
        }
    }
    let run = |answer: &str| ambition(&["figures", &ash, &oak, "--answer", answer]);
    let told = text(&run("files-of-other-pupils=2").stderr);
    assert!(told.contains("\nanswer files-of-other-pupils=2: They are parts of one school\n"), "{told}");
    assert_ne!(run("files-of-other-pupils=1").stdout, run("files-of-other-pupils=2").stdout);
    // What the reader decided is taken back in the same way.
    let told = text(&run("rows-without-pupil=1").stderr);
    assert!(told.contains("\nanswer rows-without-pupil=1: Count it as a pupil\n"), "{told}");
    let waiting = run("dates-contradict=1");
    let told = text(&waiting.stderr);
    assert!(told.contains("\nanswer dates-contradict=1: nothing asks for it\n"), "{told}");
    assert_eq!(waiting.stdout, ambition(&["figures", &ash, &oak]).stdout);
    assert_refused(&["figures", &ash, &oak, "--answer", "rows-differ=9"], "there is no such answer; rows-differ has 2");
    // Taken back, some decisions leave nothing that can be read.
    let quoted = "\"UPN,Target_KS2_Maths\"\n\"A823456789012,4\"\n\"B823456789012,5\"\n";
    let quoted = file(&folder("answers"), "quoted.csv", quoted);
    assert_eq!(ambition(&["figures", &quoted]).status.code(), Some(0));
    let told = "It was read as --answer quoted-lines=1 says; leave that out.";
    assert_refused(&["figures", &quoted, "--answer", "quoted-lines=1"], told);
}

#[test]
fn what_a_question_says_to_correct_settles_it() {
    let folder = folder("corrected");
    let unclear = "UPN,Form,KS1_Maths,KS2 En Targ,SEN,Sessions_Possible\n\
                   A823456789012,6A,good,4,Support,many\nB823456789012,6A,2b,5,N,300\n";
    let right = unclear.replace("Form", "Class").replace("KS2 En Targ", "Target_KS2_English");
    let right = right.replace("good", "2b").replace("Support", "").replace("many", "300");
    let check = |name: &str, content: &str| {
        let run = ambition(&["check", &file(&folder, name, content), "--edition", "2009"]);
        (run.status.code(), text(&run.stdout))
    };
    let (code, told) = check("unclear.csv", unclear);
    assert_eq!(code, Some(3), "{told}");
    for words in [
        "one of these: Class? If so, write that heading over the column in the file; if not, take the column out.",
        "one of these: Target_KS2_English?",
        "KS1_Maths: \"good\" is not understood (cells: 1, first in row 2); taken as no level. Write it in the file as a \
         number from 1 to 8, or a code such as",
        "SEN: \"Support\" is not understood (cells: 1, first in row 2); taken as not recorded. Write it in the file as N, A,",
        "Sessions_Possible: \"many\" is not understood (cells: 1, first in row 2); not counted. Write it in the file as a number,",
        "\n5 questions are open: each says which option answers it, or what to correct in the file\n",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let (code, told) = check("right.csv", &right);
    assert_eq!(code, Some(0), "{told}");
}

#[test]
fn a_converted_table_has_numbers_in_json_and_no_apostrophes_in_a_workbook() {
    let folder = folder("numbers");
    let sample = sample("sample-2027-year-6.csv");
    let json = ambition(&["convert", &sample, "--format", "json", "--quiet"]);
    let rows = serde_json::from_slice::<Vec<Value>>(&json.stdout).unwrap();
    let pupil = &rows[0];
    for heading in ["Row", "Sessions_Possible", "Target_KS2_Maths_Score", "KS1_APS"] {
        assert!(pupil[heading].is_u64(), "{heading}: {pupil}");
    }
    for heading in ["UPN", "School", "NCYear", "DOB", "KS1_Maths_TA", "Inclusion"] {
        assert!(pupil[heading].is_string(), "{heading}: {pupil}");
    }
    let cohort = "UPN,Surname,Class,Target_KS2_Maths\nA823456789012,=Ash,007,4\n";
    let cohort = file(&folder, "cohort.csv", cohort);
    let workbook = folder.join("pupils.xlsx").display().to_string();
    assert_eq!(ambition(&["convert", &cohort, "-o", &workbook]).status.code(), Some(0));
    let again = text(&ambition(&["convert", &workbook, "--quiet", "--format", "json"]).stdout);
    assert!(again.contains("\"Surname\":\"=Ash\"") && again.contains("\"Class\":\"007\""), "{again}");
}

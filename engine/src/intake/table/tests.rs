use std::sync::Arc;

use crate::guidance::Guidance;
use crate::intake::decisions::{ReadingAnswer, RepeatedRow};
use crate::intake::{CohortReader, ReadAs, ReadFile, RejectReason};

fn read_as(text: &str, answers: &[ReadingAnswer]) -> ReadFile {
    let read_as = ReadAs { answers: answers.to_vec(), ..ReadAs::default() };
    CohortReader::read_all_as(Arc::new(Guidance::shipped().unwrap()), text.as_bytes(), read_as).unwrap()
}

fn read(text: &str) -> ReadFile {
    read_as(text, &[])
}

/// The pupils' names, with the rows they stand in.
fn pupils(opened: &ReadFile) -> String {
    let pupil = |pupil| format!("{} {}", opened.cohort.row(pupil), opened.cohort.people().surname(pupil));
    (0..opened.cohort.len()).map(pupil).collect::<Vec<_>>().join(", ")
}

fn rejected(opened: &ReadFile) -> Vec<(u32, RejectReason)> {
    opened.account.rejected.iter().map(|row| (row.row, row.reason)).collect()
}

fn decided(opened: &ReadFile) -> Vec<&'static str> {
    opened.account.decisions.iter().map(|decision| decision.code).collect()
}

fn asked(opened: &ReadFile) -> Vec<&'static str> {
    opened.account.questions.iter().map(|question| question.code).collect()
}

const CLASS: &str = "UPN,Surname,Class,KS1_Maths,Target_KS2_Maths\n\
    A926999904001,Ash,6A,2b,4\nA926999904002,Beech,6A,2a,4\nA926999904003,Cedar,6A,3,5\nA926999904004,Dogwood,6A,2c,4\n";

#[test]
fn rows_that_name_nobody_are_set_aside_and_can_be_taken_back() {
    for line in [
        "Report run on 12/03/2009,,,,",
        "Class 6B (Ms Reed),,,,",
        ",,6A Count,4,4",
        "6A Average,,,2.3,4.2",
        ",,,2.3,4.2",
        ",Total,4,,",
        ",,,Level,Level",
        ",,,,FALSE",
        "----,----,----,----,----",
    ] {
        let text = format!("{CLASS}{line}\n");
        let opened = read(&text);
        assert_eq!(opened.cohort.len(), 4, "{line}: {}", pupils(&opened));
        assert!(decided(&opened).contains(&"rows-without-pupil"), "{line}");
        let answer = opened.account.decisions[0].instead.clone().unwrap().answer;
        assert_eq!(read_as(&text, &[answer]).cohort.len(), 5, "{line}");
    }
}

#[test]
fn a_row_that_looks_like_a_pupils_is_asked_about_and_counts_until_then() {
    let text = format!("{CLASS},,6A,2b,4\n");
    let opened = read(&text);
    assert_eq!((opened.cohort.len(), asked(&opened)), (5, vec!["row-without-name"]));
    let no = opened.account.questions[0].choices[1].answer.clone();
    let opened = read_as(&text, &[no]);
    assert_eq!((opened.cohort.len(), asked(&opened), decided(&opened)), (4, vec![], vec![]));
}

const NAMES: &str = "Name,Class,Target KS2 English,Target KS2 Maths\n\
    \"Alder, Amy\",6A,4,4\n\"Bramble, Ben\",6A,4,3\n\"Clover, Cai\",6A,5,5\n\"Dogwood, Dee\",6A,5,4\n";

#[test]
fn a_list_of_names_alone_tells_its_pupils_from_labels() {
    for line in [
        "Average,,4.3,3.9",
        ",,4.3,3.9",
        "6A total,,4,4",
        "TOTALS,,8,8",
        "Class 6A: 4 pupils,,,",
        "Boys,,4,4",
        "Year 6,,4,4",
    ] {
        let opened = read(&format!("{NAMES}{line}\n"));
        assert_eq!(opened.cohort.len(), 4, "{line}: {}", pupils(&opened));
    }
    // A new pupil without any cell yet.
    let opened = read(&format!("{NAMES}\"Ivy, Ian\",,,\n"));
    assert_eq!((opened.cohort.len(), asked(&opened).len()), (5, 0));
    for line in ["School 2,6A,4,4", "Ivy,6A,4,4"] {
        let opened = read(&format!("{NAMES}{line}\n"));
        assert!(opened.cohort.len() == 5 && asked(&opened) == ["row-without-name"], "{line}: {:?}", asked(&opened));
    }
    // A new pupil may have the name of a label, and a list of surnames a word for sums.
    assert_eq!(read(&format!("{NAMES}\"Page, Anna\",6A,4,4\n")).cohort.len(), 5);
    assert_eq!(asked(&read(&format!("{NAMES}\"Page, Anna\",,,\n"))), ["row-without-name"]);
    assert_eq!(read(&format!("{NAMES}Class average,,4,4\n")).cohort.len(), 4);
    let surnames = "Surname,Target KS2 English,Target KS2 Maths\nAsh,4,4\nBeech,4,3\nCedar,5,5\nDogwood,5,4\n";
    assert_eq!(asked(&read(&format!("{surnames}Total,4,4\n"))), ["row-without-name"]);
    assert_eq!(read(&format!("{surnames}Average,4.3,3.9\n")).cohort.len(), 4);
    // Equal numbers do not make one pupil of two names.
    let typing_slip = "UPN,Name,Target KS2 Maths\nA926999904001,\"Alder, Amy\",4\nA926999904001,\"Hazel, Hal\",\n";
    assert_eq!(read(typing_slip).cohort.len(), 2);
    // Whoever has what pupils have is one, whatever the name.
    let mean =
        "Surname,DOB,Sex,Class,KS1_Maths\nMean,1998-09-03,F,6A,2b\nAsh,1998-10-03,F,6A,2b\nBeech,1998-11-03,M,6A,3\n";
    assert_eq!(read(mean).cohort.len(), 3);
}

#[test]
fn headings_again_in_any_spelling_are_no_pupil() {
    let again = "upn,SURNAME,Class,KS1 Maths,\u{feff}Target KS2 Maths";
    let opened = read(&format!("{CLASS}{again}\nA926999904005,Elder,6A,2b,4\n"));
    assert_eq!(rejected(&opened), [(6, RejectReason::RepeatedHeadings)]);
    assert_eq!(opened.cohort.len(), 5);
}

#[test]
fn a_table_below_or_beside_is_read_by_its_own_headings() {
    let below = format!("{CLASS}\nSurname,UPN,Target_KS2_Maths\nElder,A926999904005,5\n");
    let opened = read(&below);
    assert_eq!(pupils(&opened), "2 Ash, 3 Beech, 4 Cedar, 5 Dogwood, 8 Elder");
    assert_eq!(decided(&opened), ["table-below"]);
    let beside = "UPN,Surname,KS1_Maths,,UPN,Surname,KS1_Maths\n\
        A926999904001,Ash,2b,,A926999904003,Cedar,3\nA926999904002,Beech,2a,,,,\n";
    let opened = read(beside);
    assert_eq!((pupils(&opened).as_str(), decided(&opened)), ("2 Ash, 3 Beech, 5 Cedar", vec!["table-to-the-right"]));
    let three = "UPN,Surname,UPN,Surname,UPN,Surname\n\
        A926999904001,Ash,A926999904003,Cedar,A926999904005,Elder\nA926999904002,Beech,A926999904004,Dogwood,,\n";
    assert_eq!(read(three).cohort.len(), 5);
    // As it stands, nothing below other headings is read.
    let opened = read_as(&below, &[ReadingAnswer::AsItStands]);
    assert_eq!(rejected(&opened), [(7, RejectReason::RepeatedHeadings), (8, RejectReason::OtherTable)]);
}

#[test]
fn turned_tables_and_two_rows_of_headings() {
    let turned = "UPN,A926999904001,A926999904002\nSurname,Ash,Beech\nKS1_Maths,2b,3\nTarget_KS2_Maths,4,5\n";
    let opened = read(turned);
    assert_eq!((pupils(&opened).as_str(), decided(&opened)), ("2 Ash, 3 Beech", vec!["turned"]));
    let two_rows = ",,KS1,,Target,\nUPN,Surname,Reading,Maths,KS2 English,KS2 Maths\nA926999904001,Ash,2b,3,4,4\n";
    let opened = read(two_rows);
    let read = opened.account.headings.fields.iter().flatten().count();
    assert_eq!((read, decided(&opened)), (6, vec!["headings-in-two-rows"]));
}

#[test]
fn texts_that_are_cut_otherwise_than_their_headings() {
    let quoted = CLASS.lines().map(|line| format!("\"{line}\"\n")).collect::<String>();
    let (headings, rows) = CLASS.split_once('\n').unwrap();
    let semicolons = format!("{headings}\n{}", rows.replace(',', ";"));
    for (text, code) in [(quoted, "quoted-lines"), (semicolons, "two-delimiters")] {
        let opened = read(&text);
        assert_eq!((opened.cohort.len(), decided(&opened)), (4, vec![code]));
        assert_eq!(opened.account.headings.fields.iter().flatten().count(), 5);
    }
    let shifted = format!("{headings}\n{}", rows.lines().map(|line| format!(",{line}\n")).collect::<String>());
    let opened = read(&shifted);
    assert_eq!((opened.cohort.len(), decided(&opened)), (4, vec!["shifted-headings"]));
}

#[test]
fn rows_of_a_pupil_are_put_together_or_asked_about() {
    let halves = "UPN,Surname,Target_KS2_English,Target_KS2_Maths\nA926999904001,Ash,4,\nA926999904001,Ash,,5\n";
    let opened = read(halves);
    assert_eq!(rejected(&opened), [(3, RejectReason::PutTogether { of: 2 })]);
    let terms = "UPN,Surname,Target_KS2_Maths,Term\n\
        A926999904001,Ash,3,Autumn\nA926999904001,Ash,4,Summer\nA926999904002,Beech,4,Autumn\nA926999904002,Beech,5,Summer\n";
    let opened = read(terms);
    assert_eq!(asked(&opened), ["rows-differ"]);
    let question = &opened.account.questions[0];
    let labels = question.choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>();
    assert_eq!(labels[..2], ["Count the rows with Summer under Term", "Count the rows with Autumn under Term"]);
    let rows = |answer: &ReadingAnswer| {
        let opened = read_as(terms, std::slice::from_ref(answer));
        assert!(asked(&opened).is_empty());
        pupils(&opened)
    };
    assert_eq!(rows(&question.choices[0].answer), "3 Ash, 5 Beech");
    assert_eq!(rows(&question.choices[1].answer), "2 Ash, 4 Beech");
    assert_eq!(rows(&ReadingAnswer::CountRepeated(RepeatedRow::First)), "2 Ash, 4 Beech");
    assert_eq!(rows(&ReadingAnswer::CountRepeated(RepeatedRow::Last)), "3 Ash, 5 Beech");
}

#[test]
fn a_row_for_each_subject_becomes_one_a_pupil() {
    let text = "UPN,Surname,Subject,KS1 Level,KS2 Target\n\
        A926999904001,Ash,Reading,2b,\nA926999904001,Ash,Maths,3,5\nA926999904001,Ash,English,,4\n\
        A926999904002,Beech,Reading,2a,\nA926999904002,Beech,Maths,2b,4\nA926999904002,Beech,English,,4\n";
    let opened = read(text);
    assert_eq!((pupils(&opened).as_str(), decided(&opened)), ("2 Ash, 5 Beech", vec!["row-a-subject"]));
    assert_eq!((opened.account.rows, opened.account.rejected.len()), (6, 4));
}

#[test]
fn equal_numbers_of_different_pupils_and_words_for_none() {
    let text = "UPN,Surname,KS1_Maths\nA926999904001,Ash,2b\nA926999904001,Beech,2a\nN/A,Cedar,3\nN/A,Dogwood,3\n9.27E+12,Elder,2\n9.27E+12,Fir,2\n";
    let opened = read(text);
    assert_eq!(opened.cohort.len(), 6);
    let codes = opened.account.diagnostics.iter().map(|noticed| noticed.code).collect::<Vec<_>>();
    assert!(["upn-shared", "upn-missing", "upn-rounded"].iter().all(|code| codes.contains(code)), "{codes:?}");
}

#[test]
fn every_heading_has_two_letters() {
    let guidance = Guidance::shipped().unwrap();
    let short = |text: &str| guidance.recognise(text).is_some();
    let signs = (0..=127_u8).map(char::from).filter(|sign| sign.is_ascii_graphic()).collect::<Vec<_>>();
    for letter in signs.iter().filter(|sign| sign.is_ascii_alphabetic()) {
        assert!(!short(&letter.to_string()), "{letter}");
        for other in signs.iter().filter(|sign| !sign.is_ascii_alphabetic()) {
            assert!(!short(&format!("{letter}{other}")) && !short(&format!("{other}{letter}")), "{letter}{other}");
        }
    }
    assert!(!short("2009") && !short("1"));
    for (_, field) in guidance.fields.iter() {
        assert!(super::shape::may_be_heading(&field.heading), "{}", field.heading);
    }
    let spellings = guidance.exports.also.values().flatten();
    spellings.for_each(|spelling| assert!(super::shape::may_be_heading(spelling), "{spelling}"));
}

#[test]
fn a_name_that_begins_like_a_label_is_read_as_any_other() {
    let marks = "Surname,Forename,KS1_Maths,Target_KS2_Maths\nMarrowby,Ann,2b,4\nTotter,Bob,2a,5\nClasson,Cy,3,5\n\
                 Grand total,,8,14\n";
    let opened = read(marks);
    assert_eq!(pupils(&opened), "2 Marrowby, 3 Totter, 4 Classon");
}

/// The pupils of [`CLASS`], each as a list of cells.
fn class() -> Vec<Vec<&'static str>> {
    CLASS.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

/// How many pupils have this code in a column.
fn with_code(opened: &ReadFile, heading: &str, code: &str) -> usize {
    let guidance = Guidance::shipped().unwrap();
    let Some(column) = guidance.fields.by_heading(heading).and_then(|field| opened.cohort.coded_column(field)) else {
        return 0;
    };
    let list = guidance.codes.list(column.code_list).unwrap();
    let code = list.parse(code.as_bytes()).unwrap();
    column.codes().iter().filter(|other| **other == code).count()
}

fn balances(opened: &ReadFile) -> bool {
    opened.account.rows as usize == opened.cohort.len() + opened.account.rejected.len()
}

#[test]
fn rows_without_a_name_continue_the_pupil_above() {
    let halves = class().into_iter().map(|cells| match cells.as_slice() {
        [upn, name, class, prior, target] => format!("{upn},{name},{class},{prior},\n,,,,{target}\n"),
        _ => unreachable!("five columns"),
    });
    let text = format!("UPN,Surname,Class,KS1_Maths,Target_KS2_Maths\n{}", halves.collect::<String>());
    for footer in ["", ",,,2.3,4.2\n", ",Total,,,4\n", "\n,,,,17\n"] {
        let opened = read(&format!("{text}{footer}"));
        assert_eq!((opened.cohort.len(), with_code(&opened, "Target_KS2_Maths", "4")), (4, 3), "{footer}");
        assert!(decided(&opened).contains(&"continued-rows") && balances(&opened), "{footer}");
    }
    // By name alone, and a subject in each row.
    let names = "Name,Subject,KS1,KS2 Target\nAsh,Maths,2b,4\n,English,,5\nBeech,Maths,2a,4\n,English,,4\n";
    let opened = read(names);
    assert_eq!((pupils(&opened).as_str(), with_code(&opened, "Target_KS2_English", "5")), ("2 Ash, 4 Beech", 1));
    // Of some pupils only, where nothing contradicts: all rows without a name hold what the pupil above lacks.
    let some = "UPN,Surname,School,KS1_Maths,Target_KS2_Maths\nA926999904001,Ash,2035,2b,4\n\
        A926999904002,Beech,2035,2a,\n,,,,4\nA926999904003,Cedar,2035,3,5\nA926999904004,Dogwood,2035,2c,\n,,,,4\n\
        A926999904005,Elder,2035,2b,4\n";
    assert_eq!((read(some).cohort.len(), with_code(&read(some), "Target_KS2_Maths", "4")), (5, 4));
    let some = "Name,KS1_Maths,Target_KS2_Maths\nAsh,2b,4\nBeech,2a,\n,,4\nCedar,3,\n,,5\nElder,2b,4\n";
    assert_eq!((pupils(&read(some)).as_str(), balances(&read(some))), ("2 Ash, 3 Beech, 5 Cedar, 7 Elder", true));
    // Surnames alone that several have are no pupils with several rows.
    let surnames = "Surname,KS1_Maths\nAsh,2b\nBeech,2a\nCedar,3\nBeech,3\nAsh,2c\nCedar,1\n";
    assert_eq!(read(surnames).cohort.len(), 6);
    let equal = "Surname,KS1_Maths\nAsh,2b\nAsh,2b\nBeech,3\nBeech,2a\n";
    assert_eq!((read(equal).cohort.len(), decided(&read(equal)), asked(&read(equal))), (4, vec![], vec!["rows-alike"]));
    // The name stands there again, the UPN does not.
    let again = "UPN,Surname,KS1_Maths,Target_KS2_Maths\nA926999904001,Ash,2b,\n,Ash,,4\n\
        A926999904002,Beech,3,\n,Beech,,5\n";
    assert_eq!((pupils(&read(again)).as_str(), decided(&read(again))), ("2 Ash, 4 Beech", vec!["rows-of-a-name"]));
    // Rows of a name that contradict each other are asked about.
    let terms = "Name,Target_KS2_Maths\nAsh,3\n,4\nBeech,4\n,5\n";
    assert_eq!((read(terms).cohort.len(), asked(&read(terms))), (2, vec!["rows-differ"]));
    let last = read_as(terms, &[ReadingAnswer::CountRepeated(RepeatedRow::Last)]);
    assert_eq!((with_code(&last, "Target_KS2_Maths", "5"), asked(&last)), (1, vec![]));
    // One row without a name is no habit.
    assert!(!decided(&read(&format!("{CLASS},,,,4\n"))).contains(&"continued-rows"));
}

#[test]
fn sessions_of_half_terms_add_up() {
    let absent = |opened: &ReadFile| {
        let guidance = Guidance::shipped().unwrap();
        let field = guidance.fields.by_heading("Sessions_Authorised").unwrap();
        let column = opened.cohort.number_column(field).unwrap();
        (0..opened.cohort.len()).map(|pupil| column.text(pupil)).collect::<Vec<_>>().join(" ")
    };
    let text = "UPN,Surname,Half term,Sessions_Possible,Sessions_Authorised,KS1_Maths\n\
        A926999904001,Ash,Autumn,70,1,2b\nA926999904001,Ash,Spring,60,2,2b\nA926999904001,Ash,Summer,50,4,2b\n\
        A926999904002,Beech,Autumn,70,0,3\nA926999904002,Beech,Spring,60,0,3\nA926999904002,Beech,Summer,50,8,3\n";
    let opened = read(text);
    assert_eq!((decided(&opened), asked(&opened)), (vec!["sessions-added"], vec![]));
    assert!(absent(&opened) == "7 8" && with_code(&opened, "KS1_Maths", "3") == 1 && balances(&opened));
    // Taken back, one of the rows counts.
    let instead = opened.account.decisions[0].instead.clone().unwrap().answer;
    let opened = read_as(text, &[instead]);
    assert_eq!((absent(&opened).as_str(), asked(&opened)), ("1 0", vec!["rows-differ"]));
    let choices = &opened.account.questions[0].choices;
    assert!(choices.iter().any(|choice| choice.answer == ReadingAnswer::AddSessions(true)));
    // Without a column that tells the rows apart it is asked, and equal rows are repetitions.
    let bare = text.replace("Autumn", "").replace("Spring", "").replace("Summer", "");
    assert_eq!((absent(&read(&bare)).as_str(), asked(&read(&bare))), ("7 8", vec!["sessions-of-several-rows"]));
    let again = "UPN,Sessions_Possible,Sessions_Authorised\nA926999904001,70,1\nA926999904001,70,1\n\
        A926999904002,70,2\nA926999904002,70,2\n";
    assert_eq!(absent(&read(again)), "1 2");
    // Sessions of the year so far, and rows of a total, are asked about.
    let so_far = text.replace(",60,", ",130,").replace(",50,", ",180,");
    assert_eq!(asked(&read(&so_far)), ["rows-differ"]);
    assert_eq!(asked(&read(&text.replace("Summer", "Total"))), ["rows-differ"]);
    // A class that changed is asked about, and the sessions are added all the same.
    let moved = text
        .replace("KS1_Maths", "SEN")
        .replace("Summer,50,4,2b", "Summer,50,4,A")
        .replace(",2b", ",N")
        .replace(",3\n", ",N\n");
    let opened = read(&moved);
    assert_eq!((absent(&opened).as_str(), asked(&opened)), ("7 8", vec!["rows-differ"]));
    let opened = read_as(&moved, &[ReadingAnswer::CountRepeated(RepeatedRow::Last)]);
    assert_eq!((with_code(&opened, "SEN", "A"), asked(&opened)), (1, vec![]));
}

#[test]
fn headings_of_pupils_above_those_of_subjects() {
    for headings in [
        "UPN,Surname,Class,KS1,KS2 Target\n,,,Maths,Maths\n",
        "UPN,Surname,Class,KS1,Target\n,,,Maths,KS2 Maths\n",
        "UPN,Surname,Class,Key Stage 1,Key Stage 2\n,,,,Target\n,,,Maths,Maths\n",
        "UPN,Surname,Class,Maths,\n,,,KS1,KS2 Target\n",
        "Hillview Primary,,,,\nUPN,Surname,Class,KS1,KS2 Target\n,,,Maths,Maths\n",
    ] {
        let opened = read(&CLASS.replace(CLASS.lines().next().unwrap(), headings.trim_end()));
        let read = (with_code(&opened, "KS1_Maths", "2b"), with_code(&opened, "Target_KS2_Maths", "4"));
        assert_eq!((opened.cohort.len(), read), (4, (1, 3)), "{headings}");
        assert_eq!(decided(&opened), ["headings-in-two-rows"], "{headings}");
    }
}

#[test]
fn a_column_without_a_heading_costs_no_pupil() {
    let with = |cell: &dyn Fn(usize) -> String| {
        let rows = CLASS.lines().enumerate().map(|(row, line)| match row {
            0 => format!("{line}\n"),
            _ => format!("{line},{}\n", cell(row)),
        });
        rows.collect::<String>()
    };
    for text in [
        with(&|row| row.to_string()),
        with(&|_| "see note".into()),
        with(&|row| "see below,".repeat(row) + "moved house"),
    ] {
        let opened = read(&text);
        assert_eq!((opened.cohort.len(), with_code(&opened, "Target_KS2_Maths", "4")), (4, 3), "{text}");
        assert!(decided(&opened).contains(&"column-without-heading") || !asked(&opened).is_empty(), "{text}");
    }
    let counted = read(&with(&|row| row.to_string()));
    let instead = counted.account.decisions[0].instead.clone().unwrap().answer;
    assert_eq!(read_as(&with(&|row| row.to_string()), &[instead]).cohort.len(), 0);
    // In one row of four, or in all of three, it is a fault of the row.
    let once = read(&with(&|row| if row == 2 { "extra".into() } else { String::new() }));
    assert_eq!((once.cohort.len(), once.account.rejected.len()), (3, 1));
    let three = with(&|_| "extra".into()).lines().take(4).collect::<Vec<_>>().join("\n");
    assert_eq!((read(&three).cohort.len(), read(&three).account.rejected.len()), (0, 3));
    // Where the cells may be shifted, it is asked.
    let levels = with(&|row| ["4", "5", "3", "4"][row - 1].into());
    let opened = read(&levels);
    assert_eq!((opened.cohort.len(), asked(&opened)), (0, vec!["cells-beyond-headings"]));
    assert_eq!(read_as(&levels, &[opened.account.questions[0].choices[0].answer.clone()]).cohort.len(), 4);
    // A running number before the first column, where no heading stands.
    let before = CLASS
        .lines()
        .enumerate()
        .map(|(row, line)| if row == 0 { format!("{line}\n") } else { format!("{row},{line}\n") });
    let opened = read(&before.collect::<String>());
    assert_eq!((opened.cohort.len(), decided(&opened)), (4, vec!["shifted-headings"]));
}

#[test]
fn rows_with_another_delimiter() {
    for delimiter in [";", "\t", "|"] {
        let rows = CLASS.lines().enumerate();
        let rows = rows.map(|(row, line)| if row == 2 { line.replace(',', delimiter) } else { line.to_owned() });
        let opened = read(&rows.map(|line| line + "\n").collect::<String>());
        assert_eq!((opened.cohort.len(), with_code(&opened, "KS1_Maths", "2a")), (4, 1), "{delimiter:?}");
        assert_eq!(decided(&opened), ["rows-of-other-delimiters"]);
    }
}

#[test]
fn tables_of_other_things_below() {
    for below in [
        "\nStaff,Role,Room,,\nMs Reed,Head,12,,\nMr Pine,Teacher,14,,\n",
        "\nCode,Meaning,,,\nN,No level,,,\nW,Working towards,,,\n",
        "\nLevel,Number,Percent,,\n3,1,12.5,,\n4,4,50,,\n",
    ] {
        let opened = read(&format!("{CLASS}{below}"));
        assert_eq!((opened.cohort.len(), asked(&opened)), (4, vec![]), "{below}");
        assert!(decided(&opened) == ["rows-without-pupil"] && balances(&opened));
    }
    let names = format!("{NAMES}Teacher,Class,Room,\nMs Reed,6A,12,\nMr Pine,6B,13,\n");
    assert_eq!(read(&names).cohort.len(), 4);
    // Pupils below a blank row stay.
    assert_eq!(read(&CLASS.replace("A926999904003", "\nA926999904003")).cohort.len(), 4);
    assert_eq!(read(&NAMES.replace("\"Clover", "\n\"Clover")).cohort.len(), 4);
}

#[test]
fn pupils_above_the_headings() {
    let (headings, rows) = CLASS.split_once('\n').unwrap();
    for text in [
        format!("{rows}{headings}\n"),
        format!("UPN,Surname\nA926999904009,Ivy\n{CLASS}").replace("A926999904004,Dogwood,6A,2c,4\n", ""),
    ] {
        let opened = read(&text);
        assert_eq!((opened.cohort.len(), asked(&opened)), (4, vec![]), "{text}");
        assert!(
            balances(&opened) && (decided(&opened) == ["rows-above"] || decided(&opened) == ["table-below"]),
            "{text}"
        );
    }
    let named = format!("\"Ivy, Ian\",6A,4,4\n{NAMES}");
    assert_eq!((read(&named).cohort.len(), decided(&read(&named))), (5, vec!["rows-above"]));
}

#[test]
fn turned_tables_without_a_first_heading() {
    let turned = ",\"Ash, Al\",\"Beech, Bo\"\nTarget KS2 English,4,5\nTarget KS2 Maths,4,3\n";
    let opened = read(turned);
    assert_eq!((opened.cohort.len(), decided(&opened)), (2, vec!["turned", "names-without-heading"]));
    let turned = ",A926999904001,A926999904002\nKS1_Maths,2b,3\nTarget_KS2_Maths,4,5\n";
    assert_eq!(decided(&read(turned)), ["turned", "upns-without-heading"]);
    // A line without cells is the group of the lines below it.
    let grouped = "UPN,A926999904001,A926999904002\nName,Ash,Beech\nKS1,,\nMaths,2b,3\nTarget,,\nKS2 Maths,4,5\n";
    let opened = read(grouped);
    assert_eq!((with_code(&opened, "KS1_Maths", "3"), with_code(&opened, "Target_KS2_Maths", "5")), (1, 1));
}

#[test]
fn a_row_for_each_subject_with_other_headings() {
    let rows = |headings: &str| {
        let rows = class().into_iter().map(|cells| match cells.as_slice() {
            [upn, name, _, prior, target] => {
                format!("{upn},{name},Maths,{prior},{target}\n{upn},{name},English,,{target}\n")
            }
            _ => unreachable!("five columns"),
        });
        read(&format!("UPN,Surname,Subject,{headings}\n{}", rows.collect::<String>()))
    };
    for headings in ["KS1,Target", "KS1 Level,KS2 Target", "KS1 Result,Target Level"] {
        let opened = rows(headings);
        assert_eq!(decided(&opened), ["row-a-subject"], "{headings}");
        let read =
            ["KS1_Maths", "Target_KS2_Maths", "Target_KS2_English"].map(|heading| with_code(&opened, heading, "4"));
        assert_eq!((opened.cohort.len(), read), (4, [0, 3, 3]), "{headings}");
    }
    let parts = "UPN,Subject,KS1\n1,English: Reading,2b\n1,Maths,3\n2,English: Reading,2a\n2,Maths,3\n";
    assert_eq!((read(parts).cohort.len(), with_code(&read(parts), "KS1_Reading", "2a")), (2, 1));
    // Where the key stage is open the columns are asked about.
    let opened = rows("Prior,Result");
    let questions = crate::intake::column_questions::questions(
        &opened.account.headings,
        &opened.account.first_rows,
        opened.account.heading_row,
        &Guidance::shipped().unwrap(),
    );
    assert!(opened.cohort.len() == 4 && questions.len() >= 3, "{questions:?}");
}

const PAIRS: &str = "Surname,Forename,KS1 Reading,KS1 Writing,KS1 Maths,KS2 English Target,KS2 Maths Target\n\
    Alder,Amy,2b,2b,2b,4,4\nBramble,Ben,2b,2b,2b,4,3\nClover,Cai,3,3,3,5,5\nDogwood,Dee,1,1,1,3,3\n";

#[test]
fn labels_in_both_columns_of_names_are_no_pupil_in_silence() {
    for line in ["Average,,2b,2b,2b,4,4", ",Mean,2b,2b,2b,4,4", "Mode,,2b,2b,2b,4,4", "Class average,,2b,2b,2b,4,4"] {
        let opened = read(&format!("{PAIRS}{line}\n"));
        assert_eq!(opened.cohort.len(), 4, "{line}: {}", pupils(&opened));
    }
    for line in
        ["National,Average,,,,4,4", "LA,Target,,,,4,4", "Girls,n=4,,,,3,3", "FFT,D,2b,2b,2b,4,4", "All,pupils,,,,4,4"]
    {
        assert_eq!(asked(&read(&format!("{PAIRS}{line}\n"))), ["row-without-name"], "{line}");
    }
    assert_eq!(asked(&read(&format!("{PAIRS}Page,Max,2b,2b,2b,4,4\n"))), ["row-without-name"]);
    assert!(asked(&read(&format!("{PAIRS}Page,Anna,2b,2b,2b,4,4\nAmis,Max,3,3,3,5,5\n"))).is_empty());
}

#[test]
fn lines_of_a_class_between_names_are_asked_about() {
    for [one, other] in
        [["Mrs Brown", "Mr Green"], ["Oak Class", "Beech Class"], ["TG: JPA", "TG: KLM"], ["Oak", "Beech"]]
    {
        let (head, names) = NAMES.split_once('\n').unwrap();
        let opened =
            read(&format!("{head}\n{one},,,\n{names}{other},,,\n\"Elder, Eve\",6B,4,4\n\"Fern, Finn\",6B,4,4\n"));
        assert_eq!(asked(&opened), ["row-without-name"], "{one}");
    }
}

#[test]
fn rows_quoted_as_a_whole_are_cut_like_their_headings() {
    let line = |line: &str, after: &str| format!("\"{line}\"{after}\n");
    for after in ["", ",,,,"] {
        let rows = CLASS.lines().skip(1).map(|row| line(row, after)).collect::<String>();
        let opened = read(&format!("UPN,Surname,Class,KS1_Maths,Target_KS2_Maths\n{rows}"));
        assert_eq!(pupils(&opened), "2 Ash, 3 Beech, 4 Cedar, 5 Dogwood");
        assert_eq!(decided(&opened), ["rows-of-other-delimiters"]);
    }
}

#[test]
fn what_stands_in_the_first_row_of_a_block_holds_for_all_of_it() {
    let text = "School,UPN,Surname,Target_KS2_Maths\n\
        Hillview,A926999904001,Ash,4\n,A926999904002,Beech,4\n,A926999904003,Cedar,5\nVale,A926999904004,Dogwood,4\n,A926999904005,Elder,4\n\
        ,A926999904006,Fern,4\n,A926999904007,Gorse,4\n,A926999904008,Hazel,4\n";
    let opened = read(text);
    assert_eq!(decided(&opened), ["blocks"]);
    let guidance = Guidance::shipped().unwrap();
    let of_school = |school| opened.cohort.in_school(&guidance, school).len();
    assert_eq!((of_school("Hillview"), of_school("VALE")), (3, 5));
    let opened = read_as(text, &[ReadingAnswer::AsItStands]);
    assert_eq!(opened.cohort.in_school(&guidance, "Hillview").len(), 1);
}

/// Each pupil's two targets.
fn targets(opened: &ReadFile) -> String {
    let guidance = Guidance::shipped().unwrap();
    let column = |heading: &str| opened.cohort.coded_column(guidance.fields.by_heading(heading).unwrap()).unwrap();
    let (english, maths) = (column("Target_KS2_English"), column("Target_KS2_Maths"));
    let shown = |code: u8| {
        guidance.codes.list(english.code_list).unwrap().entry(code).map_or("-", |entry| &entry.code).to_owned()
    };
    let pupil = |pupil: usize| format!("{}{}", shown(english.codes()[pupil]), shown(maths.codes()[pupil]));
    (0..opened.cohort.len()).map(pupil).collect::<Vec<_>>().join(" ")
}

#[test]
fn further_subjects_leave_the_rows_of_english_and_maths_as_they_are() {
    for other in ["History", "PE", "Mental Maths", "English Literature", "Guided Reading"] {
        let mut text = "UPN,Surname,Forename,Subject,KS2 Target\n".to_owned();
        for (number, name, english, maths) in [(1, "Ash", 4, 3), (2, "Beech", 5, 4), (3, "Cedar", 3, 3)] {
            let row = |subject: &str, target: u8| format!("A92699990400{number},{name},Ann,{subject},{target}\n");
            text += &[row(other, 5), row("English", english), row("Maths", maths)].concat();
        }
        let opened = read(&text);
        assert_eq!((decided(&opened), targets(&opened).as_str()), (vec!["row-a-subject"], "43 54 33"), "{other}");
    }
}

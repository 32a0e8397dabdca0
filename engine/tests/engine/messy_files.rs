//! Files as people make them from a clean one: the figures are those of the clean file, or a question is open.

use ambition_engine::intake::ReadFile;
use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::combine::combine_files;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{cases, cohort_figures, guidance, read};

/// A table: its headings in the first row.
type Rows = Vec<Vec<String>>;

const HEADINGS: [&str; 12] = [
    "UPN",
    "Surname",
    "Forename",
    "DOB",
    "Sex",
    "Class",
    "FSM",
    "KS1_Reading",
    "KS1_Writing",
    "KS1_Maths",
    "Target_KS2_English",
    "Target_KS2_Maths",
];
const SURNAMES: [&str; 12] =
    ["Alder", "Bramble", "Clover", "Dogwood", "Elder", "Fern", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "O'Maple"];
const FORENAMES: [&str; 6] = ["Amy", "Ben", "Cai", "Dee", "Zoë", "Anne-Marie"];
const LEVELS: [&str; 8] = ["W", "1", "2c", "2b", "2a", "3", "2b", "2a"];
const TARGETS: [&str; 5] = ["3", "4", "4", "5", "4"];

prop_compose! {
    fn pupil()(
        sex in select(&["F", "M"]),
        class in select(&["6A", "6B"]),
        fsm in select(&["Y", "N"]),
        prior in proptest::array::uniform3(select(&LEVELS)),
        targets in proptest::array::uniform2(select(&TARGETS)),
    ) -> Vec<String> {
        [[sex, class, fsm].as_slice(), &prior, &targets].concat().iter().map(|cell| (*cell).to_owned()).collect()
    }
}

/// A clean table. Every pupil has a number, a name and a date of birth of their own.
fn clean_table() -> impl Strategy<Value = Rows> {
    proptest::collection::vec(pupil(), 6..25).prop_map(|pupils| {
        let named = pupils.into_iter().enumerate().map(|(number, cells)| {
            let who = [
                format!("A9269999{:05}", 4001 + number),
                SURNAMES[number % SURNAMES.len()].to_owned(),
                FORENAMES[number / SURNAMES.len() + number % 3].to_owned(),
                format!("{}-{:02}-{:02}", 1998 + number % 2, 1 + number % 12, 1 + number),
            ];
            who.into_iter().chain(cells).collect()
        });
        std::iter::once(HEADINGS.map(str::to_owned).to_vec()).chain(named).collect()
    })
}

/// What a person or program did to a table.
#[derive(Clone, Debug)]
enum Mess {
    /// Lines above, between or below that name nobody.
    Junk(&'static [&'static str], Index),
    /// A row of averages below.
    Averages(&'static str),
    /// Rows numbered in advance, in a first column.
    Numbered,
    /// Rows with nothing but an unticked box in a last column.
    Ticks,
    /// The headings again, as written so.
    HeadingsAgain(Index, bool),
    /// A second table with the last two columns exchanged.
    OtherOrder(Index),
    /// Invisible letters and guards around the cells of a column.
    Around(usize, &'static str, &'static str),
    /// A row again, with the number written otherwise.
    Again(Index, bool),
    /// Each half of the results in a row of its own.
    Halves,
    /// Rows and columns exchanged.
    Turned,
    /// The right half of the pupils beside the left one.
    Beside,
    /// Titles above the headings.
    Titles(&'static [&'static str]),
    /// The first of two columns with one heading is empty.
    EmptyFirst,
    /// The column of numbers has no heading.
    NoHeading,
}

/// How a table is written.
#[derive(Clone, Debug)]
enum Form {
    Delimited(char),
    Named(char),
    QuotedLines,
    TwoDelimiters(char, char),
}

fn mess() -> impl Strategy<Value = Mess> {
    let junk: &[&'static [&'static str]] = &[
        &["Report run on 12/03/2009 at 09:14 by J. Okafor"],
        &["Page 1 of 3"],
        &["Class 6A (Mr Moss)"],
        &["", "Total", "", "", "", "", "", "24", "24", "24"],
        &["", "", "", "", "", "6A Count", "", "", "", "", "4", "4"],
        &["Grand Total"],
        &["", "", "", "", "", "", "", "Level", "Level", "Level", "Level", "Level"],
        &["-----", "-----", "-----"],
        &["Key: N = no, Y = yes"],
        &["Number of pupils:", "", "", "", "", "", "", "", "", "", "8", "8"],
    ];
    let titles: &[&'static [&'static str]] = &[
        &["Hillview Primary School"],
        &["School", "Hillview", "Year Group", "6", "Class", "All"],
        &["Autumn 2008", "", "", "confidential"],
    ];
    let around = [("", "\u{a0}"), ("'", ""), ("=\"", "\""), ("\u{200b}", ""), ("  ", " "), ("\u{feff}", "")];
    prop_oneof![
        4 => (select(junk.to_vec()), any::<Index>()).prop_map(|(line, place)| Mess::Junk(line, place)),
        1 => select(&["6A Average", "School Average", "National", "Mean", ""]).prop_map(Mess::Averages),
        1 => Just(Mess::Numbered),
        1 => Just(Mess::Ticks),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(place, capitals)| Mess::HeadingsAgain(place, capitals)),
        1 => any::<Index>().prop_map(Mess::OtherOrder),
        3 => (0..HEADINGS.len(), select(around.to_vec())).prop_map(|(column, (before, after))| Mess::Around(column, before, after)),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(pupil, small)| Mess::Again(pupil, small)),
        1 => Just(Mess::Halves),
        1 => Just(Mess::Turned),
        1 => Just(Mess::Beside),
        2 => select(titles.to_vec()).prop_map(Mess::Titles),
        1 => Just(Mess::EmptyFirst),
        1 => Just(Mess::NoHeading),
    ]
}

/// Something that leaves the table in its shape.
fn mess_within() -> impl Strategy<Value = Mess> {
    let is_within =
        |mess: &Mess| matches!(mess, Mess::Junk(..) | Mess::Averages(_) | Mess::Around(..) | Mess::Again(..));
    mess().prop_filter("another shape", is_within)
}

/// Something that can be done to a table with further rows.
fn mess_around() -> impl Strategy<Value = Mess> {
    let is_around = |mess: &Mess| {
        matches!(mess, Mess::Junk(..) | Mess::Averages(_) | Mess::Again(..) | Mess::HeadingsAgain(..) | Mess::Titles(_))
    };
    mess().prop_filter("it needs the clean table", is_around)
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        6 => select(&[',', ';', '\t', '|']).prop_map(Form::Delimited),
        1 => select(&[',', ';', '^']).prop_map(Form::Named),
        1 => Just(Form::QuotedLines),
        1 => select(&[(',', ';'), (';', ','), ('\t', ',')]).prop_map(|(one, other)| Form::TwoDelimiters(one, other)),
    ]
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

impl Mess {
    fn apply(&self, mut rows: Rows) -> Rows {
        let pupils = rows.len() - 1;
        let last = HEADINGS.len() - 1;
        match self {
            Self::Junk(line, place) => rows.insert(1 + place.index(pupils + 1), texts(line)),
            Self::Averages(label) => {
                let mut line = vec![String::new(); HEADINGS.len()];
                line[0] = (*label).to_owned();
                (line[last - 1], line[last]) = ("4.3".into(), "3.9".into());
                rows.push(line);
            }
            Self::Numbered => {
                rows.resize(pupils + 12, Vec::new());
                rows.iter_mut().enumerate().for_each(|(row, cells)| cells.insert(0, row.to_string()));
                rows[0][0] = "No".into();
            }
            Self::Ticks => {
                rows.resize(pupils + 6, vec![String::new(); HEADINGS.len()]);
                rows.iter_mut().for_each(|cells| cells.push("FALSE".into()));
                *rows[0].last_mut().unwrap() = "Booster group".into();
            }
            Self::HeadingsAgain(place, capitals) => {
                let again =
                    HEADINGS.map(|text| if *capitals { text.to_uppercase() } else { format!("\u{feff}{text}") });
                rows.insert(2 + place.index(pupils), again.to_vec());
            }
            Self::OtherOrder(place) => {
                let from = 2 + place.index(pupils - 1);
                let mut headings = rows[0].clone();
                headings.swap(last - 1, last);
                rows[from..].iter_mut().for_each(|cells| cells.swap(last - 1, last));
                rows.insert(from, headings);
            }
            Self::Around(column, before, after) => {
                rows[1..].iter_mut().for_each(|cells| cells[*column] = format!("{before}{}{after}", cells[*column]));
            }
            Self::Again(pupil, small) => {
                let mut again = rows[1 + pupil.index(pupils)].clone();
                again[0] = if *small { again[0].to_lowercase() } else { format!("{} ", again[0]) };
                rows.push(again);
            }
            Self::Halves => {
                let halves = rows[1..].iter().flat_map(|cells| {
                    let (mut one, mut other) = (cells.clone(), cells.clone());
                    one[last].clear();
                    other[last - 1].clear();
                    [one, other]
                });
                rows = std::iter::once(rows[0].clone()).chain(halves).collect();
            }
            Self::Turned => {
                rows = (0..HEADINGS.len())
                    .map(|column| rows.iter().map(|cells| cells[column].clone()).collect())
                    .collect();
            }
            Self::Beside => {
                let right = rows.split_off(1 + pupils / 2 + pupils % 2);
                let headings = rows[0].clone();
                rows[0].extend(headings);
                rows[1..].iter_mut().zip(right).for_each(|(left, right)| left.extend(right));
            }
            Self::Titles(line) => rows.insert(0, texts(line)),
            Self::EmptyFirst => {
                rows.iter_mut().for_each(|cells| cells.insert(last - 1, String::new()));
                rows[0][last - 1] = HEADINGS[last - 1].into();
            }
            Self::NoHeading => rows[0][0].clear(),
        }
        rows
    }
}

fn line(cells: &[String], delimiter: char) -> String {
    let quoted = |cell: &String| match cell.contains([delimiter, '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string())
}

impl Form {
    fn write(&self, rows: &Rows) -> String {
        let all = |delimiter: char| rows.iter().map(|cells| line(cells, delimiter) + "\n").collect::<String>();
        match self {
            Self::Delimited(delimiter) => all(*delimiter),
            Self::Named(delimiter) => format!("sep={delimiter}\r\n{}", all(*delimiter)),
            Self::QuotedLines => all(',').lines().map(|line| format!("\"{}\"\n", line.replace('"', "\"\""))).collect(),
            Self::TwoDelimiters(one, other) => {
                let headings = rows.iter().position(|cells| cells.iter().any(|cell| cell == HEADINGS[1])).unwrap_or(0);
                let delimiter = |row: usize| if row <= headings { *one } else { *other };
                rows.iter().enumerate().map(|(row, cells)| line(cells, delimiter(row)) + "\n").collect()
            }
        }
    }
}

/// True if anything is asked.
fn is_asked(opened: &ReadFile) -> bool {
    let (account, cohort) = (&opened.account, &opened.cohort);
    let coded = cohort.coded_columns().flat_map(|(_, column)| column.unknown());
    let numbers = cohort.number_columns().flat_map(|(_, column)| column.unknown());
    !account.questions.is_empty()
        || coded.chain(numbers).any(|unknown| unknown.cells > 0)
        || !questions(&account.headings, &account.first_rows, account.heading_row, guidance()).is_empty()
}

fn holds(opened: &ReadFile, clean: &ReadFile) -> bool {
    let account = &opened.account;
    assert_eq!(
        account.rows as usize,
        opened.cohort.len() + account.rejected.len() + account.joined as usize,
        "{:?}",
        account.rejected
    );
    is_asked(opened) || cohort_figures(&opened.cohort, "2009", true) == cohort_figures(&clean.cohort, "2009", true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_figures_of_the_clean_file_or_a_question(rows in clean_table(), mess in mess(), form in form()) {
        let clean = read(Form::Delimited(',').write(&rows).as_bytes());
        let text = form.write(&mess.apply(rows));
        let opened = read(text.as_bytes());
        prop_assert!(holds(&opened, &clean), "{} pupils of {}\n{:?}\n{:?}\n{}", opened.cohort.len(), clean.cohort.len(),
            opened.account.rejected, opened.account.decisions, text);
    }

    /// Two things at once, of those that can meet.
    #[test]
    fn two_faults_at_once(rows in clean_table(), junk in (mess_within(), mess_around()), form in form()) {
        let clean = read(Form::Delimited(',').write(&rows).as_bytes());
        let text = form.write(&junk.1.apply(junk.0.apply(rows)));
        let opened = read(text.as_bytes());
        prop_assert!(holds(&opened, &clean), "{} pupils of {}\n{:?}\n{:?}\n{}", opened.cohort.len(), clean.cohort.len(),
            opened.account.rejected, opened.account.decisions, text);
    }

    /// Results in one file and targets in another, joined by number or by name.
    #[test]
    fn results_and_targets_in_two_files(rows in clean_table(), by_name: bool, small: bool) {
        let clean = read(Form::Delimited(',').write(&rows).as_bytes());
        let results = rows.iter().map(|cells| cells[..10].to_vec()).collect::<Rows>();
        let targets = rows.iter().enumerate().map(|(row, cells)| {
            let who = match (by_name, row > 0 && small) {
                (true, _) => cells[1..3].to_vec(),
                (false, true) => vec![cells[0].to_lowercase()],
                (false, false) => vec![cells[0].clone()],
            };
            who.into_iter().chain(cells[10..].iter().cloned()).collect()
        });
        let targets = targets.collect::<Rows>();
        let file = |name: &str, rows: &Rows| (name.to_owned(), read(Form::Delimited(',').write(rows).as_bytes()));
        let opened = combine_files(vec![file("a.csv", &results), file("b.csv", &targets)], guidance()).unwrap();
        prop_assert!(holds(&opened, &clean), "{:?}", opened.account.decisions);
    }
}

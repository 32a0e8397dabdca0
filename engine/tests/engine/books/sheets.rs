//! The same figures as from CSV, and which sheet is read.

use std::process::Command as Program;

use ambition_engine::intake::{Diagnostic, ReadAs};
use ambition_engine::screens::{Exchange, Query, View};
use ambition_engine::session::{Command, ReadSetting, Session};

use super::{guidance, read, read_as};
use crate::cohort_figures;
use ambition_test_support::workbooks::{add_sheet, ods_table, ods_workbook, write, xlsx};

const SAMPLE: &str = include_str!("../../../../static/sample-year-6.csv");

/// The sample as text in which the note beside the table has a heading, so that it shifts nothing, as in a workbook.
fn sample_text() -> String {
    SAMPLE.replacen('\n', ",Notes\n", 1)
}

fn sample() -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(SAMPLE.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

/// Made here, and by two programs of others (`tests/workbooks/README.md`).
fn sample_books() -> [(&'static str, Vec<u8>); 4] {
    let rows = sample();
    let excel = xlsx(|book| {
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(&rows) {
            (0..).zip(cells).for_each(|(column, cell)| write(sheet, row, column, cell));
        }
    });
    [
        ("sample.xlsx", excel),
        ("sample.ods", ods_workbook(&ods_table("Sheet1", &rows))),
        ("sample.xls", include_bytes!("../../workbooks/sample-year-6.xls").to_vec()),
        ("sample-openpyxl.xlsx", include_bytes!("../../workbooks/sample-year-6-openpyxl.xlsx").to_vec()),
    ]
}

#[test]
fn the_same_figures_as_from_csv() {
    let wanted = crate::read(sample_text().as_bytes());
    for (name, bytes) in sample_books() {
        let found = read(&bytes);
        assert!(cohort_figures(&found.cohort, "2009", true) == cohort_figures(&wanted.cohort, "2009", true), "{name}");
        assert_eq!(found.account.rows, wanted.account.rows, "{name}");
        assert_eq!(found.account.rejected, wanted.account.rejected, "{name}");
        let is_note = |found: &&Diagnostic| found.code == "note-beside-table";
        let notes = found.account.diagnostics.iter().filter(is_note).map(|note| (note.row, note.column));
        assert_eq!(notes.collect::<Vec<_>>(), [(65, Some(26))], "{name}");
        let others = found.account.diagnostics.iter().filter(|found| !is_note(found)).cloned().collect::<Vec<_>>();
        assert_eq!(others, wanted.account.diagnostics, "{name}");
        let names = |opened: &ambition_engine::intake::ReadFile| {
            (0..opened.cohort.len()).map(|pupil| opened.cohort.people().name(pupil).to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&found), names(&wanted), "{name}");
    }
}

/// The command line reads them too.
#[test]
fn evaluate_reads_them() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let evaluate = ambition_test_support::command_line::evaluate();
    let figures = |name: &str, bytes: &[u8]| {
        let (input, out) = (folder.join(name), folder.join(format!("{name}.figures.csv")));
        std::fs::write(&input, bytes).unwrap();
        let mut program = Program::new(evaluate);
        program.arg(&input).args(["--edition", "2009", "--groups", "--figures"]).arg(&out);
        let output = program.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(out).unwrap()
    };
    let wanted = figures("sample-as-text.csv", sample_text().as_bytes());
    for (name, bytes) in sample_books() {
        assert!(figures(name, &bytes) == wanted, "{name}");
    }
}

/// Notes first, then two years, the headings of the second in its third row, and one that is hidden.
fn school() -> Vec<u8> {
    xlsx(|book| {
        add_sheet(book, "Read me", &[&["What is where"], &["Year 6", "see the second sheet"]]);
        add_sheet(book, "Empty", &[]);
        add_sheet(book, "Year 6", &[&["UPN", "Surname", "KS1_Maths"], &["A1", "Ash", "2b"], &["A2", "Birch", "3"]]);
        let title: &[&str] = &["Hillview, year 5"];
        add_sheet(book, "Year 5", &[title, &[], &["UPN", "Surname", "KS1_Maths"], &["A3", "Cedar", "1"]]);
        add_sheet(book, "Old", &[&["UPN", "Surname", "KS1_Maths", "KS1_Reading"]]);
        book.worksheets_mut()[4].set_hidden(true);
    })
}

#[test]
fn the_sheet_that_looks_like_pupils_is_proposed() {
    let bytes = xlsx(|book| {
        add_sheet(book, "Read me", &[&["What is where"]]);
        add_sheet(book, "Year 6", &[&["UPN", "Surname", "KS1_Maths"], &["A1", "Ash", "2b"]]);
    });
    let opened = read(&bytes);
    let book = opened.account.workbook.unwrap();
    assert_eq!((book.is.as_str(), book.sheet), ("Excel workbook", 1));
    assert_eq!(opened.cohort.len(), 1);
}

/// Sheets of today belong together by their own headings, and are put together by them.
#[test]
fn sheets_of_2027_are_joined() {
    let bytes = xlsx(|book| {
        let scores: [&[&str]; 3] =
            [&["UPN", "Reading Scaled Score"], &["A926999904001", "104"], &["A926999904002", "97"]];
        add_sheet(book, "Scores", &scores);
        let targets: [&[&str]; 3] =
            [&["UPN", "Target_KS2_Reading_Score"], &["A926999904002", "100"], &["A926999904001", "110"]];
        add_sheet(book, "Targets", &targets);
    });
    let opened = read(&bytes);
    assert_eq!(opened.account.workbook.as_ref().unwrap().names_read(), ["Scores", "Targets"]);
    assert_eq!((opened.cohort.len(), opened.account.joined), (2, 2));
    let whole = "UPN,KS2_Reading_Score,Target_KS2_Reading_Score\nA926999904001,104,110\nA926999904002,97,100\n";
    let whole = crate::read_for("2027", whole.as_bytes());
    assert_eq!(cohort_figures(&opened.cohort, "2027", true), cohort_figures(&whole.cohort, "2027", true));
}

#[test]
fn a_sheet_that_the_user_says() {
    let opened = read_as(&school(), ReadAs { sheet: Some("Year 5".into()), ..ReadAs::default() }).unwrap();
    assert_eq!((opened.cohort.len(), opened.account.heading_row), (1, 3));
    assert_eq!(opened.cohort.row(0), 4, "the row of the spreadsheet");
    let names = opened.account.workbook.unwrap().sheets;
    let names = names.iter().map(|(name, hidden)| format!("{name} {hidden}")).collect::<Vec<_>>();
    assert_eq!(names, ["Read me false", "Year 6 false", "Year 5 false", "Old true"]);
}

/// The picker is one of the choices of how the file is read, and a choice can be undone.
#[test]
fn another_sheet_is_a_change_that_can_be_undone() {
    let bytes = school();
    let mut session = Session::new(guidance().clone()).unwrap();
    let said = ReadAs { sheet: Some("Year 6".into()), ..ReadAs::default() };
    session.open(read_as(&bytes, said).unwrap(), "school.xlsx");
    let mut say = |command: Command| {
        let exchange = Exchange { command: Some(command), queries: vec![Query::Check] };
        let read_again = session.rereading(exchange.command.as_ref()).unwrap();
        let answer = session.exchange_reread(&exchange, read_as(&bytes, read_again.read_as));
        assert_eq!(answer.refused, None);
        let [View::Check(check)] = answer.views.as_slice() else { panic!() };
        let choice = check.layout.choices.iter().find(|choice| choice.about == ReadSetting::Sheet).unwrap();
        (check.account.clone(), check.how.clone(), choice.value.clone(), choice.options.len())
    };
    let (account, how, value, options) = say(Command::ReadAs { about: ReadSetting::Sheet, is: "Year 5".into() });
    assert_eq!(account, "1 row read = 1 pupil + 0 not counted");
    assert_eq!(how, "Excel workbook, sheet “Year 5” of 4, headings in row 3.");
    assert_eq!((value.as_str(), options), ("Year 5", 5));
    let (account, how, value, _) = say(Command::Undo);
    assert_eq!(account, "2 rows read = 2 pupils + 0 not counted");
    assert_eq!(how, "Excel workbook, sheet “Year 6” of 4, headings in row 1.");
    assert_eq!(value, "Year 6");
}

#[test]
fn a_workbook_with_one_sheet_has_no_picker() {
    let bytes = xlsx(|book| add_sheet(book, "Year 6", &[&["UPN", "KS1_Maths"], &["A1", "2b"]]));
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(read(&bytes), "school.xlsx");
    let answer = session.exchange(&Exchange { command: None, queries: vec![Query::Check] });
    let [View::Check(check)] = answer.views.as_slice() else { panic!() };
    assert_eq!(check.layout.choices.iter().map(|choice| choice.about).collect::<Vec<_>>(), [ReadSetting::HeadingRow]);
    assert_eq!(check.how, "Excel workbook, sheet “Year 6”, headings in row 1.");
}

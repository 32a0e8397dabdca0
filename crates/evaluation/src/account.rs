//! How files were read, in lines for a terminal, and how many questions are open.

use std::collections::BTreeSet;

use ambition_engine::cohort::{Cohort, LabelColumn};
use ambition_engine::guidance::{FieldId, Guidance};
use ambition_engine::intake::ReadFile;
use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::report;

/// Lines, and how many questions are among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldLines {
    /// The lines, in order.
    pub lines: Vec<String>,
    /// The lines as rows of a table, but those that [`problems_csv`](report::problems::problems_csv) has.
    pub noticed: Vec<NoticedRow>,
    /// Questions that the page would ask.
    pub questions: usize,
}

/// A row of a table of everything noticed, as [`problems_csv`](report::problems::problems_csv) writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticedRow {
    /// The row of the file; 0: the file as a whole.
    row: u32,
    /// The letters of the column.
    column: String,
    code: String,
    is_question: bool,
    what: String,
    remedy: String,
}

impl NoticedRow {
    /// A remark on the file as a whole.
    pub fn of_file(code: &str, what: &str) -> Self {
        Self { code: code.to_owned(), what: what.to_owned(), ..Self::default() }
    }

    /// Row, column, code, severity, what, and what to do.
    pub fn cells(&self) -> [String; 6] {
        let row = if self.row == 0 { String::new() } else { self.row.to_string() };
        let severity = if self.is_question { "question" } else { "remark" };
        let [column, code, what, remedy] = [&self.column, &self.code, &self.what, &self.remedy].map(Clone::clone);
        [row, column, code, severity.to_owned(), what, remedy]
    }
}

impl ToldLines {
    fn tell(&mut self, line: String) {
        self.lines.push(line);
    }

    /// A line that is a row as well.
    fn remark(&mut self, line: String, row: NoticedRow) {
        self.lines.push(line);
        self.noticed.push(row);
    }

    fn ask(&mut self, line: String, row: NoticedRow) {
        self.remark(line, NoticedRow { is_question: true, ..row });
        self.questions += 1;
    }

    fn ask_about_year(&mut self, row: u32, what: &str) {
        self.ask(format!("question year: {what}"), NoticedRow { row, ..NoticedRow::of_file("year", what) });
    }
}

/// How a file was read, and what is asked about it.
pub fn of_file(file: &ReadFile, guidance: &Guidance) -> ToldLines {
    let (account, cohort) = (&file.account, &file.cohort);
    let mut told = ToldLines::default();
    told.tell(format!("rows {}, pupils {}, set aside {}", account.rows, cohort.len(), account.rejected.len()));
    if let Some(workbook) = account.workbook.as_ref().filter(|workbook| workbook.sheets.len() > 1) {
        let line = format!("sheets read: {} (of {})", workbook.names_read().join(", "), workbook.sheets.len());
        told.remark(line.clone(), NoticedRow::of_file("sheets", &line));
    }
    for row in &account.rejected {
        told.tell(format!("row {}: {}", row.row, report::reading::reason(row.reason)));
    }
    for decision in &account.decisions {
        told.remark(
            format!("{}: {}", decision.code, decision.what),
            NoticedRow::of_file(decision.code, &decision.what),
        );
    }
    for note in &account.diagnostics {
        let column = note.column.map(|column| format!(" column {}", column_letters(column))).unwrap_or_default();
        told.tell(format!("{}: row {}{column}: {} {}", note.code, note.row, note.what, note.remedy));
    }
    for question in &account.questions {
        let choices = question.choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>().join("; ");
        let line = format!("question {}: {} ({choices})", question.code, question.what);
        told.ask(line, NoticedRow { remedy: choices, ..NoticedRow::of_file(question.code, &question.what) });
    }
    ask_about_columns(&mut told, file, guidance);
    ask_about_spellings(&mut told, file, guidance);
    told
}

/// What speaks against a file of last results.
pub fn of_doubts(doubts: &[String]) -> ToldLines {
    let mut told = ToldLines::default();
    for doubt in doubts {
        told.ask(format!("question current: {doubt}"), NoticedRow::of_file("current", doubt));
    }
    told
}

/// Columns that may be of a field although their heading does not say so.
fn ask_about_columns(told: &mut ToldLines, file: &ReadFile, guidance: &Guidance) {
    let account = &file.account;
    for question in questions(&account.headings, &account.first_rows, account.heading_row, guidance) {
        let text = account.headings.texts.get(question.column).map_or("", String::as_str);
        let fields = question.fields.iter().map(|field| heading(*field, guidance)).collect::<Vec<_>>();
        let letters = column_letters(question.column);
        let what = format!("is \"{text}\" (column {letters}) one of these: {}?", fields.join(", "));
        told.ask(
            format!("question column: {what}"),
            NoticedRow { column: letters, ..NoticedRow::of_file("column", &what) },
        );
    }
}

/// Spellings that are not understood.
fn ask_about_spellings(told: &mut ToldLines, file: &ReadFile, guidance: &Guidance) {
    let cohort = &file.cohort;
    let is_asked = |spelling: &String| file.account.asked_together.contains(spelling);
    let coded = cohort.coded_columns().map(|(field, column)| {
        (field, column.unknown(), format!("taken as {}", guidance.not_understood_is(column.code_list)))
    });
    let numbers = cohort.number_columns().map(|(field, column)| (field, column.unknown(), "not counted".to_owned()));
    for (field, unknown, so) in coded.chain(numbers) {
        for unknown in unknown.iter().filter(|unknown| unknown.cells > 0 && !is_asked(&unknown.spelling)) {
            let (spelling, cells, row) = (&unknown.spelling, unknown.cells, unknown.first_row);
            let what = format!(
                "{}: \"{spelling}\" is not understood (cells: {cells}, first in row {row}); {so}",
                heading(field, guidance)
            );
            told.ask(what.clone(), NoticedRow { row, ..NoticedRow::of_file("spelling", &what) });
        }
    }
}

fn heading(field: FieldId, guidance: &Guidance) -> &str {
    guidance.fields.get(field).map_or("", |field| field.written.as_str())
}

/// The year groups of a file, as it writes them.
pub fn year_groups(cohort: &Cohort, guidance: &Guidance) -> Vec<String> {
    let texts = year_labels(cohort, guidance).map(LabelColumn::texts).unwrap_or_default();
    let mut years = texts.iter().filter(|year| !year.is_empty()).cloned().collect::<Vec<_>>();
    years.sort();
    years
}

fn year_labels<'c>(cohort: &'c Cohort, guidance: &Guidance) -> Option<&'c LabelColumn> {
    cohort.label_column(guidance.fields.year_group)
}

/// Without a year group, one line names those of the file. With one, whether no pupil is in it, and whether pupils have
/// none: these are questions.
pub fn of_years(cohort: &Cohort, year: Option<&str>, guidance: &Guidance) -> ToldLines {
    let mut told = ToldLines::default();
    let labels = year_labels(cohort, guidance);
    let years = year_groups(cohort, guidance);
    let Some(year) = year else {
        if !years.is_empty() {
            let line = format!("year groups: {} (all are counted; --year picks one)", years.join(", "));
            told.remark(line.clone(), NoticedRow::of_file("year", &line));
        }
        return told;
    };
    let picked = cohort.in_year(guidance, year);
    if picked.is_empty() {
        let years = if years.is_empty() { "none".to_owned() } else { years.join(", ") };
        told.ask_about_year(0, &format!("no pupil is in year {year}; the file has: {years}"));
        return told;
    }
    let of_pupil = |pupil: usize| labels.map_or("", |labels| labels.label(pupil));
    let classes = picked.iter().map(|pupil| of_pupil(*pupil)).filter(|text| *text != year).collect::<BTreeSet<_>>();
    if !classes.is_empty() {
        let classes = classes.into_iter().collect::<Vec<_>>().join(", ");
        let line = format!("year {year}: pupils of {classes} are counted");
        told.remark(line.clone(), NoticedRow::of_file("year", &line));
    }
    let blank = (0..cohort.len()).filter(|pupil| of_pupil(*pupil).is_empty()).map(|pupil| cohort.row(pupil));
    let blank = blank.collect::<Vec<_>>();
    if let Some(first) = blank.first() {
        let blank = blank.len();
        let what = format!("{blank} pupils have no year group (the first in row {first}) and are not counted");
        told.ask_about_year(*first, &what);
    }
    // "5/6" may be either.
    let numbers = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|number| number == year);
    let both = (0..cohort.len())
        .filter(|pupil| numbers(of_pupil(*pupil)) && picked.binary_search(pupil).is_err())
        .collect::<Vec<_>>();
    if let Some(first) = both.first() {
        let (pupils, label) = (both.len(), of_pupil(*first));
        let what = format!("{pupils} pupils are in \"{label}\" and the like and are not counted");
        told.ask_about_year(cohort.row(*first), &what);
    }
    told
}

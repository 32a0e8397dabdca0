//! How files were read, in lines for a terminal, and how many questions are open.

use std::collections::BTreeSet;

use ambition_engine::cohort::Cohort;
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
    /// Questions that the page would ask.
    pub questions: usize,
}

impl ToldLines {
    fn tell(&mut self, line: String) {
        self.lines.push(line);
    }

    fn ask(&mut self, line: String) {
        self.lines.push(line);
        self.questions += 1;
    }
}

/// How a file was read, and what is asked about it.
pub fn of_file(file: &ReadFile, guidance: &Guidance) -> ToldLines {
    let (account, cohort) = (&file.account, &file.cohort);
    let mut told = ToldLines::default();
    told.tell(format!("rows {}, pupils {}, set aside {}", account.rows, cohort.len(), account.rejected.len()));
    if let Some(workbook) = account.workbook.as_ref().filter(|workbook| workbook.sheets.len() > 1) {
        told.tell(format!("sheets read: {} (of {})", workbook.names_read().join(", "), workbook.sheets.len()));
    }
    for row in &account.rejected {
        told.tell(format!("row {}: {}", row.row, report::reading::reason(row.reason)));
    }
    for decision in &account.decisions {
        told.tell(format!("{}: {}", decision.code, decision.what));
    }
    for note in &account.diagnostics {
        let column = note.column.map(|column| format!(" column {}", column_letters(column))).unwrap_or_default();
        told.tell(format!("{}: row {}{column}: {} {}", note.code, note.row, note.what, note.remedy));
    }
    for question in &account.questions {
        let choices = question.choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>();
        told.ask(format!("question {}: {} ({})", question.code, question.what, choices.join("; ")));
    }
    ask_about_columns(&mut told, file, guidance);
    ask_about_spellings(&mut told, file, guidance);
    told
}

/// What speaks against a file of last results.
pub fn of_doubts(doubts: &[String]) -> ToldLines {
    let mut told = ToldLines::default();
    doubts.iter().for_each(|doubt| told.ask(format!("question current: {doubt}")));
    told
}

/// Columns that may be of a field although their heading does not say so.
fn ask_about_columns(told: &mut ToldLines, file: &ReadFile, guidance: &Guidance) {
    let account = &file.account;
    for question in questions(&account.headings, &account.first_rows, account.heading_row, guidance) {
        let text = account.headings.texts.get(question.column).map_or("", String::as_str);
        let fields = question.fields.iter().map(|field| heading(*field, guidance)).collect::<Vec<_>>();
        let letters = column_letters(question.column);
        told.ask(format!("question column: is \"{text}\" (column {letters}) one of these: {}?", fields.join(", ")));
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
            told.ask(format!(
                "{}: \"{spelling}\" is not understood (cells: {cells}, first in row {row}); {so}",
                heading(field, guidance)
            ));
        }
    }
}

fn heading(field: FieldId, guidance: &Guidance) -> &str {
    guidance.fields.get(field).map_or("", |field| field.written.as_str())
}

/// Without a year group, one line names those of the file. With one, whether no pupil is in it, and whether pupils have
/// none: these are questions.
pub fn of_years(cohort: &Cohort, year: Option<&str>, guidance: &Guidance) -> ToldLines {
    let mut told = ToldLines::default();
    let labels = guidance.fields.by_heading("NCYear").and_then(|field| cohort.label_column(field));
    let years = labels.map(|labels| labels.texts().iter().filter(|year| !year.is_empty()).cloned().collect::<Vec<_>>());
    let mut years = years.unwrap_or_default();
    years.sort();
    let Some(year) = year else {
        if !years.is_empty() {
            told.tell(format!("year groups: {} (all are counted; --year picks one)", years.join(", ")));
        }
        return told;
    };
    let picked = cohort.in_year(guidance, year);
    if picked.is_empty() {
        let years = if years.is_empty() { "none".to_owned() } else { years.join(", ") };
        told.ask(format!("question year: no pupil is in year {year}; the file has: {years}"));
        return told;
    }
    let of_pupil = |pupil: usize| labels.map_or("", |labels| labels.label(pupil));
    let classes = picked.iter().map(|pupil| of_pupil(*pupil)).filter(|text| *text != year).collect::<BTreeSet<_>>();
    if !classes.is_empty() {
        told.tell(format!("year {year}: pupils of {} are counted", classes.into_iter().collect::<Vec<_>>().join(", ")));
    }
    let blank = (0..cohort.len()).filter(|pupil| of_pupil(*pupil).is_empty()).map(|pupil| cohort.row(pupil));
    let blank = blank.collect::<Vec<_>>();
    if let Some(first) = blank.first() {
        told.ask(format!(
            "question year: {} pupils have no year group (the first in row {first}) and are not counted",
            blank.len()
        ));
    }
    // "5/6" may be either.
    let numbers = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|number| number == year);
    let both = (0..cohort.len())
        .filter(|pupil| numbers(of_pupil(*pupil)) && picked.binary_search(pupil).is_err())
        .collect::<Vec<_>>();
    if let Some(first) = both.first() {
        told.ask(format!(
            "question year: {} pupils are in \"{}\" and the like and are not counted",
            both.len(),
            of_pupil(*first)
        ));
    }
    told
}

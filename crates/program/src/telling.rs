//! What is told about files: as lines for a terminal, and as the table of `check`.

use std::io::{self, Write};

use ambition_engine::text::csv::guarded;
use ambition_evaluation::account::{Noticed, NoticedSeverity, ToldLines};
use ambition_evaluation::{Evaluation, wording};

use crate::arguments::Place;
use crate::table::OutputTable;

/// The columns of the table of `check`.
const HEADINGS: [&str; 7] = ["file", "row", "column", "code", "severity", "what", "what to do"];

/// What is told about the files of a run, in order.
#[derive(Default)]
pub struct Telling {
    noticed: Vec<Noticed>,
    /// Open questions.
    pub questions: usize,
    /// There are several files, so that each line says which it is about.
    names_files: bool,
}

impl Telling {
    /// Nothing yet, about so many files.
    pub fn new(files: usize) -> Self {
        Self { names_files: files > 1, ..Self::default() }
    }

    /// Tells something, in words for a command line.
    pub fn tell(&mut self, told: ToldLines, by: &Evaluation) {
        self.questions += told.questions;
        self.noticed.extend(told.noticed.into_iter().map(|noticed| worded(noticed, by)));
    }

    /// Tells something about one file.
    pub fn tell_of(&mut self, file: &str, mut told: ToldLines, by: &Evaluation) {
        told.noticed.iter_mut().for_each(|noticed| file.clone_into(&mut noticed.file));
        self.tell(told, by);
    }

    /// Lines for a terminal; the last says what to do about questions.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.noticed.iter().map(|noticed| line(noticed, self.names_files));
        lines.chain(line_on_questions(self.questions)).collect()
    }

    /// Writes lines to the standard error, unless nothing is to be told there.
    pub fn print(&self, place: &Place, with_questions: bool) {
        let questions = if with_questions { self.questions } else { 0 };
        if !place.quiet {
            let lines = self.noticed.iter().map(|noticed| line(noticed, self.names_files));
            lines.chain(line_on_questions(questions)).for_each(|line| print_error(&line));
        }
    }

    /// A table with a row for each line.
    pub fn table(&self) -> OutputTable {
        let mut table = OutputTable::new("problems", &HEADINGS);
        self.noticed.iter().for_each(|noticed| table.push(cells(noticed).map(|cell| guarded(&cell).into_owned())));
        table
    }
}

/// Writes a line to the standard error. Whether anybody reads it changes nothing about what is done.
pub fn print_error(line: &str) {
    writeln!(io::stderr(), "{line}").unwrap_or_default();
}

fn worded(noticed: Noticed, by: &Evaluation) -> Noticed {
    let in_words = |text: &str| wording::without_levels(wording::for_command_line(text, by.edition()), by.guidance());
    let remedy = wording::with_edition(&in_words(&noticed.remedy), &noticed.what, by.guidance());
    let choices = noticed.choices.iter().map(|choice| in_words(choice)).collect();
    Noticed { remedy, choices, what: in_words(&noticed.what), ..noticed }
}

fn line(noticed: &Noticed, names_files: bool) -> String {
    let Noticed { severity, code, what, remedy, .. } = noticed;
    let choices = choices(noticed);
    let head = match severity {
        NoticedSeverity::Question => format!("question {code}"),
        NoticedSeverity::NotCounted => String::new(),
        _ if noticed.is_line => String::new(),
        _ => code.clone(),
    };
    let text = match severity {
        NoticedSeverity::NotCounted => what.clone(),
        _ if !choices.is_empty() => format!("{what} ({choices})"),
        _ if remedy.is_empty() || what.ends_with(['.', '?']) => format!("{what} {remedy}").trim_end().to_owned(),
        _ => format!("{what}. {remedy}"),
    };
    let place = place(noticed, names_files);
    [head, place, text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// "b.csv row 3 column C". A question says in its words which row it is about.
fn place(noticed: &Noticed, names_files: bool) -> String {
    let is_question = noticed.severity == NoticedSeverity::Question;
    let is_named = is_question && noticed.row > 0 && noticed.what.contains(&noticed.file);
    let file = Some(&noticed.file).filter(|_| names_files && !is_named).cloned().unwrap_or_default();
    let row = if noticed.row > 0 && !is_question { format!("row {}", noticed.row) } else { String::new() };
    let is_about_column = !noticed.column.is_empty() && !is_question && noticed.severity != NoticedSeverity::NotCounted;
    let column = if is_about_column { format!("column {}", noticed.column) } else { String::new() };
    [file, row, column].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Each answer with the option that gives it.
fn choices(noticed: &Noticed) -> String {
    let choice = |(index, label): (usize, &String)| format!("{label}: --answer {}={}", noticed.code, index + 1);
    noticed.choices.iter().enumerate().map(choice).collect::<Vec<_>>().join("; ")
}

fn cells(noticed: &Noticed) -> [String; 7] {
    let row = if noticed.row == 0 { String::new() } else { noticed.row.to_string() };
    let choices = choices(noticed);
    let remedy = if choices.is_empty() { noticed.remedy.clone() } else { choices };
    let what = match noticed.severity {
        NoticedSeverity::NotCounted => sentence(&noticed.what),
        _ => noticed.what.clone(),
    };
    let [file, column, code] = [&noticed.file, &noticed.column, &noticed.code].map(Clone::clone);
    [file, row, column, code, noticed.severity.name().to_owned(), what, remedy]
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// What to do about open questions.
fn line_on_questions(questions: usize) -> Option<String> {
    let open = match questions {
        0 => return None,
        1 => "1 question is open: it".to_owned(),
        questions => format!("{questions} questions are open: each"),
    };
    Some(format!("{open} says which option answers it, or what to correct in the file"))
}

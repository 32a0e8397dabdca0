//! How files were read, in lines for a terminal, and how many questions are open.

use std::collections::BTreeSet;

use ambition_engine::cohort::{Cohort, LabelColumn, UnknownSpelling};
use ambition_engine::guidance::{FieldId, Guidance};
use ambition_engine::intake::column_questions::questions;
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::intake::{Account, ReadFile};
use ambition_engine::report;

use crate::codes;
use crate::places::{FilePart, Places, in_row_of};

/// Lines, and how many questions are among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldLines {
    /// The lines, in order.
    pub lines: Vec<String>,
    /// What they say, in parts.
    pub noticed: Vec<Noticed>,
    /// Questions that the page would ask.
    pub questions: usize,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticedSeverity {
    /// Good to know.
    #[default]
    Remark,
    /// Something may not be as the user thinks.
    Warning,
    /// A row that is no pupil.
    NotCounted,
    /// The page would ask it.
    Question,
}

impl NoticedSeverity {
    /// As [`problems_csv`](report::problems::problems_csv) calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Remark => "remark",
            Self::Warning => "warning",
            Self::NotCounted => "not counted",
            Self::Question => "question",
        }
    }
}

/// Something that is told about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// Which of several files it is about; empty: there is one, or it is about all.
    pub file: String,
    /// The row of the file; 0: the file as a whole.
    pub row: u32,
    /// The letters of the column.
    pub column: String,
    /// What kind of thing it is, which does not change.
    pub code: String,
    /// How much it matters.
    pub severity: NoticedSeverity,
    /// What there is.
    pub what: String,
    /// It says so without its code: `year group: 6`.
    pub is_line: bool,
    /// What to do about it.
    pub remedy: String,
    /// The answers that a question of the reader has, or what takes a decision back.
    pub choices: Vec<String>,
}

impl Noticed {
    /// A remark on the file as a whole.
    pub fn of_file(code: &str, what: &str) -> Self {
        Self { code: code.to_owned(), what: what.to_owned(), ..Self::default() }
    }

    /// A remark that says by itself what it is about.
    pub fn of_line(code: &str, what: &str) -> Self {
        Self { is_line: true, ..Self::of_file(code, what) }
    }
}

impl ToldLines {
    /// A line of one's own.
    pub fn of_line(code: &str, line: &str) -> Self {
        let mut told = Self::default();
        told.remark(line.to_owned(), Noticed::of_line(code, line));
        told
    }

    /// Adds what is told elsewhere.
    pub fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.noticed.extend(other.noticed);
        self.questions += other.questions;
    }

    fn remark(&mut self, line: String, noticed: Noticed) {
        self.lines.push(line);
        self.noticed.push(noticed);
    }

    fn ask(&mut self, line: String, noticed: Noticed) {
        self.remark(line, Noticed { severity: NoticedSeverity::Question, ..noticed });
        self.questions += 1;
    }

    fn ask_about_year(&mut self, row: u32, what: &str, remedy: &str) {
        let noticed = Noticed { row, remedy: remedy.to_owned(), ..Noticed::of_file("year", what) };
        self.ask(format!("question year: {what}"), noticed);
    }
}

/// How a file was read, and what is asked about it.
pub fn of_file(file: &ReadFile, guidance: &Guidance) -> ToldLines {
    of_files(file, &[], guidance)
}

/// How files were read together. Of several, each thing that is noticed has the file and the row in that file; the
/// lines count the rows on.
pub fn of_files(file: &ReadFile, parts: &[FilePart], guidance: &Guidance) -> ToldLines {
    let (account, cohort) = (&file.account, &file.cohort);
    let places = Places::new(parts);
    let mut told = ToldLines::default();
    let line = format!("rows {}, pupils {}, set aside {}", account.rows, cohort.len(), account.rejected.len());
    told.remark(line.clone(), Noticed::of_line("rows", &line));
    if let Some(workbook) = account.workbook.as_ref().filter(|workbook| workbook.sheets.len() > 1) {
        let line = format!("sheets read: {} (of {})", workbook.names_read().join(", "), workbook.sheets.len());
        told.remark(line.clone(), places.place_first(Noticed::of_line("sheets", &line)));
    }
    for row in &account.rejected {
        let line = format!("row {}: {}", row.row, report::reading::reason(row.reason));
        told.remark(line, places.place_rejected(row));
    }
    for decision in &account.decisions {
        let choices = decision.instead.iter().map(|choice| choice.label.clone()).collect();
        let noticed = Noticed { choices, ..Noticed::of_file(decision.code, &decision.what) };
        told.remark(format!("{}: {}", decision.code, decision.what), places.place_words(FilePart::decisions, noticed));
    }
    for note in &account.diagnostics {
        let column = note.column.map(|column| format!(" column {}", column_letters(column))).unwrap_or_default();
        let line = format!("{}: row {}{column}: {} {}", note.code, note.row, note.what, note.remedy);
        told.lines.push(line);
        if !places.is_on_order(note) {
            told.noticed.push(places.place_note(note));
        }
    }
    told.noticed.extend(places.together());
    for question in &account.questions {
        let choices = question.choices.iter().map(|choice| choice.label.clone()).collect::<Vec<_>>();
        let line = format!("question {}: {} ({})", question.code, question.what, choices.join("; "));
        let noticed = Noticed { choices, ..Noticed::of_file(question.code, &question.what) };
        told.ask(line, places.place_words(FilePart::questions, noticed));
    }
    ask_about_columns(&mut told, file, &places, guidance);
    ask_about_spellings(&mut told, file, &places, guidance);
    told
}

/// How many more there are of what is not listed one by one.
pub fn of_unlisted(account: &Account, parts: &[FilePart]) -> ToldLines {
    let mut unlisted = account.not_listed.clone();
    // The account of several files has what the first did not list.
    for (code, count) in parts.iter().skip(1).flat_map(FilePart::not_listed) {
        *unlisted.entry(code).or_default() += count;
    }
    let mut told = ToldLines::default();
    for (code, count) in unlisted {
        let what = if count == 1 { "1 more like it is not listed" } else { "more like it are not listed" };
        let what = if count == 1 { what.to_owned() } else { format!("{count} {what}") };
        told.remark(format!("{code}: {what}"), Noticed::of_file(code, &what));
    }
    told
}

/// What speaks against a file of last results.
pub fn of_doubts(doubts: &[String]) -> ToldLines {
    let mut told = ToldLines::default();
    for doubt in doubts {
        let remedy = "Correct that file, or give another by --current.".to_owned();
        told.ask(format!("question current: {doubt}"), Noticed { remedy, ..Noticed::of_file("current", doubt) });
    }
    told
}

/// Columns that may be of a field although their heading does not say so.
fn ask_about_columns(told: &mut ToldLines, file: &ReadFile, places: &Places, guidance: &Guidance) {
    let account = &file.account;
    for question in questions(&account.headings, &account.first_rows, account.heading_row, guidance) {
        let text = account.headings.texts.get(question.column).map_or("", String::as_str);
        let fields = question.fields.iter().map(|field| heading(*field, guidance)).collect::<Vec<_>>();
        let what = |column: usize| {
            format!("is \"{text}\" (column {}) one of these: {}?", column_letters(column), fields.join(", "))
        };
        let (file, column) = places.column(question.column);
        let asked = Noticed { column: column_letters(column), file, ..Noticed::of_file("column", &what(column)) };
        let remedy = "If so, write that heading over the column in the file; if not, take the column out.".to_owned();
        told.ask(format!("question column: {}", what(question.column)), Noticed { remedy, ..asked });
    }
}

/// Spellings that are not understood.
fn ask_about_spellings(told: &mut ToldLines, file: &ReadFile, places: &Places, guidance: &Guidance) {
    let cohort = &file.cohort;
    let coded = cohort.coded_columns().map(|(field, column)| {
        let so = format!("taken as {}", guidance.not_understood_is(column.code_list));
        (field, column.unknown(), so, codes::counted_as(column.code_list, guidance))
    });
    let numbers = cohort.number_columns().map(|(field, column)| (field, column.unknown(), "not counted".into(), None));
    for (field, unknown, so, own_so) in coded.chain(numbers) {
        let is_asked =
            |unknown: &&UnknownSpelling| unknown.cells > 0 && !file.account.asked_together.contains(&unknown.spelling);
        for unknown in unknown.iter().filter(is_asked) {
            let (spelling, cells, row) = (&unknown.spelling, unknown.cells, unknown.first_row);
            let heading = heading(field, guidance);
            let what = |first: &str, so: &str| {
                format!("{heading}: \"{spelling}\" is not understood (cells: {cells}, first in {first}); {so}")
            };
            let (file, own_row) = places.spelling(heading, spelling, row);
            let own_so = own_so.as_ref().unwrap_or(&so);
            let asked = Noticed::of_file("spelling", &what(&in_row_of(own_row, &file), own_so));
            let remedy = format!("Write it in the file as {}, or leave the cell empty.", codes::known(field, guidance));
            told.ask(what(&format!("row {row}"), &so), Noticed { file, row: own_row, remedy, ..asked });
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
            told.remark(line.clone(), Noticed::of_line("year", &line));
        }
        return told;
    };
    let picked = cohort.in_year(guidance, year);
    if picked.is_empty() {
        let years = if years.is_empty() { "none".to_owned() } else { years.join(", ") };
        let what = format!("no pupil is in year {year}; the file has: {years}");
        told.ask_about_year(0, &what, "Pick one of these.");
        return told;
    }
    let of_pupil = |pupil: usize| labels.map_or("", |labels| labels.label(pupil));
    let classes = picked.iter().map(|pupil| of_pupil(*pupil)).filter(|text| *text != year).collect::<BTreeSet<_>>();
    if !classes.is_empty() {
        let classes = classes.into_iter().collect::<Vec<_>>().join(", ");
        let line = format!("year {year}: pupils of {classes} are counted");
        told.remark(line.clone(), Noticed::of_line("year", &line));
    }
    let blank = (0..cohort.len()).filter(|pupil| of_pupil(*pupil).is_empty()).map(|pupil| cohort.row(pupil));
    let blank = blank.collect::<Vec<_>>();
    if let Some(first) = blank.first() {
        let blank = blank.len();
        let what = format!("{blank} pupils have no year group (the first in row {first}) and are not counted");
        told.ask_about_year(*first, &what, "Write their year group in the file.");
    }
    // "5/6" may be either.
    let numbers = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|number| number == year);
    let both = (0..cohort.len())
        .filter(|pupil| numbers(of_pupil(*pupil)) && picked.binary_search(pupil).is_err())
        .collect::<Vec<_>>();
    if let Some(first) = both.first() {
        let (pupils, label) = (both.len(), of_pupil(*first));
        let what = format!("{pupils} pupils are in \"{label}\" and the like and are not counted");
        told.ask_about_year(cohort.row(*first), &what, "Write one year for each of them in the file.");
    }
    told
}

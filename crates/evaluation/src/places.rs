//! Which of several files something is about, and where in it.
//!
//! Files that are read together have their rows and columns counted on, one file after the other. Whoever corrects a
//! file sees its own numbers.

use std::cell::RefCell;
use std::collections::HashSet;

use ambition_engine::guidance::Guidance;
use ambition_engine::intake::ReadFile;
use ambition_engine::intake::account::{Account, RejectReason, RejectedRow};
use ambition_engine::intake::diagnostic::{Diagnostic, Severity, column_letters};
use ambition_engine::report::reading;

use crate::account::{Noticed, NoticedSeverity};
use crate::wording::listed;

/// One of several files that were read together, as it was read by itself.
#[derive(Clone, Debug)]
pub struct FilePart {
    name: String,
    account: Account,
    /// Rows of the files before it.
    rows_before: u32,
    /// Columns of the files before it.
    columns_before: usize,
    /// Cells that are not understood: heading, spelling and first row.
    unknown: Vec<(String, String, u32)>,
}

impl FilePart {
    /// A file that is read after others.
    pub fn new(name: &str, file: &ReadFile, guidance: &Guidance, before: Option<&Self>) -> Self {
        let cohort = &file.cohort;
        let coded = cohort.coded_columns().map(|(field, column)| (field, column.unknown()));
        let numbers = cohort.number_columns().map(|(field, column)| (field, column.unknown()));
        let unknown = coded.chain(numbers).flat_map(|(field, unknown)| {
            let heading = guidance.fields.get(field).map_or("", |field| field.written.as_str());
            unknown.iter().map(move |one| (heading.to_owned(), one.spelling.clone(), one.first_row))
        });
        Self {
            name: name.to_owned(),
            account: file.account.clone(),
            rows_before: before.map_or(0, |before| before.rows_before + before.account.last_row),
            columns_before: before.map_or(0, |before| before.columns_before + before.account.headings.texts.len()),
            unknown: unknown.collect(),
        }
    }

    /// What the reader decided about this file.
    pub(crate) fn decisions(&self) -> Vec<(&str, &str)> {
        self.account.decisions.iter().map(|decision| (decision.code, decision.what.as_str())).collect()
    }

    /// What the reader asks about this file.
    pub(crate) fn questions(&self) -> Vec<(&str, &str)> {
        self.account.questions.iter().map(|question| (question.code, question.what.as_str())).collect()
    }

    pub(crate) fn not_listed(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.account.not_listed.iter().map(|(code, count)| (*code, *count))
    }

    fn says(&self, note: &Diagnostic) -> bool {
        self.notes().contains(&(note.code, note.what.as_str()))
    }

    fn notes(&self) -> Vec<(&str, &str)> {
        self.account.diagnostics.iter().map(|note| (note.code, note.what.as_str())).collect()
    }
}

/// The code of what is said about the order of the files.
const TOGETHER: &str = "files-together";
/// Files that are named where all are read together.
const NAMED: usize = 10;

/// "row 3", or "row 3 of b.csv".
pub fn in_row_of(row: u32, file: &str) -> String {
    if file.is_empty() { format!("row {row}") } else { format!("row {row} of {file}") }
}

/// Where things are that were noticed in several files. With one file everything is where it says.
pub struct Places<'p> {
    parts: &'p [FilePart],
    /// What is known to be of a file, so that another file which says the same is told as well.
    told: RefCell<HashSet<(String, String, usize)>>,
}

impl<'p> Places<'p> {
    /// Of these files.
    pub fn new(parts: &'p [FilePart]) -> Self {
        Self { parts, told: RefCell::default() }
    }

    /// The file of a row that is counted on, and the row in it.
    fn row(&self, row: u32) -> Option<(&'p FilePart, u32)> {
        let part = self.parts.iter().rev().find(|part| part.rows_before < row)?;
        Some((part, row - part.rows_before))
    }

    /// The file of a column that is counted on, and the column in it.
    pub fn column(&self, column: usize) -> (String, usize) {
        let part = self.parts.iter().rev().find(|part| part.columns_before <= column);
        part.map_or((String::new(), column), |part| (part.name.clone(), column - part.columns_before))
    }

    /// Where a spelling is met first. Pupils who are in several files have the row of the first of these, which need
    /// not be the file with the spelling.
    pub fn spelling(&self, heading: &str, spelling: &str, row: u32) -> (String, u32) {
        let is_it = |unknown: &&(String, String, u32)| unknown.0 == heading && unknown.1 == spelling;
        let found = self.parts.iter().find_map(|part| Some((part, part.unknown.iter().find(is_it)?.2)));
        found.or_else(|| self.row(row)).map_or((String::new(), row), |(part, row)| (part.name.clone(), row))
    }

    /// The file that said this by itself, if it is not known yet to have done so.
    fn part_saying(
        &self,
        words: impl Fn(&'p FilePart) -> Vec<(&'p str, &'p str)>,
        code: &str,
        what: &str,
    ) -> Option<&'p FilePart> {
        let says = |(index, part): &(usize, &'p FilePart)| {
            words(part).contains(&(code, what))
                && self.told.borrow_mut().insert((code.to_owned(), what.to_owned(), *index))
        };
        self.parts.iter().enumerate().find(says).map(|(_, part)| part)
    }

    /// Something about the first file.
    pub fn place_first(&self, noticed: Noticed) -> Noticed {
        let file = self.parts.first().map(|part| part.name.clone()).unwrap_or_default();
        Noticed { file, ..noticed }
    }

    /// A row that is no pupil.
    pub fn place_rejected(&self, rejected: &RejectedRow) -> Noticed {
        let (file, row) = self.row(rejected.row).map_or((None, rejected.row), |(part, row)| (Some(part), row));
        let reason = self.own_reason(rejected.reason, file);
        Noticed {
            file: file.map(|part| part.name.clone()).unwrap_or_default(),
            row,
            column: reading::column(reason).map(column_letters).unwrap_or_default(),
            code: reading::code(reason).into(),
            severity: NoticedSeverity::NotCounted,
            what: self.in_own_rows_of(file, &reading::reason(reason)),
            remedy: reading::remedy(reason).into(),
            ..Noticed::default()
        }
    }

    /// A reason with the column as the file has it.
    fn own_reason(&self, reason: RejectReason, part: Option<&FilePart>) -> RejectReason {
        let own = |column: usize| column - part.map_or(0, |part| part.columns_before).min(column);
        match reason {
            RejectReason::BeyondHeadings { column } => RejectReason::BeyondHeadings { column: own(column) },
            RejectReason::UnclosedQuote { column } => RejectReason::UnclosedQuote { column: own(column) },
            reason => reason,
        }
    }

    /// A decision or a question.
    pub fn place_words(&self, words: impl Fn(&'p FilePart) -> Vec<(&'p str, &'p str)>, noticed: Noticed) -> Noticed {
        match self.part_saying(words, &noticed.code, &noticed.what) {
            // It counts the rows as the file does.
            Some(part) => Noticed { file: part.name.clone(), ..noticed },
            None => Noticed { what: self.in_own_rows(&noticed.what), ..noticed },
        }
    }

    /// Something that was noticed while the files were read.
    pub fn place_note(&self, note: &Diagnostic) -> Noticed {
        let by_row = (note.row > 0).then(|| self.row(note.row)).flatten();
        let own = match by_row {
            Some((part, _)) => Some(part).filter(|part| part.says(note)),
            None => self.part_saying(FilePart::notes, note.code, &note.what),
        };
        let part = by_row.map(|(part, _)| part).or(own);
        let column = note.column.map(|column| column - part.map_or(0, |part| part.columns_before).min(column));
        let (what, remedy) = match (own, note.code) {
            // What is said of the files together.
            (None, _) => (self.in_own_rows_of(part, &note.what), note.remedy.clone()),
            (Some(_), _) => (note.what.clone(), note.remedy.clone()),
        };
        Noticed {
            file: part.map(|part| part.name.clone()).unwrap_or_default(),
            row: by_row.map_or(note.row, |(_, row)| row),
            column: column.map(column_letters).unwrap_or_default(),
            code: note.code.into(),
            severity: match note.severity {
                Severity::Remark => NoticedSeverity::Remark,
                Severity::Warning => NoticedSeverity::Warning,
            },
            what,
            remedy,
            ..Noticed::default()
        }
    }

    /// True for what the reader says about the order of the files, which is told once ([`Places::together`]).
    pub fn is_on_order(&self, note: &Diagnostic) -> bool {
        !self.parts.is_empty() && note.code == TOGETHER && !self.parts.iter().any(|part| part.says(note))
    }

    /// Which files were read together; `None`: there is one.
    pub fn together(&self) -> Option<Noticed> {
        let names = self.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>();
        let named = if names.len() <= NAMED { format!(": {}", listed(&names)) } else { String::new() };
        let what = format!(
            "{} files were read together{named}. The column Row of `convert` counts their rows on, file after file.",
            names.len()
        );
        (names.len() > 1).then(|| Noticed::of_file(TOGETHER, &what))
    }

    /// Something about the files together, with a row that is counted on.
    pub fn place_counted_on(&self, noticed: Noticed) -> Noticed {
        let Some((part, row)) = (noticed.row > 0).then(|| self.row(noticed.row)).flatten() else { return noticed };
        Noticed { file: part.name.clone(), row, what: self.in_own_rows(&noticed.what), ..noticed }
    }

    /// A text about this file: the other rows of it are named without it.
    fn in_own_rows_of(&self, part: Option<&FilePart>, text: &str) -> String {
        let text = self.in_own_rows(text);
        part.map_or(text.clone(), |part| text.replace(&format!(" of {}", part.name), ""))
    }

    /// A text with the rows that it names as the files have them: "row 3 of b.csv".
    fn in_own_rows(&self, text: &str) -> String {
        if self.parts.is_empty() {
            return text.to_owned();
        }
        let mut told = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = after_row(rest) {
            let (before, numbers) = rest.split_at(at);
            let (rows, length) = leading_rows(numbers);
            told.push_str(before);
            told.push_str(&self.rows_in_words(&rows));
            rest = numbers.get(length..).unwrap_or_default();
        }
        told.push_str(rest);
        told
    }

    fn rows_in_words(&self, rows: &[u32]) -> String {
        let mut of_files: Vec<(&str, Vec<String>)> = Vec::new();
        for row in rows {
            let (name, row) = self.row(*row).map_or(("", *row), |(part, row)| (part.name.as_str(), row));
            match of_files.iter_mut().find(|(file, _)| *file == name) {
                Some((_, rows)) => rows.push(row.to_string()),
                None => of_files.push((name, vec![row.to_string()])),
            }
        }
        let of_file = |(name, rows): &(&str, Vec<String>)| format!("{} of {name}", listed(rows));
        listed(&of_files.iter().map(of_file).collect::<Vec<_>>())
    }
}

/// The place of the first number after "row" or "rows".
fn after_row(text: &str) -> Option<usize> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let number = |(at, _): (usize, &str)| {
        let is_word = !text.get(..at)?.ends_with(char::is_alphanumeric);
        let rest = text.get(at + "row".len()..)?;
        let rest = rest.strip_prefix('s').unwrap_or(rest).strip_prefix(' ')?;
        (is_word && rest.starts_with(is_digit)).then_some(text.len() - rest.len())
    };
    ["row", "Row"].iter().filter_map(|word| text.match_indices(word).find_map(number)).min()
}

/// The numbers of "3, 4 and 12", and how long that is.
fn leading_rows(text: &str) -> (Vec<u32>, usize) {
    let mut rows = Vec::new();
    let mut length = 0;
    let mut from = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(row) = rest.get(..digits).and_then(|digits| digits.parse().ok()) else { break };
        rows.push(row);
        length = from + digits;
        let rest = text.get(length..).unwrap_or_default();
        let Some(next) = [", ", " and "].iter().find(|between| rest.starts_with(**between)) else { break };
        from = length + next.len();
    }
    (rows, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, rows_before: u32) -> FilePart {
        FilePart { name: name.into(), account: Account::default(), rows_before, columns_before: 0, unknown: Vec::new() }
    }

    #[test]
    fn rows_are_named_as_the_files_have_them() {
        let parts = [part("a.csv", 0), part("b.csv", 10)];
        let places = Places::new(&parts);
        for (counted_on, own) in [
            ("Row 12 has no UPN.", "Row 2 of b.csv has no UPN."),
            ("such as rows 3, 4 and 15.", "such as rows 3 and 4 of a.csv and 5 of b.csv."),
            ("row 3, and row 13: 4 rows, arrow 5", "row 3 of a.csv, and row 3 of b.csv: 4 rows, arrow 5"),
            ("Rows 11 and 12 look", "Rows 1 and 2 of b.csv look"),
            ("no rows", "no rows"),
        ] {
            assert_eq!(places.in_own_rows(counted_on), own);
            assert_eq!(Places::new(&[]).in_own_rows(counted_on), counted_on);
        }
    }
}

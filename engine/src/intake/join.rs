//! Several files read together: joined by UPN where they are about the same pupils (results in one, targets in the
//! other), else one below the other (several schools).
//!
//! Rows of a later file are counted on from the last row of the one before, and so are its columns, so that every place
//! stays a place of its own. Every pupil of every file is there once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::account::{Account, Reason, SetAside};
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::reading::{Opened, Reading};
use crate::cohort::{Cohort, RowNumbers};
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance};
use crate::text::csv::Csv;
use crate::text::phrases::list;

/// The heading that tells pupils of several schools apart.
const SCHOOL: &str = "School";

/// A column that is not read, in which something stands: else a pupil of whom nothing is known would be no row.
const NO_FIELD: &str = "-";

/// A pupil as written, by field.
struct Line {
    row: u32,
    upn: String,
    cells: BTreeMap<FieldId, String>,
}

/// Puts files together, in their order.
///
/// # Errors
/// When there is none, or nothing can be read of them together.
pub fn together(files: Vec<(String, Opened)>, guidance: &Arc<Guidance>) -> Result<Opened, CannotRead> {
    let names = files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let school = guidance.fields.by_heading(SCHOOL);
    let named = files.iter().any(|(_, opened)| school.is_some_and(|school| opened.cohort.labels(school).is_some()));
    let mut files = files.into_iter();
    let Some((name, first)) = files.next() else {
        return Err(CannotRead::new("No file was chosen.", "Choose one."));
    };
    if files.len() == 0 {
        return Ok(first);
    }
    let mut lines = lines(&first.cohort, 0, guidance);
    let mut account = first.account;
    let by_file = school.filter(|_| !named);
    let mut joined_any = false;
    let mut schools = vec![(name.clone(), lines.len())];
    for (index, (name, opened)) in files.enumerate() {
        let rows = account.last_row;
        let more = self::lines(&opened.cohort, rows, guidance);
        let before = names.get(..=index).unwrap_or_default();
        account.note(counted_on(&name, before, rows));
        let same = same_pupils(&lines, &more);
        joined_any |= same;
        if same {
            join(&mut lines, more, (before, &name), &mut account)
        } else {
            lines.extend(more)
        }
        take_account(&mut account, opened.account, rows);
        schools.push((name, lines.len()));
    }
    if let Some(school) = by_file.filter(|_| !joined_any) {
        name_schools(&mut lines, school, &schools);
    }
    read_again(&lines, account, guidance)
}

/// The pupils of a file, as written.
fn lines(cohort: &Cohort, rows: u32, guidance: &Guidance) -> Vec<Line> {
    let line = |pupil: usize| {
        let cells = guidance.fields.iter().map(|(id, _)| (id, cohort.text(id, pupil, guidance)));
        let cells = cells.filter(|(_, text)| !text.is_empty()).collect();
        Line { row: cohort.row(pupil) + rows, upn: cohort.people().upn(pupil).into_owned(), cells }
    };
    (0..cohort.len()).map(line).collect()
}

/// At least half of a file's pupils are those of the others.
fn same_pupils(lines: &[Line], more: &[Line]) -> bool {
    let known = lines.iter().map(|line| line.upn.as_str()).filter(|upn| !upn.is_empty()).collect::<HashSet<_>>();
    let shared = more.iter().filter(|line| known.contains(line.upn.as_str())).count();
    shared > 0 && 2 * shared >= more.len().min(lines.len())
}

/// Fills what the pupils there lack; who is in one of the files only is told on both sides.
fn join(lines: &mut Vec<Line>, more: Vec<Line>, (before, name): (&[String], &str), account: &mut Account) {
    let places = lines.iter().enumerate().rev().filter(|(_, line)| !line.upn.is_empty());
    let places = places.map(|(index, line)| (line.upn.clone(), index)).collect::<HashMap<_, _>>();
    let mut met = vec![false; lines.len()];
    let mut only_here = Vec::new();
    for line in more {
        match places.get(&line.upn).and_then(|index| Some((lines.get_mut(*index)?, met.get_mut(*index)?))) {
            Some((there, met)) => {
                *met = true;
                account.joined += 1;
                fill(there, line, account);
            }
            None => only_here.push(line),
        }
    }
    let missed = lines.iter().zip(met).filter(|(_, met)| !met).map(|(line, _)| line);
    missed.for_each(|line| account.note(only(line.row, &list(before), name)));
    only_here.iter().for_each(|line| account.note(only(line.row, name, &list(before))));
    lines.extend(only_here);
}

fn fill(there: &mut Line, line: Line, account: &mut Account) {
    for (field, text) in line.cells {
        let known = there.cells.entry(field).or_insert_with(|| text.clone());
        if *known != text {
            let what = format!("{text} here, but {known} for the same pupil in row {}.", there.row);
            let remedy = "The first of the two is counted. Correct the one that is wrong.";
            account.note(noted("files-differ", Severity::Warning, line.row, what, remedy));
        }
    }
}

/// Pupils of files that name no school are told apart by their file.
fn name_schools(lines: &mut [Line], school: FieldId, schools: &[(String, usize)]) {
    for (index, line) in lines.iter_mut().enumerate() {
        let file = schools.iter().find(|(_, end)| index < *end).map_or("", |(name, _)| name.as_str());
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        line.cells.insert(school, stem.to_owned());
    }
}

/// Takes another file's rows and remarks, counted on.
fn take_account(account: &mut Account, other: Account, rows: u32) {
    let columns = account.headings.texts.len();
    account.rows += other.rows;
    account.last_row = rows + other.last_row;
    account.set_aside.extend(other.set_aside.iter().map(|aside| {
        let reason = match aside.reason {
            Reason::Repeated { of } => Reason::Repeated { of: of + rows },
            Reason::BeyondHeadings { column } => Reason::BeyondHeadings { column: column + columns },
            Reason::UnclosedQuote { column } => Reason::UnclosedQuote { column: column + columns },
            reason => reason,
        };
        SetAside { row: aside.row + rows, reason }
    }));
    for note in other.diagnostics {
        // Row 0 is the file as a whole.
        let row = if note.row == 0 { 0 } else { note.row + rows };
        let column = note.column.map(|column| column + columns);
        account.note(Diagnostic { row, column, ..note });
    }
    account.headings.extend(other.headings);
}

fn counted_on(name: &str, before: &[String], rows: u32) -> Diagnostic {
    let what = format!("{name} was read together with {}: its row 1 is counted as row {}.", list(before), rows + 1);
    noted("files-together", Severity::Remark, 0, what, "Nothing. Its columns are counted on in the same way.")
}

fn only(row: u32, here: &str, not_there: &str) -> Diagnostic {
    let what = format!("This pupil is in {here} only, not in {not_there}.");
    let remedy = "The pupil is counted with what there is. Look whether the UPN is the same in both files.";
    noted("only-in-one-file", Severity::Warning, row, what, remedy)
}

fn noted(code: &'static str, severity: Severity, row: u32, what: String, remedy: &str) -> Diagnostic {
    Diagnostic { code, severity, row, column: None, what, remedy: remedy.into() }
}

/// The pupils as one table through the reader, each in the row where it was met first.
fn read_again(lines: &[Line], mut account: Account, guidance: &Arc<Guidance>) -> Result<Opened, CannotRead> {
    let used = |id: &FieldId| lines.iter().any(|line| line.cells.contains_key(id));
    let known = |id: &FieldId| account.headings.fields.contains(&Some(*id));
    let fields = guidance.fields.iter().filter(|(id, _)| used(id) || known(id)).collect::<Vec<_>>();
    let headings = fields.iter().map(|(_, field)| field.heading.as_str()).chain([NO_FIELD]);
    let mut csv = Csv::new(&headings.collect::<Vec<_>>());
    for line in lines {
        let cell = |(id, _): &(FieldId, _)| line.cells.get(id).map_or("", String::as_str);
        csv.row(&fields.iter().map(cell).chain([NO_FIELD]).collect::<Vec<_>>());
    }
    let Opened { mut cohort, account: again } = Reading::whole(guidance.clone(), csv.finish().as_bytes())?;
    // The row of the text → the row of the files; the headings are row 1.
    let row = |row: u32| lines.get((row as usize).saturating_sub(2)).map_or(0, |line| line.row);
    account.set_aside.extend(again.set_aside.iter().map(|aside| {
        let reason = match aside.reason {
            Reason::Repeated { of } => Reason::Repeated { of: row(of) },
            reason => reason,
        };
        SetAside { row: row(aside.row), reason }
    }));
    account.set_aside.sort_unstable_by_key(|aside| aside.row);
    account.diagnostics.sort_by_key(|note| note.row);
    cohort.rows = RowNumbers::of((0..cohort.len()).map(|pupil| row(cohort.row(pupil))));
    cohort.coded.values_mut().flat_map(|column| &mut column.unknown).for_each(|unknown| {
        unknown.first_row = row(unknown.first_row);
    });
    Ok(Opened { cohort, account })
}

impl Cohort {
    /// A pupil's cell as written, or as we write it; empty: blank, or the file has no such column.
    pub(crate) fn text(&self, id: FieldId, pupil: usize, guidance: &Guidance) -> String {
        match guidance.fields.get(id).map(|field| field.kind) {
            Some(Kind::Upn) => self.people.upn(pupil).into_owned(),
            Some(Kind::Surname) => self.people.surname(pupil).into_owned(),
            Some(Kind::Forename) => self.people.forename(pupil).into_owned(),
            Some(Kind::Text | Kind::Label) => self.labels(id).map_or("", |labels| labels.label(pupil)).to_owned(),
            Some(Kind::Number(_)) => self.numbers(id).map(|numbers| numbers.text(pupil)).unwrap_or_default(),
            Some(Kind::Coded(book)) => self.coded_text(id, pupil, book, guidance).unwrap_or_default(),
            None => String::new(),
        }
    }

    fn coded_text(&self, id: FieldId, pupil: usize, book: usize, guidance: &Guidance) -> Option<String> {
        let column = self.coded(id)?;
        let code = *column.codes().get(pupil)?;
        let known = guidance.codes.book(book).and_then(|book| book.entry(code)).map(|entry| entry.code.clone());
        known.or_else(|| column.spelling(code).map(str::to_owned))
    }
}

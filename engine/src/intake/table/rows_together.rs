//! Files in which nearly every pupil has several rows that belong together: the sessions of each half-term, or, in a
//! list of names, parts of what is known of a pupil.

use std::collections::HashMap;

use super::in_view;
use super::pupil_rows::{has_sum, is_no_upn};
use super::repeated_rows::{contradiction, distinguishing, question};
use super::sample::SampleRow;
use super::shape::Table;
use super::text_repair::is_nearly_all;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::{RejectReason, RejectedRow};
use crate::intake::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion, RepeatedRow};
use crate::intake::headings::Headings;
use crate::intake::read_as::ReadAs;
use crate::text::cell::clean_upn;
use crate::text::phrases::list;

/// Fewest pupils that show that each has several rows.
const PUPILS: usize = 2;

/// Fewest full names that stand in several rows by habit and not by chance.
const NAMES: usize = 3;

/// A table in which the rows of each pupil were put together.
#[derive(Debug)]
pub(super) struct TogetherTable {
    pub table: Table,
    pub decision: ReadingDecision,
    pub questions: Vec<ReadingQuestion>,
}

/// The rows of each pupil, in the order of their first rows. Rows that name nobody are alone.
struct Pupils<'a> {
    rows: Vec<Vec<&'a SampleRow>>,
    /// Some are found by their names alone.
    by_name: bool,
}

/// Puts the rows of each pupil together, if nearly every pupil has several and they can only belong together.
/// `continued`: rows without a name have been given that of the row above.
pub(super) fn put_together(
    table: &Table,
    guidance: &Guidance,
    read_as: &ReadAs,
    continued: bool,
) -> Option<TogetherTable> {
    if !table.may_repeat_pupils(&table.identity_columns(guidance)) {
        return None;
    }
    let headings = Headings::with_read_as(table.headings().to_vec(), guidance, read_as);
    let pupils = Pupils::find(table.body(), &headings, guidance, continued)?;
    let several = pupils.rows.iter().filter(|rows| rows.len() > 1).collect::<Vec<_>>();
    let open = |besides: &[usize]| {
        several.iter().find_map(|rows| Some((*rows, contradiction(rows, &headings, besides, guidance)?)))
    };
    let sessions = SessionColumns::find(&headings, guidance);
    let is_said = |answer| matches!(answer, &ReadingAnswer::CountRepeated(_) | &ReadingAnswer::CountRowsWith { .. });
    let differing = |besides: &[usize]| {
        let (rows, column) = open(besides).filter(|_| !read_as.answers.iter().any(is_said))?;
        Some(question(rows, column, &several, &headings))
    };
    let Some(sessions) = sessions.filter(|sessions| sessions.can_be_added(&several)) else {
        if !pupils.by_name {
            return None;
        }
        let what = "Nearly every name is in several rows: the rows of each were read as one.";
        let decision = ReadingDecision::table_decision("rows-of-a-name", what.into());
        let questions = differing(&[]).into_iter().collect();
        let table = pupils.joined(table, &[], read_as, &headings);
        return Some(TogetherTable { table, decision, questions });
    };
    let apart = distinguishing(&several, &headings).map(|(heading, _)| heading);
    let said = read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::AddSessions(add) => Some(*add),
        _ => None,
    });
    // Equal rows without anything that tells them apart are repetitions.
    if !said.unwrap_or_else(|| sessions.are_parts(&several, guidance)) || apart.is_none() && open(&[]).is_none() {
        return None;
    }
    let mut questions = Vec::new();
    if said.is_none() && apart.is_none() {
        questions.push(question_about_sessions(several.first()?));
    }
    questions.extend(differing(&sessions.columns));
    let table = pupils.joined(table, &sessions.columns, read_as, &headings);
    Some(TogetherTable { table, decision: sessions_added(apart), questions })
}

/// Tells that sessions were added up; `apart`: the heading of the column that tells the rows of a pupil apart.
fn sessions_added(apart: Option<&str>) -> ReadingDecision {
    let by = apart.map_or_else(String::new, |heading| format!(" (by {heading})"));
    ReadingDecision {
        code: "sessions-added",
        what: format!("Each pupil has several rows{by}: their sessions were added up."),
        rows: Vec::new(),
        instead: Some(ReadingChoice::new("Do not add them up", ReadingAnswer::AddSessions(false))),
    }
}

fn question_about_sessions(rows: &[&SampleRow]) -> ReadingQuestion {
    let numbers = list(&rows.iter().map(|row| row.number.to_string()).collect::<Vec<_>>());
    ReadingQuestion {
        code: "sessions-of-several-rows",
        what: format!(
            "Each pupil has several rows with sessions, such as rows {numbers}. Are they parts of the year? Until you \
             answer, they are added up."
        ),
        rows: in_view(rows.iter().copied()),
        choices: vec![
            ReadingChoice::new("Yes, add them up", ReadingAnswer::AddSessions(true)),
            ReadingChoice::new("No, one of the rows counts", ReadingAnswer::AddSessions(false)),
        ],
    }
}

impl<'a> Pupils<'a> {
    /// `None`: hardly any pupil has several rows.
    fn find(rows: &'a [SampleRow], headings: &Headings, guidance: &Guidance, continued: bool) -> Option<Self> {
        let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
        let columns = |wanted: &[FieldKind]| {
            let kinds =
                headings.recognised().filter(|(_, field)| kind(*field).is_some_and(|kind| wanted.contains(&kind)));
            kinds.map(|(column, _)| column).collect::<Vec<_>>()
        };
        let upns = columns(&[FieldKind::Upn]);
        let names = columns(&[FieldKind::Surname, FieldKind::Forename]);
        let birth = guidance.fields.by_heading(&guidance.exports.birth.field);
        let others =
            [birth, Some(guidance.fields.school)].into_iter().flatten().filter_map(|field| headings.column(field));
        let others = others.collect::<Vec<_>>();
        let cells = |row: &'a SampleRow, columns: &[usize]| {
            let cells = columns.iter().map(|column| row.cell(*column).to_lowercase()).collect::<Vec<_>>();
            Some(cells).filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
        };
        let other_cells = |row: &'a SampleRow| others.iter().map(|column| row.cell(*column)).collect::<Vec<_>>();
        let key_of_upn = |row: &'a SampleRow| {
            let upn = upns.iter().map(|column| row.cell(*column)).find(|upn| !is_no_upn(upn, guidance))?;
            let upn = String::from_utf8_lossy(&clean_upn(upn.as_bytes())).into_owned();
            Some((vec![upn], other_cells(row)))
        };
        // A row without a UPN may be of a pupil whose name has one elsewhere.
        let mut key_of_name = HashMap::new();
        for (name, key) in rows.iter().filter_map(|row| Some((cells(row, &names)?, key_of_upn(row)?))) {
            let known = key_of_name.entry(name).or_insert_with(|| Some(key.clone()));
            *known = known.take().filter(|other| *other == key);
        }
        let (mut pupils, mut by_name, mut keyed) = (Vec::<Vec<&SampleRow>>::new(), false, HashMap::new());
        for row in rows {
            let upn = key_of_upn(row);
            let is_name = upn.is_none();
            let key = upn.or_else(|| {
                let name = cells(row, &names)?;
                key_of_name.get(&name).cloned().flatten().or_else(|| Some((name, other_cells(row))))
            });
            let place = key.map(|key| *keyed.entry(key).or_insert(pupils.len())).unwrap_or(pupils.len());
            by_name |= is_name && place < pupils.len();
            match pupils.get_mut(place) {
                Some(rows) => rows.push(row),
                None => pupils.push(vec![row]),
            }
        }
        let several = pupils.iter().filter(|rows| rows.len() > 1).count();
        if keyed.len() < PUPILS || !is_nearly_all(several, keyed.len()) {
            return None;
        }
        let found = Self { rows: pupils, by_name };
        let suffices = |found: &Self| {
            found.are_no_namesakes(&names) && (continued || found.belong_together(&names, headings, guidance))
        };
        (!by_name || suffices(&found)).then_some(found)
    }

    /// True if names may show that rows are of one pupil: full names that all have as many rows, or rows one below the
    /// other.
    fn are_no_namesakes(&self, names: &[usize]) -> bool {
        let follow = |pair: &[&SampleRow]| matches!(pair, [one, next] if next.number == one.number + 1);
        if self.rows.iter().all(|rows| rows.windows(2).all(follow)) {
            return true;
        }
        let usual = self.rows.first().map_or(0, Vec::len);
        let alike = self.rows.iter().filter(|rows| rows.len() == usual).count();
        is_nearly_all(alike, self.rows.len()) && self.have_full_names(names)
    }

    fn have_full_names(&self, names: &[usize]) -> bool {
        let is_full = |row: &&SampleRow| match names {
            [only] => row.cell(*only).contains([' ', ',']),
            several => several.iter().all(|column| !row.cell(*column).is_empty()),
        };
        self.rows.iter().flatten().all(is_full)
    }

    /// True if the rows of a name are more than those of two pupils who share it: each holds what the others lack, a
    /// column such as the term tells them apart, or several full names stand there again.
    fn belong_together(&self, names: &[usize], headings: &Headings, guidance: &Guidance) -> bool {
        let several = self.rows.iter().filter(|rows| rows.len() > 1).collect::<Vec<_>>();
        let complement = |rows: &&&Vec<&SampleRow>| {
            let fills_alone = |row: &&SampleRow| {
                let others = || rows.iter().filter(|other| other.number != row.number);
                let mut columns = row.filled_cells().map(|(column, _)| column);
                columns.any(|column| others().all(|other| other.cell(column).is_empty()))
            };
            contradiction(rows, headings, &[], guidance).is_none() && rows.iter().all(fills_alone)
        };
        is_nearly_all(several.iter().filter(complement).count(), several.len())
            || distinguishing(&several, headings).is_some()
            || several.len() >= NAMES && self.have_full_names(names)
    }

    /// One row for each pupil, in the place of the first: what the row that counts has, and what it lacks from the
    /// others; in these columns the sums of all.
    fn joined(&self, table: &Table, sums: &[usize], read_as: &ReadAs, headings: &Headings) -> Table {
        let mut rejected = table.rejected.clone();
        let body = self.rows.iter().filter_map(|rows| {
            let first = *rows.first()?;
            let counts = row_that_counts(rows, read_as, headings).unwrap_or(first);
            let mut joined = counts.clone().numbered(first.number);
            for row in rows {
                for (column, cell) in row.filled_cells().filter(|(column, _)| !sums.contains(column)) {
                    if joined.cell(column).is_empty() {
                        joined.put(column, cell);
                    }
                }
                if row.number != first.number {
                    rejected
                        .push(RejectedRow { row: row.number, reason: RejectReason::PutTogether { of: first.number } });
                }
            }
            for column in sums.iter().filter(|_| rows.len() > 1) {
                let numbers = rows.iter().filter_map(|row| row.cell(*column).parse::<u64>().ok()).collect::<Vec<_>>();
                if !numbers.is_empty() {
                    joined.put(*column, &numbers.iter().sum::<u64>().to_string());
                }
            }
            Some(joined)
        });
        let body = body.collect();
        table.with_rows(table.headings().to_vec(), body, rejected)
    }
}

/// The row of a pupil that counts, as the user said.
fn row_that_counts<'a>(rows: &[&'a SampleRow], read_as: &ReadAs, headings: &Headings) -> Option<&'a SampleRow> {
    read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::CountRepeated(RepeatedRow::First) => rows.first().copied(),
        ReadingAnswer::CountRepeated(RepeatedRow::Last) => rows.last().copied(),
        ReadingAnswer::CountRowsWith { heading, value } => {
            let column = headings.texts.iter().position(|text| text == heading)?;
            rows.iter().find(|row| row.cell(column) == value).copied()
        }
        _ => None,
    })
}

/// The columns of sessions.
struct SessionColumns {
    possible: usize,
    columns: Vec<usize>,
}

impl SessionColumns {
    fn find(headings: &Headings, guidance: &Guidance) -> Option<Self> {
        let column = |heading: &String| headings.column_of(heading, guidance);
        let sessions = &guidance.exports.sessions;
        let possible = column(&sessions.possible)?;
        let columns = sessions.absent.iter().filter_map(column).chain([possible]).collect();
        Some(Self { possible, columns })
    }

    /// True if nearly all pupils have possible sessions in several rows, and all are whole numbers.
    fn can_be_added(&self, pupils: &[&Vec<&SampleRow>]) -> bool {
        let is_number = |cell: &str| cell.is_empty() || cell.parse::<u64>().is_ok();
        let rows = || pupils.iter().flat_map(|rows| rows.iter());
        let filled =
            |rows: &&&Vec<&SampleRow>| rows.iter().filter(|row| !row.cell(self.possible).is_empty()).count() > 1;
        is_nearly_all(pupils.iter().filter(filled).count(), pupils.len())
            && rows().all(|row| self.columns.iter().all(|column| is_number(row.cell(*column))))
    }

    /// True if the sessions are those of parts of the year: none are of the year so far, and no row is a total.
    fn are_parts(&self, pupils: &[&Vec<&SampleRow>], guidance: &Guidance) -> bool {
        let is_total = |row: &&SampleRow| has_sum(row, guidance);
        !self.are_running_totals(pupils) && !pupils.iter().any(|rows| rows.iter().any(is_total))
    }

    /// True if the sessions of nearly all pupils grow from row to row, as those of the year so far do.
    fn are_running_totals(&self, pupils: &[&Vec<&SampleRow>]) -> bool {
        let grows = |rows: &&&Vec<&SampleRow>| {
            let numbers = |column: usize| {
                let cells = rows.iter().filter_map(move |row| row.cell(column).parse::<u64>().ok());
                cells.collect::<Vec<_>>()
            };
            let possible = numbers(self.possible);
            let (Some(first), Some(last)) = (possible.first(), possible.last()) else { return false };
            let periods = possible.len() as u64;
            self.columns.iter().all(|column| numbers(*column).is_sorted()) && 2 * last >= (periods + 1) * first
        };
        is_nearly_all(pupils.iter().filter(grows).count(), pupils.len())
    }
}

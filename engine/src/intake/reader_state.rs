//! Where the records of a file go: its headings, its pupils, and the account of all others.

use std::collections::BTreeMap;

use ambition_columns::csv::{CsvRecord, RecordBatch, RecordFault};

use super::account::{Account, RejectReason, RejectedRow};
use super::chances;
use super::checks;
use super::cohort_builder::CohortBuilder;
use super::cohort_reader::ReadFile;
use super::decisions::ReadingQuestion;
use super::diagnostic::CannotRead;
use super::doubtful_pupils;
use super::encoding::Encoding;
use super::headings::Headings;
use super::local_numbers::LocalNumbers;
use super::made_columns;
use super::notes::{note_beside_table, note_repeated, stray_quote};
use super::one_scale;
use super::signature::refuse_text;
use super::table::{PupilRows, RowVerdict, TablePlan};
use super::unusual_rows::{
    UnusualRows, decision_about_nobody, question_about_differing, question_about_names, question_about_shifted,
};
use super::{other_forms, percentages, yes_or_blank};
use crate::cohort::register;
use crate::guidance::{FieldId, Guidance};
use crate::text::cell;

/// Where the records go.
#[derive(Debug, Default)]
pub(super) struct ReaderState {
    pub account: Account,
    pub pupils: Option<CohortBuilder>,
    pub pupil_rows: PupilRows,
    /// Number of the heading row; 0: the first row that is not blank.
    pub wanted: u32,
    pub heading_too_long: bool,
    /// What the heading row alone does not say: its texts, and fields by column.
    pub headings: Option<Vec<String>>,
    /// The headings of the table that this one continues.
    pub headings_above: Option<Vec<String>>,
    /// The name of the sheet or file.
    pub name: String,
    pub fields: BTreeMap<usize, Option<FieldId>>,
    /// Nothing has to be recognised: the table is of our own making.
    pub is_plain_table: bool,
    /// The rows belong to other headings than ours.
    pub in_other_table: bool,
    /// What to ask about rows of a pupil that differ, where a column tells them apart.
    pub repeat_question: Option<ReadingQuestion>,
    /// Rows that may be pupils or not, and rows that are not, as far as they are shown.
    pub unsure: UnusualRows,
    pub nobody: UnusualRows,
    /// Rows whose cells a comma has moved.
    pub shifted: UnusualRows,
    pub local_numbers: LocalNumbers,
}

impl ReaderState {
    /// Takes a plan for reading; returns the text to read instead of the file's, if it has to be another one.
    pub fn follow(&mut self, plan: TablePlan, text: &[u8]) -> Option<String> {
        self.wanted = plan.layout.heading_row;
        self.headings = plan.headings;
        self.fields = plan.fields;
        self.pupil_rows = plan.pupil_rows;
        self.account.separator = plan.layout.separator;
        self.account.first_rows = plan.layout.rows;
        self.account.rows += plan.rejected.len() as u32;
        self.account.rejected.extend(plan.rejected);
        self.account.decisions.extend(plan.decisions);
        self.account.questions.extend(plan.questions);
        self.repeat_question = plan.repeat_question;
        if plan.layout.one_column && plan.rewritten.is_none() && !text.trim_ascii().is_empty() {
            self.account.note(checks::one_column());
        }
        plan.rewritten
    }

    /// Adds the records of a batch, ordinary ones in runs.
    pub fn add_batch(&mut self, batch: &RecordBatch, guidance: &Guidance) {
        let mut from = 0;
        while from < batch.len() {
            let cells = (self.account.last_read + 1, self.account.headings.width);
            let plain = match &self.pupils {
                Some(_) if !self.in_other_table => {
                    let run = batch.ordinary_run(from, cells, self.pupil_rows.starts());
                    self.pupil_rows.plain_run(batch, &(from..from + run), guidance)
                }
                _ => 0,
            };
            match &mut self.pupils {
                Some(pupils) if plain > 0 => {
                    pupils.push(batch, &(from..from + plain), guidance);
                    self.local_numbers.add_run(batch, from..from + plain);
                    self.account.rows += plain as u32;
                }
                _ => self.add_record(batch, from, guidance),
            }
            from += plain.max(1);
        }
        let last = batch.record(batch.len().saturating_sub(1));
        self.account.last_row = last.number;
    }

    /// Adds one record that needs a closer look.
    fn add_record(&mut self, batch: &RecordBatch, index: usize, guidance: &Guidance) {
        let row = batch.record(index);
        let Some(pupils) = &mut self.pupils else { return self.read_headings(&row, guidance) };
        let account = &mut self.account;
        let verdict = if row.fault.is_none() { self.pupil_rows.judge(&row, guidance) } else { RowVerdict::Pupil };
        let mut reason = match (row.fault, &verdict) {
            (Some(RecordFault::UnclosedQuote(column)), _) => Some(RejectReason::UnclosedQuote { column }),
            (Some(RecordFault::TooLong), _) => Some(RejectReason::TooLong),
            (None, RowVerdict::Blank) => return,
            (None, RowVerdict::OtherTable) => {
                self.in_other_table = true;
                Some(RejectReason::RepeatedHeadings)
            }
            (None, RowVerdict::Rejected(RejectReason::RepeatedHeadings)) => {
                self.in_other_table = false;
                Some(RejectReason::RepeatedHeadings)
            }
            (None, _) if self.in_other_table => Some(RejectReason::OtherTable),
            (None, RowVerdict::Rejected(reason)) => {
                self.nobody.push(&row);
                Some(*reason)
            }
            (None, RowVerdict::Pupil | RowVerdict::Unsure) => None,
        };
        let is_long = reason.is_none() && account.workbook.is_none() && row.len() > account.headings.width;
        if is_long && self.pupil_rows.is_moved_by_comma(&row, guidance) {
            pupils.remember_rejected(&row);
            self.shifted.push(&row);
            reason = Some(RejectReason::MovedByComma);
        } else if let (None, Some(column)) = (reason, pupils.column_beyond_headings(&row)) {
            // In a workbook no quotation mark can be missing: what stands there is a note beside the table, unless the
            // row was already shifted when it came into the workbook.
            if account.workbook.is_none() || self.pupil_rows.is_shifted(&row, guidance) {
                pupils.remember_rejected(&row);
                reason = Some(RejectReason::BeyondHeadings { column });
            } else {
                account.note(note_beside_table(row.number, column));
            }
        }
        if reason.is_none() && verdict == RowVerdict::Unsure {
            self.unsure.push(&row);
        }
        account.rows += 1;
        if reason.is_none() {
            pupils.push(batch, &(index..index + 1), guidance);
            self.local_numbers.add(&row);
            // The rows of a workbook end with their last filled cell.
            if row.len() <= account.last_read && account.workbook.is_none() {
                checks::note_short_row(row.number, account);
            }
        }
        account.rejected.extend(reason.map(|reason| RejectedRow { row: row.number, reason }));
        if let Some(column) = row.stray_quote.filter(|_| has_stray_quote(&row)) {
            account.note(stray_quote(row.number, column));
        }
    }

    fn read_headings(&mut self, row: &CsvRecord, guidance: &Guidance) {
        if self.account.heading_row == 0 {
            self.heading_too_long |= row.fault.is_some();
        }
        let wanted = self.wanted == 0 || row.number == self.wanted;
        if !wanted || self.account.heading_row > 0 || row.fault.is_some() || row.is_blank(cell::is_empty) {
            return;
        }
        let text = |index| cell::clean_text(&row.field(index)).into_owned();
        let texts = self.headings.take().unwrap_or_else(|| (0..row.len()).map(text).collect());
        self.begin(texts, row.number, guidance);
    }

    /// Begins the table with its headings; `row`: where they are, 0: in another sheet.
    pub fn begin(&mut self, texts: Vec<String>, row: u32, guidance: &Guidance) {
        let headings = Headings::decided(texts, guidance, &self.account.read_as, &self.fields);
        self.account.heading_row = row;
        // The pupils of another file, by the school's own numbers, with columns to be asked about.
        let is_of_numbers = || {
            let any = |is: &dyn Fn(&str) -> bool| headings.texts.iter().any(|text| is(text));
            any(&|text| guidance.is_local_number(text))
                && any(&|text| !guidance.vocabulary.likely_fields(text).is_empty())
        };
        if !headings.are_unknown() || self.account.read_as.takes_anything() || is_of_numbers() {
            if headings.are_unknown() {
                self.account.note(checks::no_known_heading(row));
            }
            note_repeated(&headings, row, &mut self.account);
            self.account.last_read = headings.recognised().last().map_or(0, |(column, _)| column);
            self.pupils = Some(CohortBuilder::new(&headings, guidance));
            self.local_numbers = LocalNumbers::new(&headings, guidance);
        }
        self.account.headings = headings;
    }

    /// Fails if there is a heading row and none of its headings is known.
    pub fn refuse_headings(&self) -> Result<(), CannotRead> {
        if self.pupils.is_some() || self.account.heading_row == 0 {
            return Ok(());
        }
        if self.heading_too_long {
            return Err(unreadable_headings());
        }
        if let Some(error) = refuse_text(&self.account.first_rows).filter(|_| self.account.workbook.is_none()) {
            return Err(error);
        }
        let first = self.account.headings.texts.iter().find(|text| !text.is_empty());
        let first = first.map_or(String::new(), |text| text.chars().take(40).collect());
        Err(CannotRead {
            what: format!(
                "Row {} should hold the headings, but none of them is one we know; it begins \u{201c}{first}\u{201d}.",
                self.account.heading_row
            ),
            remedy: "Put headings such as UPN, KS1_Reading, KS1_Maths and Target_KS2_English in the first row: \
                     the blank template has them all."
                .into(),
            anyway: self.account.headings.width > 1,
        })
    }

    /// Reserves capacity for the whole file once its first rows show how long a row is.
    pub fn reserve_for(&mut self, bytes_read: u64, size: u64) {
        let rows = u64::from(self.account.rows);
        if let Some(pupils) = self.pupils.as_mut().filter(|_| rows > 0) {
            let expected = rows * size.saturating_sub(bytes_read) / bytes_read.max(1);
            pupils.reserve_once(usize::try_from(expected + expected / 100).unwrap_or_default());
        }
    }

    /// Ends the file: what its columns as a whole decide, and what is asked.
    pub fn finish(mut self, guidance: &Guidance) -> Result<ReadFile, CannotRead> {
        let Some(pupils) = self.pupils else {
            return Err(if self.heading_too_long {
                unreadable_headings()
            } else if self.account.read_as.heading_row.is_some() {
                CannotRead::new("There are no headings in that row.", "Choose another row for the headings.")
            } else {
                CannotRead::new(
                    "The file is empty.",
                    "Export it again from your school's system, or start from the blank template.",
                )
            });
        };
        self.account.local_numbers = self.local_numbers.into_numbers();
        let (mut cohort, differing) = pupils.finish(&mut self.account, guidance);
        self.account.questions.extend(question_about_differing(
            &differing,
            self.repeat_question,
            &self.account.read_as,
        ));
        other_forms::settle(&mut cohort, &mut self.account, guidance);
        chances::settle(&mut cohort, &mut self.account, guidance);
        one_scale::settle(&mut cohort, &mut self.account, guidance);
        percentages::settle(&mut cohort, &mut self.account, guidance);
        yes_or_blank::settle(&mut cohort, &mut self.account, guidance);
        made_columns::settle(&mut cohort, &mut self.account, guidance);
        self.account.questions.extend(question_about_shifted(self.shifted, &self.account.read_as));
        self.account.questions.extend(question_about_names(self.unsure));
        // Those of a shard are among the rejected rows only.
        let nobody =
            |rejected: &&RejectedRow| matches!(rejected.reason, RejectReason::NamesNobody | RejectReason::Total);
        self.nobody.numbers = self.account.rejected.iter().filter(nobody).map(|rejected| rejected.row).collect();
        let nobody = self.nobody.without_answered(&self.account.read_as);
        self.account.decisions.extend(decision_about_nobody(nobody));
        register::count_sessions(&mut cohort, guidance);
        checks::check(&cohort, &mut self.account, guidance);
        if !self.is_plain_table {
            doubtful_pupils::ask(&cohort, &mut self.account, guidance);
        }
        let others = self.account.diagnostics.iter().any(|note| note.code == "not-utf8");
        if others && self.account.read_as.encoding.is_none() {
            self.account.encoding = Encoding::Windows1252;
        }
        Ok(ReadFile { cohort, account: self.account })
    }
}

/// True if a cell has a quotation mark inside that does not guard its value.
fn has_stray_quote(row: &CsvRecord) -> bool {
    let is_guarded = |column: usize| cell::is_guarded_by_quotes(&row.field(column));
    let mut with_quotes = (0..row.len()).filter(|column| row.field(*column).contains(&b'"'));
    !row.stray_quote.is_none_or(is_guarded) || !with_quotes.all(is_guarded)
}

fn unreadable_headings() -> CannotRead {
    CannotRead::new(
        "The heading row cannot be read: it is very long, or a quotation mark in it is never closed.",
        "Open the file in a spreadsheet, save it as CSV again, and choose the new file.",
    )
}

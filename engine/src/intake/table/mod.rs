//! Recognises the table in a text: what separates its fields, where it begins and ends, which rows name a pupil, and
//! whether the columns hold what their headings say (RULES 2.3).
//!
//! [`recognise`] decides all of it in one place, from a sample: the whole text of a file of a school, the start of a
//! larger one. [`layout`] finds the delimiter and the heading row; `text_repair` and `shape` bring unusual tables into
//! the ordinary shape, a row of headings with a pupil in each row below it; `pupil_rows` tells the rows of pupils from
//! all others while the file is read.

mod blocks;
mod column_fit;
mod continued_rows;
mod heading_block;
pub mod layout;
mod other_tables;
mod pupil_rows;
mod repeated_rows;
mod row_a_subject;
mod rows_above;
mod rows_together;
mod sample;
mod shape;
mod text_repair;
mod unnamed_columns;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::account::RejectedRow;
use super::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion};
use super::diagnostic::column_letters;
use super::headings::Headings;
use super::read_as::ReadAs;
use crate::guidance::{FieldId, Guidance};
use crate::text::phrases::{count, list};
use heading_block::HeadingBlock;
use layout::{FirstRow, PREVIEW_ROWS, SEPARATORS, TableLayout};
use sample::{SampleRow, TableSample};
use shape::Table;
use text_repair::{delimiters_words, other_rows_words, sample_text, split_other_rows, unify_delimiters, unquote_lines};
use unnamed_columns::ColumnsBeyond;

pub(super) use pupil_rows::{PupilRows, RowVerdict, is_no_upn};

/// Size in bytes up to which a file is looked at as a whole before its rows are read: some 10,000 pupils.
pub const WHOLE: usize = 1 << 20;

/// How the rows of a text are to be read.
#[derive(Debug, Default)]
pub(super) struct TablePlan {
    /// The delimiter, the heading row and the preview.
    pub layout: TableLayout,
    /// The table in ordinary shape, with commas; `None`: the text has it.
    pub rewritten: Option<String>,
    /// Headings to be taken instead of those in the heading row.
    pub headings: Option<Vec<String>>,
    /// Fields decided by what is in the columns; `None`: not to be read.
    pub fields: BTreeMap<usize, Option<FieldId>>,
    /// Which rows name a pupil.
    pub pupil_rows: PupilRows,
    /// Rows that were used up when the table was brought into shape.
    pub rejected: Vec<RejectedRow>,
    /// What was decided.
    pub decisions: Vec<ReadingDecision>,
    /// What to ask about the table.
    pub questions: Vec<ReadingQuestion>,
    /// What to ask if rows of a pupil contradict each other.
    pub repeat_question: Option<ReadingQuestion>,
}

/// What a text is.
#[derive(Debug)]
pub(super) enum Recognition {
    /// A table, to be read in this way.
    Table(Box<TablePlan>),
    /// A table in an unusual shape: it can be read only when all of the file is there.
    NeedsWholeFile,
}

/// A text and what surrounds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableText<'a> {
    /// The text in UTF-8.
    pub text: &'a [u8],
    /// This is all of the file.
    pub whole: bool,
    /// It comes from a workbook or transfer file: its delimiter is the comma.
    pub from_workbook: bool,
    /// Sorted numbers of the rows that a workbook sums up with formulas.
    pub sums: &'a [u32],
    /// It is a table of our own making: a row of headings, and a pupil in every row below it.
    pub is_plain: bool,
}

/// Recognises the table in a text.
pub(super) fn recognise(source: TableText, read_as: &ReadAs, guidance: &Guidance) -> Recognition {
    if source.is_plain {
        return Recognition::Table(Box::default());
    }
    let mut said = read_as.clone();
    if source.from_workbook {
        said.separator = Some(char::from(SEPARATORS[0]));
    }
    let mut shaper =
        Shaper { source, text: Cow::Borrowed(source.text), decisions: Vec::new(), questions: Vec::new(), guidance };
    let may_reshape = said.heading_row.is_none() && !said.answers.contains(&ReadingAnswer::AsItStands);
    let mut layout = TableLayout::find(source.text, source.whole, &said, guidance);
    let preview = layout.rows.clone();
    if may_reshape && said.separator.is_none() {
        layout = shaper.repair_text(layout, &said);
    }
    let mut sample = TableSample::new(&shaper.text, layout.separator, source.whole);
    let mut rewritten = matches!(shaper.text, Cow::Owned(_));
    if may_reshape && said.separator.is_none() {
        rewritten |= shaper.split_other_rows(&mut sample, &layout);
    }
    let mut table = Table { sample, heading_row: layout.heading_row, combined: None, rejected: Vec::new() };
    if may_reshape && layout.known == 0 {
        let turned = shaper.turn(&mut table);
        layout.known = if turned { shape::count_fields(table.headings(), guidance) } else { 0 };
        rewritten |= turned;
    }
    if may_reshape && layout.known > 0 {
        rewritten |= shaper.reshape(&mut table, read_as);
    }
    if rewritten && !source.whole {
        return Recognition::NeedsWholeFile;
    }
    // Below further headings the columns are those of the file, and any of its rows may be said to hold the headings.
    let keeps_columns = shaper.decisions.iter().all(|decision| decision.code == "table-below");
    layout.rows = if keeps_columns { preview } else { preview_of(&table) };
    layout.heading_row = table.heading_row;
    Recognition::Table(Box::new(shaper.plan(layout, table, rewritten, read_as)))
}

/// Brings a text into the ordinary shape, step by step.
struct Shaper<'a> {
    source: TableText<'a>,
    text: Cow<'a, [u8]>,
    decisions: Vec<ReadingDecision>,
    questions: Vec<ReadingQuestion>,
    guidance: &'a Guidance,
}

impl Shaper<'_> {
    fn decide(&mut self, code: &'static str, what: String) {
        self.decisions.push(ReadingDecision::table_decision(code, what));
    }

    /// Lines in quotes, and headings with another delimiter than the rows.
    fn repair_text(&mut self, mut layout: TableLayout, read_as: &ReadAs) -> TableLayout {
        let whole = self.source.whole;
        if let Some(text) = unquote_lines(&self.text, &layout, whole) {
            self.text = Cow::Owned(text.into_bytes());
            layout = TableLayout::find(&self.text, whole, read_as, self.guidance);
            self.decide("quoted-lines", "Each line is one cell in quotation marks: the marks were left out.".into());
        }
        if let Some((text, delimiter)) = unify_delimiters(&self.text, &layout, whole) {
            self.decide("two-delimiters", delimiters_words(layout.separator, delimiter));
            self.text = Cow::Owned(text.into_bytes());
            let read_as = ReadAs { separator: Some(char::from(delimiter)), ..read_as.clone() };
            layout = TableLayout::find(&self.text, whole, &read_as, self.guidance);
        }
        layout
    }

    /// Rows with another delimiter than the others; true if there are any.
    fn split_other_rows(&mut self, sample: &mut TableSample, layout: &TableLayout) -> bool {
        let rows = split_other_rows(sample, &self.text, layout);
        if !rows.is_empty() {
            self.decide("rows-of-other-delimiters", other_rows_words(&rows));
        }
        !rows.is_empty()
    }

    /// Rows and columns exchanged, tables beside and below each other; true if the rows have changed.
    fn reshape(&mut self, table: &mut Table, read_as: &ReadAs) -> bool {
        let mut changed = self.find_rows_above(table);
        self.combine_headings(table);
        changed |= self.turn(table);
        while let Some((joined, column)) = shape::append_table_right(table, self.guidance) {
            let last = table.sample.rows.last().map_or(0, |row| row.number);
            *table = joined;
            changed = true;
            let what = format!(
                "Another table begins in column {}: its rows were read too, row 1 of it as row {}.",
                column_letters(column),
                last + 1
            );
            self.decide("table-to-the-right", what);
        }
        if let Some((joined, starts)) = shape::append_tables_below(table, self.guidance) {
            *table = joined;
            changed = true;
            let rows = list(&starts.iter().map(u32::to_string).collect::<Vec<_>>());
            let plural = if starts.len() == 1 { "" } else { "s" };
            let what = format!("Other headings are in row{plural} {rows}: the rows below were read by these.");
            self.decide("table-below", what);
        }
        let mut continued = false;
        if let Some((named, first)) = continued_rows::name_continued_rows(table, self.guidance) {
            *table = named;
            (changed, continued) = (true, true);
            let what = format!(
                "Rows without a UPN or name, such as row {first}, were read as further rows of the pupil above them."
            );
            self.decide("continued-rows", what);
        }
        if let Some(pupils) = row_a_subject::one_row_a_pupil(table, self.guidance) {
            *table = pupils.table;
            changed = true;
            let column = column_letters(pupils.subjects);
            let differs = pupils.differs.map_or_else(String::new, |row| {
                format!(" Row {row} has another value than an earlier row of its pupil and subject: the earlier one was read.")
            });
            let what = format!(
                "There is a row for each subject (column {column}): the rows of a pupil were read as one.{differs}"
            );
            self.decide("row-a-subject", what);
        }
        if let Some(together) = rows_together::put_together(table, self.guidance, read_as, continued) {
            *table = together.table;
            changed = true;
            self.decisions.push(together.decision);
            self.questions.extend(together.questions);
        }
        if let Some((filled, columns)) = blocks::fill_down(table, self.guidance) {
            *table = filled;
            changed = true;
            let columns = list(&columns.into_iter().map(column_letters).collect::<Vec<_>>());
            let what = format!(
                "Column {columns} is filled only where a block of rows begins: what stands there was read for the rows below, too."
            );
            self.decide("blocks", what);
        }
        changed
    }

    /// Pupils above the heading row, under headings of their own or none; true if the rows have changed.
    fn find_rows_above(&mut self, table: &mut Table) -> bool {
        if let Some(row) = rows_above::earlier_headings(table, self.guidance) {
            // The later headings are those of a further table.
            table.heading_row = row;
        }
        let Some((appended, rows)) = rows_above::append_rows_above(table, self.guidance) else { return false };
        let last = table.sample.rows.last().map_or(0, |row| row.number);
        *table = appended;
        let (first, count) = (rows.first().copied().unwrap_or_default(), count(rows.len() as u64, "pupil"));
        let what = format!(
            "{count} above the headings in row {}: read too, row {first} as row {}.",
            table.heading_row,
            last + first
        );
        self.decide("rows-above", what);
        true
    }

    /// Rows and columns exchanged; true if they were.
    fn turn(&mut self, table: &mut Table) -> bool {
        let Some(turned) = shape::turn(table, self.guidance) else { return false };
        *table = turned;
        let what = "The pupils are in columns: rows and columns were exchanged, so that row 2 is the file's column B.";
        self.decide("turned", what.into());
        true
    }

    /// Headings in several rows, read together.
    fn combine_headings(&mut self, table: &mut Table) {
        if let Some(block) = HeadingBlock::find(table, self.guidance) {
            (table.heading_row, table.combined) = (block.last_row, Some(block.texts));
            self.decide("headings-in-two-rows", "The headings are in several rows, which were read together.".into());
        }
    }

    /// The plan for a table in ordinary shape.
    fn plan(mut self, layout: TableLayout, table: Table, rewritten: bool, read_as: &ReadAs) -> TablePlan {
        let mut fields = BTreeMap::new();
        let mut headings = None;
        if read_as.heading_row.is_none() && !read_as.answers.contains(&ReadingAnswer::AsItStands) && layout.known > 0 {
            headings = self.name_columns(&table, &mut fields, read_as);
        }
        let texts = headings.clone().unwrap_or_else(|| table.headings().to_vec());
        let known = Headings::decided(texts, self.guidance, read_as, &fields);
        let repeated = repeated_rows::look_at(&table, &known, self.guidance, read_as);
        let pupil_rows = PupilRows::new(table.body(), &known, self.guidance, read_as);
        let others = other_tables::rows_of_other_tables(table.body(), &known, self.guidance);
        let pupil_rows = pupil_rows.with_sums(self.source.sums).without(repeated.superseded).without_tables(others);
        TablePlan {
            rewritten: rewritten.then(|| sample_text(&table.sample)),
            headings,
            fields,
            pupil_rows,
            rejected: table.rejected,
            decisions: self.decisions,
            questions: self.questions,
            repeat_question: repeated.question,
            layout,
        }
    }

    /// What columns are, where the heading row alone does not say it; the headings, if they are others than that row's.
    fn name_columns(
        &mut self,
        table: &Table,
        fields: &mut BTreeMap<usize, Option<FieldId>>,
        read_as: &ReadAs,
    ) -> Option<Vec<String>> {
        let mut headings = table.combined.clone();
        if headings.is_some() {
            // They are where they belong.
        } else if let Some((shifted, to_the_right)) = shape::shifted_headings(table, self.guidance) {
            let side = if to_the_right { "right" } else { "left" };
            let what =
                format!("The cells of the rows are one place to the {side} of their headings, and were read so.");
            self.decide("shifted-headings", what);
            headings = Some(shifted);
        } else if let Some(beyond) = ColumnsBeyond::find(table, self.guidance) {
            headings = self.leave_out(&beyond, table, read_as);
        }
        if let Some((column, field)) = unnamed_columns::unnamed_upns(table, self.guidance) {
            fields.insert(column, Some(field));
            let letters = column_letters(column);
            let what = format!("Column {letters} has no heading and holds unique pupil numbers: read as these.");
            self.decide("upns-without-heading", what);
        } else if let Some((column, field)) = unnamed_columns::unnamed_names(table, self.guidance) {
            fields.insert(column, Some(field));
            let letters = column_letters(column);
            self.decide(
                "names-without-heading",
                format!("Column {letters} has no heading and holds names: read as these."),
            );
        }
        for (empty, filled) in shape::filled_repeats(table, self.guidance) {
            let field = table.headings().get(filled).and_then(|text| self.guidance.recognise(text));
            fields.extend([(empty, None), (filled, field)]);
            let (empty, filled) = (column_letters(empty), column_letters(filled));
            let what =
                format!("Columns {empty} and {filled} have one meaning, and {empty} is empty: {filled} was read.");
            self.decide("empty-column", what);
        }
        headings
    }

    /// Headings for the columns beyond the last one, which are not read; `None`: rows with a cell there are rejected.
    fn leave_out(&mut self, beyond: &ColumnsBeyond, table: &Table, read_as: &ReadAs) -> Option<Vec<String>> {
        let said = read_as.answers.iter().rev().find_map(|answer| match answer {
            ReadingAnswer::LeaveOutColumns(leave_out) => Some(*leave_out),
            _ => None,
        });
        let letters = list(&beyond.columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>());
        if said.is_none() && !beyond.are_certain {
            self.questions.push(question_beyond(&letters, table));
        }
        if !said.unwrap_or(beyond.are_certain) {
            return None;
        }
        let (plural, has) = if beyond.columns.len() == 1 { ("", "has") } else { ("s", "have") };
        let instead = ReadingChoice::new("Do not count rows with a cell there", ReadingAnswer::LeaveOutColumns(false));
        self.decisions.push(ReadingDecision {
            code: "column-without-heading",
            what: format!("Column{plural} {letters} {has} no heading: not read."),
            rows: Vec::new(),
            instead: Some(instead),
        });
        let mut headings = table.headings().to_vec();
        headings.resize(beyond.columns.last()? + 1, String::new());
        for column in &beyond.columns {
            headings
                .get_mut(*column)
                .into_iter()
                .for_each(|text| *text = format!("(column {})", column_letters(*column)));
        }
        Some(headings)
    }
}

/// Asks whether what stands beyond the last heading is left out.
fn question_beyond(letters: &str, table: &Table) -> ReadingQuestion {
    ReadingQuestion {
        code: "cells-beyond-headings",
        what: format!(
            "Most rows have a cell beyond the last heading (column {letters}). Is it a note that may be left out, or \
             are the rows shifted against their headings? Until you answer, these rows are not counted."
        ),
        rows: in_view(table.sample.rows.iter().filter(|row| row.number >= table.heading_row)),
        choices: vec![
            ReadingChoice::new("Leave the cells out and count the rows", ReadingAnswer::LeaveOutColumns(true)),
            ReadingChoice::new("Do not count the rows", ReadingAnswer::LeaveOutColumns(false)),
        ],
    }
}

/// The first rows of a table that was brought into shape.
fn preview_of(table: &Table) -> Vec<FirstRow> {
    let rows = table.sample.rows.iter().take(PREVIEW_ROWS as usize);
    rows.map(|row| FirstRow { number: row.number, cells: row.cells.clone() }).collect()
}

/// Rows of a sample for the user to look at.
fn in_view<'a>(rows: impl Iterator<Item = &'a SampleRow>) -> Vec<FirstRow> {
    let row = |row: &SampleRow| FirstRow { number: row.number, cells: row.cells.clone() };
    rows.take(super::decisions::ROWS_IN_VIEW).map(row).collect()
}

#[cfg(test)]
mod tests;

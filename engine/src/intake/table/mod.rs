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
mod dittos;
mod heading_block;
pub mod layout;
mod named_table;
mod nameless_rows;
mod other_tables;
mod page;
mod proven_headings;
mod pupil_rows;
mod repeated_rows;
mod reshape;
mod row_a_kind;
mod row_a_subject;
mod rows_above;
mod rows_together;
mod sample;
mod shape;
mod shifted_rows;
mod text_repair;
mod unit_row;
mod unnamed_columns;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::account::RejectedRow;
use super::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion};
use super::diagnostic::column_letters;
use super::headings::Headings;
use super::read_as::ReadAs;
use crate::guidance::{FieldId, Guidance};
use crate::text::phrases::list;
use layout::{FirstRow, PREVIEW_ROWS, SEPARATORS, TableLayout};
use proven_headings::proven_headings;
use sample::{SampleRow, TableSample};
use shape::Table;
use shifted_rows::ShiftFinder;
use text_repair::{
    delimiters_words, join_names, keep_apostrophes, keep_lone_quotes, other_rows_words, sample_text, split_other_rows,
    unify_delimiters, unquote_lines,
};
use unnamed_columns::ColumnsBeyond;

pub(super) use column_fit::{different_cells, is_upn};
pub(super) use page::continues;
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
    /// The name of the sheet or file; empty: not known.
    pub name: &'a str,
    /// The headings of the table that it continues; `None`: it has its own.
    pub headings: Option<&'a [String]>,
    /// It is a table of our own making: a row of headings, and a pupil in every row below it.
    pub is_plain: bool,
}

/// Recognises the table in a text.
pub(super) fn recognise(source: TableText, read_as: &ReadAs, guidance: &Guidance) -> Recognition {
    if source.is_plain {
        return Recognition::Table(Box::default());
    }
    if let Some(headings) = source.headings {
        return Recognition::Table(Box::new(plan_of_page(source, headings, read_as, guidance)));
    }
    let mut said = read_as.clone();
    if source.from_workbook {
        said.separator = Some(char::from(SEPARATORS[0]));
    }
    let mut shaper =
        Shaper { source, text: Cow::Borrowed(source.text), decisions: Vec::new(), questions: Vec::new(), guidance };
    let may_reshape = said.heading_row.is_none() && !said.answers.contains(&ReadingAnswer::AsItStands);
    let (mut layout, rows) = TableLayout::find_in(source.text, source.whole, &said, guidance);
    if may_reshape && said.separator.is_none() {
        layout = shaper.repair_text(layout, &said);
    }
    let rows = rows.filter(|_| matches!(shaper.text, Cow::Borrowed(_)));
    let mut sample = rows.unwrap_or_else(|| TableSample::new(&shaper.text, layout.separator, source.whole));
    if let Some(text) = keep_lone_quotes(&shaper.text, &layout, &sample).filter(|_| may_reshape && source.whole) {
        sample = TableSample::new(&text, layout.separator, source.whole);
        shaper.text = Cow::Owned(text);
        let what = "A single quotation mark in a cell was read as a character, not as the start of a quoted cell.";
        shaper.decide("lone-quotes", what.into());
    }
    let mut rewritten = matches!(shaper.text, Cow::Owned(_));
    if may_reshape && said.separator.is_none() {
        rewritten |= shaper.split_other_rows(&mut sample, &layout);
    }
    if may_reshape {
        rewritten |= shaper.keep_apostrophes(&mut sample, &layout);
    }
    if may_reshape && said.answers.contains(&ReadingAnswer::JoinNames(true)) {
        if !source.whole {
            return Recognition::NeedsWholeFile;
        }
        rewritten |= shaper.join_names(&mut sample, &layout, read_as);
    }
    let mut table = Table::new(sample, layout.heading_row);
    if may_reshape && layout.known == 0 {
        let turned = shaper.turn(&mut table);
        layout.known = if turned { table.known_headings(guidance) } else { 0 };
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
    if !keeps_columns {
        layout.rows = preview_of(&table);
    }
    layout.heading_row = table.heading_row();
    Recognition::Table(Box::new(shaper.plan(layout, table, rewritten, read_as)))
}

/// The plan for a text that continues a table with these headings.
fn plan_of_page(source: TableText, headings: &[String], read_as: &ReadAs, guidance: &Guidance) -> TablePlan {
    let layout = TableLayout { heading_row: 0, known: headings.len(), ..TableLayout::default() };
    let sample = TableSample::new(source.text, layout.separator, source.whole);
    let table = Table::new(sample, 0).with_headings(headings.to_vec());
    let layout = TableLayout { rows: preview_of(&table), ..layout };
    let text = Cow::Borrowed(source.text);
    let shaper = Shaper { source, text, decisions: Vec::new(), questions: Vec::new(), guidance };
    let plan = shaper.plan(layout, table, false, read_as);
    TablePlan { headings: Some(headings.to_vec()), ..plan }
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
            self.decide(
                "quoted-lines",
                "Each line is one cell in quotation marks: the quotation marks were removed.".into(),
            );
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

    /// Names with a comma that has moved the cells behind it; true if there are any.
    fn join_names(&self, sample: &mut TableSample, layout: &TableLayout, read_as: &ReadAs) -> bool {
        let headings = sample.row(layout.heading_row).map(SampleRow::texts).unwrap_or_default();
        let headings = Headings::with_read_as(headings, self.guidance, read_as);
        let shifts = ShiftFinder::new(&headings, self.guidance);
        join_names(sample, &self.text, layout, |cells| shifts.mended(cells, self.guidance))
    }

    /// Pairs of apostrophes that are ditto marks; true if there are any.
    fn keep_apostrophes(&self, sample: &mut TableSample, layout: &TableLayout) -> bool {
        let headings = sample.row(layout.heading_row).cloned().unwrap_or_default();
        let is_label = |column: usize| dittos::is_of_labels(headings.cell(column), self.guidance);
        keep_apostrophes(sample, &self.text, layout, is_label)
    }

    /// The plan for a table in ordinary shape.
    fn plan(mut self, layout: TableLayout, table: Table, rewritten: bool, read_as: &ReadAs) -> TablePlan {
        let mut fields = BTreeMap::new();
        let mut headings = None;
        if read_as.heading_row.is_none() && !read_as.answers.contains(&ReadingAnswer::AsItStands) && layout.known > 0 {
            headings = self.name_columns(&table, &mut fields, read_as);
            headings = self.name_by_table(headings, &table, &mut fields);
            self.prove_headings(headings.as_deref(), &table, &mut fields, read_as);
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
        let mut headings = table.are_combined.then(|| table.headings().to_vec());
        if headings.is_some() {
            // They are where they belong.
        } else if let Some((shifted, to_the_right)) = shape::shifted_headings(table, self.guidance) {
            let side = if to_the_right { "right" } else { "left" };
            let what = format!("Cells are one column to the {side} of their headings, and were read that way.");
            self.decide("shifted-headings", what);
            headings = Some(shifted);
        } else if let Some(beyond) = ColumnsBeyond::find(table, self.guidance) {
            headings = self.leave_out(&beyond, table, read_as);
        }
        if let Some((column, field)) = unnamed_columns::unnamed_upns(table, self.guidance) {
            fields.insert(column, Some(field));
            let letters = column_letters(column);
            let what = format!("Column {letters} has no heading but has unique pupil numbers, so it was read as UPN.");
            self.decide("upns-without-heading", what);
        } else if let Some((column, field)) = unnamed_columns::unnamed_names(table, self.guidance) {
            fields.insert(column, Some(field));
            let letters = column_letters(column);
            self.decide(
                "names-without-heading",
                format!("Column {letters} has no heading but has names, so it was read as names."),
            );
        }
        for (empty, filled) in shape::filled_repeats(table, self.guidance) {
            let field = table.headings().get(filled).and_then(|text| self.guidance.recognise(text));
            fields.extend([(empty, None), (filled, field)]);
            let (empty, filled) = (column_letters(empty), column_letters(filled));
            let what =
                format!("Columns {empty} and {filled} mean the same and {empty} is empty, so {filled} was read.");
            self.decide("empty-column", what);
        }
        headings
    }

    /// Headings that leave out what the name of the table says.
    fn name_by_table(
        &mut self,
        headings: Option<Vec<String>>,
        table: &Table,
        fields: &mut BTreeMap<usize, Option<FieldId>>,
    ) -> Option<Vec<String>> {
        let texts = headings.as_deref().unwrap_or_else(|| table.headings());
        let named = named_table::name_columns(texts, self.source.name, table, self.guidance);
        let Some(named) = named else { return headings };
        fields.extend(named.fields.into_iter().map(|(column, field)| (column, Some(field))));
        if !named.what.is_empty() {
            self.decide("named-table", named.what);
        }
        Some(named.texts)
    }

    /// Headings that leave out what the cells below them say.
    fn prove_headings(
        &mut self,
        headings: Option<&[String]>,
        table: &Table,
        fields: &mut BTreeMap<usize, Option<FieldId>>,
        read_as: &ReadAs,
    ) {
        let texts = headings.unwrap_or_else(|| table.headings());
        let read = Headings::decided(texts.to_vec(), self.guidance, read_as, fields);
        let taken = read.recognised().map(|(_, field)| field).collect::<Vec<_>>();
        let proven = proven_headings(table, texts, &taken, read_as, self.guidance);
        fields.extend(proven.fields.into_iter().map(|(column, field)| (column, Some(field))));
        proven.told.into_iter().for_each(|what| self.decide("headings-by-cells", what));
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
        rows: in_view(table.sample.rows.iter().filter(|row| row.number >= table.heading_row())),
        choices: vec![
            ReadingChoice::new("Leave the cells out and count the rows", ReadingAnswer::LeaveOutColumns(true)),
            ReadingChoice::new("Do not count the rows", ReadingAnswer::LeaveOutColumns(false)),
        ],
    }
}

/// The first rows of a table that was brought into shape.
fn preview_of(table: &Table) -> Vec<FirstRow> {
    let rows = table.sample.rows.iter().take(PREVIEW_ROWS as usize);
    rows.map(first_row).collect()
}

/// Rows of a sample for the user to look at.
fn in_view<'a>(rows: impl Iterator<Item = &'a SampleRow>) -> Vec<FirstRow> {
    rows.take(super::decisions::ROWS_IN_VIEW).map(first_row).collect()
}

fn first_row(row: &SampleRow) -> FirstRow {
    FirstRow { number: row.number, cells: row.texts() }
}

#[cfg(test)]
mod reshaped_tests;
#[cfg(test)]
mod tests;

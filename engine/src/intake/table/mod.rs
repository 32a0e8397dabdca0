//! Recognises the table in a text: what separates its fields, where it begins and ends, which rows name a pupil, and
//! whether the columns hold what their headings say (RULES 2.3).
//!
//! [`recognise`] decides all of it in one place, from a sample: the whole text of a file of a school, the start of a
//! larger one. [`layout`] finds the delimiter and the heading row; `text_repair` and `shape` bring unusual tables into
//! the ordinary shape, a row of headings with a pupil in each row below it; `pupil_rows` tells the rows of pupils from
//! all others while the file is read.

mod column_fit;
pub mod layout;
mod pupil_rows;
mod repeated_rows;
mod sample;
mod shape;
mod text_repair;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::account::RejectedRow;
use super::decisions::{ReadingAnswer, ReadingDecision, ReadingQuestion};
use super::diagnostic::column_letters;
use super::headings::Headings;
use super::read_as::ReadAs;
use crate::guidance::{FieldId, Guidance};
use crate::text::phrases::list;
use layout::{FirstRow, PREVIEW_ROWS, SEPARATORS, TableLayout};
use sample::{SampleRow, TableSample};
use shape::Table;
use text_repair::{delimiters_words, sample_text, unify_delimiters, unquote_lines};

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
    let mut shaper = Shaper { source, text: Cow::Borrowed(source.text), decisions: Vec::new(), guidance };
    let may_reshape = said.heading_row.is_none() && !said.answers.contains(&ReadingAnswer::AsItStands);
    let mut layout = TableLayout::find(source.text, source.whole, &said, guidance);
    let preview = layout.rows.clone();
    if may_reshape && said.separator.is_none() {
        layout = shaper.repair_text(layout, &said);
    }
    let sample = TableSample::new(&shaper.text, layout.separator, source.whole);
    let mut table = Table { sample, heading_row: layout.heading_row, rejected: Vec::new() };
    let mut rewritten = matches!(shaper.text, Cow::Owned(_));
    if may_reshape && layout.known > 0 {
        rewritten |= shaper.reshape(&mut table);
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

    /// Rows and columns exchanged, tables beside and below each other; true if the rows have changed.
    fn reshape(&mut self, table: &mut Table) -> bool {
        let mut changed = false;
        if let Some(turned) = shape::turn(table, self.guidance) {
            *table = turned;
            changed = true;
            let what =
                "The pupils are in columns: rows and columns were exchanged, so that row 2 is the file's column B.";
            self.decide("turned", what.into());
        }
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
        if let Some((joined, column)) = shape::one_row_a_pupil(table, self.guidance) {
            *table = joined;
            changed = true;
            let what = format!(
                "There is a row for each subject (column {}): the rows of a pupil were read as one.",
                column_letters(column)
            );
            self.decide("row-a-subject", what);
        }
        changed
    }

    /// The plan for a table in ordinary shape.
    fn plan(mut self, layout: TableLayout, table: Table, rewritten: bool, read_as: &ReadAs) -> TablePlan {
        let mut fields = BTreeMap::new();
        let mut headings = None;
        if read_as.heading_row.is_none() && !read_as.answers.contains(&ReadingAnswer::AsItStands) && layout.known > 0 {
            headings = self.name_columns(&table, &mut fields);
        }
        let texts = headings.clone().unwrap_or_else(|| table.headings().to_vec());
        let known = Headings::decided(texts, self.guidance, read_as, &fields);
        let repeated = repeated_rows::look_at(&table, &known, self.guidance, read_as);
        let pupil_rows = PupilRows::new(table.body(), &known, self.guidance, read_as);
        let pupil_rows = pupil_rows.with_sums(self.source.sums).without(repeated.superseded);
        TablePlan {
            rewritten: rewritten.then(|| sample_text(&table.sample)),
            headings,
            fields,
            pupil_rows,
            rejected: table.rejected,
            decisions: self.decisions,
            repeat_question: repeated.question,
            layout,
        }
    }

    /// What columns are, where the heading row alone does not say it; the headings, if they are others than that row's.
    fn name_columns(&mut self, table: &Table, fields: &mut BTreeMap<usize, Option<FieldId>>) -> Option<Vec<String>> {
        let mut headings = shape::two_row_headings(table, self.guidance);
        if headings.is_some() {
            self.decide("headings-in-two-rows", "The headings are in two rows, which were read together.".into());
        } else if let Some((shifted, to_the_right)) = shape::shifted_headings(table, self.guidance) {
            let side = if to_the_right { "right" } else { "left" };
            let what =
                format!("The cells of the rows are one place to the {side} of their headings, and were read so.");
            self.decide("shifted-headings", what);
            headings = Some(shifted);
        }
        if let Some((column, field)) = shape::unnamed_upns(table, self.guidance) {
            fields.insert(column, Some(field));
            let letters = column_letters(column);
            let what = format!("Column {letters} has no heading and holds unique pupil numbers: read as these.");
            self.decide("upns-without-heading", what);
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

//! Brings a table into the ordinary shape, step by step, and tells each step.

use super::heading_block::HeadingBlock;
use super::shape::{self, Table};
use super::{Shaper, blocks, continued_rows, dittos, page, row_a_kind, row_a_subject, rows_above, rows_together};
use crate::intake::diagnostic::column_letters;
use crate::intake::read_as::ReadAs;
use crate::text::phrases::{count, list};

impl Shaper<'_> {
    /// Rows and columns exchanged, tables beside and below each other; true if the rows have changed.
    pub(super) fn reshape(&mut self, table: &mut Table, read_as: &ReadAs) -> bool {
        let mut changed = self.find_rows_above(table);
        self.combine_headings(table);
        changed |= self.turn(table);
        while let Some((joined, column)) =
            shape::append_table_right(table, self.guidance).or_else(|| page::append_page_right(table, self.guidance))
        {
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
        if let Some((filled, columns)) = dittos::fill_dittos(table, self.guidance) {
            *table = filled;
            changed = true;
            let columns = list(&columns.into_iter().map(column_letters).collect::<Vec<_>>());
            self.decide("dittos", format!("Column {columns} has ditto marks: read as the cells above them."));
        }
        changed |= self.put_rows_together(table, read_as);
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

    /// Several rows of a pupil as one; true if the rows have changed.
    fn put_rows_together(&mut self, table: &mut Table, read_as: &ReadAs) -> bool {
        let (mut changed, mut continued) = (false, false);
        if let Some((named, first)) = continued_rows::name_continued_rows(table, self.guidance) {
            *table = named;
            (changed, continued) = (true, true);
            let what = format!(
                "Rows without a UPN or name, such as row {first}, were read as further rows of the pupil above them."
            );
            self.decide("continued-rows", what);
        }
        if let Some(pupils) = row_a_kind::one_row_a_pupil(table, self.guidance, read_as) {
            *table = pupils.table;
            changed = true;
            self.decisions.push(pupils.decision);
            self.questions.extend(pupils.questions);
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
        changed
    }

    /// Pupils above the heading row, under headings of their own or none; true if the rows have changed.
    fn find_rows_above(&mut self, table: &mut Table) -> bool {
        if let Some(row) = rows_above::earlier_headings(table, self.guidance) {
            // The later headings are those of a further table.
            table.begin_at(row);
        }
        let Some((appended, rows)) = rows_above::append_rows_above(table, self.guidance) else { return false };
        let last = table.sample.rows.last().map_or(0, |row| row.number);
        *table = appended;
        let (first, count) = (rows.first().copied().unwrap_or_default(), count(rows.len() as u64, "pupil"));
        let what = format!(
            "{count} above the headings in row {}: read too, row {first} as row {}.",
            table.heading_row(),
            last + first
        );
        self.decide("rows-above", what);
        true
    }

    /// Rows and columns exchanged; true if they were.
    pub(super) fn turn(&mut self, table: &mut Table) -> bool {
        let Some(turned) = shape::turn(table, self.guidance) else { return false };
        *table = turned;
        let what = "The pupils are in columns: rows and columns were exchanged, so that row 2 is the file's column B.";
        self.decide("turned", what.into());
        true
    }

    /// Headings in several rows, read together.
    fn combine_headings(&mut self, table: &mut Table) {
        if let Some(block) = HeadingBlock::find(table, self.guidance) {
            table.begin_at(block.last_row);
            *table = std::mem::take(table).with_headings(block.texts);
            self.decide("headings-in-two-rows", "The headings are in several rows, which were read together.".into());
        }
    }
}

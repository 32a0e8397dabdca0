//! Rows of sums in files without any column that names pupils.

use ambition_columns::cells::is_decimal;

use super::column_fit::fits;
use super::pupil_rows::{RowVerdict, has_word_at_end};
use super::sample::SampleRow;
use crate::guidance::{FieldId, Guidance};
use crate::intake::account::RejectReason;
use crate::intake::doubtful_pupils::is_data;
use crate::intake::headings::Headings;

/// Fewest rows that show what a pupil's row looks like.
const ROWS: usize = 4;
/// Fewest numbers that make a row of sums without a word.
const NUMBERS: usize = 2;

/// Tells rows of sums from those of pupils.
struct SumReader<'a> {
    /// Columns of results.
    data: Vec<(usize, FieldId)>,
    /// All other columns that are read: class, sex.
    context: Vec<(usize, FieldId)>,
    /// Columns of results in which pupils have decimals.
    with_decimals: Vec<usize>,
    guidance: &'a Guidance,
}

/// The rows that are no pupils, or may be none, in the order of the file.
pub(super) fn judge_nameless(rows: &[SampleRow], headings: &Headings, guidance: &Guidance) -> Vec<(u32, RowVerdict)> {
    let is_result = |field: FieldId| guidance.fields.get(field).is_some_and(|field| is_data(field, guidance));
    let (data, context): (Vec<_>, Vec<_>) = headings.recognised().partition(|(_, field)| is_result(*field));
    if rows.len() <= ROWS {
        return Vec::new();
    }
    let mut reader = SumReader { data, context, with_decimals: Vec::new(), guidance };
    let mut judged = rows.iter().filter_map(|row| Some((row.number, reader.judge(row)?))).collect::<Vec<_>>();
    // Below the pupils, sums need no word.
    let is_judged = |row: &&SampleRow| judged.iter().any(|(number, _)| *number == row.number);
    let mut pupils = rows.iter().filter(|row| !is_judged(row)).collect::<Vec<_>>();
    let mut last = Vec::new();
    while let Some((row, above)) = pupils.split_last().filter(|(_, above)| above.len() >= ROWS) {
        reader.with_decimals = reader.columns_with_decimals(above);
        let Some(verdict) = reader.below_pupils(row, above) else { break };
        last.push((row.number, verdict));
        pupils.pop();
    }
    judged.extend(last);
    judged.sort_unstable_by_key(|(number, _)| *number);
    judged
}

impl SumReader<'_> {
    /// A row with a word for sums and nothing else in the columns that describe pupils, or in place of a result; or one
    /// without results in which something stands that is no value of these.
    fn judge(&self, row: &SampleRow) -> Option<RowVerdict> {
        let is_data = |column: usize| self.data.iter().any(|(data, _)| *data == column);
        let (results, others): (Vec<_>, Vec<_>) = row.filled_cells().partition(|(column, _)| is_data(*column));
        let is_sum = |cell: &str| has_word_at_end(cell, &self.guidance.exports.totals);
        if matches!(others.as_slice(), [(_, only)] if is_sum(only)) {
            return Some(RowVerdict::Rejected(RejectReason::Total));
        }
        let misfits = |(column, field): &(usize, FieldId)| {
            let cell = row.cell(*column);
            !cell.is_empty() && fits(*field, cell, self.guidance) == Some(false)
        };
        if others.is_empty() && self.data.iter().any(|data| misfits(data) && is_sum(row.cell(data.0))) {
            return Some(RowVerdict::Rejected(RejectReason::Total));
        }
        let is_odd = results.is_empty() && !self.data.is_empty() && self.context.iter().any(misfits);
        is_odd.then_some(RowVerdict::Unsure)
    }

    /// A row of numbers below the pupils, with nothing in the columns that describe them.
    fn below_pupils(&self, row: &SampleRow, above: &[&SampleRow]) -> Option<RowVerdict> {
        let filled = |columns: &[(usize, FieldId)], row: &SampleRow| {
            columns.iter().filter(|(column, _)| !row.cell(*column).is_empty()).count()
        };
        let is_number = |cell: &str| cell.trim_end_matches('%').parse::<f64>().is_ok();
        if filled(&self.context, row) > 0 || row.filled() < NUMBERS {
            return None;
        }
        if !row.filled_cells().all(|(_, cell)| is_number(cell)) {
            // The average level beside averages of numbers.
            let is_odd = |column: &usize| is_decimal(row.cell(*column)) && !self.with_decimals.contains(column);
            let odd = self.data.iter().filter(|(column, _)| is_odd(column)).count();
            return (odd >= NUMBERS).then_some(RowVerdict::Unsure);
        }
        let is_odd = |(column, field): &&(usize, FieldId)| {
            let cell = row.cell(*column);
            let misfits = fits(*field, cell, self.guidance) == Some(false);
            misfits || is_decimal(cell) && !self.with_decimals.contains(column)
        };
        let values = self.data.iter().filter(|(column, _)| !row.cell(*column).is_empty());
        let odd = values.clone().filter(is_odd).count();
        if odd >= NUMBERS && odd == values.count() {
            return Some(RowVerdict::Rejected(RejectReason::Total));
        }
        // Levels of a pupil without a class or sex, or counts.
        let is_described = |row: &&&SampleRow| filled(&self.context, row) == self.context.len();
        let are_described = !self.context.is_empty() && above.iter().all(|row| is_described(&row));
        (are_described && odd == 0).then_some(RowVerdict::Unsure)
    }

    fn columns_with_decimals(&self, rows: &[&SampleRow]) -> Vec<usize> {
        let has = |column: &usize| rows.iter().any(|row| is_decimal(row.cell(*column)));
        self.data.iter().map(|(column, _)| *column).filter(has).collect()
    }
}

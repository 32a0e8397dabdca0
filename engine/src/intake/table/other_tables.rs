//! Tables of other things below the pupils: the staff, a legend, a summary. Their headings are none that we know.

use super::column_fit::{fits, is_upn};
use super::rows_above::names_pupil;
use super::sample::SampleRow;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::intake::headings::Headings;

/// Fewest rows of a table: its headings and one below.
const ROWS: usize = 2;

/// How a row suits the columns of pupils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowFit {
    Suits,
    /// Its cells are no values of their columns.
    Foreign,
    /// The same, and it has no digit: it may hold headings.
    ForeignHeadings,
    Open,
}

/// Tells the rows of pupils from those of other tables.
struct RowReader<'a> {
    upn: Option<usize>,
    read: Vec<(usize, FieldId)>,
    guidance: &'a Guidance,
}

impl RowReader<'_> {
    fn fit(&self, row: &SampleRow) -> RowFit {
        let upn = self.upn.map_or("", |column| row.cell(column));
        if is_upn(upn) {
            return RowFit::Suits;
        }
        let (mut suit, mut misfit) = (0, 0);
        for (column, field) in self.read.iter().filter(|(column, _)| !row.cell(*column).is_empty()) {
            match fits(*field, row.cell(*column), self.guidance) {
                // Nearly every word may be a name.
                Some(true) if !names_pupil(*field, self.guidance) => suit += 1,
                Some(false) => misfit += 1,
                Some(true) | None => (),
            }
        }
        let is_foreign = misfit > suit || !upn.is_empty() && suit == 0;
        match (is_foreign, suit) {
            (true, _) if row.filled() > 1 && !row.cells.have_digit() => RowFit::ForeignHeadings,
            (true, _) => RowFit::Foreign,
            (false, 0) => RowFit::Open,
            (false, _) => RowFit::Suits,
        }
    }
}

/// The numbers of the rows of other tables below the pupils, in order: each begins with a row of words after a blank row
/// or after pupils, and goes on to the next blank row.
pub(super) fn rows_of_other_tables(rows: &[SampleRow], headings: &Headings, guidance: &Guidance) -> Vec<u32> {
    let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
    let upn = headings.recognised().find(|(_, field)| kind(*field) == Some(FieldKind::Upn)).map(|(column, _)| column);
    // Where most UPNs have not the form of one, they say nothing.
    let upn = upn.filter(|column| {
        let filled = rows.iter().filter(|row| !row.cell(*column).is_empty()).count();
        2 * rows.iter().filter(|row| is_upn(row.cell(*column))).count() > filled
    });
    let read = headings.recognised().filter(|(_, field)| kind(*field) != Some(FieldKind::Upn)).collect();
    let reader = RowReader { upn, read, guidance };
    // Nearly every table has no row of words alone.
    if !rows.iter().skip(1).any(|row| !row.cells.have_digit() && row.filled() > 1) {
        return Vec::new();
    }
    let fit = rows.iter().map(|row| reader.fit(row)).collect::<Vec<_>>();
    let suits = fit.iter().filter(|fit| **fit == RowFit::Suits).count();
    if 2 * suits < rows.len() {
        return Vec::new();
    }
    let number = |place: usize| rows.get(place).map_or(0, |row| row.number);
    let (mut numbers, mut place) = (Vec::new(), 1);
    while place < rows.len() {
        let follows = |next: &usize| number(*next) == number(next - 1) + 1;
        let end = (place + 1..rows.len()).take_while(follows).last().unwrap_or(place) + 1;
        let block = fit.get(place..end).unwrap_or_default();
        let is_foreign = block.iter().all(|fit| matches!(fit, RowFit::Foreign | RowFit::ForeignHeadings));
        if block.first() == Some(&RowFit::ForeignHeadings) && block.len() >= ROWS && is_foreign {
            numbers.extend((place..end).map(number));
            place = end;
        } else {
            place += 1;
        }
    }
    numbers
}

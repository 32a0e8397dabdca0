//! The people of a part, in columns: a number for each UPN, surname and forename, and the names that these stand for.

use super::{Columns, pieces};
use crate::cohort::People;

/// How many columns there are.
pub const COLUMNS: usize = 5;

/// Bytes a pupil takes in the columns of UPNs, surnames and forenames.
const WIDTHS: [usize; 3] = [8, 4, 4];

/// These columns, from the first on, are those of so many people.
pub fn fit(pupils: usize, (columns, first): (&dyn Columns, usize)) -> bool {
    let fits = |(column, width)| columns.size(column) == Some(width * pupils);
    (first..).zip(WIDTHS).all(fits) && (first..first + COLUMNS).all(|column| columns.size(column).is_some())
}

/// Adds so many people by columns that fit, from the first one on.
pub fn join(people: &mut People, pupils: usize, (columns, first): (&dyn Columns, usize)) {
    let [upns, surnames, forenames, text, lengths] = std::array::from_fn(|column| first + column);
    people.reserve(pupils);
    let names = people.join_names(&whole(columns, text), &whole(columns, lengths));
    pieces(columns, upns, |piece| people.join_upns(piece, &names));
    pieces(columns, surnames, |piece| people.join_surnames(piece, &names));
    pieces(columns, forenames, |piece| people.join_forenames(piece, &names));
}

/// All bytes of a column, which has few: each name is in it once.
fn whole(columns: &dyn Columns, column: usize) -> Vec<u8> {
    let mut bytes = vec![0; columns.size(column).unwrap_or_default()];
    columns.copy(column, 0, &mut bytes);
    bytes
}

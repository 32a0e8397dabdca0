//! Fills in the rows of a list's other pages.

use crate::screens::pupils::present::rows_of_other_pages;
use crate::screens::{PaperRow, PupilsOnPaper};
use crate::session::command::PupilsQuery;
use crate::session::document::Document;

/// The pupils around the page that is on the screen.
pub(crate) fn pupils_on_paper(document: &mut Document, query: &PupilsQuery) -> PupilsOnPaper {
    let rows = rows_of_other_pages(document, query);
    PupilsOnPaper { rows: rows.map(|rows| rows.into_iter().map(PaperRow::from).collect()) }
}

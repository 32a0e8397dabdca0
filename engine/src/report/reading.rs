//! How a file was read, in words.

use crate::intake::account::RejectReason;
use crate::intake::diagnostic::column_letters;

/// A stable code for the reason why a row is set aside.
pub fn code(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => "repeated-pupil",
        RejectReason::BeyondHeadings { .. } => "beyond-headings",
        RejectReason::MovedByComma => "moved-by-comma",
        RejectReason::UnclosedQuote { .. } => "unclosed-quote",
        RejectReason::TooLong => "too-long",
        RejectReason::RepeatedHeadings => "headings-again",
        RejectReason::Total => "row-of-sums",
        RejectReason::NamesNobody => "names-nobody",
        RejectReason::PutTogether { .. } => "put-together",
        RejectReason::OtherRowCounts { .. } => "other-row-counts",
        RejectReason::OtherTable => "other-table",
        RejectReason::NotAtEnd => "not-at-end",
        RejectReason::OnRequest => "on-request",
    }
}

/// The column it is about, counted from 0, where it is about one.
pub fn column(reason: RejectReason) -> Option<usize> {
    match reason {
        RejectReason::BeyondHeadings { column } | RejectReason::UnclosedQuote { column } => Some(column),
        _ => None,
    }
}

/// Why a row is set aside.
pub fn reason(reason: RejectReason) -> String {
    match reason {
        RejectReason::Repeated { of } => format!("same UPN and school as row {of}"),
        RejectReason::BeyondHeadings { column } => {
            format!("column {} beyond the last heading is not empty", column_letters(column))
        }
        RejectReason::MovedByComma => "a comma in the name has moved its cells to the right".to_owned(),
        RejectReason::UnclosedQuote { column } => {
            format!("a quotation mark in column {} is never closed", column_letters(column))
        }
        RejectReason::TooLong => "longer than any row of pupils".to_owned(),
        RejectReason::RepeatedHeadings => "the headings again".to_owned(),
        RejectReason::Total => "a total row, without UPN or name".to_owned(),
        RejectReason::NamesNobody => "no pupil in this row".to_owned(),
        RejectReason::PutTogether { of } => format!("joined with row {of} of the same pupil"),
        RejectReason::OtherRowCounts { of } => format!("row {of} of the same pupil counts instead"),
        RejectReason::OtherTable => "below the headings of another table".to_owned(),
        RejectReason::NotAtEnd => "not at the end of the key stage, by the inclusion flag".to_owned(),
        RejectReason::OnRequest => "left out of the results on request, by the inclusion flag".to_owned(),
    }
}

/// What the user can do about it.
pub fn remedy(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => {
            "The first row of the two is counted. Remove or correct the other one in the file."
        }
        RejectReason::BeyondHeadings { .. } => {
            "An extra cell often means a comma outside quotation marks, which shifts every cell after it. Correct the \
             row, or give the column a heading."
        }
        RejectReason::MovedByComma => {
            "Say under Check that the comma is part of the name, or put the name in quotation marks in the file."
        }
        RejectReason::UnclosedQuote { .. } => {
            "Close the quotation mark or remove it; the rows below are read as usual."
        }
        RejectReason::TooLong => "Look at this row in a text editor: a line end may be missing.",
        RejectReason::RepeatedHeadings => "No action needed: reports repeat their headings on every page.",
        RejectReason::Total | RejectReason::NamesNobody => {
            "A total row (ignored). If it is a pupil, say so under Check, or add a UPN or a name in the file."
        }
        RejectReason::PutTogether { .. } => "No action needed: its cells were added to the other row.",
        RejectReason::OtherRowCounts { .. } => "No action needed, or choose the other row.",
        RejectReason::OtherTable => "Put this table into a file of its own, and choose both files.",
        RejectReason::NotAtEnd | RejectReason::OnRequest => {
            "No action needed: the Department's own figures leave these pupils out too."
        }
    }
}

/// The heading for all rows set aside for this kind of reason.
pub fn title(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => "Same UPN and school as an earlier row",
        RejectReason::BeyondHeadings { .. } => "A cell beyond the last heading",
        RejectReason::MovedByComma => "A comma in a name that moves the cells behind it",
        RejectReason::UnclosedQuote { .. } => "A quotation mark that is never closed",
        RejectReason::TooLong => "Longer than any row of pupils",
        RejectReason::RepeatedHeadings => "The headings again",
        RejectReason::Total => "A total row",
        RejectReason::NamesNobody => "A row that no pupil in this row",
        RejectReason::PutTogether { .. } => "Joined with an earlier row of the pupil",
        RejectReason::OtherRowCounts { .. } => "Another row of the pupil counts",
        RejectReason::OtherTable => "Below headings of another table",
        RejectReason::NotAtEnd => "Not at the end of the key stage",
        RejectReason::OnRequest => "Left out of the results on request",
    }
}

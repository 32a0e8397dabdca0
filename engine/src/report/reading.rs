//! How a file was read, in words.

use crate::intake::account::RejectReason;
use crate::intake::diagnostic::column_letters;

/// A stable code for the reason why a row is set aside.
pub fn code(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => "repeated-pupil",
        RejectReason::BeyondHeadings { .. } => "beyond-headings",
        RejectReason::UnclosedQuote { .. } => "unclosed-quote",
        RejectReason::TooLong => "too-long",
        RejectReason::RepeatedHeadings => "headings-again",
        RejectReason::Total => "row-of-sums",
        RejectReason::NamesNobody => "names-nobody",
        RejectReason::PutTogether { .. } => "put-together",
        RejectReason::OtherRowCounts { .. } => "other-row-counts",
        RejectReason::OtherTable => "other-table",
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
        RejectReason::UnclosedQuote { column } => {
            format!("a quotation mark in column {} is never closed", column_letters(column))
        }
        RejectReason::TooLong => "longer than any row of pupils".to_owned(),
        RejectReason::RepeatedHeadings => "the headings again".to_owned(),
        RejectReason::Total => "a row of sums, without UPN or name".to_owned(),
        RejectReason::NamesNobody => "names no pupil".to_owned(),
        RejectReason::PutTogether { of } => format!("put together with row {of} of the same pupil"),
        RejectReason::OtherRowCounts { of } => format!("row {of} of the same pupil counts instead"),
        RejectReason::OtherTable => "stands below headings of another table".to_owned(),
    }
}

/// What the user can do about it.
pub fn remedy(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => {
            "The first row of the two is counted. Remove or correct the other one in the file."
        }
        RejectReason::BeyondHeadings { .. } => {
            "A cell too many often means a comma that is not inside quotation marks, which shifts every cell after it. \
             Correct the row, or give the column a heading."
        }
        RejectReason::UnclosedQuote { .. } => {
            "Close the quotation mark or remove it; the rows below are read as usual."
        }
        RejectReason::TooLong => "Look at this row in a text editor: a line end may be missing.",
        RejectReason::RepeatedHeadings => "Nothing: a report repeats its headings on every page.",
        RejectReason::Total | RejectReason::NamesNobody => {
            "Nothing, if it is none. If it is a pupil, say so under \u{201c}How the file was read\u{201d}, or give the row a UPN or a \
             name."
        }
        RejectReason::PutTogether { .. } => "Nothing: what the row holds was added to the other one.",
        RejectReason::OtherRowCounts { .. } => "Nothing, or choose the other row.",
        RejectReason::OtherTable => "Put this table into a file of its own, and choose both files.",
    }
}

/// The heading for all rows set aside for this kind of reason.
pub fn title(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::Repeated { .. } => "Same UPN and school as an earlier row",
        RejectReason::BeyondHeadings { .. } => "A cell beyond the last heading",
        RejectReason::UnclosedQuote { .. } => "A quotation mark that is never closed",
        RejectReason::TooLong => "Longer than any row of pupils",
        RejectReason::RepeatedHeadings => "The headings again",
        RejectReason::Total => "A row of sums",
        RejectReason::NamesNobody => "A row that names no pupil",
        RejectReason::PutTogether { .. } => "Put together with an earlier row of the pupil",
        RejectReason::OtherRowCounts { .. } => "Another row of the pupil counts",
        RejectReason::OtherTable => "Below headings of another table",
    }
}

//! How a file was read, in words.

use crate::intake::account::Reason;
use crate::intake::diagnostic::column_letters;

/// A stable code for the reason why a row is set aside.
pub fn code(reason: Reason) -> &'static str {
    match reason {
        Reason::Repeated { .. } => "repeated-pupil",
        Reason::BeyondHeadings { .. } => "beyond-headings",
        Reason::UnclosedQuote { .. } => "unclosed-quote",
        Reason::TooLong => "too-long",
        Reason::HeadingsAgain => "headings-again",
        Reason::Total => "row-of-sums",
    }
}

/// The column it is about, counted from 0, where it is about one.
pub fn column(reason: Reason) -> Option<usize> {
    match reason {
        Reason::BeyondHeadings { column } | Reason::UnclosedQuote { column } => Some(column),
        _ => None,
    }
}

/// Why a row is set aside.
pub fn reason(reason: Reason) -> String {
    match reason {
        Reason::Repeated { of } => format!("same UPN and school as row {of}"),
        Reason::BeyondHeadings { column } => {
            format!("column {} beyond the last heading is not empty", column_letters(column))
        }
        Reason::UnclosedQuote { column } => {
            format!("a quotation mark in column {} is never closed", column_letters(column))
        }
        Reason::TooLong => "longer than any row of pupils".to_owned(),
        Reason::HeadingsAgain => "the headings again".to_owned(),
        Reason::Total => "a row of sums, without UPN or name".to_owned(),
    }
}

/// What the user can do about it.
pub fn remedy(reason: Reason) -> &'static str {
    match reason {
        Reason::Repeated { .. } => "The first row of the two is counted. Remove or correct the other one in the file.",
        Reason::BeyondHeadings { .. } => {
            "A cell too many often means a comma that is not inside quotation marks, which shifts every cell after it. \
             Correct the row, or give the column a heading."
        }
        Reason::UnclosedQuote { .. } => "Close the quotation mark or remove it; the rows below are read as usual.",
        Reason::TooLong => "Look at this row in a text editor: a line end may be missing.",
        Reason::HeadingsAgain => "Nothing: a report repeats its headings on every page.",
        Reason::Total => "Nothing, if it is one. If it is a pupil, give the row a UPN or a name.",
    }
}

/// The heading for all rows set aside for this kind of reason.
pub fn title(reason: Reason) -> &'static str {
    match reason {
        Reason::Repeated { .. } => "Same UPN and school as an earlier row",
        Reason::BeyondHeadings { .. } => "A cell beyond the last heading",
        Reason::UnclosedQuote { .. } => "A quotation mark that is never closed",
        Reason::TooLong => "Longer than any row of pupils",
        Reason::HeadingsAgain => "The headings again",
        Reason::Total => "A row of sums",
    }
}

//! The pupils that the numbers of sheets open, one file a topic.

pub mod attendance;
pub mod early_years;
pub mod groups;
pub mod items;
pub mod progress;

use super::command::{Filter, Topic};
use super::document::Document;

/// The area of the edition that measures of early years belong to.
pub const EARLY_YEARS: &str = "Early years";
/// The area of the edition that measures of attendance belong to.
pub const ATTENDANCE: &str = "Attendance";

/// The area of the edition that a filter is about, where it is no key stage.
pub fn area(filter: &Filter) -> Option<&'static str> {
    match filter {
        Filter::Sheet { topic: Topic::EarlyYears, .. } => Some(EARLY_YEARS),
        Filter::Sheet { topic: Topic::Attendance, .. } => Some(ATTENDANCE),
        _ => None,
    }
}

/// The pupils of the filter are of every year group, whichever is chosen.
pub fn is_of_all_years(filter: &Filter) -> bool {
    area(filter) == Some(ATTENDANCE)
}

/// The pupils behind a number on a sheet; `None`: the sheet has no such number.
pub fn pupils(document: &Document, topic: Topic, part: &str) -> Option<Vec<u32>> {
    match topic {
        Topic::Progress => progress::pupils(document, part),
        Topic::EarlyYears => early_years::pupils(part, &document.edition, &document.bases()),
        Topic::Attendance => attendance::pupils(document, part, &document.bases()),
        Topic::Questions => groups::pupils(&format!("||{part}"), &document.edition, &document.bases()),
        Topic::Items => items::pupils(document, part),
        Topic::Timetable | Topic::Partnership => None,
    }
}

/// A list of pupils behind a number of a sheet.
pub fn sheet_list(topic: Topic, part: String, title: String) -> Filter {
    Filter::Sheet { topic, part, title }
}

//! The pupils that the numbers of sheets open, one file a topic.

pub mod attendance;
pub mod early_years;
pub mod groups;
pub mod items;
pub mod progress;

use super::command::{Filter, Topic};
use super::open::Open;
use crate::guidance::{Edition, Guidance};

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
pub fn pupils(open: &Open, topic: Topic, part: &str, guidance: &Guidance, edition: &Edition) -> Option<Vec<u32>> {
    match topic {
        Topic::Progress => progress::pupils(open, part, guidance, edition),
        Topic::EarlyYears => early_years::pupils(part, edition, &open.bases(guidance)),
        Topic::Attendance => attendance::pupils(open, part, edition, &open.bases(guidance)),
        Topic::Questions => groups::pupils(&format!("||{part}"), edition, &open.bases(guidance)),
        Topic::Items => items::pupils(open, part, guidance),
        Topic::Timetable | Topic::Partnership => None,
    }
}

/// A list of pupils behind a number of a sheet.
pub fn sheet_list(topic: Topic, part: String, title: String) -> Filter {
    Filter::Sheet { topic, part, title }
}

//! The pupils that the numbers of sheets open, one file a topic.

pub mod attendance;
pub mod early_years;
pub mod groups;
pub mod items;
pub mod progress;

use super::command::{Filter, GroupPupils, SheetList, SheetPupils, SheetTopic};
use super::document::Document;

/// The area of the edition that measures of early years belong to.
pub const EARLY_YEARS: &str = "Early years";
/// The area of the edition that measures of attendance belong to.
pub const ATTENDANCE: &str = "Attendance";

/// The area of the edition that a filter is about, where it is no key stage.
pub fn area(filter: &Filter) -> Option<&'static str> {
    let Filter::Sheet(list) = filter else { return None };
    match list.pupils.topic() {
        SheetTopic::EarlyYears => Some(EARLY_YEARS),
        SheetTopic::Attendance => Some(ATTENDANCE),
        _ => None,
    }
}

/// The pupils of the filter are of every year group, whichever is chosen.
pub fn is_of_all_years(filter: &Filter) -> bool {
    area(filter) == Some(ATTENDANCE)
}

/// The pupils behind a number on a sheet; `None`: the number is not on the sheet.
pub fn pupils(document: &Document, who: &SheetPupils) -> Option<Vec<u32>> {
    match who {
        SheetPupils::Progress { measure, basis, who } => progress::pupils(document, measure, basis, *who),
        SheetPupils::EarlyYears(who) => early_years::pupils(who, &document.edition, &document.bases()),
        SheetPupils::Attendance(who) => attendance::pupils(document, who, &document.bases()),
        SheetPupils::Questions { grouping, group } => {
            let group = GroupPupils { of: None, grouping: grouping.clone(), group: group.clone() };
            groups::pupils(&group, &document.edition, &document.bases())
        }
        SheetPupils::Items(who) => items::pupils(document, *who),
        SheetPupils::Unknown { .. } => None,
    }
}

/// A list of pupils behind a number of a sheet.
pub fn sheet_list(pupils: SheetPupils, title: String) -> Filter {
    Filter::Sheet(SheetList { pupils, title })
}

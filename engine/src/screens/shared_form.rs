//! What becomes of each view, print, export and copy while views are made fit to share
//! ([`disclosure`](crate::report::disclosure)).

use crate::session::command::{Query, SheetTopic};

/// How a query is answered while views are made fit to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedForm {
    /// As always: it holds nothing of a pupil.
    AsIs,
    /// With its counts rounded and hidden, whoever is chosen.
    Framed,
    /// With counts rounded and hidden; not at all of a school or a year group that is hidden itself.
    Protected,
    /// Not at all: it shows pupils, or sentences and lists that rest on exact counts.
    Withheld,
}

impl SharedForm {
    /// Whether nothing is shown, if the school or the year group chosen is too small or not.
    pub(crate) fn is_withheld(self, is_too_small: impl FnOnce() -> bool) -> bool {
        match self {
            Self::AsIs | Self::Framed => false,
            Self::Protected => is_too_small(),
            Self::Withheld => true,
        }
    }

    /// That of a query. Whoever adds a query has to say here what becomes of it.
    pub fn of(query: &Query) -> Self {
        match query {
            Query::Method
            | Query::Calendar { .. }
            | Query::ColumnsFile
            | Query::Sheet { topic: SheetTopic::Timetable, .. } => Self::AsIs,
            Query::Summary | Query::Tables(_) | Query::TablesCsv(_) | Query::TablesWorkbook(_) | Query::FiguresCsv => {
                Self::Protected
            }
            Query::Check
            | Query::Ambition
            | Query::Pupils(_)
            | Query::Preview(_)
            | Query::Estimates
            | Query::WhatIf(_)
            | Query::Challenge
            | Query::Trajectories
            | Query::Sheet {
                topic:
                    SheetTopic::Progress
                    | SheetTopic::EarlyYears
                    | SheetTopic::Attendance
                    | SheetTopic::Partnership
                    | SheetTopic::Questions
                    | SheetTopic::Items,
                ..
            }
            | Query::TargetsCsv
            | Query::ProblemsCsv
            | Query::FindingsCsv => Self::Withheld,
        }
    }
}

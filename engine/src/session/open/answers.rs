//! What answers a query.

use super::super::command::Query;
use super::super::view::View;
use super::super::views;
use super::Open;
use crate::guidance::{Edition, Guidance};
use crate::measures::Bases;
use crate::measures::bases::Priors;
use crate::report;
use crate::text::csv::Csv;

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

impl Open {
    /// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
    /// rows that no spreadsheet opens.
    fn figures(&self, guidance: &Guidance, edition: &Edition) -> View {
        let by_group = crate::cohort::parts::parts(self.cohort(), guidance).len() <= SCHOOLS_BY_GROUP;
        let name = format!("figures-{}{}.csv", edition.id, if by_group { "" } else { "-without-groups" });
        let priors = Priors::new(edition);
        // What is of all years is of all years of the school shown.
        let of_school = self.settings.school.as_ref().map(|school| self.file.in_school(guidance, school));
        let of_school = of_school.map(|pupils| (self.file.only(&pupils), self.moderated.only(&pupils)));
        let (cohort, moderated) = of_school.as_ref().map_or((&self.file, &self.moderated), |(file, set)| (file, set));
        let file = Bases::new(cohort, guidance, moderated, &priors)
            .with_local(&self.settings.reported, &self.settings.authority);
        View::Text {
            name,
            text: report::figures::csv(Csv::for_spreadsheet, edition, &self.bases(guidance), &file, by_group),
        }
    }

    fn findings(&self, guidance: &Guidance, edition: &Edition) -> View {
        let name = format!("findings-{}.csv", edition.id);
        View::Text {
            name,
            text: report::findings::csv(Csv::for_spreadsheet, edition, &self.bases(guidance), self.evidence()),
        }
    }

    /// A view of it.
    pub fn view(&mut self, query: &Query, guidance: &Guidance) -> View {
        let edition = self.edition.clone();
        match query {
            Query::Summary => View::Summary(Box::new(views::summary::summary(self, guidance, &edition))),
            Query::Check => View::Check(Box::new(views::check::check(self, guidance, &edition))),
            Query::Ambition => View::Ambition(views::ambition::ambition(self, guidance, &edition)),
            Query::Pupils(query) => View::Pupils(views::pupils::pupils(self, query, guidance, &edition)),
            Query::Preview(apply) => View::Preview(self.preview(apply, guidance)),
            Query::Estimates => View::Grids(views::estimates::estimates(self, guidance, &edition)),
            Query::WhatIf(query) => View::Grids(views::what_if::what_if(self, query, guidance, &edition)),
            Query::Challenge => View::Challenge(views::challenge::challenge(self, guidance, &edition)),
            Query::Trajectories => View::Trajectories(views::trajectories::trajectories(self, guidance, &edition)),
            Query::Tables(query) => View::Tables(Box::new(views::tables::tables(self, query, guidance, &edition))),
            Query::TablesCsv(query) => views::tables::csv(self, query, guidance, &edition),
            Query::TablesWorkbook(query) => views::tables::workbook(self, query, guidance, &edition),
            Query::Sheet { topic, today } => {
                View::Sheet(Box::new(views::sheets::sheet(self, *topic, today, guidance, &edition)))
            }
            Query::Calendar { today } => View::Text {
                name: format!("timetable-{}.ics", edition.id),
                text: report::calendar::calendar(&edition, today, |id| self.settings.is_done(id)),
            },
            Query::Method => View::Method(views::method::method(guidance, &edition, &self.settings.switches)),
            Query::FiguresCsv => self.figures(guidance, &edition),
            Query::FindingsCsv => self.findings(guidance, &edition),
            Query::TargetsCsv => View::Text {
                name: format!("pupils-{}.csv", edition.id),
                text: report::targets::csv(&self.file, &self.moderated, &self.reasons, guidance),
            },
            Query::ColumnsFile => View::Text { name: "columns.json".into(), text: self.account.read_as.columns_text() },
            Query::ProblemsCsv => {
                View::Text { name: "problems.csv".into(), text: report::problems::csv(&self.account) }
            }
        }
    }
}

//! Views: what the engine has worked out, put into numbers and sentences for the page.

pub(super) mod ambition;
pub(super) mod beside;
pub(super) mod card;
pub(super) mod challenge;
pub(super) mod chart;
pub(super) mod check;
pub(super) mod columns;
pub(super) mod estimates;
pub(super) mod graph;
pub(super) mod layout;
pub(super) mod method;
pub(super) mod nearest;
pub(super) mod preview;
pub(super) mod problems;
pub(super) mod pupils;
pub(super) mod row;
pub(super) mod rule;
pub(super) mod scene;
pub(super) mod sheets;
pub(super) mod summary;
pub(super) mod tables;
pub(super) mod trajectories;
pub(super) mod values;
pub(super) mod what_if;
pub(super) mod workbench;

use super::command::Query;
use super::document::Document;
use super::view::View;
use crate::cohort::parts::parts;
use crate::measures::Bases;
use crate::measures::bases::Priors;
use crate::report;
use crate::text::csv::Csv;
use scene::Scene;

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

/// The view that answers a query.
pub(super) fn view(document: &mut Document, query: &Query) -> View {
    match query {
        Query::Pupils(query) => View::Pupils(pupils::pupils(document, query)),
        Query::Preview(apply) => View::Preview(preview::preview(document, apply)),
        Query::WhatIf(query) => View::Grids(what_if::what_if(document, query)),
        Query::Sheet { topic, today } => View::Sheet(Box::new(sheets::sheet(document, *topic, today))),
        query => shown(&Scene::new(document), query),
    }
}

/// The view that answers a query for which nothing has to be tried.
fn shown(scene: &Scene, query: &Query) -> View {
    let (document, edition) = (scene.document, scene.edition);
    match query {
        Query::Summary => View::Summary(Box::new(summary::summary(scene))),
        Query::Check => View::Check(Box::new(check::check(scene))),
        Query::Ambition => View::Ambition(ambition::ambition(scene)),
        Query::Estimates => View::Grids(estimates::estimates(scene)),
        Query::Challenge => View::Challenge(challenge::challenge(scene)),
        Query::Trajectories => View::Trajectories(trajectories::trajectories(scene)),
        Query::Tables(query) => View::Tables(Box::new(tables::tables(scene, query))),
        Query::TablesCsv(query) => tables::csv(scene, query),
        Query::TablesWorkbook(query) => tables::workbook(scene, query),
        Query::Calendar { today } => View::Text {
            name: format!("timetable-{}.ics", edition.id),
            text: report::calendar::calendar(edition, today, |id| document.settings.is_done(id)),
        },
        Query::Method => View::Method(method::method(scene.guidance, edition, &document.settings.switches)),
        Query::FiguresCsv => figures(scene),
        Query::FindingsCsv => View::Text {
            name: format!("findings-{}.csv", edition.id),
            text: report::findings::csv(Csv::for_spreadsheet, edition, &scene.bases, document.evidence()),
        },
        Query::TargetsCsv => View::Text {
            name: format!("pupils-{}.csv", edition.id),
            text: report::targets::csv(&document.file, &document.moderated, &document.reasons, scene.guidance),
        },
        Query::ColumnsFile => View::Text { name: "columns.json".into(), text: document.account.read_as.columns_text() },
        Query::ProblemsCsv => {
            View::Text { name: "problems.csv".into(), text: report::problems::csv(&document.account) }
        }
        Query::Pupils(_) | Query::Preview(_) | Query::WhatIf(_) | Query::Sheet { .. } => View::Empty,
    }
}

/// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
/// rows that no spreadsheet opens.
fn figures(scene: &Scene) -> View {
    let (document, edition) = (scene.document, scene.edition);
    let by_group = parts(document.cohort(), scene.guidance).len() <= SCHOOLS_BY_GROUP;
    let name = format!("figures-{}{}.csv", edition.id, if by_group { "" } else { "-without-groups" });
    let priors = Priors::new(edition);
    // What is of all years is of all years of the school shown.
    let of_school = document.settings.school.as_ref().map(|school| document.file.in_school(scene.guidance, school));
    let of_school = of_school.map(|pupils| (document.file.only(&pupils), document.moderated.only(&pupils)));
    let (cohort, moderated) =
        of_school.as_ref().map_or((&document.file, &document.moderated), |(file, moderated)| (file, moderated));
    let file = Bases::new(cohort, scene.guidance, moderated, &priors)
        .with_local(&document.settings.reported, &document.settings.authority);
    let text = report::figures::csv(Csv::for_spreadsheet, edition, &scene.bases, &file, by_group);
    View::Text { name, text }
}

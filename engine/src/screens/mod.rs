//! Screens: what the engine has worked out, put into numbers and sentences for the page, one folder a screen. Each has
//! its shape in `view.rs`, which the page lays out, and is filled in from a [`scene::Scene`].

mod ambition;
mod challenge;
mod check;
mod estimates;
mod grids;
mod method;
mod pupils;
mod scene;
mod shared_form;
mod sheets;
mod summary;
mod table;
mod tables;
mod trajectories;
mod view;
mod what_if;

use std::collections::BTreeMap;

pub use crate::guidance::Paragraph;
pub use ambition::view::{AmbitionPage, BulletGraph, ComparisonView, FactView, GraphMarker, RuleInWords, TargetCard};
pub use challenge::view::{AgendaFigure, AgendaItem, AgendaPupil, AgendaTarget, ChallengePage};
pub use check::view::{
    CheckPage, ChoiceButton, ColumnQuestion, ColumnRead, DecisionView, LastResults, LayoutDecision, LayoutView,
    MemoryView, PreviewRow, ProblemGroup, ProblemView, QuestionView, RowsInView, SetAside, UnknownValue,
};
pub use grids::{GridTable, GridsPage};
pub use method::view::{MethodEntry, MethodPage};
pub use pupils::view::{
    AgreedException, FigureLink, PreviewFigure, PupilCell, PupilColumn, PupilRow, PupilsPage, RulePreview, StripFigure,
};
pub use shared_form::SharedForm;
pub use sheets::view::{PeopleFigure, PeopleRow, SheetField, SheetPage, SheetPart};
pub use summary::view::{Choice, CurrentInput, CurrentView, Summary, SwitchView};
pub use table::{CellInput, GroupDots, TableCell, TableColumn, TableRow, TableSection, TableView};
pub use tables::view::{ChooserPart, TableChooser, TablesPage};
pub use trajectories::view::{LineChart, TrajectoriesPage, Trajectory, TrajectoryPath};
pub use view::{Answer, Chip, CountOf, Tone, View};

use crate::cohort::school_slices::school_slices;
use crate::intake::{CannotRead, ReadFile};
use crate::measures::Bases;
use crate::measures::bases::PriorCache;
use crate::report;
use crate::session::command::{Command, Exchange, Query};
use crate::session::document::Document;
use crate::session::{FileRole, Session};
use crate::text::csv::CsvText;
use scene::Scene;

impl Session {
    /// Carries out a command and shows what is asked for. A refused command changes nothing; the views are shown all
    /// the same.
    pub fn exchange(&mut self, exchange: &Exchange) -> Answer {
        self.finish_replay();
        let refused = exchange.command.as_ref().and_then(|command| self.command(command).err());
        let views = exchange.queries.iter().map(|query| self.view(query)).collect();
        Answer { refused, views }
    }

    /// Carries out a command for which the file was read again (see [`Session::rereading`]), keeping the changes made
    /// before. A reading that failed changes nothing and is a refusal.
    pub fn exchange_reread(&mut self, exchange: &Exchange, outcome: Result<ReadFile, CannotRead>) -> Answer {
        let (document, command) = (self.document.as_mut(), exchange.command.as_ref());
        let refused = match (outcome, document, command) {
            (Ok(opened), Some(document), Some(command)) => {
                match document.rereading(command).map(|rereading| rereading.file) {
                    Some(FileRole::Current(file)) => document.reread_current(file, opened, command),
                    _ => document.reread(opened, command, &self.edition),
                }
                None
            }
            (Err(error), ..) => Some(format!("{} {}", error.what, error.remedy)),
            _ => None,
        };
        let views = exchange.queries.iter().map(|query| self.view(query)).collect();
        Answer { refused, views }
    }

    /// Makes a change again that was made before, by another engine or on another day. What is refused is left out, with
    /// the Undo and Redo of it.
    pub fn replay(&mut self, exchange: &Exchange) -> Answer {
        let (Some(document), Some(command)) = (self.document.as_mut(), exchange.command.as_ref()) else {
            return self.exchange(exchange);
        };
        Answer { refused: document.replay(command).err(), views: Vec::new() }
    }

    /// The same for a change for which a file was read again (see [`Session::rereading`]).
    pub fn replay_reread(&mut self, exchange: &Exchange, outcome: Result<ReadFile, CannotRead>) -> Answer {
        let answer = self.exchange_reread(exchange, outcome);
        let redone = matches!(exchange.command, Some(Command::Undo | Command::Redo));
        if let (Some(document), Some(command), true) =
            (self.document.as_mut(), exchange.command.as_ref(), answer.refused.is_some() && !redone)
        {
            document.log.add_refused(command);
        }
        answer
    }

    fn view(&mut self, query: &Query) -> View {
        match &mut self.document {
            Some(document) => view(document, query),
            None if *query == Query::Method => {
                View::Method(method::present::method(&self.guidance, &self.edition, &BTreeMap::new()))
            }
            None => View::Empty,
        }
    }
}

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

/// The view that answers a query.
fn view(document: &mut Document, query: &Query) -> View {
    match query {
        query if is_withheld(document, query) => View::Withheld,
        Query::Pupils(query) => View::Pupils(pupils::present::pupils(document, query)),
        Query::Preview(apply) => View::Preview(pupils::preview::preview(document, apply)),
        Query::WhatIf(query) => View::Grids(what_if::present::what_if(document, query)),
        Query::Sheet { topic, today } => View::Sheet(Box::new(sheets::sheet(document, *topic, today))),
        query => shown(&Scene::new(document), query),
    }
}

fn is_withheld(document: &Document, query: &Query) -> bool {
    let form = SharedForm::of(query);
    document.disclosure().is_on() && form.is_withheld(|| document.is_too_small_to_share())
}

/// The view that answers a query for which nothing has to be tried.
fn shown(scene: &Scene, query: &Query) -> View {
    let (document, edition) = (scene.document, scene.edition);
    match query {
        Query::Summary => View::Summary(Box::new(summary::present::summary(scene))),
        Query::Check => View::Check(Box::new(check::present::check(scene))),
        Query::Ambition => View::Ambition(ambition::present::ambition(scene)),
        Query::Estimates => View::Grids(estimates::present::estimates(scene)),
        Query::Challenge => View::Challenge(challenge::present::challenge(scene)),
        Query::Trajectories => View::Trajectories(trajectories::present::trajectories(scene)),
        Query::Tables(query) => View::Tables(Box::new(tables::tables(scene, query))),
        Query::TablesCsv(query) => tables::csv(scene, query),
        Query::TablesWorkbook(query) => tables::workbook(scene, query),
        Query::Calendar { today } => View::Text {
            name: format!("timetable-{}.ics", edition.id),
            text: report::calendar::calendar(edition, today, |id| document.settings.is_done(id)),
        },
        Query::Method => View::Method(method::present::method(scene.guidance, edition, &document.settings.switches)),
        Query::FiguresCsv => figures(scene),
        Query::FindingsCsv => View::Text {
            name: format!("findings-{}.csv", edition.id),
            text: report::findings::findings_csv(CsvText::for_spreadsheet, edition, &scene.bases, document.evidence()),
        },
        Query::TargetsCsv => View::Text {
            name: format!("pupils-{}.csv", edition.id),
            text: report::targets::targets_csv(&document.file, &document.moderated, &document.reasons, scene.guidance),
        },
        Query::ColumnsFile => View::Text { name: "columns.json".into(), text: document.account.read_as.columns_text() },
        Query::ProblemsCsv => {
            View::Text { name: "problems.csv".into(), text: report::problems::problems_csv(&document.account) }
        }
        Query::Pupils(_) | Query::Preview(_) | Query::WhatIf(_) | Query::Sheet { .. } => View::Empty,
    }
}

/// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
/// rows that no spreadsheet opens.
fn figures(scene: &Scene) -> View {
    let (document, edition) = (scene.document, scene.edition);
    let by_group = school_slices(document.cohort(), scene.guidance).len() <= SCHOOLS_BY_GROUP;
    let name = format!("figures-{}{}.csv", edition.id, if by_group { "" } else { "-without-groups" });
    let priors = PriorCache::new(edition);
    // What is of all years is of all years of the school shown.
    let of_school = document.settings.school.as_ref().map(|school| document.file.in_school(scene.guidance, school));
    let of_school = of_school.map(|pupils| (document.file.subset(&pupils), document.moderated.only(&pupils)));
    let (cohort, moderated) =
        of_school.as_ref().map_or((&document.file, &document.moderated), |(file, moderated)| (file, moderated));
    let file = Bases::new(cohort, scene.guidance, moderated, &priors)
        .with_local(&document.settings.reported, &document.settings.authority);
    let disclosure = document.disclosure();
    if disclosure.is_on() {
        let text =
            report::figures::shared_figures_csv(CsvText::for_spreadsheet, edition, &scene.bases, &file, disclosure);
        return View::Text { name: format!("figures-{}-to-share.csv", edition.id), text };
    }
    let text = report::figures::figures_csv(CsvText::for_spreadsheet, edition, &scene.bases, &file, by_group);
    View::Text { name, text }
}

#[cfg(test)]
mod tests;

//! The tables of a screen as files and for the clipboard: the same tables, and every row of them.

use serde::{Deserialize, Serialize};

use super::Query;
use super::scene::Scene;
use super::tables::export::{self as of_tables, table_sheet};
use super::trajectories::present::trajectories;
use super::{GridTable, SharedForm, TableView, View};
use super::{challenge, estimates, pupils, sheets, what_if};
use crate::report::value::CellValue;
use crate::report::workbook::{WorkbookSheet, workbook};
use crate::screens::{AgendaFigure, AgendaItem, PupilsPage, Trajectory};
use crate::session::command::SheetTopic;
use crate::session::document::Document;
use crate::text::csv::{CsvText, clipboard_line, guarded};

/// The tables of a screen wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ExportQuery {
    /// The screen.
    pub screen: Box<Query>,
    /// As what.
    pub form: ExportForm,
}

/// What tables are given away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ExportForm {
    /// One table as CSV, counted from 0.
    Csv(usize),
    /// All of them as an Excel workbook, a sheet each.
    Workbook,
    /// All of them for the clipboard, as a text that a spreadsheet takes.
    Clipboard,
}

/// What becomes of it while views are made fit to share: what becomes of its screen.
pub(crate) fn shared_form(query: &ExportQuery) -> SharedForm {
    if query.screen.is_export() { SharedForm::Withheld } else { query.screen.shared_form() }
}

/// The tables in the form that is asked for; nothing where there are none.
pub(crate) fn export(document: &mut Document, query: &ExportQuery) -> View {
    let sheets = sheets_of(document, &query.screen);
    let name = format!("{}-{}", stem(&query.screen), document.edition.id);
    match query.form {
        _ if sheets.is_empty() => View::Empty,
        ExportForm::Workbook => View::File { name: format!("{name}.xlsx"), bytes: workbook(&sheets) },
        ExportForm::Clipboard => View::Text { name: format!("{name}.txt"), text: sheets.iter().map(copied).collect() },
        ExportForm::Csv(table) => {
            let Some(sheet) = sheets.get(table) else { return View::Empty };
            let number = if sheets.len() > 1 { format!("-{}", table + 1) } else { String::new() };
            View::Text { name: format!("{name}{number}.csv"), text: csv(sheet) }
        }
    }
}

/// What the names of a screen's files begin with.
fn stem(screen: &Query) -> &'static str {
    match screen {
        Query::Tables(query) => of_tables::stem(query),
        Query::Sheet(query) => match query.topic {
            SheetTopic::Progress => "progress",
            SheetTopic::EarlyYears => "early-years",
            SheetTopic::Attendance => "attendance",
            SheetTopic::Timetable => "timetable",
            SheetTopic::Partnership => "partnership",
            SheetTopic::Questions => "questions",
            SheetTopic::Items => "item-analysis",
        },
        Query::Pupils(_) => "pupils-listed",
        Query::Ambition => "targets",
        Query::Challenge => "challenge",
        Query::Trajectories => "trajectory",
        Query::Estimates => "estimates",
        Query::WhatIf(_) => "what-if",
        _ => "table",
    }
}

/// The tables of a screen; none: it has none.
pub(crate) fn sheets_of(document: &mut Document, screen: &Query) -> Vec<WorkbookSheet> {
    match screen {
        Query::Tables(query) => of_tables::sheets(&Scene::new(document), query),
        Query::Sheet(query) => {
            let sheet = sheets::sheet(document, query);
            sheet
                .parts
                .iter()
                .filter(|part| part.table.has_rows())
                .map(|part| titled(&part.title, &part.table))
                .collect()
        }
        Query::Pupils(query) => vec![pupils_sheet(&pupils::present::whole_list(document, query))],
        Query::Ambition => vec![figures(&challenge::present::challenge(&Scene::new(document)).figures)],
        Query::Challenge => {
            let page = challenge::present::challenge(&Scene::new(document));
            let points =
                page.targets.iter().flat_map(|target| target.items.iter().map(move |item| (&target.title, item)));
            vec![figures(&page.figures), agenda(points)]
        }
        Query::Trajectories => {
            let page = trajectories(&Scene::new(document));
            page.measures.iter().filter(|measure| !measure.ways.is_empty()).map(trajectory).collect()
        }
        Query::Estimates => grids(&estimates::present::estimates(&Scene::new(document)).grids),
        Query::WhatIf(query) => grids(&what_if::present::what_if(document, query).grids),
        _ => Vec::new(),
    }
}

fn titled(title: &str, table: &TableView) -> WorkbookSheet {
    WorkbookSheet { name: title.to_owned(), ..table_sheet(table) }
}

fn grids(grids: &[GridTable]) -> Vec<WorkbookSheet> {
    grids.iter().map(|grid| table_sheet(&grid.table)).collect()
}

fn texts<'a>(cells: impl IntoIterator<Item = &'a str>) -> Vec<CellValue> {
    cells.into_iter().map(|text| CellValue::Text(guarded(text).into_owned())).collect()
}

fn pupils_sheet(page: &PupilsPage) -> WorkbookSheet {
    let headings = ["Pupil", "UPN", "Context"].into_iter().chain(page.columns.iter().map(|column| &*column.title));
    let rows = page.rows.iter().map(|row| {
        let context = row.context.join(", ");
        let first = [&*row.name, &*row.upn, &*context];
        texts(first.into_iter().chain(row.cells.iter().map(|cell| &*cell.text)))
    });
    WorkbookSheet { name: page.title.clone(), rows: [texts(headings)].into_iter().chain(rows).collect() }
}

fn figures(figures: &[AgendaFigure]) -> WorkbookSheet {
    let headings = ["Target for", "Current", "Target", "Pupils", "Expected", "Against the expectation"];
    let row = |figure: &AgendaFigure| {
        let AgendaFigure { title, current, target, of, expected, verdict, .. } = figure;
        texts([title, current, target, of, expected, verdict].map(String::as_str))
    };
    WorkbookSheet {
        name: "Targets".into(),
        rows: [texts(headings)].into_iter().chain(figures.iter().map(row)).collect(),
    }
}

/// A row for each pupil under each point, and one for a point without pupils.
fn agenda<'a>(points: impl Iterator<Item = (&'a String, &'a AgendaItem)>) -> WorkbookSheet {
    let mut rows =
        vec![texts(["Target", "Point", "Found", "Pupil", "Earlier results and targets", "Agreed exception", "Note"])];
    for (target, item) in points {
        let mut row = |pupil: &str, from_to: &str, exception: &str| {
            rows.push(texts([target, &item.title, &item.found, pupil, from_to, exception, &item.note]));
        };
        if item.pupils.is_empty() {
            row("", "", "");
        }
        item.pupils.iter().for_each(|pupil| row(&pupil.name, &pupil.from_to, &pupil.exception));
        if !item.more.is_empty() {
            row(&item.more, "", "");
        }
    }
    WorkbookSheet { name: "Points to discuss".into(), rows }
}

/// A row for each way, a column for each year.
fn trajectory(trajectory: &Trajectory) -> WorkbookSheet {
    let years = trajectory.chart.years.iter().map(|(_, year)| year.as_str()).collect::<Vec<_>>();
    let mut rows = vec![texts(["Way"].into_iter().chain(years.iter().copied()))];
    rows.extend(trajectory.ways.iter().map(|way| {
        let of_year = |year: &&str| way.steps.iter().find(|step| step.0 == **year).map_or("", |step| &*step.1);
        texts([&*way.title].into_iter().chain(years.iter().map(of_year)))
    }));
    WorkbookSheet { name: trajectory.title.clone(), rows }
}

fn csv(sheet: &WorkbookSheet) -> String {
    let mut csv = CsvText::default();
    sheet.rows.iter().for_each(|row| csv.row(&row.iter().map(plain).collect::<Vec<_>>()));
    csv.finish()
}

/// A number of ours has its sign, and nothing between its thousands; any other cell is a text.
fn plain(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => guarded(text).into_owned(),
        CellValue::Count(number) => number.to_string(),
        value => value.to_string(),
    }
}

/// The title, the rows, and an empty line.
fn copied(sheet: &WorkbookSheet) -> String {
    let line = |row: &Vec<CellValue>| {
        let cells = row.iter().map(plain).collect::<Vec<_>>();
        clipboard_line(cells.iter().map(String::as_str))
    };
    let rows = sheet.rows.iter().map(line).collect::<String>();
    format!("{}{rows}\r\n", clipboard_line([sheet.name.as_str()]))
}

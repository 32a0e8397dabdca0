//! One menu, in the same corner of every view, of all that can be taken away of it.

use std::rc::Rc;

use ambition_engine::screens::{
    CalendarQuery, ChallengePage, EstimatesPage, ExportForm, ExportQuery, GridTable, Query, SheetPage, Summary,
    TablesPage, TrajectoriesPage, WhatIfPage,
};
use ambition_engine::session::command::SheetTopic;
use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::app::view_cache::ViewCache;
use crate::dom;
use crate::router::Route;

/// A view to take away.
#[derive(PartialEq, Properties)]
pub struct ExportMenuProps {
    /// What the engine was asked for.
    pub screen: Query,
    /// The titles of its tables, in their order.
    pub tables: Vec<String>,
    /// What is open, and what of it is not shared.
    pub summary: Rc<Summary>,
}

/// A button that unfolds the ways to take a view away.
#[component]
pub fn ExportMenu(props: &ExportMenuProps) -> Html {
    let dispatcher = use_dispatcher();
    let open = use_state(|| false);
    let list = use_node_ref();
    let set = |value: bool| {
        let open = open.clone();
        move || open.set(value)
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let close = set(false);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close()
            }
        })
    };
    let onfocusout = {
        let (close, list) = (set(false), list.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            if to.is_some() && !list.cast::<Node>().is_some_and(|list| list.contains(to.as_ref())) {
                close();
            }
        })
    };
    let close = {
        let close = set(false);
        Callback::from(move |_: MouseEvent| close())
    };
    html! {
        <div class="exports" ref={list} {onkeydown} {onfocusout}>
            <button type="button" class="button export-button" aria-expanded={open.to_string()} onclick={toggle}>{ "Export" }</button>
            <ul class="export-list" hidden={!*open} onclick={close}>
                { entry("print", "Print, or save as PDF", Callback::from(|_: MouseEvent| dom::print())) }
                { tables(&dispatcher, props) }
                { for of_this_view(&props.screen).into_iter().filter(|of| !props.summary.withholds(&of.2)).map(|(class, words, query)| {
                    entry(class, words, dispatcher.callback(Action::Export(query)))
                }) }
                if *open {
                    { for dom::charts().into_iter().map(chart) }
                }
            </ul>
        </div>
    }
}

fn entry(class: &'static str, words: &str, onclick: Callback<MouseEvent>) -> Html {
    html! { <li><button type="button" class={classes!("export-entry", class)} {onclick}>{ words }</button></li> }
}

/// All tables as a workbook and for the clipboard, and each as CSV.
fn tables(dispatcher: &Dispatcher, props: &ExportMenuProps) -> Html {
    if props.tables.is_empty() || props.summary.withholds(&props.screen) {
        return Html::default();
    }
    let export = |form: ExportForm| {
        dispatcher.callback(Action::Export(Query::Export(ExportQuery { screen: Box::new(props.screen.clone()), form })))
    };
    let csv = |title: &String| if props.tables.len() > 1 { format!("CSV: {title}") } else { "CSV".to_owned() };
    html! {
        <>
            { entry("save-workbook", "Excel", export(ExportForm::Workbook)) }
            { for props.tables.iter().enumerate().map(|(table, title)| {
                entry("save-csv", &csv(title), export(ExportForm::Csv(table)))
            }) }
            { entry("copy-tables", "Copy for a spreadsheet", export(ExportForm::Clipboard)) }
        </>
    }
}

/// What only this view gives away.
fn of_this_view(screen: &Query) -> Vec<(&'static str, &'static str, Query)> {
    let figures = ("save-figures", "All figures by group (CSV)", Query::FiguresCsv);
    let pupils = ("save-targets", "All pupils with their targets (CSV)", Query::TargetsCsv);
    match screen {
        Query::Ambition => vec![figures, pupils],
        Query::Pupils(_) => vec![pupils],
        Query::Challenge => vec![("save-findings", "All points with their pupils’ numbers (CSV)", Query::FindingsCsv)],
        Query::Check => vec![("save-problems", "Everything noticed in the file (CSV)", Query::ProblemsCsv)],
        Query::Sheet(query) if query.topic == SheetTopic::Timetable => {
            let calendar = Query::Calendar(CalendarQuery { today: dom::day() });
            vec![("save-calendar", "Calendar (ICS)", calendar)]
        }
        _ => Vec::new(),
    }
}

/// A chart in two forms.
fn chart(chart: dom::ViewChart) -> Html {
    let (svg, png) = (chart.clone(), chart.clone());
    html! {
        <>
            { entry("save-svg", &format!("Chart (SVG): {}", chart.title), Callback::from(move |_: MouseEvent| svg.save_svg())) }
            { entry("save-png", &format!("Chart (PNG): {}", chart.title), Callback::from(move |_: MouseEvent| png.save_png())) }
        </>
    }
}

/// The titles of a view's tables, as far as it has been answered.
pub fn table_titles(route: &Route, views: &ViewCache) -> Vec<String> {
    let Some(query) = route.query() else { return Vec::new() };
    let of_grids = |grids: &[GridTable]| grids.iter().map(|grid| grid.table.title.clone()).collect();
    match &query {
        Query::Tables(_) => {
            views.get(&query).map(|page: Rc<TablesPage>| page.tables.iter().map(|table| table.title.clone()).collect())
        }
        Query::Sheet(_) => views.get(&query).map(|page: Rc<SheetPage>| {
            page.parts.iter().filter(|part| part.table.has_rows()).map(|part| part.title.clone()).collect()
        }),
        Query::Trajectories => views.get(&query).map(|page: Rc<TrajectoriesPage>| {
            page.measures.iter().filter(|of| !of.ways.is_empty()).map(|of| of.title.clone()).collect()
        }),
        Query::Estimates => views.get(&query).map(|page: Rc<EstimatesPage>| of_grids(&page.grids)),
        Query::WhatIf(_) => views.get(&query).map(|page: Rc<WhatIfPage>| of_grids(&page.grids)),
        Query::Challenge => {
            views.get(&query).map(|_: Rc<ChallengePage>| vec!["Targets".to_owned(), "Points to discuss".to_owned()])
        }
        Query::Ambition => Some(vec!["Targets".to_owned()]),
        Query::Pupils(_) => Some(vec!["Pupils".to_owned()]),
        _ => None,
    }
    .unwrap_or_default()
}

//! Groups, children in care, special needs, schools, and the return: tables, with what is chosen above them.

use std::rc::Rc;

use ambition_engine::screens::{Chooser as Choosing, Tables};
use ambition_engine::session::command::{Command, Query, TablesAbout, TablesQuery};
use yew::prelude::*;

use crate::app::desk::{Desk, Wish, use_desk};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, waiting};
use crate::widgets::choices::Chooser;
use crate::widgets::{chip, tables};

/// The view.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What it shows.
    pub view: Rc<Tables>,
    /// What is open, for the printed page.
    pub of: AttrValue,
}

/// Shows the screen: the tables of another part of it until those that are wanted come.
pub fn render(context: &ScreenContext) -> Html {
    let (Some(summary), Some(view)) = (context.summary(), context.view()) else { return waiting() };
    let of = [&summary.title, &summary.pupils, &summary.edition].map(String::as_str).join(" \u{b7} ");
    html! { <TablesView {view} {of} /> }
}

/// The tables.
#[component]
pub fn TablesView(props: &Props) -> Html {
    let desk = use_desk();
    let view = &props.view;
    html! {
        <div class={classes!("flow", "wide", "tables", shape(view))}>
            <header class="view-head tables-head">
                <div>
                    <h1 id="heading" tabindex="-1">{ &view.title }</h1>
                    <p class="printed-of" aria-hidden="true">{ &props.of }{ " · " }{ dom::today() }</p>
                    <p class="lead">{ &view.lead }</p>
                    if !view.rule.is_empty() {
                        <p class="share-rule"><strong>{ &view.rule }</strong></p>
                    }
                    { chip::list(&view.remarks) }
                </div>
                { tools(&desk, view) }
            </header>
            { choosers(&desk, view) }
            { for view.tables.iter().map(|table| tables::card(&desk, table, &view.query)) }
        </div>
    }
}

/// A class for what is printed in its own way.
fn shape(view: &Tables) -> &'static str {
    match view.query.about {
        TablesAbout::Return => "return",
        TablesAbout::Care => "care",
        _ => "others",
    }
}

fn tools(desk: &Desk, view: &Tables) -> Html {
    if view.tables.is_empty() {
        return Html::default();
    }
    let query = || view.query.clone();
    let share = {
        let desk = desk.clone();
        Callback::from(move |fewer_than| desk.wish(Wish::Do(Command::SetSharing { fewer_than })))
    };
    html! {
        <div class="tools">
            <Chooser id="sharing" label="Show" choices={view.sharing.clone()} onchoose={share} />
            <button type="button" class="button" onclick={Callback::from(|_: MouseEvent| dom::print())}>{ "Print" }</button>
            <button type="button" class="button save-csv" onclick={desk.on(Wish::Save(Query::TablesCsv(query())))}>{ "CSV" }</button>
            <button type="button" class="button save-workbook" onclick={desk.on(Wish::Save(Query::TablesWorkbook(query())))}>
                { "Excel" }
            </button>
        </div>
    }
}

/// What can be chosen; combining groups is folded away until it is used.
fn choosers(desk: &Desk, view: &Tables) -> Html {
    let (combining, others): (Vec<_>, Vec<_>) = view.choosers.iter().partition(|chooser| chooser.part == "groups");
    let show = |chooser: &&Choosing| choose(desk, chooser, &view.query);
    html! {
        <>
            if !others.is_empty() {
                <div class="in-page">{ for others.iter().map(show) }</div>
            }
            if !combining.is_empty() {
                <details class="card combine" open={!view.query.groups.is_empty()}>
                    <summary>{ "Combine groups, such as boys with free school meals" }</summary>
                    <div class="in-page">{ for combining.iter().map(show) }</div>
                </details>
            }
        </>
    }
}

fn choose(desk: &Desk, chooser: &Choosing, query: &TablesQuery) -> Html {
    let (desk, part, query) = (desk.clone(), chooser.part.clone(), query.clone());
    let onchoose = Callback::from(move |id: String| {
        let query = query.clone();
        let to = match part.as_str() {
            "authority" => return desk.wish(Wish::Do(Command::SetAuthority { authority: id })),
            "measure" => TablesQuery { measure: id, ..query },
            "basis" => TablesQuery { basis: id, ..query },
            "by" => TablesQuery { by: id, ..query },
            _ => TablesQuery { groups: id, ..query },
        };
        dom::go(&Route::tables(TablesQuery { page: 0, ..to }).hash());
    });
    let id = format!("choose-{}", chooser.label.to_lowercase().replace(' ', "-"));
    html! { <Chooser {id} label={chooser.label.clone()} choices={chooser.choices.clone()} {onchoose} /> }
}

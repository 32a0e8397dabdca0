//! Groups, children in care, special needs, schools, and the return: tables, with what is chosen above them.

mod address;

use std::rc::Rc;

use ambition_engine::screens::{ChooserPart, TableChooser as Choosing, TablesAbout, TablesPage, TablesQuery};
use ambition_engine::session::command::Command;
use yew::prelude::*;

use crate::app::actions::{Dispatcher, use_dispatcher};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::choices::Chooser;
use crate::widgets::{chip, table};

/// The view.
#[derive(PartialEq, Properties)]
pub struct TablesProps {
    /// What it shows.
    pub view: Rc<TablesPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render).with_parameters(address::write, address::read);

/// Shows the screen: the tables of another part of it until those that are wanted come.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |view| html! { <TablesView {view} /> })
}

/// The tables.
#[component]
pub fn TablesView(props: &TablesProps) -> Html {
    let dispatcher = use_dispatcher();
    let view = &props.view;
    html! {
        <div class={classes!("flow", "wide", "tables", shape(view))}>
            <header class="view-head tables-head">
                <div>
                    <h1 id="heading" tabindex="-1">{ &view.title }</h1>
                    <p class="lead">{ &view.lead }</p>
                    { chip::list(&view.remarks) }
                </div>
            </header>
            { choosers(&dispatcher, view) }
            { for view.tables.iter().map(|shown| table::card(&dispatcher, shown, &view.query)) }
        </div>
    }
}

/// A class for what is printed in its own way.
fn shape(view: &TablesPage) -> &'static str {
    match view.query.about {
        TablesAbout::Return => "return",
        TablesAbout::Moderation => "moderation",
        TablesAbout::Care => "care",
        _ => "others",
    }
}

/// What can be chosen; combining groups is folded away until it is used.
fn choosers(dispatcher: &Dispatcher, view: &TablesPage) -> Html {
    let (combining, others): (Vec<_>, Vec<_>) =
        view.choosers.iter().partition(|chooser| chooser.part == ChooserPart::Groups);
    let show = |chooser: &&Choosing| choose(dispatcher, chooser, &view.query);
    html! {
        <div class="choosers">
            if !others.is_empty() {
                <div class="in-page">{ for others.iter().map(show) }</div>
            }
            if !combining.is_empty() {
                <details class="card combine" open={!view.query.groups.is_empty()}>
                    <summary>{ "Combine groups, such as boys with free school meals" }</summary>
                    <div class="in-page">{ for combining.iter().map(show) }</div>
                </details>
            }
        </div>
    }
}

fn choose(dispatcher: &Dispatcher, chooser: &Choosing, query: &TablesQuery) -> Html {
    let (dispatcher, part, query) = (dispatcher.clone(), chooser.part, query.clone());
    let onchoose = Callback::from(move |id: String| {
        let query = query.clone();
        let to = match part {
            ChooserPart::Authority => return dispatcher.run(Command::SetAuthority { authority: id }),
            ChooserPart::Measure => TablesQuery { measure: id, ..query },
            ChooserPart::Basis => TablesQuery { basis: id, ..query },
            ChooserPart::By => TablesQuery { by: id, ..query },
            ChooserPart::Groups => TablesQuery { groups: id.into(), ..query },
        };
        dom::go(&Route::tables(TablesQuery { page: 0, ..to }).hash());
    });
    let id = format!("choose-{}", chooser.label.to_lowercase().replace(' ', "-"));
    html! { <Chooser {id} label={chooser.label.clone()} choices={chooser.choices.clone()} {onchoose} /> }
}

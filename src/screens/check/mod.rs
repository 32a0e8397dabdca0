//! How the file was read: what wants the user's eye comes first.
//!
//! [`layout`] is how the table was found, [`columns`] which column is what, [`values`] what spellings mean, and
//! [`problems`] what else was noticed.

mod columns;
mod layout;
mod problems;
mod values;

use std::rc::Rc;

use ambition_engine::screens::CheckPage;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::router::Route;
use crate::screens::{ScreenContext, waiting};

/// The view.
#[derive(PartialEq, Properties)]
pub struct CheckProps {
    /// What it shows.
    pub check: Rc<CheckPage>,
}

/// Shows the screen.
pub fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |check| html! { <CheckView {check} /> })
}

/// The account of the reading.
#[component]
pub fn CheckView(props: &CheckProps) -> Html {
    let dispatcher = use_dispatcher();
    let check = &props.check;
    html! {
        <div class="flow">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "How your file was read" }</h1>
                <p class="lead"><strong>{ &check.account }</strong>{ ". " }{ &check.how }</p>
                <p><a class="button primary" href={Route::AMBITION.hash()}>{ "See the targets" }</a></p>
            </header>
            { layout::layout(&dispatcher, &check.layout) }
            { columns::questions(&dispatcher, check) }
            { values::unknown(&dispatcher, check) }
            { columns::absent(&dispatcher, check) }
            { problems::set_aside(&check.set_aside) }
            { for check.problems.iter().map(problems::group) }
            { problems::save(&dispatcher, check) }
            { columns::read(&dispatcher, check) }
            { columns::unread(&dispatcher, check) }
        </div>
    }
}

/// A section, or nothing where it has nothing to show.
fn section<T>(id: &'static str, title: &str, why: &str, items: &[T], body: Html) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            <p class="muted">{ why }</p>
            { body }
        </section>
    }
}

/// A table that scrolls by itself where it is too wide.
fn table(caption: &'static str, headings: &[&str], rows: Vec<Html>) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {caption}")} tabindex="0">
            <table>
                <caption class="vh">{ caption }</caption>
                <thead><tr>{ for headings.iter().map(|title| html! { <th scope="col">{ *title }</th> }) }</tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

/// A choice among values with words; `chosen` hears the value. A value that the user has not chosen has the first option.
fn select(label: String, value: &str, options: &[(String, String)], chosen: Callback<String>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<web_sys::HtmlSelectElement>() {
            chosen.emit(select.value());
        }
    });
    let options = options.iter().map(|(option, words)| {
        html! { <option value={option.clone()} selected={option == value}>{ words }</option> }
    });
    html! { <select aria-label={label} {onchange}>{ for options }</select> }
}

fn samples(samples: &[String]) -> Html {
    html! { <>{ for samples.iter().map(|sample| html! { <span class="sample">{ sample }</span> }) }</> }
}

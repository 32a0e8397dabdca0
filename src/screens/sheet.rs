//! A sheet: its parts as the engine made them.

use std::rc::Rc;

use ambition_engine::screens::{SheetPage, SheetPart};
use yew::prelude::*;

use crate::app::actions::{Dispatcher, use_dispatcher};
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::entry_field::EntryField;
use crate::widgets::{chip, figure_chart, paragraph, people, switches, table};

/// The view.
#[derive(PartialEq, Properties)]
pub struct SheetProps {
    /// What it shows.
    pub sheet: Rc<SheetPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |sheet| html! { <SheetView {sheet} /> })
}

/// The sheet.
#[component]
pub fn SheetView(props: &SheetProps) -> Html {
    let dispatcher = use_dispatcher();
    let sheet = &props.sheet;
    html! {
        <div class="flow sheet">
            { head(sheet) }
            { chip::list(&sheet.chips) }
            { for sheet.parts.iter().enumerate().map(|(place, of)| part_view(&dispatcher, place, of)) }
            { switches::folded(&dispatcher, &sheet.switches) }
            if !sheet.notice.is_empty() {
                <p class="personal">{ &sheet.notice }</p>
            }
        </div>
    }
}

fn head(sheet: &SheetPage) -> Html {
    html! {
        <header class="view-head sheet-head">
            <div>
                <h1 id="heading" tabindex="-1">{ &sheet.title }</h1>
                <p class="lead">{ &sheet.lead }</p>
            </div>
        </header>
    }
}

fn part_view(dispatcher: &Dispatcher, place: usize, part: &SheetPart) -> Html {
    let id = format!("part-{place}");
    let charted = part.chart.is_drawn() || !part.people.is_empty();
    let sentences =
        |words: &[String]| words.iter().map(|words| html! { <p class="muted">{ words }</p> }).collect::<Html>();
    html! {
        <section class="card sheet-part" aria-labelledby={id.clone()} key={part.title.clone()}>
            <h2 {id}>{ &part.title }{ " " }{ paragraph::short(&part.paragraph) }</h2>
            { sentences(&part.words) }
            { chip::list(&part.chips) }
            if !part.fields.is_empty() {
                <div class="entries">
                    { for part.fields.iter().map(|field| html! { <EntryField key={field.what.to_string()} field={field.clone()} /> }) }
                </div>
            }
            <div class={if charted && part.table.has_rows() { "chart-and-table" } else { "plain-part" }}>
                { people::chart(&part.people) }
                { figure_chart::figure_chart(&part.chart) }
                if part.table.has_rows() {
                    { table::region(dispatcher, "sheet-table", &part.title, &part.table, None) }
                }
            </div>
            { sentences(&part.after) }
        </section>
    }
}

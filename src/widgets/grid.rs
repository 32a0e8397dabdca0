//! A table of estimates or of what a higher target would take, in a card.

use ambition_engine::screens::GridTable;
use yew::prelude::*;

use super::{paragraph, table};
use crate::app::actions::Dispatcher;

/// The table in a card of its own.
pub fn grid(dispatcher: &Dispatcher, GridTable { kind, table }: &GridTable) -> Html {
    let id = format!("grid-{}", table.title.replace(' ', "-"));
    html! {
        <section class={classes!("card", "grid-card", kind.clone())} aria-labelledby={id.clone()} key={table.title.clone()}>
            <h2 {id}>
                { &table.title }{ " " }
                if let Some(source) = &table.paragraph {
                    { paragraph::short(source) }
                }
            </h2>
            { table::region(dispatcher, "grid-table", &table.title, table, None) }
            <p class="muted table-note">{ &table.words }</p>
        </section>
    }
}

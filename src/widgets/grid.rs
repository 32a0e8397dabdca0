//! A table whose cells open the pupils behind them.

use ambition_engine::screens::GridTable;
use yew::prelude::*;

use super::data_table::data_table;
use super::paragraph;

/// The table in a card of its own.
pub fn grid(grid: &GridTable) -> Html {
    let id = format!("grid-{}", grid.title.replace(' ', "-"));
    html! {
        <section class={classes!("card", "grid-card", grid.kind.clone())} aria-labelledby={id.clone()} key={grid.title.clone()}>
            <h2 {id}>
                { &grid.title }{ " " }
                if let Some(source) = &grid.paragraph {
                    { paragraph::short(source) }
                }
            </h2>
            <p class="muted">{ &grid.words }</p>
            { data_table("grid-table", &grid.title, &grid.table) }
        </section>
    }
}

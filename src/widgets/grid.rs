//! A table whose cells open the pupils behind them.

use ambition_engine::screens::{Grid, Spot};
use yew::prelude::*;

use super::{paragraph, pupils_link, tone};

/// The table in a card of its own.
pub fn grid(grid: &Grid) -> Html {
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
            <div class="table-scroll" role="region" aria-label={format!("Table: {}", grid.title)} tabindex="0">
                <table>
                    <caption class="vh">{ &grid.title }</caption>
                    <thead><tr>{ for grid.columns.iter().map(|title| html! { <th scope="col">{ title }</th> }) }</tr></thead>
                    <tbody>{ for grid.rows.iter().map(|row| self::row(row)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(row: &[Spot]) -> Html {
    let cell = |(index, spot): (usize, &Spot)| match index {
        0 => html! { <th scope="row">{ inside(spot) }</th> },
        _ => html! { <td class={tone::class(spot.tone)}>{ inside(spot) }</td> },
    };
    html! { <tr>{ for row.iter().enumerate().map(cell) }</tr> }
}

fn inside(spot: &Spot) -> Html {
    html! {
        <>
            { pupils_link::words(&spot.text, spot.pupils.as_ref()) }
            if !spot.bar.is_empty() {
                <svg class="chance" viewBox="0 0 100 6" preserveAspectRatio="none" focusable="false" aria-hidden="true">
                    <rect class="track" x="0" y="0" width="100" height="6" />
                    <rect class="part" x="0" y="0" width={spot.bar.clone()} height="6" />
                </svg>
            }
            if !spot.under.is_empty() {
                <small class="beneath">{ &spot.under }</small>
            }
        </>
    }
}

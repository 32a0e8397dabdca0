//! What a target is shown beside: benchmarks, and what the guidance says to compare with.

use ambition_engine::screens::{ComparisonView, FactView, TargetCard};
use yew::prelude::*;

use super::{paragraph, pupils_link, tone};

/// Both, folded, the list only if `is_complete`; nothing where there is neither.
pub fn comparison_list(card: &TargetCard, is_complete: bool) -> Html {
    if card.beside.is_empty() && card.facts.is_empty() {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ "Beside others" }<span class="vh">{ format!(": {}", card.title) }</span></summary>
            if is_complete {
                <ul class="beside">
                    { for card.beside.iter().map(benchmark) }
                    { for card.facts.iter().map(fact) }
                </ul>
            }
        </details>
    }
}

fn benchmark(view: &ComparisonView) -> Html {
    html! {
        <li>
            <p>
                <strong>{ &view.title }</strong>{ " " }{ paragraph::short(&view.paragraph) }
            </p>
            <p class={classes!("here", tone::class(view.tone))}>
                { &view.here }{ ": " }{ pupils_link::count_of(&view.count) }
                if !view.value.is_empty() {
                    { ", " }{ &view.value }
                }
            </p>
            <p class="muted">{ &view.words }</p>
        </li>
    }
}

fn fact(fact: &FactView) -> Html {
    html! { <li><p>{ &fact.words }{ " " }{ paragraph::short(&fact.paragraph) }</p></li> }
}

//! Ways to narrow the list of pupils at one click, and what it is narrowed by.

use ambition_engine::screens::PupilsPage;
use ambition_engine::session::command::{Filter, FilterChoice, PupilsQuery};
use yew::prelude::*;

use crate::router::Route;

/// A button for each list at hand, and one that takes away whatever the list is narrowed by.
pub fn filter_chips(page: &PupilsPage, query: &PupilsQuery) -> Html {
    let at_hand = page.filters.iter().filter(|list| list.at_hand).flat_map(|list| &list.choices).collect::<Vec<_>>();
    let to = |filter: Filter| Route::pupils(PupilsQuery { filter, page: 0, ..query.clone() }).hash();
    let chip = |choice: &FilterChoice| match choice.filter == query.filter {
        true => taken(&choice.words, to(Filter::All)),
        false => html! { <a class="chip at-hand" href={to(choice.filter.clone())}>{ &choice.words }</a> },
    };
    let is_other = query.filter != Filter::All && at_hand.iter().all(|choice| choice.filter != query.filter);
    let search = query.search.trim();
    let without_search = PupilsQuery { search: String::new(), page: 0, ..query.clone() };
    if at_hand.is_empty() && !is_other && search.is_empty() {
        return Html::default();
    }
    html! {
        <nav class="chips filter-chips" aria-label="Narrow the list">
            if is_other {
                { taken(&page.title, to(Filter::All)) }
            }
            if !search.is_empty() {
                { taken(&format!("\u{201c}{search}\u{201d}"), Route::pupils(without_search).hash()) }
            }
            { for at_hand.into_iter().map(chip) }
        </nav>
    }
}

/// What the list is narrowed by, which goes when it is clicked.
fn taken(words: &str, href: String) -> Html {
    html! {
        <a class="chip at-hand taken" {href} aria-current="true">
            <span class="vh">{ "Remove: " }</span>{ words }<span aria-hidden="true">{ " \u{2715}" }</span>
        </a>
    }
}

//! From page to page of a long list.

use ambition_engine::screens::PupilsPage;
use ambition_engine::session::command::PupilsQuery;
use yew::prelude::*;

use crate::router::Route;

/// The range shown, and links to the pages before and after it.
pub fn pager(query: &PupilsQuery, page: &PupilsPage) -> Html {
    let before = page.page.checked_sub(1);
    let after = page.page.checked_add(1).filter(|after| *after < page.pages);
    html! {
        <nav class="pager" aria-label="Pages">
            <span class="range">{ &page.range }</span>
            if page.pages > 1 {
                { page_link("Previous", "prev", query, before) }
                { page_link("Next", "next", query, after) }
            }
            { sizes(query, page) }
        </nav>
    }
}

/// How many rows a page has, where that matters.
fn sizes(query: &PupilsQuery, page: &PupilsPage) -> Html {
    if page.sizes.is_empty() {
        return Html::default();
    }
    html! {
        <span class="sizes" role="group" aria-label="Rows on a page">
            { "Rows: " }
            { for page.sizes.iter().map(|(words, rows, chosen)| {
                let to = Route::pupils(PupilsQuery { rows: *rows, page: 0, ..query.clone() });
                html! { <a class="button" href={to.hash()} aria-current={chosen.then_some("true")}>{ words }<span class="vh">{ " rows" }</span></a> }
            }) }
        </span>
    }
}

fn page_link(name: &'static str, rel: &'static str, query: &PupilsQuery, page: Option<u32>) -> Html {
    match page {
        Some(page) => {
            let to = Route::pupils(PupilsQuery { page, ..query.clone() });
            html! { <a class="button" {rel} href={to.hash()}>{ name }<span class="vh">{ " page" }</span></a> }
        }
        None => html! { <span class="button" aria-disabled="true">{ name }</span> },
    }
}

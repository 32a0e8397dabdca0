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
        </nav>
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

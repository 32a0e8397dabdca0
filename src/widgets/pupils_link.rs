//! Counts that open the pupils they stand for.

use ambition_engine::screens::CountOf;
use ambition_engine::session::command::Filter;
use yew::prelude::*;

use crate::router::Route;

/// The words as a link to the pupils, or as plain words without pupils to show.
pub fn words(words: &str, filter: Option<&Filter>) -> Html {
    match filter {
        Some(filter) if !words.is_empty() => {
            html! { <a href={Route::pupils_of(filter).hash()}>{ words }</a> }
        }
        _ => html! { { words } },
    }
}

/// "41 of 58 pupils", each number a link of its own.
pub fn count_of(count: &CountOf) -> Html {
    html! {
        <>
            { words(&count.part, count.part_pupils.as_ref()) }
            if !count.whole.is_empty() {
                { " of " }{ words(&count.whole, count.whole_pupils.as_ref()) }
            }
        </>
    }
}

//! Counts that open the pupils they stand for.

use ambition_engine::session::command::Filter;
use yew::prelude::*;

use crate::router::Route;

/// The words as a link to the pupils, or as mere words where there are none to show.
pub fn words(words: &str, filter: Option<&Filter>) -> Html {
    match filter {
        Some(filter) if !words.is_empty() => {
            html! { <a href={Route::pupils_of(filter).hash()}>{ words }</a> }
        }
        _ => html! { { words } },
    }
}

/// "41 of 58 pupils", each number a link of its own.
pub fn share(of: &str, reached: Option<&Filter>, eligible: Option<&Filter>) -> Html {
    match of.split_once(" of ") {
        Some((part, whole)) => {
            html! { <>{ words(part, reached) }{ " of " }{ words(whole, eligible) }</> }
        }
        None => words(of, reached),
    }
}

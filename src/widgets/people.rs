//! A chart of figures: rows of people, each a link to the pupils it stands for.

use ambition_engine::screens::{PeopleFigure, PeopleRow};
use yew::prelude::*;

use super::pupils_link;
use crate::router::Route;

/// The rows; nothing without rows.
pub fn chart(rows: &[PeopleRow]) -> Html {
    if rows.iter().all(|row| row.people.is_empty()) {
        return Html::default();
    }
    html! { <ul class="people">{ for rows.iter().map(people_row) }</ul> }
}

fn people_row(row: &PeopleRow) -> Html {
    let filter = (!row.people.is_empty()).then_some(&row.pupils);
    html! {
        <li key={row.title.clone()}>
            <p><strong>{ &row.title }</strong><small>{ pupils_link::words(&row.count, filter) }</small></p>
            // The words beside it say the same: for the keyboard and the screen reader one link a row is enough.
            <div class={format!("figures step-{}", row.step)} aria-hidden="true">{ for row.people.iter().map(person) }</div>
        </li>
    }
}

fn person(person: &PeopleFigure) -> Html {
    html! {
        <a href={Route::pupils_of(&person.pupils).hash()} tabindex="-1" title={person.hint.clone()}>
            <svg viewBox="0 0 20 34" focusable="false">
                <circle cx="10" cy="5" r="4.5" /><path d="M3 11H17L19 25H15.500V34H4.500V25H1Z" />
                <text x="10" y="22" text-anchor="middle">{ &person.mark }</text>
            </svg>
        </a>
    }
}

//! What else was noticed: rows set aside, and diagnostics by what mends them.

use ambition_engine::screens::{CheckPage, ProblemGroup, ProblemView, Query, SetAside};
use yew::prelude::*;

use super::{CheckedFile, section};
use crate::app::actions::{Action, Dispatcher};
use crate::widgets::tone;

pub(super) fn set_aside(file: &CheckedFile, reasons: &[SetAside]) -> Html {
    let reason = |aside: &SetAside| {
        html! {
            <li>
                <p><strong>{ &aside.reason }</strong>{ " " }<span class="badge">{ aside.rows }</span></p>
                <p>{ &aside.remedy }</p>
                <p class="muted">{ aside.places.join(" · ") }</p>
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for reasons.iter().map(reason) }</ul> };
    let why = "These rows are not in any figure. All other rows are.";
    section(file, "set-aside", "Rows not counted", why, reasons, body)
}

pub(super) fn group(file: &CheckedFile, group: &ProblemGroup) -> Html {
    let problem = |problem: &ProblemView| {
        html! {
            <li class={classes!("note", tone::class(problem.tone))}>
                if !problem.what.is_empty() {
                    <p><strong>{ &problem.what }</strong></p>
                }
                if !problem.places.is_empty() {
                    <p class="place">{ problem.places.join(" · ") }{ " " }{ &problem.more }</p>
                }
                <p>{ &problem.remedy }</p>
            </li>
        }
    };
    html! {
        <section class="card" aria-label={file.title(&group.title)}>
            <@{file.heading()}>{ file.title(&group.title) }</@>
            <p class="muted">{ &group.why }</p>
            <ul class="plain-list">{ for group.problems.iter().map(problem) }</ul>
        </section>
    }
}

/// The whole list, for whoever mends the file.
pub(super) fn save(dispatcher: &Dispatcher, check: &CheckPage) -> Html {
    if check.set_aside.is_empty() && check.problems.is_empty() {
        return Html::default();
    }
    html! {
        <p>
            <button type="button" class="button" onclick={dispatcher.callback(Action::Export(Query::ProblemsCsv))}>
                { "Save rows not counted and remarks (CSV)" }
            </button>
        </p>
    }
}

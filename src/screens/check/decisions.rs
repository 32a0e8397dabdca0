//! What the file leaves open, what was decided while it was read, and what the user answered.

use ambition_engine::screens::{CheckPage, ChoiceButton, DecisionView, PreviewRow, QuestionView, RowsInView};
use yew::prelude::*;

use super::{CheckedFile, section, table};
use crate::app::actions::{Action, Dispatcher};

pub(super) fn questions(file: &CheckedFile, check: &CheckPage) -> Html {
    let question = |question: &QuestionView| {
        let buttons = question.choices.iter().map(|choice| button(&file.dispatcher, choice, "button"));
        html! {
            <li key={format!("{}{}", question.code, question.what)}>
                <p><strong>{ &question.what }</strong></p>
                { rows(&question.rows, &question.what) }
                <p class="buttons" role="group" aria-label={question.what.clone()}>{ for buttons }</p>
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for check.questions.iter().map(question) }</ul> };
    let why = "Your answers change which pupils are counted, or how. Please answer before you use the figures.";
    section(file, "reading-questions", "Questions about the file", why, &check.questions, body)
}

pub(super) fn decisions(file: &CheckedFile, check: &CheckPage) -> Html {
    let decision = |decision: &DecisionView| {
        html! {
            <li key={format!("{}{}", decision.code, decision.what)}>
                <p>{ &decision.what }</p>
                if !decision.rows.rows.is_empty() {
                    <details><summary>{ "Show the rows" }</summary>{ rows(&decision.rows, &decision.what) }</details>
                }
                if let Some(instead) = &decision.instead {
                    <p>{ button(&file.dispatcher, instead, "button") }</p>
                }
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for check.decisions.iter().map(decision) }</ul> };
    let why = "We decided these while reading the file. If one is wrong, undo it.";
    section(file, "reading-decisions", "Decided while reading", why, &check.decisions, body)
}

pub(super) fn answers(file: &CheckedFile, check: &CheckPage) -> Html {
    let answer = |answer: &ChoiceButton| {
        html! {
            <li key={answer.label.clone()}>
                <span>{ &answer.label }</span>{ " " }
                <button type="button" class="link" onclick={file.dispatcher.callback(Action::Run(answer.command.clone()))}>
                    { "Undo" }<span class="vh">{ format!(": {}", answer.label) }</span>
                </button>
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for check.answers.iter().map(answer) }</ul> };
    let why = "The file was read with these answers. Undo one to be asked again.";
    section(file, "reading-answers", "Your answers about the file", why, &check.answers, body)
}

fn button(dispatcher: &Dispatcher, choice: &ChoiceButton, class: &'static str) -> Html {
    html! {
        <button type="button" {class} onclick={dispatcher.callback(Action::Run(choice.command.clone()))}>{ &choice.label }</button>
    }
}

/// The rows in a table named after what is said of them, or nothing where none are shown.
fn rows(rows: &RowsInView, about: &str) -> Html {
    if rows.rows.is_empty() {
        return Html::default();
    }
    let headings = std::iter::once("Row").chain(rows.headings.iter().map(String::as_str)).collect::<Vec<_>>();
    let row = |row: &PreviewRow| {
        html! {
            <tr key={row.number}>
                <th scope="row">{ row.number }</th>
                { for row.cells.iter().map(|cell| html! { <td>{ cell }</td> }) }
            </tr>
        }
    };
    html! { <div class="rows-in-view">{ table(about, &headings, rows.rows.iter().map(row).collect()) }</div> }
}

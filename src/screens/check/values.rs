//! What spellings mean that are not understood.

use ambition_engine::screens::{CheckPage, UnknownValue};
use ambition_engine::session::command::{Command, ValueMeaning};
use yew::prelude::*;

use super::{CheckedFile, section, select};
use crate::app::actions::Action;
use crate::widgets::pupils_link;

pub(super) fn unknown(file: &CheckedFile, check: &CheckPage) -> Html {
    let body = html! {
        <>
            if let Some(all) = &check.accept_all {
                <p>
                    <button type="button" class="button" onclick={file.dispatcher.callback(Action::Run(all.clone()))}>
                        { &check.accept_words }
                    </button>
                </p>
            }
            <ul class="spellings">{ for check.unknown.iter().map(|value| spelling(file, value)) }</ul>
        </>
    };
    let why = "Each counts as no result until you choose its meaning. Nothing is guessed.";
    section(file, "unknown", "What do these mean?", why, &check.unknown, body)
}

fn spelling(file: &CheckedFile, value: &UnknownValue) -> Html {
    let counts = value.counts.iter().map(|(words, pupils)| pupils_link::words(words, pupils.as_ref()));
    html! {
        <li key={format!("{}/{}", value.title, value.spelling)}>
            <q class={value.meaning.is_some().then_some("settled")}>{ &value.spelling }</q>
            <span class="counts">{ for counts.map(|words| html! { <span>{ words }</span> }) }</span>
            <span class="buttons">{ suggestion(file, value) }{ meanings(file, value) }</span>
        </li>
    }
}

/// The likely meaning, one press away.
fn suggestion(file: &CheckedFile, value: &UnknownValue) -> Html {
    match &value.suggestion {
        Some((meaning, words)) if value.meaning.is_none() => html! {
            <button type="button" class="button" onclick={file.callback(means(value, Some(meaning.clone())))}>
                { words }{ "?" }<span class="vh">{ format!(" Accept for “{}”", value.spelling) }</span>
            </button>
        },
        _ => Html::default(),
    }
}

/// A meaning may be the empty text, so every one is told from "not said yet" by its first letter.
fn meanings(file: &CheckedFile, value: &UnknownValue) -> Html {
    if value.choices.is_empty() {
        return html! { <span class="muted">{ "correct it in the file" }</span> };
    }
    let not_said = ("?".to_owned(), "choose\u{2026}".to_owned());
    let choices = value.choices.iter().map(|(choice, words)| (format!("={choice}"), words.clone()));
    let options = std::iter::once(not_said).chain(choices).collect::<Vec<_>>();
    let chosen = value.meaning.as_ref().map_or("?".to_owned(), |meaning| format!("={meaning}"));
    let (file, said) = (file.clone(), value.clone());
    let choose = Callback::from(move |choice: String| {
        file.run(means(&said, choice.strip_prefix('=').map(str::to_owned)));
    });
    select(format!("“{}” in {} means", value.spelling, value.title), &chosen, &options, choose)
}

/// Gives a raw value a meaning in every column that has it.
fn means(value: &UnknownValue, meaning: Option<String>) -> Command {
    let of = |field: &String| ValueMeaning {
        field: field.clone(),
        spelling: value.spelling.clone(),
        meaning: meaning.clone(),
    };
    Command::MapValues { meanings: value.fields.iter().map(of).collect() }
}

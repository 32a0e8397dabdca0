//! Words that explain themselves: each is a button that opens what it means, by touch, mouse and keyboard alike. The
//! browser opens and closes it (`popover`), Escape closes it, and the keyboard stays on the word.

use ambition_engine::screens::TermView;
use yew::prelude::*;

use super::paragraph;

/// Words for a term of the glossary, which open what it means; plain where the glossary does not explain them.
pub fn words(terms: &[TermView], id: &str, words: &str) -> Html {
    match terms.iter().find(|term| term.id == id) {
        Some(term) => word(term, words),
        None => words.into(),
    }
}

fn word(term: &TermView, words: &str) -> Html {
    html! { <button type="button" class="term" popovertarget={popover_id(term)}>{ words.to_owned() }</button> }
}

fn popover_id(term: &TermView) -> String {
    format!("term-{}", term.id)
}

/// What the words open: once on a screen that has some.
pub fn meanings(terms: &[TermView]) -> Html {
    terms
        .iter()
        .map(|term| {
            html! { <div popover="auto" class="meaning" id={popover_id(term)} key={term.id.clone()}>{ meaning(term) }</div> }
        })
        .collect()
}

fn meaning(term: &TermView) -> Html {
    html! {
        <p>
            <strong>{ &term.word }</strong>{ ": " }{ &term.meaning }{ " " }{ paragraph::short(&term.paragraph) }
        </p>
    }
}

/// All of them, as a list.
pub fn list(terms: &[TermView]) -> Html {
    if terms.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="glossary">
            <h2 id="glossary">{ "Glossary" }</h2>
            <dl class="pairs">{ for terms.iter().map(|term| html! {
                <div><dt>{ &term.word }</dt><dd>{ &term.meaning }{ " " }{ paragraph::short(&term.paragraph) }</dd></div>
            }) }</dl>
        </section>
    }
}

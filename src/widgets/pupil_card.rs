//! A pupil's card, at the side of the list or, on a narrow screen, over it.

use ambition_engine::screens::{CardLine, CardVerdict, PupilCard};
use yew::prelude::*;

use super::{paragraph, tone};
use crate::dom;

/// What gets the keyboard when a card opens.
pub const CARD: &str = "pupil-card";

/// A pupil.
#[derive(PartialEq, Properties)]
pub struct PupilCardViewProps {
    /// All that is known of the pupil.
    pub card: PupilCard,
    /// Closes it.
    pub onclose: Callback<()>,
}

/// The card; Escape closes it.
#[component]
pub fn PupilCardView(props: &PupilCardViewProps) -> Html {
    let PupilCard { pupil, name, about, lines, verdicts, points, exception } = &props.card;
    use_effect_with(*pupil, |_| {
        dom::focus(CARD);
    });
    let onclose = props.onclose.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            onclose.emit(());
        }
    });
    let onclick = props.onclose.reform(|_: MouseEvent| ());
    html! {
        <aside class="card pupil-card" aria-labelledby={CARD} {onkeydown}>
            <header>
                <h2 id={CARD} tabindex="-1">{ name }</h2>
                <button type="button" class="button" {onclick}>{ "Close" }<span class="vh">{ format!(" the card of {name}") }</span></button>
            </header>
            <p class="muted">{ about.join(" \u{b7} ") }</p>
            { for lines.chunk_by(|one, next| one.band == next.band).map(subject) }
            { list("Against the main figures", verdicts) }
            { list("Points to discuss", points) }
            if !exception.is_empty() {
                <p>{ "Agreed exception: " }{ exception }</p>
            }
        </aside>
    }
}

/// The columns of a subject.
fn subject(lines: &[CardLine]) -> Html {
    let band = lines.first().map(|line| line.band.clone()).unwrap_or_default();
    html! {
        <section>
            if !band.is_empty() {
                <h3>{ band }</h3>
            }
            <dl>{ for lines.iter().map(line) }</dl>
        </section>
    }
}

fn line(line: &CardLine) -> Html {
    let cell = &line.cell;
    let said = |words: &str| html! { <small>{ " " }{ words.to_owned() }</small> };
    html! {
        <div class={line.is_target.then_some("total")}>
            <dt>{ &line.title }</dt>
            <dd class={tone::class(cell.tone)}>
                { if cell.text.is_empty() { "none" } else { cell.text.as_str() } }
                if !cell.hint.is_empty() {
                    { said(&cell.hint) }
                }
                if !cell.reason.is_empty() {
                    { said(&format!("Why: {}", cell.reason)) }
                }
            </dd>
        </div>
    }
}

fn list(title: &'static str, verdicts: &[CardVerdict]) -> Html {
    let verdict = |of: &CardVerdict| {
        html! {
            <li>
                <strong>{ &of.title }</strong>{ ": " }<span class={classes!("verdict", tone::class(of.tone))}>{ &of.words }</span>
                { " " }{ paragraph::short(&of.paragraph) }
                if !of.expected.is_empty() {
                    <small>{ &of.expected }</small>
                }
            </li>
        }
    };
    html! {
        if !verdicts.is_empty() {
            <section><h3>{ title }</h3><ul>{ for verdicts.iter().map(verdict) }</ul></section>
        }
    }
}

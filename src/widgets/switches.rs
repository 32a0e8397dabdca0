//! Other readings of the guidance.

use ambition_engine::screens::SwitchView;
use ambition_engine::session::command::Command;
use yew::prelude::*;

use super::paragraph;
use crate::app::actions::Dispatcher;
use crate::dom;

/// A folded list with a box to tick for each.
pub fn folded(dispatcher: &Dispatcher, switches: &[SwitchView]) -> Html {
    if switches.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card">
            <details class="readings">
                <summary>{ "Other readings of the guidance" }</summary>
                { switch_list(dispatcher, switches) }
            </details>
        </section>
    }
}

/// A box to tick for each, with what it does.
fn switch_list(dispatcher: &Dispatcher, switches: &[SwitchView]) -> Html {
    html! { <ul class="switches">{ for switches.iter().map(|switch| item(dispatcher, switch)) }</ul> }
}

fn item(dispatcher: &Dispatcher, switch: &SwitchView) -> Html {
    let id = format!("switch-{}", switch.id);
    let words = format!("{id}-words");
    html! {
        <li key={switch.id.clone()}>
            <input type="checkbox" class="clean" id={id.clone()} checked={switch.on} aria-describedby={words.clone()}
                onchange={set(dispatcher, &switch.id)} />
            <div>
                <label for={id}>{ &switch.title }{ " " }{ paragraph::short(&switch.paragraph) }</label>
                <p class="muted" id={words}>{ &switch.words }</p>
            </div>
        </li>
    }
}

fn set(dispatcher: &Dispatcher, switch: &str) -> Callback<Event> {
    let (dispatcher, switch) = (dispatcher.clone(), switch.to_owned());
    Callback::from(move |event: Event| {
        if let Some(input) = dom::input_of(&event) {
            dispatcher.run(Command::SetSwitch { switch: switch.clone(), on: input.checked() });
        }
    })
}

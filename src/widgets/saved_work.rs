//! Saved work: what the tab kept over a reload, saving it as a file, and the passphrase of an encrypted one.

use yew::prelude::*;

use crate::app::actions::{Action, Dispatcher};
use crate::dom;

/// The id of the field for the passphrase of a locked file.
pub const UNLOCK: &str = "unlock";

/// What the tab kept, to open or to forget; empty where it kept nothing.
pub fn tab_work_offer(dispatcher: &Dispatcher, about: Option<&String>) -> Html {
    let Some(about) = about else { return Html::default() };
    html! {
        <section class="card of-tab" aria-labelledby="of-tab-title">
            <h2 id="of-tab-title">{ "Your work of this tab" }</h2>
            <p>{ about }</p>
            <div class="buttons">
                <button type="button" class="button primary" onclick={dispatcher.callback(Action::OpenTabWork)}>{ "Go on with it" }</button>
                <button type="button" class="button" onclick={dispatcher.callback(Action::ForgetTabWork)}>{ "Forget it" }</button>
            </div>
        </section>
    }
}

/// Saves the work under a name, encrypted where a passphrase is given.
pub fn save(dispatcher: &Dispatcher, name: String) -> Html {
    let dispatcher = dispatcher.clone();
    let save = Callback::from(move |_: MouseEvent| {
        dispatcher.dispatch(Action::SaveWork { name: name.clone(), passphrase: dom::value_of("passphrase") });
    });
    html! {
        <>
            <label for="passphrase">{ "Passphrase (empty: not encrypted)" }</label>
            <input id="passphrase" type="password" autocomplete="new-password" aria-describedby="passphrase-hint" />
            <p class="muted" id="passphrase-hint">{ "Write it down: without it nobody can open the file." }</p>
            <button type="button" class="button" onclick={save}>{ "Save work" }</button>
        </>
    }
}

/// Asks for the passphrase of an encrypted file, and says whether the last one was wrong.
pub fn unlock(dispatcher: &Dispatcher, wrong: bool) -> Html {
    let cancel = dispatcher.callback(Action::Cancel);
    let dispatcher = dispatcher.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        // The browser would send the form somewhere.
        event.prevent_default();
        dispatcher.dispatch(Action::Unlock(dom::value_of(UNLOCK)));
    });
    html! {
        <form class="card unlock" {onsubmit}>
            <h2>{ "This work is locked" }</h2>
            <label for={UNLOCK}>{ "Its passphrase" }</label>
            <input id={UNLOCK} type="password" autocomplete="current-password"
                aria-invalid={wrong.then_some("true")} aria-describedby="unlock-wrong" />
            <p class="refused" role="alert" id="unlock-wrong">
                if wrong {
                    { "This passphrase does not open it, or the file is damaged. What was open stays open." }
                }
            </p>
            <div class="buttons">
                <button class="button primary">{ "Open" }</button>
                <button type="button" class="button" onclick={cancel}>{ "Cancel" }</button>
            </div>
        </form>
    }
}

//! Work that is kept: what the tab kept over a reload, saving it as a file, and the passphrase of a locked one.

use yew::prelude::*;

use crate::page::browser;
use crate::page::desk::{Desk, Wish, use_desk};

/// What the tab kept, to go on with or to forget; nothing where it kept nothing.
pub fn of_tab(desk: &Desk, about: Option<&String>) -> Html {
    let Some(about) = about else { return Html::default() };
    html! {
        <section class="card of-tab" aria-labelledby="of-tab-title">
            <h2 id="of-tab-title">{ "Your work of this tab" }</h2>
            <p>{ about }</p>
            <div class="buttons">
                <button type="button" class="button primary" onclick={desk.on(Wish::GoOn)}>{ "Go on with it" }</button>
                <button type="button" class="button" onclick={desk.on(Wish::ForgetKept)}>{ "Forget it" }</button>
            </div>
        </section>
    }
}

/// A working file's name to be.
#[derive(PartialEq, Properties)]
pub struct SaveProps {
    /// "Hillview-Primary.ambition".
    pub name: String,
}

/// Saving the work, locked if wished.
#[component]
pub fn SaveWork(props: &SaveProps) -> Html {
    let (desk, name) = (use_desk(), props.name.clone());
    let save = Callback::from(move |_: MouseEvent| {
        desk.wish(Wish::Keep { name: name.clone(), passphrase: browser::value_of("passphrase") });
    });
    html! {
        <>
            <label for="passphrase">{ "Passphrase (empty: not encrypted)" }</label>
            <input id="passphrase" type="password" autocomplete="new-password"
                aria-describedby="passphrase-hint" />
            <p class="muted" id="passphrase-hint">{ "Without it nobody can open the file again: write it down." }</p>
            <button type="button" class="button" onclick={save}>{ "Save work" }</button>
        </>
    }
}

/// Whether the last passphrase was refused.
#[derive(PartialEq, Properties)]
pub struct UnlockProps {
    /// It did not open the file.
    pub wrong: bool,
}

/// The question for the passphrase of a locked file.
#[component]
pub fn Unlock(props: &UnlockProps) -> Html {
    let desk = use_desk();
    use_effect_with((), |()| {
        browser::focus("unlock");
    });
    let cancel = desk.on(Wish::Cancel);
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        // The browser would send the form somewhere.
        event.prevent_default();
        desk.wish(Wish::Unlock(browser::value_of("unlock")));
    });
    html! {
        <form class="card unlock" {onsubmit}>
            <h2>{ "This work is locked" }</h2>
            <label for="unlock">{ "Its passphrase" }</label>
            <input id="unlock" type="password" autocomplete="current-password"
                aria-invalid={props.wrong.then_some("true")} aria-describedby="unlock-wrong" />
            <p class="refused" role="alert" id="unlock-wrong">
                if props.wrong {
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

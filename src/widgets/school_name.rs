//! What the school is called: changed in the header, printed on every page and written in the names of files.

use ambition_engine::session::command::Command;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog;
use crate::app::actions::use_dispatcher;

/// The name as it stands.
#[derive(PartialEq, Properties)]
pub struct SchoolNameProps {
    /// The name alone; empty: neither the file nor the user gave one.
    pub name: AttrValue,
}

/// A button that opens the field for the name.
#[component]
pub fn SchoolName(props: &SchoolNameProps) -> Html {
    let dispatcher = use_dispatcher();
    let (window, field) = (use_node_ref(), use_node_ref());
    let open = {
        let (open, field, name) = (dialog::opener(&window), field.clone(), props.name.clone());
        Callback::from(move |event: MouseEvent| {
            // What was typed and not taken the last time is gone.
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value(&name);
            }
            open.emit(event);
        })
    };
    let onsubmit = {
        let (window, field) = (window.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            // The browser would send the form somewhere.
            event.prevent_default();
            dialog::close(&window);
            let name = field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            dispatcher.run(Command::SetSchoolName { name });
        })
    };
    let words = if props.name.is_empty() { "Name the school" } else { "Change the school’s name" };
    html! {
        <>
            <button type="button" class="icon-button name-school" title={words} aria-label={words} aria-haspopup="dialog" onclick={open}>
                <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
                    <path d="M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6z" />
                </svg>
            </button>
            <dialog ref={window.clone()} class="name-dialog" aria-labelledby="school-name-title">
                <form {onsubmit}>
                    <h2 id="school-name-title">{ "The school’s name" }</h2>
                    <label for="school-name">{ "Name" }</label>
                    <input ref={field} id="school-name" class="name-input" type="text" maxlength="120" autocomplete="off"
                        aria-describedby="school-name-hint" />
                    <p class="muted" id="school-name-hint">
                        { "It stands at the head of this page, on every printed page and in the names of saved files. \
                           Leave it empty to use the name in the file." }
                    </p>
                    <div class="buttons">
                        <button class="button primary">{ "Use this name" }</button>
                        <button type="button" class="button" onclick={dialog::closer(&window)}>{ "Cancel" }</button>
                    </div>
                </form>
            </dialog>
        </>
    }
}

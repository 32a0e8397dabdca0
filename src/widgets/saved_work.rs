//! Saved work: what the tab kept over a reload, saving it as a file, and the passphrase of an encrypted one.

use ambition_engine::session::work::locked;
use web_sys::File;
use yew::prelude::*;

use super::dialog;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::client::SaveLock;
use crate::dom;

/// The id of the field for the passphrase that work is saved with.
pub const PASSPHRASE: &str = "passphrase";

/// The id of the field for the same passphrase once more.
pub const PASSPHRASE_AGAIN: &str = "passphrase-again";

/// The id of the field for the passphrase of a locked file.
pub const UNLOCK: &str = "unlock";

/// The id of the button that keeps the work.
pub const KEEP_WORK: &str = "keep-work";

/// Asks before another file takes the place of changes that no file holds. `name`: of the work file, where the work can be
/// saved; `found`: files to which the changes can be made, as their own cannot be read any more.
pub fn replace_question(
    dispatcher: &Dispatcher,
    unsaved: &str,
    name: Option<String>,
    found: Option<Vec<File>>,
) -> Html {
    let button = |id: &'static str, words: &'static str, action: Action| {
        html! { <button type="button" class="button" {id} onclick={dispatcher.callback(action)}>{ words }</button> }
    };
    html! {
        <section class="card unsaved-question" role="alertdialog" aria-labelledby="unsaved-title" aria-describedby="unsaved-words">
            <h2 id="unsaved-title">{ unsaved }</h2>
            <p id="unsaved-words">{ "Opening another file replaces this one, and unsaved changes are lost." }</p>
            <div class="buttons">
                { button(KEEP_WORK, "Keep the work", Action::KeepWork) }
                if let Some(files) = found {
                    { button("open-again", "Make the changes to this file", Action::OpenAgain(files)) }
                }
                if let Some(name) = name {
                    { button("save-then-open", "Save the work, then open", Action::SaveThenOpen(name)) }
                }
                { button("open-unsaved", "Open without saving", Action::OpenUnsaved) }
            </div>
        </section>
    }
}

/// What the tab kept, to open or to forget; empty where it kept nothing.
pub fn tab_work_offer(dispatcher: &Dispatcher, about: Option<&String>) -> Html {
    let Some(about) = about else { return Html::default() };
    html! {
        <section class="card of-tab" aria-labelledby="of-tab-title">
            <h2 id="of-tab-title">{ "Unsaved work in this tab" }</h2>
            <p>{ about }</p>
            <div class="buttons">
                <button type="button" class="button primary" onclick={dispatcher.callback(Action::OpenTabWork)}>{ "Continue" }</button>
                <button type="button" class="button" onclick={dispatcher.callback(Action::ForgetTabWork)}>{ "Discard" }</button>
            </div>
        </section>
    }
}

/// How work is saved.
#[derive(PartialEq, Properties)]
pub struct SaveWorkProps {
    /// The name of the file.
    pub name: String,
    /// It came with a passphrase, or was saved with one.
    pub locked: bool,
    /// Views are made fit to share; the work is not.
    pub shares: bool,
}

/// What is said before the work is saved.
#[derive(Clone, PartialEq)]
enum SaveQuestion {
    /// Nothing.
    None,
    /// The passphrase was typed in two ways.
    Differs,
    /// This passphrase is short: it is taken when it is given again.
    Short(String),
    /// Locked work is to be saved in clear.
    InClear,
}

impl SaveQuestion {
    fn words(&self) -> &'static str {
        match self {
            Self::None => "",
            Self::Differs => "The two passphrases are not the same. Type the same one twice.",
            Self::Short(_) => {
                "This passphrase is short, and a program could guess it. Type more, or press \u{201c}Save\u{201d} again \
                 to use it all the same."
            }
            Self::InClear => {
                "Anyone who has the file will be able to read every pupil in it. Save it without a passphrase?"
            }
        }
    }
}

/// A button that asks for a passphrase and saves the work, encrypted where one is given or it came with one.
#[component]
pub fn SaveWork(props: &SaveWorkProps) -> Html {
    let dispatcher = use_dispatcher();
    let window = use_node_ref();
    let question = use_state(|| SaveQuestion::None);
    let save = {
        let (name, question, window) = (props.name.clone(), question.clone(), window.clone());
        move |lock: SaveLock| {
            question.set(SaveQuestion::None);
            dialog::close(&window);
            dispatcher.dispatch(Action::SaveWork { name: name.clone(), lock });
        }
    };
    let onsubmit = {
        let (question, save) = (question.clone(), save.clone());
        Callback::from(move |event: SubmitEvent| {
            // The browser would send the form somewhere.
            event.prevent_default();
            let (passphrase, again) = (dom::value_of(PASSPHRASE), dom::value_of(PASSPHRASE_AGAIN));
            let given_again = *question == SaveQuestion::Short(passphrase.clone());
            match locked::is_short(&passphrase) {
                _ if passphrase != again => question.set(SaveQuestion::Differs),
                _ if passphrase.is_empty() => save(SaveLock::AsBefore),
                true if !given_again => question.set(SaveQuestion::Short(passphrase)),
                _ => save(SaveLock::Passphrase(passphrase)),
            }
        })
    };
    let ask = |asked: SaveQuestion| {
        let question = question.clone();
        move |_: MouseEvent| question.set(asked.clone())
    };
    let sharing = if props.shares { " It is not made fit to share." } else { "" };
    html! {
        <>
            <button type="button" class="button primary save-work" aria-haspopup="dialog" onclick={dialog::opener(&window)}>
                { "Save work" }
            </button>
            <dialog ref={window.clone()} class="save-dialog" aria-labelledby="save-title">
                <form {onsubmit}>
                    <h2 id="save-title">{ "Save your work" }</h2>
                    <p class="muted">
                        { "The file and every change, in one file to go on with another day. It holds personal data." }{ sharing }
                    </p>
                    <Passphrases locked={props.locked} />
                    <p class="refused" role="alert">{ question.words() }</p>
                    if *question == SaveQuestion::InClear {
                        <div class="buttons">
                            <button type="button" class="button" id="save-in-clear" onclick={move |_: MouseEvent| save(SaveLock::InClear)}>
                                { "Save it readable" }
                            </button>
                            <button type="button" class="button" onclick={ask(SaveQuestion::None)}>{ "Back" }</button>
                        </div>
                    } else if props.locked {
                        <button type="button" class="link" id="ask-in-clear" onclick={ask(SaveQuestion::InClear)}>
                            { "Save without a passphrase" }
                        </button>
                    }
                    <div class="buttons">
                        <button class="button primary" id="save-now">{ "Save" }</button>
                        <button type="button" class="button" onclick={dialog::closer(&window)}>{ "Cancel" }</button>
                    </div>
                </form>
            </dialog>
        </>
    }
}

/// Whether the work is locked already.
#[derive(PartialEq, Properties)]
struct PassphrasesProps {
    locked: bool,
}

/// The passphrase, twice, and a box to tick to see it.
#[component]
fn Passphrases(props: &PassphrasesProps) -> Html {
    let shown = use_state(|| false);
    let show = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(!*shown)
    };
    let kind = if *shown { "text" } else { "password" };
    let label = if props.locked {
        "New passphrase (leave empty to keep the old one)"
    } else {
        "Passphrase (leave empty for no encryption)"
    };
    html! {
        <>
            <label for={PASSPHRASE}>{ label }</label>
            <input id={PASSPHRASE} class="passphrase" type={kind} autocomplete="new-password" spellcheck="false"
                aria-describedby="passphrase-hint" />
            <label for={PASSPHRASE_AGAIN}>{ "The same once more" }</label>
            <input id={PASSPHRASE_AGAIN} class="passphrase" type={kind} autocomplete="new-password" spellcheck="false" />
            <label class="check"><input id="passphrase-show" type="checkbox" checked={*shown} onclick={show} />{ " Show what is typed" }</label>
            <p class="muted" id="passphrase-hint">
                { format!("{} letters or more. Write it down: without it nobody can open the file.", locked::PASSPHRASE_LETTERS) }
            </p>
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
            <h2>{ "This work is locked with a passphrase" }</h2>
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

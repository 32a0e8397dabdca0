//! The exception agreed for a pupil, with its evidence (RULES 5.3).

use ambition_engine::screens::AgreedException;
use ambition_engine::session::command::Command;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::dom;

/// A pupil.
#[derive(PartialEq, Properties)]
pub struct ExceptionFieldProps {
    /// Position in the file.
    pub pupil: u32,
    /// The pupil's name.
    pub name: AttrValue,
    /// What is agreed, and whether it can be.
    pub exception: AgreedException,
}

/// What is agreed, and a way to record it.
#[component]
pub fn ExceptionField(props: &ExceptionFieldProps) -> Html {
    let editing = use_state_eq(|| false);
    let id = format!("exception-{}", props.pupil);
    let was_editing = use_mut_ref(|| false);
    {
        let id = id.clone();
        // The keyboard goes into the field, and back to the button.
        use_effect_with(*editing, move |editing| {
            let back = was_editing.replace(*editing) && dom::nothing_focused();
            if *editing || back {
                dom::focus(&id);
            }
        });
    }
    if *editing {
        return html! { <Evidence {id} pupil={props.pupil} name={props.name.clone()}
        evidence={props.exception.evidence.clone()} ondone={Callback::from(move |()| editing.set(false))} /> };
    }
    if !props.exception.offered {
        return Html::default();
    }
    let (words, what) = match props.exception.evidence.is_empty() {
        true => ("Record", "Record an agreed exception for"),
        false => ("Change", "Change the agreed exception for"),
    };
    html! {
        <>
            if !props.exception.evidence.is_empty() {
                <span class="evidence">{ "Agreed: " }{ &props.exception.evidence }{ " " }</span>
            }
            <button type="button" class="link" {id} aria-label={format!("{what} {}", props.name)}
                onclick={Callback::from(move |_: MouseEvent| editing.set(true))}>{ words }</button>
        </>
    }
}

/// The field for the evidence.
#[derive(PartialEq, Properties)]
struct EvidenceProps {
    id: AttrValue,
    pupil: u32,
    name: AttrValue,
    evidence: AttrValue,
    ondone: Callback<()>,
}

/// Enter and leaving commit it, Escape restores it, an empty one removes the exception.
#[component]
fn Evidence(props: &EvidenceProps) -> Html {
    let dispatcher = use_dispatcher();
    let settle = {
        let (pupil, before, ondone) = (props.pupil, props.evidence.clone(), props.ondone.clone());
        Callback::from(move |input: HtmlInputElement| {
            let evidence = input.value();
            if evidence.trim() != before.as_str() {
                dispatcher.run(Command::SetException { pupil, evidence });
            }
            ondone.emit(());
        })
    };
    let ondone = props.ondone.clone();
    let entered = settle.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| match (event.key().as_str(), dom::input_of(&event)) {
        ("Enter", Some(input)) => {
            // Or the button that takes the field's place would be pressed by the same key.
            event.prevent_default();
            entered.emit(input);
        }
        ("Escape", _) => ondone.emit(()),
        _ => (),
    });
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = dom::input_of(&event) {
            settle.emit(input);
        }
    });
    html! {
        <input class="evidence-input" type="text" id={&props.id} value={&props.evidence} maxlength="200"
            placeholder="Evidence, and who agreed it" aria-label={format!("Evidence for the exception of {}", props.name)}
            {onkeydown} {onchange} />
    }
}

//! Why a target is another than the file's: asked for, never forced.

use ambition_engine::session::command::Command;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::dom;

/// A changed target.
#[derive(PartialEq, Properties)]
pub struct ReasonFieldProps {
    /// The field's id.
    pub id: AttrValue,
    /// The pupil, by position in the file.
    pub pupil: u32,
    /// The canonical heading of the result.
    pub result: AttrValue,
    /// The current reason.
    pub reason: AttrValue,
    /// What is asked.
    pub label: AttrValue,
    /// The id of the target below, to go on with.
    pub below: Option<AttrValue>,
    /// The keyboard is to come here.
    pub asked: bool,
    /// The keyboard went on.
    pub onleave: Callback<()>,
}

/// The field; Enter settles the reason and goes on to the next pupil's target.
#[component]
pub fn ReasonField(props: &ReasonFieldProps) -> Html {
    let dispatcher = use_dispatcher();
    use_effect_with((props.asked, props.id.clone()), |(asked, id)| {
        if *asked {
            dom::focus(id);
        }
    });
    let onblur = props.onleave.reform(|_: FocusEvent| ());
    let onchange = {
        let (pupil, result) = (props.pupil, props.result.to_string());
        Callback::from(move |event: Event| {
            let reason = dom::input_of(&event).map(|input| input.value()).unwrap_or_default();
            dispatcher.run(Command::SetReason { pupil, result: result.clone(), reason });
        })
    };
    let (below, before) = (props.below.clone(), props.reason.clone());
    let onkeydown =
        Callback::from(move |event: KeyboardEvent| match (event.key().as_str(), dom::input_of(&event), &below) {
            ("Enter", _, Some(below)) => drop(dom::focus(below)),
            ("Escape", Some(input), _) => input.set_value(&before),
            _ => (),
        });
    html! {
        <input class="reason-input" type="text" id={&props.id} value={&props.reason} maxlength="200" autocomplete="off"
            placeholder="Reason" aria-label={&props.label} {onchange} {onkeydown} {onblur} />
    }
}

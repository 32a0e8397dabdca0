//! A field for a figure: what is typed is committed with Enter or on leaving, and a refusal is shown beneath it.

use yew::prelude::*;

use crate::app::refusals::use_answer;
use crate::dom;

/// A field.
#[derive(PartialEq, Properties)]
pub struct TypedFieldProps {
    /// Its id (`actions::field_id`).
    pub id: AttrValue,
    /// Its value.
    pub value: AttrValue,
    /// Its name, where no `<label>` names it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// What is to be done with what was typed.
    pub oncommit: Callback<String>,
}

/// The field and, where there is one, the refusal.
#[component]
pub fn TypedField(props: &TypedFieldProps) -> Html {
    let draft = use_state_eq(|| None::<String>);
    let (serial, refused) = use_answer(&props.id);
    {
        // What was typed stays until it is taken.
        let (draft, taken) = (draft.clone(), refused.is_none());
        use_effect_with((serial, taken, props.value.clone()), move |_| {
            if taken {
                draft.set(None);
            }
        });
    }
    let reason = format!("{}-refused", props.id);
    html! {
        <>
            <input
                id={&props.id}
                class={classes!("typed", if draft.is_some() { "typing" } else { "clean" })}
                type="text" inputmode="decimal" autocomplete="off" spellcheck="false" maxlength="8"
                aria-label={&props.label}
                aria-invalid={refused.is_some().then_some("true")}
                aria-describedby={refused.is_some().then(|| reason.clone())}
                value={(*draft).clone().map_or_else(|| props.value.clone(), AttrValue::from)}
                oninput={typed(&draft)}
                onchange={settled(&draft, &props.oncommit)}
                onkeydown={escaped(&draft)}
            />
            <span class="refused" role="alert" id={reason}>{ refused }</span>
        </>
    }
}

type DraftText = UseStateHandle<Option<String>>;

fn typed(draft: &DraftText) -> Callback<InputEvent> {
    let draft = draft.clone();
    Callback::from(move |event: InputEvent| draft.set(dom::input_of(&event).map(|input| input.value())))
}

/// The browser says so on Enter and on leaving.
fn settled(draft: &DraftText, oncommit: &Callback<String>) -> Callback<Event> {
    let (draft, oncommit) = (draft.clone(), oncommit.clone());
    Callback::from(move |event: Event| {
        if let Some(input) = dom::input_of(&event) {
            draft.set(Some(input.value()));
            oncommit.emit(input.value());
        }
    })
}

/// Escape puts back what was there.
fn escaped(draft: &DraftText) -> Callback<KeyboardEvent> {
    let draft = draft.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            draft.set(None);
        }
    })
}

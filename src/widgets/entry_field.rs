//! A field of a sheet.

use ambition_engine::screens::SheetField;
use ambition_engine::session::command::{Command, EntryForm};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::typed_field::TypedField;
use crate::app::actions::{Dispatcher, entry_id, use_dispatcher};
use crate::app::refusals::use_answer;
use crate::dom;

/// A field.
#[derive(PartialEq, Properties)]
pub struct EntryFieldProps {
    /// What it is.
    pub field: SheetField,
}

/// The field with its label.
#[component]
pub fn EntryField(props: &EntryFieldProps) -> Html {
    let dispatcher = use_dispatcher();
    let field = &props.field;
    let id = entry_id(&field.what);
    let enter = {
        let (dispatcher, what, label) = (dispatcher.clone(), field.what.clone(), field.label.clone());
        Callback::from(move |value: String| {
            let (what, label) = (what.clone(), label.clone());
            dispatcher.run(Command::Enter { what, label, value });
        })
    };
    let form = field.what.form();
    let control = match form {
        Some(EntryForm::Percent | EntryForm::Whole) => html! {
            <TypedField id={id.clone()} value={field.value.clone()} oncommit={enter} />
        },
        Some(EntryForm::Done) => done_button(field, &id, &enter),
        Some(EntryForm::Choice | EntryForm::Grade) => html! { <Chosen {id} field={field.clone()} {enter} /> },
        Some(EntryForm::File) => file(&dispatcher, field, &id, &enter),
        _ => html! { <Words id={id.clone()} field={field.clone()} {enter} /> },
    };
    html! {
        <span class={classes!("entry", form.map(|form| format!("form-{}", form.name())))}>
            <label for={entry_id(&field.what)} class={field.quiet.then_some("vh")}>{ &field.label }</label>
            <span class="typed-row">
                { control }
                if !field.unit.is_empty() {
                    <span class="unit">{ &field.unit }</span>
                }
            </span>
        </span>
    }
}

fn done_button(field: &SheetField, id: &str, enter: &Callback<String>) -> Html {
    let onchange = enter.reform(|event: Event| {
        let checked = dom::input_of(&event).is_some_and(|input| input.checked());
        if checked { "yes".to_owned() } else { String::new() }
    });
    html! { <input type="checkbox" class="clean" id={id.to_owned()} checked={!field.value.is_empty()} {onchange} /> }
}

fn file(dispatcher: &Dispatcher, field: &SheetField, id: &str, enter: &Callback<String>) -> Html {
    let (dispatcher, enter) = (dispatcher.clone(), enter.clone());
    let forget = enter.reform(|_: MouseEvent| String::new());
    let onchange = Callback::from(move |event: Event| {
        let enter = enter.clone();
        if let Some(file) = dom::chosen(&event).first() {
            dispatcher.read_text(file, move |text| enter.emit(text));
        }
    });
    html! {
        <>
            <input type="file" id={id.to_owned()} accept=".csv,.txt,text/csv,text/plain" {onchange} />
            if !field.value.is_empty() {
                <button type="button" class="link" onclick={forget}>{ "Remove this file" }</button>
            }
        </>
    }
}

/// A field whose element keeps what the user did: it has to be given its value after an undo.
#[derive(PartialEq, Properties)]
struct KeptProps {
    id: AttrValue,
    field: SheetField,
    enter: Callback<String>,
}

#[component]
fn Chosen(props: &KeptProps) -> Html {
    let select = use_node_ref();
    {
        let (select, value) = (select.clone(), props.field.value.clone());
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(&value);
            }
        });
    }
    let onchange = props.enter.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    let (value, choices) = (&props.field.value, &props.field.choices);
    html! {
        <select ref={select} id={&props.id} {onchange}>
            { for choices.iter().map(|(id, words)| html! {
                <option value={id.clone()} selected={id == value}>{ words }</option>
            }) }
        </select>
    }
}

#[component]
fn Words(props: &KeptProps) -> Html {
    let element = use_node_ref();
    let (_, refused) = use_answer(&props.id);
    {
        let (element, shown) = (element.clone(), shown_value(&props.field).to_owned());
        use_effect_with(shown, move |shown| {
            if let Some(area) = element.cast::<HtmlTextAreaElement>() {
                area.set_value(shown);
            } else if let Some(input) = element.cast::<HtmlInputElement>() {
                input.set_value(shown);
            }
        });
    }
    let onchange = props.enter.reform(|event: Event| {
        let target = event.target();
        let area = target.clone().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        let input = || target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        area.map(|area| area.value()).or_else(|| input().map(|input| input.value())).unwrap_or_default()
    });
    let id = &props.id;
    let reason = format!("{id}-refused");
    let invalid = refused.is_some().then_some("true");
    html! {
        <>
            if props.field.what.form() == Some(EntryForm::Date) {
                <input type="date" ref={element} {id} {onchange} aria-invalid={invalid} aria-describedby={reason.clone()} />
            } else {
                <textarea ref={element} {id} rows="1" maxlength="4000" {onchange} />
                <span class="area-printed" aria-hidden="true">{ shown_value(&props.field) }</span>
            }
            <span class="refused" role="alert" id={reason}>{ refused }</span>
        </>
    }
}

/// Its value: as typed, else as suggested.
fn shown_value(field: &SheetField) -> &str {
    if field.value.is_empty() { &field.suggested } else { &field.value }
}

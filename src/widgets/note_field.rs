//! The user's note on something to raise.

use ambition_engine::screens::AgendaItem;
use ambition_engine::session::command::Command;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;

/// The item.
#[derive(PartialEq, Properties)]
pub struct NoteFieldProps {
    /// What it is a note on.
    pub item: AgendaItem,
    /// The title of the target, to tell notes apart.
    pub target: AttrValue,
}

/// A field on the screen, the words alone on paper.
#[component]
pub fn NoteField(props: &NoteFieldProps) -> Html {
    let dispatcher = use_dispatcher();
    let area = use_node_ref();
    let item = &props.item;
    {
        // Undo changes the note from outside.
        let area = area.clone();
        use_effect_with(item.note.clone(), move |note| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                area.set_value(note);
            }
        });
    }
    let (measure, code) = (item.measure.clone(), item.code.clone());
    let onchange = Callback::from(move |event: Event| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            let (measure, code, note) = (measure.clone(), code.clone(), area.value());
            dispatcher.run(Command::SetNote { measure, code, note });
        }
    });
    html! {
        <>
            <textarea ref={area} rows="1" maxlength="2000" placeholder="Note" id={id(item)}
                aria-label={format!("Note on {}: {}", props.target, item.title)} {onchange} />
            if !item.note.is_empty() {
                <p class="note-printed" aria-hidden="true"><strong>{ "Note: " }</strong>{ &item.note }</p>
            }
        </>
    }
}

/// The id of an item's note.
fn id(item: &AgendaItem) -> String {
    format!("note-{}-{}", item.measure, item.code)
}

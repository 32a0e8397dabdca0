//! What is shown: the edition, the key stage, the year group and whether it is fit to share, chosen in the frame.

use std::rc::Rc;

use ambition_engine::screens::{Choice, Summary};
use ambition_engine::session::command::Command;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;

/// What is open.
#[derive(PartialEq, Properties)]
pub struct ChoicesProps {
    /// What is open.
    pub summary: Rc<Summary>,
}

/// By which rules: the key stage and the edition.
#[component]
pub fn Period(props: &ChoicesProps) -> Html {
    let dispatcher = use_dispatcher();
    let on = |command: fn(String) -> Command| {
        let dispatcher = dispatcher.clone();
        Callback::from(move |id| dispatcher.run(command(id)))
    };
    let Summary { editions, stages, .. } = &*props.summary;
    html! {
        <section class="choices period" aria-label="Key stage and edition">
            <Chooser id="stage" label="Key stage" choices={stages.clone()}
                onchoose={on(|stage| Command::SetStage { stage })} />
            <Chooser id="edition" label="Edition" choices={editions.clone()}
                onchoose={on(|edition| Command::SetEdition { edition })} />
        </section>
    }
}

/// Of whom, and whether fit to share; a file of one year group has none to choose.
#[component]
pub fn Scope(props: &ChoicesProps) -> Html {
    let dispatcher = use_dispatcher();
    let on = |command: fn(String) -> Command| {
        let dispatcher = dispatcher.clone();
        Callback::from(move |id| dispatcher.run(command(id)))
    };
    // The same callback each time: a select of hundreds of schools is laid out again only when they change.
    let choose_school =
        use_callback(dispatcher.clone(), |school, dispatcher| dispatcher.run(Command::SetSchool { school }));
    let Summary { years, schools, sharing, .. } = &*props.summary;
    html! {
        <section class="choices scope" aria-label="What is shown">
            if !years.is_empty() {
                <Chooser id="year" label="Year group" choices={years.clone()}
                    onchoose={on(|year| Command::SetYear { year })} />
            }
            if !schools.is_empty() {
                <Chooser id="school" label="School" choices={schools.clone()} onchoose={choose_school} />
            }
            if sharing.len() > 1 {
                <Chooser id="sharing" label="Show" choices={sharing.clone()}
                    onchoose={on(|fewer_than| Command::SetSharing { fewer_than })} />
            }
        </section>
    }
}

/// One thing to choose.
#[derive(PartialEq, Properties)]
pub struct ChooserProps {
    /// The id of the select.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// What there is.
    pub choices: Vec<Choice>,
    /// Takes the id chosen.
    pub onchoose: Callback<String>,
}

/// A select with its label, and the remark on what is chosen.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let select = use_node_ref();
    let chosen = props.choices.iter().find(|choice| choice.chosen).cloned().unwrap_or_default();
    {
        // What the user chose last stays chosen for the browser; after undo it has to be told.
        let (select, id) = (select.clone(), chosen.id.clone());
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(&id);
            }
        });
    }
    let onchange = props.onchoose.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    let remark = format!("{}-remark", props.id);
    html! {
        <div class="choice">
            <label for={&props.id}>{ &props.label }</label>
            <select ref={select} id={&props.id} {onchange}
                aria-describedby={(!chosen.remark.is_empty()).then(|| remark.clone())}>
                { for props.choices.iter().map(option) }
            </select>
            if !chosen.remark.is_empty() {
                <p class="hint" id={remark}>{ &chosen.remark }</p>
            }
        </div>
    }
}

fn option(choice: &Choice) -> Html {
    html! {
        <option value={choice.id.clone()} selected={choice.chosen}>
            { &choice.title }
            if !choice.remark.is_empty() {
                { format!(" ({})", choice.remark) }
            }
        </option>
    }
}

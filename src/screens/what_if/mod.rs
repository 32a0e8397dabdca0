//! What a higher target would take.

mod address;

use std::rc::Rc;

use ambition_engine::screens::{Choice, Query, WhatIfPage, WhatIfQuery};
use ambition_engine::session::command::Command;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::choices::Chooser;
use crate::widgets::{chip, grid::grid};

/// The view.
#[derive(PartialEq, Properties)]
pub struct WhatIfProps {
    /// What it shows.
    pub view: Rc<WhatIfPage>,
    /// What was asked for.
    pub query: WhatIfQuery,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render).with_parameters(address::write, address::read);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    let (Some(view), Some(Query::WhatIf(query))) = (context.view(), context.route.query()) else { return waiting() };
    html! { <WhatIfView {view} {query} /> }
}

/// A target to try, who is nearest, and programmes.
#[component]
pub fn WhatIfView(props: &WhatIfProps) -> Html {
    let dispatcher = use_dispatcher();
    let WhatIfProps { view, query } = props;
    let go = |change: fn(&mut WhatIfQuery, String)| {
        let query = query.clone();
        Callback::from(move |value: String| {
            let mut query = query.clone();
            change(&mut query, value);
            dom::replace(&Route::what_if(query).hash());
        })
    };
    let measure = go(|query, measure| *query = WhatIfQuery { measure, ..WhatIfQuery::default() });
    let percent = go(|query, percent| query.percent = percent.parse().ok());
    let oninput = percent.reform(|event: InputEvent| dom::input_of(&event).map(|it| it.value()).unwrap_or_default());
    let without = go(|query, pupil| match pupil.parse().ok() {
        Some(pupil) if query.without.contains(&pupil) => query.without.retain(|other| *other != pupil),
        Some(pupil) => query.without.push(pupil),
        None => query.without.clear(),
    });
    html! {
        <div class="flow wide what-if">
            <header class="view-head one-line">
                <h1 id="heading" tabindex="-1">{ "What if" }</h1>
                <p class="lead">{ "Try a target: how many more pupils it takes, and who is nearest. Nothing is changed." }</p>
            </header>
            <section class="card" aria-label="A target to try">
                <div class="work-row">
                    <Chooser id="tried-measure" label="Target for" choices={view.choices.clone()} onchoose={measure} />
                    <div class="choice tried">
                        <label for="tried">{ format!("A target of {}%", view.percent) }</label>
                        <input id="tried" type="range" min="0" max="100" step="1" value={view.percent.to_string()} {oninput}
                            aria-valuetext={format!("{}%", view.percent)} />
                    </div>
                    { left_out(view, &without) }
                </div>
                <div class="tried-result">
                    <p class="tried-words" role="status">{ &view.words }</p>
                    if !view.chips.is_empty() {
                        <details class="found"><summary>{ "What else is found" }</summary>{ chip::list(&view.chips) }</details>
                    }
                </div>
            </section>
            { for view.grids.iter().map(|table| grid(&dispatcher, table)) }
            <NewProgramme results={view.results.clone()} />
        </div>
    }
}

/// Pupils to leave out by name; those left out can be put back.
fn left_out(view: &WhatIfPage, toggle: &Callback<String>) -> Html {
    if view.pupils.is_empty() {
        return Html::default();
    }
    let onchange = toggle.reform(|event: Event| {
        event
            .target_dyn_into::<HtmlSelectElement>()
            .map(|select| {
                let value = select.value();
                select.set_value("");
                value
            })
            .unwrap_or_default()
    });
    let out = view.pupils.iter().map(|(_, choice)| choice).filter(|choice| choice.chosen);
    let back = |choice: &Choice| {
        let (toggle, id) = (toggle.clone(), choice.id.clone());
        html! {
            <li><button type="button" class="link" onclick={Callback::from(move |_: MouseEvent| toggle.emit(id.clone()))}>
                { format!("Include {} again", choice.title) }
            </button></li>
        }
    };
    html! {
        <div class="choice">
            <label for="leave-out">{ "See it without" }</label>
            <select id="leave-out" {onchange}>
                <option value="" selected={true}>{ "a pupil" }</option>
                { for view.pupils.iter().filter(|(_, choice)| !choice.chosen).map(|(_, choice)| html! {
                    <option value={choice.id.clone()}>{ &choice.title }</option>
                }) }
            </select>
            <ul class="left-out">{ for out.map(back) }</ul>
        </div>
    }
}

/// Where a new programme belongs.
#[derive(PartialEq, Properties)]
struct NewProgrammeProps {
    results: Vec<Choice>,
}

/// A programme: its name, its subject and its gain.
#[component]
fn NewProgramme(props: &NewProgrammeProps) -> Html {
    let dispatcher = use_dispatcher();
    let [name, result, steps] = [use_node_ref(), use_node_ref(), use_node_ref()];
    let onclick = {
        let (name, result, steps) = (name.clone(), result.clone(), steps.clone());
        Callback::from(move |_: MouseEvent| {
            let select = |node: &NodeRef| node.cast::<HtmlSelectElement>().map(|it| it.value()).unwrap_or_default();
            let name = name.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
            let steps = select(&steps).parse().unwrap_or_default();
            dispatcher.run(Command::SetProgramme { name, result: select(&result), steps });
        })
    };
    html! {
        <section class="card" aria-labelledby="programme-title">
            <h2 id="programme-title">{ "A programme" }</h2>
            <p class="muted">
                { "Say what it should add, then put pupils into it under Pupils. A programme with the same name is \
                   replaced." }
            </p>
            <div class="work-row">
                <div class="choice">
                    <label for="programme-name">{ "Name" }</label>
                    <input ref={name} id="programme-name" class="name-input" type="text" maxlength="60" autocomplete="off" />
                </div>
                <div class="choice">
                    <label for="programme-result">{ "Subject" }</label>
                    <select ref={result} id="programme-result">
                        { for props.results.iter().enumerate().map(|(index, choice)| html! {
                            <option value={choice.id.clone()} selected={index == 0}>{ &choice.title }</option>
                        }) }
                    </select>
                </div>
                <div class="choice">
                    <label for="programme-steps">{ "Expected gain" }</label>
                    <select ref={steps} id="programme-steps">
                        <option value="1" selected={true}>{ "1 level or grade" }</option>
                        <option value="2">{ "2 levels or grades" }</option>
                        <option value="0">{ "none (remove it)" }</option>
                    </select>
                </div>
                <button type="button" class="button" id="programme-add" {onclick}>{ "Save programme" }</button>
            </div>
        </section>
    }
}

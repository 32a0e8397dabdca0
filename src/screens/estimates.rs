//! What the conversion tables say of this cohort.

use std::rc::Rc;

use ambition_engine::screens::EstimatesPage;
use ambition_engine::session::command::Command;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::dom;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::choices::Chooser;
use crate::widgets::grid::grid;

/// The view.
#[derive(PartialEq, Properties)]
pub struct EstimatesProps {
    /// What it shows.
    pub view: Rc<EstimatesPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |view| html! { <EstimatesView {view} /> })
}

/// Tables to import and to choose, and what they say.
#[component]
pub fn EstimatesView(props: &EstimatesProps) -> Html {
    let dispatcher = use_dispatcher();
    let view = &props.view;
    let subject = use_node_ref();
    let onchange = {
        let (dispatcher, subject) = (dispatcher.clone(), subject.clone());
        Callback::from(move |event: Event| {
            let result = subject.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            if let Some(file) = dom::chosen(&event).into_iter().next() {
                let (to, name) = (dispatcher.clone(), file.name());
                dispatcher.read_text(&file, move |text| {
                    to.run(Command::ImportConversion { name, result, text });
                });
            }
        })
    };
    let onchoose = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |conversion| dispatcher.run(Command::SetConversion { conversion }))
    };
    html! {
        <div class="flow wide estimates">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "Estimates" }</h1>
                <p class="lead">{ &view.words }</p>
            </header>
            <section class="card" aria-label="Conversion tables">
                <div class="work-row">
                    <div class="choice">
                        <label for="table-result">{ "Subject of the table" }</label>
                        <select ref={subject} id="table-result">
                            <option value="" selected={true}>{ "as its Subject column says" }</option>
                            { for view.results.iter().map(|choice| html! {
                                <option value={choice.id.clone()}>{ &choice.title }</option>
                            }) }
                        </select>
                    </div>
                    <div class="choice">
                        <label for="choose-table">{ "Import a conversion table (CSV)" }</label>
                        <input id="choose-table" type="file" accept=".csv,.txt,text/csv" {onchange} />
                    </div>
                    if !view.choices.is_empty() {
                        <Chooser id="conversion" label="Suggest targets from" choices={view.choices.clone()} {onchoose} />
                    }
                </div>
                <details>
                    <summary>{ "What such a file looks like" }</summary>
                    <p>{ "Either prior levels down and outcomes across, with pupils or percentages in the cells:" }</p>
                    <pre>{ "Prior,3,4,5\n2c,10,20,10\n2b,5,40,25" }</pre>
                    <p>{ "or a row for each prior level and outcome, where a Subject column may name several tables:" }</p>
                    <pre>{ "Subject,Prior,Outcome,Pupils\nMaths,2c,4,20\nEnglish,2c,4,25" }</pre>
                    <p>
                        { "The Department’s published transition matrices can be imported as they are, if they use \
                           levels." }
                    </p>
                </details>
            </section>
            { for view.grids.iter().map(|table| grid(&dispatcher, table)) }
        </div>
    }
}

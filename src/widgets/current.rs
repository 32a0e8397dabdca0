//! Current performance: from a second file, or typed in.

use ambition_engine::screens::{CurrentInput, CurrentView};
use ambition_engine::session::command::{Command, EntryId};
use yew::prelude::*;

use super::choices::Chooser;
use super::error_summary::ErrorSummary;
use super::progress::ReadingProgress;
use super::typed_field::TypedField;
use crate::app::ReadingState;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::dom;
use crate::router::Route;
use crate::screens::open::ACCEPTED;

/// Where it comes from, and the progress of its reading.
#[derive(PartialEq, Properties)]
pub struct CurrentProps {
    /// Where it comes from, and what can be typed.
    pub current: CurrentView,
    /// The reading of the second file.
    pub reading: ReadingState,
}

/// The ways to bring it in.
#[component]
pub fn Current(props: &CurrentProps) -> Html {
    let dispatcher = use_dispatcher();
    let CurrentProps { current, reading } = props;
    html! {
        <section class="card current-card" aria-labelledby="current-title">
            <h2 id="current-title">{ "Current performance" }<small>{ format!(" {}", current.year) }</small></h2>
            <p class="muted">{ &current.words }</p>
            if !current.to_check.is_empty() {
                <p class="to-check">
                    { &current.to_check }{ " " }<a href={Route::CHECK.hash()}>{ "See Check" }<span class="vh">{ ": last results" }</span></a>
                </p>
            }
            if let ReadingState::Failed { what, remedy, .. } = reading {
                <ErrorSummary what={what.clone()} remedy={remedy.clone()} anyway={false} choose="choose-current" />
            }
            if let ReadingState::Busy { percent, words } = reading {
                <ReadingProgress percent={percent.clone()} words={words.clone()} />
            } else {
                { file(&dispatcher, current) }
            }
            <details>
                <summary>{ "Type in the figures" }</summary>
                <ul class="fields">{ for current.inputs.iter().map(|input| field(&dispatcher, input)) }</ul>
            </details>
        </section>
    }
}

fn file(dispatcher: &Dispatcher, current: &CurrentView) -> Html {
    let remove = dispatcher.callback(Action::Run(Command::SetCurrentFile { file: None }));
    let years = results_year(dispatcher, current, "results-year");
    let dispatcher = dispatcher.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(file) = dom::chosen(&event).into_iter().next() {
            dispatcher.dispatch(Action::OpenCurrent(file));
        }
    });
    let label = if current.file.is_empty() {
        "Last year\u{2019}s results"
    } else {
        "Another file of last year\u{2019}s \
                                                                                results"
    };
    html! {
        <div class="choose-current">
            { years }
            <label for="choose-current">{ label }</label>
            <input id="choose-current" type="file" accept={ACCEPTED} {onchange} />
            if !current.file.is_empty() {
                <button type="button" class="link" onclick={remove}>
                    { "Remove" }<span class="vh">{ format!(" the results in {}", current.file) }</span>
                </button>
            }
        </div>
    }
}

/// Which year group of the file of last results counts, where it holds several.
pub fn results_year(dispatcher: &Dispatcher, current: &CurrentView, id: &'static str) -> Html {
    if current.years.is_empty() {
        return Html::default();
    }
    let dispatcher = dispatcher.clone();
    let label = "Results of";
    let onchoose = Callback::from(move |value: String| {
        dispatcher.run(Command::Enter {
            what: EntryId::ResultsYear,
            label: "Year group of last results".into(),
            value,
        });
    });
    html! { <Chooser {id} {label} choices={current.years.clone()} {onchoose} /> }
}

fn field(dispatcher: &Dispatcher, input: &CurrentInput) -> Html {
    let (dispatcher, measure) = (dispatcher.clone(), input.measure.clone());
    let oncommit = Callback::from(move |value| dispatcher.run(Command::SetCurrent { measure: measure.clone(), value }));
    let id = format!("current-{}", input.measure);
    html! {
        <li key={input.measure.clone()}>
            <label for={id.clone()}>{ &input.title }</label>
            if input.from_file.is_empty() {
                <span class="typed-row">
                    <TypedField {id} value={input.typed.clone()} {oncommit} />
                    <span class="unit">{ &input.unit }</span>
                </span>
            } else {
                <span class="muted"><output {id}>{ &input.from_file }</output>{ ", from the file" }</span>
            }
        </li>
    }
}

//! The files of the work: this year's pupils, last year's results, and the saved work.

use std::rc::Rc;

use ambition_engine::screens::Summary;
use ambition_engine::session::command::Command;
use ambition_engine::session::work;
use yew::prelude::*;

use super::current::results_year;
use super::error_summary::ErrorSummary;
use super::progress::ReadingProgress;
use crate::app::ReadingState;
use crate::app::actions::{Action, use_dispatcher};
use crate::dom;
use crate::router::Route;
use crate::screens::open::ACCEPTED;

/// The files that are open.
#[derive(PartialEq, Properties)]
pub struct FileSlotsProps {
    /// What is open.
    pub summary: Rc<Summary>,
    /// The progress of the reading of last results.
    pub reading: ReadingState,
    /// When the work was saved last.
    pub saved: Option<String>,
}

/// What each file is and holds, and a way to take one away or to bring one in.
#[component]
pub fn FileSlots(props: &FileSlotsProps) -> Html {
    let FileSlotsProps { summary, saved, .. } = props;
    let chosen = summary.stages.iter().find(|stage| stage.chosen).map(|stage| stage.title.clone());
    let holds = [Some(summary.pupils.clone()), Some(summary.year_group.clone()), chosen].into_iter().flatten();
    let holds = holds.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ");
    html! {
        <section class="card file-slots" aria-labelledby="slots-title">
            <h2 id="slots-title">{ "Your files" }</h2>
            <dl>
                <div>
                    <dt>{ "This year’s pupils" }</dt>
                    <dd><strong>{ &summary.file }</strong><span class="muted">{ holds }</span></dd>
                </div>
                <div>
                    <dt>{ "Last year’s results" }</dt>
                    <dd><LastResultsSlot summary={summary.clone()} reading={props.reading.clone()} /></dd>
                </div>
                <div>
                    <dt>{ "Saved work" }</dt>
                    <dd>
                        if let Some(at) = saved {
                            <strong>{ work::file_name(&summary.title) }</strong><span class="muted">{ "saved " }{ at }</span>
                        } else {
                            <span class="muted">{ "Not saved here yet. “Save work” at the top keeps the files and every change in one file." }</span>
                        }
                    </dd>
                </div>
            </dl>
        </section>
    }
}

/// Last results.
#[derive(PartialEq, Properties)]
struct LastResultsSlotProps {
    summary: Rc<Summary>,
    reading: ReadingState,
}

#[component]
fn LastResultsSlot(props: &LastResultsSlotProps) -> Html {
    let dispatcher = use_dispatcher();
    let current = &props.summary.current;
    if let ReadingState::Busy { percent, words } = &props.reading {
        return html! { <ReadingProgress percent={percent.clone()} words={words.clone()} /> };
    }
    let remove = dispatcher.callback(Action::Run(Command::SetCurrentFile { file: None }));
    let onchange = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |event: Event| {
            if let Some(file) = dom::chosen(&event).into_iter().next() {
                dispatcher.dispatch(Action::OpenCurrent(file));
            }
        })
    };
    html! {
        <>
            if let ReadingState::Failed { what, remedy, .. } = &props.reading {
                <ErrorSummary what={what.clone()} remedy={remedy.clone()} anyway={false} choose="slot-results" />
            }
            if !current.file.is_empty() {
                <strong>{ &current.file }</strong>
                <span class="muted">{ "results of " }{ &current.year }{ " \u{b7} " }{ &current.holds }</span>
                { results_year(&dispatcher, current, "slot-results-year") }
                <button type="button" class="link remove-results" onclick={remove}>
                    { "Remove" }<span class="vh">{ format!(" the results in {}", current.file) }</span>
                </button>
            }
            if !current.to_check.is_empty() {
                <span class="to-check">{ &current.to_check }{ " " }<a href={Route::CHECK.hash()}>{ "See Check" }</a></span>
            }
            <label class="vh" for="slot-results">{ "File with last year’s results" }</label>
            <input id="slot-results" type="file" accept={ACCEPTED} {onchange} />
        </>
    }
}

//! Choosing a file.

use std::rc::Rc;

use ambition_engine::screens::Summary;
use ambition_worker::samples::SAMPLES;
use yew::prelude::*;

use crate::app::ReadingState;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::client::FileSource;
use crate::dom;
use crate::screens::{ScreenContext, ScreenView};
use crate::widgets::error_summary::ErrorSummary;
use crate::widgets::file_slots::FileSlots;
use crate::widgets::progress::ReadingProgress;
use crate::widgets::{privacy, saved_work};

const TEMPLATE: &str = include_str!("../../static/template.csv");
/// What the browser offers first where a file is chosen; any other can be chosen all the same.
pub const ACCEPTED: &str =
    ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.fods,.xml,.htm,.html,.mht,.slk,.ambition,.edition,text/csv";

/// The view.
#[derive(PartialEq, Properties)]
pub struct OpenProps {
    /// The progress of the reading.
    pub reading: ReadingState,
    /// The progress of the reading of last results.
    pub reading_current: ReadingState,
    /// What is open already, and stays so until another file is read.
    pub summary: Option<Rc<Summary>>,
    /// When the work was saved last.
    pub saved: Option<String>,
    /// What the tab kept before it was loaded again.
    pub tab_work: Option<String>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    html! {
        <OpenView reading={context.reading.clone()} reading_current={context.reading_current.clone()}
            summary={context.summary()} tab_work={context.tab_work.cloned()} saved={context.saved.cloned()} />
    }
}

/// What this is, and the ways to bring a file in.
#[component]
pub fn OpenView(props: &OpenProps) -> Html {
    let dispatcher = use_dispatcher();
    let name = if props.summary.is_some() { "Open another file" } else { "How ambitious are your targets?" };
    html! {
        <div class="open-view">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ name }</h1>
                <p class="lead">
                    { "Open a file of pupils with their results and targets. See each target beside the last figures of \
                       England and, at Key Stage 4, beside what similar pupils reached. Change a target and every figure \
                       follows. Files of 2008 and 2009 are held against the guidance of their day." }
                </p>
            </header>
            if let ReadingState::Failed { what, remedy, anyway } = &props.reading {
                <ErrorSummary what={what.clone()} remedy={remedy.clone()} anyway={*anyway} />
            }
            if let ReadingState::Locked { wrong } = props.reading {
                { saved_work::unlock(&dispatcher, wrong) }
            }
            if !matches!(props.reading, ReadingState::Busy { .. }) {
                { saved_work::tab_work_offer(&dispatcher, props.tab_work.as_ref()) }
            }
            if let Some(summary) = &props.summary {
                <FileSlots {summary} reading={props.reading_current.clone()} saved={props.saved.clone()} />
            }
            <div class="ways">
                if let ReadingState::Busy { percent, words } = &props.reading {
                    <ReadingProgress percent={percent.clone()} words={words.clone()} />
                } else {
                    <DropZone />
                    { samples(&dispatcher) }
                }
            </div>
            { promise() }
        </div>
    }
}

/// The place to drop a file on, with the real input in it.
#[component]
pub fn DropZone() -> Html {
    let dispatcher = use_dispatcher();
    let over = use_state_eq(|| false);
    let set = |value: bool| {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(value))
    };
    let onchange = Callback::from(move |event: Event| {
        let files = dom::chosen(&event);
        if !files.is_empty() {
            dispatcher.dispatch(Action::Open(FileSource::Files(files)));
        }
    });
    html! {
        <div class={classes!("drop-zone", over.then_some("over"))}
            ondragover={set(true)} ondragleave={set(false)} ondrop={set(false)}>
            <label for="choose">{ "Drop the school’s file here, or choose it" }</label>
            <p class="hint" id="choose-hint">
                { "A CSV file or a workbook (Excel, OpenDocument) as your system exports it, one row a pupil; or a Common \
                   Transfer File. Several files at once are joined by UPN, or by name where there is none. Work saved \
                   here opens where it was left." }
            </p>
            <input id="choose" type="file" multiple=true accept={ACCEPTED} aria-describedby="choose-hint" {onchange} />
            <p class="hint">
                { "Or copy the cells in a spreadsheet, headings included, and paste them here with " }
                <kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "V" }</kbd>{ "." }
            </p>
        </div>
    }
}

fn samples(dispatcher: &Dispatcher) -> Html {
    html! {
        <section class="card samples" aria-labelledby="samples-title">
            <h2 id="samples-title">{ "No file at hand?" }</h2>
            <p class="muted">{ "Look round with pupils whose names and results are made up." }</p>
            <div class="buttons">
                { sample(dispatcher, "sample-2027-year-11.csv", "Year 11 of 2026/27 (invented)", "button primary") }
                { sample(dispatcher, "sample-2027-year-6.csv", "Year 6 of 2026/27 (invented)", "button") }
            </div>
            <p class="muted historical">
                { "Historical, with levels and the targets for 2009: " }
                { sample(dispatcher, "sample-year-6.csv", "Hillview Primary, a year 6", "link") }{ ", " }
                { sample(dispatcher, "sample-year-11.csv", "Hillview High, a year 11", "link") }
            </p>
            <details>
                <summary>{ "Save a blank file or a sample" }</summary>
                <div class="buttons files">
                    { save("Blank file, Year 11 (CSV)", "blank-year-11.csv", headings("sample-2027-year-11.csv")) }
                    { save("Blank file, Year 6 (CSV)", "blank-year-6.csv", headings("sample-2027-year-6.csv")) }
                    { save("Sample, Year 11 (CSV)", "sample-2027-year-11.csv", text_of("sample-2027-year-11.csv")) }
                    { save("Sample, Year 6 (CSV)", "sample-2027-year-6.csv", text_of("sample-2027-year-6.csv")) }
                    { save("Blank file of 2009 (CSV)", "template.csv", TEMPLATE) }
                    { save("Sample of 2009 (CSV)", "sample-year-6.csv", text_of("sample-year-6.csv")) }
                </div>
            </details>
        </section>
    }
}

/// A button that saves a file.
fn save(title: &'static str, name: &'static str, text: &'static str) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| dom::save_text(name, text));
    html! { <button type="button" class="link" {onclick}>{ title }</button> }
}

/// A sample that ships.
fn text_of(name: &str) -> &'static str {
    SAMPLES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// The first line of a sample.
fn headings(name: &str) -> &'static str {
    text_of(name).split_inclusive('\n').next().unwrap_or_default()
}

/// A button that opens a sample.
fn sample(dispatcher: &Dispatcher, name: &'static str, title: &'static str, class: &'static str) -> Html {
    let open = dispatcher.callback(Action::Open(FileSource::Sample(name)));
    html! { <button type="button" {class} onclick={open}>{ title }</button> }
}

fn promise() -> Html {
    html! {
        <section class="promise" aria-labelledby="promise-title">
            <h2 id="promise-title">{ "Nothing leaves this computer" }</h2>
            <p>{ "Your file is read and counted by this page, here in your browser. It is sent nowhere. \
                   This tab keeps your changes until you close it." }</p>
            <details>
                <summary>{ "Check it yourself" }</summary>
                { privacy::steps() }
            </details>
        </section>
    }
}

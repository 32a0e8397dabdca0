//! How the file was read: what wants the user's eye comes first.
//!
//! [`decisions`] is what the file leaves open and what was decided while reading, [`layout`] how the table was found,
//! [`columns`] which column is what, [`values`] what spellings mean, and [`problems`] what else was noticed.

mod columns;
mod decisions;
mod layout;
mod problems;
mod values;

use std::rc::Rc;

use ambition_engine::screens::{CheckPage, LastResults, SettlingView};
use ambition_engine::session::command::Command;
use yew::prelude::*;

use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, ScreenView, waiting};

/// The view.
#[derive(PartialEq, Properties)]
pub struct CheckProps {
    /// What it shows.
    pub check: Rc<CheckPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |check| html! { <CheckView {check} /> })
}

/// The account of the reading.
#[component]
pub fn CheckView(props: &CheckProps) -> Html {
    let dispatcher = use_dispatcher();
    let check = &props.check;
    let file = CheckedFile { dispatcher: dispatcher.clone(), last_results: None };
    html! {
        <div class="flow">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "How your file was read" }</h1>
                <p class="lead"><strong>{ &check.account }</strong>{ ". " }{ &check.how }</p>
                { settling(&check.settling) }
            </header>
            { to_settle(&file, check) }
            if let Some(last) = &check.last_results {
                { last_results_to_settle(&dispatcher, last) }
            }
            { onward(&check.settling) }
            { sections(&file, check) }
            if let Some(last) = &check.last_results {
                { sections(&of_last_results(&dispatcher, last), &last.check) }
            }
        </div>
    }
}

/// How much is settled, as words and as a bar; nothing where nothing was asked.
fn settling(settling: &SettlingView) -> Html {
    if settling.title.is_empty() {
        return Html::default();
    }
    html! {
        <div class="settling">
            <p id="settling">{ &settling.title }</p>
            <progress aria-labelledby="settling" max={settling.all.to_string()} value={settling.done.to_string()}></progress>
            <p class="muted" role="status">{ &settling.words }</p>
        </div>
    }
}

/// The last thing of the list: on to the targets, with what is left.
fn onward(settling: &SettlingView) -> Html {
    let primary = (settling.done == settling.all).then_some("primary");
    html! { <p><a class={classes!("button", primary)} href={Route::AMBITION.hash()}>{ &settling.onward }</a></p> }
}

/// What is to be settled about a file, in the order in which answers lead to other questions.
fn to_settle(file: &CheckedFile, check: &CheckPage) -> Html {
    html! {
        <>
            { decisions::questions(file, check) }
            { columns::questions(file, check) }
            { values::unknown(file, check) }
        </>
    }
}

/// Everything but what is to be settled, what wants to be looked at first.
fn sections(file: &CheckedFile, check: &CheckPage) -> Html {
    html! {
        <>
            { decisions::decisions(file, check) }
            { decisions::answers(file, check) }
            { layout::layout(file, &check.layout) }
            { columns::absent(file, check) }
            { problems::set_aside(file, &check.set_aside) }
            // In a list of its own: when it changes in length, what comes before it keeps its elements, and the focus.
            <>{ for check.problems.iter().map(|group| problems::group(file, group)) }</>
            if file.last_results.is_none() {
                { problems::save(&file.dispatcher, check) }
            }
            { columns::read(file, check) }
            { columns::unread(file, check) }
        </>
    }
}

fn of_last_results(dispatcher: &Dispatcher, last: &LastResults) -> CheckedFile {
    CheckedFile { dispatcher: dispatcher.clone(), last_results: Some(last.file) }
}

/// The file of last results, and what is to be settled about it.
fn last_results_to_settle(dispatcher: &Dispatcher, last: &LastResults) -> Html {
    let file = of_last_results(dispatcher, last);
    let remove = Command::SetCurrentFile { file: None };
    html! {
        <>
            <section class="card" aria-labelledby="last-results">
                <h2 id="last-results" tabindex="-1">{ "Last results: " }{ &last.name }</h2>
                <p><strong>{ &last.check.account }</strong>{ ". " }{ &last.check.how }</p>
                <p>{ &last.holds }{ " " }{ &last.year }</p>
                { for last.remarks.iter().map(|remark| html! { <p class="to-check">{ remark }</p> }) }
                <p>
                    <button type="button" class="button" onclick={dispatcher.callback(Action::Run(remove))}>
                        { "Remove last results" }
                    </button>
                </p>
            </section>
            { to_settle(&file, &last.check) }
        </>
    }
}

/// One of the files that are open, to which commands are about.
#[derive(Clone, PartialEq)]
struct CheckedFile {
    dispatcher: Dispatcher,
    /// The number of the file of last results; `None`: the pupils' own.
    last_results: Option<u32>,
}

impl CheckedFile {
    /// Makes a change to how this file is read or understood.
    fn run(&self, change: Command) {
        self.dispatcher.run(match self.last_results {
            None => change,
            Some(file) => Command::OfCurrentFile { file, change: Box::new(change) },
        });
    }

    /// The same, when something is pressed.
    fn callback(&self, change: Command) -> Callback<MouseEvent> {
        let file = self.clone();
        Callback::from(move |_| file.run(change.clone()))
    }

    /// The id of a section of this file.
    fn id(&self, section: &str) -> String {
        self.last_results.map_or_else(|| section.to_owned(), |_| format!("last-{section}"))
    }

    /// A title that tells which file it is about.
    fn title(&self, title: &str) -> String {
        self.last_results.map_or_else(|| title.to_owned(), |_| format!("Last results: {title}"))
    }

    /// The level of its sections' headings.
    fn heading(&self) -> &'static str {
        if self.last_results.is_some() { "h3" } else { "h2" }
    }
}

/// Gives the keyboard to what is to be answered next, else to the heading.
pub fn focus_next() -> bool {
    ["reading-questions", "questions", "unknown", "last-reading-questions", "last-questions", "last-unknown", "heading"]
        .into_iter()
        .any(dom::focus)
}

/// A section, or nothing where it has nothing to show.
fn section<T>(file: &CheckedFile, id: &str, title: &str, why: &str, items: &[T], body: Html) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    let id = file.id(id);
    html! {
        <section class="card" aria-labelledby={id.clone()}>
            <@{file.heading()} {id} tabindex="-1">{ file.title(title) }</@>
            <p class="muted">{ why }</p>
            { body }
        </section>
    }
}

/// A table that scrolls by itself where it is too wide.
fn table(caption: &str, headings: &[&str], rows: Vec<Html>) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {caption}")} tabindex="0">
            <table>
                <caption class="vh">{ caption.to_owned() }</caption>
                <thead><tr>{ for headings.iter().map(|title| html! { <th scope="col">{ *title }</th> }) }</tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

/// A choice among values with words; `chosen` hears the value. A value that the user has not chosen has the first option.
fn select(label: String, value: &str, options: &[(String, String)], chosen: Callback<String>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<web_sys::HtmlSelectElement>() {
            chosen.emit(select.value());
        }
    });
    let options = options.iter().map(|(option, words)| {
        html! { <option value={option.clone()} selected={option == value}>{ words }</option> }
    });
    html! { <select aria-label={label} {onchange}>{ for options }</select> }
}

fn samples(samples: &[String]) -> Html {
    html! { <>{ for samples.iter().map(|sample| html! { <span class="sample">{ sample }</span> }) }</> }
}

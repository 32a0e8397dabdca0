//! What is around every view: header, navigation, footer.

use std::rc::Rc;

use ambition_engine::screens::Summary;
use ambition_engine::session::command::Command;
use yew::prelude::*;

use super::choices::Choices;
use super::navigation::Navigation;
use super::privacy::Privacy;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::dom;
use crate::router::Route;

/// Puts a view into the frame.
pub fn frame(route: &Route, summary: Option<&Rc<Summary>>, unsaved: &str, view: Html) -> Html {
    let shape = if summary.is_some() { "opened" } else { "empty" };
    html! {
        <div class={classes!("page", shape)}>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the content" }</a>
            <header class="top">
                <a class="brand" href={Route::Home.hash()}>{ "Ambition" }</a>
                if let Some(summary) = summary {
                    { opened(summary, unsaved) }
                }
                <Privacy />
                if let Some(summary) = summary {
                    <Steps {summary} />
                }
            </header>
            if let Some(summary) = summary {
                <div class="side">
                    <Navigation route={route.clone()} to_check={summary.to_check} topics={summary.topics.clone()}
                        several_schools={!summary.schools.is_empty()} />
                    <Choices {summary} />
                </div>
            }
            <main id="main" tabindex="-1">{ view }</main>
        </div>
    }
}

/// The address belongs to the views: the link moves the keyboard instead.
fn skip(event: MouseEvent) {
    event.prevent_default();
    dom::focus("main");
}

fn opened(summary: &Summary, unsaved: &str) -> Html {
    html! {
        <p class="opened-file">
            <strong>{ &summary.title }</strong>
            { for [&summary.edition, &summary.pupils].map(|part| html! { <span>{ part }</span> }) }
            if summary.schools.iter().any(|school| school.chosen && !school.id.is_empty()) {
                <AllSchools />
            }
            if !unsaved.is_empty() {
                <span class="unsaved">{ unsaved }</span>
            }
            if !summary.set_aside.is_empty() {
                <a href={Route::CHECK.hash()}>{ &summary.set_aside }</a>
            }
        </p>
    }
}

/// Back from one school to all of them.
#[component]
pub fn AllSchools() -> Html {
    let dispatcher = use_dispatcher();
    let all = Command::SetSchool { school: String::new() };
    html! {
        <button type="button" class="link all-schools" onclick={dispatcher.callback(Action::Run(all))}>{ "Back to all schools" }</button>
    }
}

/// Remarks of the engine on itself: there to be found, not in the way.
pub fn remarks(remarks: &[String]) -> Html {
    html! {
        <div class="remarks" role="status">{ for remarks.iter().map(|remark| html! { <p>{ remark }</p> }) }</div>
    }
}

/// Something that happened to the engine, until it is put away; with changes that were not made again there is a list.
pub fn notice(dispatcher: &Dispatcher, notice: Option<&String>, with_list: bool) -> Html {
    html! {
        <div class="notice" role="alert">
            if let Some(words) = notice {
                <span>{ words }</span>
                if with_list {
                    <button type="button" class="button" onclick={dispatcher.callback(Action::SaveNotMadeAgain)}>
                        { "Save the list" }
                    </button>
                }
                <button type="button" class="button" onclick={dispatcher.callback(Action::DismissNotice)}>{ "Close" }</button>
            }
        </div>
    }
}

/// Above every screen with figures: what the file leaves open.
pub fn questions_open(route: &Route, summary: Option<&Summary>) -> Html {
    let with_figures = ![Route::Open, Route::CHECK, Route::METHOD].contains(route);
    let open = summary.map(|summary| &summary.questions_open).filter(|open| with_figures && !open.is_empty());
    html! {
        if let Some(open) = open {
            <p class="questions-open">
                { open }{ ": figures may change with the answers. " }<a href={Route::CHECK.hash()}>{ "Answer under Check" }</a>
            </p>
        }
    }
}

/// Above every screen, and on paper: that it is fit to share, and how.
pub fn sharing_rule(dispatcher: &Dispatcher, summary: Option<&Summary>) -> Html {
    let rule = summary.map(|summary| &summary.sharing_rule).filter(|rule| !rule.is_empty());
    html! {
        if let Some(rule) = rule {
            <p class="share-rule">
                <strong>{ rule }</strong>{ " " }
                <button type="button" class="link" onclick={show_everything(dispatcher)}>{ "Show everything again" }</button>
            </p>
        }
    }
}

/// In the place of a screen that shows pupils, or what rests on exact counts.
pub fn withheld(dispatcher: &Dispatcher, name: &str) -> Html {
    html! {
        <div class="flow">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ name }</h1>
                <p class="lead">
                    { "This view is not for sharing: it shows pupils or exact numbers, or the school or year group chosen has \
                       too few pupils. Groups, children in care, special needs, schools and the return can be shared." }
                </p>
            </header>
            <p>
                <button type="button" class="button primary" id="show-everything" onclick={show_everything(dispatcher)}>
                    { "Show everything again" }
                </button>
            </p>
        </div>
    }
}

fn show_everything(dispatcher: &Dispatcher) -> Callback<MouseEvent> {
    dispatcher.callback(Action::Run(Command::SetSharing { fewer_than: "0".into() }))
}

/// What can be undone.
#[derive(PartialEq, Properties)]
pub struct StepsProps {
    /// What is open.
    pub summary: Rc<Summary>,
}

/// Undo and redo.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let dispatcher = use_dispatcher();
    let step = |name: &'static str, command: Command, words: &Option<String>| {
        let title = words.clone().unwrap_or_else(|| format!("Nothing to {}", name.to_lowercase()));
        // Not `disabled`: a button that loses the keyboard at the last step sends it to the top of the page.
        let off = words.is_none().then_some("true");
        let onclick = if words.is_some() { dispatcher.callback(Action::Run(command)) } else { Callback::noop() };
        html! {
            <button type="button" class="button" aria-disabled={off} title={title.clone()} {onclick}>
                { name }<span class="vh">{ format!(": {title}") }</span>
            </button>
        }
    };
    html! {
        <div class="steps-row">
            { step("Undo", Command::Undo, &props.summary.undo) }
            { step("Redo", Command::Redo, &props.summary.redo) }
        </div>
    }
}

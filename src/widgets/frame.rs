//! What is around every view: header with the navigation, tabs, footer.

use std::rc::Rc;

use ambition_engine::screens::{Choice, Summary};
use ambition_engine::session::command::Command;
use ambition_engine::session::work;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::choices::{Period, Scope};
use super::navigation::{self, Navigation};
use super::privacy::Privacy;
use super::saved_work::SaveWork;
use super::school_name::SchoolName;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::dom;
use crate::router::Route;

/// Whether the work is safe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkSafety {
    /// How many changes no file holds.
    pub unsaved: u32,
    /// "14:02": when a file was saved last of what is open.
    pub saved: Option<String>,
    /// It came with a passphrase, or was saved with one.
    pub locked: bool,
}

/// Puts a view into the frame. `file` is the number of the file that is open: with another one nothing is kept of what was
/// typed or unfolded.
pub fn frame(
    file: u32,
    route: &Route,
    summary: Option<&Rc<Summary>>,
    safety: WorkSafety,
    exports: Html,
    view: Html,
) -> Html {
    let shape = if summary.is_some() { "opened" } else { "empty" };
    html! {
        <div key={file} class={classes!("page", shape)}>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the content" }</a>
            if let Some(summary) = summary {
                <Header route={route.clone()} {summary} {safety} />
            } else {
                <header class="top"><div class="top-row">{ brand() }</div></header>
            }
            <main id="main" tabindex="-1">
                if let Some(summary) = summary {
                    { print_head(summary) }
                    <div class="view-bar">
                        { navigation::tabs(route, summary) }
                        <div class="view-tools">{ exports }</div>
                    </div>
                }
                { view }
            </main>
            <footer class="foot"><Privacy /></footer>
        </div>
    }
}

/// The head of each printed view: of whom, by which rules, and when.
fn print_head(summary: &Summary) -> Html {
    let chosen = |choices: &[Choice]| choices.iter().find(|choice| choice.chosen).map(|choice| choice.title.clone());
    let rules = [chosen(&summary.stages).unwrap_or_default(), summary.edition.clone()];
    let parts = [summary.year_group.clone(), summary.pupils.clone()].into_iter().chain(rules);
    let readings =
        summary.switches.iter().filter(|switch| switch.on).map(|switch| format!("reading: {}", switch.title));
    let parts = parts.chain(readings).chain([dom::today()]).filter(|part| !part.is_empty());
    html! {
        <p class="print-head" aria-hidden="true">
            <strong>{ &summary.title }</strong>{ for parts.map(|part| html! { <>{ " \u{b7} " }{ part }</> }) }
        </p>
    }
}

fn brand() -> Html {
    html! { <a class="brand" href={Route::Home.hash()}>{ "Ambition" }</a> }
}

/// What the header says.
#[derive(PartialEq, Properties)]
pub struct HeaderProps {
    /// The view shown.
    pub route: Route,
    /// What is open.
    pub summary: Rc<Summary>,
    /// Whether the work is safe.
    pub safety: WorkSafety,
}

/// Where one is and whether one is safe, and the ways to everywhere else.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { route, summary, safety } = props;
    let top = use_node_ref();
    {
        let top = top.clone();
        // What is kept in sight under the header follows its height, which grows with the letters of the browser.
        use_effect_with((), move |()| {
            let watched = top.cast::<HtmlElement>().and_then(|top| dom::publish_height(&top));
            move || drop(watched)
        });
    }
    html! {
        <header class="top" ref={top}>
            <div class="top-row">
                { brand() }
                { opened(summary) }
                <Period {summary} />
                <div class="work-state">
                    { save_state(safety) }
                    <SaveWork name={work::file_name(&summary.title)} locked={safety.locked}
                        shares={!summary.sharing_rule.is_empty()} />
                    <Steps {summary} />
                </div>
            </div>
            <div class="bar">
                <Navigation route={route.clone()} {summary} />
                <Scope {summary} />
            </div>
        </header>
    }
}

fn save_state(safety: &WorkSafety) -> Html {
    match &safety.saved {
        _ if safety.unsaved > 0 => html! {
            <span class="save-state unsaved">{ safety.unsaved }{ " unsaved" }<span class="vh">{ " changes" }</span></span>
        },
        Some(at) => html! { <span class="save-state">{ "Saved " }{ at }</span> },
        None => Html::default(),
    }
}

/// The address belongs to the views: the link moves the keyboard instead.
fn skip(event: MouseEvent) {
    event.prevent_default();
    dom::focus("main");
}

fn opened(summary: &Summary) -> Html {
    html! {
        <p class="opened-file">
            <strong title={summary.title.clone()}>{ &summary.title }</strong>
            <SchoolName name={summary.school_name.clone()} />
            if !summary.year_group.is_empty() {
                <span>{ &summary.year_group }</span>
            }
            <span>{ &summary.pupils }</span>
            if summary.schools.iter().any(|school| school.chosen && !school.id.is_empty()) {
                <AllSchools />
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
            <button type="button" class="button step" aria-disabled={off} title={title.clone()} {onclick}>
                <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true" class={name.to_lowercase()}>
                    <path d="M6.5 3L3 6.5 6.5 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7" />
                </svg>
                <span class="step-name">{ name }</span><span class="vh">{ format!(": {title}") }</span>
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

//! Every rule, and where it comes from.

use std::rc::Rc;

use ambition_engine::screens::{MethodEntry, MethodPage, SwitchView};
use yew::prelude::*;

use crate::dom;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::{glossary, paragraph, rule};

/// The view.
#[derive(PartialEq, Properties)]
pub struct MethodProps {
    /// What it shows.
    pub method: Rc<MethodPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |method| html! { <MethodView {method} /> })
}

/// How every figure is worked out.
#[component]
pub fn MethodView(props: &MethodProps) -> Html {
    let method = &props.method;
    html! {
        <div class="flow prose">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "How the figures are worked out" }</h1>
                <p class="lead">{ &method.edition }{ ", from " }<cite>{ &method.document }</cite>{ "." }</p>
            </header>
            <section aria-labelledby="measures">
                <h2 id="measures">{ "Measures" }</h2>
                { for stages(method).into_iter().map(|stage| stage_section(method, stage)) }
            </section>
            { conventions(method) }
            { switches(&method.switches) }
            { checks(method) }
            { findings(method) }
            { glossary::list(&method.glossary) }
            <Licences />
        </div>
    }
}

/// The notices of the libraries that the page is made of, folded.
#[component]
fn Licences() -> Html {
    let notices = use_memo((), |()| dom::licences());
    match notices.as_ref() {
        Some(notices) => html! {
            <details class="card licences">
                <summary>{ "Libraries in this page, and their licences" }</summary>
                <pre>{ notices }</pre>
            </details>
        },
        None => Html::default(),
    }
}

/// The key stages, in the order of the measures.
fn stages(method: &MethodPage) -> Vec<&str> {
    let mut stages = method.measures.iter().map(|entry| entry.stage.as_str()).collect::<Vec<_>>();
    stages.dedup();
    stages
}

fn stage_section(method: &MethodPage, stage: &str) -> Html {
    let entries = method.measures.iter().filter(|entry| entry.stage == stage);
    html! {
        <section class="stage" aria-label={stage.to_owned()}>
            <h3>{ stage }</h3>
            { for entries.map(measure) }
        </section>
    }
}

fn measure(entry: &MethodEntry) -> Html {
    html! {
        <article class="card">
            <h4>
                { &entry.title }
                if !entry.standing.is_empty() {
                    <small class="standing">{ " " }{ &entry.standing }</small>
                }
            </h4>
            { rule::rule(&entry.rule) }
        </article>
    }
}

fn conventions(method: &MethodPage) -> Html {
    if method.conventions.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="conventions">
            <h2 id="conventions">{ "Conventions for all of them" }</h2>
            <p class="muted">{ "Our own, where the sources say nothing." }</p>
            <ul>{ for method.conventions.iter().map(|convention| html! { <li>{ convention }</li> }) }</ul>
        </section>
    }
}

/// The other readings; they are chosen under Targets, where they matter.
fn switches(switches: &[SwitchView]) -> Html {
    if switches.is_empty() {
        return Html::default();
    }
    let state = |switch: &SwitchView| if switch.on { "on" } else { "off" };
    html! {
        <section class="card" aria-labelledby="switches">
            <h2 id="switches">{ "Other readings" }</h2>
            <p class="muted">{ "Where the guidance can be read in more than one way. Choose them under the target \
                                cards." }</p>
            <dl class="pairs">{ for switches.iter().map(|switch| html! {
                <div>
                    <dt>{ &switch.title }<span class="badge">{ state(switch) }</span></dt>
                    <dd>{ &switch.words }{ " " }{ paragraph::short(&switch.paragraph) }</dd>
                </div>
            }) }</dl>
        </section>
    }
}

/// Expectations of part of a cohort.
fn checks(method: &MethodPage) -> Html {
    if method.checks.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="checks">
            <h2 id="checks">{ "Expected of some pupils" }</h2>
            <dl class="pairs">{ for method.checks.iter().map(|(title, words, from)| html! {
                <div><dt>{ title }</dt><dd>{ words }{ " " }{ paragraph::short(from) }</dd></div>
            }) }</dl>
        </section>
    }
}

fn findings(method: &MethodPage) -> Html {
    if method.findings.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="findings">
            <h2 id="findings">{ "Points we look for" }</h2>
            <div class="table-scroll" role="region" aria-label="Table of findings" tabindex="0">
                <table>
                    <caption class="vh">{ "Points to discuss, when they are raised, and the paragraph" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Finding" }</th>
                        <th scope="col">{ "Raised when" }</th>
                        <th scope="col">{ "From" }</th>
                    </tr></thead>
                    <tbody>{ for method.findings.iter().map(|(code, when, from)| html! {
                        <tr>
                            <th scope="row"><code>{ code }</code></th>
                            <td>{ when }</td>
                            <td>{ paragraph::short(from) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

//! Every rule, and where it comes from.

use std::rc::Rc;

use ambition::session::view::{Method, MethodEntry};
use yew::prelude::*;

use crate::page::parts::{paragraph, rule};

/// The view.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What it shows.
    pub method: Rc<Method>,
}

/// How every figure is worked out.
#[component]
pub fn MethodView(props: &Props) -> Html {
    let method = &props.method;
    html! {
        <div class="flow prose">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "How the figures are worked out" }</h1>
                <p class="lead">{ &method.edition }{ ", from " }<cite>{ &method.document }</cite>{ "." }</p>
            </header>
            <section aria-labelledby="measures">
                <h2 id="measures">{ "Measures" }</h2>
                { for method.measures.iter().map(measure) }
            </section>
            { conventions(method) }
            { findings(method) }
        </div>
    }
}

fn measure(entry: &MethodEntry) -> Html {
    html! {
        <article class="card">
            <h3>
                { &entry.title }
                if !entry.standing.is_empty() {
                    <small class="standing">{ " " }{ &entry.standing }</small>
                }
            </h3>
            { rule::rule(&entry.rule) }
        </article>
    }
}

fn conventions(method: &Method) -> Html {
    if method.conventions.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="conventions">
            <h2 id="conventions">{ "Conventions for all of them" }</h2>
            <p class="muted">{ "Made by us where the guidance is silent." }</p>
            <ul>{ for method.conventions.iter().map(|convention| html! { <li>{ convention }</li> }) }</ul>
        </section>
    }
}

fn findings(method: &Method) -> Html {
    if method.findings.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="findings">
            <h2 id="findings">{ "What is looked for" }</h2>
            <div class="table-scroll" role="region" aria-label="Table of findings" tabindex="0">
                <table>
                    <caption class="vh">{ "Findings, what raises them, and the paragraph" }</caption>
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

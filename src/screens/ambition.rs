//! The statutory targets against what the guidance expects.

use std::rc::Rc;

use ambition_engine::screens::{AmbitionPage, AveragesOffer, BulletGraph, Summary, TermView};
use ambition_engine::session::command::Command;
use yew::prelude::*;

use crate::app::ReadingState;
use crate::app::actions::{Action, Dispatcher, use_dispatcher};
use crate::dom;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::current::Current;
use crate::widgets::painted::use_painted;
use crate::widgets::{card, chip, glossary, marks, switches};

/// The view.
#[derive(PartialEq, Properties)]
pub struct AmbitionProps {
    /// What is open.
    pub summary: Rc<Summary>,
    /// What it shows.
    pub ambition: Rc<AmbitionPage>,
    /// The reading of the second file.
    pub reading: ReadingState,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    let (Some(summary), Some(ambition)) = (context.summary(), context.view()) else { return waiting() };
    html! { <AmbitionView {summary} {ambition} reading={context.reading_current.clone()} /> }
}

/// Home, once a file is open.
#[component]
pub fn AmbitionView(props: &AmbitionProps) -> Html {
    let dispatcher = use_dispatcher();
    let is_painted = use_painted();
    let AmbitionProps { summary, ambition, reading } = props;
    html! {
        <div class="with-aside" aria-busy={(!is_painted).then_some("true")}>
            <div class="flow">
                <header class="view-head">
                    <h1 id="heading" tabindex="-1">{ "How ambitious are these targets?" }</h1>
                    <p class="lead">{ &ambition.headline }</p>
                    <ul class="notes">{ for ambition.notes.iter().map(chip::chip) }</ul>
                    { chip::list(&ambition.remarks) }
                </header>
                { for ambition.targets.iter().map(|target| card::large_card(target, is_painted)) }
                if is_painted {
                    { others(ambition) }
                    { switches::folded(&dispatcher, &summary.switches) }
                }
            </div>
            <aside aria-label="Current performance, changes and key">
                <Current current={summary.current.clone()} reading={reading.clone()} />
                { for ambition.averages.iter().map(|offer| averages(&dispatcher, offer)) }
                { changes(&dispatcher, ambition) }
                { key(ambition, &summary.glossary) }
            </aside>
            { glossary::meanings(&summary.glossary) }
        </div>
    }
}

fn others(ambition: &AmbitionPage) -> Html {
    if ambition.others.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card others" aria-labelledby="others-title">
            <h2 id="others-title">{ "Other measures" }<small>{ " " }{ &ambition.others_note }</small></h2>
            { for ambition.others.iter().map(card::small_card) }
        </section>
    }
}

/// The file that says what similar pupils reached.
fn averages(dispatcher: &Dispatcher, offer: &AveragesOffer) -> Html {
    let onchange = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |event: Event| {
            if let Some(file) = dom::chosen(&event).into_iter().next() {
                let (to, name) = (dispatcher.clone(), file.name());
                dispatcher.read_text(&file, move |text| to.run(Command::ImportAverages { name, text }));
            }
        })
    };
    let forget = Command::ImportAverages { name: String::new(), text: String::new() };
    html! {
        <section class="card">
            <h2>{ "Similar pupils" }</h2>
            <p class="muted">{ &offer.words }</p>
            if offer.imported.is_empty() {
                <label for="choose-averages">{ "The Department’s pupil file of last year (CSV)" }</label>
                <input id="choose-averages" type="file" accept=".csv,.txt,text/csv" {onchange} />
            } else {
                <p>{ &offer.imported }</p>
                { for offer.without.iter().map(chip::chip) }
                <button type="button" class="button" onclick={dispatcher.callback(Action::Run(forget))}>
                    { "Remove these averages" }
                </button>
            }
        </section>
    }
}

fn changes(dispatcher: &Dispatcher, ambition: &AmbitionPage) -> Html {
    let list = |changes: &[String]| changes.iter().map(|change| html! { <li>{ change }</li> }).collect::<Html>();
    html! {
        <section class="card">
            <h2>{ "Changed just now" }</h2>
            if ambition.history.is_empty() {
                <p class="muted">{ "Nothing yet. When you change a target under Pupils, every figure here follows." }</p>
            } else {
                <ul class="history">{ list(&ambition.history) }</ul>
                <button type="button" class="button" onclick={dispatcher.callback(Action::Run(Command::Undo))}>
                    { "Undo the last change" }
                </button>
                if !ambition.earlier.is_empty() {
                    <details>
                        <summary>{ &ambition.earlier_title }</summary>
                        <ul class="history-earlier">{ list(&ambition.earlier) }</ul>
                    </details>
                }
            }
        </section>
    }
}

/// What the symbols of the graphs mean, as far as there are any; some words open what they mean.
fn key(ambition: &AmbitionPage, terms: &[TermView]) -> Html {
    let graphs = || ambition.targets.iter().chain(&ambition.others).map(|card| &card.graph);
    let bars = |of_results: bool| graphs().any(|graph| graph.target.is_some() && graph.of_results == of_results);
    let marked = |kind: &str| graphs().any(|graph| has_mark(graph, kind));
    let mark = |kind: &'static str, before: &'static str, term: &str, words: &str, after: &'static str| {
        if !marked(kind) {
            return Html::default();
        }
        html! { <li>{ marks::glyph(kind) }<span>{ before }{ glossary::words(terms, term, words) }{ after }</span></li> }
    };
    html! {
        <section class="card key">
            <h2>{ "How to read the bars" }</h2>
            <ul>
                if bars(false) || !bars(true) {
                    { bar("target", "the target") }
                }
                if bars(true) {
                    { bar("target", "results in this file") }
                }
                if graphs().any(|graph| graph.at_most.is_some()) {
                    { bar("at-most", "possible once missing targets are set") }
                }
                if graphs().any(|graph| graph.shortfall.is_some()) {
                    { bar("shortfall", "pupils short of what is expected") }
                }
                { mark("expected", "what is ", "expected", "expected", " of these pupils") }
                { mark("current", "last year’s results (", "current", "current performance", ")") }
                { mark("results", "results in this file", "", "", "") }
                { mark("estimate", "an estimate of ", "fft", "FFT", "") }
                { mark("floor", "the ", "floor", "floor", ": below it attainment is low") }
            </ul>
        </section>
    }
}

fn has_mark(graph: &BulletGraph, kind: &str) -> bool {
    graph.expected.iter().chain(&graph.markers).any(|marker| marker.kind == kind)
}

fn bar(class: &'static str, words: &'static str) -> Html {
    html! {
        <li>
            <svg class="glyph" viewBox="0 0 18 22" focusable="false" aria-hidden="true">
                <rect {class} x="1" y="6" width="16" height="10" rx="1" />
            </svg>
            { words }
        </li>
    }
}

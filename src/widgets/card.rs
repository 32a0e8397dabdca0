//! A measure with its target, its graph and its remarks.

use ambition_engine::screens::{BulletGraph, GraphMarker, TargetCard};
use yew::prelude::*;

use super::bullet::Bullet;
use super::{chip, comparisons, marks, paragraph, prior_table, pupils_link, rule, tone};
use crate::router::Route;

/// A statutory target, with room for its number; without what it unfolds to unless `is_complete`.
pub fn large_card(card: &TargetCard, is_complete: bool) -> Html {
    let id = format!("card-{}", card.measure);
    html! {
        <article class="card target-card" aria-labelledby={id.clone()}>
            <header>
                <h2 {id}>{ &card.title }{ " " }{ paragraph::short(&card.paragraph) }</h2>
                { verdict(card) }
            </header>
            <div class="figure">
                { card_number(card) }
                if card.graph != BulletGraph::default() {
                    <Bullet graph={card.graph.clone()} tone={card.tone} />
                }
            </div>
            <p class="sentence">{ &card.sentence }</p>
            { prior_table::table(card) }
            { prior_table::expectations(card) }
            { to_check(card) }
            <div class="under">
                { chip::list(&card.chips) }
                { comparisons::comparison_list(card, is_complete) }
                { details(card, is_complete, Html::default()) }
            </div>
        </article>
    }
}

/// Another measure, in a row of a list that unfolds to its remarks.
pub fn small_card(card: &TargetCard) -> Html {
    let id = format!("card-{}", card.measure);
    html! {
        <article class="row-card" aria-labelledby={id.clone()}>
            <h3 {id}>{ &card.title }{ " " }{ paragraph::short(&card.paragraph) }</h3>
            { card_number(card) }
            if card.graph != BulletGraph::default() {
                <Bullet graph={card.graph.clone()} tone={card.tone} small={true} />
            }
            { verdict(card) }
            { to_check(card) }
            <div class="folded">
                if card.by_prior.is_some() || !card.expectations.is_empty() {
                    <details>
                        <summary>{ "By prior attainment" }<span class="vh">{ format!(": {}", card.title) }</span></summary>
                        { prior_table::table(card) }
                        { prior_table::expectations(card) }
                    </details>
                }
                { comparisons::comparison_list(card, true) }
                { details(card, true, chip::list(&card.chips)) }
            </div>
        </article>
    }
}

fn card_number(card: &TargetCard) -> Html {
    let of = pupils_link::count_of(&card.of);
    html! {
        <div class="number">
            <p class="percent">
                { &card.percent }
                if !card.unit.is_empty() {
                    <small>{ " " }{ &card.unit }</small>
                }
            </p>
            <p class="of">{ of }</p>
            if !card.current.is_empty() {
                <p class="current">{ &card.current }</p>
            }
        </div>
    }
}

fn verdict(card: &TargetCard) -> Html {
    if card.verdict.is_empty() {
        return Html::default();
    }
    html! {
        <p class={classes!("verdict", tone::class(card.tone))}>
            { &card.verdict }
        </p>
    }
}

/// What was noticed while reading that the figure rests on.
fn to_check(card: &TargetCard) -> Html {
    if card.to_check.is_empty() {
        return Html::default();
    }
    html! {
        <p class="to-check">
            { &card.to_check }{ " " }
            <a href={Route::CHECK.hash()}>{ "See Check" }<span class="vh">{ format!(": {}", card.title) }</span></a>
        </p>
    }
}

/// The details of a card, its body only if `is_complete`; `first` comes before the rule.
fn details(card: &TargetCard, is_complete: bool, first: Html) -> Html {
    let all: Vec<&GraphMarker> = card.graph.expected.iter().chain(&card.graph.markers).collect();
    html! {
        <details>
            <summary>{ "How this is worked out" }<span class="vh">{ format!(": {}", card.title) }</span></summary>
            if is_complete {
                <p>{ &card.sentence }</p>
                { first }
                { rule::rule(&card.rule) }
                { marks::key(&all) }
            }
        </details>
    }
}

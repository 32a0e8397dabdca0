//! The pupils of a card by prior attainment, in rows that add up to its verdict, and what is expected of some of them.

use ambition_engine::screens::{FurtherExpectation, LinkedCount, PriorRow, TargetCard};
use yew::prelude::*;

use super::{chip, paragraph, pupils_link, tone};

/// The table; nothing where nothing is compared.
pub fn table(card: &TargetCard) -> Html {
    let Some(prior) = &card.by_prior else { return Html::default() };
    html! {
        <>
            <div class="table-scroll" role="region" aria-label={format!("Table by prior attainment: {}", card.title)} tabindex="0">
                <table class="by-prior">
                    <caption class="vh">{ format!("{}: pupils by prior attainment", card.title) }</caption>
                    <thead><tr>
                        <th scope="col">{ &prior.head }</th>
                        <th scope="col">{ "Pupils" }</th>
                        <th scope="col">{ &prior.held_against }</th>
                        <th scope="col">{ "By target" }</th>
                        <th scope="col">{ "Below it" }</th>
                        <th scope="col">{ "Compared" }</th>
                    </tr></thead>
                    <tbody>{ for prior.rows.iter().map(|of| row(of, "")) }</tbody>
                    <tbody>
                        { row(&prior.total, "total") }
                        if let Some(without) = &prior.without {
                            { row(without, "without") }
                        }
                    </tbody>
                </table>
            </div>
            if let Some(note) = &prior.note {
                { chip::list(std::slice::from_ref(note)) }
            }
        </>
    }
}

fn row(row: &PriorRow, class: &'static str) -> Html {
    html! {
        <tr {class}>
            <th scope="row">{ &row.title }</th>
            <td>{ linked(&row.pupils) }</td>
            <td>
                { &row.expected }
                if !row.rate.is_empty() {
                    <small>{ " " }{ &row.rate }</small>
                }
            </td>
            <td>{ linked(&row.reached) }</td>
            <td>{ linked(&row.below) }</td>
            <td class={tone::class(row.tone)}>{ &row.difference }</td>
        </tr>
    }
}

fn linked(count: &LinkedCount) -> Html {
    pupils_link::words(&count.words, count.pupils.as_ref())
}

/// What is expected of some of the pupils, each with its verdict; nothing where there is nothing.
pub fn expectations(card: &TargetCard) -> Html {
    if card.expectations.is_empty() {
        return Html::default();
    }
    html! {
        <div class="further">
            <h3>{ "Also expected of some pupils" }<span class="vh">{ format!(": {}", card.title) }</span></h3>
            <ul>{ for card.expectations.iter().map(expectation) }</ul>
        </div>
    }
}

fn expectation(expectation: &FurtherExpectation) -> Html {
    html! {
        <li>
            <span title={expectation.words.clone()}>{ &expectation.title }{ " " }{ paragraph::short(&expectation.paragraph) }</span>
            <span>{ pupils_link::count_of(&expectation.count) }</span>
            <span>{ linked(&expectation.below) }{ " below it" }</span>
            <span class={classes!("verdict", tone::class(expectation.tone))}>{ &expectation.verdict }</span>
        </li>
    }
}

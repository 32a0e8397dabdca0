//! A rule in words.

use ambition_engine::screens::RuleInWords;
use yew::prelude::*;

use super::paragraph;

/// What is counted, out of which pupils, what is expected, and where all that comes from.
pub fn rule(rule: &RuleInWords) -> Html {
    html! {
        <dl class="rule">
            { rule_entry("What is counted", &sentences(std::slice::from_ref(&rule.definition))) }
            { rule_entry("Out of which pupils", &sentences(std::slice::from_ref(&rule.denominator))) }
            { rule_entry("What the guidance expects", &sentences(&rule.expectation)) }
            { rule_entry("Our conventions", &sentences(&rule.conventions)) }
            if !rule.paragraphs.is_empty() {
                <div><dt>{ "Where this comes from" }</dt><dd>{ paragraph::list(&rule.paragraphs) }</dd></div>
            }
        </dl>
    }
}

fn sentences(texts: &[String]) -> Vec<Html> {
    texts.iter().filter(|text| !text.is_empty()).map(|text| html! { <dd>{ text }</dd> }).collect()
}

fn rule_entry(term: &'static str, sentences: &[Html]) -> Html {
    if sentences.is_empty() {
        return Html::default();
    }
    html! { <div><dt>{ term }</dt>{ for sentences.iter().cloned() }</div> }
}

//! Short remarks.

use ambition_engine::screens::Chip;
use yew::prelude::*;

use super::{paragraph, pupils_link, tone};

/// A remark with its count and where it comes from.
pub fn chip(chip: &Chip) -> Html {
    html! {
        <li class={classes!("chip", tone::class(chip.tone))}>
            { &chip.words }
            if !chip.count.is_empty() {
                { " " }{ pupils_link::words(&chip.count, chip.pupils.as_ref()) }
            }
            if let Some(source) = &chip.paragraph {
                { " " }{ paragraph::short(source) }
            }
        </li>
    }
}

/// All of them, or nothing.
pub fn list(chips: &[Chip]) -> Html {
    if chips.is_empty() {
        return Html::default();
    }
    html! { <ul class="chips">{ for chips.iter().map(chip) }</ul> }
}

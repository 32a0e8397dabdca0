//! References to the guidance.

use ambition_engine::screens::Paragraph;
use yew::prelude::*;

/// "¶26a" for the eye, the long form for the screen reader and on pointing at it.
pub fn short(paragraph: &Paragraph) -> Html {
    if paragraph.short.is_empty() {
        return Html::default();
    }
    html! {
        <cite class="para" title={paragraph.long.clone()}>
            <span aria-hidden="true">{ &paragraph.short }</span>
            <span class="vh">{ format!(" ({})", paragraph.long) }</span>
        </cite>
    }
}

/// All the long forms, as a list.
pub fn list(paragraphs: &[Paragraph]) -> Html {
    if paragraphs.is_empty() {
        return Html::default();
    }
    let item = |paragraph: &Paragraph| html! { <li>{ &paragraph.long }</li> };
    html! { <ul class="sources">{ for paragraphs.iter().map(item) }</ul> }
}

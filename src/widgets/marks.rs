//! The marks on a bullet graph: their shapes, and the key that says what each one is.

use ambition_engine::screens::GraphMarker;
use yew::prelude::*;

/// The shape for a kind of mark, drawn around x = 0; the bar lies between y = 24 and y = 46.
pub fn shape(kind: &str) -> Html {
    match kind {
        "expected" => html! {
            <g class="mark expected"><path d="M-6.5 13H6.5L0 23Z" /><line x1="0" y1="22" x2="0" y2="47" /></g>
        },
        "current" => html! { <rect class="mark current" x="-5" y="30" width="10" height="10" /> },
        "results" => html! {
            <g class="mark results">
                <line class="halo" x1="0" y1="19" x2="0" y2="51" /><line x1="0" y1="19" x2="0" y2="51" />
            </g>
        },
        "floor" => html! {
            <g class="mark floor"><line x1="0" y1="24" x2="0" y2="48" /><path d="M-5 53H5L0 46Z" /></g>
        },
        "estimate" => html! { <circle class="mark estimate" cx="0" cy="35" r="5.5" /> },
        _ => html! { <path class="mark other" d="M0 28L6 35L0 42L-6 35Z" /> },
    }
}

/// What each mark of a graph is and where it comes from, for those who read rather than look.
pub fn key(markers: &[&GraphMarker]) -> Html {
    if markers.is_empty() {
        return Html::default();
    }
    html! {
        <dl class="rule">
            <div>
                <dt>{ "Symbols on the scale" }</dt>
                { for markers.iter().map(|marker| html! {
                    <dd><strong>{ &marker.label }</strong>{ ": " }{ &marker.source }</dd>
                }) }
            </div>
        </dl>
    }
}

/// The marks as a short list, shown where the graph is too narrow for its labels.
pub fn list(markers: &[&GraphMarker]) -> Html {
    let item = |marker: &&GraphMarker| html! { <li>{ glyph(&marker.kind) }{ &marker.label }</li> };
    html! { <ul class="marks" aria-hidden="true">{ for markers.iter().map(item) }</ul> }
}

/// A shape by itself, beside words that say what it is.
pub fn glyph(kind: &str) -> Html {
    let view_box = match kind {
        "expected" => "-9 12 18 36",
        "results" => "-9 17 18 36",
        "floor" => "-9 22 18 33",
        _ => "-9 26 18 18",
    };
    html! { <svg class="glyph" viewBox={view_box} focusable="false" aria-hidden="true">{ shape(kind) }</svg> }
}

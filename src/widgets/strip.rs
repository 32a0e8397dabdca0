//! The figures above the table of pupils, as they are at this moment.

use ambition_engine::screens::StripFigure;
use yew::prelude::*;

use super::tone;

/// One figure for each statutory target, and the last change.
pub fn strip(figures: &[StripFigure], last: Option<&str>) -> Html {
    if figures.is_empty() {
        return Html::default();
    }
    html! {
        <section class="strip" aria-label="Figures with these targets">
            <dl>{ for figures.iter().map(strip_figure) }</dl>
            <p class="legend">
                if let Some(words) = last {
                    { "Last change: " }{ words }
                } else {
                    { "Pupils more or fewer than held against; updates as you type" }
                }
            </p>
        </section>
    }
}

fn strip_figure(figure: &StripFigure) -> Html {
    html! {
        <div key={figure.measure.clone()}>
            <dt>{ &figure.short_title }</dt>
            <dd>
                <span class="percent">{ &figure.percent }</span>
                if !figure.against.is_empty() {
                    <span class={classes!("against", tone::class(figure.tone))}>
                        { &figure.against }<span class="vh">{ " pupils compared" }</span>
                    </span>
                }
            </dd>
        </div>
    }
}

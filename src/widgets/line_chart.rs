//! A small line chart: the ways of a trajectory over the years.

use ambition_engine::screens::LineChart;
use yew::prelude::*;

/// Draws it. Lines are in a box of 100 × 100 that is stretched; labels are outside it and are not.
pub fn line_chart(chart: &LineChart) -> Html {
    if chart.lines.is_empty() {
        return Html::default();
    }
    html! {
        <div class="chart">
            <svg role="img" aria-label={chart.description.clone()} focusable="false">
                <title>{ &chart.description }</title>
                { for chart.percents.iter().map(percent) }
                { for chart.years.iter().map(year) }
                <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">
                    { for chart.lines.iter().map(|(kind, points)| html! {
                        <polyline class={way(kind)} points={points.clone()} />
                    }) }
                </svg>
                if let Some((across, down, words)) = &chart.target {
                    <svg x={format!("{across}%")} y={format!("{down}%")} overflow="visible">
                        <title>{ words }</title>
                        <path class="way-target" d="M0 -6L6 0L0 6L-6 0Z" />
                        <text class="label" x="0" y="22" text-anchor="middle">{ words }</text>
                    </svg>
                }
            </svg>
        </div>
    }
}

fn percent((down, words): &(String, String)) -> Html {
    let y = format!("{down}%");
    html! {
        <>
            <line class="grid" x1="0" x2="100%" y1={y.clone()} y2={y.clone()} />
            <text class="label" x="-8" {y} dy=".35em" text-anchor="end">{ words }</text>
        </>
    }
}

fn year((across, year): &(String, String)) -> Html {
    html! { <text class="label" x={format!("{across}%")} y="100%" dy="1.5em" text-anchor="middle">{ year }</text> }
}

/// A short piece of a way's line, beside its name.
pub fn sample(kind: &str) -> Html {
    html! {
        <svg class="glyph way-sample" viewBox="0 0 28 10" focusable="false" aria-hidden="true">
            <polyline class={way(kind)} points="0,5 28,5" />
        </svg>
    }
}

/// The class of a way, by which the stylesheet chooses its dashes.
fn way(kind: &str) -> &'static str {
    match kind {
        "floor" => "way floor-way",
        "expected" => "way expected-way",
        "goal" => "way goal-way",
        "results" => "way results-way",
        _ => "way",
    }
}

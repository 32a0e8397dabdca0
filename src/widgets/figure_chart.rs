//! A chart: lines over years or terms, groups in rows, or schools side by side, as the engine placed them.

use ambition_engine::screens::{ChartDot, FigureChart};
use yew::prelude::*;

/// Draws it. Lines are in a box of 100 × 100 that is stretched; labels are outside it and are not.
pub fn figure_chart(chart: &FigureChart) -> Html {
    if !chart.is_drawn() {
        return Html::default();
    }
    let height = (!chart.height.is_empty()).then(|| format!("{}em", chart.height));
    html! {
        <figure class={classes!("chart", height.is_some().then_some("tall"))}>
            <svg role="img" aria-label={chart.description.clone()} {height} focusable="false">
                <title>{ &chart.description }</title>
                { for chart.percents.iter().map(percent) }
                { for chart.years.iter().map(year) }
                <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">
                    { for chart.lines.iter().map(|(kind, points)| html! {
                        <polyline class={way(kind)} points={points.clone()} />
                    }) }
                </svg>
                { for chart.rows.iter().map(row) }
                { for chart.dots.iter().map(dot) }
                if let Some((across, down, words)) = &chart.target {
                    <svg x={format!("{across}%")} y={format!("{down}%")} overflow="visible">
                        <title>{ words }</title>
                        <path class="way-target" d="M0 -6L6 0L0 6L-6 0Z" />
                        <text class="label" x="0" y="22" text-anchor="middle">{ words }</text>
                    </svg>
                }
            </svg>
            if !chart.key.is_empty() {
                <figcaption class="muted">{ &chart.key }</figcaption>
            }
        </figure>
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

/// The name of a row, over its line.
fn row((down, name): &(String, String)) -> Html {
    let y = format!("{down}%");
    html! {
        <>
            <line class="grid" x1="0" x2="100%" y1={y.clone()} y2={y.clone()} />
            <text class="label" x="0" {y} dy="-.6em">{ name }</text>
        </>
    }
}

/// A filled dot, and a tail to the open one that it comes from.
fn dot(dot: &ChartDot) -> Html {
    let place = |(across, down): &(String, String)| (format!("{across}%"), format!("{down}%"));
    let (cx, cy) = place(&dot.at);
    html! {
        <g class={classes!("dot", dot.warns.then_some("warns"))}>
            <title>{ &dot.words }</title>
            if let Some((x, y)) = dot.from.as_ref().map(place) {
                <line x1={x.clone()} y1={y.clone()} x2={cx.clone()} y2={cy.clone()} />
                <circle class="dots-current" cx={x} cy={y} r="3.5" />
            }
            <circle class="dots-group" {cx} {cy} r="4.5" />
        </g>
    }
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

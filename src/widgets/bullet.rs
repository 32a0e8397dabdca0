//! The bullet graph: the target as a bar, and the marks it is held against.

use ambition_engine::screens::{BulletGraph, GraphMarker, Tone};
use yew::prelude::*;

use super::{marks, tone};

/// A graph to draw.
#[derive(PartialEq, Properties)]
pub struct BulletProps {
    /// Positions and words.
    pub graph: BulletGraph,
    /// The tone of the bar.
    #[prop_or_default]
    pub tone: Tone,
    /// Without labels, for a row of a list.
    #[prop_or_default]
    pub small: bool,
}

/// Draws a graph. Every position is a percentage of the axis, ready from the engine.
#[component]
pub fn Bullet(props: &BulletProps) -> Html {
    let BulletProps { graph, small, .. } = props;
    let all: Vec<&GraphMarker> = graph.expected.iter().chain(&graph.markers).collect();
    let size = if *small { "small" } else { label_lines(&all) };
    html! {
        <div class={classes!("bullet", size, tone::class(props.tone))}>
            <span class="axis" aria-hidden="true">{ "0" }</span>
            <svg class="scale" role="img" aria-label={graph.description.clone()} focusable="false">
                { bars(graph) }
                { for all.iter().map(|marker| mark(marker, *small)) }
            </svg>
            <span class="axis" aria-hidden="true">{ "100%" }</span>
            if !small {
                { marks::list(&all) }
            }
        </div>
    }
}

fn bars(graph: &BulletGraph) -> Html {
    let ticks = ["25%", "50%", "75%"];
    html! {
        <>
            <rect class="track" x="0" y="24" width="100%" height="22" rx="3" />
            { for ticks.iter().map(|x| html! { <line class="tick" x1={*x} y1="24" x2={*x} y2="46" /> }) }
            if let Some(width) = &graph.at_most {
                <rect class="at-most" x="0" y="29" width={width.clone()} height="12" rx="2" />
            }
            if let Some((x, width)) = &graph.shortfall {
                <rect class="shortfall" x={x.clone()} y="29.5" width={width.clone()} height="11" />
            }
            if let Some(width) = &graph.target {
                <rect class="target" x="0" y="29" width={width.clone()} height="12" rx="2" />
            }
        </>
    }
}

/// A mark with its label, in a coordinate system of its own around its place.
fn mark(marker: &GraphMarker, small: bool) -> Html {
    html! {
        <svg class={classes!("place", marker.kind.clone())} x={marker.at.clone()} overflow="visible">
            <title>{ format!("{}. {}", marker.label, marker.source) }</title>
            { marks::shape(&marker.kind) }
            if !small {
                { marker_label(marker) }
            }
        </svg>
    }
}

fn marker_label(marker: &GraphMarker) -> Html {
    let anchor = match marker.anchor.as_str() {
        "start" => "start",
        "end" => "end",
        _ => "middle",
    };
    let x = match anchor {
        "start" => "-6",
        "end" => "6",
        _ => "0",
    };
    html! { <text class="label" {x} y={baseline(marker)} text-anchor={anchor}>{ &marker.label }</text> }
}

/// The expectation is written above the bar, all else in lines below it.
fn baseline(marker: &GraphMarker) -> &'static str {
    match (marker.kind.as_str(), marker.line) {
        ("expected", _) => "9",
        (_, 0) => "66",
        (_, 1) => "82",
        (_, 2) => "98",
        _ => "114",
    }
}

/// How high the graph must be for its lines of labels.
fn label_lines(markers: &[&GraphMarker]) -> &'static str {
    let below = markers.iter().filter(|marker| marker.kind != "expected");
    match below.map(|marker| marker.line).max() {
        None => "lines-0",
        Some(0) => "lines-1",
        Some(1) => "lines-2",
        Some(2) => "lines-3",
        Some(_) => "lines-4",
    }
}

#[cfg(test)]
mod tests {
    use gloo::utils::document;
    use wasm_bindgen_test::wasm_bindgen_test;
    use yew::platform::time::sleep;

    use super::*;

    fn marker(kind: &str, at: &str) -> GraphMarker {
        GraphMarker { kind: kind.into(), label: format!("{kind} {at}"), at: at.into(), ..GraphMarker::default() }
    }

    async fn draw(small: bool) -> web_sys::Element {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let graph = BulletGraph {
            description: "Target 70.7%, expected 77.6%".into(),
            target: Some("70.69%".into()),
            expected: Some(marker("expected", "77.59%")),
            shortfall: Some(("70.69%".into(), "6.9%".into())),
            markers: vec![marker("results", "66.1%"), marker("estimate", "74.2%")],
            ..BulletGraph::default()
        };
        let props = BulletProps { graph, tone: Tone::Warn, small };
        yew::Renderer::<Bullet>::with_root_and_props(root.clone(), props).render();
        sleep(std::time::Duration::from_millis(20)).await;
        root
    }

    fn attributes(root: &web_sys::Element, selector: &str, name: &str) -> Vec<String> {
        let found = root.query_selector_all(selector).unwrap();
        let element = |index| found.item(index).map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>);
        (0..found.length()).filter_map(element).filter_map(|element| element.get_attribute(name)).collect()
    }

    #[wasm_bindgen_test]
    async fn positions_are_taken_as_they_are() {
        let root = draw(false).await;
        assert_eq!(attributes(&root, "rect.target", "width"), ["70.69%"]);
        assert_eq!(attributes(&root, "rect.shortfall", "x"), ["70.69%"]);
        assert_eq!(attributes(&root, "svg.place", "x"), ["77.59%", "66.1%", "74.2%"]);
        assert_eq!(attributes(&root, "svg.scale", "aria-label"), ["Target 70.7%, expected 77.6%"]);
    }

    #[wasm_bindgen_test]
    async fn labels_are_for_the_large_graph() {
        assert_eq!(draw(false).await.query_selector_all("text.label").unwrap().length(), 3);
        assert_eq!(draw(true).await.query_selector_all("text.label").unwrap().length(), 0);
    }
}

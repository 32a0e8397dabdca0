//! The bullet graph of a card: the positions of its bar and marks.

use super::numbers::{CardFigures, TargetStanding, figure_words, percent};
use crate::guidance::Measure;
use crate::measures::{Basis, Exact, Figure};
use crate::screens::scene::Scene;
use crate::screens::{BulletGraph, GraphMarker};

/// Width of a letter of a label, in percent of the axis, as seen on a laptop.
const LETTER: f32 = 1.25;
/// Marks nearer to an end than this lean away from it, in percent of the axis.
const NEAR_END: f32 = 10.0;

const CURRENT: &str = "Last year\u{2019}s results, from another file or typed in.";

/// Positions on the axis.
pub struct AxisPositions {
    target: Option<Figure>,
    expected: Option<(Figure, Exact)>,
    others: Vec<Placed>,
    /// The target is short of the expectation by a whole pupil or more.
    short: bool,
    /// The bar is of results, as there are no targets.
    of_results: bool,
}

impl AxisPositions {
    /// Of a measure.
    pub fn new(scene: &Scene, measure: &Measure, numbers: &CardFigures) -> Self {
        let on_basis = scene.document.fixed(&measure.id).map(|fixed| fixed.on_basis.as_slice()).unwrap_or_default();
        let of_results = numbers.basis.is_results();
        // What the bar is of needs no mark at its end.
        let marked = on_basis.iter().filter(|(basis, _)| !(of_results && basis.is_results()));
        let estimates = marked.filter_map(|(basis, figure)| other(scene, basis.name(), figure));
        let current = numbers
            .current
            .map(|current| marker("current", &format!("current {}", current.decimals(1)), current, CURRENT.into()));
        Self {
            target: numbers.target,
            expected: numbers.expected,
            others: estimates.chain(current).collect(),
            short: numbers.standing() == TargetStanding::Short,
            of_results,
        }
    }
}

/// A mark, and its place in percent of the axis.
#[derive(Clone)]
struct Placed {
    marker: GraphMarker,
    place: f32,
}

/// Results and estimates; the file's own targets are shown only where they were changed, in the table.
fn other(scene: &Scene, basis: &str, figure: &Figure) -> Option<Placed> {
    let value = figure.value?;
    let (kind, name, source) = match Basis::from_name(basis) {
        Basis::Actual => ("results", "results".to_owned(), "The results in this file.".to_owned()),
        estimate => {
            let name = estimate.estimate_label()?.to_owned();
            let cited = scene.guidance.fields.prefixes.iter().find(|prefix| prefix.basis == basis)?;
            let cited = scene.guidance.cite(&cited.source).long;
            let source = format!("The pupils\u{2019} {name} estimates, counted like targets. {cited}.");
            ("estimate", name, source)
        }
    };
    Some(marker(kind, &format!("{name} {}", value.decimals(1)), value, source))
}

fn marker(kind: &str, label: &str, value: Exact, source: String) -> Placed {
    let (at, label, place) = (at(value), label.to_owned(), value.to_f32());
    Placed {
        marker: GraphMarker { kind: kind.into(), label, at, anchor: anchor(place).into(), line: 0, source },
        place,
    }
}

/// The position as SVG text.
fn at(value: Exact) -> String {
    format!("{}%", value.decimals(2))
}

fn anchor(place: f32) -> &'static str {
    match place {
        left if left < NEAR_END => "start",
        right if right > 100.0 - NEAR_END => "end",
        _ => "middle",
    }
}

pub fn graph(scene: &Scene, positions: &AxisPositions, measure: &Measure) -> BulletGraph {
    if !measure.kind.is_share() {
        return BulletGraph::default();
    }
    let target = positions.target.and_then(|target| target.value);
    let lines = measure.lines.iter().map(|line| {
        let value = Exact { numerator: u128::from(line.percent), denominator: 1 };
        let source = format!("{} {}.", line.words, scene.guidance.cite(&line.source).long);
        marker(&line.kind, &format!("{} {}", line.label, line.percent), value, source)
    });
    let markers = stack(lines.chain(positions.others.iter().cloned()).collect());
    BulletGraph {
        description: description(positions, measure, &markers),
        of_results: positions.of_results,
        target: target.map(at),
        at_most: positions.target.filter(|target| target.missing > 0).and_then(|target| target.at_most()).map(at),
        expected: positions.expected.and_then(|(figure, _)| figure.value).map(expected_marker),
        shortfall: if positions.short { shortfall(positions) } else { None },
        markers,
    }
}

fn expected_marker(value: Exact) -> GraphMarker {
    let source = "What the guidance expects of this cohort, by its own prior attainment.";
    marker("expected", &format!("expected {}", percent(Some(value))), value, source.into()).marker
}

/// From target to expectation: start and width.
fn shortfall(positions: &AxisPositions) -> Option<(String, String)> {
    let (target, expected) = (positions.target?.value?, positions.expected?.0.value?);
    let (width, short) = target.distance(expected);
    short.then(|| (at(target), at(width)))
}

/// Sorts marks from left to right, and puts labels that would run into each other on lines of their own.
fn stack(mut markers: Vec<Placed>) -> Vec<GraphMarker> {
    markers.sort_by(|one, other| one.place.total_cmp(&other.place));
    let mut ends: Vec<f32> = Vec::new();
    let on_line = |Placed { mut marker, place }| {
        let width = LETTER * marker.label.chars().count() as f32;
        let start = match marker.anchor.as_str() {
            "start" => place,
            "end" => place - width,
            _ => place - width / 2.0,
        };
        let line = ends.iter().position(|end| *end < start).unwrap_or(ends.len());
        match ends.get_mut(line) {
            Some(end) => *end = start + width + LETTER,
            None => ends.push(start + width + LETTER),
        }
        marker.line = u8::try_from(line).unwrap_or(u8::MAX);
        marker
    };
    markers.into_iter().map(on_line).collect()
}

fn description(positions: &AxisPositions, measure: &Measure, markers: &[GraphMarker]) -> String {
    let mut parts = Vec::new();
    if let Some(target) = positions.target {
        let bar = if positions.of_results { "results" } else { "target" };
        parts.push(format!("{bar} {}", figure_words(measure, &target)));
    }
    if let Some((expected, _)) = positions.expected {
        parts.push(format!("expected {}", percent(expected.value)));
    }
    parts.extend(markers.iter().map(|marker| marker.label.clone()));
    format!("On an axis from 0 to 100%: {}.", parts.join("; "))
}

//! The bullet graph of a card: where its bar and marks stand.

use super::numbers::{Numbers, Standing, percent};
use crate::guidance::Measure;
use crate::measures::{Basis, Exact, Figure};
use crate::screens::scene::Scene;
use crate::screens::{Graph, Marker};
use crate::text::phrases::count;

/// Width of a letter of a label, in percent of the axis, as seen on a laptop.
const LETTER: f32 = 1.25;
/// Marks nearer to an end than this lean away from it, in percent of the axis.
const NEAR_END: f32 = 10.0;

const CURRENT: &str = "Current performance: last results, from another file or as typed.";

/// Where things stand.
pub struct Positions {
    target: Option<Figure>,
    expected: Option<(Figure, Exact)>,
    others: Vec<Marker>,
    /// The target is short of the expectation by a whole pupil or more.
    short: bool,
}

impl Positions {
    /// Of a measure.
    pub fn new(scene: &Scene, measure: &Measure, numbers: &Numbers) -> Self {
        let on_basis = scene.document.fixed(&measure.id).map(|fixed| fixed.on_basis.as_slice()).unwrap_or_default();
        let estimates = on_basis.iter().filter_map(|(basis, figure)| other(scene, basis.name(), figure));
        let current = numbers
            .current
            .map(|current| marker("current", &format!("current {}", current.decimals(1)), current, CURRENT.into()));
        Self {
            target: numbers.target,
            expected: numbers.expected,
            others: estimates.chain(current).collect(),
            short: numbers.standing() == Standing::Short,
        }
    }
}

/// Results and estimates; the file's own targets are shown only where they were changed, in the table.
fn other(scene: &Scene, basis: &str, figure: &Figure) -> Option<Marker> {
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

fn marker(kind: &str, label: &str, value: Exact, source: String) -> Marker {
    let (at, label) = (at(value), label.to_owned());
    Marker { kind: kind.into(), label, at, anchor: anchor(value).into(), line: 0, source }
}

/// The position as SVG text.
fn at(value: Exact) -> String {
    format!("{}%", value.decimals(2))
}

fn number(value: Exact) -> f32 {
    value.decimals(2).parse().unwrap_or_default()
}

fn anchor(value: Exact) -> &'static str {
    match number(value) {
        left if left < NEAR_END => "start",
        right if right > 100.0 - NEAR_END => "end",
        _ => "middle",
    }
}

pub fn graph(scene: &Scene, positions: &Positions, measure: &Measure) -> Graph {
    if !measure.kind.is_share() {
        return Graph::default();
    }
    let target = positions.target.and_then(|target| target.value);
    let lines = measure.lines.iter().map(|line| {
        let value = Exact { numerator: u128::from(line.percent), denominator: 1 };
        let source = format!("{} {}.", line.words, scene.guidance.cite(&line.source).long);
        marker(&line.kind, &format!("{} {}", line.label, line.percent), value, source)
    });
    let mut markers = lines.chain(positions.others.iter().cloned()).collect::<Vec<_>>();
    stack(&mut markers);
    Graph {
        description: description(positions, &markers),
        target: target.map(at),
        at_most: positions.target.filter(|target| target.missing > 0).and_then(|target| target.at_most()).map(at),
        expected: positions.expected.and_then(|(figure, _)| figure.value).map(expected_marker),
        shortfall: if positions.short { shortfall(positions) } else { None },
        markers,
    }
}

fn expected_marker(value: Exact) -> Marker {
    let source = "What the guidance expects of this cohort, by its own prior attainment.";
    marker("expected", &format!("expected {}", percent(Some(value))), value, source.into())
}

/// From target to expectation: start and width.
fn shortfall(positions: &Positions) -> Option<(String, String)> {
    let (target, expected) = (positions.target?.value?, positions.expected?.0.value?);
    let (width, short) = target.distance(expected);
    short.then(|| (at(target), at(width)))
}

/// Sorts marks from left to right, and puts labels that would run into each other on lines of their own.
fn stack(markers: &mut [Marker]) {
    let place = |marker: &Marker| marker.at.trim_end_matches('%').parse::<f32>().unwrap_or_default();
    markers.sort_by(|one, other| place(one).total_cmp(&place(other)));
    let mut ends: Vec<f32> = Vec::new();
    for marker in markers {
        let width = LETTER * marker.label.chars().count() as f32;
        let start = match marker.anchor.as_str() {
            "start" => place(marker),
            "end" => place(marker) - width,
            _ => place(marker) - width / 2.0,
        };
        let line = ends.iter().position(|end| *end < start).unwrap_or(ends.len());
        match ends.get_mut(line) {
            Some(end) => *end = start + width + LETTER,
            None => ends.push(start + width + LETTER),
        }
        marker.line = u8::try_from(line).unwrap_or(u8::MAX);
    }
}

fn description(positions: &Positions, markers: &[Marker]) -> String {
    let mut parts = Vec::new();
    if let Some(target) = positions.target {
        let pupils = count(target.achieved.unwrap_or_default(), "pupil");
        parts.push(format!("target {}, {pupils}", percent(target.value)));
    }
    if let Some((expected, _)) = positions.expected {
        parts.push(format!("expected {}", percent(expected.value)));
    }
    parts.extend(markers.iter().map(|marker| marker.label.clone()));
    format!("On an axis from 0 to 100%: {}.", parts.join("; "))
}

//! The small line chart of a trajectory, in a box of 100 × 100.

use super::card::percent;
use super::trajectories::Worked;
use crate::guidance::Measure;
use crate::measures::Exact;
use crate::session::view::Chart;

/// Steps on the axis of percentages.
const GRID: u16 = 20;
/// The whole axis, and the box.
const WHOLE: u16 = 100;

/// The ways of a measure, and its target in its year.
pub(super) fn chart(ways: &[Worked], target: Option<(u16, Exact)>, measure: &Measure) -> Chart {
    let years = || ways.iter().flat_map(|way| &way.steps).map(|step| step.year).chain(target.map(|(year, _)| year));
    let (Some(first), Some(last)) = (years().min(), years().max().filter(|_| !ways.is_empty())) else {
        return Chart::default();
    };
    let across = |year: u16| across(year, first, last);
    let point = |(year, value): (u16, Exact)| format!("{},{}", across(year), down(value));
    let line = |way: &Worked| {
        let points = way.steps.iter().map(|step| point((step.year, step.percent)));
        (way.kind.to_owned(), points.collect::<Vec<_>>().join(" "))
    };
    let grid = (0..=WHOLE / GRID).map(|step| step * GRID);
    let at = |percent: u16| Exact { numerator: percent.into(), denominator: 1 };
    Chart {
        description: description(ways, target, measure),
        lines: ways.iter().map(line).collect(),
        years: (first..=last).map(|year| (across(year), year.to_string())).collect(),
        percents: grid.map(|percent| (down(at(percent)), format!("{percent}%"))).collect(),
        target: target.map(|(year, value)| (across(year), down(value), format!("target {}", percent(Some(value))))),
    }
}

fn across(year: u16, first: u16, last: u16) -> String {
    let whole = u128::from(last - first).max(1);
    Exact { numerator: u128::from(year - first) * u128::from(WHOLE), denominator: whole }.decimals(2)
}

/// From the top.
fn down(value: Exact) -> String {
    let whole = Exact { numerator: WHOLE.into(), denominator: 1 };
    value.distance(whole).0.decimals(2)
}

fn description(ways: &[Worked], target: Option<(u16, Exact)>, measure: &Measure) -> String {
    let way = |way: &Worked| {
        let steps = way.steps.iter().map(|step| format!("{} {}", step.year, percent(Some(step.percent))));
        format!("{}: {}", way.title, steps.collect::<Vec<_>>().join(", "))
    };
    let target = target.map(|(year, value)| format!("target for {year}: {}", percent(Some(value))));
    let parts = ways.iter().map(way).chain(target).collect::<Vec<_>>();
    format!("{}. {}.", measure.title, parts.join("; "))
}

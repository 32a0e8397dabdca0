//! The small line chart of a trajectory, in a box of 100 × 100.

use crate::measures::Exact;
use crate::screens::LineChart;
use crate::screens::ambition::numbers::percent;

/// Steps on the axis of percentages.
const GRID: u16 = 20;
/// The whole axis, and the box.
const WHOLE: u16 = 100;

/// A line.
pub(crate) struct ChartLine {
    /// Chooses its style.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its points by year.
    pub points: Vec<(u16, Exact)>,
}

/// Lines over the years, and a target in its year. The axis ends at the first full step above everything.
pub(crate) fn lines(lines: &[ChartLine], target: Option<(u16, Exact)>, title: &str) -> LineChart {
    let points = || lines.iter().flat_map(|line| &line.points).copied().chain(target);
    let years = || points().map(|(year, _)| year);
    let (Some(first), Some(last)) = (years().min(), years().max().filter(|_| !lines.is_empty())) else {
        return LineChart::default();
    };
    let across = |year: u16| across(year, first, last);
    let highest = points().map(|(_, value)| value.floor()).max().unwrap_or_default();
    let step = if highest < u64::from(GRID) { GRID / 4 } else { GRID };
    let top = if highest < u64::from(GRID) { GRID } else { WHOLE };
    let down = |value: Exact| down(value, top);
    let line = |ChartLine { kind, points, .. }: &ChartLine| {
        let points = points.iter().map(|(year, value)| format!("{},{}", across(*year), down(*value)));
        ((*kind).to_owned(), points.collect::<Vec<_>>().join(" "))
    };
    let grid = (0..=top / step).map(|place| place * step);
    let at = |percent: u16| Exact { numerator: percent.into(), denominator: 1 };
    LineChart {
        description: description(lines, target, title),
        lines: lines.iter().map(line).collect(),
        years: (first..=last).map(|year| (across(year), year.to_string())).collect(),
        percents: grid.map(|percent| (down(at(percent)), format!("{percent}%"))).collect(),
        target: target.map(|(year, value)| (across(year), down(value), format!("target {}", percent(Some(value))))),
    }
}

fn across(year: u16, first: u16, last: u16) -> String {
    let whole = u128::from(last - first).max(1);
    Exact { numerator: u128::from(year - first) * u128::from(WHOLE), denominator: whole }.decimals(2)
}

/// From the top, of an axis that ends at this percentage.
fn down(value: Exact, top: u16) -> String {
    let whole = Exact { numerator: top.into(), denominator: 1 };
    let (gap, below) = value.distance(whole);
    let share = Exact { numerator: gap.numerator * u128::from(WHOLE), denominator: gap.denominator * u128::from(top) };
    if below || gap.numerator == 0 { share.decimals(2) } else { "0".into() }
}

fn description(lines: &[ChartLine], target: Option<(u16, Exact)>, title: &str) -> String {
    let line = |ChartLine { title, points, .. }: &ChartLine| {
        let points = points.iter().map(|(year, value)| format!("{year} {}", percent(Some(*value))));
        format!("{title}: {}", points.collect::<Vec<_>>().join(", "))
    };
    let target = target.map(|(year, value)| format!("target for {year}: {}", percent(Some(value))));
    let parts = lines.iter().map(line).chain(target).collect::<Vec<_>>();
    format!("{title}. {}.", parts.join("; "))
}

//! Charts of figures in a box of 100 × 100: lines over years or terms, groups in rows, schools side by side. The page
//! draws them where they are placed here.

use serde::{Deserialize, Serialize};

use crate::measures::Exact;
use crate::screens::ambition::numbers::percent;

/// The ends of axes of percentages, and the steps on each: the first that is above everything is taken.
const AXES: [(u16, u16); 3] = [(10, 2), (20, 5), WHOLE_AXIS];
const WHOLE_AXIS: (u16, u16) = (WHOLE, 20);
/// The whole axis, and the box.
const WHOLE: u16 = 100;
/// Lines of text that a row of a chart takes, times ten.
const ROW_HEIGHT: u64 = 26;

/// A chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FigureChart {
    /// What a screen reader says of it.
    pub description: String,
    /// What its signs mean, in one line; empty: they are beside it.
    pub key: String,
    /// Its height in lines of text; empty: as usual.
    pub height: String,
    /// Lines by kind: SVG points in a box of 100 × 100, the origin at the top left.
    pub lines: Vec<(String, String)>,
    /// Labels under the axis: (position across, year or term).
    pub years: Vec<(String, String)>,
    /// Labels beside the axis: (position down, percentage).
    pub percents: Vec<(String, String)>,
    /// Names over rows: (position down, name).
    pub rows: Vec<(String, String)>,
    /// Groups or schools.
    pub dots: Vec<ChartDot>,
    /// The target: its place, and its words.
    pub target: Option<(String, String, String)>,
}

impl FigureChart {
    /// There is something to draw.
    pub fn is_drawn(&self) -> bool {
        !self.lines.is_empty() || !self.dots.is_empty()
    }
}

/// A group or a school, at its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ChartDot {
    /// Across and down.
    pub at: (String, String),
    /// Where it comes from, joined to it by a line.
    pub from: Option<(String, String)>,
    /// Who it is, and its figures.
    pub words: String,
    /// To be looked at.
    pub warns: bool,
}

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
pub(crate) fn lines(lines: &[ChartLine], target: Option<(u16, Exact)>, title: &str) -> FigureChart {
    let points = || lines.iter().flat_map(|line| &line.points).copied().chain(target);
    let years = || points().map(|(year, _)| year);
    let (Some(first), Some(last)) = (years().min(), years().max().filter(|_| !lines.is_empty())) else {
        return FigureChart::default();
    };
    let across = |year: u16| across(year, first, last);
    let axis = axis(points().map(|(_, value)| value));
    let down = |value: Exact| down(value, axis.0);
    let line = |ChartLine { kind, points, .. }: &ChartLine| {
        let points = points.iter().map(|(year, value)| format!("{},{}", across(*year), down(*value)));
        ((*kind).to_owned(), points.collect::<Vec<_>>().join(" "))
    };
    FigureChart {
        description: description(lines, target, title, u16::to_string),
        lines: lines.iter().map(line).collect(),
        years: (first..=last).map(|year| (across(year), year.to_string())).collect(),
        percents: upwards(axis),
        target: target.map(|(year, value)| (across(year), down(value), format!("target {}", percent(Some(value))))),
        ..FigureChart::default()
    }
}

/// Lines over the terms of a year: points are by the place of the term.
pub(crate) fn over_terms(lines_of: &[ChartLine], terms: &[&str], title: &str) -> FigureChart {
    let last = u16::try_from(terms.len()).unwrap_or(u16::MAX).saturating_sub(1);
    let name = |term: &u16| terms.get(usize::from(*term)).map_or_else(String::new, |name| (*name).to_owned());
    let chart = lines(lines_of, None, title);
    if !chart.is_drawn() {
        return chart;
    }
    let (top, _) = axis(lines_of.iter().flat_map(|line| &line.points).map(|(_, value)| *value));
    let place = |(term, value): &(u16, Exact)| format!("{},{}", across(*term, 0, last), down(*value, top));
    let line = |line: &ChartLine| {
        let points = line.points.iter().map(place).collect::<Vec<_>>().join(" ");
        (line.kind.to_owned(), points)
    };
    FigureChart {
        description: description(lines_of, None, title, name),
        lines: lines_of.iter().map(line).collect(),
        years: (0..=last).map(|term| (across(term, 0, last), name(&term))).collect(),
        ..chart
    }
}

/// A row of a chart: who it is, its place and where it comes from, both in percent.
pub(crate) struct ChartRow {
    pub name: String,
    pub at: String,
    pub from: Option<String>,
    pub words: String,
}

/// Rows on an axis from 0 to 100%, with a line through all of them.
pub(crate) fn rows(rows: &[ChartRow], line: Option<&str>, title: &str, key: &str) -> FigureChart {
    if rows.is_empty() {
        return FigureChart::default();
    }
    let all = rows.len();
    let dot = |(place, row): (usize, &ChartRow)| {
        let down = middle(place, all);
        ChartDot {
            from: row.from.clone().map(|from| (from, down.clone())),
            at: (row.at.clone(), down),
            words: row.words.clone(),
            warns: false,
        }
    };
    let words = rows.iter().map(|row| row.words.as_str()).collect::<Vec<_>>();
    FigureChart {
        description: format!("{title}. {}.", words.join("; ")),
        key: key.to_owned(),
        height: Exact { numerator: u128::from(ROW_HEIGHT) * all as u128, denominator: 10 }.decimals(1),
        lines: line.iter().map(|at| ("all".to_owned(), format!("{at},0 {at},100"))).collect(),
        years: steps(WHOLE_AXIS).map(|percent| (percent.to_string(), format!("{percent}%"))).collect(),
        rows: rows.iter().enumerate().map(|(place, row)| (middle(place, all), row.name.clone())).collect(),
        dots: rows.iter().enumerate().map(dot).collect(),
        ..FigureChart::default()
    }
}

/// A school of a strip: what it is called, its target, and its last results.
pub(crate) struct StripSchool {
    pub name: String,
    pub target: Exact,
    pub current: Option<Exact>,
    pub warns: bool,
}

/// Schools side by side, the lowest target first, with lines across for all of them.
pub(crate) fn strip(mut schools: Vec<StripSchool>, lines: &[(&str, Exact)], title: &str, key: &str) -> FigureChart {
    if schools.is_empty() {
        return FigureChart::default();
    }
    schools.sort_by(|one, other| one.target.compare(other.target));
    let all = schools.len();
    let words = |school: &StripSchool| {
        let last = school.current.map(|last| format!(", last results {}", percent(Some(last)))).unwrap_or_default();
        let look = if school.warns { ", something to discuss" } else { "" };
        format!("{}: target {}{last}{look}", school.name, percent(Some(school.target)))
    };
    let dot = |(place, school): (usize, &StripSchool)| ChartDot {
        at: (middle(place, all), down(school.target, WHOLE)),
        from: school.current.map(|last| (middle(place, all), down(last, WHOLE))),
        words: words(school),
        warns: school.warns,
    };
    let across = |(kind, at): &(&str, Exact)| {
        let down = down(*at, WHOLE);
        ((*kind).to_owned(), format!("0,{down} 100,{down}"))
    };
    FigureChart {
        description: format!("{title}. {}.", schools.iter().map(words).collect::<Vec<_>>().join("; ")),
        key: key.to_owned(),
        lines: lines.iter().map(across).collect(),
        percents: upwards(WHOLE_AXIS),
        dots: schools.iter().enumerate().map(dot).collect(),
        ..FigureChart::default()
    }
}

/// The end of an axis that has room for all, and the step on it.
fn axis(values: impl Iterator<Item = Exact>) -> (u16, u16) {
    let highest = values.map(|value| value.floor()).max().unwrap_or_default();
    let room = |(end, _): &&(u16, u16)| highest < u64::from(*end);
    AXES.iter().find(room).copied().unwrap_or(WHOLE_AXIS)
}

/// The percentages along an axis.
fn steps((end, step): (u16, u16)) -> impl Iterator<Item = u16> {
    (0..=end / step).map(move |place| place * step)
}

/// Labels on an axis that goes up.
fn upwards(axis: (u16, u16)) -> Vec<(String, String)> {
    let at = |percent: u16| Exact { numerator: percent.into(), denominator: 1 };
    steps(axis).map(|percent| (down(at(percent), axis.0), format!("{percent}%"))).collect()
}

/// The middle of a row or column, of so many.
fn middle(place: usize, all: usize) -> String {
    Exact { numerator: (place as u128 * 2 + 1) * u128::from(WHOLE), denominator: all as u128 * 2 }.decimals(2)
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

fn description(
    lines: &[ChartLine],
    target: Option<(u16, Exact)>,
    title: &str,
    name: impl Fn(&u16) -> String,
) -> String {
    let line = |ChartLine { title, points, .. }: &ChartLine| {
        let points = points.iter().map(|(year, value)| format!("{} {}", name(year), percent(Some(*value))));
        format!("{title}: {}", points.collect::<Vec<_>>().join(", "))
    };
    let target = target.map(|(year, value)| format!("target for {}: {}", name(&year), percent(Some(value))));
    let parts = lines.iter().map(line).chain(target).collect::<Vec<_>>();
    format!("{title}. {}.", parts.join("; "))
}

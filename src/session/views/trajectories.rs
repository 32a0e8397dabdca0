//! The ways from current performance to the goals (RULES 7.1).

use super::card::{Numbers, percent};
use super::chart::chart;
use crate::ambition::trajectory::{Step, steps};
use crate::cohort::numbers::ONE;
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::Exact;
use crate::report::cited::paragraph;
use crate::session::open::Open;
use crate::session::settings::typed;
use crate::session::view::{Paragraph, Tone, Trajectories, Trajectory, Way};
use crate::words::count;

/// The finding whose rule names the years by which the line should be reached.
const FLOOR: &str = "below-floor-target";

pub(in crate::session) fn trajectories(open: &Open, guidance: &Guidance, edition: &Edition) -> Trajectories {
    let of_stage = edition.shown(&open.settings.stage);
    let shares = of_stage.filter(|measure| measure.is_statutory() && measure.kind.is_share());
    let measures = shares.map(|measure| trajectory(open, measure, guidance, edition)).collect::<Vec<_>>();
    let unknown = measures.iter().all(|trajectory| trajectory.ways.is_empty());
    let words = if unknown {
        "A way needs a start: open last results as current performance, or type the figures in."
    } else {
        "Equal steps a year from current performance to each goal, in whole pupils of a cohort of this size."
    };
    Trajectories { words: words.into(), measures }
}

/// A way as it is worked out.
pub(super) struct Worked {
    pub kind: &'static str,
    pub title: String,
    pub paragraph: Option<Paragraph>,
    pub steps: Vec<Step>,
}

fn trajectory(open: &Open, measure: &Measure, guidance: &Guidance, edition: &Edition) -> Trajectory {
    let numbers = Numbers::new(open, measure, guidance);
    let goal = open.settings.goals.get(&open.settings.key(&measure.id)).copied();
    let start = numbers.current.map(|current| (edition.current_year, current));
    let ways = start.map(|start| ways(open, start, measure, &numbers, guidance, edition)).unwrap_or_default();
    let target = numbers.target.and_then(|target| target.value).map(|value| (edition.target_year, value));
    Trajectory {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        start: match start {
            Some((year, current)) => format!("Current performance {}, results of {year}", percent(Some(current))),
            None => "Current performance is not known".into(),
        },
        goal: (goal.map_or(edition.last_year, |(year, _)| year), typed(goal.map(|(_, amount)| amount))),
        years: (edition.current_year + 1..=edition.last_year).collect(),
        chart: chart(&ways, target, measure),
        ways: ways.into_iter().map(|way| view(way, target)).collect(),
    }
}

fn ways(
    open: &Open,
    start: (u16, Exact),
    measure: &Measure,
    numbers: &Numbers,
    guidance: &Guidance,
    edition: &Edition,
) -> Vec<Worked> {
    let cohort = open.cohort().len() as u64;
    let to = |kind, title: String, source: Option<&str>, goal| Worked {
        kind,
        title,
        paragraph: source.map(|source| paragraph(source, guidance)),
        steps: steps(start, goal, cohort),
    };
    let mut ways = Vec::new();
    let rule = edition.finding(FLOOR);
    for line in &measure.lines {
        let at = Exact { numerator: line.percent.into(), denominator: 1 };
        let below = start.1.compare(at) == std::cmp::Ordering::Less;
        for year in rule.filter(|_| below).map(|rule| rule.years(&measure.stage)).unwrap_or_default() {
            let title = format!("To the {} of {}% by {year}", line.label, line.percent);
            ways.push(to("floor", title, rule.map(|rule| rule.source.as_str()), (*year, at)));
        }
    }
    if let Some(expected) = numbers.expected.and_then(|(figure, _)| figure.value) {
        let year = edition.target_year;
        let title = format!("To what the guidance expects, {}, by {year}", percent(Some(expected)));
        let source = measure.expected.first().map(|expected| expected.source.as_str());
        ways.push(to("expected", title, source, (year, expected)));
    }
    if let Some((year, amount)) = open.settings.goals.get(&open.settings.key(&measure.id)).copied() {
        let goal = Exact { numerator: amount.into(), denominator: ONE.into() };
        ways.push(to("goal", format!("To your goal of {} by {year}", percent(Some(goal))), None, (year, goal)));
    }
    ways.retain(|way| !way.steps.is_empty());
    ways
}

fn view(way: Worked, target: Option<(u16, Exact)>) -> Way {
    let step = |step: &Step| (step.year.to_string(), percent(Some(step.percent)), count(step.pupils, "pupil"));
    let (against, tone) = against(&way.steps, target);
    Way {
        title: way.title,
        paragraph: way.paragraph,
        kind: way.kind.into(),
        steps: way.steps.iter().map(step).collect(),
        against,
        tone,
    }
}

/// Where the target stands to the way in its year.
fn against(steps: &[Step], target: Option<(u16, Exact)>) -> (String, Tone) {
    let Some((year, value)) = target else { return (String::new(), Tone::Plain) };
    let Some(step) = steps.iter().find(|step| step.year == year) else { return (String::new(), Tone::Plain) };
    let (word, tone) = match value.compare(step.percent) {
        std::cmp::Ordering::Less => ("below", Tone::Warn),
        std::cmp::Ordering::Equal => ("on", Tone::Good),
        std::cmp::Ordering::Greater => ("above", Tone::Good),
    };
    let (value, way) = (percent(Some(value)), percent(Some(step.percent)));
    (format!("The target for {year}, {value}, is {word} this way ({way})."), tone)
}

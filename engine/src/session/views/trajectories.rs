//! The ways from current performance to the goals (RULES 7.1).

use super::card::{Numbers, percent};
use super::chart::{chart, lines};
use crate::ambition::trajectory::{Step, steps};
use crate::cohort::numbers::ONE;
use crate::guidance::finding::FindingKind;
use crate::guidance::sheets::Line;
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::Exact;
use crate::session::open::Open;
use crate::session::settings::typed;
use crate::session::view::{Field, Paragraph, Tone, Trajectories, Trajectory, Way};
use crate::text::phrases::count;

/// Years before current performance whose results can be typed in.
const BACK: u16 = 3;

pub(in crate::session) fn trajectories(open: &Open, guidance: &Guidance, edition: &Edition) -> Trajectories {
    let of_stage = edition.shown(&open.settings.stage);
    let (mut first, others) = of_stage.partition::<Vec<_>, _>(|measure| measure.is_statutory());
    first.extend(others);
    first.extend(of_areas(open, guidance, edition));
    let shares = first.into_iter().filter(|measure| measure.kind.is_share());
    let mut measures = shares.map(|measure| trajectory(open, measure, guidance, edition)).collect::<Vec<_>>();
    measures.extend(guidance.sheets.goals.iter().map(|goal| without_file(open, goal, guidance, edition)));
    let unknown = measures.iter().all(|trajectory| trajectory.ways.is_empty());
    let words = if unknown {
        "A way needs a start: open last results as current performance, or type the figures in."
    } else {
        "Equal steps a year from current performance to each goal, in whole pupils of a cohort of this size."
    };
    Trajectories { words: words.into(), measures }
}

/// Measures of no key stage, where the file holds them or figures were typed in.
fn of_areas<'a>(open: &'a Open, guidance: &'a Guidance, edition: &'a Edition) -> impl Iterator<Item = &'a Measure> {
    let of_area = edition.figures().filter(|measure| edition.areas.contains(&measure.stage));
    of_area.filter(|measure| {
        let held = |heading: &String| guidance.fields.by_heading(heading).is_some_and(|field| open.file.has(field));
        let typed = open.current.value(&measure.id, "").is_some() || open.current.typed_target(&measure.id).is_some();
        typed || measure.outcome.iter().any(held)
    })
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
    let results = results(open, &measure.id, edition.current_year, edition.last_year);
    let start = numbers.current.map(|current| (edition.current_year, current)).or(last_until(&results, edition));
    let mut ways = start.map(|start| ways(open, start, measure, &numbers, guidance, edition)).unwrap_or_default();
    ways.extend(worked(results));
    let typed_target = || open.current.typed_target(&measure.id);
    let target = numbers.target.and_then(|target| target.value).or_else(typed_target);
    let target = target.map(|value| (edition.target_year, value));
    let lower = measure.kind.is_better_lower();
    Trajectory {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        start: match start {
            Some((year, current)) => format!("Current performance {}, results of {year}", percent(Some(current))),
            None => "Current performance is not known".into(),
        },
        goal: (goal.map_or(edition.last_year, |(year, _)| year), typed(goal.map(|(_, amount)| amount))),
        years: (edition.current_year + 1..=edition.last_year).collect(),
        results: fields(open, &measure.id, &measure.title, edition.current_year, edition.last_year),
        chart: chart(&ways, target, measure),
        ways: views(ways, target, lower),
    }
}

/// A goal for what no file holds, with results typed in (RULES 9.3).
fn without_file(open: &Open, goal: &Line, guidance: &Guidance, edition: &Edition) -> Trajectory {
    let by = u16::try_from(goal.by).unwrap_or(edition.last_year);
    let results = results(open, &goal.id, edition.current_year, by);
    let wanted = Exact { numerator: goal.most.into(), denominator: 1 };
    let start = last_until(&results, edition);
    let way = |start| Worked {
        kind: "goal",
        title: format!("To {} by {by}", percent(Some(wanted))),
        paragraph: Some(guidance.cite(&goal.source)),
        steps: steps(start, (by, wanted), 0),
    };
    let mut ways = start.map(way).into_iter().filter(|way| !way.steps.is_empty()).collect::<Vec<_>>();
    ways.extend(worked(results));
    let line =
        |way: &Worked| (way.kind, way.title.clone(), way.steps.iter().map(|step| (step.year, step.percent)).collect());
    Trajectory {
        measure: goal.id.clone(),
        title: goal.title.clone(),
        start: match start {
            Some((year, current)) => format!("From {} in {year}", percent(Some(current))),
            None => goal.words.clone(),
        },
        results: fields(open, &goal.id, &goal.title, edition.current_year, by),
        chart: lines(&ways.iter().map(line).collect::<Vec<_>>(), None, &goal.title),
        ways: views(ways, None, false),
        ..Trajectory::default()
    }
}

/// The name of a result typed in.
fn entry(of: &str, year: u16) -> String {
    format!("percent/results/{of}/{year}")
}

fn fields(open: &Open, of: &str, title: &str, from: u16, to: u16) -> Vec<Field> {
    let field = |year: u16| Field {
        what: entry(of, year),
        label: year.to_string(),
        value: open.settings.entry(&entry(of, year)).to_owned(),
        unit: "%".into(),
        suggested: title.to_owned(),
        ..Field::default()
    };
    (from - BACK..=to).map(field).collect()
}

/// Results typed in, by year.
fn results(open: &Open, of: &str, from: u16, to: u16) -> Vec<(u16, Exact)> {
    (from - BACK..=to).filter_map(|year| Some((year, open.settings.percent(&entry(of, year))?))).collect()
}

/// The last of them until the year of current performance, else the first.
fn last_until(results: &[(u16, Exact)], edition: &Edition) -> Option<(u16, Exact)> {
    let known = results.iter().rfind(|(year, _)| *year <= edition.current_year);
    known.or(results.first()).copied()
}

fn worked(results: Vec<(u16, Exact)>) -> Option<Worked> {
    let step = |(year, percent)| Step { year, percent, pupils: 0 };
    let steps = results.into_iter().map(step).collect::<Vec<_>>();
    (!steps.is_empty()).then(|| Worked { kind: "results", title: "Results".into(), paragraph: None, steps })
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
        paragraph: source.map(|source| guidance.cite(source)),
        steps: steps(start, goal, cohort),
    };
    let mut ways = Vec::new();
    let rule = edition.finding_of(FindingKind::is_below_line);
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

/// The ways, each with where the target and the latest result stand to it.
fn views(ways: Vec<Worked>, target: Option<(u16, Exact)>, lower: bool) -> Vec<Way> {
    let of_results = ways.iter().find(|way| way.kind == "results");
    let steps = of_results.map(|way| way.steps.iter().map(|step| (step.year, step.percent)).collect::<Vec<_>>());
    let results = steps.unwrap_or_default();
    ways.into_iter().map(|way| view(way, target, &results, lower)).collect()
}

fn view(way: Worked, target: Option<(u16, Exact)>, results: &[(u16, Exact)], lower: bool) -> Way {
    let pupils = |step: &Step| if step.pupils == 0 { String::new() } else { count(step.pupils, "pupil") };
    let step = |step: &Step| (step.year.to_string(), percent(Some(step.percent)), pupils(step));
    let first = way.steps.first().map_or(0, |step| step.year);
    let result = || results.iter().rfind(|(year, _)| *year > first && way.kind != "results").copied();
    let of_target = against(&way.steps, target.filter(|_| way.kind != "results"), "target for", lower);
    let of_result = against(&way.steps, result(), "result of", lower);
    let warn = [&of_target, &of_result].iter().any(|(_, tone)| *tone == Tone::Warn);
    let tone = if warn {
        Tone::Warn
    } else if of_target.0.is_empty() {
        of_result.1
    } else {
        of_target.1
    };
    let against = [of_target.0, of_result.0].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    Way {
        title: way.title,
        paragraph: way.paragraph,
        kind: way.kind.into(),
        steps: way.steps.iter().map(step).collect(),
        against: against.join(" "),
        tone,
    }
}

/// Where a target or a result stands to the way in its year.
fn against(steps: &[Step], figure: Option<(u16, Exact)>, what: &str, lower: bool) -> (String, Tone) {
    let Some((year, value)) = figure else { return (String::new(), Tone::Plain) };
    let Some(step) = steps.iter().find(|step| step.year == year) else { return (String::new(), Tone::Plain) };
    let tone = |good: bool| if good { Tone::Good } else { Tone::Warn };
    let (word, tone) = match value.compare(step.percent) {
        std::cmp::Ordering::Less => ("below", tone(lower)),
        std::cmp::Ordering::Equal => ("on", Tone::Good),
        std::cmp::Ordering::Greater => ("above", tone(!lower)),
    };
    let (value, way) = (percent(Some(value)), percent(Some(step.percent)));
    (format!("The {what} {year}, {value}, is {word} this way ({way})."), tone)
}

//! The ways from current performance to the goals (RULES 7.1).

use crate::ambition::trajectory::{TrajectoryStep, set_cohort, set_goal_pupils, steps};
use crate::cohort::number_column::ONE;
use crate::guidance::Measure;
use crate::guidance::edition::PagePart;
use crate::guidance::finding::FindingKind;
use crate::guidance::measure::MeasurePopulation;
use crate::guidance::sheets::SheetLine;
use crate::measures::{Basis, Exact, evaluate};
use crate::screens::ambition::numbers::{CardFigures, percent};
use crate::screens::chart::{self, lines};
use crate::screens::scene::Scene;
use crate::screens::{FigureChart, Paragraph, SheetField, Tone, TrajectoriesPage, Trajectory, TrajectoryPath};
use crate::session::command::EntryId;
use crate::session::settings::{TrajectoryGoal, typed};
use crate::text::phrases::count;

/// Years before current performance whose results can be typed in.
const BACK: u16 = 3;

pub(crate) fn trajectories(scene: &Scene) -> TrajectoriesPage {
    let of_stage = scene.edition.shown(&scene.document.settings.stage);
    let (mut first, others) = of_stage.partition::<Vec<_>, _>(|measure| measure.is_main());
    first.extend(others);
    first.extend(area_measures(scene));
    first.extend(of_children_in_care(scene));
    let shares = first.into_iter().filter(|measure| measure.kind.is_share());
    let mut measures = shares.map(|measure| trajectory(scene, measure)).collect::<Vec<_>>();
    let goals = scene.guidance.sheets.goals.iter().filter(|_| scene.edition.has(PagePart::Goals));
    measures.extend(goals.map(|goal| without_file(scene, goal)));
    let unknown = measures.iter().all(|trajectory| trajectory.ways.is_empty());
    let words = if unknown {
        "To draw a trajectory, add last year\u{2019}s results, or type in the figures."
    } else {
        "Equal yearly steps from last year\u{2019}s results to each goal, in whole pupils. Later years are taken to \
         have as many pupils as this one."
    };
    TrajectoriesPage { words: words.into(), measures }
}

/// Measures of no key stage, where the file holds them or figures were typed in.
fn area_measures<'a>(scene: &'a Scene<'a>) -> impl Iterator<Item = &'a Measure> {
    let of_area = scene.edition.figures().filter(|measure| scene.edition.areas.contains(&measure.stage));
    of_area.filter(|measure| {
        let held = |heading: &String| {
            scene.guidance.fields.by_heading(heading).is_some_and(|field| scene.document.file.has(field))
        };
        let typed = scene.document.current.value(&measure.id, "").is_some()
            || scene.document.current.typed_target(&measure.id).is_some();
        typed || measure.outcome.iter().any(held)
    })
}

/// The authority's measures of children in care at the key stage, where the file has such children (S0 ¶66).
fn of_children_in_care<'a>(scene: &'a Scene<'a>) -> impl Iterator<Item = &'a Measure> {
    let stage = &scene.document.settings.stage;
    let has_children = |measure: &&Measure| {
        let on = |basis: &Basis| evaluate(measure, basis, &scene.bases).map(|of| of.figure(None).eligible);
        [Basis::Moderated, Basis::Actual].iter().find_map(on).is_some_and(|children| children > 0)
    };
    let wanted = scene.edition.figures().filter(|measure| scene.edition.has(PagePart::Care) && is_of_care(measure));
    wanted.filter(move |measure| measure.stage == *stage).filter(has_children)
}

fn is_of_care(measure: &Measure) -> bool {
    matches!(measure.about, Some(MeasurePopulation::InCare(_)))
}

/// A way as it is worked out.
pub(crate) struct WorkedPath {
    pub kind: &'static str,
    pub title: String,
    pub paragraph: Option<Paragraph>,
    pub steps: Vec<TrajectoryStep>,
    /// The target without the pupils who have no prior result, in percent of all, where it is held against what is
    /// expected of the others.
    pub own_target: Option<Exact>,
}

impl WorkedPath {
    fn line(&self) -> chart::ChartLine {
        let points = self.steps.iter().map(|step| (step.year, step.percent));
        chart::ChartLine { kind: self.kind, title: self.title.clone(), points: points.collect() }
    }
}

fn trajectory(scene: &Scene, measure: &Measure) -> Trajectory {
    let mut numbers = CardFigures::new(scene, measure);
    if is_of_care(measure) {
        numbers.target = evaluate(measure, &Basis::Moderated, &scene.bases).map(|target| target.figure(None));
    }
    let goal = scene.document.settings.goals.get(&scene.document.settings.key(measure.id.clone())).copied();
    let results = results(scene, &measure.id, scene.edition.current_year, scene.edition.last_year);
    let start = numbers.current.map(|current| (scene.edition.current_year, current)).or(last_until(scene, &results));
    let mut ways = start.map(|start| ways(scene, start, measure, &numbers)).unwrap_or_default();
    ways.extend(worked(results));
    let typed_target = || scene.document.current.typed_target(&measure.id);
    // The authority's own target goes before the sum of the children's.
    let own = scene.document.settings.la_targets.get(&measure.id).filter(|_| is_of_care(measure));
    let own = own.map(|own| Exact { numerator: (*own).into(), denominator: ONE.into() });
    let target = own.or(numbers.target.and_then(|target| target.value)).or_else(typed_target);
    let target = target.map(|value| (scene.edition.target_year, value));
    let lower = measure.kind.is_better_lower();
    Trajectory {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        start: match start {
            Some((year, current)) => format!("Current performance {}, results of {year}", percent(Some(current))),
            None => "Current performance is not known".into(),
        },
        goal: (goal.map_or(scene.edition.last_year, |goal| goal.year), typed(goal.map(|goal| goal.amount))),
        years: (scene.edition.current_year + 1..=scene.edition.last_year).collect(),
        results: fields(scene, &measure.id, &measure.title, scene.edition.current_year, scene.edition.last_year),
        chart: ways_chart(&ways, target, measure),
        ways: views(ways, target, lower),
    }
}

/// A goal for what no file holds, with results typed in (RULES 9.3).
fn without_file(scene: &Scene, goal: &SheetLine) -> Trajectory {
    let by = u16::try_from(goal.by).unwrap_or(scene.edition.last_year);
    let results = results(scene, &goal.id, scene.edition.current_year, by);
    let wanted = Exact { numerator: goal.most.into(), denominator: 1 };
    let start = last_until(scene, &results);
    let way = |start| WorkedPath {
        kind: "goal",
        title: format!("To {} by {by}", percent(Some(wanted))),
        paragraph: Some(scene.guidance.cite(&goal.source)),
        steps: steps(start, (by, wanted), 0),
        own_target: None,
    };
    let mut ways = start.map(way).into_iter().filter(|way| !way.steps.is_empty()).collect::<Vec<_>>();
    ways.extend(worked(results));
    Trajectory {
        measure: goal.id.clone(),
        title: goal.title.clone(),
        start: match start {
            Some((year, current)) => format!("From {} in {year}", percent(Some(current))),
            None => goal.words.clone(),
        },
        results: fields(scene, &goal.id, &goal.title, scene.edition.current_year, by),
        chart: lines(&ways.iter().map(WorkedPath::line).collect::<Vec<_>>(), None, &goal.title),
        ways: views(ways, None, false),
        ..Trajectory::default()
    }
}

/// A result typed in.
fn goal_entry(of: &str, year: u16) -> EntryId {
    EntryId::Result { of: of.to_owned(), year }
}

fn fields(scene: &Scene, of: &str, title: &str, from: u16, to: u16) -> Vec<SheetField> {
    let field = |year: u16| SheetField {
        what: goal_entry(of, year),
        label: year.to_string(),
        value: scene.document.settings.entry(&goal_entry(of, year)).to_owned(),
        unit: "%".into(),
        suggested: title.to_owned(),
        ..SheetField::default()
    };
    (from - BACK..=to).map(field).collect()
}

/// Results typed in, by year.
fn results(scene: &Scene, of: &str, from: u16, to: u16) -> Vec<(u16, Exact)> {
    (from - BACK..=to)
        .filter_map(|year| Some((year, scene.document.settings.percent(&goal_entry(of, year))?)))
        .collect()
}

/// The last of them until the year of current performance, else the first.
fn last_until(scene: &Scene, results: &[(u16, Exact)]) -> Option<(u16, Exact)> {
    let known = results.iter().rfind(|(year, _)| *year <= scene.edition.current_year);
    known.or(results.first()).copied()
}

fn worked(results: Vec<(u16, Exact)>) -> Option<WorkedPath> {
    let step = |(year, percent)| TrajectoryStep { year, percent, pupils: 0 };
    let steps = results.into_iter().map(step).collect::<Vec<_>>();
    let way = |steps| WorkedPath { kind: "results", title: "Results".into(), paragraph: None, steps, own_target: None };
    Some(steps).filter(|steps| !steps.is_empty()).map(way)
}

/// The pupils of a target year, as the target's own card counts them (RULES 7.1); 0 where the measure counts none.
fn card_cohort(scene: &Scene, measure: &Measure, numbers: &CardFigures) -> u64 {
    if measure.kind.is_sum() {
        return 0;
    }
    let without_targets = if is_of_care(measure) { 0 } else { scene.document.cohort().len() as u64 };
    numbers.target.map_or(without_targets, |target| target.eligible)
}

/// From current performance to the floor, to what the guidance expects where that is more, and to a goal typed in.
fn ways(scene: &Scene, start: (u16, Exact), measure: &Measure, numbers: &CardFigures) -> Vec<WorkedPath> {
    let cohort = card_cohort(scene, measure, numbers);
    let last = scene.document.current.figure(&measure.id, "").map(|figure| figure.eligible);
    let last = last.filter(|_| !measure.kind.is_sum());
    let to = |kind, title: String, source: Option<&str>, goal| {
        let mut steps = steps(start, goal, cohort);
        last.into_iter().for_each(|size| set_cohort(&mut steps, scene.edition.current_year, size));
        WorkedPath { kind, title, paragraph: source.map(|source| scene.guidance.cite(source)), steps, own_target: None }
    };
    let mut ways = Vec::new();
    let rule = scene.edition.find_finding(FindingKind::is_below_line);
    for line in &measure.lines {
        let at = Exact { numerator: line.percent.into(), denominator: 1 };
        let below = start.1.compare(at) == std::cmp::Ordering::Less;
        for year in rule.filter(|_| below).map(|rule| rule.years(&measure.stage)).unwrap_or_default() {
            let title = format!("To the {} of {}% by {year}", line.label, line.percent);
            ways.push(to("floor", title, rule.map(|rule| rule.source.as_str()), (*year, at)));
        }
    }
    if let Some((figure, expected)) = numbers.expected
        && let Some(share) = figure.value.filter(|share| start.1.compare(*share).is_lt())
    {
        let year = scene.edition.target_year;
        // Who has no prior result is in the share, and nothing is expected of them (RULES 5.1).
        let all = numbers.target.and_then(|target| target.achieved);
        let reached = numbers.reached_with_prior.filter(|reached| all.is_some_and(|all| *reached < all));
        let title = format!("To what the guidance expects, {}, by {year}", percent(Some(share)));
        let source = measure.expected.first().map(|expected| expected.source.as_str());
        let mut way = to("expected", title, source, (year, share));
        set_goal_pupils(&mut way.steps, expected.floor());
        way.own_target =
            reached.map(|reached| Exact { numerator: u128::from(reached) * 100, denominator: figure.eligible.into() });
        ways.push(way);
    }
    if let Some(TrajectoryGoal { year, amount }) =
        scene.document.settings.goals.get(&scene.document.settings.key(measure.id.clone())).copied()
    {
        let goal = Exact { numerator: amount.into(), denominator: ONE.into() };
        ways.push(to("goal", format!("To your goal of {} by {year}", percent(Some(goal))), None, (year, goal)));
    }
    ways.retain(|way| !way.steps.is_empty());
    ways
}

/// The ways, each with how the target and the latest result compare with it.
fn views(ways: Vec<WorkedPath>, target: Option<(u16, Exact)>, lower: bool) -> Vec<TrajectoryPath> {
    let of_results = ways.iter().find(|way| way.kind == "results");
    let steps = of_results.map(|way| way.steps.iter().map(|step| (step.year, step.percent)).collect::<Vec<_>>());
    let results = steps.unwrap_or_default();
    ways.into_iter().map(|way| path_view(way, target, &results, lower)).collect()
}

fn path_view(way: WorkedPath, target: Option<(u16, Exact)>, results: &[(u16, Exact)], lower: bool) -> TrajectoryPath {
    let pupils = |step: &TrajectoryStep| if step.pupils == 0 { String::new() } else { count(step.pupils, "pupil") };
    let step = |step: &TrajectoryStep| (step.year.to_string(), percent(Some(step.percent)), pupils(step));
    let first = way.steps.first().map_or(0, |step| step.year);
    let result = || results.iter().rfind(|(year, _)| *year > first && way.kind != "results").copied();
    let own = |(year, of_all)| (year, way.own_target.unwrap_or(of_all));
    let counted = "target, counting only pupils with a prior result";
    let what = if way.own_target.is_some() { counted } else { "target" };
    let of_target = against(&way.steps, target.filter(|_| way.kind != "results").map(own), what, lower);
    let of_result = against(&way.steps, result(), "result", lower);
    let warn = [&of_target, &of_result].iter().any(|(_, tone)| *tone == Tone::Warn);
    let tone = if warn {
        Tone::Warn
    } else if of_target.0.is_empty() {
        of_result.1
    } else {
        of_target.1
    };
    let against = [of_target.0, of_result.0].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    TrajectoryPath {
        title: way.title,
        paragraph: way.paragraph,
        kind: way.kind.into(),
        steps: way.steps.iter().map(step).collect(),
        against: against.join(" "),
        tone,
    }
}

/// How a target or a result compares with the way in its year.
fn against(steps: &[TrajectoryStep], figure: Option<(u16, Exact)>, what: &str, lower: bool) -> (String, Tone) {
    let Some((year, value)) = figure else { return (String::new(), Tone::Plain) };
    let Some(step) = steps.iter().find(|step| step.year == year) else { return (String::new(), Tone::Plain) };
    let tone = |good: bool| if good { Tone::Good } else { Tone::Warn };
    let (word, tone) = match value.compare(step.percent) {
        std::cmp::Ordering::Less => ("below", tone(lower)),
        std::cmp::Ordering::Equal => ("on", Tone::Good),
        std::cmp::Ordering::Greater => ("above", tone(!lower)),
    };
    let (value, way) = (percent(Some(value)), percent(Some(step.percent)));
    (format!("The {year} {what}, {value}, is {word} this line ({way})."), tone)
}

/// The ways of a measure, and its target in its year.
fn ways_chart(ways: &[WorkedPath], target: Option<(u16, Exact)>, measure: &Measure) -> FigureChart {
    lines(&ways.iter().map(WorkedPath::line).collect::<Vec<_>>(), target, &measure.title)
}

//! What to raise, as an agenda (RULES 7).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::matrix::matrix;
use super::notes::note;
use super::of_schools;
use super::pupil::{agenda_pupil, results};
use crate::ambition::{Finding, findings};
use crate::guidance::Measure;
use crate::measures::Figure;
use crate::screens::ambition::card::{missed_checks, tone, verdict};
use crate::screens::ambition::numbers::{CardFigures, TargetStanding, value};
use crate::screens::scene::Scene;
use crate::screens::summary::present::chosen_readings;
use crate::screens::summary::school::title;
use crate::screens::{AgendaFigure, AgendaItem, AgendaTarget, ChallengePage, FirstPoint};
use crate::session::command::Filter;
use crate::text::phrases::{capitalise, count, thousands, uncapitalise};

/// Pupils named under one thing to raise.
const NAMED: usize = 60;
/// Points to talk about first.
const FIRST: usize = 3;

pub(crate) fn challenge(scene: &Scene) -> ChallengePage {
    let stage = scene.document.settings.stage.as_str();
    let mut found = scene.document.findings().to_vec();
    // Attendance is of no key stage, and part of every discussion.
    found.extend(
        scene
            .edition
            .areas
            .iter()
            .flat_map(|area| findings::findings_at_stage(scene.edition, area, &scene.bases, scene.document.evidence())),
    );
    let mut targets = targets(scene, &found);
    of_schools::add(scene, &mut targets);
    let points = targets.iter().map(|target| target.items.len()).sum();
    let statutory = scene.edition.shown(stage).filter(|measure| measure.is_main());
    ChallengePage {
        school: title(scene),
        cohort: cohort(scene),
        edition: edition_words(scene),
        headline: headline(scene, points, targets.len()),
        first: first_points(scene, &found),
        not_judged: not_judged(scene),
        held_against: if scene.edition.has_expectations() { "Expected" } else { "Similar pupils" }.into(),
        figures: statutory.map(|measure| agenda_figure(scene, measure, &found)).collect(),
        by_pupil: matrix(scene, &found),
        targets,
        notice: "Contains personal data of pupils: keep it as you would keep their files.".into(),
    }
}

/// "Key Stage 4, targets for 2009", with the other readings chosen, so that the page says by which rules it was made.
fn edition_words(scene: &Scene) -> String {
    let words = format!("{}, {}", scene.document.settings.stage, uncapitalise(&scene.edition.name));
    let readings = chosen_readings(scene).into_iter().map(|reading| reading.title);
    let readings = readings.collect::<Vec<_>>();
    if readings.is_empty() { words } else { format!("{words}; another reading: {}", readings.join("; ")) }
}

fn cohort(scene: &Scene) -> String {
    let pupils = count(scene.document.cohort().len() as u64, "pupil");
    scene.document.settings.year.as_ref().map_or(pupils.clone(), |year| format!("Year {year}, {pupils}"))
}

fn headline(scene: &Scene, points: usize, targets: usize) -> String {
    let statutory = scene.edition.shown(&scene.document.settings.stage).filter(|measure| measure.is_main());
    let mut standings = statutory.map(|measure| CardFigures::new(scene, measure).standing());
    match points {
        0 if !scene.edition.has_expectations() => "Nothing is raised on these targets.".into(),
        0 if standings.all(|standing| standing == TargetStanding::Unknown) => {
            "Nothing to compare: there are no targets here for which the guidance gives an expectation.".into()
        }
        0 => "The guidance raises no points on these targets.".into(),
        things => format!(
            "{} to discuss, on {}.",
            capitalise(&count(things as u64, "point")),
            count(targets as u64, "target or check").replace("target or checks", "targets and checks")
        ),
    }
}

/// The points that matter most: statutory targets before others, what the guidance expects before all else, and of these
/// what concerns most pupils; one of a kind.
fn first_points(scene: &Scene, found: &[Finding]) -> Vec<FirstPoint> {
    if found.len() <= FIRST {
        return Vec::new();
    }
    let rank = |finding: &&Finding| {
        let measure = scene.edition.measure(&finding.measure);
        let expected = scene.edition.finding(&finding.code).is_some_and(|rule| rule.kind.is_expectation());
        Reverse((measure.is_some_and(Measure::is_main), expected, finding.pupils))
    };
    let mut ranked = found.iter().collect::<Vec<_>>();
    ranked.sort_by_key(rank);
    let mut kinds = BTreeSet::new();
    ranked.retain(|finding| kinds.insert(&finding.code));
    ranked.into_iter().take(FIRST).map(|finding| first_point(scene, finding)).collect()
}

fn first_point(scene: &Scene, finding: &Finding) -> FirstPoint {
    let measure = scene.edition.measure(&finding.measure).map(|measure| &measure.short);
    let check = || scene.edition.check_by_id(&finding.measure).map(|check| &check.title);
    FirstPoint {
        about: measure.or_else(check).cloned().unwrap_or_default(),
        found: finding.found.clone(),
        count: concerned(scene, finding),
        filter: pupils_of(finding),
        paragraph: scene.guidance.cite(&finding.source),
    }
}

/// "10 pupils"; of a point that lists nobody, what it is about.
pub(crate) fn concerned(scene: &Scene, finding: &Finding) -> String {
    let measure = scene.edition.measure(&finding.measure).map(|measure| measure.short.as_str());
    let check = || scene.edition.check_by_id(&finding.measure).map(|check| check.title.as_str());
    match finding.pupils {
        0 => measure.or_else(check).map(|about| format!("{about} as a whole")).unwrap_or_default(),
        pupils => count(pupils, "pupil"),
    }
}

/// The pupils of a point; `None`: it lists nobody.
pub(crate) fn pupils_of(finding: &Finding) -> Option<Filter> {
    let filter = || Filter::Finding { measure: finding.measure.clone(), code: finding.code.clone() };
    (finding.pupils > 0).then(filter)
}

/// What cannot be said, and what would let it be said.
fn not_judged(scene: &Scene) -> Vec<String> {
    let stage = scene.document.settings.stage.as_str();
    let unknown = scene.edition.shown(stage).filter(|measure| measure.is_main());
    let unknown = unknown.filter(|measure| scene.document.current.value(&measure.id, "").is_none());
    let names = unknown.map(|measure| measure.short.clone()).collect::<Vec<_>>();
    if names.is_empty() {
        return Vec::new();
    }
    let unjudged = if scene.edition.has_expectations() { "improvement and floor" } else { "improvement" };
    vec![format!(
        "No results from last year for {}: {unjudged} cannot be judged. Add last year\u{2019}s results, or type in the \
         figures.",
        crate::text::phrases::list(&names)
    )]
}

fn agenda_figure(scene: &Scene, measure: &Measure, found: &[Finding]) -> AgendaFigure {
    let numbers = CardFigures::new(scene, measure);
    let missed = missed_checks(scene, measure, found).count();
    AgendaFigure {
        title: measure.short.clone(),
        current: value(measure, numbers.current),
        target: value(measure, numbers.target.and_then(|target| target.value)),
        of: numbers.target.map(achieved_of).unwrap_or_default(),
        expected: value(
            measure,
            numbers
                .expected
                .and_then(|(figure, _)| figure.value)
                .or_else(|| numbers.similar.map(|similar| similar.national)),
        ),
        verdict: verdict(measure, &numbers, missed, scene.edition.has_expectations()),
        tone: tone(numbers.standing(), missed),
    }
}

fn achieved_of(figure: Figure) -> String {
    let achieved = figure.achieved.map(|achieved| format!("{} of ", thousands(achieved))).unwrap_or_default();
    format!("{achieved}{}", thousands(figure.eligible))
}

/// Measures and checks with something to raise, in the order they were found.
fn targets(scene: &Scene, found: &[Finding]) -> Vec<AgendaTarget> {
    let mut ids: Vec<&str> = Vec::new();
    for finding in found {
        if !ids.contains(&finding.measure.as_str()) {
            ids.push(&finding.measure);
        }
    }
    ids.into_iter().filter_map(|id| agenda_target(scene, id, found)).collect()
}

fn agenda_target(scene: &Scene, id: &str, found: &[Finding]) -> Option<AgendaTarget> {
    let (title, source, standing) = match (scene.edition.measure(id), scene.edition.check_by_id(id)) {
        (Some(measure), _) if measure.is_statutory() => (&measure.title, &measure.source, "statutory target"),
        (Some(measure), _) if measure.is_main() => (&measure.title, &measure.source, "main figure"),
        (Some(measure), _) => (&measure.title, &measure.source, ""),
        (None, Some(check)) => (&check.title, &check.source, "expected of some pupils"),
        (None, None) => return None,
    };
    let of_target = found.iter().filter(|finding| finding.measure == id);
    Some(AgendaTarget {
        title: title.clone(),
        paragraph: scene.guidance.cite(source),
        standing: standing.into(),
        items: of_target.map(|finding| item(scene, finding)).collect(),
    })
}

fn item(scene: &Scene, finding: &Finding) -> AgendaItem {
    let pupils = findings::finding_pupils(
        &finding.code,
        &finding.measure,
        scene.edition,
        &scene.bases,
        scene.document.evidence(),
    );
    let pupils = pupils.unwrap_or_default();
    let results = results(scene, &finding.measure);
    let named = pupils.iter().take(NAMED).map(|pupil| agenda_pupil(scene, *pupil, &results));
    let more = pupils.len().saturating_sub(NAMED);
    AgendaItem {
        measure: finding.measure.clone(),
        code: finding.code.clone(),
        title: scene.edition.finding(&finding.code).map(|rule| rule.title.clone()).unwrap_or_default(),
        found: finding.found.clone(),
        follows: finding.follows.clone(),
        paragraph: scene.guidance.cite(&finding.source),
        count: concerned(scene, finding),
        filter: pupils_of(finding),
        pupils: named.collect(),
        more: if more == 0 { String::new() } else { format!("and {} more", thousands(more as u64)) },
        note: note(scene, finding),
    }
}

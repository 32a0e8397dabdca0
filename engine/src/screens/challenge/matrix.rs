//! What is raised, pupil by pupil: a row for each pupil who is on a list, a column for each kind of point.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::pupil::{EarlierAndTargets, agenda_pupil, has_cells, results};
use crate::ambition::{Finding, findings};
use crate::guidance::KnownField;
use crate::measures::Basis;
use crate::screens::scene::Scene;
use crate::screens::{AgendaMatrix, MatrixMark, MatrixRow};
use crate::text::phrases::{count, thousands};

/// Pupils on the screen.
const ROWS: usize = 200;
/// Lines of pupils on paper: what a sheet holds below the figures.
const ON_PAPER: usize = 33;
/// Letters of a name, and of what was agreed, in a line on paper.
const NAME_LINE: usize = 34;
const AGREED_LINE: usize = 22;
/// What a point that was raised once looks like.
const RAISED: &str = "\u{25cf}";

/// The points of each pupil, by the kind of point; in the order of the edition's findings.
type PointsByPupil<'a> = BTreeMap<u32, BTreeMap<usize, Vec<&'a str>>>;

/// The matrix; `None`: no point lists pupils.
pub(super) fn matrix(scene: &Scene, found: &[Finding]) -> Option<AgendaMatrix> {
    let rules = scene.edition.findings.iter().enumerate();
    let place = |code: &str| rules.clone().find(|(_, rule)| rule.code == code).map(|(place, _)| place);
    let mut points = PointsByPupil::new();
    for finding in found {
        let (Some(place), about) = (place(&finding.code), about(scene, &finding.measure)) else { continue };
        for pupil in listed(scene, finding) {
            points.entry(pupil).or_default().entry(place).or_default().push(about);
        }
    }
    let mut columns = points.values().flat_map(BTreeMap::keys).copied().collect::<Vec<_>>();
    columns.sort_unstable();
    columns.dedup();
    let titles = columns.iter().filter_map(|place| scene.edition.findings.get(*place));
    let titles = titles.map(|rule| rule.title.clone()).collect();
    let mut ranked = points.iter().collect::<Vec<_>>();
    ranked.sort_by_key(|(pupil, raised)| (Reverse(raised.values().map(Vec::len).sum::<usize>()), **pupil));
    let ways = main_results(scene);
    let rows = ranked.iter().take(ROWS).map(|(pupil, raised)| row(scene, **pupil, raised, (&columns, &ways)));
    let more = |shown: usize| match points.len().saturating_sub(shown) {
        0 => String::new(),
        more => format!("and {} more", count(more as u64, "pupil")),
    };
    let rows = rows.collect::<Vec<_>>();
    let on_paper = fitting(&rows);
    (!points.is_empty()).then(|| AgendaMatrix {
        caption: format!("{}, those with the most points first", count(points.len() as u64, "pupil")),
        ways: titles_of_ways(scene, &ways),
        columns: titles,
        rows,
        on_paper,
        more: more(ROWS),
        more_on_paper: more(on_paper),
    })
}

/// How many of the rows a sheet holds: long names and reasons take lines of their own.
fn fitting(rows: &[MatrixRow]) -> usize {
    let mut lines = 0;
    let fits = |row: &&MatrixRow| {
        let letters = |words: &String| words.chars().count();
        let name = letters(&row.pupil.name) + row.pupil.context.iter().map(|word| letters(word) + 2).sum::<usize>();
        lines += 1 + (name / NAME_LINE).max(letters(&row.pupil.exception) / AGREED_LINE);
        lines <= ON_PAPER
    };
    rows.iter().take_while(fits).count()
}

/// The pupils whom a finding lists.
fn listed(scene: &Scene, finding: &Finding) -> Vec<u32> {
    let (edition, evidence) = (scene.edition, scene.document.evidence());
    findings::finding_pupils(&finding.code, &finding.measure, edition, &scene.bases, evidence).unwrap_or_default()
}

/// "Both 4+": the measure or check that a point is about.
fn about<'a>(scene: &'a Scene, id: &str) -> &'a str {
    let measure = scene.edition.measure(id).map(|measure| measure.short.as_str());
    let check = || scene.edition.check_by_id(id).map(|check| check.title.as_str());
    measure.or_else(check).unwrap_or_default()
}

fn row(
    scene: &Scene,
    pupil: u32,
    raised: &BTreeMap<usize, Vec<&str>>,
    (columns, ways): (&[usize], &EarlierAndTargets),
) -> MatrixRow {
    let mark = |place: &usize| match raised.get(place).map(Vec::as_slice) {
        None => MatrixMark::default(),
        Some([about]) => MatrixMark { sign: RAISED.into(), words: (*about).to_owned() },
        Some(several) => MatrixMark { sign: thousands(several.len() as u64), words: several.join(", ") },
    };
    MatrixRow { pupil: agenda_pupil(scene, pupil, ways), marks: columns.iter().map(mark).collect() }
}

/// The results that all main figures of the key stage come from and aim at.
fn main_results<'a>(scene: &'a Scene<'a>) -> EarlierAndTargets<'a> {
    let main = scene.edition.shown(&scene.document.settings.stage).filter(|measure| measure.is_main());
    let (mut from, mut to) = (Vec::new(), Vec::new());
    let add = |all: &mut Vec<&'a String>, some: Vec<&'a String>| {
        for result in some {
            if !all.contains(&result) {
                all.push(result);
            }
        }
    };
    for measure in main {
        let (prior, outcome) = results(scene, &measure.id);
        add(&mut from, prior);
        add(&mut to, outcome);
    }
    (from, to)
}

/// "KS1 reading, KS1 writing, KS1 maths → English, Maths": what the column of results and targets has.
fn titles_of_ways(scene: &Scene, (from, to): &EarlierAndTargets) -> String {
    let titles = |results: &[&String], basis: &Basis, title: fn(&KnownField) -> String| {
        let there = results.iter().filter(|result| has_cells(scene, result, basis));
        there.filter_map(|result| scene.guidance.fields.get_heading(result)).map(title).collect::<Vec<_>>().join(", ")
    };
    let from = titles(from, &Basis::Actual, |field| field.title.replace("Key Stage ", "KS"));
    let to = titles(to, &Basis::Moderated, |field| field.short.clone());
    if from.is_empty() { to } else { format!("{from} \u{2192} {to}") }
}

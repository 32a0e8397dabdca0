//! What there is to say of schools together: how many of each kind, which are low attaining, and what is raised where.

use std::cmp::Ordering;

use super::school_figures::{HiddenFigures, SchoolFigures, StatutoryMeasure, target_of};
use super::{TablesScene, column, hidden};
use crate::ambition::trajectory::{set_cohort, steps};
use crate::cohort::school_slices::school_slices;
use crate::guidance::benchmark::BenchmarkLine;
use crate::guidance::finding::FindingKind;
use crate::measures::care::flagged;
use crate::measures::figure::percentage;
use crate::measures::{Basis, Exact};
use crate::report::value::CellValue;
use crate::screens::sheets::on_track::MeasurePair;
use crate::screens::{TableCell, TableRow, TableSection, TableView, Tone};
use crate::session::command::Command;
use crate::text::phrases::{count, thousands};

/// Schools named in a list.
const NAMED: usize = 12;

/// How the targets of each measure compare with current performance, over the schools where it is known.
pub(super) fn kinds(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
) -> Option<TableView> {
    measures.iter().find(|of| !of.basis.is_results())?;
    let rule = context.scene.edition.local.schools.as_ref()?;
    let known =
        |line: &SchoolFigures, index: usize| target_of(line, index).zip(line.current.get(index).copied().flatten());
    let order =
        |line: &SchoolFigures, index: usize| known(line, index).map(|(target, current)| target.compare(current));
    let rows = measures.iter().enumerate().map(|(index, of)| {
        let orders = lines.iter().filter_map(|line| order(line, index)).collect::<Vec<_>>();
        let of_kind = |kind: Ordering| orders.iter().filter(|order| **order == kind).count() as u64;
        let [below, equal, above] = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(of_kind);
        let unknown = (lines.len() - orders.len()) as u64;
        let judged = orders.len() as u64;
        let cells = vec![
            share_entry(below, judged),
            share_entry(equal, judged),
            share_entry(below + equal, judged),
            share_entry(above, judged),
            TableCell::new(unknown),
        ];
        TableRow::named(of.measure.title.as_str(), cells)
    });
    let any_known = |line: &&SchoolFigures| (0..measures.len()).any(|index| order(line, index).is_some());
    let any_below = |line: &&SchoolFigures| (0..measures.len()).any(|index| order(line, index) == Some(Ordering::Less));
    let judged = lines.iter().filter(any_known).count() as u64;
    if judged == 0 {
        return None;
    }
    let below = lines.iter().filter(any_below).collect::<Vec<_>>();
    let one = share_entry(below.len() as u64, judged);
    let unknown = TableCell::new(lines.len() as u64 - judged);
    let any = TableCell { small: named(&below).into(), ..TableCell::new("One or more of these targets") };
    let cells = vec![one, TableCell::new(""), TableCell::new(""), TableCell::new(""), unknown];
    let any = TableRow { total: true, ..TableRow::new(any, cells) };
    Some(TableView {
        title: "How many schools of each kind".into(),
        words: "Targets compared with last year\u{2019}s results, for schools where both are known.".into(),
        paragraph: Some(context.scene.guidance.cite(&rule.counted)),
        head: "Target".into(),
        columns: vec![
            column("Below current", "Schools whose target is below current performance"),
            column("Equal", "Schools whose target equals current performance"),
            column("No improvement", "Schools whose target is below or equal to current performance"),
            column("Above", "Schools whose target is above current performance"),
            column("Not known", "Schools without a target or without current performance"),
        ],
        sections: vec![TableSection { rows: rows.chain([any]).collect(), ..TableSection::default() }],
        ..TableView::default()
    })
}

/// "31", with "20.7%" beside it.
fn share_entry(number: u64, of: u64) -> TableCell {
    let share = crate::measures::figure::percentage(number, of);
    TableCell { small: share.map(CellValue::percent).unwrap_or_default(), ..TableCell::new(number) }
}

/// The first of some schools by name.
fn named(lines: &[&SchoolFigures]) -> String {
    let names = lines.iter().take(NAMED).map(|line| line.title.as_str()).collect::<Vec<_>>().join(", ");
    match lines.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{names} and {} more", thousands(more as u64)),
        _ => names,
    }
}

/// Low attaining schools, with the ways to the line.
pub(super) fn low(context: &TablesScene, measures: &[StatutoryMeasure], lines: &[SchoolFigures]) -> Option<TableView> {
    measures.iter().find(|of| !of.basis.is_results())?;
    let rule = context.scene.edition.local.schools.as_ref()?;
    let hides = HiddenFigures::new(context, measures, lines);
    let mut sections = Vec::new();
    for (index, of) in measures.iter().enumerate() {
        let Some(line) = of.measure.lines.iter().find(|line| line.kind == rule.line) else { continue };
        let at = Exact { numerator: line.percent.into(), denominator: 1 };
        let is_low = |(_, school): &(usize, &SchoolFigures)| {
            let current = school.current.get(index).copied().flatten();
            current.is_some_and(|current| current.compare(at) == Ordering::Less)
        };
        let rows = lines.iter().enumerate().filter(is_low).filter_map(|(number, school)| {
            let is_hidden = hides.target(index, number) || hides.current(index, number);
            low_row(context, school, index, line, is_hidden)
        });
        let rows = rows.collect::<Vec<_>>();
        let title = format!("{}: below {}%, {}", of.measure.title, line.percent, count(rows.len() as u64, "school"));
        sections.push(TableSection { title, rows, ..TableSection::default() });
    }
    let none = sections.iter().all(|section| section.rows.is_empty());
    let unknown = lines.iter().all(|line| line.current.iter().all(Option::is_none));
    if sections.is_empty() || unknown {
        return None;
    }
    let years = context.scene.edition.current_year..=context.scene.edition.last_year;
    let titles = years.map(|year| column(&year.to_string(), &format!("Trajectory to the floor in {year}")));
    let first = [column("Current", "Current performance"), column("Target", "The school\u{2019}s target")];
    Some(TableView {
        title: "Low attaining schools, and their trajectories to the floor".into(),
        words: if none {
            "No school is below the floor in last year\u{2019}s results.".into()
        } else {
            "Equal yearly steps from last year\u{2019}s results. A target below its year\u{2019}s step is \
             highlighted."
                .into()
        },
        paragraph: Some(context.scene.guidance.cite(&rule.low)),
        head: "School".into(),
        folded: !none,
        columns: if none { Vec::new() } else { first.into_iter().chain(titles).collect() },
        sections: if none { Vec::new() } else { sections },
        ..TableView::default()
    })
}

fn low_row(
    context: &TablesScene,
    school: &SchoolFigures,
    index: usize,
    line: &BenchmarkLine,
    is_hidden: bool,
) -> Option<TableRow> {
    let edition = context.scene.edition;
    let measure = edition.shown(context.stage()).filter(|measure| measure.is_main()).nth(index)?;
    let current = school.current.get(index).copied().flatten()?;
    let by =
        edition.find_finding(FindingKind::is_below_line).and_then(|rule| rule.years(&measure.stage).last().copied())?;
    let at = Exact { numerator: line.percent.into(), denominator: 1 };
    let of_target = school.target.get(index).copied().flatten();
    let cohort = of_target.map_or(school.pupils, |figure| figure.eligible);
    let mut way = steps((edition.current_year, current), (by, at), cohort);
    if let Some(last) = context.scene.document.current.figure(&measure.id, &school.name) {
        set_cohort(&mut way, edition.current_year, last.eligible);
    }
    let target = target_of(school, index);
    let aim = way.iter().find(|step| step.year == edition.target_year).map(|step| step.percent);
    let below = target.zip(aim).is_some_and(|(target, aim)| target.compare(aim) == Ordering::Less);
    let tone = if below { Tone::Warn } else { Tone::Plain };
    let hint = if below { "below the trajectory".to_owned() } else { String::new() };
    let mark = |cell: TableCell| if is_hidden { hidden() } else { cell };
    let first = [
        TableCell::new(CellValue::share(Some(current))),
        TableCell { tone, hint, ..TableCell::new(CellValue::share(target)) },
    ]
    .map(mark);
    let years = edition.current_year..=edition.last_year;
    let ways = years.map(|year| match way.iter().find(|step| step.year == year) {
        _ if is_hidden => hidden(),
        Some(step) => TableCell {
            small: count(step.pupils, "pupil").into(),
            ..TableCell::new(CellValue::share(Some(step.percent)))
        },
        None => TableCell::new(""),
    });
    Some(TableRow {
        command: Some(Command::SetSchool { school: school.name.clone() }),
        ..TableRow::named(school.title.as_str(), first.into_iter().chain(ways).collect())
    })
}

/// The schools of the pilot: the rise of their progress targets above current performance, against that of all other
/// schools together (RULES 6.5); `None`: no school is marked as one.
pub(super) fn pilots(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
) -> Option<TableView> {
    let rule = context.scene.edition.local.pilot.as_ref()?;
    let flags = flagged(&rule.flag, &context.scene.bases)?;
    let parts = school_slices(context.scene.bases.cohort(), context.scene.guidance);
    let is_pilot = |line: &&SchoolFigures| {
        let part = parts.iter().find(|part| part.school == line.name && part.pupils.is_some());
        part.is_some_and(|part| matches!(flags.count_of(part.pupils.as_deref()), [_, yes, 0, ..] if yes > 0))
    };
    let (pilots, others): (Vec<_>, Vec<_>) = lines.iter().partition(is_pilot);
    let measures = measures.iter().enumerate().filter(|(_, of)| of.measure.kind.is_progress()).collect::<Vec<_>>();
    let rises = measures.iter().map(|(index, of)| rise_together(context, of, *index, &others)).collect::<Vec<_>>();
    let all = |rise: &Option<TargetRise>| TableCell::new(rise.map(TargetRise::value).unwrap_or_default());
    let row = |line: &&SchoolFigures| {
        let cells = measures.iter().zip(&rises).map(|((index, _), others)| {
            let current = line.current.get(*index).copied().flatten();
            let Some((target, now)) = target_of(line, *index).zip(current) else { return TableCell::new("not known") };
            let rise = TargetRise { target, now };
            let small = others.is_some_and(|others| !rise.is_more_than(others));
            let (tone, hint) = if small { (Tone::Warn, "no more than the other schools") } else { (Tone::Plain, "") };
            TableCell { tone, hint: hint.into(), ..TableCell::new(rise.value()) }
        });
        TableRow {
            command: Some(Command::SetSchool { school: line.name.clone() }),
            ..TableRow::named(line.title.as_str(), cells.collect())
        }
    };
    let together = TableRow { total: true, ..TableRow::named("All other schools", rises.iter().map(all).collect()) };
    let rows = pilots.iter().map(row).chain([together]).collect();
    (!pilots.is_empty() && !measures.is_empty()).then(|| TableView {
        title: rule.title.clone(),
        words: rule.words.clone(),
        paragraph: Some(context.scene.guidance.cite(&rule.source)),
        head: "School".into(),
        columns: measures
            .iter()
            .map(|(_, of)| column(&of.measure.short, &format!("{}: target above current, in points", of.measure.title)))
            .collect(),
        sections: vec![TableSection { rows, ..TableSection::default() }],
        ..TableView::default()
    })
}

/// A target and current performance, in percent.
#[derive(Clone, Copy)]
struct TargetRise {
    target: Exact,
    now: Exact,
}

impl TargetRise {
    fn value(self) -> CellValue {
        CellValue::difference(self.target, self.now)
    }

    /// It is the larger; or nothing more is possible.
    fn is_more_than(self, other: Self) -> bool {
        let whole = Exact { numerator: 100, denominator: 1 };
        // On both sides what is taken off the other is added: nothing is negative so.
        let (own, others) = (self.target.plus(other.now), other.target.plus(self.now));
        own.compare(others) == Ordering::Greater || self.target.compare(whole) == Ordering::Equal
    }
}

/// Of the schools whose target and current performance are known, over all their pupils.
fn rise_together(
    context: &TablesScene,
    of: &StatutoryMeasure,
    index: usize,
    schools: &[&SchoolFigures],
) -> Option<TargetRise> {
    let known = schools.iter().filter_map(|line| {
        let now = context.scene.document.current.figure(&of.measure.id, &line.name)?;
        let target = line.target.get(index).copied().flatten().filter(|target| target.value.is_some())?;
        Some((target, now))
    });
    let (mut target, mut now) = ((0, 0), (0, 0));
    for (planned, current) in known {
        target = (target.0 + planned.achieved?, target.1 + planned.eligible);
        now = (now.0 + current.achieved?, now.1 + current.eligible);
    }
    Some(TargetRise { target: percentage(target.0, target.1)?, now: percentage(now.0, now.1)? })
}

/// Reading against writing, school by school (S1 after ¶25); `None`: the file has not both.
pub(super) fn pairs(context: &TablesScene, lines: &[SchoolFigures]) -> Option<TableView> {
    let bases = [(Basis::Actual, "results"), (Basis::Moderated, "targets")];
    let pairs = bases.map(|(basis, words)| Some((MeasurePair::new(context.scene, &basis)?, words)));
    let pairs = pairs.into_iter().flatten().collect::<Vec<_>>();
    let part = context.scene.guidance.sheets.part("pairs").filter(|_| !pairs.is_empty())?;
    let headings = MeasurePair::headings(context.scene)?;
    let parts = school_slices(context.scene.bases.cohort(), context.scene.guidance);
    let rows = lines.iter().map(|line| {
        let pupils = parts.iter().find(|part| part.school == line.name).and_then(|part| part.pupils.as_deref());
        TableRow::named(line.title.as_str(), pairs.iter().flat_map(|(pair, _)| pair.cells(pupils)).collect())
    });
    let columns = pairs.iter().flat_map(|(_, words)| {
        headings.iter().map(move |heading| column(&format!("{heading}, {words}"), &format!("{heading}, by {words}")))
    });
    Some(TableView {
        title: part.title.clone(),
        words: part.words.clone(),
        paragraph: Some(context.scene.guidance.cite(&part.source)),
        head: "School".into(),
        folded: true,
        columns: columns.collect(),
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    })
}

/// What is raised, and in how many schools.
pub(super) fn raised(context: &TablesScene, lines: &[SchoolFigures]) -> Option<TableView> {
    let rows = context.scene.edition.findings.iter().filter_map(|rule| {
        let concerned = |line: &&SchoolFigures| line.findings.iter().any(|finding| finding.code == rule.code);
        let schools = lines.iter().filter(concerned).collect::<Vec<_>>();
        let first = schools.first()?;
        let source = first.findings.iter().find(|finding| finding.code == rule.code).map(|finding| &finding.source)?;
        let head = TableCell::cited(rule.title.as_str(), context.scene.guidance.cite(source));
        Some(TableRow::new(
            TableCell { small: named(&schools).into(), ..head },
            vec![share_entry(schools.len() as u64, lines.len() as u64)],
        ))
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| TableView {
        title: "Points to discuss, and in how many schools".into(),
        head: "Finding".into(),
        columns: vec![column("Schools", "How many schools have this point to discuss")],
        sections: vec![TableSection { rows, ..TableSection::default() }],
        ..TableView::default()
    })
}

//! The schools of a local authority (RULES 8).

use std::cmp::Ordering;
use std::ops::Range;

use super::school_figures::{HiddenFigures, SchoolFigures, StatutoryMeasure, as_shown, current, target_of};
use super::{TablesScene, column, figure_entry, hidden, measure_entry, school_lists};
use crate::ambition::{Finding, PossibleFindings};
use crate::cohort::number_column::ONE;
use crate::cohort::school_slices::{SchoolSlice as School, school_slices};
use crate::guidance::Measure;
use crate::guidance::benchmark::BenchmarkLine;
use crate::measures::groupings::SCHOOL;
use crate::measures::{Basis, Exact, Figure, GroupSelection, evaluate};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure_value;
use crate::screens::chart::{StripSchool, strip};
use crate::screens::summary::school::school_name;
use crate::screens::{
    CellInput, FigureChart, TableCell, TableColumn, TableRow, TableSection, TableView, TablesPage, Tone,
};
use crate::session::command::{Command, FigurePart, SchoolsColumn};
use crate::session::settings::typed;
use crate::text::phrases::count;

/// What a sign of the picture means.
const WARNING_KEY: &str = " Orange: there is something to discuss.";

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let measures = main_measures(context);
    let lines = lines(context, &measures);
    let hides = HiddenFigures::new(context, &measures, &lines);
    let shown = as_shown(context, &measures, &lines);
    let mut tables = vec![schools_table(context, &measures, &shown, &hides), sums(context, &measures, &lines, &hides)];
    // Lists and sentences name schools by what is hidden of them.
    if context.hides() == 0 {
        let lists = [
            school_lists::kinds(context, &measures, &lines),
            school_lists::low(context, &measures, &lines),
            school_lists::pilots(context, &measures, &lines),
            school_lists::pairs(context, &lines),
            school_lists::raised(context, &lines),
        ];
        tables.extend(lists.into_iter().flatten());
    }
    TablesPage { title: "Schools".into(), lead: lead(context, &lines), tables, ..TablesPage::default() }
}

/// The main measures of the key stage, with the targets of all schools.
pub(super) fn main_measures<'a>(context: &TablesScene<'a>) -> Vec<StatutoryMeasure<'a>> {
    let main = context.scene.edition.shown(context.stage()).filter(|measure| measure.is_main());
    main.map(|measure| StatutoryMeasure::new(measure, context)).collect()
}

fn lead(context: &TablesScene, lines: &[SchoolFigures]) -> String {
    let pupils = context.count(context.scene.bases.cohort().len() as u64);
    let schools = count(lines.len() as u64, "school");
    let known = lines.iter().any(|line| line.current.iter().any(Option::is_some));
    let current = if known { "" } else { " Add last year\u{2019}s results to see the change since last year." };
    format!(
        "{schools}, {pupils}, {}. Choose a school to see every view as that school would.{current}",
        context.stage()
    )
}

pub(super) fn lines(context: &TablesScene, measures: &[StatutoryMeasure]) -> Vec<SchoolFigures> {
    let findings =
        PossibleFindings::new(context.scene.edition, &context.scene.bases, context.scene.document.evidence());
    let stage = context.stage();
    let of_stage = |finding: &Finding| {
        let measure = context.scene.edition.measure(&finding.measure).map(|measure| measure.stage.as_str());
        measure.or(context.scene.edition.check_by_id(&finding.measure).map(|check| check.stage.as_str())) == Some(stage)
    };
    let line = |school: School| {
        let pupils = school.pupils.as_deref();
        let current = &context.scene.document.current;
        SchoolFigures {
            title: school_name(context.scene, &school.school),
            pupils: pupils.map_or(0, |pupils| pupils.len() as u64),
            target: measures.iter().map(|of| of.target.as_ref().map(|target| target.figure(pupils))).collect(),
            current: measures.iter().map(|of| current.value(&of.measure.id, &school.school)).collect(),
            findings: findings.findings_in(&school, current).into_iter().filter(of_stage).collect(),
            name: school.school,
        }
    };
    school_slices(context.scene.bases.cohort(), context.scene.guidance)
        .into_iter()
        .filter(|part| part.pupils.is_some())
        .map(line)
        .collect()
}

fn schools_table(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
    hides: &HiddenFigures,
) -> TableView {
    let by = match &context.query.sort {
        Some(SchoolsColumn::Measure(id)) => measures.iter().position(|of| of.measure.id == *id).unwrap_or_default(),
        _ => 0,
    };
    let ranks = ranks(lines, hides, by);
    let order = order(context, measures, lines, hides);
    let page = context.page(order.len());
    let rows = |places: Range<usize>| {
        let shown = order.get(places).unwrap_or_default().iter();
        let row = |line: &usize| school_row(context, measures, hides, *line, lines.get(*line)?, ranks.get(*line)?);
        shown.filter_map(row).collect::<Vec<_>>()
    };
    let all = TableRow { total: true, ..total(context, measures, lines, hides) };
    let of_results = measures.iter().all(|of| of.basis.is_results());
    let what = if of_results { "result" } else { "target" };
    TableView {
        chart: schools_strip(measures.get(by), lines, hides, by),
        title: if of_results { "Results of each school" } else { "Targets of each school" }.into(),
        words: format!("Beside each {what}: the change since last year, in percentage points."),
        paragraph: context.scene.edition.local.schools.as_ref().map(|rule| context.scene.guidance.cite(&rule.sum)),
        head: TableColumn { sort: Some(SchoolsColumn::Name), .."School".into() },
        columns: columns(measures, by),
        sections: vec![TableSection {
            rows: [all].into_iter().chain(rows(page.rows)).collect(),
            ..TableSection::default()
        }],
        on_paper: page.others.map(rows),
        range: page.range,
        pages: page.pages,
        ..TableView::default()
    }
}

/// The schools side by side by their targets on a measure: those that are not hidden, whatever page is shown.
fn schools_strip(
    of: Option<&StatutoryMeasure>,
    lines: &[SchoolFigures],
    hides: &HiddenFigures,
    by: usize,
) -> FigureChart {
    let Some(StatutoryMeasure { measure, basis, .. }) = of.filter(|of| of.measure.kind.is_share()) else {
        return FigureChart::default();
    };
    let school = |(number, line): (usize, &SchoolFigures)| {
        let target = target_of(line, by).filter(|_| !hides.target(by, number))?;
        let current = line.current.get(by).copied().flatten().filter(|_| !hides.current(by, number));
        let below = |rule: &Finding| rule.measure == measure.id;
        let warns = line.findings.iter().any(below);
        Some(StripSchool { name: line.title.clone(), target, current, warns })
    };
    let schools = lines.iter().enumerate().filter_map(school).collect::<Vec<_>>();
    // To share, nothing is raised of a school: see `as_shown`.
    let warning = if schools.iter().any(|school| school.warns) { WARNING_KEY } else { "" };
    let of = if basis.is_results() { "results" } else { "target" };
    let dotted = measure.lines.iter().map(|line| format!(" Dotted: {}.", line.label)).collect::<String>();
    let key = format!("\u{25cf} a school\u{2019}s {of}. \u{25cb} its results last year.{dotted}{warning}");
    let floors = measure.lines.iter().map(|line| ("floor", Exact { numerator: line.percent.into(), denominator: 1 }));
    strip(schools, &floors.collect::<Vec<_>>(), &measure.title, &key)
}

fn columns(measures: &[StatutoryMeasure], ranked: usize) -> Vec<TableColumn> {
    let sortable = |by: SchoolsColumn, title: &str, long: &str| TableColumn { sort: Some(by), ..column(title, long) };
    let ranked = measures.get(ranked).map(|of| of.measure.short.as_str()).unwrap_or_default();
    let rank = column("Rank", &format!("Place among the schools by target, {ranked}; equal targets share a place"));
    let of_measures = measures
        .iter()
        .map(|of| sortable(SchoolsColumn::Measure(of.measure.id.clone()), &of.measure.short, &of.measure.title));
    let first = [rank, sortable(SchoolsColumn::Pupils, "Pupils", "Pupils of the school")];
    let last = sortable(
        SchoolsColumn::Findings,
        "Points to discuss",
        "How many points there are to discuss at this key stage",
    );
    first.into_iter().chain(of_measures).chain([last]).collect()
}

/// Each school's place by target; empty: no place. Where anything is hidden there are none: the gaps between places
/// would tell of it.
fn ranks(lines: &[SchoolFigures], hides: &HiddenFigures, by: usize) -> Vec<String> {
    if hides.any() {
        return vec![String::new(); lines.len()];
    }
    let values = lines.iter().map(|line| target_of(line, by)).collect::<Vec<_>>();
    let place =
        |value: Exact| 1 + values.iter().flatten().filter(|other| other.compare(value) == Ordering::Greater).count();
    let rank = |value: &Option<Exact>| match value {
        Some(value) => place(*value).to_string(),
        _ => String::new(),
    };
    values.iter().map(rank).collect()
}

/// The schools in the order asked for; those whose number is hidden or missing come last, by name.
fn order(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
    hides: &HiddenFigures,
) -> Vec<usize> {
    let mut order = (0..lines.len()).collect::<Vec<_>>();
    let name = |line: &usize| lines.get(*line).map(|line| line.name.clone()).unwrap_or_default();
    order.sort_by_cached_key(|line| (name(line).parse::<u64>().unwrap_or(u64::MAX), name(line)));
    let descending = context.query.descending;
    let way = |order: Ordering| if descending { order.reverse() } else { order };
    let Some(by) = context.query.sort.as_ref().filter(|by| **by != SchoolsColumn::Name) else {
        if descending {
            order.reverse();
        }
        return order;
    };
    let key = |line: &usize| -> Option<Exact> {
        let of = lines.get(*line)?;
        let whole = |number: u64| Some(Exact { numerator: number.into(), denominator: 1 });
        match by {
            SchoolsColumn::Pupils => whole(of.pupils).filter(|_| !hides.row(*line)),
            SchoolsColumn::Findings => whole(of.findings.len() as u64),
            SchoolsColumn::Name => None,
            SchoolsColumn::Measure(id) => {
                let measure = measures.iter().position(|of| of.measure.id == *id)?;
                target_of(of, measure).filter(|_| !hides.target(measure, *line))
            }
        }
    };
    order.sort_by(|one, other| match (key(one), key(other)) {
        (Some(one), Some(other)) => way(one.compare(other)),
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
    order
}

fn school_row(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    hides: &HiddenFigures,
    number: usize,
    line: &SchoolFigures,
    rank: &str,
) -> Option<TableRow> {
    let groups = GroupSelection::single_group(SCHOOL, &line.name);
    let cells = measures.iter().enumerate().map(|(index, of)| {
        if hides.target(index, number) {
            return hidden();
        }
        let Some(figure) = line.target.get(index).copied().flatten() else { return TableCell::new("") };
        let current = line.current.get(index).copied().flatten().filter(|_| !hides.current(index, number));
        let change = figure.value.zip(current);
        let tone = match change.map(|(target, current)| target.compare(current)) {
            Some(Ordering::Less) => Tone::Warn,
            _ => Tone::Plain,
        };
        let pupils = context.pupils(&groups, of.measure, &of.basis, FigurePart::Reached);
        let small = change.map(|(target, current)| CellValue::difference(target, current)).unwrap_or_default();
        let hint = if tone == Tone::Warn { "below current performance".into() } else { String::new() };
        TableCell { small, tone, hint, ..TableCell::opening(figure_value(of.measure, figure.value), pupils) }
    });
    let first =
        [TableCell::new(rank), if hides.row(number) { hidden() } else { context.size_cell(&groups, line.pupils) }];
    let last = if context.hides() > 0 { hidden() } else { TableCell::new(line.findings.len() as u64) };
    Some(TableRow {
        command: Some(Command::SetSchool { school: line.name.clone() }),
        ..TableRow::named(line.title.as_str(), first.into_iter().chain(cells).chain([last]).collect())
    })
}

fn total(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
    hides: &HiddenFigures,
) -> TableRow {
    let pupils = if hides.target.size { hidden() } else { context.size(context.scene.bases.cohort().len() as u64) };
    let cells = measures.iter().enumerate().map(|(index, of)| {
        if hides.target.totals.get(index).copied().unwrap_or_default() {
            return hidden();
        }
        let Some(figure) = of.target.as_ref().map(|target| context.shown(target.figure(None))) else {
            return TableCell::new("");
        };
        let current = current(context, of, "");
        let small =
            figure.value.zip(current).map(|(target, now)| CellValue::difference(target, now)).unwrap_or_default();
        let pupils = context.pupils(&GroupSelection::default(), of.measure, &of.basis, FigurePart::Reached);
        TableCell { small, ..TableCell::opening(figure_value(of.measure, figure.value), pupils) }
    });
    let raised = lines.iter().map(|line| line.findings.len()).sum::<usize>();
    let last = if context.hides() > 0 { hidden() } else { TableCell::new(raised as u64) };
    let cells = [TableCell::new(""), pupils].into_iter().chain(cells).chain([last]).collect();
    TableRow::named("All schools", cells)
}

/// The sum of the schools' targets: pupils who are to reach the mark, of all in the figure. A mean is that of all pupils.
pub(super) fn sum_of_schools(schools: &[Option<Figure>], all: Option<Figure>) -> Option<Figure> {
    let all = all?;
    if all.achieved.is_none() {
        return Some(all);
    }
    let (mut achieved, mut eligible, mut missing, mut left_out) = (0, 0, 0, 0);
    for figure in schools.iter().flatten() {
        achieved += figure.achieved.unwrap_or_default();
        eligible += figure.eligible;
        missing += figure.missing;
        left_out += figure.left_out;
    }
    let value = crate::measures::figure::percentage(achieved, eligible);
    Some(Figure { achieved: Some(achieved), eligible, missing, left_out, value })
}

/// The line for the country that the authority's targets are held against, where the edition has one.
fn milestone<'a>(context: &TablesScene<'a>, measure: &'a Measure) -> Option<&'a BenchmarkLine> {
    let kind = &context.scene.edition.local.milestone;
    measure.lines.iter().find(|line| line.kind == *kind)
}

/// The results of all schools, and the line for the country with how far the sum of targets, or else the results, are below
/// it (RULES_2027 E).
fn against_milestone(context: &TablesScene, measure: &Measure, sum: Option<Exact>) -> Vec<TableCell> {
    let results = || evaluate(measure, &Basis::Actual, &context.scene.bases)?.figure(None).value;
    let figure = match sum {
        Some(sum) => Some(("targets", sum)),
        None if context.hides() == 0 => results().map(|results| ("results", results)),
        None => None,
    };
    let line = milestone(context, measure).map_or_else(TableCell::default, |line| {
        let at = Exact { numerator: line.percent.into(), denominator: 1 };
        let below = figure.filter(|(_, value)| !measure.kind.is_better_lower() && value.compare(at).is_lt());
        let below =
            below.map(|(what, value)| format!("; the {what} are {} points below", at.distance(value).0.decimals(1)));
        let small = format!("{}{}", line.label, below.unwrap_or_default()).into();
        TableCell { small, ..TableCell::cited(CellValue::percent(at), context.scene.guidance.cite(&line.source)) }
    });
    vec![measure_entry(context, measure, &Basis::Actual), line]
}

fn sums(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
    hides: &HiddenFigures,
) -> TableView {
    let has_milestone = measures.iter().any(|of| milestone(context, of.measure).is_some());
    let rows = measures.iter().enumerate().map(|(index, of)| {
        let schools = lines.iter().map(|line| line.target.get(index).copied().flatten()).collect::<Vec<_>>();
        let sum = sum_of_schools(&schools, of.targets().map(|target| target.figure(None)));
        let own = context.scene.document.settings.la_targets.get(&of.measure.id).copied();
        let at = own.map(|own| Exact { numerator: own.into(), denominator: ONE.into() });
        let is_hidden = hides.target.totals.get(index).copied().unwrap_or_default();
        let sum = sum.filter(|_| !is_hidden).map(|sum| context.shown(sum));
        let pupils = context.pupils(&GroupSelection::default(), of.measure, &Basis::Moderated, FigurePart::Reached);
        let difference = sum.and_then(|sum| sum.value).zip(at);
        let mut cells = vec![
            sum.map_or_else(
                || if is_hidden { hidden() } else { TableCell::new("no targets") },
                |sum| figure_entry(of.measure, &sum, pupils),
            ),
            TableCell { input: Some(CellInput::authority_target(of.measure)), ..TableCell::new(typed(own)) },
            difference_entry(difference, sum),
        ];
        if has_milestone {
            cells.extend(against_milestone(context, of.measure, sum.and_then(|sum| sum.value)));
        }
        let source = context.scene.guidance.cite(&of.measure.source);
        TableRow::new(TableCell::cited(of.measure.title.as_str(), source), cells)
    });
    let mut columns = vec![
        column("Total of schools", "What the schools\u{2019} targets come to together"),
        column("Authority\u{2019}s own", "The local authority\u{2019}s own target, in percent"),
        column("Difference", "The total of the schools minus the authority\u{2019}s own target"),
    ];
    if has_milestone {
        columns.push(column("Results", "Pupils of all schools whose result reaches it"));
        columns.push(column("England", "What the government wants for England"));
    }
    TableView {
        title: "The schools\u{2019} targets together, and the authority\u{2019}s own".into(),
        words: "The total counts the pupils in all schools whose targets reach it. Type the authority\u{2019}s target \
                to compare it with the total."
            .into(),
        paragraph: context.scene.edition.local.schools.as_ref().map(|rule| context.scene.guidance.cite(&rule.sum)),
        head: "Target".into(),
        columns,
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    }
}

/// "−1.4 points, 140 pupils fewer".
fn difference_entry(difference: Option<(Exact, Exact)>, sum: Option<Figure>) -> TableCell {
    let Some((sum_value, own)) = difference else { return TableCell::new("") };
    let below = sum_value.compare(own) == Ordering::Less;
    let (distance, _) = sum_value.distance(own);
    let whole = sum.filter(|sum| sum.achieved.is_some()).map(|sum| {
        let pupils =
            Exact { numerator: distance.numerator * u128::from(sum.eligible), denominator: distance.denominator * 100 };
        let pupils = u64::try_from(pupils.numerator.div_ceil(pupils.denominator)).unwrap_or(u64::MAX);
        format!("{} {}", count(pupils, "pupil"), if below { "short of it" } else { "above it" })
    });
    let small = whole.filter(|_| distance.numerator > 0).unwrap_or_default();
    let tone = if below { Tone::Warn } else { Tone::Good };
    TableCell {
        small: small.into(),
        tone,
        ..TableCell::new(format!("{} points", CellValue::difference(sum_value, own)))
    }
}

//! Groups: their figures, and the gap to all pupils now and by target (RULES 4.4).

use std::cmp::Ordering;

use super::compared::{ComparedMeasure, PresentGroups, shown};
use super::suppression::hide_groups;
use super::{TablesScene, basis_title, column, ethnic, figure_entry, hidden, matrix, pace};
use crate::guidance::Measure;
use crate::guidance::measure::MeasureKind;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::{GroupedPupils, combined, offered};
use crate::measures::{Basis, Exact, Figure, GroupSelection};
use crate::report::sharing::HiddenCounts;
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::{percent, value};
use crate::screens::chart::{ChartRow, rows};
use crate::screens::{
    Choice, ChooserPart, FigureChart, GroupDots, TableCell, TableChooser, TableRow, TableSection, TableView,
    TablesPage, Tone,
};
use crate::session::command::FigurePart;
use crate::session::words::group_words;

/// What the signs of the pictures mean.
const KEY: &str = "Line: all pupils. \u{25cf} this group\u{2019}s target. \u{25cb} its results last year.";
/// All measures at once.
const EVERY: &str = "every";

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let basis = context.basis();
    let measures = context.measures(&basis).collect::<Vec<_>>();
    let wanted = measures.iter().find(|measure| measure.id == context.query.measure);
    let Some(measure) = wanted.or(measures.first()) else { return nothing(context) };
    let (every, paces) = (context.query.measure == EVERY, context.query.measure == pace::PACE);
    let (table, chosen) = match (every, paces) {
        (true, _) => (Some(matrix::matrix(context, &measures, &basis)), EVERY),
        (_, true) => (pace::table(context, &basis), pace::PACE),
        _ => (Some(measure_table(context, measure, &basis)), measure.id.as_str()),
    };
    let ethnic = context
        .scene
        .edition
        .findings
        .iter()
        .filter(|rule| rule.kind.groups().is_some())
        .map(|rule| rule.code.as_str());
    let ethnic = ethnic.collect::<Vec<_>>();
    let remarks = context.finding_chips(|finding| {
        ethnic.contains(&finding.code.as_str()) && (every || !paces && finding.measure == measure.id)
    });
    TablesPage {
        title: "Groups".into(),
        lead: if paces { format!("{} of each group.", basis_title(&basis)) } else { lead(context, &basis) },
        remarks,
        choosers: choosers(context, &measures, chosen),
        tables: [table, ethnic::codes(context)].into_iter().flatten().collect(),
        ..TablesPage::default()
    }
}

fn nothing(context: &TablesScene) -> TablesPage {
    let lead = format!("The file has no results or targets for {}.", context.stage());
    TablesPage { title: "Groups".into(), lead, ..TablesPage::default() }
}

fn lead(context: &TablesScene, basis: &Basis) -> String {
    let then = match context.then {
        Some(_) => "",
        None => " Add last year\u{2019}s results to see whether gaps narrow.",
    };
    format!(
        "{} for each group, compared with all {}. The gap is the group\u{2019}s percentage minus that of all.{then}",
        basis_title(basis),
        context.count(context.scene.bases.cohort().len() as u64)
    )
}

fn choosers(context: &TablesScene, measures: &[&Measure], chosen: &str) -> Vec<TableChooser> {
    let choice = |id: &str, title: &str, chosen: bool| Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        remark: String::new(),
        chosen,
    };
    let of_measures = measures.iter().map(|measure| choice(&measure.id, &measure.title, measure.id == chosen));
    let every = choice(EVERY, "All measures side by side", chosen == EVERY);
    let pace = pace::title(context).map(|title| choice(pace::PACE, &title, chosen == pace::PACE));
    let groupings = offered(context.scene.edition, context.stage(), &context.scene.bases);
    let all = choice("", "All groupings", context.query.by.is_empty());
    let of_groupings = groupings.iter().map(|(name, title)| choice(name, title, *name == context.query.by));
    let mut choosers = vec![
        TableChooser {
            part: ChooserPart::Measure,
            label: "Measure".into(),
            choices: of_measures.chain([every]).chain(pace).collect(),
        },
        context.bases_chooser(),
        TableChooser {
            part: ChooserPart::By,
            label: "Groups".into(),
            choices: [all].into_iter().chain(of_groupings).collect(),
        },
    ];
    // Groups that overlap could be taken from one another: none are combined where counts are hidden.
    if context.hides() == 0 {
        choosers.extend(context.groupings.iter().filter_map(|groups| combination(context, groups)));
    }
    choosers
}

/// The groups of one grouping to combine with those of others.
fn combination(context: &TablesScene, PresentGroups { grouped, present }: &PresentGroups) -> Option<TableChooser> {
    let (groups, name) = (&context.query.groups, grouped.name.as_str());
    let now = groups.get(name).unwrap_or_default();
    let choice = |group: &str, title: String| Choice {
        id: groups.with_group(name, group).to_string(),
        title,
        remark: String::new(),
        chosen: now == group,
    };
    if present.len() < 2 && now.is_empty() {
        return None;
    }
    let choices = present.iter().filter_map(|(number, _)| {
        let name = grouped.groups.names.get(*number)?;
        Some(choice(name, grouped.titles.get(*number)?.clone()))
    });
    let choices = [choice("", "Any".into())].into_iter().chain(choices).collect();
    Some(TableChooser { part: ChooserPart::Groups, label: grouped.title.clone(), choices })
}

fn measure_table(context: &TablesScene, measure: &Measure, basis: &Basis) -> TableView {
    let mut columns = vec![
        column("Pupils", "Pupils in the group"),
        column(&basis_title(basis), "The group\u{2019}s percentage, and how many pupils reach it"),
        column("Gap", "Percentage points above or below all pupils"),
        column("", "Against all pupils, from 0 to 100%"),
        column("One pupil = % points", "What one pupil of the group is worth, in percentage points"),
    ];
    if context.then.is_some() {
        columns.push(column("Gap last year", "The gap in last year\u{2019}s results"));
        columns.push(column("Does it narrow?", "Whether the gap is smaller than in last year\u{2019}s results"));
    }
    let Some(compared) = ComparedMeasure::new(context, measure, basis) else { return TableView::default() };
    let mut sections = vec![section_of_all(context, &compared)];
    sections.extend(section_of_combination(context, &compared));
    sections.extend(
        shown(context).map(|groups| grouping_section(context, &compared, groups)).filter(TableSection::has_rows),
    );
    TableView {
        chart: chart(&sections, &measure.title),
        title: measure.title.clone(),
        words: KEY.into(),
        paragraph: Some(context.scene.guidance.cite(&measure.source)),
        head: "Group".into(),
        columns,
        sections,
        ..TableView::default()
    }
}

/// The pictures of the rows as one: nothing is in it that no row shows.
fn chart(sections: &[TableSection], title: &str) -> FigureChart {
    let named = |section: &TableSection, row: &TableRow| match section.title.is_empty() {
        true => row.name(),
        false => format!("{}: {}", section.title, row.name()),
    };
    let of_section = |section: &TableSection| {
        let rows = section.rows.iter().filter(|row| !row.total);
        let drawn = rows.filter_map(|row| {
            Some((named(section, row), row.cells.iter().find_map(|cell| cell.dots.as_ref())?.clone()))
        });
        drawn.collect::<Vec<_>>()
    };
    let drawn = sections.iter().flat_map(of_section).collect::<Vec<_>>();
    let all = drawn.first().map(|(_, dots)| dots.all.clone());
    let row =
        |(name, dots): (String, GroupDots)| ChartRow { name, at: dots.group, from: dots.current, words: dots.words };
    rows(&drawn.into_iter().map(row).collect::<Vec<_>>(), all.as_deref(), title, KEY)
}

fn section_of_all(context: &TablesScene, compared: &ComparedMeasure) -> TableSection {
    let size = context.scene.bases.cohort().len() as u64;
    let then = compared.then.as_ref().map(|(_, figure)| *figure);
    let row = group_row(
        context,
        compared,
        &GroupSelection::default(),
        "All pupils",
        (size, compared.all),
        then,
        [compared.hides_all; 3],
    );
    TableSection { rows: vec![TableRow { total: true, ..row }], ..TableSection::default() }
}

/// The combination that the user picked.
fn section_of_combination(context: &TablesScene, compared: &ComparedMeasure) -> Option<TableSection> {
    let groups = &context.query.groups;
    if groups.is_empty() || context.hides() > 0 {
        return None;
    }
    let within = |bases| {
        let within = combined(groups, context.scene.edition, context.stage(), bases)?;
        Some((0_u32..).zip(within).filter(|(_, within)| *within).map(|(pupil, _)| pupil).collect::<Vec<_>>())
    };
    let here = within(&context.scene.bases)?;
    let then = context.then.as_ref().zip(compared.then.as_ref());
    let then = then.and_then(|(bases, (results, _))| Some(results.figure(Some(&within(bases)?))));
    let figure = (here.len() as u64, compared.here.figure(Some(&here)));
    let title = group_words(context.scene.document, groups);
    let row = group_row(context, compared, groups, &title, figure, then, [false; 3]);
    Some(TableSection { title: "Your combined group".into(), rows: vec![row], ..TableSection::default() })
}

fn grouping_section(context: &TablesScene, compared: &ComparedMeasure, groups: &PresentGroups) -> TableSection {
    let PresentGroups { grouped, present } = groups;
    let figures = compared.here.by_group(&grouped.groups, None);
    let then = compared.then_by_group(context, grouped);
    let now = then.iter().map(|figure| figure.unwrap_or((0, nobody()))).collect::<Vec<_>>();
    let hidden = hide_groups(&[&figures], context.hides());
    let hidden_then = hide_groups(&[&now], context.hides());
    let at = |hidden: &HiddenCounts, number: usize| {
        let reached = hidden.reached.first().and_then(|rows| rows.get(number)).copied().unwrap_or_default();
        (hidden.rows.get(number).copied().unwrap_or_default(), reached)
    };
    let rows = present.iter().filter_map(|&(number, _)| {
        let (size, reached) = at(&hidden, number);
        let then_figure = then.get(number).copied().flatten().map(|(_, figure)| figure);
        let title = grouped.titles.get(number)?;
        let groups = GroupSelection::single_group(&grouped.name, grouped.groups.names.get(number)?);
        let hides = [size, reached, at(&hidden_then, number).1];
        let row = group_row(context, compared, &groups, title, *figures.get(number)?, then_figure, hides);
        let small = ethnic::wanted(context, grouped, number, figures.get(number)?.0).into();
        Some(TableRow { head: TableCell { small, ..row.head }, ..row })
    });
    TableSection {
        title: grouped.title.clone(),
        words: section_words(context, compared, grouped, [&figures, &now], [&hidden, &hidden_then]),
        paragraph: source(context, grouped).map(|source| context.scene.guidance.cite(&source)),
        rows: rows.collect(),
    }
}

fn source(context: &TablesScene, grouped: &GroupedPupils) -> Option<String> {
    let ethnic = context.scene.edition.local.ethnic.as_ref().filter(|rule| rule.grouping == grouped.name);
    let own = Some(grouped.source.clone()).filter(|source| !source.is_empty());
    own.or_else(|| ethnic.map(|rule| rule.source.clone()))
}

fn nobody() -> Figure {
    Figure { achieved: Some(0), eligible: 0, missing: 0, left_out: 0, value: None }
}

/// What was reached elsewhere beside what is reached here, and our conventions.
fn section_words(
    context: &TablesScene,
    compared: &ComparedMeasure,
    grouped: &GroupedPupils,
    [figures, now]: [&[GroupFigure]; 2],
    [hidden, hidden_now]: [&HiddenCounts; 2],
) -> String {
    let elsewhere = context.scene.edition.local.beside.iter();
    let elsewhere = elsewhere.filter(|two| two.grouping == grouped.name && two.measure == compared.measure.id);
    let ethnic = context.scene.edition.local.ethnic.as_ref().filter(|rule| rule.grouping == grouped.name);
    let ethnic = ethnic.filter(|_| context.scene.document.several_schools());
    let wanted =
        ethnic.map(|rule| format!("The authority sets a target for each with more than {} pupils.", rule.more_than));
    let hides_any = |hidden: &HiddenCounts| hidden.reached.iter().flatten().any(|hidden| *hidden);
    let gap = |when: &str, groups, figures, hidden| {
        Some(groups)
            .filter(|_| !hides_any(hidden))
            .and_then(|groups| gap_words(context, grouped, compared.measure, when, (groups, figures)))
    };
    let there = elsewhere.clone().map(|two| {
        let [low, high] = two.percent;
        format!("{}: {low}% and {high}%, a gap of {} points.", two.place, high.abs_diff(low))
    });
    let groupings = &context.scene.guidance.fields.groupings;
    let own = groupings.iter().find(|grouping| grouping.name == grouped.name);
    let groups = elsewhere.clone().map(|two| &two.groups).next().or(own.and_then(|own| own.gap_between.as_ref()));
    let kind = &compared.measure.kind;
    let groups = groups.filter(|_| kind.is_share() || *kind == MeasureKind::Average);
    let gaps =
        groups.map(|groups| [gap("Here", groups, figures, hidden), gap("In last results", groups, now, hidden_now)]);
    there
        .chain(ethnic::elsewhere(context, compared, &grouped.name))
        .chain(gaps.into_iter().flatten().flatten())
        .chain(wanted)
        .chain([grouped.words.clone()])
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// "Here: 54.2% and 73.1%, a gap of 18.9 points." `None`: one of the groups has no percentage.
fn gap_words(
    context: &TablesScene,
    grouped: &GroupedPupils,
    measure: &Measure,
    when: &str,
    (groups, figures): (&[String; 2], &[GroupFigure]),
) -> Option<String> {
    let of = |name: &String| context.shown(figures.get(usize::from(grouped.number(name)?))?.1).value;
    let [low, high] = groups.each_ref().map(of);
    let (low, high) = low.zip(high)?;
    let (gap, reverse) = high.distance(low);
    let which = if reverse { ", the other way round" } else { "" };
    let gap = gap.decimals(1);
    let [low, high] = [low, high].map(|figure| value(measure, Some(figure)));
    Some(format!("{when}: {low} and {high}, a gap of {gap} points{which}."))
}

fn group_row(
    context: &TablesScene,
    compared: &ComparedMeasure,
    groups: &GroupSelection,
    title: &str,
    (size, figure): GroupFigure,
    then: Option<Figure>,
    [hide_size, hide, hide_then]: [bool; 3],
) -> TableRow {
    let (measure, basis) = (compared.measure, compared.basis);
    let (figure, then) = (context.shown(figure), then.map(|then| context.shown(then)));
    // Who is left out would follow from the size: where counts are hidden only those in the figure are told.
    let shown_size = if context.hides() > 0 { figure.eligible } else { size };
    let pupils = context.size_cell(groups, shown_size);
    let reached = figure_entry(measure, &figure, context.pupils(groups, measure, basis, FigurePart::Reached));
    let then_all = compared.then.as_ref().and_then(|(_, all)| all.value);
    let then = then.and_then(|then| then.value).filter(|_| !hide_then);
    let here = figure.value.filter(|_| !hide);
    let is_all = groups.is_empty();
    let gaps = !is_all && !compared.hides_all;
    let gap = here.zip(compared.all.value).filter(|_| gaps);
    let gap_then = then.zip(then_all).filter(|_| gaps);
    let one = figure.one_pupil().map(|one| CellValue::Number(one.decimals(2)));
    TableRow::named(
        title,
        vec![
            if hide_size { hidden() } else { pupils },
            if hide { hidden() } else { reached },
            gap_entry(gap, (hide || compared.hides_all) && !is_all),
            TableCell {
                dots: dots(measure, compared.all.value.filter(|_| !compared.hides_all), here, then, title),
                ..TableCell::default()
            },
            if hide_size { hidden() } else { TableCell::new(one.unwrap_or_default()) },
            // The page shows as many of these as there are columns.
            gap_entry(gap_then, hide_then && !is_all && !hide),
            if is_all { TableCell::new("") } else { narrows(gap, gap_then) },
        ],
    )
}

fn gap_entry(gap: Option<(Exact, Exact)>, is_hidden: bool) -> TableCell {
    match gap {
        _ if is_hidden => hidden(),
        Some((group, all)) => TableCell::new(CellValue::difference(group, all)),
        None => TableCell::new(""),
    }
}

/// Whether a gap is smaller by target than in current performance.
fn narrows(gap: Option<(Exact, Exact)>, then: Option<(Exact, Exact)>) -> TableCell {
    let Some(((here, all), (then, all_then))) = gap.zip(then) else { return TableCell::new("") };
    let ((now, below), (before, below_then)) = (here.distance(all), then.distance(all_then));
    let (change, _) = now.distance(before);
    let by = change.decimals(1);
    let (words, tone) = match now.compare(before) {
        _ if below_then && !below => ("closes".into(), Tone::Good),
        _ if !below && !below_then => return TableCell::new("not below all"),
        _ if below && !below_then => ("opens".into(), Tone::Warn),
        Ordering::Less => (format!("narrows by {by}"), Tone::Good),
        Ordering::Equal => ("stays".into(), Tone::Warn),
        Ordering::Greater => (format!("widens by {by}"), Tone::Warn),
    };
    TableCell { tone, ..TableCell::new(words) }
}

fn dots(
    measure: &Measure,
    all: Option<Exact>,
    group: Option<Exact>,
    then: Option<Exact>,
    title: &str,
) -> Option<GroupDots> {
    let (all, group) = all.zip(group).filter(|_| measure.kind.is_share())?;
    let place = |value: Exact| value.decimals(1);
    let now = then.map(|then| format!(", current performance {}", percent(Some(then)))).unwrap_or_default();
    Some(GroupDots {
        words: format!("{title}: {}{now}; all pupils {}", value(measure, Some(group)), value(measure, Some(all))),
        all: place(all),
        group: place(group),
        current: then.map(place),
    })
}

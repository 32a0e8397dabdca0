//! The return of the local authority: the rows of the guidance's table as printed, and the ethnic groups (RULES 8).

use super::suppression::{hide_groups, too_few};
use super::{TablesScene, column, figure_entry, hidden};
use crate::guidance::Measure;
use crate::guidance::local::{EthnicRule, ReturnRow};
use crate::guidance::measure::MeasurePopulation;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::{GroupedPupils, UNRECORDED, YEAR_GROUP, grouped};
use crate::measures::{Basis, Figure, GroupSelection, evaluate};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure_value;
use crate::screens::summary::present::year_groups;
use crate::screens::{CellInput, TableCell, TableRow, TableSection, TableView, TablesPage};
use crate::session::command::{FigurePart, Filter};
use crate::session::settings::typed;
use crate::text::phrases::{count, list};

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let rows = &context.scene.edition.local.rows;
    if rows.is_empty() {
        let lead = "The guidance for this year has no table of targets to return. Choose another edition.".into();
        return TablesPage { title: "Return".into(), lead, ..TablesPage::default() };
    }
    let lead = format!("The {} targets of the authority and its schools, row by row as in the guidance.", rows.len());
    let tables = [Some(return_table(context, rows)), ethnic(context, rows)];
    TablesPage { title: "Return".into(), lead, tables: tables.into_iter().flatten().collect(), ..TablesPage::default() }
}

/// The pupils a row is about: those of its year groups, as far as the file names any. `None`: all.
fn pupils_of_row(context: &TablesScene, row: &ReturnRow) -> Option<Vec<u32>> {
    let years = match &context.scene.document.settings.year {
        Some(chosen) => vec![chosen.clone()],
        None => year_groups(context.scene),
    };
    match years.as_slice() {
        [] => return None,
        _ if row.years.is_empty() => return None,
        // Whoever has no year group is of the only one.
        [only] => return (!row.years.contains(only)).then(Vec::new),
        _ => (),
    }
    let labels = context.scene.bases.cohort().year_groups(context.scene.guidance)?;
    let wanted = |id: &u16| labels.texts().get(usize::from(*id)).is_some_and(|year| row.years.contains(year));
    Some((0_u32..).zip(labels.ids()).filter(|(_, id)| wanted(id)).map(|(pupil, _)| pupil).collect())
}

/// The groups that a number of a row counts; `None`: it has no single address.
fn address(context: &TablesScene, row: &ReturnRow, groups: &GroupSelection) -> Option<GroupSelection> {
    match (pupils_of_row(context, row), row.years.as_slice()) {
        (None, _) => Some(groups.clone()),
        (Some(_), [year]) => Some(groups.with_group(YEAR_GROUP, year)),
        _ => None,
    }
}

fn row_figure(context: &TablesScene, row: &ReturnRow, measure: &Measure, basis: &Basis) -> Option<Figure> {
    let pupils = pupils_of_row(context, row);
    let figure = evaluate(measure, basis, &context.scene.bases)?.figure(pupils.as_deref());
    (figure.eligible > 0).then_some(figure)
}

fn link(
    context: &TablesScene,
    row: &ReturnRow,
    measure: &Measure,
    basis: &Basis,
    groups: &GroupSelection,
) -> Option<Filter> {
    context.pupils(&address(context, row, groups)?, measure, basis, FigurePart::Reached)
}

fn return_table(context: &TablesScene, rows: &[ReturnRow]) -> TableView {
    let rows = rows.iter().filter_map(|row| Some(line(context, row, context.scene.edition.measure(&row.measure)?)));
    let school = context.scene.document.settings.school.is_some() || !context.scene.document.several_schools();
    let together = if school { "This school" } else { "Schools together" };
    TableView {
        title: format!("LA and school targets {}", context.scene.edition.target_year),
        words: "Type the authority\u{2019}s own target where it sets one. The total is of the pupils\u{2019} targets \
                in the file."
            .into(),
        paragraph: context.scene.edition.local.schools.as_ref().map(|rule| context.scene.guidance.cite(&rule.table)),
        head: "Description of target".into(),
        columns: vec![
            column("LA target", "Whether the authority sets this target, as printed"),
            column("School target", "Whether schools set this target, as printed"),
            column("Authority\u{2019}s own", "The authority\u{2019}s own target, as typed in"),
            column(together, "What the pupils\u{2019} targets add up to"),
            column("Results", "Current performance, or the results in this file"),
            column("Remark", "Why no target is needed, or what to know"),
        ],
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        notes: vec![star(context)],
        ..TableView::default()
    }
}

fn star(context: &TablesScene) -> String {
    let more = context.scene.edition.local.ethnic.as_ref().map(|rule| rule.more_than).unwrap_or_default();
    format!("* Broken down below by each ethnic group with more than {more} pupils.")
}

fn yes(set: bool) -> &'static str {
    if set { "Yes" } else { "No" }
}

fn line(context: &TablesScene, row: &ReturnRow, measure: &Measure) -> TableRow {
    let target = row_figure(context, row, measure, &Basis::Moderated);
    let school = if row.school_words.is_empty() { yes(row.school).to_owned() } else { row.school_words.clone() };
    let own = context.scene.document.settings.la_targets.get(&measure.id).copied();
    let own = if row.authority {
        TableCell { input: Some(CellInput::authority_target(measure)), ..TableCell::new(typed(own)) }
    } else {
        TableCell::new("not needed")
    };
    let sum = target.map(|figure| shown_figure(context, row, measure, &Basis::Moderated, &figure));
    let cells = vec![
        TableCell::new(yes(row.authority)),
        TableCell::new(school),
        own,
        sum.unwrap_or_else(|| TableCell::new("\u{2013}")),
        results(context, row, measure),
        TableCell::new(remark(context, row, measure, target)),
    ];
    TableRow::named(row.title.as_str(), cells)
}

/// A figure with the pupils behind it, or its placeholder where it is too small.
fn shown_figure(
    context: &TablesScene,
    row: &ReturnRow,
    measure: &Measure,
    basis: &Basis,
    figure: &Figure,
) -> TableCell {
    if too_few(figure, context.hides()) {
        return hidden();
    }
    figure_entry(measure, &context.shown(*figure), link(context, row, measure, basis, &GroupSelection::default()))
}

fn results(context: &TablesScene, row: &ReturnRow, measure: &Measure) -> TableCell {
    if let Some(current) = context.scene.document.current.value(&measure.id, "").filter(|_| context.hides() == 0) {
        return TableCell {
            small: CellValue::Number(context.scene.edition.current_year.to_string()),
            ..TableCell::new(figure_value(measure, Some(current)))
        };
    }
    let figure = row_figure(context, row, measure, &Basis::Actual);
    figure.map_or_else(
        || TableCell::new("\u{2013}"),
        |figure| shown_figure(context, row, measure, &Basis::Actual, &figure),
    )
}

fn remark(context: &TablesScene, row: &ReturnRow, measure: &Measure, target: Option<Figure>) -> String {
    let care = context
        .scene
        .edition
        .local
        .care
        .as_ref()
        .filter(|_| context.hides() == 0 && matches!(measure.about, Some(MeasurePopulation::InCare(_))));
    let few = care.zip(target).filter(|(care, figure)| figure.eligible < care.fewer_than);
    let few = few.map(|(care, _)| care.remark.clone());
    let missing = target.filter(|target| target.missing > 0 && context.hides() == 0);
    let missing =
        missing.map(|target| format!("{} of this figure with an empty target.", count(target.missing, "pupil")));
    let nobody = pupils_of_row(context, row).is_some_and(|pupils| pupils.is_empty());
    let nobody = nobody.then(|| "The file has no pupils in these year groups.".to_owned());
    [Some(row.why.clone()), nobody, few, missing]
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The starred rows by ethnic group.
fn ethnic(context: &TablesScene, rows: &[ReturnRow]) -> Option<TableView> {
    let rule = context.scene.edition.local.ethnic.as_ref()?;
    let grouped = grouped(&rule.grouping, context.scene.edition, context.stage(), &context.scene.bases)?;
    let basis = Basis::Moderated;
    let starred = rows.iter().filter(|row| row.starred).filter_map(|row| {
        let measure = context.scene.edition.measure(&row.measure)?;
        let within = pupils_of_row(context, row);
        let figures = evaluate(measure, &basis, &context.scene.bases)
            .map(|evaluated| evaluated.by_group(&grouped.groups, within.as_deref()));
        Some((row, measure, figures))
    });
    let starred = starred.collect::<Vec<_>>();
    let there = starred.iter().filter_map(|(_, _, figures)| figures.as_deref()).collect::<Vec<_>>();
    let hides = hide_groups(&there, context.hides());
    let is_hidden = |of: &[GroupFigure], group: usize| {
        let index = there.iter().position(|figures| std::ptr::eq(*figures, of));
        let reached = index.and_then(|index| hides.reached.get(index)).and_then(|rows| rows.get(group));
        reached.copied().unwrap_or_default()
    };
    let section_rows = (0..grouped.groups.names.len())
        .filter(|group| grouped.groups.names.get(*group).is_some_and(|name| name != UNRECORDED));
    let section_rows = section_rows.map(|group| {
        let cells = starred.iter().map(|(row, measure, figures)| match figures {
            None => TableCell::new("\u{2013}"),
            Some(figures) => {
                figure_cell(context, (row, measure), rule, &grouped, figures, group, is_hidden(figures, group))
            }
        });
        TableRow::named(grouped.titles.get(group).cloned().unwrap_or_default(), cells.collect())
    });
    let columns = starred
        .iter()
        .map(|(row, measure, _)| column(&format!("{} {}", stage_letters(&measure.stage), measure.short), &row.title));
    let missing =
        starred.iter().filter(|(_, _, figures)| figures.is_none()).map(|(_, measure, _)| measure.stage.clone());
    let mut missing = missing.collect::<Vec<_>>();
    missing.dedup();
    Some(TableView {
        title: "The starred rows by ethnic group".into(),
        words: format!(
            "{} groups. No target is needed for a group of {} pupils or fewer.{}",
            grouped.groups.names.len() - 1,
            rule.more_than,
            if missing.is_empty() {
                String::new()
            } else {
                format!(" The file has no targets for {}.", list(&missing))
            }
        ),
        paragraph: Some(context.scene.guidance.cite(&rule.source)),
        head: "Ethnic group".into(),
        columns: columns.collect(),
        sections: vec![TableSection { rows: section_rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    })
}

/// "KS2" of "Key Stage 2".
fn stage_letters(stage: &str) -> String {
    stage.split(' ').filter_map(|word| word.chars().next()).collect()
}

fn figure_cell(
    context: &TablesScene,
    (row, measure): (&ReturnRow, &Measure),
    rule: &EthnicRule,
    grouped: &GroupedPupils,
    figures: &[GroupFigure],
    group: usize,
    is_hidden: bool,
) -> TableCell {
    let Some((size, figure)) = figures.get(group).copied() else { return TableCell::default() };
    if is_hidden {
        return hidden();
    }
    // To share, it is not said: that a group is not above a number is a count, too.
    if size <= rule.more_than && context.hides() == 0 {
        return TableCell { small: count(size, "pupil").into(), ..TableCell::new("not needed") };
    }
    let groups = grouped
        .groups
        .names
        .get(group)
        .map(|name| GroupSelection::single_group(&grouped.name, name))
        .unwrap_or_default();
    figure_entry(measure, &context.shown(figure), link(context, row, measure, &Basis::Moderated, &groups))
}

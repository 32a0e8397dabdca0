//! Special educational needs: pupils on P scales, targets without evidence, and catching up (RULES 3, 5.3, 5.4).

use super::{TablesScene, column, figure_entry, hidden, measure_entry};
use crate::guidance::Measure;
use crate::guidance::local::NeedsRule;
use crate::measures::figure::percentage;
use crate::measures::groupings::{ON_P_SCALES, P_SCALES, UNRECORDED, combined, grouped};
use crate::measures::{Basis, Class, GroupSelection, classify, evaluate};
use crate::report::value::CellValue;
use crate::screens::pupils::row::{columns, row};
use crate::screens::{Chip, TableCell, TableRow, TableSection, TableView, TablesPage, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::text::phrases::{count, thousands};

/// Pupils listed at most; the count above opens them all.
const LISTED: usize = 200;

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let title = String::from("Special needs");
    let Some(rule) = context.scene.edition.local.needs.as_ref() else {
        return TablesPage {
            title,
            lead: "The guidance for this year does not cover special needs targets.".into(),
            ..TablesPage::default()
        };
    };
    let tables = [low(context, rule), by_need(context, rule), among_short(context, rule), catch_up(context, rule)];
    TablesPage {
        title,
        lead: "Pupils with special educational needs have targets too: normally two levels of progress. Where that is \
               unlikely, as much as possible, with the evidence."
            .into(),
        remarks: below_level_1(context, rule)
            .into_iter()
            .chain(context.finding_chips(|finding| finding.code == rule.finding))
            .collect(),
        tables: tables.into_iter().flatten().collect(),
        ..TablesPage::default()
    }
}

/// How many pupils start or aim below level 1, opening them.
fn below_level_1(context: &TablesScene, rule: &NeedsRule) -> Option<Chip> {
    let groups = GroupSelection::single_group(P_SCALES, ON_P_SCALES);
    let within = combined(&groups, context.scene.edition, context.stage(), &context.scene.bases)?;
    let pupils = within.iter().filter(|within| **within).count() as u64;
    let filter = Filter::everybody_of(groups);
    (context.hides() == 0 && pupils > 0).then(|| Chip {
        tone: Tone::Plain,
        words: format!("{}:", rule.words),
        count: count(pupils, "pupil"),
        pupils: Some(filter),
        paragraph: Some(context.scene.guidance.cite(&rule.source)),
    })
}

/// Pupils who start or aim below level 1.
fn low(context: &TablesScene, rule: &NeedsRule) -> Option<TableView> {
    let groups = GroupSelection::single_group(P_SCALES, ON_P_SCALES);
    let within = combined(&groups, context.scene.edition, context.stage(), &context.scene.bases)?;
    let pupils = within.iter().enumerate().filter(|(_, within)| **within).map(|(pupil, _)| pupil).collect::<Vec<_>>();
    let shown = columns(context.scene);
    let of_pupil = |pupil: &usize| {
        let row = row(context.scene, *pupil, &shown);
        let cells = row.cells.iter();
        let cells = cells.map(|cell| TableCell {
            tone: cell.tone,
            hint: cell.hint.clone(),
            ..TableCell::new(cell.text.clone())
        });
        let exception = match row.exception.evidence.as_str() {
            "" => String::new(),
            evidence => format!("agreed exception: {evidence}"),
        };
        let small = row.context.into_iter().chain([exception]).filter(|words| !words.is_empty());
        let small = small.collect::<Vec<_>>().join(", ").into();
        TableRow::new(TableCell { small, ..TableCell::new(row.name) }, cells.collect())
    };
    let names = context.hides() == 0 && !pupils.is_empty();
    let size = pupils.len() as u64;
    Some(TableView {
        title: format!("{}: {}", rule.words, context.count(size)),
        words: format!("{} Change their targets under Pupils.", rule.below),
        paragraph: Some(context.scene.guidance.cite(&rule.source)),
        head: "Pupil".into(),
        columns: if names {
            shown.iter().map(|of| column(&of.column.title, &of.column.long)).collect()
        } else {
            Vec::new()
        },
        sections: if names {
            vec![TableSection { rows: pupils.iter().take(LISTED).map(of_pupil).collect(), ..TableSection::default() }]
        } else {
            Vec::new()
        },
        notes: if pupils.len() > LISTED { vec![format!("The first {LISTED} are shown.")] } else { Vec::new() },
        ..TableView::default()
    })
}

/// Every measure of the key stage for each stage of need.
fn by_need(context: &TablesScene, rule: &NeedsRule) -> Option<TableView> {
    let basis = context.basis();
    let grouped = grouped(&rule.grouping, context.scene.edition, context.stage(), &context.scene.bases)?;
    let measures = context.measures(&basis).filter(|measure| measure.kind.is_share()).collect::<Vec<_>>();
    let figures = measures.iter().map(|measure| {
        evaluate(measure, &basis, &context.scene.bases)
            .map(|evaluated| evaluated.by_group(&grouped.groups, None))
            .unwrap_or_default()
    });
    let figures = figures.collect::<Vec<_>>();
    let hides =
        super::suppression::hide_groups(&figures.iter().map(Vec::as_slice).collect::<Vec<_>>(), context.hides());
    let rows = (0..grouped.groups.names.len()).filter_map(|group| {
        let groups = GroupSelection::single_group(&grouped.name, grouped.groups.names.get(group)?);
        let size = figures.first()?.get(group)?.0;
        let cells = measures.iter().zip(&figures).zip(&hides.reached).map(|((measure, figures), hide)| {
            let figure = figures.get(group).map(|(_, figure)| *figure);
            match (figure, hide.get(group)) {
                (_, Some(true)) | (None, _) => hidden(),
                (Some(figure), _) => figure_entry(
                    measure,
                    &context.shown(figure),
                    context.pupils(&groups, measure, &basis, FigurePart::Reached),
                ),
            }
        });
        let row = TableRow::named(grouped.titles.get(group)?.as_str(), cells.collect());
        (size > 0).then_some(row)
    });
    Some(TableView {
        title: "Each measure by stage of need".into(),
        words: format!("By {}.", super::basis_title(&basis).to_lowercase()),
        head: grouped.title.as_str().into(),
        columns: measures.iter().map(|measure| column(&measure.short, &measure.title)).collect(),
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    })
}

/// The share of pupils with needs among those short of a mark, beside what it is elsewhere (RULES 9.4).
fn among_short(context: &TablesScene, rule: &NeedsRule) -> Option<TableView> {
    let rows = rule.among.iter().filter(|_| context.hides() == 0).filter_map(|among| {
        let measure = context.scene.edition.measure(&among.measure).filter(|of| of.stage == context.stage())?;
        let shares = [Basis::Moderated, Basis::Actual].map(|basis| share_with_needs(context, rule, measure, &basis));
        shares.iter().any(Option::is_some).then_some(())?;
        let head = TableCell::cited(format!("Short of: {}", measure.title), context.scene.guidance.cite(&among.source));
        let small = format!("{}: {}%", among.place, among.percent).into();
        let cell = |share: Option<(u64, u64)>| {
            let Some((with, short)) = share else { return TableCell::new("\u{2013}") };
            let small = format!("{} of {}", thousands(with), count(short, "pupil")).into();
            TableCell { small, ..TableCell::new(CellValue::share(percentage(with, short))) }
        };
        Some(TableRow::new(TableCell { small, ..head }, shares.map(cell).to_vec()))
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| TableView {
        title: "Special needs among those short of the mark".into(),
        words: "Of the pupils with a recorded stage who do not reach it, those with special educational needs.".into(),
        head: "Measure".into(),
        columns: vec![
            column("Targets", "Of those short of it by target"),
            column("Results", "Of those short of it by result"),
        ],
        sections: vec![TableSection { rows, ..TableSection::default() }],
        ..TableView::default()
    })
}

/// Pupils with needs, and all with a recorded stage, among those short of a mark; `None`: the file lacks a column.
fn share_with_needs(context: &TablesScene, rule: &NeedsRule, measure: &Measure, basis: &Basis) -> Option<(u64, u64)> {
    let grouped = grouped(&rule.grouping, context.scene.edition, context.stage(), &context.scene.bases)?;
    let classified = classify(measure, basis, &context.scene.bases)?;
    let is_short = |pupil: usize| classified.class(pupil) == Some(Class::Short.number());
    let stages = grouped.groups.by_pupil.iter().enumerate().filter(|(pupil, _)| is_short(*pupil));
    let stages = stages.filter_map(|(_, group)| grouped.groups.names.get(usize::from(*group)));
    let (mut with, mut all) = (0, 0);
    for stage in stages.filter(|stage| *stage != UNRECORDED) {
        all += 1;
        with += u64::from(**stage != rule.none);
    }
    Some((with, all))
}

/// Who caught up, of those below the level before; with what is known of it elsewhere.
fn catch_up(context: &TablesScene, rule: &NeedsRule) -> Option<TableView> {
    let measures = rule.catch_up.iter().filter_map(|id| context.scene.edition.measure(id));
    let measures = measures.filter(|measure| measure.stage == context.stage()).collect::<Vec<&Measure>>();
    let rows = measures.iter().map(|measure| {
        let small = measure.facts.iter().map(|fact| fact.words.clone()).collect::<Vec<_>>().join(" ").into();
        let head = TableCell::cited(measure.title.as_str(), context.scene.guidance.cite(&measure.source));
        TableRow::new(
            TableCell { small, ..head },
            [Basis::Moderated, Basis::Actual].map(|basis| measure_entry(context, measure, &basis)).to_vec(),
        )
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| TableView {
        title: "Catching up".into(),
        head: "Measure".into(),
        columns: vec![
            column("Targets", "Pupils whose target catches up"),
            column("Results", "Pupils whose result caught up"),
        ],
        sections: vec![TableSection { rows, ..TableSection::default() }],
        ..TableView::default()
    })
}

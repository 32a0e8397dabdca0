//! Children in care: who counts, the form with one line a child, and what it comes to (RULES 4.3, S2).

use std::ops::Range;

use super::suppression::too_few;
use super::{TablesScene, column, figure_entry, hidden, measure_entry};
use crate::ambition::ExpectedPupils;
use crate::ambition::findings::{
    self,
    care::{CareComparison, compare_with_others},
};
use crate::cohort::NumberCell;
use crate::guidance::local::CareRule;
use crate::guidance::measure::{CareCriteria, Measure, MeasurePopulation};
use crate::measures::care::{YES, flagged};
use crate::measures::{Basis, Class, GroupSelection, PupilClasses, classify, evaluate};
use crate::report::value::CellValue;
use crate::screens::check::touched;
use crate::screens::pupils::present::by_name;
use crate::screens::pupils::row::{ShownColumn, columns, row};
use crate::screens::sheets::field;
use crate::screens::{
    CellInput, Chip, Choice, ChooserPart, SheetField, TableCell, TableChooser, TableColumn, TableRow, TableSection,
    TableView, TablesPage, Tone,
};
use crate::session::command::{EntryId, FigurePart, Filter, SchoolsColumn};
use crate::session::settings::typed;
use crate::text::phrases::{capitalise, count, thousands};

/// The group of children in care.
fn in_care(rule: &CareRule) -> GroupSelection {
    GroupSelection::single_group(&rule.group.grouping, &rule.group.group)
}

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let title = String::from("Children in care");
    let Some(rule) = context.scene.edition.local.care.as_ref() else {
        let lead = "The guidance for this year sets no targets for children in care. Choose another edition.".into();
        return TablesPage { title, lead, ..TablesPage::default() };
    };
    let children = children(context, rule);
    if children.is_empty() {
        let lead = "No pupil in this file is marked as in care.".into();
        return TablesPage { title, lead, ..TablesPage::default() };
    }
    let measures = measures(context);
    let tables = [
        Some(sums(context, rule, &measures, &children)),
        form(context, rule, &measures, &children),
        Some(progress(context, rule, &children)),
    ];
    TablesPage {
        title,
        lead: rule.who.clone(),
        remarks: remarks(context, rule, &children),
        choosers: authorities(context, rule).into_iter().collect(),
        tables: tables.into_iter().flatten().collect(),
        ..TablesPage::default()
    }
}

/// The authority's measures of the key stage.
fn measures<'a>(context: &TablesScene<'a>) -> Vec<&'a Measure> {
    let of_stage = context.scene.edition.figures().filter(|measure| measure.stage == context.stage());
    of_stage.filter(|measure| matches!(measure.about, Some(MeasurePopulation::InCare(_)))).collect()
}

/// A child in care, by position, and why it does not count; empty: it counts.
struct CareChild {
    pupil: usize,
    why_not: String,
}

fn children(context: &TablesScene, rule: &CareRule) -> Vec<CareChild> {
    let Some(flags) = flagged(&rule.flag, &context.scene.bases) else { return Vec::new() };
    let in_care = context.scene.edition.figures().find_map(|measure| match &measure.about {
        Some(MeasurePopulation::InCare(care)) => Some(care),
        _ => None,
    });
    let children = flags.0.iter().enumerate().filter(|(_, flag)| **flag == YES);
    children.map(|(pupil, _)| CareChild { pupil, why_not: why_not(context, rule, in_care, pupil) }).collect()
}

fn why_not(context: &TablesScene, rule: &CareRule, care: Option<&CareCriteria>, pupil: usize) -> String {
    let since = context.scene.bases.numbers(&rule.since, &Basis::Actual);
    let of = authority(context, rule, pupil);
    let chosen = context.scene.bases.authority();
    match (since.map(|since| since.cell(pupil)), care) {
        _ if !chosen.is_empty() && !of.is_empty() && of != chosen => format!("in care of {of}"),
        (Some(NumberCell::Unknown), _) => "the date is not understood".into(),
        (Some(NumberCell::Known(day)), Some(care)) if day > care.latest => "not in care for a year by then".into(),
        _ => String::new(),
    }
}

fn authority(context: &TablesScene, rule: &CareRule, pupil: usize) -> String {
    let labels = context
        .scene
        .guidance
        .fields
        .by_heading(&rule.authority)
        .and_then(|field| context.scene.bases.cohort().label_column(field));
    labels.map_or("", |labels| labels.label(pupil)).to_owned()
}

fn remarks(context: &TablesScene, rule: &CareRule, children: &[CareChild]) -> Vec<Chip> {
    let counted = children.iter().filter(|child| child.why_not.is_empty()).count() as u64;
    let chip = |tone, words: &str, count: String, pupils, source: &str| Chip {
        tone,
        words: words.into(),
        count,
        pupils,
        paragraph: Some(context.scene.guidance.cite(source)),
    };
    if context.hides() > 0 {
        return Vec::new();
    }
    let all = Filter::everybody_of(in_care(rule));
    let mut chips = vec![chip(
        Tone::Plain,
        "In care in this file:",
        count(children.len() as u64, "pupil"),
        Some(all),
        &rule.who_source,
    )];
    let not = children.len() as u64 - counted;
    let first = measures(context).first().map(|measure| measure.id.clone());
    if let Some(measure) = first.filter(|_| not > 0) {
        let basis = context.basis().name().to_owned();
        let of = Filter::Group { groups: in_care(rule), measure, basis, part: FigurePart::NotAbout };
        chips.push(chip(Tone::Plain, "Not counted:", thousands(not), Some(of), &rule.who_source));
    }
    if counted < rule.fewer_than {
        chips.push(chip(Tone::Warn, rule.remark.trim_end_matches('.'), String::new(), None, &rule.source));
    }
    chips.extend(touched::chips(context.scene, measures(context)));
    chips.extend(context.finding_chips(|finding| finding.code == rule.finding));
    chips
}

/// Whose children count.
fn authorities(context: &TablesScene, rule: &CareRule) -> Option<TableChooser> {
    let labels = context
        .scene
        .guidance
        .fields
        .by_heading(&rule.authority)
        .and_then(|field| context.scene.document.file.label_column(field))?;
    let chosen = context.scene.bases.authority();
    let choice = |id: &str, title: &str| Choice {
        id: id.into(),
        title: title.into(),
        remark: String::new(),
        chosen: id == chosen,
    };
    let known = labels.texts().iter().filter(|text| !text.is_empty()).map(|text| choice(text, text));
    let choices = [choice("", "Any authority")].into_iter().chain(known).collect::<Vec<_>>();
    (choices.len() > 2 || !chosen.is_empty()).then(|| TableChooser {
        part: ChooserPart::Authority,
        label: "Responsible authority".into(),
        choices,
    })
}

/// The expectation of all pupils that is asked of these children.
fn expectation(context: &TablesScene, rule: &CareRule, measure: &Measure) -> Option<ExpectedPupils> {
    let (_, like) = rule.like.iter().find(|(of, _)| *of == measure.id)?;
    ExpectedPupils::from_prior(context.scene.edition.measure(like)?, &context.scene.bases)
}

/// The targets of the children who count, together.
fn sums(context: &TablesScene, rule: &CareRule, measures: &[&Measure], children: &[CareChild]) -> TableView {
    let counted = children.iter().filter(|child| child.why_not.is_empty());
    let counted = counted.filter_map(|child| u32::try_from(child.pupil).ok()).collect::<Vec<_>>();
    let rows = measures.iter().map(|measure| {
        let suggested = expectation(context, rule, measure).map(|expectation| {
            let histogram = expectation.classified.count_of(Some(&counted));
            let figure = expectation.figure(&histogram);
            let small = format!("{} of {}", expectation.pupils(&histogram).decimals(1), thousands(figure.eligible));
            TableCell { small: small.into(), ..TableCell::new(CellValue::share(figure.value)) }
        });
        let suggested = suggested.filter(|_| context.hides() == 0);
        let own = context.scene.document.settings.la_targets.get(&measure.id).copied();
        let own = TableCell { input: Some(CellInput::authority_target(measure)), ..TableCell::new(typed(own)) };
        let last = if context.hides() > 0 { hidden() } else { suggested.unwrap_or_else(|| TableCell::new("\u{2013}")) };
        let on = |basis: Basis| measure_entry(context, measure, &basis);
        let mut cells = vec![on(Basis::Moderated), last, own, on(Basis::Actual)];
        if context.hides() == 0 {
            let reasons = field(context.scene, EntryId::Answer(measure.id.clone()), &reasons_label(measure), "");
            cells.push(TableCell::typed(vec![SheetField { quiet: true, ..reasons }]));
        }
        let source = context.scene.guidance.cite(&measure.source);
        let elsewhere = measure.facts.iter().map(|fact| fact.words.as_str()).collect::<Vec<_>>().join(" ");
        let head = TableCell::cited(measure.title.as_str(), source);
        TableRow::new(TableCell { small: elsewhere.into(), ..head }, cells)
    });
    let mut columns = vec![
        column("Total of their targets", "Children whose target reaches it, out of those who count"),
        column("Expected from earlier results", "What the guidance expects of children with these earlier results"),
        column("Authority\u{2019}s own", "The authority\u{2019}s own target, as typed in"),
        column("Results", "Children whose result reaches it"),
    ];
    // What is typed may name children.
    columns.extend((context.hides() == 0).then(|| column("Reasons, if it is low", "Why the target is low, if it is")));
    TableView {
        title: "The authority\u{2019}s target".into(),
        words: if measures.is_empty() {
            format!("No target for children in care is set at {}; their progress is below.", context.stage())
        } else {
            "The total of the children\u{2019}s own targets, beside what the guidance expects of children with their \
             earlier results."
                .into()
        },
        paragraph: Some(context.scene.guidance.cite(&rule.estimates)),
        head: "Target".into(),
        columns,
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    }
}

/// S0 ¶66: where targets have been set at a low level, the reasons are explored.
fn reasons_label(measure: &Measure) -> String {
    format!("Reasons, if the target is low, {}", measure.short)
}

/// One line a child, a page of them where they are many; `None`: names are not to be shown.
fn form(context: &TablesScene, rule: &CareRule, measures: &[&Measure], children: &[CareChild]) -> Option<TableView> {
    if context.hides() > 0 {
        return None;
    }
    let form = CareForm::new(context, rule, measures);
    let order = in_order(context, children);
    let page = context.page(order.len());
    let child = |pupil: &u32| children.iter().find(|child| child.pupil == *pupil as usize);
    let lines = |places: Range<usize>| {
        let children = order.get(places).unwrap_or_default().iter().filter_map(child);
        children.map(|child| form.row(context, rule, child)).collect::<Vec<_>>()
    };
    let rows = lines(page.rows);
    let on_paper = page.others.map(lines);
    let all = capitalise(&count(children.len() as u64, "child").replace("childs", "children"));
    let several = page.pages > 1;
    // On paper, too, it has to be seen where these are not all.
    let here =
        if several && on_paper.iter().all(Vec::is_empty) { format!(", here {}", page.range) } else { String::new() };
    Some(TableView {
        title: "The form: one line for each child".into(),
        words: format!(
            "{all}{here}. Complete it with the designated teacher and send it to the authority. It contains personal \
             data."
        ),
        paragraph: Some(context.scene.guidance.cite(&rule.form)),
        head: TableColumn { sort: Some(SchoolsColumn::Name), .."Child".into() },
        columns: form.columns(),
        sections: vec![TableSection { rows, ..TableSection::default() }],
        range: page.range,
        on_paper,
        pages: if several { page.pages } else { 0 },
        ..TableView::default()
    })
}

/// What the lines of the form are made from.
struct CareForm<'a> {
    shown: Vec<ShownColumn>,
    /// What others move, by measure of progress.
    medians: Vec<(&'a Measure, Vec<CareComparison>)>,
    /// The children whose targets ask for less than theirs.
    lower: Vec<(String, Vec<usize>)>,
    /// What previous results suggest, by measure of the authority.
    suggested: Vec<(&'a Measure, ExpectedPupils)>,
}

impl<'a> CareForm<'a> {
    fn new(context: &TablesScene<'a>, rule: &CareRule, measures: &[&'a Measure]) -> Self {
        let suggested = measures.iter().filter_map(|measure| Some((*measure, expectation(context, rule, measure)?)));
        Self {
            shown: columns(context.scene),
            medians: medians(context, rule),
            lower: lower(context, rule),
            suggested: suggested.collect(),
        }
    }

    fn columns(&self) -> Vec<TableColumn> {
        let mut titles = vec![
            column("Counts?", "Whether the child counts for the authority\u{2019}s target, and why not"),
            column("In care since", "The day the child came into care"),
            column("Authority", "The authority responsible for the child"),
        ];
        titles.extend(self.shown.iter().map(|of| column(&of.column.title, &of.column.long)));
        titles.extend(self.medians.iter().map(|(measure, _)| {
            column(
                &format!("Others, {}", subject_name(measure)),
                &format!(
                    "Levels of progress targeted for other pupils who started at the same level (median); {}",
                    measure.title
                ),
            )
        }));
        titles.extend(self.suggested.iter().map(|(measure, _)| {
            column(
                &format!("Expected, {}", measure.short),
                &format!("The percentage the guidance expects to reach it from this earlier result: {}", measure.title),
            )
        }));
        titles
    }

    fn row(&self, context: &TablesScene, rule: &CareRule, child: &CareChild) -> TableRow {
        let since = context.scene.bases.numbers(&rule.since, &Basis::Actual).map(|since| since.text(child.pupil));
        let counts = if child.why_not.is_empty() {
            TableCell::new("counts")
        } else {
            TableCell { tone: Tone::Warn, ..TableCell::new(format!("no: {}", child.why_not)) }
        };
        let first =
            [counts, TableCell::new(since.unwrap_or_default()), TableCell::new(authority(context, rule, child.pupil))];
        let of_pupil = row(context.scene, child.pupil, &self.shown);
        let cells = of_pupil.cells.iter().map(|cell| TableCell {
            tone: cell.tone,
            hint: cell.hint.clone(),
            ..TableCell::new(cell.text.clone())
        });
        let is_lower = |id: &String| self.lower.iter().any(|(of, pupils)| of == id && pupils.contains(&child.pupil));
        let compared = self.medians.iter();
        let compared = compared.map(|(measure, of)| median_entry(child.pupil, of, is_lower(&measure.id)));
        let rates = self.suggested.iter().map(|(_, expectation)| {
            TableCell::new(expectation.rate(child.pupil).map_or("no prior result".into(), |rate| format!("{rate}%")))
        });
        let school = school(context, child.pupil);
        let small =
            [school, of_pupil.upn].into_iter().chain(of_pupil.context.into_iter().filter(|word| word != "in care"));
        let small = small.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ").into();
        TableRow::new(
            TableCell { small, ..TableCell::new(of_pupil.name) },
            first.into_iter().chain(cells).chain(compared).chain(rates).collect(),
        )
    }
}

/// The children as the file has them, or by name; by position.
fn in_order(context: &TablesScene, children: &[CareChild]) -> Vec<u32> {
    let mut order = children.iter().filter_map(|child| u32::try_from(child.pupil).ok()).collect::<Vec<_>>();
    if context.query.sort == Some(SchoolsColumn::Name) {
        by_name(context.scene, &mut order);
    }
    if context.query.descending {
        order.reverse();
    }
    order
}

fn school(context: &TablesScene, pupil: usize) -> String {
    let schools = context.scene.bases.cohort().schools(context.scene.guidance);
    schools.map_or("", |schools| schools.label(pupil)).to_owned()
}

fn subject_name(measure: &Measure) -> String {
    measure.short.split_whitespace().last().unwrap_or_default().to_owned()
}

/// For each measure of progress, what the other pupils with the same prior level move (S0 ¶68).
fn medians<'a>(context: &TablesScene<'a>, rule: &CareRule) -> Vec<(&'a Measure, Vec<CareComparison>)> {
    let of_stage = context.scene.edition.shown(context.stage());
    of_stage
        .filter_map(|measure| Some((measure, compare_with_others(&rule.flag, measure, &context.scene.bases)?)))
        .collect()
}

/// The children that the finding is about, by measure.
fn lower(context: &TablesScene, rule: &CareRule) -> Vec<(String, Vec<usize>)> {
    let of_stage = context.scene.edition.shown(context.stage());
    let found = of_stage.filter_map(|measure| {
        let pupils = findings::finding_pupils(
            &rule.finding,
            &measure.id,
            context.scene.edition,
            &context.scene.bases,
            context.scene.document.evidence(),
        )?;
        Some((measure.id.clone(), pupils.into_iter().map(|pupil| pupil as usize).collect()))
    });
    found.collect()
}

/// The median of the others, marked where the child moves less, or less than two levels.
fn median_entry(pupil: usize, compared: &[CareComparison], lower: bool) -> TableCell {
    let median = compared.iter().find(|child| child.pupil == pupil).and_then(|child| child.twice_the_median);
    let text = match median {
        None => "nobody".into(),
        Some(twice) if twice % 2 == 0 => CellValue::Number((twice / 2).to_string().replace('-', "\u{2212}")),
        Some(twice) => CellValue::Number(format!("{}.5", twice / 2)),
    };
    let (tone, hint) = if lower {
        (Tone::Warn, "the child\u{2019}s target is for less progress than theirs, or for fewer than two levels")
    } else {
        (Tone::Plain, "")
    };
    TableCell { tone, hint: hint.into(), ..TableCell::new(text) }
}

/// Their progress beside the thresholds (S0 ¶67).
fn progress(context: &TablesScene, rule: &CareRule, children: &[CareChild]) -> TableView {
    let basis = context.basis();
    let counted = children.iter().filter(|child| child.why_not.is_empty());
    let counted = counted.filter_map(|child| u32::try_from(child.pupil).ok()).collect::<Vec<_>>();
    let others = |classified: &PupilClasses| {
        let flags = flagged(&rule.flag, &context.scene.bases);
        let not = |pupil: &u32| flags.as_ref().is_none_or(|flags| flags.class(*pupil as usize) != Some(YES));
        classified.pupils(|class| class != Class::NotAbout.number()).into_iter().filter(not).collect::<Vec<_>>()
    };
    let rows = context.measures(&basis).filter(|measure| measure.kind.is_share()).filter_map(|measure| {
        let evaluated = evaluate(measure, &basis, &context.scene.bases)?;
        let figure = evaluated.figure(Some(&counted));
        let rest = evaluated.figure(Some(&others(&classify(measure, &basis, &context.scene.bases)?)));
        let pupils = context
            .pupils(&in_care(rule), measure, &basis, FigurePart::Reached)
            .filter(|_| counted.len() == children.len());
        let own = if too_few(&figure, context.hides()) {
            hidden()
        } else {
            figure_entry(measure, &context.shown(figure), pupils)
        };
        let rest = if too_few(&figure, context.hides()) || too_few(&rest, context.hides()) {
            hidden()
        } else {
            figure_entry(measure, &context.shown(rest), None)
        };
        let source = context.scene.guidance.cite(&measure.source);
        Some(TableRow::new(TableCell::cited(measure.title.as_str(), source), vec![own, rest]))
    });
    TableView {
        title: "Their progress compared with other pupils".into(),
        words: "The children who count, and all pupils not in care.".into(),
        head: "Measure".into(),
        columns: vec![
            column("Children in care", "Children who reach it, out of those who count"),
            column("Other pupils", "Pupils not in care who reach it"),
        ],
        sections: vec![TableSection { rows: rows.collect(), ..TableSection::default() }],
        ..TableView::default()
    }
}

//! Sheets, one file a topic.

mod attendance;
mod early_years;
mod groups;
mod items;
pub(crate) mod on_track;
mod partnership;
mod progress;
mod questions;
pub(crate) mod school_absence;
mod timetable;
pub mod view;

use crate::ambition::trajectory::TrajectoryStep;
use crate::guidance::Measure;
use crate::guidance::Paragraph;
use crate::guidance::edition::PagePart;
use crate::measures::Exact;
use crate::report::value::CellValue;
use crate::screens::chart::{ChartLine, lines};
use crate::screens::scene::Scene;
use crate::screens::{
    Chip, SharedForm, SheetField, SheetPage, SheetPart, SheetQuery, TableCell, TableRow, TableView, Tone,
};
use crate::session::command::{EntryId, SheetTopic};
use crate::session::document::Document;
use crate::session::lists::{ATTENDANCE, EARLY_YEARS};
use crate::text::phrases::count;

/// The sheet on a topic.
pub(crate) fn sheet(document: &mut Document, query: &SheetQuery) -> SheetPage {
    let mut sheet = match query.topic {
        SheetTopic::Attendance => {
            let year_chosen = document.settings.year.is_some();
            let mut sheet = SheetPage::default();
            document.in_all_years(&mut |document| sheet = attendance::sheet(&Scene::new(document), year_chosen));
            sheet
        }
        topic => sheet_of_scope(&Scene::on(document, query.today.parse().ok()), topic),
    };
    sheet.topic = query.topic;
    sheet
}

/// Only what names no pupil and counts nobody is shared.
pub(crate) fn shared_form(topic: SheetTopic) -> SharedForm {
    match topic {
        SheetTopic::Timetable => SharedForm::AsIs,
        SheetTopic::Progress
        | SheetTopic::EarlyYears
        | SheetTopic::Attendance
        | SheetTopic::Partnership
        | SheetTopic::Questions
        | SheetTopic::Items => SharedForm::Withheld,
    }
}

/// The sheet of a topic that is about the pupils in scope, or about no pupils.
fn sheet_of_scope(scene: &Scene, topic: SheetTopic) -> SheetPage {
    match topic {
        SheetTopic::Progress => progress::sheet(scene),
        SheetTopic::EarlyYears => early_years::sheet(scene),
        SheetTopic::Attendance => attendance::sheet(scene, false),
        SheetTopic::Timetable => timetable::sheet(scene),
        SheetTopic::Partnership => partnership::sheet(scene),
        SheetTopic::Questions => questions::sheet(scene),
        SheetTopic::Items => items::sheet(scene),
    }
}

/// The sheets that have something to show for this file: some need columns that few files hold.
pub(crate) fn topics(scene: &Scene) -> Vec<SheetTopic> {
    let of_area = |area: &str| scene.edition.figures().filter(|measure| measure.stage == area).collect::<Vec<_>>();
    let holds = |area: &str| {
        let mut outcomes = of_area(area).into_iter().flat_map(|measure| &measure.outcome);
        outcomes.any(|heading| {
            scene.guidance.fields.by_heading(heading).is_some_and(|field| scene.document.file.has(field))
        })
    };
    let early = Some(SheetTopic::EarlyYears).filter(|_| holds(EARLY_YEARS));
    let attendance = Some(SheetTopic::Attendance).filter(|_| holds(ATTENDANCE));
    let always = [
        (SheetTopic::Timetable, PagePart::Timetable),
        (SheetTopic::Partnership, PagePart::Partnership),
        (SheetTopic::Questions, PagePart::Questions),
        (SheetTopic::Items, PagePart::Items),
    ];
    let progress = [(SheetTopic::Progress, PagePart::Progress)];
    let had = |(topic, part): (SheetTopic, PagePart)| scene.edition.has(part).then_some(topic);
    let [progress, always] =
        [progress.into_iter().filter_map(had).collect::<Vec<_>>(), always.into_iter().filter_map(had).collect()];
    progress.into_iter().chain(early).chain(attendance).chain(always).collect()
}

/// A field with what was typed into it.
pub(crate) fn field(scene: &Scene, what: EntryId, label: &str, unit: &str) -> SheetField {
    SheetField {
        label: label.to_owned(),
        value: scene.document.settings.entry(&what).to_owned(),
        what,
        unit: unit.to_owned(),
        ..SheetField::default()
    }
}

/// At the foot of a page that names pupils.
const PERSONAL: &str = "Contains personal data of pupils: keep it as you would keep their files.";

/// A part of a sheet, with what the data says of it.
fn begin(scene: &Scene, id: &str) -> SheetPart {
    let Some(line) = scene.guidance.sheets.part(id) else { return SheetPart::default() };
    SheetPart {
        title: line.title.clone(),
        // Some parts are from the guidance of another family of editions, whose documents have another letter.
        paragraph: match line.source.chars().next() {
            letter if letter == scene.edition.source.chars().next() => scene.guidance.cite(&line.source),
            _ => Paragraph::default(),
        },
        words: Some(line.words.clone()).filter(|words| !words.is_empty()).into_iter().collect(),
        ..SheetPart::default()
    }
}

/// What a list says of those whom it does not show; empty: it shows all.
fn more(listed: usize, all: usize) -> Vec<String> {
    let more = all.saturating_sub(listed);
    (more > 0).then(|| format!("and {} more", count(more as u64, "pupil"))).into_iter().collect()
}

/// A remark without a count.
fn remark(words: &str) -> Chip {
    Chip { tone: Tone::Plain, words: words.to_owned(), count: String::new(), pupils: None, paragraph: None }
}

/// Puts a way over the years into a part: as a chart, and as a table.
fn way_part(
    part: &mut SheetPart,
    steps: &[TrajectoryStep],
    target: Option<(u16, Exact)>,
    title: &str,
    measure: &Measure,
) {
    if steps.is_empty() {
        return;
    }
    let points = steps.iter().map(|step| (step.year, step.percent)).collect();
    part.chart = lines(&[ChartLine { kind: "goal", title: title.to_owned(), points }], target, &measure.title);
    let headings = ["Year", title].into_iter().chain(target.map(|_| "Target"));
    let row = |step: &TrajectoryStep| {
        let of_year = target.filter(|(year, _)| *year == step.year).map(|(_, target)| target);
        let of_year = target.map(|_| TableCell::new(of_year.map(CellValue::percent).unwrap_or_default()));
        let cells = [TableCell::new(CellValue::percent(step.percent))].into_iter().chain(of_year);
        TableRow::named(CellValue::Number(step.year.to_string()), cells.collect())
    };
    part.table = TableView::new(headings, steps.iter().map(row).collect());
}

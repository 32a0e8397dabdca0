//! Partnership targets (RULES 9.2, S4): suggested, editable, judged by grades and dates.

use super::{begin, field, remark};
use crate::guidance::Measure;
use crate::guidance::sheets::SheetLine;
use crate::measures::{Basis, Figure, evaluate};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::value;
use crate::screens::scene::Scene;
use crate::screens::{SheetField, SheetPage, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::EntryId;
use crate::text::date::Date;
use crate::text::phrases::{count, list, thousands};

/// Months of a year.
const YEAR: u64 = 12;
/// Reviews shown ahead.
const AHEAD: u64 = 4;

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let targets = &scene.guidance.sheets.partnership;
    let verdicts = scene.guidance.sheets.measures.iter().flat_map(|measure| judged(scene, measure));
    let (mut met, mut due) = (0, 0);
    for verdict in verdicts {
        met += u64::from(verdict.tone == Tone::Good);
        due += u64::from(verdict.tone != Tone::Plain);
    }
    let mut parts = vec![start(scene)];
    parts.extend(targets.iter().map(|target| target_part(scene, target)));
    parts.extend(scene.guidance.sheets.reviews.iter().map(|review| reviews(scene, review)));
    SheetPage {
        title: "Partnership targets".into(),
        lead: "Eight targets for a building programme. The fields start with the schedule\u{2019}s suggestions: \
               change them to what was agreed."
            .into(),
        chips: vec![remark(&format!("{} of {} judged so far are met", thousands(met), thousands(due)))],
        parts,
        ..SheetPage::default()
    }
}

fn start(scene: &Scene) -> SheetPart {
    let mut part = begin(scene, "partnership");
    part.fields = vec![
        field(scene, EntryId::Completed, "Building work completed on", ""),
        field(scene, EntryId::PartnershipName, "School or programme", ""),
    ];
    part
}

fn target_part(scene: &Scene, target: &SheetLine) -> SheetPart {
    let objective = field(scene, EntryId::PartnershipText(target.id.clone()), "Objective (suggested)", "");
    let measures = scene.guidance.sheets.measures.iter().filter(|measure| measure.under == target.id);
    let mut after =
        target.figures.iter().filter_map(|id| from_file(scene, scene.edition.measure(id)?)).collect::<Vec<_>>();
    if after.is_empty() && !target.figures.is_empty() {
        after.push("This file has no figures for it.".into());
    }
    SheetPart {
        title: format!("{}. {}", target.id, target.title),
        paragraph: scene.guidance.cite(&target.source),
        fields: vec![SheetField { suggested: target.words.clone(), ..objective }],
        table: TableView::new(
            ["Measure", "Target (suggested)", "At the start", "Then", "By when, and whether met"],
            measures.map(|measure| row(scene, measure)).collect(),
        ),
        after,
        ..SheetPart::default()
    }
}

fn row(scene: &Scene, measure: &SheetLine) -> TableRow {
    let target = quiet(scene, EntryId::PartnershipText(measure.id.clone()), "Target", measure);
    let target = SheetField { suggested: measure.words.clone(), ..target };
    let verdicts = judged(scene, measure);
    let tone = verdicts.iter().map(|verdict| verdict.tone).find(|tone| *tone == Tone::Warn);
    let tone = tone.or_else(|| verdicts.last().map(|verdict| verdict.tone)).unwrap_or_default();
    let words = verdicts.into_iter().map(|verdict| verdict.words).collect::<Vec<_>>();
    let cells = vec![
        TableCell::typed(vec![target]),
        TableCell::typed(starts(scene, measure)),
        TableCell::typed(thens(scene, measure)),
        TableCell { tone, ..TableCell::new(words.join("; ")) },
    ];
    TableRow::named(measure.title.as_str(), cells)
}

fn quiet(scene: &Scene, what: EntryId, label: &str, measure: &SheetLine) -> SheetField {
    SheetField { quiet: true, ..field(scene, what, &format!("{label}: {}", measure.title), "") }
}

/// A field for a grade of self-evaluation, or for whatever else is judged; `hint` is shown in it while nothing is chosen.
fn graded(scene: &Scene, measure: &SheetLine, when: &str, label: &str, hint: &str) -> SheetField {
    let pairs = |of: &[&str]| {
        of.iter().map(|id| ((*id).to_owned(), if id.is_empty() { hint.to_owned() } else { (*id).to_owned() })).collect()
    };
    let (id, when) = (measure.id.clone(), when.to_owned());
    match measure.kind.as_str() {
        "grade" | "late" => {
            let field = quiet(scene, EntryId::Grade { measure: id, when }, label, measure);
            SheetField { choices: pairs(&["", "1", "2", "3", "4"]), ..field }
        }
        "share" => {
            SheetField { unit: "%".into(), ..quiet(scene, EntryId::Share { measure: id, when }, label, measure) }
        }
        _ => {
            let field = quiet(scene, EntryId::Met { measure: id, when }, label, measure);
            SheetField { choices: pairs(&["", "met", "not met"]), ..field }
        }
    }
}

fn starts(scene: &Scene, measure: &SheetLine) -> Vec<SheetField> {
    match measure.kind.as_str() {
        "grade" | "late" | "share" => vec![graded(scene, measure, "start", "At the start", "grade")],
        _ => Vec::new(),
    }
}

fn thens(scene: &Scene, measure: &SheetLine) -> Vec<SheetField> {
    let when = |line: &SheetLine| {
        graded(
            scene,
            measure,
            &line.id,
            &crate::text::phrases::capitalise(&line.title),
            &format!("after {}", count(line.by / YEAR, "year")),
        )
    };
    match measure.kind.as_str() {
        "grade" | "late" | "share" => times(scene, measure).into_iter().map(when).collect(),
        "local" => vec![
            graded(scene, measure, "then", "Judged", "not judged"),
            quiet(scene, EntryId::Due(measure.id.clone()), "Due on", measure),
        ],
        _ => vec![graded(scene, measure, "then", "Judged", "not judged")],
    }
}

/// When a target is judged: all of the times, or the last one only.
fn times<'a>(scene: &'a Scene<'a>, measure: &SheetLine) -> Vec<&'a SheetLine> {
    let all = scene.guidance.sheets.judged.iter().collect::<Vec<_>>();
    if measure.kind == "grade" { all } else { all.last().copied().into_iter().collect() }
}

/// What a target comes to at one time.
struct TargetVerdict {
    words: String,
    tone: Tone,
}

fn judged(scene: &Scene, measure: &SheetLine) -> Vec<TargetVerdict> {
    let completed = scene.document.settings.day(&EntryId::Completed);
    let met = EntryId::Met { measure: measure.id.clone(), when: "then".into() };
    let said = scene.document.settings.entry(&met);
    match measure.kind.as_str() {
        "date" | "local" => {
            let due = if measure.by > 0 {
                Date::from_number(measure.by)
            } else {
                scene.document.settings.day(&EntryId::Due(measure.id.clone()))
            };
            let met = Some(said).filter(|said| !said.is_empty()).map(|said| said == "met");
            vec![verdict(due, met, "", scene.today)]
        }
        kind => {
            let times = times(scene, measure);
            let last = times.len().saturating_sub(1);
            let one = |(place, time): (usize, &&SheetLine)| {
                let due = completed.and_then(|completed| completed.months_later(time.by));
                let met = if kind == "share" {
                    grown(scene, measure, &time.id)
                } else {
                    kept(scene, measure, time, place == last)
                };
                verdict(due, met, &time.title, scene.today)
            };
            times.iter().enumerate().map(one).collect()
        }
    }
}

/// The grade is good; or, before the last time, better by one than at the start. `None`: not graded.
fn kept(scene: &Scene, measure: &SheetLine, time: &SheetLine, last: bool) -> Option<bool> {
    let grade = |when: &str| {
        let grade = EntryId::Grade { measure: measure.id.clone(), when: when.to_owned() };
        scene.document.settings.entry(&grade).parse::<u64>().ok()
    };
    let now = grade(&time.id)?;
    let better = || grade("start").is_some_and(|start| now < start);
    Some(now <= time.most || (!last && better()))
}

/// The share is larger than at the start.
fn grown(scene: &Scene, measure: &SheetLine, when: &str) -> Option<bool> {
    let share = |when: &str| {
        let share = EntryId::Share { measure: measure.id.clone(), when: when.to_owned() };
        scene.document.settings.percent(&share)
    };
    Some(share(when)?.compare(share("start")?).is_gt())
}

/// What a target comes to. What was typed before its day is not judged until then (RULES 9.2); that a target by a day is
/// met may be said early.
fn verdict(due: Option<Date>, met: Option<bool>, when: &str, today: Option<Date>) -> TargetVerdict {
    let day = due.map(Date::in_words);
    let is_early = due.zip(today).is_some_and(|(due, today)| today < due);
    let is_late = due.zip(today).is_some_and(|(due, today)| today > due);
    if let (Some(day), true) = (&day, is_early && met.is_some_and(|met| !met || !when.is_empty())) {
        let when = if when.is_empty() { String::new() } else { format!("{when}: ") };
        return TargetVerdict { words: format!("{when}not due until {day}"), tone: Tone::Plain };
    }
    let by = match day {
        Some(day) if when.is_empty() => format!("by {day}"),
        Some(day) => format!("{when}, {day}"),
        None if when.is_empty() => "no date set".into(),
        None => when.to_owned(),
    };
    let (words, tone) = match met {
        Some(true) => ("met", Tone::Good),
        Some(false) => ("not met", Tone::Warn),
        None if is_late => ("due, not judged", Tone::Plain),
        None => ("not judged yet", Tone::Plain),
    };
    TargetVerdict { words: format!("{by}: {words}"), tone }
}

/// What the file says of a measure: its results, current performance and target.
fn from_file(scene: &Scene, measure: &Measure) -> Option<String> {
    let on = |basis: &Basis| evaluate(measure, basis, &scene.bases).and_then(|evaluated| evaluated.figure(None).value);
    let target = on(&Basis::Moderated).or_else(|| scene.document.current.typed_target(&measure.id));
    let (now, result) = (scene.document.current.value(&measure.id, ""), on(&Basis::Actual));
    let said = |words: &str, figure: Option<crate::measures::Exact>| {
        Some(format!("{words} {}", value(measure, Some(figure?))))
    };
    let said = [said("current", now), said("result", result), said("target", target), gap(measure, &scene.bases)];
    let said = said.into_iter().flatten().collect::<Vec<_>>();
    (!said.is_empty()).then(|| format!("{}: {}.", measure.title, list(&said)))
}

/// The gap of a group, such as pupils with free school meals, to all pupils, by target or else by result (RULES 4.4).
fn gap(measure: &Measure, bases: &crate::measures::Bases) -> Option<String> {
    let guidance = bases.guidance();
    let wanted = &guidance.sheets.gap;
    let grouping = guidance.fields.groupings.iter().find(|grouping| grouping.name == wanted.grouping)?;
    let evaluated = evaluate(measure, &Basis::Moderated, bases).or_else(|| evaluate(measure, &Basis::Actual, bases))?;
    let groups = crate::cohort::PupilGroups::new(bases.cohort(), guidance, grouping);
    let place = groups.names.iter().position(|name| *name == wanted.group)?;
    let (_, figure): (u64, Figure) = evaluated.by_group(&groups, None).get(place).copied()?;
    let (gap, below) = figure.value?.distance(evaluated.figure(None).value?);
    let side = if below { "below" } else { "above" };
    Some(format!("{} {} points {side} all", guidance.sheets.gap_words, gap.decimals(1)))
}

fn reviews(scene: &Scene, review: &SheetLine) -> SheetPart {
    let row = |number: u64, when: CellValue| {
        let note = field(scene, EntryId::Review(number), &format!("Review {number}: what was agreed"), "");
        let note = SheetField { quiet: true, ..note };
        TableRow::named(format!("Review {number}"), vec![TableCell::new(when), TableCell::typed(vec![note])])
    };
    let mut part = SheetPart {
        title: review.title.clone(),
        paragraph: scene.guidance.cite(&review.source),
        words: vec![review.words.clone()],
        ..SheetPart::default()
    };
    let Some(completed) = scene.document.settings.day(&EntryId::Completed) else {
        part.after.push("Type the completion date to see the review dates.".into());
        return part;
    };
    let words = |months: u64| completed.months_later(months).map(Date::in_words).unwrap_or_default();
    let first = format!("{} to {}", words(review.by), words(review.most));
    let at = |number: u64| completed.months_later(review.most + (number - 1) * review.every);
    // Those that are over, and a few ahead.
    let over = (2..)
        .take_while(|number| at(*number).zip(scene.today).is_some_and(|(at, today)| at < today))
        .take(usize::from(u8::MAX))
        .count() as u64;
    let ahead =
        (over + 2..over + 2 + AHEAD).map(|number| row(number, at(number).map(CellValue::Date).unwrap_or_default()));
    let rows = [row(1, first.into())].into_iter().chain(ahead).collect();
    part.table = TableView::new(["Review", "When", "What was agreed"], rows);
    part
}

//! A pupil's row, cell by cell.

use std::cmp::Ordering;

use crate::ambition::conversion::OutcomeCounts;
use crate::ambition::findings::interim::{PathPosition, PupilPaths};
use crate::cohort::{CodedCell as Coded_, CodedColumn};
use crate::guidance::fields::{FieldKind, PupilMention};
use crate::guidance::finding::RecordedNeed;
use crate::guidance::{CodeList, Guidance, Measure, MeasureKind};
use crate::measures::levels::levels_to_target;
use crate::measures::{Bases, Basis};
use crate::screens::scene::Scene;
use crate::screens::{AgreedException, PupilCell, PupilColumn, PupilRow, Tone};
use crate::session::command::PupilsColumn;
use crate::text::phrases::capitalise;

/// What a column of the table shows.
#[derive(Clone, Debug)]
pub enum ColumnContent {
    /// A column of the file, by canonical heading.
    File(String),
    /// The target for a result, editable.
    Target(String),
    /// The most likely outcome by the conversion table, for a result.
    Generated(String),
    /// Levels from prior to target, by measure.
    Levels(Box<Measure>),
    /// Where the latest interim result is on the way to the target, by measure.
    Way(Box<Measure>),
}

/// A column and what it shows.
#[derive(Clone, Debug)]
pub struct ShownColumn {
    pub column: PupilColumn,
    pub shows: ColumnContent,
}

/// The columns of an area that is no key stage: what its figures are made of.
pub fn columns_of_area(scene: &Scene, area: &str) -> Vec<ShownColumn> {
    let mut headings: Vec<&String> = Vec::new();
    for heading in scene.edition.figures().filter(|measure| measure.stage == area).flat_map(|measure| &measure.outcome)
    {
        let held = scene.guidance.fields.by_heading(heading).is_some_and(|field| scene.document.cohort().has(field));
        if held && !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let column = |heading: &String| {
        let mut shown = file_column(scene, heading)?;
        if let Some(field) = scene.guidance.fields.get_heading(heading) {
            shown.column.title.clone_from(&field.short);
        }
        Some(shown)
    };
    headings.into_iter().filter_map(column).collect()
}

/// The columns: for each subject prior results, estimates, results, target and levels.
pub fn columns(scene: &Scene) -> Vec<ShownColumn> {
    let mut outcomes: Vec<&String> = Vec::new();
    let of_stage = scene.edition.shown(&scene.document.settings.stage);
    for outcome in of_stage.flat_map(|measure| &measure.outcome) {
        if !outcomes.contains(&outcome) {
            outcomes.push(outcome);
        }
    }
    outcomes.iter().flat_map(|outcome| subject_columns(scene, outcome)).collect()
}

fn subject_columns(scene: &Scene, outcome: &str) -> Vec<ShownColumn> {
    let of_subject = |measure: &&Measure| measure.outcome.first().is_some_and(|only| only == outcome);
    let progress = scene.edition.measures.iter().filter(|measure| measure.kind.is_progress()).find(of_subject);
    let prior = progress.and_then(|measure| measure.prior.as_ref()).map(|prior| prior.results.clone());
    // Before the first subject, the results by which similar pupils are told.
    let of_similar = || {
        let shown = || scene.edition.shown(&scene.document.settings.stage);
        shown().next().filter(of_subject)?;
        shown().find_map(|measure| measure.similar.as_ref()).map(|similar| similar.prior_results().to_vec())
    };
    let prior = prior.or_else(of_similar);
    let interim = progress.map(|measure| measure.interim.iter().map(|interim| interim.result.clone()));
    let prior = prior.into_iter().flatten().chain(interim.into_iter().flatten());
    let on_basis =
        Basis::all_bases(scene.guidance).into_iter().filter(|basis| !matches!(basis.name(), "target" | "moderated"));
    let estimates = on_basis.filter_map(|basis| scene.guidance.fields.on_basis(outcome, basis.name()));
    let estimates = estimates.filter_map(|field| scene.guidance.fields.get(field)).map(|field| field.heading.clone());
    let in_file = |heading: &String| {
        scene.guidance.fields.by_heading(heading).is_some_and(|field| scene.document.cohort().has(field))
    };
    let file = prior.chain(estimates).filter(in_file);
    let mut columns = file.filter_map(|heading| file_column(scene, &heading)).collect::<Vec<_>>();
    let table = scene.document.chosen.table(outcome);
    columns.extend(table.and_then(|_| generated_column(scene, outcome)));
    columns.extend(target_column(scene, outcome));
    columns.extend(progress.map(|measure| levels_column(scene, measure, outcome)));
    let on_the_way = progress.filter(|measure| PupilPaths::new(measure, scene.edition, &scene.bases).is_some());
    columns.extend(on_the_way.and_then(|measure| way_column(scene, measure, outcome)));
    let subject = scene.guidance.fields.get_heading(outcome).map(|field| field.short.clone()).unwrap_or_default();
    for ShownColumn { column, .. } in &mut columns {
        column.short = without_words(&column.title, &subject);
        column.band.clone_from(&subject);
    }
    columns
}

/// "FFT D" of "English FFT D" under "English"; the whole title where nothing else is in it.
fn without_words(title: &str, band: &str) -> String {
    let rest = title.split(' ').filter(|word| !word.eq_ignore_ascii_case(band)).collect::<Vec<_>>().join(" ");
    if rest.is_empty() { title.to_owned() } else { capitalise(&rest) }
}

fn file_column(scene: &Scene, heading: &str) -> Option<ShownColumn> {
    let field = scene.guidance.fields.get(scene.guidance.fields.by_heading(heading)?)?;
    let title = if field.derived_from.is_some() {
        field.short.replace(" estimate", "")
    } else {
        field.title.replace("Key Stage ", "KS")
    };
    let column = PupilColumn::new(PupilsColumn::File(heading.to_owned()), title, &field.title);
    Some(ShownColumn { column, shows: ColumnContent::File(heading.into()) })
}

fn generated_column(scene: &Scene, outcome: &str) -> Option<ShownColumn> {
    let field = scene.guidance.fields.get_heading(outcome)?;
    let column = PupilColumn::new(
        PupilsColumn::Generated(outcome.to_owned()),
        format!("{} most likely", field.short),
        format!("{}: most likely by the conversion table", field.title),
    );
    Some(ShownColumn { column, shows: ColumnContent::Generated(outcome.to_owned()) })
}

fn way_column(scene: &Scene, measure: &Measure, outcome: &str) -> Option<ShownColumn> {
    let field = scene.guidance.fields.get_heading(outcome)?;
    let column = PupilColumn::new(
        PupilsColumn::Way(measure.id.clone()),
        "On track?",
        format!("{}: is the latest interim result on the straight line to the target?", field.short),
    );
    Some(ShownColumn { column, shows: ColumnContent::Way(Box::new(measure.clone())) })
}

fn target_column(scene: &Scene, outcome: &str) -> Option<ShownColumn> {
    let field = scene.guidance.fields.get(scene.guidance.fields.by_heading(outcome)?)?;
    let id = PupilsColumn::Target(outcome.to_owned());
    let column = PupilColumn {
        editable: true,
        choices: match field.kind {
            FieldKind::Coded(list) => scene
                .guidance
                .codes
                .list(list)
                .map(|list| list.entries().map(|(_, entry)| entry.code.clone()).collect())
                .unwrap_or_default(),
            _ => Vec::new(),
        },
        ..PupilColumn::new(id, format!("{} target", field.short), format!("{} target", field.title))
    };
    Some(ShownColumn { column, shows: ColumnContent::Target(outcome.to_owned()) })
}

fn levels_column(scene: &Scene, measure: &Measure, outcome: &str) -> ShownColumn {
    let field = scene.guidance.fields.by_heading(outcome).and_then(|field| scene.guidance.fields.get(field));
    let short = field.map_or(outcome, |field| field.short.as_str());
    let is_graded = measure.interim.is_empty() && matches!(measure.kind, MeasureKind::Grades { .. });
    let title = if is_graded { "Progress" } else { "Levels" };
    let long = format!("Levels from prior result to target, {short}");
    let column = PupilColumn::new(PupilsColumn::Levels(measure.id.clone()), title, long);
    ShownColumn { column, shows: ColumnContent::Levels(Box::new(measure.clone())) }
}

/// A pupil's row.
pub fn row(scene: &Scene, pupil: usize, columns: &[ShownColumn]) -> PupilRow {
    let in_file = scene.document.in_file(u32::try_from(pupil).unwrap_or(u32::MAX));
    PupilRow {
        pupil: in_file,
        exception: exception(scene, pupil, in_file),
        row: scene.document.cohort().row(pupil),
        name: scene.document.file.pupil_name(in_file as usize),
        upn: scene.document.cohort().people().upn(pupil).into_owned(),
        context: context(scene, pupil),
        cells: columns.iter().map(|of| with_reason(scene, cell(scene, &of.shows, pupil), in_file)).collect(),
    }
}

/// A changed target says why.
fn with_reason(scene: &Scene, mut cell: PupilCell, in_file: u32) -> PupilCell {
    if let (Some(result), Some(_)) = (&cell.target, &cell.was) {
        cell.reason = scene.document.reasons.get(&(in_file, result.clone())).cloned().unwrap_or_default();
    }
    cell
}

/// What to know of a pupil at a glance.
pub fn context(scene: &Scene, pupil: usize) -> Vec<String> {
    let words = |mention: &PupilMention| {
        let code = code_in(scene, pupil, &mention.field)?;
        (!mention.not.contains(&code)).then(|| mention.words.replace("{}", &code))
    };
    scene.guidance.fields.mentions.iter().filter_map(words).collect()
}

/// The code in a pupil's cell of a column, where it is understood.
fn code_in(scene: &Scene, pupil: usize, heading: &str) -> Option<String> {
    let column = scene.document.cohort().coded_by_heading(&scene.guidance.fields, heading)?;
    let Coded_::Known(code) = column.cell(pupil) else { return None };
    Some(scene.guidance.codes.list(column.code_list)?.entry(code)?.code.clone())
}

fn cell(scene: &Scene, shows: &ColumnContent, pupil: usize) -> PupilCell {
    match shows {
        ColumnContent::Generated(outcome) => generated_cell(scene, outcome, pupil),
        ColumnContent::Way(measure) => way_cell(scene, measure, pupil),
        ColumnContent::File(heading) => {
            let field = scene.bases.guidance().fields.by_heading(heading);
            if let Some(numbers) = field.and_then(|field| scene.bases.cohort().number_column(field)) {
                return PupilCell { text: numbers.text(pupil), ..PupilCell::default() };
            }
            let own =
                scene.bases.guidance().fields.get_heading(heading).is_some_and(|field| field.derived_from.is_none());
            if let Some(cell) = own.then(|| result_cell(heading, pupil, &scene.bases)).flatten() {
                return cell;
            }
            let column = field.and_then(|field| scene.bases.cohort().coded_column(field));
            let known = !matches!(column.map(|column| column.cell(pupil)), Some(Coded_::Unknown));
            let hint = if known { String::new() } else { not_understood(column, scene.bases.guidance()) };
            let tone = if known { Tone::Plain } else { Tone::Warn };
            PupilCell {
                text: column.map(|column| column.text(pupil, scene.bases.codes())).unwrap_or_default(),
                tone,
                hint,
                ..PupilCell::default()
            }
        }
        ColumnContent::Target(outcome) => target_cell(outcome, pupil, &scene.bases),
        ColumnContent::Levels(measure) => levels_cell(measure, pupil, &scene.bases),
    }
}

/// The most likely outcome, with the chances of all.
fn generated_cell(scene: &Scene, outcome: &str, pupil: usize) -> PupilCell {
    let column = scene.bases.column(outcome, &Basis::Generated);
    let text = column.map(|column| column.text(pupil, scene.bases.codes())).unwrap_or_default();
    let row = scene.document.chosen_row(outcome, pupil);
    let list = column.and_then(|column| scene.bases.codes().list(column.code_list));
    let chances = row.map(|row| chances(row, list)).unwrap_or_default();
    let hint = if chances.is_empty() { "this prior level is not in the table".into() } else { chances.join(", ") };
    PupilCell { text: if text.is_empty() { "\u{2013}".into() } else { text }, hint, ..PupilCell::default() }
}

/// "4 55%", one for each outcome that has a chance.
fn chances(row: &OutcomeCounts, list: Option<&CodeList>) -> Vec<String> {
    let name = |outcome| list.map(|list| list.outcome_name(outcome)).unwrap_or_default();
    let said = row.chances().into_iter().filter(|(_, chance)| chance.numerator > 0);
    said.map(|(outcome, chance)| format!("{} {}", name(outcome), chance.percent_of_one(0))).collect()
}

/// On the way, ahead of it or behind it, with the line to look at (RULES 7.2).
fn way_cell(scene: &Scene, measure: &Measure, pupil: usize) -> PupilCell {
    let way = PupilPaths::new(measure, &scene.document.edition, &scene.bases).and_then(|ways| ways.position_of(pupil));
    let Some(way) = way else {
        return PupilCell {
            text: "\u{2013}".into(),
            hint: "no interim level, prior level or target".into(),
            ..PupilCell::default()
        };
    };
    let (text, tone) = match way.side {
        Ordering::Less => ("behind", Tone::Warn),
        Ordering::Equal => ("on track", Tone::Plain),
        Ordering::Greater => ("ahead", Tone::Good),
    };
    let (code, year) = way.latest;
    let entry = scene.bases.codes().levels().and_then(|list| list.entry(code)).map_or("", |entry| entry.code.as_str());
    let hint = format!("{entry} at the end of year {year}");
    PupilCell { text: text.into(), tone, hint, way: path_lines(&way), ..PupilCell::default() }
}

/// Both lines in a box of 60 by 20.
fn path_lines(way: &PathPosition) -> (String, String) {
    let [(first, sum, results), (last, target, _)] = way.line;
    let start = sum / results.max(1);
    let all = || way.results.iter().map(|(_, points)| *points).chain([start, target]);
    let (low, high) = (all().min().unwrap_or_default(), all().max().unwrap_or_default());
    let place = |(year, points): (i64, i64)| {
        let x = 4 + 52 * (year - first) / (last - first).max(1);
        let y = 17 - 14 * (points - low) / (high - low).max(1);
        format!("{x},{y}")
    };
    let line = |points: &mut dyn Iterator<Item = (i64, i64)>| points.map(place).collect::<Vec<_>>().join(" ");
    let straight = line(&mut [(first, start), (last, target)].into_iter());
    (straight, line(&mut [(first, start)].into_iter().chain(way.results.iter().copied())))
}

/// A result beside its target: short of it, or above it (S1 ¶4). `None`: not both are recorded.
fn result_cell(heading: &str, pupil: usize, bases: &Bases) -> Option<PupilCell> {
    let (result, target) = (bases.column(heading, &Basis::Actual)?, bases.column(heading, &Basis::Moderated)?);
    let list = bases.codes().list(result.code_list)?;
    let rank = |column: &CodedColumn| match column.cell(pupil) {
        Coded_::Known(code) => list.rank(code),
        _ => None,
    };
    let text = result.text(pupil, bases.codes());
    let (tone, hint) = match rank(result)?.cmp(&rank(target)?) {
        Ordering::Less => (Tone::Warn, "below the target"),
        Ordering::Equal => (Tone::Plain, "equal to the target"),
        Ordering::Greater => (Tone::Good, "above the target"),
    };
    Some(PupilCell { text, tone, hint: hint.into(), ..PupilCell::default() })
}

/// An exception can be agreed for a pupil with a need that wants evidence; one that is agreed is shown whoever it is for.
fn exception(scene: &Scene, pupil: usize, in_file: u32) -> AgreedException {
    let evidence = scene.document.settings.exceptions.get(&in_file).cloned().unwrap_or_default();
    let need = scene.edition.findings.iter().find_map(|rule| rule.kind.need());
    let has = |need: &RecordedNeed| code_in(scene, pupil, &need.field).is_some_and(|code| !need.not.contains(&code));
    AgreedException { offered: need.is_some_and(has) || !evidence.is_empty(), evidence }
}

fn number_target(outcome: &str, pupil: usize, bases: &Bases) -> Option<PupilCell> {
    let of = |basis: &Basis| bases.numbers(outcome, basis).map(|numbers| numbers.text(pupil));
    let field = bases.guidance().fields.get_heading(outcome)?;
    let FieldKind::Number(_) = field.kind else { return None };
    let text = of(&Basis::Moderated).unwrap_or_default();
    let of_file = of(&Basis::Target).unwrap_or_default();
    let was = (of_file != text).then(|| if of_file.is_empty() { "none".to_owned() } else { of_file });
    let hint = was.as_ref().map(|was| format!("was {was}")).unwrap_or_default();
    Some(PupilCell { text, hint, target: Some(outcome.to_owned()), was, ..PupilCell::default() })
}

fn target_cell(outcome: &str, pupil: usize, bases: &Bases) -> PupilCell {
    if let Some(cell) = number_target(outcome, pupil, bases) {
        return cell;
    }
    let column = bases.column(outcome, &Basis::Moderated);
    let text = column.map(|column| column.text(pupil, bases.codes())).unwrap_or_default();
    let of_file =
        bases.column(outcome, &Basis::Target).map(|column| column.text(pupil, bases.codes())).unwrap_or_default();
    let unknown = matches!(column.map(|column| column.cell(pupil)), Some(Coded_::Unknown));
    let was = (of_file != text).then(|| if of_file.is_empty() { "none".to_owned() } else { of_file });
    let hint = match (&was, unknown) {
        (Some(was), _) => format!("was {was}"),
        (None, true) => not_understood(column, bases.guidance()),
        (None, false) => String::new(),
    };
    let tone = if unknown { Tone::Warn } else { Tone::Plain };
    PupilCell { text, tone, hint, target: Some(outcome.to_owned()), was, ..PupilCell::default() }
}

fn levels_cell(measure: &Measure, pupil: usize, bases: &Bases) -> PupilCell {
    let cell = |text: String, tone, hint: &str| PupilCell { text, tone, hint: hint.into(), ..PupilCell::default() };
    let Some(wanted) = measure.kind.levels() else { return PupilCell::default() };
    match levels_to_target(measure, pupil, bases) {
        Some(made) if matches!(measure.kind, MeasureKind::Grades { .. }) => match made {
            0 => cell("no".into(), Tone::Warn, &format!("worth fewer than {wanted} levels of progress")),
            _ => cell("yes".into(), Tone::Plain, &format!("worth {wanted} levels of progress")),
        },
        Some(levels) if levels >= i16::from(wanted) => cell(levels.to_string(), Tone::Plain, ""),
        Some(levels) => {
            cell(levels.to_string().replace('-', "\u{2212}"), Tone::Warn, &format!("fewer than {wanted} levels"))
        }
        None => cell("\u{2013}".into(), Tone::Plain, "no prior level, or no target that is a level"),
    }
}

/// The hint at a cell that is not understood.
fn not_understood(column: Option<&CodedColumn>, guidance: &Guidance) -> String {
    let counts_as = column.map_or("no result", |column| guidance.not_understood_is(column.code_list));
    format!("not understood, so counted as {counts_as}")
}

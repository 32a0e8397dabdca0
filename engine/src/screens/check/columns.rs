//! Which column was read as what.

use super::open_file::OpenFile;
use crate::cohort::Cohort;
use crate::guidance::FieldId;
use crate::guidance::KnownField;
use crate::guidance::Measure;
use crate::guidance::fields::FieldKind;
use crate::intake::column_questions::{FieldQuestion, samples};
use crate::intake::diagnostic::{Diagnostic, column_letters};
use crate::intake::made_columns::LONE_OUTCOME;
use crate::screens::scene::Scene;
use crate::screens::{ColumnQuestion, ColumnRead, MemoryView};
use crate::session::command::{Command, ReadSetting};

/// Pupils looked at for samples.
const SAMPLED: usize = 500;
/// Samples shown.
const SAMPLES: usize = 3;

/// The columns that are read.
pub(crate) fn read(file: &OpenFile) -> Vec<ColumnRead> {
    file.account.headings.recognised().map(|(column, field)| served(file, column, field)).collect()
}

/// The columns that are not, in the file's order.
pub(crate) fn unread(file: &OpenFile) -> impl Iterator<Item = ColumnRead> {
    let headings = &file.account.headings;
    let columns = headings.texts.iter().zip(&headings.fields).enumerate();
    let unread = columns.filter(|(column, (text, field))| {
        field.is_none() && !headings.is_repeated(*column) && (!text.is_empty() || *column < headings.width)
    });
    unread.map(|(column, _)| column_of(file, column))
}

/// The columns that the user is asked about.
pub(crate) fn questions(file: &OpenFile) -> Vec<ColumnQuestion> {
    let offered = |question: &FieldQuestion| fields_that_suit(file, question);
    let field = |id: &FieldId| {
        let field = file.guidance.fields.get(*id)?;
        Some((field.heading.clone(), field.title.clone(), field.why.clone()))
    };
    let only = |fields: &[FieldId]| if let [only] = fields { Some(*only) } else { None };
    let alone = file.questions.iter().filter_map(|question| only(&offered(question))).collect::<Vec<_>>();
    let question = |question: &FieldQuestion| {
        let fields = offered(question);
        let column = column_of(file, question.column);
        let is_sure = only(&fields).is_some_and(|field| {
            !column.samples.is_empty() && alone.iter().filter(|other| **other == field).count() == 1
        });
        ColumnQuestion { offered: fields.iter().filter_map(field).collect(), column, is_sure }
    };
    file.questions.iter().map(question).collect()
}

/// What a column may be without the results and targets of key stages that the file has nothing of: beside results of Key
/// Stage 1 no target of Key Stage 3 is meant. All of them where nothing would be left.
fn fields_that_suit(file: &OpenFile, question: &FieldQuestion) -> Vec<FieldId> {
    let own = |field: FieldId| {
        let field = file.guidance.fields.get(field)?;
        Some(field.derived_from.as_ref().map_or(&field.heading, |(result, _)| result))
    };
    let is_outcome = |field: FieldId, stages: &[&str]| {
        let outcomes = stages.iter().flat_map(|stage| file.edition.shown(stage)).flat_map(|measure| &measure.outcome);
        own(field).is_some_and(|own| outcomes.into_iter().any(|outcome| outcome == own))
    };
    let read = file.account.headings.recognised().map(|(_, field)| field).collect::<Vec<_>>();
    let is_there = |stage: &&str| {
        let priors = file.edition.shown(stage).flat_map(Measure::priors).flat_map(|prior| &prior.results);
        let mut priors = priors.filter_map(|heading| file.guidance.fields.by_heading(heading));
        priors.any(|prior| read.contains(&prior)) || read.iter().any(|field| is_outcome(*field, &[stage]))
    };
    let stages = file.edition.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>();
    let there = stages.iter().copied().filter(is_there).collect::<Vec<_>>();
    let suits = |field: &&FieldId| !is_outcome(**field, &stages) || is_outcome(**field, &there);
    let suiting = question.fields.iter().filter(suits).copied().collect::<Vec<_>>();
    if there.is_empty() || suiting.is_empty() { question.fields.clone() } else { suiting }
}

/// The command that takes every sure suggestion for a column, and words for it; nothing where there are fewer than two.
pub(crate) fn accept_sure(file: &OpenFile, questions: &[ColumnQuestion]) -> (Option<Command>, String) {
    let sure = questions.iter().filter(|question| question.is_sure);
    let sure = sure.filter_map(|question| Some((&question.column, &question.offered.first()?.0))).collect::<Vec<_>>();
    if sure.len() < 2 {
        return (None, String::new());
    }
    let words = match sure.len() {
        number if number == questions.len() => format!("Accept all {number} sure ones"),
        number => format!("Accept the {number} sure ones of {}", questions.len()),
    };
    let mut read_as = file.account.read_as.clone();
    for (column, field) in sure {
        read_as.assign(&column.heading, column.nth, field);
    }
    (Some(Command::ReadAs { about: ReadSetting::Columns, is: read_as.columns_text() }), words)
}

/// All fields by title.
pub(crate) fn fields(file: &OpenFile) -> Vec<(String, String)> {
    file.guidance.fields.iter().map(|(_, field)| (field.heading.clone(), field.title.clone())).collect()
}

/// What may be remembered: nothing of a file in which no heading is known by itself, because its first row may be a
/// pupil.
pub(crate) fn memory(scene: &Scene) -> Option<MemoryView> {
    let headings = &scene.document.account.headings;
    headings.texts.iter().find(|text| scene.guidance.recognise(text).is_some())?;
    let mut texts = headings.texts.iter().map(|text| text.trim().to_lowercase()).collect::<Vec<_>>();
    texts.sort_unstable();
    let read_as = &scene.document.account.read_as;
    let columns = if read_as.columns.is_empty() { String::new() } else { read_as.columns_text() };
    Some(MemoryView { key: format!("{:016x}", fingerprint(&texts)), columns })
}

/// A number for a set of texts, the same in every release (FNV-1a).
fn fingerprint(texts: &[String]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn column_of(file: &OpenFile, column: usize) -> ColumnRead {
    let account = file.account;
    let samples = samples(&account.first_rows, account.heading_row, column);
    ColumnRead {
        place: column_letters(column),
        heading: account.headings.texts.get(column).cloned().unwrap_or_default(),
        nth: account.headings.nth(column),
        by_hand: account.headings.by_hand.get(column).is_some_and(|said| *said),
        samples: samples.into_iter().map(str::to_owned).collect(),
        ..ColumnRead::default()
    }
}

fn served(file: &OpenFile, column: usize, id: FieldId) -> ColumnRead {
    let field = file.guidance.fields.get(id);
    ColumnRead {
        field: field.map(|field| field.title.clone()).unwrap_or_default(),
        canonical: field.map(|field| field.heading.clone()).unwrap_or_default(),
        why: why(file, column, field),
        samples: values(file, file.cohort, id),
        ..column_of(file, column)
    }
}

/// What a column is needed for; of one that is read in vain, what it lacks.
fn why(file: &OpenFile, column: usize, field: Option<&KnownField>) -> String {
    let of_column = |note: &&Diagnostic| note.code == LONE_OUTCOME && note.column == Some(column);
    let in_vain = file.account.diagnostics.iter().find(of_column).map(|note| note.what.clone());
    in_vain.or_else(|| field.map(|field| field.why.clone())).unwrap_or_default()
}

/// Up to three different values of a field.
fn values(file: &OpenFile, cohort: &Cohort, id: FieldId) -> Vec<String> {
    let people = cohort.people();
    let value = |pupil: usize| -> String {
        match file.guidance.fields.get(id).map(|field| field.kind) {
            Some(FieldKind::Upn) => people.upn(pupil).into_owned(),
            Some(FieldKind::Surname) => people.surname(pupil).into_owned(),
            Some(FieldKind::Forename) => people.forename(pupil).into_owned(),
            Some(FieldKind::Text) => cohort.school_name().to_owned(),
            Some(FieldKind::Label) => cohort.label_column(id).map_or("", |labels| labels.label(pupil)).to_owned(),
            Some(FieldKind::Coded(_)) => cohort.cell_text(id, pupil, &file.guidance.codes),
            Some(FieldKind::Number(_)) => {
                cohort.number_column(id).map(|numbers| numbers.text(pupil)).unwrap_or_default()
            }
            None => String::new(),
        }
    };
    let mut samples = Vec::new();
    for sample in (0..cohort.len().min(SAMPLED)).map(value).filter(|value| !value.is_empty()) {
        if !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

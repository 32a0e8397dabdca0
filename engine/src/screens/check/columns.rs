//! Which column was read as what.

use super::open_file::OpenFile;
use crate::cohort::Cohort;
use crate::guidance::FieldId;
use crate::guidance::fields::FieldKind;
use crate::intake::column_questions::samples;
use crate::intake::diagnostic::column_letters;
use crate::screens::scene::Scene;
use crate::screens::{ColumnQuestion, ColumnRead, MemoryView};

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
    let field = |id: &FieldId| {
        let field = file.guidance.fields.get(*id)?;
        Some((field.heading.clone(), field.title.clone(), field.why.clone()))
    };
    let question = |question: &crate::intake::column_questions::FieldQuestion| ColumnQuestion {
        column: column_of(file, question.column),
        offered: question.fields.iter().filter_map(field).collect(),
    };
    file.questions.iter().map(question).collect()
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
        why: field.map(|field| field.why.clone()).unwrap_or_default(),
        samples: values(file, file.cohort, id),
        ..column_of(file, column)
    }
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

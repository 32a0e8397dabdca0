//! Tables whose name says what their headings leave out: a sheet "English" with a column "Target".

use super::heading_block::recognise_together;
use super::shape::Table;
use crate::guidance::{FieldId, Guidance, year_groups};
use crate::intake::diagnostic::column_letters;
use crate::intake::key_stage::LikelyStage;
use crate::text::cell::plain;
use crate::text::phrases::list;

/// Headings read together with the name of their table.
#[derive(Debug)]
pub(super) struct NamedColumns {
    /// The headings; those that are asked about with the words of the name.
    pub texts: Vec<String>,
    /// Fields of columns that are sure.
    pub fields: Vec<(usize, FieldId)>,
    /// What was decided; empty: nothing.
    pub what: String,
}

/// The headings that say something only together with the name of the table.
pub(super) fn name_columns(texts: &[String], name: &str, table: &Table, guidance: &Guidance) -> Option<NamedColumns> {
    let words = guidance.vocabulary.result_words(name, |word| is_year(word, guidance));
    if words.is_empty() || !texts.iter().any(|text| is_open(text, guidance)) {
        return None;
    }
    let known = texts.iter().filter_map(|text| guidance.recognise(text)).collect::<Vec<_>>();
    let years = texts.iter().position(|text| guidance.recognise(text) == Some(guidance.fields.year_group));
    let years = table.body().iter().filter_map(|row| Some(row.cell(years?)));
    let stage = LikelyStage::new(known.iter().copied(), years, guidance);
    let mut named = NamedColumns { texts: texts.to_vec(), fields: Vec::new(), what: String::new() };
    let mut read = Vec::new();
    for (column, text) in texts.iter().enumerate().filter(|(_, text)| is_open(text, guidance)) {
        let together = format!("{words} {text}");
        let sure = recognise_together(&words, text, guidance);
        let sure = sure.or_else(|| stage.as_ref()?.target(&together, guidance));
        // What a pupil shall reach is a large claim for the name of a table.
        let sure = sure.filter(|field| !is_derived(*field, guidance) || says_derived(text, guidance));
        match sure.filter(|field| !known.contains(field) && !named.fields.iter().any(|(_, other)| other == field)) {
            Some(field) => {
                named.fields.push((column, field));
                let title = guidance.fields.get(field).map_or("", |field| field.title.as_str());
                read.push(format!("column {} as {title}", column_letters(column)));
            }
            None if sure.is_none() && says_more(&together, text, guidance) => {
                if let Some(heading) = named.texts.get_mut(column) {
                    *heading = together;
                }
            }
            None => (),
        }
    }
    if !read.is_empty() {
        named.what = format!(
            "The name of the table, \u{201c}{name}\u{201d}, says what its headings leave out: {}.",
            list(&read)
        );
    }
    (!read.is_empty() || named.texts != texts).then_some(named)
}

/// True for a heading that is made of words of columns and is no column's yet: "Target", "Level", "Reading".
fn is_open(text: &str, guidance: &Guidance) -> bool {
    let is_result = || guidance.exports.kinds.results.iter().any(|word| plain(word) == plain(text));
    !text.is_empty() && guidance.recognise(text).is_none() && (guidance.vocabulary.has_only_words(text) || is_result())
}

/// True if a heading with the words of the name means what it does not mean alone.
fn says_more(together: &str, alone: &str, guidance: &Guidance) -> bool {
    let likely = guidance.vocabulary.likely_fields(together);
    !likely.is_empty() && likely != guidance.vocabulary.likely_fields(alone)
}

/// True for a year group, which is nothing that a heading leaves out.
fn is_year(word: &str, guidance: &Guidance) -> bool {
    year_groups::canonical(&guidance.exports.year_groups, word).is_some()
}

fn is_derived(field: FieldId, guidance: &Guidance) -> bool {
    guidance.fields.get(field).is_some_and(|field| field.derived_from.is_some())
}

/// True if a heading by itself speaks of targets or estimates.
fn says_derived(text: &str, guidance: &Guidance) -> bool {
    guidance.vocabulary.has_word_of(text, |field| is_derived(field, guidance))
}

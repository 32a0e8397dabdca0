//! Questions to the user about columns that may belong to a field although their heading is not one of its names.

use super::headings::Headings;
use super::key_stage::LikelyStage;
use super::table::layout::FirstRow;
use crate::guidance::codes::BLANK;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance, spellings};

/// Number of unread columns that are considered.
const LOOKED_AT: usize = 200;
/// Headings to the left of a column that may name its subject.
const BESIDE: usize = 2;
/// Most fields offered for one column.
const OFFERED: usize = 4;

/// A column that may belong to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldQuestion {
    /// The column, counted from 0.
    pub column: usize,
    /// The fields it may belong to, the likeliest first.
    pub fields: Vec<FieldId>,
}

/// The columns worth a question: not read, possibly of a field that no other column of its pupils has, and with cells that
/// fit it. A column that the user has assigned is not asked about.
pub fn questions(
    headings: &Headings,
    first_rows: &[FirstRow],
    heading_row: u32,
    guidance: &Guidance,
) -> Vec<FieldQuestion> {
    let unread = headings.texts.iter().zip(&headings.fields).enumerate();
    let unread = unread.filter(|(column, (text, _))| {
        let said = headings.by_hand.get(*column).is_some_and(|said| *said);
        !headings.is_read(*column) && !text.is_empty() && !said && !headings.is_repeated(*column)
    });
    let years = headings.column(guidance.fields.year_group);
    let below = first_rows.iter().filter(|row| row.number > heading_row);
    let years = below.filter_map(|row| row.cells.get(years?).map(String::as_str));
    let stage = LikelyStage::new(headings.recognised().map(|(_, field)| field), years, guidance);
    let question = |(column, (text, _)): (usize, (&String, _))| {
        let samples = samples(first_rows, heading_row, column);
        let mut likely = guidance.vocabulary.likely_fields(text);
        if likely.is_empty() {
            likely = fields_beside(headings, column, guidance);
        }
        // Of those that are equally far off, that of the key stage that the file is about first.
        let is_other = |field: FieldId| !stage.as_ref().is_some_and(|stage| stage.has(field, guidance));
        likely.sort_by_key(|(field, distance)| (*distance, is_other(*field)));
        let fields = likely.into_iter().map(|(field, _)| field);
        let fields = fields.filter(|field| !headings.is_beside(column, *field) && may_hold(*field, &samples, guidance));
        let mut fields = fields.collect::<Vec<_>>();
        fields.truncate(OFFERED);
        (!fields.is_empty()).then_some(FieldQuestion { column, fields })
    };
    unread.take(LOOKED_AT).filter_map(question).collect()
}

/// The fields that a heading such as "Target" may mean beside the heading to its left: "English".
fn fields_beside(headings: &Headings, column: usize, guidance: &Guidance) -> Vec<(FieldId, usize)> {
    let text = headings.texts.get(column).map_or("", String::as_str);
    if !guidance.vocabulary.has_only_words(text) {
        return Vec::new();
    }
    let left = headings.texts.get(..column).unwrap_or_default().iter().rev().take(BESIDE);
    // "KS1 English": the subject alone, if the key stage does not suit.
    let subjects = left.flat_map(|left| {
        let words = left.split([' ', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        (0..words.len()).map(move |from| words.get(from..).unwrap_or_default().join(" ")).collect::<Vec<_>>()
    });
    let mut meant = subjects.map(|subject| guidance.vocabulary.likely_fields(&format!("{subject} {text}")));
    meant.find(|fields| !fields.is_empty()).unwrap_or_default()
}

/// Up to three different texts of a column, from the first rows below the headings.
pub fn samples(first_rows: &[FirstRow], heading_row: u32, column: usize) -> Vec<&str> {
    let mut samples: Vec<&str> = Vec::new();
    let below = first_rows.iter().filter(|row| row.number > heading_row);
    for text in below.filter_map(|row| row.cells.get(column)).filter(|text| !text.is_empty()) {
        if samples.len() < 3 && !samples.contains(&text.as_str()) {
            samples.push(text);
        }
    }
    samples
}

/// True if one of the samples is, or may be, a code of the field; also without samples, and for fields of free text.
fn may_hold(field: FieldId, samples: &[&str], guidance: &Guidance) -> bool {
    let Some(FieldKind::Coded(list)) = guidance.fields.get(field).map(|field| field.kind) else { return true };
    let Some(list) = guidance.codes.list(list) else { return true };
    let code = |text: &str| {
        let suggested = || Some(spellings::suggest(&guidance.exports.spellings, list, text)?.code);
        list.parse(text.as_bytes()).or_else(suggested).is_some_and(|code| code != BLANK)
    };
    samples.is_empty() || samples.iter().any(|text| code(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::CohortReader;
    use std::sync::Arc;

    #[test]
    fn questions_about_what_may_serve_a_field() {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let text = "UPN,KS2 English TA,Maths,Sex,M/F,Reading,KS1 Maths\n1,4,4b,F,F,98,2\n2,5,3c,M,M,101,2\n";
        let account = CohortReader::read_all(guidance.clone(), text.as_bytes()).unwrap().account;
        let questions = questions(&account.headings, &account.first_rows, account.heading_row, &guidance);
        let shown = questions.iter().map(|question| {
            let heading = |field: &FieldId| guidance.fields.get(*field).unwrap().heading.clone();
            (question.column, question.fields.iter().map(heading).next().unwrap())
        });
        // Sex and KS1 maths are there already, and what stands under "Reading" are no levels.
        let expected = [(1, "KS2_English".to_owned()), (2, "KS2_Maths".to_owned())];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }
}

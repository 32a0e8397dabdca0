//! Which columns of a file may serve a field though their heading is none of its names: questions to the user.

use super::headings::Headings;
use super::layout::FirstRow;
use crate::guidance::codes::BLANK;
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance, spellings};

/// Headings that are looked at.
const LOOKED_AT: usize = 200;
/// Fields offered for one column.
const OFFERED: usize = 4;

/// A column that may serve a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The column, counted from 0.
    pub column: usize,
    /// The fields it may serve, the likeliest first.
    pub fields: Vec<FieldId>,
}

/// The columns worth a question: those that are not read, may serve a field that no other column does, and hold what
/// such a field may hold. A column about which the user has said something is not asked about again.
pub fn questions(headings: &Headings, first_rows: &[FirstRow], heading_row: u32, guidance: &Guidance) -> Vec<Question> {
    let unread = headings.texts.iter().zip(&headings.fields).enumerate();
    let unread = unread.filter(|(column, (text, field))| {
        let said = headings.by_hand.get(*column).is_some_and(|said| *said);
        field.is_none() && !text.is_empty() && !said && !headings.is_repeated(*column)
    });
    let question = |(column, (text, _)): (usize, (&String, _))| {
        let samples = samples(first_rows, heading_row, column);
        let fields = guidance.vocabulary.perhaps(text).into_iter().map(|(field, _)| field);
        let fields = fields.filter(|field| headings.column(*field).is_none() && may_hold(*field, &samples, guidance));
        let fields = fields.take(OFFERED).collect::<Vec<_>>();
        (!fields.is_empty()).then_some(Question { column, fields })
    };
    unread.take(LOOKED_AT).filter_map(question).collect()
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

/// One of the samples is a code of the field, or may be one; or there are no samples, or the field takes any text.
fn may_hold(field: FieldId, samples: &[&str], guidance: &Guidance) -> bool {
    let Some(Kind::Coded(book)) = guidance.fields.get(field).map(|field| field.kind) else { return true };
    let Some(book) = guidance.codes.book(book) else { return true };
    let code = |text: &str| {
        let known = book.parse(text.as_bytes()).or_else(|| spellings::suggest(&guidance.exports.spellings, book, text));
        known.is_some_and(|code| code != BLANK)
    };
    samples.is_empty() || samples.iter().any(|text| code(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Reading;
    use std::sync::Arc;

    #[test]
    fn questions_about_what_may_serve_a_field() {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let text = "UPN,KS2 English TA,Maths,Sex,M/F,Reading,KS1 Maths\n1,4,4b,F,F,98,2\n2,5,3c,M,M,101,2\n";
        let account = Reading::whole(guidance.clone(), text.as_bytes()).unwrap().account;
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

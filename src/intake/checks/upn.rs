//! The check letter of unique pupil numbers.

use ambition_quick::digits::weighted_sum;

use super::warning;
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, Severity};

/// Places of a unique pupil number, the check letter included.
const PLACES: usize = 13;
/// The position of the place behind the check letter.
const FIRST: u32 = 2;

/// What can be said of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    None,
    Right,
    /// The letter should be this one.
    Letter(u8),
    /// It has another form.
    Form,
}

/// Where most numbers have the form of a UPN, those that have not, and those with another letter than theirs. Where
/// most letters are wrong the numbers are likely invented, which is said once.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let letters = guidance.exports.upn.letters.as_bytes();
    let people = cohort.people();
    let numbers = || people.upns().map(|upn| number(upn, letters));
    let (mut right, mut wrong, mut other) = (0_usize, 0_usize, 0_usize);
    for number in numbers() {
        match number {
            Number::None => (),
            Number::Right => right += 1,
            Number::Letter(_) => wrong += 1,
            Number::Form => other += 1,
        }
    }
    if wrong + other == 0 || other >= right + wrong {
        return;
    }
    if wrong > right {
        return account.note(invented());
    }
    let field = guidance.fields.iter().find(|(_, field)| field.kind == crate::guidance::fields::Kind::Upn);
    let field = field.map(|(id, _)| id);
    for (pupil, number) in numbers().enumerate() {
        let (code, words) = match number {
            Number::Letter(letter) => ("upn-check-letter", letter_words(&people.upn(pupil), letter)),
            Number::Form => ("upn-form", form_words(&people.upn(pupil))),
            Number::None | Number::Right => continue,
        };
        let note = warning(code, (cohort, pupil), field, account, words);
        account.note(note);
    }
}

fn letter_words(upn: &str, letter: u8) -> (String, &'static str) {
    let what = format!("The letter of {upn} should be {}: one of its digits may be mistyped.", char::from(letter));
    (what, "Compare the number with the school's system. The pupil is counted all the same.")
}

fn form_words(upn: &str) -> (String, &'static str) {
    let what = format!("\u{201c}{upn}\u{201d} has not the form of a unique pupil number: a letter and twelve places.");
    (what, "Compare it with the school's system; a number in two forms hides that two rows are one pupil.")
}

fn invented() -> Diagnostic {
    Diagnostic {
        code: "upn-invented",
        severity: Severity::Remark,
        row: 0,
        column: None,
        what: "Most pupil numbers have another check letter than a UPN: they are likely numbers of your own.".into(),
        remedy: "Nothing: they serve as well to find rows that are there twice.".into(),
    }
}

/// The letter stands for the rest, by the count of letters, of the sum of each other place times its position.
fn number(upn: &[u8], letters: &[u8]) -> Number {
    let Some((check, rest)) = upn.split_first().filter(|_| upn.len() == PLACES) else {
        return if upn.is_empty() { Number::None } else { Number::Form };
    };
    let letter_at = |byte: &u8| letters.iter().position(|letter| *letter == byte.to_ascii_uppercase());
    let sum = weighted_sum(rest, FIRST).map(|sum| sum as usize).or_else(|| {
        // The last place of a temporary number is a letter.
        let (last, before) = rest.split_last()?;
        Some(weighted_sum(before, FIRST)? as usize + letter_at(last)? * PLACES)
    });
    let letter = sum.and_then(|sum| letters.get(sum % letters.len().max(1)));
    match letter {
        _ if !check.is_ascii_alphabetic() => Number::Form,
        None => Number::Form,
        Some(letter) if *letter == check.to_ascii_uppercase() => Number::Right,
        Some(letter) => Number::Letter(*letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_published_numbers() {
        let guidance = Guidance::shipped().unwrap();
        let letters = guidance.exports.upn.letters.as_bytes();
        let right = ["X926999907001", "B801200005001", "H801200001001", "R674123101121", "A802200106001"];
        assert!(right.iter().all(|upn| number(upn.as_bytes(), letters) == Number::Right));
        assert!(number(b"A123456789001", letters) == Number::Letter(b'Y'));
        assert!(number(b"Q207000016049", letters) == Number::Letter(b'P'));
        for upn in ["123", "A12345678900", "A1234567890012", "AA23456789001", "9926999907001"] {
            assert!(number(upn.as_bytes(), letters) == Number::Form, "{upn}");
        }
        assert!(number(b"", letters) == Number::None);
    }
}

//! The check letter of unique pupil numbers.

use ambition_columns::check_letters::{CheckLetters, UpnCheck, UpnCheckCounts};
use ambition_columns::upn;

use super::warning;
use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::intake::account::Account;
use crate::intake::diagnostic::{Diagnostic, Severity};
use crate::intake::table::is_no_upn;
use crate::text::phrases::count;

/// If most numbers have the form of a UPN: those that do not, and those with a wrong check letter. If most letters are
/// wrong the numbers are probably made up, which is reported once.
pub(super) fn check(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let letters = CheckLetters::new(guidance.exports.upn.letters.as_bytes());
    let people = cohort.people();
    let UpnCheckCounts { correct, wrong, malformed } = letters.count(people.upn_numbers());
    // Whatever stands in place of a UPN counts as malformed.
    if malformed > 0 {
        note_words_for_none(cohort, account, guidance);
    }
    if wrong + malformed == 0 || malformed >= correct + wrong {
        return;
    }
    if wrong > correct {
        return account.note(invented());
    }
    let field = guidance.fields.iter().find(|(_, field)| field.kind == crate::guidance::fields::FieldKind::Upn);
    let field = field.map(|(id, _)| id);
    for pupil in 0..cohort.len() {
        if is_no_upn(&cohort.people().upn(pupil), guidance) {
            continue;
        }
        let (code, words) = match letters.check(people.upn_number(pupil)) {
            UpnCheck::Expected(letter) => ("upn-check-letter", letter_words(&people.upn(pupil), letter)),
            UpnCheck::Malformed => ("upn-form", form_words(&people.upn(pupil))),
            UpnCheck::Absent | UpnCheck::Correct => continue,
        };
        let note = warning(code, (cohort, pupil), field, account, words);
        account.note(note);
    }
}

/// Tells of what is written in place of numbers: once of words for none, once of numbers that a spreadsheet has rounded.
fn note_words_for_none(cohort: &Cohort, account: &mut Account, guidance: &Guidance) {
    let people = cohort.people();
    let unusual = upn::unusual_positions(people.upn_numbers()).into_iter();
    let none = unusual.filter(|pupil| is_no_upn(&people.upn(*pupil), guidance)).collect::<Vec<_>>();
    let is_rounded =
        |pupil: &&usize| people.upn(**pupil).contains(|letter: char| letter.is_ascii_digit() && letter != '0');
    let (rounded, words) = none.iter().partition::<Vec<&usize>, _>(is_rounded);
    if let Some(first) = words.first() {
        let what = format!(
            "\u{201c}{}\u{201d} and the like are not UPNs: {} have no UPN yet.",
            people.upn(**first),
            count(words.len() as u64, "pupil")
        );
        account.note(noted(
            "upn-missing",
            Severity::Remark,
            cohort.row(**first),
            what,
            "No action needed. These pupils are not matched with each other or with other files.",
        ));
    }
    if let Some(first) = rounded.first() {
        let what = format!(
            "A spreadsheet has rounded the numbers of {} (\u{201c}{}\u{201d}).",
            count(rounded.len() as u64, "pupil"),
            people.upn(**first)
        );
        account.note(noted("upn-rounded", Severity::Warning, cohort.row(**first), what, "Export the file again, and open it without letting the spreadsheet change the numbers. All pupils are counted."));
    }
}

fn noted(code: &'static str, severity: Severity, row: u32, what: String, remedy: &str) -> Diagnostic {
    Diagnostic { code, severity, row, column: None, what, remedy: remedy.into() }
}

fn letter_words(upn: &str, letter: u8) -> (String, &'static str) {
    let what = format!("The letter of {upn} should be {}: one of its digits may be mistyped.", char::from(letter));
    (what, "Compare the number with the school's system. The pupil is counted all the same.")
}

fn form_words(upn: &str) -> (String, &'static str) {
    let what = format!("\u{201c}{upn}\u{201d} is not a valid unique pupil number (a letter and twelve characters).");
    (what, "Compare it with the school's system; a number in two forms hides that two rows are one pupil.")
}

fn invented() -> Diagnostic {
    Diagnostic {
        code: "upn-invented",
        severity: Severity::Remark,
        row: 0,
        column: None,
        what: "Most pupil numbers do not have a UPN\u{2019}s check letter: they are probably your own numbers.".into(),
        remedy: "No action needed: your own numbers also find duplicates.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::PupilIdentities;

    #[test]
    fn letters_of_published_numbers() {
        let guidance = Guidance::shipped().unwrap();
        let letters = CheckLetters::new(guidance.exports.upn.letters.as_bytes());
        let number = |upn: &str| {
            let mut people = PupilIdentities::default();
            people.push(upn.as_bytes(), b"", b"");
            letters.check(people.upn_number(0))
        };
        let right = ["X926999907001", "B801200005001", "H801200001001", "R674123101121", "A802200106001"];
        assert!(right.iter().all(|upn| number(upn) == UpnCheck::Correct));
        assert_eq!(number("A123456789001"), UpnCheck::Expected(b'Y'));
        assert_eq!(number("Q207000016049"), UpnCheck::Expected(b'P'));
        for upn in ["123", "A12345678900", "A1234567890012", "AA23456789001", "9926999907001"] {
            assert_eq!(number(upn), UpnCheck::Malformed, "{upn}");
        }
        assert_eq!(number(""), UpnCheck::Absent);
    }
}

//! What a cell may mean that holds none of its code list's codes: suggestions, never taken without the user's word.

use std::collections::BTreeMap;

use super::codes::{BLANK, CellCode, CodeList};
use super::exports::{CodeSpellings, ListSpellings};
use crate::text::cell::plain;

/// What a spelling probably means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The code; [`BLANK`]: no result.
    pub code: CellCode,
    /// It can hardly mean anything else, so that it may be taken along with others.
    pub sure: bool,
}

/// The code of a list that a spelling probably means. A spelling that is a code itself is asked about because its column
/// holds another scale, so nothing is suggested for it.
pub fn suggest(spellings: &CodeSpellings, list: &CodeList, spelling: &str) -> Option<Suggestion> {
    if list.parse(spelling.as_bytes()).is_some() {
        return None;
    }
    let of_list = spellings.list.get(&list.name);
    let parse = |text: &str| list.parse(text.as_bytes()).filter(|code| *code != BLANK);
    let unsure = |code: CellCode| Suggestion { code, sure: false };
    // The ending first: "4-" is more than its "4".
    let by_ending = of_list.and_then(|of_list| parse(&with_ending(of_list, spelling)?)).map(unsure);
    by_ending
        .or_else(|| {
            let code = sure_meaning(spellings, list, spelling)?;
            Some(Suggestion { code, sure: !is_doubtful(spelling) })
        })
        .or_else(|| parse(by_phrase(of_list?, spelling)?).map(unsure))
}

/// Marks with which people say that they are not sure, or that it is more or less than that: "4?", "~4", "<4".
const MARKS_OF_DOUBT: &str = "?~<>\u{2264}\u{2265}\u{2248}!%^\u{bf}";

/// True if a spelling says that it is not sure, by such a mark or by standing in brackets as a whole.
fn is_doubtful(spelling: &str) -> bool {
    spelling.starts_with(['(', '[']) || spelling.contains(|letter| MARKS_OF_DOUBT.contains(letter))
}

/// True if these spellings of a column are points instead of the levels that its list has: all are numbers that some
/// code is worth, and most are no codes.
pub fn are_points(list: &CodeList, spellings: &[&str]) -> bool {
    let codes = spellings.iter().filter(|spelling| list.parse(spelling.as_bytes()).is_some()).count();
    2 * codes < spellings.len() && spellings.iter().all(|spelling| by_points(list, spelling).is_some())
}

/// The code that is worth these points.
pub fn by_points(list: &CodeList, spelling: &str) -> Option<CellCode> {
    list.code_of_points(spelling.parse().ok()?)
}

/// The code that a spelling means as a whole.
fn sure_meaning(spellings: &CodeSpellings, list: &CodeList, spelling: &str) -> Option<CellCode> {
    let of_list = spellings.list.get(&list.name);
    let plain = plain(spelling);
    let parse = |text: &str| list.parse(text.as_bytes()).filter(|code| *code != BLANK);
    let known = |text: &str| parse(text).or_else(|| code_by_words(list, text));
    known(&plain)
        .or_else(|| parse(&spelling.replace(',', ".")))
        .or_else(|| parse(find(&of_list?.means, &plain)?))
        .or_else(|| of_list?.drop.iter().find_map(|word| known(plain.strip_prefix(word.as_str())?)))
        .or_else(|| spellings.blank.contains(&plain).then_some(BLANK))
}

/// True if a text says that there is nothing: "N/A", "none", "-".
pub fn is_blank(spellings: &CodeSpellings, text: &str) -> bool {
    spellings.blank.contains(&plain(text))
}

/// By its first word, where all others are known: "Yes - eligible", not "Yes until 2007".
fn by_phrase<'a>(of_list: &'a ListSpellings, spelling: &str) -> Option<&'a str> {
    let words = spelling.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words = words.map(str::to_lowercase);
    let code = find(&of_list.first, &words.next()?)?;
    words.all(|word| of_list.known.contains(&word)).then_some(code)
}

/// "4c" of "4-", "Level 4 -".
fn with_ending(of_list: &ListSpellings, spelling: &str) -> Option<String> {
    let (rest, letter) = of_list.endings.iter().find_map(|(ending, letter)| {
        let rest = spelling.trim().strip_suffix(ending.as_str())?;
        Some((plain(rest), letter))
    })?;
    let bare = of_list.drop.iter().find_map(|word| rest.strip_prefix(word.as_str())).unwrap_or(&rest);
    Some(format!("{bare}{letter}"))
}

fn find<'a>(meanings: &'a BTreeMap<String, Vec<String>>, text: &str) -> Option<&'a str> {
    let meaning = meanings.iter().find(|(_, spellings)| spellings.iter().any(|spelling| spelling == text));
    meaning.map(|(code, _)| code.as_str())
}

/// The code whose words these are.
fn code_by_words(list: &CodeList, text: &str) -> Option<CellCode> {
    let entry = list.entries().find(|(_, entry)| !text.is_empty() && plain(&entry.words) == text);
    entry.map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use crate::guidance::Guidance;
    use crate::guidance::codes::BLANK;

    #[test]
    fn likely_meanings() {
        let guidance = Guidance::shipped().unwrap();
        let suggest = |list: &str, spelling: &str| {
            let list = guidance.codes.list(guidance.codes.find_list(list).unwrap()).unwrap();
            let code = super::suggest(&guidance.exports.spellings, list, spelling)?.code;
            Some(if code == BLANK { "".to_owned() } else { list.entry(code).unwrap().code.clone() })
        };
        for (list, spelling, expected) in [
            ("level", "Level 4", "4"),
            ("level", "L4", "4"),
            ("level", "level 4b", "4b"),
            ("level", "4-", "4c"),
            ("level", "4 +", "4a"),
            ("level", "L3=", "3b"),
            ("level", "2 B", "2b"),
            ("level", "Abs", "A"),
            ("level", "absent", "A"),
            ("level", "n/a", ""),
            ("level", "-", ""),
            ("level", "#N/A", ""),
            ("level", "P 1 i", "P1i"),
            ("level", "4,5", "4"),
            ("sen", "Yes-SA+", "P"),
            ("sen", "School Action", "A"),
            ("sen", "School Action Plus", "P"),
            ("sen", "No SEN", "N"),
            ("sen", "SEN EHCP", "E"),
            ("flag", "Yes - eligible", "Y"),
            ("flag", "Not eligible", "N"),
            ("flag", "English", "N"),
            ("flag", "Not in care", "N"),
            ("flag", "Currently in care", "Y"),
            ("grade", "*", "A*"),
            ("grade", "CC", "C"),
            ("grade", "Grade B", "B"),
            ("sex", "girls", "F"),
            ("ethnicity", "White - British", "WBRI"),
            ("ethnicity", "Asian or Asian British - Indian", "AIND"),
            ("ethnicity", "Mixed - White and Black Caribbean", "MWBC"),
        ] {
            assert_eq!(suggest(list, spelling).as_deref(), Some(expected), "{spelling}");
        }
        for (list, spelling) in [
            ("level", "9"),
            ("level", "P1"),
            ("level", "4/5"),
            ("level", "3"),
            ("grade", "5-5"),
            ("grade", "5"),
            ("sen", "Z"),
            ("ethnicity", "Martian"),
            ("flag", "Yes until 2007"),
            ("flag", "Eligible to 31/08/2006"),
            ("flag", "Yes (Ever 6)"),
            ("flag", "No (Left FSM 2007)"),
            ("flag", "F"),
        ] {
            assert_eq!(suggest(list, spelling), None, "{spelling}");
        }
    }

    #[test]
    fn only_whole_meanings_are_sure() {
        let guidance = Guidance::shipped().unwrap();
        let is_sure = |book: &str, spelling: &str| {
            let book = guidance.codes.list(guidance.codes.find_list(book).unwrap()).unwrap();
            super::suggest(&guidance.exports.spellings, book, spelling).unwrap().sure
        };
        assert!(is_sure("level", "Level 4") && is_sure("flag", "Not eligible") && is_sure("level", "n/a"));
        assert!(!is_sure("level", "4-") && !is_sure("flag", "Yes - eligible"));
        for spelling in
            ["4?", "4 ?", "?4", "~4", "<4", ">4", "(4)", "[4b]", "Level 4?", "\u{2248}4", "4!", "4%", "n/a?"]
        {
            assert!(!is_sure("level", spelling), "{spelling}");
        }
        for spelling in ["#N/A", "-", "4,5", "L4", "2 B", "4."] {
            assert!(is_sure("level", spelling), "{spelling}");
        }
    }

    #[test]
    fn points_in_a_column_of_levels() {
        let guidance = Guidance::shipped().unwrap();
        let levels = guidance.codes.levels().unwrap();
        assert!(super::are_points(levels, &["15", "9", "21", "3", "13"]));
        assert!(!super::are_points(levels, &["15", "9", "22"]) && !super::are_points(levels, &["3", "4", "9"]));
        let level = |points: &str| levels.entry(super::by_points(levels, points).unwrap()).unwrap().code.clone();
        assert_eq!(["3", "9", "13", "15", "17", "21", "27"].map(level), ["W", "1", "2c", "2", "2a", "3", "4"]);
    }

    #[test]
    fn no_answer_is_a_blank() {
        let guidance = Guidance::shipped().unwrap();
        for book in ["flag", "level", "sen", "ethnicity"] {
            let book = guidance.codes.list(guidance.codes.find_list(book).unwrap()).unwrap();
            for text in
                ["Not declared", "not recorded", "NOT STATED", "No information", "no answer", "Not-asked", "Not known"]
            {
                assert_eq!(book.parse(text.as_bytes()), Some(BLANK), "{text}");
            }
        }
    }
}

//! What a cell may mean that holds none of its code list's codes: suggestions, never taken without the user's word.

use std::collections::BTreeMap;

use super::codes::{BLANK, CellCode, CodeList};
use super::exports::{CodeSpellings, ListSpellings};

/// The code of a code list that a spelling probably means; [`BLANK`]: no result.
pub fn suggest(spellings: &CodeSpellings, list: &CodeList, spelling: &str) -> Option<CellCode> {
    let of_book = spellings.list.get(&list.name);
    let plain = plain(spelling);
    let parse = |text: &str| list.parse(text.as_bytes()).filter(|code| *code != BLANK);
    let known = |text: &str| parse(text).or_else(|| code_by_words(list, text));
    // The ending first: "4-" is more than its "4".
    of_book
        .and_then(|of_book| parse(&with_ending(of_book, spelling)?))
        .or_else(|| known(&plain))
        .or_else(|| parse(&spelling.replace(',', ".")))
        .or_else(|| parse(find(&of_book?.means, &plain)?))
        .or_else(|| of_book?.drop.iter().find_map(|word| known(plain.strip_prefix(word.as_str())?)))
        .or_else(|| spellings.blank.contains(&plain).then_some(BLANK))
        .or_else(|| parse(by_first_word(of_book?, spelling)?))
}

/// True if a text says that there is nothing: "N/A", "none", "-".
pub fn is_blank(spellings: &CodeSpellings, text: &str) -> bool {
    spellings.blank.contains(&plain(text))
}

/// By the first word: "Yes-SA+".
fn by_first_word<'a>(of_book: &'a ListSpellings, spelling: &str) -> Option<&'a str> {
    let word = spelling.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty())?;
    find(&of_book.first, &word.to_lowercase())
}

/// "4c" of "4-", "Level 4 -".
fn with_ending(of_book: &ListSpellings, spelling: &str) -> Option<String> {
    let (rest, letter) = of_book.endings.iter().find_map(|(ending, letter)| {
        let rest = spelling.trim().strip_suffix(ending.as_str())?;
        Some((plain(rest), letter))
    })?;
    let bare = of_book.drop.iter().find_map(|word| rest.strip_prefix(word.as_str())).unwrap_or(&rest);
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

fn plain(text: &str) -> String {
    let kept = |letter: &char| letter.is_alphanumeric() || ['+', '*'].contains(letter);
    text.chars().filter(kept).flat_map(char::to_lowercase).collect()
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
            let code = super::suggest(&guidance.exports.spellings, list, spelling)?;
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
            ("sex", "girls", "F"),
            ("ethnicity", "White - British", "WBRI"),
            ("ethnicity", "Asian or Asian British - Indian", "AIND"),
            ("ethnicity", "Mixed - White and Black Caribbean", "MWBC"),
        ] {
            assert_eq!(suggest(list, spelling).as_deref(), Some(expected), "{spelling}");
        }
        for (list, spelling) in
            [("level", "9"), ("level", "P1"), ("level", "4/5"), ("sen", "Z"), ("ethnicity", "Martian")]
        {
            assert_eq!(suggest(list, spelling), None, "{spelling}");
        }
    }
}

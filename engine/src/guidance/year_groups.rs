//! The spellings of a year group: "Year 6", "Y6", "06" and "6" are one.

use super::exports::YearGroupSpellings;
use crate::text::cell::plain;

/// Digits of a year group at most, without leading zeros: "2009" is none.
const DIGITS: usize = 2;
/// Letters after the year group in the name of a class, at most.
const LETTERS_OF_CLASS: usize = 3;

/// The year group that a text names, as figures name it ("6", "R"); `None`: not understood.
pub fn canonical(words: &YearGroupSpellings, text: &str) -> Option<String> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty()).count();
    let text = Some(plain(text)).filter(|_| numbers <= 1)?;
    let rests = words.before.iter().filter_map(|word| text.strip_prefix(word.as_str()));
    let name = |rest: &str| {
        let named = words.names.iter().find(|(_, spellings)| spellings.iter().any(|spelling| spelling == rest));
        named.map(|(name, _)| name.clone())
    };
    [text.as_str()].into_iter().chain(rests).find_map(|rest| number(rest).or_else(|| name(rest)))
}

/// The year group of a class that stands in its place: 6 of "6A", "Y6 B", "10X2"; `None`: it begins with no number.
pub fn of_class(words: &YearGroupSpellings, text: &str) -> Option<String> {
    let text = plain(text);
    let rests = words.before.iter().filter_map(|word| text.strip_prefix(word.as_str()));
    [text.as_str()].into_iter().chain(rests).find_map(|rest| {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (year, class) = rest.split_at(digits);
        number(year).filter(|_| class.len() <= LETTERS_OF_CLASS)
    })
}

fn number(text: &str) -> Option<String> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = text.trim_start_matches('0');
    match (is_number, digits) {
        (true, "") => Some("0".into()),
        (true, digits) if digits.len() <= DIGITS => Some(digits.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::guidance::Guidance;

    #[test]
    fn spellings_of_one_year_group() {
        let words = Guidance::shipped().unwrap().exports.year_groups;
        let canonical = |text: &str| super::canonical(&words, text);
        for text in ["6", "06", "Year 6", "Y6", "Yr 6", "yr.6", "YEAR 06", "NC Year 6", "Year Group 6", "Year Six"] {
            assert_eq!(canonical(text).as_deref(), Some("6"), "{text}");
        }
        for (text, expected) in
            [("R", "R"), ("Reception", "R"), ("YR", "R"), ("Year R", "R"), ("Y10", "10"), ("0", "0")]
        {
            assert_eq!(canonical(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "2009", "6R", "Year", "leaver", "6/7"] {
            assert_eq!(canonical(text), None, "{text}");
        }
        for (text, expected) in
            [("6A", Some("6")), ("Y6 B", Some("6")), ("10X2", Some("10")), ("Oak", None), ("6", None), ("2009", None)]
        {
            assert_eq!(super::of_class(&words, text).as_deref(), expected, "{text}");
        }
    }
}

//! The forms in which systems and spreadsheets write dates.

use crate::cohort::number_column::{NumericDate, calendar_date};
use crate::guidance::exports::DateForms;
use crate::text::date::Date;

/// What a spelling says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateForm {
    /// A date, as the digits of year, month and day.
    Certain(u64),
    /// A spreadsheet's number of days, with its date.
    Serial(u64),
    /// Day and month in an order that the column has to show.
    Numeric(NumericDate),
}

/// The date that a text is in one of the usual forms; `None`: it is none.
pub(super) fn parse(text: &str, forms: &DateForms) -> Option<DateForm> {
    let text = text.trim().to_lowercase();
    let date = without_time(&text)?;
    if date.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits_alone(date, forms);
    }
    let parts = parts(date, forms);
    let [first, second, third] = parts.as_slice() else { return None };
    if [first, second, third].iter().any(|part| month(part, forms).is_some()) {
        with_month_name([first, second, third], forms)
    } else {
        all_numbers([first, second, third], forms)
    }
}

/// "2007-10-04" of "2007-10-04T00:00:00"; `None`: what follows is no time.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let before = text.get(..colon)?;
    // The hour is what is before the colon, behind a space or "t".
    let hour = before.rfind([' ', 't'])?;
    let is_time = |rest: &str| {
        let digits = rest.trim_end_matches('z').trim_end_matches("am").trim_end_matches("pm").trim_end();
        digits.bytes().all(|byte| byte.is_ascii_digit() || b":.+-".contains(&byte))
    };
    is_time(text.get(hour + 1..)?).then(|| before.get(..hour).map(str::trim_end)).flatten()
}

/// NumberColumn and words of a date, without what says nothing.
fn parts<'a>(date: &'a str, forms: &DateForms) -> Vec<&'a str> {
    let words = date.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let split = words.flat_map(|word| {
        // "4oct" is two words.
        let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
        let (number, rest) = word.split_at_checked(end).unwrap_or((word, ""));
        let (name, year) = rest
            .split_at_checked(rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        [number, name, year]
    });
    let says = |word: &&str| {
        let is_noise = forms.noise.iter().any(|noise| word.starts_with(noise.as_str()));
        !word.is_empty() && !is_noise && !forms.ordinals.iter().any(|ordinal| ordinal == word)
    };
    split.filter(says).collect()
}

/// The month that a word names.
fn month(word: &str, forms: &DateForms) -> Option<u64> {
    (1..).zip(&forms.months).find(|(_, name)| word.starts_with(name.as_str())).map(|(month, _)| month)
}

/// "19990528", "28051999", "36403".
fn digits_alone(text: &str, forms: &DateForms) -> Option<DateForm> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u64>().ok();
    match text.len() {
        8 => {
            let year_first = year(text.get(..4)?, forms)
                .and_then(|year| Some(DateForm::Certain(calendar_date(year, number(4..6)?, number(6..8)?)?)));
            let year_last = || {
                let date =
                    NumericDate { first: number(0..2)?, second: number(2..4)?, year: year(text.get(4..)?, forms)? };
                Some(DateForm::Numeric(date))
            };
            year_first.or_else(year_last)
        }
        5 => {
            let days = number(0..5).filter(|days| (forms.serial.from..=forms.serial.to).contains(days))?;
            let (year, month, day) = forms.serial.origin;
            let date = Date::new(year, month, day)?.days_later(days)?;
            Some(DateForm::Serial(date.number()))
        }
        _ => None,
    }
}

/// A year of four digits, or of two; `None`: it is out of range.
fn year(text: &str, forms: &DateForms) -> Option<u64> {
    let (first, last) = forms.years;
    let number = text.parse::<u64>().ok()?;
    let year = match text.len() {
        4 => number,
        // The first one with these digits.
        2 => first + (100 + number - first % 100) % 100,
        _ => return None,
    };
    (first..=last).contains(&year).then_some(year)
}

/// "4 october 2007", "october 4 2007", "2007 oct 4".
fn with_month_name(parts: [&str; 3], forms: &DateForms) -> Option<DateForm> {
    let at = parts.iter().position(|part| month(part, forms).is_some())?;
    let month = month(parts.get(at)?, forms)?;
    let others = parts.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, part)| *part).collect::<Vec<_>>();
    let [first, last] = others.as_slice() else { return None };
    let (day, year_text) = if first.len() == 4 { (last, first) } else { (first, last) };
    Some(DateForm::Certain(calendar_date(year(year_text, forms)?, month, day.parse().ok()?)?))
}

/// "2007/10/4", "4.10.2007", "4-10-07".
fn all_numbers([first, second, third]: [&str; 3], forms: &DateForms) -> Option<DateForm> {
    let number = |part: &str| part.parse::<u64>().ok().filter(|_| part.len() <= 2);
    if first.len() == 4 {
        return Some(DateForm::Certain(calendar_date(year(first, forms)?, number(second)?, number(third)?)?));
    }
    let date = NumericDate { first: number(first)?, second: number(second)?, year: year(third, forms)? };
    let possible = date.day_first().or(date.month_first());
    possible.map(|_| DateForm::Numeric(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::Guidance;

    #[test]
    fn forms_of_one_day() {
        let forms = Guidance::shipped().unwrap().exports.dates;
        for text in [
            "2007-10-04T00:00:00",
            "2007-10-04 00:00:00",
            "2007-10-04T00:00:00.000Z",
            "2007-10-04T00:00:00+01:00",
            "2007/10/04",
            "2007.10.4",
            "2007-10-4",
            "20071004",
            "4-Oct-2007",
            "4-Oct-07",
            "04 October 2007",
            "4th October 2007",
            "4th of October 2007",
            "Thursday, 4 October 2007",
            "Oct 4, 2007",
            "October 4th, 2007",
            "4Oct2007",
            "4 oct. 07",
            "2007-Oct-04",
            "04-OCT-2007 12:00 AM",
        ] {
            assert_eq!(parse(text, &forms), Some(DateForm::Certain(20_071_004)), "{text}");
        }
        assert_eq!(parse("39359", &forms), Some(DateForm::Serial(20_071_004)));
    }

    #[test]
    fn the_order_of_numbers_is_left_open() {
        let forms = Guidance::shipped().unwrap().exports.dates;
        let date = NumericDate { first: 4, second: 10, year: 2007 };
        for text in
            ["04/10/2007 00:00", "4.10.2007", "4-10-2007", "04/10/07", "4.10.07", "04102007", "4/10/2007 12:00:00 am"]
        {
            assert_eq!(parse(text, &forms), Some(DateForm::Numeric(date)), "{text}");
        }
        assert_eq!((date.day_first(), date.month_first()), (Some(20_071_004), Some(20_070_410)));
        let american = NumericDate { first: 11, second: 20, year: 1998 };
        assert_eq!(parse("11/20/98", &forms), Some(DateForm::Numeric(american)));
        assert_eq!((american.day_first(), american.month_first()), (None, Some(19_981_120)));
    }

    #[test]
    fn years_of_two_digits() {
        let forms = Guidance::shipped().unwrap().exports.dates;
        assert_eq!(year("98", &forms), Some(1998));
        assert_eq!(year("07", &forms), Some(2007));
        assert_eq!(year("40", &forms), Some(1940));
        assert_eq!(year("39", &forms), Some(2039));
    }

    #[test]
    fn what_is_no_date() {
        let forms = Guidance::shipped().unwrap().exports.dates;
        for text in [
            "",
            "yes",
            "2007",
            "31/09/2008",
            "31 September 2008",
            "last summer",
            "4/10",
            "123456",
            "99999",
            "4.5",
            "1-2-3-4",
            "12:30",
            "4/10/107",
        ] {
            assert_eq!(parse(text, &forms), None, "{text}");
        }
    }
}

//! What a number format makes of a number: a date, a duration, or leading zeros.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use crate::cell_text::{date_text, number_text};

/// A number format, as far as it changes what a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    /// A number.
    #[default]
    Number,
    /// A date, a time of day, or both.
    Date,
    /// A duration.
    Duration,
    /// A whole number with leading zeros up to this many digits.
    Digits(usize),
}

impl NumberFormat {
    /// From the number of a format that every Excel has.
    pub fn built_in(number: u32) -> Self {
        match number {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// From a format as it is written, such as `dd/mm/yyyy`.
    pub fn from_code(code: &str) -> Self {
        let section = code.split(';').next().unwrap_or_default();
        if section.len() > 1 && section.bytes().all(|byte| byte == b'0') {
            return Self::Digits(section.len());
        }
        let mut letters = section.chars();
        let mut bracket = None::<String>;
        let mut date = false;
        while let Some(letter) = letters.next() {
            match (letter, &mut bracket) {
                (']', Some(inside)) => {
                    let elapsed = inside.chars().next().filter(|first| matches!(first, 'h' | 'm' | 's'));
                    if elapsed.is_some_and(|first| inside.chars().all(|other| other == first)) {
                        return Self::Duration;
                    }
                    bracket = None;
                }
                (letter, Some(inside)) => inside.push(letter.to_ascii_lowercase()),
                ('[', None) => bracket = Some(String::new()),
                ('"', None) => _ = letters.by_ref().find(|letter| *letter == '"'),
                ('\\' | '_' | '*', None) => _ = letters.next(),
                (letter, None) => date |= matches!(letter.to_ascii_lowercase(), 'd' | 'm' | 'y' | 'h' | 's'),
            }
        }
        if date { Self::Date } else { Self::Number }
    }

    /// A number as text; `since_1904`: its dates count from 1904.
    pub fn text(self, number: f64, since_1904: bool) -> String {
        let date = |kind| date_text(&ExcelDateTime::new(number, kind, since_1904));
        match self {
            Self::Number => number_text(number),
            Self::Date => date(ExcelDateTimeType::DateTime),
            Self::Duration => date(ExcelDateTimeType::TimeDelta),
            Self::Digits(digits) if number >= 0.0 => format!("{:0>digits$}", number.round().to_string()),
            Self::Digits(_) => number_text(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_as_they_are_written() {
        let cases = [
            ("General", NumberFormat::Number),
            ("0.00", NumberFormat::Number),
            ("dd/mm/yyyy", NumberFormat::Date),
            ("[$-809]d mmmm yyyy;@", NumberFormat::Date),
            ("[Red]0.0", NumberFormat::Number),
            ("0\"d\"", NumberFormat::Number),
            ("0\\d", NumberFormat::Number),
            ("[h]:mm", NumberFormat::Duration),
            ("h:mm AM/PM", NumberFormat::Date),
            ("0000", NumberFormat::Digits(4)),
            ("0", NumberFormat::Number),
        ];
        for (code, format) in cases {
            assert_eq!(NumberFormat::from_code(code), format, "{code}");
        }
    }

    #[test]
    fn numbers_in_their_formats() {
        assert_eq!(NumberFormat::Digits(4).text(203.0, false), "0203");
        assert_eq!(NumberFormat::Digits(4).text(12_345.0, false), "12345");
        assert_eq!(NumberFormat::Digits(4).text(-3.0, false), "-3");
        assert_eq!(NumberFormat::Date.text(36_526.0, false), "2000-01-01");
        assert_eq!(NumberFormat::Date.text(35_064.0, true), "2000-01-01");
        assert_eq!(NumberFormat::Number.text(4.2, false), "4.2");
    }
}

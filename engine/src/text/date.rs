//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Months of a year.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the Gregorian calendar, in a year of four digits.
///
/// A library of dates would bring time zones and arithmetic of which nothing is needed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; `None`: there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = year <= 9999 && (1..=days(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// From year, month and day as one number, as columns and the data have them: `20080930`.
    pub fn from_number(number: u64) -> Option<Self> {
        let year = u16::try_from(number / 10_000).ok()?;
        let (month, day) = (number / 100 % 100, number % 100);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Year, month and day as one number, which sorts by date: `20080930`.
    pub fn number(self) -> u64 {
        u64::from(self.year) * 10_000 + u64::from(self.month) * 100 + u64::from(self.day)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day so many months later; the last day of the month where it has no such day. `None`: after the year 9999.
    pub fn months_later(self, months: u64) -> Option<Self> {
        let all = u64::from(self.year) * 12 + u64::from(self.month) - 1 + months;
        let year = u16::try_from(all / 12).ok()?;
        let month = u8::try_from(all % 12 + 1).ok()?;
        Self::new(year, month, self.day.min(days(year, month)))
    }

    /// The day so many days later; `None`: after the year 9999.
    pub fn days_later(self, days_later: u64) -> Option<Self> {
        let mut day = u64::from(self.day) + days_later;
        let mut first = Self { day: 1, ..self };
        loop {
            let in_month = u64::from(days(first.year, first.month));
            if day <= in_month {
                return Self::new(first.year, first.month, u8::try_from(day).ok()?);
            }
            day -= in_month;
            first = first.months_later(1)?;
        }
    }

    /// As it is read: "31 January 2008".
    pub fn in_words(self) -> String {
        let month = usize::from(self.month).checked_sub(1).and_then(|month| MONTHS.get(month));
        format!("{} {} {}", self.day, month.copied().unwrap_or_default(), self.year)
    }
}

/// As ISO 8601 has it: `2008-01-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDate;

/// From `2008-01-31` or `31/1/2008` (RULES 10.1).
impl FromStr for Date {
    type Err = NoSuchDate;

    fn from_str(text: &str) -> Result<Self, NoSuchDate> {
        let is_iso = text.contains('-');
        let mut parts = text.splitn(3, if is_iso { '-' } else { '/' });
        let mut part = || parts.next().ok_or(NoSuchDate);
        let (first, month, last) = (part()?, part()?, part()?);
        let (year, day, width) = if is_iso { (first, last, 2..=2) } else { (last, first, 1..=2) };
        if year.len() != 4 || !width.contains(&month.len()) || !width.contains(&day.len()) {
            return Err(NoSuchDate);
        }
        let (month, day) = (u8::try_from(digits(month)?), u8::try_from(digits(day)?));
        let (Ok(month), Ok(day)) = (month, day) else { return Err(NoSuchDate) };
        Self::new(digits(year)?, month, day).ok_or(NoSuchDate)
    }
}

/// A number of up to four digits and nothing else.
fn digits(text: &str) -> Result<u16, NoSuchDate> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().map_err(|_| NoSuchDate) } else { Err(NoSuchDate) }
}

/// The days of a month; 0 for what is no month.
fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_in_both_orders() {
        for text in ["2008-09-30", "30/09/2008", "30/9/2008"] {
            assert_eq!(date(text).to_string(), "2008-09-30");
        }
        let wrong = [
            "",
            "yes",
            "2008-9-30",
            "31/09/2008",
            "29/02/2007",
            "30-09-2008",
            "30/09/08",
            "2008/09/30",
            "2008-09-30-1",
            "1/1/2008/",
            "2008-09/30",
            "+1/1/2008",
            "0/1/2008",
            "1/13/2008",
        ];
        for text in wrong {
            assert_eq!(text.parse::<Date>(), Err(NoSuchDate), "{text}");
        }
        assert_eq!(date("29/2/2008").to_string(), "2008-02-29");
    }

    #[test]
    fn one_number_there_and_back() {
        assert_eq!(date("2008-09-30").number(), 20_080_930);
        assert_eq!(Date::from_number(20_080_930), Some(date("2008-09-30")));
        assert_eq!([Date::from_number(20_080_931), Date::from_number(2013), Date::from_number(u64::MAX)], [None; 3]);
    }

    #[test]
    fn months_end_where_the_month_ends() {
        let later = |text: &str, months| date(text).months_later(months).unwrap().to_string();
        assert_eq!(later("2008-09-01", 12), "2009-09-01");
        assert_eq!(later("2008-08-31", 6), "2009-02-28");
        assert_eq!(later("2008-12-31", 36), "2011-12-31");
        assert_eq!(date("9999-12-01").months_later(1), None);
    }

    #[test]
    fn days_later() {
        let later = |days| date("1899-12-30").days_later(days).unwrap().to_string();
        assert_eq!(
            [later(0), later(1), later(2), later(60), later(61)].map(|date| date[2..].to_owned()),
            ["99-12-30", "99-12-31", "00-01-01", "00-02-28", "00-03-01"]
        );
        assert_eq!(later(39_359), "2007-10-04");
        assert_eq!(date("9999-12-31").days_later(1), None);
    }

    #[test]
    fn in_words() {
        assert_eq!(date("2008-01-31").in_words(), "31 January 2008");
        assert_eq!(date("2008-12-01").in_words(), "1 December 2008");
    }
}

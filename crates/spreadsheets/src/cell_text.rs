//! The text of a cell as the spreadsheet shows it, without number formats.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

/// Seconds of a day.
const DAY: f64 = 86_400.0;
/// Serial numbers that Excel shows as dates; beyond them it shows "####".
const DATES: std::ops::Range<f64> = 0.0..2_958_466.0;
/// Error texts that do not end like all others.
const ERRORS: [&str; 2] = ["#N/A", "#GETTING_DATA"];

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellText<'a> {
    /// Nothing.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// A formula that fails with this error.
    Error(String),
}

impl<'a> CellText<'a> {
    /// From a cell of a sheet that is streamed.
    pub fn from_ref(cell: &'a DataRef<'_>) -> Self {
        match cell {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => borrowed(text),
            DataRef::SharedString(text) => borrowed(text),
            DataRef::Int(number) => owned(number.to_string()),
            DataRef::Float(number) => owned(number_text(*number)),
            DataRef::Bool(truth) => borrowed(truth_text(*truth)),
            DataRef::DateTime(date) => owned(date_text(date)),
            DataRef::DateTimeIso(date) => owned(iso_text(date)),
            DataRef::DurationIso(text) => borrowed(text),
            DataRef::Error(error) => Self::Error(error.to_string()),
        }
    }

    /// A text, or nothing if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Bytes of its text.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Empty => 0,
            Self::Text(text) => text.len() as u64,
            Self::Error(text) => text.len() as u64,
        }
    }

    /// TRUE or FALSE.
    pub fn truth(truth: bool) -> Self {
        borrowed(truth_text(truth))
    }

    /// Turns an error text into an error: OpenDocument stores the error of a formula as the text of its cell.
    #[must_use]
    pub fn or_ods_error(self) -> Self {
        match self {
            Self::Text(text) if is_error(&text) => Self::Error(text.into_owned()),
            other => other,
        }
    }
}

/// True for `#N/A`, `#DIV/0!`, `#SPILL!`, `Err:502` and whatever else looks like them.
fn is_error(text: &str) -> bool {
    let name = text.strip_prefix('#').and_then(|rest| rest.strip_suffix(['!', '?']));
    let named = name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'_'))
    });
    let numbered = text.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    named || numbered || ERRORS.contains(&text)
}

fn borrowed(text: &str) -> CellText<'_> {
    if text.is_empty() { CellText::Empty } else { CellText::Text(Cow::Borrowed(text)) }
}

fn owned<'a>(text: String) -> CellText<'a> {
    CellText::Text(Cow::Owned(text))
}

fn truth_text(truth: bool) -> &'static str {
    if truth { "TRUE" } else { "FALSE" }
}

/// A number to the 15 significant digits of spreadsheets: 4.2 may be stored as 4.2000000000000002.
pub fn number_text(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A date, a time of day, both, or a duration.
pub fn date_text(date: &ExcelDateTime) -> String {
    let days = date.as_f64();
    if date.is_duration() {
        let seconds = (days * DAY).round();
        let (hours, rest) = ((seconds / 3600.0).trunc(), seconds.abs() % 3600.0);
        return format!("{hours}:{:02}:{:02}", (rest / 60.0).trunc(), rest % 60.0);
    }
    if !DATES.contains(&days) {
        return number_text(days);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (days < 1.0, days.fract() == 0.0) {
        (true, false) => time,
        (_, true) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

/// Drops a time of midnight: 2014-01-31T00:00:00 → 2014-01-31.
pub fn iso_text(date: &str) -> String {
    let (day, time) = date.split_once('T').unwrap_or((date, ""));
    let midnight = time.chars().all(|letter| matches!(letter, '0' | ':' | '.'));
    if midnight { day.into() } else { format!("{day} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::CellErrorType;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn numbers_as_they_are_shown() {
        let numbers = [4.0, 4.2, 4.2 - 2e-16, 0.1 + 0.2, -3.0, 1e20, 123_456_789_012.0, 0.000_01];
        let texts = numbers.map(number_text);
        assert_eq!(texts, ["4", "4.2", "4.2", "0.3", "-3", "100000000000000000000", "123456789012", "0.00001"]);
    }

    #[test]
    fn dates_and_times_as_iso() {
        let text = |days, kind| date_text(&ExcelDateTime::new(days, kind, false));
        assert_eq!(text(36_526.0, DateTime), "2000-01-01");
        assert_eq!(text(36_526.5, DateTime), "2000-01-01 12:00:00");
        assert_eq!(text(0.25, DateTime), "06:00:00");
        assert_eq!(text(-1.0, DateTime), "-1");
        assert_eq!(text(1.5, TimeDelta), "36:00:00");
        assert_eq!(iso_text("2014-01-31T00:00:00"), "2014-01-31");
        assert_eq!(iso_text("2014-01-31T10:30:00"), "2014-01-31 10:30:00");
        assert_eq!(iso_text("2014-01-31"), "2014-01-31");
    }

    #[test]
    fn other_cells() {
        assert_eq!(CellText::from_ref(&DataRef::Bool(true)), CellText::Text("TRUE".into()));
        assert_eq!(CellText::text(""), CellText::Empty);
        assert_eq!(CellText::from_ref(&DataRef::Error(CellErrorType::NA)), CellText::Error("#N/A".into()));
        for error in ["Err:502", "#N/A", "#DIV/0!", "#SPILL!", "#NAME?", "#GETTING_DATA"] {
            assert_eq!(CellText::text(error).or_ods_error(), CellText::Error(error.into()));
        }
        for text in ["#1", "#!", "# Class!", "Err:x", "A#N/A"] {
            assert_eq!(CellText::text(text).or_ods_error(), CellText::Text(text.into()));
        }
    }
}

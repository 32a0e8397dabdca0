//! The value of a table's cell: the page, CSV and the workbook each write it in their own way, and none has to parse a
//! number that another one displays.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::measures::Exact;
use crate::text::date::Date;
use crate::text::phrases::thousands;

/// A value of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CellValue {
    /// Words, or what the file or the user wrote; empty: nothing.
    Text(String),
    /// How many.
    Count(u64),
    /// A share in tenths of a percent.
    Percent(u64),
    /// A mean in tenths of a point.
    Points(u64),
    /// How much more, or less, in tenths of a percent or a point.
    Difference {
        /// The distance.
        tenths: u64,
        /// It is less.
        negative: bool,
    },
    /// A day.
    Date(Date),
    /// Another number, as it is written: `1`, `4.5`, `−2`.
    Number(String),
    /// A number that is suppressed because it is small.
    Hidden,
}

impl CellValue {
    /// What is written for a suppressed number.
    pub const HIDDEN: &str = "x";

    /// A share in percent.
    pub fn percent(share: Exact) -> Self {
        Self::Percent(share.tenths())
    }

    /// A share in percent; a dash where there is none.
    pub fn share(share: Option<Exact>) -> Self {
        share.map_or_else(|| "\u{2013}".into(), Self::percent)
    }

    /// A difference between two numbers of percent or points.
    pub fn difference(above: Exact, below: Exact) -> Self {
        let (distance, negative) = above.distance(below);
        Self::Difference { tenths: distance.tenths(), negative }
    }

    /// True for an empty text.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl Default for CellValue {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl From<String> for CellValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for CellValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for CellValue {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl fmt::Display for CellValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
        match self {
            Self::Text(text) | Self::Number(text) => f.write_str(text),
            Self::Count(count) => f.write_str(&thousands(*count)),
            Self::Percent(tenths) => write!(f, "{}%", decimal(*tenths)),
            Self::Points(tenths) => write!(f, "{} points", decimal(*tenths)),
            Self::Difference { tenths: 0, .. } => f.write_str("0.0"),
            Self::Difference { tenths, negative } => {
                write!(f, "{}{}", if *negative { '\u{2212}' } else { '+' }, decimal(*tenths))
            }
            Self::Date(date) => f.write_str(&date.in_words()),
            Self::Hidden => f.write_str(Self::HIDDEN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_they_are_read() {
        let exact = |numerator, denominator| Exact { numerator, denominator };
        let difference = |above, below| CellValue::difference(exact(above, 10), exact(below, 10)).to_string();
        assert_eq!(CellValue::percent(exact(5960, 100)).to_string(), "59.6%");
        assert_eq!(CellValue::percent(exact(100, 8)).to_string(), "12.5%");
        assert_eq!(CellValue::Points(3462).to_string(), "346.2 points");
        assert_eq!(CellValue::Count(1234).to_string(), "1,234");
        assert_eq!([difference(31, 0), difference(0, 4), difference(7, 7)], ["+3.1", "\u{2212}0.4", "0.0"]);
        assert_eq!(CellValue::Hidden.to_string(), "x");
        assert_eq!(CellValue::share(None).to_string(), "\u{2013}");
        assert_eq!(
            "31/1/2008".parse().map(CellValue::Date).map(|day| day.to_string()),
            Ok("31 January 2008".to_owned())
        );
    }
}

//! The columns that tables are sorted by, and how they are written in addresses.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How the column of names is written.
const NAME: &str = "name";

/// A column of the table of pupils.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum PupilsColumn {
    /// The names: `name`.
    Name,
    /// A column of the file, by its canonical heading: `KS2_English`.
    File(String),
    /// The target for a result, by the result's canonical heading: `target:KS2_English`.
    Target(String),
    /// The most likely outcome by the conversion table, by the result: `generated:KS2_English`.
    Generated(String),
    /// Levels from prior attainment to target, by the measure's id: `levels:ks2.progress.english`.
    Levels(String),
    /// Where the latest interim result is on the way to the target, by the measure's id: `way:ks2.progress.english`.
    Way(String),
}

impl fmt::Display for PupilsColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str(NAME),
            Self::File(heading) => f.write_str(heading),
            Self::Target(result) => write!(f, "target:{result}"),
            Self::Generated(result) => write!(f, "generated:{result}"),
            Self::Levels(measure) => write!(f, "levels:{measure}"),
            Self::Way(measure) => write!(f, "way:{measure}"),
        }
    }
}

impl FromStr for PupilsColumn {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.split_once(':') {
            Some(("target", result)) => Self::Target(result.to_owned()),
            Some(("generated", result)) => Self::Generated(result.to_owned()),
            Some(("levels", measure)) => Self::Levels(measure.to_owned()),
            Some(("way", measure)) => Self::Way(measure.to_owned()),
            _ if text == NAME => Self::Name,
            _ => Self::File(text.to_owned()),
        })
    }
}

/// A column that a table of schools or children is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SchoolsColumn {
    /// The names: `name`.
    Name,
    /// The number of pupils: `pupils`.
    Pupils,
    /// How many things there are to raise: `findings`.
    Findings,
    /// The target on a measure, by the measure's id: `ks2.both4`.
    Measure(String),
}

impl fmt::Display for SchoolsColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => NAME,
            Self::Pupils => "pupils",
            Self::Findings => "findings",
            Self::Measure(measure) => measure,
        })
    }
}

impl FromStr for SchoolsColumn {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            NAME => Self::Name,
            "pupils" => Self::Pupils,
            "findings" => Self::Findings,
            measure => Self::Measure(measure.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_as_they_are_written_in_addresses() {
        let pupils = [
            (PupilsColumn::Name, "name"),
            (PupilsColumn::File("Target_KS2_English".into()), "Target_KS2_English"),
            (PupilsColumn::Target("KS2_English".into()), "target:KS2_English"),
            (PupilsColumn::Generated("KS2_English".into()), "generated:KS2_English"),
            (PupilsColumn::Levels("ks2.progress.maths".into()), "levels:ks2.progress.maths"),
            (PupilsColumn::Way("ks2.progress.maths".into()), "way:ks2.progress.maths"),
        ];
        for (column, written) in pupils {
            assert_eq!((column.to_string().as_str(), written.parse()), (written, Ok(column)));
        }
        let schools = [
            (SchoolsColumn::Name, "name"),
            (SchoolsColumn::Pupils, "pupils"),
            (SchoolsColumn::Findings, "findings"),
            (SchoolsColumn::Measure("ks2.both4".into()), "ks2.both4"),
        ];
        for (column, written) in schools {
            assert_eq!((column.to_string().as_str(), written.parse()), (written, Ok(column)));
        }
    }
}

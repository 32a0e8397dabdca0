//! The pupils behind a number on a sheet, and how they are written in addresses and saved work: the topic, a short text
//! that says which of its pupils, and a title.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::SheetTopic;
use crate::measures::Basis;

/// The pupils behind a number on a sheet, with a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(as = "WrittenSheetList"))]
#[serde(from = "WrittenSheetList", into = "WrittenSheetList")]
pub struct SheetList {
    /// Which pupils.
    pub pupils: SheetPupils,
    /// Who they are, in words.
    pub title: String,
}

/// How a list is written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
struct WrittenSheetList {
    topic: SheetTopic,
    part: String,
    title: String,
}

impl From<WrittenSheetList> for SheetList {
    fn from(WrittenSheetList { topic, part, title }: WrittenSheetList) -> Self {
        Self { pupils: SheetPupils::read(topic, &part), title }
    }
}

impl From<SheetList> for WrittenSheetList {
    fn from(list: SheetList) -> Self {
        Self { topic: list.pupils.topic(), part: list.pupils.to_string(), title: list.title }
    }
}

/// Which pupils of a sheet.
///
/// Its [`Display`](fmt::Display) writes what [`SheetPupils::read`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetPupils {
    /// From prior attainment to outcome.
    Progress {
        /// The measure's id.
        measure: String,
        /// The basis.
        basis: Basis,
        /// Which of them.
        who: ProgressPupils,
    },
    /// The Foundation Stage Profile.
    EarlyYears(EarlyYearsPupils),
    /// Absence.
    Attendance(AttendancePupils),
    /// A group that a question is answered by.
    Questions {
        /// The grouping's name.
        grouping: String,
        /// The group's name.
        group: String,
    },
    /// Who missed a question of a test.
    Items(ItemPupils),
    /// A text that no sheet writes: no pupils.
    Unknown {
        /// The sheet.
        topic: SheetTopic,
        /// The text.
        part: String,
    },
}

impl SheetPupils {
    /// The sheet that they are on.
    pub fn topic(&self) -> SheetTopic {
        match self {
            Self::Progress { .. } => SheetTopic::Progress,
            Self::EarlyYears(_) => SheetTopic::EarlyYears,
            Self::Attendance(_) => SheetTopic::Attendance,
            Self::Questions { .. } => SheetTopic::Questions,
            Self::Items(_) => SheetTopic::Items,
            Self::Unknown { topic, .. } => *topic,
        }
    }

    /// From the text of a sheet.
    pub fn read(topic: SheetTopic, part: &str) -> Self {
        let known = match topic {
            SheetTopic::Progress => read_progress(part),
            SheetTopic::EarlyYears => part.parse().ok().map(Self::EarlyYears),
            SheetTopic::Attendance => part.parse().ok().map(Self::Attendance),
            SheetTopic::Questions => part
                .split_once('|')
                .map(|(grouping, group)| Self::Questions { grouping: grouping.to_owned(), group: group.to_owned() }),
            SheetTopic::Items => part.parse().ok().map(Self::Items),
            SheetTopic::Timetable | SheetTopic::Partnership => None,
        };
        known.unwrap_or_else(|| Self::Unknown { topic, part: part.to_owned() })
    }
}

fn read_progress(part: &str) -> Option<SheetPupils> {
    let (measure, rest) = part.split_once('|')?;
    let (basis, who) = rest.split_once('|')?;
    let (measure, basis) = (measure.to_owned(), Basis::from_name(basis));
    Some(SheetPupils::Progress { measure, basis, who: who.parse().ok()? })
}

impl fmt::Display for SheetPupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Progress { measure, basis, who } => write!(f, "{measure}|{basis}|{who}"),
            Self::EarlyYears(who) => who.fmt(f),
            Self::Attendance(who) => who.fmt(f),
            Self::Questions { grouping, group } => write!(f, "{grouping}|{group}"),
            Self::Items(who) => who.fmt(f),
            Self::Unknown { part, .. } => f.write_str(part),
        }
    }
}

/// A text that is none of a sheet's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchPupils;

/// Pupils by where they start and arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressPupils {
    /// Pupils who move this many levels: `step|2`.
    Step(u8),
    /// Who are in one cell of the matrix, by its row and column: `cell|20|4`.
    Cell {
        /// Ten times the prior level, and its sub-level.
        prior: u8,
        /// The rank of the outcome, or the number of a column that is no result.
        outcome: u8,
    },
    /// One pupil, by position among those who count: `pupil|7`.
    Pupil(u32),
}

impl fmt::Display for ProgressPupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step) => write!(f, "step|{step}"),
            Self::Cell { prior, outcome } => write!(f, "cell|{prior}|{outcome}"),
            Self::Pupil(pupil) => write!(f, "pupil|{pupil}"),
        }
    }
}

impl FromStr for ProgressPupils {
    type Err = NoSuchPupils;

    fn from_str(text: &str) -> Result<Self, NoSuchPupils> {
        match text.split_once('|').ok_or(NoSuchPupils)? {
            ("step", step) => parse_number(step).map(Self::Step),
            ("cell", cell) => {
                let (prior, outcome) = cell.split_once('|').ok_or(NoSuchPupils)?;
                Ok(Self::Cell { prior: parse_number(prior)?, outcome: parse_number(outcome)? })
            }
            ("pupil", pupil) => parse_number(pupil).map(Self::Pupil),
            _ => Err(NoSuchPupils),
        }
    }
}

fn parse_number<T: FromStr>(text: &str) -> Result<T, NoSuchPupils> {
    text.parse().map_err(|_| NoSuchPupils)
}

/// Pupils of a group, or of those in it one class of a measure: `fsp.good|reached|sex|F`, `||sex|F`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPupils {
    /// The class of a measure; `None`: whatever their class.
    pub of: Option<MeasurePupils>,
    /// The grouping's name.
    pub grouping: String,
    /// The group's name.
    pub group: String,
}

/// Pupils of one class of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasurePupils {
    /// The measure's id.
    pub measure: String,
    /// The class.
    pub class: MeasureClass,
}

/// A class of a measure's figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureClass {
    /// Who reach the mark: `reached`.
    Reached,
    /// Who are in the figure: `in`.
    InFigure,
}

impl fmt::Display for GroupPupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, grouping, group } = self;
        match of {
            Some(MeasurePupils { measure, class }) => {
                let class = if *class == MeasureClass::Reached { "reached" } else { "in" };
                write!(f, "{measure}|{class}|{grouping}|{group}")
            }
            None => write!(f, "||{grouping}|{group}"),
        }
    }
}

impl FromStr for GroupPupils {
    type Err = NoSuchPupils;

    fn from_str(text: &str) -> Result<Self, NoSuchPupils> {
        let mut words = text.splitn(4, '|');
        let mut word = || words.next().ok_or(NoSuchPupils);
        let of = match (word()?, word()?) {
            ("", "") => None,
            (measure, "reached") => Some(MeasurePupils { measure: measure.to_owned(), class: MeasureClass::Reached }),
            (measure, "in") => Some(MeasurePupils { measure: measure.to_owned(), class: MeasureClass::InFigure }),
            _ => return Err(NoSuchPupils),
        };
        Ok(Self { of, grouping: word()?.to_owned(), group: word()?.to_owned() })
    }
}

/// Children by their Foundation Stage Profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EarlyYearsPupils {
    /// Who are nearest to a good level, or the one of them at a position: `near|`, `near|7`.
    Near(Option<u32>),
    /// Who have the lowest totals, or the one of them at a position: `lowest|`, `lowest|7`.
    Lowest(Option<u32>),
    /// A group, or a class of a measure in it.
    Group(GroupPupils),
}

impl fmt::Display for EarlyYearsPupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Near(pupil) => write!(f, "near|{}", position_text(*pupil)),
            Self::Lowest(pupil) => write!(f, "lowest|{}", position_text(*pupil)),
            Self::Group(group) => group.fmt(f),
        }
    }
}

impl FromStr for EarlyYearsPupils {
    type Err = NoSuchPupils;

    fn from_str(text: &str) -> Result<Self, NoSuchPupils> {
        match text.split_once('|') {
            Some(("near", pupil)) => position(pupil).map(Self::Near),
            Some(("lowest", pupil)) => position(pupil).map(Self::Lowest),
            _ => text.parse().map(Self::Group),
        }
    }
}

/// Empty: all of them.
fn position(text: &str) -> Result<Option<u32>, NoSuchPupils> {
    if text.is_empty() { Ok(None) } else { parse_number(text).map(Some) }
}

fn position_text(pupil: Option<u32>) -> String {
    pupil.map(|pupil| pupil.to_string()).unwrap_or_default()
}

/// Pupils by their absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttendancePupils {
    /// Who have a mark in the register: `reason|M`.
    Reason(String),
    /// Who are near persistent absence, or the one of them at a position in the file: `near|`, `near|7`.
    Near(Option<u32>),
    /// The pupils that a finding is about: `finding|attendance.absence|below-current`.
    Finding {
        /// The measure's id.
        measure: String,
        /// The finding's code.
        code: String,
    },
    /// A group, or a class of a measure in it.
    Group(GroupPupils),
}

impl fmt::Display for AttendancePupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reason(mark) => write!(f, "reason|{mark}"),
            Self::Near(pupil) => write!(f, "near|{}", position_text(*pupil)),
            Self::Finding { measure, code } => write!(f, "finding|{measure}|{code}"),
            Self::Group(group) => group.fmt(f),
        }
    }
}

impl FromStr for AttendancePupils {
    type Err = NoSuchPupils;

    fn from_str(text: &str) -> Result<Self, NoSuchPupils> {
        match text.split_once('|') {
            Some(("reason", mark)) => Ok(Self::Reason(mark.to_owned())),
            Some(("near", pupil)) => position(pupil).map(Self::Near),
            Some(("finding", of)) => {
                let (measure, code) = of.split_once('|').ok_or(NoSuchPupils)?;
                Ok(Self::Finding { measure: measure.to_owned(), code: code.to_owned() })
            }
            _ => text.parse().map(Self::Group),
        }
    }
}

/// Who missed a question of a test: `missed|3`; or those of them at its level or above: `level|3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemPupils {
    /// The question, counted from 0.
    pub question: usize,
    /// Only those who should have known it.
    pub should_know: bool,
}

impl fmt::Display for ItemPupils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", if self.should_know { "level" } else { "missed" }, self.question)
    }
}

impl FromStr for ItemPupils {
    type Err = NoSuchPupils;

    fn from_str(text: &str) -> Result<Self, NoSuchPupils> {
        let (what, question) = text.split_once('|').ok_or(NoSuchPupils)?;
        let should_know = match what {
            "level" => true,
            "missed" => false,
            _ => return Err(NoSuchPupils),
        };
        Ok(Self { question: parse_number(question)?, should_know })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts as addresses and saved work have had them from the first release on.
    const WRITTEN: [(SheetTopic, &str); 15] = [
        (SheetTopic::Progress, "ks2.progress.maths|moderated|step|2"),
        (SheetTopic::Progress, "ks2.progress.maths|estimate:FFT D|cell|21|4"),
        (SheetTopic::Progress, "ks2.progress.maths|actual|pupil|7"),
        (SheetTopic::EarlyYears, "near|"),
        (SheetTopic::EarlyYears, "near|7"),
        (SheetTopic::EarlyYears, "lowest|"),
        (SheetTopic::EarlyYears, "fsp.good|reached|sex|F"),
        (SheetTopic::Attendance, "||class|6 | R"),
        (SheetTopic::Attendance, "attendance.absence|in|all|all"),
        (SheetTopic::Attendance, "reason|M"),
        (SheetTopic::Attendance, "near|12"),
        (SheetTopic::Attendance, "finding|attendance.absence|absence-above-median"),
        (SheetTopic::Questions, "sex|F"),
        (SheetTopic::Items, "missed|3"),
        (SheetTopic::Items, "level|0"),
    ];

    #[test]
    fn lists_are_read_as_they_were_written() {
        for (topic, part) in WRITTEN {
            let pupils = SheetPupils::read(topic, part);
            assert!(!matches!(pupils, SheetPupils::Unknown { .. }), "{part}");
            assert_eq!((pupils.topic(), pupils.to_string()), (topic, part.to_owned()));
        }
        let of = Some(MeasurePupils { measure: "fsp.good".into(), class: MeasureClass::Reached });
        let girls = GroupPupils { of, grouping: "sex".into(), group: "F".into() };
        let read = SheetPupils::read(SheetTopic::EarlyYears, "fsp.good|reached|sex|F");
        assert_eq!(read, SheetPupils::EarlyYears(EarlyYearsPupils::Group(girls)));
        let cell = ProgressPupils::Cell { prior: 21, outcome: 4 };
        assert!(
            matches!(SheetPupils::read(SheetTopic::Progress, WRITTEN[1].1), SheetPupils::Progress { who, .. } if who == cell)
        );
    }

    #[test]
    fn what_no_sheet_writes_is_kept_as_it_is() {
        let nobody = [
            (SheetTopic::Progress, "step|2"),
            (SheetTopic::Items, "level|x"),
            (SheetTopic::EarlyYears, "near"),
            (SheetTopic::Timetable, ""),
        ];
        for (topic, part) in nobody {
            let unknown = SheetPupils::Unknown { topic, part: part.to_owned() };
            assert_eq!(SheetPupils::read(topic, part), unknown);
            assert_eq!(unknown.to_string(), part);
        }
    }

    #[test]
    fn a_list_is_one_object_of_three_texts() {
        let written = r#"{"topic":"early-years","part":"near|","title":"Children nearest to a good level"}"#;
        let list: SheetList = serde_json::from_str(written).unwrap();
        assert_eq!(list.pupils, SheetPupils::EarlyYears(EarlyYearsPupils::Near(None)));
        assert_eq!(serde_json::to_string(&list).unwrap(), written);
    }
}

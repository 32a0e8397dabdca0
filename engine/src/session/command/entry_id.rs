//! The fields of sheets: what can be typed or chosen in each, and how they are written in saved work.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A field of a sheet. Parts of it that are measures, half terms, actions or questions are ids of the data.
///
/// It is written as its form, a stroke, and what it is: `percent/target/attendance.absence`. The written forms are kept by
/// saved work and do not change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[serde(from = "String", into = "String")]
pub enum EntryId {
    /// The target of a measure that no file holds targets of: `percent/target/M`.
    Target(String),
    /// Current performance of such a measure: `percent/current/M`.
    Current(String),
    /// The result of a measure or goal in an earlier year: `percent/results/M/2007`.
    Result {
        /// The measure's or goal's id.
        of: String,
        /// The year.
        year: u16,
    },
    /// Absence of a half term last year: `percent/shape/H`.
    HalfTermAbsence(String),
    /// Possible sessions of a half term last year: `whole/possible/H`.
    HalfTermSessions(String),
    /// Bands of free school meals and their medians, a band a line: `words/medians`.
    Medians,
    /// The school's band: `choice/band`.
    Band,
    /// The least improvement of attendance that is asked of the school, in points: `percent/improvement/attendance`.
    Improvement,
    /// The file with a test's marks: `file/items`.
    TestMarks,
    /// Where pupils' levels come from in a test: `choice/items`.
    TestLevels,
    /// Whose questions are shown: `choice/questions`.
    QuestionsOf,
    /// The answer to a question: `words/question/Q`.
    Answer(String),
    /// Which year group of the file of last results counts: `choice/results-year`.
    ResultsYear,
    /// What was agreed with a school: `words/school-note`.
    SchoolNote,
    /// An action of the timetable is done: `done/A`.
    Done(String),
    /// When the building was complete: `date/partnership/completed`.
    Completed,
    /// The school or programme of the partnership: `words/partnership/school`.
    PartnershipName,
    /// What was agreed at a review, counted from 1: `words/partnership/review-1`.
    Review(u64),
    /// An objective of the partnership, or the target of one of its measures: `words/partnership/P`.
    PartnershipText(String),
    /// A share of a partnership measure at one time: `percent/P/start`.
    Share {
        /// The measure's id.
        measure: String,
        /// The time's id.
        when: String,
    },
    /// A grade of a partnership measure at one time: `grade/P/start`.
    Grade {
        /// The measure's id.
        measure: String,
        /// The time's id.
        when: String,
    },
    /// Whether a partnership measure was met: `choice/P/then`.
    Met {
        /// The measure's id.
        measure: String,
        /// The time's id.
        when: String,
    },
    /// When a partnership measure is due: `date/P/due`.
    Due(String),
    /// A field of one school, where all of them are shown: as written for the school alone, an at sign and the school,
    /// `percent/improvement/attendance@2001`.
    OfSchool {
        /// The field.
        of: Box<Self>,
        /// As in the file.
        school: String,
    },
    /// No field of this page; refused.
    Unknown(String),
}

/// What can be typed or chosen in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum EntryForm {
    /// A percentage from 0 to 100.
    Percent,
    /// A whole number.
    Whole,
    /// A day.
    Date,
    /// One of several grades.
    Grade,
    /// One of several choices.
    Choice,
    /// Words.
    Words,
    /// The text of a file.
    File,
    /// Done, or to do.
    Done,
}

impl EntryForm {
    /// Its name, which a field's written form begins with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Whole => "whole",
            Self::Date => "date",
            Self::Grade => "grade",
            Self::Choice => "choice",
            Self::Words => "words",
            Self::File => "file",
            Self::Done => "done",
        }
    }
}

impl EntryId {
    /// What can be entered; `None`: it is no field.
    pub fn form(&self) -> Option<EntryForm> {
        Some(match self {
            Self::Target(_)
            | Self::Current(_)
            | Self::Result { .. }
            | Self::HalfTermAbsence(_)
            | Self::Improvement
            | Self::Share { .. } => EntryForm::Percent,
            Self::HalfTermSessions(_) => EntryForm::Whole,
            Self::Completed | Self::Due(_) => EntryForm::Date,
            Self::Grade { .. } => EntryForm::Grade,
            Self::Band | Self::TestLevels | Self::QuestionsOf | Self::ResultsYear | Self::Met { .. } => {
                EntryForm::Choice
            }
            Self::Medians
            | Self::SchoolNote
            | Self::Answer(_)
            | Self::PartnershipName
            | Self::Review(_)
            | Self::PartnershipText(_) => EntryForm::Words,
            Self::TestMarks => EntryForm::File,
            Self::Done(_) => EntryForm::Done,
            Self::OfSchool { of, .. } => return of.form(),
            Self::Unknown(_) => return None,
        })
    }
}

impl Default for EntryId {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(measure) => write!(f, "percent/target/{measure}"),
            Self::Current(measure) => write!(f, "percent/current/{measure}"),
            Self::Result { of, year } => write!(f, "percent/results/{of}/{year}"),
            Self::HalfTermAbsence(half_term) => write!(f, "percent/shape/{half_term}"),
            Self::HalfTermSessions(half_term) => write!(f, "whole/possible/{half_term}"),
            Self::Medians => f.write_str("words/medians"),
            Self::Band => f.write_str("choice/band"),
            Self::Improvement => f.write_str("percent/improvement/attendance"),
            Self::TestMarks => f.write_str("file/items"),
            Self::TestLevels => f.write_str("choice/items"),
            Self::QuestionsOf => f.write_str("choice/questions"),
            Self::SchoolNote => f.write_str("words/school-note"),
            Self::ResultsYear => f.write_str("choice/results-year"),
            Self::Answer(question) => write!(f, "words/question/{question}"),
            Self::Done(action) => write!(f, "done/{action}"),
            Self::Completed => f.write_str("date/partnership/completed"),
            Self::PartnershipName => f.write_str("words/partnership/school"),
            Self::Review(number) => write!(f, "words/partnership/review-{number}"),
            Self::PartnershipText(id) => write!(f, "words/partnership/{id}"),
            Self::Share { measure, when } => write!(f, "percent/{measure}/{when}"),
            Self::Grade { measure, when } => write!(f, "grade/{measure}/{when}"),
            Self::Met { measure, when } => write!(f, "choice/{measure}/{when}"),
            Self::Due(measure) => write!(f, "date/{measure}/due"),
            Self::OfSchool { of, school } => write!(f, "{of}@{school}"),
            Self::Unknown(text) => f.write_str(text),
        }
    }
}

impl FromStr for EntryId {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        if let Some((of, school)) = text.split_once('@') {
            let Ok(of) = of.parse::<Self>();
            return Ok(match of {
                Self::Unknown(_) => Self::Unknown(text.to_owned()),
                of => Self::OfSchool { of: Box::new(of), school: school.to_owned() },
            });
        }
        let known = text.split_once('/').and_then(|(form, name)| match form {
            "percent" => read_percent(name),
            "whole" => name.strip_prefix("possible/").map(|half_term| Self::HalfTermSessions(half_term.to_owned())),
            "date" => read_date(name),
            "grade" => read_time(name).map(|(measure, when)| Self::Grade { measure, when }),
            "choice" => read_choice(name),
            "words" => read_words(name),
            "file" => (name == "items").then_some(Self::TestMarks),
            "done" => Some(Self::Done(name.to_owned())),
            _ => None,
        });
        Ok(known.unwrap_or_else(|| Self::Unknown(text.to_owned())))
    }
}

/// A measure, a stroke, and a time.
fn read_time(name: &str) -> Option<(String, String)> {
    let (measure, when) = name.split_once('/')?;
    Some((measure.to_owned(), when.to_owned()))
}

fn read_percent(name: &str) -> Option<EntryId> {
    let (first, rest) = name.split_once('/')?;
    Some(match first {
        "target" => EntryId::Target(rest.to_owned()),
        "current" => EntryId::Current(rest.to_owned()),
        "improvement" if rest == "attendance" => EntryId::Improvement,
        "shape" => EntryId::HalfTermAbsence(rest.to_owned()),
        "results" => {
            let (of, year) = rest.rsplit_once('/')?;
            EntryId::Result { of: of.to_owned(), year: year.parse().ok()? }
        }
        measure => EntryId::Share { measure: measure.to_owned(), when: rest.to_owned() },
    })
}

fn read_date(name: &str) -> Option<EntryId> {
    match name.split_once('/')? {
        ("partnership", "completed") => Some(EntryId::Completed),
        (measure, "due") => Some(EntryId::Due(measure.to_owned())),
        _ => None,
    }
}

fn read_choice(name: &str) -> Option<EntryId> {
    match name {
        "band" => Some(EntryId::Band),
        "items" => Some(EntryId::TestLevels),
        "questions" => Some(EntryId::QuestionsOf),
        "results-year" => Some(EntryId::ResultsYear),
        _ => read_time(name).map(|(measure, when)| EntryId::Met { measure, when }),
    }
}

fn read_words(name: &str) -> Option<EntryId> {
    match name.split_once('/') {
        None => match name {
            "medians" => Some(EntryId::Medians),
            "school-note" => Some(EntryId::SchoolNote),
            _ => None,
        },
        Some(("question", question)) => Some(EntryId::Answer(question.to_owned())),
        Some(("partnership", "school")) => Some(EntryId::PartnershipName),
        Some(("partnership", text)) => {
            let review = text.strip_prefix("review-").and_then(|number| number.parse().ok());
            Some(review.map_or_else(|| EntryId::PartnershipText(text.to_owned()), EntryId::Review))
        }
        Some(_) => None,
    }
}

impl From<String> for EntryId {
    fn from(text: String) -> Self {
        let Ok(entry) = text.parse();
        entry
    }
}

impl From<EntryId> for String {
    fn from(entry: EntryId) -> Self {
        entry.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts as saved work has had them from the first release on.
    const WRITTEN: [&str; 25] = [
        "percent/target/attendance.absence",
        "percent/current/fsp.good",
        "percent/results/ks2.both4/2008",
        "percent/results/level2at19/2007",
        "percent/shape/autumn-1",
        "percent/3.raise/start",
        "whole/possible/autumn-1",
        "date/partnership/completed",
        "date/4.extended/due",
        "grade/1.achievement/start",
        "choice/4.extended/then",
        "choice/band",
        "choice/items",
        "choice/questions",
        "choice/results-year",
        "words/school-note@2001",
        "done/moderation@2001",
        "words/medians",
        "words/partnership/school",
        "words/partnership/review-3",
        "words/partnership/1.achievement",
        "words/question/gov-standing",
        "done/la-review",
        "percent/improvement/attendance@2001",
        "choice/band@St Mary’s @ Holt",
    ];

    #[test]
    fn fields_are_read_as_they_were_written() {
        for written in WRITTEN.into_iter().chain(["file/items"]) {
            let entry = EntryId::from(written.to_owned());
            assert_eq!(entry.form().map(EntryForm::name), written.split('/').next(), "{written}");
            assert_eq!(entry.to_string(), written);
        }
        let result = EntryId::Result { of: "ks2.both4".into(), year: 2008 };
        assert_eq!(result, EntryId::from("percent/results/ks2.both4/2008".to_owned()));
        assert_eq!(EntryId::Review(3), EntryId::from("words/partnership/review-3".to_owned()));
    }

    #[test]
    fn what_is_no_field_is_kept_as_it_is() {
        for written in
            ["", "nothing", "percent/x", "whole/near", "date/completed", "file/other", "colour/items", "nothing@2001"]
        {
            let entry = EntryId::from(written.to_owned());
            assert_eq!((entry.form(), entry.to_string().as_str()), (None, written));
        }
    }
}

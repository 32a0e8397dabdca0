//! What a School Improvement Partner raises.

use serde::{Deserialize, Serialize};

use crate::screens::{Paragraph, Tone};
use crate::session::command::Filter;

/// What a School Improvement Partner raises, as an agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ChallengePage {
    /// The school, or the file's name.
    pub school: String,
    /// "Year 6, 62 pupils", "62 pupils".
    pub cohort: String,
    /// "Key Stage 2, targets for 2009".
    pub edition: String,
    /// "3 things to raise on 2 targets."
    pub headline: String,
    /// The points that matter most, in words, at most three of different kinds; empty: there is no choice.
    pub first: Vec<FirstPoint>,
    /// What is not judged, and why: "Current performance is not known, so …".
    pub not_judged: Vec<String>,
    /// What the figures are held against: "Expected", "Similar pupils".
    pub held_against: String,
    /// The main figures at the head of the page.
    pub figures: Vec<AgendaFigure>,
    /// The same pupil by pupil; `None`: no point lists pupils.
    pub by_pupil: Option<AgendaMatrix>,
    /// One part for each target with something to raise, in the edition's order.
    pub targets: Vec<AgendaTarget>,
    /// "Contains personal data. …"
    pub notice: String,
}

/// What is raised, pupil by pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgendaMatrix {
    /// "36 pupils, those with the most points first".
    pub caption: String,
    /// What [`AgendaPupil::from_to`] has: "KS1 reading, KS1 writing, KS1 maths → English, Maths".
    pub ways: String,
    /// The kinds of points: "Below expectation".
    pub columns: Vec<String>,
    /// The pupils.
    pub rows: Vec<MatrixRow>,
    /// So many of them are on paper.
    pub on_paper: usize,
    /// "and 12 pupils more", or empty.
    pub more: String,
    /// The same on paper.
    pub more_on_paper: String,
}

/// A pupil's points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MatrixRow {
    /// Who it is.
    pub pupil: AgendaPupil,
    /// One for each column.
    pub marks: Vec<MatrixMark>,
}

/// A kind of point at a pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MatrixMark {
    /// A dot, or how often it is raised; empty: not at all.
    pub sign: String,
    /// On what: "English 2 levels, Maths 2 levels".
    pub words: String,
}

/// A point to talk about first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FirstPoint {
    /// "Both 4+".
    pub about: String,
    /// What was found.
    pub found: String,
    /// "10 pupils", or what it is about where that is nobody.
    pub count: String,
    /// The pupils; `None`: it is about none.
    pub filter: Option<Filter>,
    /// Its paragraph.
    pub paragraph: Paragraph,
}

/// A statutory figure at the head of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgendaFigure {
    /// "Both 4+".
    pub title: String,
    /// Current performance: "64.0%", or a dash.
    pub current: String,
    /// "71.2%", or a dash.
    pub target: String,
    /// "41 of 58".
    pub of: String,
    /// "78.4%", or a dash.
    pub expected: String,
    /// "4 fewer than expected".
    pub verdict: String,
    /// Its tone.
    pub tone: Tone,
}

/// Everything to raise on one target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgendaTarget {
    /// "Level 4 or above in English and in maths".
    pub title: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
    /// "statutory target", "check", or empty.
    pub standing: String,
    /// What to raise.
    pub items: Vec<AgendaItem>,
}

/// One thing to raise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgendaItem {
    /// The measure's or check's id.
    pub measure: String,
    /// The finding's code.
    pub code: String,
    /// "Below expectation".
    pub title: String,
    /// What was found.
    pub found: String,
    /// What the guidance asks next.
    pub follows: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
    /// "10 pupils"; or what it is about where that is nobody: "Absence as a whole", "3 schools".
    pub count: String,
    /// The pupils; `None`: it is about none.
    pub filter: Option<Filter>,
    /// The first of them.
    pub pupils: Vec<AgendaPupil>,
    /// "and 12 more", or empty.
    pub more: String,
    /// The user's note; empty: none.
    pub note: String,
}

/// A pupil on the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgendaPupil {
    /// Position in the file, for commands.
    pub pupil: u32,
    /// "Okafor, Amara".
    pub name: String,
    /// Earlier results, then targets: "2c → 3", "2, 1 → 4, 3".
    pub from_to: String,
    /// What to know of the pupil: "SEN P", "in care".
    pub context: Vec<String>,
    /// The evidence of an agreed exception; empty: no exception.
    pub exception: String,
}

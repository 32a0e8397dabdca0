//! Switches: readings of the guidance that the user may choose instead of ours.

use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::measure::{Measure, MeasureKind};
use crate::prior::{PriorBy, PriorRule};

/// A switch, off by default.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// `not-entered-left-out`.
    pub id: String,
    /// "Not entered is left out".
    pub title: String,
    /// The paragraph that can be read so.
    pub source: String,
    /// The key stages where it matters.
    pub stages: Vec<String>,
    /// What it does, as a sentence.
    pub words: String,
    /// What it changes in the edition.
    pub change: SwitchEffect,
}

/// What a switch changes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SwitchEffect {
    /// Where exactly these results are averaged, one usable one is enough.
    OneResultIsEnough(Vec<String>),
    /// These codes leave a pupil out of these measures.
    NoOutcome {
        /// By id.
        measures: Vec<String>,
        /// As in the code list.
        codes: Vec<String>,
    },
    /// Another grade for a level.
    Grade {
        /// By id.
        measure: String,
        /// The level whose grade changes.
        level: u8,
        /// The grade.
        grade: String,
    },
    /// Persistent absence is a number of sessions, the same for everybody.
    Persistent {
        /// By id.
        measure: String,
        /// Sessions.
        sessions: u16,
    },
    /// What is expected of this measure goes by the mean of points, not of whole levels.
    MeanByPoints(String),
    /// These codes count as no point in a good level, instead of leaving the child out.
    NoPoint {
        /// By id.
        measure: String,
        /// As in the code list.
        codes: Vec<String>,
    },
    /// In the mean of this measure, pupils without a number count as 0.
    CountsAsZero(String),
}

impl SwitchEffect {
    /// The measures that it changes, by id.
    pub fn measures(&self) -> &[String] {
        match self {
            Self::OneResultIsEnough(_) => &[],
            Self::NoOutcome { measures, .. } => measures,
            Self::Grade { measure, .. }
            | Self::Persistent { measure, .. }
            | Self::NoPoint { measure, .. }
            | Self::MeanByPoints(measure)
            | Self::CountsAsZero(measure) => std::slice::from_ref(measure),
        }
    }

    pub(crate) fn apply(&self, edition: &mut Edition) {
        match self {
            Self::OneResultIsEnough(results) => one_result_is_enough(edition, results),
            Self::NoOutcome { measures, codes } => {
                let concerned = edition.measures.iter_mut().filter(|measure| measures.contains(&measure.id));
                concerned.for_each(|measure| measure.no_outcome.extend_from_slice(codes));
            }
            Self::Grade { measure, level, grade } => {
                measures_mut(edition, measure).for_each(|measure| set_grade(measure, *level, grade));
            }
            Self::Persistent { measure, sessions } => {
                measures_mut(edition, measure)
                    .for_each(|measure| measure.kind = MeasureKind::PersistentSessions(*sessions));
            }
            Self::MeanByPoints(measure) => {
                let expected = measures_mut(edition, measure).flat_map(|measure| &mut measure.expected);
                expected.for_each(|expected| expected.prior.by = PriorBy::LaterPoints);
            }
            Self::NoPoint { measure, codes } => measures_mut(edition, measure).for_each(|measure| {
                if let MeasureKind::GoodLevel(good) = &mut measure.kind {
                    good.no_point.extend_from_slice(codes);
                }
            }),
            Self::CountsAsZero(measure) => {
                measures_mut(edition, measure).for_each(|measure| measure.none_is_zero = true);
            }
        }
    }
}

fn measures_mut<'a>(edition: &'a mut Edition, id: &'a str) -> impl Iterator<Item = &'a mut Measure> {
    edition.measures.iter_mut().filter(move |measure| measure.id == id)
}

fn one_result_is_enough(edition: &mut Edition, results: &[String]) {
    let concerned = |prior: &mut PriorRule| {
        if prior.results == results {
            prior.one_is_enough = true;
        }
    };
    for measure in &mut edition.measures {
        measure.prior.iter_mut().for_each(concerned);
        measure.expected.iter_mut().for_each(|expected| concerned(&mut expected.prior));
    }
}

fn set_grade(measure: &mut Measure, level: u8, grade: &str) {
    if let MeasureKind::Grades { table, .. } = &mut measure.kind {
        let of_level = table.iter_mut().filter(|entry| entry.level == level);
        of_level.for_each(|entry| grade.clone_into(&mut entry.grade));
    }
}

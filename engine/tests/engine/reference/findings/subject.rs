//! A measure that findings are raised on, with what a pupil's target, result or estimate says of it.

use super::Part;
use crate::reference::ReferenceFigure;
use crate::reference::exact::ReferenceFraction;
use crate::reference::measures::{
    ReferenceBasis, ReferenceKind, ReferenceMark, ReferenceMeasure, ReferencePopulation, ReferencePrior, of_edition,
};
use crate::reference::results::{is_below_test_or_no_level, whole_level};
use crate::reference::table::ReferencePupil;

/// A measure in a file or a school.
pub struct Subject<'a> {
    pub part: &'a Part<'a>,
    pub measure: ReferenceMeasure,
    /// RULES 3.5: guidance of the edition, not a measure of it.
    pub is_guidance: bool,
}

/// Where a pupil is in a figure (RULES 2.1, 2.2).
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PupilClass {
    Reached,
    Short,
    /// Would reach the mark if the empty cells did.
    Missing,
    LeftOut,
    NotAbout,
}

/// RULES 3: bold where it is a statutory school target of the edition.
const STATUTORY_2008: [&str; 8] = [
    "ks2.english4",
    "ks2.maths4",
    "ks3.english5",
    "ks3.maths5",
    "ks3.science5",
    "ks4.good5em",
    "ks4.good5",
    "ks4.points",
];
const STATUTORY_2009: [&str; 10] = [
    "ks2.both4",
    "ks2.progress.english",
    "ks2.progress.maths",
    "ks3.both5",
    "ks3.science5",
    "ks3.progress.english",
    "ks3.progress.maths",
    "ks4.good5em",
    "ks4.progress.english",
    "ks4.progress.maths",
];

pub fn target() -> ReferenceBasis {
    basis("moderated")
}

pub fn result() -> ReferenceBasis {
    basis("actual")
}

pub fn basis(name: &str) -> ReferenceBasis {
    ReferenceBasis::all().into_iter().find(|basis| basis.name == name).expect("there is such a basis")
}

impl<'a> Subject<'a> {
    /// Everything that something is raised on. Targets of the authority alone and absence have none in a pupil file.
    pub fn of_edition(part: &'a Part<'a>) -> Vec<Subject<'a>> {
        let is_raised_on = |measure: &ReferenceMeasure| {
            !["fsp.", "attendance.", "care."].iter().any(|area| measure.id.starts_with(area))
        };
        let measures = of_edition(part.edition).into_iter().filter(is_raised_on);
        let mut subjects: Vec<Subject> =
            measures.map(|measure| Subject { part, measure, is_guidance: false }).collect();
        if part.edition == "2008" {
            let progress = |id, prior, outcome| Subject {
                part,
                measure: ReferenceMeasure { id, kind: ReferenceKind::Progress(prior, outcome) },
                is_guidance: true,
            };
            subjects.push(progress("ks2.progress.english", ReferencePrior::Ks1English, "KS2_English"));
            subjects.push(progress("ks2.progress.maths", ReferencePrior::Level("KS1_Maths"), "KS2_Maths"));
            subjects.push(progress("ks3.progress.english", ReferencePrior::Level("KS2_English"), "KS3_English"));
            subjects.push(progress("ks3.progress.maths", ReferencePrior::Level("KS2_Maths"), "KS3_Maths"));
        }
        subjects
    }

    pub fn is_2009(&self) -> bool {
        self.part.edition == "2009"
    }

    pub fn is_statutory(&self) -> bool {
        let ids: &[&str] = if self.is_2009() { &STATUTORY_2009 } else { &STATUTORY_2008 };
        ids.contains(&self.measure.id)
    }

    pub fn is_share(&self) -> bool {
        !matches!(self.measure.kind, ReferenceKind::AveragePoints)
    }

    pub fn is_at(&self, key_stage: &str) -> bool {
        self.measure.id.starts_with(key_stage)
    }

    /// Where the progress starts and the outcome, of a measure of progress.
    pub fn progress(&self) -> Option<(&ReferencePrior, &'static str)> {
        match &self.measure.kind {
            ReferenceKind::Progress(prior, outcome) => Some((prior, outcome)),
            _ => None,
        }
    }

    /// Of progress between National Curriculum levels (not to a grade).
    pub fn level_progress(&self) -> Option<(&ReferencePrior, &'static str)> {
        self.progress().filter(|(prior, _)| !matches!(prior, ReferencePrior::LevelBeforeGrade(_)))
    }

    /// The outcome columns, where the measure is about all pupils.
    pub fn outcomes_of_everybody(&self) -> Option<Vec<&'static str>> {
        match &self.measure.kind {
            ReferenceKind::Threshold(ReferencePopulation::Everyone, marks) => {
                Some(marks.iter().map(ReferenceMark::outcome).collect())
            }
            ReferenceKind::Progress(_, outcome) => Some(vec![outcome]),
            ReferenceKind::AveragePoints => Some(vec!["KS4_Points"]),
            _ => None,
        }
    }

    /// The file has all columns of the measure on this basis.
    pub fn has(&self, basis: &ReferenceBasis) -> bool {
        self.measure.columns(basis).is_some_and(|columns| self.part.cohort.has_all(&columns))
    }

    pub fn figure(&self, basis: &ReferenceBasis) -> Option<ReferenceFigure> {
        self.has(basis).then(|| self.measure.figure(basis, self.part.edition, &self.part.pupils))
    }

    pub fn value(&self, basis: &ReferenceBasis) -> Option<ReferenceFraction> {
        self.figure(basis)?.value
    }

    /// RULES 2.6: the `actual` figure in the file given as current.
    pub fn current(&self) -> Option<ReferenceFraction> {
        self.current_of(|_| true)
    }

    /// The same of a group.
    pub fn current_of(&self, is_meant: impl Fn(&ReferencePupil) -> bool) -> Option<ReferenceFraction> {
        let current = self.part.current.as_ref()?;
        let columns = self.measure.columns(&result())?;
        let pupils: Vec<&ReferencePupil> = current.pupils.iter().copied().filter(|pupil| is_meant(pupil)).collect();
        if current.cohort.has_all(&columns) {
            self.measure.figure(&result(), self.part.edition, &pupils).value
        } else {
            None
        }
    }

    pub fn class(&self, basis: &ReferenceBasis, pupil: &ReferencePupil) -> PupilClass {
        let figure = self.measure.figure(basis, self.part.edition, &[pupil]);
        match (figure.achieved, figure.eligible, figure.missing, figure.left_out) {
            (Some(1), 1, _, _) => PupilClass::Reached,
            (_, 1, 1, _) => PupilClass::Missing,
            (_, 1, _, _) => PupilClass::Short,
            (_, _, _, 1) => PupilClass::LeftOut,
            _ => PupilClass::NotAbout,
        }
    }

    /// How many pupils are short of the mark by target: those in the figure who do not reach it.
    pub fn short_by_target(&self) -> usize {
        if !self.is_share() {
            return 0;
        }
        self.count(|pupil| matches!(self.class(&target(), pupil), PupilClass::Short | PupilClass::Missing))
    }

    pub fn count(&self, is_meant: impl Fn(&ReferencePupil) -> bool) -> usize {
        self.part.pupils.iter().filter(|pupil| is_meant(pupil)).count()
    }
}

/// Whole levels from the prior result to an outcome.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Moved {
    Levels(i128),
    /// B or N: no level, and the progress is not made (RULES 2.2).
    None,
}

/// The levels that a pupil moves; `None` without a prior level, a blank, or a code that says nothing.
pub fn moved(prior: &ReferencePrior, outcome: &str, pupil: &ReferencePupil) -> Option<Moved> {
    let from = prior.level(pupil)?;
    if is_below_test_or_no_level(outcome) {
        return Some(Moved::None);
    }
    Some(Moved::Levels(whole_level(outcome)? - from))
}

impl Moved {
    pub fn is_under(self, levels: i128) -> bool {
        match self {
            Moved::Levels(moved) => moved < levels,
            Moved::None => true,
        }
    }
}

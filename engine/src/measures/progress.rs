//! Moving a number of whole levels, or to the grade worth as much, from the prior level (RULES 2.2, S0 ¶31).

use std::ops::RangeInclusive;

use ambition_columns::classes::code_table::look_up;
use ambition_columns::classes::progress::{self, BLANK, HIGHEST, LOWEST, MOST_WANTED, NONE, NOT_MADE, RANKED, WANTED};

use super::count::table;
use super::pupil_set::ByteColumn;
use super::{Bases, Basis, Class, PupilClasses};
use crate::cohort::CodedCell;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::codes::{CodeWorth, NoLevel};
use crate::guidance::measure::{GradeFor, Measure, MeasureKind};
use crate::guidance::{CodeList, CodeLists};

/// Prior levels that the table has rows for; the rest have none.
const PRIOR_LEVELS: usize = 16;

/// What counts.
#[derive(Clone, Copy, Debug)]
pub struct ProgressRule<'a> {
    /// The rank that an outcome has to reach, by prior level.
    wanted: [u8; PRIOR_LEVELS],
    /// A blank outcome leaves the pupil out (results); else it keeps the pupil in the figure as missing (targets and
    /// estimates).
    blank_left_out: bool,
    list: &'a CodeList,
    no_outcome: &'a [String],
}

/// An outcome, as far as progress is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProgressOutcome {
    /// A result: a whole level, or the points of a grade.
    Rank(u8),
    /// B, N: below the test, no level awarded.
    NotMade,
    /// A, D, T, …, or a spelling not understood.
    None,
    /// An empty cell.
    #[default]
    Blank,
}

impl ProgressOutcome {
    /// What a cell says of progress; `no_outcome` are codes that say nothing here, besides those of the code list.
    pub fn from_cell(cell: CodedCell, list: &CodeList, no_outcome: &[String]) -> Self {
        let CodedCell::Known(code) = cell else {
            return if cell == CodedCell::Blank { Self::Blank } else { Self::None };
        };
        match list.worth(code) {
            _ if list.is_code(code, no_outcome) => Self::None,
            Some(CodeWorth::Result { rank, .. }) => Self::Rank(rank),
            Some(CodeWorth::None(NoLevel::NotMade)) => Self::NotMade,
            Some(CodeWorth::None(NoLevel::NoOutcome | NoLevel::Out)) | None => Self::None,
        }
    }
}

impl<'a> ProgressRule<'a> {
    /// Of a progress measure, whose outcomes are codes of this code list; `None`: the measure is no progress.
    pub fn new(measure: &'a Measure, list: usize, blank_left_out: bool, codes: &'a CodeLists) -> Option<Self> {
        let list = codes.list(list)?;
        let wanted = std::array::from_fn(|prior| wanted(&measure.kind, u8::try_from(prior).unwrap_or(NO_LEVEL), list));
        let rule = Self { wanted, blank_left_out, list, no_outcome: &measure.no_outcome };
        measure.kind.is_progress().then_some(rule)
    }

    /// The rank that a pupil with this prior level has to reach.
    pub fn wanted(&self, prior_level: u8) -> Option<u8> {
        self.wanted.get(usize::from(prior_level)).copied()
    }

    /// What a cell says.
    pub fn outcome(&self, cell: CodedCell) -> ProgressOutcome {
        ProgressOutcome::from_cell(cell, self.list, self.no_outcome)
    }

    /// The class of a pupil with this prior level and outcome, as [`ProgressDistances`] have it.
    pub fn class(&self, prior_level: u8, outcome: ProgressOutcome) -> Class {
        let Some(wanted) = self.wanted.get(usize::from(prior_level)) else { return Class::LeftOut };
        match outcome {
            ProgressOutcome::Rank(rank) if rank >= *wanted => Class::Reached,
            ProgressOutcome::Rank(_) | ProgressOutcome::NotMade => Class::Short,
            ProgressOutcome::Blank if !self.blank_left_out => Class::Missing,
            ProgressOutcome::Blank | ProgressOutcome::None => Class::LeftOut,
        }
    }
}

/// The rank wanted of a pupil with this prior level.
fn wanted(kind: &MeasureKind, prior: u8, list: &CodeList) -> u8 {
    let grade = |grades: &[GradeFor]| {
        let entry = grades.iter().find(|entry| prior >= entry.level)?;
        list.rank_of(&entry.grade)
    };
    match kind {
        MeasureKind::Progress(levels) => prior.saturating_add(*levels),
        MeasureKind::Grades { table, .. } => grade(table).unwrap_or(u8::MAX),
        _ => u8::MAX,
    }
}

/// How far every pupil's outcome is from the one wanted, as [`ambition_columns::classes::progress`] has it.
#[derive(Clone, Debug)]
pub struct ProgressDistances {
    of: Vec<u8>,
    /// The whole levels, or their equivalent, that are wanted.
    levels: u8,
}

impl ProgressDistances {
    /// Of a progress measure on a basis; `None`: it is no progress, or the file lacks a column.
    pub fn new(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Self> {
        let levels = measure.kind.levels()?;
        let outcome = bases.column(measure.outcome.first()?, basis)?;
        let rule = ProgressRule::new(measure, outcome.code_list, basis.is_results(), bases.codes())?;
        let prior = bases.prior(measure.prior.as_ref()?)?;
        let mut of = outcome.classes(|cell| match rule.outcome(cell) {
            ProgressOutcome::Rank(rank) => RANKED.saturating_add(rank),
            ProgressOutcome::NotMade => NOT_MADE,
            ProgressOutcome::Blank => BLANK,
            ProgressOutcome::None => NONE,
        });
        let wanted = |level: usize| rule.wanted.get(level).map_or(NO_LEVEL, |wanted| (*wanted).min(MOST_WANTED));
        progress::compare(&mut of, &look_up(prior, &std::array::from_fn(wanted)));
        (prior.len() == of.len()).then_some(Self { of, levels })
    }

    /// The class of every pupil. A blank outcome leaves the pupil out (results), or is missing (targets, estimates).
    pub fn classify(&self, blank_left_out: bool) -> PupilClasses {
        let class = |distance: u8| match distance {
            NOT_MADE | LOWEST..WANTED => Class::Short,
            WANTED..=HIGHEST => Class::Reached,
            BLANK if !blank_left_out => Class::Missing,
            _ => Class::LeftOut,
        };
        PupilClasses(look_up(&self.of, &table(|distance| class(distance).number())))
    }

    /// Distances of outcomes that move fewer whole levels than these.
    pub fn under(&self, levels: u8) -> RangeInclusive<u8> {
        NOT_MADE..=self.fewer(levels)
    }

    /// Distances of pupils whose progress is not made, for whatever reason; also of those without a prior level.
    pub fn not_made(&self) -> RangeInclusive<u8> {
        NONE..=WANTED - 1
    }

    /// Distances of outcomes below the level that the pupil had.
    pub fn falling(&self) -> RangeInclusive<u8> {
        LOWEST..=self.fewer(0)
    }

    fn fewer(&self, levels: u8) -> u8 {
        (WANTED + levels).saturating_sub(self.levels + 1).clamp(NOT_MADE, HIGHEST)
    }

    /// Whole levels moved at this distance; `None`: the outcome or the prior result is not a level.
    pub fn moved(&self, distance: u8) -> Option<i16> {
        (LOWEST..=HIGHEST).contains(&distance).then(|| i16::from(distance) - i16::from(WANTED) + i16::from(self.levels))
    }
}

impl ByteColumn for ProgressDistances {
    fn numbers(&self) -> &[u8] {
        &self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::Guidance;

    /// The class of a target (or result) from a prior level, for a measure of an edition.
    fn class(measure: &str, list: &str, prior: u8, cell: &str, result: bool) -> Class {
        let guidance = Guidance::shipped().unwrap();
        let measure = guidance.edition("2009").unwrap().measure(measure).unwrap();
        let list = guidance.codes.find_list(list).unwrap();
        let code = guidance.codes.list(list).unwrap().parse(cell.as_bytes()).unwrap();
        let cell = if code == 0 { CodedCell::Blank } else { CodedCell::Known(code) };
        let rule = ProgressRule::new(measure, list, result, &guidance.codes).unwrap();
        rule.class(prior, rule.outcome(cell))
    }

    #[test]
    fn two_levels_are_whole_levels() {
        let target = |prior, cell| class("ks2.progress.maths", "level", prior, cell, false);
        assert_eq!((target(2, "4c"), target(2, "3a"), target(0, "2")), (Class::Reached, Class::Short, Class::Reached));
        assert_eq!((target(0, "B"), target(2, "A")), (Class::Short, Class::LeftOut));
        assert_eq!(target(NO_LEVEL, "5"), Class::LeftOut);
    }

    #[test]
    fn a_blank_result_is_left_out_and_a_blank_target_is_missing() {
        assert_eq!(class("ks2.progress.maths", "level", 2, "", true), Class::LeftOut);
        assert_eq!(class("ks2.progress.maths", "level", 2, "", false), Class::Missing);
    }

    #[test]
    fn grades_for_levels() {
        let target = |prior, cell| class("ks4.progress.english", "grade", prior, cell, false);
        let enough =
            [(9, "A*"), (8, "A*"), (7, "A"), (6, "B"), (5, "C"), (4, "D"), (3, "E"), (2, "F"), (1, "G"), (0, "G")];
        assert!(enough.iter().all(|(prior, grade)| target(*prior, grade) == Class::Reached));
        let short = [(8, "A"), (7, "B"), (6, "C"), (5, "D"), (4, "E"), (3, "F"), (2, "G"), (1, "U"), (0, "X")];
        assert!(short.iter().all(|(prior, grade)| target(*prior, grade) == Class::Short));
        assert_eq!((target(5, "M"), target(5, "N")), (Class::LeftOut, Class::LeftOut));
    }
}

//! Where pupils start and arrive: who moves how far, by measure and basis (S0 ¶23).

use super::sheet_list;
use crate::cohort::CodedColumn;
use crate::cohort::prior::NO_LEVEL;
use crate::guidance::CodeList;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::guidance::prior::PriorBy;
use crate::measures::progress::{ProgressOutcome, ProgressRule};
use crate::measures::{Bases, Basis, Class};
use crate::session::command::{Filter, ProgressPupils, SheetPupils};
use crate::session::document::Document;

/// A prior level written with its sub-level is ten times the level, and 1, 2 or 3.
pub const SUB: u8 = 10;

/// Columns of the matrix that are no result; ranks are smaller.
pub const NOT_MADE: u8 = u8::MAX - 1;

pub const NOTHING: u8 = u8::MAX;

/// Where every pupil starts and arrives, by one measure on one basis.
pub struct ProgressMatrix<'a> {
    pub measure: &'a Measure,
    pub basis: Basis,
    pub list: &'a CodeList,
    pub rule: ProgressRule<'a>,
    /// The level that progress is counted from.
    pub from: &'a [u8],
    /// The same, with sub-levels where the edition has them.
    pub finer: &'a [u8],
    pub outcome: &'a CodedColumn,
    /// What each stored code of that column says.
    outcomes: [ProgressOutcome; 256],
    /// The level that results divide into sub-levels.
    pub divided: u8,
}

/// Pupils with one prior attainment and one outcome.
#[derive(Clone, Copy, Debug)]
pub struct AlikePupils {
    /// The first of them: what is true of this one is true of all.
    pub first: usize,
    /// How many they are.
    pub count: u64,
}

/// Numbers for what pupils start from, in the order in which they are met.
#[derive(Default)]
struct StartNumbers {
    /// By level and finer level, as far as there are any; 0: not met yet.
    numbers: Vec<u32>,
    met: u32,
}

impl StartNumbers {
    fn number(&mut self, from: u8, finer: u8) -> usize {
        // Levels are small, and none is the largest byte: one more is 0.
        let [from, finer] = [from, finer].map(|level| usize::from(level.wrapping_add(1)));
        let place = from << 8 | finer;
        if place >= self.numbers.len() {
            self.numbers.resize((place | 0xff) + 1, 0);
        }
        let Some(number) = self.numbers.get_mut(place) else { return 0 };
        if *number == 0 {
            self.met += 1;
            *number = self.met;
        }
        *number as usize - 1
    }
}

impl<'a> ProgressMatrix<'a> {
    pub fn new(measure: &'a Measure, basis: &Basis, bases: &Bases<'a>) -> Option<Self> {
        let outcome = bases.column(measure.outcome.first()?, basis)?;
        let from = bases.prior(measure.prior.as_ref()?)?;
        let finer = measure.conversion.as_ref().and_then(|rule| bases.prior(rule)).unwrap_or(from);
        let rule = ProgressRule::new(measure, outcome.code_list, basis.is_results(), bases.codes())?;
        let list = bases.codes().list(outcome.code_list)?;
        let divided = bases.guidance().sheets.near("sub-levels");
        let divided = u8::try_from(divided).unwrap_or(NO_LEVEL);
        let outcomes = outcome.table(|cell| rule.outcome(cell));
        Some(Self { measure, basis: basis.clone(), list, rule, from, finer, outcome, outcomes, divided })
    }

    /// Who starts and arrives alike: there are few ways to, however many pupils there are. In the order in which the file
    /// has the first of each.
    pub fn alike(&self) -> Vec<AlikePupils> {
        let mut starts = StartNumbers::default();
        let mut places = Vec::new();
        let mut alike = Vec::new();
        for (pupil, ((from, finer), code)) in self.from.iter().zip(self.finer).zip(self.outcome.codes()).enumerate() {
            let key = (starts.number(*from, *finer) << 8) | usize::from(*code);
            if key >= places.len() {
                places.resize((key | 0xff) + 1, usize::MAX);
            }
            let Some(place) = places.get_mut(key) else { continue };
            if *place == usize::MAX {
                *place = alike.len();
                alike.push(AlikePupils { first: pupil, count: 0 });
            }
            alike.get_mut(*place).into_iter().for_each(|alike: &mut AlikePupils| alike.count += 1);
        }
        alike
    }

    /// The row of the matrix: ten times the level, and a sub-level where the results have them.
    pub fn prior(&self, pupil: usize) -> u8 {
        let level = self.from.get(pupil).copied().unwrap_or(NO_LEVEL);
        let finer = self.finer.get(pupil).copied().unwrap_or(NO_LEVEL);
        match level {
            NO_LEVEL => NO_LEVEL,
            level if level == self.divided && self.has_finer() => finer,
            level => level.saturating_mul(SUB),
        }
    }

    pub fn has_finer(&self) -> bool {
        self.measure.conversion.as_ref().is_some_and(|rule| rule.by == PriorBy::SubLevels)
    }

    pub fn outcome_of(&self, pupil: usize) -> ProgressOutcome {
        let code = self.outcome.codes().get(pupil);
        code.and_then(|code| self.outcomes.get(usize::from(*code))).copied().unwrap_or_default()
    }

    pub fn class(&self, pupil: usize) -> Class {
        self.rule.class(self.from.get(pupil).copied().unwrap_or(NO_LEVEL), self.outcome_of(pupil))
    }

    /// The column of the matrix.
    pub fn column(&self, pupil: usize) -> u8 {
        match self.outcome_of(pupil) {
            ProgressOutcome::Rank(rank) => rank,
            ProgressOutcome::NotMade => NOT_MADE,
            ProgressOutcome::None | ProgressOutcome::Blank => NOTHING,
        }
    }

    /// The heading of a column.
    pub fn name(&self, column: u8) -> String {
        let entry = || self.list.code_of_rank(column).and_then(|code| self.list.entry(code));
        match column {
            NOT_MADE => "B/N".into(),
            NOTHING if self.basis.is_results() => "no result".into(),
            NOTHING => "no target".into(),
            rank => entry().map_or_else(|| rank.to_string(), |entry| entry.code.clone()),
        }
    }

    /// The levels asked for.
    pub fn levels(&self) -> u8 {
        self.measure.kind.levels().unwrap_or_default()
    }

    /// Levels of progress, from 0 (fewer than one) to one more than asked for; `None`: not in the figure, or nothing
    /// entered.
    pub fn step(&self, pupil: usize) -> Option<u8> {
        let from = *self.from.get(pupil)?;
        match (self.class(pupil), self.outcome_of(pupil)) {
            (Class::Reached | Class::Short, ProgressOutcome::Rank(rank)) => Some(self.steps(from, rank)),
            (Class::Short, _) => Some(0),
            _ => None,
        }
    }

    pub fn steps(&self, from: u8, rank: u8) -> u8 {
        let most = i16::from(self.levels()) + 1;
        let made = match &self.measure.kind {
            MeasureKind::Grades { levels, table } => {
                // The level for which this grade would be enough; the grade is worth that many levels from there.
                let enough = |grade: &str| self.list.rank_of(grade).is_some_and(|wanted| wanted <= rank);
                let level = table.iter().filter(|entry| enough(&entry.grade)).map(|entry| i16::from(entry.level)).max();
                level.map_or(0, |level| level - i16::from(from) + i16::from(*levels))
            }
            _ => i16::from(rank) - i16::from(from),
        };
        u8::try_from(made.clamp(0, most)).unwrap_or_default()
    }

    /// The list of some of its pupils.
    pub fn list(&self, who: ProgressPupils, title: &str) -> Filter {
        let pupils = SheetPupils::Progress { measure: self.measure.id.clone(), basis: self.basis.clone(), who };
        sheet_list(pupils, format!("{}, {}: {title}", self.measure.title, self.by()))
    }

    pub fn by(&self) -> &'static str {
        if self.basis.is_results() { "by result" } else { "by target" }
    }

    pub fn step_title(&self, step: u8) -> String {
        let asked = self.levels();
        let worth = if matches!(self.measure.kind, MeasureKind::Grades { .. }) { "worth " } else { "" };
        match step {
            0 => format!("{}fewer than 1 level", worth),
            step if step > asked => format!("{worth}{} levels or more", step),
            1 => format!("{worth}1 level"),
            step => format!("{worth}{step} levels"),
        }
    }

    pub fn prior_title(&self, prior: u8) -> String {
        let sub = ["", "c", "b", "a"].get(usize::from(prior % SUB)).copied().unwrap_or("");
        match (prior, prior / SUB) {
            (NO_LEVEL, _) => "no level".into(),
            (_, 0) => "W or below".into(),
            (_, level) => format!("{level}{sub}"),
        }
    }
}

pub fn pupils(document: &Document, measure: &str, basis: &Basis, who: ProgressPupils) -> Option<Vec<u32>> {
    let bases = document.bases();
    let matrix = ProgressMatrix::new(document.edition.measure(measure)?, basis, &bases)?;
    let found = |pupil: usize| match who {
        ProgressPupils::Step(step) => matrix.step(pupil) == Some(step),
        ProgressPupils::Cell { prior, outcome } => matrix.prior(pupil) == prior && matrix.column(pupil) == outcome,
        ProgressPupils::Pupil(wanted) => wanted as usize == pupil,
    };
    let pupils = (0..bases.cohort().len()).filter(|pupil| found(*pupil));
    Some(pupils.filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}

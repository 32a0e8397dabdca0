//! Where pupils are on the way to their targets, how fast they move, and who is one step short of a mark.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::findings::interim::PupilPaths;
use crate::guidance::{Edition, Measure, MeasureKind};
use crate::measures::levels::PupilLevels;
use crate::measures::{Bases, Basis};

/// Where pupils are on the way to their target by their latest interim result, or how fast they move by target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum WaySide {
    /// Behind the way.
    Behind,
    /// On the way.
    On,
    /// Ahead of the way.
    Ahead,
    /// More levels than asked.
    Fast,
    /// Fewer levels than asked; of grades, which are worth the progress asked or are not, not worth it.
    Slow,
    /// No progress.
    None,
}

impl WaySide {
    /// All of them, in the order shown.
    pub const ALL: [Self; 6] = [Self::Behind, Self::On, Self::Ahead, Self::Fast, Self::Slow, Self::None];

    /// "behind the way to the target".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::On => "on track",
            Self::Ahead => "ahead of track",
            Self::Fast => "target of more progress than expected",
            Self::Slow => "target of less progress than expected",
            Self::None => "target of no progress",
        }
    }

    /// It is a pace, not a place on the way.
    pub const fn is_pace(self) -> bool {
        matches!(self, Self::Fast | Self::Slow | Self::None)
    }
}

/// A list of pupils by their pace, or of those one step short of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceList {
    /// One step short of a mark.
    OneStepShort,
    /// More levels than asked.
    Fast,
    /// Fewer levels than asked; of grades, not worth the progress asked.
    Slow,
    /// No progress.
    None,
}

impl PaceList {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OneStepShort, Self::Fast, Self::Slow, Self::None];
    /// Those that are a pace.
    pub const PACES: [Self; 3] = [Self::Fast, Self::Slow, Self::None];

    /// "fewer levels than asked".
    pub const fn words(self) -> &'static str {
        match self {
            Self::OneStepShort => "one step short of it",
            Self::Fast => "more progress than expected",
            Self::Slow => "less progress than expected",
            Self::None => "no progress",
        }
    }

    /// "slow": a pace in a word or two; empty of those one step short.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OneStepShort => "",
            Self::Fast => "fast",
            Self::Slow => "slow",
            Self::None => "no progress",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::OneStepShort => "short",
            Self::Fast => "fast",
            Self::Slow => "slow",
            Self::None => "none",
        }
    }
}

impl fmt::Display for PaceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that is no list of pupils by pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchPace;

impl FromStr for PaceList {
    type Err = NoSuchPace;

    fn from_str(text: &str) -> Result<Self, NoSuchPace> {
        Self::ALL.into_iter().find(|pace| pace.name() == text).ok_or(NoSuchPace)
    }
}

/// The pupils on a side of the way, or of a pace.
pub fn pupils_on_side(measure: &Measure, side: WaySide, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let pace = |pace| pupils_at_pace(measure, pace, &Basis::Moderated, bases);
    let wanted = match side {
        WaySide::Behind => Ordering::Less,
        WaySide::On => Ordering::Equal,
        WaySide::Ahead => Ordering::Greater,
        WaySide::Fast => return pace(PaceList::Fast),
        WaySide::Slow => return pace(PaceList::Slow),
        WaySide::None => return pace(PaceList::None),
    };
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    let ways = PupilPaths::new(measure, edition, bases)?;
    Some(all.filter(|pupil| ways.position_of(*pupil as usize).is_some_and(|way| way.side == wanted)).collect())
}

/// The pupils of a list by pace on a basis.
pub fn pupils_at_pace(measure: &Measure, pace: PaceList, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    if pace == PaceList::OneStepShort {
        return borderline(measure, basis, bases);
    }
    let asked = i16::from(measure.kind.levels()?);
    let by_levels = matches!(measure.kind, MeasureKind::Progress(_));
    let is = |made: i16| match pace {
        PaceList::Fast => by_levels && made > asked,
        PaceList::Slow if by_levels => made < asked,
        PaceList::Slow => made == 0,
        PaceList::None | PaceList::OneStepShort => by_levels && made <= 0,
    };
    let levels = PupilLevels::new(measure, basis, bases)?;
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    Some(all.filter(|pupil| levels.made_by(*pupil as usize).is_some_and(is)).collect())
}

/// Pupils who miss a mark by one step: nothing they have on a basis is further below it (S1, heads' lists).
pub fn borderline(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    let MeasureKind::Threshold(marks) = &measure.kind else { return None };
    let mut below: Vec<u8> = vec![0; bases.cohort().len()];
    for (result, mark) in measure.outcome.iter().zip(marks) {
        let column = bases.column(result, basis)?;
        let list = bases.codes().list(column.code_list)?;
        let mark = list.rank_of(mark)?;
        let steps = column.each(|cell| match cell.code().and_then(|code| list.rank(code)) {
            Some(rank) if rank >= mark => 0,
            Some(rank) if list.rank_above(rank) == Some(mark) => 1,
            _ => 2_u8,
        });
        below.iter_mut().zip(steps).for_each(|(most, steps)| *most = (*most).max(steps));
    }
    Some((0..).zip(below).filter(|(_, steps)| *steps == 1).map(|(pupil, _)| pupil).collect())
}

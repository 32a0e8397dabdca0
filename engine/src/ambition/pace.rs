//! Where pupils stand on the way to their targets, how fast they move, and who is one step short of a mark.

use std::cmp::Ordering;

use super::findings::interim::Ways;
use crate::guidance::{Edition, Measure, MeasureKind};
use crate::measures::levels::Levels;
use crate::measures::{Bases, Basis};

/// Where pupils stand on the way to their target by their latest interim result, and how fast they move by target.
pub const SIDES: [(&str, &str); 6] = [
    ("behind", "behind the way to the target"),
    ("on", "on the way to the target"),
    ("ahead", "ahead of the way to the target"),
    ("fast", "more levels than asked, by target"),
    ("slow", "fewer levels than asked, by target"),
    ("none", "no progress, by target"),
];
/// Those of them that are a pace, not a place on the way, in a word each.
pub const PACES: [(&str, &str); 3] = [("fast", "fast"), (SLOW, "slow"), ("none", "no progress")];
/// The pace that grades have, too, which are worth the progress asked or are not.
pub const SLOW: &str = "slow";
/// One step short of a mark.
pub const BORDERLINE: &str = "short";

/// The pupils on a side of the way, or of a pace ([`SIDES`]).
pub fn on_side(measure: &Measure, side: &str, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    let wanted = match side {
        "behind" => Ordering::Less,
        "on" => Ordering::Equal,
        "ahead" => Ordering::Greater,
        pace => return at_pace(measure, pace, &Basis::Moderated, bases),
    };
    let ways = Ways::new(measure, edition, bases)?;
    Some(all.filter(|pupil| ways.of(*pupil as usize).is_some_and(|way| way.side == wanted)).collect())
}

/// The pupils of a pace ([`PACES`]) on a basis, or those one step short of a mark ([`BORDERLINE`]).
pub fn at_pace(measure: &Measure, pace: &str, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    if pace == BORDERLINE {
        return borderline(measure, basis, bases);
    }
    let asked = i16::from(measure.kind.levels()?);
    let by_levels = matches!(measure.kind, MeasureKind::Progress(_));
    let is = |made: i16| match pace {
        "fast" => by_levels && made > asked,
        SLOW if by_levels => made < asked,
        SLOW => made == 0,
        _ => by_levels && made <= 0,
    };
    let levels = Levels::new(measure, basis, bases)?;
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    Some(all.filter(|pupil| levels.made_by(*pupil as usize).is_some_and(is)).collect())
}

/// "Fewer levels than asked" of a pace, "one step short of it" of [`BORDERLINE`].
pub fn pace_words(pace: &str) -> &'static str {
    let side = SIDES.iter().find(|(side, _)| *side == pace);
    side.and_then(|(_, words)| words.split(',').next()).unwrap_or("one step short of it")
}

/// Pupils who miss a mark by one step: nothing they have on a basis is further below it (S1, heads' lists).
pub fn borderline(measure: &Measure, basis: &Basis, bases: &Bases) -> Option<Vec<u32>> {
    let MeasureKind::Threshold(marks) = &measure.kind else { return None };
    let mut below: Vec<u8> = vec![0; bases.cohort().len()];
    for (result, mark) in measure.outcome.iter().zip(marks) {
        let column = bases.column(result, basis)?;
        let book = bases.codes().book(column.book)?;
        let mark = book.rank_of(mark)?;
        let steps = column.each(|cell| match cell.code().and_then(|code| book.rank(code)) {
            Some(rank) if rank >= mark => 0,
            Some(rank) if book.rank_above(rank) == Some(mark) => 1,
            _ => 2_u8,
        });
        below.iter_mut().zip(steps).for_each(|(most, steps)| *most = (*most).max(steps));
    }
    Some((0..).zip(below).filter(|(_, steps)| *steps == 1).map(|(pupil, _)| pupil).collect())
}

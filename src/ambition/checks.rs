//! Expectations that hold for part of a cohort only (RULES 5, 5.2): who they are about, and who reaches them.

use crate::cohort::prior::NO_LEVEL;
use crate::guidance::Edition;
use crate::guidance::check::Check;
use crate::guidance::measure::Measure;
use crate::guidance::prior::PriorRange;
use crate::measures::{Bases, Basis, Class, Classified, classify};

/// The pupil is not among those whom the check is about.
const NOT_ABOUT: u8 = 0;
/// Is, and does not reach what the check asks.
pub const SHORT: u8 = 1;
/// Is, and reaches it.
const REACHED: u8 = 2;

/// A check worked out for every pupil.
#[derive(Clone, Debug)]
pub struct Checked {
    /// 1: about this pupil, who is short; 2: who reaches it; 0: not about this pupil.
    pub classified: Classified,
}

impl Checked {
    /// On a basis; `None` where the file lacks a column it needs.
    pub fn new(check: &Check, edition: &Edition, basis: &Basis, bases: &Bases) -> Option<Self> {
        let mut classes = within(&check.from, None, bases)?.0;
        for measure in &check.reach {
            let reached = classify(edition.measure(measure)?, basis, bases)?;
            for (class, reached) in classes.iter_mut().zip(reached.0) {
                *class = match *class {
                    NOT_ABOUT => NOT_ABOUT,
                    SHORT => SHORT,
                    _ if reached == Class::Reached.number() => REACHED,
                    _ => SHORT,
                };
            }
        }
        Some(Self { classified: Classified(classes) })
    }

    /// How many of these pupils reach it, and how many it is about.
    pub fn count(&self, pupils: Option<&[u32]>) -> (u64, u64) {
        let [_, short, reached, ..] = self.classified.count_of(pupils).map(u64::from);
        (reached, short + reached)
    }
}

/// Pupils whose prior levels are in all of these ranges: class 2, the others 0. A range without results of its own is
/// about where the measure's progress starts.
pub fn within(ranges: &[PriorRange], measure: Option<&Measure>, bases: &Bases) -> Option<Classified> {
    let mut classes = vec![REACHED; bases.cohort().len()];
    for range in ranges {
        let rule = range.prior.as_ref().or_else(|| measure?.prior.as_ref())?;
        for (class, level) in classes.iter_mut().zip(bases.prior(rule)?) {
            if *level == NO_LEVEL || !(range.least..=range.most).contains(level) {
                *class = NOT_ABOUT;
            }
        }
    }
    Some(Classified(classes))
}

//! Expectations that hold for part of a cohort only (RULES 5, 5.2): which pupils they are about, and who reaches them.

use std::rc::Rc;

use crate::cohort::prior::NO_LEVEL;
use crate::guidance::Edition;
use crate::guidance::check::CohortCheck;
use crate::guidance::measure::Measure;
use crate::guidance::prior::PriorRange;
use crate::measures::pupil_set::ByteColumn;
use crate::measures::{Bases, Basis, Class, PupilClasses, PupilSet, classify};

/// The check is about this pupil, who does not reach what it asks.
pub const SHORT: u8 = 1;

/// A check worked out for every pupil.
#[derive(Clone, Debug)]
pub struct CheckClasses {
    /// 1: about this pupil, who is short; 2: who reaches it; 0: not about this pupil.
    pub classified: PupilClasses,
}

impl CheckClasses {
    /// On a basis; `None` where the file lacks a column it needs.
    pub fn new(check: &CohortCheck, edition: &Edition, basis: &Basis, bases: &Bases) -> Option<Self> {
        let reach = |id: &String| Some(Rc::new(classify(edition.measure(id)?, basis, bases)?));
        let reach = check.reach.iter().map(reach).collect::<Option<Vec<_>>>()?;
        let about = within(PupilSet::new(reach.first()?.clone(), 0..=u8::MAX), &check.from, None, bases)?;
        let mut classes = vec![0; bases.cohort().len()];
        about.mark(&mut classes);
        let reached = Class::Reached.number();
        reach.into_iter().fold(about, |those, measure| those.and(measure, reached..=reached)).mark(&mut classes);
        Some(Self { classified: PupilClasses(classes) })
    }

    /// How many of these pupils reach it, and how many it is about.
    pub fn count(&self, pupils: Option<&[u32]>) -> (u64, u64) {
        let [_, short, reached, ..] = self.classified.count_of(pupils).map(u64::from);
        (reached, short + reached)
    }
}

impl ByteColumn for CheckClasses {
    fn numbers(&self) -> &[u8] {
        self.classified.numbers()
    }
}

/// Those of these pupils whose prior levels are in all of these ranges. A range without results of its own is about
/// where the measure's progress starts.
pub fn within<'a>(
    those: PupilSet<'a>,
    ranges: &[PriorRange],
    measure: Option<&Measure>,
    bases: &Bases<'a>,
) -> Option<PupilSet<'a>> {
    ranges.iter().try_fold(those, |those, range| {
        let rule = range.prior.as_ref().or_else(|| measure?.prior.as_ref())?;
        Some(those.and(Rc::new(bases.prior(rule)?), range.least..=range.most.min(NO_LEVEL - 1)))
    })
}

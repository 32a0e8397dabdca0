//! Children in care whose target asks for less progress than that of the other pupils (S0 ¶68).

use std::collections::BTreeMap;
use std::rc::Rc;

use ambition_quick::classes::count::{NUMBERS, count_alike, middle};
use ambition_quick::classes::progress::{LOWEST, NOT_MADE};

use crate::guidance::FindingRule;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::measures::care::{YES, flagged};
use crate::measures::progress::Distances;
use crate::measures::those::Column;
use crate::measures::{Bases, Basis, Classified, Tally, Those, tally};

/// Prior levels that are told apart within a school.
const LEVELS: usize = 16;

/// How many pupils' targets are at each distance from the one wanted.
type Counts = [u32; NUMBERS];

/// Where every pupil starts, and the target.
struct Targets<'a> {
    prior: &'a [u8],
    distances: Rc<Distances>,
    schools: Option<&'a [u16]>,
}

impl<'a> Targets<'a> {
    fn new(measure: &Measure, target: &Tally, bases: &Bases<'a>) -> Option<Self> {
        let schools = bases.guidance().fields.by_heading("School").and_then(|field| bases.cohort().labels(field));
        Some(Self {
            prior: bases.prior(measure.prior.as_ref()?)?,
            distances: target.distances.clone()?,
            schools: schools.map(|schools| schools.ids()),
        })
    }

    /// A number for the pupils of a school with one prior level, who are compared; `None`: there is no prior level.
    fn alike(&self, pupil: usize) -> Option<usize> {
        let school = self.schools.and_then(|schools| schools.get(pupil)).copied().unwrap_or_default();
        let prior = self.prior.get(pupil).map(|prior| usize::from(*prior)).filter(|prior| *prior < LEVELS)?;
        Some(usize::from(school) * LEVELS + prior)
    }

    fn distance(&self, pupil: usize) -> Option<u8> {
        self.distances.numbers().get(pupil).copied()
    }

    /// The levels that a pupil moves by target; `None`: the target is no level.
    fn moved(&self, pupil: usize) -> Option<i16> {
        self.distances.moved(self.distance(pupil)?)
    }
}

/// Children in care whose target moves fewer levels than the median of the pupils of their school who are not, from the
/// same prior level; or fewer than the rule's levels, or than those of the measure where it asks for less.
pub(super) fn lower(rule: &FindingRule, measure: &Measure, target: &Tally, bases: &Bases) -> Option<Classified> {
    let MeasureKind::Progress(levels) = measure.kind else { return None };
    let in_care = in_care(rule.flag.as_ref()?, bases)?;
    // Most files have no child in care: nothing is worked out for them.
    (!in_care.is_empty()).then_some(())?;
    let targets = Targets::new(measure, target, bases)?;
    let others = Others::new(&targets, &in_care);
    let least = i16::from(rule.levels.min(levels));
    let is_lower = |pupil: usize| {
        let Some(alike) = targets.alike(pupil) else { return false };
        match targets.distance(pupil) {
            Some(NOT_MADE) => true,
            _ => targets.moved(pupil).is_some_and(|moved| {
                let median = others.twice_the_median(alike);
                moved < least || median.is_some_and(|median| 2 * moved < median)
            }),
        }
    };
    let mut lower = vec![0; bases.cohort().len()];
    for pupil in in_care.iter().map(|pupil| *pupil as usize).filter(|pupil| is_lower(*pupil)) {
        lower.get_mut(pupil).into_iter().for_each(|lower| *lower = 1);
    }
    Some(Classified(lower))
}

/// A child's position, the levels moved by target, and twice the median of the others'.
pub type Compared = (usize, Option<i16>, Option<i16>);

/// For every child in care with a prior level, the levels moved by target (`None`: the target is no level) and twice the
/// median of the other pupils it is compared with (`None`: there are none); by position.
pub fn compared(flag: &str, measure: &Measure, bases: &Bases) -> Option<Vec<Compared>> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let in_care = in_care(flag, bases)?;
    let targets = Targets::new(measure, &tally(measure, &Basis::moderated(), bases)?, bases)?;
    let others = Others::new(&targets, &in_care);
    let compared = in_care.iter().map(|pupil| *pupil as usize).filter_map(|pupil| {
        let alike = targets.alike(pupil)?;
        Some((pupil, targets.moved(pupil), others.twice_the_median(alike)))
    });
    Some(compared.collect())
}

/// The positions of children with this flag.
fn in_care(flag: &str, bases: &Bases) -> Option<Vec<u32>> {
    Some(Those::new(Rc::new(flagged(flag, bases)?), YES..=YES).pupils())
}

/// The other pupils, where there is a child in care to compare them with: by the number of those alike, twice the median
/// of the levels moved, which is a whole number. `None`: there are no others.
struct Others(BTreeMap<usize, Option<i16>>);

impl Others {
    fn new(targets: &Targets, in_care: &[u32]) -> Self {
        let children = in_care.iter().map(|pupil| *pupil as usize);
        let children = children.filter_map(|pupil| Some((targets.alike(pupil)?, targets.distance(pupil)?)));
        let children = children.collect::<Vec<_>>();
        let mut alike = children.iter().map(|(alike, _)| (*alike, 0)).collect::<BTreeMap<_, _>>();
        alike.values_mut().enumerate().for_each(|(place, of)| *of = place);
        // Few pupils go to school with a child in care who started where they did: a table tells who they are.
        let mut places = vec![0; alike.keys().next_back().map_or(0, |last| last + 1)];
        for (alike, place) in &alike {
            let place = u32::try_from(place + 1).unwrap_or_default();
            places.get_mut(*alike).into_iter().for_each(|of| *of = place);
        }
        let mut counts = vec![[0; NUMBERS]; alike.len()];
        let distances = targets.distances.numbers();
        count_alike(distances, targets.schools, targets.prior, (&places, LEVELS), &mut counts);
        // A child in care is none of the others.
        for (of, distance) in children {
            let counts = alike.get(&of).and_then(|place| counts.get_mut(*place));
            let count = counts.and_then(|counts| counts.get_mut(usize::from(distance)));
            count.into_iter().for_each(|count| *count -= 1);
        }
        let median = |(alike, counts): (usize, &Counts)| (alike, twice_the_median(counts, &targets.distances));
        Self(alike.into_keys().zip(&counts).map(median).collect())
    }

    fn twice_the_median(&self, alike: usize) -> Option<i16> {
        self.0.get(&alike).copied().flatten()
    }
}

fn twice_the_median(counts: &Counts, distances: &Distances) -> Option<i16> {
    // What is below is no level that the target moves.
    let [one, other] = middle(counts, LOWEST)?;
    Some(distances.moved(one)? + distances.moved(other)?)
}

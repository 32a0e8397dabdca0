//! Children in care whose target asks for less progress than that of the other pupils (S0 ¶68).

use std::rc::Rc;

use ambition_columns::classes::count::{LEVELS, NUMBERS, count_by_school_and_level, median_pair};
use ambition_columns::classes::progress::{LOWEST, NOT_MADE};

use super::listed;
use crate::cohort::LabelColumn;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::measures::care::{YES, flagged};
use crate::measures::progress::ProgressDistances;
use crate::measures::pupil_set::ByteColumn;
use crate::measures::{Bases, Basis, Class, Evaluated, PupilClasses, PupilSet, evaluate};

/// How many pupils' targets are at each distance from the one wanted.
type DistanceCounts = [u32; NUMBERS];

/// Where every pupil starts, and the target.
struct CareTargets<'a> {
    prior: &'a [u8],
    distances: Rc<ProgressDistances>,
    schools: Option<&'a LabelColumn>,
}

impl<'a> CareTargets<'a> {
    fn new(measure: &Measure, target: &Evaluated, bases: &Bases<'a>) -> Option<Self> {
        let schools = bases.cohort().schools(bases.guidance());
        Some(Self { prior: bases.prior(measure.prior.as_ref()?)?, distances: target.distances.clone()?, schools })
    }

    /// The number of a pupil's school and the prior level: pupils are compared with those who share both. `None`: there
    /// is no prior level.
    fn comparison_key(&self, pupil: usize) -> Option<(usize, usize)> {
        let school = self.schools.and_then(|schools| schools.ids().get(pupil)).copied().unwrap_or_default();
        let prior = self.prior.get(pupil).map(|prior| usize::from(*prior)).filter(|prior| *prior < LEVELS)?;
        Some((school.into(), prior))
    }

    fn distance(&self, pupil: usize) -> Option<u8> {
        self.distances.numbers().get(pupil).copied()
    }

    /// The levels that a pupil moves by target; `None`: the target is no level.
    fn moved(&self, pupil: usize) -> Option<i16> {
        self.distances.moved(self.distance(pupil)?)
    }
}

/// Children in care whose target asks for less progress than that of others, or for fewer than `least` levels. Where the
/// outcome is a grade: whose target is a lower one than is worth the levels of the measure.
pub(super) fn less_progress<'a>(
    flag: &str,
    least: u8,
    measure: &Measure,
    target: &Rc<Evaluated<'a>>,
    bases: &Bases<'a>,
) -> Option<PupilSet<'a>> {
    match measure.kind {
        MeasureKind::Progress(levels) => {
            lower_progress(flag, least.min(levels), measure, target, bases).map(listed::class_one)
        }
        MeasureKind::Grades { levels, .. } if levels <= least => {
            let short = PupilSet::new(target.clone(), Class::Short.number()..=Class::Short.number());
            Some(short.and(Rc::new(flagged(flag, bases)?), YES..=YES))
        }
        _ => None,
    }
}

/// Children in care whose target moves fewer levels than the median of the pupils of their school who are not, from the
/// same prior level; or fewer than `least` levels.
fn lower_progress(flag: &str, least: u8, measure: &Measure, target: &Evaluated, bases: &Bases) -> Option<PupilClasses> {
    let in_care = in_care(flag, bases)?;
    // Most files have no child in care: skip the rest for them.
    (!in_care.is_empty()).then_some(())?;
    let targets = CareTargets::new(measure, target, bases)?;
    let others = OtherPupils::new(&targets, &in_care);
    let least = i16::from(least);
    let is_lower = |pupil: usize| {
        let Some(alike) = targets.comparison_key(pupil) else { return false };
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
    Some(PupilClasses(lower))
}

/// A child in care and the pupils that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareComparison {
    /// The position.
    pub pupil: usize,
    /// The levels moved by target; `None`: the target is no level.
    pub moved: Option<i16>,
    /// Twice the median of the levels that the others move, which is a whole number; `None`: there are no others.
    pub twice_the_median: Option<i16>,
}

/// Every child in care with a prior level, by position.
pub fn compare_with_others(flag: &str, measure: &Measure, bases: &Bases) -> Option<Vec<CareComparison>> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let in_care = in_care(flag, bases)?;
    let targets = CareTargets::new(measure, &evaluate(measure, &Basis::Moderated, bases)?, bases)?;
    let others = OtherPupils::new(&targets, &in_care);
    let compared = in_care.iter().map(|pupil| *pupil as usize).filter_map(|pupil| {
        let comparison_key = targets.comparison_key(pupil)?;
        Some(CareComparison {
            pupil,
            moved: targets.moved(pupil),
            twice_the_median: others.twice_the_median(comparison_key),
        })
    });
    Some(compared.collect())
}

/// The positions of children with this flag.
fn in_care(flag: &str, bases: &Bases) -> Option<Vec<u32>> {
    Some(PupilSet::new(Rc::new(flagged(flag, bases)?), YES..=YES).pupils())
}

/// The pupils that children in care are compared with.
struct OtherPupils {
    /// For each school, by prior level, an index into `medians`; 0: no child in care has them.
    places: Vec<[u32; LEVELS]>,
    /// By index, twice the median of the levels moved, which is a whole number; `None`: no other pupils. The first is
    /// unused.
    medians: Vec<Option<i16>>,
}

impl OtherPupils {
    fn new(targets: &CareTargets, in_care: &[u32]) -> Self {
        let mut places = vec![[0; LEVELS]; targets.schools.map_or(1, |schools| schools.texts().len())];
        // The comparison group excludes children in care: subtract them first, then count everyone once.
        let mut counts: Vec<DistanceCounts> = vec![[0; NUMBERS]];
        for pupil in in_care.iter().map(|pupil| *pupil as usize) {
            let Some((alike, distance)) = targets.comparison_key(pupil).zip(targets.distance(pupil)) else { continue };
            let Some(place) = place_of(alike, &mut places) else { continue };
            if *place == 0 {
                *place = u32::try_from(counts.len()).unwrap_or_default();
                counts.push([0; NUMBERS]);
            }
            let counts = counts.get_mut(*place as usize).and_then(|counts| counts.get_mut(usize::from(distance)));
            counts.into_iter().for_each(|count| *count = count.wrapping_sub(1));
        }
        let distances = targets.distances.numbers();
        count_by_school_and_level(
            distances,
            targets.schools.map(LabelColumn::ids),
            targets.prior,
            &places,
            &mut counts,
        );
        let mut medians = counts.iter().map(|counts| twice_the_median(counts, &targets.distances)).collect::<Vec<_>>();
        medians.first_mut().into_iter().for_each(|nobodys| *nobodys = None);
        Self { places, medians }
    }

    fn twice_the_median(&self, (school, prior): (usize, usize)) -> Option<i16> {
        let place = *self.places.get(school)?.get(prior)? as usize;
        self.medians.get(place).copied().flatten()
    }
}

fn place_of((school, prior): (usize, usize), places: &mut [[u32; LEVELS]]) -> Option<&mut u32> {
    places.get_mut(school)?.get_mut(prior)
}

fn twice_the_median(counts: &DistanceCounts, distances: &ProgressDistances) -> Option<i16> {
    // What is below is no level that the target moves.
    let [one, other] = median_pair(counts, LOWEST)?;
    Some(distances.moved(one)? + distances.moved(other)?)
}

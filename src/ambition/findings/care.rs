//! Children in care whose target asks for less progress than that of the other pupils (S0 ¶68).

use std::collections::{BTreeMap, HashMap};

use crate::guidance::FindingRule;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::measures::care::{YES, flagged};
use crate::measures::progress::{Outcome, Rule};
use crate::measures::{Bases, Basis, Classified};

/// Prior levels that are told apart within a school.
const LEVELS: usize = 16;

/// How many of the other pupils move so many levels by target.
#[derive(Clone, Debug, Default)]
struct Others(BTreeMap<i16, usize>);

impl Others {
    /// Twice the median of the levels moved, which is a whole number; `None`: there are no others.
    fn twice_the_median(&self) -> Option<i16> {
        let count = self.0.values().sum::<usize>();
        Some(self.at(count.checked_sub(1)? / 2)? + self.at(count / 2)?)
    }

    /// The levels moved by the pupil at this place in ascending order.
    fn at(&self, place: usize) -> Option<i16> {
        let mut behind = 0;
        self.0.iter().find_map(|(moved, pupils)| {
            behind += pupils;
            (place < behind).then_some(*moved)
        })
    }
}

/// Where every pupil starts, and the target.
struct Targets<'a> {
    prior: &'a [u8],
    outcome: Vec<Outcome>,
    schools: Option<&'a [u16]>,
}

impl<'a> Targets<'a> {
    fn new(measure: &Measure, bases: &Bases<'a>) -> Option<Self> {
        let column = bases.column(measure.outcome.first()?, &Basis::moderated())?;
        let rule = Rule::new(measure, column.book, false, bases.codes())?;
        let schools = bases.guidance().fields.by_heading("School").and_then(|field| bases.cohort().labels(field));
        Some(Self {
            prior: bases.prior(measure.prior.as_ref()?)?,
            outcome: column.each(|cell| rule.outcome(cell)),
            schools: schools.map(|schools| schools.ids()),
        })
    }

    /// A number for the pupils of a school with one prior level, who are compared; `None`: there is no prior level.
    fn alike(&self, pupil: usize) -> Option<usize> {
        let school = self.schools.and_then(|schools| schools.get(pupil)).copied().unwrap_or_default();
        let prior = self.prior.get(pupil).map(|prior| usize::from(*prior)).filter(|prior| *prior < LEVELS)?;
        Some(usize::from(school) * LEVELS + prior)
    }

    /// The levels that a pupil moves by target; `None`: the target is no level.
    fn moved(&self, pupil: usize) -> Option<i16> {
        let Outcome::Rank(level) = self.outcome.get(pupil)? else { return None };
        Some(i16::from(*level) - i16::from(*self.prior.get(pupil)?))
    }
}

/// Children in care whose target moves fewer levels than the median of the pupils of their school who are not, from the
/// same prior level; or fewer than the rule's levels, or than those of the measure where it asks for less.
pub(super) fn lower(rule: &FindingRule, measure: &Measure, bases: &Bases) -> Option<Classified> {
    let MeasureKind::Progress(levels) = measure.kind else { return None };
    let flags = flagged(rule.flag.as_ref()?, bases)?;
    // Most files have no child in care: nothing is worked out for them.
    flags.0.contains(&YES).then_some(())?;
    let targets = Targets::new(measure, bases)?;
    let others = others(&targets, &flags);
    let least = i16::from(rule.levels.min(levels));
    let is_lower = |pupil: usize| {
        let Some(alike) = targets.alike(pupil) else { return false };
        match targets.outcome.get(pupil) {
            Some(Outcome::NotMade) => true,
            _ => targets.moved(pupil).is_some_and(|moved| {
                let median = others.get(&alike).and_then(Others::twice_the_median);
                moved < least || median.is_some_and(|median| 2 * moved < median)
            }),
        }
    };
    let class = |(pupil, flag): (usize, &u8)| u8::from(*flag == YES && is_lower(pupil));
    Some(Classified(flags.0.iter().enumerate().map(class).collect()))
}

/// A child's position, the levels moved by target, and twice the median of the others'.
pub type Compared = (usize, Option<i16>, Option<i16>);

/// For every child in care with a prior level, the levels moved by target (`None`: the target is no level) and twice the
/// median of the other pupils it is compared with (`None`: there are none); by position.
pub fn compared(flag: &str, measure: &Measure, bases: &Bases) -> Option<Vec<Compared>> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let flags = flagged(flag, bases)?;
    let targets = Targets::new(measure, bases)?;
    let others = others(&targets, &flags);
    let in_care = flags.0.iter().enumerate().filter(|(_, flag)| **flag == YES).map(|(pupil, _)| pupil);
    let compared = in_care.filter_map(|pupil| {
        let alike = targets.alike(pupil)?;
        Some((pupil, targets.moved(pupil), others.get(&alike).and_then(Others::twice_the_median)))
    });
    Some(compared.collect())
}

/// The other pupils, where there is a child in care to compare them with.
fn others(targets: &Targets, flags: &Classified) -> HashMap<usize, Others> {
    let flagged = |wanted: bool| {
        let flags = flags.0.iter().enumerate();
        flags
            .filter(move |(_, flag)| (**flag == YES) == wanted)
            .filter_map(|(pupil, _)| Some((pupil, targets.alike(pupil)?)))
    };
    let mut others = flagged(true).map(|(_, alike)| (alike, Others::default())).collect::<HashMap<_, _>>();
    // Few pupils go to school with a child in care who started where they did: a list tells them before the table does.
    let mut compared = vec![false; others.keys().max().map_or(0, |last| last + 1)];
    for alike in others.keys() {
        if let Some(compared) = compared.get_mut(*alike) {
            *compared = true;
        }
    }
    for (pupil, alike) in flagged(false).filter(|(_, alike)| compared.get(*alike) == Some(&true)) {
        if let Some((others, moved)) = others.get_mut(&alike).zip(targets.moved(pupil)) {
            *others.0.entry(moved).or_default() += 1;
        }
    }
    others
}

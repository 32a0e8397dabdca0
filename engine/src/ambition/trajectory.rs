//! The way from current performance to a goal, in equal yearly steps (RULES 7.1).

use crate::measures::Exact;

/// One year of a trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrajectoryStep {
    /// The year of the results.
    pub year: u16,
    /// In percent.
    pub percent: Exact,
    /// The whole pupils needed for it in a cohort of this size; 0 where the size is not known or no pupils are counted.
    pub pupils: u64,
}

/// Equal steps from a figure in one year to a goal in a later one; the first year is given too. Each year's pupils are
/// of a cohort of this size. Empty where the goal is not later.
pub fn steps(from: (u16, Exact), goal: (u16, Exact), cohort: u64) -> Vec<TrajectoryStep> {
    let (start, at) = from;
    let (end, target) = goal;
    let Some(years) = end.checked_sub(start).filter(|years| *years > 0) else { return Vec::new() };
    (start..=end).map(|year| step(year, point_between(at, target, year - start, years), cohort)).collect()
}

/// Counts the pupils of one year by the size of its own cohort, where that is known.
pub fn set_cohort(steps: &mut [TrajectoryStep], year: u16, cohort: u64) {
    let of_year = steps.iter_mut().find(|step| step.year == year);
    of_year.into_iter().for_each(|of_year| *of_year = step(year, of_year.percent, cohort));
}

/// Sets the pupils of the goal's year: what is expected is whole pupils already, as the card shows them (RULES 5.1).
pub fn set_goal_pupils(steps: &mut [TrajectoryStep], pupils: u64) {
    steps.last_mut().into_iter().for_each(|goal| goal.pupils = pupils);
}

/// The point `gone` years along the way.
fn point_between(at: Exact, target: Exact, gone: u16, years: u16) -> Exact {
    let weighted = |exact: Exact, weight: u16| Exact {
        numerator: exact.numerator * u128::from(weight),
        denominator: exact.denominator * u128::from(years),
    };
    weighted(at, years - gone).plus(weighted(target, gone))
}

fn step(year: u16, percent: Exact, cohort: u64) -> TrajectoryStep {
    let whole = percent.denominator * 100;
    let pupils = (percent.numerator * u128::from(cohort)).div_ceil(whole);
    TrajectoryStep { year, percent, pupils: u64::try_from(pupils).unwrap_or(u64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(percent: u128) -> Exact {
        Exact { numerator: percent, denominator: 1 }
    }

    #[test]
    fn equal_steps_in_whole_pupils() {
        let steps = steps((2007, percent(50)), (2010, percent(65)), 60);
        let shown = steps.iter().map(|step| (step.year, step.percent.decimals(1), step.pupils)).collect::<Vec<_>>();
        let expected = [(2007, "50.0", 30), (2008, "55.0", 33), (2009, "60.0", 36), (2010, "65.0", 39)];
        assert_eq!(shown, expected.map(|(year, percent, pupils)| (year, percent.to_owned(), pupils)));
    }

    #[test]
    fn a_year_whose_cohort_is_known() {
        let fifteen_of_31 = Exact { numerator: 1500, denominator: 31 };
        let mut steps = steps((2007, fifteen_of_31), (2009, percent(65)), 20);
        set_cohort(&mut steps, 2007, 31);
        assert_eq!(steps.iter().map(|step| step.pupils).collect::<Vec<_>>(), [15, 12, 13]);
    }

    #[test]
    fn a_goal_that_is_not_later_has_no_way() {
        assert!(steps((2010, percent(50)), (2010, percent(65)), 60).is_empty());
    }

    #[test]
    fn pupils_are_as_many_as_are_needed() {
        let pupils = steps((2007, percent(0)), (2008, percent(30)), 7).last().map(|step| step.pupils);
        assert_eq!(pupils, Some(3));
    }
}

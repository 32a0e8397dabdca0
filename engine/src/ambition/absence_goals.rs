//! What the absence of an authority comes to when its schools reach what is asked of each (S0 ¶85, RULES_2027 E).

use super::KnownAbsence;
use crate::measures::figure::percentage;
use crate::measures::{Exact, Figure};

/// A school's absence, and what it is asked to come to.
#[derive(Clone, Copy, Debug)]
pub struct SchoolGoal {
    /// Absent and possible sessions.
    pub figure: Figure,
    /// The absence that is asked for, in percent; `None`: nothing is asked, or the school is there already.
    pub goal: Option<Exact>,
}

impl SchoolGoal {
    /// The median of the school's band, where its absence is above it; else its absence less the improvement asked.
    pub fn new(figure: Figure, typed: KnownAbsence) -> Self {
        let goal = figure.value.and_then(|now| {
            if let Some(median) = typed.median {
                return now.compare(median).is_gt().then_some(median);
            }
            let (less, below) = now.distance(typed.improvement?);
            Some(if below { Exact { numerator: 0, denominator: 1 } } else { less.lowest_terms() })
        });
        Self { figure, goal }
    }
}

/// The absence of all schools together when each is at its goal, and the others stay as they are.
pub fn at_goals(schools: &[SchoolGoal]) -> Option<Exact> {
    let possible = schools.iter().map(|school| u128::from(school.figure.eligible)).sum::<u128>();
    let sessions = |school: &SchoolGoal| {
        let percent = school.goal.or(percentage(school.figure.achieved?, school.figure.eligible))?;
        let of_school = percent.numerator * u128::from(school.figure.eligible);
        Some(Exact { numerator: of_school, ..percent }.lowest_terms())
    };
    let nothing = Exact { numerator: 0, denominator: 1 };
    let absent = schools.iter().filter_map(sessions).fold(nothing, |sum, of_school| sum.plus(of_school).lowest_terms());
    (possible > 0).then_some(Exact { denominator: absent.denominator * possible, ..absent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenths(numerator: u128) -> Option<Exact> {
        Some(Exact { numerator, denominator: 10 })
    }

    fn school(absent: u64, possible: u64, typed: KnownAbsence) -> SchoolGoal {
        let value = percentage(absent, possible);
        SchoolGoal::new(Figure { achieved: Some(absent), eligible: possible, missing: 0, left_out: 0, value }, typed)
    }

    #[test]
    fn schools_above_their_median_come_down_to_it() {
        let median = |median| KnownAbsence { median: tenths(median), ..KnownAbsence::default() };
        // 80 of 1,000 is 8.0%, above a median of 6.0%: 60. 50 of 1,000 is at its median. 140 of 2,000 has no band.
        let schools =
            [school(80, 1000, median(60)), school(50, 1000, median(50)), school(140, 2000, KnownAbsence::default())];
        assert_eq!(schools.map(|school| school.goal.is_some()), [true, false, false]);
        // 60 + 50 + 140 of 4,000; as they are 270, 6.75%.
        assert_eq!(at_goals(&schools).unwrap().decimals(4), "6.2500");
        assert_eq!(at_goals(&schools[1..]).unwrap().decimals(4), "6.3333");
        assert_eq!(at_goals(&[]), None);
    }

    #[test]
    fn improvements_are_points_of_each_school() {
        let improvement = |points| KnownAbsence { improvement: tenths(points), ..KnownAbsence::default() };
        // 8.0% less 0.5 is 75 of 1,000; 5.0% less 0.2 is 144 of 3,000; less than nothing is nothing.
        let schools = [school(80, 1000, improvement(5)), school(150, 3000, improvement(2))];
        assert_eq!(at_goals(&schools).unwrap().decimals(4), "5.4750");
        assert_eq!(at_goals(&[school(1, 1000, improvement(5))]).unwrap().decimals(1), "0.0");
    }

    /// What is asked never adds absence, and nothing asked changes nothing.
    #[test]
    fn goals_never_add_absence() {
        for numbers in [[3_u64, 40, 9], [70, 5, 61], [0, 100, 100], [17, 17, 18]] {
            for asked in 0..100 {
                let known = [
                    KnownAbsence { median: tenths(asked), ..KnownAbsence::default() },
                    KnownAbsence { improvement: tenths(asked), ..KnownAbsence::default() },
                    KnownAbsence::default(),
                ];
                let schools = numbers.iter().zip(known).map(|(absent, known)| school(*absent, 100 + absent, known));
                let schools = schools.collect::<Vec<_>>();
                let plain = schools.iter().map(|school| SchoolGoal { goal: None, ..*school }).collect::<Vec<_>>();
                let (absent, possible) = (numbers.iter().sum::<u64>(), numbers.iter().map(|absent| 100 + absent).sum());
                let all = percentage(absent, possible).unwrap();
                assert!(at_goals(&schools).unwrap().compare(all).is_le());
                assert!(at_goals(&plain).unwrap().compare(all).is_eq());
            }
        }
    }
}

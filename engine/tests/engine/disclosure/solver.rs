//! What counts can be, given what adds up to what: ranges narrowed until nothing changes.

use std::collections::HashMap;

use super::Pupils;

/// A number of pupils: all of some, or those of them who reach a mark, or do not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Count {
    Size(Pupils),
    Reached(Pupils, usize),
    Short(Pupils, usize),
}

/// What the counts can be.
#[derive(Default)]
pub struct Solver {
    pub numbers: HashMap<Count, usize>,
    pub counts: Vec<Count>,
    pub ranges: Vec<(i64, i64)>,
    /// Sums of counts that are 0 at most.
    pub limits: Vec<Vec<(i64, usize)>>,
    pub shown: Vec<bool>,
}

impl Solver {
    pub fn number(&mut self, count: Count) -> usize {
        if let Some(number) = self.numbers.get(&count) {
            return *number;
        }
        let number = self.counts.len();
        // A row that is there has a pupil.
        let least = i64::from(matches!(&count, Count::Size(pupils) if !pupils.is_empty()));
        let empty = matches!(&count, Count::Size(pupils) | Count::Reached(pupils, _) | Count::Short(pupils, _) if pupils.is_empty());
        self.ranges.push((least, if empty { 0 } else { 100_000 }));
        self.shown.push(false);
        self.counts.push(count.clone());
        self.numbers.insert(count.clone(), number);
        if let Count::Reached(pupils, mark) | Count::Short(pupils, mark) = count {
            let parts = [Count::Reached(pupils.clone(), mark), Count::Short(pupils.clone(), mark)];
            self.adds_up(Count::Size(pupils), &parts);
        }
        number
    }

    /// This count is the sum of those.
    pub fn adds_up(&mut self, sum: Count, parts: &[Count]) {
        let mut limit = vec![(1, self.number(sum))];
        limit.extend(parts.iter().map(|part| (-1, self.number(part.clone()))).collect::<Vec<_>>());
        self.limits.push(limit.iter().map(|(sign, number)| (-sign, *number)).collect());
        self.limits.push(limit);
    }

    /// The first are among the second.
    pub fn within(&mut self, part: Count, whole: Count) {
        let limit = vec![(1, self.number(part)), (-1, self.number(whole))];
        self.limits.push(limit);
    }

    pub fn is_between(&mut self, count: Count, least: i64, most: i64) {
        let number = self.number(count);
        let range = &mut self.ranges[number];
        *range = (range.0.max(least), range.1.min(most));
    }

    /// Narrows every range until nothing changes.
    pub fn solve(&mut self) {
        loop {
            let before = self.ranges.clone();
            for limit in &self.limits {
                let sum = limit.iter().map(|term| least(&self.ranges, *term)).sum::<i64>();
                for term in limit {
                    let room = least(&self.ranges, *term) - sum;
                    let range = &mut self.ranges[term.1];
                    if term.0 == 1 { range.1 = range.1.min(room) } else { range.0 = range.0.max(-room) }
                }
            }
            if self.ranges == before {
                return;
            }
        }
    }
}

/// The least that a term of a sum can be.
fn least(ranges: &[(i64, i64)], (sign, number): (i64, usize)) -> i64 {
    if sign == 1 { ranges[number].0 } else { -ranges[number].1 }
}
